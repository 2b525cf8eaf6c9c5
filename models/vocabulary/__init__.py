"""The trade vocabulary: what a phrase in one language is called in the others, and which sector it belongs to."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

import marisa_trie

from models import sectors, words
from models.vocabulary import compiler, source
from models.vocabulary.compiler import version
from models.vocabulary.source import VocabularyError
from models.words import Word

__all__ = [
    "Concept",
    "Meaning",
    "Unit",
    "VocabularyError",
    "broader",
    "close",
    "meant_by",
    "parts",
    "phrases",
    "ready",
    "slips_of",
    "suggested",
    "units",
    "version",
]

HAN_TERM_MAX = 8
"""Characters of a Chinese term."""
COMPOUND_PART_MIN = 4
"""Letters of each part of a compound that are looked up (Finnish writes them together)."""
COMPOUND = 0.5
"""Weight of what only a part of a compound means."""
_SLIP_MIN = 4

_LETTERS = {"uk": "абвгдежзийклмнопрстуфхцчшщьюяєії", "": "abcdefghijklmnopqrstuvwxyz"}


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as it is looked up; `token` stands for it in the index, `region` is set for a place."""

    token: str
    slug: str
    division: str | None
    broader: int | None
    region: int | None
    names: tuple[str, ...]

    def name(self, language: str) -> str:
        """What people call it; English where the language is not one of ours."""
        return self.names[words.LANGUAGES.index(language) if language in words.LANGUAGES else 1]


class Meaning(NamedTuple):
    """A concept that a phrase may mean, with a weight of (0, 1]: below 1 where the phrase is ambiguous."""

    concept: Concept
    weight: float


@dataclass(frozen=True, slots=True)
class Unit:
    """Neighbouring words (of `words.split`) that mean something together, and what; a word without a meaning stands alone."""

    words: tuple[str, ...]
    meanings: tuple[Meaning, ...]


async def ready(languages: Iterable[str]) -> None:
    """Load the vocabulary and these languages' dictionaries, without holding anybody up."""
    await words.ready(languages)
    if not _loaded.cache_info().currsize:
        await asyncio.to_thread(_loaded)


def units(found: Sequence[str], languages: Sequence[str], *, anywhere: bool = False) -> list[Unit]:
    """Words taken together where the vocabulary knows them together, longest phrase first, in any of these languages.

    `anywhere`: what means nothing in them is tried in the other languages too, without their dictionaries.
    """
    known = _taken(segmented(found), languages, words.read)
    if not anywhere or all(unit.meanings for unit in known):
        return known
    others = [code for code in words.LATIN if code not in languages]
    again: list[Unit] = []
    for meant, run in groupby(known, key=lambda unit: bool(unit.meanings)):
        same = list(run)
        again += same if meant else _taken([unit.words[0] for unit in same], others, words.guess)
    return again


def phrases(found: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """Like `units()` of one language, without what they mean: `meant_by()` says that of each."""
    return _phrases(segmented(found), (language,), words.read)


def meant_by(phrase: tuple[str, ...], language: str) -> tuple[Meaning, ...]:
    """What one of `phrases()` means."""
    return _in_any(phrase, (language,), words.read)


def meanings(phrase: Sequence[Word], language: str) -> tuple[Meaning, ...]:
    """What a phrase may mean in a language, the likeliest first, at most eight concepts."""
    return _ranked(dict(_looked_up(tuple(phrase), language)))


def parts(word: str) -> tuple[Meaning, ...]:
    """What the two parts of a Finnish compound mean, weakly: "mehiläisvahakynttilä" has something of beeswax and of a candle."""
    for cut in range(COMPOUND_PART_MIN, len(word) - COMPOUND_PART_MIN + 1):
        last = meanings([words.read(word[cut:], "fi")], "fi")
        first = meanings([words.read(word[:cut], "fi")], "fi") if last else ()
        if first:
            return tuple(Meaning(each.concept, each.weight * COMPOUND) for each in (*last[:3], *first[:3]))
    return ()


def segmented(found: Sequence[str]) -> list[str]:
    """The same words with each run of Chinese characters taken apart into the longest known terms; what is unknown stays together."""
    return [part for word in found for part in (_segments(word) if words.is_chinese(word) else (word,))]


def broader(concept: Concept) -> Concept | None:
    """What the concept is a kind of."""
    return None if concept.broader is None else _concept(concept.broader)


def suggested(text: str, languages: Sequence[str], limit: int = 3) -> list[sectors.Sector]:
    """Sectors that a text speaks of, the likeliest first: by the NACE divisions of its concepts."""
    votes: Counter[int] = Counter()
    for unit in units(words.split(text, *languages), languages, anywhere=True):
        for concept, weight in unit.meanings or (parts(unit.words[0]) if "fi" in languages else ()):
            if concept.division:
                votes[sectors.of_division(concept.division).id] += round(weight * 1000)
    ranked = sorted(votes, key=lambda sector_id: (-votes[sector_id], sector_id))
    return [sectors.sector(sector_id) for sector_id in ranked[:limit]]


def close(word: str, languages: Iterable[str]) -> list[str]:
    """Words of the vocabulary that are one slip of a finger away from a folded word: a letter too many, too few, wrong, or two swapped."""
    if len(word) < _SLIP_MIN:
        return []
    known = _loaded().words
    slips = slips_of(word)
    return sorted({slip for language in languages for slip in slips if f"{language} {slip}" in known} - {word})


def slips_of(word: str) -> set[str]:
    """Everything one slip away from a word, in the letters of its script."""
    letters = _LETTERS["uk" if words.is_cyrillic(word) else ""]
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(head + tail[1:] for head, tail in cuts if tail),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in cuts if tail for letter in letters),
        *(head + letter + tail for head, tail in cuts for letter in letters),
    }


class _Loaded(NamedTuple):
    phrases: marisa_trie.RecordTrie
    words: marisa_trie.Trie
    concepts: list[str]


@cache
def _loaded() -> _Loaded:
    folder = compiler.compiled()
    phrases, vocabulary_words = marisa_trie.RecordTrie(compiler.RECORD), marisa_trie.Trie()
    phrases.mmap(str(folder / "phrases.marisa"))
    vocabulary_words.mmap(str(folder / "words.marisa"))
    return _Loaded(phrases, vocabulary_words, (folder / "concepts.txt").read_text(encoding="utf-8").split("\n"))


@lru_cache(maxsize=20_000)
def _concept(number: int) -> Concept:
    token, slug, division, above, region, *names = _loaded().concepts[number].split("|")
    return Concept(token, slug, division or None, int(above) if above else None, int(region) if region else None, tuple(names))


def _taken(parted: Sequence[str], languages: Sequence[str], read: Callable[[str, str], Word]) -> list[Unit]:
    return [Unit(phrase, _in_any(phrase, tuple(languages), read)) for phrase in _phrases(parted, tuple(languages), read)]


def _phrases(parted: Sequence[str], languages: tuple[str, ...], read: Callable[[str, str], Word]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(parted):
        length = min(_longest(parted[at], languages, read), len(parted) - at)
        while length > 1 and not _in_any(tuple(parted[at : at + length]), languages, read):
            length -= 1
        found.append(tuple(parted[at : at + length]))
        at += length
    return found


@lru_cache(maxsize=50_000)
def _longest(word: str, languages: tuple[str, ...], read: Callable[[str, str], Word]) -> int:
    """Of how many words a known phrase that begins with this one may be; most words begin none."""
    beginnings = {f"* {words.fold(word)} "}
    for language in languages:
        known = read(word, language)
        # Words in other letters may follow, and make the phrase one of their language.
        beginnings |= {f"{of} {key} " for of in (language, "uk", "zh") for key in (known.lemma, known.stem, known.text)}
    trie = _loaded().phrases
    lengths = (2 + key.count(" ", len(start)) for start in beginnings for key in trie.keys(start))
    return min(max(lengths, default=1), source.TERM_WORDS_MAX)


@lru_cache(maxsize=50_000)
def _in_any(phrase: tuple[str, ...], languages: tuple[str, ...], read: Callable[[str, str], Word]) -> tuple[Meaning, ...]:
    best: dict[int, float] = {}
    for language in languages:
        for number, weight in _looked_up(tuple(read(word, language) for word in phrase), language):
            best[number] = max(weight, best.get(number, 0.0))
    return _ranked(best or dict(_records("* " + " ".join(words.fold(word) for word in phrase))))


def _ranked(weights: Mapping[int, float]) -> tuple[Meaning, ...]:
    best = sorted(weights.items(), key=lambda each: (-each[1], each[0]))[: compiler.CONCEPTS_OF_A_PHRASE_MAX]
    return tuple(Meaning(_concept(number), weight) for number, weight in best)


@lru_cache(maxsize=20_000)
def _looked_up(phrase: tuple[Word, ...], language: str) -> tuple[tuple[int, float], ...]:
    # A phrase with a Cyrillic word is Ukrainian, with a Chinese one Chinese, whatever its neighbours are.
    if any(words.is_cyrillic(word.text) for word in phrase):
        language = "uk"
    elif any(words.is_chinese(word.text) for word in phrase):
        language = "zh"
    for keys in ("lemma", "stem", "text"):
        found = _records(f"{language} {' '.join(getattr(word, keys) for word in phrase)}")
        if found:
            return found
    return ()


def _records(phrase: str) -> tuple[tuple[int, float], ...]:
    return tuple((number, weight / 255) for number, weight in _loaded().phrases.get(phrase, ()))


@lru_cache(maxsize=20_000)
def _segments(run: str) -> tuple[str, ...]:
    found: list[str] = []
    unknown = ""
    at = 0
    while at < len(run):
        part = next((p for n in range(HAN_TERM_MAX, 0, -1) if len(p := run[at : at + n]) == n and _records(f"zh {p}")), "")
        if part:
            found += [unknown, part]
            unknown = ""
        else:
            unknown += run[at]
        at += len(part) or 1
    return tuple(part for part in (*found, unknown) if part)
