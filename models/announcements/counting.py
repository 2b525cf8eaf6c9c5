"""How far an announcement has come, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.announcements import access
from models.announcements.seam import applications_since
from models.announcements.table import Announcement, AnnouncementDelivery, AnnouncementState, AnnouncementTap, DeliveryState, OfficeChat
from models.base import insert_for
from models.members import Member

STAGES = (
    (AnnouncementState.RUNNING, AnnouncementState.PAUSED),
    (AnnouncementState.AWAITING_APPROVAL, AnnouncementState.AWAITING_CONSENT),
    (AnnouncementState.SCHEDULED, AnnouncementState.RECURRING),
    (AnnouncementState.DRAFT,),
    (AnnouncementState.STOPPED, AnnouncementState.DONE),
)
"""States as a list shows them, one section after the other."""


@dataclass(frozen=True)
class Counts:
    """Recipients by how far they are; `total` grows while rows are still being made."""

    sent: int = 0
    unreachable: int = 0
    failed: int = 0
    in_doubt: int = 0
    cancelled: int = 0
    now: int = 0
    """Their turn has come, or they are being sent."""
    tomorrow: int = 0
    """They wait for their reader's day."""
    later: int = 0
    """They wait because of the weekly cap."""

    @property
    def done(self) -> int:
        return self.sent + self.unreachable + self.failed + self.in_doubt + self.cancelled

    @property
    def total(self) -> int:
        return self.done + self.now + self.tomorrow + self.later

    @property
    def share(self) -> float:
        """0 to 1 of all."""
        return self.done / self.total if self.total else 0.0

    def seconds_left(self, per_second: float) -> float:
        """For those whose turn it is, at this pace."""
        return self.now / per_second if per_second else 0.0


class Withheld(StrEnum):
    """Why a queued delivery was cancelled."""

    DEADLINE = "deadline"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Report:
    counts: Counts
    taps: int
    """People who pressed its mission button, from channels too. An address opens outside Telegram and cannot be counted."""
    applications: int | None
    """For its mission since it began; None: it has none."""
    withheld: dict[Withheld, int] = field(default_factory=dict)
    """Of those who got nothing: why."""
    silent_chats: list[str] = field(default_factory=list)
    """Channels and groups that did not take it, by title."""


@dataclass(frozen=True)
class Moment:
    """One bar of the picture: what was settled from `at` on, for one step."""

    at: datetime
    sent: int
    other: int


async def counts(session: AsyncSession, announcement_id: int, *, now: datetime) -> Counts:
    row = AnnouncementDelivery
    waiting = case((row.due_at <= now, "now"), (row.later, "later"), else_="tomorrow")
    kind = case((row.state == DeliveryState.QUEUED, waiting), (row.state == DeliveryState.SENDING, "now"), else_=row.state).label("kind")
    found = await session.execute(select(kind, func.count()).where(row.announcement_id == announcement_id).group_by("kind"))
    return Counts(**{str(name): count for name, count in found})


async def report(session: AsyncSession, announcement: Announcement, *, now: datetime) -> Report:
    taps = select(func.count()).select_from(AnnouncementTap).filter_by(announcement_id=announcement.id)
    applications = None
    if announcement.mission_id is not None and announcement.started_at:
        applications = await applications_since(session, announcement.mission_id, announcement.started_at)
    reached = await counts(session, announcement.id, now=now)
    withheld = await _withheld(session, announcement.id) if reached.cancelled else {}
    silent = await _silent(session, announcement.id) if reached.unreachable or reached.failed else []
    return Report(reached, await session.scalar(taps) or 0, applications, withheld, silent)


async def _withheld(session: AsyncSession, announcement_id: int) -> dict[Withheld, int]:
    row = AnnouncementDelivery
    query = select(row.fault, func.count()).filter_by(announcement_id=announcement_id, state=DeliveryState.CANCELLED)
    return {Withheld(why): count for why, count in await session.execute(query.group_by(row.fault).order_by(row.fault)) if why}


async def _silent(session: AsyncSession, announcement_id: int) -> list[str]:
    row = AnnouncementDelivery
    query = select(OfficeChat.title).join(row, row.chat_id == OfficeChat.id).where(row.announcement_id == announcement_id)
    ended = row.state.in_((DeliveryState.UNREACHABLE, DeliveryState.FAILED))
    return list(await session.scalars(query.where(ended).order_by(OfficeChat.title)))


async def timeline(session: AsyncSession, announcement_id: int, bars: int = 48) -> list[Moment]:
    """Its delivery over time in up to `bars` equal steps, from the first to the last that was settled; empty before that."""
    row = AnnouncementDelivery
    query = select(row.settled_at, row.state).where(row.announcement_id == announcement_id, row.settled_at.is_not(None))
    settled = [(at, state) for at, state in await session.execute(query.order_by(row.settled_at)) if at is not None]
    if not settled:
        return []
    first, last = settled[0][0], settled[-1][0]
    step = max((last - first) / bars, timedelta(seconds=1))
    sent, other = [0] * (bars + 1), [0] * (bars + 1)
    for at, state in settled:
        (sent if state is DeliveryState.SENT else other)[int((at - first) / step)] += 1
    used = int((last - first) / step) + 1
    return [Moment(first + n * step, sent[n], other[n]) for n in range(used)]


async def faults(session: AsyncSession, announcement_id: int) -> list[tuple[str, int]]:
    """Why deliveries failed, in Telegram's words, the most frequent first."""
    row = AnnouncementDelivery
    query = select(row.fault, func.count()).filter_by(announcement_id=announcement_id, state=DeliveryState.FAILED).group_by(row.fault)
    return [(fault or "", count) for fault, count in await session.execute(query.order_by(func.count().desc(), row.fault))]


async def tap(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | None:
    """Somebody pressed the button of an announcement; counted once. None: there is no such announcement."""
    announcement = await session.get(Announcement, announcement_id)
    if announcement is None or announcement.started_at is None:
        return None
    row = {"announcement_id": announcement_id, "member_id": member.id, "at": now}
    await session.execute(insert_for(session, AnnouncementTap).values(row).on_conflict_do_nothing())
    return announcement


async def mission_of(session: AsyncSession, member: Member, announcement_id: int) -> int | None:
    """The mission to which its button leads; before it began only for those who work on it: they try the button."""
    announcement = await session.get(Announcement, announcement_id)
    if announcement is None or (announcement.started_at is None and not await access.seen(session, member, announcement_id)):
        return None
    return announcement.mission_id


async def listed(
    session: AsyncSession, member: Member, *, but: Collection[int] = (), skip: int = 0, most: int = 8
) -> tuple[list[Announcement], int]:
    """Up to `most` of what this member's offices announce, without those in `but`, and how many there are in all.

    What moves comes first, then what waits, what has its time, drafts, and what is over; the newest first. Drafts that were thrown away
    are left out.
    """
    thrown_away = and_(Announcement.state == AnnouncementState.STOPPED, Announcement.started_at.is_(None))
    theirs = Announcement.region_id.in_(await access.offices(session, member))
    query = select(Announcement).where(theirs, ~thrown_away, Announcement.id.not_in(but))
    count = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    stage = case(*((Announcement.state.in_(states), at) for at, states in enumerate(STAGES)), else_=len(STAGES))
    rows = await session.scalars(query.order_by(stage, Announcement.id.desc()).offset(skip).limit(most))
    return list(rows), count
