"""When the bot dies: at random moments, and at the worst ones."""

import asyncio
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.faults.process import Bot
from sandbox.faults import Fault
from sandbox.server import Sandbox

START_MAX = 60.0
"""Seconds that a start may take on a busy machine."""
WAIT_MAX = 2.0
"""Seconds to wait for a chosen moment; when it does not come, any moment will do."""
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "editMessageReplyMarkup")


@dataclass
class Ends:
    """How the bot ended, by the moment; `codes` of those that were asked to stop."""

    moments: Counter[str] = field(default_factory=Counter)
    codes: list[int] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(self.moments.values())


class Killer:
    """Starts the bot and ends it, as often as asked."""

    def __init__(self, telegram: Sandbox, bot: Bot, chance: random.Random, told: list[int]) -> None:
        """`told`: who does nothing but receive notices."""
        self._telegram, self._bot, self._chance, self._told = telegram, bot, chance, told
        self.ends = Ends()
        self._moments = {
            "anywhen": self._anywhen,
            "after getUpdates": self._after_get_updates,
            "during a call": self._during_a_call,
            "after a call": self._after_a_call,
            "during a notice": self._during_a_notice,
            "after a notice": self._after_a_notice,
            "while starting": self._while_starting,
        }

    async def work(self, kills: int, terms: int) -> None:
        plan = [signal.SIGKILL] * kills + [signal.SIGTERM] * terms
        self._chance.shuffle(plan)
        names = [name for _round in range(kills // len(self._moments) + 1) for name in self._moments]
        for number in plan:
            await self.start(wait=False)
            if number is signal.SIGTERM:
                await self._polls()
                await self._anywhen()
                self.ends.codes.append(await self._bot.end(number))
                continue
            name = names.pop(self._chance.randrange(len(names)))
            if name != "while starting":
                await self._polls()
            await self._moments[name]()
            await self._bot.end(signal.SIGKILL)
            self._telegram.state.clear_faults()
            self.ends.moments[name] += 1

    async def start(self, *, wait: bool = True) -> None:
        self._polled = self._telegram.bot.updates.poll
        await self._bot.start()
        if wait:
            await self._polls()

    async def _polls(self) -> None:
        await self._comes(lambda: self._telegram.bot.updates.poll > self._polled, START_MAX)

    async def _anywhen(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.02, 0.6))

    async def _while_starting(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, 0.8))

    async def _after_get_updates(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.0, 0.3))
        queue = self._telegram.bot.updates
        await self._comes(lambda: any(waiting.handed for waiting in queue.waiting), WAIT_MAX)
        await asyncio.sleep(self._chance.choice((0.0, 0.001, 0.003, 0.01)))

    async def _during_a_call(self) -> None:
        """The call is carried out after the death of whoever made it."""
        await self._struck(
            self._telegram.fault("delay", method=self._chance.choice(METHODS), seconds=0.05, skip=self._chance.randrange(20))
        )

    async def _after_a_call(self) -> None:
        """Between a call and the record of its end."""
        await self._during_a_call()
        await asyncio.sleep(0.05 + self._chance.uniform(0.0, 0.01))

    async def _during_a_notice(self) -> None:
        fault = self._telegram.fault("delay", method="sendMessage", chat_id=self._chance.choice(self._told), seconds=0.05)
        await self._struck(fault)

    async def _after_a_notice(self) -> None:
        await self._during_a_notice()
        await asyncio.sleep(0.05 + self._chance.uniform(0.0, 0.01))

    async def _struck(self, fault: Fault) -> None:
        await self._comes(lambda: fault.times == 0, WAIT_MAX)

    async def _comes(self, moment: object, seconds: float) -> bool:
        assert callable(moment)
        end = time.monotonic() + seconds
        while not moment():
            if time.monotonic() > end:
                if seconds == START_MAX:
                    raise RuntimeError("the bot did not begin to poll; see its log")
                return False
            await asyncio.sleep(0.0005)
        return True
