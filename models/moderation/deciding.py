"""The decisions: the item is locked, the rights are read under the lock, the first one holds."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses, interests, opportunities, regions, search
from models.audit import Action
from models.businesses import Business, BusinessVersion, Check, PublicState, VersionState
from models.deliveries import Kind
from models.members import Member
from models.moderation.desk import serves
from models.moderation.table import RETURN_REASONS, ItemState, Reason, Refusal, ReviewItem
from models.moderation.telling import tell_author, tell_desk
from models.opportunities import Opportunity, OpportunityVersion


async def open_for(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """The item, locked, if this member may decide on it now: their rights are read under the lock."""
    item = await session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    if await businesses.represents(session, member.id, item.business_id):
        return Refusal.OWN_ITEM
    if item.state is ItemState.SUPERSEDED:
        return Refusal.SUPERSEDED
    return item if item.state is ItemState.WAITING else Refusal.DECIDED


async def approve(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Publish the item's versions; held interests of the business go out."""
    item = await open_for(session, member, item_id, now=now)
    if isinstance(item, Refusal):
        return item
    business = await session.get_one(Business, item.business_id, with_for_update=True, populate_existing=True)
    opportunity = await session.get(Opportunity, item.opportunity_id) if item.opportunity_id else None
    item.before = {
        "business_version": business.public_version_id,
        "business_state": business.state,
        "opportunity_version": opportunity.public_version_id if opportunity else None,
        "opportunity_state": opportunity.state if opportunity else None,
        "confirmed_at": opportunity.confirmed_at.isoformat() if opportunity and opportunity.confirmed_at else None,
        "expires_at": opportunity.expires_at.isoformat() if opportunity and opportunity.expires_at else None,
    }
    if item.business_version_id:
        await _publish_business(session, business, item.business_version_id, now=now)
    if opportunity and item.opportunity_version_id:
        await _publish_opportunity(session, opportunity, item.opportunity_version_id, now=now)
    _close(session, item, ItemState.APPROVED, member, Action.ITEM_APPROVED, now=now)
    await session.flush()
    await search.publish_business(session, business.id, now=now)
    await interests.release(session, business.id, now=now)
    await tell_author(session, item, Kind.ITEM_APPROVED, now=now)
    return item


async def send_back(
    session: AsyncSession, member: Member, item_id: int, reasons: list[Reason], note: str | None, *, now: datetime
) -> ReviewItem | Refusal:
    """Return an item to its author (the reasons are of `RETURN_REASONS`) or reject it (of `REJECT_REASONS`).

    Raises:
        ValueError: no reason, or reasons of both kinds.
    """
    kinds = {reason in RETURN_REASONS for reason in reasons}
    if len(kinds) != 1:
        raise ValueError("reasons are of one kind, and at least one")
    item = await open_for(session, member, item_id, now=now)
    if isinstance(item, Refusal):
        return item
    item.reasons, item.note = [r.value for r in reasons], note
    if kinds == {True}:
        state, version_state, public = ItemState.RETURNED, VersionState.CHANGES_REQUESTED, PublicState.CHANGES_REQUESTED
        kind, action = Kind.ITEM_RETURNED, Action.ITEM_RETURNED
    else:
        state, version_state, public = ItemState.REJECTED, VersionState.REJECTED, PublicState.REJECTED
        kind, action = Kind.ITEM_REJECTED, Action.ITEM_REJECTED
    await _refuse_versions(session, item, version_state, public)
    _close(session, item, state, member, action, now=now)
    await tell_author(session, item, kind, now=now)
    return item


async def second_look(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Ask a colleague to decide: marked so for everybody at the desk, and the others are told; asked twice it counts once."""
    item = await open_for(session, member, item_id, now=now)
    if isinstance(item, Refusal) or item.second_look:
        return item
    item.second_look = True
    audit.record(session, Action.ITEM_SECOND_LOOK, item.id, actor=member.id, now=now, region_id=item.region_id)
    responsible = await regions.responsible(session, item.region_id, today=now.date())
    await tell_desk(session, responsible, item, event="second look", but=member.id, now=now)
    return item


async def _publish_business(session: AsyncSession, business: Business, version_id: int, *, now: datetime) -> None:
    version = await session.get_one(BusinessVersion, version_id)
    earlier = await businesses.public_version(session, business)
    if earlier and earlier.id != version.id:
        earlier.state = VersionState.SUPERSEDED
        if (earlier.phone, earlier.email) != (version.phone, version.email):
            await businesses.lapse(session, business.id, Check.PERSON_ACTS_FOR_IT, now=now)
        if earlier.number != version.number:
            await businesses.lapse(session, business.id, Check.NUMBER_IN_REGISTER, now=now)
    version.state, business.public_version_id, business.state = VersionState.APPROVED, version.id, PublicState.PUBLISHED


async def _publish_opportunity(session: AsyncSession, opportunity: Opportunity, version_id: int, *, now: datetime) -> None:
    version = await session.get_one(OpportunityVersion, version_id)
    if opportunity.public_version_id and opportunity.public_version_id != version.id:
        (await session.get_one(OpportunityVersion, opportunity.public_version_id)).state = VersionState.SUPERSEDED
    version.state, opportunity.public_version_id, opportunity.state = VersionState.APPROVED, version.id, PublicState.PUBLISHED
    opportunity.published_at = opportunity.published_at or now
    opportunity.confirmed_at, opportunity.expires_at = now, now + opportunities.FRESH


async def _refuse_versions(session: AsyncSession, item: ReviewItem, state: VersionState, public: PublicState) -> None:
    if item.business_version_id:
        (await session.get_one(BusinessVersion, item.business_version_id)).state = state
        business = await businesses.get(session, item.business_id)
        if business.public_version_id is None:
            business.state = public
    if item.opportunity_id and item.opportunity_version_id:
        (await session.get_one(OpportunityVersion, item.opportunity_version_id)).state = state
        opportunity = await session.get_one(Opportunity, item.opportunity_id)
        if opportunity.public_version_id is None:
            opportunity.state = public


def _close(session: AsyncSession, item: ReviewItem, state: ItemState, member: Member, action: Action, *, now: datetime) -> None:
    item.state, item.decided_by, item.decided_at = state, member.id, now
    audit.record(session, action, item.id, actor=member.id, now=now, region_id=item.region_id, reasons=item.reasons)
