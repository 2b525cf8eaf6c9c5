"""Who is told of an interest's changes."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, deliveries, members, regions
from models.deliveries import Kind
from models.interests.table import Interest


async def side(
    session: AsyncSession,
    business_id: int,
    kind: Kind,
    interest: Interest,
    *,
    event: str,
    now: datetime,
    wait_for_day: bool = False,
    **details: Any,
) -> None:
    """All who act for one side."""
    for member in await businesses.representatives(session, business_id):
        await deliveries.tell(session, member, kind, interest.id, event=event, now=now, wait_for_day=wait_for_day, **details)


async def office(session: AsyncSession, interest: Interest, *, now: datetime) -> None:
    """The receiver's office, on day 7."""
    receiver = await businesses.get(session, interest.receiver_business_id)
    desk = await regions.responsible(session, receiver.region_id, today=now.date())
    staff = await members.staff(session, desk.region_id) if desk.region_id else []
    # Staff who have not pressed Start cannot be told.
    staff = staff or await members.administrators(session)
    for member in staff:
        await deliveries.tell(session, member, Kind.INTEREST_OVERDUE, interest.id, event="day 7", now=now, wait_for_day=True)
