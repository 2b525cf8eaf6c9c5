"""The office desk: queue, checks, decisions.

An item: waiting -> approved (-> waiting, within ten minutes) | returned | rejected; superseded when its author sends a newer text
Invariants: the first decision holds (the item is locked); nobody decides on their own item; what is public changes only by an approval.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import audit, businesses, contacts, deliveries, interests, members, opportunities, regions, rights, search
from models.audit import Action
from models.base import Base, table_args, text_enum
from models.businesses import (
    Business,
    BusinessContent,
    BusinessFacts,
    BusinessVersion,
    Check,
    PublicState,
    Verification,
    VersionState,
)
from models.deliveries import Kind
from models.members import Member
from models.opportunities import Opportunity, OpportunityContent, OpportunityVersion
from models.regions import Responsible
from models.rights import Right

PROMISED_WORKING_DAYS = 2
UNDO_WITHIN = timedelta(minutes=10)
NOTE_MAX = 500


class ItemState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Reason(StrEnum):
    """Why an item is returned (the first nine) or rejected."""

    TOO_VAGUE = "too_vague"
    NO_PARTNER_ROLE = "no_partner_role"
    WRONG_TYPE = "wrong_type"
    WRONG_SECTOR = "wrong_sector"
    TOO_MANY_TYPES = "too_many_types"
    CONTACT_IN_TEXT = "contact_in_text"
    IDENTITY_LEAK = "identity_leak"
    TRANSLATION_NEEDED = "translation_needed"
    EVIDENCE_MISSING = "evidence_missing"
    OUTSIDE_REGION = "outside_region"
    DIRECT_SALE_ONLY = "direct_sale_only"
    PROHIBITED_GOODS = "prohibited_goods"
    THIRD_PARTY_WITHOUT_MANDATE = "third_party_without_mandate"
    NOT_FOUND_IN_REGISTER = "not_found_in_register"
    DUPLICATE = "duplicate"
    SANCTIONS_OR_LEGAL = "sanctions_or_legal"
    OFFENSIVE = "offensive"
    SPAM = "spam"


RETURN_REASONS = tuple(Reason)[:9]
REJECT_REASONS = tuple(Reason)[9:]


class ReviewItem(Base):
    """A business, an opportunity or both at once (a first registration), waiting for one decision."""

    __tablename__ = "review_items"
    __table_args__ = table_args(Index("ix_review_items_queue", "state", "region_id", "submitted_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int]
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("opportunities.id"), index=True)
    business_version_id: Mapped[int | None] = mapped_column(ForeignKey("business_versions.id"))
    opportunity_version_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity_versions.id"))
    state: Mapped[ItemState] = mapped_column(text_enum(ItemState))
    submitted_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    submitted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    second_look: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime | None]
    reasons: Mapped[list[str]]
    note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    before: Mapped[dict[str, Any]]
    """What was public before the approval, to take it back."""


class Refusal(StrEnum):
    NOT_ALLOWED = "not_allowed"
    OWN_ITEM = "own_item"
    DECIDED = "decided"
    SUPERSEDED = "superseded"
    TOO_LATE = "too_late"
    ALREADY_USED = "already_used"
    NO_NUMBER = "no_number"
    NOT_YOURS = "not_yours"
    TOO_MANY_OPEN = "too_many_open"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Submitted:
    item: ReviewItem
    responsible: Responsible
    reference: str | None


@dataclass(frozen=True)
class Applied:
    """Changes that needed no review hold at once."""


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
    if facts:
        businesses.set_facts(subject, facts)
    offered = await _opportunity_of(session, subject, opportunity_id, create=opportunity is not None)
    if isinstance(offered, Refusal):
        return offered
    changed = await _write_versions(session, member, subject, offered, business, opportunity, now=now)
    if not changed:
        return Applied() if facts else Refusal.UNCHANGED
    item = await _enqueue(session, member, subject, offered, now=now)
    responsible = await regions.responsible(session, subject.region_id, today=now.date())
    await _tell_desk(session, responsible, item, event="waiting", now=now)
    return Submitted(item, responsible, offered.reference if offered else None)


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


async def approve(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Publish the item's versions; held interests of the business go out."""
    item = await _open_item(session, member, item_id, now=now)
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
    await _tell_author(session, item, Kind.ITEM_APPROVED, now=now)
    return item


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
    item = await _open_item(session, member, item_id, now=now)
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
    await _tell_author(session, item, kind, now=now)
    return item


async def second_look(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Ask a colleague to decide: marked so for everybody at the desk, and the others are told; asked twice it counts once."""
    item = await _open_item(session, member, item_id, now=now)
    if isinstance(item, Refusal) or item.second_look:
        return item
    item.second_look = True
    audit.record(session, Action.ITEM_SECOND_LOOK, item.id, actor=member.id, now=now, region_id=item.region_id)
    responsible = await regions.responsible(session, item.region_id, today=now.date())
    await _tell_desk(session, responsible, item, event="second look", but=member.id, now=now)
    return item


async def asked_by(session: AsyncSession, item_id: int) -> Member | None:
    """Who asked for a second look last."""
    asked = [e for e in await audit.of(session, "item", item_id) if e.action is Action.ITEM_SECOND_LOOK and e.actor_id]
    return await session.get(Member, asked[-1].actor_id) if asked else None


async def take_back(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    """Undo one's own approval within ten minutes, unless a proposal already rests on it."""
    item = await session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    if item.state is not ItemState.APPROVED or item.decided_by != member.id:
        return Refusal.DECIDED
    refusal = await _holds(session, item, now=now)
    if refusal:
        return refusal
    await _restore(session, item)
    await _restore_verifications(session, item, now=now)
    item.state, item.decided_by, item.decided_at = ItemState.WAITING, None, None
    audit.record(session, Action.ITEM_REOPENED, item.id, actor=member.id, now=now, region_id=item.region_id)
    await session.flush()
    for opportunity in await opportunities.of_business(session, item.business_id):
        await search.publish(session, opportunity.id, now=now)
    await _tell_author(session, item, Kind.ITEM_REOPENED, now=now)
    return item


async def _holds(session: AsyncSession, item: ReviewItem, *, now: datetime) -> Refusal | None:
    """Why an approval cannot be taken back (any more)."""
    assert item.decided_at is not None
    if now > item.decided_at + UNDO_WITHIN:
        return Refusal.TOO_LATE
    newer = select(ReviewItem.id).where(ReviewItem.business_id == item.business_id, ReviewItem.id > item.id)
    if item.opportunity_id:
        newer = newer.where(ReviewItem.opportunity_id.is_(None) | (ReviewItem.opportunity_id == item.opportunity_id))
    if await session.scalar(newer.limit(1)):
        return Refusal.SUPERSEDED
    return Refusal.ALREADY_USED if await _rests_on(session, item) else None


async def latest(session: AsyncSession, business_id: int, opportunity_id: int | None) -> ReviewItem | None:
    """The newest item about an opportunity (or about the business alone)."""
    query = select(ReviewItem).filter_by(business_id=business_id, opportunity_id=opportunity_id).order_by(ReviewItem.id.desc())
    return await session.scalar(query.limit(1))


async def authored(session: AsyncSession, member_id: int, item_id: int) -> ReviewItem | None:
    """An item by its id, if this member acts for its business."""
    item = await session.get(ReviewItem, item_id)
    return item if item and await businesses.represents(session, member_id, item.business_id) else None


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
        return opportunity if opportunity and opportunity.business_id == business.id else Refusal.NOT_YOURS
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


async def _open_item(session: AsyncSession, member: Member, item_id: int, *, now: datetime) -> ReviewItem | Refusal:
    item = await session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not await serves(session, member, item.region_id, now=now):
        return Refusal.NOT_ALLOWED
    if await businesses.represents(session, member.id, item.business_id):
        return Refusal.OWN_ITEM
    if item.state is ItemState.SUPERSEDED:
        return Refusal.SUPERSEDED
    return item if item.state is ItemState.WAITING else Refusal.DECIDED


def _serves(granted: list[members.Grant], responsible: Responsible, region_id: int) -> bool:
    if rights.may(granted, Right.DECIDE, region_id):
        return True
    return bool(responsible.region_id) and rights.may(granted, Right.DECIDE, responsible.region_id)


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


async def _rests_on(session: AsyncSession, item: ReviewItem) -> bool:
    """Whether a proposal was sent since the approval, by this business or about it."""
    assert item.decided_at is not None
    sides = (interests.Interest.sender_business_id == item.business_id) | (interests.Interest.receiver_business_id == item.business_id)
    query = select(interests.Interest.id).where(sides, interests.Interest.sent_at >= item.decided_at).limit(1)
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


async def _restore_verifications(session: AsyncSession, item: ReviewItem, *, now: datetime) -> None:
    """What was said to be checked falls with the approval; what lapsed by it holds again."""
    for row in await _said(session, item):
        row.lapses_at = row.checked_at
    lapsed = select(Verification).filter_by(business_id=item.business_id, lapses_at=item.decided_at)
    for row in await session.scalars(lapsed):
        if row.checked_at != item.decided_at:
            row.lapses_at = row.checked_at + businesses.VERIFICATION_LASTS


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


def _close(session: AsyncSession, item: ReviewItem, state: ItemState, member: Member, action: Action, *, now: datetime) -> None:
    item.state, item.decided_by, item.decided_at = state, member.id, now
    audit.record(session, action, item.id, actor=member.id, now=now, region_id=item.region_id, reasons=item.reasons)


async def _tell_author(session: AsyncSession, item: ReviewItem, kind: Kind, *, now: datetime) -> None:
    for member in await businesses.representatives(session, item.business_id):
        await deliveries.tell(session, member, kind, item.id, event=f"{kind} {now.isoformat()}", now=now)


async def _tell_desk(
    session: AsyncSession, responsible: Responsible, item: ReviewItem, *, event: str, now: datetime, but: int | None = None
) -> None:
    """Everybody who may decide; the administrators where nobody of the office may."""
    staff = await members.staff(session, responsible.region_id) if responsible.region_id else []
    for told in (staff, await members.administrators(session)):
        free = [m for m in told if m.id != but and not await businesses.represents(session, m.id, item.business_id)]
        for member in free:
            await deliveries.tell(
                session, member, Kind.ITEM_WAITING, item.id, event=event, now=now, wait_for_day=True, second_look=item.second_look
            )
        if free:
            return
