"""Recurring announcements: APScheduler's crontab computes the next time, the tables keep it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from handlers import broadcast
from models import announcements
from models.announcements import Announcement, Due, Words
from models.database import Database


def next_time(cron: str, zone: str, after: datetime) -> datetime | None:
    """The first time after `after` on the clocks of `zone`; None when there is none."""
    local = after.astimezone(ZoneInfo(zone))
    found: datetime | None = CronTrigger.from_crontab(cron, timezone=ZoneInfo(zone)).get_next_fire_time(local, local)
    return found.astimezone(UTC) if found else None


async def come_again(database: Database, now: datetime) -> None:
    """Each recurring announcement whose time has come brings forth one, or (a digest without news) none."""
    async with database.read() as session:
        due = await announcements.due(session, now=now)
    for each in due:
        says = await _says(database, each, now) if each.comes and each.digest else None
        async with database.write(mark=False) as session:
            await announcements.bring_forth(session, each, next_at=next_time(each.cron, each.zone, now), says=says, now=now)


async def _says(database: Database, due: Due, now: datetime) -> dict[str, Words]:
    """The texts with what is upcoming under each; empty when nothing is."""
    said = {}
    async with database.read() as session:
        series = await session.get_one(Announcement, due.id)
        for variant in await announcements.variants(session, due.id):
            words = await broadcast.with_digest(session, series, variant, now)
            if words is not None:
                said[variant.language] = words
    return said
