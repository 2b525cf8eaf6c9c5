"""What a desk sees: its queue, one item with the machine's checks, who serves which region."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, businesses, contacts, members, regions, rights
from models.audit import Action
from models.businesses import Business, BusinessVersion
from models.interests import Interest, InterestState
from models.members import Member
from models.moderation.table import ItemState, Refusal, ReviewItem
from models.opportunities import Opportunity, OpportunityVersion
from models.regions import Responsible
from models.rights import Right


@dataclass(frozen=True)
class Checks:
    """What the machine found about an item."""

    number_given: bool
    duplicates: list[int] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    links: int = 0
    missing: list[str] = field(default_factory=list)
    """Names of the optional answers that an office would like to see."""


@dataclass(frozen=True)
class Entry:
    """One item as the desk sees it."""

    item: ReviewItem
    business: Business
    business_version: BusinessVersion
    opportunity: Opportunity | None
    opportunity_version: OpportunityVersion | None
    checks: Checks
    public_business: BusinessVersion | None = None
    """What the public sees now, where the item would change it."""
    public_opportunity: OpportunityVersion | None = None


async def queue(session: AsyncSession, member: Member, *, now: datetime) -> list[ReviewItem]:
    """What waits for this member's decision, oldest first; nobody decides on their own business."""
    granted = await members.grants(session, member.telegram_id)
    own = {business.id for business in await businesses.represented(session, member.id)}
    waiting = await session.scalars(select(ReviewItem).filter_by(state=ItemState.WAITING).order_by(ReviewItem.submitted_at, ReviewItem.id))
    served: dict[int, Responsible] = {}
    found = []
    for item in waiting:
        if item.business_id in own:
            continue
        if item.region_id not in served:
            served[item.region_id] = await regions.responsible(session, item.region_id, today=now.date())
        if _serves(granted, served[item.region_id], item.region_id):
            found.append(item)
    return found


async def following(session: AsyncSession, waiting: list[ReviewItem], after: int) -> ReviewItem | None:
    """The next of a queue behind an item (which may be decided by now); behind the last one comes the first again."""
    last = await session.get(ReviewItem, after) if after else None
    if last:
        behind = [item for item in waiting if (item.submitted_at, item.id) > (last.submitted_at, last.id)]
        waiting = behind or waiting
    return waiting[0] if waiting else None


async def serves(session: AsyncSession, member: Member, region_id: int, *, now: datetime) -> bool:
    """Whether this member decides on what comes from a region: its own office, its twin's where it has none, the administrators."""
    granted = await members.grants(session, member.telegram_id)
    return _serves(granted, await regions.responsible(session, region_id, today=now.date()), region_id)


async def entry(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> Entry | Refusal:
    """One item with its checks, if this member's office serves it."""
    item = await session.get(ReviewItem, item_id)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    business = await businesses.get(session, item.business_id)
    public_business = await businesses.public_version(session, business)
    if item.business_version_id:
        business_version = await session.get_one(BusinessVersion, item.business_version_id)
    else:
        business_version = public_business or await businesses.newest_version(session, business.id)
    opportunity = await session.get(Opportunity, item.opportunity_id) if item.opportunity_id else None
    opportunity_version = await session.get(OpportunityVersion, item.opportunity_version_id) if item.opportunity_version_id else None
    public_id = opportunity.public_version_id if opportunity else None
    return Entry(
        item,
        business,
        business_version,
        opportunity,
        opportunity_version,
        await _checks(session, business_version, opportunity_version),
        public_business if item.business_version_id and public_business is not business_version else None,
        await session.get(OpportunityVersion, public_id) if public_id and public_id != item.opportunity_version_id else None,
    )


async def asked_by(session: AsyncSession, item_id: int) -> Member | None:
    """Who asked for a second look last."""
    asked = [e for e in await audit.of(session, "item", item_id) if e.action is Action.ITEM_SECOND_LOOK and e.actor_id]
    return await session.get(Member, asked[-1].actor_id) if asked else None


async def unanswered(session: AsyncSession, member: Member, interest_id: int, *, now: datetime) -> Interest | None:
    """A proposal that still waits for an answer, for the office that serves the region of whoever owes it."""
    interest = await session.get(Interest, interest_id)
    if interest is None or interest.state is not InterestState.SENT:
        return None
    receiver = await businesses.get(session, interest.receiver_business_id)
    return interest if await serves(session, member, receiver.region_id, now=now) else None


async def latest(session: AsyncSession, business_id: int, opportunity_id: int | None) -> ReviewItem | None:
    """The newest item about an opportunity (or about the business alone)."""
    query = select(ReviewItem).filter_by(business_id=business_id, opportunity_id=opportunity_id).order_by(ReviewItem.id.desc())
    return await session.scalar(query.limit(1))


async def newest(session: AsyncSession, business_id: int) -> ReviewItem | None:
    """The newest item about a business or anything of it."""
    return await session.scalar(select(ReviewItem).filter_by(business_id=business_id).order_by(ReviewItem.id.desc()).limit(1))


async def authored(session: AsyncSession, member_id: int, item_id: int) -> ReviewItem | None:
    """An item by its id, if this member acts for its business."""
    item = await session.get(ReviewItem, item_id)
    return item if item and await businesses.represents(session, member_id, item.business_id) else None


def _serves(granted: list[members.Grant], responsible: Responsible, region_id: int) -> bool:
    if rights.may(granted, Right.DECIDE, region_id):
        return True
    return bool(responsible.region_id) and rights.may(granted, Right.DECIDE, responsible.region_id)


async def _checks(session: AsyncSession, business: BusinessVersion, opportunity: OpportunityVersion | None) -> Checks:
    texts = [business.about or ""]
    missing = [name for name in ("number", "phone", "email") if not getattr(business, name)]
    if opportunity:
        texts += [opportunity.title, opportunity.summary, opportunity.partner_role or ""]
        if not opportunity.partner_role:
            missing.append("partner_role")
        if opportunity.language != "en" and not (opportunity.title_en and opportunity.summary_en):
            missing.append("translation")
    joined = "\n".join(texts)
    links = contacts.links(joined)
    return Checks(
        number_given=bool(business.number),
        duplicates=await businesses.duplicates(session, business),
        contacts=[found for found in contacts.find(joined) if found not in links],
        links=len(links),
        missing=missing,
    )
