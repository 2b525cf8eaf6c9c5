"""The living screen of a draft: what is there, what is missing, what comes next."""

from datetime import datetime

from handlers import callbacks
from handlers.announcements import summary
from handlers.announcements.view import View
from handlers.form import Context
from handlers.i18n import _, both, ngettext
from handlers.screen import Button, Screen, escape


def composer(view: View, now: datetime, said: str = "") -> Screen:
    """What its author sees while they work on it."""
    parts = [said, summary.heading(view), _returned(view)]
    if view.anew:
        parts.append(_changed(view))
    parts.append(_part(_("Text"), summary.texts(view), done=bool(view.variants)))
    if not view.anew:
        assert view.reach is not None
        recipients = f"{summary.audience(view)}\n{summary.reached(view.reach)}"
        parts.append(_part(_("Recipients"), recipients, done=view.reach.total > 0))
        parts.append(_part(_("Button"), summary.button(view.announcement, view.mission), done=view.announcement.button.value != "none"))
        parts.append(_part(_("Time"), summary.time(view.announcement), done=True))
    parts.append(_next(view, now))
    return Screen("\n\n".join(part for part in parts if part), _ways(view))


def _part(label: str, words: str, *, done: bool) -> str:
    return f"{'✔' if done else '▫️'} <b>{label}</b>\n{words}"


def _returned(view: View) -> str:
    if not view.announcement.note:
        return ""
    return "↩️ " + _("<b>It came back to you:</b> {note}").format(note=escape(view.announcement.note))


def _changed(view: View) -> str:
    assert view.counts is not None
    unsent = view.counts.total - view.counts.done
    return "⏸ " + _("<b>Paused.</b> It was changed since it was approved; {unsent}.").format(
        unsent=ngettext("{n} reader gets the new text", "{n} readers get the new text", unsent)
    )


def missing(view: View) -> list[str]:
    found = []
    if not view.variants:
        found.append(_("a text"))
    if view.reach is not None and not view.reach.total:
        found.append(_("recipients"))
    if view.variants and not view.tested:
        found.append(_("a test to you"))
    return found


def _next(view: View, now: datetime) -> str:
    lacks = missing(view)
    lines = [_("<b>Still missing:</b> {things}.").format(things=both(lacks))] if lacks else [_("Everything is there. Hand it in.")]
    lines.append(summary.second_people(view, now))
    if view.foreign and not view.anew:
        lines.append(summary.offices_to_agree(view))
    return "\n".join(lines)


def _ways(view: View) -> list[list[Button]]:
    number = view.announcement.id
    ready = not missing(view)
    text = Button("✏️ " + _("Text"), callbacks.AnnouncementTexts(announcement=number), style=None if view.variants else "primary")
    test = Button("🧪 " + _("Test to me"), callbacks.TryAnnouncement(announcement=number))
    if view.variants and not view.tested:
        test = Button(test.text, test.data, style="primary")
    hand_in = Button("📨 " + _("Hand in"), callbacks.SubmitAnnouncement(announcement=number), style="primary")
    if view.anew:
        stop = Button("⛔ " + _("Stop"), callbacks.StopAnnouncement(announcement=number), style="danger")
        return [[text, test], [hand_in] if ready else [], [stop], onward()]
    return [
        [text, Button("👥 " + _("Recipients"), callbacks.Audience(announcement=number))],
        [
            Button("🔘 " + _("Button"), callbacks.AnnouncementButton(announcement=number)),
            Button("🕘 " + _("Time"), callbacks.AnnouncementTime(announcement=number)),
        ],
        [test] if view.variants else [],
        [hand_in] if ready and not view.unmet else [],
        [
            Button(_("Title"), callbacks.RenameAnnouncement(announcement=number)),
            Button("🗑 " + _("Throw away"), callbacks.StopAnnouncement(announcement=number)),
        ],
        onward(),
    ]


def sure_to_throw_away(view: View) -> Screen:
    text = _("Throw away <b>{title}</b> with all its texts? This cannot be undone.").format(title=escape(view.announcement.title))
    number = view.announcement.id
    rows = [
        [Button("🗑 " + _("Throw away"), callbacks.StopAnnouncement(announcement=number, sure=True), style="danger")],
        [back(number)],
    ]
    return Screen(text, rows)


def back(number: int) -> Button:
    return Button("⬅ " + _("Back"), callbacks.Announcement(announcement=number))


def to_draft(number: int) -> Button:
    """From a part of the draft to the whole."""
    return Button("⬅ " + _("The whole announcement"), callbacks.Announcement(announcement=number))


def whence(context: Context) -> Button:
    """The way back of a form about an announcement."""
    return to_draft(context.subject)


def onward() -> list[Button]:
    return [Button("📣 " + _("Announcements"), callbacks.Announcements()), Button("🏠 " + _("Home"), callbacks.Home())]
