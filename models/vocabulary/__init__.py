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
from models.words import Word, likeness

__all__ = [
    "Concept",
    "Meaning",
    "Unit",
    "VocabularyError",
    "alike",
    "broader",
    "close",
    "means",
    "meant_by",
    "parts",
    "phrases",
    "ready",
    "slips_of",
    "suggested",
    "units",
    "version",
]

HAN_TERM_MAX = 12
"""Characters of a Chinese term."""
COMPOUND_PART_MIN = 3
"""Letters of each part of a compound that are looked up (Finnish writes them together)."""
BY_FORM = 0.7
"""What the dictionary form of a word means beside what the word itself means, where it is a term as it stands."""
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

    `anywhere`: what no dictionary of them has is tried in the other languages too, without their dictionaries.
    """
    known = _taken(segmented(found), languages, words.read)
    if not anywhere or all(unit.meanings for unit in known):
        return known
    others = [code for code in words.LATIN if code not in languages]
    again: list[Unit] = []
    for foreign, run in groupby(known, key=lambda unit: not unit.meanings and not _is_known(unit.words[0], languages)):
        same = list(run)
        again += _taken([unit.words[0] for unit in same], others, words.guess) if foreign else same
    return again


def phrases(found: Sequence[str], language: str) -> list[tuple[str, ...]]:
    """Like `units()` of one language, without what they mean: `meant_by()` says that of each."""
    return _phrases(segmented(found), (language,), words.read)


def meant_by(phrase: tuple[str, ...], language: str) -> tuple[Meaning, ...]:
    """What one of `phrases()` means."""
    return _meaning(phrase, (language,), words.read)


def alike(word: str, languages: Iterable[str]) -> tuple[Meaning, ...]:
    """What a word without a meaning may mean, weakly: as the adjective of a noun, or by its sound in another language."""
    best: dict[int, float] = {}
    for language in languages:
        read = words.read(word, language)
        for number, weight in _by_root(read, language) or _by_sound(read):
            best[number] = max(weight, best.get(number, 0.0))
    return _ranked(best)


def meanings(phrase: Sequence[Word], language: str) -> tuple[Meaning, ...]:
    """What a phrase may mean in a language, the likeliest first, at most eight concepts."""
    return _ranked(dict(_looked_up(tuple(phrase), language)))


def means(word: str, language: str) -> bool:
    """Whether a word of `words.split` is a term of its own in a language."""
    return bool(meanings([words.read(word, language)], language))


def parts(word: str) -> tuple[str, ...]:
    """A Finnish compound as two words that mean something, the first one as it stands there; else nothing.

    >>> parts("mehiläisvahakynttilöitä")
    ('mehiläisvaha', 'kynttilöitä')
    """
    for cut in range(COMPOUND_PART_MIN, len(word) - COMPOUND_PART_MIN + 1):
        if meanings([words.read(word[cut:], "fi")], "fi") and meanings([words.read(word[:cut], "fi")], "fi"):
            return word[:cut], word[cut:]
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
        for concept, weight in unit.meanings or _of_parts(unit.words[0], languages):
            if concept.division:
                votes[sectors.of_division(concept.division).id] += round(weight * 1000)
    ranked = sorted(votes, key=lambda sector_id: (-votes[sector_id], sector_id))
    return [sectors.sector(sector_id) for sector_id in ranked[:limit]]


def _of_parts(word: str, languages: Sequence[str]) -> Iterable[Meaning]:
    return (meaning for unit in units(parts(word), ["fi"]) for meaning in unit.meanings) if "fi" in languages else ()


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
    return [Unit(phrase, _meaning(phrase, tuple(languages), read)) for phrase in _phrases(parted, tuple(languages), read)]


def _phrases(parted: Sequence[str], languages: tuple[str, ...], read: Callable[[str, str], Word]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(parted):
        length = min(_longest(parted[at], languages, read), len(parted) - at)
        while length > 1 and not _in_any(tuple(parted[at : at + length]), languages, read):
            length -= 1
        if length == 1 and _joined(tuple(parted[at : at + 2]), languages, read):
            length = 2
        found.append(tuple(parted[at : at + length]))
        at += length
    return found


def _meaning(phrase: tuple[str, ...], languages: tuple[str, ...], read: Callable[[str, str], Word]) -> tuple[Meaning, ...]:
    return _in_any(phrase, languages, read) or _joined(phrase, languages, read)


def _joined(pair: tuple[str, ...], languages: tuple[str, ...], read: Callable[[str, str], Word]) -> tuple[Meaning, ...]:
    """What two words mean that may be one which somebody wrote apart: "ruoka öljy"."""
    if len(pair) != 2 or any(len(word) < COMPOUND_PART_MIN or not word.isalpha() or words.is_chinese(word) for word in pair):
        return ()
    # An ending changes nothing before it: most pairs begin no term, and need not be read as one word.
    beginning = words.fold(pair[0] + pair[1][: COMPOUND_PART_MIN - 1])
    known_in = (*languages, "*") if not words.is_cyrillic(beginning) else ("uk", "*")
    if not any(next(_loaded().phrases.iterkeys(f"{language} {beginning}"), None) for language in known_in):
        return ()
    return _in_any(("".join(pair),), languages, read)


@lru_cache(maxsize=50_000)
def _longest(word: str, languages: tuple[str, ...], read: Callable[[str, str], Word]) -> int:
    """Of how many words a known phrase that begins with this one may be; most words begin none."""
    beginnings = {f"* {words.fold(word)} "}
    for language in languages:
        known = read(word, language)
        beginnings.add(f"* {known.text} ")
        # Words in other letters may follow, and make the phrase one of their language.
        for of in (language, "uk", "zh"):
            beginnings |= {f"{of} {key} " for key in (known.lemma, known.stem, known.text)}
            beginnings |= {f"{of}= {key} " for key in (known.form, known.written)}
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


def _is_known(word: str, languages: Iterable[str]) -> bool:
    return any(words.is_known(word, language) for language in languages)


def _read_in(word: Word, language: str) -> str:
    return "uk" if words.is_cyrillic(word.text) else "zh" if words.is_chinese(word.text) else language


@lru_cache(maxsize=20_000)
def _looked_up(phrase: tuple[Word, ...], language: str) -> tuple[tuple[int, float], ...]:
    # A phrase with a Cyrillic word is Ukrainian, with a Chinese one Chinese, whatever its neighbours are.
    language = next((read for word in phrase if (read := _read_in(word, language)) != language), language)
    written, form = (_records(f"{language}= {' '.join(said)}") for said in ([w.written for w in phrase], [w.form for w in phrase]))
    if written or form:
        # "Київ" is first of all Kyiv, and only then the plural of a billiard cue.
        best = {number: weight * (BY_FORM if written else 1) for number, weight in form}
        return tuple({number: max(weight, dict(written).get(number, 0)) for number, weight in (*best.items(), *written)}.items())
    for keys in ("lemma", "stem", "text"):
        if known := _records(f"{language} {' '.join(getattr(word, keys) for word in phrase)}"):
            return known
    return ()


def _by_root(word: Word, language: str) -> tuple[tuple[int, float], ...]:
    language = _read_in(word, language)
    return _records(f"{language}~ {likeness.root(word.lemma, language)}") if likeness.is_adjective(word.lemma, language) else ()


def _by_sound(word: Word) -> tuple[tuple[int, float], ...]:
    return next((found for sound in word.sounds if (found := _records(f"~ {sound}"))), ())


def _records(phrase: str) -> tuple[tuple[int, float], ...]:
    return tuple((number, weight / 255) for number, weight in _loaded().phrases.get(phrase, ()))


@lru_cache(maxsize=20_000)
def _segments(run: str) -> tuple[str, ...]:
    """The cut with the fewest unknown characters, of these the one with the fewest parts; unknown neighbours stay together."""
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())]
    for end in range(1, len(run) + 1):
        unknown, many, before = best[end - 1]
        options = [(unknown + 2, many + 1, (*before, run[end - 1]))]
        for length in range(1, min(HAN_TERM_MAX, end) + 1):
            part = run[end - length : end]
            if _cut_out(part):
                unknown, many, before = best[end - length]
                # A single character means so many things that it is hardly better than an unknown one.
                options.append((unknown + (length == 1), many + 1, (*before, part)))
        best.append(min(options))
    return _joined_unknown(best[-1][2])


def _cut_out(part: str) -> bool:
    """Whether characters are a term, or are one with letters or digits beside them: 3D打印."""
    return bool(_records(f"zh {part}") or _records(f"{compiler.RUN} {part}"))


def _joined_unknown(parted: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for known, run in groupby(parted, key=_cut_out):
        same = list(run)
        found += same if known else ["".join(same)]
    return tuple(found)
