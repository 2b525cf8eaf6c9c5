"""Whichever way the index is asked, by rows where few documents have the words or by its own lists, the list is the same."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from itertools import islice

import pytest

from benchmarks.listings import REGIONS, listings
from benchmarks.parity import asked
from models import atlas, bulk, search
from models.bulk import Row
from models.database import Database, Session
from models.opportunities import OpportunityType
from models.search import Filters, Query, engine, finding

HOME = {code: atlas.by_code(region).id for code, region in REGIONS.items()}
LISTINGS = 700
WIDE = Filters(
    types=frozenset({OpportunityType.BUSINESS_OFFER}), sectors=frozenset(range(1, 12)), languages=frozenset({"uk", "en", "it", "fi"})
)


@pytest.fixture
async def session(database: Database, now: datetime) -> AsyncIterator[Session]:
    """A few hundred listings; every list of candidates is short, so that all steps of a search are needed."""
    made = enumerate(listings(LISTINGS, seed=3))
    rows = (Row(str(n), HOME[m.language], m.language, m.title[:120], m.summary[:500], (n % 22 + 1,)) for n, m in made)
    async for _ in bulk.load(database, rows, now=now):
        pass
    async with database.read() as session:
        yield session


def queries() -> Iterator[Query]:
    """Queries with a scope: by the generator of the parity benchmark, and words that most listings have."""
    yield from (query for query in islice(asked(400, 5), 400) if query.scope())
    for text, language in (("партнер склад", "uk"), ("warehouse", "en"), ("tonnes month", "en"), ("distributor", "uk"), ("depo", "tr")):
        for regions in (frozenset(HOME.values()), frozenset({HOME["uk"]}), frozenset({HOME["en"], HOME["it"], HOME["fi"]})):
            yield Query(text, language, regions=regions)
            yield Query(text, language, regions=regions, filters=WIDE)
        yield Query(text, language, registered=frozenset({HOME["uk"]}))


async def test_the_list_does_not_depend_on_the_way(session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 12)
    lists: dict[int, list[list[int]]] = {}
    for few in (0, 20, 10_000):
        monkeypatch.setattr(engine, "FEW", few)
        monkeypatch.setattr(engine, "_many", set())
        lists[few] = [(await search.find(session, query, now=now)).found for query in queries()]

    assert lists[0] == lists[20] == lists[10_000]
    assert sum(len(found) == 12 for found in lists[0]) > 15
    assert sum(0 < len(found) < 12 for found in lists[0]) > 50
