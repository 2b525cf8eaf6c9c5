"""Who is told of a mission's changes: those who may still come, and those who keep it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import deliveries, members
from models.deliveries import Kind
from models.members import Member
from models.missions.table import OPEN, Application, ApplicationState, Mission


async def applicant(session: AsyncSession, application: Application, kind: Kind, *, event: str, now: datetime, **details: Any) -> None:
    """The person who applied; `details` may hold `wait_for_day` and `latest`."""
    member = await members.get(session, application.member_id)
    await deliveries.tell(session, member, kind, application.id, event=event, now=now, **details)


async def applicants(
    session: AsyncSession,
    mission: Mission,
    kind: Kind,
    *,
    event: str,
    now: datetime,
    states: Iterable[ApplicationState] = OPEN,
    **details: Any,
) -> None:
    """Everybody whose application stands so, in one message each."""
    query = select(Application.id, Member).join(Member, Member.id == Application.member_id)
    query = query.where(Application.mission_id == mission.id, Application.state.in_(list(states))).order_by(Application.id)
    for application_id, member in await session.execute(query):
        await deliveries.tell(session, member, kind, application_id, event=event, now=now, **details)


async def organisers(
    session: AsyncSession, mission: Mission, kind: Kind, *, event: str, now: datetime, wait_for_day: bool = False, **details: Any
) -> None:
    """The office that keeps it; without one the administrators."""
    staff = await members.staff(session, mission.organiser_region_id) if mission.organiser_region_id else []
    for member in staff or await members.administrators(session):
        await deliveries.tell(session, member, kind, mission.id, event=event, now=now, wait_for_day=wait_for_day, **details)
