"""What time does to unanswered interests."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.audit import Action
from models.deliveries import Kind
from models.interests import record, telling
from models.interests.table import Interest, InterestState


async def due(session: AsyncSession, *, now: datetime, limit: int = 50) -> int:
    """Take the next step of every interest whose time has come; returns how many.

    After a long sleep only what holds now is said: one reminder for all that were missed, or the expiry alone.
    """
    query = (
        select(Interest)
        .where(Interest.state == InterestState.SENT, Interest.next_step_at <= now)
        .order_by(Interest.next_step_at, Interest.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(await session.scalars(query))
    for interest in found:
        await _step(session, interest, now=now)
    return len(found)


async def _step(session: AsyncSession, interest: Interest, *, now: datetime) -> None:
    assert interest.deadline is not None
    assert interest.place_returns_at is not None
    if now >= interest.deadline:
        await _expire(session, interest, now=now)
        return
    planned = interest.reminder(now)
    if planned:
        # Repeated at a later step it is the same event, and nobody is told twice.
        moment = planned.isoformat()
        receiver = interest.receiver_business_id
        await telling.side(
            session, receiver, Kind.INTEREST_REMINDER, interest, event=f"reminder {moment}", now=now, wait_for_day=True, planned=moment
        )
    if now >= interest.place_returns_at:
        await telling.office(session, interest, now=now)
    interest.next_step_at = interest.next_step(now)


async def _expire(session: AsyncSession, interest: Interest, *, now: datetime) -> None:
    interest.state, interest.next_step_at = InterestState.EXPIRED, None
    audit.record(session, Action.INTEREST_EXPIRED, interest.id, actor=None, now=now)
    await record.note(session, interest.receiver_business_id, now=now)
    told = {Kind.INTEREST_EXPIRED: interest.receiver_business_id, Kind.INTEREST_UNANSWERED: interest.sender_business_id}
    for kind, business_id in told.items():
        await telling.side(session, business_id, kind, interest, event="expired", now=now, wait_for_day=True)
