"""How it was: four questions, one tap each, a few words if the participant likes; totals for the organiser."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.form import Context, Form, Outcome, Text
from handlers.i18n import _, ngettext
from handlers.missions.card import back_to, card, gone, home, onward
from handlers.missions.view import title_of, view
from handlers.notices import words_for
from handlers.screen import Button, Screen, escape, pairs, show, turns
from handlers.words import word
from models import missions
from models.conversations import Draft
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.missions import FollowUp, Mission, Usefulness, feedback
from models.missions.feedback import CHOICES, NotTaken, Opinion, Opinions, Question
from models.missions.table import COMMENT_MAX

router = Router(name=__name__)

COMMENTS_A_PAGE = 5


@router.callback_query(callbacks.GiveFeedback.filter())
async def open_it(query: CallbackQuery, callback_data: callbacks.GiveFeedback, member: Member, database: Database) -> None:
    async with database.read() as session:
        answer = await feedback.opinion(session, member, callback_data.application)
    await show(query, screen_of(answer))


@truth.tells(callbacks.GiveFeedback, callbacks.FeedbackAnswer, callbacks.FeedbackComment)
async def as_it_stands(session: Session, member: Member, data: callbacks.GiveFeedback, _now: datetime) -> Screen:
    return screen_of(await feedback.opinion(session, member, data.application))


@router.callback_query(callbacks.FeedbackAnswer.filter())
async def answered(
    query: CallbackQuery, callback_data: callbacks.FeedbackAnswer, member: Member, database: Database, now: datetime
) -> None:
    number = callback_data.application
    async with database.write() as session:
        answer = await feedback.answer(session, member, number, callback_data.question, callback_data.value, now=now)
        stands = await feedback.opinion(session, member, number)
    await show(query, screen_of(stands), refusal(answer) if isinstance(answer, NotTaken) else None)


@router.callback_query(callbacks.FeedbackComment.filter())
async def comment(
    query: CallbackQuery, callback_data: callbacks.FeedbackComment, member: Member, database: Database, now: datetime
) -> None:
    number, toast = callback_data.application, None
    async with database.write() as session:
        stands = await feedback.opinion(session, member, number)
        if isinstance(stands, Opinion) and stands.feedback and stands.next_question is None and stands.feedback.comment is None:
            screen = await form.enter(session, member, COMMENT, now=now, subject=number)
        else:
            screen = screen_of(stands)
            toast = refusal(stands if isinstance(stands, NotTaken) else NotTaken.ANSWERED)
    await show(query, screen, toast)


@router.callback_query(callbacks.MissionOpinions.filter())
async def totals(query: CallbackQuery, callback_data: callbacks.MissionOpinions, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await organisers_screen(session, member, callback_data, now)
    await show(query, screen)


@truth.tells(callbacks.MissionOpinions)
async def now_totals(session: Session, member: Member, data: callbacks.MissionOpinions, now: datetime) -> Screen | None:
    return await organisers_screen(session, member, data, now)


async def organisers_screen(session: Session, member: Member, data: callbacks.MissionOpinions, now: datetime) -> Screen:
    """All answers counted, and the comments without names."""
    found = await missions.figures.figures(session, member, data.mission)
    if isinstance(found, missions.Refusal):
        seen = await view(session, member, data.mission, now)
        return card(seen) if seen else gone()
    return totals_screen(found.mission, found.opinions, data.page)


@words_for(Kind.MISSION_FEEDBACK)
async def asked(session: Session, delivery: Delivery, member: Member, _now: datetime) -> Screen | None:
    """To who took part, until all is said."""
    stands = await feedback.opinion(session, member, delivery.subject)
    if isinstance(stands, NotTaken) or stands.next_question is None:
        return None
    return screen_of(stands, again=delivery.details["asked"] == "again")


def screen_of(stands: Opinion | NotTaken, *, again: bool = False) -> Screen:
    """The next question, or thanks."""
    if isinstance(stands, NotTaken):
        return Screen(refusal(stands), [onward()])
    question = stands.next_question
    return thanks(stands) if question is None else question_screen(stands, question, again=again)


def question_screen(stands: Opinion, question: Question, *, again: bool) -> Screen:
    order = list(Question)
    number = order.index(question) + 1
    parts = [
        "💬 " + _("<b>{title}</b>: how was it?").format(title=escape(title_of(stands.mission))),
        _("Four taps, no typing. The organiser sees the totals, not who said what.") if number == 1 else "",
        _("I ask once more; after that not again.") if again else "",
        f"<b>{number} / {len(order)}. {asks(question)}</b>",
    ]
    buttons = [
        Button(
            answer_words(question, code), callbacks.FeedbackAnswer(application=stands.application.id, question=question.value, value=code)
        )
        for code in CHOICES[question]
    ]
    return Screen("\n\n".join(part for part in parts if part), [*pairs(buttons), [back_to(stands.mission), home()]])


def thanks(stands: Opinion) -> Screen:
    assert stands.feedback is not None
    said = "\n".join(f"{asks(question)} <b>{answer_words(question, _given(stands, question))}</b>" for question in Question)
    parts = ["✅ " + _("<b>Thank you.</b> It helps the office to plan the next mission. Nothing more to do."), said]
    rows = []
    if stands.feedback.comment:
        parts.append(f"<i>{escape(stands.feedback.comment)}</i>")
    else:
        rows.append([Button("✏️ " + _("Add a few words"), callbacks.FeedbackComment(application=stands.application.id))])
    return Screen("\n\n".join(parts), [*rows, [back_to(stands.mission), home()]])


def _given(stands: Opinion, question: Question) -> str:
    return feedback.code(getattr(stands.feedback, question.value))


def asks(question: Question) -> str:
    match question:
        case Question.USEFUL:
            return _("Was it useful for your business?")
        case Question.CONTACTS:
            return _("How many useful contacts did you make?")
        case Question.FOLLOW_UP:
            return _("What has come of it so far?")
        case Question.AGAIN:
            return _("Would you take part again?")


def answer_words(question: Question, code: str) -> str:
    match question:
        case Question.USEFUL:
            return word(Usefulness(code))
        case Question.CONTACTS:
            return {"0": _("none"), "1": "1-2", "3": "3-5", "6": _("6 or more")}[code]
        case Question.FOLLOW_UP:
            return word(FollowUp(code))
        case Question.AGAIN:
            return _("Yes") if code == "1" else _("No")


def refusal(answer: NotTaken) -> str:
    match answer:
        case NotTaken.NOT_YOURS:
            return _("This is not here (any more).")
        case NotTaken.NOT_ATTENDED:
            return _("Only those who took part are asked how it was. If you were there, tell the organiser: they can correct the list.")
        case NotTaken.ANSWERED:
            return _("You have answered that already. Nothing changed.")
        case NotTaken.NO_SUCH_ANSWER:
            return _("This answer is not offered any more.")


def totals_screen(mission: Mission, opinions: Opinions, page: int) -> Screen:
    said = ngettext("{n} participant has answered", "{n} participants have answered", opinions.given)
    parts = [f"💬 <b>{escape(title_of(mission))}</b>\n" + _("{said}; took part: {all}").format(said=said, all=opinions.attended)]
    parts += [_counted(question, opinions) for question in Question if opinions.answers[question]]
    if not opinions.given:
        parts.append(_("Those who were checked in are asked after the end, and once more three days later."))
    pages = -(-len(opinions.comments) // COMMENTS_A_PAGE)
    page = max(0, min(page, pages - 1))
    shown = opinions.comments[page * COMMENTS_A_PAGE : (page + 1) * COMMENTS_A_PAGE]
    if shown:
        parts.append("\n".join(f"<blockquote>{escape(text)}</blockquote>" for text in shown))
    rows = [
        turns(len(opinions.comments), page, COMMENTS_A_PAGE, lambda p: callbacks.MissionOpinions(mission=mission.id, page=p)),
        [Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=mission.id)), back_to(mission)],
        [home()],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


def _counted(question: Question, opinions: Opinions) -> str:
    counts = opinions.answers[question]
    lines = [f"{answer_words(question, code)}: {counts[code]}" for code in CHOICES[question] if counts[code]]
    return f"<b>{asks(question)}</b>\n" + "\n".join(lines)


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await feedback.comment(session, member, draft.subject, draft.answers["comment"], now=now)
    stands = await feedback.opinion(session, member, draft.subject)
    return Outcome(screen_of(stands), refusal(answer) if isinstance(answer, NotTaken) else None)


def _comment_question(_context: Context) -> str:
    return _("What should the organiser keep, and what change? They read it without your name.")


COMMENT = form.register(
    Form(
        name="mission_comment",
        title=lambda context: _("A few words"),
        fields=(
            Text(
                name="comment",
                label=lambda: _("Your words"),
                question=_comment_question,
                at_most=COMMENT_MAX,
                example=lambda context: _("The visits were worth the journey; more time for talks would help."),
            ),
        ),
        submit=submit,
        send=lambda: "✉️ " + _("Give it to the organiser"),
    )
)
