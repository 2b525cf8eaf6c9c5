"""What somebody typed, as what a document must have: a unit is a word or a phrase that means something together.

A unit is met exactly (by its words), strongly (by a concept that it surely means) or weakly. Longest phrases first, in the member's
language and English; a word that means nothing there is tried in the other languages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from models import vocabulary, words
from models.search import tokens
from models.search.engine import Asked, all_of, one_of
from models.vocabulary import Concept, Unit

UNITS_MAX = 16
"""Different words or phrases of a text that are searched."""
CONCEPTS_MAX = 8
STEM, CONCEPT, WEAK, SOUND = 0.9, 0.8, 0.55, 0.75
"""How well a stem, a concept, a weak concept and a like-sounding word answer, beside 1 for the word's dictionary form."""
APART, BROADER, SIBLING = 0.8, 0.4, 0.25
"""Likewise the words of a phrase each for itself, what is broader than what was asked for, and what that has besides."""
LEAVE_OUT_ONE_MAX = 6
"""Units of which each may be missing in its turn; of more, any."""
LAST = 3
"""The level at which a phrase is met by its words each for itself, too."""


@dataclass(frozen=True)
class AskedUnit:
    """One unit of a query. `exact` has a group of tokens for each of its words; a document meets it with a token of every group."""

    words: tuple[str, ...]
    exact: tuple[tuple[tuple[str, float], ...], ...]
    strong: tuple[tuple[str, float], ...]
    weak: tuple[tuple[str, float], ...]
    concepts: tuple[Concept, ...]
    around: tuple[tuple[str, float], ...] = ()
    """What is broader, and its other kinds."""
    parts: tuple["AskedUnit", ...] = ()
    """The words of a phrase, or the parts of a compound: all of them together answer too."""

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def asked(self, level: int) -> Asked:
        """What a document must have: 0 the words, 1 or what they surely mean, 2 or what they may mean, 3 or all their parts."""
        by_words = all_of(one_of(token for token, _ in group) for group in self.exact)
        meant = [*(self.strong if level > 0 else ()), *(self.weak if level > 1 else ())]
        by_parts = [all_of(part.asked(2) for part in self.parts)] if self.parts and level >= LAST else []
        return one_of([by_words, *(token for token, _ in meant), *by_parts])


def languages(text: str, spoken: str) -> list[str]:
    """The languages whose dictionaries a query needs: `words.ready()` loads them."""
    return words.languages_of(text, spoken)


@lru_cache(maxsize=1_000)
def units(text: str, spoken: str, *, names: bool = False) -> tuple[AskedUnit, ...]:
    """The units of a query, each once; `spoken` is the member's language; `names`: words are looked for in businesses' names too."""
    read_in = languages(text, spoken)
    found = _meant(text, read_in)
    taken = {unit.words: unit for unit in vocabulary.units(found, read_in, anywhere=True)}
    return tuple(_asked(unit, read_in, names=names) for unit in list(taken.values())[:UNITS_MAX])


def level(asked: Sequence[AskedUnit], at: int) -> list[Asked]:
    """All units, met at this level."""
    return [unit.asked(at) for unit in asked]


def partly(asked: Sequence[AskedUnit]) -> list[list[Asked]]:
    """What else may answer, the likeliest first: the words of the phrases, all words but one, any word, what is broader."""
    met = [part.asked(2) for unit in asked for part in (unit.parts or (unit,))]
    ways = [level(asked, LAST)] if any(unit.parts for unit in asked) else []
    if 2 < len(met) <= LEAVE_OUT_ONE_MAX:
        ways.append([one_of(all_of(rest) for rest in combinations(met, len(met) - 1))])
    # Of several words each would bring its relatives: honey for "pyrolysis oil", since both oil and honey are food.
    around = [token for token, _ in asked[0].around] if len(asked) == 1 else []
    return [*ways, *([[one_of(met)]] if len(met) > 1 else []), *([[one_of(around)]] if around else [])]


def _meant(text: str, read_in: Sequence[str]) -> list[str]:
    """The words of a text without what is a stop word; one that is a word of the first language stays: Turkish "at" is a horse."""
    kept = words.split(text, read_in[0])
    stopped = set(kept) - set(words.split(text, *read_in))
    return [word for word in kept if word not in stopped or vocabulary.means(word, read_in[0])]


def _asked(unit: Unit, read_in: Sequence[str], *, names: bool) -> AskedUnit:
    strong, weak = tokens.of_unit(unit)
    parts = tuple(_asked(part, read_in, names=names) for part in tokens.taken_apart(unit, read_in))
    heard: list[str] = []
    if not unit.meanings:
        weak = [(tokens.concept_token(concept.token), weight) for concept, weight in vocabulary.alike(unit.words[0], read_in)]
        heard = tokens.sounds(unit.words[0], *read_in)
    places = [(tokens.region(c.region), weight) for c, weight in unit.meanings if c.region is not None]
    return AskedUnit(
        words=unit.words,
        exact=tuple(group for word in unit.words for group in _groups(word, read_in, names=names)),
        strong=(
            *((t, CONCEPT * w) for t, w in strong),
            *((t, CONCEPT * w) for t, w in places if w >= tokens.STRONG),
            *((t, SOUND) for t in heard),
        ),
        weak=(*((t, _weak(t) * w) for t, w in weak), *((t, WEAK * w) for t, w in places if w < tokens.STRONG)),
        concepts=tuple(concept for concept, _ in unit.meanings) or tuple(concept for part in parts for concept in part.concepts),
        around=tuple(_around(unit)),
        parts=parts,
    )


def _around(unit: Unit) -> Iterator[tuple[str, float]]:
    for concept, weight in unit.meanings:
        wider = vocabulary.broader(concept)
        if wider:
            yield tokens.concept_token(wider.token), BROADER * weight
            yield tokens.weak_token(wider.token), SIBLING * weight


def _weak(token: str) -> float:
    return WEAK if token.startswith(tokens.weak_token("")) else CONCEPT


def _groups(word: str, read_in: Sequence[str], *, names: bool) -> list[tuple[tuple[str, float], ...]]:
    """The tokens of a word in each language; of a run of Chinese characters its pairs, all of which are needed."""
    if words.is_chinese(word):
        return [((pair, 1.0),) for pair in words.pairs(word)]
    best: dict[str, float] = {}
    for language in read_in:
        read = words.read(word, language)
        best[read.stem] = max(best.get(read.stem, 0.0), STEM)
        best[read.lemma] = 1.0
    if names:
        best[tokens.name(words.fold(word))] = 1.0
        best.update((sound, STEM) for sound in tokens.sounding_names(word))
    return [tuple(best.items())]
