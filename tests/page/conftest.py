"""The chat page in a headless Chromium, before the real sandbox, with a small bot of aiogram behind it."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from sandbox.server import Sandbox
from tests.page.echo_bot import router
from tests.page.stage import CHROMIUM, FLAGS, Visit, lacking

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = lacking()
    for item in items:
        if Path(item.path).parent != Path(__file__).parent:
            continue
        item.add_marker(pytest.mark.browser)
        if reason and os.environ.get("REQUIRE_BROWSER") != "1":
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def telegram() -> AsyncIterator[Sandbox]:
    """One sandbox for all tests here, its bot polling; each test brings people of its own."""
    async with Sandbox() as telegram:
        session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url))
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(router)
        async with Bot(telegram.token, session=session) as bot:
            polling = asyncio.get_running_loop().create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
            yield telegram
            await dispatcher.stop_polling()
            await polling


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> "AsyncIterator[Browser]":
    if reason := lacking():
        pytest.fail(reason)
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        await chromium.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(telegram: Sandbox, browser: "Browser") -> AsyncIterator[Visit]:
    """A fresh profile in a wide window; afterwards neither the browser nor the sandbox may have found anything wrong."""
    context: BrowserContext = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    context.set_default_timeout(5_000)
    visit = Visit(await context.new_page(), telegram.base_url)
    yield visit
    await context.close()
    assert visit.complaints == []
    await telegram.idle()
    telegram.check()
