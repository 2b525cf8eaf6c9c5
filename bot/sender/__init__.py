"""The one door for messages that nobody asked for: pace, retries, people who left. Personal notices first, announcements behind them.

Answers to people do not pass here: what Telegram holds back slows announcements and notices, never the conversation.
"""

import asyncio

import structlog
from aiogram import Bot

from bot.clock import Clock
from bot.sender.broadcast import Broadcast
from bot.sender.gate import Gate
from bot.sender.keeping import IDLE_SECONDS, keep
from bot.sender.notices import Notices
from bot.sender.progress import Progress
from bot.tasks import Tasks
from models.database import Database, Session

log = structlog.get_logger()

__all__ = ["Sender"]


class Sender:
    """Asks the outbox, then the announcements, whose turn it is; one slot after the other."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, tasks: Tasks, per_second: float) -> None:
        """`per_second`: 0 is without pacing."""
        self.gate = Gate(per_second)
        self._database = database
        self._notices = Notices(bot, database, clock, self.gate)
        self._broadcast = Broadcast(bot, database, clock, self.gate, tasks)
        self.progress = Progress(bot, database, clock, self.gate)
        self._woken = asyncio.Event()
        self._resting = False
        self._notices_asked_at = float("-inf")

    @property
    def resting(self) -> bool:
        """Nothing was due when it last looked, and nobody woke it since."""
        return self._resting and not self._broadcast.busy

    def wake(self) -> None:
        self._resting = False
        self._notices_asked_at = float("-inf")
        self._woken.set()

    async def stop(self) -> None:
        self.gate.stop()
        self._woken.set()

    async def run(self) -> None:
        await keep(self._database, self.gate, self._recover)
        while not self.gate.stopping:
            try:
                if not await self.send_next():
                    await self._idle()
            except Exception:  # a fault in one notice must not silence the others
                log.exception("sender_fault")
                await self.gate.pause(IDLE_SECONDS)
        await self._broadcast.finish()

    async def send_next(self) -> bool:
        """Let the next one leave that is due; False when there is none, or the end came first."""
        # The slot comes before the claim: what only waits for its turn is not in doubt after a crash.
        if not await self.gate.turn():
            return False
        if await self._notice() or await self._broadcast.send_next():
            self._resting = False
            return True
        return False

    async def _notice(self) -> bool:
        """One personal notice; a moment after none was due, and without a call for attention, it is not asked again."""
        now = asyncio.get_running_loop().time()
        if now - self._notices_asked_at < IDLE_SECONDS:
            return False
        # Before the question: a call for attention that comes meanwhile is not forgotten.
        self._notices_asked_at = now
        if not await self._notices.send_next():
            return False
        self._notices_asked_at = float("-inf")
        return True

    async def _recover(self, session: Session) -> None:
        await self._notices.recover(session)
        await self._broadcast.recover(session)

    async def _idle(self) -> None:
        self._resting = not self._woken.is_set()
        self.gate.rest()
        try:
            await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)
        except TimeoutError:
            return
        finally:
            self._woken.clear()
            self.gate.rest()
