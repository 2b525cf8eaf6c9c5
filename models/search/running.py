"""Searches as people make them: kept with their ranked result, so that pages stay as they are and buttons live."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import favourites, opportunities, words
from models.businesses import Business
from models.members import Member
from models.opportunities import Listing, Opportunity
from models.search import tokens
from models.search.filters import NO_FILTERS, Filters
from models.search.finding import Query, Results, find
from models.search.reach import PUBLIC, reach, reader, within
from models.search.table import TEXT_MAX, Run

KEEP_RUNS = timedelta(days=30)
_ID_MAX = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """What a person wants to see: the words, how far, and what they ticked."""

    text: str
    wide: bool = False
    filters: Filters = NO_FILTERS
    verbatim: bool = False


async def look(session: AsyncSession, member: Member, asked: Asked, *, now: datetime) -> Run | None:
    """Search as this member: among the twins of their regions, or everywhere, without their own listings. None: not a word in it."""
    asked = replace(asked, text=short(asked.text))
    if not words.words(asked.text):
        return None
    query = await query_of(session, member, asked, now=now)
    return await _keep(session, member, asked, await find(session, query, now=now), now=now)


async def again(session: AsyncSession, member: Member, made: Run, *, now: datetime, **changes: object) -> Run | None:
    """The same search with another scope, other filters or its text taken as typed."""
    if made.region_id is not None:
        return await browse(session, member, made.region_id, made.sector_id or 0, now=now)
    return await look(session, member, replace(asked_in(made), **changes), now=now)  # type: ignore[arg-type]


async def results_of(session: AsyncSession, member: Member, made: Run, *, now: datetime, **changes: object) -> Results:
    """What the same search finds now, with these changes, without keeping it."""
    asked = replace(asked_in(made), **changes)  # type: ignore[arg-type]
    return await find(session, await query_of(session, member, asked, now=now), now=now)


async def browse(session: AsyncSession, member: Member, region_id: int, sector_id: int, *, now: datetime) -> Run | None:
    """What a twin region has (in one sector, 0: all), without typing; None when there is no agreement with it (any more)."""
    theirs = await reach(session, member, today=now.date())
    if region_id not in theirs.twins:
        return None
    filters = Filters.of({"sectors": [sector_id] if sector_id else []})
    query = Query(registered=within(region_id), filters=filters, not_of=theirs.businesses)
    found = await find(session, query, now=now)
    return await _keep(session, member, Asked(""), found, now=now, region_id=region_id, sector_id=next(iter(filters.sectors), None))


async def query_of(session: AsyncSession, member: Member, asked: Asked, *, now: datetime) -> Query:
    """A member's search as the index is asked."""
    theirs = await reach(session, member, today=now.date())
    return Query(
        text=asked.text,
        language=member.language,
        regions=None if asked.wide else frozenset(theirs.twins),
        filters=asked.filters,
        not_of=theirs.businesses,
        without=await favourites.unwanted(session, member.id, now=now),
        names=theirs.names,
        verbatim=asked.verbatim,
        reader=await reader(session, theirs),
    )


async def own_run(session: AsyncSession, member_id: int, run_id: int) -> Run | None:
    """A search by its id, if it is this member's and still kept."""
    return await session.scalar(select(Run).filter_by(id=run_id, member_id=member_id)) if 0 < run_id <= _ID_MAX else None


async def shown(session: AsyncSession, opportunity_id: int, *, now: datetime) -> Listing | None:
    """A public listing by an id out of a link or an old button, which may be any number."""
    return await opportunities.listing(session, opportunity_id, now=now) if 0 < opportunity_id <= _ID_MAX else None


async def standing(session: AsyncSession, made: Run) -> list[int]:
    """What of a search's result is still public, in its order."""
    query = select(Opportunity.id).join(Business, Business.id == Opportunity.business_id).where(Opportunity.id.in_(made.found), *PUBLIC)
    public = set(await session.scalars(query))
    return [i for i in made.found if i in public]


async def keep_news(session: AsyncSession, member: Member, found: dict[int, int], *, now: datetime) -> Run:
    """A list of listings that are new to a member's saved searches (each by the search that found it), with pages like any other."""
    made = await _keep(session, member, Asked(""), Results(list(found), len(found)), now=now)
    made.searches = list(found.values())
    await session.flush()
    return made


def asked_in(made: Run) -> Asked:
    """What a kept search asked for."""
    return Asked(made.text, made.wide, Filters.of(made.filters), made.verbatim)


def counts(results: Results, filter_tokens: Iterable[str]) -> dict[str, int] | None:
    """How many of the results pass each filter (by its token); None where there are too many to know."""
    if results.more:
        return None
    wanted = set(filter_tokens)
    return Counter(token for row in results.documents for token in set(row["t"].rsplit(tokens.END_OF_TITLE, 1)[-1].split()) & wanted)


def short(typed: str) -> str:
    """The beginning of a text, cut at a word, without what no database keeps (control characters, halves of characters)."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in typed if unicodedata.category(c) != "Cs")
    flat = " ".join(kept.split())
    return flat if len(flat) <= TEXT_MAX else flat[:TEXT_MAX].rsplit(" ", 1)[0]


async def _keep(
    session: AsyncSession,
    member: Member,
    asked: Asked,
    results: Results,
    *,
    now: datetime,
    region_id: int | None = None,
    sector_id: int | None = None,
) -> Run:
    await session.execute(delete(Run).where(Run.member_id == member.id, Run.made_at < now - KEEP_RUNS))
    row = Run(
        member_id=member.id,
        text=asked.text,
        wide=asked.wide,
        region_id=region_id,
        sector_id=sector_id,
        found=results.found,
        made_at=now,
        filters=asked.filters.kept(),
        language=member.language,
        corrected=results.corrected[:TEXT_MAX],
        verbatim=asked.verbatim,
        whole=results.whole,
    )
    session.add(row)
    await session.flush()
    return row
