"""Answers to an interest, and taking it back: the first one of any representative holds."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses
from models.audit import Action
from models.deliveries import Kind
from models.interests import cards, record, telling
from models.interests.reading import Side
from models.interests.table import AFTER_SNOOZE, ANSWERABLE, SNOOZE, UNDECIDED, Contact, DeclineReason, Interest, InterestState
from models.members import Member


class Refusal(StrEnum):
    NOT_YOURS = "not_yours"
    DECIDED = "decided"
    NOT_REACHABLE = "not_reachable"
    """Nothing would be left to reach this side by."""


async def accept(session: AsyncSession, member: Member, interest_id: int, *, now: datetime) -> Interest | Refusal:
    """Exchange contacts, as chosen by both sides; late (after the expiry) too."""
    interest = await _open_for_answer(session, member, interest_id)
    if isinstance(interest, Refusal):
        return interest
    if not (await cards.own_card(session, interest, Side.RECEIVER, member)).reachable:
        return Refusal.NOT_REACHABLE
    _decide(session, interest, InterestState.ACCEPTED, member, now=now)
    await record.note(session, interest.receiver_business_id, now=now)
    await telling.side(session, interest.sender_business_id, Kind.INTEREST_ACCEPTED, interest, event="accepted", now=now)
    return interest


async def decline(session: AsyncSession, member: Member, interest_id: int, reason: DeclineReason, *, now: datetime) -> Interest | Refusal:
    interest = await _open_for_answer(session, member, interest_id)
    if isinstance(interest, Refusal):
        return interest
    interest.decline_reason = reason
    _decide(session, interest, InterestState.DECLINED, member, now=now)
    await record.note(session, interest.receiver_business_id, now=now)
    await telling.side(session, interest.sender_business_id, Kind.INTEREST_DECLINED, interest, event="declined", now=now)
    return interest


async def snooze(session: AsyncSession, member: Member, interest_id: int, *, now: datetime) -> Interest | Refusal:
    """Be reminded in three days and not before; lengthens the deadline when less remains."""
    interest = await _open_for_answer(session, member, interest_id)
    if isinstance(interest, Refusal):
        return interest
    if interest.state is not InterestState.SENT:
        return Refusal.DECIDED
    assert interest.deadline is not None
    interest.snoozed_until = now + SNOOZE
    interest.deadline = max(interest.deadline, interest.snoozed_until + AFTER_SNOOZE)
    interest.next_step_at = interest.next_step(now)
    return interest


async def withdraw(session: AsyncSession, member: Member, interest_id: int, *, now: datetime) -> Interest | Refusal:
    """The sender takes it back before it was answered."""
    interest = await _locked(session, interest_id)
    if interest is None or not await businesses.represents(session, member.id, interest.sender_business_id):
        return Refusal.NOT_YOURS
    if interest.state not in UNDECIDED:
        return Refusal.DECIDED
    _decide(session, interest, InterestState.WITHDRAWN, member, now=now)
    return interest


async def choose_shares(session: AsyncSession, member: Member, interest_id: int, contact: Contact) -> Interest | Refusal:
    """Show or hide one kind of contact from the other side, before the exchange."""
    interest = await _locked(session, interest_id)
    side = await _side(session, member, interest)
    if interest is None or side is None:
        return Refusal.NOT_YOURS
    if interest.state not in (*UNDECIDED, *ANSWERABLE):
        return Refusal.DECIDED
    name = "receiver_shares" if side is Side.RECEIVER else "sender_shares"
    before = getattr(interest, name)
    setattr(interest, name, [c for c in Contact if (c in before) != (c is contact)])
    if not (await cards.own_card(session, interest, side, member)).reachable:
        setattr(interest, name, before)
        return Refusal.NOT_REACHABLE
    return interest


async def _side(session: AsyncSession, member: Member, interest: Interest | None) -> Side | None:
    if interest is None:
        return None
    if interest.sent_at and await businesses.represents(session, member.id, interest.receiver_business_id):
        return Side.RECEIVER
    return Side.SENDER if await businesses.represents(session, member.id, interest.sender_business_id) else None


async def _locked(session: AsyncSession, interest_id: int) -> Interest | None:
    return await session.get(Interest, interest_id, with_for_update=True, populate_existing=True)


async def _open_for_answer(session: AsyncSession, member: Member, interest_id: int) -> Interest | Refusal:
    interest = await _locked(session, interest_id)
    if interest is None or await _side(session, member, interest) is not Side.RECEIVER:
        return Refusal.NOT_YOURS
    return interest if interest.state in ANSWERABLE else Refusal.DECIDED


_ACTIONS = {
    InterestState.ACCEPTED: Action.INTEREST_ACCEPTED,
    InterestState.DECLINED: Action.INTEREST_DECLINED,
    InterestState.WITHDRAWN: Action.INTEREST_WITHDRAWN,
}


def _decide(session: AsyncSession, interest: Interest, state: InterestState, member: Member, *, now: datetime) -> None:
    interest.state, interest.decided_at, interest.decided_by, interest.next_step_at = state, now, member.id, None
    audit.record(session, _ACTIONS[state], interest.id, actor=member.id, now=now)
