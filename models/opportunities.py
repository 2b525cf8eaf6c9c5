"""Opportunities: what a business offers or seeks; published, they are the listings that search shows.

draft -> under_review -> changes_requested | rejected | published -> on_hold | flagged | expired -> archived
Invariant: a listing is public while its opportunity and its business are both `published`; a change makes a new version beside it.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas, businesses
from models.base import Base, insert_for, table_args, text_enum
from models.businesses import Business, BusinessVersion, PublicState, Verification, VersionState

TITLE_MAX = 120
SUMMARY_MAX = 500
PARTNER_ROLE_MAX = 1_000
COOPERATION_MAX = 3
KEYWORDS_MAX = 5
REFERENCE_MAX = 16
OPEN_MAX = 5
"""Open opportunities a business may have."""
FRESH = timedelta(days=180)


class OpportunityType(StrEnum):
    BUSINESS_OFFER = "business_offer"
    BUSINESS_REQUEST = "business_request"
    TECHNOLOGY_OFFER = "technology_offer"
    TECHNOLOGY_REQUEST = "technology_request"
    INVESTMENT_PROJECT = "investment_project"
    INSTITUTIONAL_COOPERATION = "institutional_cooperation"
    INTERNSHIP = "internship"


class Cooperation(StrEnum):
    DISTRIBUTION = "distribution"
    AGENCY = "agency"
    SUPPLY = "supply"
    MANUFACTURING_OUTSOURCING = "manufacturing_outsourcing"
    SUBCONTRACTING = "subcontracting"
    FRANCHISE = "franchise"
    LICENCE = "licence"
    JOINT_VENTURE = "joint_venture"
    INVESTMENT = "investment"
    ACQUISITION = "acquisition"
    TECHNICAL_COOPERATION = "technical_cooperation"
    RD_COOPERATION = "rd_cooperation"
    LOGISTICS = "logistics"
    RECIPROCAL_PRODUCTION = "reciprocal_production"
    SERVICE = "service"
    TRAINING_INTERNSHIP = "training_internship"
    OTHER = "other"


CLOSED = frozenset({PublicState.REJECTED, PublicState.ARCHIVED})


class Opportunity(Base):
    __tablename__ = "opportunities"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE_MAX), unique=True)
    """For people: `KV-0142`; made once, never used again."""
    state: Mapped[PublicState] = mapped_column(text_enum(PublicState))
    public_version_id: Mapped[int | None]
    open_for_interest: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class OpportunityVersion(Base):
    __tablename__ = "opportunity_versions"
    __table_args__ = table_args(UniqueConstraint("opportunity_id", "number_in_line"))

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    number_in_line: Mapped[int]
    state: Mapped[VersionState] = mapped_column(text_enum(VersionState))
    written_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    written_at: Mapped[datetime]
    type: Mapped[OpportunityType] = mapped_column(text_enum(OpportunityType))
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    summary: Mapped[str] = mapped_column(String(SUMMARY_MAX))
    language: Mapped[str] = mapped_column(String(8))
    """Of title, summary and partner's role, as the author chose it."""
    title_en: Mapped[str | None] = mapped_column(String(TITLE_MAX))
    summary_en: Mapped[str | None] = mapped_column(String(SUMMARY_MAX))
    partner_role: Mapped[str | None] = mapped_column(String(PARTNER_ROLE_MAX))
    cooperation: Mapped[list[str]]
    keywords: Mapped[list[str]]


class ReferenceCounter(Base):
    """The last number given under two letters."""

    __tablename__ = "reference_counters"

    letters: Mapped[str] = mapped_column(String(2), primary_key=True)
    last: Mapped[int]


@dataclass(frozen=True)
class OpportunityContent:
    """What an office reviews about an opportunity."""

    type: OpportunityType
    title: str
    summary: str
    language: str
    cooperation: list[str]
    title_en: str | None = None
    summary_en: str | None = None
    partner_role: str | None = None
    keywords: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """An opportunity with its business, each in one version."""

    opportunity: Opportunity
    version: OpportunityVersion
    business: Business
    business_version: BusinessVersion
    verifications: list[Verification] = field(default_factory=list)

    @property
    def public(self) -> bool:
        return self.opportunity.state is PublicState.PUBLISHED and self.business.state is PublicState.PUBLISHED


async def open_up(session: AsyncSession, business: Business) -> Opportunity:
    """A new opportunity with its reference; its content follows in a version."""
    letters = atlas.region(business.region_id).letters
    opportunity = Opportunity(business_id=business.id, state=PublicState.DRAFT, reference=await _next_reference(session, letters))
    session.add(opportunity)
    await session.flush()
    return opportunity


async def write_version(
    session: AsyncSession, opportunity: Opportunity, content: OpportunityContent, *, author: int, now: datetime
) -> OpportunityVersion:
    """The next version, under review; an earlier one that still waits is superseded."""
    await session.execute(select(Opportunity.id).where(Opportunity.id == opportunity.id).with_for_update())
    last = 0
    for version in await versions(session, opportunity.id):
        last = max(last, version.number_in_line)
        if version.state in (VersionState.UNDER_REVIEW, VersionState.CHANGES_REQUESTED, VersionState.REJECTED):
            version.state = VersionState.SUPERSEDED
    version = OpportunityVersion(
        opportunity_id=opportunity.id,
        number_in_line=last + 1,
        state=VersionState.UNDER_REVIEW,
        written_by=author,
        written_at=now,
        **asdict(content),
    )
    session.add(version)
    if opportunity.public_version_id is None:
        opportunity.state = PublicState.UNDER_REVIEW
    await session.flush()
    return version


def content_of(version: OpportunityVersion) -> OpportunityContent:
    return OpportunityContent(**{name: getattr(version, name) for name in OpportunityContent.__dataclass_fields__})


async def versions(session: AsyncSession, opportunity_id: int) -> list[OpportunityVersion]:
    """Oldest first."""
    query = select(OpportunityVersion).filter_by(opportunity_id=opportunity_id).order_by(OpportunityVersion.number_in_line)
    return list(await session.scalars(query))


async def newest_version(session: AsyncSession, opportunity_id: int) -> OpportunityVersion:
    """What its own people see and change."""
    return (await versions(session, opportunity_id))[-1]


async def of_business(session: AsyncSession, business_id: int) -> list[Opportunity]:
    """All of a business, the oldest first."""
    return list(await session.scalars(select(Opportunity).filter_by(business_id=business_id).order_by(Opportunity.id)))


async def open_count(session: AsyncSession, business_id: int) -> int:
    query = select(func.count()).select_from(Opportunity).where(Opportunity.business_id == business_id, Opportunity.state.not_in(CLOSED))
    return await session.scalar(query) or 0


async def get(session: AsyncSession, opportunity_id: int) -> Opportunity | None:
    return await session.get(Opportunity, opportunity_id)


async def by_reference(session: AsyncSession, reference: str) -> Opportunity | None:
    """The public one with this reference, however it is typed."""
    query = select(Opportunity).filter_by(reference=reference.strip().upper(), state=PublicState.PUBLISHED)
    return await session.scalar(query) if 0 < len(reference) <= REFERENCE_MAX else None


async def listing(session: AsyncSession, opportunity_id: int, *, now: datetime) -> Listing | None:
    """What the public sees, or None when it is not public (any more)."""
    found = await listings(session, [opportunity_id], now=now)
    return found[0] if found else None


async def listings(session: AsyncSession, opportunity_ids: list[int], *, now: datetime) -> list[Listing]:
    """Public listings among these, in the order asked for."""
    query = (
        select(Opportunity, OpportunityVersion, Business, BusinessVersion)
        .join(OpportunityVersion, OpportunityVersion.id == Opportunity.public_version_id)
        .join(Business, Business.id == Opportunity.business_id)
        .join(BusinessVersion, BusinessVersion.id == Business.public_version_id)
        .where(
            Opportunity.id.in_(opportunity_ids),
            Opportunity.state == PublicState.PUBLISHED,
            Business.state == PublicState.PUBLISHED,
        )
    )
    rows = {row[0].id: row for row in await session.execute(query)}
    checked = await businesses.verifications_of(session, {row[0].business_id for row in rows.values()}, now=now)
    return [Listing(*rows[i], verifications=checked.get(rows[i][0].business_id, [])) for i in opportunity_ids if i in rows]


async def own_listing(session: AsyncSession, opportunity_id: int, *, now: datetime) -> Listing:
    """What its own people and the office see: the newest versions."""
    opportunity = await session.get_one(Opportunity, opportunity_id)
    business = await businesses.get(session, opportunity.business_id)
    return Listing(
        opportunity,
        await newest_version(session, opportunity_id),
        business,
        await businesses.newest_version(session, business.id),
        await businesses.verifications(session, business.id, now=now),
    )


async def in_versions(session: AsyncSession, opportunity_version_id: int, *, now: datetime) -> Listing:
    """The listing as it stood in one version of its opportunity, with the business as it is now."""
    version = await session.get_one(OpportunityVersion, opportunity_version_id)
    opportunity = await session.get_one(Opportunity, version.opportunity_id)
    business = await businesses.get(session, opportunity.business_id)
    shown = await businesses.public_version(session, business) or await businesses.newest_version(session, business.id)
    return Listing(opportunity, version, business, shown, await businesses.verifications(session, business.id, now=now))


async def _next_reference(session: AsyncSession, letters: str) -> str:
    insert = insert_for(session, ReferenceCounter).values(letters=letters, last=1)
    statement = insert.on_conflict_do_update(index_elements=["letters"], set_={"last": ReferenceCounter.last + 1})
    number = await session.scalar(statement.returning(ReferenceCounter.last))
    return f"{letters}-{number:04d}"
