"""Saved searches: what is new to them is found when a listing is published or confirmed, and told in its time.

news of a listing -> hit (waits) -> told (in one message for all searches of a member), or kept quiet (not public any more, hidden)
Invariants: at most ten searches a member; a listing is a hit of a search once, for ever; what the person saw when they saved the search
is no hit; a hit is told in the transaction that queues its message.
"""

from models.alerts.keeping import Refusal, forget, keep, of_member, own, run, same_as, set_pace
from models.alerts.matching import compare, renew
from models.alerts.table import SAVED_MAX, Hit, Pace, SavedSearch
from models.alerts.telling import due

__all__ = [
    "SAVED_MAX",
    "Hit",
    "Pace",
    "Refusal",
    "SavedSearch",
    "compare",
    "due",
    "forget",
    "keep",
    "of_member",
    "own",
    "renew",
    "run",
    "same_as",
    "set_pace",
]
