"""Saved searches, what finds them again from a listing, and what they found."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum
from models.search import TEXT_MAX

SAVED_MAX = 10
"""Saved searches of one member."""


class Pace(StrEnum):
    """How soon somebody wants to hear of what is new."""

    INSTANTLY = "instantly"
    DAILY = "daily"
    WEEKLY = "weekly"


class SavedSearch(Base):
    """A search whose new results a member wants to be told of, as it was made; its scope is the member's at the time of the listing."""

    __tablename__ = "saved_searches"
    __table_args__ = table_args(UniqueConstraint("member_id", "key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    key: Mapped[str] = mapped_column(String(32))
    """Of all that makes it this search and no other."""
    text: Mapped[str] = mapped_column(String(TEXT_MAX))
    """As it was searched, mended where it was misspelt; empty where a region was browsed."""
    language: Mapped[str] = mapped_column(String(8))
    wide: Mapped[bool]
    region_id: Mapped[int | None]
    sector_id: Mapped[int | None]
    filters: Mapped[dict[str, Any]]
    pace: Mapped[Pace] = mapped_column(text_enum(Pace))
    saved_at: Mapped[datetime]
    known: Mapped[list[int]]
    """Opportunity ids that the person saw when they saved it: no news."""
    version: Mapped[str] = mapped_column(String(16))
    """Of the vocabulary with which its triggers were made."""


class Trigger(Base):
    """A token without which no listing fits this search, unless it has another of the same search's triggers."""

    __tablename__ = "saved_search_triggers"
    __table_args__ = (Index("ix_saved_search_triggers_saved_id", "saved_id"),)

    token: Mapped[str] = mapped_column(Text, primary_key=True)
    saved_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True)


class Hit(Base):
    """A listing that a saved search found; once told, it is remembered, so that it is never told again."""

    __tablename__ = "saved_search_hits"
    __table_args__ = table_args(UniqueConstraint("saved_id", "opportunity_id"), Index("ix_saved_search_hits_due", "told_at", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    saved_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"))
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
