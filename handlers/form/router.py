"""The one router that walks every form: typed answers, choices, back, skip, preview, sending."""

from collections.abc import Callable
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.form import screens, steps
from handlers.form.fields import PREVIEW, Choice, Context, Form, Several, forms
from handlers.form.opening import context_of
from handlers.form.writing import router as writing
from handlers.i18n import _
from handlers.screen import Screen, show
from models import conversations
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)
router.include_router(writing)

Change = Callable[[Form, Draft, Context], str | None]
"""Moves a draft; returns a toast when there is something to say."""


async def _tap(
    query: CallbackQuery, member: Member, draft_id: int, database: Database, now: datetime, change: Change, field: str = ""
) -> None:
    """A tap on a form's screen: on an old one (another step by now) it changes nothing and shows where the form is."""
    toast: str | None
    async with database.write() as session:
        draft = await conversations.own(session, member.id, draft_id)
        if draft is None:
            screen = await truth.home(session, member, now)
            toast = _("This form is finished or was thrown away.")
        else:
            form, context = forms[draft.form], context_of(member, draft)
            if field and draft.step != field:
                toast = _("That question is answered already. Here is where you are.")
            else:
                toast = change(form, draft, context)
            await conversations.turn_to(session, draft, now=now)
            screen = screens.current(form, draft, context_of(member, draft))
    await show(query, screen, toast)


@router.callback_query(callbacks.FormPick.filter())
async def pick(query: CallbackQuery, callback_data: callbacks.FormPick, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> str | None:
        field = form.field(callback_data.field)
        if not isinstance(field, Choice) or callback_data.value not in dict(field.options(context)):
            return _("This choice is not offered any more.")
        if not isinstance(field, Several):
            steps.answered(form, draft, field, field.stored(callback_data.value), context)
            return None
        chosen = list(draft.answers.get(field.name) or [])
        value = field.stored(callback_data.value)
        if value in chosen:
            chosen.remove(value)
        elif len(chosen) >= field.most:
            return _("At most {most} can be chosen here. Tap a chosen one to take it off.").format(most=field.most)
        else:
            chosen.append(value)
        draft.answers = {**draft.answers, field.name: chosen}
        return None

    await _tap(query, member, callback_data.draft, database, now, change, callback_data.field)


@router.callback_query(callbacks.FormDone.filter())
async def done(query: CallbackQuery, callback_data: callbacks.FormDone, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> str | None:
        field = form.field(callback_data.field)
        if field is None or not draft.answers.get(field.name):
            return _("Choose at least one.")
        steps.answered(form, draft, field, draft.answers[field.name], context)
        return None

    await _tap(query, member, callback_data.draft, database, now, change, callback_data.field)


@router.callback_query(callbacks.FormBack.filter())
async def back(query: CallbackQuery, callback_data: callbacks.FormBack, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> None:
        field = form.field(callback_data.field)
        if field:
            steps.back(form, draft, field, context)

    await _tap(query, member, callback_data.draft, database, now, change, callback_data.field)


@router.callback_query(callbacks.FormSkip.filter())
async def skip(query: CallbackQuery, callback_data: callbacks.FormSkip, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> str | None:
        field = form.field(callback_data.field)
        if field is None or not field.optional:
            return _("This question needs an answer.")
        draft.answers = {name: value for name, value in draft.answers.items() if name != field.name}
        draft.joined = None
        steps.move(form, draft, field, context)
        return None

    await _tap(query, member, callback_data.draft, database, now, change, callback_data.field)


@router.callback_query(callbacks.FormKeep.filter())
async def keep(query: CallbackQuery, callback_data: callbacks.FormKeep, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> None:
        field = form.field(callback_data.field)
        if field:
            draft.joined = None
            steps.move(form, draft, field, context)

    await _tap(query, member, callback_data.draft, database, now, change, callback_data.field)


@router.callback_query(callbacks.FormGo.filter())
async def go(query: CallbackQuery, callback_data: callbacks.FormGo, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> str | None:
        if form.field(callback_data.field) is None:
            return _("This question is not asked any more.")
        draft.step, draft.changing, draft.joined = callback_data.field, steps.complete(form, context) is None, None
        return None

    await _tap(query, member, callback_data.draft, database, now, change)


@router.callback_query(callbacks.FormDetails.filter())
async def details(query: CallbackQuery, callback_data: callbacks.FormDetails, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> str | None:
        open_ones = form.open_details(context)
        if not open_ones:
            return _("Every detail is answered.")
        draft.step, draft.changing, draft.joined = open_ones[0].name, False, None
        return None

    await _tap(query, member, callback_data.draft, database, now, change)


@router.callback_query(callbacks.FormPreview.filter())
async def preview(query: CallbackQuery, callback_data: callbacks.FormPreview, member: Member, database: Database, now: datetime) -> None:
    def change(form: Form, draft: Draft, context: Context) -> None:
        missing = steps.complete(form, context)
        draft.step, draft.changing, draft.joined = (missing.name if missing else PREVIEW), False, None

    await _tap(query, member, callback_data.draft, database, now, change)


@router.callback_query(callbacks.FormResume.filter())
async def resume(query: CallbackQuery, callback_data: callbacks.FormResume, member: Member, database: Database, now: datetime) -> None:
    await _tap(query, member, callback_data.draft, database, now, lambda form, draft, context: None)


@router.callback_query(callbacks.FormPage.filter())
async def page(query: CallbackQuery, callback_data: callbacks.FormPage, member: Member, database: Database, now: datetime) -> None:
    await _look(
        query, member, callback_data.draft, database, now, lambda form, draft, context: _turned(form, draft, context, callback_data)
    )


@router.callback_query(callbacks.FormChange.filter())
async def change_which(
    query: CallbackQuery, callback_data: callbacks.FormChange, member: Member, database: Database, now: datetime
) -> None:
    await _look(
        query,
        member,
        callback_data.draft,
        database,
        now,
        lambda form, draft, context: screens.which(form, draft, context, callback_data.page),
    )


def _turned(form: Form, draft: Draft, context: Context, data: callbacks.FormPage) -> Screen:
    return screens.current(form, draft, context, page=data.page if draft.step == data.field else None)


async def _look(
    query: CallbackQuery, member: Member, draft_id: int, database: Database, now: datetime, screen: Callable[[Form, Draft, Context], Screen]
) -> None:
    """A tap that only shows."""
    async with database.read() as session:
        draft = await conversations.own(session, member.id, draft_id)
        home = None if draft else await truth.home(session, member, now)
    if draft is None:
        assert home is not None
        await show(query, home, _("This form is finished or was thrown away."))
    else:
        await show(query, screen(forms[draft.form], draft, context_of(member, draft)))


@router.callback_query(callbacks.FormLeave.filter())
async def leave(query: CallbackQuery, callback_data: callbacks.FormLeave, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        draft = await conversations.own(session, member.id, callback_data.draft)
        screen = screens.left(forms[draft.form], draft, context_of(member, draft)) if draft else await truth.home(session, member, now)
    await show(query, screen)


@router.callback_query(callbacks.FormDrop.filter())
async def drop(query: CallbackQuery, callback_data: callbacks.FormDrop, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        draft = await conversations.own(session, member.id, callback_data.draft)
        asked = draft is not None and not callback_data.sure
        if draft and asked:
            screen = screens.sure(forms[draft.form], draft, context_of(member, draft))
        else:
            if draft:
                await conversations.discard(session, draft)
            screen = await truth.home(session, member, now)
    await show(query, screen, None if asked else _("Thrown away."))


@router.callback_query(callbacks.FormSubmit.filter())
@router.callback_query(callbacks.FormSubmitUnseen.filter())
async def submit(
    query: CallbackQuery,
    callback_data: callbacks.FormSubmit | callbacks.FormSubmitUnseen,
    member: Member,
    database: Database,
    now: datetime,
) -> None:
    seen = callback_data.seen if isinstance(callback_data, callbacks.FormSubmit) else ""
    screen: Screen
    toast: str | None
    async with database.write() as session:
        draft = await conversations.own(session, member.id, callback_data.draft)
        if draft is None:
            screen, toast = await truth.home(session, member, now), _("It was sent already. Nothing changed.")
        elif seen != screens.mark(draft):
            # An old preview, or a second tap on one whose first tap brought news.
            await conversations.turn_to(session, draft, now=now)
            screen = screens.current(forms[draft.form], draft, context_of(member, draft))
            toast = _("The answers have changed since you looked at them. Look once more, then press again.")
        else:
            screen, toast = await _submit(session, member, draft, now)
    await show(query, screen, toast, alert=bool(toast and draft))


async def _submit(session: Session, member: Member, draft: Draft, now: datetime) -> tuple[Screen, str | None]:
    form, context = forms[draft.form], context_of(member, draft)
    missing = steps.complete(form, context)
    if missing:
        draft.step = missing.name
        await conversations.turn_to(session, draft, now=now)
        return screens.current(form, draft, context), _("One answer is still missing.")
    outcome = await form.submit(session, member, draft, now)
    if outcome.keep:
        await conversations.turn_to(session, draft, now=now)
        return outcome.screen or screens.current(form, draft, context), outcome.toast
    await conversations.discard(session, draft)
    assert outcome.screen is not None
    return outcome.screen, outcome.toast
