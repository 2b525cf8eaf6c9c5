"""The inbox of updates: stored before they are acknowledged, applied once, answered.

stored -> applied (the operation's own transaction) -> answered (the person has seen the screen; the body is erased)
       -> failed (tried again after 1, 5 and 30 s) -> poisoned
Invariant: `applied_at` is set in the transaction that holds the update's effect, and only once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, CursorResult, Index, Insert, String, Table, UpdateBase, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

KEEP = timedelta(days=3)
"""How long an answered row is remembered: Telegram may renumber updates after an idle week."""

RETRIES = (1.0, 5.0, 30.0)
"""Seconds before the next try after a fault; after the last one the update is poisoned."""


class Update(Base):
    __tablename__ = "updates"
    __table_args__ = (Index("ix_updates_open", "answered_at", "bot_id", "update_id"),)

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    received_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    fault: Mapped[str | None] = mapped_column(String(16))


INBOX = cast(Table, Update.__table__)
# Written once: to build them for every update costs more than to run them.
_ONE = update(INBOX).where(INBOX.c.bot_id == bindparam("bot"), INBOX.c.update_id == bindparam("update"))
_APPLY = _ONE.where(INBOX.c.applied_at.is_(None)).values(applied_at=bindparam("now"))
_ANSWER = _ONE.values(answered_at=bindparam("now"), body=None, fault=bindparam("reference"))
_FAIL = _ONE.values(attempts=INBOX.c.attempts + 1).returning(INBOX.c.attempts)


@dataclass(frozen=True)
class Incoming:
    """One update as it came: `person` is who acts, or the chat, or 0 when there is neither."""

    update_id: int
    person: int
    body: dict[str, Any]


async def store(session: AsyncSession, bot_id: int, batch: Sequence[Incoming], *, now: datetime) -> set[int]:
    """Keep a batch and return the ids that are new; a redelivered update is dropped here."""
    rows: list[dict[str, Any]] = [
        {"bot_id": bot_id, "update_id": i.update_id, "person": i.person, "body": i.body, "received_at": now, "attempts": 0} for i in batch
    ]
    return set((await session.execute(_store(session.get_bind().dialect.name), rows)).scalars())


@cache
def _store(dialect: str) -> Insert:
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(INBOX)
    return insert.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]).returning(INBOX.c.update_id)


async def unanswered(session: AsyncSession, bot_id: int) -> list[Update]:
    """What a stopped process left, in the order of arrival."""
    # Not by the ids alone: Telegram may begin anew with lower ones.
    query = select(Update).filter_by(bot_id=bot_id, answered_at=None).order_by(Update.received_at, Update.update_id)
    return list(await session.scalars(query))


async def apply(session: AsyncSession, bot_id: int, update_id: int, *, now: datetime) -> bool:
    """Claim the update's one effect in this transaction; False when it was claimed before."""
    return await _changed(session, _APPLY, {"bot": bot_id, "update": update_id, "now": now}) == 1


async def answer(session: AsyncSession, bot_id: int, update_id: int, *, now: datetime, fault: str | None = None) -> None:
    """The person has seen the end of it: erase the body. `fault` is the reference of a poisoned update."""
    await session.execute(_ANSWER, {"bot": bot_id, "update": update_id, "now": now, "reference": fault})


async def fail(session: AsyncSession, bot_id: int, update_id: int) -> int:
    """Count one more failed attempt and return their number."""
    return await session.scalar(_FAIL, {"bot": bot_id, "update": update_id}) or 0


async def purge(session: AsyncSession, *, now: datetime) -> int:
    """Forget rows answered more than three days ago."""
    return await _changed(session, delete(Update).where(Update.answered_at < now - KEEP))


async def _changed(session: AsyncSession, statement: UpdateBase, values: dict[str, Any] | None = None) -> int:
    result = await session.execute(statement, values)
    assert isinstance(result, CursorResult)
    return result.rowcount
