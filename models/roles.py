"""Who gives roles and who takes them away.

A grant: given -> revoked -> given again
Invariants: an administrator gives any role, a head only moderators of their own region; the last administrator stays. The rights are
read in the transaction that uses them, so a role that was taken away gives nothing from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit, deliveries, members, regions, rights
from models.audit import Action
from models.deliveries import Kind
from models.members import OFFICE_ROLES, Grant, Member, Role, RoleGrant
from models.rights import Right


class Refusal(StrEnum):
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_PERSON = "unknown_person"
    """Nobody with this @name has pressed Start."""
    HAS_IT = "has_it"
    LAST_ADMINISTRATOR = "last_administrator"
    GONE = "gone"


@dataclass(frozen=True)
class Holder:
    """A role with whoever has it; `member` is None until that person presses Start."""

    grant: RoleGrant
    member: Member | None


def givable(grants: Iterable[Grant]) -> list[Role]:
    """The roles that somebody with these may give at all."""
    granted = list(grants)
    if rights.may(granted, Right.GRANT_ANY_ROLE):
        return list(Role)
    return [Role.MODERATOR] if rights.may(granted, Right.GRANT_OFFICE_ROLES) else []


def may_give(grants: Iterable[Grant], role: Role, region_id: int) -> bool:
    """Whether somebody with these may give (and take) this role in this region; 0: a role without a region."""
    granted = list(grants)
    if rights.may(granted, Right.GRANT_ANY_ROLE):
        return True
    return role is Role.MODERATOR and region_id > 0 and rights.may(granted, Right.GRANT_OFFICE_ROLES, region_id)


def home_region(grants: Iterable[Grant]) -> int | None:
    """The region in which somebody with these gives roles, if it is one."""
    found = {grant.region_id for grant in grants if grant.role is Role.HEAD}
    return found.pop() if len(found) == 1 else None


async def give(session: AsyncSession, giver: Member, who: str, role: Role, region_id: int, *, now: datetime) -> Holder | Refusal:
    """Give a role to `who`: a Telegram id, or the @name of somebody who pressed Start. The office opens with its first role.

    Raises:
        ValueError: a role other than administrator without a region.
    """
    if (role is Role.ADMINISTRATOR) != (region_id == 0):
        raise ValueError("every role but the administrator's has a region")
    if not may_give(await members.grants(session, giver.telegram_id), role, region_id):
        return Refusal.NOT_ALLOWED
    member = await members.by_username(session, who) if who.startswith("@") else await members.find(session, int(who))
    if member is None and who.startswith("@"):
        return Refusal.UNKNOWN_PERSON
    telegram_id = member.telegram_id if member else int(who)
    row = await enter(session, telegram_id, role, region_id, actor=giver.id, now=now)
    return Holder(row, member) if row else Refusal.HAS_IT


async def enter(
    session: AsyncSession, telegram_id: int, role: Role, region_id: int, *, actor: int | None, now: datetime
) -> RoleGrant | None:
    """Write a role down and tell its holder; None when they have it. No rights are asked: `actor` None is the command line."""
    if not await members.grant(session, telegram_id, role, region_id or None, now=now):
        return None
    if role in OFFICE_ROLES:
        await regions.open_office(session, region_id, now=now)
    row = await _row(session, telegram_id, role, region_id)
    audit.record(session, Action.ROLE_GRANTED, row.id, actor=actor, now=now, region_id=region_id or None, role=role.value)
    member = await members.find(session, telegram_id)
    if member:
        await deliveries.tell(session, member, Kind.ROLE_GRANTED, row.id, event=now.isoformat(), now=now)
    return row


async def strike(session: AsyncSession, telegram_id: int, role: Role, region_id: int, *, now: datetime) -> bool:
    """Take a role away from the command line; False when there was none."""
    if not await members.revoke(session, telegram_id, role, region_id or None, now=now):
        return False
    row = await _row(session, telegram_id, role, region_id)
    audit.record(session, Action.ROLE_REVOKED, row.id, actor=None, now=now, region_id=region_id or None, role=role.value)
    return True


async def _row(session: AsyncSession, telegram_id: int, role: Role, region_id: int) -> RoleGrant:
    row = await session.scalar(select(RoleGrant).filter_by(telegram_id=telegram_id, role=role, region_id=region_id))
    assert row is not None
    return row


async def take(session: AsyncSession, taker: Member, grant_id: int, *, now: datetime) -> Holder | Refusal:
    """Take a role away; it gives nothing from the commit on."""
    row = await session.get(RoleGrant, grant_id, with_for_update=True, populate_existing=True)
    if row is None or not may_give(await members.grants(session, taker.telegram_id), row.role, row.region_id):
        return Refusal.NOT_ALLOWED
    if row.revoked_at is not None:
        return Refusal.GONE
    if row.role is Role.ADMINISTRATOR and await _administrators(session) < 2:
        return Refusal.LAST_ADMINISTRATOR
    row.revoked_at = now
    audit.record(session, Action.ROLE_REVOKED, row.id, actor=taker.id, now=now, region_id=row.region_id or None, role=row.role.value)
    await session.flush()
    return Holder(row, await members.find(session, row.telegram_id))


async def holder(session: AsyncSession, member: Member, grant_id: int) -> Holder | None:
    """A role that holds now, if this member may take it away."""
    row = await session.get(RoleGrant, grant_id)
    if row is None or row.revoked_at is not None:
        return None
    if not may_give(await members.grants(session, member.telegram_id), row.role, row.region_id):
        return None
    return Holder(row, await members.find(session, row.telegram_id))


async def holders(session: AsyncSession, member: Member) -> list[Holder]:
    """Every role that this member may take away, by region, role and age."""
    granted = await members.grants(session, member.telegram_id)
    query = select(RoleGrant, Member).outerjoin(Member, Member.telegram_id == RoleGrant.telegram_id).where(RoleGrant.revoked_at.is_(None))
    rows = await session.execute(query.order_by(RoleGrant.region_id, RoleGrant.role, RoleGrant.id))
    return [Holder(row, person) for row, person in rows if may_give(granted, row.role, row.region_id)]


async def own(session: AsyncSession, member: Member, grant_id: int) -> RoleGrant | None:
    """A role of this member that holds now."""
    row = await session.get(RoleGrant, grant_id)
    return row if row and row.revoked_at is None and row.telegram_id == member.telegram_id else None


async def _administrators(session: AsyncSession) -> int:
    """How many there are; all their rows are locked, so that two cannot take each other's role away at once."""
    query = select(RoleGrant.id).filter_by(role=Role.ADMINISTRATOR, revoked_at=None).order_by(RoleGrant.id).with_for_update()
    return len(list(await session.scalars(query)))
