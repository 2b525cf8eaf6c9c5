"""A sandbox on a free port, aiogram's client on it, and an echo bot."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest_asyncio
from aiogram import Bot

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.clients import client, close, echo, picture


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[Sandbox]:
    async with Sandbox() as telegram:
        yield telegram


@pytest_asyncio.fixture
async def bot(telegram: Sandbox) -> AsyncIterator[Bot]:
    bot = client(telegram)
    yield bot
    await close(bot)


@pytest_asyncio.fixture
async def ann(telegram: Sandbox) -> Person:
    """Somebody who has started the bot."""
    ann = telegram.person("Ann Shevchenko", language="uk", username="ann_sh")
    await ann.opens()
    telegram.bot.updates.clear()
    return ann


@pytest_asyncio.fixture
async def echoing(telegram: Sandbox, bot: Bot) -> AsyncIterator[Sandbox]:
    """The sandbox with the echo bot polling it; each test ends with a check."""
    dispatcher = echo()
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    yield telegram
    await telegram.idle()
    telegram.check()
    polling.cancel()
    with suppress(asyncio.CancelledError):
        await polling


@pytest_asyncio.fixture
async def png() -> bytes:
    return picture(400, 300)
