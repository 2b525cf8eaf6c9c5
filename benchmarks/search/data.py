"""Databases with many listings in them: each size is made from the one before it, and PostgreSQL's from SQLite's.

Up to `POOL` each listing is written and analysed by the product's own `models.bulk`; beyond it the pool is copied (`copies.multiply`).
"""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import asyncpg

from benchmarks.faults.stage import POSTGRES
from benchmarks.listings import listings
from benchmarks.search import copies
from benchmarks.search.places import PLACES
from models import bulk, migrate, sectors, vocabulary
from models.bulk import Row
from models.database import Database
from models.search import upkeep

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
POOL = 100_000
SIZES = (10_000, POOL, 1_000_000)


@dataclass(frozen=True)
class Filled:
    """A SQLite database with so many listings, and how fast the product took them in (0: not measured)."""

    path: Path
    listings: int
    a_second: float

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.path}"


async def filled(folder: Path, number: int, seed: int) -> AsyncIterator[Filled]:
    """One of each size up to `number`; what is in the folder already is not made again."""
    folder = folder / f"{vocabulary.version()}-{seed}"
    folder.mkdir(parents=True, exist_ok=True)
    done, before = 0, Path()
    for size in sorted({*(size for size in SIZES if size < number), number}):
        path, a_second = folder / f"{size}.sqlite3", 0.0
        if not path.exists():
            making = folder / "being-made.sqlite3"
            making.unlink(missing_ok=True)
            if done:
                shutil.copy(before, making)
            a_second = await _fill(making, done, size, seed)
            making.rename(path)
        else:
            await asyncio.to_thread(migrate.upgrade, f"sqlite+aiosqlite:///{path}")
        yield Filled(path, size, a_second)
        done, before = size, path


async def _fill(path: Path, done: int, size: int, seed: int) -> float:
    """What is missing, and a night's upkeep; gives the listings a second that the product took in."""
    url = f"sqlite+aiosqlite:///{path}"
    await asyncio.to_thread(migrate.upgrade, url)
    database, a_second = Database(url), 0.0
    if done < POOL:
        began, upto = time.perf_counter(), min(size, POOL)
        async for loaded in bulk.load(database, islice(rows(upto, seed), done, None), now=NOW):
            print(f"\r{done + loaded} of {size}", end="", file=sys.stderr, flush=True)
        print("\r", end="", file=sys.stderr)
        a_second = (upto - done) / (time.perf_counter() - began)
    if size > POOL:
        await asyncio.to_thread(copies.multiply, path, POOL, size)
    await upkeep(database, pause=0)
    await database.close()
    return a_second


def rows(number: int, seed: int) -> Iterator[Row]:
    """Listings to load, each language's from its places in turn."""
    for n, made in enumerate(listings(number, seed=seed)):
        places = PLACES[made.language]
        sector = sectors.of_division(made.division).id
        yield Row(str(n), places[n % len(places)], made.language, made.title[:120], made.summary[:500], (sector,))


async def in_postgres(of: Filled, seed: int) -> str:
    """The address of PostgreSQL's database with the same rows, made when there is none."""
    name = f"{_prefix(seed)}{of.listings}"
    server = await asyncpg.connect(POSTGRES)
    try:
        if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await server.execute(f"DROP DATABASE IF EXISTS {name}_being_made WITH (FORCE)")
            await server.execute(f"CREATE DATABASE {name}_being_made")
            await asyncio.to_thread(migrate.upgrade, _url(f"{name}_being_made"))
            target = await asyncpg.connect(_url(f"{name}_being_made").replace("+asyncpg", ""))
            await copies.to_postgres(of.path, target)
            await target.close()
            await server.execute(f"ALTER DATABASE {name}_being_made RENAME TO {name}")
        await asyncio.to_thread(migrate.upgrade, _url(name))
    finally:
        await server.close()
    return _url(name)


async def forget(seed: int) -> None:
    """PostgreSQL keeps none of this vocabulary and seed."""
    server = await asyncpg.connect(POSTGRES)
    for (name,) in await server.fetch("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", _prefix(seed)):
        await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


def _prefix(seed: int) -> str:
    return f"pobratym_search_{vocabulary.version()}_{seed}_"


def _url(name: str) -> str:
    return POSTGRES.replace("postgresql://", "postgresql+asyncpg://").rsplit("/", 1)[0] + f"/{name}"
