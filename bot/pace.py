"""How fast one person's updates are taken: a minute's worth at once, the rest one after another. Nothing that was sent is dropped."""

from collections import OrderedDict
from dataclasses import dataclass

PEOPLE_MAX = 10_000
"""Whose pace is remembered; the longest silent ones are forgotten first."""


@dataclass
class _Measure:
    tokens: float
    at: float
    told: float = float("-inf")


class Pace:
    """A bucket of `per_minute` tokens for each person, refilled evenly. Times are seconds of any steady clock."""

    def __init__(self, per_minute: int) -> None:
        self._size, self._per_second = float(per_minute), per_minute / 60
        self._people: OrderedDict[int, _Measure] = OrderedDict()

    def wait(self, person: int, now: float) -> float:
        """Take one: the seconds it has to wait for its turn (0 while the person is within the measure)."""
        measure = self._people.setdefault(person, _Measure(self._size, now))
        self._people.move_to_end(person)
        measure.tokens = min(self._size, measure.tokens + (now - measure.at) * self._per_second) - 1
        measure.at = now
        if len(self._people) > PEOPLE_MAX:
            self._people.popitem(last=False)
        return max(-measure.tokens / self._per_second, 0.0)

    def should_tell(self, person: int, now: float) -> bool:
        """Whether to say so: once a minute is enough."""
        measure = self._people[person]
        if now - measure.told < 60:
            return False
        measure.told = now
        return True
