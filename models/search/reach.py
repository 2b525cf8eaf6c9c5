"""Whose listings a member finds without widening the search, and what a region has to look at without typing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Integer, cast, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models import atlas, businesses, regions, sectors
from models.businesses import Business, BusinessVersion, PublicState
from models.members import Member
from models.opportunities import Opportunity, OpportunityType, OpportunityVersion
from models.regions import Twinning, TwinningStatus
from models.search.ranking import Reader

REQUESTS = frozenset({OpportunityType.BUSINESS_REQUEST, OpportunityType.TECHNOLOGY_REQUEST})
"""What is sought; everything else is offered."""
PUBLIC = (Opportunity.state == PublicState.PUBLISHED, Business.state == PublicState.PUBLISHED)
_STATUSES = (TwinningStatus.SIGNED, TwinningStatus.NEGOTIATING, TwinningStatus.CANDIDATE, TwinningStatus.LAPSED)


@dataclass(frozen=True)
class Reach:
    """Whose listings a member finds without widening the search."""

    mine: frozenset[int]
    """The member's region and those of the businesses they act for."""
    twins: dict[int, list[int]]
    """Each region covered by an agreement -> the ids of these agreements."""
    businesses: frozenset[int]
    """Those they act for: their own listings are no result."""
    names: bool
    """Whether they see the names of businesses."""

    @property
    def around(self) -> frozenset[int]:
        """The member's regions and what they lie in: the sides on which agreements with them stand."""
        return self.mine | {ancestor.id for region_id in self.mine for ancestor in atlas.ancestors(region_id)}

    def agrees(self, business: Business) -> bool:
        """Whether a listing needs no mark: under an agreement, or at home."""
        if not self.mine.isdisjoint({business.region_id, *(a.id for a in atlas.ancestors(business.region_id))}):
            return True
        return business.region_id in self.twins or business.working_region_id in self.twins


@dataclass(frozen=True)
class Shelf:
    """How much a region offers and seeks in one sector."""

    sector_id: int
    offers: int
    seeks: int


async def reach(session: AsyncSession, member: Member, *, today: date) -> Reach:
    acting_for = await businesses.represented(session, member.id)
    places = (member.region_id, *(place for b in acting_for for place in (b.region_id, b.working_region_id)))
    mine = frozenset(place for place in places if place)
    return Reach(
        mine=mine,
        twins=await regions.twins(session, mine, today=today),
        businesses=frozenset(b.id for b in acting_for),
        names=await businesses.has_public(session, member.id),
    )


async def reader(session: AsyncSession, theirs: Reach) -> Reader:
    """What ranking asks of a member: the priorities of their agreements, and what they offer or seek themselves."""
    agreements = {agreement for those in theirs.twins.values() for agreement in those}
    rows = await session.execute(select(Twinning.id, Twinning.sectors).where(Twinning.id.in_(agreements)))
    types = (
        select(OpportunityVersion.type)
        .join(Opportunity, Opportunity.public_version_id == OpportunityVersion.id)
        .where(Opportunity.business_id.in_(theirs.businesses), Opportunity.state == PublicState.PUBLISHED)
    )
    return Reader(
        twins=theirs.twins,
        priorities={agreement: frozenset(sectors.by_code(code).id for code in codes) for agreement, codes in rows},
        types=frozenset(await session.scalars(types.distinct())) if theirs.businesses else frozenset(),
    )


async def shelves(session: AsyncSession, region_id: int, *, not_of: frozenset[int] = frozenset()) -> list[Shelf]:
    """What is public of businesses registered in a region (and what lies in it), by sector, the fullest first."""
    columns = {"sqlite": func.json_each, "postgresql": func.json_array_elements_text}
    each = columns[session.get_bind().dialect.name](BusinessVersion.sectors).table_valued("value")
    sector = cast(each.c.value, Integer)
    rows = (
        select(sector, OpportunityVersion.type, func.count())
        .select_from(Opportunity)
        .join(Business, Business.id == Opportunity.business_id)
        .join(OpportunityVersion, OpportunityVersion.id == Opportunity.public_version_id)
        .join(BusinessVersion, BusinessVersion.id == Business.public_version_id)
        .join(each, true())
        .where(Business.region_id.in_(within(region_id)), Business.id.not_in(not_of), *PUBLIC)
        .group_by(sector, OpportunityVersion.type)
    )
    counts: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for sector_id, kind, count in await session.execute(rows):
        counts[sector_id][kind in REQUESTS] += count
    found = [Shelf(sector_id, offers, seeks) for sector_id, (offers, seeks) in counts.items()]
    return sorted(found, key=lambda shelf: (-shelf.offers - shelf.seeks, shelf.sector_id))


async def agreements(session: AsyncSession, member: Member, *, today: date) -> list[Twinning]:
    """Agreements of all the member's regions, signed ones first."""
    theirs = await reach(session, member, today=today)
    found = {t.id: t for region_id in sorted(theirs.mine) for t in await regions.twinnings(session, region_id, today=today)}
    return sorted(found.values(), key=lambda t: _STATUSES.index(t.status_on(today)))


async def agreements_on(session: AsyncSession, theirs: Reach, region_id: int) -> list[Twinning]:
    """The signed agreements under which a member reaches a region."""
    query = select(Twinning).where(Twinning.id.in_(theirs.twins.get(region_id, ()))).order_by(Twinning.id)
    return list(await session.scalars(query))


def within(region_id: int) -> frozenset[int]:
    """A region and everything that lies in it."""
    return frozenset({region_id, *(d.id for d in atlas.descendants(region_id))})
