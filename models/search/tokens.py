"""A listing as tokens: its words under their keys, what they mean, and its filters.

Marked tokens by their letter: c strong and w weak concept, r place (and all it lies in), h registered there, k type, i sector,
p cooperation, s size, l language, v verified, n a word of the business's name, t a name as it sounds, e the end of the title.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from models import atlas, vocabulary, words
from models.businesses import SizeBand
from models.opportunities import Cooperation, Listing, OpportunityType
from models.vocabulary import Unit
from models.words import MARK

CONCEPTS_MAX = 16
"""Concepts that the index keeps of one listing, the best ones."""
PART_CONCEPTS_MAX = 2
"""Of a part of a phrase, the likeliest ones."""
STRONG = 0.6
"""From this weight on a phrase is taken at its word."""
END_OF_TITLE = f"{MARK}e"
VERIFIED = f"{MARK}v"


def of_listing(listing: Listing) -> list[str]:
    """All tokens of a listing, those of its title first; a token stands once."""
    version = listing.version
    title = _Part([(text, version.language) for text in (version.title, *version.keywords)] + _english(version.title_en), title=True)
    body = _Part([(text, version.language) for text in (version.summary, version.partner_role) if text] + _english(version.summary_en))
    first = dict.fromkeys((*title.words, *title.sounds))
    rest = dict.fromkeys((*body.words, *body.sounds))
    kept = list(dict.fromkeys((*first, *rest)))[: words.TOKENS_MAX]
    title_concepts = dict.fromkeys(title.concepts)
    concepts = list(dict.fromkeys((*title_concepts, *body.concepts)))[:CONCEPTS_MAX]
    return [
        *(token for token in kept if token in first),
        *(token for token in concepts if token in title_concepts),
        END_OF_TITLE,
        *(token for token in kept if token not in first),
        *(token for token in concepts if token not in title_concepts),
        *dict.fromkeys(_name_tokens(listing.business_version.name)),
        *_filters(listing),
    ]


def of_unit(unit: Unit) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """What a unit means, as tokens with their weights: the strong ones, then the weak ones."""
    strong = [(concept_token(c.token), weight) for c, weight in unit.meanings if weight >= STRONG]
    weak = [(concept_token(c.token), weight) for c, weight in unit.meanings if weight < STRONG]
    return strong, [*weak, *((weak_token(c.token), weight) for c, weight in unit.meanings)]


def spoken(listing: Listing) -> set[str]:
    """The words of a listing that anybody may read, for mending misspelt queries."""
    version = listing.version
    return {word for text in (version.title, version.summary, version.title_en or "", *version.keywords) for word in words.words(text)}


def region(region_id: int) -> str:
    return f"{MARK}r{region_id}"


def home(region_id: int) -> str:
    return f"{MARK}h{region_id}"


def kind(of: OpportunityType) -> str:
    return f"{MARK}k{plain(of)}"


def sector(sector_id: int) -> str:
    return f"{MARK}i{sector_id}"


def cooperation(of: Cooperation) -> str:
    return f"{MARK}p{plain(of)}"


def size(of: SizeBand) -> str:
    return f"{MARK}s{list(SizeBand).index(of)}"


def language(code: str) -> str:
    return f"{MARK}l{code}"


def concept_token(concept: str) -> str:
    return f"{MARK}c{concept}"


def weak_token(concept: str) -> str:
    return f"{MARK}w{concept}"


def name(word: str) -> str:
    return f"{MARK}n{word}"


def sounds(word: str, *languages: str) -> list[str]:
    """How a word of `words.split` sounds, whichever letters it is written in: Житомир, Zhytomyr, Zhitomir.

    >>> sounds("житомир", "uk"), sounds("zhytomyr", "en"), sounds("zhitomir", "en")
    (['ʘtsitumir'], ['ʘtsitumir'], ['ʘtsitumir'])
    """
    heard = (sound for code in languages for sound in words.read(word, code).sounds) if not words.is_chinese(word) else ()
    return [f"{MARK}t{sound}" for sound in dict.fromkeys(heard)]


def sounding_names(word: str) -> list[str]:
    """A word of a business's name as it sounds."""
    return [name(sound.removeprefix(f"{MARK}t")) for sound in sounds(word, "en")]


def plain(code: str) -> str:
    """A code without what FTS5's ascii tokenizer splits at."""
    return code.replace("_", "")


class _Part:
    """A part of a listing: its tokens, those of how its names sound, those of what its phrases mean."""

    def __init__(self, texts: Iterable[tuple[str, str]], *, title: bool = False) -> None:
        self.words: list[str] = []
        said: list[_Said] = []
        for text, language in texts:
            found = words.split(text, language)
            for word in found:
                self.words += keys(word, language)
            said += [_said(phrase, language, title=title) for phrase in vocabulary.phrases(found, language)]
        self.sounds = [sound for each in said for sound in each.sounds]
        # Strong ones first, then the weak ones, what is broader than the strong ones, and what the parts of a phrase may mean.
        self.concepts = [token for kind in (0, 1, 2, 3) for each in said for token in each[kind]]


class _Said(NamedTuple):
    """The tokens of what a phrase says."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]
    above: tuple[str, ...]
    parts: tuple[str, ...]
    sounds: tuple[str, ...]


@lru_cache(maxsize=50_000)
def _said(phrase: tuple[str, ...], language: str, *, title: bool) -> _Said:
    unit = Unit(phrase, vocabulary.meant_by(phrase, language))
    sure = [concept for concept, weight in unit.meanings if weight >= STRONG]
    unsure = [concept for concept, weight in unit.meanings if weight < STRONG]
    if title and not unit.meanings:
        unsure = [concept for concept, _ in vocabulary.alike(phrase[0], [language])[:PART_CONCEPTS_MAX]]
    apart = taken_apart(unit, [language]) if title or not unit.meanings else []
    # In a title every word without a meaning: "postmodernism" is one in all languages, and no dictionary tells.
    heard = not unit.meanings and (title or is_name(unit, language))
    return _Said(
        tuple(concept_token(concept.token) for concept in sure),
        tuple(weak_token(concept.token) for concept in unsure),
        tuple(weak_token(wider.token) for concept in sure if (wider := vocabulary.broader(concept))),
        tuple(weak_token(concept.token) for part in apart for concept, _ in part.meanings[:PART_CONCEPTS_MAX]),
        tuple(sounds(phrase[0], language)) if heard else (),
    )


def is_name(unit: Unit, *languages: str) -> bool:
    """A word without a meaning that no dictionary has: it may be a name, and is written differently in other letters."""
    word = unit.words[0]
    if unit.meanings or words.is_chinese(word):
        return False
    return not any(words.is_known(word, language) for language in languages)


@lru_cache(maxsize=100_000)
def keys(word: str, language: str) -> Iterable[str]:
    """The tokens of a word of `words.split`."""
    return words.characters(word) if words.is_chinese(word) else words.read(word, language).keys


def _english(text: str | None) -> list[tuple[str, str]]:
    return [(text, "en")] if text else []


def taken_apart(unit: Unit, languages: Sequence[str]) -> list[Unit]:
    """The words of a phrase, or the parts of a Finnish compound that means nothing as a whole; nothing for a single word."""
    if len(unit.words) > 1:
        return [part for word in unit.words for part in vocabulary.units([word], languages)]
    if unit.meanings or "fi" not in languages:
        return []
    return vocabulary.units(vocabulary.parts(unit.words[0]), ["fi"])


def _name_tokens(business: str) -> Iterator[str]:
    for word in words.words(business):
        yield name(word)
        yield from sounding_names(word)


def _filters(listing: Listing) -> list[str]:
    business, version = listing.business, listing.version
    places = [place for place in (business.region_id, business.working_region_id) if place]
    return list(
        dict.fromkeys(
            (
                *(region(around) for place in places for around in _around(place)),
                *(home(around) for around in _around(business.region_id)),
                kind(version.type),
                *map(sector, listing.business_version.sectors),
                *(cooperation(Cooperation(code)) for code in version.cooperation),
                *([size(business.size)] if business.size else []),
                *(language(code) for code in (version.language, *business.languages)),
                *([VERIFIED] if listing.verifications else []),
            )
        )
    )


def _around(place: int) -> list[int]:
    return [place, *(ancestor.id for ancestor in atlas.ancestors(place))]
