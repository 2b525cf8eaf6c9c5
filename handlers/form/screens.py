"""A form's screens: a question, the preview, which answer to change."""

import json
from zlib import crc32

from handlers import callbacks
from handlers.form import steps
from handlers.form.fields import PREVIEW, Choice, Context, Field, Form, Several, Text, earlier, summary
from handlers.i18n import _, ngettext
from handlers.screen import Button, Screen, escape, pairs, turns
from models.conversations import Draft

OPTIONS_A_PAGE = 8


def current(form: Form, draft: Draft, context: Context, *, said: str = "", page: int | None = None) -> Screen:
    """What the draft's step shows; `said` goes before it (a refusal, or what happened to a text)."""
    field = form.field(draft.step)
    if field is None or draft.step == PREVIEW:
        return preview(form, draft, context, said=said)
    return question(form, draft, field, context, said=said, page=page)


def question(form: Form, draft: Draft, field: Field, context: Context, *, said: str = "", page: int | None = None) -> Screen:
    parts = [said, f"<b>{_heading(form, draft, field, context)}</b>\n{field.question(context)}"]
    if isinstance(field, Text) and field.example:
        parts.append("<i>" + _("Example: {example}").format(example=escape(field.example(context))) + "</i>")
    if isinstance(field, Choice) and (first := len(field.fitting(context))):
        parts.append(ngettext("The first one fits what you wrote.", "The first {n} fit what you wrote.", first))
    parts.append(" ".join(part for part in (field.hint(), earlier(field, context)) if part))
    rows = _options(draft, field, context, page) if isinstance(field, Choice) else []
    return Screen("\n\n".join(part for part in parts if part), [*rows, *_ways(form, draft, field, context)], question=True)


def preview(form: Form, draft: Draft, context: Context, *, said: str = "") -> Screen:
    """The last look before sending."""
    parts = [said, f"<b>{form.title(context)}</b>", summary(form, context), form.foot(context)]
    change = Button("✏️ " + _("Change"), callbacks.FormChange(draft=draft.id))
    details = form.open_details(context)
    more = [Button("➕ " + _("Add details"), callbacks.FormDetails(draft=draft.id))] if details else []
    rows = [
        [Button(form.send(), callbacks.FormSubmit(draft=draft.id, seen=mark(draft)), style="primary")],
        [change, *more],
        [_leave(form, draft, context)],
    ]
    return Screen("\n\n".join(part for part in parts if part), rows, question=True)


def mark(draft: Draft) -> str:
    """Tells these answers from others: what is sent is what was looked at."""
    return f"{crc32(json.dumps(draft.answers, sort_keys=True).encode()):x}"


def which(form: Form, draft: Draft, context: Context, page: int) -> Screen:
    """All questions as buttons, to change one answer."""
    fields = form.asked(context)
    shown = fields[page * OPTIONS_A_PAGE : (page + 1) * OPTIONS_A_PAGE]
    buttons = [
        Button(("✔ " if f.name in context.answers else "") + f.label(), callbacks.FormGo(draft=draft.id, field=f.name)) for f in shown
    ]
    paging = turns(len(fields), page, OPTIONS_A_PAGE, lambda p: callbacks.FormChange(draft=draft.id, page=p))
    rows = [*pairs(buttons), paging, [Button("⬅ " + _("Back"), callbacks.FormPreview(draft=draft.id))]]
    return Screen(f"<b>{form.title(context)}</b>\n" + _("Which answer do you want to change?"), [r for r in rows if r], question=True)


def left(form: Form, draft: Draft, context: Context) -> Screen:
    """The form was left: where it is and how to go on."""
    text = _("<b>{title}</b>: your answers are kept. /start offers to go on, whenever you like.").format(title=form.title(context))
    rows = [
        [Button("▶️ " + _("Go on"), callbacks.FormResume(draft=draft.id), style="primary")],
        [Button("🗑 " + _("Throw away"), callbacks.FormDrop(draft=draft.id)), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen(text, rows)


def sure(form: Form, draft: Draft, context: Context) -> Screen:
    text = _("Throw away <b>{title}</b> with all answers? This cannot be undone.").format(title=form.title(context))
    rows = [
        [Button("🗑 " + _("Throw away"), callbacks.FormDrop(draft=draft.id, sure=True), style="danger")],
        [Button("▶️ " + _("Go on"), callbacks.FormResume(draft=draft.id)), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen(text, rows)


def place(form: Form, draft: Draft, context: Context) -> str:
    """Where a draft stands, for the button that goes on with it."""
    field = form.field(draft.step)
    return _heading(form, draft, field, context) if field else form.title(context)


def _heading(form: Form, draft: Draft, field: Field, context: Context) -> str:
    required = form.required(context)
    if field in required and len(required) == 1:
        return form.title(context)
    if field in required and not draft.changing:
        return _("{title} · step {step} of {steps}").format(title=form.title(context), step=required.index(field) + 1, steps=len(required))
    return f"{form.title(context)} · {field.label()}"


def _ways(form: Form, draft: Draft, field: Field, context: Context) -> list[list[Button]]:
    rows: list[list[Button]] = []
    value = context.answers.get(field.name)
    if value is not None and not isinstance(field, Several):
        rows.append([Button(_("Keep it"), callbacks.FormKeep(draft=draft.id, field=field.name))])
    way = []
    if steps.has_back(form, draft, field, context):
        way.append(Button("⬅ " + _("Back"), callbacks.FormBack(draft=draft.id, field=field.name)))
    if field.optional:
        way.append(Button(_("Skip"), callbacks.FormSkip(draft=draft.id, field=field.name)))
    return [row for row in (*rows, way, [_leave(form, draft, context)]) if row]


def _leave(form: Form, draft: Draft, context: Context) -> Button:
    return form.whence(context) if form.whence else Button(_("Save and leave"), callbacks.FormLeave(draft=draft.id))


def _options(draft: Draft, field: Choice, context: Context, page: int | None) -> list[list[Button]]:
    options = field.offered(context)
    chosen = context.answers.get(field.name)
    codes = [str(c) for c in chosen] if isinstance(chosen, list) else [str(chosen)]
    if page is None:
        page = next((i // OPTIONS_A_PAGE for i, (code, _words) in enumerate(options) if code in codes), 0)
    buttons = [
        Button(("✔ " if code in codes else "") + words, callbacks.FormPick(draft=draft.id, field=field.name, value=code))
        for code, words in options[page * OPTIONS_A_PAGE : (page + 1) * OPTIONS_A_PAGE]
    ]
    first = 0 if page else len(field.fitting(context))
    rows = [*pairs(buttons[:first], 1), *pairs(buttons[first:], field.columns)]
    rows.append(turns(len(options), page, OPTIONS_A_PAGE, lambda p: callbacks.FormPage(draft=draft.id, field=field.name, page=p)))
    if isinstance(field, Several) and chosen:
        rows.append([Button("➡️ " + _("Go on"), callbacks.FormDone(draft=draft.id, field=field.name), style="primary")])
    return [row for row in rows if row]
