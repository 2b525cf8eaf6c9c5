"""From its time to its end: rows are made in batches, the day is waited for, people press Pause, Go on, Stop.

Every step is a short transaction on a locked row and may be repeated: after a restart the next one goes on where the last one ended.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import atlas, audit
from models.announcements import audience, telling
from models.announcements.access import Refusal, of_office
from models.announcements.seam import deadline_of, is_cancelled
from models.announcements.table import Announcement, AnnouncementDelivery, AnnouncementState, DeliveryState, OfficeChat, StopReason
from models.announcements.window import Window, instant, window
from models.audit import Action
from models.base import insert_for
from models.deliveries import Kind
from models.members import Member

BATCH = 500
"""Rows made or moved in one transaction: about 20 ms."""
UNDER_WAY_MAX = timedelta(minutes=10)
"""No call takes longer: the client gives up after a minute."""
UNSENT = (DeliveryState.QUEUED, DeliveryState.SENDING)


async def advance(session: AsyncSession, *, now: datetime, limit: int = BATCH) -> bool:
    """One step of what time brings: begin, make rows, wait for the morning, end. False: nothing is left to do now."""
    return (
        await _follow_missions(session, now=now)
        or await _begin(session, now=now)
        or await _expand(session, now=now, limit=limit)
        or await _wait_for_morning(session, now=now, limit=limit)
        or await _give_up(session, now=now)
        or await _end(session, now=now)
    )


async def pause(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    """Nothing more goes out until somebody of the office lets it go on."""
    announcement = await of_office(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.state is not AnnouncementState.RUNNING:
        return Refusal.TOO_LATE
    announcement.state = AnnouncementState.PAUSED
    audit.record(session, Action.ANNOUNCEMENT_PAUSED, announcement.id, actor=member.id, now=now)
    return announcement


async def go_on(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    announcement = await of_office(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.state is not AnnouncementState.PAUSED:
        return Refusal.TOO_LATE
    if announcement.amended:
        return Refusal.NOT_APPROVED
    announcement.state = AnnouncementState.RUNNING
    audit.record(session, Action.ANNOUNCEMENT_RESUMED, announcement.id, actor=member.id, now=now)
    return announcement


async def stop(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    """For good, at any stage: what is unsent is cancelled."""
    announcement = await of_office(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.over:
        return Refusal.TOO_LATE
    await halt(session, announcement, StopReason.BY_HAND, None, actor=member.id, now=now)
    return announcement


async def halt(
    session: AsyncSession, announcement: Announcement, reason: StopReason, fault: str | None, *, actor: int | None = None, now: datetime
) -> None:
    """Stop a locked announcement; its author is told unless they did it."""
    announcement.state, announcement.ended_at = AnnouncementState.STOPPED, now
    announcement.stop_reason, announcement.stop_fault = reason, fault[:200] if fault else None
    unsent = update(AnnouncementDelivery).filter_by(announcement_id=announcement.id, state=DeliveryState.QUEUED)
    await session.execute(unsent.values(state=DeliveryState.CANCELLED, settled_at=now, fault="stopped"))
    audit.record(session, Action.ANNOUNCEMENT_STOPPED, announcement.id, actor=actor, now=now, reason=reason.value)
    await telling.author(session, announcement, Kind.ANNOUNCEMENT_STOPPED, now=now, but=actor)


def day_of(announcement: Announcement, moment: datetime, member: Member | None, chat: OfficeChat | None = None) -> Window | None:
    """When the recipient may get it; None: at any hour."""
    if announcement.urgent:
        return None
    if member is not None:
        return window(moment, member.timezone)
    assert chat is not None
    zone = atlas.region(chat.region_id).zone if chat.region_id else announcement.zone
    return window(moment, ZoneInfo(zone))


async def _follow_missions(session: AsyncSession, *, now: datetime) -> bool:
    """What announces a mission ends with its deadline wherever that was moved to, and stops when the mission is cancelled."""
    at_rest = (AnnouncementState.DRAFT, AnnouncementState.STOPPED, AnnouncementState.DONE)
    query = select(Announcement).where(Announcement.mission_id.is_not(None), Announcement.state.not_in(at_rest))
    for announcement in await session.scalars(query.order_by(Announcement.id)):
        cancelled = await is_cancelled(session, announcement.mission_id)
        deadline = await deadline_of(session, announcement.mission_id)
        if not cancelled and announcement.not_after == deadline:
            continue
        await session.refresh(announcement, with_for_update=True)
        if cancelled and not announcement.over:
            await halt(session, announcement, StopReason.MISSION_CANCELLED, None, now=now)
        announcement.not_after = deadline
        return True
    return False


async def _begin(session: AsyncSession, *, now: datetime) -> bool:
    query = select(Announcement).where(Announcement.state == AnnouncementState.SCHEDULED, Announcement.starts_at <= now)
    announcement = await session.scalar(query.order_by(Announcement.starts_at, Announcement.id).limit(1).with_for_update(skip_locked=True))
    if announcement is None:
        return False
    # The rules of a zone may have changed since the time was chosen.
    agreed = instant(announcement.starts_wall, announcement.zone) if announcement.starts_wall and not announcement.series_id else now
    if agreed > now:
        announcement.starts_at = agreed
        return True
    if not await audience.within_twins(session, announcement, now=now):
        await halt(session, announcement, StopReason.NO_AGREEMENT, None, now=now)
        return True
    announcement.state, announcement.started_at = AnnouncementState.RUNNING, now
    audit.record(session, Action.ANNOUNCEMENT_STARTED, announcement.id, actor=None, now=now)
    return True


async def _expand(session: AsyncSession, *, now: datetime, limit: int) -> bool:
    """The next rows of one announcement; the cursor moves in the same transaction, and a row that is there already stays."""
    query = select(Announcement).where(
        Announcement.started_at.is_not(None), Announcement.expanded_at.is_(None), Announcement.ended_at.is_(None)
    )
    announcement = await session.scalar(query.order_by(Announcement.id).limit(1).with_for_update(skip_locked=True))
    if announcement is None:
        return False
    found: list[Member] = []
    if announcement.people:
        meant = await audience.meant_by(session, announcement)
        found = list(await session.scalars(audience.next_people(meant, announcement.expanded_to, now=now, limit=limit)))
    rows = [_row(announcement, now, member=member) for member in found]
    if len(found) < limit:
        announcement.expanded_at = now
        rows += [_row(announcement, now, chat=chat) for chat in await audience.chats_of(session, announcement) if chat.may_post]
    if found:
        announcement.expanded_to = found[-1].id
    if rows:
        await session.execute(insert_for(session, AnnouncementDelivery).on_conflict_do_nothing(), rows)
    return True


def _row(announcement: Announcement, now: datetime, *, member: Member | None = None, chat: OfficeChat | None = None) -> dict[str, object]:
    day = day_of(announcement, now, member, chat)
    due_at = day.opens_at if day else now
    late = announcement.not_after is not None and due_at >= announcement.not_after
    return {
        "announcement_id": announcement.id,
        "member_id": member.id if member else None,
        "chat_id": chat.id if chat else None,
        "state": DeliveryState.CANCELLED if late else DeliveryState.QUEUED,
        "due_at": due_at,
        "closes_at": day.closes_at if day else None,
        "settled_at": now if late else None,
        "fault": "deadline" if late else None,
        "later": False,
        "capped": False,
    }


async def _wait_for_morning(session: AsyncSession, *, now: datetime, limit: int) -> bool:
    """Rows whose day ended before their turn came: their reader's next morning, or never where the mission's deadline is earlier."""
    row = AnnouncementDelivery
    query = (
        select(row, Announcement, Member, OfficeChat)
        .join(Announcement, Announcement.id == row.announcement_id)
        .outerjoin(Member, Member.id == row.member_id)
        .outerjoin(OfficeChat, OfficeChat.id == row.chat_id)
        .where(Announcement.ended_at.is_(None), row.state == DeliveryState.QUEUED, row.due_at <= now, _day_over(now))
    )
    found = list(await session.execute(query.order_by(row.id).limit(limit).with_for_update(skip_locked=True, of=row)))
    for delivery, announcement, member, chat in found:
        put_off(delivery, announcement, now, member, chat, now=now)
    return bool(found)


async def _give_up(session: AsyncSession, *, now: datetime) -> bool:
    """A call that began long ago has ended without a record (its commit was lost, say): it is in doubt."""
    query = update(AnnouncementDelivery).where(
        AnnouncementDelivery.state == DeliveryState.SENDING, AnnouncementDelivery.claimed_at < now - UNDER_WAY_MAX
    )
    values = {"state": DeliveryState.IN_DOUBT, "settled_at": now, "fault": "no record"}
    return bool(list(await session.scalars(query.values(**values).returning(AnnouncementDelivery.id))))


def put_off(
    delivery: AnnouncementDelivery,
    announcement: Announcement,
    moment: datetime,
    member: Member | None,
    chat: OfficeChat | None,
    *,
    now: datetime,
) -> None:
    """To the recipient's first hour from `moment` on; cancelled when that is past the mission's deadline."""
    day = day_of(announcement, moment, member, chat)
    delivery.due_at, delivery.closes_at = (day.opens_at, day.closes_at) if day else (moment, None)
    if announcement.not_after and delivery.due_at >= announcement.not_after:
        delivery.state, delivery.settled_at, delivery.fault = DeliveryState.CANCELLED, now, "deadline"


def _day_over(now: datetime) -> ColumnElement[bool]:
    return or_(AnnouncementDelivery.closes_at <= now, Announcement.not_after <= now)


async def _end(session: AsyncSession, *, now: datetime) -> bool:
    """All rows have come to an end, whoever holds it meanwhile: there is nothing left to go on with, and nothing to approve."""
    unsent = exists(
        select(AnnouncementDelivery.id).where(
            AnnouncementDelivery.announcement_id == Announcement.id, AnnouncementDelivery.state.in_(UNSENT)
        )
    )
    query = select(Announcement).where(Announcement.expanded_at.is_not(None), Announcement.ended_at.is_(None), ~unsent)
    announcement = await session.scalar(query.order_by(Announcement.id).limit(1).with_for_update(skip_locked=True))
    if announcement is None:
        return False
    announcement.state, announcement.ended_at = AnnouncementState.DONE, now
    audit.record(session, Action.ANNOUNCEMENT_DONE, announcement.id, actor=None, now=now)
    await telling.author(session, announcement, Kind.ANNOUNCEMENT_DONE, now=now)
    return True
