"""What the search keeps: the documents of the index, searches that were made, words to mend misspelt ones with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models import words
from models.base import Base

TEXT_MAX = 200
"""Characters of what somebody typed that are searched and kept."""


class Document(Base):
    """A listing in the full-text index, under the number that it has there, with what ranking asks of it."""

    __tablename__ = "search_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), unique=True)
    business_id: Mapped[int]
    region_id: Mapped[int]
    working_region_id: Mapped[int | None]
    confirmed_on: Mapped[int]
    """Days since 1970-01-01."""
    complete: Mapped[int]
    """How much of the card is filled, 0-100."""
    answers: Mapped[int]
    """How well the business answers, 0-100; 50 while nothing is known."""
    t: Mapped[str] = mapped_column(Text)
    """Its tokens as the index has them: of title and keywords, then `models.search.tokens.END_OF_TITLE`, then all others."""


class Run(Base):
    """A search as somebody made it, with its ranked result: its buttons live as long as the row."""

    __tablename__ = "search_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(String(TEXT_MAX))
    """As typed."""
    wide: Mapped[bool]
    """All regions of the platform, not only my twins."""
    region_id: Mapped[int | None]
    """Browsed, not typed: what this region has."""
    sector_id: Mapped[int | None]
    found: Mapped[list[int]]
    """Opportunity ids, best first."""
    made_at: Mapped[datetime]
    filters: Mapped[dict[str, Any]]
    """As `models.search.filters.Filters` keeps itself."""
    language: Mapped[str] = mapped_column(String(8))
    """The reader's when it was made."""
    corrected: Mapped[str] = mapped_column(String(TEXT_MAX), default="")
    """What was searched instead of a misspelt text."""
    verbatim: Mapped[bool] = mapped_column(default=False)
    """Nothing may be corrected: the person asked for it as typed."""
    whole: Mapped[int] = mapped_column(default=0)
    """How many of `found` have all that was asked for; the rest have part of it."""
    searches: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Of news about saved searches: through which of them each of `found` was found."""


class Slip(Base):
    """A word of the listings that the vocabulary has not, under each form that lacks one letter (and whole): finds misspelt ones."""

    __tablename__ = "search_slips"
    __table_args__ = (Index("ix_search_slips_word", "word"),)

    form: Mapped[str] = mapped_column(String(words.TOKEN_MAX), primary_key=True)
    word: Mapped[str] = mapped_column(String(words.TOKEN_MAX), primary_key=True)


class News(Base):
    """A listing that was published or confirmed and not yet compared with the saved searches."""

    __tablename__ = "search_news"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunities.id"), primary_key=True, autoincrement=False)
    noted_at: Mapped[datetime] = mapped_column(index=True)
    compared_to: Mapped[int]
    """Saved searches up to this one are done with."""


class Progress(Base):
    """One row: the version of analyser and vocabulary that the index was made with, and how far a new one has come."""

    __tablename__ = "search_progress"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[str] = mapped_column(String(16))
    """Complete in this version."""
    towards: Mapped[str] = mapped_column(String(16), default="")
    """Being made; empty when nothing is."""
    last_id: Mapped[int] = mapped_column(default=0)
    """Opportunities up to this one are done."""
