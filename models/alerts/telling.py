"""What saved searches found, put into one message a member when its time has come."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import deliveries, favourites, opportunities, search, unasked
from models.alerts.table import Hit, SavedSearch
from models.deliveries import Kind
from models.members import Member

LATER = timedelta(days=1)
"""Who cannot be reached is thought of again then."""


async def due(session: AsyncSession, *, now: datetime, limit: int = 50) -> int:
    """Queue one message for each member who may hear of news now, all their searches bundled; returns how many members were due."""
    waiting = select(SavedSearch.member_id).join(Hit, Hit.saved_id == SavedSearch.id).where(Hit.told_at.is_(None), Hit.due_at <= now)
    query = select(Member).where(Member.id.in_(waiting)).order_by(Member.id).limit(limit)
    found = list(await session.scalars(query.with_for_update(skip_locked=True, key_share=True)))
    for member in found:
        await _tell(session, member, now=now)
    return len(found)


async def _tell(session: AsyncSession, member: Member, *, now: datetime) -> None:
    hits = await _hits(session, member, now=now)
    may = now + LATER if member.unreachable_at else await unasked.next_moment(session, member, now=now)
    ids = [hit.id for hit in hits]
    if may > now:
        await session.execute(update(Hit).where(Hit.id.in_(ids)).values(due_at=may))
        return
    await session.execute(update(Hit).where(Hit.id.in_(ids)).values(told_at=now))
    found = await _still_news(session, member, hits, now=now)
    if found:
        made = await search.keep_news(session, member, found, now=now)
        await deliveries.tell(session, member, Kind.SEARCH_NEWS, made.id, event="found", now=now)


async def _hits(session: AsyncSession, member: Member, *, now: datetime) -> list[Hit]:
    """What is due of one member's, the newest first."""
    query = select(Hit).join(SavedSearch, SavedSearch.id == Hit.saved_id).where(SavedSearch.member_id == member.id)
    return list(await session.scalars(query.where(Hit.told_at.is_(None), Hit.due_at <= now).order_by(Hit.found_at.desc(), Hit.id.desc())))


async def _still_news(session: AsyncSession, member: Member, hits: Sequence[Hit], *, now: datetime) -> dict[int, int]:
    """Listings that are public, and not hidden by the member since they were found; each by the search that found it."""
    hidden = await favourites.unwanted(session, member.id, now=now)
    found = {hit.opportunity_id: hit.saved_id for hit in hits if hit.opportunity_id not in hidden}
    public = {listing.opportunity.id for listing in await opportunities.listings(session, list(found), now=now)}
    return {opportunity_id: saved_id for opportunity_id, saved_id in found.items() if opportunity_id in public}
