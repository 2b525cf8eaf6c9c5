"""`python -m bot index FILE.jsonl`, `query FILE.jsonl` and `reindex`: the search without people, for judging and for upkeep."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.settings import Settings
from models import bulk, search
from models.bulk import BulkError
from models.database import Database


async def index(settings: Settings, arguments: argparse.Namespace) -> int:
    """Load listings: a JSON object a line with id, region, language, title, summary, sector."""
    database = Database(settings.database_url)
    done = 0
    try:
        rows = (bulk.listing_row(values) for values in _lines(arguments.file))
        async for done in bulk.load(database, rows, now=Clock(settings.clock_file).now()):
            print(f"\r{done} listings", end="", file=sys.stderr, flush=True)
    except (BulkError, OSError) as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 2
    finally:
        await database.close()
    print(f"\r{done} listings are in the index.", file=sys.stderr)
    return 0


async def query(settings: Settings, arguments: argparse.Namespace) -> int:
    """Answer queries: a JSON object a line with id, region, language, text; prints one a line with id and ids, best first."""
    database, now = Database(settings.database_url), Clock(settings.clock_file).now()
    try:
        for values in _lines(arguments.file):
            asked = bulk.question(values)
            async with database.read() as session:
                found = await bulk.ask(session, asked, now=now)
            print(json.dumps({"id": values["id"], "ids": found}, ensure_ascii=False))
    except (BulkError, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    finally:
        await database.close()
    return 0


async def reindex(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Make the index anew, also where nothing changed; a bot that runs may go on."""
    database, now = Database(settings.database_url), Clock(settings.clock_file).now()
    try:
        async with database.write() as session:
            await search.start_anew(session)
        async for reached in search.reindex(database, now=now):
            print(f"\r{reached.done} of {reached.of}", end="", file=sys.stderr, flush=True)
    finally:
        await database.close()
    print("\rThe index is made anew.", file=sys.stderr)
    return 0


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file, `-` for standard input.

    Raises:
        BulkError: a line is not a JSON object.
    """
    with sys.stdin if str(path) == "-" else path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except ValueError as fault:
                raise BulkError(f"line {number} is no JSON: {fault}") from None
            if not isinstance(values, dict):
                raise BulkError(f"line {number} is no object")
            yield values
