"""The index itself: a listing is in it once, and exactly while it is public.

A document's number is renewed when its listing is confirmed, so that the newest come first without sorting; a mere change keeps the place.
Rows are written in the transaction of the listing itself; what is not public is removed, not filtered.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, update
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


async def put_all(session: AsyncSession, opportunity_ids: list[int], *, now: datetime) -> None:
    """Put public listings into the index as they are now; they are no news to anybody."""
    rows = await session.scalars(select(Document).where(Document.opportunity_id.in_(opportunity_ids)))
    old = {document.opportunity_id: document for document in rows}
    listings = await opportunities.listings(session, opportunity_ids, now=now)
    await _write(session, listings, {i: old[i] for i in (listing.opportunity.id for listing in listings) if i in old})


async def note_answers(session: AsyncSession, business_id: int, answers: int) -> None:
    """How well a business answers, 0-100, for ranking its listings."""
    await session.execute(update(Document).where(Document.business_id == business_id).values(answers=answers))


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
    await put_all(session, ids, now=now)
    row.last_id = ids[-1]
    await session.flush()
    return True


async def _put(session: AsyncSession, opportunity_id: int, listing: Listing | None, *, renew: bool) -> None:
    old = await session.scalar(select(Document).filter_by(opportunity_id=opportunity_id))
    if old is not None and (listing is None or renew):
        await engine.take_out(session, [(old.id, old.t)])
        await session.delete(old)
        await session.flush()
        old = None
    if listing is not None:
        await _write(session, [listing], {opportunity_id: old} if old else {})


async def _write(session: AsyncSession, listings: list[Listing], old: dict[int, Document]) -> None:
    """Documents of these listings; those that are there already keep their number."""
    if not listings:
        return
    await vocabulary.ready({"en", "uk", *(listing.version.language for listing in listings)})
    if old:
        await engine.take_out(session, [(document.id, document.t) for document in old.values()])
    answers = await _answers_before(session, {listing.business.id for listing in listings})
    documents = []
    for listing in listings:
        business = listing.business
        opportunity_id = listing.opportunity.id
        document = old.get(opportunity_id) or Document(opportunity_id=opportunity_id, answers=answers.get(business.id, ANSWERS_UNKNOWN))
        document.business_id, document.region_id, document.working_region_id = business.id, business.region_id, business.working_region_id
        document.confirmed_on = _day(listing.opportunity.confirmed_at or listing.opportunity.published_at)
        document.complete = complete(listing)
        document.t = " ".join(tokens.of_listing(listing))
        documents.append(document)
    session.add_all(documents)
    await session.flush()
    await engine.put(session, [(document.id, document.t) for document in documents])
    await spelling.learn(session, {word for listing in listings for word in tokens.spoken(listing)})


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
