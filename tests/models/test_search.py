"""The index and its query: the same listings in the same order on SQLite and PostgreSQL."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from models import atlas, businesses, regions, search
from models.businesses import PublicState
from models.database import Database, Session
from models.opportunities import Cooperation, OpportunityType
from models.search import Asked, Document, Filters, Query, Run, finding
from models.search.running import KEEP_RUNS
from models.search.table import Progress
from models.words import MARK
from tests.listings import HONEY, lists, newcomer, titled, vanishes

KYIV_OBLAST, WASHINGTON = atlas.by_code("UA-32").id, atlas.by_code("US-WA").id

CORPUS = [
    HONEY,
    titled("Honey for bakeries", type=OpportunityType.BUSINESS_REQUEST, region="US-WA", cooperation=["supply"]),
    titled("Oak boards", sectors=[3], region="US-WA", business="Cascade Timber"),
    replace(titled("Miele biologico di montagna e olio d'oliva", region="IT-52", sectors=[1, 2]), language="it"),
    replace(titled("蜂蜜和茶", region="CN-ZJ", cooperation=["joint_venture", "rd_cooperation"]), language="zh"),
    titled("Honey extractors", sectors=[5], region="UA-14", working="UA-32", business="Donetsk Machines"),
]


@pytest.fixture
async def session(database: Database, now: datetime) -> AsyncIterator[Session]:
    """A transaction on a database with the register and the corpus."""
    async with database.write() as session:
        await regions.seed(session)
        yield session


@pytest.fixture
async def corpus(session: Session, now: datetime) -> list[int]:
    """Ids of the corpus, the newest last."""
    return [(await lists(session, what, now=now)).id for what in CORPUS]


QUERIES = {
    "one word, in every language, that thing before one named after it": (Query("honey"), [1, 5, 0, 4, 3]),
    "in another case": (Query("HONEY"), [1, 5, 0, 4, 3]),
    "both words before one of them": (Query("honey bakeries"), [1, 5, 0, 4, 3]),
    "a word twice": (Query("honey honey"), [1, 5, 0, 4, 3]),
    "the author's other language": (Query("мед"), [0, 1, 4, 3, 5]),
    "inflected": (Query("Меду"), [0, 1, 4, 3, 5]),
    "a Turkish capital": (Query("MİELE"), [3, 1, 4, 5, 0]),
    "an elision": (Query("d’oliva"), [3]),
    "Chinese": (Query("茶"), [4]),
    "nothing typed": (Query(), [5, 4, 3, 2, 1, 0]),
    "no word in it": (Query("?!"), []),
    "a region": (Query(regions=frozenset({WASHINGTON})), [2, 1]),
    "where it works": (Query(regions=frozenset({KYIV_OBLAST})), [5, 0]),
    "where it is registered": (Query(registered=frozenset({KYIV_OBLAST})), [0]),
    "no region": (Query("honey", regions=frozenset()), []),
    "types": (Query("honey", filters=Filters(types=frozenset({OpportunityType.BUSINESS_REQUEST}))), [1]),
    "sectors": (Query(filters=Filters(sectors=frozenset({2, 3}))), [3, 2]),
    "cooperation": (Query(filters=Filters(cooperation=frozenset({Cooperation.JOINT_VENTURE}))), [4]),
    "a name for those who see it": (Query("Cascade", names=True), [2]),
    "a name for those who do not": (Query("Cascade"), []),
    "a filter typed as a word": (Query(f"{MARK}r{KYIV_OBLAST}"), []),
    "a name typed with the mark": (Query(f"{MARK}ncascade"), []),
    "an operator is a stop word": (Query("honey AND bakeries"), [1, 5, 0, 4, 3]),
}


async def test_queries_find_the_same_on_both_databases(session: Session, corpus: list[int], now: datetime) -> None:
    found = {name: [corpus.index(i) for i in (await search.find(session, query, now=now)).found] for name, (query, _) in QUERIES.items()}
    assert found == {name: expected for name, (_, expected) in QUERIES.items()}


HOSTILE = [
    '"',
    '" OR "honey',
    "honey' | 'oak",
    "honey & !oak",
    "honey:*",
    "honey <-> oak",
    "NEAR(honey oak, 2)",
    "t: honey",
    "^honey",
    "honey*",
    "-honey",
    "(honey",
    "\\",
    "'; DROP TABLE search_fts; --",
    ":query :asked :limit",
    "%s {matches} {0}",
    "ho\x00ney",
    "\ud800honey",
    "🍯" * 50,
    "honey " * 700,
    " ".join(f"word{n}" for n in range(700)),
    "я" * 4_000,
    "\n\t ",
]


async def test_nothing_typed_is_an_error(session: Session, corpus: list[int], now: datetime) -> None:
    member = await newcomer(session, "US-WA", now=now)
    for typed in HOSTILE:
        results = await search.find(session, Query(typed, names=True), now=now)
        assert set(results.found) <= set(corpus) or typed.isspace(), typed
        made = await search.look(session, member, Asked(typed, wide=True), now=now)
        assert made is None or len(made.text) <= search.TEXT_MAX, typed
    assert await session.scalar(text("SELECT count(*) FROM search_fts")) == len(corpus)


async def test_text_of_nothing_but_what_no_database_keeps_is_no_search(session: Session, corpus: list[int], now: datetime) -> None:
    member = await newcomer(session, "US-WA", now=now)

    assert await search.look(session, member, Asked("\x00\ud800"), now=now) is None
    assert await search.look(session, member, Asked("🍯 !"), now=now) is None


async def test_beyond_300_nothing_is_counted_and_own_ones_take_no_place(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CANDIDATES", 5)
    owner = await newcomer(session, "UA-32", now=now)
    others = [(await lists(session, titled(f"Honey {n}"), now=now)).id for n in range(6)]
    mine = await lists(session, titled("Honey of my own"), now=now, owner=owner)

    results = await search.find(session, Query("honey", not_of=frozenset({mine.business_id})), now=now)
    everything = await search.find(session, Query("honey"), now=now)

    assert results.found == others[:0:-1]
    assert results.more
    assert everything.found == [mine.id, *others[:1:-1]]


async def test_confirmed_listing_comes_first_and_a_changed_one_keeps_its_place(session: Session, now: datetime) -> None:
    old, new = [await lists(session, titled(f"Honey {n}"), now=now) for n in (1, 2)]
    later = now + timedelta(days=90)

    await search.publish_business(session, old.business_id, now=later)
    assert (await search.find(session, Query("honey"), now=later)).found == [new.id, old.id]

    old.confirmed_at = later
    await search.publish(session, old.id, now=later)
    assert (await search.find(session, Query("honey"), now=later)).found == [old.id, new.id]


async def test_what_is_not_public_leaves_the_index(session: Session, now: datetime) -> None:
    held = await lists(session, HONEY, now=now)
    await vanishes(session, held.id, now=now)
    flagged = await lists(session, HONEY, now=now)
    (await businesses.get(session, flagged.business_id)).state = PublicState.FLAGGED
    await session.flush()
    await search.publish_business(session, flagged.business_id, now=now)

    assert (await search.find(session, Query(), now=now)).found == []
    assert await session.scalar(text("SELECT count(*) FROM search_fts")) == 0


async def test_published_again_it_is_found_once(session: Session, now: datetime) -> None:
    listed = await lists(session, HONEY, now=now)
    await vanishes(session, listed.id, now=now)
    listed.state = PublicState.PUBLISHED
    await session.flush()
    await search.publish(session, listed.id, now=now)
    await search.publish(session, listed.id, now=now)

    assert (await search.find(session, Query("buckwheat"), now=now)).found == [listed.id]


async def test_nobody_writes_a_filter_into_a_listing(session: Session, now: datetime) -> None:
    await lists(session, titled(f"Honey {MARK}r{WASHINGTON} 𐞵r{WASHINGTON}"), now=now)

    assert (await search.find(session, Query(regions=frozenset({WASHINGTON})), now=now)).found == []


async def test_default_search_reaches_the_twins_only(session: Session, corpus: list[int], now: datetime) -> None:
    ann = await newcomer(session, "US-WA", now=now)

    near = await search.look(session, ann, Asked("honey"), now=now)
    far = await search.look(session, ann, Asked("honey", wide=True), now=now)

    assert near is not None
    assert far is not None
    assert [corpus.index(i) for i in near.found] == [5, 0], "the relocated one has the twins of both its regions"
    assert [corpus.index(i) for i in far.found] == [1, 5, 0, 4, 3]


async def test_own_listings_and_the_business_region_count(session: Session, corpus: list[int], now: datetime) -> None:
    olena = await newcomer(session, "CN-ZJ", now=now)
    await lists(session, titled("Honey of my own"), now=now, owner=olena)

    reach = await search.reach(session, olena, today=now.date())
    made = await search.look(session, olena, Asked("honey"), now=now)

    assert {KYIV_OBLAST, atlas.by_code("CN-ZJ").id} == reach.mine
    assert made is not None
    assert [corpus.index(i) for i in made.found] == [1]


async def test_run_is_its_owners_and_skips_what_vanished(session: Session, corpus: list[int], now: datetime) -> None:
    ann, taras = await newcomer(session, "US-WA", now=now), await newcomer(session, "US-WA", now=now)
    made = await search.look(session, ann, Asked("honey", wide=True), now=now)
    assert made is not None
    await vanishes(session, corpus[1], now=now)

    assert await search.own_run(session, taras.id, made.id) is None
    assert await search.own_run(session, ann.id, 2**40) is None
    kept = await search.own_run(session, ann.id, made.id)
    assert kept is not None
    assert [corpus.index(i) for i in kept.found] == [1, 5, 0, 4, 3]
    assert [corpus.index(i) for i in await search.standing(session, kept)] == [5, 0, 4, 3]


async def test_old_runs_go(session: Session, now: datetime) -> None:
    ann = await newcomer(session, "US-WA", now=now)
    first = await search.look(session, ann, Asked("honey"), now=now)
    assert first is not None
    second = await search.look(session, ann, Asked("oak"), now=now + KEEP_RUNS + timedelta(hours=1))
    assert second is not None

    assert list(await session.scalars(select(Run.id).filter_by(member_id=ann.id))) == [second.id]


async def test_shelves_count_what_is_registered_there(session: Session, corpus: list[int], now: datetime) -> None:
    assert [(s.sector_id, s.offers, s.seeks) for s in await search.shelves(session, WASHINGTON)] == [(1, 0, 1), (3, 1, 0)]
    assert [(s.sector_id, s.offers, s.seeks) for s in await search.shelves(session, KYIV_OBLAST)] == [(1, 1, 0)]
    country = atlas.by_code("US").id
    assert len(await search.shelves(session, country)) == 2, "a country holds its regions"
    assert await search.shelves(session, atlas.by_code("FI").id) == []


async def test_browsing_needs_an_agreement(session: Session, corpus: list[int], now: datetime) -> None:
    ann = await newcomer(session, "US-WA", now=now)

    all_of_it = await search.browse(session, ann, KYIV_OBLAST, 0, now=now)
    none_of_it = await search.browse(session, ann, KYIV_OBLAST, 3, now=now)

    assert all_of_it is not None
    assert none_of_it is not None
    assert [corpus.index(i) for i in all_of_it.found] == [0]
    assert none_of_it.found == []
    assert await search.browse(session, ann, atlas.by_code("FI").id, 0, now=now) is None
    assert await search.browse(session, ann, 10**12, 0, now=now) is None


async def test_relocated_business_needs_no_mark_where_it_works(session: Session, corpus: list[int], now: datetime) -> None:
    ann, olena = await newcomer(session, "US-WA", now=now), await newcomer(session, "UA-32", now=now)
    businesses_of = {w.title: (await search.shown(session, i, now=now)) for w, i in zip(CORPUS, corpus, strict=True)}
    for_ann, for_olena = [await search.reach(session, member, today=now.date()) for member in (ann, olena)]
    machines, oak, tea = (businesses_of[title] for title in ("Honey extractors", "Oak boards", "蜂蜜和茶"))
    assert machines
    assert oak
    assert tea

    assert for_ann.agrees(machines.business)
    assert for_ann.agrees(oak.business), "at home"
    assert for_olena.agrees(oak.business)
    assert not for_olena.agrees(tea.business)


async def test_ids_out_of_range_are_no_listing(session: Session, now: datetime) -> None:
    for number in (0, -1, 2**31, 9_999_999_999, 10**30):
        assert await search.shown(session, number, now=now) is None


def test_short_text_is_cut_at_a_word() -> None:
    assert search.short("  honey \n in\x00bulk ") == "honey in bulk"
    assert search.short("honey " * 100) == ("honey " * 33).strip()
    assert search.short("я" * 4_000) == "я" * search.TEXT_MAX


@pytest.fixture(scope="module")
def filled(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A SQLite database with the corpus, for many queries."""
    path = tmp_path_factory.mktemp("filled") / "filled.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite+aiosqlite:///{path}"


@given(typed=st.text(max_size=300))
@example(typed='"')
@example(typed="honey")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_a_query(typed: str, filled: str) -> None:
    moment = datetime.fromisoformat("2026-05-27T12:00:00+00:00")
    database = Database(filled)
    try:
        async with database.write() as session:
            if await session.scalar(text("SELECT count(*) FROM search_documents")) == 0:
                await lists(session, replace(HONEY, title="honey"), now=moment)
            results = await search.find(session, Query(typed, names=True), now=moment)
        assert len(results.found) <= 1
    finally:
        await database.close()


async def test_upkeep_leaves_everything_to_be_found(database: Database, now: datetime) -> None:
    async with database.write() as session:
        await regions.seed(session)
        numbers = [(await lists(session, what, now=now)).id for what in CORPUS]
    for _ in range(8):
        async with database.write() as session:
            await search.publish(session, numbers[0], now=now + timedelta(minutes=1))

    assert await search.upkeep(database, pause=0) > 0

    async with database.read() as session:
        found = (await search.find(session, Query("honey"), now=now)).found
    assert [numbers.index(i) for i in found] == QUERIES["one word, in every language, that thing before one named after it"][1]
    assert await search.upkeep(database, pause=0) <= 1, "there is nothing left to merge"


async def test_reindex_leaves_alone_what_has_the_same_tokens(database: Database, now: datetime) -> None:
    async with database.write() as session:
        await regions.seed(session)
        numbers = [(await lists(session, what, now=now)).id for what in CORPUS]
    async for _ in search.reindex(database, now=now):
        pass
    async with database.write() as session:
        (await session.get_one(Progress, 1)).version = "an older one"
        changed = await session.get_one(Document, 1)
        changed.t = f"{changed.t} stray"
    async for _ in search.reindex(database, now=now):
        pass

    async with database.read() as session:
        found = (await search.find(session, Query("honey"), now=now)).found
        assert [numbers.index(i) for i in found] == QUERIES["one word, in every language, that thing before one named after it"][1]
        assert "stray" not in (await session.get_one(Document, 1)).t
