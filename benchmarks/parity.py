"""Do SQLite and PostgreSQL give the same lists in the same order? `python -m benchmarks parity [--listings 3000] [--queries 2700]`

The same generated listings in both; queries of one to three words in each language, misspelt ones, one Chinese character, operators of the
indexes, filters and scopes. A query counts as equal when both ordered lists are.
"""

import argparse
import asyncio
import json
import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.faults import stage
from benchmarks.listings import REGIONS, listings
from models import atlas, bulk, migrate, regions, search, words
from models.bulk import Row
from models.database import Database
from models.search import Filters, Query, Reader
from models.vocabulary import source

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
HOSTILE = ('"', "' | '", "a AND (b OR NOT c)", "honey:*", "-honey", "NEAR(a b)", "ʘr30", "%", "🍯", "我", "a" * 4_000)
_HOME = {code: atlas.by_code(region).id for code, region in REGIONS.items()}


async def run(arguments: argparse.Namespace) -> int:
    queries = list(asked(arguments.queries, arguments.seed))
    with tempfile.TemporaryDirectory() as folder:
        async with (
            stage.database(Path(folder), postgres=False) as sqlite,
            stage.database(Path(folder), postgres=True) as postgres,
        ):
            answers = [await answered(url, queries, arguments) for url in (sqlite, postgres)]
    equal = sum(one == other for one, other in zip(*answers, strict=True))
    for query, one, other in zip(queries, *answers, strict=True):
        if one != other:
            print(f"differs: {query.text[:60]!r} ({query.language}): {one[:5]} {other[:5]}")
    found = sum(map(bool, answers[0]))
    print(f"{arguments.listings} listings, {len(queries)} queries, {found} with results: {equal} ordered lists are equal")
    print(json.dumps({"queries": len(queries), "equal": equal, "ratio": equal / len(queries)}))
    return 0 if equal == len(queries) else 1


def asked(number: int, seed: int) -> Iterator[Query]:
    """So many queries, the same for the same seed."""
    chance = random.Random(seed)
    concepts = source.read()
    twins = {code: {other: [n] for n, other in enumerate(_HOME.values(), 1) if other != home} for code, home in _HOME.items()}
    for n in range(number):
        language = words.LANGUAGES[n % len(words.LANGUAGES)]
        terms = [chance.choice(chance.choice(concepts).terms[language]) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
        text = chance.choice(HOSTILE) if n % 25 == 0 else "" if n % 40 == 1 else " ".join(terms)
        if n % 10 == 2 and len(text) > 4:
            cut = chance.randrange(len(text))
            text = text[:cut] + text[cut + 1 :]
        filters = Filters(sectors=frozenset({chance.randint(1, 22)})) if n % 7 == 3 else Filters()
        scope = None if n % 3 == 0 else frozenset(twins[language])
        yield Query(text=search.short(text), language=language, regions=scope, filters=filters, reader=Reader(twins=twins[language]))


async def answered(url: str, queries: list[Query], arguments: argparse.Namespace) -> list[list[int]]:
    await asyncio.to_thread(migrate.upgrade, url)
    database = Database(url)
    try:
        made = enumerate(listings(arguments.listings, seed=arguments.seed))
        rows = (Row(str(n), _HOME[m.language], m.language, m.title[:120], m.summary[:500], (n % 22 + 1,)) for n, m in made)
        async for _ in bulk.load(database, rows, now=NOW):
            pass
        async with database.read() as session:
            assert await regions.count(session)
            return [(await search.find(session, query, now=NOW)).found for query in queries]
    finally:
        await database.close()
