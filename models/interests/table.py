"""The row of an interest, and what its times say."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum
from models.opportunities import Cooperation

TEXT_MIN, TEXT_MAX = 40, 400
UNDECIDED_MAX = 5
NEW_A_DAY_MAX = 3
PAUSE_AFTER_DECLINE = timedelta(days=90)
REMINDERS_AFTER = (timedelta(days=2), timedelta(days=5))
PLACE_RETURNS_AFTER = timedelta(days=7)
EXPIRES_AFTER = timedelta(days=14)
SNOOZE = timedelta(days=3)
AFTER_SNOOZE = timedelta(days=1)
"""What remains at least between the reminder that was asked for and the deadline."""


class InterestState(StrEnum):
    HELD = "held"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


UNDECIDED = (InterestState.HELD, InterestState.SENT)
ANSWERABLE = (InterestState.SENT, InterestState.EXPIRED)


class DeclineReason(StrEnum):
    NOT_OUR_FIELD = "not_our_field"
    NO_CAPACITY_NOW = "no_capacity_now"
    HAVE_A_PARTNER = "have_a_partner"
    TERMS = "terms"
    TOO_LITTLE_DETAIL = "too_little_detail"
    OTHER = "other"


class Contact(StrEnum):
    """What the other side may see of a person and a business."""

    NAME = "name"
    TELEGRAM = "telegram"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"


class Interest(Base):
    __tablename__ = "interests"
    __table_args__ = table_args(
        Index(
            "ix_interests_undecided",
            "opportunity_id",
            "sender_business_id",
            unique=True,
            sqlite_where=text("state IN ('held', 'sent')"),
            postgresql_where=text("state IN ('held', 'sent')"),
        ),
        Index("ix_interests_step", "state", "next_step_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    opportunity_version_id: Mapped[int] = mapped_column(ForeignKey("opportunity_versions.id"))
    sender_business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    receiver_business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    state: Mapped[InterestState] = mapped_column(text_enum(InterestState))
    why: Mapped[str] = mapped_column(String(TEXT_MAX))
    proposal: Mapped[str] = mapped_column(String(TEXT_MAX))
    cooperation: Mapped[Cooperation] = mapped_column(text_enum(Cooperation))
    language: Mapped[str] = mapped_column(String(8))
    """Of both texts, told from their letters."""
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    """The receiver asked to be reminded then, and not before."""
    next_step_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(text_enum(DeclineReason))
    sender_shares: Mapped[list[str]]
    receiver_shares: Mapped[list[str]]

    @property
    def place_returns_at(self) -> datetime | None:
        """When the sender may write another one though this is unanswered; None while it is held."""
        return self.sent_at + PLACE_RETURNS_AFTER if self.sent_at else None

    def place_taken(self, now: datetime) -> bool:
        """Whether it counts among the sender's five undecided ones."""
        returns = self.place_returns_at
        return self.state in UNDECIDED and (returns is None or now < returns)

    @property
    def reminders(self) -> list[datetime]:
        """When the receiver is reminded: day 2 and day 5, none of them before the day that the receiver asked for."""
        assert self.sent_at is not None
        planned = [self.sent_at + after for after in REMINDERS_AFTER]
        if self.snoozed_until:
            planned = [self.snoozed_until, *(moment for moment in planned if moment > self.snoozed_until)]
        return planned

    def reminder(self, now: datetime) -> datetime | None:
        """The reminder that holds now: the last one planned, while nothing is answered and the deadline lies ahead."""
        if self.state is not InterestState.SENT or self.deadline is None or now >= self.deadline:
            return None
        return max((moment for moment in self.reminders if moment <= now), default=None)

    def next_step(self, now: datetime) -> datetime | None:
        """When time changes something again."""
        if self.state is not InterestState.SENT:
            return None
        moments = (*self.reminders, self.place_returns_at, self.deadline)
        return min((moment for moment in moments if moment and moment > now), default=None)
