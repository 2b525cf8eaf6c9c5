"""getUpdates: the wait for updates, woken at once, and the rule that only one may wait."""

import asyncio
from functools import partial
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError
from sandbox.state import State
from sandbox.updates import UpdateQueue, Waiting
from sandbox.world import Bot

LONGEST = 50
_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER = "other getUpdates request; make sure that only one bot instance is running"


async def get_updates(state: State, bot: Bot, values: dict[str, Any], request: web.Request) -> bytes:
    """The answer's body. The earlier of two pollers gets the conflict, as at Telegram."""
    if bot.webhook.get("url"):
        raise ApiError(409, _WEBHOOK)
    queue = bot.updates
    queue.allow(values.get("allowed_updates"))
    queue.poll += 1
    mine = queue.poll
    queue.terminated_by = _OTHER
    queue.bell.ring()
    queue.confirm(values.get("offset", 0))
    queue.poller = partial(_connected, request)
    try:
        batch = await _batch(queue, values, request, mine)
    finally:
        if queue.poll == mine:
            queue.poller = None
    if batch:
        state.activity.touch()
    return b'{"ok":true,"result":[' + b",".join(waiting.body for waiting in batch) + b"]}"


async def _batch(queue: UpdateQueue, values: dict[str, Any], request: web.Request, mine: int) -> list[Waiting]:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + min(values.get("timeout", 0), LONGEST)
    while not (batch := queue.ready(values.get("limit", 100))):
        remaining = deadline - loop.time()
        if remaining <= 0:
            break
        await queue.bell.wait(remaining)
        if not _connected(request):
            break
        if queue.poll != mine:
            raise ApiError(409, f"Conflict: terminated by {queue.terminated_by}")
    return batch


def _connected(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()
