"""Makes the look-up files of the vocabulary: phrases to concepts, compact enough to stay in memory.

`python -m models.vocabulary` makes them at install; a start that finds none, or older ones, makes them first.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version as version_of
from itertools import count
from pathlib import Path

import marisa_trie

from models import atlas, made, words
from models.vocabulary import source
from models.vocabulary.source import Concept
from models.words import likeness

CONCEPTS_OF_A_PHRASE_MAX = 8
RECORD = "<HB"
"""Of a phrase: the concept's place in the list, and its weight in 255ths."""
SYNONYM = 0.8
"""Share of a concept in one of its other terms, beside 1 in its preferred term, where several concepts claim the same word."""
BY_STEM = 0.85
"""Weight of a phrase found by its stem only."""
BY_SWAPPED = 0.9
"""Of two words in the other order, where a language puts an adjective before its noun or behind."""
BY_ROOT, BY_SOUND = 0.5, 0.45
"""Of an adjective made of a noun; of a word that sounds the same in another language."""
SWAPS = ("uk", "pl")
RUN = "zh+"
"""Before characters that are a term together with letters or digits: 3D打印."""
PLACE = 0.35
"""Share of a place in a word that is no name only: "van", "batman"."""

_DATA = Path(__file__).parent.parent / "data"
_ALGORITHM = 7


@cache
def version() -> str:
    """Changes when the same text may give other tokens."""
    digest = hashlib.blake2s(digest_size=6)
    for part in (str(_ALGORITHM), str(words.VERSION), version_of("simplemma"), version_of("snowballstemmer")):
        digest.update(part.encode())
    for path in (*sorted(source.FOLDER.glob("*.txt")), source.SCIENTIFIC, _DATA / "regions.csv", _DATA / "region_aliases.csv"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def compiled() -> Path:
    """The folder of the look-up files of this version, made when there is none."""
    return made.found(version(), made_by="models.vocabulary")


def make() -> Path:
    """Make the look-up files of this version anew.

    Raises:
        VocabularyError: two concepts share a token.
        OSError: they can be written nowhere.
    """
    concepts = source.read()
    return made.make(version(), lambda folder: _write(concepts, folder))


def token(slug: str) -> str:
    """What stands for a concept in the index, without its mark: short, and the same for ever.

    >>> token("honey")
    '1rfchw'
    """
    number = int.from_bytes(hashlib.blake2s(slug.encode(), digest_size=4).digest()) % 36**6
    digits = ""
    for _ in range(6):
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def _write(concepts: list[Concept], folder: Path) -> None:
    numbers = {concept.slug: number for number, concept in enumerate(concepts)}
    rows = [_row(concept, numbers) for concept in concepts]
    regions = atlas.all_regions()
    rows += [_region_row(region) for region in regions]
    tokens = [row.split("|", 1)[0] for row in rows]
    if len(set(tokens)) < len(tokens):
        raise source.VocabularyError("two concepts have the same token: rename one of " + ", ".join(_doubles(tokens, rows)))
    weights = _Weights()
    for number, concept in enumerate(concepts):
        weights.add(number, concept.terms)
    for slug, names in source.scientific_names().items():
        weights.add_scientific(numbers[slug], names)
    for number, region in enumerate(regions, len(concepts)):
        weights.add_place(number, region)
    marisa_trie.RecordTrie(RECORD, weights.records()).save(str(folder / "phrases.marisa"))
    marisa_trie.Trie(weights.words).save(str(folder / "words.marisa"))
    (folder / "concepts.txt").write_text("\n".join(rows), encoding="utf-8")


def _row(concept: Concept, numbers: dict[str, int]) -> str:
    broader = numbers.get(concept.broader or "", "")
    return "|".join(
        (token(concept.slug), concept.slug, concept.division or "", str(broader), "", *(concept.names[code] for code in words.LANGUAGES))
    )


def _region_row(region: atlas.Region) -> str:
    slug = f"region-{region.id}"
    return "|".join((token(slug), slug, "", "", str(region.id), *(region.name(code) for code in words.LANGUAGES)))


def _doubles(tokens: list[str], rows: list[str]) -> list[str]:
    often = {token for token, times in Counter(tokens).items() if times > 1}
    return [row.split("|")[1] for mine, row in zip(tokens, rows, strict=True) if mine in often]


_Shares = defaultdict[str, dict[int, float]]


class _Weights:
    """What each phrase means: language and phrase -> concept -> share; each way to know a phrase apart, the surest first."""

    def __init__(self) -> None:
        self._written: _Shares = defaultdict(dict)
        self._lemmas: _Shares = defaultdict(dict)
        self._swapped: _Shares = defaultdict(dict)
        self._stems: _Shares = defaultdict(dict)
        self._joined: _Shares = defaultdict(dict)
        self._roots: _Shares = defaultdict(dict)
        self._sounds: _Shares = defaultdict(dict)
        self._runs: _Shares = defaultdict(dict)
        self.words: set[str] = set()

    def add(self, concept: int, terms: dict[str, tuple[str, ...]]) -> None:
        for language, those in terms.items():
            for place, term in zip(count(), those):
                self._add(concept, language, term, 1.0 if place == 0 else SYNONYM)

    def add_scientific(self, concept: int, names: tuple[str, ...]) -> None:
        for name in names:
            for code in words.LATIN:
                # A stop word of one language is none of another.
                _raise(self._lemmas[f"* {' '.join(map(words.fold, words.split(name, code)))}"], concept, SYNONYM)

    def add_place(self, concept: int, region: atlas.Region) -> None:
        for language, name in region.names.items():
            found = words.analyse(name, language)
            _raise(self._written[f"{language}= {' '.join(w.written for w in found)}"], concept, PLACE)
            for phrase in (" ".join(w.lemma for w in found), " ".join(w.text for w in found)):
                _raise(self._lemmas[f"{language} {phrase}"], concept, PLACE)
        for spelling in atlas.spellings(region.id):
            self._lemmas[f"* {spelling}"].setdefault(concept, PLACE)

    def records(self) -> Iterator[tuple[str, tuple[int, int]]]:
        known: set[str] = set()
        for phrases, quality in (
            (self._written, 1.0),
            (self._lemmas, 1.0),
            (self._swapped, BY_SWAPPED),
            (self._stems, BY_STEM),
            (self._joined, BY_STEM),
            (self._roots, BY_ROOT),
            (self._sounds, BY_SOUND),
            (self._runs, 1.0),
        ):
            for phrase, shares in phrases.items():
                if phrase not in known:
                    yield from _spread(phrase, shares, quality)
            known.update(phrases)

    def _add(self, concept: int, language: str, term: str, share: float) -> None:
        found = words.analyse(term, language)
        if not found or len(found) > source.TERM_WORDS_MAX:
            return
        _raise(self._written[f"{language}= {' '.join(w.written for w in found)}"], concept, share)
        for phrase in (" ".join(w.lemma for w in found), " ".join(w.text for w in found)):
            _raise(self._lemmas[f"{language} {phrase}"], concept, share)
        _raise(self._stems[f"{language} {' '.join(w.stem for w in found)}"], concept, share)
        if language == "zh":
            # Of a term in two scripts: its characters must be cut out of a text as they stand there.
            for run in found if len(found) > 1 else ():
                if words.is_chinese(run.text):
                    _raise(self._runs[f"{RUN} {run.text}"], concept, share)
            return
        self.words.update(f"{'uk' if words.is_cyrillic(w.text) else language} {w.text}" for w in found if len(w.text) > 3)
        if len(found) == 1:
            self._add_likeness(concept, language, found[0], share)
        elif len(found) == 2:
            self._add_pair(concept, language, found, share)

    def _add_pair(self, concept: int, language: str, found: list[words.Word], share: float) -> None:
        first, last = found
        _raise(self._joined[f"{language} {first.text}{last.lemma}"], concept, share)
        if language in SWAPS:
            _raise(self._swapped[f"{language} {last.lemma} {first.lemma}"], concept, share)
            _raise(self._swapped[f"{language} {last.stem} {first.stem}"], concept, share)

    def _add_likeness(self, concept: int, language: str, word: words.Word, share: float) -> None:
        root = likeness.root(word.lemma, language)
        if root and not likeness.is_adjective(word.lemma, language):
            _raise(self._roots[f"{language}~ {root}"], concept, share)
        for sound in word.sounds:
            _raise(self._sounds[f"~ {sound}"], concept, share)


def _raise(shares: dict[int, float], concept: int, share: float) -> None:
    shares[concept] = max(share, shares.get(concept, 0))


def _spread(phrase: str, shares: dict[int, float], quality: float) -> Iterable[tuple[str, tuple[int, int]]]:
    """An ambiguous phrase spreads its weight: alone a concept has all of it, two have 0.71 each."""
    best = sorted(shares.items(), key=lambda each: (-each[1], each[0]))[:CONCEPTS_OF_A_PHRASE_MAX]
    length = math.sqrt(sum(share**2 for _, share in best))
    return [(phrase, (concept, round(255 * quality * share / length))) for concept, share in best]
