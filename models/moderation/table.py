"""Review items: their table, states and reasons."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, table_args, text_enum

PROMISED_WORKING_DAYS = 2
UNDO_WITHIN = timedelta(minutes=10)
NOTE_MAX = 500


class ItemState(StrEnum):
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Reason(StrEnum):
    """Why an item is returned (the first nine) or rejected."""

    TOO_VAGUE = "too_vague"
    NO_PARTNER_ROLE = "no_partner_role"
    WRONG_TYPE = "wrong_type"
    WRONG_SECTOR = "wrong_sector"
    TOO_MANY_TYPES = "too_many_types"
    CONTACT_IN_TEXT = "contact_in_text"
    IDENTITY_LEAK = "identity_leak"
    TRANSLATION_NEEDED = "translation_needed"
    EVIDENCE_MISSING = "evidence_missing"
    OUTSIDE_REGION = "outside_region"
    DIRECT_SALE_ONLY = "direct_sale_only"
    PROHIBITED_GOODS = "prohibited_goods"
    THIRD_PARTY_WITHOUT_MANDATE = "third_party_without_mandate"
    NOT_FOUND_IN_REGISTER = "not_found_in_register"
    DUPLICATE = "duplicate"
    SANCTIONS_OR_LEGAL = "sanctions_or_legal"
    OFFENSIVE = "offensive"
    SPAM = "spam"


RETURN_REASONS = tuple(Reason)[:9]
REJECT_REASONS = tuple(Reason)[9:]


class ReviewItem(Base):
    """A business, an opportunity or both at once (a first registration), waiting for one decision."""

    __tablename__ = "review_items"
    __table_args__ = table_args(Index("ix_review_items_queue", "state", "region_id", "submitted_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int]
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    opportunity_id: Mapped[int | None] = mapped_column(ForeignKey("opportunities.id"), index=True)
    business_version_id: Mapped[int | None] = mapped_column(ForeignKey("business_versions.id"))
    opportunity_version_id: Mapped[int | None] = mapped_column(ForeignKey("opportunity_versions.id"))
    state: Mapped[ItemState] = mapped_column(text_enum(ItemState))
    submitted_by: Mapped[int] = mapped_column(ForeignKey("members.id"))
    submitted_at: Mapped[datetime]
    due_at: Mapped[datetime]
    second_look: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    decided_at: Mapped[datetime | None]
    reasons: Mapped[list[str]]
    note: Mapped[str | None] = mapped_column(String(NOTE_MAX))
    before: Mapped[dict[str, Any]]
    """What was public before the approval, to take it back."""


class Refusal(StrEnum):
    NOT_ALLOWED = "not_allowed"
    OWN_ITEM = "own_item"
    DECIDED = "decided"
    SUPERSEDED = "superseded"
    TOO_LATE = "too_late"
    ALREADY_USED = "already_used"
    NO_NUMBER = "no_number"
    NOT_YOURS = "not_yours"
    TOO_MANY_OPEN = "too_many_open"
    UNCHANGED = "unchanged"
