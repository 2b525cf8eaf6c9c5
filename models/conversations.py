"""Where a person is in a form, and the answers so far: written in the transaction of the change itself.

A draft: opened -> left (kept) -> opened again -> submitted (gone)
Invariant: one draft a member, form and subject; a member walks at most one at a time.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Table, UniqueConstraint, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args
from models.members import Member


class Draft(Base):
    """The answers of one unfinished form."""

    __tablename__ = "drafts"
    __table_args__ = table_args(UniqueConstraint("member_id", "form", "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    form: Mapped[str] = mapped_column(String(32))
    subject: Mapped[int] = mapped_column(default=0)
    step: Mapped[str] = mapped_column(String(32))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changing: Mapped[bool] = mapped_column(default=False)
    """One answer is being changed: the next step is the preview."""
    joined: Mapped[str | None] = mapped_column(String(32))
    """The field that text sent before the next question was shown is added to."""
    updated_at: Mapped[datetime]


class Conversation(Base):
    """One row a member: the form that is open and the messages on the person's screen."""

    __tablename__ = "conversations"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"))
    screen_message_id: Mapped[int | None]
    """The living message: the newest one of ours that has buttons."""
    question_message_id: Mapped[int | None]
    """The first message that asked the open form's step; none while none has reached the person.

    Negative: the person's own message, since which it may have been asked; a crash lay between, so nobody knows.
    """


SCREENS = cast(Table, Conversation.__table__)
# Written once, and without loading the row: every update walks through them.
_OF_PERSON = (
    select(Member, Conversation, Draft)
    .outerjoin(Conversation, Conversation.member_id == Member.id)
    .outerjoin(Draft, Draft.id == Conversation.draft_id)
    .where(Member.telegram_id == bindparam("telegram", type_=BigInteger()))
)
_OWN = select(Draft).where(Draft.id == bindparam("draft"), Draft.member_id == bindparam("member"))
_ROW = update(SCREENS).where(SCREENS.c.member_id == bindparam("member"))
_TURN_TO = _ROW.values(draft_id=bindparam("draft"), question_message_id=None)
_LEAVE = _ROW.values(draft_id=None, question_message_id=None)
_SHOWN = _ROW.values(
    screen_message_id=bindparam("screen"),
    question_message_id=func.coalesce(SCREENS.c.question_message_id, bindparam("question", type_=Integer())),
)


async def lock(session: AsyncSession, person: int) -> None:
    """Hold this person's conversation until commit, so that several processes keep one person's order."""
    member = select(Member.id).filter_by(telegram_id=person).scalar_subquery()
    await session.execute(select(Conversation.member_id).where(Conversation.member_id == member).with_for_update())


async def begin(session: AsyncSession, member_id: int) -> Conversation:
    """The member's row, made where there is none."""
    conversation = await session.get(Conversation, member_id)
    if conversation is None:
        conversation = Conversation(member_id=member_id)
        session.add(conversation)
        await session.flush()
    return conversation


async def get(session: AsyncSession, member_id: int) -> Conversation:
    return await session.get_one(Conversation, member_id)


async def of_person(session: AsyncSession, telegram_id: int) -> tuple[Member, Conversation | None, Draft | None] | None:
    """Who writes, what is on their screen, and the form they are in."""
    found = (await session.execute(_OF_PERSON, {"telegram": telegram_id})).one_or_none()
    return (found[0], found[1], found[2]) if found else None


async def current(session: AsyncSession, member_id: int) -> Draft | None:
    """The form this member is in."""
    query = select(Draft).join(Conversation, Conversation.draft_id == Draft.id).where(Conversation.member_id == member_id)
    return (await session.scalars(query)).one_or_none()


async def own(session: AsyncSession, member_id: int, draft_id: int) -> Draft | None:
    """A draft by its id, if it is this member's."""
    return await session.scalar(_OWN, {"draft": draft_id, "member": member_id})


async def kept(session: AsyncSession, member_id: int) -> list[Draft]:
    """Unfinished forms, the newest first."""
    return list(await session.scalars(select(Draft).filter_by(member_id=member_id).order_by(Draft.updated_at.desc(), Draft.id.desc())))


async def enter(
    session: AsyncSession, member_id: int, form: str, *, step: str, now: datetime, subject: int = 0, answers: dict[str, Any] | None = None
) -> Draft:
    """Open a form: the kept draft of the same form and subject, else a new one that starts with `answers` at `step`."""
    draft = await session.scalar(select(Draft).filter_by(member_id=member_id, form=form, subject=subject))
    if draft is None:
        draft = Draft(member_id=member_id, form=form, subject=subject, step=step, answers=answers or {}, changing=False, updated_at=now)
        session.add(draft)
        await session.flush()
    await turn_to(session, draft, now=now)
    return draft


async def turn_to(session: AsyncSession, draft: Draft, *, now: datetime, joined: str | None = None) -> None:
    """Make this draft the open form; its question is not on the screen yet.

    `joined` names the typed answer to which text is added that was sent before that question.
    """
    # Before the statement, which flushes the draft: one UPDATE of it instead of two.
    draft.joined, draft.updated_at = joined, now
    await session.execute(_TURN_TO, {"member": draft.member_id, "draft": draft.id})


async def leave(session: AsyncSession, member_id: int) -> None:
    """Close the open form and keep its answers."""
    await session.execute(_LEAVE, {"member": member_id})


async def discard(session: AsyncSession, draft: Draft) -> None:
    """The form is done with: its answers went where they belong, or the person threw them away."""
    await session.execute(_LEAVE.where(SCREENS.c.draft_id == draft.id), {"member": draft.member_id})
    await session.delete(draft)


async def shown(session: AsyncSession, member_id: int, *, screen: int, question: int | None) -> None:
    """Record which message is the living one now, and whether it asks the open form's step (Telegram's message ids).

    A step that is asked once more keeps its first message: what was written after that one answers it.
    """
    await session.execute(_SHOWN, {"member": member_id, "screen": screen, "question": question})
