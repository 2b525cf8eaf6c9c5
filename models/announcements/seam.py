"""What announcements ask the missions, which register their answers here: neither package imports the other."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from models.members import Member


@dataclass(frozen=True)
class Coming:
    """A mission that may be announced."""

    id: int
    title: str


@dataclass
class Missions:
    """Questions about a mission; until somebody registers an answer, it has no applicants, no deadline, no name."""

    applicants: Callable[[int], Select[Any]] | None = None
    """The mission -> SELECT of the ids of members whose application stands."""
    deadline: Callable[[AsyncSession, int], Awaitable[datetime | None]] | None = None
    """When applications close."""
    cancelled: Callable[[AsyncSession, int], Awaitable[bool]] | None = None
    """It does not take place."""
    applications: Callable[[AsyncSession, int, datetime], Awaitable[int]] | None = None
    """Applications made since an instant."""
    title: Callable[[AsyncSession, int], Awaitable[str | None]] | None = None
    upcoming: Callable[[AsyncSession, Member, datetime], Awaitable[list[Coming]]] | None = None
    """Those that a member may announce, the next one first."""


missions = Missions()


async def deadline_of(session: AsyncSession, mission_id: int | None) -> datetime | None:
    return await missions.deadline(session, mission_id) if missions.deadline and mission_id is not None else None


async def is_cancelled(session: AsyncSession, mission_id: int | None) -> bool:
    """There is nothing left to announce."""
    return bool(missions.cancelled and mission_id is not None and await missions.cancelled(session, mission_id))


async def title_of(session: AsyncSession, mission_id: int) -> str | None:
    """What the mission is called; None: nobody can say."""
    return await missions.title(session, mission_id) if missions.title else None


async def upcoming(session: AsyncSession, member: Member, *, now: datetime) -> list[Coming]:
    """Missions that this member may put on a button, the next one first."""
    return await missions.upcoming(session, member, now) if missions.upcoming else []


async def applications_since(session: AsyncSession, mission_id: int, since: datetime) -> int | None:
    """None: nobody can say."""
    return await missions.applications(session, mission_id, since) if missions.applications else None
