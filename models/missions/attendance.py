"""Who came: checked in at the door by the organiser, marked after the end if not, corrected for two weeks.

confirmed -> attended (checked in) -> confirmed (taken back)
after the end: confirmed -> no_show a day later; no_show <-> attended while it can be corrected
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses
from models.audit import Action
from models.deliveries import Kind
from models.members import Member
from models.missions import feedback, keeping, seats, telling
from models.missions.table import SEATED, Application, ApplicationState, Mission, MissionState

OPENS_BEFORE = timedelta(hours=12)
"""Before the beginning: a code that is tried out earlier checks nobody in."""
SETTLED_AFTER = timedelta(hours=24)
"""After the end: until then the organiser can mark who came; then the others are marked as not come."""
CORRECTED_FOR = timedelta(days=14)
"""After the end."""
REMINDED_AFTER = timedelta(hours=72)
"""After that who came and has not said how it was is reminded, once."""
TOKEN_MAX = 24


class Door(StrEnum):
    """Why somebody is not let in."""

    NOT_YOURS = "not_yours"
    CANCELLED = "cancelled"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    NO_SEAT = "no_seat"


@dataclass(frozen=True)
class CheckedIn:
    application: Application
    already: bool
    """It was so before this tap."""


@dataclass(frozen=True)
class Ticket:
    """What a code stands for, as the organiser or the participant sees it."""

    mission: Mission
    application: Application
    organises: bool


async def by_token(session: AsyncSession, member: Member, token: str) -> Ticket | None:
    """The application behind a code, for the mission's organiser and for its own people; None for everybody else."""
    application = await session.scalar(select(Application).filter_by(checkin_token=token)) if len(token) <= TOKEN_MAX else None
    return await _ticket(session, member, application)


async def ticket(session: AsyncSession, member: Member, application_id: int) -> Ticket | None:
    """An application as the organiser or its own people see it at the door."""
    return await _ticket(session, member, await session.get(Application, application_id))


async def _ticket(session: AsyncSession, member: Member, application: Application | None) -> Ticket | None:
    if application is None:
        return None
    mission = await session.get_one(Mission, application.mission_id)
    organises = await keeping.organises(session, member, mission)
    if not organises and not await businesses.represents(session, member.id, application.business_id):
        return None
    return Ticket(mission, application, organises)


def opens_at(mission: Mission) -> datetime:
    return mission.begins_at - OPENS_BEFORE


def settles_at(mission: Mission) -> datetime:
    """Until then the organiser can mark who came; those who are left are marked as not come."""
    return mission.ends_at + SETTLED_AFTER


def closes_at(mission: Mission) -> datetime:
    return mission.ends_at + CORRECTED_FOR


def door(mission: Mission, application: Application, now: datetime) -> Door | None:
    """Why this applicant cannot be checked in now, if so."""
    if mission.state is MissionState.CANCELLED:
        return Door.CANCELLED
    if application.state not in (ApplicationState.CONFIRMED, ApplicationState.ATTENDED, ApplicationState.NO_SHOW):
        return Door.NO_SEAT
    if now < opens_at(mission):
        return Door.TOO_EARLY
    return Door.TOO_LATE if now > closes_at(mission) else None


async def check_in(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> CheckedIn | Door:
    """The participant is here; a second time it says since when."""
    found = await _held(session, member, application_id)
    if isinstance(found, Door):
        return found
    mission, application = found
    if application.state is ApplicationState.ATTENDED:
        return CheckedIn(application, already=True)
    closed = door(mission, application, now)
    if closed:
        return closed
    _mark(session, mission, application, member, now=now)
    return CheckedIn(application, already=False)


async def all_came(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> int | Door:
    """Everybody who has a seat is here; returns how many were not marked before."""
    mission = await seats.locked(session, mission_id)
    if mission is None or not await keeping.organises(session, member, mission):
        return Door.NOT_YOURS
    query = select(Application).where(Application.mission_id == mission_id, Application.state.in_(SEATED))
    marked = 0
    for application in await session.scalars(query.order_by(Application.id).execution_options(populate_existing=True)):
        if application.state is ApplicationState.ATTENDED:
            continue
        closed = door(mission, application, now)
        if closed:
            return closed
        _mark(session, mission, application, member, now=now)
        marked += 1
    return marked


async def take_back(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> CheckedIn | Door:
    """It was a mistake: the participant is not here (yet)."""
    found = await _held(session, member, application_id)
    if isinstance(found, Door):
        return found
    mission, application = found
    if application.state is not ApplicationState.ATTENDED:
        return CheckedIn(application, already=True)
    if now > closes_at(mission):
        return Door.TOO_LATE
    application.state = ApplicationState.NO_SHOW if now >= settles_at(mission) else ApplicationState.CONFIRMED
    application.checked_in_at = application.checked_in_by = None
    # The worker looks what comes next for it: a reminder, or the end.
    application.next_step_at = now
    audit.record(session, Action.APPLICATION_CHECK_IN_UNDONE, application.id, actor=member.id, now=now, mission=mission.id)
    return CheckedIn(application, already=False)


async def ended(session: AsyncSession, mission: Mission, *, now: datetime) -> None:
    """The mission is over: the organiser is asked who came, those who did how it was."""
    settles = settles_at(mission)
    query = select(Application).where(Application.mission_id == mission.id, Application.state.in_(SEATED))
    for application in await session.scalars(query.order_by(Application.id).execution_options(populate_existing=True)):
        application.next_step_at = settles if application.state is ApplicationState.CONFIRMED else now
    if now < settles and await _count(session, mission.id, ApplicationState.CONFIRMED):
        await telling.organisers(session, mission, Kind.MISSION_ENDED, event="ended", now=now, wait_for_day=True)


async def after_end(session: AsyncSession, mission: Mission, application: Application, *, now: datetime) -> None:
    """The next step of one who had a seat on a mission that is over; the worker holds its row."""
    application.next_step_at = None
    if application.state is ApplicationState.CONFIRMED:
        if now < settles_at(mission):
            application.next_step_at = settles_at(mission)
            return
        application.state = ApplicationState.NO_SHOW
        audit.record(session, Action.APPLICATION_NO_SHOW, application.id, actor=None, now=now, mission=mission.id)
    elif application.state is ApplicationState.ATTENDED and await feedback.ask(session, application, now=now):
        application.next_step_at = now + REMINDED_AFTER


def _mark(session: AsyncSession, mission: Mission, application: Application, member: Member, *, now: datetime) -> None:
    application.state = ApplicationState.ATTENDED
    # Corrected after the end: the worker asks them how it was.
    application.next_step_at = now if mission.state is MissionState.OVER else None
    application.checked_in_at, application.checked_in_by = now, member.id
    audit.record(session, Action.APPLICATION_CHECKED_IN, application.id, actor=member.id, now=now, mission=mission.id)


async def _count(session: AsyncSession, mission_id: int, state: ApplicationState) -> int:
    return await session.scalar(select(func.count()).select_from(Application).filter_by(mission_id=mission_id, state=state)) or 0


async def _held(session: AsyncSession, member: Member, application_id: int) -> tuple[Mission, Application] | Door:
    """An application of a mission that this member organises, with the mission's row held."""
    mission_id = await session.scalar(select(Application.mission_id).filter_by(id=application_id))
    mission = await seats.locked(session, mission_id) if mission_id else None
    if mission is None or not await keeping.organises(session, member, mission):
        return Door.NOT_YOURS
    return mission, await session.get_one(Application, application_id, populate_existing=True)
