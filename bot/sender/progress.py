"""Messages with a progress bar: edited at most every three seconds each, taken up again after a restart."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter

from bot.clock import Clock
from bot.sender.ends import DOUBTFUL
from bot.sender.gate import Gate
from handlers import broadcast
from handlers.i18n import speaking
from handlers.screen import edit
from models import announcements
from models.announcements import Bar
from models.database import Database

log = structlog.get_logger()

LOOK_SECONDS = 1.0
GONE = ("message to edit not found", "message can't be edited")


class Progress:
    """Edits what shows something old. An edit takes no slot of the pace (a few a second at most), but waits with everybody after a 429."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, gate: Gate) -> None:
        self._bot, self._database, self._clock, self._gate = bot, database, clock, gate

    async def run(self) -> None:
        while await self._gate.pause(LOOK_SECONDS):
            try:
                if not self._gate.held:
                    await self.refresh()
            except Exception:  # a bar that stands still must not stop the others
                log.exception("progress_fault")

    async def refresh(self) -> None:
        async with self._database.read() as session:
            due = await announcements.bars_due(session, now=self._clock.now())
        for bar in due:
            await self._move(bar)

    async def _move(self, bar: Bar) -> None:
        with speaking(bar.member.language):
            async with self._database.read() as session:
                left = bar.reached.seconds_left(self._gate.per_second)
                screen = await broadcast.progress_screen(session, bar.member, bar.announcement, bar.reached, left, self._clock.now())
            sure, last = True, bar.announcement.over
            try:
                await edit(self._bot, bar.member.telegram_id, bar.message_id, screen)
            except TelegramRetryAfter as fault:
                self._gate.hold(fault.retry_after)
                return
            except TelegramBadRequest as fault:
                last = last or any(words in fault.message for words in GONE)
            except TelegramForbiddenError:
                last = True
            except DOUBTFUL:
                sure = False  # the next edit, in three seconds, says it anew
        async with self._database.write(mark=False) as session:
            await announcements.bar_shown(session, bar, now=self._clock.now(), sure=sure, last=last)
