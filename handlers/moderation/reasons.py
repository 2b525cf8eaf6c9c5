"""Returning and rejecting: which reasons, and a note."""

from datetime import datetime

from handlers import form, truth
from handlers.form import Context, Form, Outcome, Several, Text
from handlers.i18n import _
from handlers.moderation import screens
from handlers.words import options
from models import moderation
from models.conversations import Draft
from models.database import Session
from models.members import Member
from models.moderation import NOTE_MAX, REJECT_REASONS, RETURN_REASONS, Reason, Refusal

REASONS_MAX = 4

NOTE = Text(
    "note",
    label=lambda: _("Note to the author"),
    question=lambda context: _("What should the author know besides? It is shown to them as you write it."),
    at_most=NOTE_MAX,
    optional=True,
    example=lambda context: _("Say how many tonnes a year you can deliver, and in which packaging."),
)


def _reasons(reasons: tuple[Reason, ...]) -> Several:
    return Several(
        "reasons",
        label=lambda: _("Reasons"),
        question=lambda context: _("Why? The author reads the reasons in their own language."),
        options=lambda context: options(reasons),
        most=REASONS_MAX,
        columns=1,
    )


def _reference(context: Context) -> str:
    return str(context.answers.get("reference", ""))


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    chosen = [Reason(code) for code in draft.answers["reasons"]]
    answer = await moderation.send_back(session, member, draft.subject, chosen, draft.answers.get("note"), now=now)
    if not isinstance(answer, Refusal):
        said = (
            _("Returned: {reference}. The author is told.") if draft.form == "return" else _("Rejected: {reference}. The author is told.")
        )
        said = said.format(reference=draft.answers.get("reference", ""))
        return Outcome(await screens.queue(session, member, now, after=draft.subject, said=said))
    screen = await screens.item(session, member, draft.subject, now) or await truth.home(session, member, now)
    return Outcome(screen, toast=await screens.why_not(session, member, draft.subject, answer, now))


RETURN = form.register(
    Form(
        "return",
        title=lambda context: _("Return: {reference}").format(reference=_reference(context)),
        fields=(_reasons(RETURN_REASONS), NOTE),
        submit=submit,
        send=lambda: "↩️ " + _("Return"),
        foot=lambda context: _(
            "The author gets each reason with a button to the answer it is about, corrects it and sends it again. "
            "“Add details” adds a note."
        ),
    )
)
REJECT = form.register(
    Form(
        "reject",
        title=lambda context: _("Reject: {reference}").format(reference=_reference(context)),
        fields=(_reasons(REJECT_REASONS), NOTE),
        submit=submit,
        send=lambda: "⛔ " + _("Reject"),
        foot=lambda context: _("The author gets the reasons; it does not become public. “Add details” adds a note."),
    )
)
