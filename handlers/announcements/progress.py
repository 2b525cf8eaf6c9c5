"""How far an announcement has come, while it is sent and after."""

from handlers import callbacks
from handlers.announcements import summary
from handlers.announcements.draft import onward
from handlers.i18n import _, moment, ngettext, quote
from handlers.screen import Button, Screen, escape
from handlers.words import word
from models.announcements import Announcement, AnnouncementState, Counts, Report, StopReason
from models.members import Member

BAR = 14


def progress_screen(
    announcement: Announcement, counts: Counts, reader: Member, seconds_left: float | None, said: str = "", *, staff: bool = True
) -> Screen:
    """The bar, the numbers, what is left. `staff`: the reader is of its office, and may pause and stop it."""
    parts = [
        said,
        f"<b>{escape(announcement.title)}</b> · {word(announcement.state)}\n{bar(counts)}\n{numbers(counts)}",
        _left(announcement, counts, seconds_left),
    ]
    return Screen("\n\n".join(part for part in parts if part), _ways(announcement, reader, staff=staff))


def bar(counts: Counts) -> str:
    """`▓▓▓▓▓▓▓▓░░░░░░ 57 % · 1,710 of 3,000`."""
    full = int(counts.share * BAR)
    done = _("{done} of {total}").format(done=thousands(counts.done), total=thousands(counts.total))
    return "▓" * full + "░" * (BAR - full) + f" {int(counts.share * 100)} % · {done}"


def numbers(counts: Counts) -> str:
    parts = [
        _("sent {n}").format(n=thousands(counts.sent)),
        _("unreachable {n}").format(n=thousands(counts.unreachable)),
        _("failed {n}").format(n=thousands(counts.failed)),
        _("in doubt {n}").format(n=thousands(counts.in_doubt)),
        _("later {n}").format(n=thousands(counts.later + counts.tomorrow)),
    ]
    if counts.cancelled:
        parts.append(_("not sent {n}").format(n=thousands(counts.cancelled)))
    return " · ".join(parts)


def thousands(number: int) -> str:
    # A narrow no-break space reads the same in every language.
    return f"{number:,}".replace(",", "\u202f")


def _left(announcement: Announcement, counts: Counts, seconds_left: float | None) -> str:
    if announcement.state is AnnouncementState.PAUSED:
        return _("Paused: nothing goes out until somebody of the office lets it go on.")
    if announcement.state is not AnnouncementState.RUNNING:
        return _("Nothing goes out until a second person has approved the change.")
    lines = []
    if counts.now and seconds_left is not None:
        lines.append(ngettext("{n} second left", "{n} seconds left", max(1, round(seconds_left))))
    if counts.tomorrow:
        lines.append(ngettext("{n} waits for the reader's morning", "{n} wait for their readers' morning", counts.tomorrow))
    if counts.later:
        lines.append(ngettext("{n} has had two this week: later", "{n} have had two this week: later", counts.later))
    return "\n".join(lines)


def _ways(announcement: Announcement, reader: Member, *, staff: bool) -> list[list[Button]]:
    number = announcement.id
    if announcement.state is AnnouncementState.RUNNING:
        first = Button("⏸ " + _("Pause"), callbacks.PauseAnnouncement(announcement=number))
    else:
        first = Button("▶ " + _("Go on"), callbacks.ResumeAnnouncement(announcement=number), style="primary")
    stop = Button("⛔ " + _("Stop"), callbacks.StopAnnouncement(announcement=number), style="danger")
    change = Button("✏️ " + _("Change what is unsent"), callbacks.AnnouncementTexts(announcement=number))
    moving = announcement.state in (AnnouncementState.RUNNING, AnnouncementState.PAUSED)
    decide = [first, stop] if moving else [stop]
    return [
        decide if staff else [],
        [change] if announcement.author_id == reader.id else [],
        [
            Button("📣 " + _("Announcements"), callbacks.LeaveProgress(announcement=number)),
            Button("🏠 " + _("Home"), callbacks.LeaveProgress(announcement=number, home=True)),
        ],
    ]


def sure_to_stop(announcement: Announcement, counts: Counts | None) -> Screen:
    title = escape(announcement.title)
    if counts is None:
        text = _("Stop <b>{title}</b>? It will not go out. This cannot be undone.").format(title=title)
    else:
        unsent = ngettext("{n} reader will not get it", "{n} readers will not get it", counts.total - counts.done)
        text = _("Stop <b>{title}</b>? {unsent}. What is sent stays. This cannot be undone.").format(title=title, unsent=unsent)
    number = announcement.id
    rows = [
        [Button("⛔ " + _("Stop for good"), callbacks.StopAnnouncement(announcement=number, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.Announcement(announcement=number))],
    ]
    return Screen(text, rows)


def report_screen(
    announcement: Announcement, report: Report, faults: list[tuple[str, int]], reader: Member, heading: str = "", said: str = ""
) -> Screen:
    """What came of it."""
    counts = report.counts
    parts = [said, heading or f"📣 <b>{escape(announcement.title)}</b> · {word(announcement.state)}", _ended(announcement, reader)]
    if announcement.started_at and counts.total:
        parts.append(f"{bar(counts)}\n{numbers(counts)}")
        parts.append(_answers(announcement, report))
        parts.append(_withheld(report))
    elif announcement.started_at:
        parts.append(_("When it began, nobody was left who would get it. Make a new one like this for other recipients."))
    if faults:
        parts.append(_("Why some failed, in Telegram's words:") + "\n" + "\n".join(f"– {escape(why)}: {n}" for why, n in faults[:3]))
    if counts.in_doubt:
        parts.append(_("In doubt: no answer came, so it may have arrived; it is not sent again."))
    return Screen("\n\n".join(part for part in parts if part), _after(announcement, counts))


def _ended(announcement: Announcement, reader: Member) -> str:
    lines = []
    zone = reader.timezone
    if announcement.started_at and announcement.ended_at:
        begun, ended = moment(announcement.started_at, zone), moment(announcement.ended_at, zone)
        lines.append(_("From {begun} to {ended}").format(begun=begun, ended=ended))
    if announcement.stop_reason:
        lines.append(_("Stopped {how}.").format(how=word(announcement.stop_reason)))
    if announcement.stop_fault:
        lines.append(_("Telegram says: {fault}").format(fault=escape(announcement.stop_fault)))
    if announcement.stop_reason in (StopReason.BAD_TEXT, StopReason.FOREIGN_FILE):
        lines.append(_("Make a new one like this, mend the text or send the file again, and hand it in."))
    if announcement.stop_reason is StopReason.NO_AGREEMENT:
        lines.append(_("Make a new one like this without that region, and hand it in."))
    return "\n".join(lines)


def _answers(announcement: Announcement, report: Report) -> str:
    lines = []
    if announcement.mission_id is not None:
        lines.append(_("Pressed its button: {n}").format(n=thousands(report.taps)))
    if report.applications is not None:
        lines.append(_("Applications for its mission since it began: {n}").format(n=thousands(report.applications)))
    return "\n".join(lines)


def _withheld(report: Report) -> str:
    """Who got nothing, and why."""
    lines = [f"{word(why)}: {thousands(count)}" for why, count in report.withheld.items()]
    if report.silent_chats:
        lines.append(_("Did not take it: {names}").format(names=summary.some([quote(title, 40) for title in report.silent_chats])))
    return "\n".join(lines)


def _after(announcement: Announcement, counts: Counts) -> list[list[Button]]:
    number = announcement.id
    settled = counts.total > 0
    return [
        [Button("📈 " + _("Delivery over time"), callbacks.DeliveryPicture(announcement=number))] if settled else [],
        [Button("📄 " + _("A new one like this"), callbacks.CopyAnnouncement(announcement=number))],
        onward(),
    ]
