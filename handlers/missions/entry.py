"""A mission as a calendar entry (RFC 5545, 5546), in the reader's language and by the venue's clock, which calendars turn into their own.

Without the hours it is an entry of whole days that names no venue: that is all a guarded mission's file says before its last day.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from handlers import links
from handlers.i18n import _, current
from handlers.missions.view import title_of
from handlers.words import desk_name, region_name, word
from models.missions import Direction, Mission, MissionState, calendars
from models.regions import Desk, Responsible

NO_ADDRESS = "invalid:nomail"
"""What calendars take for an organiser without an e-mail address."""


def calendar_file(mission: Mission, *, hours: bool, now: datetime) -> bytes:
    """The file's content; `hours`: its reader may know the exact hours and the venue."""
    cancelled = mission.state is MissionState.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", f"-//Pobratym//Missions//{current().upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", uid(mission))
    event.add("sequence", calendars.sequence(mission, disclosed=hours))
    event.add("dtstamp", now)
    event.add("last-modified", mission.changed_at)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    title = title_of(mission)
    event.add("summary", _("Cancelled: {title}").format(title=title) if cancelled else title, {"LANGUAGE": current()})
    event.add("description", _described(mission, hours=hours), {"LANGUAGE": current()})
    event.add("organizer", _organiser(mission))
    event.add("categories", [word(mission.kind)])
    _place(event, mission, hours=hours)
    _times(event, mission, hours=hours)
    url = links.mission_url(mission.id)
    if url:
        event.add("url", url)
    calendar.add_component(event)
    if hours:
        # A year on both sides: rules of a zone as far back as 1970 would be 3 kB that no calendar needs.
        first, last = mission.begins.date() - timedelta(days=366), mission.ends.date() + timedelta(days=366)
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def uid(mission: Mission) -> str:
    """The same for all files of a mission, and of no other anywhere: its reference with the moment of its making."""
    return f"{mission.reference}.{mission.created_at:%Y%m%dT%H%M%S}@pobratym"


def file_name(mission: Mission) -> str:
    return f"{mission.reference}.ics"


def _times(event: Event, mission: Mission, *, hours: bool) -> None:
    if not hours:
        event.add("dtstart", mission.begins.date())
        # The day after the last one: the end of whole days is not in them.
        event.add("dtend", mission.ends.date() + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", mission.begins_at)
    if mission.ends > mission.begins:
        event.add("dtend", mission.ends_at)


def _place(event: Event, mission: Mission, *, hours: bool) -> None:
    if not hours:
        return
    if mission.direction is Direction.ONLINE:
        event.add("location", mission.venue or _("online"))
    else:
        event.add("location", ", ".join(part for part in (mission.venue, mission.city) if part))


def _organiser(mission: Mission) -> vCalAddress:
    organiser = vCalAddress(NO_ADDRESS)
    office = Responsible(Desk.OWN if mission.organiser_region_id else Desk.ADMINISTRATORS, mission.organiser_region_id)
    organiser.params["CN"] = vText(desk_name(office))
    return organiser


def _described(mission: Mission, *, hours: bool) -> str:
    about = mission.about_en if mission.about_en and mission.language != current() else mission.about
    place = _("online") if mission.direction is Direction.ONLINE else f"{mission.city}, {region_name(mission.host_region_id)}"
    parts = [
        f"{word(mission.kind)} · {word(mission.direction)} · {place}",
        about,
        _("Contact: {contact}").format(contact=mission.contact),
        "" if hours else _("Participants get the venue and the exact hours 24 hours before, in Pobratym; then take this file again."),
        links.mission_url(mission.id) or "",
    ]
    return "\n\n".join(part for part in parts if part)
