"""Writes how a call ended, however long the database takes to come back."""

from collections.abc import Awaitable, Callable

import structlog

from bot.sender.gate import Gate
from models.database import Database, Session, passing

log = structlog.get_logger()

IDLE_SECONDS = 1.0
"""The sender looks into the outbox at least this often, since the clock can be moved."""


async def keep(database: Database, gate: Gate, change: Callable[[Session], Awaitable[None]]) -> bool:
    """A database that is away is waited for, since the row would stay in `sending`; False when `stop()` came first."""
    while True:
        try:
            async with database.write(mark=False) as session:
                await change(session)
        except Exception as fault:
            if not passing(fault):
                raise
            log.warning("outbox_unreachable", detail=str(fault))
            if not await gate.pause(IDLE_SECONDS):
                return False
        else:
            return True
