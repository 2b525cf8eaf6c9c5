"""SQLite through aiosqlite, one trip to its thread a statement instead of four.

aiosqlite opens a cursor, executes, fetches and closes in four trips, and each costs about 0.1 ms of processor. Here a statement does all
of it at once and keeps the rows, a BEGIN goes with the first statement, and the pool's rollback after a commit makes no trip: twelve trips
an update where there were over sixty (`python -m benchmarks updates`).
"""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


class Cursor:
    """What SQLAlchemy asks of aiosqlite's cursor; the rows are here when `execute()` returns."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        await self._connection.at_once(self._run, sqlite3.Cursor.execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        await self._connection.at_once(self._run, sqlite3.Cursor.executemany, statement, parameters)
        return self

    def _run(self, method: Any, statement: str, parameters: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            self._connection.begin_now(cursor)
            method(cursor, statement, parameters)
            self._rows = cursor.fetchall() if cursor.description else []
            self.description, self.rowcount, self.lastrowid = cursor.description, cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        taken, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return taken

    async def close(self) -> None:
        return None


class Connection(aiosqlite.Connection):
    """A BEGIN goes with the first statement, and what has nothing to end makes no trip."""

    _beginning = ""

    def begin(self, statement: str) -> None:
        """Open a transaction with the next statement."""
        self._beginning = statement

    def begin_now(self, cursor: sqlite3.Cursor) -> None:
        """In the connection's thread: open what was asked for."""
        beginning, self._beginning = self._beginning, ""
        if beginning:
            cursor.execute(beginning)

    async def commit(self) -> None:
        self._beginning = ""
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        self._beginning = ""
        if self._conn.in_transaction:
            await super().rollback()

    async def at_once(self, work: Callable[..., None], *arguments: Any) -> None:
        """Run in the connection's thread."""
        await self._execute(work, *arguments)  # type: ignore[no-untyped-call]

    def cursor(self) -> Cursor:  # type: ignore[override]  # aiosqlite's is a coroutine that opens one
        return Cursor(self)


async def connect(database: str, **options: Any) -> Connection:
    """SQLAlchemy's `async_creator_fn`."""
    connection = Connection(partial(sqlite3.connect, database, **options), 64)
    connection._thread.daemon = True
    await connection
    return connection
