"""What a member keeps for later, and what they do not want to see again."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Select, UniqueConstraint, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, insert_for, table_args, text_enum
from models.businesses import Business, PublicState
from models.opportunities import Opportunity

UNWANTED_LASTS = timedelta(days=180)
"""After that a listing that was not for somebody is found again."""
FAVOURITES_MAX = 200


class Verdict(StrEnum):
    FAVOURITE = "favourite"
    NOT_FOR_ME = "not_for_me"


class Marked(Base):
    """What a member thinks of a listing; one verdict each."""

    __tablename__ = "favourites"
    __table_args__ = table_args(UniqueConstraint("member_id", "opportunity_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    verdict: Mapped[Verdict] = mapped_column(text_enum(Verdict))
    marked_at: Mapped[datetime]


class Marking(StrEnum):
    """How a mark ended."""

    DONE = "done"
    GONE = "gone"
    TOO_MANY = "too_many"


async def mark(session: AsyncSession, member_id: int, opportunity_id: int, verdict: Verdict, *, now: datetime) -> Marking:
    """Keep a public listing for later, or out of sight; a second verdict replaces the first, the same one changes nothing."""
    if not await _public(session, opportunity_id):
        return Marking.GONE
    if verdict is Verdict.FAVOURITE and await count(session, member_id) >= FAVOURITES_MAX:
        return Marking.TOO_MANY
    row = {"member_id": member_id, "opportunity_id": opportunity_id, "verdict": verdict, "marked_at": now}
    statement = insert_for(session, Marked).values(row)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["member_id", "opportunity_id"], set_={"verdict": verdict, "marked_at": now})
    )
    return Marking.DONE


async def unmark(session: AsyncSession, member_id: int, opportunity_id: int) -> None:
    await session.execute(delete(Marked).where(Marked.member_id == member_id, Marked.opportunity_id == opportunity_id))


async def verdict(session: AsyncSession, member_id: int, opportunity_id: int) -> Verdict | None:
    return await session.scalar(select(Marked.verdict).filter_by(member_id=member_id, opportunity_id=opportunity_id))


async def count(session: AsyncSession, member_id: int) -> int:
    """Favourites that are public now."""
    return await session.scalar(select(func.count()).select_from(_favourites(member_id).subquery())) or 0


async def kept(session: AsyncSession, member_id: int) -> list[int]:
    """Opportunity ids of the favourites that are public now, the last marked first."""
    return list(await session.scalars(_favourites(member_id).order_by(Marked.marked_at.desc(), Marked.id.desc())))


async def unwanted(session: AsyncSession, member_id: int, *, now: datetime) -> frozenset[int]:
    """What a member's searches leave out."""
    query = select(Marked.opportunity_id).filter_by(member_id=member_id, verdict=Verdict.NOT_FOR_ME)
    return frozenset(await session.scalars(query.where(Marked.marked_at > now - UNWANTED_LASTS)))


def _favourites(member_id: int) -> Select[int]:
    return (
        select(Marked.opportunity_id)
        .join(Opportunity, Opportunity.id == Marked.opportunity_id)
        .join(Business, Business.id == Opportunity.business_id)
        .where(Marked.member_id == member_id, Marked.verdict == Verdict.FAVOURITE)
        .where(Opportunity.state == PublicState.PUBLISHED, Business.state == PublicState.PUBLISHED)
    )


async def _public(session: AsyncSession, opportunity_id: int) -> bool:
    query = select(Opportunity.id).join(Business, Business.id == Opportunity.business_id).where(Opportunity.id == opportunity_id)
    return (
        await session.scalar(query.where(Opportunity.state == PublicState.PUBLISHED, Business.state == PublicState.PUBLISHED)) is not None
    )
