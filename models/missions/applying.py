"""What an applicant does: apply, withdraw, take an offered place, say that they come."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import atlas, audit, businesses, contacts
from models.audit import Action
from models.businesses import Business, PublicState
from models.deliveries import Kind
from models.members import Member
from models.missions import seats, telling
from models.missions.table import (
    GOAL_MAX,
    LANGUAGES_MAX,
    OPEN,
    TARGETS_MAX,
    UNDECIDED,
    Application,
    ApplicationState,
    Mission,
    MissionState,
    Selection,
)

BUNDLED_FOR = timedelta(hours=12)
HOPELESS = frozenset({PublicState.REJECTED, PublicState.ARCHIVED})


class Obstacle(StrEnum):
    GONE = "gone"
    CANCELLED = "cancelled"
    OVER = "over"
    CLOSED = "closed"
    """Past the deadline."""
    NO_BUSINESS = "no_business"
    NOT_CHECKED = "not_checked"
    """Seats are given at once, so the business must be approved first."""
    NOT_INVITED = "not_invited"
    """It is for the businesses of another region."""
    ALREADY = "already"
    DECLINED = "declined"
    NOT_YOURS = "not_yours"
    NO_OFFER = "no_offer"
    """No place is kept (any more): it went on, or was taken already."""
    FULL = "full"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True)
class Wish:
    """What an applicant writes. `targets`: opportunities whose authors they want to meet."""

    goal: str
    targets: list[int]
    languages: list[str]
    interpreter: bool


@dataclass(frozen=True)
class Applied:
    application: Application
    place_in_line: int
    """0: a seat, or the organiser decides."""


async def may_apply(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Obstacle | None:
    """Why this member cannot apply now, if so; asked before the form opens and again when it is sent."""
    mission = await session.get(Mission, mission_id)
    return await _obstacle(session, member, mission, now=now)


async def apply(session: AsyncSession, member: Member, mission_id: int, wish: Wish, *, now: datetime) -> Applied | Obstacle:
    """Apply for the business one acts for: where seats go by arrival a seat while there is one, else a place on the waiting list."""
    mission = await seats.locked(session, mission_id)
    obstacle = await _obstacle(session, member, mission, now=now)
    if obstacle:
        return obstacle
    assert mission is not None
    assert member.business_id is not None
    await seats.lapse(session, mission, now=now)
    application = await of_business(session, mission_id, member.business_id)
    if application is None:
        application = Application(mission_id=mission_id, business_id=member.business_id)
        session.add(application)
    _write(application, member, wish, now=now)
    await session.flush()
    audit.record(session, Action.APPLICATION_MADE, application.id, actor=member.id, now=now, mission=mission_id)
    if mission.selection is Selection.FIRST_COME:
        await _first_come(session, mission, application, member, now=now)
    await _tell_organisers(session, mission, application, now=now)
    place = await seats.place_in_line(session, application) if application.state is ApplicationState.WAITLISTED else 0
    return Applied(application, place)


async def withdraw(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> Application | Obstacle:
    """Give up an application or a seat; the one who waits longest is offered it."""
    found = await _own(session, member, application_id, now=now)
    if isinstance(found, Obstacle):
        return found
    mission, application = found
    if mission.state is not MissionState.PUBLISHED:
        return _ended(mission) or Obstacle.GONE
    if application.state not in OPEN:
        return Obstacle.NOT_CONFIRMED
    released, was_confirmed = application.takes_a_seat, application.state is ApplicationState.CONFIRMED
    application.state, application.decided_at, application.decided_by = ApplicationState.WITHDRAWN, now, member.id
    application.offered_until = application.queued_at = application.next_step_at = None
    audit.record(session, Action.APPLICATION_WITHDRAWN, application.id, actor=member.id, now=now, mission=mission.id)
    await session.flush()
    if was_confirmed:
        await telling.organisers(
            session, mission, Kind.MISSION_LEFT, event=f"{application.id} {now.isoformat()}", now=now, of=application.id
        )
    if released:
        await seats.promote(session, mission, now=now, places=1)
    return application


async def take(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> Application | Obstacle:
    """Confirm an offered place within its 24 hours; who let one lapse takes a seat only where one is free and nobody waits."""
    found = await _own(session, member, application_id, now=now)
    if isinstance(found, Obstacle):
        return found
    mission, application = found
    if mission.state is not MissionState.PUBLISHED:
        return _ended(mission) or Obstacle.GONE
    if application.state is not ApplicationState.WAITLISTED:
        return Obstacle.ALREADY if application.state is ApplicationState.CONFIRMED else Obstacle.NO_OFFER
    if application.offered_until is None and not await _still_free(session, mission, application):
        return Obstacle.NO_OFFER
    await seats.give(session, mission, application, by=member.id, now=now)
    return application


async def wait_again(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> Application | Obstacle:
    """After an offer that lapsed: the last place on the waiting list."""
    found = await _own(session, member, application_id, now=now)
    if isinstance(found, Obstacle):
        return found
    mission, application = found
    if mission.state is not MissionState.PUBLISHED:
        return _ended(mission) or Obstacle.GONE
    if application.state is not ApplicationState.WAITLISTED or application.lapsed_at is None:
        return Obstacle.NO_OFFER
    await seats.queue(session, application, by=member.id, now=now)
    return application


async def come(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> Application | Obstacle:
    """A participant says, before it begins, that they come."""
    found = await _own(session, member, application_id, now=now)
    if isinstance(found, Obstacle):
        return found
    mission, application = found
    if mission.state is not MissionState.PUBLISHED:
        return _ended(mission) or Obstacle.GONE
    if application.state is not ApplicationState.CONFIRMED:
        return Obstacle.NOT_CONFIRMED
    application.coming_at = application.coming_at or now
    return application


async def of_business(session: AsyncSession, mission_id: int, business_id: int) -> Application | None:
    """As the database has it now, whatever this session saw before."""
    query = select(Application).filter_by(mission_id=mission_id, business_id=business_id)
    return await session.scalar(query.execution_options(populate_existing=True))


async def _obstacle(session: AsyncSession, member: Member, mission: Mission | None, *, now: datetime) -> Obstacle | None:
    if mission is None or mission.state is MissionState.DRAFT:
        return Obstacle.GONE
    ended = _ended(mission)
    if ended:
        return ended
    if member.business_id is None or not await businesses.represents(session, member.id, member.business_id):
        return Obstacle.NO_BUSINESS if mission.open_at(now) else Obstacle.CLOSED
    application = await of_business(session, mission.id, member.business_id)
    if application and application.state is ApplicationState.DECLINED:
        return Obstacle.DECLINED
    if application and application.state is not ApplicationState.WITHDRAWN:
        return Obstacle.ALREADY
    if not mission.open_at(now):
        return Obstacle.CLOSED
    return _unfit(mission, await businesses.get(session, member.business_id))


def _ended(mission: Mission) -> Obstacle | None:
    if mission.state is MissionState.CANCELLED:
        return Obstacle.CANCELLED
    return Obstacle.OVER if mission.state is MissionState.OVER else None


def _unfit(mission: Mission, business: Business) -> Obstacle | None:
    if business.state in HOPELESS or (mission.selection is Selection.FIRST_COME and business.state is not PublicState.PUBLISHED):
        return Obstacle.NOT_CHECKED
    places = {place for place in (business.region_id, business.working_region_id) if place}
    around = places | {ancestor.id for place in places for ancestor in atlas.ancestors(place)}
    invited = mission.sending_region_id is None or mission.sending_region_id in around
    return None if invited else Obstacle.NOT_INVITED


def _write(application: Application, member: Member, wish: Wish, *, now: datetime) -> None:
    application.member_id, application.state, application.applied_at = member.id, ApplicationState.APPLIED, now
    application.goal = contacts.mask(wish.goal)[:GOAL_MAX]
    application.targets, application.interpreter = list(dict.fromkeys(wish.targets))[:TARGETS_MAX], wish.interpreter
    application.languages = wish.languages[:LANGUAGES_MAX]
    application.queued_at = application.offered_until = application.lapsed_at = application.next_step_at = None
    application.decided_at = application.decided_by = application.decline_reason = None
    application.confirmed_at = application.coming_at = None
    application.checkin_token = application.checkin_token or secrets.token_urlsafe(12)


async def _tell_organisers(session: AsyncSession, mission: Mission, application: Application, *, now: datetime) -> None:
    """The first one to decide on is told at once; those that join it, and those who have a seat by themselves, once a day."""
    query = select(Application.id).where(Application.mission_id == mission.id, Application.state.in_(UNDECIDED))
    if list(await session.scalars(query.limit(2))) == [application.id]:
        await telling.organisers(session, mission, Kind.MISSION_APPLICATIONS, event=f"first {now.isoformat()}", now=now, wait_for_day=True)
        return
    event, later = f"day {now.date().isoformat()}", now + BUNDLED_FOR
    await telling.organisers(session, mission, Kind.MISSION_APPLICATIONS, event=event, now=later, wait_for_day=True)


async def _first_come(session: AsyncSession, mission: Mission, application: Application, member: Member, *, now: datetime) -> None:
    # Who waits is not passed: a seat is free only after everybody in line had an offer.
    if await seats.free(session, mission) and not await seats.waiting(session, mission.id, 1):
        await seats.give(session, mission, application, by=member.id, now=now)
    else:
        await seats.queue(session, application, by=member.id, now=now)


async def _still_free(session: AsyncSession, mission: Mission, application: Application) -> bool:
    if application.lapsed_at is None or not await seats.free(session, mission):
        return False
    return not await seats.waiting(session, mission.id, 1)


async def _own(session: AsyncSession, member: Member, application_id: int, *, now: datetime) -> tuple[Mission, Application] | Obstacle:
    """One's own application with its mission held; offers whose time is over have gone on."""
    mission_id = await session.scalar(select(Application.mission_id).filter_by(id=application_id))
    mission = await seats.locked(session, mission_id) if mission_id else None
    if mission is None:
        return Obstacle.NOT_YOURS
    application = await session.get_one(Application, application_id, populate_existing=True)
    if not await businesses.represents(session, member.id, application.business_id):
        return Obstacle.NOT_YOURS
    if mission.state is MissionState.PUBLISHED:
        await seats.lapse(session, mission, now=now)
    return mission, application
