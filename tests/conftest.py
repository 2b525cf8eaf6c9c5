"""A Telegram, a bot on it, a database for each test; people drive the bot over real HTTP.

Every test that touches the database runs on SQLite and, where a server answers, on PostgreSQL.
Fixtures: `telegram` (sandbox with our bot running), `running`, `application`, `database`, `now`; people's habits are in tests/people.py.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response, TelegramType

from bot.application import Application
from bot.clock import Clock
from bot.settings import Settings
from models import migrate
from models.database import Database, writing
from sandbox.server import Sandbox

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
ADMIN = 2**33 + 999_999


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-screens", action="store_true", help="keep the screens of tests/screens/ as they are now")


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end in a loop of its own: a session's fixture may be asked for while a test's loop runs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def _postgres_answers() -> bool:
    try:
        _apart(_sql())
    except (OSError, asyncpg.PostgresError, TimeoutError):
        return False
    return True


async def _sql(*statements: str) -> None:
    connection = await asyncpg.connect(POSTGRES, timeout=5)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _url(name: str) -> str:
    return POSTGRES.replace("postgresql://", "postgresql+asyncpg://").rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    if not _postgres_answers():
        if os.environ.get("REQUIRE_POSTGRES"):
            pytest.fail(f"REQUIRE_POSTGRES is set and no PostgreSQL answers at {POSTGRES}")
        pytest.skip(f"no PostgreSQL answers at {POSTGRES}: its suite is skipped")
    name = f"pobratym_template_{uuid4().hex[:12]}"
    _apart(_sql(f"CREATE DATABASE {name}"))
    migrate.upgrade(_url(name))
    yield name
    _apart(_sql(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgres"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, for the migrations' own tests."""
    if backend == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    request.getfixturevalue("postgres_template")  # skips, or fails where it is required
    name = f"pobratym_test_{uuid4().hex[:12]}"
    _apart(_sql(f"CREATE DATABASE {name}"))
    yield _url(name)
    _apart(_sql(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.sqlite3")
        yield f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite3'}"
        return
    name = f"pobratym_test_{uuid4().hex[:12]}"
    await _sql(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    yield _url(name)
    await _sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def now() -> datetime:
    """A Wednesday noon."""
    return datetime(2026, 5, 27, 12, 0, tzinfo=UTC)


class NoCallWhileWriting(BaseRequestMiddleware):
    """A Telegram call inside a write transaction locks everybody out: it fails the test."""

    def __init__(self) -> None:
        self.offences: list[str] = []

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if writing():
            self.offences.append(method.__api_method__)
        return await make_request(bot, method)


class Running:
    """Our bot on a sandbox, in this process; `restart()` stops it as SIGTERM would and starts it anew on the same database."""

    def __init__(self, telegram: Sandbox, database_url: str, clock_path: Path, **settings: Any) -> None:
        self.telegram = telegram
        self.settings = Settings(
            _env_file=None,
            bot_token=telegram.token,
            bot_admins=(ADMIN,),
            database_url=database_url,
            telegram_api_base=telegram.base_url,
            updates_per_minute=1000,
            sends_per_second=1000,
            **settings,
        )
        self._clock_path = clock_path
        self.guard = NoCallWhileWriting()
        self.application: Application
        self._stop: asyncio.Event
        self._task: asyncio.Task[None]
        telegram.state.busy.append(lambda: self.application.intake.busy or not self.application.sender.resting)

    async def start(self) -> None:
        self.application = Application(self.settings, Clock(self._clock_path))
        self.application.bot.session.middleware(self.guard)
        self._stop = asyncio.Event()
        self._task = asyncio.create_task(self.application.run(self._stop))

    async def stop(self) -> None:
        self._stop.set()
        await self._task

    async def restart(self) -> None:
        await self.stop()
        await self.start()


@pytest.fixture
async def running(database_url: str, tmp_path: Path) -> AsyncIterator[Running]:
    """The bot on its sandbox; at the end: nothing left to do, no violation, no unanswered button, no call inside a transaction."""
    clock_path = tmp_path / "clock"
    async with Sandbox(clock_path=clock_path) as telegram:
        telegram.daylight()
        bot = Running(telegram, database_url, clock_path)
        await bot.start()
        try:
            yield bot
            await telegram.idle()
            telegram.check()
            assert not bot.guard.offences, f"calls inside a write transaction: {bot.guard.offences}"
        finally:
            with suppress(asyncio.CancelledError):
                await bot.stop()


@pytest.fixture
def telegram(running: Running) -> Sandbox:
    return running.telegram


@pytest.fixture
def afternoon(telegram: Sandbox) -> None:
    """13:00 UTC: the middle of the day in Kyiv and Warsaw, before dawn in Seattle, in summer and winter."""
    now = datetime.fromtimestamp(telegram.clock.now(), tz=UTC)
    telegram.advance(int((now.replace(hour=13, minute=0) + timedelta(days=1) - now).total_seconds()))


@pytest.fixture(params=["en", "uk"])
def language(request: pytest.FixtureRequest) -> str:
    """Of everybody's phone."""
    return str(request.param)


@pytest.fixture
def application(running: Running) -> Application:
    return running.application
