"""The rows of an announcement: what is said in which language, to whom, and how far it has come."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum

TITLE_MAX, TEXT_MAX, CAPTION_MAX, LABEL_MAX, LINK_MAX, REASON_MAX = 80, 4096, 1024, 40, 500, 200
A_WEEK_MAX = 2
"""Announcements a person in `WEEK` that are not urgent."""
WEEK = timedelta(days=7)
BAD_AFTER = 5
"""So many first sends that all fail alike stop an announcement."""


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_CONSENT = "awaiting_consent"
    SCHEDULED = "scheduled"
    RECURRING = "recurring"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class Button(StrEnum):
    """What stands under an announcement."""

    NONE = "none"
    MISSION = "mission"
    LINK = "link"


class Media(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


class StopReason(StrEnum):
    BY_HAND = "by_hand"
    BAD_TEXT = "bad_text"
    """The first sends all failed alike."""
    FOREIGN_FILE = "foreign_file"
    """A `file_id` belongs to one bot, and this one is another's: the file has to be uploaded again."""
    MISSION_CANCELLED = "mission_cancelled"
    NO_AGREEMENT = "no_agreement"
    """The agreement under which an office meant another region's people has lapsed since."""


class ConsentState(StrEnum):
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class AudienceRole(StrEnum):
    ENTREPRENEUR = "entrepreneur"
    """Represents a business."""
    NEWCOMER = "newcomer"
    """Represents none yet."""
    MODERATOR = "moderator"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"


class Announcement(Base):
    __tablename__ = "announcements"
    __table_args__ = table_args(Index("ix_announcements_due", "state", "starts_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    region_id: Mapped[int]
    """The office that announces; 0: the administrators."""
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    """For those who work on it; readers do not see it."""
    state: Mapped[AnnouncementState] = mapped_column(text_enum(AnnouncementState), default=AnnouncementState.DRAFT)
    created_at: Mapped[datetime]

    revision: Mapped[int] = mapped_column(default=0)
    """Grows with every change of what readers see, and of who gets it when once somebody was asked to approve that."""
    tested_revision: Mapped[int | None]
    approved_revision: Mapped[int | None]

    regions: Mapped[list[int]]
    twinnings: Mapped[list[int]]
    sectors: Mapped[list[int]]
    roles: Mapped[list[str]]
    chats: Mapped[list[int]]
    """Ids of `office_chats`, beside the people."""
    people: Mapped[bool] = mapped_column(default=True)
    """False: to chats only."""
    to_applicants: Mapped[bool] = mapped_column(default=False)
    """Only to those who applied for the mission."""

    mission_id: Mapped[int | None] = mapped_column(index=True)
    button: Mapped[Button] = mapped_column(text_enum(Button), default=Button.NONE)
    link: Mapped[str | None] = mapped_column(String(LINK_MAX))
    not_after: Mapped[datetime | None]
    """Nothing is sent later: the mission's deadline."""

    urgent: Mapped[bool] = mapped_column(default=False)
    """At any hour and beside the weekly cap."""
    urgent_reason: Mapped[str | None] = mapped_column(String(REASON_MAX))
    starts_wall: Mapped[str | None] = mapped_column(String(16))
    """`2026-06-12T09:00` on the clocks of `zone`; None: when it is approved."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    starts_at: Mapped[datetime | None]
    """`starts_wall` as an instant; of a recurring one, its next time."""

    cron: Mapped[str | None] = mapped_column(String(64))
    """When it comes again, on the clocks of `zone`; see `series`."""
    digest: Mapped[bool] = mapped_column(default=False)
    """Upcoming missions are listed under the text; without any, that time is left out."""
    series_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"), index=True)
    """The recurring announcement that this one came from."""

    submitted_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    approved_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(REASON_MAX))
    """Why it was returned or refused."""

    started_at: Mapped[datetime | None]
    expanded_to: Mapped[int] = mapped_column(default=0)
    """The last member whose row was made."""
    expanded_at: Mapped[datetime | None]
    """All rows are there."""
    ended_at: Mapped[datetime | None]
    stop_reason: Mapped[StopReason | None] = mapped_column(text_enum(StopReason))
    stop_fault: Mapped[str | None] = mapped_column(String(200))

    @property
    def amended(self) -> bool:
        """Changed since a second person approved it."""
        return self.approved_revision != self.revision

    @property
    def over(self) -> bool:
        return self.state in (AnnouncementState.STOPPED, AnnouncementState.DONE)


class Variant(Base):
    """An announcement in one language, as its author typed it."""

    __tablename__ = "announcement_variants"
    __table_args__ = table_args(UniqueConstraint("announcement_id", "language"))

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    entities: Mapped[list[dict[str, Any]]]
    """Telegram's MessageEntity objects; offsets in UTF-16."""
    media: Mapped[Media | None] = mapped_column(text_enum(Media))
    file_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    file_id: Mapped[str | None] = mapped_column(String(200))
    file_unique_id: Mapped[str | None] = mapped_column(String(64))
    label: Mapped[str | None] = mapped_column(String(LABEL_MAX))
    """The button's text; None: the usual one."""
    written_at: Mapped[datetime]


class AnnouncementConsent(Base):
    """The yes of another region's office, which an office needs to announce to that region's people."""

    __tablename__ = "announcement_consents"
    __table_args__ = table_args(UniqueConstraint("announcement_id", "region_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    region_id: Mapped[int] = mapped_column(index=True)
    state: Mapped[ConsentState] = mapped_column(text_enum(ConsentState), default=ConsentState.ASKED)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime | None]


class OfficeChat(Base):
    """A channel or group into which the bot was put; an office's, when one of its people put it there."""

    __tablename__ = "office_chats"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    """`group`, `supergroup` or `channel`."""
    title: Mapped[str] = mapped_column(String(255))
    username: Mapped[str | None] = mapped_column(String(64))
    region_id: Mapped[int | None] = mapped_column(index=True)
    """Whose it is (0: the administrators'); None: put there by somebody without a role, and never written to."""
    language: Mapped[str] = mapped_column(String(8))
    may_post: Mapped[bool]
    added_by: Mapped[int] = mapped_column(BigInteger)
    """Telegram's id of who put the bot there."""
    seen_at: Mapped[datetime]


class AnnouncementDelivery(Base):
    """One recipient's copy: a member's or a chat's."""

    __tablename__ = "announcement_deliveries"
    __table_args__ = table_args(
        UniqueConstraint("announcement_id", "member_id"),
        UniqueConstraint("announcement_id", "chat_id"),
        Index("ix_announcement_deliveries_due", "announcement_id", "state", "due_at", "id"),
        Index("ix_announcement_deliveries_week", "member_id", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("office_chats.id"))
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState), default=DeliveryState.QUEUED)
    due_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    """The end of the reader's day: then it waits for the next morning. None: at any hour."""
    later: Mapped[bool] = mapped_column(default=False)
    """The weekly cap put it off."""
    capped: Mapped[bool] = mapped_column(default=False)
    """It counts towards the weekly cap."""
    language: Mapped[str | None] = mapped_column(String(8))
    """Of the variant that went out."""
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    fault: Mapped[str | None] = mapped_column(String(200))


class AnnouncementTap(Base):
    """Somebody pressed the button of an announcement: counted once a person."""

    __tablename__ = "announcement_taps"
    __table_args__ = table_args(UniqueConstraint("announcement_id", "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    announcement_id: Mapped[int] = mapped_column(ForeignKey("announcements.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
