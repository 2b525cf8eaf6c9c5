"""Deep links (`t.me/<bot>?start=<payload>`): made and read in one place. A payload has at most 64 characters of A-Z a-z 0-9 _ -."""

import re
from dataclasses import dataclass

_LISTING = re.compile(r"l_(\d{1,10})")


@dataclass(frozen=True)
class ListingLink:
    opportunity: int


def listing_payload(opportunity: int) -> str:
    return f"l_{opportunity}"


def read(payload: str | None) -> ListingLink | None:
    """What a Start button's payload points to; None for nothing or nonsense."""
    match = _LISTING.fullmatch(payload or "")
    return ListingLink(int(match[1])) if match else None
