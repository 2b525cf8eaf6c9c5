"""Search in words: what is typed outside a form, its pages, and the card of a listing."""

import re
from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.i18n import _
from handlers.screen import Screen, show
from handlers.search.card import listing_screen
from handlers.search.results import how_to, no_words, results
from models import conversations, search
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)

_COMMAND = re.compile(r"/\w")


class Typed(BaseFilter):
    """Text that is not a command."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and not _COMMAND.match(message.text)


@router.message(Typed())
async def typed(message: Message, member: Member, database: Database, now: datetime) -> None:
    assert message.text is not None
    async with database.write() as session:
        made = await search.look(session, member, message.text, now=now)
        screen = await results(session, member, made, 0, now) if made else no_words(message.text)
    await show(message, screen)


@router.callback_query(callbacks.Search.filter())
async def ask(query: CallbackQuery, member: Member, database: Database) -> None:
    """What is typed next is a search: an open form is left, its answers are kept."""
    async with database.write() as session:
        await conversations.leave(session, member.id)
    await show(query, how_to())


@router.callback_query(callbacks.Page.filter())
async def page(query: CallbackQuery, callback_data: callbacks.Page, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        made = await search.own_run(session, member.id, callback_data.run)
        screen = await results(session, member, made, callback_data.page, now) if made else None
    await _show_list(query, screen)


@router.callback_query(callbacks.Widen.filter())
async def widen(query: CallbackQuery, callback_data: callbacks.Widen, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        narrow = await search.own_run(session, member.id, callback_data.run)
        made = await search.look(session, member, narrow.text, wide=True, now=now) if narrow else None
        screen = await results(session, member, made, 0, now) if made else None
    await _show_list(query, screen)


@router.callback_query(callbacks.TwinListings.filter())
async def browse(query: CallbackQuery, callback_data: callbacks.TwinListings, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        made = await search.browse(session, member, callback_data.region, callback_data.sector, now=now)
        if made:
            screen, toast = await results(session, member, made, 0, now), None
        else:
            screen = await truth.now_of(session, member, callbacks.Twins().pack(), now)
            toast = _("No agreement with this region is in force.")
    await show(query, screen, toast)


@router.callback_query(callbacks.Listing.filter())
async def listing(query: CallbackQuery, callback_data: callbacks.Listing, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await listing_screen(session, member, callback_data, now)
    await show(query, screen)


@truth.tells(callbacks.Search)
async def now_search(_session: Session, _member: Member, _data: object, _now: datetime) -> Screen:
    return how_to()


@truth.tells(callbacks.Page, callbacks.Widen)
async def now_results(session: Session, member: Member, data: callbacks.Page | callbacks.Widen, now: datetime) -> Screen:
    made = await search.own_run(session, member.id, data.run)
    at = data.page if isinstance(data, callbacks.Page) else 0
    return await results(session, member, made, at, now) if made else how_to()


@truth.tells(callbacks.Listing)
async def now_listing(session: Session, member: Member, data: callbacks.Listing, now: datetime) -> Screen | None:
    """A link opens it too, also for somebody who has not passed the entrance: that comes first."""
    if member.region_id is None or not member.consented:
        return None
    return await listing_screen(session, member, data, now)


async def _show_list(query: CallbackQuery, screen: Screen | None) -> None:
    await show(query, screen or how_to(), None if screen else _("This list is not kept any more. Type what you look for."))
