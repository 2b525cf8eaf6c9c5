"""Builds everything once, starts and stops it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramAPIError

import handlers
from bot import web
from bot.clock import Alarm, Clock
from bot.intake import Intake
from bot.middlewares import Acting
from bot.pace import Pace
from bot.sender import Sender
from bot.settings import Settings
from bot.tasks import Tasks
from bot.worker import Worker
from handlers import commands, i18n
from handlers.missions import picture
from models import members, regions, search, vocabulary
from models.database import Database
from models.members import Role

log = structlog.get_logger()

GRACE_SECONDS = 20.0
"""How long what is under way may take after SIGTERM."""


class Application:
    """The bot with everything it needs; one process runs one of them.

    Example::

        application = Application(Settings(), Clock())
        await application.run(until=stop_event)
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        _make_folder(settings.database_url)
        self.database = Database(settings.database_url)
        self.bot = Bot(
            settings.token,
            session=AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api_base)),
            default=DefaultBotProperties(parse_mode=ParseMode.HTML),
        )
        self.dispatcher = Dispatcher(disable_fsm=True)
        self.dispatcher.update.outer_middleware(Acting(self.database))
        self.dispatcher.include_router(handlers.router())
        self.tasks = Tasks()
        self.sender = Sender(self.bot, self.database, clock, self.tasks, settings.sends_per_second)
        self.worker = Worker(self.database, clock, then=self.sender.wake)
        self.intake = Intake(
            self.bot, self.dispatcher, self.database, clock, self.tasks, Pace(settings.updates_per_minute), then=self.sender.wake
        )
        self._alarm = Alarm()

    async def run(self, until: asyncio.Event) -> None:
        """Serve until the event is set, then finish what is under way. A second process on the same PostgreSQL stands by."""
        async with self.database.alone(self.bot.id, until) as mine:
            if mine:
                await self._run(until)
            else:
                await self._close()

    async def _run(self, until: asyncio.Event) -> None:
        async with self.serving():
            # A webhook that is set would answer every poll with a conflict.
            await self._without_webhook()
            polling = self.tasks.start(self.intake.poll(), "poll")
            stopped = self.tasks.start(until.wait(), "until")
            await asyncio.wait({polling, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            await self.intake.stop()
            await polling

    async def _close(self) -> None:
        await self.bot.session.close()
        await self.database.close()

    async def _without_webhook(self) -> None:
        try:
            await self.bot.delete_webhook()
        except TelegramAPIError as fault:
            log.warning("webhook_not_removed", detail=str(fault))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Everything but the polling: the inbox is taken up, notices go out, time passes."""
        await self._prepare()
        resumed = await self.intake.resume()
        log.info("started", resumed=resumed, bot=self.bot.id, database=self.database.dialect)
        self.tasks.start(self.sender.run(), "sender")
        self.tasks.start(self.sender.progress.run(), "progress")
        self.tasks.start(self.worker.run(), "worker")
        self._alarm.every(1.0, self.worker.wake)
        self._alarm.every(3600.0, self.worker.tidy)
        self._alarm.start()
        try:
            async with web.serving(self.settings.web_port, self.database):
                yield
        finally:
            await self._stop()

    async def introduce(self) -> None:
        """Tell Telegram the bot's profile texts and commands, in every language."""
        try:
            await commands.publish(self.bot, self.database)
        except TelegramAPIError as fault:
            log.warning("profile_not_published", detail=str(fault))

    async def _prepare(self) -> None:
        # Here and not in the first search or approval, where a transaction would wait for it.
        await vocabulary.ready(i18n.languages())
        async with self.database.write(mark=False) as session:
            await regions.seed(session)
            for telegram_id in self.settings.bot_admins:
                await members.grant(session, telegram_id, Role.ADMINISTRATOR, None, now=self.clock.now())
        self.tasks.start(self.introduce(), "introduce")
        self.tasks.start(self._reindex(), "reindex")
        self.tasks.start(asyncio.to_thread(picture.warm), "pictures")

    async def _reindex(self) -> None:
        """After a new vocabulary or analyser: the index is made anew while people search the old one."""
        async for reached in search.reindex(self.database, now=self.clock.now()):
            log.info("reindex", done=reached.done, of=reached.of)

    async def _stop(self) -> None:
        # First stop claiming, then finish what runs; only then is anything closed under it.
        self._alarm.stop()
        await self.intake.stop()
        await self.sender.stop()
        await self.worker.stop()
        cancelled = await self.tasks.drain(GRACE_SECONDS)
        await self._close()
        log.info("stopped", cancelled=cancelled)


def _make_folder(url: str) -> None:
    prefix, _, path = url.partition(":///")
    if prefix.startswith("sqlite") and path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
