"""The index of public listings and its query: one interface, FTS5 on SQLite and tsvector on PostgreSQL underneath.

A document's number is renewed when its listing is confirmed, so that the newest come first without sorting; a mere change keeps the place.
Index rows are written in the transaction of the listing itself; what is not public is removed, not filtered.
Invariant: a listing is in the index once, and exactly while it is public.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ForeignKey, Integer, String, cast, delete, func, insert, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas, businesses, opportunities, regions, sectors, words
from models.base import Base
from models.businesses import Business, BusinessVersion, PublicState
from models.members import Member
from models.opportunities import Cooperation, Listing, Opportunity, OpportunityType, OpportunityVersion
from models.regions import Twinning, TwinningStatus

CANDIDATES = 300
"""Newest hits that are looked at; beyond that a list says "300+"."""
TEXT_MAX = 200
"""Characters of what somebody typed that are searched and kept."""
UNITS_MAX = 16
"""Different words of a text that are searched."""
KEEP_RUNS = timedelta(days=30)
REQUESTS = frozenset({OpportunityType.BUSINESS_REQUEST, OpportunityType.TECHNOLOGY_REQUEST})
"""What is sought; everything else is offered."""
_ID_MAX = 2**31 - 1


class Document(Base):
    """Which number a listing has in the full-text index."""

    __tablename__ = "search_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), unique=True)


class Run(Base):
    """A search as somebody made it, with its ranked result: its buttons live as long as the row."""

    __tablename__ = "search_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT_MAX))
    wide: Mapped[bool]
    """All regions of the platform, not only my twins."""
    region_id: Mapped[int | None]
    """Browsed, not typed: what this region has."""
    sector_id: Mapped[int | None]
    found: Mapped[list[int]]
    """Opportunity ids, best first."""
    made_at: Mapped[datetime]


@dataclass(frozen=True)
class Query:
    """What is looked for; an empty set or text does not filter."""

    text: str = ""
    regions: frozenset[int] | None = None
    """Only listings of businesses registered or working in these regions; None means all."""
    registered: frozenset[int] = frozenset()
    """Only of businesses registered there: a region's own page must not tell who works there now."""
    types: frozenset[OpportunityType] = frozenset()
    sectors: frozenset[int] = frozenset()
    cooperation: frozenset[Cooperation] = frozenset()
    not_of: frozenset[int] = frozenset()
    """Businesses whose listings are left out (one's own)."""
    names: bool = False
    """Words are looked for in the business's name too: for those who may see it."""


@dataclass(frozen=True)
class Results:
    found: list[int] = field(default_factory=list)
    """Opportunity ids, best first, at most `CANDIDATES`."""

    @property
    def more(self) -> bool:
        return len(self.found) >= CANDIDATES


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


async def publish(session: AsyncSession, opportunity_id: int, *, now: datetime) -> None:
    """Put a listing into the index as it is now, in front when it was confirmed just now; take it out when it is not public."""
    await session.execute(select(Opportunity.id).where(Opportunity.id == opportunity_id).with_for_update())
    listing = await opportunities.listing(session, opportunity_id, now=now)
    number = await session.scalar(select(Document.id).filter_by(opportunity_id=opportunity_id))
    if number is not None:
        await session.execute(text("DELETE FROM search_fts WHERE rowid = :id"), {"id": number})
        if listing is None or listing.opportunity.confirmed_at == now:
            await session.execute(delete(Document).where(Document.id == number))
            number = None
    if listing is None:
        return
    if number is None:
        number = await session.scalar(insert(Document).values(opportunity_id=opportunity_id).returning(Document.id))
    engine = _engine(session)
    await session.execute(text(engine.insert), {"id": number, "tokens": engine.stored(tokens(listing))})


async def publish_business(session: AsyncSession, business_id: int, *, now: datetime) -> None:
    """The business changed: all its listings anew."""
    for opportunity in await opportunities.of_business(session, business_id):
        await publish(session, opportunity.id, now=now)


def tokens(listing: Listing) -> list[str]:
    """What the index keeps of a listing: its words and, marked, its filters and the words of its business's name."""
    version = listing.version
    spoken = [version.title, version.title_en, *version.keywords, version.summary, version.summary_en, version.partner_role]
    unique = dict.fromkeys(word for part in spoken if part for word in words.words(part))
    names = dict.fromkeys(_name(word) for word in words.words(listing.business_version.name))
    return [*list(unique)[: words.TOKENS_MAX], *names, *_filters(listing)]


async def find(session: AsyncSession, query: Query, *, now: datetime) -> Results:
    """Listings in the order in which they should be read; the same on both databases."""
    units = list(dict.fromkeys(words.words(query.text)))[:UNITS_MAX]
    if (query.text.strip() and not units) or (query.regions is not None and not query.regions):
        return Results()
    clauses = [*([word, _name(word)] if query.names else [word] for word in units), *_query_filters(query)]
    own = set(await session.scalars(select(Opportunity.id).where(Opportunity.business_id.in_(query.not_of)))) if query.not_of else set()
    numbers = await _newest(session, clauses, limit=CANDIDATES + len(own))
    documents = await session.execute(select(Document.id, Document.opportunity_id).where(Document.id.in_(numbers)))
    by_number = dict(iter(documents))
    found = [by_number[number] for number in numbers if number in by_number]
    return Results([i for i in found if i not in own][:CANDIDATES])


async def run(
    session: AsyncSession,
    member_id: int,
    query: Query,
    *,
    wide: bool,
    now: datetime,
    region_id: int | None = None,
    sector_id: int | None = None,
) -> Run:
    """Search and keep the result, so that its pages stay as they are; `region_id` and `sector_id` say what was browsed."""
    query = replace(query, text=short(query.text))
    results = await find(session, query, now=now)
    await session.execute(delete(Run).where(Run.member_id == member_id, Run.made_at < now - KEEP_RUNS))
    row = Run(member_id=member_id, text=query.text, wide=wide, region_id=region_id, sector_id=sector_id, found=results.found, made_at=now)
    session.add(row)
    await session.flush()
    return row


async def own_run(session: AsyncSession, member_id: int, run_id: int) -> Run | None:
    """A search by its id, if it is this member's and still kept."""
    return await session.scalar(select(Run).filter_by(id=run_id, member_id=member_id)) if 0 < run_id <= _ID_MAX else None


async def look(session: AsyncSession, member: Member, typed: str, *, wide: bool = False, now: datetime) -> Run | None:
    """Search as this member: among the twins of their regions, or everywhere, without their own listings. None: not a word in it."""
    if not words.words(short(typed)):
        return None
    theirs = await reach(session, member, today=now.date())
    return await run(session, member.id, _query(theirs, typed, wide=wide), wide=wide, now=now)


async def elsewhere(session: AsyncSession, member: Member, narrow: Run, *, now: datetime) -> Results:
    """What the same search finds in all regions."""
    return await find(session, _query(await reach(session, member, today=now.date()), narrow.text, wide=True), now=now)


async def browse(session: AsyncSession, member: Member, region_id: int, sector_id: int, *, now: datetime) -> Run | None:
    """What a twin region has (in one sector, 0: all), without typing; None when there is no agreement with it (any more)."""
    theirs = await reach(session, member, today=now.date())
    if region_id not in theirs.twins:
        return None
    query = Query(registered=within(region_id), sectors=frozenset({sector_id} & _SECTORS), not_of=theirs.businesses)
    return await run(session, member.id, query, wide=False, now=now, region_id=region_id, sector_id=next(iter(query.sectors), None))


async def shown(session: AsyncSession, opportunity_id: int, *, now: datetime) -> Listing | None:
    """A public listing by an id out of a link or an old button, which may be any number."""
    return await opportunities.listing(session, opportunity_id, now=now) if 0 < opportunity_id <= _ID_MAX else None


async def standing(session: AsyncSession, made: Run) -> list[int]:
    """What of a search's result is still public, in its order."""
    query = select(Opportunity.id).join(Business, Business.id == Opportunity.business_id).where(Opportunity.id.in_(made.found), *_PUBLIC)
    public = set(await session.scalars(query))
    return [i for i in made.found if i in public]


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
        .where(Business.region_id.in_(within(region_id)), Business.id.not_in(not_of), *_PUBLIC)
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


def short(typed: str) -> str:
    """The beginning of a text, cut at a word, without what no database keeps (control characters, halves of characters)."""
    kept = "".join(" " if unicodedata.category(c) == "Cc" else c for c in typed if unicodedata.category(c) != "Cs")
    flat = " ".join(kept.split())
    return flat if len(flat) <= TEXT_MAX else flat[:TEXT_MAX].rsplit(" ", 1)[0]


def _query(theirs: Reach, typed: str, *, wide: bool) -> Query:
    return Query(text=typed, regions=None if wide else frozenset(theirs.twins), not_of=theirs.businesses, names=theirs.names)


def _name(word: str) -> str:
    return f"{words.MARK}n{word}"


def _filters(listing: Listing) -> list[str]:
    business, version = listing.business, listing.version
    return [
        *(f"{words.MARK}r{place}" for place in dict.fromkeys((business.region_id, business.working_region_id)) if place),
        f"{words.MARK}h{business.region_id}",
        f"{words.MARK}k{_plain(version.type)}",
        *(f"{words.MARK}i{sector}" for sector in listing.business_version.sectors),
        *(f"{words.MARK}p{_plain(cooperation)}" for cooperation in version.cooperation),
    ]


def _query_filters(query: Query) -> list[list[str]]:
    groups: list[list[str]] = [
        [f"{words.MARK}r{region}" for region in sorted(query.regions or ())],
        [f"{words.MARK}h{region}" for region in sorted(query.registered)],
        [f"{words.MARK}k{_plain(kind)}" for kind in sorted(query.types)],
        [f"{words.MARK}i{sector}" for sector in sorted(query.sectors)],
        [f"{words.MARK}p{_plain(kind)}" for kind in sorted(query.cooperation)],
    ]
    return [group for group in groups if group]


def _plain(code: str) -> str:
    # FTS5's ascii tokenizer splits at "_".
    return code.replace("_", "")


@dataclass(frozen=True)
class _Engine:
    """How one database keeps and asks for the same tokens.

    A token has letters, digits and the mark only (`words.words` and `_plain` see to it), so quoting cannot be escaped from.
    """

    insert: str
    matches: str
    quote: str
    either: str
    every: str
    keeps_lists: bool

    def stored(self, found: list[str]) -> str | list[str]:
        return found if self.keeps_lists else " ".join(found)

    def asked(self, clauses: Iterable[Iterable[str]]) -> str:
        return self.every.join("(" + self.either.join(f"{self.quote}{token}{self.quote}" for token in clause) + ")" for clause in clauses)


_engines = {
    "sqlite": _Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, :tokens)",
        matches="WHERE search_fts MATCH :asked",
        quote='"',
        either=" OR ",
        every=" AND ",
        keeps_lists=False,
    ),
    "postgresql": _Engine(
        insert="INSERT INTO search_fts (rowid, t) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))",
        matches="WHERE t @@ CAST(:asked AS tsquery)",
        quote="'",
        either=" | ",
        every=" & ",
        keeps_lists=True,
    ),
}
_PUBLIC = (Opportunity.state == PublicState.PUBLISHED, Business.state == PublicState.PUBLISHED)
_SECTORS = {sector.id for sector in sectors.all_sectors()}
_STATUSES = (TwinningStatus.SIGNED, TwinningStatus.NEGOTIATING, TwinningStatus.CANDIDATE, TwinningStatus.LAPSED)


def _engine(session: AsyncSession) -> _Engine:
    return _engines[session.get_bind().dialect.name]


async def _newest(session: AsyncSession, clauses: Sequence[Iterable[str]], *, limit: int) -> list[int]:
    """Numbers of the documents that have a token of every clause, the newest first."""
    engine = _engine(session)
    asked = {"asked": engine.asked(clauses)} if clauses else {}
    statement = f"SELECT rowid FROM search_fts {engine.matches if clauses else ''} ORDER BY rowid DESC LIMIT :limit"  # noqa: S608  # constants
    return list(await session.scalars(text(statement), {**asked, "limit": limit}))
