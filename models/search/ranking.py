"""Which of the documents found comes first; the same on both databases.

The text decides; what is known about listing and reader adds at most `STATIC` of what the text gives: more would bring up what was not
asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.opportunities import OpportunityType
from models.search import tokens
from models.search.asking import APART, AskedUnit
from models.search.engine import Found

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


def ranked(rows: Iterable[Found], units: Sequence[AskedUnit], reader: Reader, *, today: date) -> list[Found]:
    """Best first; of two alike the newer listing. Rows that have nothing of what was asked for are left out."""
    weighed = _Weighed(units, reader, today)
    best: list[tuple[float, int, Found]] = []
    for row in rows:
        padded = f" {row.t} "
        text = weighed.text(padded)
        if text or not units:
            best.append((-round(text + weighed.static(row, padded), DIGITS), -row.opportunity_id, row))
    best.sort()
    return [row for _, _, row in best]


class _Weighed:
    """The query's weights, prepared once for all documents."""

    def __init__(self, units: Sequence[AskedUnit], reader: Reader, today: date) -> None:
        # The best token first, so that the first hit in a title ends the search.
        self._units = [_Unit(unit) for unit in units]
        self._reader = reader
        self._today = today.toordinal() - _EPOCH
        self._known: dict[tuple[int | str | None, ...], tuple[float, list[str]]] = {}
        self._wanted = [f" {tokens.kind(_SOUGHT[kind])} " for kind in reader.types if kind in _SOUGHT]

    def text(self, padded: str) -> float:
        """How well a document answers, 0-1: the mean of its units. `padded`: its tokens, each with a space on both sides."""
        title = padded.find(_END)
        met = sum(unit.met(padded, title) for unit in self._units)
        if not met:
            return 0.0
        spoken_of = max(padded.count(_CONCEPT, 0, title), 1)
        return met / len(self._units) * (1 - FOCUS * (1 - min(1.0, len(self._units) / spoken_of)))

    def static(self, row: Found, padded: str) -> float:
        """What listing and reader add to the text."""
        # Many documents share all of these: places, freshness, completeness, answers.
        known = self._known.get(row[3:8])
        if known is None:
            known = self._known[row[3:8]] = self._known_of(row)
        score, sectors = known
        if sectors and any(sector in padded for sector in sectors):
            score += PRIORITY
        if self._wanted and any(kind in padded for kind in self._wanted):
            score += COMPLEMENTARY
        return score

    def _known_of(self, row: Found) -> tuple[float, list[str]]:
        """What does not depend on the tokens, and the priority sectors of the agreements with these places, as tokens."""
        fresh = FRESH * 0.5 ** (max(self._today - row.confirmed_on, 0) / FRESH_HALF_LIFE)
        score = fresh + COMPLETE * row.complete / 100 + ANSWERS * row.answers / 100
        twins = [place for place in (row.region_id, row.working_region_id) if place and place in self._reader.twins]
        agreements = {agreement for place in twins for agreement in self._reader.twins[place]}
        sectors = {i for agreement in agreements for i in self._reader.priorities.get(agreement, ())}
        return score + (TWIN if twins else 0.0), [f" {tokens.sector(i)} " for i in sorted(sectors)]


_Group = list[tuple[str, float]]
_END = f" {tokens.END_OF_TITLE} "


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
