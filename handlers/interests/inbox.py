"""What waits for my answer, what I have sent, and my introductions."""

from dataclasses import dataclass
from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.i18n import _, full_day, moment, quote
from handlers.interests.view import View, view
from handlers.screen import Button, Screen, escape, pairs, show, turns
from handlers.words import word
from models import businesses, conversations, interests
from models.database import Database, Session
from models.interests import InterestState, Side
from models.members import Member

router = Router(name=__name__)

A_PAGE = 6


@router.message(Command("inbox"))
async def inbox_asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await inbox_screen(session, member, 0, now)
    await show(message, screen)


@router.callback_query(callbacks.Inbox.filter())
async def inbox_tapped(query: CallbackQuery, callback_data: callbacks.Inbox, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await inbox_screen(session, member, callback_data.page, now)
    await show(query, screen)


@truth.tells(callbacks.Inbox)
async def now_inbox(session: Session, member: Member, data: callbacks.Inbox, now: datetime) -> Screen:
    return await inbox_screen(session, member, data.page, now)


@dataclass(frozen=True)
class Entry:
    """One interest in its section of the inbox."""

    section: str
    interest: int


async def inbox_screen(session: Session, member: Member, page: int, now: datetime) -> Screen:
    entries = await _entries(session, member)
    if not entries:
        return await _empty(session, member)
    page = max(0, min(page, (len(entries) - 1) // A_PAGE))
    first = page * A_PAGE
    parts, buttons, section = ["📥 <b>" + _("Inbox") + "</b>"], [], ""
    for number, entry in enumerate(entries[first : first + A_PAGE], start=first + 1):
        seen = await view(session, member, entry.interest, now)
        assert seen is not None
        if entry.section != section:
            section = entry.section
            parts.append(f"\n<b>{section}</b>")
        parts.append(_line(number, seen))
        buttons.append(Button(_label(number, seen), callbacks.Interest(interest=entry.interest)))
    rows = [*pairs(buttons), turns(len(entries), page, A_PAGE, lambda p: callbacks.Inbox(page=p))]
    rows.append([Button("🔎 " + _("Search"), callbacks.Search()), Button("🏠 " + _("Home"), callbacks.Home())])
    return Screen("\n".join(parts), [row for row in rows if row])


async def _entries(session: Session, member: Member) -> list[Entry]:
    inbox = await interests.inbox(session, member.id)
    sections = (
        (_("Waits for your answer"), inbox.waiting),
        (_("Sent by you"), inbox.sent),
        (_("Contacts exchanged"), inbox.introductions),
        (_("Received earlier"), inbox.closed),
    )
    return [Entry(title, interest.id) for title, found in sections for interest in found]


def _line(number: int, seen: View) -> str:
    return f"{number}. <b>{seen.other_name}</b>: <i>{escape(quote(seen.plain_title, 48))}</i>\n    {_state(seen)}"


def _state(seen: View) -> str:
    interest, zone = seen.interest, seen.reader.timezone
    match interest.state:
        case InterestState.SENT if seen.side is Side.RECEIVER:
            return "⏳ " + _("answer by {moment}").format(moment=moment(seen.deadline, zone))
        case InterestState.SENT:
            return "⏳ " + _("they have until {moment}").format(moment=moment(seen.deadline, zone))
        case InterestState.ACCEPTED:
            assert interest.decided_at is not None
            return "🤝 " + full_day(interest.decided_at, zone)
        case InterestState.EXPIRED if seen.side is Side.RECEIVER:
            return _("expired; you can still answer")
        case _:
            return word(interest.state)


def _label(number: int, seen: View) -> str:
    """A button is plain text: no escaping."""
    named = seen.side is Side.RECEIVER or seen.named
    return f"{number} · {quote(seen.other.version.name if named else seen.listing.opportunity.reference, 22)}"


async def _empty(session: Session, member: Member) -> Screen:
    text = _(
        "📥 <b>Inbox</b>\n\nNothing is here yet. Proposals that others send you come here, and those that you write.\n\n"
        "Next: search for a partner and press <b>Propose cooperation</b> on a listing."
    )
    search = Button("🔎 " + _("Search"), callbacks.Search(), style="primary")
    if await businesses.represented(session, member.id):
        own = Button("🏢 " + _("My business"), callbacks.MyBusiness())
    else:
        text += " " + _("To be found yourself, register your business.")
        own = Button("🏢 " + _("Register"), callbacks.Register())
    return Screen(text, [[search, own], [Button("🏠 " + _("Home"), callbacks.Home())]])
