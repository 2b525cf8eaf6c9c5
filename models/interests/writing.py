"""Writing an interest: who may, how many, and keeping it until the sender's business is approved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses, contacts, opportunities
from models.audit import Action
from models.businesses import Business, PublicState
from models.deliveries import Kind
from models.interests import telling
from models.interests.table import (
    EXPIRES_AFTER,
    NEW_A_DAY_MAX,
    PAUSE_AFTER_DECLINE,
    TEXT_MAX,
    UNDECIDED,
    UNDECIDED_MAX,
    Contact,
    Interest,
    InterestState,
)
from models.members import Member
from models.opportunities import Cooperation, Opportunity

DAY = timedelta(days=1)


class Obstacle(StrEnum):
    NO_BUSINESS = "no_business"
    NOT_PUBLIC = "not_public"
    CLOSED_FOR_INTEREST = "closed_for_interest"
    OWN_LISTING = "own_listing"
    ALREADY_ASKED = "already_asked"
    ALREADY_INTRODUCED = "already_introduced"
    DECLINED_LATELY = "declined_lately"
    TOO_MANY_UNDECIDED = "too_many_undecided"
    TOO_MANY_TODAY = "too_many_today"


@dataclass(frozen=True)
class Obstruction:
    """Why a member cannot write about an opportunity now."""

    obstacle: Obstacle
    until: datetime | None = None
    """When it ends by itself, as far as that is known."""
    earlier: Interest | None = None
    """The interest that stands in the way."""


@dataclass(frozen=True)
class Room:
    """What the limits leave to a business now, and when the next place comes free by itself."""

    undecided_left: int
    today_left: int
    undecided_from: datetime | None
    today_from: datetime | None

    @property
    def left(self) -> int:
        return min(self.undecided_left, self.today_left)


@dataclass(frozen=True)
class Letter:
    """What the sender writes."""

    why: str
    proposal: str
    cooperation: Cooperation


@dataclass(frozen=True)
class Proposed:
    interest: Interest
    masked: bool
    """Contacts stood in the texts and were replaced by dots."""

    @property
    def held(self) -> bool:
        """The sender's own business is not approved yet: it goes out with the approval."""
        return self.interest.state is InterestState.HELD


async def room(session: AsyncSession, business_id: int, *, now: datetime) -> Room:
    """How many more may be written, shown before the writing."""
    recent = select(Interest).where(
        Interest.sender_business_id == business_id, Interest.state.in_(UNDECIDED) | (Interest.written_at > now - DAY)
    )
    mine = list(await session.scalars(recent))
    taken = [i for i in mine if i.place_taken(now)]
    today = [i.written_at for i in mine if i.written_at > now - DAY]
    returning = [i.place_returns_at for i in taken if i.place_returns_at]
    return Room(
        undecided_left=max(UNDECIDED_MAX - len(taken), 0),
        today_left=max(NEW_A_DAY_MAX - len(today), 0),
        undecided_from=min(returning, default=None),
        today_from=min(today) + DAY if today else None,
    )


async def may_propose(session: AsyncSession, member: Member, opportunity_id: int, *, now: datetime) -> Obstruction | None:
    """Why this member cannot write about this opportunity now, if so; asked before the form opens and again when it is sent."""
    listing = await opportunities.listing(session, opportunity_id, now=now)
    if listing is None:
        return Obstruction(Obstacle.NOT_PUBLIC)
    mine = [business.id for business in await businesses.represented(session, member.id)]
    if listing.business.id in mine:
        return Obstruction(Obstacle.OWN_LISTING)
    if member.business_id is None or member.business_id not in mine:
        return Obstruction(Obstacle.NO_BUSINESS)
    earlier = await _history(session, member.business_id, listing.business.id, opportunity_id, now=now)
    if earlier:
        return earlier
    if not listing.opportunity.open_for_interest:
        return Obstruction(Obstacle.CLOSED_FOR_INTEREST)
    return _limits(await room(session, member.business_id, now=now))


async def propose(session: AsyncSession, member: Member, opportunity_id: int, letter: Letter, *, now: datetime) -> Proposed | Obstruction:
    """Send an interest, or keep it until the sender's business is approved. Contacts in the texts are masked."""
    if member.business_id is None:
        return Obstruction(Obstacle.NO_BUSINESS)
    # The limits count this business's rows: two of its representatives are taken one after the other.
    sender = await session.get_one(Business, member.business_id, with_for_update=True, populate_existing=True)
    obstruction = await may_propose(session, member, opportunity_id, now=now)
    if obstruction:
        return obstruction
    opportunity = await session.get_one(Opportunity, opportunity_id)
    assert opportunity.public_version_id is not None
    interest = Interest(
        opportunity_id=opportunity_id,
        opportunity_version_id=opportunity.public_version_id,
        sender_business_id=sender.id,
        sender_id=member.id,
        receiver_business_id=opportunity.business_id,
        state=InterestState.HELD,
        why=contacts.mask(letter.why)[:TEXT_MAX],
        proposal=contacts.mask(letter.proposal)[:TEXT_MAX],
        cooperation=letter.cooperation,
        language=language_of(f"{letter.why} {letter.proposal}", member),
        written_at=now,
        sender_shares=list(Contact),
        receiver_shares=list(Contact),
    )
    session.add(interest)
    await session.flush()
    if sender.state is PublicState.PUBLISHED:
        await _send(session, interest, now=now)
    return Proposed(interest, masked=bool(contacts.find(letter.why) or contacts.find(letter.proposal)))


async def release(session: AsyncSession, business_id: int, *, now: datetime) -> int:
    """The sender's business was approved: what it wrote goes out, or is withdrawn where the listing takes none any more."""
    query = select(Interest).filter_by(sender_business_id=business_id, state=InterestState.HELD).order_by(Interest.id)
    released = 0
    for interest in await session.scalars(query.with_for_update()):
        listing = await opportunities.listing(session, interest.opportunity_id, now=now)
        if listing and listing.opportunity.open_for_interest:
            await _send(session, interest, now=now)
            released += 1
        else:
            interest.state, interest.decided_at = InterestState.WITHDRAWN, now
            audit.record(session, Action.INTEREST_WITHDRAWN, interest.id, actor=None, now=now)
        await telling.side(session, business_id, Kind.INTEREST_RELEASED, interest, event="released", now=now)
    return released


def language_of(text: str, member: Member) -> str:
    """The language of a text, told from its letters: another script than the member's own language has means English or Ukrainian."""
    letters = [c for c in text if c.isalpha()]
    if 2 * sum("\u4e00" <= c <= "\u9fff" for c in letters) > len(letters):
        return "zh"
    if 2 * sum("\u0400" <= c <= "\u04ff" for c in letters) > len(letters):
        return "uk"
    return "en" if member.language in ("uk", "zh") else member.language


async def _history(session: AsyncSession, sender: int, receiver: int, opportunity_id: int, *, now: datetime) -> Obstruction | None:
    query = select(Interest).where(Interest.sender_business_id == sender, Interest.receiver_business_id == receiver)
    declined = None
    for earlier in await session.scalars(query.order_by(Interest.id.desc())):
        same = earlier.opportunity_id == opportunity_id
        if same and earlier.state in UNDECIDED:
            return Obstruction(Obstacle.ALREADY_ASKED, earlier=earlier)
        if same and earlier.state is InterestState.ACCEPTED:
            return Obstruction(Obstacle.ALREADY_INTRODUCED, earlier=earlier)
        if earlier.state is InterestState.DECLINED and earlier.decided_at and earlier.decided_at + PAUSE_AFTER_DECLINE > now:
            declined = declined or Obstruction(Obstacle.DECLINED_LATELY, earlier.decided_at + PAUSE_AFTER_DECLINE, earlier)
    return declined


def _limits(left: Room) -> Obstruction | None:
    if left.undecided_left <= 0:
        return Obstruction(Obstacle.TOO_MANY_UNDECIDED, left.undecided_from)
    return Obstruction(Obstacle.TOO_MANY_TODAY, left.today_from) if left.today_left <= 0 else None


async def _send(session: AsyncSession, interest: Interest, *, now: datetime) -> None:
    interest.state, interest.sent_at, interest.deadline = InterestState.SENT, now, now + EXPIRES_AFTER
    interest.next_step_at = interest.next_step(now)
    audit.record(session, Action.INTEREST_SENT, interest.id, actor=interest.sender_id, now=now)
    await telling.side(session, interest.receiver_business_id, Kind.INTEREST_RECEIVED, interest, event="received", now=now)
