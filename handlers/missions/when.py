"""The dates of a mission in words: by the venue's clock, and by the reader's where it differs. Guarded hours are not told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.i18n import _, clock, dated
from handlers.words import city
from models.missions import Mission


def days(mission: Mission, zone: ZoneInfo | None = None) -> str:
    """`Mon 20 Jul 2026 – Wed 22 Jul 2026`, one day alone; in the venue's zone or another."""
    first, last = (moment.astimezone(zone or mission.timezone) for moment in (mission.begins_at, mission.ends_at))
    return _span(_day(first), _day(last))


def short_days(mission: Mission) -> str:
    """`20 Jul – 22 Jul`, for lists."""
    return _span(dated("d {month}", mission.begins), dated("d {month}", mission.ends))


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def when_lines(mission: Mission, reader: ZoneInfo, *, hours: bool) -> str:
    """Both clocks, where they differ; without the hours where they are not to be told."""
    if not hours:
        return f"📅 {days(mission)}"
    venue = mission.timezone
    lines = [f"📅 {_hours(mission, venue)} · {_clock_of(venue)}"]
    if any(
        moment.astimezone(venue).utcoffset() != moment.astimezone(reader).utcoffset() for moment in (mission.begins_at, mission.ends_at)
    ):
        lines.append(_("By your clock ({city}): {hours}").format(city=city(reader), hours=_hours(mission, reader)))
    return "\n".join(lines)


def _hours(mission: Mission, zone: ZoneInfo) -> str:
    """`Mon 20 Jul 2026, 10:00-17:00`, or both days with their hours."""
    first, last = mission.begins_at.astimezone(zone), mission.ends_at.astimezone(zone)
    if first.date() == last.date():
        return f"{_day(first)}, {clock(first, zone)}-{clock(last, zone)}"
    return f"{_day(first)}, {clock(first, zone)} – {_day(last)}, {clock(last, zone)}"


def _day(local: datetime) -> str:
    return dated("EEE d {month} y", local)


def _clock_of(zone: ZoneInfo) -> str:
    return _("time in: {city}").format(city=city(zone))
