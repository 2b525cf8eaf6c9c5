"""Sectors in plain words: the 88 NACE Rev. 2 divisions under about twenty names in seven languages."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

LANGUAGES = ("uk", "en", "it", "tr", "pl", "fi", "zh")

_FILE = Path(__file__).parent / "data" / "sectors.csv"


@dataclass(frozen=True, slots=True)
class Sector:
    """A plain sector; `divisions` are NACE Rev. 2 divisions, which KVED-2010 and ATECO share.

    Example::

        sectors.by_code("food").name("uk")  # "Харчові продукти й напої"
    """

    id: int
    code: str
    emoji: str
    divisions: tuple[str, ...]
    names: Mapping[str, str]

    def name(self, language: str) -> str:
        """The name in a language, English where the language is not one of ours."""
        return self.names.get(language, self.names["en"])


@cache
def all_sectors() -> tuple[Sector, ...]:
    """Every sector in display order, the most useful first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Sector(
                id=int(row["id"]),
                code=row["code"],
                emoji=row["emoji"],
                divisions=tuple(row["divisions"].split()),
                names=MappingProxyType({language: row[language] for language in LANGUAGES}),
            )
            for row in csv.DictReader(file)
        )


def sector(sector_id: int) -> Sector:
    """The sector with a number; KeyError when there is none."""
    return _by_id()[sector_id]


def by_code(code: str) -> Sector:
    """The sector with a code such as `food`; KeyError when there is none."""
    return _by_code()[code]


def of_division(division: str) -> Sector:
    """The sector in which a NACE division (two digits) stands; KeyError when there is none."""
    return _by_division()[division]


@cache
def _by_id() -> dict[int, Sector]:
    return {each.id: each for each in all_sectors()}


@cache
def _by_code() -> dict[str, Sector]:
    return {each.code: each for each in all_sectors()}


@cache
def _by_division() -> dict[str, Sector]:
    return {division: each for each in all_sectors() for division in each.divisions}
