"""What participants say afterwards: four answers, one tap each, and a few words if they like; once a participant.

asked (after the end) -> first answer ... fourth answer (given) -> a comment, once
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import businesses, deliveries, members, unasked
from models.deliveries import Kind
from models.members import Member
from models.missions.table import COMMENT_MAX, Application, ApplicationState, Feedback, FollowUp, Mission, Usefulness

CONTACTS = (0, 1, 3, 6)
"""Useful contacts made: none, 1-2, 3-5, 6 or more."""


class Question(StrEnum):
    """In the order in which they are asked."""

    USEFUL = "useful"
    CONTACTS = "contacts"
    FOLLOW_UP = "follow_up"
    AGAIN = "again"


CHOICES: dict[Question, tuple[str, ...]] = {
    Question.USEFUL: tuple(Usefulness),
    Question.CONTACTS: tuple(str(least) for least in CONTACTS),
    Question.FOLLOW_UP: tuple(FollowUp),
    Question.AGAIN: ("1", "0"),
}
"""The answers to each question, as buttons carry them."""


class NotTaken(StrEnum):
    """Why an answer is not taken."""

    NOT_YOURS = "not_yours"
    NOT_ATTENDED = "not_attended"
    ANSWERED = "answered"
    """That question has its answer already."""
    NO_SUCH_ANSWER = "no_such_answer"


@dataclass(frozen=True)
class Opinion:
    """Where one participant's feedback stands."""

    mission: Mission
    application: Application
    feedback: Feedback | None

    @property
    def next_question(self) -> Question | None:
        """None: all four are answered."""
        return _next_question(self.feedback)


@dataclass(frozen=True)
class Opinions:
    """All feedback on one mission."""

    attended: int
    """Who could answer."""
    given: int
    """Who answered all four."""
    answers: dict[Question, Counter[str]]
    """How often each answer was given, unfinished feedback included."""
    comments: list[str]
    """The newest first."""


async def opinion(session: AsyncSession, member: Member, application_id: int) -> Opinion | NotTaken:
    """The feedback of a business that this member acts for."""
    application = await session.get(Application, application_id, populate_existing=True)
    if application is None or not await businesses.represents(session, member.id, application.business_id):
        return NotTaken.NOT_YOURS
    if application.state is not ApplicationState.ATTENDED:
        return NotTaken.NOT_ATTENDED
    mission = await session.get_one(Mission, application.mission_id)
    return Opinion(mission, application, await _of(session, application_id))


async def answer(session: AsyncSession, member: Member, application_id: int, name: str, value: str, *, now: datetime) -> Opinion | NotTaken:
    """Answer one question; an answer that was given stays."""
    # Two taps at once, or two representatives: the application's row is held.
    await session.execute(select(Application.id).filter_by(id=application_id).with_for_update())
    seen = await opinion(session, member, application_id)
    if isinstance(seen, NotTaken):
        return seen
    question = next((each for each in Question if each.value == name), None)
    if question is None or value not in CHOICES[question]:
        return NotTaken.NO_SUCH_ANSWER
    row = seen.feedback
    if row is None:
        row = Feedback(application_id=application_id, asked_at=now)
        session.add(row)
    elif getattr(row, question.value) is not None:
        return NotTaken.ANSWERED
    setattr(row, question.value, _stored(question, value))
    row.given_at = now
    await session.flush()
    return Opinion(seen.mission, seen.application, row)


async def comment(session: AsyncSession, member: Member, application_id: int, text: str, *, now: datetime) -> Opinion | NotTaken:
    """A few words besides the four answers, once."""
    await session.execute(select(Application.id).filter_by(id=application_id).with_for_update())
    seen = await opinion(session, member, application_id)
    if isinstance(seen, NotTaken):
        return seen
    if seen.feedback is None or seen.feedback.comment is not None:
        return NotTaken.ANSWERED
    seen.feedback.comment, seen.feedback.given_at = text[:COMMENT_MAX], now
    await session.flush()
    return seen


async def opinions(session: AsyncSession, mission_id: int) -> Opinions:
    """What the organiser sees of a mission's feedback: totals and comments, without names."""
    attended = select(Application.id).filter_by(mission_id=mission_id, state=ApplicationState.ATTENDED)
    query = select(Feedback).join(Application, Application.id == Feedback.application_id).where(Application.mission_id == mission_id)
    rows = list(await session.scalars(query.order_by(Feedback.given_at.desc().nulls_last(), Feedback.id.desc())))
    answers = {question: Counter(code(getattr(row, question.value)) for row in rows) for question in Question}
    for counted in answers.values():
        counted.pop("", None)
    return Opinions(
        attended=len(list(await session.scalars(attended))),
        given=sum(_next_question(row) is None for row in rows),
        answers=answers,
        comments=[row.comment for row in rows if row.comment],
    )


async def ask(session: AsyncSession, application: Application, *, now: datetime) -> bool:
    """Ask who came how it was, and (asked already) once more who has not said it all; True while another time may follow."""
    row = await _of(session, application.id)
    if row is None:
        session.add(Feedback(application_id=application.id, asked_at=now))
        await _tell(session, application, "first", now=now)
        return True
    if _next_question(row):
        await _tell(session, application, "again", now=now)
    return False


async def _tell(session: AsyncSession, application: Application, asked: str, *, now: datetime) -> None:
    member = await members.get(session, application.member_id)
    moment = await unasked.next_moment(session, member, now=now)
    await deliveries.tell(session, member, Kind.MISSION_FEEDBACK, application.id, event=asked, now=moment, asked=asked)


def _next_question(row: Feedback | None) -> Question | None:
    return next((each for each in Question if row is None or getattr(row, each.value) is None), None)


async def _of(session: AsyncSession, application_id: int) -> Feedback | None:
    query = select(Feedback).filter_by(application_id=application_id)
    return await session.scalar(query.execution_options(populate_existing=True))


def _stored(question: Question, value: str) -> Any:
    match question:
        case Question.USEFUL:
            return Usefulness(value)
        case Question.CONTACTS:
            return int(value)
        case Question.FOLLOW_UP:
            return FollowUp(value)
        case Question.AGAIN:
            return value == "1"


def code(stored: Any) -> str:
    """An answer as buttons carry it; empty for none."""
    if stored is None:
        return ""
    return str(int(stored)) if isinstance(stored, bool) else str(stored)
