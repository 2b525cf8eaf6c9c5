"""What a member sees of missions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, members, rights, search
from models.members import Member
from models.missions import keeping, times
from models.missions.applying import of_business
from models.missions.table import OPEN, SEATED, Application, ApplicationState, Mission, MissionState
from models.rights import Right
from models.search import within

_ID_MAX = 2**31 - 1


@dataclass(frozen=True)
class Seen:
    """A mission as one member sees it."""

    mission: Mission
    organises: bool
    application: Application | None
    """Of the business this member acts for."""
    disclosed: bool
    """They may see the venue and exact hours."""


@dataclass(frozen=True)
class Tally:
    """How many applications stand how."""

    by_state: Counter[ApplicationState]
    offered: int
    """Of those on the waiting list: with a place kept for them."""
    coming: int
    """Of the confirmed: who said again that they come."""

    @property
    def taken(self) -> int:
        return sum(self.by_state[state] for state in SEATED) + self.offered

    @property
    def undecided(self) -> int:
        return self.by_state[ApplicationState.APPLIED] + self.by_state[ApplicationState.SHORTLISTED]

    @property
    def may_come(self) -> int:
        """What is compared with the minimum: participants, open offers, and those on whom is not decided yet."""
        return self.taken + self.undecided


async def seen(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Seen | None:
    """A mission by its id, which may come from an old button or a link; None where this member may not see it."""
    mission = await session.get(Mission, mission_id) if 0 < mission_id <= _ID_MAX else None
    if mission is None:
        return None
    organises = await keeping.organises(session, member, mission)
    # A draft that was thrown away was never anybody else's.
    if mission.published_at is None and not organises:
        return None
    application = await of_business(session, mission_id, member.business_id) if member.business_id else None
    return Seen(mission, organises, application, organises or times.disclosed(mission, application, now))


async def own_application(session: AsyncSession, member: Member, application_id: int) -> tuple[Mission, Application] | None:
    """An application of a business that this member acts for."""
    application = await session.get(Application, application_id) if 0 < application_id <= _ID_MAX else None
    if application is None or not await businesses.represents(session, member.id, application.business_id):
        return None
    return await session.get_one(Mission, application.mission_id), application


async def applicant(session: AsyncSession, member: Member, application_id: int) -> tuple[Mission, Application] | None:
    """An application as the mission's organiser sees it."""
    application = await session.get(Application, application_id) if 0 < application_id <= _ID_MAX else None
    mission = await session.get(Mission, application.mission_id) if application else None
    if application is None or mission is None or not await keeping.organises(session, member, mission):
        return None
    return mission, application


async def coming(session: AsyncSession, member: Member, *, now: datetime, every: bool = False) -> list[Mission]:
    """Published missions that are not over, the next first: of the member's regions and their twins, or all."""
    query = select(Mission).where(Mission.state == MissionState.PUBLISHED, Mission.public_at <= now)
    found = [mission for mission in await session.scalars(query.order_by(Mission.id)) if now < mission.ends_at]
    if not every:
        theirs = await search.reach(session, member, today=now.date())
        near = {*theirs.around, *theirs.twins, *(r for region_id in theirs.mine for r in within(region_id))}
        found = [mission for mission in found if near & {mission.host_region_id, mission.sending_region_id, mission.organiser_region_id}]
    return sorted(found, key=lambda mission: (mission.begins_at, mission.id))


async def mine(session: AsyncSession, member: Member) -> list[tuple[Mission, Application]]:
    """Applications of one's businesses that are still open, the next mission first."""
    own = [business.id for business in await businesses.represented(session, member.id)]
    query = select(Mission, Application).join(Application, Application.mission_id == Mission.id)
    query = query.where(Application.business_id.in_(own), Application.state.in_(OPEN), Mission.state == MissionState.PUBLISHED)
    rows = [(row[0], row[1]) for row in await session.execute(query)]
    return sorted(rows, key=lambda row: (row[0].begins_at, row[0].id))


async def kept(session: AsyncSession, member: Member) -> list[Mission]:
    """Missions that this member may organise, drafts first, then the next, then what is over or cancelled."""
    grants = await members.grants(session, member.telegram_id)
    if not rights.may(grants, Right.KEEP_MISSIONS):
        return []
    found = [m for m in await session.scalars(select(Mission).order_by(Mission.id)) if keeping.may_organise(grants, m.organiser_region_id)]
    order = list(MissionState)
    return sorted(found, key=lambda m: (order.index(m.state), m.begins_at, m.id))


async def may_keep(session: AsyncSession, member: Member) -> bool:
    """Whether this member may create missions at all."""
    return rights.may(await members.grants(session, member.telegram_id), Right.KEEP_MISSIONS)


async def tally(session: AsyncSession, mission_id: int) -> Tally:
    rows = await session.execute(
        select(Application.state, Application.offered_until, Application.coming_at).where(Application.mission_id == mission_id)
    )
    states: Counter[ApplicationState] = Counter()
    offered = coming_again = 0
    for state, offered_until, coming_at in rows:
        states[state] += 1
        offered += offered_until is not None
        coming_again += state is ApplicationState.CONFIRMED and coming_at is not None
    return Tally(states, offered, coming_again)


async def applications(session: AsyncSession, mission_id: int, states: Iterable[ApplicationState] = ()) -> list[Application]:
    """Of one mission, in the order in which they came; of these states, or all."""
    query = select(Application).where(Application.mission_id == mission_id)
    wanted = list(states)
    if wanted:
        query = query.where(Application.state.in_(wanted))
    return list(await session.scalars(query.order_by(Application.applied_at, Application.id)))
