"""Which of the documents found comes first; the same on both databases.

The text decides; what is known about listing and reader adds at most `STATIC` of what the text gives: more would bring up what was not
asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import RowMapping

from models.opportunities import OpportunityType
from models.search import tokens
from models.search.asking import APART, AskedUnit

TWIN, FRESH, COMPLETE, PRIORITY, COMPLEMENTARY, ANSWERS = 0.10, 0.07, 0.05, 0.04, 0.02, 0.02
STATIC = TWIN + FRESH + COMPLETE + PRIORITY + COMPLEMENTARY + ANSWERS
"""0.30, beside 1 for the text."""
FRESH_HALF_LIFE = 180
"""Days."""
BELOW_TITLE = 0.8
"""What a word in the summary is worth beside one in the title or the keywords."""
WORD_ONLY = 0.85
"""What a word is worth where the document does not mean the same by it: "milk" in "milk thistle"."""
FOCUS = 0.06
"""What a title loses at most that speaks of much else."""
DIGITS = 6
"""Scores are rounded to so many, so that no two machines disagree."""

_CONCEPT = f" {tokens.concept_token('')}"
_EPOCH = date(1970, 1, 1).toordinal()
_SOUGHT = {
    OpportunityType.BUSINESS_OFFER: OpportunityType.BUSINESS_REQUEST,
    OpportunityType.BUSINESS_REQUEST: OpportunityType.BUSINESS_OFFER,
    OpportunityType.TECHNOLOGY_OFFER: OpportunityType.TECHNOLOGY_REQUEST,
    OpportunityType.TECHNOLOGY_REQUEST: OpportunityType.TECHNOLOGY_OFFER,
}


@dataclass(frozen=True)
class Reader:
    """What ranking knows of who asks."""

    twins: Mapping[int, Sequence[int]] = field(default_factory=dict)
    """Regions covered by an agreement with theirs -> the agreements (`models.regions.twins`)."""
    priorities: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """Agreement -> sectors (their numbers) that it names."""
    types: frozenset[OpportunityType] = frozenset()
    """Of their own listings: an offer is complementary to a request."""


NOBODY = Reader()


def ranked(rows: Iterable[RowMapping], units: Sequence[AskedUnit], reader: Reader, *, today: date) -> list[RowMapping]:
    """Best first; of two alike the newer listing. Rows that have nothing of what was asked for are left out."""
    weighed = _Weighed(units, reader, today)
    scored = [(weighed.text(row["t"]), row) for row in rows]
    best = [(-round(text + weighed.static(row), DIGITS), -row["opportunity_id"], row) for text, row in scored if text or not units]
    best.sort(key=lambda each: each[:2])
    return [row for _, _, row in best]


class _Weighed:
    """The query's weights, prepared once for all documents."""

    def __init__(self, units: Sequence[AskedUnit], reader: Reader, today: date) -> None:
        # The best token first, so that the first hit in a title ends the search.
        self._units = [_Unit(unit) for unit in units]
        self._reader = reader
        self._today = today.toordinal() - _EPOCH
        self._fresh: dict[int, float] = {}
        self._wanted = [f" {tokens.kind(_SOUGHT[kind])} " for kind in reader.types if kind in _SOUGHT]
        self._priorities: dict[tuple[int, int | None], list[str]] = {}

    def text(self, t: str) -> float:
        """How well a document answers, 0-1: the mean of its units."""
        padded = f" {t} "
        title = padded.find(tokens.END_OF_TITLE)
        met = sum(unit.met(padded, title) for unit in self._units)
        if not met:
            return 0.0
        spoken_of = max(padded.count(_CONCEPT, 0, title), 1)
        return met / len(self._units) * (1 - FOCUS * (1 - min(1.0, len(self._units) / spoken_of)))

    def static(self, row: RowMapping) -> float:
        day = row["confirmed_on"]
        fresh = self._fresh.get(day)
        if fresh is None:
            fresh = self._fresh[day] = float(FRESH * 0.5 ** (max(self._today - day, 0) / FRESH_HALF_LIFE))
        score: float = fresh + COMPLETE * row["complete"] / 100 + ANSWERS * row["answers"] / 100
        reader, places = self._reader, (row["region_id"], row["working_region_id"])
        if places[0] in reader.twins or places[1] in reader.twins:
            score += TWIN
            if any(sector in row["t"] for sector in self._sectors(places)):
                score += PRIORITY
        if any(kind in row["t"] for kind in self._wanted):
            score += COMPLEMENTARY
        return score

    def _sectors(self, places: tuple[int, int | None]) -> list[str]:
        """The priority sectors of the agreements with these places, as tokens."""
        known = self._priorities.get(places)
        if known is None:
            agreements = {a for place in places if place for a in self._reader.twins.get(place, ())}
            sectors = {i for a in agreements for i in self._reader.priorities.get(a, ())}
            known = self._priorities[places] = [f" {tokens.sector(i)} " for i in sorted(sectors)]
        return known


_Group = list[tuple[str, float]]


class _Unit:
    """A unit prepared for all documents."""

    def __init__(self, unit: AskedUnit) -> None:
        self._words = [_best_first(group) for group in unit.exact]
        self._meant = _best_first((*unit.strong, *unit.weak, *unit.around))
        self._surely = max((weight for _, weight in unit.strong), default=0.0)
        self._parts = [_Unit(part) for part in unit.parts]

    def met(self, padded: str, title: int) -> float:
        """The best of: all its words, the best thing that it means, all its parts."""
        by_words = min(_group(group, padded, title) for group in self._words)
        meant = _group(self._meant, padded, title)
        if by_words and meant < self._surely * BELOW_TITLE and self._surely:
            by_words *= WORD_ONLY
        best = max(by_words, meant)
        if self._parts and best < APART:
            best = max(best, APART * sum(part.met(padded, title) for part in self._parts) / len(self._parts))
        return best


def _best_first(group: Iterable[tuple[str, float]]) -> _Group:
    return sorted(((f" {token} ", weight) for token, weight in group), key=lambda each: (-each[1], each[0]))


def _group(group: _Group, padded: str, title: int) -> float:
    best = 0.0
    for token, weight in group:
        if weight <= best:
            break
        at = padded.find(token)
        if at >= 0:
            best = max(best, weight if at < title else weight * BELOW_TITLE)
    return best
