"""How fast the sandbox is: user steps a second through real HTTP long polling, with a bare aiogram bot in a process of its own.

A registration has three steps: Start, a tap that edits the message, a typed answer. A step lasts from what the person does until they see
the bot's answer (for the tap: the toast and the edited message); it is two or three calls of the bot. One registration follows another,
as in a test; `together` is 20 people at once. `share` is the sandbox's part (server and people: this process) of the processor time of
both processes. Medians of the rounds are told; the first round warms up and is not counted.
"""

import argparse
import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from sandbox.person import Person
from sandbox.server import Sandbox

MARK = 250
"""Steps a second of the prototype."""
STEPS = 3
CROWD = 20
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Round:
    """A round: seconds of each step; of the whole by the clock and of both processes' processors; and of the crowd."""

    each: list[float] = field(default_factory=list)
    wall: float = 0.0
    sandbox: float = 0.0
    bot: float = 0.0
    crowd: float = 0.0

    @property
    def a_second(self) -> float:
        return len(self.each) / self.wall

    @property
    def share(self) -> float:
        return self.sandbox / (self.sandbox + self.bot)

    @property
    def together(self) -> float:
        return CROWD * STEPS / self.crowd


class Bot:
    """The bot's process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def cpu(self) -> float:
        """Processor time so far, as it says itself."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"\n")
        return float(await self._process.stdout.readline())


async def run(arguments: argparse.Namespace) -> int:
    return report(await measure(arguments.rounds, arguments.dialogues))


async def measure(rounds: int, dialogues: int) -> list[Round]:
    """One world a round; the bot goes on."""
    async with Sandbox() as telegram, _bot(telegram) as bot:
        await _round(telegram, bot, min(dialogues, 20))
        gc.collect()
        gc.freeze()
        return [await _round(telegram, bot, dialogues) for _ in range(rounds)]


@asynccontextmanager
async def _bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.sandbox.bot",
        telegram.base_url,
        telegram.token,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(30):
            while not telegram.bot.updates.polling:  # noqa: ASYNC110 - another process does it, there is no event
                await asyncio.sleep(0.02)
        yield Bot(process)
    finally:
        process.terminate()
        await process.wait()


async def _round(telegram: Sandbox, bot: Bot, dialogues: int) -> Round:
    telegram.reset()
    gc.collect()
    done = Round()
    cpu, bots, began = time.process_time(), await bot.cpu(), time.perf_counter()
    for number in range(dialogues):
        done.each += await _registration(telegram.person(f"Person {number}"))
    done.wall = time.perf_counter() - began
    done.bot = await bot.cpu() - bots
    done.sandbox = time.process_time() - cpu
    crowd = [telegram.person(f"Crowd {number}") for number in range(CROWD)]
    began = time.perf_counter()
    await asyncio.gather(*map(_registration, crowd))
    done.crowd = time.perf_counter() - began
    await telegram.idle()
    telegram.check()
    return done


async def _registration(person: Person) -> list[float]:
    """Seconds of the three steps."""
    times = [time.perf_counter()]
    await person.opens()
    await person.sees("Welcome", buttons=["Register"])
    times.append(time.perf_counter())
    await person.taps("Register")
    await person.sees("Your name?")
    times.append(time.perf_counter())
    await person.sends("Olena")
    await person.sees("Thank you, Olena")
    times.append(time.perf_counter())
    return [after - before for before, after in pairwise(times)]


def report(rounds: list[Round]) -> int:
    print(f"{'round':<8}{'steps/s':>9}{'together/s':>12}{'p50 ms':>9}{'p95 ms':>9}{'sandbox CPU ms':>16}{'bot CPU ms':>12}{'share':>8}")
    for number, each in enumerate(rounds, 1):
        print(_line(str(number), [each]))
    print(_line("median", rounds))
    speed = median(each.a_second for each in rounds)
    told = {
        "steps_per_second": round(speed),
        "sandbox_share": round(median(each.share for each in rounds), 3),
        "ratio": round(speed / MARK, 2),
        "p50_ms": round(_p50(rounds), 2),
        "p95_ms": round(_p95(rounds), 2),
        "together_per_second": round(median(each.together for each in rounds)),
    }
    print(json.dumps(told))
    return 0


def _line(name: str, rounds: list[Round]) -> str:
    """Processor time is of a step."""
    mine, bots = (1000 * median(getattr(each, whose) / len(each.each) for each in rounds) for whose in ("sandbox", "bot"))
    speed, together = median(each.a_second for each in rounds), median(each.together for each in rounds)
    share = median(each.share for each in rounds)
    return f"{name:<8}{speed:>9.0f}{together:>12.0f}{_p50(rounds):>9.2f}{_p95(rounds):>9.2f}{mine:>16.2f}{bots:>12.2f}{share:>8.1%}"


def _p50(rounds: list[Round]) -> float:
    return 1000 * median(median(each.each) for each in rounds)


def _p95(rounds: list[Round]) -> float:
    return 1000 * median(quantiles(each.each, n=20)[-1] for each in rounds)
