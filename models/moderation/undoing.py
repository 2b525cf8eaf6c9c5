"""After an approval: what was checked, and taking it back within ten minutes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses, opportunities, regions, search
from models.audit import Action
from models.businesses import Business, BusinessVersion, Check, PublicState, Verification, VersionState
from models.deliveries import Kind
from models.interests import Interest
from models.members import Member
from models.moderation.desk import serves
from models.moderation.table import UNDO_WITHIN, ItemState, Refusal, ReviewItem
from models.moderation.telling import tell_author
from models.opportunities import Opportunity, OpportunityVersion


async def note_checks(session: AsyncSession, member: Member, item_id: int, checks: list[Check], *, now: datetime) -> ReviewItem | Refusal:
    """After one's own approval: what was checked (nothing beyond the text when the list is empty); said twice it counts once."""
    item = await session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    if item.state is not ItemState.APPROVED or item.decided_by != member.id:
        return Refusal.DECIDED
    business = await businesses.get(session, item.business_id)
    public = await businesses.public_version(session, business)
    if Check.NUMBER_IN_REGISTER in checks and not (public and public.number):
        return Refusal.NO_NUMBER
    desk = await regions.responsible(session, item.region_id, today=now.date())
    said = {row.check for row in await _said(session, item)}
    for check in [c for c in checks if c not in said]:
        await businesses.verify(session, item.business_id, check, office_region_id=desk.region_id, by=member.id, now=now)
        audit.record(
            session, Action.BUSINESS_VERIFIED, item.business_id, actor=member.id, now=now, region_id=item.region_id, check=check.value
        )
    return item


async def take_back(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Undo one's own approval within ten minutes, unless a proposal already rests on it."""
    item = await session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    if item.state is not ItemState.APPROVED or item.decided_by != member.id:
        return Refusal.DECIDED
    # Nothing newer can be sent by the author while the approval falls.
    await session.get_one(Business, item.business_id, with_for_update=True, populate_existing=True)
    refusal = await undo_refusal(session, item, now=now)
    if refusal:
        return refusal
    await _restore(session, item)
    await _restore_verifications(session, item)
    item.state, item.decided_by, item.decided_at = ItemState.WAITING, None, None
    audit.record(session, Action.ITEM_REOPENED, item.id, actor=member.id, now=now, region_id=item.region_id)
    await session.flush()
    for opportunity in await opportunities.of_business(session, item.business_id):
        await search.publish(session, opportunity.id, now=now)
    await tell_author(session, item, Kind.ITEM_REOPENED, now=now)
    return item


async def undo_refusal(session: AsyncSession, item: ReviewItem, *, now: datetime) -> Refusal | None:
    """Why an approval cannot be taken back (any more); None while it can."""
    if item.decided_at is None or now > item.decided_at + UNDO_WITHIN:
        return Refusal.TOO_LATE
    newer = select(ReviewItem.id).where(ReviewItem.business_id == item.business_id, ReviewItem.id > item.id)
    if item.opportunity_id:
        newer = newer.where(ReviewItem.opportunity_id.is_(None) | (ReviewItem.opportunity_id == item.opportunity_id))
    if await session.scalar(newer.limit(1)):
        return Refusal.SUPERSEDED
    return Refusal.ALREADY_USED if await _rests_on(session, item) else None


async def _rests_on(session: AsyncSession, item: ReviewItem) -> bool:
    """Whether a proposal was sent since the approval, by this business or about it."""
    assert item.decided_at is not None
    sides = (Interest.sender_business_id == item.business_id) | (Interest.receiver_business_id == item.business_id)
    query = select(Interest.id).where(sides, Interest.sent_at >= item.decided_at).limit(1)
    return await session.scalar(query) is not None


async def _restore(session: AsyncSession, item: ReviewItem) -> None:
    before = item.before
    business = await businesses.get(session, item.business_id)
    if item.business_version_id:
        (await session.get_one(BusinessVersion, item.business_version_id)).state = VersionState.UNDER_REVIEW
        business.public_version_id, business.state = before["business_version"], PublicState(before["business_state"])
        if before["business_version"]:
            (await session.get_one(BusinessVersion, before["business_version"])).state = VersionState.APPROVED
    if item.opportunity_id and item.opportunity_version_id:
        opportunity = await session.get_one(Opportunity, item.opportunity_id)
        (await session.get_one(OpportunityVersion, item.opportunity_version_id)).state = VersionState.UNDER_REVIEW
        opportunity.public_version_id, opportunity.state = before["opportunity_version"], PublicState(before["opportunity_state"])
        if before["opportunity_version"]:
            (await session.get_one(OpportunityVersion, before["opportunity_version"])).state = VersionState.APPROVED
            opportunity.confirmed_at, opportunity.expires_at = _instant(before["confirmed_at"]), _instant(before["expires_at"])
        else:
            opportunity.published_at = opportunity.confirmed_at = opportunity.expires_at = None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


async def _said(session: AsyncSession, item: ReviewItem) -> list[Verification]:
    """What was said to be checked after this approval, and holds."""
    query = select(Verification).where(
        Verification.business_id == item.business_id,
        Verification.checked_by == item.decided_by,
        Verification.checked_at >= item.decided_at,
        Verification.lapses_at > Verification.checked_at,
    )
    return list(await session.scalars(query))


async def _restore_verifications(session: AsyncSession, item: ReviewItem) -> None:
    """What was said to be checked falls with the approval; what lapsed by it holds again."""
    for row in await _said(session, item):
        row.lapses_at = row.checked_at
    lapsed = select(Verification).filter_by(business_id=item.business_id, lapses_at=item.decided_at)
    for row in await session.scalars(lapsed):
        if row.checked_at != item.decided_at:
            row.lapses_at = row.checked_at + businesses.VERIFICATION_LASTS
