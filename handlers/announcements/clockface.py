"""The screens of an announcement's time: what is chosen and what it means, whose clocks, how often."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers import callbacks
from handlers.announcements import summary
from handlers.announcements.draft import to_draft
from handlers.announcements.view import View
from handlers.i18n import _, clock
from handlers.screen import Button, Screen, escape, pairs
from handlers.words import city
from models import announcements, atlas

ZONES_MAX = 8
DAYS_OF_MONTH = (1, 15)
HOUR = 9


def tomorrow(zone: str, now: datetime) -> str:
    """`2026-06-12T09:00`."""
    return f"{here(zone, now).date() + timedelta(days=1)}T{HOUR:02}:00"


def here(zone: str, now: datetime) -> datetime:
    """What the clocks of a zone show, without the zone."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def time_screen(seen: View, now: datetime) -> Screen:
    """What is chosen and what it means; a tick stands at the choice."""
    announcement = seen.announcement
    number = announcement.id
    parts = [
        f"🕘 <b>{escape(announcement.title)}</b> · " + _("Time"),
        summary.time(announcement),
        summary.here(announcement, now),
        ""
        if announcement.urgent
        else _("Where it is evening or night when it goes out, readers get it in their morning. At most two a week."),
        summary.warning(seen),
    ]
    wall = announcement.starts_wall
    once = announcement.cron is None
    morning = once and wall == tomorrow(announcement.zone, now)
    urgent = Button(
        _tick("🚨 " + _("Urgent"), announcement.urgent), callbacks.AnnouncementUrgent(announcement=number, on=not announcement.urgent)
    )
    rows = [
        [
            Button(_tick(_("At once"), once and wall is None), callbacks.AnnouncementAt(announcement=number, when="now")),
            Button(_tick(_("Tomorrow 09:00"), morning), callbacks.AnnouncementAt(announcement=number, when="morning")),
        ],
        [
            Button(_tick("⌨️ " + _("Another time"), once and wall and not morning), callbacks.AnnouncementMoment(announcement=number)),
            Button("🌍 " + _("Time zone"), callbacks.AnnouncementZones(announcement=number)),
        ],
        [Button(_tick("🔁 " + _("Again and again"), not once), callbacks.AnnouncementRhythms(announcement=number)), urgent],
        [to_draft(number)],
    ]
    return Screen("\n\n".join(part for part in parts if part), rows)


def _tick(words: str, on: object) -> str:
    return f"✔ {words}" if on else words


def zones_screen(seen: View, now: datetime) -> Screen:
    """The zones of the reader, of the office and of the regions that are meant."""
    announcement = seen.announcement
    number = announcement.id
    places = [seen.reader.region_id or 0, announcement.region_id, *seen.roots]
    by_zone: dict[str, int] = {}
    for place in places:
        region = atlas.get(place)
        if region:
            by_zone.setdefault(region.zone, region.id)
    buttons = [
        Button(
            _tick(f"{city(ZoneInfo(zone))} · {clock(now, ZoneInfo(zone))}", zone == announcement.zone),
            callbacks.AnnouncementZone(announcement=number, region=region_id),
        )
        for zone, region_id in list(by_zone.items())[:ZONES_MAX]
    ]
    text = _(
        "🌍 <b>On whose clocks is the time meant?</b>\n\nIt says when the sending begins. Each reader has a day of their own all the same."
    )
    back = Button("⬅ " + _("Time"), callbacks.AnnouncementTime(announcement=number))
    return Screen(text, [*pairs(buttons), [back, to_draft(number)]])


def rhythms_screen(seen: View) -> Screen:
    announcement = seen.announcement
    number, cron = announcement.id, announcement.cron
    weekly = [
        Button(
            _tick(summary.every(day), cron == announcements.weekly(day, HOUR)),
            callbacks.AnnouncementRhythm(announcement=number, kind="w", day=day),
        )
        for day in range(5)
    ]
    monthly = [
        Button(
            _tick(_("Day {day} of the month").format(day=day), cron == announcements.monthly(day, HOUR)),
            callbacks.AnnouncementRhythm(announcement=number, kind="m", day=day),
        )
        for day in DAYS_OF_MONTH
    ]
    digest = Button(
        ("✔ " if announcement.digest else "▫️ ") + _("With upcoming missions"),
        callbacks.AnnouncementDigest(announcement=number, on=not announcement.digest),
    )
    text = _(
        "🔁 <b>Again and again, at 09:00</b>\n\nIt is approved once; each time it goes out as an announcement of its own. "
        "With upcoming missions it is a digest: they are listed below your text, and a time without missions is left out."
    )
    rows = [
        *pairs([*weekly, *monthly]),
        [digest] if cron else [],
        [Button(_tick(_("Only once"), cron is None), callbacks.AnnouncementRhythm(announcement=number, kind="n"))],
        [Button("⬅ " + _("Time"), callbacks.AnnouncementTime(announcement=number)), to_draft(number)],
    ]
    return Screen(text, rows)
