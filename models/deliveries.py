"""The outbox: what is told to whom when; Telegram has no idempotency key, so every send leaves a mark first.

queued -> sending -> sent | unreachable | failed
          sending -> queued (the request never left, or was refused for a while)
          sending -> queued with `again` (in doubt: no answer came, or a crash cut it off) -> ... | in_doubt (after the last try)
queued -> cancelled (nothing true is left to say)
Invariant: a row is marked `sending` and committed before the call; what goes out after a doubt says so.
A row found in `sending` by a sender that starts was cut off by a crash: it is in doubt. A personal notice must arrive, so it is
sent again; at most one a crash, since the sender has one call under way.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, insert_for, table_args, text_enum
from models.members import Member

DAY_BEGINS, DAY_ENDS = time(8), time(20)
"""When something that is not urgent may reach a person, in their own zone."""
AGAIN_AFTER = (0, 30, 300, 1800, 3600)
"""Seconds before the next try after each doubt; an outage that answers with error pages takes minutes, not moments."""
ATTEMPTS_MAX = 8
"""Requests of one delivery that may have left, crashes included."""


class DeliveryState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a notice is about; `handlers/notices.py` has the words."""

    ITEM_WAITING = "item_waiting"
    ITEM_APPROVED = "item_approved"
    ITEM_RETURNED = "item_returned"
    ITEM_REJECTED = "item_rejected"
    ITEM_REOPENED = "item_reopened"
    INTEREST_RECEIVED = "interest_received"
    INTEREST_RELEASED = "interest_released"
    INTEREST_REMINDER = "interest_reminder"
    INTEREST_ACCEPTED = "interest_accepted"
    INTEREST_DECLINED = "interest_declined"
    INTEREST_EXPIRED = "interest_expired"
    INTEREST_UNANSWERED = "interest_unanswered"
    INTEREST_OVERDUE = "interest_overdue"
    ROLE_GRANTED = "role_granted"
    SEARCH_NEWS = "search_news"


class Delivery(Base):
    __tablename__ = "deliveries"
    __table_args__ = table_args(Index("ix_deliveries_due", "state", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(96), unique=True)
    """One event and one reader: the same thing is never told twice."""
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[Kind] = mapped_column(text_enum(Kind))
    subject: Mapped[int]
    """Id of what it is about (a review item, an interest)."""
    details: Mapped[dict[str, Any]]
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState), default=DeliveryState.QUEUED)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    again: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    fault: Mapped[str | None] = mapped_column(String(200))


async def tell(
    session: AsyncSession,
    member: Member,
    kind: Kind,
    subject: int,
    *,
    event: str,
    now: datetime,
    wait_for_day: bool = False,
    **details: Any,
) -> None:
    """Queue a notice for one member; repeated with the same `event` it does nothing.

    `wait_for_day`: not an answer and not a counterpart's act, so it waits for 08:00-20:00 in the reader's zone.
    """
    row = {
        "key": f"{kind}:{subject}:{event}:{member.id}",
        "member_id": member.id,
        "kind": kind,
        "subject": subject,
        "details": details,
        "state": DeliveryState.QUEUED,
        "due_at": daytime(now, member) if wait_for_day else now,
        "attempts": 0,
        "again": False,
    }
    await session.execute(insert_for(session, Delivery).values(row).on_conflict_do_nothing(index_elements=["key"]))


def daytime(now: datetime, member: Member) -> datetime:
    """`now`, or the next morning at eight in the member's zone."""
    local = now.astimezone(member.timezone)
    if local.time() < DAY_BEGINS:
        return local.replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
    if local.time() >= DAY_ENDS:
        return (local + timedelta(days=1)).replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
    return now


async def recover(session: AsyncSession) -> int:
    """At the sender's start: what was being sent when the last one died is in doubt, and goes out once more, marked."""
    cut_off = update(Delivery).where(Delivery.state == DeliveryState.SENDING)
    await session.execute(cut_off.where(Delivery.attempts >= ATTEMPTS_MAX).values(state=DeliveryState.IN_DOUBT))
    again = cut_off.values(state=DeliveryState.QUEUED, again=True).returning(Delivery.id)
    return len(list(await session.scalars(again)))


async def claim(session: AsyncSession, *, now: datetime) -> Delivery | None:
    """The next one due, marked `sending`; commit, then call Telegram, then `settle()`."""
    due = select(Delivery.id).where(Delivery.state == DeliveryState.QUEUED, Delivery.due_at <= now).order_by(Delivery.due_at, Delivery.id)
    # SQLite's compiler leaves the lock clause out; there write() is alone anyway.
    chosen = due.limit(1).with_for_update(skip_locked=True).scalar_subquery()
    statement = update(Delivery).where(Delivery.id == chosen).values(state=DeliveryState.SENDING, attempts=Delivery.attempts + 1)
    return await session.scalar(statement.returning(Delivery))


async def settle(
    session: AsyncSession, delivery_id: int, state: DeliveryState, *, now: datetime, message_id: int | None = None, fault: str | None = None
) -> None:
    """Record how a send ended."""
    delivery = await session.get_one(Delivery, delivery_id)
    delivery.state, delivery.message_id, delivery.fault = state, message_id, fault[:200] if fault else None
    if state is DeliveryState.SENT:
        delivery.sent_at = now


async def doubt(session: AsyncSession, delivery_id: int, fault: str, *, now: datetime) -> None:
    """The request left and no answer came: again, marked, after growing pauses; `in_doubt` when all tries are used."""
    delivery = await session.get_one(Delivery, delivery_id)
    delivery.fault, delivery.again = fault[:200], True
    if delivery.attempts > len(AGAIN_AFTER):
        delivery.state = DeliveryState.IN_DOUBT
    else:
        delivery.state, delivery.due_at = DeliveryState.QUEUED, now + timedelta(seconds=AGAIN_AFTER[delivery.attempts - 1])


async def postpone(session: AsyncSession, delivery_id: int, *, until: datetime, fault: str) -> None:
    """The request never left, or was refused for a while: back into the queue, as often as it takes."""
    delivery = await session.get_one(Delivery, delivery_id)
    delivery.state, delivery.due_at, delivery.fault = DeliveryState.QUEUED, until, fault[:200]
    delivery.attempts -= 1


async def settle_all(session: AsyncSession, state: DeliveryState) -> None:
    """Close everything that waits, unsent: for data that was loaded, not lived."""
    await session.execute(update(Delivery).filter_by(state=DeliveryState.QUEUED).values(state=state))
