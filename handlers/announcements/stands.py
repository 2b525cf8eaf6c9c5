"""How an announcement stands, for whoever looks: each state has its screen."""

from datetime import datetime

from handlers.announcements.draft import composer
from handlers.announcements.progress import progress_screen, report_screen
from handlers.announcements.review import review, waits
from handlers.announcements.view import View
from handlers.screen import Screen
from models import announcements
from models.announcements import Announcement
from models.database import Session
from models.members import Member


async def stands(session: Session, seen: View, now: datetime, said: str = "") -> Screen:
    """The draft for its author; the decision for who decides; else what is true now."""
    announcement = seen.announcement
    if seen.composing:
        return composer(seen, now, said)
    if seen.decides:
        return review(seen, now, said)
    if announcement.over:
        return await report(session, announcement, seen.reader, now, said=said)
    if seen.watched:
        assert seen.counts is not None
        return progress_screen(announcement, seen.counts, seen.reader, None, said, staff=seen.staff)
    return waits(seen, now, said)


async def report(
    session: Session, announcement: Announcement, reader: Member, now: datetime, *, heading: str = "", said: str = ""
) -> Screen:
    """What came of one that is over."""
    found = await announcements.report(session, announcement, now=now)
    faults = await announcements.faults(session, announcement.id) if found.counts.failed else []
    return report_screen(announcement, found, faults, reader, heading, said)
