"""How a business answers what is proposed to it: a band, from three requests of the last year up."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import search
from models.interests.table import Interest, InterestState

REQUESTS_MIN = 3
LOOKS_BACK = timedelta(days=365)


class Band(StrEnum):
    """How soon it usually answers, yes or no alike."""

    A_DAY = "a_day"
    THREE_DAYS = "three_days"
    A_WEEK = "a_week"
    TWO_WEEKS = "two_weeks"
    SELDOM = "seldom"
    """More often than not it did not answer in time."""


_WITHIN = {Band.A_DAY: 1, Band.THREE_DAYS: 3, Band.A_WEEK: 7, Band.TWO_WEEKS: 14}
WORTH = {Band.A_DAY: 100, Band.THREE_DAYS: 85, Band.A_WEEK: 70, Band.TWO_WEEKS: 55, Band.SELDOM: 10}
"""What it counts in the ranking, 0-100."""
_NEVER = timedelta.max


async def record(session: AsyncSession, business_id: int, *, now: datetime) -> Band | None:
    """How this business answers; None while too little is known."""
    rows = await session.execute(_requests(now).where(Interest.receiver_business_id == business_id))
    return band(wait for _, wait in map(_waited, rows))


async def note(session: AsyncSession, business_id: int, *, now: datetime) -> None:
    """After an answer, or where one did not come: the business's listings stand as it answers."""
    known = await record(session, business_id, now=now)
    if known:
        await search.note_answers(session, business_id, WORTH[known])


async def note_all(session: AsyncSession, *, now: datetime) -> int:
    """Of all businesses, what time changed: requests older than a year, listings that were away; returns how many changed."""
    waits: defaultdict[int, list[timedelta]] = defaultdict(list)
    for business_id, wait in map(_waited, await session.execute(_requests(now))):
        waits[business_id].append(wait)
    worth = {business_id: WORTH[known] for business_id, those in waits.items() if (known := band(those))}
    noted = await search.noted_answers(session, list(worth))
    changed = {business_id: worth[business_id] for business_id, before in noted.items() if before != {worth[business_id]}}
    for business_id, answers in changed.items():
        await search.note_answers(session, business_id, answers)
    return len(changed)


def band(waits: Iterable[timedelta]) -> Band | None:
    """What half of the answers or more came within; of an even number the later one counts."""
    known = sorted(waits)
    if len(known) < REQUESTS_MIN:
        return None
    usual = known[len(known) // 2]
    return next((each for each, days in _WITHIN.items() if usual <= timedelta(days=days)), Band.SELDOM)


def _requests(now: datetime) -> Select[int, datetime | None, datetime | None, InterestState]:
    """What was answered, or expired; what was taken back, or may still be answered, says nothing."""
    decided = (InterestState.ACCEPTED, InterestState.DECLINED, InterestState.EXPIRED)
    columns = select(Interest.receiver_business_id, Interest.sent_at, Interest.decided_at, Interest.state)
    return columns.where(Interest.state.in_(decided), Interest.sent_at > now - LOOKS_BACK)


def _waited(row: Iterable[object]) -> tuple[int, timedelta]:
    business_id, sent_at, decided_at, _state = row
    assert isinstance(business_id, int)
    assert isinstance(sent_at, datetime)
    return business_id, decided_at - sent_at if isinstance(decided_at, datetime) else _NEVER
