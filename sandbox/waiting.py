"""Waiting for the bot: until it is quiet, until it has answered a tap, until a button is there."""

import asyncio
import time
from typing import Any

from sandbox.actions import Button, find_button
from sandbox.state import State
from sandbox.world import Chat, Query


async def idle(state: State, seconds: float) -> bool:
    """True once nothing is going on (see `State.quiet`); False when `seconds` were not enough."""
    deadline = time.monotonic() + seconds
    while not state.quiet():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.005)
    return True


async def answered(query: Query | None, seconds: float) -> dict[str, Any] | None:
    """The bot's answer to a tap, or None when none came in time (or none was to come)."""
    if query is None:
        return None
    try:
        async with asyncio.timeout(seconds):
            await query.done.wait()
    except TimeoutError:
        return None
    return query.answer


async def awaited_button(state: State, chat: Chat, text: str, after: int, seconds: float) -> Button | None:
    """The button where something changed since `after`; once the bot is quiet (or gone), an older one too."""
    deadline = time.monotonic() + seconds
    while (button := find_button(chat, text, after)) is None:
        if state.settled() and (button := find_button(chat, text)):
            break
        if time.monotonic() > deadline:
            return find_button(chat, text)
        await chat.bell.wait(0.005)
    return button
