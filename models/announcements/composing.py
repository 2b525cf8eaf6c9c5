"""Writing an announcement, until it is handed to a second person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.announcements import audience, cadence, telling, texts
from models.announcements.access import BEGUN, Refusal, may_announce, of_author
from models.announcements.audience import Audience
from models.announcements.seam import deadline_of, is_cancelled
from models.announcements.table import (
    CAPTION_MAX,
    LABEL_MAX,
    LINK_MAX,
    REASON_MAX,
    TEXT_MAX,
    TITLE_MAX,
    Announcement,
    AnnouncementConsent,
    AnnouncementState,
    Button,
    Variant,
)
from models.announcements.texts import Words
from models.announcements.window import instant
from models.audit import Action
from models.members import Member

PRESSED_TWICE = timedelta(minutes=1)
"""An unchanged copy that young answers the second tap too."""


@dataclass(frozen=True)
class Plan:
    """When it goes out, and again."""

    zone: str
    wall: str | None = None
    """`2026-06-12T09:00` on the clocks of `zone`; None: as soon as it is approved."""
    urgent_reason: str | None = None
    """Given: at any hour and beside the weekly cap."""
    cron: str | None = None
    digest: bool = False


async def begin(session: AsyncSession, member: Member, region_id: int, title: str, *, now: datetime) -> Announcement | Refusal:
    """A new draft of an office (0: of the administrators)."""
    if not await may_announce(session, member, region_id):
        return Refusal.NOT_ALLOWED
    if not title.strip() or len(title.strip()) > TITLE_MAX:
        return Refusal.TOO_LONG if title.strip() else Refusal.NO_TITLE
    zone = str(member.timezone)
    empty: dict[str, Any] = {"regions": [], "twinnings": [], "sectors": [], "roles": [], "chats": []}
    draft = Announcement(author_id=member.id, region_id=region_id, title=title.strip(), created_at=now, zone=zone, revision=0, **empty)
    session.add(draft)
    await session.flush()
    return draft


async def rename(session: AsyncSession, member: Member, announcement_id: int, title: str) -> Announcement | Refusal:
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if not title.strip() or len(title.strip()) > TITLE_MAX:
        return Refusal.TOO_LONG if title.strip() else Refusal.NO_TITLE
    announcement.title = title.strip()
    return announcement


async def write(
    session: AsyncSession, member: Member, announcement_id: int, language: str, words: Words, *, now: datetime
) -> Announcement | Refusal:
    """The text of one language, new or anew. One that is under way is paused until a second person has seen the change."""
    most = CAPTION_MAX if words.file else TEXT_MAX
    if not words.text.strip() and not words.file:
        return Refusal.NO_TEXT
    if len(words.text) > most or len(words.label or "") > LABEL_MAX:
        return Refusal.TOO_LONG
    announcement = await _changing(session, member, announcement_id, now=now)
    if isinstance(announcement, Refusal):
        return announcement
    variant = await session.scalar(select(Variant).filter_by(announcement_id=announcement_id, language=language))
    if variant is None:
        variant = Variant(announcement_id=announcement_id, language=language)
        session.add(variant)
    variant.text, variant.entities, variant.label = words.text, list(words.entities), words.label or None
    file = words.file
    variant.media = file.media if file else None
    variant.file_bot_id, variant.file_id, variant.file_unique_id = (
        (file.bot_id, file.file_id, file.unique_id) if file else (None, None, None)
    )
    variant.written_at = now
    await session.flush()
    return announcement


async def drop(session: AsyncSession, member: Member, announcement_id: int, language: str, *, now: datetime) -> Announcement | Refusal:
    """Take one language out; the last one stays once it is under way."""
    announcement = await _changing(session, member, announcement_id, now=now)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.started_at and await _count(session, announcement_id) < 2:
        return Refusal.NO_TEXT
    await session.execute(delete(Variant).filter_by(announcement_id=announcement_id, language=language))
    return announcement


async def put_button(
    session: AsyncSession,
    member: Member,
    announcement_id: int,
    *,
    mission_id: int | None = None,
    link: str | None = None,
    now: datetime,
) -> Announcement | Refusal:
    """A button to a mission (nothing is sent after its deadline), to an address, or none."""
    if link is not None and not is_link(link):
        return Refusal.BAD_LINK
    announcement = await _changing(session, member, announcement_id, now=now)
    if isinstance(announcement, Refusal):
        return announcement
    announcement.mission_id, announcement.link = mission_id, link if mission_id is None else None
    announcement.button = Button.MISSION if mission_id is not None else Button.LINK if link else Button.NONE
    announcement.not_after = await deadline_of(session, mission_id)
    if mission_id is None:
        announcement.to_applicants = False
    return announcement


async def aim(session: AsyncSession, member: Member, announcement_id: int, to: Audience, *, now: datetime) -> Announcement | Refusal:
    """Choose who is meant. An office means its own people and, with their office's consent, its twins'."""
    announcement = await _not_begun(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    before = audience.audience_of(announcement)
    if to == before:
        return announcement
    _set(announcement, to)
    refusal = await _misplaced(session, announcement, now=now)
    if refusal:
        _set(announcement, before)
        return refusal
    _take_back_to_change(announcement)
    return announcement


async def plan(session: AsyncSession, member: Member, announcement_id: int, when: Plan, *, now: datetime) -> Announcement | Refusal:
    """Choose the time, urgency and repetition."""
    announcement = await _not_begun(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    refusal = _bad_plan(when, announcement, now=now)
    if refusal:
        return refusal
    if when == plan_of(announcement):
        return announcement
    _take_back_to_change(announcement)
    announcement.zone, announcement.starts_wall = when.zone, when.wall
    announcement.urgent, announcement.urgent_reason = when.urgent_reason is not None, when.urgent_reason
    announcement.cron, announcement.digest = when.cron, when.digest and when.cron is not None
    return announcement


def plan_of(announcement: Announcement) -> Plan:
    """What is chosen now."""
    reason = announcement.urgent_reason if announcement.urgent else None
    return Plan(announcement.zone, announcement.starts_wall, reason, announcement.cron, announcement.digest)


async def tested(session: AsyncSession, member: Member, announcement_id: int, revision: int) -> Announcement | Refusal:
    """Its author has every language of this revision before their eyes."""
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.revision != revision:
        return Refusal.CHANGED
    announcement.tested_revision = revision
    return announcement


async def submit(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    """Hand it to a second person: everybody who may approve is told, and so are offices whose consent it needs."""
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    refusal = await _unready(session, announcement, now=now)
    if refusal:
        return refusal
    announcement.state, announcement.submitted_at, announcement.note = AnnouncementState.AWAITING_APPROVAL, now, None
    announcement.approved_by = announcement.approved_at = None
    await _ask_offices(session, announcement, now=now)
    await telling.second_people(session, announcement, now=now)
    audit.record(session, Action.ANNOUNCEMENT_SUBMITTED, announcement.id, actor=member.id, now=now, revision=announcement.revision)
    return announcement


async def take_back(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | Refusal:
    """The author wants it back before it begins (one that was under way stays paused)."""
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.state in (*BEGUN, AnnouncementState.DRAFT) or announcement.over:
        return Refusal.TOO_LATE
    announcement.state = AnnouncementState.PAUSED if announcement.started_at else AnnouncementState.DRAFT
    return announcement


async def copy(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    """A new draft with the same texts and the same audience, without a time; pressed twice it is one."""
    model = await session.get(Announcement, announcement_id)
    if model is None or not await may_announce(session, member, model.region_id):
        return Refusal.GONE
    same = select(Announcement).filter_by(
        author_id=member.id, region_id=model.region_id, title=model.title, state=AnnouncementState.DRAFT, revision=0
    )
    written = exists(select(Variant.id).where(Variant.announcement_id == Announcement.id))
    pressed = await session.scalar(same.where(Announcement.created_at > now - PRESSED_TWICE, written).order_by(Announcement.id.desc()))
    return pressed or await texts.copied(session, model, author_id=member.id, now=now)


def _set(announcement: Announcement, to: Audience) -> None:
    announcement.regions, announcement.twinnings, announcement.sectors = list(to.regions), list(to.twinnings), list(to.sectors)
    announcement.roles, announcement.chats = [role.value for role in to.roles], list(to.chats)
    announcement.to_applicants, announcement.people = to.to_applicants, to.people


async def _not_begun(session: AsyncSession, member: Member, announcement_id: int) -> Announcement | Refusal:
    """Audience and time are settled before it begins."""
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    return Refusal.TOO_LATE if announcement.started_at or announcement.over else announcement


def _take_back_to_change(announcement: Announcement) -> None:
    """What waits for approval, or has its time, comes back to its author: the others looked at other recipients or another time."""
    announcement.state = AnnouncementState.DRAFT
    if announcement.submitted_at is None:
        return
    was_tested = announcement.tested_revision == announcement.revision
    announcement.revision += 1
    if was_tested:
        # The text is the one that was tested.
        announcement.tested_revision = announcement.revision


async def _changing(session: AsyncSession, member: Member, announcement_id: int, *, now: datetime) -> Announcement | Refusal:
    """What readers see changes: nobody has tested or approved it."""
    announcement = await of_author(session, member, announcement_id)
    if isinstance(announcement, Refusal):
        return announcement
    if announcement.over:
        return Refusal.TOO_LATE
    if announcement.started_at:
        audit.record(session, Action.ANNOUNCEMENT_EDITED, announcement.id, actor=member.id, now=now, revision=announcement.revision + 1)
    announcement.state = AnnouncementState.PAUSED if announcement.started_at else AnnouncementState.DRAFT
    announcement.revision += 1
    return announcement


async def _unready(session: AsyncSession, announcement: Announcement, *, now: datetime) -> Refusal | None:
    begun = announcement.state is AnnouncementState.PAUSED and announcement.amended
    if announcement.state is not AnnouncementState.DRAFT and not begun:
        return Refusal.TOO_LATE
    if not await _count(session, announcement.id):
        return Refusal.NO_TEXT
    if announcement.tested_revision != announcement.revision:
        return Refusal.NOT_TESTED
    if await is_cancelled(session, announcement.mission_id):
        return Refusal.MISSION_CANCELLED
    if begun:
        return None
    announcement.not_after = await deadline_of(session, announcement.mission_id)
    refusal = await _misplaced(session, announcement, now=now) or _bad_plan(plan_of(announcement), announcement, now=now)
    if refusal:
        return refusal
    reached = await audience.reach(session, announcement, now=now)
    return None if reached.total else Refusal.NOBODY


async def _misplaced(session: AsyncSession, announcement: Announcement, *, now: datetime) -> Refusal | None:
    """Somebody is meant of whom this office may not dispose."""
    if not await audience.within_twins(session, announcement, now=now):
        return Refusal.NOT_YOUR_REGION
    chosen = await audience.chats_of(session, announcement)
    own = audience.with_descendants([announcement.region_id]) if announcement.region_id else None
    if len(chosen) != len(set(announcement.chats)) or (own is not None and any(chat.region_id not in own for chat in chosen)):
        return Refusal.NOT_YOUR_CHAT
    return None


def _bad_plan(when: Plan, announcement: Announcement, *, now: datetime) -> Refusal | None:
    if when.urgent_reason is not None and not 0 < len(when.urgent_reason.strip()) <= REASON_MAX:
        return Refusal.NO_REASON
    try:
        ZoneInfo(when.zone)
        starts = instant(when.wall, when.zone) if when.wall else now
    except (ValueError, ZoneInfoNotFoundError):
        return Refusal.BAD_TIME
    if when.cron is not None and not cadence.is_cadence(when.cron):
        return Refusal.BAD_TIME
    if starts < now or (announcement.not_after and starts >= announcement.not_after):
        return Refusal.PAST
    return None


async def _ask_offices(session: AsyncSession, announcement: Announcement, *, now: datetime) -> None:
    """Anew for every text: an office said yes to another one."""
    await session.execute(delete(AnnouncementConsent).filter_by(announcement_id=announcement.id))
    for region_id in await audience.foreign_roots(session, announcement):
        session.add(AnnouncementConsent(announcement_id=announcement.id, region_id=region_id))
        await telling.office(session, announcement, region_id, now=now)


async def _count(session: AsyncSession, announcement_id: int) -> int:
    return await session.scalar(select(func.count()).select_from(Variant).filter_by(announcement_id=announcement_id)) or 0


def is_link(link: str) -> bool:
    """Whether a button may open this address."""
    parts = urlsplit(link)
    return len(link) <= LINK_MAX and parts.scheme in ("http", "https", "tg") and bool(parts.netloc) and " " not in link
