"""Who hears of an announcement's own life: its author, those who approve, the offices whose consent is asked."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import deliveries, members, regions
from models.announcements.table import Announcement
from models.deliveries import Kind
from models.members import Member
from models.regions import Desk


async def author(session: AsyncSession, announcement: Announcement, kind: Kind, *, now: datetime, but: int | None = None) -> None:
    """`but`: who did it knows."""
    if announcement.author_id == but:
        return
    member = await members.get(session, announcement.author_id)
    await deliveries.tell(session, member, kind, announcement.id, event=f"{announcement.revision} {now.isoformat()}", now=now)


async def second_people(session: AsyncSession, announcement: Announcement, *, now: datetime) -> int:
    """Those who may approve; returns how many there are."""
    found = await approvers(session, announcement)
    for member in found:
        event = f"{announcement.revision} {now.isoformat()}"
        await deliveries.tell(session, member, Kind.ANNOUNCEMENT_WAITING, announcement.id, event=event, now=now, wait_for_day=True)
    return len(found)


async def approvers(session: AsyncSession, announcement: Announcement) -> list[Member]:
    """Who is told that it waits for a second person: the author's colleagues; the administrators where there are none."""
    staff = await members.staff(session, announcement.region_id) if announcement.region_id else []
    return _but(announcement, staff) or _but(announcement, await members.administrators(session))


async def office(session: AsyncSession, announcement: Announcement, region_id: int, *, now: datetime) -> None:
    """The office that answers for another region's people."""
    desk = await regions.responsible(session, region_id, today=now.date())
    staff = await members.staff(session, desk.region_id) if desk.desk is Desk.OWN else []
    for member in staff or await members.administrators(session):
        event = f"{region_id} {announcement.revision} {now.isoformat()}"
        await deliveries.tell(
            session, member, Kind.ANNOUNCEMENT_CONSENT, announcement.id, event=event, now=now, wait_for_day=True, region=region_id
        )


def _but(announcement: Announcement, people: list[Member]) -> list[Member]:
    return [member for member in people if member.id != announcement.author_id]
