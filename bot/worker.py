"""What time brings: the steps of unanswered interests and of announcements, and forgetting old inbox rows."""

import asyncio
from collections.abc import Callable

import structlog

from bot import schedule
from bot.clock import Clock
from models import announcements, interests, updates
from models.database import Database

log = structlog.get_logger()

BATCH = 50


class Worker:
    """Asks the tables what is due whenever it is woken; safe to run twice, since every step is a locked row."""

    def __init__(self, database: Database, clock: Clock, then: Callable[[], None] = lambda: None) -> None:
        """`then` is called after something was due: whoever sends what it brought is woken."""
        self._database, self._clock, self._then = database, clock, then
        self._woken = asyncio.Event()
        self._stopping = False

    async def wake(self) -> None:
        self._woken.set()

    async def stop(self) -> None:
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        while not self._stopping:
            try:
                await self.work()
            except Exception:  # the next tick tries again
                log.exception("worker_fault")
            await self._woken.wait()
            self._woken.clear()

    async def work(self) -> None:
        """Everything that is due now, in short transactions."""
        while True:
            async with self._database.write(mark=False) as session:
                steps = await interests.due(session, now=self._clock.now(), limit=BATCH)
            if steps:
                self._then()
            if steps < BATCH:
                break
        await schedule.come_again(self._database, self._clock.now())
        while await self._announce():
            self._then()

    async def _announce(self) -> bool:
        async with self._database.write(mark=False) as session:
            return await announcements.advance(session, now=self._clock.now())

    async def tidy(self) -> None:
        """Once an hour: what the inbox need not remember."""
        async with self._database.write(mark=False) as session:
            await updates.purge(session, now=self._clock.now())
