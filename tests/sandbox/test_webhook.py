"""Webhooks: pushed in a chat's order, with the secret, again after failures, and with methods in the answer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest_asyncio
from aiogram import Bot
from aiohttp import web

from sandbox.person import Person
from sandbox.server import Sandbox


@dataclass
class Hook:
    """A bot's web server: what came, and what it answers."""

    url: str = ""
    came: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    slow: str | None = None
    retry_after: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        update = json.loads(await request.read())
        if self.slow is not None and update["message"]["text"] == self.slow:
            await asyncio.sleep(0.1)
        self.came.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer or {}, status=status, headers={"Retry-After": self.retry_after} if self.retry_after else {})

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.came]


@pytest_asyncio.fixture
async def hook(telegram: Sandbox, bot: Bot) -> AsyncIterator[Hook]:
    hook = Hook()
    application = web.Application()
    application.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    telegram.state.webhook_pause = 0.02
    await bot.set_webhook(hook.url, secret_token="abc")
    yield hook
    await bot.delete_webhook()
    await runner.cleanup()


async def test_updates_are_pushed_with_the_secret(telegram: Sandbox, hook: Hook, ann: Person) -> None:
    await ann.sends("one")
    await ann.sends("two")
    await telegram.idle()
    assert hook.texts == ["one", "two"]
    assert hook.secrets == ["abc", "abc"]


async def test_a_chat_keeps_its_order_and_holds_up_no_other(telegram: Sandbox, hook: Hook, ann: Person) -> None:
    bob = telegram.person("Bob")
    hook.slow = "slow"
    await ann.sends("slow")
    await ann.sends("after")
    await bob.sends("other")
    await telegram.idle()
    assert hook.texts == ["other", "slow", "after"]


async def test_failures_are_tried_again_and_told(telegram: Sandbox, bot: Bot, hook: Hook, ann: Person) -> None:
    hook.statuses = [500, 404]
    telegram.fault("failing_webhook")
    await ann.sends("one")
    await ann.sends("two")
    await telegram.idle()
    assert hook.texts == ["one", "one", "one", "two"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
    assert info.pending_update_count == 0


async def test_the_bot_may_ask_for_a_pause(telegram: Sandbox, hook: Hook, ann: Person) -> None:
    hook.statuses, hook.retry_after = [429], "1"
    began = time.monotonic()
    await ann.sends("one")
    await telegram.idle()
    assert hook.texts == ["one", "one"]
    assert 1 <= time.monotonic() - began < 3


async def test_a_method_in_the_answer(telegram: Sandbox, hook: Hook, ann: Person) -> None:
    hook.answer = {"method": "sendMessage", "chat_id": ann.id, "text": "by return"}
    await ann.sends("hi")
    await ann.sees("by return")
    await telegram.idle()
    telegram.check()
