"""The author's message with the progress bar: edited at most every three seconds, taken up again after a restart."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter

from bot.clock import Clock
from bot.sender.ends import DOUBTFUL
from bot.sender.gate import Gate
from handlers import broadcast
from handlers.i18n import speaking
from handlers.screen import edit
from models import announcements
from models.announcements import Announcement, Counts
from models.database import Database
from models.members import Member

log = structlog.get_logger()

LOOK_SECONDS = 1.0
GONE = ("message to edit not found", "message can't be edited")


class Progress:
    """Edits what shows something old. An edit takes no slot of the pace (one in three seconds), but waits with everybody after a 429."""

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
            due = await announcements.progress_due(session, now=self._clock.now())
        for announcement, counts, author in due:
            await self._show(announcement, counts, author)

    async def _show(self, announcement: Announcement, counts: Counts, author: Member) -> None:
        message_id = announcement.progress_message_id
        assert message_id is not None
        with speaking(author.language):
            async with self._database.read() as session:
                left = counts.seconds_left(self._gate.per_second)
                screen = await broadcast.progress_screen(session, author, announcement, counts, left, self._clock.now())
            if screen is None:
                return
            gone = False
            try:
                await edit(self._bot, author.telegram_id, message_id, screen)
            except TelegramRetryAfter as fault:
                self._gate.hold(fault.retry_after)
                return
            except TelegramBadRequest as fault:
                gone = any(words in fault.message for words in GONE)
            except DOUBTFUL:
                pass  # the next edit, in three seconds, says it anew
        mark = announcements.mark_of(announcement, counts)
        async with self._database.write(mark=False) as session:
            await announcements.progress_shown(session, announcement.id, message_id, mark, now=self._clock.now(), gone=gone)
