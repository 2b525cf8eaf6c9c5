"""Search in words: what is typed outside a form, its pages, and the card of a listing."""

import re
from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.i18n import _
from handlers.screen import Screen, show
from handlers.search import alerts, filters, share
from handlers.search.card import listing_screen
from handlers.search.results import favourite_list, how_to, no_words, results
from models import conversations, favourites, search
from models.database import Database, Session
from models.favourites import Verdict
from models.members import Member

router = Router(name=__name__)
router.include_routers(alerts.router, share.router)

_OfListing = callbacks.Listing | callbacks.Favour | callbacks.NotForMe
_COMMAND = re.compile(r"/\w")


class Typed(BaseFilter):
    """Text that is not a command."""

    async def __call__(self, message: Message) -> bool:
        return message.text is not None and not _COMMAND.match(message.text)


@router.message(Typed())
async def typed(message: Message, member: Member, database: Database, now: datetime) -> None:
    assert message.text is not None
    async with database.write() as session:
        made = await search.look(session, member, search.Asked(message.text), now=now)
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
        made = await search.again(session, member, narrow, now=now, wide=callback_data.on) if narrow else None
        screen = await results(session, member, made, 0, now) if made else None
    await _show_list(query, screen)


@router.callback_query(callbacks.Verbatim.filter())
async def verbatim(query: CallbackQuery, callback_data: callbacks.Verbatim, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        mended = await search.own_run(session, member.id, callback_data.run)
        made = await search.again(session, member, mended, now=now, verbatim=True) if mended else None
        screen = await results(session, member, made, 0, now) if made else None
    await _show_list(query, screen)


@router.callback_query(callbacks.Filters.filter())
async def choose_filters(query: CallbackQuery, callback_data: callbacks.Filters, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        made = await search.own_run(session, member.id, callback_data.run)
        screen = await filters.screen(session, member, made, callback_data.kind, now) if made else None
    await _show_list(query, screen)


@router.callback_query(callbacks.Tick.filter())
async def tick(query: CallbackQuery, callback_data: callbacks.Tick, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        made = await search.own_run(session, member.id, callback_data.run)
        ticked = filters.ticked(made, callback_data.kind, callback_data.at) if made else None
        again = await search.again(session, member, made, now=now, filters=ticked) if made and ticked is not None else None
        screen = await filters.screen(session, member, again, callback_data.kind, now) if again else None
    await _show_list(query, screen)


@router.callback_query(callbacks.Favour.filter())
async def favour(query: CallbackQuery, callback_data: callbacks.Favour, member: Member, database: Database, now: datetime) -> None:
    verdict = Verdict.FAVOURITE if callback_data.on else None
    await _mark(query, callback_data, verdict, member, database, now)


@router.callback_query(callbacks.NotForMe.filter())
async def not_for_me(query: CallbackQuery, callback_data: callbacks.NotForMe, member: Member, database: Database, now: datetime) -> None:
    verdict = Verdict.NOT_FOR_ME if callback_data.on else None
    await _mark(query, callback_data, verdict, member, database, now)


@router.callback_query(callbacks.Favourites.filter())
async def kept(query: CallbackQuery, callback_data: callbacks.Favourites, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await favourite_list(session, member, callback_data.page, now)
    await show(query, screen)


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


_OfRun = callbacks.Page | callbacks.Widen | callbacks.Verbatim | callbacks.Filters | callbacks.Tick


@truth.tells(callbacks.Page, callbacks.Widen, callbacks.Verbatim, callbacks.Filters, callbacks.Tick)
async def now_results(session: Session, member: Member, data: _OfRun, now: datetime) -> Screen:
    made = await search.own_run(session, member.id, data.run)
    at = data.page if isinstance(data, callbacks.Page) else 0
    return await results(session, member, made, at, now) if made else how_to()


@truth.tells(callbacks.Favourites)
async def now_favourites(session: Session, member: Member, data: callbacks.Favourites, now: datetime) -> Screen:
    return await favourite_list(session, member, data.page, now)


@truth.tells(callbacks.Listing, callbacks.Favour, callbacks.NotForMe)
async def now_listing(session: Session, member: Member, data: _OfListing, now: datetime) -> Screen | None:
    """A link opens it too, also for somebody who has not passed the entrance: that comes first."""
    if member.region_id is None or not member.consented:
        return None
    return await listing_screen(session, member, data, now)


async def _mark(
    query: CallbackQuery,
    data: callbacks.Favour | callbacks.NotForMe,
    verdict: Verdict | None,
    member: Member,
    database: Database,
    now: datetime,
) -> None:
    """Record what somebody thinks of a listing; its card says so, with the way to take it back."""
    async with database.write() as session:
        if verdict is None:
            await favourites.unmark(session, member.id, data.opportunity)
            marking = favourites.Marking.DONE
        else:
            marking = await favourites.mark(session, member.id, data.opportunity, verdict, now=now)
        screen = await listing_screen(session, member, data, now)
    await show(query, screen, _MARKED[marking, verdict]() if (marking, verdict) in _MARKED else None)


_MARKED: dict[tuple[favourites.Marking, Verdict | None], Callable[[], str]] = {
    (favourites.Marking.DONE, Verdict.FAVOURITE): lambda: _("Kept. You find it under Search, Favourites."),
    (favourites.Marking.DONE, Verdict.NOT_FOR_ME): lambda: _("Your searches leave it out for half a year."),
    (favourites.Marking.DONE, None): lambda: _("Taken back."),
    (favourites.Marking.TOO_MANY, Verdict.FAVOURITE): lambda: _("You have 200 favourites already. Take one out first."),
}


async def _show_list(query: CallbackQuery, screen: Screen | None) -> None:
    await show(query, screen or how_to(), None if screen else _("This list is not kept any more. Type what you look for."))
