"""Saving a search, its pace, running it again, letting it go."""

import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import members, search, vocabulary
from models.alerts.table import SAVED_MAX, Hit, Pace, SavedSearch, Trigger
from models.alerts.times import told_from
from models.members import Member
from models.search import Asked, Filters, Query, Run, asking, tokens


class Refusal(StrEnum):
    TOO_MANY = "too_many"
    NO_WORDS = "no_words"
    """Nothing in it that a listing could have."""


async def keep(session: AsyncSession, member: Member, made: Run, *, now: datetime) -> SavedSearch | Refusal:
    """Save a search with its text, filters and scope; the same one is saved once, and stays as it is."""
    # The limit holds in several processes too; `key_share` lets rows that refer to the member be written meanwhile.
    await session.execute(select(Member.id).where(Member.id == member.id).with_for_update(key_share=True))
    same = await same_as(session, made)
    if same is not None:
        return same
    if await _count(session, member.id) >= SAVED_MAX:
        return Refusal.TOO_MANY
    await vocabulary.ready(asking.languages(_text(made), made.language))
    saved = SavedSearch(
        member_id=member.id,
        key=_key(made),
        text=_text(made),
        language=made.language,
        wide=made.wide,
        region_id=made.region_id,
        sector_id=made.sector_id,
        filters=made.filters,
        pace=Pace.DAILY,
        saved_at=now,
        known=made.found[: made.whole],
        version="",
    )
    triggers = triggers_of(saved)
    if not triggers:
        return Refusal.NO_WORDS
    session.add(saved)
    await session.flush()
    await arm(session, saved, triggers)
    return saved


async def same_as(session: AsyncSession, made: Run) -> SavedSearch | None:
    """The member's saved search that is this one."""
    return await session.scalar(select(SavedSearch).filter_by(member_id=made.member_id, key=_key(made)))


async def of_member(session: AsyncSession, member_id: int) -> list[SavedSearch]:
    """The oldest first."""
    return list(await session.scalars(select(SavedSearch).filter_by(member_id=member_id).order_by(SavedSearch.id)))


async def own(session: AsyncSession, member_id: int, saved_id: int) -> SavedSearch | None:
    """A saved search by its id, if it is this member's."""
    return await session.scalar(select(SavedSearch).filter_by(id=saved_id, member_id=member_id))


async def set_pace(session: AsyncSession, member_id: int, saved_id: int, pace: Pace, *, now: datetime) -> SavedSearch | None:
    """Be told sooner or later, also of what waits already."""
    saved = await own(session, member_id, saved_id)
    if saved is None or saved.pace is pace:
        return saved
    saved.pace = pace
    due = told_from(pace, await members.get(session, member_id), now=now)
    for hit in await session.scalars(select(Hit).filter_by(saved_id=saved.id, told_at=None)):
        hit.due_at = due
    await session.flush()
    return saved


async def forget(session: AsyncSession, member_id: int, saved_id: int) -> bool:
    """No more news of it; what was told stays readable. False: there is no such search (any more)."""
    saved = await own(session, member_id, saved_id)
    if saved is not None:
        await session.delete(saved)
        await session.flush()
    return saved is not None


async def run(session: AsyncSession, member: Member, saved: SavedSearch, *, now: datetime) -> Run | None:
    """Search once more; None where it cannot be any more (a browsed region without an agreement)."""
    if saved.region_id is not None:
        return await search.browse(session, member, saved.region_id, saved.sector_id or 0, now=now)
    return await search.look(session, member, Asked(saved.text, saved.wide, Filters.of(saved.filters), verbatim=True), now=now)


def query_of(saved: SavedSearch) -> Query:
    """What a listing must have whoever asks: words may stand in the business's name, and every region counts."""
    filters = Filters.of(saved.filters)
    if saved.region_id is not None:
        in_sector = Filters.of({"sectors": [saved.sector_id] if saved.sector_id else []})
        return Query(registered=search.within(saved.region_id), filters=in_sector)
    return Query(text=saved.text, language=saved.language, filters=filters, names=True, verbatim=True)


def triggers_of(saved: SavedSearch) -> set[str]:
    """Tokens of which a fitting listing has at least one: of the longest unit, since long words are rare."""
    if saved.region_id is not None:
        return {tokens.home(saved.region_id)}
    units = query_of(saved).units
    if not units:
        return set()
    unit = max(units, key=lambda each: (len(each.text), each.text))
    return {token for token, _ in (*unit.exact[0], *unit.strong, *unit.weak)}


async def arm(session: AsyncSession, saved: SavedSearch, triggers: Iterable[str]) -> None:
    """Put the triggers of a saved search in place of those that it has."""
    await session.execute(delete(Trigger).where(Trigger.saved_id == saved.id))
    session.add_all(Trigger(token=token, saved_id=saved.id) for token in sorted(triggers))
    saved.version = vocabulary.version()
    await session.flush()


async def _count(session: AsyncSession, member_id: int) -> int:
    return await session.scalar(select(func.count()).select_from(SavedSearch).filter_by(member_id=member_id)) or 0


def _text(made: Run) -> str:
    return made.corrected or made.text


def _key(made: Run) -> str:
    parts = [_text(made).casefold(), made.wide, made.region_id, made.sector_id, made.filters, made.language]
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]
