"""What time brings: the steps of unanswered interests, news for saved searches, and forgetting old inbox rows."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

from bot.clock import Clock
from models import alerts, interests, updates
from models.database import Database, Session

log = structlog.get_logger()

BATCH = 50


class Due(Protocol):
    """An operation that does the next steps whose time has come, and says how many they were."""

    async def __call__(self, session: Session, *, now: datetime, limit: int) -> int: ...


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
        renewed = False
        while not self._stopping:
            try:
                if not renewed:
                    await self._renew()
                    renewed = True
                await self.work()
            except Exception:  # the next tick tries again
                log.exception("worker_fault")
            await self._woken.wait()
            self._woken.clear()

    async def work(self) -> None:
        """Everything that is due now, in short transactions."""
        await self._all(interests.due)
        while not self._stopping and await alerts.compare(self._database, now=self._clock.now()):
            pass
        await self._all(alerts.due)

    async def _all(self, due: Due) -> None:
        steps = BATCH
        while steps >= BATCH:
            async with self._database.write(mark=False) as session:
                steps = await due(session, now=self._clock.now(), limit=BATCH)
            if steps:
                self._then()

    async def _renew(self) -> None:
        """After a start with another vocabulary: saved searches are found by what their words mean now."""
        steps = BATCH
        while steps >= BATCH:
            async with self._database.write(mark=False) as session:
                steps = await alerts.renew(session, limit=BATCH)

    async def tidy(self) -> None:
        """Once an hour: what the inbox need not remember."""
        async with self._database.write(mark=False) as session:
            await updates.purge(session, now=self._clock.now())
