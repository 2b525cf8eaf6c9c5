"""What is written to an open form: typed answers, files, words to look for, texts that came before their question was shown."""

import re
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import Message

from handlers.form import screens, steps
from handlers.form.fields import Context, Field, File, Lookup, Received, Wrong, forms
from handlers.form.opening import context_of
from handlers.i18n import _
from handlers.screen import show, turn
from models import conversations
from models.conversations import Draft
from models.database import Database
from models.members import Member

router = Router(name=__name__)

FILE_NAME_MAX = 64
_COMMAND = re.compile(r"/[a-z]")


class InForm(BaseFilter):
    """The person is in a form: what they write is an answer, unless it is a command (`/twins`)."""

    async def __call__(self, message: Message, draft: Draft | None) -> bool:
        return draft is not None and not _COMMAND.match(message.text or "")


@router.message(InForm())
async def write(message: Message, member: Member, draft: Draft, question: int | None, database: Database, now: datetime) -> None:
    """A typed answer, a file where one is asked for, or something that cannot be kept."""
    form, context = forms[draft.form], context_of(member, draft)
    text = message.text or (message.contact.phone_number if message.contact else None)
    early = question is None or message.message_id < abs(question)
    field = form.field(draft.step)
    value = _value(message, field, text, context, early=early)
    if text is not None and draft.joined and (early or (isinstance(value, Wrong) and _unsure(message, question))):
        await _join(message, member, draft, text, database, now)
    elif isinstance(field, Lookup) and text is not None:
        await _look_up(message, member, draft, field, text, database, now)
    elif field is None or isinstance(value, Wrong):
        await show(message, screens.current(form, draft, context, said=value.text))
    else:
        await _keep(message, member, draft, field, value, database, now)


def _value(message: Message, field: Field | None, text: str | None, context: Context, *, early: bool) -> Any | Wrong:
    """The answer in a message."""
    if text is not None:
        if field is None:
            return Wrong(_("Everything is answered. Press a button below to send it or to change an answer."))
        return field.read(text, context)
    file = received(message)
    if file is None or not isinstance(field, File):
        return Wrong(_("Here a text is needed; a photo, a voice message or a file cannot be kept as this answer."))
    if early:
        return Wrong(_("Your file came before this question was shown, so it was not taken as an answer. Send it again if it is one."))
    return field.take(file)


def _unsure(message: Message, question: int | None) -> bool:
    """Written around a crash: nobody knows whether the question had been asked. What cannot answer it belongs to the answer before."""
    return question is not None and question < 0 and message.message_id < (turn.get().living or 0)


def received(message: Message) -> Received | None:
    """The photo (its largest size) or document of a message."""
    assert message.bot is not None
    if message.photo:
        largest = message.photo[-1]
        return Received("photo", message.bot.id, largest.file_id, largest.file_unique_id)
    document = message.document
    if document is None:
        return None
    name, mime = (document.file_name or "")[:FILE_NAME_MAX], document.mime_type or ""
    return Received("document", message.bot.id, document.file_id, document.file_unique_id, name, mime)


async def _keep(message: Message, member: Member, draft: Draft, field: Field, value: Any, database: Database, now: datetime) -> None:
    form = forms[draft.form]
    async with database.write() as session:
        kept = await conversations.own(session, member.id, draft.id)
        assert kept is not None
        steps.answered(form, kept, field, value, context_of(member, kept))
        await conversations.turn_to(session, kept, now=now, joined=kept.joined)
    await show(message, screens.current(form, kept, context_of(member, kept)))


async def _look_up(message: Message, member: Member, draft: Draft, field: Lookup, text: str, database: Database, now: datetime) -> None:
    """What was typed is searched; what is found is offered under the same question."""
    form = forms[draft.form]
    async with database.write() as session:
        kept = await conversations.own(session, member.id, draft.id)
        assert kept is not None
        found = await field.look(session, text, context_of(member, kept), now)
        if not isinstance(found, Wrong):
            kept.answers = {**kept.answers, **found}
        await conversations.turn_to(session, kept, now=now)
    said = found.text if isinstance(found, Wrong) else ""
    await show(message, screens.current(form, kept, context_of(member, kept), said=said))


async def _join(message: Message, member: Member, draft: Draft, text: str, database: Database, now: datetime) -> None:
    form, context = forms[draft.form], context_of(member, draft)
    joined = steps.join(form, draft, text, context)
    if isinstance(joined, Field):
        async with database.write() as session:
            kept = await conversations.own(session, member.id, draft.id)
            assert kept is not None
            steps.join(form, kept, text, context)
            kept.updated_at = now  # the step stays, and so does the message that asked it first
        said = _("Added to <b>{field}</b>, the answer before.").format(field=joined.label())
        await show(message, screens.current(form, kept, context_of(member, kept), said=said))
        return
    # Nothing is written, so that a restart says it again.
    if isinstance(joined, Wrong):
        said = _("Your last message did not fit into the answer before it. {why}").format(why=joined.text)
    else:
        said = _("Your last message came before this question was shown, so it was not taken as an answer. Send it again if it is one.")
    await show(message, screens.current(form, draft, context, said=said))
