"""Who took a mission's calendar file: they hear when it is not true any more, and take the newer one.

A calendar puts the file with the higher SEQUENCE in the place of the lower. Each change of the mission gives two: one for the dates
alone, one for the exact hours that confirmed participants of a guarded mission learn a day before.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import deliveries
from models.base import Base, insert_for, table_args
from models.deliveries import Kind
from models.members import Member
from models.missions.table import OPEN, Application, Mission


class CalendarCopy(Base):
    """A member took the calendar file; the newest one they took counts."""

    __tablename__ = "mission_calendars"
    __table_args__ = table_args(UniqueConstraint("mission_id", "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("missions.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    sequence: Mapped[int]
    """Of the mission when it was taken."""
    taken_at: Mapped[datetime]


def sequence(mission: Mission, *, disclosed: bool) -> int:
    """The entry's own number: grows with each change, and when the exact hours take the place of the dates."""
    return 2 * mission.sequence + int(mission.guarded and disclosed)


async def take(session: AsyncSession, member: Member, mission: Mission, *, now: datetime) -> None:
    """Remember that this member has the file as the mission stands now."""
    row = {"mission_id": mission.id, "member_id": member.id, "sequence": mission.sequence, "taken_at": now}
    newer = {"sequence": mission.sequence, "taken_at": now}
    insert = insert_for(session, CalendarCopy).values(row)
    await session.execute(insert.on_conflict_do_update(index_elements=["mission_id", "member_id"], set_=newer))


async def changed(session: AsyncSession, mission: Mission, what: frozenset[str], *, applicants_hear: bool, now: datetime) -> None:
    """Tell those who took the file that it is not true any more; nothing where `what` of it is seen in calendars is empty.

    `applicants_hear`: the mission's own notice of the same change reaches those whose application is open.
    """
    if not what:
        return
    query = select(Member).join(CalendarCopy, CalendarCopy.member_id == Member.id).where(CalendarCopy.mission_id == mission.id)
    query = query.where(CalendarCopy.sequence < mission.sequence)
    if applicants_hear:
        hear = select(Application.member_id).where(Application.mission_id == mission.id, Application.state.in_(OPEN))
        query = query.where(Member.id.not_in(hear))
    for member in await session.scalars(query.order_by(Member.id)):
        await deliveries.tell(
            session,
            member,
            Kind.MISSION_CALENDAR,
            mission.id,
            event=f"entry {mission.sequence}",
            now=now,
            wait_for_day=True,
            latest=mission.begins_at,
        )


async def outdated(session: AsyncSession, member: Member, mission_id: int) -> Mission | None:
    """The mission, if the file that this member took is older than its last change."""
    query = select(Mission).join(CalendarCopy, CalendarCopy.mission_id == Mission.id)
    query = query.where(Mission.id == mission_id, CalendarCopy.member_id == member.id, CalendarCopy.sequence < Mission.sequence)
    return await session.scalar(query)
