"""What people see when something went wrong, or was already done."""

from datetime import datetime

from aiogram.types import CallbackQuery, Message, TelegramObject, Update

from handlers import callbacks, form, truth
from handlers.i18n import _, nearest, speaking
from handlers.screen import Button, Screen, answer, escape, show
from models import members
from models.conversations import Draft
from models.database import Database
from models.members import Member


async def present(event: Message | CallbackQuery, member: Member, draft: Draft | None, database: Database, now: datetime) -> None:
    """The update's operation was done before a restart: show what is true now."""
    if draft and draft.form in form.forms:
        await show(event, form.current(form.forms[draft.form], draft, form.context_of(member, draft)))
    else:
        await truth.present(event, member, database, now, again=True)


async def apologise(update: Update, reference: str, database: Database) -> None:
    """An unexpected fault: a short reference that the log also has; the person's place is kept."""
    event = update.event
    if not isinstance(event, (Message, CallbackQuery)) or event.from_user is None:
        return
    async with database.read() as session:
        member = await members.find(session, event.from_user.id)
    with speaking(member.language if member else nearest(event.from_user.language_code)):
        await show(event, fault_screen(reference))


def fault_screen(reference: str) -> Screen:
    text = _(
        "This did not work, and it is our fault. Your place is kept: try again, or go home.\n\n"
        "If it happens again, tell your office this reference: <code>{reference}</code>"
    ).format(reference=escape(reference))
    return Screen(text, [[Button("🏠 " + _("Home"), callbacks.Home()), Button(_("Copy reference"), copy=reference)]])


async def too_fast(event: TelegramObject) -> None:
    """Asks for a pause; nothing is done with the update."""
    words = _("That was a lot at once. Please send the next one in a minute; nothing before it was lost.")
    if isinstance(event, CallbackQuery):
        await answer(event, words)
    elif isinstance(event, Message):
        await show(event, Screen(words, [[Button("🏠 " + _("Home"), callbacks.Home())]]))
