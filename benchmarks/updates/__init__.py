"""What an update costs: updates a second of one process, beside a bare aiogram handler, and a form beside aiogram-dialog.

Every side stands behind our real intake (stored, handled, recorded) on an SQLite file of its own with synchronous=FULL as in
production. Telegram is `transport.py`: it answers at once and without network, so that only our processor time is measured; the same
for all. Ours is the whole Application: all routers, middlewares, rights, words. Rounds of the sides are interleaved, and the medians of the
rounds are told: on a busy machine absolute times say little, ratios do.

tap: Settings and back to Home. answer: a typed answer of the five-step form. search: a word among 60 listings.
ratio: our CPU for such an update / the bare handler's. p50_ms, p95_ms: by the clock, one person at a time. a second: 32 people at once.
dialog_ratio: CPU (all threads) of a completed five-step form, ours / aiogram-dialog's with a storage on SQLAlchemy and aiosqlite as they
come, as its users have it. dialog_ratio_same_engine: with its storage on our own engine, which we made cheaper: the forms alone.
"""

import argparse
import gc
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.updates import bare, form, ours, theirs
from benchmarks.updates.side import Body, Side, Spent
from bot import telemetry

PEOPLE = 32
WORDS = ("honey", "timber", "bread", "linen")


@dataclass
class Kind:
    """One kind of update, by rounds."""

    cpu: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)
    a_second: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median(mine / theirs for mine, theirs in zip(self.cpu, self.bare, strict=True))


@dataclass
class Measured:
    kinds: dict[str, Kind] = field(default_factory=lambda: {name: Kind() for name in ("tap", "answer", "search")})
    form_ours: list[float] = field(default_factory=list)
    form_theirs: list[float] = field(default_factory=list)
    form_same_engine: list[float] = field(default_factory=list)

    @property
    def dialog_ratio(self) -> float:
        return median(mine / theirs for mine, theirs in zip(self.form_ours, self.form_theirs, strict=True))

    @property
    def dialog_ratio_same_engine(self) -> float:
        return median(mine / theirs for mine, theirs in zip(self.form_ours, self.form_same_engine, strict=True))


async def run(arguments: argparse.Namespace) -> int:
    telemetry.configure("text")
    report(await measure(rounds=arguments.rounds, updates=arguments.updates))
    return 0


async def measure(*, rounds: int, updates: int) -> Measured:
    measured = Measured()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sides = Sides(
            await ours.side(folder, PEOPLE),
            await bare.side(folder),
            await theirs.side(folder, "ordinary", ordinary=True),
            await theirs.side(folder, "same_engine", ordinary=False),
        )
        gc.collect()
        gc.freeze()  # as `python -m bot run` does
        try:
            # The first round warms caches and is not counted.
            for number in range(rounds + 1):
                await _round(measured if number else Measured(), sides, updates if number else min(updates, 20))
        finally:
            for side in sides:
                await side.close()
    return measured


class Sides(NamedTuple):
    ours: Side
    bare: Side
    dialog: Side
    same_engine: Side


async def _round(measured: Measured, sides: Sides, updates: int) -> None:
    mine, plain = sides.ours, sides.bare
    typed = await _one_by_one(plain, updates, lambda n: plain.text(n % PEOPLE, "honey"))
    tapped = await _one_by_one(plain, updates, lambda n: plain.tap(n % PEOPLE, "Home"))

    await _home(mine)
    await _kind(measured.kinds["tap"], mine, updates, tapped, _tapping(mine))
    await _kind(measured.kinds["search"], mine, updates, typed, lambda n: mine.text(n % PEOPLE, WORDS[n // PEOPLE % len(WORDS)]))
    answers = measured.kinds["answer"]
    forms = max(updates // 7, 2)
    contenders = (
        (mine, ours.BUTTONS, measured.form_ours),
        (sides.dialog, theirs.BUTTONS, measured.form_theirs),
        (sides.same_engine, theirs.BUTTONS, measured.form_same_engine),
    )
    for one, buttons, kept in contenders:
        gc.collect()
        whole, answered = Spent(), Spent()
        for number in range(forms):
            await form.walk(one, number % PEOPLE, buttons, whole, answered)
        kept.append(whole.cpu / forms)
        if one is mine:
            answers.cpu.append(answered.cpu / len(answered.each))
            answers.bare.append(typed)
            answers.each += answered.each
            answers.a_second.append(len(answered.each) / answered.wall)


async def _home(side: Side) -> None:
    for person in range(PEOPLE):
        await side.sends(Spent(), side.text(person, "/start"))


def _tapping(side: Side) -> Callable[[int], Body]:
    """Everybody to the settings, then everybody home."""
    return lambda n: side.tap(n % PEOPLE, ("Settings", "Home")[n // PEOPLE % 2])


async def _kind(kind: Kind, side: Side, updates: int, plain: float, body: Callable[[int], Body]) -> None:
    gc.collect()
    spent = Spent()
    whole = updates - updates % (2 * PEOPLE) or 2 * PEOPLE
    for number in range(whole):
        await side.sends(spent, body(number))
    kind.cpu.append(spent.cpu / whole)
    kind.bare.append(plain)
    kind.each += spent.each
    together = Spent()
    for turn in range(2):
        await side.sends(together, *(body(turn * PEOPLE + person) for person in range(PEOPLE)))
    kind.a_second.append(2 * PEOPLE / together.wall)


async def _one_by_one(side: Side, updates: int, body: Callable[[int], Body]) -> float:
    """CPU seconds an update."""
    gc.collect()
    spent = Spent()
    for number in range(max(updates, PEOPLE)):
        await side.sends(spent, body(number))
    return spent.cpu / max(updates, PEOPLE)


def report(measured: Measured) -> None:
    print(f"{'':<10}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'bare ms':>9}{'ratio':>8}")
    told: dict[str, object] = {}
    for name, kind in measured.kinds.items():
        p50, p95 = 1000 * median(kind.each), 1000 * quantiles(kind.each, n=20)[-1]
        cpu, plain = 1000 * median(kind.cpu), 1000 * median(kind.bare)
        print(f"{name:<10}{median(kind.a_second):>10.0f}{p50:>9.2f}{p95:>9.2f}{cpu:>9.2f}{plain:>9.2f}{kind.ratio:>8.2f}")
        told[name] = {
            "a_second": round(median(kind.a_second)),
            "p50_ms": round(p50, 2),
            "p95_ms": round(p95, 2),
            "ratio": round(kind.ratio, 2),
        }
    mine, dialog, same = (1000 * median(each) for each in (measured.form_ours, measured.form_theirs, measured.form_same_engine))
    print(f"\nfive-step form, CPU ms: ours {mine:.1f}, aiogram-dialog {dialog:.1f} (on our engine {same:.1f})")
    told["dialog_ratio"] = round(measured.dialog_ratio, 2)
    told["dialog_ratio_same_engine"] = round(measured.dialog_ratio_same_engine, 2)
    print(json.dumps(told))
