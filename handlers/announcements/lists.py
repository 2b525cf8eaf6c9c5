"""What one's office announces: what waits for one's decision, what moves, what has its time, drafts, what is over."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.announcements import summary
from handlers.announcements.acting import close
from handlers.i18n import _, full_day, moment, quote
from handlers.screen import Button, Screen, escape, pairs, show, turns
from handlers.words import office_name, word
from models import announcements, conversations
from models.announcements import Announcement, AnnouncementState
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)

A_PAGE = 6


@router.message(Command("announcements"))
async def asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await announcement_list(session, member, 0, now)
        toast = None if screen else not_yours()
        screen = screen or await truth.home(session, member, now)
    await show(message, screen, toast)


@router.callback_query(callbacks.Announcements.filter())
async def tapped(query: CallbackQuery, callback_data: callbacks.Announcements, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await close(session, member)
        screen = await announcement_list(session, member, callback_data.page, now)
        toast = None if screen else not_yours()
        screen = screen or await truth.home(session, member, now)
    await show(query, screen, toast)


@truth.tells(callbacks.Announcements, callbacks.NewAnnouncement)
async def now_list(session: Session, member: Member, data: callbacks.Announcements, now: datetime) -> Screen | None:
    return await announcement_list(session, member, getattr(data, "page", 0), now)


def not_yours() -> str:
    return _("Announcements are written by regional offices and administrators.")


async def announcement_list(session: Session, member: Member, page: int, now: datetime) -> Screen | None:
    """One page: what waits for this member's decision, then the others; None for whoever may not announce."""
    if not await announcements.offices(session, member):
        return None
    waiting = await announcements.waiting_for(session, member, now=now)
    first = page * A_PAGE
    decided_here = waiting[first : first + A_PAGE]
    others, most = max(first - len(waiting), 0), A_PAGE - len(decided_here)
    mine, count = await announcements.listed(session, member, but=[each.id for each in waiting], skip=others, most=most)
    count += len(waiting)
    if page and first >= count:
        return await announcement_list(session, member, max((count - 1) // A_PAGE, 0), now)
    parts = ["📣 <b>" + _("Announcements") + "</b>"]
    if decided_here:
        parts.append(_section(_("Wait for your decision"), decided_here, member, 1))
    parts += _sections(mine, member, 1 + len(decided_here))
    if not decided_here and not mine:
        parts.append(_empty())
    buttons = [Button(_label(number, a), callbacks.Announcement(announcement=a.id)) for number, a in enumerate([*decided_here, *mine], 1)]
    rows = [
        *pairs(buttons),
        turns(count, page, A_PAGE, lambda p: callbacks.Announcements(page=p)),
        [Button("➕ " + _("New announcement"), callbacks.NewAnnouncement(), style=None if decided_here else "primary")],
        [Button("📢 " + _("Channels and groups"), callbacks.OfficeChats()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


def _sections(found: list[Announcement], member: Member, first: int) -> list[str]:
    titles = (_("Being sent"), _("Wait for others"), _("Have their time"), _("Drafts"), _("Over"))
    parts = []
    for title, states in zip(titles, announcements.STAGES, strict=True):
        those = [announcement for announcement in found if announcement.state in states]
        if those:
            parts.append(_section(title, those, member, first))
            first += len(those)
    return parts


def _section(title: str, found: list[Announcement], member: Member, first: int) -> str:
    lines = [f"{number}. {escape(a.title)}\n    {_line(a, member)}" for number, a in enumerate(found, first)]
    return "\n".join([f"<b>{title}</b>", *lines])


def _line(announcement: Announcement, member: Member) -> str:
    zone = member.timezone
    match announcement.state:
        case AnnouncementState.SCHEDULED if announcement.starts_at:
            return moment(announcement.starts_at, zone)
        case AnnouncementState.RECURRING if announcement.cron:
            return summary.rhythm(announcement.cron)
        case AnnouncementState.DRAFT:
            return full_day(announcement.created_at, zone)
        case AnnouncementState.AWAITING_APPROVAL | AnnouncementState.AWAITING_CONSENT:
            return f"{office_name(announcement.region_id)} · {word(announcement.state)}"
        case _ if announcement.ended_at:
            return f"{word(announcement.state)} · {full_day(announcement.ended_at, zone)}"
        case _:
            return word(announcement.state)


def _label(number: int, announcement: Announcement) -> str:
    """A button is plain text: no escaping."""
    return f"{number} · {quote(announcement.title, 22)}"


def _empty() -> str:
    return _(
        "Nothing yet. An announcement reaches the people of your region, each in their language, "
        "between 09:00 and 19:00 of their own day.\n\n"
        "You write it, test it on yourself and hand it in; a second person approves it; then it goes out, and you see how far it is."
    )
