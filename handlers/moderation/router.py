"""The desk's buttons: the queue, deciding, taking back."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, form, truth
from handlers.i18n import _
from handlers.moderation import reasons, screens
from handlers.screen import Screen, answer, show
from models import conversations, members, moderation, rights
from models.businesses import Check
from models.database import Database, Session
from models.members import Member
from models.moderation import Entry, Refusal
from models.rights import Right

router = Router(name=__name__)

CHECKS: dict[str, list[Check]] = {
    "t": [],
    "r": [Check.NUMBER_IN_REGISTER],
    "p": [Check.PERSON_ACTS_FOR_IT],
    "rp": [Check.NUMBER_IN_REGISTER, Check.PERSON_ACTS_FOR_IT],
}


@router.message(Command("office"))
async def office_asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    """The desk for whoever works at one; everybody else sees their office's card."""
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await desk(session, member, now) or await truth.now_of(session, member, callbacks.Office().pack(), now)
    await show(message, screen)


@router.callback_query(callbacks.Queue.filter())
async def next_item(query: CallbackQuery, callback_data: callbacks.Queue, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await desk(session, member, now, after=callback_data.after)
        home = None if screen else await truth.home(session, member, now)
        waiting = [item.id for item in await moderation.queue(session, member, now=now)]
    if waiting == [callback_data.after]:
        await answer(query, _("It is the only one that waits."))
    elif screen:
        await show(query, screen)
    elif home:
        await show(query, home, screens.refusal(Refusal.NOT_ALLOWED))


@router.callback_query(callbacks.Item.filter())
async def open_item(query: CallbackQuery, callback_data: callbacks.Item, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen, toast = await as_it_stands(session, member, callback_data.item, now)
    await show(query, screen, toast)


@router.callback_query(callbacks.Approve.filter())
async def approve(query: CallbackQuery, callback_data: callbacks.Approve, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        decided = await moderation.approve(session, member, callback_data.item, now=now)
        screen, toast = await as_it_stands(session, member, callback_data.item, now, decided if isinstance(decided, Refusal) else None)
    await show(query, screen, toast)


@router.callback_query(callbacks.Checked.filter())
async def checked(query: CallbackQuery, callback_data: callbacks.Checked, member: Member, database: Database, now: datetime) -> None:
    """What was checked is kept; the next item follows, and the approval can be taken back from there too."""
    toast = None
    async with database.write() as session:
        said = CHECKS.get(callback_data.what, [])
        decided = await moderation.note_checks(session, member, callback_data.item, said, now=now)
        if isinstance(decided, Refusal):
            screen, toast = await as_it_stands(session, member, callback_data.item, now, decided)
        else:
            undo = await screens.undo_button(session, decided, now)
            screen = await screens.queue(session, member, now, after=decided.id, said=_("✅ Kept."), undo=undo)
    await show(query, screen, toast)


@router.callback_query(callbacks.SendBack.filter())
async def send_back(query: CallbackQuery, callback_data: callbacks.SendBack, member: Member, database: Database, now: datetime) -> None:
    """The form with the reasons, while the item can still be decided by this member."""
    toast = None
    async with database.write() as session:
        decided = await moderation.open_for(session, member, callback_data.item, now=now)
        if isinstance(decided, Refusal):
            screen, toast = await as_it_stands(session, member, callback_data.item, now, decided)
        else:
            entry = await moderation.entry(session, member, callback_data.item, now=now)
            assert isinstance(entry, Entry)
            chosen = reasons.REJECT if callback_data.reject else reasons.RETURN
            known = {"reference": screens.plain_reference(entry)}
            screen = await form.enter(session, member, chosen, now=now, subject=callback_data.item, answers=known)
    await show(query, screen, toast)


@router.callback_query(callbacks.SecondLook.filter())
async def second_look(query: CallbackQuery, callback_data: callbacks.SecondLook, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        decided = await moderation.second_look(session, member, callback_data.item, now=now)
        if isinstance(decided, Refusal):
            screen, toast = await as_it_stands(session, member, callback_data.item, now, decided)
        else:
            screen = await screens.queue(session, member, now, after=callback_data.item)
            toast = _("Marked for a second look; your colleagues are told.")
    await show(query, screen, toast)


@router.callback_query(callbacks.Undo.filter())
async def undo(query: CallbackQuery, callback_data: callbacks.Undo, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        decided = await moderation.take_back(session, member, callback_data.item, now=now)
        screen, toast = await as_it_stands(session, member, callback_data.item, now, decided if isinstance(decided, Refusal) else None)
    await show(query, screen, toast or _("Taken back. It waits again, and the author is told."))


@truth.tells(callbacks.Item, callbacks.Approve, callbacks.Checked, callbacks.SendBack, callbacks.SecondLook, callbacks.Undo)
async def now_item(
    session: Session,
    member: Member,
    data: callbacks.Item | callbacks.Approve | callbacks.Checked | callbacks.SendBack | callbacks.SecondLook | callbacks.Undo,
    now: datetime,
) -> Screen | None:
    return await screens.item(session, member, data.item, now)


@truth.tells(callbacks.Queue)
async def now_queue(session: Session, member: Member, data: callbacks.Queue, now: datetime) -> Screen | None:
    return await desk(session, member, now, after=data.after)


async def desk(session: Session, member: Member, now: datetime, *, after: int = 0) -> Screen | None:
    """The queue; None for whoever decides nowhere."""
    granted = await members.grants(session, member.telegram_id)
    return await screens.queue(session, member, now, after=after) if rights.may(granted, Right.DECIDE) else None


async def as_it_stands(
    session: Session, member: Member, item_id: int, now: datetime, answer: Refusal | None = None
) -> tuple[Screen, str | None]:
    """The item now, with a refusal's words; home for those who may not see it."""
    screen = await screens.item(session, member, item_id, now)
    if screen is None:
        return await truth.home(session, member, now), screens.refusal(Refusal.NOT_ALLOWED)
    return screen, await screens.why_not(session, member, item_id, answer, now) if answer else None
