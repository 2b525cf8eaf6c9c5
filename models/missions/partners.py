"""Whom an applicant could want to meet: listings of the other side of a mission."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, opportunities, search
from models.businesses import Business
from models.members import Member
from models.missions.table import Mission
from models.opportunities import Listing
from models.search import Filters, Query, within

OFFERED = 8
_REFERENCE = re.compile(r"[A-Za-z]{2}-\d{1,7}")


async def partners(session: AsyncSession, member: Member, mission: Mission, text: str, *, now: datetime) -> list[Listing]:
    """Public listings that a text names by their reference or finds, best first; without a text the newest of the business's sectors."""
    if _REFERENCE.fullmatch(text.strip()):
        named = await opportunities.by_reference(session, text)
        return await opportunities.listings(session, [named.id], now=now) if named else []
    assert member.business_id is not None
    business = await businesses.get(session, member.business_id)
    theirs = await search.reach(session, member, today=now.date())
    query = Query(
        text=text,
        language=member.language,
        registered=_other_side(mission, business),
        not_of=theirs.businesses,
        names=theirs.names,
        reader=await search.reader(session, theirs),
    )
    if text:
        found = await search.find(session, query, now=now)
        return await opportunities.listings(session, found.found[:OFFERED], now=now)
    return await _suggested(session, query, business, now=now)


async def _suggested(session: AsyncSession, query: Query, business: Business, *, now: datetime) -> list[Listing]:
    version = await businesses.newest_version(session, business.id)
    fitting = Query(**{**vars(query), "filters": Filters(sectors=frozenset(version.sectors))})
    found = (await search.find(session, fitting, now=now)).found or (await search.find(session, query, now=now)).found
    return await opportunities.listings(session, found[:OFFERED], now=now)


def _other_side(mission: Mission, business: Business) -> frozenset[int]:
    """Where the partners are registered: with the hosts, for their own people with the guests; empty: anywhere."""
    host = within(mission.host_region_id)
    if business.region_id not in host:
        return host
    return within(mission.sending_region_id) if mission.sending_region_id else frozenset()
