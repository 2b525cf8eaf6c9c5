"""From a query to listings in the order in which they should be read.

Candidates are the newest of those that have the words; while there are fewer than `CANDIDATES`, of those that have what the words
surely mean; then of those that have what they may mean. In one step an old exact match would disappear behind newer weak ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import vocabulary
from models.opportunities import OPEN_MAX
from models.search import asking, engine, ranking, spelling
from models.search.asking import AskedUnit
from models.search.engine import Condition, Found
from models.search.filters import NO_FILTERS, Filters, somewhere
from models.search.ranking import NOBODY, Reader

CANDIDATES = 300
"""Newest hits that are looked at; beyond that a list says "300+"."""
PARTLY = 100
"""Newest hits with part of what was asked for that are looked at, of each way to have a part."""
ENOUGH = 10
"""Candidates with part of what was asked for: from so many the best are taken."""
TOO_FEW = 10
"""With fewer hits than this, listings with part of what was asked for are found too."""


@dataclass(frozen=True)
class Query:
    """What is looked for; an empty set or text does not filter."""

    text: str = ""
    language: str = "en"
    """The reader's: a text in Latin letters is in it or in English."""
    regions: frozenset[int] | None = None
    """Only listings of businesses registered or working in these regions (and what lies in them); None means all."""
    registered: frozenset[int] = frozenset()
    """Only of businesses registered there: a region's own page must not tell who works there now."""
    filters: Filters = NO_FILTERS
    not_of: frozenset[int] = frozenset()
    """Businesses whose listings are left out (one's own)."""
    without: frozenset[int] = frozenset()
    """Listings that the reader does not want to see."""
    names: bool = False
    """Words are looked for in the business's name too: for those who may see it."""
    verbatim: bool = False
    """A misspelt word is not mended."""
    reader: Reader = NOBODY

    @property
    def units(self) -> tuple[AskedUnit, ...]:
        return asking.units(self.text, self.language, names=self.names)

    def scope(self) -> list[Condition]:
        """What a document must have whatever the words are."""
        places = [somewhere(self.regions)] if self.regions else []
        homes = [somewhere(self.registered, at_home=True)] if self.registered else []
        return [*places, *homes, *self.filters.asked()]


@dataclass(frozen=True)
class Results:
    found: list[int] = field(default_factory=list)
    """Opportunity ids, best first, at most `CANDIDATES`."""
    whole: int = 0
    """How many of the first ones have all that was asked for; the others have part of it."""
    corrected: str = ""
    """What was searched instead of a misspelt text."""
    documents: Sequence[Found] = field(default=(), repr=False)
    """The same as they are in the index."""

    @property
    def more(self) -> bool:
        return len(self.found) >= CANDIDATES


async def find(session: AsyncSession, query: Query, *, now: datetime) -> Results:
    """Listings in the order in which they should be read; the same on both databases."""
    if query.regions is not None and not query.regions:
        return Results()
    await vocabulary.ready(asking.languages(query.text, query.language))
    units = query.units
    if query.text.strip() and not units:
        return Results()
    corrected = "" if query.verbatim else await spelling.mended(session, units, query.language)
    if corrected:
        mended = await _search(session, replace(query, text=corrected), now=now)
        if mended.found:
            return replace(mended, corrected=corrected)
    return await _search(session, query, now=now)


async def _search(session: AsyncSession, query: Query, *, now: datetime) -> Results:
    units, scope = query.units, query.scope()
    if not units:
        rows = _wanted(await engine.newest(session, (), scope, limit=_limit(query)), query)
        return _results(rows, len(rows))
    levels = [asking.level(units, level) for level in range(3)]
    rows = _wanted(await engine.in_steps(session, levels, scope, limit=_limit(query)), query)
    best = ranking.ranked(rows, units, query.reader, today=now.date())
    if len(best) >= TOO_FEW:
        return _results(best, len(best))
    partly = await _partly(session, units, scope, query, {row.id for row in best})
    return _results([*best, *ranking.ranked(partly, units, query.reader, today=now.date())], len(best))


async def _partly(session: AsyncSession, units: Sequence[AskedUnit], scope: list[Condition], query: Query, known: set[int]) -> list[Found]:
    """Documents that answer in part."""
    found: dict[int, Found] = {}
    for asked in asking.partly(units):
        rows = _wanted(await engine.newest(session, asked, scope, limit=_limit(query, PARTLY)), query)
        found |= {row.id: row for row in rows if row.id not in known and row.id not in found}
        if len(known) + len(found) >= ENOUGH:
            break
    return list(found.values())


def _limit(query: Query, candidates: int = CANDIDATES) -> int:
    """Of so many documents so many candidates are neither the reader's own nor unwanted."""
    return candidates + len(query.without) + OPEN_MAX * len(query.not_of)


def _wanted(rows: list[Found], query: Query) -> list[Found]:
    """Those that are not the reader's own and not unwanted."""
    if not query.not_of and not query.without:
        return rows
    return [row for row in rows if row.business_id not in query.not_of and row.opportunity_id not in query.without]


def _results(rows: Sequence[Found], whole: int) -> Results:
    # On PostgreSQL a listing may be confirmed between two steps of a search, and be met again under its new number.
    first = {row.opportunity_id: row for row in reversed(rows)}
    kept = [row for row in rows if first[row.opportunity_id] is row][:CANDIDATES]
    return Results([row.opportunity_id for row in kept], min(whole, len(kept)), documents=kept)
