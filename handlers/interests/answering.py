"""The receiver's answer and the sender's change of mind."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, day
from handlers.interests.acting import act, decided, gone
from handlers.interests.screens import interest_screen, onward
from handlers.interests.sharing import exchange_screen
from handlers.interests.view import View, view
from handlers.screen import Button, Screen, pairs, show
from handlers.words import word
from models import interests
from models.database import Database, Session
from models.interests import DeclineReason, InterestState, Side
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.Interest.filter())
async def look(query: CallbackQuery, callback_data: callbacks.Interest, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.interest, now)
    await show(query, interest_screen(seen, now) if seen else gone())


@truth.tells(
    callbacks.Interest,
    callbacks.Exchange,
    callbacks.ExchangeSure,
    callbacks.Shares,
    callbacks.Share,
    callbacks.Decline,
    callbacks.DeclineFor,
    callbacks.Snooze,
    callbacks.Withdraw,
)
async def as_it_stands(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.interest, now)
    return interest_screen(seen, now) if seen else None


@router.callback_query(callbacks.Exchange.filter())
async def exchange(query: CallbackQuery, callback_data: callbacks.Exchange, member: Member, database: Database, now: datetime) -> None:
    async def screen(session: Session, seen: View) -> Screen:
        return await exchange_screen(session, seen)

    await _ask(query, member, callback_data.interest, database, now, screen)


@router.callback_query(callbacks.ExchangeSure.filter())
async def exchange_sure(
    query: CallbackQuery, callback_data: callbacks.ExchangeSure, member: Member, database: Database, now: datetime
) -> None:
    async def after(_session: Session, seen: View) -> tuple[Screen, str | None]:
        return interest_screen(seen, now), None

    number = callback_data.interest
    await act(query, member, number, database, now, lambda session: interests.accept(session, member, number, now=now), after)


@router.callback_query(callbacks.Decline.filter())
async def decline(query: CallbackQuery, callback_data: callbacks.Decline, member: Member, database: Database, now: datetime) -> None:
    async def screen(_session: Session, seen: View) -> Screen:
        return reasons_screen(seen)

    await _ask(query, member, callback_data.interest, database, now, screen)


@router.callback_query(callbacks.DeclineFor.filter())
async def decline_for(query: CallbackQuery, callback_data: callbacks.DeclineFor, member: Member, database: Database, now: datetime) -> None:
    async def after(_session: Session, seen: View) -> tuple[Screen, str | None]:
        return interest_screen(seen, now), _("Declined.")

    # A code that is not used any more still declines.
    reason = next((r for r in DeclineReason if r.value == callback_data.reason), DeclineReason.OTHER)
    number = callback_data.interest
    await act(query, member, number, database, now, lambda session: interests.decline(session, member, number, reason, now=now), after)


@router.callback_query(callbacks.Snooze.filter())
async def snooze(query: CallbackQuery, callback_data: callbacks.Snooze, member: Member, database: Database, now: datetime) -> None:
    async def after(_session: Session, seen: View) -> tuple[Screen, str | None]:
        assert seen.interest.snoozed_until is not None
        toast = _("I will remind you: {day}.").format(day=day(seen.interest.snoozed_until, member.timezone))
        return interest_screen(seen, now), toast

    number = callback_data.interest
    await act(query, member, number, database, now, lambda session: interests.snooze(session, member, number, now=now), after)


@router.callback_query(callbacks.Withdraw.filter())
async def withdraw(query: CallbackQuery, callback_data: callbacks.Withdraw, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.interest
    if not callback_data.sure:
        await _ask_sender(query, member, number, database, now)
        return

    async def after(_session: Session, seen: View) -> tuple[Screen, str | None]:
        return interest_screen(seen, now), _("Taken back.")

    await act(query, member, number, database, now, lambda session: interests.withdraw(session, member, number, now=now), after)


async def _ask(
    query: CallbackQuery,
    member: Member,
    interest_id: int,
    database: Database,
    now: datetime,
    screen: Callable[[Session, View], Awaitable[Screen]],
) -> None:
    """The second screen of the receiver, while there is something to answer."""
    async with database.read() as session:
        seen = await view(session, member, interest_id, now)
        open_now = seen is not None and seen.side is Side.RECEIVER and seen.interest.state in (InterestState.SENT, InterestState.EXPIRED)
        asked = await screen(session, seen) if seen and open_now else None
    if seen is None:
        await show(query, gone())
    elif asked is None:
        await show(query, interest_screen(seen, now), decided(seen))
    else:
        await show(query, asked)


async def _ask_sender(query: CallbackQuery, member: Member, interest_id: int, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, interest_id, now)
    if seen is None:
        await show(query, gone())
    elif seen.side is Side.SENDER and seen.interest.state in (InterestState.HELD, InterestState.SENT):
        await show(query, withdraw_screen(seen))
    else:
        await show(query, interest_screen(seen, now), decided(seen))


def reasons_screen(seen: View) -> Screen:
    text = _(
        "Decline the proposal of <b>{business}</b>?\n\nChoose the reason: they are told it, without your contacts, "
        "and cannot write to you again for 90 days."
    ).format(business=seen.other_name)
    buttons = [Button(word(reason), callbacks.DeclineFor(interest=seen.interest.id, reason=reason.value)) for reason in DeclineReason]
    return Screen(text, [*pairs(buttons), [Button("⬅ " + _("Back"), callbacks.Interest(interest=seen.interest.id))]])


def withdraw_screen(seen: View) -> Screen:
    text = _(
        "Take back your proposal about <i>{title}</i>?\n\nThey can no longer answer it. It still counts towards today's limit."
    ).format(title=seen.title)
    rows = [
        [Button(_("Take it back"), callbacks.Withdraw(interest=seen.interest.id, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.Interest(interest=seen.interest.id))],
        onward(),
    ]
    return Screen(text, rows)
