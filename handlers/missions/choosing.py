"""The organiser's choice among the applicants: decisions on several at once, reasons, notes."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.form import Form, Outcome, Text
from handlers.i18n import _
from handlers.missions.applicants import DECISIONS, REASONS, applicant_list, applicant_screen, ids_of, reasons
from handlers.missions.card import gone
from handlers.missions.organising import refusal
from handlers.screen import Screen, show
from models import missions
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.missions import Decided, Decision, DeclineReason, Refusal

router = Router(name=__name__)


@router.callback_query(callbacks.Applicants.filter())
async def applicants(query: CallbackQuery, callback_data: callbacks.Applicants, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await applicant_list(session, member, callback_data, now)
    await show(query, screen)


@router.callback_query(callbacks.Applicant.filter())
async def applicant(query: CallbackQuery, callback_data: callbacks.Applicant, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await applicant_screen(session, member, callback_data.application, now)
    await show(query, screen or gone())


@router.callback_query(callbacks.DecideOn.filter())
async def decide(query: CallbackQuery, callback_data: callbacks.DecideOn, member: Member, database: Database, now: datetime) -> None:
    decision = DECISIONS.get(callback_data.decision)
    if decision is None or decision is Decision.DECLINE:
        async with database.read() as session:
            screen = await reasons(session, member, callback_data, now)
        await show(query, screen)
        return
    await _decide(query, member, callback_data.mission, callback_data.chosen, decision, None, database, now)


@router.callback_query(callbacks.DeclineWith.filter())
async def decline(query: CallbackQuery, callback_data: callbacks.DeclineWith, member: Member, database: Database, now: datetime) -> None:
    # A letter that is not used any more still declines.
    reason = REASONS.get(callback_data.why, DeclineReason.OTHER)
    await _decide(query, member, callback_data.mission, callback_data.chosen, Decision.DECLINE, reason, database, now)


@router.callback_query(callbacks.ApplicantNote.filter())
async def note(query: CallbackQuery, callback_data: callbacks.ApplicantNote, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        found = await missions.applicant(session, member, callback_data.application)
        if found:
            answers = {"note": found[1].note} if found[1].note else {}
            screen = await form.enter(session, member, NOTE, now=now, subject=found[1].id, answers=answers, step="note")
        else:
            screen = gone()
    await show(query, screen)


@truth.tells(callbacks.Applicants, callbacks.DecideOn, callbacks.DeclineWith)
async def now_applicants(
    session: Session, member: Member, data: callbacks.Applicants | callbacks.DecideOn | callbacks.DeclineWith, now: datetime
) -> Screen:
    shown = data if isinstance(data, callbacks.Applicants) else callbacks.Applicants(mission=data.mission)
    return await applicant_list(session, member, shown, now)


@truth.tells(callbacks.Applicant, callbacks.ApplicantNote)
async def now_applicant(
    session: Session, member: Member, data: callbacks.Applicant | callbacks.ApplicantNote, now: datetime
) -> Screen | None:
    return await applicant_screen(session, member, data.application, now)


async def _decide(
    query: CallbackQuery,
    member: Member,
    mission_id: int,
    chosen: str,
    decision: Decision,
    reason: DeclineReason | None,
    database: Database,
    now: datetime,
) -> None:
    """One decision on all that are ticked; then the list, or the one applicant it was about."""
    async with database.write() as session:
        ids = await ids_of(session, mission_id, chosen)
        answer = await missions.decide(session, member, mission_id, ids, decision, now=now, reason=reason)
        left = await missions.applications(session, mission_id, missions.UNDECIDED)
        screen = await applicant_list(session, member, callbacks.Applicants(mission=mission_id, show="u" if left else ""), now)
    await show(query, screen, refusal(answer) if isinstance(answer, Refusal) else decided_words(answer, decision))


def decided_words(answer: Decided, decision: Decision) -> str:
    """In at most 200 characters."""
    names = {
        Decision.CONFIRM: _("Confirmed: {n}."),
        Decision.SHORTLIST: _("On the shortlist: {n}."),
        Decision.WAITLIST: _("On the waiting list: {n}."),
        Decision.DECLINE: _("Declined: {n}."),
    }
    parts = [names[decision].format(n=len(answer.done))]
    if answer.done:
        parts.append(_("All of them are told now."))
    if answer.full:
        parts.append(_("No seat left for: {n}.").format(n=len(answer.full)))
    if answer.skipped:
        parts.append(_("Decided or withdrawn meanwhile: {n}.").format(n=len(answer.skipped)))
    return " ".join(parts)


async def submit_note(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await missions.note(session, member, draft.subject, draft.answers["note"])
    if isinstance(answer, Refusal):
        return Outcome(gone(), refusal(answer))
    screen = await applicant_screen(session, member, draft.subject, now)
    return Outcome(screen or gone(), _("Noted. Applicants never see it."))


NOTE = form.register(
    Form(
        "applicant_note",
        title=lambda context: _("Note of the office"),
        fields=(
            Text(
                "note",
                label=lambda: _("Note"),
                question=lambda context: _("What should your office know about this applicant? Applicants never see it."),
                at_most=missions.NOTE_MAX,
                example=lambda context: _("Was in Tacoma last year, came well prepared."),
            ),
        ),
        submit=submit_note,
        send=lambda: "🗒 " + _("Keep the note"),
    )
)
