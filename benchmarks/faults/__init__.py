"""What repeated kills lose: people type and tap, the bot is killed again and again, and everything is counted at the end.

The sandbox (a Telegram of our own) runs in this process, the bot in one of its own (`process.py`). `killing.py` ends it with SIGKILL at
random moments, most of them chosen to hurt: right after a getUpdates answer, while a call is under way, between a call and its
record, while it starts; some ends are SIGTERM. Afterwards the bot finishes in peace, and `counting.py` compares what people did with
what they saw (the sandbox's transcripts) and what the tables hold (`tables.py`, a connection that only reads).

lost: an update that Telegram had and that was not stored, answered or applied; an action without a screen; an answer or a choice that is
missing; a notice that nobody saw. twice: one action with two effects; a notice that came twice without its 🔁 mark.
doubtful: notices with the mark; Telegram has no idempotency key, so at most one a kill cannot be told from lost.
"""

import argparse
import asyncio
import importlib
import json
import random
import signal
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults import counting, stage, tables
from benchmarks.faults.counting import Tally
from benchmarks.faults.evidence import Evidence, Posted
from benchmarks.faults.killing import Ends, Killer
from benchmarks.faults.people import Actor, GaveUpError, Street, arrives, desk, entrepreneur
from sandbox.server import Sandbox
from sandbox.world.world import FIRST_UPDATE


@dataclass(frozen=True)
class Measured:
    tally: Tally
    ends: Ends
    seconds: float
    log: str

    @property
    def clean(self) -> bool:
        """Nothing lost, nothing twice, at most one doubt a kill, and who was asked to stop stopped."""
        return not self.tally.lost and not self.tally.twice and self.tally.doubtful <= self.ends.kills and not any(self.ends.codes)


async def run(arguments: argparse.Namespace) -> int:
    if arguments.broadcast:
        return await importlib.import_module("benchmarks.broadcast.breaking").run(arguments)  # type: ignore[no-any-return]
    measured = await measure(
        kills=arguments.kills,
        terms=arguments.terms,
        seed=arguments.seed,
        people=arguments.people,
        postgres=arguments.postgres,
        cold=arguments.cold,
    )
    report(measured)
    return 0 if measured.clean else 1


async def measure(*, kills: int, terms: int, seed: int = 1, people: int = 6, postgres: bool = False, cold: bool = False) -> Measured:
    began, chance = time.monotonic(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stage.database(folder, postgres=postgres) as url:
            await asyncio.to_thread(stage.migrated, url)
            async with stage.staged(folder, url, cold=cold) as (telegram, bot):
                evidence = Evidence()
                street = Street(telegram, evidence, url, chance)
                watcher, official = Actor(street, "Watcher"), Actor(street, "Official")
                await stage.open_office(url, watcher.id, official.id)
                killer = Killer(telegram, bot, random.Random(seed + 1), [watcher.id])
                await killer.start()
                for one in (watcher, official):
                    await arrives(one, "Kyiv Oblast")
                await bot.end(signal.SIGTERM)
                await _live(street, official, killer, kills, terms, people)
                killer.ends.codes.append(await bot.end(signal.SIGTERM))
                evidence.posted = _posted(telegram)
                evidence.handed = list(range(FIRST_UPDATE, telegram.bot.updates.next_id))
            evidence.tables = await tables.read(url)
        log = (folder / "bot.log").read_text(errors="replace")
    return Measured(counting.count(evidence), killer.ends, time.monotonic() - began, log)


async def _live(street: Street, official: Actor, killer: Killer, kills: int, terms: int, people: int) -> None:
    """People act, the bot dies and comes back; then it finishes in peace."""
    nobody_left = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_patiently(desk(street, official, nobody_left)))
        lanes = [group.create_task(_lane(street, number, people)) for number in range(people)]
        await killer.work(kills, terms)
        await killer.start()
        street.closing = True
        await asyncio.gather(*lanes)
        nobody_left.set()
    await street.telegram.idle(60)
    await _outbox_empty(street.url)


async def _lane(street: Street, number: int, step: int) -> None:
    while not street.closing:
        await _patiently(entrepreneur(street, number))
        number += step


async def _patiently(life: Coroutine[None, None, None]) -> None:
    try:
        await life
    except GaveUpError as gave_up:
        print(gave_up)


async def _outbox_empty(url: str) -> None:
    """The sender goes through what is left."""
    for _try in range(600):
        if not await tables.select(url, "SELECT id FROM deliveries WHERE state IN ('queued', 'sending')"):
            return
        await asyncio.sleep(0.1)


def _posted(telegram: Sandbox) -> list[Posted]:
    """Messages as they appeared first: a tap may have turned one into another since."""
    calls = [call for call in telegram.calls("sendMessage") if call.ok]
    return [Posted(int(c.parameters["chat_id"]), int(c.result_summary.split()[-1]), str(c.parameters["text"])) for c in calls]


def report(measured: Measured) -> None:
    """A table, what was found in words, and one line of JSON."""
    tally, ends = measured.tally, measured.ends
    for finding in tally.findings[:40]:
        print(finding)
    print(f"\n{ends.kills} kills and {len(ends.codes)} stops in {measured.seconds:.0f} s")
    for moment, times in ends.moments.items():
        print(f"  {moment:<20}{times:>6}")
    print(f"\n{'':<22}{'all':>8}{'lost':>8}{'twice':>8}{'doubtful':>10}{'overtaken':>11}")
    print(f"{'updates':<22}{tally.updates:>8}{tally.updates_lost:>8}{tally.updates_twice:>8}")
    print(f"{'notices':<22}{tally.notices:>8}{tally.notices_lost:>8}{tally.notices_twice:>8}{tally.doubtful:>10}{tally.overtaken:>11}")
    print("effects counted: " + ", ".join(f"{name} {number}" for name, number in sorted(tally.effects.items())))
    print(f"texts that were not taken, and whose writers were told so: {tally.refused}")
    told = {
        "lost": tally.lost,
        "twice": tally.twice,
        "doubtful": tally.doubtful,
        "kills": ends.kills,
        "terms": len(ends.codes),
        "updates": tally.updates,
        "notices": tally.notices,
    }
    print(json.dumps(told))
