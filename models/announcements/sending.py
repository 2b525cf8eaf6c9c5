"""One recipient after another: claimed and committed before the call, settled after it; at most once, whatever happens in between."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import members
from models.announcements import running
from models.announcements.audience import TOOK_PLACE
from models.announcements.chats import move
from models.announcements.languages import choose
from models.announcements.seam import is_cancelled
from models.announcements.table import (
    A_WEEK_MAX,
    BAD_AFTER,
    WEEK,
    Announcement,
    AnnouncementDelivery,
    AnnouncementState,
    DeliveryState,
    OfficeChat,
    StopReason,
    Variant,
)
from models.members import Member


@dataclass(frozen=True)
class Claim:
    """One call to make."""

    delivery_id: int
    announcement: Announcement
    variant: Variant
    telegram_id: int
    member_id: int | None
    chat_id: int | None


@dataclass(frozen=True)
class Outcome:
    """How a call ended. `QUEUED`: it never left, or was refused for a while."""

    claim: Claim
    state: DeliveryState
    message_id: int | None = None
    fault: str | None = None
    moved_to: int | None = None
    """The supergroup that a group has become."""


@dataclass
class Claimed:
    claims: list[Claim] = field(default_factory=list)
    looked_at: int = 0
    """Rows that were due: some are put off or given up instead of claimed."""
    had: dict[int, list[datetime]] = field(default_factory=dict)
    """Of the members looked at: when each got what counts towards the weekly cap, these claims included."""


async def recover(session: AsyncSession, *, now: datetime) -> int:
    """At the sender's start: what was being sent when the last one died may have arrived. It is in doubt and never sent again."""
    cut_off = update(AnnouncementDelivery).filter_by(state=DeliveryState.SENDING)
    values = {"state": DeliveryState.IN_DOUBT, "settled_at": now, "fault": "cut off"}
    return len(list(await session.scalars(cut_off.values(**values).returning(AnnouncementDelivery.id))))


async def claim(session: AsyncSession, *, bot_id: int, now: datetime, limit: int) -> Claimed:
    """Up to `limit` recipients whose turn it is, marked `sending`; commit, then call Telegram, then `settle()`."""
    found = await nominate(session, bot_id=bot_id, now=now, limit=limit)
    return Claimed(await mark(session, found.claims, now=now), found.looked_at)


async def nominate(session: AsyncSession, *, bot_id: int, now: datetime, limit: int) -> Claimed:
    """Up to `limit` recipients whose turn it is, not marked yet: what this finds out holds for a moment, and `mark()` has the last word.

    Urgent announcements go first, then the oldest; several share a batch evenly. A file that was uploaded to another bot than `bot_id`
    cannot be sent to anybody: its announcement stops.
    """
    found = Claimed()
    query = select(Announcement).filter_by(state=AnnouncementState.RUNNING)
    ready = list(await session.scalars(query.order_by(Announcement.urgent.desc(), Announcement.started_at, Announcement.id)))
    ready = [a for a in ready if (a.not_after is None or a.not_after > now) and not await is_cancelled(session, a.mission_id)]
    for place, announcement in enumerate(ready):
        share = -(-(limit - len(found.claims)) // (len(ready) - place))
        if share > 0:
            await _nominate_of(session, announcement, found, bot_id=bot_id, now=now, limit=share)
    return found


async def mark(session: AsyncSession, claims: Sequence[Claim], *, now: datetime) -> list[Claim]:
    """Those of the nominated that still wait, of announcements that still run with this text; marked `sending` from the commit on."""
    groups: defaultdict[tuple[int, str], list[Claim]] = defaultdict(list)
    for nominated in claims:
        groups[(nominated.announcement.id, nominated.variant.language)].append(nominated)
    marked: set[int] = set()
    for (announcement_id, language), those in groups.items():
        announcement = those[0].announcement
        values = {
            "ids": [each.delivery_id for each in those],
            "announcement": announcement_id,
            "revision": announcement.revision,
            "now": now,
            "counts": not announcement.urgent,
            "speaks": language,
        }
        marked |= set(await session.scalars(_MARK, values))
    return [each for each in claims if each.delivery_id in marked]


async def settle(session: AsyncSession, outcomes: Sequence[Outcome], *, now: datetime) -> list[Announcement]:
    """Record how calls ended; returns the announcements that were stopped because their first sends all failed alike."""
    concerned = await _locked_where_needed(session, outcomes)
    await _record(session, [_final(outcome, concerned) for outcome in outcomes], now=now)
    for outcome in outcomes:
        await _mark_recipient(session, outcome, now=now)
    return [a for a in concerned.values() if await _stop_if_bad(session, a, now=now)]


async def _nominate_of(
    session: AsyncSession, announcement: Announcement, found: Claimed, *, bot_id: int, now: datetime, limit: int
) -> None:
    due = list(await session.execute(_due(announcement, now=now, limit=limit)))
    if not due:
        return
    found.looked_at += len(due)
    variants = await _variants(session, announcement)
    if any(variant.file_bot_id not in (None, bot_id) for variant in variants.values()):
        await running.halt(session, announcement, StopReason.FOREIGN_FILE, None, now=now)
        return
    if not announcement.urgent:
        new = {row.member_id for row in due if row.member_id} - set(found.had)
        found.had |= {member_id: [] for member_id in new} | await _had_this_week(session, new, now=now)
    for row in due:
        if await _given_up(session, row, now=now) or await _later(session, row, announcement, found.had, now=now):
            continue
        variant = variants[choose(list(variants), row.language)]
        found.claims.append(Claim(row.id, announcement, variant, row.telegram_id, row.member_id, row.chat_id))


async def _variants(session: AsyncSession, announcement: Announcement) -> dict[str, Variant]:
    query = select(Variant).filter_by(announcement_id=announcement.id).order_by(Variant.id)
    return {variant.language: variant for variant in await session.scalars(query)}


def _due(announcement: Announcement, *, now: datetime, limit: int) -> Select[*tuple[Any, ...]]:
    """Plain columns: an object for each of thousands of rows costs more than its send."""
    row = AnnouncementDelivery
    return (
        select(
            row.id,
            row.member_id,
            row.chat_id,
            func.coalesce(Member.telegram_id, OfficeChat.telegram_id).label("telegram_id"),
            func.coalesce(Member.language, OfficeChat.language).label("language"),
            Member.unreachable_at,
            Member.paused_until,
            and_(OfficeChat.may_post, OfficeChat.region_id.is_not(None)).label("open"),
        )
        .outerjoin_from(row, Member, Member.id == row.member_id)
        .outerjoin(OfficeChat, OfficeChat.id == row.chat_id)
        .where(row.announcement_id == announcement.id, row.state == DeliveryState.QUEUED, row.due_at <= now)
        .where(or_(row.closes_at.is_(None), row.closes_at > now))
        .order_by(row.due_at, row.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=row)
    )


async def _given_up(session: AsyncSession, row: Any, *, now: datetime) -> bool:
    """The recipient cannot or does not want to be reached any more."""
    if row.unreachable_at or (row.chat_id is not None and not row.open):
        end, why = DeliveryState.UNREACHABLE, None
    elif row.paused_until and row.paused_until > now:
        end, why = DeliveryState.CANCELLED, "paused"
    else:
        return False
    delivery = await session.get_one(AnnouncementDelivery, row.id)
    delivery.state, delivery.fault, delivery.settled_at = end, why, now
    return True


async def _later(session: AsyncSession, row: Any, announcement: Announcement, had: dict[int, list[datetime]], *, now: datetime) -> bool:
    """The weekly cap: put off until the older of the last two is a week old."""
    if announcement.urgent or row.member_id is None:
        return False
    recent = had[row.member_id]
    if len(recent) < A_WEEK_MAX:
        insort(recent, now)
        return False
    delivery = await session.get_one(AnnouncementDelivery, row.id)
    member = await members.get(session, row.member_id)
    running.put_off(delivery, announcement, recent[-A_WEEK_MAX] + WEEK, member, None, now=now)
    delivery.later = True
    return True


async def _had_this_week(session: AsyncSession, member_ids: set[int], *, now: datetime) -> dict[int, list[datetime]]:
    """When each of these had what counts towards the cap, the oldest first."""
    row = AnnouncementDelivery
    query = select(row.member_id, row.claimed_at).where(
        row.member_id.in_(member_ids), row.claimed_at > now - WEEK, row.capped, row.state.in_(TOOK_PLACE)
    )
    had: defaultdict[int, list[datetime]] = defaultdict(list)
    for member_id, at in await session.execute(query.order_by(row.claimed_at)):
        assert member_id is not None
        assert at is not None
        had[member_id].append(at)
    return had


async def _locked_where_needed(session: AsyncSession, outcomes: Iterable[Outcome]) -> dict[int, Announcement]:
    """The announcements of sends that failed or go back: locked before their rows, in the order that Stop locks them."""
    unusual = (DeliveryState.FAILED, DeliveryState.QUEUED)
    ids = {outcome.claim.announcement.id for outcome in outcomes if outcome.state in unusual}
    if not ids:
        return {}
    query = select(Announcement).where(Announcement.id.in_(ids)).order_by(Announcement.id)
    return {a.id: a for a in await session.scalars(query.with_for_update().execution_options(populate_existing=True))}


def _final(outcome: Outcome, concerned: dict[int, Announcement]) -> Outcome:
    """What never left is not queued again once the announcement is stopped."""
    announcement = concerned.get(outcome.claim.announcement.id)
    if outcome.state is DeliveryState.QUEUED and announcement is not None and announcement.over:
        return Outcome(outcome.claim, DeliveryState.CANCELLED, fault="stopped")
    return outcome


async def _record(session: AsyncSession, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    back = [outcome for outcome in outcomes if outcome.state is DeliveryState.QUEUED]
    over = [outcome for outcome in outcomes if outcome.state is not DeliveryState.QUEUED]
    connection = await session.connection()
    if back:
        await connection.execute(_BACK, [{"row": o.claim.delivery_id, "why": _short(o.fault)} for o in back])
    if over:
        rows = [{"row": o.claim.delivery_id, "end": o.state, "now": now, "message": o.message_id, "why": _short(o.fault)} for o in over]
        await connection.execute(_SETTLE, rows)


def _short(fault: str | None) -> str | None:
    return fault[:200] if fault else None


async def _mark_recipient(session: AsyncSession, outcome: Outcome, *, now: datetime) -> None:
    claim = outcome.claim
    if outcome.state is DeliveryState.UNREACHABLE and claim.member_id is not None:
        await members.unreachable(session, claim.member_id, now=now)
    elif claim.chat_id is not None and (outcome.state is DeliveryState.UNREACHABLE or outcome.moved_to):
        chat = await session.get_one(OfficeChat, claim.chat_id)
        chat.may_post = outcome.state is not DeliveryState.UNREACHABLE
        if outcome.moved_to:
            await move(session, chat, outcome.moved_to)


async def _stop_if_bad(session: AsyncSession, announcement: Announcement, *, now: datetime) -> bool:
    """Of the text in one language nothing has arrived since it was approved, and everything that was tried failed with the same words."""
    if announcement.state is not AnnouncementState.RUNNING:
        return False
    row = AnnouncementDelivery
    tried = (DeliveryState.SENT, DeliveryState.IN_DOUBT, DeliveryState.FAILED)
    query = select(row.language, row.state, row.fault, func.count()).where(
        row.announcement_id == announcement.id, row.state.in_(tried), row.claimed_at >= announcement.approved_at
    )
    ends: defaultdict[str | None, list[tuple[DeliveryState, str | None, int]]] = defaultdict(list)
    for language, state, fault, count in await session.execute(query.group_by(row.language, row.state, row.fault)):
        ends[language].append((state, fault, count))
    for alike in (found[0] for found in ends.values() if len(found) == 1):
        state, fault, count = alike
        if state is DeliveryState.FAILED and count >= BAD_AFTER:
            await running.halt(session, announcement, StopReason.BAD_TEXT, fault, now=now)
            return True
    return False


_ROWS, _ALL = (AnnouncementDelivery.metadata.tables[table.__tablename__] for table in (AnnouncementDelivery, Announcement))
_RUNS = select(_ALL.c.id).where(
    _ALL.c.id == bindparam("announcement"),
    _ALL.c.state == AnnouncementState.RUNNING,
    _ALL.c.revision == bindparam("revision"),
    or_(_ALL.c.not_after.is_(None), _ALL.c.not_after > bindparam("now")),
)
_MARK = (
    update(_ROWS)
    .where(_ROWS.c.id.in_(bindparam("ids", expanding=True)), _ROWS.c.state == DeliveryState.QUEUED, exists(_RUNS))
    .where(or_(_ROWS.c.closes_at.is_(None), _ROWS.c.closes_at > bindparam("now")))
    .values(state=DeliveryState.SENDING, claimed_at=bindparam("now"), capped=bindparam("counts"), language=bindparam("speaks"))
    .returning(_ROWS.c.id)
)
_SETTLE = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    .values(state=bindparam("end"), settled_at=bindparam("now"), message_id=bindparam("message"), fault=bindparam("why"))
)
_BACK = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("row"))
    # What goes back has taken no place in the reader's week.
    .values(state=DeliveryState.QUEUED, claimed_at=None, fault=bindparam("why"))
)
