"""What time does to missions and applications: deadlines, offers that lapse, reminders, the venue, the end."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, members
from models.audit import Action
from models.deliveries import Kind
from models.missions import attendance, seats, telling, times
from models.missions.table import OPEN, Application, ApplicationState, Mission, MissionState

VENUE_AT_THE_LATEST = timedelta(hours=3)
"""Before the beginning: the venue waits for the reader's day, but not longer than that."""


async def due(session: AsyncSession, *, now: datetime, limit: int = 50) -> int:
    """Take every step whose time has come, `limit` missions and as many applications at most; returns how many.

    Repeated it says nothing twice: every notice has its event. After a long sleep only what holds now is said.
    """
    steps = 0
    query = select(Mission.id).where(Mission.state == MissionState.PUBLISHED, Mission.next_step_at <= now)
    for mission_id in list(await session.scalars(query.order_by(Mission.next_step_at, Mission.id).limit(limit))):
        mission = await seats.locked(session, mission_id, skip=True)
        if mission and mission.state is MissionState.PUBLISHED:
            await _mission_step(session, mission, now=now)
            steps += 1
    rows = select(Application.id, Application.mission_id).where(Application.next_step_at <= now)
    rows = rows.order_by(Application.mission_id, Application.next_step_at, Application.id).limit(limit)
    for application_id, mission_id in list(await session.execute(rows)):
        mission = await seats.locked(session, mission_id, skip=True)
        if mission:
            await _application_step(session, mission, application_id, now=now)
            steps += 1
    await session.flush()
    return steps


async def _mission_step(session: AsyncSession, mission: Mission, *, now: datetime) -> None:
    if now >= mission.ends_at:
        await _over(session, mission, now=now)
        return
    if now > mission.apply_until:
        event = f"deadline {mission.apply_until.isoformat()}"
        until = mission.apply_until.isoformat()
        await telling.organisers(session, mission, Kind.MISSION_DEADLINE, event=event, now=now, wait_for_day=True, until=until)
    mission.next_step_at = times.next_of_mission(mission, now)


async def _over(session: AsyncSession, mission: Mission, *, now: datetime) -> None:
    mission.state, mission.closed_at, mission.next_step_at = MissionState.OVER, now, None
    audit.record(session, Action.MISSION_OVER, mission.id, actor=None, now=now)
    query = select(Application).where(Application.mission_id == mission.id, Application.state.in_(OPEN))
    for application in await session.scalars(query.order_by(Application.id).execution_options(populate_existing=True)):
        application.next_step_at = application.offered_until = None
    await session.flush()
    await attendance.ended(session, mission, now=now)


async def _application_step(session: AsyncSession, mission: Mission, application_id: int, *, now: datetime) -> None:
    if mission.state is MissionState.PUBLISHED:
        await seats.lapse(session, mission, now=now)
    application = await session.get_one(Application, application_id, populate_existing=True)
    if mission.state is MissionState.OVER:
        await attendance.after_end(session, mission, application, now=now)
        return
    if mission.state is not MissionState.PUBLISHED:
        application.next_step_at = None
        return
    zone = (await members.get(session, application.member_id)).timezone
    if application.state is ApplicationState.CONFIRMED:
        await _venue(session, mission, application, now=now)
        await _remind(session, mission, application, times.reminder(mission, application, zone, now), now=now)
    application.next_step_at = times.next_of_application(mission, application, zone, now)


async def _venue(session: AsyncSession, mission: Mission, application: Application, *, now: datetime) -> None:
    """Told anew after each change of what it says."""
    if not mission.guarded or now >= mission.ends_at or not times.disclosed(mission, application, now):
        return
    event = f"venue {mission.begins.isoformat()} {mission.sequence}"
    latest = mission.begins_at - VENUE_AT_THE_LATEST
    await telling.applicant(session, application, Kind.MISSION_VENUE, event=event, now=now, wait_for_day=True, latest=latest)


async def _remind(session: AsyncSession, mission: Mission, application: Application, name: str | None, *, now: datetime) -> None:
    if name is None:
        return
    # Another date is another event: reminders are armed anew.
    await telling.applicant(
        session,
        application,
        Kind.MISSION_REMINDER,
        event=f"{name} {mission.begins.isoformat()}",
        now=now,
        wait_for_day=not name.endswith("h"),
        latest=mission.begins_at,
        planned=name,
    )
