"""Webhooks: updates pushed to the bot's address, one at a time for each chat, tried again after growing pauses or when the bot asks to."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import NamedTuple

import aiohttp

from sandbox.bot_api import BotApi
from sandbox.state import State
from sandbox.updates import Waiting
from sandbox.world import Bot

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
TIMEOUT = aiohttp.ClientTimeout(total=60)
LONGEST_PAUSE = 60.0
LONGEST_RETRY_AFTER = 3600


class Outcome(NamedTuple):
    """The answer's body, what was wrong with the answer, and the pause that the bot asked for by `Retry-After`."""

    body: bytes = b""
    failure: str | None = None
    retry_after: int = 0


class Webhooks:
    """Delivers while `run()` lasts. `state.webhook_pause` is the first pause after a failure, in seconds; it doubles."""

    def __init__(self, state: State, api: BotApi) -> None:
        self.state = state
        self.api = api
        self._busy: set[tuple[int, int]] = set()

    async def run(self) -> None:
        world = self.state.world
        async with aiohttp.ClientSession(timeout=TIMEOUT) as http, asyncio.TaskGroup() as tasks:
            while True:
                for bot in list(world.bots.values()):
                    for waiting in list(self._due(bot)):
                        self._busy.add((bot.id, waiting.chat))
                        tasks.create_task(self._deliver(http, bot, waiting))
                await world.stirred.wait(self._next())

    def _due(self, bot: Bot) -> Iterator[Waiting]:
        """The head of every chat's queue, if nothing of that chat is under way and its pause is over."""
        if not bot.webhook.get("url"):
            return
        room = bot.webhook["max_connections"] - len(self._busy)
        heads: set[int] = set()
        for waiting in bot.updates.ready(len(bot.updates.waiting)):
            if waiting.chat in heads or (bot.id, waiting.chat) in self._busy or room <= 0:
                continue
            heads.add(waiting.chat)
            if waiting.not_before <= time.monotonic():
                room -= 1
                yield waiting

    def _next(self) -> float:
        """Seconds until a pause is over."""
        pauses = [waiting.not_before for bot in self.state.world.bots.values() if bot.webhook for waiting in bot.updates.waiting]
        return max(0.001, min(pauses, default=time.monotonic() + LONGEST_PAUSE) - time.monotonic()) if pauses else LONGEST_PAUSE

    async def _deliver(self, http: aiohttp.ClientSession, bot: Bot, waiting: Waiting) -> None:
        self.state.activity.touch()
        hook = bot.webhook
        outcome = await self._post(http, bot, waiting)
        self._busy.discard((bot.id, waiting.chat))
        self.state.activity.touch()
        if outcome.failure is None:
            bot.updates.delivered(waiting)
            self._method(bot, outcome.body)
        else:
            growing = min(self.state.webhook_pause * 2 ** min(waiting.failures, 16), LONGEST_PAUSE)
            waiting.not_before = time.monotonic() + (outcome.retry_after or growing)
            waiting.failures += 1
            hook.update(last_error_date=int(self.state.clock.now()), last_error_message=outcome.failure)
        self.state.world.stirred.ring()

    async def _post(self, http: aiohttp.ClientSession, bot: Bot, waiting: Waiting) -> Outcome:
        if bot.updates.fail_webhook:
            bot.updates.fail_webhook -= 1
            return Outcome(failure="Wrong response from the webhook: 500 Internal Server Error")
        secret = bot.webhook.get("secret_token")
        headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: secret} if secret else {})
        try:
            async with http.post(bot.webhook["url"], data=waiting.body, headers=headers) as response:
                body = await response.read()
                if response.ok:
                    return Outcome(body)
                asked = response.headers.get("Retry-After", "")
                pause = min(int(asked), LONGEST_RETRY_AFTER) if asked.isascii() and asked.isdigit() else 0
                return Outcome(failure=f"Wrong response from the webhook: {response.status} {response.reason}", retry_after=pause)
        except (aiohttp.ClientError, TimeoutError) as error:
            return Outcome(failure=f"Connection failed: {error}" if str(error) else "Connection timed out")

    def _method(self, bot: Bot, body: bytes) -> None:
        """Do what the answer asks for; its result is told to nobody."""
        try:
            asked = json.loads(body) if body else None
        except ValueError:
            return
        if isinstance(asked, dict) and isinstance(asked.get("method"), str):
            self.api.answered_by_webhook(bot, asked.pop("method"), asked)
