"""Three independent clients run the same bots on the sandbox: echo, files, inline and webhook. What they all accept, Telegram sends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import pytest
from aiohttp import web

from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.webhook import SECRET_HEADER
from tests.sandbox.bots.aiogram_bot import Aiogram
from tests.sandbox.bots.ptb_bot import PythonTelegramBot
from tests.sandbox.bots.telebot_bot import PyTelegramBotApi

SECRET = "three-clients"


class Client(Protocol):
    def __init__(self, telegram: Sandbox) -> None: ...
    async def poll(self) -> None: ...
    async def listen(self, url: str, secret: str) -> None: ...
    async def feed(self, update: dict[str, Any]) -> None: ...
    async def close(self) -> None: ...


@pytest.fixture(params=[Aiogram, PythonTelegramBot, PyTelegramBotApi], ids=["aiogram", "python-telegram-bot", "pyTelegramBotAPI"])
def kind(request: pytest.FixtureRequest) -> type[Client]:
    return request.param


@asynccontextmanager
async def polling(kind: type[Client], telegram: Sandbox) -> AsyncIterator[None]:
    """The client's bot on long polling; at the end nothing may be wrong or left unanswered."""
    client = kind(telegram)
    await client.poll()
    try:
        yield
        await telegram.idle()
        telegram.check()
    finally:
        await client.close()


async def registers(ann: Person) -> None:
    await ann.opens()
    seen = await ann.sees("Welcome", buttons=["Register"])
    assert [entity["type"] for entity in seen["entities"]] == ["bold"]
    assert await ann.taps("Register") == "One moment"
    assert (await ann.sees("Your name?"))["edited"]
    asked = await ann.sends("Олена 🤝")
    assert (await ann.sees("You said: Олена 🤝"))["reply_to"] == asked


async def test_echo(telegram: Sandbox, kind: type[Client]) -> None:
    async with polling(kind, telegram):
        await registers(telegram.person("Ann", language="uk"))


async def test_files(telegram: Sandbox, kind: type[Client], png: bytes) -> None:
    async with polling(kind, telegram):
        ann = telegram.person("Ann")
        await ann.sends_photo(png, "a view")
        back = await ann.sees(f"{len(png)} bytes")
        assert (back["document"]["file_name"], back["document"]["mime_type"]) == ("back.png", "image/png")
        assert telegram.world.blobs[back["document"]["url"].rpartition("/")[2]].content == png
        await ann.sends_document("ціна;1".encode(), "прайс.csv")
        again = await ann.sees("Again")
        assert again["document"]["file_name"] == "прайс.csv"


async def test_inline(telegram: Sandbox, kind: type[Client]) -> None:
    async with polling(kind, telegram):
        ann, bob = telegram.person("Ann"), telegram.person("Bob")
        friends = telegram.group("Friends", ann, bob, bot=None)
        [article] = await ann.asks_inline("honey")
        assert article["title"] == "honey"
        await ann.chooses(article, chat=friends)
        seen = await bob.sees("honey, chosen", buttons=["More"], chat=friends)
        assert (seen["sender"]["name"], seen["via_bot"]["id"]) == ("Ann", telegram.bot.id)
        await bob.taps("More", chat=friends)
        assert (await bob.sees("That is all", chat=friends))["buttons"] == []


async def test_webhook(telegram: Sandbox, kind: type[Client]) -> None:
    client, heard = kind(telegram), []

    async def receive(request: web.Request) -> web.Response:
        assert request.headers[SECRET_HEADER] == SECRET
        update = await request.json()
        heard.append(update["update_id"])
        await client.feed(update)
        return web.Response()

    application = web.Application()
    application.router.add_post("/hook", receive)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        await client.listen(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", SECRET)
        await registers(telegram.person("Ann", language="uk"))
        await telegram.idle()
        telegram.check()
    finally:
        await client.close()
        await runner.cleanup()
    assert heard == sorted(heard)
    assert len(heard) == 3
