"""Two kinds of session: no update lost, reads of one moment, a lock that somebody else holds."""

import asyncio
import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from models import members
from models.database import Database, passing
from models.members import Member, Person
from models.opportunities import ReferenceCounter

NOW = datetime(2026, 5, 27, 12, tzinfo=UTC)


async def _one_more(database: Database) -> None:
    async with database.write() as session:
        counter = await session.get(ReferenceCounter, "KV", with_for_update=True, populate_existing=True)
        assert counter
        before = counter.last
        await asyncio.sleep(0)
        counter.last = before + 1


async def test_sixty_concurrent_changes_are_sixty(database: Database) -> None:
    """SQLAlchemy's defaults on SQLite lose most of them."""
    async with database.write() as session:
        session.add(ReferenceCounter(letters="KV", last=0))

    await asyncio.gather(*(_one_more(database) for _ in range(60)))

    async with database.read() as session:
        assert (await session.get_one(ReferenceCounter, "KV")).last == 60


async def _fault_in_the_middle(database: Database) -> None:
    async with database.write() as session:
        await members.welcome(session, Person(1, "Olena", None, "uk"), now=NOW)
        await session.flush()
        raise ZeroDivisionError


async def test_what_is_refused_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _fault_in_the_middle(database)

    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 0


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_reads_are_of_one_moment(database: Database) -> None:
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 0
        async with database.write() as other:
            await members.welcome(other, Person(1, "Olena", None, "uk"), now=NOW)
        assert await session.scalar(select(func.count()).select_from(Member)) == 0
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 1


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_lock_of_another_process_is_a_passing_fault(database: Database) -> None:
    path = database.engine.url.database
    assert path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(OperationalError) as locked:
            async with database.write() as session:
                session.add(ReferenceCounter(letters="KV", last=0))
        assert passing(locked.value)
    finally:
        other.execute("ROLLBACK")
        other.close()
    async with database.write() as session:
        session.add(ReferenceCounter(letters="KV", last=0))


async def _slow_write(database: Database) -> None:
    async with database.write() as session:
        # Long enough to be cancelled while the database's thread is at it.
        await session.execute(text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT max(i) FROM n"))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("steps", [1, 3, 5, 13])
async def test_who_is_cancelled_leaves_no_transaction_open(database: Database, steps: int) -> None:
    writing = asyncio.create_task(_slow_write(database))
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)

    async with asyncio.timeout(3), database.write() as session:
        session.add(ReferenceCounter(letters="KV", last=0))
    other = Database(str(database.engine.url))
    async with asyncio.timeout(3), other.write() as session:
        session.add(ReferenceCounter(letters="WA", last=0))
    await other.close()
