"""The second person's word, and that of offices whose people are meant."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.announcements import access, telling
from models.announcements.access import Refusal
from models.announcements.table import REASON_MAX, Announcement, AnnouncementConsent, AnnouncementState, ConsentState
from models.announcements.window import instant
from models.audit import Action
from models.deliveries import Kind
from models.members import Member


async def approve(session: AsyncSession, member: Member, announcement_id: int, revision: int, *, now: datetime) -> Announcement | Refusal:
    """Let this revision go out at its time; the first approval holds, and the author's own is none."""
    announcement = await _waiting(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.revision != revision:
        return Refusal.CHANGED
    if announcement.not_after and now >= announcement.not_after:
        return Refusal.PAST
    announcement.approved_by, announcement.approved_at, announcement.approved_revision = member.id, now, revision
    audit.record(session, Action.ANNOUNCEMENT_APPROVED, announcement.id, actor=member.id, now=now, revision=revision)
    await telling.author(session, announcement, Kind.ANNOUNCEMENT_APPROVED, now=now)
    announcement.state = AnnouncementState.AWAITING_CONSENT
    await _release(session, announcement, now=now)
    return announcement


async def give_back(session: AsyncSession, member: Member, announcement_id: int, note: str, *, now: datetime) -> Announcement | Refusal:
    """Return it to its author with a word why."""
    announcement = await _waiting(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    await _back(session, announcement, note, Kind.ANNOUNCEMENT_RETURNED, now=now)
    audit.record(session, Action.ANNOUNCEMENT_RETURNED, announcement.id, actor=member.id, now=now)
    return announcement


async def consent(
    session: AsyncSession, member: Member, announcement_id: int, region_id: int, revision: int, *, now: datetime
) -> Announcement | Refusal:
    """An office lets another one's announcement reach its people."""
    found = await _asked(session, member, announcement_id, region_id, now=now)
    if isinstance(found, Refusal):
        return found
    announcement, asked = found
    if announcement.revision != revision:
        return Refusal.CHANGED
    asked.state, asked.decided_by, asked.decided_at = ConsentState.GIVEN, member.id, now
    audit.record(session, Action.ANNOUNCEMENT_CONSENTED, announcement.id, actor=member.id, now=now, region_id=region_id)
    await session.flush()
    approved = announcement.state is AnnouncementState.AWAITING_CONSENT
    await _release(session, announcement, now=now)
    if approved and announcement.state is not AnnouncementState.AWAITING_CONSENT:
        await telling.author(session, announcement, Kind.ANNOUNCEMENT_APPROVED, now=now)
    return announcement


async def refuse(
    session: AsyncSession, member: Member, announcement_id: int, region_id: int, note: str, *, now: datetime
) -> Announcement | Refusal:
    """An office does not: it goes back to its author, who may leave that region out."""
    found = await _asked(session, member, announcement_id, region_id, now=now)
    if isinstance(found, Refusal):
        return found
    announcement, asked = found
    asked.state, asked.decided_by, asked.decided_at = ConsentState.REFUSED, member.id, now
    await _back(session, announcement, note, Kind.ANNOUNCEMENT_REFUSED, now=now)
    audit.record(session, Action.ANNOUNCEMENT_REFUSED, announcement.id, actor=member.id, now=now, region_id=region_id)
    return announcement


async def waiting_for(session: AsyncSession, member: Member, *, now: datetime) -> list[Announcement]:
    """What this member may approve now, or for which their office's consent is asked; the oldest first."""
    states = (AnnouncementState.AWAITING_APPROVAL, AnnouncementState.AWAITING_CONSENT)
    query = select(Announcement).where(Announcement.state.in_(states), Announcement.author_id != member.id)
    found = []
    for announcement in await session.scalars(query.order_by(Announcement.submitted_at, Announcement.id)):
        approves = announcement.state is AnnouncementState.AWAITING_APPROVAL
        mine = approves and await access.may_announce(session, member, announcement.region_id)
        if mine or await asked_of(session, member, announcement, now=now):
            found.append(announcement)
    return found


async def asked_of(session: AsyncSession, member: Member, announcement: Announcement, *, now: datetime) -> list[int]:
    """The regions whose consent is asked and for which this member speaks."""
    asked = [row.region_id for row in await access.open_consents(session, announcement.id)]
    return [region_id for region_id in asked if await access.may_consent(session, member, region_id, today=now.date())]


async def consents(session: AsyncSession, announcement_id: int) -> list[AnnouncementConsent]:
    query = select(AnnouncementConsent).filter_by(announcement_id=announcement_id).order_by(AnnouncementConsent.region_id)
    return list(await session.scalars(query))


async def _waiting(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | Refusal:
    announcement = await access.of_office(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.author_id == member.id:
        return Refusal.OWN
    return announcement if announcement.state is AnnouncementState.AWAITING_APPROVAL else Refusal.TOO_LATE


async def _asked(
    session: AsyncSession, member: Member, announcement_id: int, region_id: int, *, now: datetime
) -> tuple[Announcement, AnnouncementConsent] | Refusal:
    announcement = await access.locked(session, announcement_id)
    asked = await session.scalar(select(AnnouncementConsent).filter_by(announcement_id=announcement_id, region_id=region_id))
    if announcement is None or asked is None or not await access.may_consent(session, member, region_id, today=now.date()):
        return Refusal.GONE
    if announcement.author_id == member.id:
        return Refusal.OWN
    waits = announcement.state in (AnnouncementState.AWAITING_APPROVAL, AnnouncementState.AWAITING_CONSENT)
    return (announcement, asked) if waits and asked.state is ConsentState.ASKED else Refusal.TOO_LATE


async def _release(session: AsyncSession, announcement: Announcement, *, now: datetime) -> None:
    """Nothing is missing any more: on it goes."""
    if announcement.state is not AnnouncementState.AWAITING_CONSENT or await access.open_consents(session, announcement.id):
        return
    if announcement.started_at:
        announcement.state = AnnouncementState.RUNNING
    elif announcement.cron:
        # Its first time is computed where a scheduler is known.
        announcement.state, announcement.starts_at = AnnouncementState.RECURRING, None
    else:
        announcement.state = AnnouncementState.SCHEDULED
        announcement.starts_at = max(instant(announcement.starts_wall, announcement.zone) if announcement.starts_wall else now, now)


async def _back(session: AsyncSession, announcement: Announcement, note: str, kind: Kind, *, now: datetime) -> None:
    announcement.state = AnnouncementState.PAUSED if announcement.started_at else AnnouncementState.DRAFT
    announcement.note, announcement.approved_by, announcement.approved_at = note.strip()[:REASON_MAX] or None, None, None
    # A text that an office refused is not approved; the same one may be handed in again for another audience.
    announcement.approved_revision = None
    await telling.author(session, announcement, kind, now=now)
