"""Announcements that come again: the row says when next, and each time brings forth one of its own.

A rhythm is kept as a crontab line of five fields; the next time is computed above (`bot`), since the tables know no scheduler.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.announcements import audience, running, telling, texts
from models.announcements.table import Announcement, AnnouncementState, StopReason
from models.announcements.texts import Words
from models.audit import Action
from models.deliveries import Kind

LATE_MAX = timedelta(days=1)
"""A time that was missed for longer is left out; the next one comes."""


@dataclass(frozen=True)
class Due:
    """A recurring announcement whose next time has to be computed; `comes` says whether one of its own is due now."""

    id: int
    cron: str
    zone: str
    digest: bool
    comes: bool


async def due(session: AsyncSession, *, now: datetime) -> list[Due]:
    """Recurring announcements whose time has come, or whose first time is not known yet."""
    when = Announcement.starts_at.is_(None) | (Announcement.starts_at <= now)
    query = select(Announcement).where(Announcement.state == AnnouncementState.RECURRING, when).order_by(Announcement.id)
    found = []
    for row in await session.scalars(query):
        assert row.cron is not None
        comes = row.starts_at is not None and now - row.starts_at < LATE_MAX
        found.append(Due(row.id, row.cron, row.zone, row.digest, comes))
    return found


async def bring_forth(
    session: AsyncSession, due: Due, *, next_at: datetime | None, says: dict[str, Words] | None, now: datetime
) -> Announcement | None:
    """Set the next time and, when one is due, make it: approved as the series is, running at once.

    `says` replaces what is said by language (a digest); empty: there is nothing to say this time. None when nothing comes, or when
    somebody stopped the series or another process was faster. After the mission's deadline it comes no more.
    """
    row = await session.get(Announcement, due.id, with_for_update=True, populate_existing=True)
    first = row is not None and row.starts_at is None
    if row is None or row.state is not AnnouncementState.RECURRING or (row.starts_at is not None and row.starts_at > now):
        return None
    if not await audience.within_twins(session, row, now=now):
        await running.halt(session, row, StopReason.NO_AGREEMENT, None, now=now)
        return None
    row.starts_at = next_at
    if next_at is None or (row.not_after and next_at >= row.not_after):
        row.state, row.ended_at = AnnouncementState.DONE, now
        audit.record(session, Action.ANNOUNCEMENT_DONE, row.id, actor=None, now=now)
        await telling.author(session, row, Kind.ANNOUNCEMENT_DONE, now=now)
    if first or not due.comes or says == {}:
        return None
    fresh = await texts.copied(session, row, author_id=row.author_id, now=now)
    for variant in await texts.variants(session, fresh.id):
        if says and variant.language in says:
            words = says[variant.language]
            variant.text, variant.entities = words.text, list(words.entities)
    fresh.series_id, fresh.state, fresh.starts_at = row.id, AnnouncementState.SCHEDULED, now
    fresh.urgent, fresh.urgent_reason = row.urgent, row.urgent_reason
    fresh.approved_by, fresh.approved_at, fresh.approved_revision = row.approved_by, row.approved_at, fresh.revision
    audit.record(session, Action.ANNOUNCEMENT_SUBMITTED, fresh.id, actor=None, now=now, series=row.id)
    return fresh
