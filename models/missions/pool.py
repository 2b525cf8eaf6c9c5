"""The pool: members who said that they are ready for missions. Those whom a new mission fits hear of it before everybody.

A mission is published -> the pool is told (by the worker, within each reader's measure of messages) -> a day later all lists show it.
Where it fits nobody, or the deadline is near, it is public at once. Each is told of a mission once; what waits is one message a reader.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas, deliveries, regions, unasked
from models.base import Base, table_args
from models.businesses import Business
from models.deliveries import Delivery, DeliveryState, Kind
from models.members import Member
from models.missions.table import SECTORS_MAX, Application, Mission, MissionState, Readiness

HEAD_START = timedelta(hours=24)
"""How long before everybody the pool knows."""
ROOM = timedelta(hours=72)
"""Nearer to the deadline than that nobody is kept waiting."""
REGIONS_MAX = 10
NOTICE_DAYS = (3, 7, 14, 30, 60)
"""What can be chosen; any number of days is understood."""


class PoolTold(Base):
    """A member of the pool was looked at for this mission."""

    __tablename__ = "mission_pool_told"
    __table_args__ = table_args(UniqueConstraint("mission_id", "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("missions.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    told_at: Mapped[datetime | None]
    """None: their measure of messages left no room before the deadline."""


@dataclass(frozen=True)
class Ready:
    """What a member says. No sectors: any; no regions: all twins. `notice_days`: needed between hearing of it and its beginning."""

    sectors: list[int]
    regions: list[int]
    notice_days: int


async def readiness(session: AsyncSession, member_id: int) -> Readiness | None:
    """What this member said last; None for who is not in the pool."""
    return await session.scalar(select(Readiness).filter_by(member_id=member_id))


async def join(session: AsyncSession, member: Member, ready: Ready, *, now: datetime) -> Readiness:
    """Be in the pool with this; said anew it takes the place of what was said before."""
    row = await readiness(session, member.id)
    if row is None:
        row = Readiness(member_id=member.id, since=now)
        session.add(row)
    row.sectors = list(dict.fromkeys(ready.sectors))[:SECTORS_MAX]
    row.regions = list(dict.fromkeys(ready.regions))[:REGIONS_MAX]
    row.notice_days, row.changed_at = ready.notice_days, now
    await session.flush()
    return row


async def leave(session: AsyncSession, member_id: int) -> bool:
    """Be in the pool no more, and hear of nothing that waits; False for who was not in it."""
    queued = select(Delivery).filter_by(member_id=member_id, kind=Kind.MISSION_POOL, state=DeliveryState.QUEUED)
    for delivery in await session.scalars(queued.with_for_update()):
        delivery.state = DeliveryState.CANCELLED
    left = await session.scalars(delete(Readiness).where(Readiness.member_id == member_id).returning(Readiness.id))
    return bool(left.all())


async def fitting(session: AsyncSession, mission: Mission, *, now: datetime) -> list[Member]:
    """Members of the pool whom this mission suits: they may apply, and its place, sectors and date are what they said."""
    invited = await _invited(session, mission, now=now)
    # Who may be told is not looked up for each of them: one query, whatever the pool's size.
    query = (
        select(Readiness, Member, Business)
        .join(Member, Member.id == Readiness.member_id)
        .outerjoin(Business, Business.id == Member.business_id)
        .where(Member.unreachable_at.is_(None), Readiness.notice_days <= (mission.begins_at - now).days)
    )
    found = []
    for ready, member, business in await session.execute(query.order_by(Readiness.id)):
        places = _around(member.region_id, *((business.region_id, business.working_region_id) if business else ()))
        if places & invited and _wanted(ready, mission, places):
            found.append(member)
    return found


async def head_start(session: AsyncSession, mission: Mission, *, now: datetime) -> None:
    """A mission is published now: set when everybody's list shows it, and whether there is somebody to tell before."""
    first = await fitting(session, mission, now=now)
    mission.pool_told_at = None if first else now
    mission.public_at = now + HEAD_START if first and mission.apply_until - now >= ROOM else now


async def due(session: AsyncSession, *, now: datetime, limit: int = 50) -> int:
    """Tell the pool of what was published, `limit` members at most; returns how many steps were taken."""
    query = select(Mission).where(Mission.state == MissionState.PUBLISHED, Mission.pool_told_at.is_(None))
    mission = await session.scalar(query.order_by(Mission.published_at, Mission.id).limit(1).with_for_update(skip_locked=True))
    if mission is None:
        return 0
    told = set(await session.scalars(select(PoolTold.member_id).filter_by(mission_id=mission.id)))
    applied = set(await session.scalars(select(Application.member_id).filter_by(mission_id=mission.id)))
    ahead = [each for each in await fitting(session, mission, now=now) if each.id not in told | applied]
    for member in ahead[:limit]:
        heard = await _tell(session, member, mission, now=now)
        session.add(PoolTold(mission_id=mission.id, member_id=member.id, told_at=now if heard else None))
    if len(ahead) <= limit:
        mission.pool_told_at = now
    await session.flush()
    return min(len(ahead), limit) + 1


async def told(session: AsyncSession, mission_id: int) -> int:
    """How many of the pool heard of it."""
    query = select(func.count()).select_from(PoolTold).where(PoolTold.mission_id == mission_id, PoolTold.told_at.is_not(None))
    return await session.scalar(query) or 0


async def news(session: AsyncSession, member: Member, mission_ids: Sequence[int], *, now: datetime) -> list[Mission]:
    """Of these missions, those that a member of the pool can still apply for, the next first."""
    if await readiness(session, member.id) is None:
        return []
    applied = select(Application.mission_id).where(Application.member_id == member.id)
    query = select(Mission).where(Mission.id.in_(list(mission_ids)), Mission.id.not_in(applied))
    found = [mission for mission in await session.scalars(query) if mission.open_at(now)]
    return sorted(found, key=lambda mission: (mission.begins_at, mission.id))


async def _tell(session: AsyncSession, member: Member, mission: Mission, *, now: datetime) -> bool:
    """In the message that waits for this reader already, if there is one; else in the next that their measure allows."""
    queued = select(Delivery).filter_by(member_id=member.id, kind=Kind.MISSION_POOL, state=DeliveryState.QUEUED)
    waiting = await session.scalar(queued.order_by(Delivery.id).limit(1).with_for_update().execution_options(populate_existing=True))
    if waiting:
        waiting.details = {"missions": [*waiting.details["missions"], mission.id]}
        return waiting.due_at <= mission.apply_until
    moment = await unasked.next_moment(session, member, now=now)
    if moment > mission.apply_until:
        return False
    await deliveries.tell(session, member, Kind.MISSION_POOL, mission.id, event="published", now=moment, missions=[mission.id])
    return True


async def _invited(session: AsyncSession, mission: Mission, *, now: datetime) -> set[int]:
    """Regions whose businesses may come."""
    if mission.sending_region_id:
        return _within(mission.sending_region_id)
    twins = await regions.twins(session, [mission.host_region_id], today=now.date())
    return {*twins, *_within(mission.host_region_id)}


def _wanted(ready: Readiness, mission: Mission, places: set[int]) -> bool:
    if ready.sectors and mission.sectors and not set(ready.sectors) & set(mission.sectors):
        return False
    if not ready.regions:
        return True
    # Who stays at home looks at where the guests come from.
    other = mission.host_region_id if mission.host_region_id not in places else mission.sending_region_id
    return other is None or not _around(other).isdisjoint(ready.regions) or not _within(other).isdisjoint(ready.regions)


def _around(*places: int | None) -> set[int]:
    """These regions and what they lie in."""
    there = {place for place in places if place}
    return there | {ancestor.id for place in there for ancestor in atlas.ancestors(place)}


def _within(region_id: int) -> set[int]:
    return {region_id, *(region.id for region in atlas.descendants(region_id))}
