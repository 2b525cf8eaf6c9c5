"""What the other side will see: shown before the exchange, and chosen."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks
from handlers.i18n import _
from handlers.interests.acting import act, decided, gone
from handlers.interests.screens import contact_lines, interest_screen, onward
from handlers.interests.view import View, view
from handlers.screen import Button, Screen, pairs, show
from handlers.words import word
from models import interests
from models.database import Database, Session
from models.interests import Contact, ContactCard, InterestState, Side
from models.members import Member

router = Router(name=__name__)

CHANGEABLE = (InterestState.HELD, InterestState.SENT, InterestState.EXPIRED)


@router.callback_query(callbacks.Shares.filter())
async def shares(query: CallbackQuery, callback_data: callbacks.Shares, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.interest, now)
        screen = await shares_screen(session, seen) if seen and seen.interest.state in CHANGEABLE else None
    if seen is None:
        await show(query, gone())
    elif screen is None:
        await show(query, interest_screen(seen, now), decided(seen))
    else:
        await show(query, screen)


@router.callback_query(callbacks.Share.filter())
async def share(query: CallbackQuery, callback_data: callbacks.Share, member: Member, database: Database, now: datetime) -> None:
    async def after(session: Session, seen: View) -> tuple[Screen, str | None]:
        return await shares_screen(session, seen), None

    number = callback_data.interest
    contact = next((c for c in Contact if c.value == callback_data.contact), None)
    if contact is None:
        await shares(query, callbacks.Shares(interest=number), member, database, now)
        return
    await act(query, member, number, database, now, lambda session: interests.choose_shares(session, member, number, contact), after)


async def exchange_screen(session: Session, seen: View) -> Screen:
    """The last look before contacts are exchanged."""
    card = await interests.own_card(session, seen.interest, Side.RECEIVER, seen.reader)
    opening = _("<b>{business}</b> will see:").format(business=seen.other_name)
    text = "{opening}\n{card}\n\n{theirs}".format(
        opening=opening,
        card=_card(card),
        theirs=_("You will see theirs at once. Before paying anyone, confirm bank details by phone."),
    )
    number = seen.interest.id
    rows = [
        [Button("✅ " + _("Exchange"), callbacks.ExchangeSure(interest=number), style="success")],
        [Button(_("Choose what they see"), callbacks.Shares(interest=number))],
        [Button("⬅ " + _("Back"), callbacks.Interest(interest=number))],
    ]
    return Screen(text, rows)


async def shares_screen(session: Session, seen: View) -> Screen:
    """A button a kind of contact: shown or hidden."""
    shown = await interests.own_card(session, seen.interest, seen.side, seen.reader)
    there = (await interests.own_card(session, seen.interest, seen.side, seen.reader, whole=True)).kinds
    number = seen.interest.id
    parts = [
        _("After the exchange they will see:") + "\n" + _card(shown),
        _("Tap to show or hide. Nobody sees anything before contacts are exchanged."),
    ]
    if len(there) < len(Contact):
        parts.append(_("More can be shown once it is written under <b>My business</b>."))
    buttons = [
        Button(("✔ " if kind in shown.kinds else "▫️ ") + word(kind), callbacks.Share(interest=number, contact=kind.value)) for kind in there
    ]
    back = callbacks.Exchange(interest=number) if seen.side is Side.RECEIVER else callbacks.Interest(interest=number)
    return Screen("\n\n".join(parts), [*pairs(buttons), [Button("⬅ " + _("Back"), back)], onward()])


def _card(card: ContactCard) -> str:
    return "\n".join(contact_lines(card))
