"""How announcements go out, beside other ways to tell many people, all on the same sandbox in the same run.

Paced: the sandbox keeps Telegram's rates (its model: 30 a second in all). `ratio` is the time that so many messages take at the
configured pace, by the time from the first call to the last as the sandbox saw it; `refused` counts 429, `missing` readers without the
message. Beside: aiogram_broadcaster with the same interval, python-telegram-bot's AIORateLimiter with the same rate.

--unlimited: no rates, no pacing. Deliveries a second from the order to the last record, ledger included, as a `ratio` to bare concurrent
`bot.send_message` calls, as many at once as ours has under way, which keep nothing. Rounds of both are interleaved; their medians are told.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.broadcast import crowd
from benchmarks.broadcast.task import Task
from benchmarks.faults import stage
from bot.sender.broadcast import AT_ONCE
from sandbox.server import Sandbox

PACE = 25.0
ROOT = Path(__file__).parents[2]
NAMES = {"ours": "ours", "broadcaster": "aiogram_broadcaster", "rate_limiter": "PTB AIORateLimiter", "bare": "bare send_message"}


@dataclass(frozen=True)
class Told:
    """How one way did; `span` is from the first call to the last, in seconds at the sandbox."""

    seconds: float
    span: float
    recipients: int
    refused: int
    missing: int
    twice: int

    @property
    def a_second(self) -> float:
        return self.recipients / self.seconds

    @property
    def ratio(self) -> float:
        """The ideal time by the time it took."""
        return (self.recipients - 1) / PACE / self.span


async def run(arguments: argparse.Namespace) -> int:
    if arguments.unlimited:
        return await _unlimited(arguments.recipients, arguments.rounds, postgres=arguments.postgres)
    return await _paced(arguments.recipients, arguments.others, postgres=arguments.postgres)


async def _paced(recipients: int, others: int, *, postgres: bool) -> int:
    found = {"ours": await tell("ours", recipients, PACE, postgres=postgres)}
    for way in ("broadcaster", "rate_limiter"):
        found[way] = await tell(way, others or recipients, PACE, postgres=postgres)
    print(f"{'':<22}{'recipients':>11}{'seconds':>9}{'a second':>10}{'ratio':>8}{'429':>6}{'missing':>9}{'twice':>7}")
    for way, told in found.items():
        pace = (told.recipients - 1) / told.span
        numbers = f"{told.recipients:>11}{told.span:>9.1f}{pace:>10.2f}{told.ratio:>8.3f}{told.refused:>6}{told.missing:>9}{told.twice:>7}"
        print(f"{NAMES[way]:<22}{numbers}")
    ours = found["ours"]
    beside = {NAMES[way]: {"ratio": round(told.ratio, 3), "refused": told.refused, "missing": told.missing} for way, told in found.items()}
    line = {"ratio": round(ours.ratio, 3), "refused": ours.refused, "lost": ours.missing, "twice": ours.twice, "recipients": recipients}
    print(json.dumps(line | {"beside": {name: each for name, each in beside.items() if name != "ours"}}))
    return 0 if ours.ratio >= 0.99 and not (ours.refused or ours.missing or ours.twice) else 1


async def _unlimited(recipients: int, rounds: int, *, postgres: bool) -> int:
    # The first round warms what can be warmed and is not counted.
    pairs = [[await tell(way, recipients, 0, postgres=postgres) for way in ("bare", "ours")] for _ in range(rounds + 1)][1:]
    print(f"{'round':<8}{'bare a second':>15}{'ours a second':>15}{'ratio':>8}{'missing':>9}{'twice':>7}")
    for number, (bare, ours) in enumerate(pairs, 1):
        ratio = ours.a_second / bare.a_second
        print(f"{number:<8}{bare.a_second:>15.0f}{ours.a_second:>15.0f}{ratio:>8.2f}{ours.missing:>9}{ours.twice:>7}")
    ratio = median(ours.a_second / bare.a_second for bare, ours in pairs)
    line = {
        "ratio": round(ratio, 2),
        "per_second": round(median(ours.a_second for _bare, ours in pairs)),
        "bare_per_second": round(median(bare.a_second for bare, _ours in pairs)),
        "lost": sum(ours.missing for _bare, ours in pairs),
        "twice": sum(ours.twice for _bare, ours in pairs),
    }
    print(json.dumps(line))
    return 0 if ratio >= 0.6 and not (line["lost"] or line["twice"]) else 1


async def tell(way: str, recipients: int, rate: float, *, postgres: bool = False) -> Told:
    """One way in a fresh world with a fresh database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with stage.database(folder, postgres=postgres) as url, Sandbox(clock_path=folder / "clock", limits=rate > 0) as telegram:
            telegram.daylight()
            await asyncio.to_thread(crowd.fresh, url)
            ids = crowd.arrive(telegram, recipients)
            task = Task(way, telegram.base_url, telegram.token, ids, rate, AT_ONCE, url, str(folder / "clock"))
            seconds = await _apart(task, folder / "task.json")
            return _counted(telegram, ids[2:], seconds)


async def _apart(task: Task, file: Path) -> float:
    await asyncio.to_thread(file.write_text, json.dumps(asdict(task)))
    module = ("-m", "benchmarks.broadcast.side", str(file))
    process = await asyncio.create_subprocess_exec(sys.executable, *module, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    said, _nothing = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{task.way} ended with {process.returncode}")
    return float(json.loads(said.decode().splitlines()[-1])["seconds"])


def _counted(telegram: Sandbox, ids: Sequence[int], seconds: float) -> Told:
    """From the chats and the calls, not from what the way says of itself."""
    had = [_copies(telegram, telegram_id) for telegram_id in ids]
    calls = [call for call in telegram.calls("sendMessage") if call.parameters.get("text") == crowd.TEXT]
    moments = [call.at for call in calls if call.ok]
    refused = sum(call.error_code == 429 for call in telegram.calls())
    return Told(seconds, moments[-1] - moments[0], len(ids), refused, had.count(0), sum(copies > 1 for copies in had))


def _copies(telegram: Sandbox, telegram_id: int) -> int:
    chat = telegram.world.chats.get((telegram.bot.id, telegram_id))
    return sum(crowd.TEXT in message.words for message in chat.messages.values()) if chat else 0
