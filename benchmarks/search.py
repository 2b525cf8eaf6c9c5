"""How fast is the whole search beside what it is made of? `python -m benchmarks search [--listings 10000] [--postgres]`

`whole` is `models.search.find`: analysis, vocabulary, up to three questions to the index, ranking. Beside it, for the same queries on
the same data: `raw` (one question to the index, newest 300 first, nothing else), `bm25` (all hits ranked by the index, region by JOIN),
`like` (`LIKE '%word%'` over the documents) and, on SQLite, `tantivy` (the same tokens, best 300 by its own score).
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import tantivy
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.faults import stage
from benchmarks.listings import REGIONS, listings
from models import atlas, bulk, migrate, search, vocabulary, words
from models.bulk import Row
from models.database import Database
from models.search import Query, asking, engine
from models.vocabulary import source

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
ROUNDS = 3
_HOME = {code: atlas.by_code(region).id for code, region in REGIONS.items()}
_Way = Callable[[AsyncSession, Query], Awaitable[Any]]


async def run(arguments: argparse.Namespace) -> int:
    queries = list(asked(arguments.queries, arguments.seed))
    with tempfile.TemporaryDirectory() as folder:
        async with stage.database(Path(folder), postgres=arguments.postgres) as url:
            await asyncio.to_thread(migrate.upgrade, url)
            database = Database(url)
            await _load(database, arguments)
            await vocabulary.ready(words.LANGUAGES)
            async with database.read() as session:
                ways: dict[str, _Way] = {"whole": whole, "raw": raw, "bm25": bm25, "like": like}
                if not arguments.postgres:
                    ways["tantivy"] = await _tantivy(session)
                measured = {name: await _measured(way, session, queries) for name, way in ways.items()}
            await database.close()
    _report(measured, arguments)
    return 0


def asked(number: int, seed: int) -> Iterator[Query]:
    """One to three frequent words in every language, half of them with the twin filter."""
    chance = random.Random(seed + 1)
    concepts = source.read()
    random.Random(20).shuffle(concepts)
    for n in range(number):
        language = words.LANGUAGES[n % len(words.LANGUAGES)]
        frequent = (chance.choice(concepts[: 50 if n % 2 else 2_000]) for _ in range(chance.choice((1, 1, 2))))
        typed = " ".join(concept.terms[language][0] for concept in frequent)
        scope = frozenset(_HOME.values()) - {_HOME[language]} if n % 4 < 2 else None
        yield Query(text=typed, language=language, regions=scope)


async def whole(session: AsyncSession, query: Query) -> Any:
    return await search.find(session, query, now=NOW)


async def raw(session: AsyncSession, query: Query) -> Any:
    of = engine.of(session)
    wanted = of.expression((*asking.level(query.units, 1), *query.scope()))
    statement = f"SELECT rowid FROM search_fts {of.matches} ORDER BY rowid DESC LIMIT 300"
    return (await session.execute(text(statement), {"asked": wanted})).all()


async def bm25(session: AsyncSession, query: Query) -> Any:
    of = engine.of(session)
    wanted = of.expression(tuple(asking.level(query.units, 1)))
    sqlite = session.get_bind().dialect.name == "sqlite"
    rank = "bm25(search_fts)" if sqlite else "ts_rank(search_fts.t, CAST(:asked AS tsquery)) DESC"
    matches = of.matches if sqlite else "WHERE search_fts.t @@ CAST(:asked AS tsquery)"
    where = f"AND d.region_id IN ({','.join(map(str, sorted(query.regions)))})" if query.regions else ""
    statement = (
        f"SELECT d.id FROM search_fts JOIN search_documents d ON d.id = search_fts.rowid {matches} {where} ORDER BY {rank} LIMIT 300"
    )
    return (await session.execute(text(statement), {"asked": wanted})).all()


async def like(session: AsyncSession, query: Query) -> Any:
    found = {f"w{n}": f"%{word}%" for n, word in enumerate(words.words(query.text))}
    where = " AND ".join(f"t LIKE :{name}" for name in found)
    if query.regions:
        where += f" AND region_id IN ({','.join(map(str, sorted(query.regions)))})"
    return (await session.execute(text(f"SELECT id FROM search_documents WHERE {where} ORDER BY id DESC LIMIT 300"), found)).all()


async def _tantivy(session: AsyncSession) -> _Way:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("t", tokenizer_name="whitespace")
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for (tokens,) in (await session.execute(text("SELECT t FROM search_documents"))).all():
        writer.add_document(tantivy.Document(t=tokens))
    writer.commit()
    index.reload()
    searcher, schema = index.searcher(), index.schema

    def built(asked: engine.Asked) -> tantivy.Query:
        if isinstance(asked, str):
            return tantivy.Query.term_query(schema, "t", asked)
        occur = tantivy.Occur.Should if isinstance(asked, frozenset) else tantivy.Occur.Must
        return tantivy.Query.boolean_query([(occur, built(part)) for part in asked])

    async def way(_session: AsyncSession, query: Query) -> Any:
        return searcher.search(built((*asking.level(query.units, 1), *query.scope())), limit=300, count=False).hits

    return way


async def _load(database: Database, arguments: argparse.Namespace) -> None:
    began = time.perf_counter()
    made = enumerate(listings(arguments.listings, seed=arguments.seed))
    rows = (Row(str(n), _HOME[m.language], m.language, m.title[:120], m.summary[:500], (n % 22 + 1,)) for n, m in made)
    async for _ in bulk.load(database, rows, now=NOW):
        pass
    seconds = time.perf_counter() - began
    print(f"{arguments.listings} listings loaded and indexed in {seconds:.0f} s ({arguments.listings / seconds:.0f} a second)")


async def _measured(way: _Way, session: AsyncSession, queries: Sequence[Query]) -> tuple[float, float]:
    """p50 and p95 in milliseconds, each the median of three rounds after a warm one."""
    rounds = []
    for _ in range(ROUNDS + 1):
        taken = []
        for query in queries:
            began = time.perf_counter()
            await way(session, query)
            taken.append((time.perf_counter() - began) * 1000)
        rounds.append((statistics.median(taken), statistics.quantiles(taken, n=20)[-1]))
    return statistics.median(r[0] for r in rounds[1:]), statistics.median(r[1] for r in rounds[1:])


def _report(measured: dict[str, tuple[float, float]], arguments: argparse.Namespace) -> None:
    p50, p95 = measured["whole"]
    print(f"{'':10}{'p50 ms':>10}{'p95 ms':>10}{'p95 / whole':>14}")
    for name, (half, most) in measured.items():
        print(f"{name:10}{half:10.2f}{most:10.2f}{most / p95:14.2f}")
    ratios = {f"{name}_to_whole": round(most / p95, 3) for name, (_, most) in measured.items() if name != "whole"}
    print(
        json.dumps(
            {"listings": arguments.listings, "p50_ms": round(p50, 3), "p95_ms": round(p95, 3), "ratio": round(p95 / measured["raw"][1], 3)}
            | ratios
        )
    )
