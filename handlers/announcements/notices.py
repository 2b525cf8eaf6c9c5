"""What people are told of an announcement's own life; nothing once it is not true any more."""

from datetime import datetime

from handlers import callbacks, notices
from handlers.announcements.draft import onward
from handlers.announcements.review import review, waits
from handlers.announcements.stands import report
from handlers.announcements.view import MOVING, View, begins_now, view
from handlers.i18n import _
from handlers.screen import Button, Screen, escape
from handlers.words import region_name
from models.announcements import AnnouncementState
from models.database import Session
from models.deliveries import Delivery, Kind
from models.members import Member


@notices.words_for(Kind.ANNOUNCEMENT_WAITING)
async def waiting(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await view(session, member, delivery.subject, now)
    if seen is None or not seen.approves:
        return None
    return review(seen, now, _("<b>An announcement waits for your approval</b>"))


@notices.words_for(Kind.ANNOUNCEMENT_CONSENT)
async def consent(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await view(session, member, delivery.subject, now)
    if seen is None or delivery.details.get("region") not in seen.asked:
        return None
    return review(seen, now, _("<b>An office asks for your consent</b>"))


@notices.words_for(Kind.ANNOUNCEMENT_RETURNED)
async def returned(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _back(session, delivery, member, now)
    return _with_note(seen, "↩️ " + _("<b>Your announcement was returned:</b> {title}")) if seen else None


@notices.words_for(Kind.ANNOUNCEMENT_REFUSED)
async def refused(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _back(session, delivery, member, now)
    if seen is None:
        return None
    said = _("<b>An office did not agree to your announcement:</b> {title}")
    regions = _("Regions: {names}").format(names=" · ".join(map(region_name, seen.refused_by)))
    return _with_note(
        seen, "⛔ " + said, regions, _("Leave these regions out under Recipients, or change the text; then hand it in again.")
    )


async def _back(session: Session, delivery: Delivery, member: Member, now: datetime) -> View | None:
    """The announcement, if it is still with its author."""
    seen = await view(session, member, delivery.subject, now)
    return seen if seen and seen.mine and seen.announcement.state in (AnnouncementState.DRAFT, AnnouncementState.PAUSED) else None


def _with_note(seen: View, said: str, *more: str) -> Screen:
    announcement = seen.announcement
    parts = [said.format(title=escape(announcement.title)), *more]
    if announcement.note:
        parts.insert(1, f"<blockquote>{escape(announcement.note)}</blockquote>")
    if not more:
        parts.append(_("Change it, test it, and hand it in again."))
    change = Button("✏️ " + _("Change it"), callbacks.Announcement(announcement=announcement.id), style="primary")
    return Screen("\n\n".join(parts), [[change], onward()])


@notices.words_for(Kind.ANNOUNCEMENT_APPROVED)
async def approved(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await view(session, member, delivery.subject, now)
    if seen is None or not seen.mine or seen.announcement.over:
        return None
    said = "✅ " + _("<b>Your announcement is approved</b>")
    announcement = seen.announcement
    if announcement.state in MOVING or begins_now(announcement, now):
        text = f"{said}: {escape(announcement.title)}\n\n" + _("It is being sent now.")
        watch = Button("📊 " + _("See how far it is"), callbacks.Announcement(announcement=announcement.id), style="primary")
        return Screen(text, [[watch], onward()])
    return waits(seen, now, said) if announcement.state is not AnnouncementState.DRAFT else None


@notices.words_for(Kind.ANNOUNCEMENT_STOPPED, Kind.ANNOUNCEMENT_DONE)
async def over(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await view(session, member, delivery.subject, now)
    if seen is None or not seen.announcement.over:
        return None
    title = escape(seen.announcement.title)
    if delivery.kind is Kind.ANNOUNCEMENT_DONE and seen.announcement.started_at is None:
        heading = "🔁 " + _("<b>It comes no more:</b> {title}\n\nIts mission's deadline is reached.").format(title=title)
    elif delivery.kind is Kind.ANNOUNCEMENT_DONE and seen.counts and not seen.counts.sent:
        heading = "📣 " + _("<b>Your announcement reached nobody:</b> {title}").format(title=title)
    elif delivery.kind is Kind.ANNOUNCEMENT_DONE:
        heading = "📣 " + _("<b>Your announcement is sent:</b> {title}").format(title=title)
    else:
        heading = "⛔ " + _("<b>Your announcement was stopped:</b> {title}").format(title=title)
    return await report(session, seen.announcement, member, now, heading=heading)
