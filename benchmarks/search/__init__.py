"""How fast is the whole search beside what it is made of? `python -m benchmarks search [--listings 10000] [--postgres] [--keep FOLDER]`

For each kind of query (`queries`), at 10,000, 100,000 and so many listings: `whole` is `models.search.find`, with analysis, vocabulary, two
steps, documents and ranking; `raw` is one question to the index through the bare driver, the newest 300 numbers and nothing else;
`tantivy` has the same tokens and gives its 300 best. At the last size also `bm25` (all hits ranked, regions by JOIN) and `LIKE`, for a few
of the queries. With `--postgres` PostgreSQL has the same rows, and both databases are measured in turn.

Every query is asked four times; of the last three its middle time counts, and p50 and p95 are those of all queries of a kind.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.search import data, upkeeping
from benchmarks.search.data import Filled
from benchmarks.search.queries import workloads
from benchmarks.search.ways import Postgres, Sqlite, Tantivy, Way, whole
from models import vocabulary, words
from models.database import Database
from models.search import Query

ROUNDS = 3
FEW = 21
"""Queries of a kind that the slow ways are asked."""
SLOW = ("bm25", "LIKE")
SLOW_FOR = ("typical", "common word")
REACH = {10_000: 10.0, 100_000: 6.0, 1_000_000: 2.5}
"""What p95 of whole to raw should be at most."""


@dataclass
class Times:
    """Milliseconds by database and size, kind of query, way."""

    of: dict[tuple[str, int, str, str], tuple[float, float]] = field(default_factory=dict)

    def p95(self, database: str, size: int, kind: str, way: str) -> float:
        return self.of[database, size, kind, way][1]

    def ratios(self, one: tuple[str, int, str], other: tuple[str, int, str]) -> dict[str, float]:
        """p95 of one to another, each (database, size, way), by kind where both were measured."""
        kinds = [kind for database, size, kind, way in self.of if (database, size, way) == one]
        pairs = {kind: (self.of.get((*one[:2], kind, one[2])), self.of.get((*other[:2], kind, other[2]))) for kind in kinds}
        return {kind: a[1] / b[1] for kind, (a, b) in pairs.items() if a and b}


async def run(arguments: argparse.Namespace) -> int:
    await vocabulary.ready(words.LANGUAGES)
    with tempfile.TemporaryDirectory() as passing:
        folder: Path = arguments.keep or Path(passing)
        try:
            times, rates, sizes = Times(), [], []
            async for filled in data.filled(folder, arguments.listings, arguments.seed):
                sizes.append(filled.listings)
                rates += [filled.a_second] if filled.a_second else []
                await _measure(times, filled, arguments)
            databases = ["SQLite", "PostgreSQL"] if arguments.postgres else ["SQLite"]
            for database in databases:
                _table(times, database, sizes)
            line = {
                "listings": arguments.listings,
                **_summary(times, databases[-1], sizes),
                "indexed_a_second": max(map(round, rates), default=0),
            }
            line |= await upkeeping.measured(await _address(filled, arguments, databases[-1]), arguments.seed)
        finally:
            if arguments.postgres and not arguments.keep:
                await data.forget(arguments.seed)
    print(json.dumps(line))
    return 0


async def _address(filled: Filled, arguments: argparse.Namespace, database: str) -> str:
    return filled.url if database == "SQLite" else await data.in_postgres(filled, arguments.seed)


async def _measure(times: Times, filled: Filled, arguments: argparse.Namespace) -> None:
    asked = workloads(arguments.queries, arguments.seed)
    last = filled.listings == arguments.listings
    for database in ["SQLite", *(["PostgreSQL"] if arguments.postgres else [])]:
        async with _ways(filled, await _address(filled, arguments, database), database) as ways:
            for kind, queries in asked.items():
                for name, way in ways.items():
                    if name in SLOW and not (last and kind in SLOW_FOR):
                        continue
                    some = queries[:: len(queries) // FEW][:FEW] if name in SLOW else queries
                    times.of[database, filled.listings, kind, name] = await _timed(way, some)


@asynccontextmanager
async def _ways(filled: Filled, url: str, database: str) -> AsyncIterator[Mapping[str, Way]]:
    async with AsyncExitStack() as stack:
        ours = Database(url)
        stack.push_async_callback(ours.close)
        session = await stack.enter_async_context(ours.read())
        if database == "SQLite":
            bare = Sqlite(filled.path)
            stack.callback(bare.close)
            yield {"whole": whole(session), "raw": bare.raw, "tantivy": Tantivy(filled.path).way, "bm25": bare.bm25, "LIKE": bare.like}
        else:
            connection = await asyncpg.connect(url.replace("+asyncpg", ""))
            stack.push_async_callback(connection.close)
            server = Postgres(connection)
            yield {"whole": whole(session), "raw": server.raw, "bm25": server.bm25, "LIKE": server.like}


async def _timed(way: Way, queries: Sequence[Query]) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    taken: list[list[float]] = [[] for _ in queries]
    for _ in range(ROUNDS + 1):
        for query, times in zip(queries, taken, strict=True):
            began = time.perf_counter()
            await way(query)
            times.append((time.perf_counter() - began) * 1000)
    middle = [statistics.median(times[1:]) for times in taken]
    return statistics.median(middle), statistics.quantiles(middle, n=20)[-1]


def _table(times: Times, database: str, sizes: Sequence[int]) -> None:
    kinds = dict.fromkeys(kind for name, _, kind, _ in times.of if name == database)
    for size in sizes:
        print(f"\n{database}, {size} listings: p50 / p95 in ms")
        names = dict.fromkeys(way for name, at, _, way in times.of if (name, at) == (database, size))
        print(f"{'':14}" + "".join(f"{name:>18}" for name in names) + f"{'whole / raw p95':>18}")
        for kind in kinds:
            cells = [times.of.get((database, size, kind, name)) for name in names]
            shown = "".join(f"{f'{cell[0]:.2f} / {cell[1]:.2f}':>18}" if cell else " " * 18 for cell in cells)
            ratio = times.p95(database, size, kind, "whole") / times.p95(database, size, kind, "raw")
            print(f"{kind:14}{shown}{ratio:18.1f}")


def _summary(times: Times, database: str, sizes: Sequence[int]) -> dict[str, Any]:
    """The figures of `search.md`, each with what it should reach; the middle one of all kinds where it says nothing else."""
    size = sizes[-1]
    print(f"\n{database}, the middle kind of query:")
    line: dict[str, Any] = {}
    for at in sizes:
        ratio = line["ratio"] = _middle(times.ratios((database, at, "whole"), (database, at, "raw")))
        print(f"  p95 whole / raw at {at}: {ratio:.1f}" + (f" (to reach: {REACH[at]:g})" if at in REACH else ""))
    if len(sizes) > 1:
        line["growth"] = _middle(times.ratios((database, size, "whole"), (database, sizes[0], "whole")))
        print(f"  p95 whole at {size} / at {sizes[0]}: {line['growth']:.1f} (to reach from 10000 to 1000000: 4)")
    for slow, least in (("bm25", 50), ("LIKE", 100)):
        for kind, ratio in times.ratios((database, size, slow), (database, size, "whole")).items():
            line[f"{slow.lower()}_to_whole_{kind.split()[0]}"] = ratio
            print(f"  p95 {slow} / whole, {kind}: {ratio:.0f} (to reach at 1000000: {least})")
    if database == "PostgreSQL":
        beside = times.ratios((database, size, "whole"), ("SQLite", size, "whole"))
        line["postgres_to_sqlite"], line["postgres_to_sqlite_worst"] = _middle(beside), max(beside.values())
        print(f"  p95 PostgreSQL / SQLite: {_middle(beside):.1f}, worst {max(beside.values()):.1f} (to reach at 1000000: 2.5, 5)")
    p50 = statistics.median(cell[0] for (name, at, _, way), cell in times.of.items() if (name, at, way) == (database, size, "whole"))
    p95 = statistics.median(cell[1] for (name, at, _, way), cell in times.of.items() if (name, at, way) == (database, size, "whole"))
    return {name: round(value, 3) for name, value in {"p50_ms": p50, "p95_ms": p95, **line}.items()}


def _middle(ratios: Mapping[str, float]) -> float:
    return statistics.median(ratios.values())
