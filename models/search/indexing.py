"""The index itself: a listing is in it once, and exactly while it is public.

A document's number is renewed when its listing is confirmed, so that the newest come first without sorting; a mere change keeps the place.
Rows are written in the transaction of the listing itself; what is not public is removed, not filtered.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import opportunities, vocabulary
from models.businesses import PublicState, Verification
from models.database import Database
from models.opportunities import Listing, Opportunity
from models.search import engine, news, spelling, tokens
from models.search.table import Document, Progress

AT_ONCE = 100
"""Listings that one transaction of a re-index holds: others wait for it."""
ANSWERS_UNKNOWN = 50
_EPOCH = date(1970, 1, 1).toordinal()
# Rows by the thousand cost half as much without the ORM.
_documents = Document.metadata.tables[Document.__tablename__]
_CHANGED = ("business_id", "region_id", "working_region_id", "confirmed_on", "complete", "t")
_change = update(_documents).where(_documents.c.id == bindparam("number")).values({name: bindparam(name) for name in _CHANGED})


@dataclass(frozen=True)
class Reindexed:
    """How far a re-index has come."""

    done: int
    of: int


async def publish(session: AsyncSession, opportunity_id: int, *, now: datetime) -> None:
    """Put a listing into the index as it is now, in front when it was confirmed just now; take it out when it is not public."""
    await session.execute(select(Opportunity.id).where(Opportunity.id == opportunity_id).with_for_update())
    listing = await opportunities.listing(session, opportunity_id, now=now)
    await _put(session, opportunity_id, listing, renew=listing is not None and listing.opportunity.confirmed_at == now)
    if listing is not None:
        await news.note(session, opportunity_id, now=now)


async def publish_business(session: AsyncSession, business_id: int, *, now: datetime) -> None:
    """The business changed: all its listings anew."""
    for opportunity in await opportunities.of_business(session, business_id):
        await publish(session, opportunity.id, now=now)


async def put_all(session: AsyncSession, opportunity_ids: list[int], *, now: datetime, anew: bool = True) -> None:
    """Put public listings into the index as they are now; they are no news to anybody.

    `anew=False`: what has the same tokens as before is left as it is there.
    """
    listings = await opportunities.listings(session, opportunity_ids, now=now)
    await _write(session, listings, await _kept(session, opportunity_ids), anew=anew)


async def note_answers(session: AsyncSession, business_id: int, answers: int) -> None:
    """How well a business answers, 0-100, for ranking its listings."""
    await session.execute(update(Document).where(Document.business_id == business_id).values(answers=answers))


async def noted_answers(session: AsyncSession, business_ids: list[int]) -> dict[int, set[int]]:
    """What is noted of these businesses' answers, by each of their listings."""
    noted: dict[int, set[int]] = {}
    query = select(Document.business_id, Document.answers).where(Document.business_id.in_(business_ids)).distinct()
    for business_id, answers in await session.execute(query):
        noted.setdefault(business_id, set()).add(answers)
    return noted


async def size(session: AsyncSession) -> int:
    """Listings in the index."""
    return await session.scalar(select(func.count()).select_from(Document)) or 0


async def current(session: AsyncSession) -> bool:
    """Whether the index was made by this version of analyser and vocabulary."""
    row = await session.get(Progress, 1)
    return row is not None and row.version == vocabulary.version()


async def progress(session: AsyncSession) -> Reindexed | None:
    """How far the running re-index has come; None when the index is as it should be."""
    if await current(session):
        return None
    row = await session.get(Progress, 1)
    done = row.last_id if row and row.towards == vocabulary.version() else 0
    total = await session.scalar(select(func.count()).select_from(Opportunity).where(Opportunity.state == PublicState.PUBLISHED)) or 0
    below = select(func.count()).select_from(Opportunity).where(Opportunity.state == PublicState.PUBLISHED, Opportunity.id <= done)
    return Reindexed(await session.scalar(below) or 0, total)


async def start_anew(session: AsyncSession) -> None:
    """Forget that the index is complete: `reindex()` makes all of it anew."""
    row = await session.get(Progress, 1)
    if row is not None:
        row.version, row.towards, row.last_id = "", "", 0


async def reindex(database: Database, *, now: datetime) -> AsyncIterator[Reindexed]:
    """Make every document anew where analyser or vocabulary changed, `AT_ONCE` a transaction; yields after each how far it is.

    Goes on where an earlier one was cut off. Searches meanwhile find old and new documents.
    """
    while True:
        async with database.write(mark=False) as session:
            step = await _reindex_some(session, now=now)
            reached = await progress(session) if step else None
        if reached is None:
            return
        yield reached


async def lapse(session: AsyncSession, *, now: datetime) -> int:
    """Listings of businesses whose verification lapsed since yesterday: they do not pass the filter any more."""
    lapsed = select(Verification.business_id).where(Verification.lapses_at <= now, Verification.lapses_at > now - timedelta(days=2))
    found = list(await session.scalars(select(Document.opportunity_id).where(Document.business_id.in_(lapsed))))
    for opportunity_id in found:
        await _put(session, opportunity_id, await opportunities.listing(session, opportunity_id, now=now), renew=False)
    return len(found)


async def _reindex_some(session: AsyncSession, *, now: datetime) -> bool:
    """The next listings, in the order of the numbers that they have; False when there were none left."""
    version = vocabulary.version()
    row = await session.get(Progress, 1, with_for_update=True)
    if row is None:
        row = Progress(id=1, version="", towards=version, last_id=0)
        session.add(row)
    if row.version == version:
        return False
    if row.towards != version:
        row.towards, row.last_id = version, 0
    query = select(Opportunity.id).where(Opportunity.id > row.last_id, Opportunity.state == PublicState.PUBLISHED)
    ids = list(await session.scalars(query.order_by(Opportunity.id).limit(AT_ONCE)))
    if not ids:
        row.version, row.towards, row.last_id = version, "", 0
        return False
    # Without a version it is not known what the index has: it was never complete, or is to be made anew.
    await put_all(session, ids, now=now, anew=not row.version)
    row.last_id = ids[-1]
    await session.flush()
    return True


class _Kept(NamedTuple):
    """A listing's document as it is in the index."""

    id: int
    t: str
    answers: int


async def _kept(session: AsyncSession, opportunity_ids: Collection[int]) -> dict[int, _Kept]:
    c = _documents.c
    rows = await session.execute(select(c.opportunity_id, c.id, c.t, c.answers).where(c.opportunity_id.in_(opportunity_ids)))
    return {opportunity_id: _Kept(*those) for opportunity_id, *those in rows}


async def _put(session: AsyncSession, opportunity_id: int, listing: Listing | None, *, renew: bool) -> None:
    old = await _kept(session, [opportunity_id])
    if old and (listing is None or renew):
        await _take_out(session, old.values())
        await session.execute(delete(_documents).where(_documents.c.opportunity_id == opportunity_id))
        old = {}
    if listing is not None:
        await _write(session, [listing], old)


async def _take_out(session: AsyncSession, documents: Collection[_Kept]) -> None:
    await engine.take_out(session, [(document.id, document.t) for document in documents])


async def _write(session: AsyncSession, listings: Sequence[Listing], old: Mapping[int, _Kept], *, anew: bool = True) -> None:
    """Documents of these listings; those that are there already keep their number."""
    if not listings:
        return
    await vocabulary.ready({"en", "uk", *(listing.version.language for listing in listings)})
    answers = await _answers_before(session, {listing.business.id for listing in listings})
    rows = {listing.opportunity.id: _row(listing) for listing in listings}
    words = {word for listing in listings for word in tokens.spoken(listing)}
    fresh = [row | {"answers": answers.get(row["business_id"], ANSWERS_UNKNOWN)} for i, row in rows.items() if i not in old]
    changed = {i: kept for i, kept in old.items() if i in rows}
    if fresh:
        await session.execute(insert(_documents), fresh)
    if changed:
        await session.execute(_change, [{name: rows[i][name] for name in _CHANGED} | {"number": kept.id} for i, kept in changed.items()])
    moved = {i: kept for i, kept in changed.items() if anew or kept.t != rows[i]["t"]}
    if moved:
        await _take_out(session, moved.values())
    numbers = {i: kept.id for i, kept in moved.items()} | await _numbers(session, [row["opportunity_id"] for row in fresh])
    await engine.put(session, [(numbers[i], row["t"]) for i, row in rows.items() if i in numbers])
    await spelling.learn(session, words)


def _row(listing: Listing) -> dict[str, Any]:
    """A document's columns, apart from what is known of the business's answers."""
    business, opportunity = listing.business, listing.opportunity
    return {
        "opportunity_id": opportunity.id,
        "business_id": business.id,
        "region_id": business.region_id,
        "working_region_id": business.working_region_id,
        "confirmed_on": _day(opportunity.confirmed_at or opportunity.published_at),
        "complete": complete(listing),
        "t": " ".join(tokens.of_listing(listing)),
    }


async def _numbers(session: AsyncSession, opportunity_ids: Collection[int]) -> dict[int, int]:
    c = _documents.c
    return dict(iter(await session.execute(select(c.opportunity_id, c.id).where(c.opportunity_id.in_(opportunity_ids)))))


def complete(listing: Listing) -> int:
    """How much of the card is filled, 0-100."""
    version, business, about = listing.version, listing.business, listing.business_version
    filled = (
        version.title_en or version.language == "en",
        version.summary_en or version.language == "en",
        version.partner_role,
        version.keywords,
        business.size,
        business.languages,
        about.about,
        about.website,
        about.number,
        listing.verifications,
    )
    return 100 * sum(map(bool, filled)) // len(filled)


async def _answers_before(session: AsyncSession, business_ids: set[int]) -> dict[int, int]:
    """What other listings of the same businesses have."""
    rows = await session.execute(
        select(Document.business_id, func.max(Document.answers))
        .where(Document.business_id.in_(business_ids))
        .group_by(Document.business_id)
    )
    return dict(iter(rows))


def _day(moment: datetime | None) -> int:
    return moment.toordinal() - _EPOCH if moment else 0
