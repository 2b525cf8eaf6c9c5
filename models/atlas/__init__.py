"""The map: countries, their first-level units and twinned cities, held in memory and never changed while running.

Reference data of models/data/; ids are fixed there, so that buttons and rows may hold them.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.atlas.names import Index, latin, spellings_of

__all__ = [
    "Instrument",
    "Level",
    "Region",
    "RegionKind",
    "TwinningRow",
    "all_regions",
    "ancestors",
    "by_code",
    "children",
    "countries",
    "descendants",
    "find",
    "flag",
    "get",
    "latin",
    "load_twinnings",
    "region",
    "spellings",
]

LANGUAGES = ("uk", "en", "it", "tr", "pl", "fi", "zh")

_DATA = Path(__file__).parent.parent / "data"


class RegionKind(StrEnum):
    COUNTRY = "country"
    UNIT = "unit"
    CITY = "city"


class Level(StrEnum):
    """Whom a twinning links."""

    REGION = "region"
    CITY = "city"
    COUNTRY = "country"
    MIXED = "mixed"


class Instrument(StrEnum):
    """What was signed, or is to be."""

    MEMORANDUM = "memorandum"
    AGREEMENT = "agreement"
    SISTER_CITY = "sister_city"
    SISTER_REGION = "sister_region"
    PARTNERSHIP = "partnership"
    DECLARATION = "declaration"
    PROTOCOL = "protocol"
    FRIENDSHIP = "friendship"
    PATRONAGE = "patronage"
    PLATFORM = "platform"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Region:
    """A country, a unit of it (`UA-32`) or a city in one (`PL-12:krakow`).

    `letters` open the references of its listings (`KV-0142`); `zone` is an IANA time zone; `country` is its country's id (its own for a
    country).
    """

    id: int
    code: str
    kind: RegionKind
    parent_id: int | None
    country: int
    letters: str
    names: Mapping[str, str]
    zone: str

    def name(self, language: str) -> str:
        """The name in a language, in the nominative; English where the language is not one of ours."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class TwinningRow:
    """A link of two regions as the register is first filled with it.

    `signed` and `as_of` are ISO dates or their known beginnings (`2024-03`), `valid_until` is an ISO date; each is empty where unknown.
    `sectors` are codes of models.sectors, `spheres` the agreement's own words, `also` further sources.
    """

    id: int
    code_a: str
    code_b: str
    level: Level
    instrument: Instrument
    signed: str
    precision: str
    status: str
    as_of: str
    sectors: tuple[str, ...]
    spheres: tuple[str, ...]
    valid_until: str
    source: str
    also: tuple[str, ...]
    note: str


def region(region_id: int) -> Region:
    """The region with a number; KeyError when there is none."""
    return _regions()[region_id]


def get(region_id: int) -> Region | None:
    """The region with a number, None when there is none (a button of long ago)."""
    return _regions().get(region_id)


def by_code(code: str) -> Region:
    """The region with a code such as `UA-32`, in any case; former codes are understood; KeyError when there is none."""
    folded = code.casefold()
    return _by_code()[_FORMER_CODES.get(folded, folded)]


def all_regions() -> tuple[Region, ...]:
    """Every region by number."""
    return tuple(_regions().values())


def countries() -> tuple[Region, ...]:
    """The countries by number: Ukraine and the first twins' before the others."""
    return tuple(each for each in all_regions() if each.kind is RegionKind.COUNTRY)


def children(region_id: int) -> tuple[Region, ...]:
    """What lies directly in a region, units before cities."""
    return _children().get(region_id, ())


def ancestors(region_id: int) -> tuple[Region, ...]:
    """What a region lies in, the nearest first, without itself."""
    return tuple(_upwards(region(region_id)))


def descendants(region_id: int) -> tuple[Region, ...]:
    """Everything that lies in a region, at any depth, without itself."""
    found: list[Region] = []
    for child in children(region_id):
        found += (child, *descendants(child.id))
    return tuple(found)


def find(text: str, language: str = "en", limit: int = 8) -> list[Region]:
    """Regions that a person may mean by a code, a name or a part of one, in any of our languages, best first.

    The usual transliterations and Russian forms are understood, though never shown; a misspelt name is taken for the nearest one.

    Example::

        atlas.find("Zhitomir", "uk")[0].code  # "UA-18"
    """
    return [region(number) for number in _index().find(text, language, limit)]


def spellings(region_id: int) -> set[str]:
    """How a region may be typed: its names, aliases and their transliterations, in small letters without diacritics."""
    names = {*region(region_id).names.values(), *_aliases().get(region_id, ())}
    return {spelling for name in names for spelling in spellings_of(name)}


def flag(of: Region) -> str:
    """The emoji flag of a region's country."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in of.code[:2])


@cache
def load_twinnings() -> tuple[TwinningRow, ...]:
    """The reviewed twinnings of models/data/twinnings.csv."""
    return tuple(
        TwinningRow(
            id=int(row["id"]),
            code_a=row["code_a"],
            code_b=row["code_b"],
            level=Level(row["level"]),
            instrument=Instrument(row["instrument"]),
            signed=row["signed"],
            precision=row["precision"],
            status=row["status"],
            as_of=row["as_of"],
            sectors=tuple(row["sectors"].split()),
            spheres=tuple(filter(None, row["spheres"].split(";"))),
            valid_until=row["valid_until"],
            source=row["source"],
            also=tuple(row["also"].split()),
            note=row["note"],
        )
        for row in _rows("twinnings.csv")
    )


# Codes that lists outside carry: India's of before 2023, Ukmergė under the city of Vilnius, and cities that are a unit by themselves.
_FORMER_CODES = {
    "in-ct": "in-cg",
    "in-or": "in-od",
    "in-tg": "in-ts",
    "in-ut": "in-uk",
    "lt-57:ukmerge": "lt-vl:ukmerge",
    "am-er:yerevan": "am-er",
    "ar:buenos-aires": "ar-c",
    "md-cu:chisinau": "md-cu",
}

_KIND_ORDER = tuple(RegionKind)


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    with (_DATA / file_name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _regions() -> Mapping[int, Region]:
    rows = list(_rows("regions.csv"))
    numbers = {row["code"]: int(row["id"]) for row in rows}
    found = [
        Region(
            id=int(row["id"]),
            code=row["code"],
            kind=RegionKind(row["kind"]),
            parent_id=numbers[row["parent"]] if row["parent"] else None,
            country=numbers[row["code"][:2]],
            letters=row["letters"],
            names=MappingProxyType({language: row[language] for language in LANGUAGES}),
            zone=row["timezone"],
        )
        for row in rows
    ]
    return MappingProxyType({each.id: each for each in sorted(found, key=lambda each: each.id)})


@cache
def _by_code() -> Mapping[str, Region]:
    return {each.code.casefold(): each for each in all_regions()}


@cache
def _children() -> Mapping[int, tuple[Region, ...]]:
    found: dict[int, list[Region]] = {}
    for each in all_regions():
        if each.parent_id is not None:
            found.setdefault(each.parent_id, []).append(each)
    return {parent: tuple(sorted(those, key=lambda each: (_KIND_ORDER.index(each.kind), each.id))) for parent, those in found.items()}


def _upwards(of: Region) -> Iterator[Region]:
    while of.parent_id is not None:
        of = region(of.parent_id)
        yield of


@cache
def _index() -> Index:
    index = Index()
    for each in all_regions():
        index.add(
            each.id, order=(_KIND_ORDER.index(each.kind), len(each.names["en"].split()), each.id), codes=_codes(each), names=each.names
        )
    for region_id, aliases in _aliases().items():
        index.add_aliases(region_id, aliases)
    return index


@cache
def _aliases() -> Mapping[int, list[str]]:
    return {by_code(row["code"]).id: row["aliases"].split("|") for row in _rows("region_aliases.csv")}


def _codes(of: Region) -> tuple[str, ...]:
    return (of.code, of.code[3:]) if of.kind is RegionKind.UNIT and of.code[:2] == "US" else (of.code,)
