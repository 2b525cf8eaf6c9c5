"""Who did what, under stable names: ids and codes only, never texts; nobody edits it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum


class Action(StrEnum):
    """Worded at display time; a name is never changed."""

    MEMBER_CONSENTED = "member.consented"
    ROLE_GRANTED = "role.granted"
    ROLE_REVOKED = "role.revoked"
    ITEM_SUBMITTED = "item.submitted"
    ITEM_APPROVED = "item.approved"
    ITEM_RETURNED = "item.returned"
    ITEM_REJECTED = "item.rejected"
    ITEM_REOPENED = "item.reopened"
    ITEM_SECOND_LOOK = "item.second_look"
    BUSINESS_VERIFIED = "business.verified"
    OPPORTUNITY_CLOSED = "opportunity.closed"
    INTEREST_SENT = "interest.sent"
    INTEREST_ACCEPTED = "interest.accepted"
    INTEREST_DECLINED = "interest.declined"
    INTEREST_EXPIRED = "interest.expired"
    INTEREST_WITHDRAWN = "interest.withdrawn"
    MISSION_CREATED = "mission.created"
    MISSION_CHANGED = "mission.changed"
    MISSION_PUBLISHED = "mission.published"
    MISSION_CANCELLED = "mission.cancelled"
    MISSION_GOES_ON = "mission.goes_on"
    MISSION_OVER = "mission.over"
    APPLICATION_MADE = "application.made"
    APPLICATION_CONFIRMED = "application.confirmed"
    APPLICATION_SHORTLISTED = "application.shortlisted"
    APPLICATION_WAITLISTED = "application.waitlisted"
    APPLICATION_DECLINED = "application.declined"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_OFFERED = "application.offered"
    APPLICATION_LAPSED = "application.lapsed"
    APPLICATION_CHECKED_IN = "application.checked_in"
    APPLICATION_CHECK_IN_UNDONE = "application.check_in_undone"
    APPLICATION_NO_SHOW = "application.no_show"
    MISSION_EXPORTED = "mission.exported"
    ANNOUNCEMENT_SUBMITTED = "announcement.submitted"
    ANNOUNCEMENT_RETURNED = "announcement.returned"
    ANNOUNCEMENT_APPROVED = "announcement.approved"
    ANNOUNCEMENT_CONSENTED = "announcement.consented"
    ANNOUNCEMENT_REFUSED = "announcement.refused"
    ANNOUNCEMENT_EDITED = "announcement.edited"
    ANNOUNCEMENT_STARTED = "announcement.started"
    ANNOUNCEMENT_PAUSED = "announcement.paused"
    ANNOUNCEMENT_RESUMED = "announcement.resumed"
    ANNOUNCEMENT_STOPPED = "announcement.stopped"
    ANNOUNCEMENT_DONE = "announcement.done"


class Entry(Base):
    __tablename__ = "audit"
    __table_args__ = table_args(Index("ix_audit_subject", "subject", "subject_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    """None: the clock, or the command line."""
    action: Mapped[Action] = mapped_column(text_enum(Action))
    subject: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    region_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]


def record(
    session: AsyncSession,
    action: Action,
    subject_id: int,
    *,
    actor: int | None,
    now: datetime,
    region_id: int | None = None,
    **details: Any,
) -> None:
    """Add one entry; the subject's kind is the action's first word. `details` hold ids and codes."""
    subject = action.value.partition(".")[0]
    session.add(Entry(at=now, actor_id=actor, action=action, subject=subject, subject_id=subject_id, region_id=region_id, details=details))


async def of(session: AsyncSession, subject: str, subject_id: int) -> list[Entry]:
    """The history of one subject, oldest first."""
    return list(await session.scalars(select(Entry).filter_by(subject=subject, subject_id=subject_id).order_by(Entry.id)))
