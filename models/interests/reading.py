"""What the people of either side see of their interests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ScalarSelect, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.businesses import Representative
from models.interests.table import UNDECIDED, Interest, InterestState


class Side(StrEnum):
    SENDER = "sender"
    RECEIVER = "receiver"


@dataclass(frozen=True)
class Seen:
    """An interest as one of its sides sees it."""

    interest: Interest
    side: Side


@dataclass(frozen=True)
class Inbox:
    """All interests of a member's businesses."""

    waiting: list[Interest]
    """For this member's answer, the most urgent first."""
    sent: list[Interest]
    """The undecided ones first, then the newest."""
    introductions: list[Interest]
    """The newest first."""
    closed: list[Interest]
    """Received ones that were declined, withdrawn or expired unanswered, the newest first."""


async def seen(session: AsyncSession, member_id: int, interest_id: int) -> Seen | None:
    """An interest by its id, if this member acts for one of its sides; the receiver sees only what was sent."""
    interest = await session.scalar(_visible(member_id).where(Interest.id == interest_id))
    if interest is None:
        return None
    mine = set(await session.scalars(_businesses(member_id)))
    received = interest.receiver_business_id in mine and interest.sent_at is not None
    return Seen(interest, Side.RECEIVER if received else Side.SENDER)


async def waiting_for(session: AsyncSession, member_id: int) -> list[Interest]:
    """What waits for this member's answer, the most urgent first."""
    query = select(Interest).where(
        Interest.state == InterestState.SENT, Interest.receiver_business_id.in_(_businesses(member_id).scalar_subquery())
    )
    return list(await session.scalars(query.order_by(Interest.deadline, Interest.id)))


async def inbox(session: AsyncSession, member_id: int) -> Inbox:
    found = list(await session.scalars(_visible(member_id).order_by(Interest.written_at.desc(), Interest.id.desc())))
    mine = set(await session.scalars(_businesses(member_id)))
    waiting = await waiting_for(session, member_id)
    introductions = sorted((i for i in found if i.state is InterestState.ACCEPTED), key=_decided, reverse=True)
    rest = [i for i in found if i not in waiting and i.state is not InterestState.ACCEPTED]
    sent = sorted((i for i in rest if i.sender_business_id in mine), key=lambda i: i.state not in UNDECIDED)
    return Inbox(waiting, sent, introductions, [i for i in rest if i.sender_business_id not in mine])


def _decided(interest: Interest) -> datetime:
    assert interest.decided_at is not None
    return interest.decided_at


def _businesses(member_id: int) -> Select[int]:
    return select(Representative.business_id).where(Representative.member_id == member_id)


def _visible(member_id: int) -> Select[Interest]:
    mine: ScalarSelect[int] = _businesses(member_id).scalar_subquery()
    received = Interest.receiver_business_id.in_(mine) & Interest.sent_at.is_not(None)
    return select(Interest).where(or_(received, Interest.sender_business_id.in_(mine)))
