"""One way to tell many people, in a process of its own: `python -m benchmarks.broadcast.side FILE`, where FILE holds a `Task` as JSON.

It prints the seconds from the order to the end of the last record.
"""

import asyncio
import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from aiogram_broadcaster import Broadcaster
from aiogram_broadcaster.contents import TextContent
from aiogram_broadcaster.intervals import SimpleInterval
from telegram import InlineKeyboardButton as PtbButton
from telegram import InlineKeyboardMarkup as PtbMarkup
from telegram import MessageEntity as PtbEntity
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ApplicationBuilder, ExtBot

from benchmarks.broadcast import crowd
from benchmarks.broadcast.task import Task
from bot import telemetry
from bot.application import Application
from bot.clock import Clock
from bot.settings import Settings
from models.announcements import Announcement, AnnouncementState

LABEL = "🔗 Open"


async def ours(task: Task) -> float:
    """The whole application but for the polling: ledger, notices, worker, progress."""
    settings = Settings(
        _env_file=None,
        bot_token=task.token,
        database_url=task.database_url,
        telegram_api_base=task.base_url,
        sends_per_second=task.rate,
        clock_file=Path(task.clock),
    )
    application = Application(settings, Clock(settings.clock_file))
    await crowd.enrol(application.database, task.ids, now=application.clock.now())
    async with application.serving():
        await _quiet(application)
        announcement = await crowd.announce(application.database, task.ids, now=application.clock.now())
        began = application.clock.now()
        await application.worker.wake()
        while True:
            # Looking costs processor time, which the slow one can spare less of than its clock.
            await asyncio.sleep(0.5 if task.rate else 0.05)
            async with application.database.read() as session:
                row = await session.get_one(Announcement, announcement)
            if row.state is AnnouncementState.DONE:
                assert row.ended_at
                return (row.ended_at - began).total_seconds()
            if application.sender.resting:
                await application.worker.wake()


async def _quiet(application: Application) -> None:
    """The profile is published and nothing else is going on."""
    while not application.sender.resting or application.tasks.named("introduce", "reindex"):  # noqa: ASYNC110  # nothing rings
        await asyncio.sleep(0.05)


async def bare(task: Task) -> float:
    """`bot.send_message`, so many at once, and nothing is kept."""
    bot = _bot(task)
    room = asyncio.Semaphore(task.together)

    async def one(telegram_id: int) -> None:
        async with room:
            await bot.send_message(telegram_id, crowd.TEXT, entities=_entities(), reply_markup=_markup())

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for telegram_id in task.ids[2:]:
            group.create_task(one(telegram_id))
    took = time.perf_counter() - began
    await bot.session.close()
    return took


async def broadcaster(task: Task) -> float:
    """aiogram_broadcaster with the interval that the pace asks for; it keeps its state in memory."""
    bot = _bot(task)
    content = TextContent(text=crowd.TEXT, entities=_entities(), reply_markup=_markup())
    mailer = await Broadcaster(bot).create_mailer(chats=task.ids[2:], content=content, interval=SimpleInterval(interval=1 / task.rate))
    began = time.perf_counter()
    await mailer.start()
    took = time.perf_counter() - began
    await bot.session.close()
    return took


async def rate_limiter(task: Task) -> float:
    """python-telegram-bot with AIORateLimiter at the pace, everybody asked for at once, as its documentation has it."""
    limiter = AIORateLimiter(overall_max_rate=task.rate, overall_time_period=1, max_retries=5)
    application = ApplicationBuilder().token(task.token).base_url(f"{task.base_url}/bot").rate_limiter(limiter).build()
    markup = PtbMarkup([[PtbButton(LABEL, url=crowd.LINK)]])
    entities = [PtbEntity(**entity) for entity in crowd.ENTITIES]  # type: ignore[arg-type]
    bot: ExtBot[Any] = application.bot

    async def one(telegram_id: int) -> None:
        try:
            await bot.send_message(telegram_id, crowd.TEXT, entities=entities, reply_markup=markup)
        except RetryAfter:
            return  # given up after its retries: missing in the chats, where it is counted

    await application.initialize()
    began = time.perf_counter()
    await asyncio.gather(*map(one, task.ids[2:]))
    took = time.perf_counter() - began
    await application.shutdown()
    return took


WAYS = {each.__name__: each for each in (ours, bare, broadcaster, rate_limiter)}


def _bot(task: Task) -> Bot:
    return Bot(task.token, session=AiohttpSession(api=TelegramAPIServer.from_base(task.base_url)))


def _entities() -> list[MessageEntity]:
    return [MessageEntity.model_validate(entity) for entity in crowd.ENTITIES]


def _markup() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=LABEL, url=crowd.LINK)]])


def main(file: str) -> None:
    telemetry.configure("text")
    logging.getLogger("httpx").setLevel(logging.ERROR)
    task = Task(**json.loads(Path(file).read_text()))
    print(json.dumps({"seconds": asyncio.run(WAYS[task.way](task))}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
