"""What narrows a search beside its words: filters are tokens too, so that they cost what a word costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self, TypeVar

from models import atlas, sectors
from models.businesses import SizeBand
from models.opportunities import Cooperation, OpportunityType
from models.search import tokens
from models.search.engine import Condition, one_of
from models.words import LANGUAGES

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True)
class Filters:
    """What a person ticked; an empty set does not filter. Several of one kind: any of them; of two kinds: both."""

    regions: frozenset[int] = frozenset()
    """Registered or working there."""
    types: frozenset[OpportunityType] = frozenset()
    sectors: frozenset[int] = frozenset()
    cooperation: frozenset[Cooperation] = frozenset()
    sizes: frozenset[SizeBand] = frozenset()
    languages: frozenset[str] = frozenset()
    """Spoken by the business, or written in."""
    verified: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it; `of()` reads it back."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in values.items() if value}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What `kept()` gave; what is no value any more is left out."""
        return cls(
            regions=frozenset(i for i in kept.get("regions", ()) if atlas.get(i)),
            types=_members(OpportunityType, kept.get("types")),
            sectors=frozenset(kept.get("sectors", ())) & {sector.id for sector in sectors.all_sectors()},
            cooperation=_members(Cooperation, kept.get("cooperation")),
            sizes=_members(SizeBand, kept.get("sizes")),
            languages=frozenset(kept.get("languages", ())) & frozenset(LANGUAGES),
            verified=bool(kept.get("verified")),
        )

    def asked(self) -> list[Condition]:
        """What a document must have to pass."""
        groups: list[Iterable[str]] = [
            map(tokens.kind, self.types),
            map(tokens.sector, self.sectors),
            map(tokens.cooperation, self.cooperation),
            map(tokens.size, self.sizes),
            map(tokens.language, self.languages),
            [tokens.VERIFIED] if self.verified else [],
        ]
        places = [somewhere(self.regions)] if self.regions else []
        return [*places, *(Condition(one_of(group)) for group in map(frozenset, groups) if group)]


NO_FILTERS = Filters()


def _members(kinds: type[Kind], kept: Iterable[str] | None) -> frozenset[Kind]:
    """Members of an enum by their values; a value that is none (any more) is left out."""
    wanted = set(kept or ())
    return frozenset(member for member in kinds if member.value in wanted)


def somewhere(regions: Iterable[int], *, at_home: bool = False) -> Condition:
    """Registered or working in one of these regions or what lies in them; `at_home`: registered."""
    wanted = outermost(regions)
    places = wanted.union(inner.id for region in wanted for inner in atlas.descendants(region))
    if at_home:
        return Condition(one_of(map(tokens.home, wanted)), places, ("region_id",))
    return Condition(one_of(map(tokens.region, wanted)), places, ("region_id", "working_region_id"))


def outermost(regions: Iterable[int]) -> frozenset[int]:
    """The same places without those that lie in another of them: a document has the tokens of all that it lies in."""
    found = frozenset(regions)
    return frozenset(i for i in found if found.isdisjoint(ancestor.id for ancestor in atlas.ancestors(i)))
