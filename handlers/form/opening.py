"""Opening a form: the kept draft of it, or a new one."""

from datetime import datetime
from typing import Any

from handlers.form import screens, steps
from handlers.form.fields import PREVIEW, Context, Form
from handlers.screen import Screen
from models import conversations
from models.conversations import Draft
from models.database import Session
from models.members import Member


def context_of(member: Member, draft: Draft) -> Context:
    return Context(member, draft.answers, draft.subject)


async def enter(
    session: Session, member: Member, form: Form, *, now: datetime, subject: int = 0, answers: dict[str, Any] | None = None, step: str = ""
) -> Screen:
    """Open a form (or the kept draft of it) and return its screen; `step` opens a certain question and comes back to the preview."""
    known = Context(member, answers or {}, subject)
    unanswered = steps.complete(form, known)
    first = unanswered.name if unanswered else PREVIEW
    draft = await conversations.enter(session, member.id, form.name, step=first, now=now, subject=subject, answers=answers)
    if step and form.field(step):
        draft.step, draft.changing = step, True
    return screens.current(form, draft, context_of(member, draft))
