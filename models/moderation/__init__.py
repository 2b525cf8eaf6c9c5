"""The office desk: queue, checks, decisions.

An item: waiting -> approved (-> waiting, within ten minutes) | returned | rejected; superseded when its author sends a newer text
Invariants: the first decision holds (the item is locked); nobody decides on their own item; what is public changes only by an approval.
"""

from models.moderation.deciding import approve, open_for, second_look, send_back
from models.moderation.desk import Checks, Entry, asked_by, authored, entry, following, latest, newest, queue, serves, unanswered
from models.moderation.submitting import Applied, Submitted, close, due, submit
from models.moderation.table import (
    NOTE_MAX,
    PROMISED_WORKING_DAYS,
    REJECT_REASONS,
    RETURN_REASONS,
    UNDO_WITHIN,
    ItemState,
    Reason,
    Refusal,
    ReviewItem,
)
from models.moderation.undoing import note_checks, take_back, undo_refusal

__all__ = [
    "NOTE_MAX",
    "PROMISED_WORKING_DAYS",
    "REJECT_REASONS",
    "RETURN_REASONS",
    "UNDO_WITHIN",
    "Applied",
    "Checks",
    "Entry",
    "ItemState",
    "Reason",
    "Refusal",
    "ReviewItem",
    "Submitted",
    "approve",
    "asked_by",
    "authored",
    "close",
    "due",
    "entry",
    "following",
    "latest",
    "newest",
    "note_checks",
    "open_for",
    "queue",
    "second_look",
    "send_back",
    "serves",
    "submit",
    "take_back",
    "unanswered",
    "undo_refusal",
]
