"""The agreements register and the offices. The regions themselves are reference data: see `atlas`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String, Text, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models import atlas, members
from models.base import Base, text_enum


class TwinningStatus(StrEnum):
    CANDIDATE = "candidate"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    LAPSED = "lapsed"


class Twinning(Base):
    __tablename__ = "twinnings"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_a: Mapped[int] = mapped_column(index=True)
    region_b: Mapped[int] = mapped_column(index=True)
    level: Mapped[str] = mapped_column(String(16))
    instrument: Mapped[str] = mapped_column(String(32))
    signed: Mapped[str | None] = mapped_column(String(10))
    """ISO date, or its known beginning (`2024-02`, `1993`)."""
    status: Mapped[TwinningStatus] = mapped_column(text_enum(TwinningStatus))
    """As recorded; `status_on()` says what it is on a day."""
    valid_until: Mapped[date | None]
    sectors: Mapped[list[str]]
    """Priority sectors that the text names (codes of `sectors`)."""
    spheres: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    def status_on(self, day: date) -> TwinningStatus:
        """Past its `valid_until` an agreement counts as lapsed until an administrator confirms it anew."""
        if self.status is TwinningStatus.SIGNED and self.valid_until and day > self.valid_until:
            return TwinningStatus.LAPSED
        return self.status


class Office(Base):
    """How the regional office of one region is reached; it is active while somebody works in it."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(String(32))
    hours: Mapped[str | None] = mapped_column(String(64))
    """Opening hours in the office's own zone, as the office writes them ("Mon-Fri 9:00-18:00")."""
    opened_at: Mapped[datetime]


class Desk(StrEnum):
    """Who serves a region."""

    OWN = "own"
    TWIN = "twin"
    ADMINISTRATORS = "administrators"


@dataclass(frozen=True)
class Responsible:
    """Who answers for a region: `region_id` is the office's (0 for the administrators)."""

    desk: Desk
    region_id: int


async def seed(session: AsyncSession) -> int:
    """Load the reviewed agreements that are not in the register yet; what administrators changed stays."""
    known = set(await session.scalars(select(Twinning.id)))
    new = [row for row in atlas.load_twinnings() if row.id not in known]
    for row in new:
        session.add(
            Twinning(
                id=row.id,
                region_a=atlas.by_code(row.code_a).id,
                region_b=atlas.by_code(row.code_b).id,
                level=row.level,
                instrument=row.instrument,
                signed=row.signed or None,
                status=TwinningStatus(row.status),
                valid_until=date.fromisoformat(row.valid_until) if row.valid_until else None,
                sectors=list(row.sectors),
                spheres="; ".join(row.spheres),
                source="; ".join(part for part in (row.source, *row.also) if part),
                note=row.note,
            )
        )
    if new and session.get_bind().dialect.name == "postgresql":
        # Ids that were given do not move its sequence, and the next agreement would collide with them.
        await session.flush()
        sequence = func.pg_get_serial_sequence(Twinning.__tablename__, "id")
        await session.execute(select(func.setval(sequence, func.max(Twinning.id))))
    return len(new)


async def twinnings(session: AsyncSession, region_id: int, *, today: date, status: TwinningStatus | None = None) -> list[Twinning]:
    """Agreements of a region and of what it lies in: signed ones first, the newest first, those without a date last."""
    mine = _with_ancestors(region_id)
    rows = await session.scalars(
        select(Twinning).where(or_(Twinning.region_a.in_(mine), Twinning.region_b.in_(mine))).order_by(Twinning.id)
    )
    found = [t for t in rows if status is None or t.status_on(today) is status]
    found.sort(key=lambda twinning: twinning.signed or "", reverse=True)
    return sorted(found, key=lambda twinning: _ORDER[twinning.status_on(today)])


async def in_force(session: AsyncSession, *, today: date) -> list[Twinning]:
    """Every agreement in force, the newest first, those without a date last."""
    found = [t for t in await session.scalars(select(Twinning).order_by(Twinning.id)) if t.status_on(today) is TwinningStatus.SIGNED]
    return sorted(found, key=lambda twinning: twinning.signed or "", reverse=True)


_ORDER = {TwinningStatus.SIGNED: 0, TwinningStatus.NEGOTIATING: 1, TwinningStatus.CANDIDATE: 2, TwinningStatus.LAPSED: 3}


def other_side(twinning: Twinning, mine: Iterable[int]) -> int:
    """The counterpart of an agreement as seen from any of `mine`."""
    return twinning.region_b if twinning.region_a in set(mine) else twinning.region_a


async def twins(session: AsyncSession, region_ids: Iterable[int], *, today: date) -> dict[int, list[int]]:
    """The twins of these regions (a relocated business has two): each region covered -> the ids of the agreements that cover it.

    Counterparts in signed agreements of a region and of what it lies in, with everything that lies in the counterpart.
    """
    mine = {m for region_id in region_ids for m in _with_ancestors(region_id)}
    rows = await session.scalars(
        select(Twinning).where(or_(Twinning.region_a.in_(mine), Twinning.region_b.in_(mine))).order_by(Twinning.id)
    )
    covered: defaultdict[int, list[int]] = defaultdict(list)
    for twinning in rows:
        if twinning.status_on(today) is not TwinningStatus.SIGNED:
            continue
        other = other_side(twinning, mine)
        for region_id in (other, *(d.id for d in atlas.descendants(other))):
            covered[region_id].append(twinning.id)
    return dict(covered)


async def shared_agreement(session: AsyncSession, region_a: int, region_b: int, *, today: date) -> Twinning | None:
    """The signed agreement under which two regions are twins, if there is one."""
    covered = await twins(session, [region_a], today=today)
    ids = covered.get(region_b)
    return await session.get(Twinning, ids[0]) if ids else None


async def responsible(session: AsyncSession, region_id: int, *, today: date) -> Responsible:
    """The nearest ancestor's active office, else a twin's, else the administrators."""
    own = await _active(session, _with_ancestors(region_id))
    for candidate in _with_ancestors(region_id):
        if candidate in own:
            return Responsible(Desk.OWN, candidate)
    covered = await twins(session, [region_id], today=today)
    active = await _active(session, covered)
    if active:
        return Responsible(Desk.TWIN, min(active))
    return Responsible(Desk.ADMINISTRATORS, 0)


async def office(session: AsyncSession, region_id: int) -> Office | None:
    return await session.scalar(select(Office).filter_by(region_id=region_id))


async def open_office(
    session: AsyncSession, region_id: int, *, now: datetime, phone: str | None = None, hours: str | None = None
) -> Office:
    """Enter an office in the register, or change how it is reached (None leaves a value as it is)."""
    row = await office(session, region_id)
    if row is None:
        row = Office(region_id=region_id, opened_at=now)
        session.add(row)
    row.phone, row.hours = phone or row.phone, hours or row.hours
    await session.flush()
    return row


async def _active(session: AsyncSession, region_ids: Iterable[int]) -> set[int]:
    query = select(members.RoleGrant.region_id).where(
        members.RoleGrant.region_id.in_(list(region_ids)),
        members.RoleGrant.role.in_(members.OFFICE_ROLES),
        members.RoleGrant.revoked_at.is_(None),
    )
    return set(await session.scalars(query.distinct()))


async def count(session: AsyncSession) -> int:
    """Agreements in the register."""
    return await session.scalar(select(func.count()).select_from(Twinning)) or 0


def _with_ancestors(region_id: int) -> list[int]:
    return [region_id, *(ancestor.id for ancestor in atlas.ancestors(region_id))]
