"""Sending to the office: a first registration, one more opportunity, or a change of either."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses, opportunities, regions, search
from models.audit import Action
from models.businesses import Business, BusinessContent, BusinessFacts, PublicState, VersionState
from models.members import Member
from models.moderation.table import PROMISED_WORKING_DAYS, ItemState, Refusal, ReviewItem
from models.moderation.telling import tell_desk
from models.opportunities import Opportunity, OpportunityContent
from models.regions import Responsible


@dataclass(frozen=True)
class Submitted:
    item: ReviewItem
    responsible: Responsible
    reference: str | None
    business_public: bool
    """An earlier version of the business is public: proposals go out at once."""
    listing_public: bool
    """An earlier version of this listing (or of the business alone) is public and stays so until the office decides."""


@dataclass(frozen=True)
class Applied:
    """Changes that needed no review hold at once."""


async def submit(
    session: AsyncSession,
    member: Member,
    *,
    business: BusinessContent | None = None,
    opportunity: OpportunityContent | None = None,
    business_id: int | None = None,
    opportunity_id: int | None = None,
    facts: BusinessFacts | None = None,
    now: datetime,
) -> Submitted | Applied | Refusal:
    """Send what a member wrote to the office: a first registration, one more opportunity, or a change of either.

    What is the same as in the newest version is not sent again; the approved versions stay public meanwhile.
    """
    subject = await _business_of(session, member, business_id, create=business is not None, now=now)
    if isinstance(subject, Refusal):
        return subject
    new_facts = facts is not None and businesses.facts_of(subject) != facts
    if facts:
        businesses.set_facts(subject, facts)
    offered = await _opportunity_of(session, subject, opportunity_id, create=opportunity is not None)
    if isinstance(offered, Refusal):
        return offered
    changed = await _write_versions(session, member, subject, offered, business, opportunity, now=now)
    if not changed:
        return Applied() if new_facts else Refusal.UNCHANGED
    item = await _enqueue(session, member, subject, offered, now=now)
    responsible = await regions.responsible(session, subject.region_id, today=now.date())
    await tell_desk(session, responsible, item, event="waiting", now=now)
    return Submitted(
        item,
        responsible,
        offered.reference if offered else None,
        business_public=subject.public_version_id is not None,
        listing_public=(offered or subject).public_version_id is not None,
    )


async def close(session: AsyncSession, member: Member, opportunity_id: int, *, now: datetime) -> Opportunity | Refusal:
    """The author takes an opportunity off the register for good; what waits at the office about it goes too."""
    opportunity = await session.get(Opportunity, opportunity_id, with_for_update=True, populate_existing=True)
    if opportunity is None or not await businesses.represents(session, member.id, opportunity.business_id):
        return Refusal.NOT_YOURS
    if opportunity.state is PublicState.ARCHIVED:
        return Refusal.DECIDED
    opportunity.state, opportunity.open_for_interest = PublicState.ARCHIVED, False
    waiting = select(ReviewItem).filter_by(opportunity_id=opportunity_id, state=ItemState.WAITING).with_for_update()
    for item in await session.scalars(waiting):
        item.state = ItemState.SUPERSEDED
        if item.business_version_id:
            # A first registration: the business itself still waits, and is decided on alone.
            item.state, item.opportunity_id, item.opportunity_version_id = ItemState.WAITING, None, None
    await session.flush()
    await search.publish(session, opportunity_id, now=now)
    audit.record(session, Action.OPPORTUNITY_CLOSED, opportunity_id, actor=member.id, now=now)
    return opportunity


def due(submitted: datetime) -> datetime:
    """Two working days later (Saturdays and Sundays do not count)."""
    day, left = submitted, PROMISED_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5:
            left -= 1
    return day


async def _business_of(
    session: AsyncSession, member: Member, business_id: int | None, *, create: bool, now: datetime
) -> Business | Refusal:
    if business_id is None:
        return await businesses.register(session, member, now=now) if create else Refusal.NOT_YOURS
    if not await businesses.represents(session, member.id, business_id):
        return Refusal.NOT_YOURS
    return await session.get_one(Business, business_id, with_for_update=True, populate_existing=True)


async def _opportunity_of(
    session: AsyncSession, business: Business, opportunity_id: int | None, *, create: bool
) -> Opportunity | Refusal | None:
    if opportunity_id is not None:
        opportunity = await session.get(Opportunity, opportunity_id)
        own = opportunity is not None and opportunity.business_id == business.id and opportunity.state is not PublicState.ARCHIVED
        return opportunity if own else Refusal.NOT_YOURS
    if not create:
        return None
    if await opportunities.open_count(session, business.id) >= opportunities.OPEN_MAX:
        return Refusal.TOO_MANY_OPEN
    return await opportunities.open_up(session, business)


async def _write_versions(
    session: AsyncSession,
    member: Member,
    business: Business,
    offered: Opportunity | None,
    about_business: BusinessContent | None,
    about_opportunity: OpportunityContent | None,
    *,
    now: datetime,
) -> bool:
    changed = False
    if about_business and await _differs(session, business, about_business):
        await businesses.write_version(session, business, about_business, author=member.id, now=now)
        changed = True
    if about_opportunity and offered and await _opportunity_differs(session, offered, about_opportunity):
        await opportunities.write_version(session, offered, about_opportunity, author=member.id, now=now)
        changed = True
    return changed


async def _differs(session: AsyncSession, business: Business, content: BusinessContent) -> bool:
    written = await businesses.versions(session, business.id)
    return not written or businesses.content_of(written[-1]) != content or written[-1].state in _REFUSED


async def _opportunity_differs(session: AsyncSession, opportunity: Opportunity, content: OpportunityContent) -> bool:
    written = await opportunities.versions(session, opportunity.id)
    return not written or opportunities.content_of(written[-1]) != content or written[-1].state in _REFUSED


_REFUSED = (VersionState.CHANGES_REQUESTED, VersionState.REJECTED)


async def _enqueue(session: AsyncSession, member: Member, business: Business, offered: Opportunity | None, *, now: datetime) -> ReviewItem:
    """One waiting item about this subject, with all versions that wait."""
    business_version = (await businesses.versions(session, business.id))[-1]
    waits = business_version.state is VersionState.UNDER_REVIEW
    opportunity_version = (await opportunities.versions(session, offered.id))[-1] if offered else None
    stale = select(ReviewItem).filter_by(business_id=business.id, state=ItemState.WAITING)
    for old in await session.scalars(stale.with_for_update()):
        same_opportunity = old.opportunity_id is None or (offered is not None and old.opportunity_id == offered.id)
        if same_opportunity:
            old.state = ItemState.SUPERSEDED
        elif waits:
            old.business_version_id = business_version.id
    item = ReviewItem(
        region_id=business.region_id,
        business_id=business.id,
        opportunity_id=offered.id if offered else None,
        business_version_id=business_version.id if waits else None,
        opportunity_version_id=opportunity_version.id
        if opportunity_version and opportunity_version.state is VersionState.UNDER_REVIEW
        else None,
        state=ItemState.WAITING,
        submitted_by=member.id,
        submitted_at=now,
        due_at=due(now),
        reasons=[],
        before={},
    )
    session.add(item)
    await session.flush()
    audit.record(session, Action.ITEM_SUBMITTED, item.id, actor=member.id, now=now, region_id=item.region_id)
    return item
