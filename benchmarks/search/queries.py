"""What people type, in seven languages, the same for the same seed; each workload is asked for by itself."""

import random
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.listings import Made, by_frequency, listings
from benchmarks.search.places import PLACES
from models import sectors, words
from models.opportunities import OpportunityType
from models.search import Filters, Query
from models.vocabulary.source import Concept

TWINS = 4
COMMON, RARE = 20, 5_000
"""The most frequent concepts, and from which place on they are rare."""


def workloads(number: int, seed: int) -> dict[str, list[Query]]:
    """So many queries of each kind."""
    kinds: dict[str, Callable[[random.Random, Made], Query]] = {
        "typical": typical,
        "two words": two_words,
        "wide": wide,
        "filters": filters,
        "common word": common,
        "rare word": rare,
    }
    return {name: list(_asked(make, number, seed)) for name, make in kinds.items()}


def _asked(make: Callable[[random.Random, Made], Query], number: int, seed: int) -> Iterator[Query]:
    """Each has a listing of the smallest database in mind."""
    chance = random.Random(seed)
    return (make(chance, made) for made in islice(listings(10_000, seed=seed), 0, 10_000, 10_000 // number))


def typical(chance: random.Random, made: Made) -> Query:
    """A word of a listing, in another language, among the reader's twins."""
    reader = _other(chance, made.language)
    return Query(_term(chance, made.said[0], reader), reader, regions=_twins(chance, made.language))


def two_words(chance: random.Random, made: Made) -> Query:
    """Two words of one listing."""
    reader = _other(chance, made.language)
    text = f"{_term(chance, made.said[0], reader)} {_term(chance, made.said[1], reader)}"
    return Query(text, reader, regions=_twins(chance, made.language))


def wide(chance: random.Random, made: Made) -> Query:
    """The same as `typical` among all regions."""
    reader = _other(chance, made.language)
    return Query(_term(chance, made.said[0], reader), reader)


def filters(chance: random.Random, made: Made) -> Query:
    """The same as `typical` with a sector and a type ticked."""
    reader = _other(chance, made.language)
    ticked = Filters(types=frozenset({OpportunityType.BUSINESS_OFFER}), sectors=frozenset({sectors.of_division(made.division).id}))
    return Query(_term(chance, made.said[0], reader), reader, regions=_twins(chance, made.language), filters=ticked)


def common(chance: random.Random, made: Made) -> Query:
    """A word that listings have most often, among the reader's twins."""
    reader = _other(chance, made.language)
    return Query(_term(chance, chance.choice(by_frequency()[:COMMON]), reader), reader, regions=_twins(chance, made.language))


def rare(chance: random.Random, made: Made) -> Query:
    """A word that few listings have, among the reader's twins."""
    reader = _other(chance, made.language)
    return Query(_term(chance, chance.choice(by_frequency()[RARE:]), reader), reader, regions=_twins(chance, made.language))


def _other(chance: random.Random, language: str) -> str:
    return chance.choice([code for code in words.LANGUAGES if code != language])


def _term(chance: random.Random, concept: Concept, language: str) -> str:
    return chance.choice(concept.terms[language])


def _twins(chance: random.Random, language: str) -> frozenset[int]:
    """Four regions: one where such listings come from, and three of anywhere."""
    others = [place for places in PLACES.values() for place in places]
    return frozenset({chance.choice(PLACES[language]), *chance.sample(others, TWINS - 1)})
