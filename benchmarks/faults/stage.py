"""Where it happens: a database, a sandbox, the bot's process, and an office that is there already."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from uuid import uuid4

import asyncpg

from benchmarks.faults.process import Bot
from models import atlas, members, migrate, regions
from models.database import Database
from models.members import Role
from sandbox.server import Sandbox

POSTGRES = environ.get("TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
REGION = "UA-32"


@asynccontextmanager
async def database(folder: Path, *, postgres: bool) -> AsyncIterator[str]:
    """The address of an empty one in its newest form."""
    if not postgres:
        yield f"sqlite+aiosqlite:///{folder / 'faults.sqlite3'}"
        return
    name = f"pobratym_faults_{uuid4().hex[:12]}"
    server = await asyncpg.connect(POSTGRES)
    await server.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.replace("postgresql://", "postgresql+asyncpg://").rsplit("/", 1)[0] + f"/{name}"
    finally:
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await server.close()


@asynccontextmanager
async def staged(folder: Path, url: str, *, cold: bool, per_second: float = 200) -> AsyncIterator[tuple[Sandbox, Bot]]:
    """A sandbox, and the bot ready to be started against it."""
    async with Sandbox(clock_path=folder / "clock") as telegram:
        telegram.daylight()
        settings = {
            "BOT_TOKEN": telegram.token,
            "BOT_ADMINS": str(2**33 + 999_999),
            "TELEGRAM_API_BASE": telegram.base_url,
            "DATABASE_URL": url,
            "CLOCK_FILE": str(folder / "clock"),
            "UPDATES_PER_MINUTE": "1000000",
            "SENDS_PER_SECOND": str(per_second),
        }
        async with Bot(settings, folder / "bot.log", cold=cold) as bot:
            yield telegram, bot


async def open_office(url: str, *people: int) -> None:
    """These people work in the office before the bot starts."""
    now = datetime.now(UTC)  # noqa: TID251  # the bot that this is for does not run yet
    database, region = Database(url), atlas.by_code(REGION)
    async with database.write() as session:
        for person in people:
            await members.grant(session, person, Role.MODERATOR, region.id, now=now)
        await regions.open_office(session, region.id, now=now, phone="+380442868411", hours="Mon-Fri 9:00-18:00")
    await database.close()


def migrated(url: str) -> None:
    migrate.upgrade(url)
