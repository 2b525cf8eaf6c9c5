"""From an expression of interest to exchanged contacts.

held -> sent -> accepted (an introduction) | declined | expired -> accepted | declined (answered late)
held, sent -> withdrawn
Clock of a sent one: day 2 and day 5 a reminder, day 7 the receiver's office is told and the sender gets the place back, day 14 it expires.
Invariants: one undecided interest of a business in an opportunity (a partial unique index); contacts are shown only in `accepted`;
the first answer of any representative closes it (the row is locked); the receiver never sees what was not sent.
"""

from models.interests.answering import Refusal, accept, choose_shares, decline, snooze, withdraw
from models.interests.cards import ContactCard, contact_card, own_card
from models.interests.clock import due
from models.interests.reading import Inbox, Seen, Side, inbox, seen, waiting_for
from models.interests.record import Band, note_all, record
from models.interests.table import (
    EXPIRES_AFTER,
    NEW_A_DAY_MAX,
    PAUSE_AFTER_DECLINE,
    PLACE_RETURNS_AFTER,
    REMINDERS_AFTER,
    SNOOZE,
    TEXT_MAX,
    TEXT_MIN,
    UNDECIDED_MAX,
    Contact,
    DeclineReason,
    Interest,
    InterestState,
)
from models.interests.writing import Letter, Obstacle, Obstruction, Proposed, Room, language_of, may_propose, propose, release, room

__all__ = [
    "EXPIRES_AFTER",
    "NEW_A_DAY_MAX",
    "PAUSE_AFTER_DECLINE",
    "PLACE_RETURNS_AFTER",
    "REMINDERS_AFTER",
    "SNOOZE",
    "TEXT_MAX",
    "TEXT_MIN",
    "UNDECIDED_MAX",
    "Band",
    "Contact",
    "ContactCard",
    "DeclineReason",
    "Inbox",
    "Interest",
    "InterestState",
    "Letter",
    "Obstacle",
    "Obstruction",
    "Proposed",
    "Refusal",
    "Room",
    "Seen",
    "Side",
    "accept",
    "choose_shares",
    "contact_card",
    "decline",
    "due",
    "inbox",
    "language_of",
    "may_propose",
    "note_all",
    "own_card",
    "propose",
    "record",
    "release",
    "room",
    "seen",
    "snooze",
    "waiting_for",
    "withdraw",
]
