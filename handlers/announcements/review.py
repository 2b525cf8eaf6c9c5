"""An announcement before the eyes of whoever decides on it, and of those who wait for that."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import callbacks
from handlers.announcements import summary
from handlers.announcements.draft import onward
from handlers.announcements.view import View, begins_now
from handlers.i18n import _, both, moment
from handlers.screen import Button, Screen, escape
from handlers.words import region_name
from models.announcements import AnnouncementState

TEXTS_MAX = 2400
"""Characters of all texts together; the rest of a message is for the recipients and the time. Copies show them whole."""


def review(view: View, now: datetime, heading: str = "") -> Screen:
    """The whole: texts in every language, recipients, count, time; and the decision."""
    parts = [
        heading,
        summary.heading(view) + "\n" + _("Written by: {name}").format(name=escape(view.author.name)),
        "\n\n".join(_texts(view)),
        _who_and_when(view),
        _what_next(view, now),
    ]
    return Screen("\n\n".join(part for part in parts if part), _decisions(view))


def waits(view: View, now: datetime, said: str = "") -> Screen:
    """Handed in, or with its time: what happens next, and when. For its author and the office."""
    parts = [said, summary.heading(view), _part(_("Text"), summary.texts(view)), _who_and_when(view), _until(view, now)]
    return Screen("\n\n".join(part for part in parts if part), _ways(view, now))


def _part(label: str, words: str) -> str:
    return f"<b>{label}</b>\n{words}"


def _texts(view: View) -> list[str]:
    """Every language in a quotation, each cut where there are many long ones."""
    each = TEXTS_MAX // max(len(view.variants), 1)
    found = []
    for variant in view.variants:
        words = variant.text if len(variant.text) <= each else variant.text[: each - 1].rstrip() + "…"
        quotation = f"\n<blockquote>{escape(words)}</blockquote>" if words else ""
        found.append(f"<b>{summary.language(variant.language)}</b> · {summary.size_of(variant)}{quotation}")
    return found


def _who_and_when(view: View) -> str:
    announcement = view.announcement
    parts = []
    if view.reach is not None:
        parts.append(_part(_("Recipients"), f"{summary.audience(view)}\n{summary.reached(view.reach)}"))
        if announcement.button != "none":
            parts.append(_part(_("Button"), summary.button(announcement, view.mission)))
        parts.append(_part(_("Time"), summary.time(announcement)))
    elif view.counts is not None:
        unsent = view.counts.total - view.counts.done
        parts.append(_part(_("Recipients"), _("unsent: {unsent} of {total}").format(unsent=unsent, total=view.counts.total)))
    return "\n\n".join(parts)


def _what_next(view: View, now: datetime) -> str:
    if view.approves and view.announcement.started_at:
        return _("It is paused. After your approval the unsent ones get this text. If something is wrong, return it with a note.")
    if view.approves and summary.time_is_over(view.announcement, now):
        return "⚠️ " + _("Its time is over: after your approval it goes out at once. If that is too late, return it with a note.")
    if view.approves:
        return _("After your approval it goes out at its time. If something is wrong, return it with a note.")
    return _("The consent of your office is asked, since people of its region are meant: {names}.").format(
        names=" · ".join(map(region_name, view.asked))
    )


def _decisions(view: View) -> list[list[Button]]:
    number, revision = view.announcement.id, view.announcement.revision
    look = Button("👁 " + _("As readers get it"), callbacks.PreviewAnnouncement(announcement=number))
    if view.approves:
        approve = Button("✅ " + _("Approve"), callbacks.ApproveAnnouncement(announcement=number, revision=revision), style="success")
        return [[approve], [Button("↩️ " + _("Return"), callbacks.ReturnAnnouncement(announcement=number))], [look], onward()]
    region = view.asked[0]
    agree = callbacks.ConsentToAnnouncement(announcement=number, region=region, revision=revision)
    refuse = callbacks.RefuseAnnouncement(announcement=number, region=region)
    return [
        [Button("✅ " + _("Agree"), agree, style="success")],
        [Button("⛔ " + _("Refuse"), refuse, style="danger")],
        [look],
        onward(),
    ]


def _until(view: View, now: datetime) -> str:
    announcement, zone = view.announcement, view.reader.timezone
    match announcement.state:
        case AnnouncementState.AWAITING_APPROVAL:
            lines = [_approval(view, now)]
            if view.waits_for:
                lines.append(_consent(view))
        case AnnouncementState.AWAITING_CONSENT:
            lines = [_approved(view), _consent(view)]
        case AnnouncementState.RECURRING:
            lines = [_approved(view)]
            if announcement.starts_at:
                lines.append(
                    _("Next: {moment}. Each time it appears here as an announcement of its own.").format(
                        moment=summary.at(announcement.starts_at, ZoneInfo(announcement.zone))
                    )
                )
        case AnnouncementState.SCHEDULED:
            assert announcement.starts_at is not None
            begins = announcement.starts_at
            when = _("It begins now.") if begins <= now else _("It begins: {moment}.").format(moment=f"<b>{moment(begins, zone)}</b>")
            lines = [_approved(view), when + " " + _("Nothing to do now; its author is told when it is over.")]
        case _:
            lines = [_("{name} is writing it.").format(name=escape(view.author.name))]
    return "\n".join(line for line in lines if line)


def _approval(view: View, now: datetime) -> str:
    if view.mine:
        return "⏳ " + summary.second_people(view, now) + " " + _("Nothing to do now.")
    return "⏳ " + _("It waits for a second person.")


def _approved(view: View) -> str:
    announcement = view.announcement
    if view.decider is None or announcement.approved_at is None:
        return ""
    return "✅ " + _("Approved by {name}, {moment}.").format(
        name=escape(view.decider.name), moment=moment(announcement.approved_at, view.reader.timezone)
    )


def _consent(view: View) -> str:
    return "⏳ " + _("The office of these regions has to agree, and has been told: {names}.").format(
        names=both(map(region_name, view.waits_for))
    )


def _ways(view: View, now: datetime) -> list[list[Button]]:
    number = view.announcement.id
    state = view.announcement.state
    if begins_now(view.announcement, now):
        return [[Button("📊 " + _("See how far it is"), callbacks.Announcement(announcement=number), style="primary")], onward()]
    rows = [[Button("👁 " + _("As readers get it"), callbacks.PreviewAnnouncement(announcement=number))] if view.variants else []]
    if view.mine and state is not AnnouncementState.DRAFT:
        rows.append([Button("✏️ " + _("Take it back to change it"), callbacks.TakeBackAnnouncement(announcement=number))])
    if view.staff and state is not AnnouncementState.DRAFT:
        rows.append([Button("⛔ " + _("Stop"), callbacks.StopAnnouncement(announcement=number), style="danger")])
    return [*rows, onward()]
