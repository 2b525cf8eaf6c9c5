"""From a listing to the saved searches that it fits, by the tokens of the index itself.

A listing's tokens lead to the searches that have one of them as a trigger; each of these is then asked in full. So what it costs
depends on the searches that nearly fit, not on how many there are.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import favourites, members, search, vocabulary
from models.alerts.keeping import arm, query_of, triggers_of
from models.alerts.table import Hit, SavedSearch, Trigger
from models.alerts.times import told_from
from models.base import insert_for
from models.database import Database
from models.members import Member
from models.search import Document, Query, asking, news
from models.search.engine import Asked
from models.search.filters import somewhere

AT_ONCE = 50
"""Saved searches that one step looks at."""


async def compare(database: Database, *, now: datetime) -> bool:
    """Compare the listing that waits longest with the next saved searches; False when none waits.

    Looked up before the transaction, which only writes; what changed in between is compared anew. Repeated it does no harm.
    """
    async with database.read() as session:
        fresh = await news.oldest(session)
        if fresh is None:
            return False
        near = await _near(session, fresh.document, after=fresh.news.compared_to) if fresh.document else []
        fitting = [saved.id for saved in near if fresh.document and await _fits(session, saved, fresh.document, now=now)]
    async with database.write(mark=False) as session:
        await _note(session, fitting, fresh.news.opportunity_id, now=now)
        await news.compared(session, fresh.news, through=near[-1].id if len(near) == AT_ONCE else None)
    return True


async def renew(session: AsyncSession, *, limit: int = AT_ONCE) -> int:
    """After a change of the vocabulary: saved searches are to be found by what their words mean now; returns how many were left."""
    query = select(SavedSearch).where(SavedSearch.version != vocabulary.version()).order_by(SavedSearch.id).limit(limit)
    old = list(await session.scalars(query))
    for saved in old:
        await vocabulary.ready(asking.languages(saved.text, saved.language))
        await arm(session, saved, triggers_of(saved))
    return len(old)


async def _near(session: AsyncSession, document: Document, *, after: int) -> list[SavedSearch]:
    triggered = select(Trigger.saved_id).where(Trigger.token.in_(set(document.t.split())), Trigger.saved_id > after)
    return list(await session.scalars(select(SavedSearch).where(SavedSearch.id.in_(triggered)).order_by(SavedSearch.id).limit(AT_ONCE)))


async def _fits(session: AsyncSession, saved: SavedSearch, document: Document, *, now: datetime) -> bool:
    await vocabulary.ready(asking.languages(saved.text, saved.language))
    has = set(document.t.split())
    if document.opportunity_id in saved.known or not met(query_of(saved), has):
        return False
    member = await members.get(session, saved.member_id)
    return await _wanted(session, member, saved, document, has, now=now)


async def _wanted(
    session: AsyncSession, member: Member, saved: SavedSearch, document: Document, has: Collection[str], *, now: datetime
) -> bool:
    """Within this member's reach, not their own, not hidden by them, and not by a name that they may not see."""
    theirs = await search.reach(session, member, today=now.date())
    if document.business_id in theirs.businesses or document.opportunity_id in await favourites.unwanted(session, member.id, now=now):
        return False
    if saved.region_id is not None:
        return saved.region_id in theirs.twins
    if not theirs.names and not met(Query(text=saved.text, language=saved.language), has):
        return False
    return saved.wide or (bool(theirs.twins) and holds(somewhere(theirs.twins).asked, has))


def met(query: Query, has: Collection[str]) -> bool:
    """Whether a listing with these tokens has everything that is asked for, as the index would say."""
    return all(holds(asked, has) for asked in (*asking.level(query.units, 2), *(condition.asked for condition in query.scope())))


def holds(asked: Asked, has: Collection[str]) -> bool:
    if isinstance(asked, str):
        return asked in has
    return (any if isinstance(asked, frozenset) else all)(holds(each, has) for each in asked)


async def _note(session: AsyncSession, saved_ids: Sequence[int], opportunity_id: int, *, now: datetime) -> None:
    """What was found waits for its time; searches that were let go meanwhile are left out."""
    query = select(SavedSearch, Member).join(Member, Member.id == SavedSearch.member_id).where(SavedSearch.id.in_(saved_ids))
    rows = [
        {
            "saved_id": saved.id,
            "opportunity_id": opportunity_id,
            "found_at": now,
            "due_at": told_from(saved.pace, member, now=now),
        }
        for saved, member in await session.execute(query.with_for_update(of=SavedSearch))
    ]
    if rows:
        await session.execute(insert_for(session, Hit).on_conflict_do_nothing(index_elements=["saved_id", "opportunity_id"]), rows)
