"""How long somebody who taps waits while an announcement goes out, beside the same without.

The bot runs in a process of its own at its usual pace of 25 a second; a few people go to the settings and back, one tap after the other. A
tap lasts from the finger to the changed screen (the toast's answer and the edit are two calls). Half of the taps without a broadcast are
made before it and half after it, so that a machine that others use is the same for both. `ratio`: p95 during it / p95 without.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks.broadcast import crowd
from benchmarks.faults import stage, tables
from models import atlas, members
from models.database import Database
from models.members import CONSENT_VERSION
from sandbox.person import Person
from sandbox.server import Sandbox

PACE = 25.0
TAPPING = 4
"""People, one after the other."""
PAUSE = 0.15
RATIO_MAX = 1.5


async def run(arguments: argparse.Namespace) -> int:
    quiet, busy = await measure(arguments.recipients, arguments.taps, postgres=arguments.postgres)
    ratio = _p95(busy) / _p95(quiet)
    print(f"{'':<22}{'taps':>7}{'p50 ms':>9}{'p95 ms':>9}")
    for name, times in (("without", quiet), ("during a broadcast", busy)):
        print(f"{name:<22}{len(times):>7}{1000 * median(times):>9.1f}{_p95(times):>9.1f}")
    print(
        json.dumps({"ratio": round(ratio, 2), "p50_ms": round(1000 * median(busy), 1), "p95_ms": round(_p95(busy), 1), "taps": len(busy)})
    )
    return 0 if ratio <= RATIO_MAX else 1


async def measure(recipients: int, taps: int, *, postgres: bool) -> tuple[list[float], list[float]]:
    """Seconds of each tap: without, and during."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stage.database(folder, postgres=postgres) as url:
            await asyncio.to_thread(crowd.fresh, url)
            async with stage.staged(folder, url, cold=False, per_second=PACE) as (telegram, bot):
                ids = crowd.arrive(telegram, recipients)
                now = datetime.fromtimestamp(telegram.clock.now(), UTC)
                database = Database(url)
                await crowd.enrol(database, ids, now=now)
                await bot.start()
                people = await _at_home(telegram, database)
                await _taps(people, 40, lambda: True)  # warms what can be warmed
                quiet = await _taps(people, taps // 2, lambda: True)
                await crowd.announce(database, ids, now=datetime.fromtimestamp(telegram.clock.now(), UTC))
                await database.close()
                sent = len(telegram.calls("sendMessage"))
                while len(telegram.calls("sendMessage")) < sent + 25:  # noqa: ASYNC110 - another process does it, there is no event
                    await asyncio.sleep(0.05)
                left = recipients + sent - 50
                busy = await _taps(people, taps, lambda: len(telegram.calls("sendMessage")) < left)
                await _done(url)
                quiet += await _taps(people, taps - taps // 2, lambda: True)
    return quiet, busy


async def _at_home(telegram: Sandbox, database: Database) -> list[Person]:
    """People who have passed the entrance and are not among the readers."""
    people = [telegram.person(f"Somebody {number}") for number in range(TAPPING)]
    for person in people:
        await person.opens()
        await person.sees("\n\n", timeout=60)
        async with database.write() as session:
            member = await members.find(session, person.id)
            assert member
            member.region_id, member.consent_version = atlas.by_code("PL-12").id, CONSENT_VERSION
        await person.opens()
        await person.sees("Type what you look for", timeout=60)
    return people


async def _taps(people: list[Person], most: int, goes_on: Callable[[], bool]) -> list[float]:
    """Everybody to the settings and home again, as long as it goes on and whole rounds fit."""
    times: list[float] = []
    a_round = len(people) * len(STEPS)
    for number in range(max(most - most % a_round, a_round)):
        person, (button, screen) = people[number % len(people)], STEPS[number // len(people) % 2]
        if number % a_round == 0 and not goes_on():
            break
        began = time.perf_counter()
        await person.taps(button)
        await person.sees(screen)
        times.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE)
    return times


STEPS = (("Settings", "Time zone"), ("Home", "Type what you look for"))


async def _done(url: str) -> None:
    while await tables.select(url, "SELECT id FROM announcements WHERE state != 'done'"):  # noqa: ASYNC110 - see above
        await asyncio.sleep(0.2)


def _p95(times: list[float]) -> float:
    """In milliseconds."""
    return 1000 * quantiles(times, n=20)[-1]
