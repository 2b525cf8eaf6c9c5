"""Businesses: what a member represents, its versions, who acts for it, and what an office checked about it.

A version: under_review -> approved | changes_requested | rejected; superseded by a later one.
Invariant: `public_version_id` points to an approved version; a change never takes it away, only a later approval replaces it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum
from models.members import Member

NAME_MAX = 120
ABOUT_MAX = 500
SECTORS_MAX = 3
VERIFICATION_LASTS = timedelta(days=365)


class PublicState(StrEnum):
    """How a business or an opportunity stands towards everybody."""

    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    PUBLISHED = "published"
    ON_HOLD = "on_hold"
    FLAGGED = "flagged"
    EXPIRED = "expired"
    ARCHIVED = "archived"


class VersionState(StrEnum):
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Organisation(StrEnum):
    COMPANY = "company"
    SOLE_PROPRIETOR = "sole_proprietor"
    FARM = "farm"
    COOPERATIVE = "cooperative"
    UNIVERSITY = "university"
    HOSPITAL = "hospital"
    CULTURAL_INSTITUTION = "cultural_institution"
    SPORTS_SCHOOL = "sports_school"
    REHABILITATION_CENTRE = "rehabilitation_centre"
    CLUSTER = "cluster"
    CHAMBER = "chamber"
    INVESTOR = "investor"
    MUNICIPALITY = "municipality"
    PUBLIC_AUTHORITY = "public_authority"


class SizeBand(StrEnum):
    """Number of people who work there."""

    UP_TO_10 = "1-10"
    UP_TO_49 = "11-49"
    UP_TO_249 = "50-249"
    MORE = "250+"


class Capacity(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    RELOCATED = "relocated"
    RESTORING = "restoring"
    STOPPED = "stopped"


class Check(StrEnum):
    """What an office says that it checked; never an endorsement."""

    NUMBER_IN_REGISTER = "number_in_register"
    PERSON_ACTS_FOR_IT = "person_acts_for_it"
    VISITED = "visited"


class Business(Base):
    __tablename__ = "businesses"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(index=True)
    """Registered in."""
    working_region_id: Mapped[int | None]
    """Works in, where that differs (relocated); seen by the office only."""
    state: Mapped[PublicState] = mapped_column(text_enum(PublicState))
    public_version_id: Mapped[int | None]
    capacity: Mapped[Capacity | None] = mapped_column(text_enum(Capacity))
    size: Mapped[SizeBand | None] = mapped_column(text_enum(SizeBand))
    languages: Mapped[list[str]]
    created_at: Mapped[datetime]


class BusinessVersion(Base):
    __tablename__ = "business_versions"
    __table_args__ = table_args(UniqueConstraint("business_id", "number_in_line"), Index("ix_business_versions_registration", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"))
    number_in_line: Mapped[int]
    state: Mapped[VersionState] = mapped_column(text_enum(VersionState))
    written_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    written_at: Mapped[datetime]
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    name_key: Mapped[str] = mapped_column(String(NAME_MAX), index=True)
    """Lower case without spaces and quotes: to find duplicates."""
    organisation: Mapped[Organisation] = mapped_column(text_enum(Organisation))
    sectors: Mapped[list[int]]
    about: Mapped[str | None] = mapped_column(String(ABOUT_MAX))
    website: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(String(254))
    number: Mapped[str | None] = mapped_column(String(40))
    number_kind: Mapped[str | None] = mapped_column(String(16))


class Representative(Base):
    """A member who acts for a business."""

    __tablename__ = "representatives"
    __table_args__ = table_args(UniqueConstraint("business_id", "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    owner: Mapped[bool]
    since: Mapped[datetime]


class Verification(Base):
    __tablename__ = "verifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    check: Mapped[Check] = mapped_column("kind", text_enum(Check))
    office_region_id: Mapped[int]
    """0: the administrators."""
    checked_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    checked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]


@dataclass(frozen=True)
class BusinessContent:
    """What an office reviews about a business."""

    name: str
    sectors: list[int]
    organisation: Organisation = Organisation.COMPANY
    about: str | None = None
    website: str | None = None
    phone: str | None = None
    email: str | None = None
    number: str | None = None
    number_kind: str | None = None


@dataclass(frozen=True)
class BusinessFacts:
    """What needs no review."""

    capacity: Capacity | None = None
    size: SizeBand | None = None
    languages: list[str] = field(default_factory=list)


async def register(session: AsyncSession, member: Member, *, now: datetime) -> Business:
    """A new business of this member, who owns it and acts for it from now on; its content follows in a version."""
    assert member.region_id is not None, "a region is chosen before anything is registered"
    business = Business(region_id=member.region_id, state=PublicState.DRAFT, languages=[member.language], created_at=now)
    session.add(business)
    await session.flush()
    session.add(Representative(business_id=business.id, member_id=member.id, owner=True, since=now))
    (await session.get_one(Member, member.id)).business_id = business.id
    return business


async def write_version(
    session: AsyncSession, business: Business, content: BusinessContent, *, author: int, now: datetime
) -> BusinessVersion:
    """The next version, under review; an earlier one that still waits is superseded."""
    await _lock(session, business.id)
    last = 0
    for version in await versions(session, business.id):
        last = max(last, version.number_in_line)
        if version.state in (VersionState.UNDER_REVIEW, VersionState.CHANGES_REQUESTED, VersionState.REJECTED):
            version.state = VersionState.SUPERSEDED
    version = BusinessVersion(
        business_id=business.id,
        number_in_line=last + 1,
        state=VersionState.UNDER_REVIEW,
        written_by=author,
        written_at=now,
        name_key=name_key(content.name),
        **asdict(content),
    )
    session.add(version)
    if business.public_version_id is None:
        business.state = PublicState.UNDER_REVIEW
    await session.flush()
    return version


def content_of(version: BusinessVersion) -> BusinessContent:
    return BusinessContent(**{name: getattr(version, name) for name in BusinessContent.__dataclass_fields__})


def name_key(name: str) -> str:
    """The name without what people write differently: case, spaces, quotes, punctuation."""
    return "".join(c for c in name.casefold() if c.isalnum())


def facts_of(business: Business) -> BusinessFacts:
    return BusinessFacts(business.capacity, business.size, list(business.languages))


def set_facts(business: Business, facts: BusinessFacts) -> None:
    business.capacity, business.size, business.languages = facts.capacity, facts.size, facts.languages


async def get(session: AsyncSession, business_id: int) -> Business:
    return await session.get_one(Business, business_id)


async def versions(session: AsyncSession, business_id: int) -> list[BusinessVersion]:
    """Oldest first."""
    query = select(BusinessVersion).filter_by(business_id=business_id).order_by(BusinessVersion.number_in_line)
    return list(await session.scalars(query))


async def newest_version(session: AsyncSession, business_id: int) -> BusinessVersion:
    """What its own people see and change."""
    return (await versions(session, business_id))[-1]


async def public_version(session: AsyncSession, business: Business) -> BusinessVersion | None:
    return await session.get(BusinessVersion, business.public_version_id) if business.public_version_id else None


async def represented(session: AsyncSession, member_id: int) -> list[Business]:
    """Businesses this member acts for, the oldest first."""
    query = select(Business).join(Representative, Representative.business_id == Business.id).where(Representative.member_id == member_id)
    return list(await session.scalars(query.order_by(Business.id)))


async def represents(session: AsyncSession, member_id: int, business_id: int) -> bool:
    query = select(Representative.id).filter_by(member_id=member_id, business_id=business_id)
    return await session.scalar(query) is not None


async def representatives(session: AsyncSession, business_id: int) -> list[Member]:
    """The owner first."""
    query = select(Member).join(Representative, Representative.member_id == Member.id).where(Representative.business_id == business_id)
    return list(await session.scalars(query.order_by(Representative.owner.desc(), Representative.id)))


async def has_public(session: AsyncSession, member_id: int) -> bool:
    """Whether this member has a published business of their own: only then names, photos and documents of others are shown."""
    query = select(func.count()).select_from(Business).join(Representative, Representative.business_id == Business.id)
    query = query.where(Representative.member_id == member_id, Business.state == PublicState.PUBLISHED)
    return bool(await session.scalar(query))


async def verifications(session: AsyncSession, business_id: int, *, now: datetime) -> list[Verification]:
    """What holds now, the newest of each kind, in the order of `Check`."""
    return (await verifications_of(session, [business_id], now=now)).get(business_id, [])


async def verifications_of(session: AsyncSession, business_ids: Iterable[int], *, now: datetime) -> dict[int, list[Verification]]:
    """What holds now of several businesses, each as `verifications()` has it."""
    query = select(Verification).where(Verification.business_id.in_(list(business_ids)), Verification.lapses_at > now)
    newest: defaultdict[int, dict[Check, Verification]] = defaultdict(dict)
    for row in await session.scalars(query.order_by(Verification.id)):
        newest[row.business_id][row.check] = row
    return {business_id: [those[check] for check in Check if check in those] for business_id, those in newest.items()}


async def verify(session: AsyncSession, business_id: int, check: Check, *, office_region_id: int, by: int, now: datetime) -> None:
    """An office says what it checked; it lapses after 365 days."""
    session.add(
        Verification(
            business_id=business_id,
            check=check,
            office_region_id=office_region_id,
            checked_by=by,
            checked_at=now,
            lapses_at=now + VERIFICATION_LASTS,
        )
    )
    await session.flush()


async def lapse(session: AsyncSession, business_id: int, check: Check, *, now: datetime) -> None:
    """What was checked has changed since."""
    query = select(Verification).where(Verification.business_id == business_id, Verification.check == check, Verification.lapses_at > now)
    for row in await session.scalars(query):
        row.lapses_at = now


async def duplicates(session: AsyncSession, version: BusinessVersion) -> list[int]:
    """Other businesses with the same registration number or the same name (ids)."""
    same = BusinessVersion.name_key == version.name_key
    if version.number:
        same = same | (BusinessVersion.number == version.number)
    query = select(BusinessVersion.business_id).where(BusinessVersion.business_id != version.business_id, same)
    return sorted(set(await session.scalars(query)))


async def _lock(session: AsyncSession, business_id: int) -> None:
    await session.execute(select(Business.id).where(Business.id == business_id).with_for_update())


async def act_for(session: AsyncSession, member_id: int, business_id: int) -> Member | None:
    """Choose which of one's businesses to act for; None when it is not one's own."""
    if not await represents(session, member_id, business_id):
        return None
    member = await session.get_one(Member, member_id)
    member.business_id = business_id
    return member
