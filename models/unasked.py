"""The measure of what nobody asked for just now and no counterpart did: one message a day and four a week a person, in their daytime.

Whatever tells people such things asks here when it may, bundles until then, and adds its kind to `KINDS`.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.deliveries import DAY_BEGINS, Delivery, DeliveryState, Kind, daytime
from models.members import Member

KINDS = frozenset({Kind.SEARCH_NEWS})
A_WEEK_MAX = 4
WEEK = timedelta(days=7)
_COUNTED = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)


async def next_moment(session: AsyncSession, member: Member, *, now: datetime) -> datetime:
    """When the next such message may reach this member: `now` if it may at once."""
    moment_of = func.coalesce(Delivery.sent_at, Delivery.due_at)
    query = select(moment_of).where(Delivery.member_id == member.id, Delivery.kind.in_(KINDS), Delivery.state.in_(_COUNTED))
    told = sorted(await session.scalars(query.where(moment_of > now - WEEK)))
    zone = member.timezone
    days = {moment.astimezone(zone).date() for moment in told}
    moment = daytime(now, member)
    while True:
        local = moment.astimezone(zone)
        lately = [each for each in told if moment - WEEK < each]
        if local.date() in days:
            moment = (local + timedelta(days=1)).replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
        elif len(lately) >= A_WEEK_MAX:
            moment = daytime(lately[-A_WEEK_MAX] + WEEK, member)
        else:
            return moment
