"""Who may do what with an announcement; asked in the transaction that acts."""

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import members, regions, rights
from models.announcements.table import Announcement, AnnouncementConsent, AnnouncementState, ConsentState
from models.members import Member, Role
from models.regions import Desk
from models.rights import Right

BEGUN = (AnnouncementState.RUNNING, AnnouncementState.PAUSED)


class Refusal(StrEnum):
    NOT_ALLOWED = "not_allowed"
    GONE = "gone"
    """No such announcement, or none of this person's."""
    TOO_LATE = "too_late"
    """It has gone further than that: look what is true now."""
    CHANGED = "changed"
    """Another text than the one that was looked at."""
    OWN = "own"
    """Whoever wrote it does not approve it."""
    NO_TEXT = "no_text"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    NOT_TESTED = "not_tested"
    NOBODY = "nobody"
    NOT_YOUR_REGION = "not_your_region"
    """Neither the office's own region nor one with which it has a signed agreement."""
    NOT_YOUR_CHAT = "not_your_chat"
    NO_REASON = "no_reason"
    """Urgent only with a reason."""
    BAD_TIME = "bad_time"
    """No such date and time, no such zone, or no such rhythm."""
    PAST = "past"
    """After the mission's deadline, or before now."""
    BAD_LINK = "bad_link"
    MISSION_CANCELLED = "mission_cancelled"
    NOT_APPROVED = "not_approved"
    """Changed since it was approved: it goes on when a second person has seen the new text."""


async def offices(session: AsyncSession, member: Member) -> list[int]:
    """The regions for whose offices this member may write announcements; 0 stands for the administrators."""
    granted = await members.grants(session, member.telegram_id)
    return sorted({grant.region_id for grant in granted if rights.may([grant], Right.ANNOUNCE, grant.region_id)})


async def may_announce(session: AsyncSession, member: Member, region_id: int) -> bool:
    """0: for the administrators."""
    granted = await members.grants(session, member.telegram_id)
    if not region_id:
        return any(grant.role is Role.ADMINISTRATOR for grant in granted)
    return rights.may(granted, Right.ANNOUNCE, region_id)


async def may_consent(session: AsyncSession, member: Member, region_id: int, *, today: date) -> bool:
    """Whether this member speaks for the people of a region: its own office, or the administrators where it has none."""
    granted = await members.grants(session, member.telegram_id)
    own_office = (await regions.responsible(session, region_id, today=today)).desk is Desk.OWN
    speaking = [grant for grant in granted if (grant.role is not Role.ADMINISTRATOR) is own_office]
    return rights.may(speaking, Right.ANNOUNCE, region_id)


async def locked(session: AsyncSession, announcement_id: int) -> Announcement | None:
    return await session.get(Announcement, announcement_id, with_for_update=True, populate_existing=True)


async def of_author(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | Refusal:
    """The author's own, locked; only they change it."""
    announcement = await locked(session, announcement_id)
    if announcement is None or announcement.author_id != member.id:
        return Refusal.GONE
    return announcement if await may_announce(session, member, announcement.region_id) else Refusal.NOT_ALLOWED


async def of_office(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | Refusal:
    """One of the member's office, locked."""
    announcement = await locked(session, announcement_id)
    if announcement is None or not await may_announce(session, member, announcement.region_id):
        return Refusal.GONE
    return announcement


async def seen(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | None:
    """An announcement that this member may look at: of their office, or one for which their office's consent is asked."""
    announcement = await session.get(Announcement, announcement_id)
    if announcement is None:
        return None
    if await may_announce(session, member, announcement.region_id):
        return announcement
    granted = await members.grants(session, member.telegram_id)
    asked = await session.scalars(select(AnnouncementConsent.region_id).filter_by(announcement_id=announcement_id))
    return announcement if any(rights.may(granted, Right.ANNOUNCE, region_id) for region_id in asked) else None


async def open_consents(session: AsyncSession, announcement_id: int) -> list[AnnouncementConsent]:
    query = select(AnnouncementConsent).filter_by(announcement_id=announcement_id, state=ConsentState.ASKED)
    return list(await session.scalars(query.order_by(AnnouncementConsent.region_id)))
