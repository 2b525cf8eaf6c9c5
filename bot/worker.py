"""What time brings: interests, missions, announcements, news for saved searches, and upkeep: old inbox rows, the index."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

import structlog

from bot import schedule
from bot.clock import Clock
from models import alerts, announcements, interests, missions, search, updates
from models.database import Database, Session

log = structlog.get_logger()

BATCH = 50
MESSAGES = 10
"""Members whose news one transaction puts together: about 9 ms each, in which others wait."""
NIGHT = range(5)
"""Hours of UTC in which the search's index is kept up, once."""


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
        self._kept_up: date | None = None

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
        await self._all(missions.due)
        await self._all(missions.pool.due)
        while not self._stopping and await alerts.compare(self._database, now=self._clock.now()):
            pass
        await self._all(alerts.due, MESSAGES)
        await schedule.come_again(self._database, self._clock.now())
        while not self._stopping and await self._announce():
            self._then()

    async def _all(self, due: Due, batch: int = BATCH) -> None:
        steps = batch
        while steps >= batch:
            async with self._database.write(mark=False) as session:
                steps = await due(session, now=self._clock.now(), limit=batch)
            if steps:
                self._then()

    async def _announce(self) -> bool:
        async with self._database.write(mark=False) as session:
            return await announcements.advance(session, now=self._clock.now())

    async def _renew(self) -> None:
        """After a start with another vocabulary: saved searches are found by what their words mean now."""
        steps = BATCH
        while steps >= BATCH:
            async with self._database.write(mark=False) as session:
                steps = await alerts.renew(session, limit=BATCH)

    async def tidy(self) -> None:
        """Once an hour: what the inbox need not remember, and what the search has to learn from the calendar; once a night: its index."""
        now = self._clock.now()
        async with self._database.write(mark=False) as session:
            await updates.purge(session, now=now)
        async with self._database.write(mark=False) as session:
            await search.lapse(session, now=now)
        async with self._database.write(mark=False) as session:
            await interests.note_all(session, now=now)
        if now.hour in NIGHT and self._kept_up != now.date():
            self._kept_up = now.date()
            log.info("search_upkeep", steps=await search.upkeep(self._database))
