"""Who hears of an item: its authors, and the desk that decides."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, deliveries, members
from models.deliveries import Kind
from models.moderation.table import ReviewItem
from models.regions import Responsible


async def tell_author(session: AsyncSession, item: ReviewItem, kind: Kind, *, now: datetime) -> None:
    for member in await businesses.representatives(session, item.business_id):
        await deliveries.tell(session, member, kind, item.id, event=f"{kind} {now.isoformat()}", now=now)


async def tell_desk(
    session: AsyncSession, responsible: Responsible, item: ReviewItem, *, event: str, now: datetime, but: int | None = None
) -> None:
    """Everybody who may decide; the administrators where nobody of the office may."""
    staff = await members.staff(session, responsible.region_id) if responsible.region_id else []
    for told in (staff, await members.administrators(session)):
        free = [m for m in told if m.id != but and not await businesses.represents(session, m.id, item.business_id)]
        for member in free:
            await deliveries.tell(
                session, member, Kind.ITEM_WAITING, item.id, event=event, now=now, wait_for_day=True, second_look=item.second_look
            )
        if free:
            return
