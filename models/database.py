"""One engine, two kinds of session: many `read()` at once, `write()` short and, on SQLite, one at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, NotSupportedError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from models import conversations, sqlite, updates

Session = AsyncSession
"""The name under which the floors above know a session, without knowing SQLAlchemy."""


# Compiling a query of the search takes a hundred times as long as answering it; a plan for any words is wrong for most words.
_POSTGRES_ARGUMENTS = {"server_settings": {"jit": "off", "plan_cache_mode": "force_custom_plan", "random_page_cost": "1.1"}}
STANDBY_SECONDS = 1.0
"""How often a second process asks whether the first one is gone."""


def passing(error: BaseException) -> bool:
    """Whether another try may mend a fault of the database: locked, away, out of connections, two at once; not a wrong statement."""
    wrong = isinstance(error, (ProgrammingError, DataError, NotSupportedError)) and not error.connection_invalidated
    return isinstance(error, (DBAPIError, PoolTimeoutError, OSError, TimeoutError)) and not wrong


class AlreadyAppliedError(Exception):
    """This update's operation was committed earlier: show what is true now, change nothing."""


def away(error: BaseException) -> bool:
    """Whether the database cannot be reached or used by anybody now: it is waited for, longer than for one statement's bad luck."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, (OperationalError, InterfaceError, PoolTimeoutError, OSError)) and passing(error)


@dataclass
class Mark:
    """The update on whose behalf a `write()` runs."""

    bot_id: int
    update_id: int
    person: int
    now: datetime
    applied: bool = False
    repeat: bool = False
    """Applied before a crash, but harmless to run again."""


_mark: ContextVar[Mark | None] = ContextVar("mark", default=None)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


def repeat() -> None:
    """Let the current update's operation run once more though it was applied: it only looks, or leaves a form that is left already."""
    mark = _mark.get()
    if mark:
        mark.repeat = True


def writing() -> bool:
    """Whether this task stands inside a `write()`: no call to Telegram may be made then."""
    return _writing.get()


@contextmanager
def on_behalf_of(mark: Mark) -> Iterator[Mark]:
    """Every `write()` inside belongs to this update and sets its `applied_at`."""
    token = _mark.set(mark)
    try:
        yield mark
    finally:
        _mark.reset(token)


class Database:
    """Sessions on the project's engine.

    Example::

        async with database.write() as session:
            answer = await missions.apply(session, mission_id, business_id, now=now)
        # committed here; only now speak to Telegram
    """

    def __init__(self, url: str, **engine_options: Any) -> None:
        sqlite_arguments = {"async_creator_fn": sqlite.connect}
        engine_options = {"connect_args": sqlite_arguments if url.startswith("sqlite") else _POSTGRES_ARGUMENTS} | engine_options
        # People's words and numbers do not belong in a log.
        self.engine = create_async_engine(url, hide_parameters=True, **engine_options)
        self._write_engine = self.engine.execution_options(write=True)
        self._turn: AbstractAsyncContextManager[Any] = nullcontext()
        if self.dialect == "sqlite":
            _own_transactions(self.engine)
            # Waiting writers would hold every connection of the pool, and reads would wait behind them.
            self._turn = asyncio.Lock()

    @property
    def dialect(self) -> str:
        return self.engine.dialect.name

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Session]:
        async with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self, *, mark: bool = True) -> AsyncIterator[Session]:
        """One transaction that commits at the end of the block.

        Inside an update it also sets the update's `applied_at`, so that a resumed update is not applied twice; `mark=False` is for what may
        be repeated without harm (the member's first row, the record of an answer).

        Raises:
            AlreadyAppliedError: this update was applied before a crash, and `repeat()` was not called.
            RuntimeError: a second `write()` in one update, which could not be told from a repetition.
        """
        marked = _mark.get() if mark else None
        if marked and marked.applied:
            raise RuntimeError(f"a second write() in update {marked.update_id}")
        token = _writing.set(True)
        try:
            async with self._turn, Session(self._write_engine, expire_on_commit=False) as session, session.begin():
                if marked:
                    if self.dialect != "sqlite":
                        await conversations.lock(session, marked.person)
                    if not await updates.apply(session, marked.bot_id, marked.update_id, now=marked.now) and not marked.repeat:
                        raise AlreadyAppliedError
                yield session
            if marked:
                marked.applied = True
        finally:
            _writing.reset(token)

    @asynccontextmanager
    async def alone(self, key: int, until: asyncio.Event) -> AsyncIterator[bool]:
        """Hold the one place of a serving process; a second process waits here, ready to take over. False: `until` was set first.

        On PostgreSQL an advisory lock, which ends with its connection, however the process ends. SQLite's file belongs to one process.
        """
        if self.dialect == "sqlite":
            yield True
            return
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            while not await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}):
                with suppress(TimeoutError):
                    await asyncio.wait_for(until.wait(), STANDBY_SECONDS)
                if until.is_set():
                    yield False
                    return
            try:
                yield True
            finally:
                # The connection goes back to the pool, and would keep the lock there.
                await connection.invalidate()

    async def close(self) -> None:
        await self.engine.dispose()


def _own_transactions(engine: AsyncEngine) -> None:
    # The sqlite3 driver opens no transaction before a SELECT, so "read, then write" would lose updates.
    @event.listens_for(engine.sync_engine, "connect")
    def connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "mmap_size=2147418112"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        statement = "BEGIN IMMEDIATE" if write else "BEGIN"
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite.Connection):
            driver.begin(statement)
        else:  # aiosqlite as it comes, where an engine was asked for it
            connection.exec_driver_sql(statement)
