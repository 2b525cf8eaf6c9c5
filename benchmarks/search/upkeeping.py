"""What the index costs beside searching: a change of a listing, the analyser's memory."""

import json
import statistics
import subprocess
import sys
import time
from itertools import islice
from typing import Any

from sqlalchemy import select

from benchmarks.listings import listings
from benchmarks.search.data import NOW
from models import search
from models.database import Database
from models.opportunities import Opportunity, OpportunityVersion

UPDATES = 60
TEXTS = 2_000
_ANALYSER = """
import asyncio, json, os, sys
def kept():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
from models import vocabulary, words
asyncio.run(vocabulary.ready(words.LANGUAGES))
loaded = kept()
texts = json.load(sys.stdin)
before = kept()
for language, text in texts:
    vocabulary.units(words.split(text, language), [language])
print(json.dumps([loaded, kept() - before]))
"""


async def measured(url: str, seed: int) -> dict[str, float]:
    plain, indexed = await _updates(url)
    memory, more = _memory(seed)
    print(f"  a listing's change, p50: {plain:.2f} ms the row alone, {indexed:.2f} ms with the index: {indexed / plain:.1f} (to reach: 5)")
    print(f"  memory of the analyser with six languages: {memory:.0f} MB (to reach: 150), {more:.0f} more after {TEXTS} texts")
    return {"update": round(indexed / plain, 3), "memory_mb": round(memory)}


async def _updates(url: str) -> tuple[float, float]:
    """Milliseconds of a transaction that changes a listing's text, without and with its place in the index; each is changed back."""
    database = Database(url)
    async with database.read() as session:
        ids = list(await session.scalars(select(Opportunity.id).order_by(Opportunity.id).limit(UPDATES)))
    taken: dict[bool, list[float]] = {False: [], True: []}
    for opportunity_id in ids:
        for with_index in (False, True):
            for word in ("Nowadays ", ""):
                began = time.perf_counter()
                await _change(database, opportunity_id, word, with_index=with_index)
                taken[with_index].append((time.perf_counter() - began) * 1000)
    await database.close()
    return statistics.median(taken[False]), statistics.median(taken[True])


async def _change(database: Database, opportunity_id: int, word: str, *, with_index: bool) -> None:
    async with database.write() as session:
        query = select(OpportunityVersion).join(Opportunity, Opportunity.public_version_id == OpportunityVersion.id)
        version = (await session.scalars(query.where(Opportunity.id == opportunity_id))).one()
        version.summary = word + version.summary.removeprefix("Nowadays ")
        await session.flush()
        if with_index:
            await search.publish(session, opportunity_id, now=NOW.replace(hour=10))


def _memory(seed: int) -> tuple[float, float]:
    """MB of a fresh process with all dictionaries and the vocabulary, and what reading texts in all languages adds (Linux)."""
    texts: list[Any] = [(made.language, f"{made.title} {made.summary}") for made in islice(listings(TEXTS, seed=seed), TEXTS)]
    done = subprocess.run([sys.executable, "-c", _ANALYSER], input=json.dumps(texts), capture_output=True, text=True, check=True)
    loaded, more = json.loads(done.stdout)
    return loaded, more
