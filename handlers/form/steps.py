"""How a draft moves through its form; nothing here speaks."""

from typing import Any

from handlers.form.fields import PREVIEW, Context, Field, Form, Text, Wrong
from models.conversations import Draft


def answered(form: Form, draft: Draft, field: Field, value: Any, context: Context) -> None:
    """Keep an answer and go to the next step."""
    draft.answers = {**draft.answers, field.name: value}
    draft.joined = field.name if isinstance(field, Text) else None
    move(form, draft, field, Context(context.member, draft.answers, context.subject))


def move(form: Form, draft: Draft, field: Field, context: Context) -> None:
    """To the step after `field`: the next required one; in the details the next open one; else the preview."""
    if draft.changing:
        draft.changing, draft.step = False, PREVIEW
        return
    row = [f.name for f in (form.asked(context) if field.optional else form.required(context))]
    after = row[row.index(field.name) + 1 :] if field.name in row else []
    if field.optional:
        open_ones = {f.name for f in form.open_details(context)}
        after = [name for name in after if name in open_ones]
    draft.step = after[0] if after else PREVIEW


def back(form: Form, draft: Draft, field: Field, context: Context) -> None:
    """To the question before, or to the preview from a single change and from the details."""
    required = [f.name for f in form.required(context)]
    place = required.index(field.name) if field.name in required else 0
    draft.step = PREVIEW if draft.changing or field.optional or place == 0 else required[place - 1]
    draft.changing, draft.joined = False, None


def has_back(form: Form, draft: Draft, field: Field, context: Context) -> bool:
    required = [f.name for f in form.required(context)]
    return draft.changing or field.optional or field.name in required[1:]


def join(form: Form, draft: Draft, text: str, context: Context) -> Wrong | Field | None:
    """Text that was sent before the next question was shown belongs to the answer before it.

    Returns the field it was added to, a refusal when both together do not fit, or None when there is no such answer.
    """
    field = form.field(draft.joined) if draft.joined else None
    if not isinstance(field, Text) or field.check or not isinstance(draft.answers.get(field.name), str):
        return None
    before = draft.answers[field.name]
    joined = field.read(before + (" " if field.one_line else "\n") + text, context)
    if isinstance(joined, Wrong):
        return joined
    draft.answers = {**draft.answers, field.name: joined}
    return field


def complete(form: Form, context: Context) -> Field | None:
    """The first required question without an answer."""
    return next((field for field in form.required(context) if context.answers.get(field.name) in (None, [])), None)
