"""An announcement on its way while its sender is killed again and again: `python -m benchmarks faults --broadcast`.

The sandbox (a Telegram of our own) runs in this process, the bot in one of its own, at the usual pace of 25 a second. It is killed at
random moments, most of them chosen to hurt: while a call is under way, between a call and its record, while rows are being made, while
it starts. Answers get lost, pages come instead of JSON, connections are reset, 429 are sent. On PostgreSQL a second process stands by and
takes over; each kill hits the one that serves. At the end everything is counted from the sandbox's chats and compared with the ledger.

lost: a recipient without a copy whom the ledger does not call doubtful, unreachable or cancelled; or a row that has not come to an end.
twice: a recipient with two copies. doubtful: rows that a kill cut off (at most one a kill); doubtful_faults: those whose call had no
answer.
"""

import argparse
import asyncio
import json
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.broadcast import crowd
from benchmarks.faults import stage, tables
from benchmarks.faults.process import Bot
from models.database import Database
from sandbox.server import Sandbox

PACE = 25.0
READERS_A_KILL = 40
WAIT_MAX, START_MAX, END_MAX = 2.0, 60.0, 300.0
"""Seconds: for a chosen moment, for a start, for what is left at the end."""
FAULTS = ("answer_lost", "bad_gateway", "reset", "server_error", "429")
SETTLED = ("sent", "unreachable", "failed", "in_doubt", "cancelled")


@dataclass
class Counted:
    recipients: int
    kills: int
    lost: int
    twice: int
    doubtful: int
    doubtful_faults: int
    states: dict[str, int]
    moments: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        return not self.lost and not self.twice and self.doubtful <= self.kills and self.doubtful_faults <= sum(self.faults.values())


async def run(arguments: argparse.Namespace) -> int:
    counted = await measure(kills=arguments.kills, seed=arguments.seed, postgres=arguments.postgres)
    report(counted)
    return 0 if counted.clean else 1


async def measure(*, kills: int, seed: int = 1, postgres: bool = False) -> Counted:
    began, chance = time.monotonic(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stage.database(folder, postgres=postgres) as url:
            await asyncio.to_thread(crowd.fresh, url)
            async with stage.staged(folder, url, cold=False, per_second=PACE) as (telegram, first):
                ids = crowd.arrive(telegram, max(kills, 1) * READERS_A_KILL)
                await _write(telegram, url, ids)
                others = [Bot(first.environment, folder / "second.log", cold=False)] if postgres else []
                breaker = Breaker(telegram, [first, *others], chance)
                for other in others:
                    await other.__aenter__()
                try:
                    await breaker.work(kills)
                    await _ended(url)
                finally:
                    for other in others:
                        await other.__aexit__()
                counted = await _count(telegram, url, ids[2:], kills)
    counted.moments, counted.faults, counted.seconds = breaker.moments, breaker.faults, time.monotonic() - began
    return counted


async def _write(telegram: Sandbox, url: str, ids: list[int]) -> None:
    """The announcement is approved before the bot starts, so that rows are made under fire too."""
    now = datetime.fromtimestamp(telegram.clock.now(), UTC)
    database = Database(url)
    await crowd.enrol(database, ids, now=now)
    await crowd.announce(database, ids, now=now)
    await database.close()


class Breaker:
    """Starts the bots and kills the one that serves, as often as asked."""

    def __init__(self, telegram: Sandbox, bots: list[Bot], chance: random.Random) -> None:
        self._telegram, self._bots, self._chance = telegram, bots, chance
        self.moments: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._moments = {
            "anywhen": self._anywhen,
            "during a call": self._during_a_call,
            "after a call": self._after_a_call,
            "at a fault": self._at_a_fault,
            "while starting": self._while_starting,
        }

    async def work(self, kills: int) -> None:
        names = [name for _round in range(kills // len(self._moments) + 1) for name in self._moments]
        for _kill in range(kills):
            serving = await self._start()
            name = names.pop(self._chance.randrange(len(names)))
            if name != "while starting":
                await self._polls()
            await self._moments[name]()
            await serving.end(signal.SIGKILL)
            self._telegram.state.clear_faults()
            self.moments[name] += 1
            # Whoever stood by serves next; the one that was killed will stand by.
            self._bots.reverse()
        await self._start()

    async def _start(self) -> Bot:
        """All of them run; returns the one that serves (or will, when it holds the place of the one that was killed)."""
        self._polled = self._telegram.bot.updates.poll
        for bot in self._bots:
            if not bot.pid:
                await bot.start()
                if bot is self._bots[0]:
                    # Else the second one would be faster to the lock.
                    await self._polls()
        return self._bots[0]

    async def _polls(self) -> None:
        if not await self._comes(lambda: self._telegram.bot.updates.poll > self._polled, START_MAX):
            raise RuntimeError("the bot did not begin to poll; see its log")

    async def _anywhen(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.1, 1.5))

    async def _while_starting(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, 0.8))

    async def _during_a_call(self) -> None:
        """The call is carried out after the death of whoever made it."""
        skip = self._chance.randrange(15)
        fault = self._telegram.fault("delay", method="sendMessage", seconds=0.03, skip=skip)
        await self._comes(lambda: fault.times == 0, WAIT_MAX)

    async def _after_a_call(self) -> None:
        """Between a call and the record of its end."""
        sent = len(self._telegram.calls("sendMessage")) + self._chance.randrange(1, 15)
        await self._comes(lambda: len(self._telegram.calls("sendMessage")) >= sent, WAIT_MAX)
        await asyncio.sleep(self._chance.choice((0.0, 0.001, 0.003, 0.01)))

    async def _at_a_fault(self) -> None:
        for kind in self._chance.sample(FAULTS, 2):
            settings = {"seconds": 1} if kind == "429" else {}
            fault = self._telegram.fault(kind, method="sendMessage", skip=self._chance.randrange(8), **settings)
            if await self._comes(lambda fault=fault: fault.times == 0, WAIT_MAX):  # type: ignore[misc]
                self.faults[kind] += 1
        await asyncio.sleep(self._chance.uniform(0.0, 0.3))

    async def _comes(self, moment: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not moment():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.0005)
        return True


async def _ended(url: str) -> None:
    """The announcement comes to its end in peace."""
    for _look in range(int(END_MAX / 0.2)):
        if not await tables.select(url, "SELECT id FROM announcements WHERE state != 'done'"):
            return
        await asyncio.sleep(0.2)


async def _count(telegram: Sandbox, url: str, ids: Iterable[int], kills: int) -> Counted:
    rows = await tables.select(
        url, "SELECT m.telegram_id AS person, d.state, d.fault FROM announcement_deliveries d JOIN members m ON m.id = d.member_id"
    )
    ends: dict[int, tuple[str, str | None]] = {row["person"]: (row["state"], row["fault"]) for row in rows}
    copies = {telegram_id: _copies(telegram, telegram_id) for telegram_id in ids}
    without = [ends.get(person, ("none", None))[0] for person, count in copies.items() if not count]
    doubts = [fault for state, fault in ends.values() if state == "in_doubt"]
    return Counted(
        recipients=len(copies),
        kills=kills,
        lost=sum(state in ("none", "sent", "queued", "sending", "failed") for state in without)
        + sum(state not in SETTLED and copies.get(person, 0) > 0 for person, (state, _fault) in ends.items()),
        twice=sum(count > 1 for count in copies.values()) + len(rows) - len(ends),
        doubtful=doubts.count("cut off"),
        doubtful_faults=len(doubts) - doubts.count("cut off"),
        states=dict(Counter(state for state, _fault in ends.values())),
    )


def _copies(telegram: Sandbox, telegram_id: int) -> int:
    chat = telegram.world.chats.get((telegram.bot.id, telegram_id))
    return sum(crowd.TEXT in message.words for message in chat.messages.values()) if chat else 0


def report(counted: Counted) -> None:
    print(f"{counted.kills} kills in {counted.seconds:.0f} s, {counted.recipients} recipients")
    for moment, times in counted.moments.items():
        print(f"  {moment:<20}{times:>6}")
    print("faults: " + ", ".join(f"{kind} {times}" for kind, times in sorted(counted.faults.items())))
    print("ledger: " + ", ".join(f"{state} {count}" for state, count in sorted(counted.states.items())))
    names = ("lost", "twice", "doubtful", "doubtful_faults", "kills", "recipients")
    print(json.dumps({name: getattr(counted, name) for name in names}))
