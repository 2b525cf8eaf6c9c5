"""The rows of missions, applications, feedback and the pool of those who are ready to go; what their times say."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas
from models.base import Base, WallTime, table_args, text_enum

TITLE_MAX, ABOUT_MAX, CITY_MAX, CRITERIA_MAX, CONTACT_MAX, VENUE_MAX = 120, 600, 80, 400, 200, 300
GOAL_MIN, GOAL_MAX, NOTE_MAX, COMMENT_MAX = 20, 400, 500, 500
SEATS_MAX = 5_000
SECTORS_MAX, TARGETS_MAX, LANGUAGES_MAX = 5, 3, 4
OFFER_LASTS = timedelta(hours=24)
"""How long a promoted place is kept for the one to whom it is offered."""
VENUE_BEFORE = timedelta(hours=24)
"""When confirmed participants learn the venue and exact hours of a mission in Ukraine, and not earlier."""


class MissionKind(StrEnum):
    MISSION = "mission"
    FORUM = "forum"
    CONFERENCE = "conference"
    EXHIBITION = "exhibition"
    DELEGATION = "delegation"


class Direction(StrEnum):
    """As the organising office sees it: guests come, our people go, or nobody travels."""

    INWARD = "inward"
    OUTWARD = "outward"
    ONLINE = "online"


class Selection(StrEnum):
    ORGANISER = "organiser"
    """The organiser decides on each application."""
    FIRST_COME = "first_come"
    """A seat while there is one, else a place on the waiting list."""


class MissionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    OVER = "over"


class ApplicationState(StrEnum):
    APPLIED = "applied"
    SHORTLISTED = "shortlisted"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ATTENDED = "attended"
    NO_SHOW = "no_show"


UNDECIDED = (ApplicationState.APPLIED, ApplicationState.SHORTLISTED)
SEATED = (ApplicationState.CONFIRMED, ApplicationState.ATTENDED, ApplicationState.NO_SHOW)
OPEN = (*UNDECIDED, ApplicationState.CONFIRMED, ApplicationState.WAITLISTED)
"""Who may still come, and is told of changes."""


class DeclineReason(StrEnum):
    NO_SEATS = "no_seats"
    CRITERIA = "criteria"
    OTHER_SECTOR = "other_sector"
    TOO_LITTLE_DETAIL = "too_little_detail"
    NOT_CHECKED = "not_checked"
    OTHER = "other"


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


class Usefulness(StrEnum):
    VERY = "very"
    RATHER = "rather"
    HARDLY = "hardly"
    NOT = "not"


class FollowUp(StrEnum):
    """What came of it so far."""

    NOTHING = "nothing"
    TALKS = "talks"
    SAMPLES = "samples"
    AGREEMENT = "agreement"


class Mission(Base):
    __tablename__ = "missions"
    __table_args__ = table_args(Index("ix_missions_step", "state", "next_step_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """For people: `KV-M-012`; made once, never used again."""
    organiser_region_id: Mapped[int]
    """The office that keeps it; 0 for the administrators."""
    created_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    created_at: Mapped[datetime]
    state: Mapped[MissionState] = mapped_column(text_enum(MissionState))
    kind: Mapped[MissionKind] = mapped_column(text_enum(MissionKind))
    direction: Mapped[Direction] = mapped_column(text_enum(Direction))
    selection: Mapped[Selection] = mapped_column(text_enum(Selection))
    host_region_id: Mapped[int] = mapped_column(index=True)
    sending_region_id: Mapped[int | None]
    """Whose businesses are invited; None: all twins of the host's."""
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    about: Mapped[str] = mapped_column(String(ABOUT_MAX))
    language: Mapped[str] = mapped_column(String(8))
    """Of title, text, criteria and venue, as the organiser wrote them."""
    title_en: Mapped[str | None] = mapped_column(String(TITLE_MAX))
    about_en: Mapped[str | None] = mapped_column(String(ABOUT_MAX))
    city: Mapped[str] = mapped_column(String(CITY_MAX))
    begins: Mapped[datetime] = mapped_column(WallTime)
    ends: Mapped[datetime] = mapped_column(WallTime)
    zone: Mapped[str] = mapped_column(String(64))
    """Of the venue: `begins` and `ends` are what the clock on its wall shows."""
    sectors: Mapped[list[int]]
    seats: Mapped[int]
    minimum: Mapped[int]
    apply_until: Mapped[datetime]
    cost: Mapped[int | None]
    """Whole units for one participant; None: free of charge."""
    currency: Mapped[str | None] = mapped_column(String(3))
    languages: Mapped[list[str]]
    criteria: Mapped[str | None] = mapped_column(String(CRITERIA_MAX))
    contact: Mapped[str] = mapped_column(String(CONTACT_MAX))
    venue: Mapped[str | None] = mapped_column(String(VENUE_MAX))
    programme_kind: Mapped[FileKind | None] = mapped_column(text_enum(FileKind))
    programme_bot_id: Mapped[int | None] = mapped_column(BigInteger)
    programme_file_id: Mapped[str | None] = mapped_column(String(200))
    programme_unique_id: Mapped[str | None] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(default=0)
    """Of the calendar entry: one more with each change that a calendar shows."""
    changed_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    """When it was given other dates: reminders that would lie before are not made up for."""
    published_at: Mapped[datetime | None]
    public_at: Mapped[datetime | None]
    """When it stands in everybody's list; the pool of those who are ready hears from `published_at` on."""
    pool_told_at: Mapped[datetime | None]
    minimum_waived_at: Mapped[datetime | None]
    """The organiser goes on though fewer have applied than were needed."""
    closed_at: Mapped[datetime | None]
    """Cancelled, or over."""
    cancel_reason: Mapped[str | None] = mapped_column(String(VENUE_MAX))
    next_step_at: Mapped[datetime | None]

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def begins_at(self) -> datetime:
        """The instant, by the zone's rules as they are known now."""
        return self.begins.replace(tzinfo=self.timezone)

    @property
    def ends_at(self) -> datetime:
        return self.ends.replace(tzinfo=self.timezone)

    @property
    def last_offer_at(self) -> datetime:
        """Until when a place may be offered; in Ukraine it ends with the day before, since the hour would tell too much."""
        return self.begins.replace(hour=0, minute=0, tzinfo=self.timezone) if self.guarded else self.begins_at

    @property
    def guarded(self) -> bool:
        """The venue and exact hours are told to confirmed participants only, a day before."""
        host = atlas.region(self.host_region_id)
        return self.direction is not Direction.ONLINE and atlas.region(host.country).code == "UA"

    def open_at(self, now: datetime) -> bool:
        """Whether applications are taken."""
        return self.state is MissionState.PUBLISHED and now <= self.apply_until


class Application(Base):
    """A business's wish to take part, and the person who would come for it."""

    __tablename__ = "mission_applications"
    __table_args__ = table_args(
        UniqueConstraint("mission_id", "business_id"),
        Index("ix_mission_applications_state", "mission_id", "state"),
        Index("ix_mission_applications_step", "next_step_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("missions.id"))
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(text_enum(ApplicationState))
    goal: Mapped[str] = mapped_column(String(GOAL_MAX))
    targets: Mapped[list[int]]
    """Opportunities of the host region whose authors the applicant wants to meet, three at most."""
    languages: Mapped[list[str]]
    interpreter: Mapped[bool]
    applied_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    """Its place on the waiting list: the earliest is promoted first."""
    offered_until: Mapped[datetime | None]
    """A place is kept for it until then."""
    lapsed_at: Mapped[datetime | None]
    """An offer was not taken; no other is made by itself."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decline_reason: Mapped[DeclineReason | None] = mapped_column(text_enum(DeclineReason))
    confirmed_at: Mapped[datetime | None]
    coming_at: Mapped[datetime | None]
    """The participant said again that they come."""
    note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    """The organiser's own; never shown to the applicant."""
    checkin_token: Mapped[str] = mapped_column(String(24), unique=True)
    checked_in_at: Mapped[datetime | None]
    checked_in_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    next_step_at: Mapped[datetime | None]

    @property
    def takes_a_seat(self) -> bool:
        return self.state in SEATED or self.offered_until is not None


class Feedback(Base):
    """What a participant says afterwards, one answer after the other."""

    __tablename__ = "mission_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("mission_applications.id"), unique=True)
    useful: Mapped[Usefulness | None] = mapped_column(text_enum(Usefulness))
    contacts: Mapped[int | None]
    """Useful contacts made: the lower bound of a band (0, 1, 3, 6)."""
    follow_up: Mapped[FollowUp | None] = mapped_column(text_enum(FollowUp))
    again: Mapped[bool | None]
    comment: Mapped[str | None] = mapped_column(String(COMMENT_MAX))
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    """When they said something last."""


class Readiness(Base):
    """A member of the pool: they said that they are ready for missions, and hear before everybody."""

    __tablename__ = "mission_pool"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), unique=True)
    sectors: Mapped[list[int]]
    """None: any."""
    regions: Mapped[list[int]]
    """Twin regions they would go to or receive; none: all twins."""
    notice_days: Mapped[int]
    """They need at least so many days between hearing of it and its beginning."""
    since: Mapped[datetime]
    changed_at: Mapped[datetime]


class MissionCounter(Base):
    """The last number given to a mission under two letters."""

    __tablename__ = "mission_counters"

    letters: Mapped[str] = mapped_column(String(2), primary_key=True)
    last: Mapped[int]
