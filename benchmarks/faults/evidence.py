"""What is known at the end: what people did, what they were shown, what the tables hold. Plain values, so that a test can doctor them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

AGAIN = "🔁"
NOT_TAKEN = ("did not fit into the answer before it", "was not taken as an answer")
"""Screens that tell a person to send a text again."""

Row = dict[str, Any]


class Effect(StrEnum):
    """What an action must have brought about, once."""

    NONE = "none"
    TEXT = "text"
    """Its marker stands in one answer."""
    CONSENT = "consent"
    CHOICE = "choice"
    """`value` is the `subject` field of the person's business or opportunity."""
    SUBMIT = "submit"
    APPROVE = "approve"
    """Of the item whose listing has the reference `subject`."""
    PROPOSE = "propose"
    """To the opportunity `subject`."""


@dataclass
class Action:
    """One thing that somebody did, and how it ended for them."""

    person: int
    words: str
    updates: list[int]
    effect: Effect = Effect.NONE
    marker: str = ""
    subject: str = ""
    value: Any = None
    answered: bool = False
    """A screen followed."""


@dataclass(frozen=True)
class Posted:
    """A message of the bot's as it appeared in somebody's chat first."""

    person: int
    message_id: int
    text: str


@dataclass
class Tables:
    """Rows as plain dictionaries, read by a connection that cannot write."""

    updates: list[Row] = field(default_factory=list)
    """update_id, person, answered, fault"""
    holders: list[str] = field(default_factory=list)
    """Every place where an answer may stand: drafts, businesses, opportunities, interests; each once."""
    consents: list[Row] = field(default_factory=list)
    """person, of the audit"""
    businesses: list[Row] = field(default_factory=list)
    """id, owner, sectors"""
    opportunities: list[Row] = field(default_factory=list)
    """id, business, owner, reference, title, type, cooperation"""
    items: list[Row] = field(default_factory=list)
    """id, business, opportunity, state"""
    approvals: list[Row] = field(default_factory=list)
    """item, of the audit"""
    interests: list[Row] = field(default_factory=list)
    """id, opportunity, sender, receiver, why, state"""
    staff: list[int] = field(default_factory=list)
    """The people of the office."""
    deliveries: list[Row] = field(default_factory=list)
    """kind, subject, person, state, again"""


@dataclass
class Evidence:
    actions: list[Action] = field(default_factory=list)
    handed: list[int] = field(default_factory=list)
    """Every update that the sandbox has made for the bot."""
    posted: list[Posted] = field(default_factory=list)
    tables: Tables = field(default_factory=Tables)
