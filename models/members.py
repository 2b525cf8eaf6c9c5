"""People: who pressed Start, their language, region, consent and roles."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, String, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas
from models.base import Base, table_args, text_enum

CONSENT_VERSION = 1
"""Of the text in `handlers/start.py`; a new text gets a new number and is asked for anew."""


class Role(StrEnum):
    MODERATOR = "moderator"
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"


OFFICE_ROLES = frozenset({Role.MODERATOR, Role.HEAD})


class Member(Base):
    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    name: Mapped[str] = mapped_column(String(128))
    username: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    region_id: Mapped[int | None]
    zone: Mapped[str | None] = mapped_column(String(64))
    """The member's own choice; None means the region's."""
    consent_version: Mapped[int] = mapped_column(default=0)
    consent_at: Mapped[datetime | None]
    business_id: Mapped[int | None]
    """The business this member acts for now (no foreign key: businesses already refer to members)."""
    joined_at: Mapped[datetime]
    came_for: Mapped[str | None] = mapped_column(String(64))
    """The payload of the link that brought a newcomer, to be shown once they have passed the entrance."""
    unreachable_at: Mapped[datetime | None]
    """Blocked the bot, or left Telegram; cleared when the person writes again."""
    paused_until: Mapped[datetime | None]
    """Wants no announcements before then."""

    @property
    def timezone(self) -> ZoneInfo:
        if self.zone:
            return ZoneInfo(self.zone)
        return ZoneInfo(atlas.region(self.region_id).zone if self.region_id else "UTC")

    @property
    def consented(self) -> bool:
        return self.consent_version >= CONSENT_VERSION


class RoleGrant(Base):
    """A role by Telegram's id, since it may be granted before the person presses Start."""

    __tablename__ = "role_grants"
    __table_args__ = table_args(UniqueConstraint("telegram_id", "role", "region_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int] = mapped_column(BigInteger, index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    region_id: Mapped[int] = mapped_column(default=0)
    """0 for a role without a region; not NULL, which would not be unique."""
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Grant:
    role: Role
    region_id: int


@dataclass(frozen=True)
class Person:
    """What Telegram says of somebody who writes."""

    telegram_id: int
    name: str
    username: str | None
    language: str


async def find(session: AsyncSession, telegram_id: int) -> Member | None:
    return await session.scalar(select(Member).filter_by(telegram_id=telegram_id))


async def by_username(session: AsyncSession, username: str) -> Member | None:
    """Whoever bore this @name when they wrote last; Telegram's names know no case."""
    same = func.lower(Member.username) == username.lstrip("@").lower()
    return await session.scalar(select(Member).where(same).order_by(Member.id.desc()).limit(1))


async def get(session: AsyncSession, member_id: int) -> Member:
    return await session.get_one(Member, member_id)


async def welcome(session: AsyncSession, person: Person, *, now: datetime) -> Member:
    """The member's row, made at the first word and kept true to Telegram; may be repeated without harm."""
    member = await find(session, person.telegram_id)
    if member is None:
        member = Member(telegram_id=person.telegram_id, language=person.language, joined_at=now, name=person.name, username=person.username)
        session.add(member)
        await session.flush()
    member.name, member.username, member.unreachable_at = person.name, person.username, None
    return member


def is_current(member: Member, person: Person) -> bool:
    """Whether the row already says what Telegram says."""
    return (member.name, member.username, member.unreachable_at) == (person.name, person.username, None)


async def settle(session: AsyncSession, member_id: int, region_id: int) -> Member:
    """Choose the region where the member's business works."""
    member = await get(session, member_id)
    member.region_id = region_id
    return member


async def consent(session: AsyncSession, member_id: int, *, now: datetime) -> Member:
    member = await get(session, member_id)
    member.consent_version, member.consent_at = CONSENT_VERSION, now
    return member


async def comes_for(session: AsyncSession, member_id: int, payload: str | None) -> str | None:
    """Remember the link that brought a newcomer, or (None) forget it; returns what was remembered."""
    member = await get(session, member_id)
    before, member.came_for = member.came_for, payload
    return before


async def speak(session: AsyncSession, member_id: int, language: str) -> Member:
    member = await get(session, member_id)
    member.language = language
    return member


async def unreachable(session: AsyncSession, member_id: int, *, now: datetime) -> None:
    """Mark somebody who blocked the bot: left alone until they write again."""
    member = await get(session, member_id)
    member.unreachable_at = member.unreachable_at or now


async def pause(session: AsyncSession, member_id: int, until: datetime | None) -> Member:
    """Be left alone by announcements until then; None: hear of them again."""
    member = await get(session, member_id)
    member.paused_until = until
    return member


async def grant(session: AsyncSession, telegram_id: int, role: Role, region_id: int | None, *, now: datetime) -> bool:
    """Give a role; False when the person has it already."""
    row = await session.scalar(select(RoleGrant).filter_by(telegram_id=telegram_id, role=role, region_id=region_id or 0))
    if row and row.revoked_at is None:
        return False
    if row:
        row.revoked_at, row.granted_at = None, now
    else:
        session.add(RoleGrant(telegram_id=telegram_id, role=role, region_id=region_id or 0, granted_at=now))
    await session.flush()
    return True


async def revoke(session: AsyncSession, telegram_id: int, role: Role, region_id: int | None, *, now: datetime) -> bool:
    """Take a role away; False when there was none."""
    row = await session.scalar(select(RoleGrant).filter_by(telegram_id=telegram_id, role=role, region_id=region_id or 0, revoked_at=None))
    if row is None:
        return False
    row.revoked_at = now
    await session.flush()
    return True


async def grants(session: AsyncSession, telegram_id: int) -> list[Grant]:
    rows = await session.scalars(select(RoleGrant).filter_by(telegram_id=telegram_id, revoked_at=None).order_by(RoleGrant.id))
    return [Grant(row.role, row.region_id) for row in rows]


async def staff(session: AsyncSession, region_id: int) -> list[Member]:
    """Members who work in the office of exactly this region."""
    return list(
        await session.scalars(
            select(Member)
            .join(RoleGrant, RoleGrant.telegram_id == Member.telegram_id)
            .where(RoleGrant.region_id == region_id, RoleGrant.role.in_(OFFICE_ROLES), RoleGrant.revoked_at.is_(None))
            .order_by(Member.id)
            .distinct()
        )
    )


async def administrators(session: AsyncSession) -> list[Member]:
    return list(
        await session.scalars(
            select(Member)
            .join(RoleGrant, RoleGrant.telegram_id == Member.telegram_id)
            .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.revoked_at.is_(None))
            .order_by(Member.id)
        )
    )


async def with_roles(session: AsyncSession) -> list[int]:
    """Telegram ids of everybody with a role who has pressed Start."""
    query = select(RoleGrant.telegram_id).join(Member, Member.telegram_id == RoleGrant.telegram_id)
    return list(await session.scalars(query.where(RoleGrant.revoked_at.is_(None)).distinct().order_by(RoleGrant.telegram_id)))
