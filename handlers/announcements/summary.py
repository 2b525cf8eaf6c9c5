"""What an announcement is, in lines: its texts, its recipients, its button, its time, who has to agree."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.announcements.view import View, told_at
from handlers.i18n import _, both, clock, language_name, languages, moment, ngettext, quote
from handlers.screen import escape
from handlers.words import city, office_name, region_name, sector_names, word
from models import announcements
from models.announcements import Announcement, AnnouncementState, AudienceRole, Button, Media, Reach, Variant

WEEKDAYS = announcements.WEEKDAYS


def heading(view: View) -> str:
    """`📣 Timber to Seattle · draft`, and whose it is."""
    announcement = view.announcement
    return f"📣 <b>{escape(announcement.title)}</b> · {word(announcement.state)}\n" + _("From: {office}").format(
        office=office_name(announcement.region_id)
    )


def language(code: str) -> str:
    """The name of a language at the beginning of a line."""
    return language_name(code).capitalize()


def size_of(variant: Variant) -> str:
    """`345 characters, photo`."""
    parts = [ngettext("{n} character", "{n} characters", len(variant.text))] if variant.text else []
    if variant.media:
        parts.append(_("photo") if variant.media is Media.PHOTO else _("file"))
    return ", ".join(parts)


def texts(view: View) -> str:
    """Which languages are written, and which of them the others get."""
    if not view.variants:
        return _("not written yet")
    lines = [f"{language(variant.language)}: {size_of(variant)}" for variant in view.variants]
    for code in languages():
        if code not in view.languages:
            got = announcements.choose(view.languages, code)
            lines.append(_("{language}: gets the text in {other}").format(language=language(code), other=language_name(got)))
    return "\n".join(lines)


def audience(view: View) -> str:
    """Who is meant."""
    announcement = view.announcement
    lines = []
    if announcement.people:
        names = some([region_name(root) for root in view.roots])
        lines.append(_("Regions: {names}").format(names=names) if names else _("People in all regions"))
        if announcement.sectors:
            lines.append(_("Sectors: {names}").format(names=sector_names(announcement.sectors)))
        if announcement.roles:
            lines.append(_("Who: {names}").format(names=" · ".join(word(AudienceRole(role)) for role in announcement.roles)))
        if announcement.to_applicants:
            lines.append(_("Only those who applied for the mission"))
    else:
        lines.append(_("No people, only channels and groups"))
    if view.chats:
        lines.append(_("Channels and groups: {names}").format(names=some([quote(chat.title, 40) for chat in view.chats])))
    return "\n".join(lines)


def some(names: list[str]) -> str:
    """The first six of them, as plain text, and how many more there are."""
    shown = " · ".join(map(escape, names[:6]))
    return f"{shown} · " + ngettext("{n} more", "{n} more", len(names) - 6) if len(names) > 6 else shown


def reached(reach: Reach) -> str:
    """The live count for each language, who is left out and why."""
    if not reach.total:
        return "\n".join(["⚠️ " + _("Nobody would get it now."), *_left_out(reach)])
    lines = [f"<b>{total(reach)}</b>"]
    for code, count in reach.languages.items():
        got = reach.variants.get(code)
        line = f"{language(code)}: {count}"
        lines.append(line + " → " + _("text in {language}").format(language=language_name(got)) if got and got != code else line)
    if reach.later:
        lines.append(ngettext("{n} of them has had two this week: later", "{n} of them have had two this week: later", reach.later))
    return "\n".join([*lines, *_left_out(reach)])


def total(reach: Reach) -> str:
    parts = [ngettext("{n} person", "{n} people", reach.people)] if reach.people or not reach.chats else []
    if reach.chats:
        parts.append(ngettext("{n} channel or group", "{n} channels and groups", reach.chats))
    return " · ".join(parts)


def _left_out(reach: Reach) -> list[str]:
    lines = [f"– {word(why)}: {count}" for why, count in reach.left_out.items()]
    if reach.silent_chats:
        lines.append(
            "– " + ngettext("{n} channel or group lets me not write", "{n} channels and groups let me not write", reach.silent_chats)
        )
    return [_("Left out:"), *lines] if lines else []


def warning(view: View) -> str:
    """What a change does to one that is handed in already, or under way."""
    announcement = view.announcement
    if announcement.state is AnnouncementState.RUNNING:
        return "⚠️ " + _("It is being sent. A change pauses it until a second person has approved the new text; what is sent stays.")
    if view.anew:
        return "⏸ " + _("It is paused. Test the new text and hand it in; when a second person has approved it, the unsent ones get it.")
    if announcement.state is AnnouncementState.PAUSED:
        return "⚠️ " + _("It is paused. After a change it goes on only when a second person has approved the new text; what is sent stays.")
    if announcement.state is not AnnouncementState.DRAFT:
        return "⚠️ " + _("A change takes it back: it has to be handed in again.")
    return ""


def button(announcement: Announcement, mission: str | None) -> str:
    match announcement.button:
        case Button.MISSION:
            return _("to the mission: {title}").format(title=escape(mission or "—"))
        case Button.LINK:
            return escape(announcement.link or "")
        case _:
            return _("none, and none is needed")


def time(announcement: Announcement) -> str:
    """When it goes out, and when each reader gets it."""
    lines = [begins(announcement)]
    if announcement.digest:
        lines.append(_("With a list of upcoming missions; without any it is left out that time."))
    if announcement.urgent:
        lines.append(_("🚨 Urgent, at any hour. Reason: {reason}").format(reason=escape(announcement.urgent_reason or "")))
    else:
        lines.append(_("Each reader gets it between 09:00 and 19:00 of their own day."))
    return "\n".join(lines)


def begins(announcement: Announcement) -> str:
    zone = ZoneInfo(announcement.zone)
    if announcement.cron:
        return _("{rhythm} ({city})").format(rhythm=rhythm(announcement.cron), city=city(zone))
    if announcement.starts_wall is None:
        return _("As soon as it is approved")
    return at(announcements.instant(announcement.starts_wall, announcement.zone), zone)


def time_is_over(announcement: Announcement, now: datetime) -> bool:
    """It waited for longer than the time that was chosen."""
    wall = announcement.starts_wall
    return wall is not None and announcement.cron is None and announcements.instant(wall, announcement.zone) <= now


def at(instant: datetime, zone: ZoneInfo) -> str:
    """`Fri 12 Jun, 09:00 (Kyiv)`."""
    return f"{moment(instant, zone)} ({city(zone)})"


def rhythm(cron: str) -> str:
    """`Every Monday at 09:00`, from a crontab line of ours."""
    minute, hour, day, _month, weekday = cron.split()
    hours = f"{int(hour):02}:{int(minute):02}"
    if weekday != "*":
        return _("{day} at {time}").format(day=every(WEEKDAYS.index(weekday)), time=hours)
    if day != "*":
        return _("Every month on day {day} at {time}").format(day=day, time=hours)
    return _("Every day at {time}").format(time=hours)


def every(weekday: int) -> str:
    """0 is Monday."""
    return (
        _("Every Monday"),
        _("Every Tuesday"),
        _("Every Wednesday"),
        _("Every Thursday"),
        _("Every Friday"),
        _("Every Saturday"),
        _("Every Sunday"),
    )[weekday]


def here(announcement: Announcement, now: datetime) -> str:
    """`It is 14:05 there now (Kyiv).`"""
    zone = ZoneInfo(announcement.zone)
    return _("Time zone: {city}, where it is {time} now").format(city=city(zone), time=clock(now, zone))


def second_people(view: View, now: datetime) -> str:
    """Who has to approve, and when they are told."""
    if view.unmet:
        return "⚠️ " + _("Nobody else may approve it: an administrator has to give a colleague the role first.")
    names = both(escape(member.name) for member in view.approvers[:5])
    later = sorted({at for member in view.approvers[:5] if (at := told_at(member, now)) > now})
    first = _("A second person approves it: {names}.").format(names=names)
    if not later:
        return first + " " + _("They are told at once.")
    moments = both(moment(at, view.reader.timezone) for at in later)
    return first + " " + _("They are told when their day begins: {moments}.").format(moments=moments)


def offices_to_agree(view: View) -> str:
    """Whose consent it needs."""
    if not view.foreign:
        return ""
    return _("The office of these regions has to agree: {names}.").format(names=" · ".join(map(region_name, view.foreign)))
