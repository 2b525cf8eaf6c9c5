"""What the organiser counts: a mission in figures, its applications over time, everybody in it for a table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.audit import Action
from models.businesses import Business, BusinessVersion
from models.members import Member
from models.missions import feedback, keeping, pool, reading
from models.missions.feedback import Opinions
from models.missions.keeping import Refusal
from models.missions.reading import Tally
from models.missions.table import SEATED, Application, ApplicationState, Mission
from models.opportunities import Opportunity

A_STEP = 200
"""Rows read at once for a table."""


@dataclass(frozen=True)
class Figures:
    mission: Mission
    tally: Tally
    pool_told: int
    """Members of the pool who heard before the others."""
    opinions: Opinions

    @property
    def applied(self) -> int:
        """Everybody who ever applied, also who took it back since."""
        return self.tally.by_state.total()

    @property
    def confirmed(self) -> int:
        """Who was given a seat and has it (or had it until the end)."""
        return sum(self.tally.by_state[state] for state in SEATED)


@dataclass(frozen=True)
class Row:
    """One application with what a table says of it."""

    application: Application
    member: Member
    business: Business
    version: BusinessVersion
    targets: list[str]
    """References of the listings whose authors they want to meet."""


async def figures(session: AsyncSession, member: Member, mission_id: int) -> Figures | Refusal:
    """For the mission's organiser only."""
    mission = await organised(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    return Figures(
        mission,
        await reading.tally(session, mission_id),
        await pool.told(session, mission_id),
        await feedback.opinions(session, mission_id),
    )


async def organised(session: AsyncSession, member: Member, mission_id: int) -> Mission | Refusal:
    """A mission that this member organises."""
    mission = await session.get(Mission, mission_id)
    if mission is None:
        return Refusal.GONE
    return mission if await keeping.organises(session, member, mission) else Refusal.NOT_ALLOWED


async def applied_at(session: AsyncSession, mission_id: int) -> list[datetime]:
    """When each application came, the first one first."""
    query = select(Application.applied_at).filter_by(mission_id=mission_id).order_by(Application.applied_at)
    return list(await session.scalars(query))


async def export(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Mission | Refusal:
    """May this member take the table of participants with them? It is noted who did."""
    mission = await organised(session, member, mission_id)
    if isinstance(mission, Mission):
        audit.record(session, Action.MISSION_EXPORTED, mission_id, actor=member.id, now=now, region_id=mission.organiser_region_id or None)
    return mission


async def count(session: AsyncSession, mission_id: int) -> int:
    """How many rows its table has."""
    return (await reading.tally(session, mission_id)).by_state.total()


async def batch(
    session: AsyncSession, mission_id: int, *, after: int = 0, states: Iterable[ApplicationState] = ApplicationState
) -> list[Row]:
    """Of those who applied and stand so: the next `A_STEP` after this application, in the order of their ids; empty at the end."""
    query = select(Application, Member, Business).join(Member, Member.id == Application.member_id)
    query = query.join(Business, Business.id == Application.business_id)
    query = query.where(Application.mission_id == mission_id, Application.id > after, Application.state.in_(list(states)))
    found = [(row[0], row[1], row[2]) for row in await session.execute(query.order_by(Application.id).limit(A_STEP))]
    versions = await _versions(session, [business for _application, _member, business in found])
    references = await _references(session, {target for application, _member, _business in found for target in application.targets})
    return [
        Row(application, member, business, versions[business.id], [references[t] for t in application.targets if t in references])
        for application, member, business in found
    ]


async def seated(session: AsyncSession, mission_id: int) -> list[Row]:
    """Everybody who has or had a seat, by name."""
    found: list[Row] = []
    while some := await batch(session, mission_id, after=found[-1].application.id if found else 0, states=SEATED):
        found += some
    return sorted(found, key=lambda row: (row.member.name.casefold(), row.application.id))


async def _versions(session: AsyncSession, businesses: Iterable[Business]) -> dict[int, BusinessVersion]:
    """What is public of each, or the newest of one that is not public yet."""
    public = {business.id: business.public_version_id for business in businesses}
    query = select(BusinessVersion).where(BusinessVersion.business_id.in_(public)).order_by(BusinessVersion.number_in_line)
    versions: dict[int, BusinessVersion] = {}
    for version in await session.scalars(query):
        known = versions.get(version.business_id)
        if known is None or known.id != public[version.business_id]:
            versions[version.business_id] = version
    return versions


async def _references(session: AsyncSession, opportunity_ids: Iterable[int]) -> dict[int, str]:
    found = await session.execute(select(Opportunity.id, Opportunity.reference).where(Opportunity.id.in_(list(opportunity_ids))))
    return {row[0]: row[1] for row in found}
