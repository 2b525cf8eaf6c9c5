"""Who is meant, counted as it stands now, and who is left out and why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from models import atlas, regions
from models.announcements.languages import choose
from models.announcements.seam import missions
from models.announcements.table import (
    A_WEEK_MAX,
    WEEK,
    Announcement,
    AnnouncementDelivery,
    AudienceRole,
    DeliveryState,
    OfficeChat,
    Variant,
)
from models.businesses import BusinessVersion, Representative, VersionState
from models.members import CONSENT_VERSION, Member, Role, RoleGrant
from models.regions import Twinning

TOOK_PLACE = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.IN_DOUBT)
"""What counts towards the weekly cap: also what may have arrived."""


class LeftOut(StrEnum):
    """Why somebody who is meant gets nothing."""

    NO_CONSENT = "no_consent"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"


@dataclass(frozen=True)
class Audience:
    """Empty means everybody: an office's whole region, or all regions for the administrators. Kinds narrow each other down."""

    regions: tuple[int, ...] = ()
    twinnings: tuple[int, ...] = ()
    """Ids of agreements: the people of both sides."""
    sectors: tuple[int, ...] = ()
    roles: tuple[AudienceRole, ...] = ()
    chats: tuple[int, ...] = ()
    to_applicants: bool = False
    people: bool = True


@dataclass(frozen=True)
class Reach:
    """The live count. `languages` are the readers' own; `variants` say which text each of these gets."""

    languages: dict[str, int] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)
    later: int = 0
    """Of those who are counted: they have had their two this week, and get it later."""
    left_out: dict[LeftOut, int] = field(default_factory=dict)
    chats: int = 0
    silent_chats: int = 0
    """Chosen chats in which the bot may not write."""

    @property
    def people(self) -> int:
        return sum(self.languages.values())

    @property
    def total(self) -> int:
        return self.people + self.chats


def audience_of(announcement: Announcement) -> Audience:
    return Audience(
        tuple(announcement.regions),
        tuple(announcement.twinnings),
        tuple(announcement.sectors),
        tuple(AudienceRole(role) for role in announcement.roles),
        tuple(announcement.chats),
        announcement.to_applicants,
        announcement.people,
    )


async def reach(session: AsyncSession, announcement: Announcement, *, now: datetime) -> Reach:
    """How many would get it now, for each language, and who would not and why."""
    written = list(await session.scalars(select(Variant.language).filter_by(announcement_id=announcement.id).order_by(Variant.id)))
    languages: Counter[str] = Counter()
    left_out: Counter[LeftOut] = Counter()
    later = 0
    if announcement.people:
        why = _why_not(now).label("why")
        over = _over_cap(now) if not announcement.urgent else false()
        meant = await meant_by(session, announcement)
        query = select(Member.language, why, over.label("over"), func.count()).where(meant).group_by(Member.language, why, "over")
        for language, reason, waits, count in await session.execute(query):
            if reason:
                left_out[LeftOut(reason)] += count
            else:
                languages[language] += count
                later += count if waits else 0
    posting = [chat.may_post for chat in await chats_of(session, announcement)]
    variants = {language: choose(written, language) for language in languages} if written else {}
    return Reach(dict(languages.most_common()), variants, later, dict(left_out), sum(posting), len(posting) - sum(posting))


async def chats_of(session: AsyncSession, announcement: Announcement) -> list[OfficeChat]:
    """The chosen chats that still are an office's."""
    query = select(OfficeChat).where(OfficeChat.id.in_(announcement.chats), OfficeChat.region_id.is_not(None))
    return list(await session.scalars(query.order_by(OfficeChat.id)))


def next_people(meant: ColumnElement[bool], after: int, *, now: datetime, limit: int) -> Select[Member]:
    """Those who get it, in the order of their ids."""
    return select(Member).where(meant, _why_not(now) == "", Member.id > after).order_by(Member.id).limit(limit)


async def meant_by(session: AsyncSession, announcement: Announcement) -> ColumnElement[bool]:
    """The condition on members of an announcement's audience."""
    parts: list[ColumnElement[bool]] = []
    covered = await covered_by(session, announcement)
    if covered is not None:
        parts.append(Member.region_id.in_(sorted(covered)))
    if announcement.sectors:
        parts.append(_in_sectors(session, announcement.sectors))
    if announcement.roles:
        parts.append(or_(*(_has_role(AudienceRole(role)) for role in announcement.roles)))
    if announcement.to_applicants:
        source = missions.applicants
        known = source is not None and announcement.mission_id is not None
        parts.append(Member.id.in_(source(announcement.mission_id)) if source and announcement.mission_id and known else false())
    return and_(true(), *parts)


async def covered_by(session: AsyncSession, announcement: Announcement) -> set[int] | None:
    """Ids of the regions meant, with all that lies in them; None: every region, and whoever has none."""
    chosen = await roots_of(session, announcement)
    return with_descendants(chosen) if chosen else None


async def roots_of(session: AsyncSession, announcement: Announcement) -> list[int]:
    """The chosen regions and both sides of the chosen agreements; an office's own region where nothing is chosen."""
    found = dict.fromkeys(announcement.regions)
    for twinning in await session.scalars(select(Twinning).where(Twinning.id.in_(announcement.twinnings)).order_by(Twinning.id)):
        found |= dict.fromkeys((twinning.region_a, twinning.region_b))
    if not found and announcement.region_id:
        return [announcement.region_id]
    return list(found)


def with_descendants(region_ids: Iterable[int]) -> set[int]:
    return {each for region_id in region_ids for each in (region_id, *(below.id for below in atlas.descendants(region_id)))}


async def foreign_roots(session: AsyncSession, announcement: Announcement) -> list[int]:
    """The chosen regions outside the announcing office's own; nothing is foreign to the administrators."""
    if not announcement.region_id:
        return []
    own = with_descendants([announcement.region_id])
    return [root for root in await roots_of(session, announcement) if root not in own]


async def within_twins(session: AsyncSession, announcement: Announcement, *, now: datetime) -> bool:
    """Whether an office means only its own people and those of regions with which it has a signed agreement."""
    foreign = await foreign_roots(session, announcement)
    if not foreign:
        return True
    covered = await regions.twins(session, [announcement.region_id], today=now.date())
    return all(root in covered for root in foreign)


def _why_not(now: datetime) -> Any:
    return case(
        (Member.consent_version < CONSENT_VERSION, LeftOut.NO_CONSENT.value),
        (Member.unreachable_at.is_not(None), LeftOut.UNREACHABLE.value),
        (Member.paused_until > now, LeftOut.PAUSED.value),
        else_="",
    )


def _over_cap(now: datetime) -> ColumnElement[bool]:
    had = select(func.count()).where(
        AnnouncementDelivery.member_id == Member.id,
        AnnouncementDelivery.claimed_at > now - WEEK,
        AnnouncementDelivery.capped,
        AnnouncementDelivery.state.in_(TOOK_PLACE),
    )
    return had.correlate(Member).scalar_subquery() >= A_WEEK_MAX


def _in_sectors(session: AsyncSession, sectors: list[int]) -> ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        each = func.json_each(BusinessVersion.sectors).table_valued("value", name="each_sector")
    else:
        each = func.json_array_elements_text(BusinessVersion.sectors).table_valued("value", name="each_sector")
    among = select(each.c.value).where(cast(each.c.value, Integer).in_(sectors))
    stands = BusinessVersion.state.in_((VersionState.APPROVED, VersionState.UNDER_REVIEW))
    theirs = select(Representative.id).join(BusinessVersion, BusinessVersion.business_id == Representative.business_id)
    return exists(theirs.where(Representative.member_id == Member.id, stands, exists(among)).correlate(Member))


def _has_role(role: AudienceRole) -> ColumnElement[bool]:
    represents = exists(select(Representative.id).where(Representative.member_id == Member.id).correlate(Member))
    if role is AudienceRole.ENTREPRENEUR:
        return represents
    if role is AudienceRole.NEWCOMER:
        return ~represents
    granted = select(RoleGrant.id).where(
        RoleGrant.telegram_id == Member.telegram_id, RoleGrant.role == Role(role.value), RoleGrant.revoked_at.is_(None)
    )
    return exists(granted.correlate(Member))
