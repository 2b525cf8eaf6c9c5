"""Inline queries: answered at once and past the inbox, since they change nothing and are outlived by the next keystroke."""

import asyncio
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.clock import Clock
from bot.pace import Pace
from bot.tasks import Tasks
from handlers.screen import Turn, turn

log = structlog.get_logger()

A_MINUTE = 60
"""Queries of one person that are answered in a minute; of more, the newest when its turn comes."""
AT_ONCE = 8
"""People looked up for in parallel; taps and messages have places of their own."""


class Glances:
    """The newest query of each person is answered; those before it, which nobody waits for any more, are dropped."""

    def __init__(self, bot: Bot, dispatcher: Dispatcher, clock: Clock, tasks: Tasks) -> None:
        self._bot, self._dispatcher, self._clock, self._tasks = bot, dispatcher, clock, tasks
        # Of its own: who types fast in some chat does not slow down their taps.
        self._pace = Pace(A_MINUTE)
        self._newest: dict[int, dict[str, Any]] = {}
        self._busy: set[int] = set()
        self._room = asyncio.Semaphore(AT_ONCE)

    @property
    def busy(self) -> bool:
        return bool(self._busy)

    def take(self, person: int, body: dict[str, Any]) -> None:
        """An update with an inline query of this person."""
        self._newest[person] = body
        if person not in self._busy:
            self._busy.add(person)
            self._tasks.start(self._serve(person), f"glance {person}")

    async def _serve(self, person: int) -> None:
        try:
            while person in self._newest:
                await asyncio.sleep(self._pace.wait(person, asyncio.get_running_loop().time()))
                async with self._room:
                    await self._answer(self._newest.pop(person))
        finally:
            self._busy.discard(person)

    async def _answer(self, body: dict[str, Any]) -> None:
        token = turn.set(Turn())
        try:
            update = Update.model_validate(body, context={"bot": self._bot})
            await self._dispatcher.feed_update(self._bot, update, now=self._clock.now())
        except Exception as fault:  # noqa: BLE001  # the next keystroke asks again
            log.warning("glance_failed", update=body["update_id"], fault=type(fault).__name__, detail=str(fault))
        finally:
            turn.reset(token)
