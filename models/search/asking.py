"""What somebody typed, as what a document must have: a unit is a word or a phrase that means something together.

A unit is met exactly (by its words), strongly (by a concept that it surely means) or weakly. Longest phrases first, in the member's
language and English; a word that means nothing there is tried in the other languages.
"""

from collections.abc import Sequence
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
"""How well a stem, a concept, a weak concept and a like-sounding name answer, beside 1 for the word's dictionary form."""
LEAVE_OUT_ONE_MAX = 6
"""Units of which each may be missing in its turn; of more, any."""


@dataclass(frozen=True)
class AskedUnit:
    """One unit of a query. `exact` has a group of tokens for each of its words; a document meets it with a token of every group."""

    words: tuple[str, ...]
    exact: tuple[tuple[tuple[str, float], ...], ...]
    strong: tuple[tuple[str, float], ...]
    weak: tuple[tuple[str, float], ...]
    concepts: tuple[Concept, ...]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def asked(self, level: int) -> Asked:
        """What a document must have: 0 the words, 1 or what they surely mean, 2 or what they may mean."""
        by_words = all_of(one_of(token for token, _ in group) for group in self.exact)
        meant = [*(self.strong if level > 0 else ()), *(self.weak if level > 1 else ())]
        return one_of([by_words, *(token for token, _ in meant)])


def languages(text: str, spoken: str) -> list[str]:
    """The languages whose dictionaries a query needs: `words.ready()` loads them."""
    return words.languages_of(text, spoken)


@lru_cache(maxsize=1_000)
def units(text: str, spoken: str, *, names: bool = False) -> tuple[AskedUnit, ...]:
    """The units of a query, each once; `spoken` is the member's language; `names`: words are looked for in businesses' names too."""
    read_in = languages(text, spoken)
    found = words.split(text, *read_in)
    taken = {unit.words: unit for unit in vocabulary.units(found, read_in, anywhere=True)}
    return tuple(_asked(unit, read_in, names=names) for unit in list(taken.values())[:UNITS_MAX])


def level(asked: Sequence[AskedUnit], at: int) -> list[Asked]:
    """All units, met at this level."""
    return [unit.asked(at) for unit in asked]


def relaxed(asked: Sequence[AskedUnit]) -> Asked:
    """All units but one, whichever it is; of two or very many, any."""
    met = [unit.asked(2) for unit in asked]
    if len(met) == 2 or len(met) > LEAVE_OUT_ONE_MAX:
        return any_of(asked)
    return one_of(all_of(rest) for rest in combinations(met, len(met) - 1))


def any_of(asked: Sequence[AskedUnit]) -> Asked:
    """Any of the units."""
    return one_of(unit.asked(2) for unit in asked)


def _asked(unit: Unit, read_in: Sequence[str], *, names: bool) -> AskedUnit:
    meanings = unit.meanings
    strong, weak = tokens.of_unit(unit)
    if not meanings and "fi" in read_in:
        meanings = vocabulary.parts(unit.words[0])
        weak = [(tokens.concept_token(concept.token), weight) for concept, weight in meanings]
    heard = [(tokens.sound(words.fold(unit.words[0])), SOUND)] if tokens.is_name(unit, *read_in) else []
    places = [(tokens.region(c.region), weight) for c, weight in unit.meanings if c.region is not None]
    return AskedUnit(
        words=unit.words,
        exact=tuple(group for word in unit.words for group in _groups(word, read_in, names=names)),
        strong=(*((t, CONCEPT * w) for t, w in strong), *((t, CONCEPT * w) for t, w in places if w >= tokens.STRONG), *heard),
        weak=(*((t, _weak(t) * w) for t, w in weak), *((t, WEAK * w) for t, w in places if w < tokens.STRONG)),
        concepts=tuple(concept for concept, _ in meanings),
    )


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
        best[tokens.sounding_name(words.fold(word))] = STEM
    return [tuple(best.items())]
