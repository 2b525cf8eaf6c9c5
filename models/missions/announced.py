"""What announcements ask of missions: whom they reach, until when, what came of them, what is coming."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import announcements
from models.announcements import Announcement, Coming
from models.members import Member
from models.missions import reading
from models.missions.table import OPEN, Application, Mission, MissionState

DIGEST_MAX = 8
"""Missions that one digest names: more would not be read."""


def applicants(mission_id: int) -> Select[Any]:
    """Members whose application stands."""
    return select(Application.member_id).where(Application.mission_id == mission_id, Application.state.in_(OPEN))


async def deadline(session: AsyncSession, mission_id: int) -> datetime | None:
    mission = await session.get(Mission, mission_id)
    return mission.apply_until if mission else None


async def cancelled(session: AsyncSession, mission_id: int) -> bool:
    mission = await session.get(Mission, mission_id)
    return mission is not None and mission.state is MissionState.CANCELLED


async def applications(session: AsyncSession, mission_id: int, since: datetime) -> int:
    query = select(func.count()).select_from(Application).where(Application.mission_id == mission_id, Application.applied_at >= since)
    return await session.scalar(query) or 0


async def title(session: AsyncSession, mission_id: int) -> str | None:
    mission = await session.get(Mission, mission_id)
    return f"{mission.title} · {mission.reference}" if mission else None


async def upcoming(session: AsyncSession, member: Member, now: datetime) -> list[Coming]:
    """Missions that take applications, the next first."""
    found = await reading.coming(session, member, now=now, every=True)
    return [Coming(mission.id, mission.title) for mission in found if mission.open_at(now)]


async def ahead(session: AsyncSession, announcement: Announcement, *, now: datetime) -> list[Mission]:
    """What a digest names: missions that take applications and concern its readers' regions, the next first."""
    covered = await announcements.covered_by(session, announcement)
    query = select(Mission).where(Mission.state == MissionState.PUBLISHED, Mission.public_at <= now).order_by(Mission.id)
    found = [mission for mission in await session.scalars(query) if mission.open_at(now) and _concerns(mission, covered)]
    return sorted(found, key=lambda mission: (mission.begins_at, mission.id))[:DIGEST_MAX]


def _concerns(mission: Mission, covered: Collection[int] | None) -> bool:
    places = {mission.host_region_id, mission.sending_region_id, mission.organiser_region_id}
    return covered is None or not places.isdisjoint(covered)


announcements.missions.applicants = applicants
announcements.missions.deadline = deadline
announcements.missions.cancelled = cancelled
announcements.missions.applications = applications
announcements.missions.title = title
announcements.missions.upcoming = upcoming
