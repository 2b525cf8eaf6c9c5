"""What people see when something went wrong, or was already done."""

from datetime import datetime

from aiogram.types import CallbackQuery, Message, Update, User

from handlers import callbacks, form, truth
from handlers.i18n import _, nearest, speaking
from handlers.screen import Button, Screen, escape, show, turn
from models import members
from models.conversations import Draft
from models.database import Database
from models.members import Member


async def present(event: Message | CallbackQuery, member: Member, draft: Draft | None, database: Database, now: datetime) -> None:
    """The update's operation was done before a restart: show what is true now."""
    if draft and draft.form in form.forms:
        await show(event, form.current(form.forms[draft.form], draft, form.context_of(member, draft)))
        if isinstance(event, Message) and isinstance(form.forms[draft.form].field(draft.step), form.Text):
            # The question may have reached the person before the crash, unrecorded: what they wrote since then may answer it.
            turn.get().question = -event.message_id
    else:
        await truth.present(event, member, database, now, again=True)


async def apologise(update: Update, reference: str, database: Database) -> None:
    """An unexpected fault: a short reference that the log also has; the person's place is kept."""
    event = update.event
    if isinstance(event, (Message, CallbackQuery)) and event.from_user:
        with speaking(await _language(event.from_user, database)):
            await show(event, fault_screen(reference))


async def too_fast(update: Update, database: Database) -> None:
    """Said once a minute to somebody who sends more than a person does; taps only wait for their turn."""
    event = update.event
    if isinstance(event, Message) and event.from_user:
        with speaking(await _language(event.from_user, database)):
            await show(event, Screen(_("That was a lot at once. I take it one by one, so it takes a little; nothing is lost.")))


async def _language(user: User, database: Database) -> str:
    async with database.read() as session:
        member = await members.find(session, user.id)
    return member.language if member else nearest(user.language_code)


def fault_screen(reference: str) -> Screen:
    text = _(
        "This did not work, and it is our fault. Your place is kept: try again, or go home.\n\n"
        "If it happens again, tell your office this reference: <code>{reference}</code>"
    ).format(reference=escape(reference))
    return Screen(text, [[Button("🏠 " + _("Home"), callbacks.Home()), Button(_("Copy reference"), copy=reference)]])
