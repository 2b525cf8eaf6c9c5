"""How far the search's index is, for whoever keeps the platform."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, ngettext
from handlers.screen import Button, Screen, show
from models import members, rights, search
from models.database import Database, Session
from models.members import Member
from models.rights import Right
from models.search import Reindexed

router = Router(name=__name__)

BAR = 14


@router.callback_query(callbacks.SearchIndex.filter())
async def look(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await index_screen(session, member)
        home = None if screen else await truth.home(session, member, now)
    await show(query, screen or home or Screen(""), None if screen else _("Only administrators see this."))


@truth.tells(callbacks.SearchIndex)
async def now_index(session: Session, member: Member, _data: object, _now: datetime) -> Screen | None:
    return await index_screen(session, member)


async def index_screen(session: Session, member: Member) -> Screen | None:
    """How far a re-index is; None for whoever may not look."""
    if not rights.may(await members.grants(session, member.telegram_id), Right.SEE_OPERATIONS):
        return None
    reached = await search.progress(session)
    heading = "🔎 <b>" + _("Search index") + "</b>"
    back = [Button("⬅ " + _("Back"), callbacks.Administration()), Button("🏠 " + _("Home"), callbacks.Home())]
    if reached is None:
        listings = ngettext("{n} public listing is in it.", "{n} public listings are in it.", await search.size(session))
        text = _("Complete, made with the present vocabulary. {listings} Nothing to do.").format(listings=listings)
        return Screen(f"{heading}\n\n{text}", [back])
    text = _(
        "It is being made anew, since the vocabulary or the reading of words changed. "
        "People go on searching; until the end some listings may be missing in what they find."
    )
    again = Button("🔄 " + _("Refresh"), callbacks.SearchIndex(), style="primary")
    return Screen(f"{heading}\n\n{bar(reached)}\n{text}", [[again], back])


def bar(reached: Reindexed) -> str:
    """`▓▓▓░░░ 57 % · 1,710 of 3,000`."""
    share = min(reached.done / reached.of, 1.0) if reached.of else 1.0
    full = int(BAR * share)
    said = _("{percent} % · {done} of {all}").format(percent=int(100 * share), done=reached.done, all=reached.of)
    return "▓" * full + "░" * (BAR - full) + f" {said}"
