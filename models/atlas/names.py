"""Finding a place by a name as people type it: any of our languages, Latin or Cyrillic, in part or misspelt."""

import heapq
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

# What Unicode does not decompose; the dotless i comes from Turkish.
_FOLD = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ґ": "г", "є": "е", "ы": "и", "э": "е"})
_APOSTROPHES = re.compile("['’ʼ‘`´ʹ′＇ьъ]")
_NO_WORD = re.compile(r"[\W_]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[а-яїієґё]")

_COMMON = dict(zip("абвдйклмнопрстуфыэ", "abvdiklmnoprstufye", strict=True))
# The usual ways from Cyrillic to Latin: Ukraine's of 2010, from Russian, French, German. The hard letters differ.
_TRANSLITERATIONS: tuple[dict[str, str], ...] = tuple(
    _COMMON | dict(zip("гґежзиіїйєхцчшщьюяё", letters.split("|"), strict=True))
    for letters in (
        "h|g|e|zh|z|y|i|i|i|ie|kh|ts|ch|sh|shch||iu|ia|io",
        "g|g|e|zh|z|i|i|i|y|e|kh|ts|ch|sh|shch||yu|ya|yo",
        "h|g|e|j|z|y|i|i|i|ie|kh|ts|tch|ch|chtch||iou|ia|io",
        "h|g|e|sch|s|y|i|ji|j|je|ch|z|tsch|sch|schtsch||ju|ja|jo",
    )
)
# Ukraine's way writes some letters otherwise where a word opens.
_OPENING = _TRANSLITERATIONS[0] | {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

_CLOSE = 0.74  # SequenceMatcher's ratio: "zhytomer" has .88 of "zhytomyr", "kiyv" .75 of "kyiv"
_COMPARED = 40  # candidates by shared pairs of letters that are compared letter by letter

# How well a place answers, the smaller the better: the step, then 0 in the asked language, 1 in another, 2 by an alias.
Rank = tuple[float, int]


@dataclass(slots=True)
class _Key:
    """A normalised name and the places that bear it, each with the languages in which it does (none: an alias)."""

    text: str
    words: tuple[str, ...]
    places: dict[int, set[str]] = field(default_factory=dict)


class Index:
    """Names of places, searched by `find`; built once, then only read."""

    def __init__(self) -> None:
        self._keys: dict[str, _Key] = {}
        self._starting: dict[str, list[_Key]] = {}  # by the first letter and the first two of each word
        self._sharing: dict[str, list[str]] = {}  # by pairs of letters
        self._codes: dict[str, list[int]] = {}
        self._order: dict[int, tuple[int, ...]] = {}

    def add(self, place: int, *, order: tuple[int, ...], codes: Iterable[str], names: Mapping[str, str]) -> None:
        """A place; among equals a smaller `order` comes first."""
        self._order[place] = order
        for code in codes:
            self._codes.setdefault(code.casefold(), []).append(place)
        for language, name in names.items():
            for spelling in spellings_of(name):
                self._key(spelling).places.setdefault(place, set()).add(language)

    def add_aliases(self, place: int, aliases: Iterable[str]) -> None:
        """Names under which a place is found but never shown."""
        for alias in aliases:
            for spelling in spellings_of(alias):
                self._key(spelling).places.setdefault(place, set())

    def find(self, text: str, language: str, limit: int) -> list[int]:
        """Places by a code, a name or a part of one; the nearest names where nothing holds the text."""
        wanted = normalise(text[:80])
        if not wanted:
            return []
        ranks: dict[int, Rank] = {}
        for place in self._codes.get(text.strip().casefold(), ()):
            ranks[place] = (0.0, 0)
        self._rank_all(wanted, language, ranks)
        if not ranks:
            self._rank_all(_core(wanted), language, ranks)
        if not ranks:
            for spelling in _query_spellings(wanted):
                self._rank_close(spelling, language, ranks)
        return sorted(ranks, key=lambda place: (*ranks[place], self._order[place]))[:limit]

    def _key(self, text: str) -> _Key:
        key = self._keys.get(text)
        if key is None:
            key = self._keys[text] = _Key(text, tuple(text.split()))
            for start in {word[:length] for word in key.words for length in (1, 2)}:
                self._starting.setdefault(start, []).append(key)
            for pair in _pairs(text):
                self._sharing.setdefault(pair, []).append(text)
        return key

    def _rank_all(self, wanted: str, language: str, ranks: dict[int, Rank]) -> None:
        for spelling in _query_spellings(wanted):
            self._rank(spelling, language, ranks)

    def _rank(self, wanted: str, language: str, ranks: dict[int, Rank]) -> None:
        words = tuple(wanted.split())
        for key in self._starting.get(max(words, key=len)[:2], ()):
            step = _step(wanted, words, key)
            if step:
                _keep_best(ranks, key, step, language)
        if len(wanted) > 2 or _HAN.search(wanted):
            for text, key in self._keys.items():
                if wanted in text:
                    _keep_best(ranks, key, 4.0, language)

    def _rank_close(self, wanted: str, language: str, ranks: dict[int, Rank]) -> None:
        shared: Counter[str] = Counter()
        for pair in _pairs(wanted):
            shared.update(self._sharing.get(pair, ()))
        near = heapq.nsmallest(_COMPARED, shared, key=lambda text: (-shared[text] / (len(wanted) + len(text)), text))
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for text in near:
            matcher.set_seq1(text)
            if matcher.quick_ratio() >= _CLOSE and (ratio := matcher.ratio()) >= _CLOSE:
                _keep_best(ranks, self._keys[text], 10.0 - round(ratio, 3), language)


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Small letters without diacritics and apostrophes, words parted by one space."""
    folded = unicodedata.normalize("NFKC", text).replace("İ", "i").casefold()
    bare = "".join(letter for letter in unicodedata.normalize("NFD", _APOSTROPHES.sub("", folded)) if not unicodedata.combining(letter))
    return " ".join(_NO_WORD.sub(" ", bare.translate(_FOLD)).split())


# Words that say what kind of place it is: a name is also known without them.
_TYPES = frozenset(
    normalise(
        "область обл oblast oblastı obwód alue voivodeship voivodato województwo воєводство voivodikunta voyvodalığı provincia "
        "province il ili prefecture prefettura state штат stato eyalet stan osavaltio край kraj region regione bölgesi "
        "повіт жупанія район rejon district county contea okręg lääni місто город city miasto città şehir kaupunki"
    ).split()
)


def spellings_of(name: str) -> Iterator[str]:
    """A name as it may be typed: whole, without the word for its kind, and in Latin letters."""
    whole = normalise(name)
    cyrillic = unicodedata.normalize("NFC", name).casefold()
    latin = (normalise(_transliterated(cyrillic, table)) for table in _TRANSLITERATIONS) if _CYRILLIC.search(cyrillic) else ()
    for spelling in dict.fromkeys((whole, *latin)):
        yield spelling
        core = _core(spelling)
        if core and core != spelling:
            yield core
    if _HAN.match(whole) and whole[-1] in "省市州县郡区府" and len(whole) > 2:
        yield whole[:-1]


def latin(text: str) -> str:
    """A normalised text in Latin letters, Cyrillic ones as Ukraine writes them."""
    return _transliterated(text, _TRANSLITERATIONS[0]) if _CYRILLIC.search(text) else text


def _core(text: str) -> str:
    return " ".join(word for word in text.split() if word not in _TYPES)


def _query_spellings(wanted: str) -> tuple[str, ...]:
    if not wanted:
        return ()
    if not _CYRILLIC.search(wanted):
        return (wanted,)
    return tuple(dict.fromkeys((wanted, *(_transliterated(wanted, table) for table in _TRANSLITERATIONS[:2]))))


def _transliterated(text: str, table: Mapping[str, str]) -> str:
    opening = _OPENING if table is _TRANSLITERATIONS[0] else table
    return " ".join(opening.get(word[0], word[0]) + "".join(table.get(letter, letter) for letter in word[1:]) for word in text.split())


def _step(wanted: str, words: tuple[str, ...], key: _Key) -> float:
    """How a key answers: 1 is it, 2 begins with the whole words, 3 has words that begin so, 0 does not."""
    if key.text == wanted:
        return 1.0
    if key.text.startswith(wanted + " "):
        return 2.0
    return 3.0 if all(any(word.startswith(part) for word in key.words) for part in words) else 0.0


def _keep_best(ranks: dict[int, Rank], key: _Key, step: float, language: str) -> None:
    for place, languages in key.places.items():
        rank = (step, 0 if language in languages else 1 if languages else 2)
        if place not in ranks or rank < ranks[place]:
            ranks[place] = rank


def _pairs(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
