"""Seats: how many are taken, who is given the next one. Whoever counts holds the mission's row.

Places that come free are offered to the waiting list in its order; an open offer takes a seat as a participant does.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, members
from models.audit import Action
from models.deliveries import Kind
from models.missions import telling, times
from models.missions.table import OFFER_LASTS, SEATED, Application, ApplicationState, Mission, MissionState


async def locked(session: AsyncSession, mission_id: int, *, skip: bool = False) -> Mission | None:
    """The mission with its row held until the commit; `skip`: None too while somebody else holds it."""
    return await session.get(Mission, mission_id, with_for_update={"skip_locked": skip}, populate_existing=True)


async def taken(session: AsyncSession, mission_id: int) -> int:
    """Participants and open offers."""
    query = select(func.count()).select_from(Application).where(Application.mission_id == mission_id)
    return await session.scalar(query.where(or_(Application.state.in_(SEATED), Application.offered_until.is_not(None)))) or 0


async def free(session: AsyncSession, mission: Mission) -> int:
    return max(mission.seats - await taken(session, mission.id), 0)


def _in_line(mission_id: int) -> list[ColumnElement[bool]]:
    """Who waits and has no offer; who let an offer lapse waits no longer."""
    return [
        Application.mission_id == mission_id,
        Application.state == ApplicationState.WAITLISTED,
        Application.offered_until.is_(None),
        Application.lapsed_at.is_(None),
    ]


async def waiting(session: AsyncSession, mission_id: int, limit: int | None = None) -> list[Application]:
    """The next in line first."""
    query = select(Application).where(*_in_line(mission_id)).order_by(Application.queued_at, Application.id)
    return list(await session.scalars(query.limit(limit).execution_options(populate_existing=True)))


async def place_in_line(session: AsyncSession, application: Application) -> int:
    """1 for the next one; 0 for who does not wait."""
    waits = application.state is ApplicationState.WAITLISTED and application.queued_at is not None
    if not waits or application.offered_until or application.lapsed_at:
        return 0
    before = or_(
        Application.queued_at < application.queued_at,
        and_(Application.queued_at == application.queued_at, Application.id < application.id),
    )
    query = select(func.count()).select_from(Application).where(*_in_line(application.mission_id), before)
    return (await session.scalar(query) or 0) + 1


async def give(session: AsyncSession, mission: Mission, application: Application, *, by: int | None, now: datetime) -> None:
    """A seat that is known to be free (or is kept for this application)."""
    application.state, application.confirmed_at = ApplicationState.CONFIRMED, now
    application.offered_until = application.queued_at = application.lapsed_at = None
    member = await members.get(session, application.member_id)
    application.next_step_at = times.next_of_application(mission, application, member.timezone, now)
    audit.record(session, Action.APPLICATION_CONFIRMED, application.id, actor=by, now=now, mission=mission.id)
    await session.flush()


async def queue(session: AsyncSession, application: Application, *, by: int | None, now: datetime) -> None:
    """The last place on the waiting list."""
    application.state, application.queued_at, application.next_step_at = ApplicationState.WAITLISTED, now, None
    application.offered_until = application.lapsed_at = application.confirmed_at = None
    audit.record(session, Action.APPLICATION_WAITLISTED, application.id, actor=by, now=now, mission=application.mission_id)
    await session.flush()


async def promote(session: AsyncSession, mission: Mission, *, now: datetime, places: int | None = None) -> int:
    """Offer the places that came free (None: all free ones) to those who wait longest, for 24 hours each; returns how many."""
    if mission.state is not MissionState.PUBLISHED or now >= mission.last_offer_at:
        return 0
    left = await free(session, mission)
    chosen = await waiting(session, mission.id, left if places is None else min(left, places))
    for application in chosen:
        until = min(now + OFFER_LASTS, mission.last_offer_at)
        application.offered_until = application.next_step_at = until
        audit.record(session, Action.APPLICATION_OFFERED, application.id, actor=None, now=now, mission=mission.id)
        await telling.applicant(session, application, Kind.MISSION_OFFERED, event=until.isoformat(), now=now, until=until.isoformat())
    await session.flush()
    return len(chosen)


async def lapse(session: AsyncSession, mission: Mission, *, now: datetime) -> None:
    """Offers whose time is over go on to the next in line, before anybody counts."""
    query = select(Application).where(Application.mission_id == mission.id, Application.offered_until <= now)
    over = list(await session.scalars(query.order_by(Application.id).execution_options(populate_existing=True)))
    for application in over:
        until = application.offered_until
        assert until is not None
        application.offered_until, application.next_step_at, application.lapsed_at = None, None, now
        audit.record(session, Action.APPLICATION_LAPSED, application.id, actor=None, now=now, mission=mission.id)
        await telling.applicant(session, application, Kind.MISSION_LAPSED, event=until.isoformat(), now=now, wait_for_day=True)
    if over:
        await session.flush()
        await promote(session, mission, now=now, places=len(over))
