"""What people really type: other alphabets, apostrophes, capitals, Chinese, emoji, whole pages, and the index's own operators."""

from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from models import regions, search
from models.database import Database, Session
from models.opportunities import Opportunity
from models.search import Document, Query
from tests.listings import HONEY, Draftless, lists, newcomer, titled, vanishes


def written(title: str, language: str, **changes: object) -> Draftless:
    return replace(titled(title, **changes), language=language, summary=f"{title}.")


LISTINGS = {
    "uk": written("Копчене м'ясо з Житомира", "uk", region="UA-18"),
    "name": written("Вулики Хмаринського", "uk"),
    "tr": written("ISIRGAN ÇAYI ve İNCİR", "tr", region="TR-34"),
    "zh": written("有机蜂蜜", "zh", region="CN-ZJ"),
    "emoji": written("🍯 Honey 🐝 in jars", "en"),
    "long": replace(titled("Boards"), summary=("walnut " * 70).strip()),
}


@pytest.fixture
async def session(database: Database, now: datetime) -> AsyncIterator[Session]:
    async with database.write() as session:
        await regions.seed(session)
        yield session


ASKED = [
    ("Житомир", "uk", "uk"),
    ("Zhytomyr", "en", "uk"),
    ("Zhitomir", "en", "uk"),
    ("житомира", "en", "uk"),
    ("м'ясо", "uk", "uk"),
    ("м’ясо", "uk", "uk"),
    ("м`ясо", "uk", "uk"),
    ("мʼясо", "uk", "uk"),
    ("М'ЯСОМ", "uk", "uk"),
    ("Khmarynskoho", "en", "name"),
    ("ısırgan", "tr", "tr"),
    ("ISIRGAN", "tr", "tr"),
    ("isirgan", "tr", "tr"),
    ("İncir", "tr", "tr"),
    ("incir", "tr", "tr"),
    ("INCIR", "tr", "tr"),
    ("çayı", "tr", "tr"),
    ("蜜", "zh", "zh"),
    ("蜂", "en", "zh"),
    ("有机蜂蜜", "zh", "zh"),
    ("🍯🐝 jars 🍯", "en", "emoji"),
    ("in jars!!! " + "🐝" * 100, "en", "emoji"),
    ("walnut " * 600, "en", "long"),
    ("walnut" + "\n" * 4_000, "en", "long"),
]


async def test_whatever_it_is_written_in(session: Session, now: datetime) -> None:
    ids = {name: (await lists(session, what, now=now)).id for name, what in LISTINGS.items()}

    missing = [
        (typed[:20], name)
        for typed, language, name in ASKED
        if ids[name] not in (await search.find(session, Query(search.short(typed), language=language), now=now)).found
    ]

    assert missing == []


async def test_a_listing_as_long_as_may_be_keeps_a_measure_of_tokens(session: Session, now: datetime) -> None:
    long = replace(
        titled("Word " * 20), summary=" ".join(f"w{n}ord" for n in range(70)), partner_role=" ".join(f"r{n}ole" for n in range(120))
    )
    listed = await lists(session, long, now=now)

    t = (await session.scalars(select(Document.t).filter_by(opportunity_id=listed.id))).one()

    assert len(t.split()) < 300
    assert (await search.find(session, Query("w5ord"), now=now)).found == [listed.id]


OPERATORS = [
    '"',
    "'",
    "*",
    "^",
    ":",
    "|",
    "&",
    "!",
    "(",
    ")",
    "<->",
    "-",
    "+",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "{",
    "}",
    "\\",
    "%",
    "_",
    ";",
    "--",
    "$1",
    "\x00",
    "t:",
    "rowid",
]


@pytest.fixture
async def honey(database: Database, now: datetime) -> Opportunity:
    async with database.write() as session:
        return await lists(session, replace(HONEY, title="honey"), now=now)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from([*OPERATORS, "honey", "oak", " "]) | st.text(max_size=4), max_size=12))
async def test_operators_of_the_index_are_only_text(database_url: str, honey: Opportunity, now: datetime, parts: list[str]) -> None:
    """Never an error, never an injection: whatever stands around it, what is found has a word of the query in it, and the index stays."""
    typed = "".join(parts)
    database = Database(database_url)
    try:
        async with database.read() as session:
            results = await search.find(session, Query(search.short(typed), names=True), now=now)
            assert set(results.found) <= {honey.id}
            assert await session.scalar(text("SELECT count(*) FROM search_fts")) == 1
    finally:
        await database.close()


async def test_many_write_and_search_at_once(database: Database, now: datetime) -> None:
    """Each listing is in the index once and in one state, whatever happens beside it."""
    async with database.write() as session:
        owners = [await newcomer(session, "UA-32", now=now) for _ in range(12)]

    async def publishes(number: int) -> int:
        async with database.write() as session:
            return (await lists(session, titled(f"Honey number {number}"), now=now, owner=owners[number])).id

    ids = await gather(*map(publishes, range(12)))

    async def changes(opportunity_id: int, *, gone: bool) -> None:
        async with database.write() as session:
            if gone:
                await vanishes(session, opportunity_id, now=now)
            else:
                await search.publish(session, opportunity_id, now=now)

    async def searches() -> list[int]:
        async with database.read() as session:
            return (await search.find(session, Query("honey"), now=now)).found

    found = await gather(
        *(changes(i, gone=at % 3 == 0) for at, i in enumerate(ids)),
        *(changes(i, gone=False) for at, i in enumerate(ids) if at % 3),
        *(searches() for _ in range(12)),
    )

    for each in found:
        assert each is None or (set(each) <= set(ids) and len(each) == len(set(each))), each
    assert set(await searches()) == {i for at, i in enumerate(ids) if at % 3}
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Document)) == 8
        assert await session.scalar(text("SELECT count(*) FROM search_fts")) == 8
