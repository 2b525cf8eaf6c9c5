"""How far the index is, on an administrator's screen and in what people find."""

import pytest

from models import search, vocabulary
from models.database import Database
from models.search import indexing
from models.search.table import Progress
from sandbox.server import Sandbox
from tests.listings import titled
from tests.people import arrives, works_in_office
from tests.test_administration import administers
from tests.test_search import NOW, listed


async def half_way(database: Database, done: int) -> None:
    """As after the first steps of a re-index."""
    async with database.write() as session:
        row = await session.get_one(Progress, 1)
        row.version, row.towards, row.last_id = "old", vocabulary.version(), done


async def test_administrator_sees_how_far_it_is(telegram: Sandbox, database: Database) -> None:
    admin = await administers(telegram, database)
    await listed(database, *(titled(f"Honey number {n}") for n in range(4)))
    await admin.sends("/admin")
    await admin.taps("Search index")
    await admin.sees("Complete", "4 public listings are in it.", buttons=["Back", "Home"])
    await half_way(database, 1)
    await admin.taps("Back")
    await admin.taps("Search index")
    await admin.sees("being made anew", "▓▓▓░░░░░░░░░░░ 25 % · 1 of 4", buttons=["Refresh", "Back"])
    await half_way(database, 3)

    await admin.taps("Refresh")

    await admin.sees("75 % · 3 of 4")
    async for _ in search.reindex(database, now=NOW):
        pass
    await admin.taps("Refresh")
    await admin.sees("Complete", "4 public listings are in it.")


async def test_people_are_told_politely(telegram: Sandbox, database: Database) -> None:
    await listed(database, titled("Honey in bulk"))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    seen = await ann.sees("1 found")
    assert "being renewed" not in seen["text"]
    await half_way(database, 0)

    await ann.sends("honey")
    await ann.sees("1 found", "The search is being renewed")
    await ann.sends("helicopters")

    await ann.sees("Nothing for helicopters", "The search is being renewed")


async def test_others_see_nothing_of_it(telegram: Sandbox, database: Database) -> None:
    taras = await works_in_office(telegram, database, "Taras", "UA-32")
    await taras.sends("/admin")

    assert not any("Search index" in button for row in taras.buttons for button in row)


async def test_progress_counts_what_is_public(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    await listed(database, *(titled(f"Honey number {n}") for n in range(5)))

    seen = [(reached.done, reached.of) async for reached in search.reindex(database, now=NOW)]

    assert seen == [(2, 5), (4, 5), (5, 5)]
