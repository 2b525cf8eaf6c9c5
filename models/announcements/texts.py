"""What an announcement says: a text a language, and a copy of it all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.announcements.table import Announcement, Media, Variant


@dataclass(frozen=True)
class File:
    """An uploaded file; its id belongs to one bot."""

    media: Media
    bot_id: int
    file_id: str
    unique_id: str


@dataclass(frozen=True)
class Words:
    """What its author typed in one language, with Telegram's entities as they came."""

    text: str
    entities: Sequence[dict[str, Any]] = field(default_factory=list)
    file: File | None = None
    label: str | None = None
    """The button's text in this language; None: the usual one."""


def words_of(variant: Variant) -> Words:
    """What a variant says, to be written anew with one part changed."""
    file = None
    if variant.media and variant.file_bot_id is not None and variant.file_id:
        file = File(variant.media, variant.file_bot_id, variant.file_id, variant.file_unique_id or "")
    return Words(variant.text, list(variant.entities), file, variant.label)


async def copied(session: AsyncSession, model: Announcement, *, author_id: int, now: datetime) -> Announcement:
    """Texts, button, audience, zone; not its time, its approval or its life."""
    kept = ("region_id", "title", "people", "to_applicants", "mission_id", "button", "link", "not_after", "zone")
    lists = {name: list(getattr(model, name)) for name in ("regions", "twinnings", "sectors", "roles", "chats")}
    fresh = Announcement(author_id=author_id, created_at=now, revision=0, **{name: getattr(model, name) for name in kept}, **lists)
    session.add(fresh)
    await session.flush()
    same = ("language", "text", "entities", "media", "file_bot_id", "file_id", "file_unique_id", "label", "written_at")
    for variant in await variants(session, model.id):
        session.add(Variant(announcement_id=fresh.id, **{name: getattr(variant, name) for name in same}))
    await session.flush()
    return fresh


async def variants(session: AsyncSession, announcement_id: int) -> list[Variant]:
    """In the order in which they were first written."""
    return list(await session.scalars(select(Variant).filter_by(announcement_id=announcement_id).order_by(Variant.id)))
