"""Text into the words that the index keeps, in seven languages; the databases never tokenise.

A word is known under two keys: its dictionary form (simplemma) and its light stem (snowball). Each finds what the other misses.
Dictionaries load on first use: `await ready(...)` before `analyse()` where nobody may wait for them.
"""

import asyncio
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from models.words import lemmas, likeness
from models.words.stems import stem
from models.words.stopwords import STOPWORDS

MARK = "ʘ"
"""Begins every token that is not a word (a region, a type); stripped from texts, so that nobody can write such a token."""

LANGUAGES = (*lemmas.LANGUAGES, "zh")
LATIN = ("en", "it", "tr", "pl", "fi")
TOKENS_MAX = 200
"""Words that the index keeps of one listing."""
TOKEN_MAX = 40
"""Characters of a word."""
VERSION = 3
"""Goes up when the same text gives other keys: what is indexed is then indexed anew."""

# Turkish capital I and dotless ı meet everybody's i; plain lower() would leave a combining dot behind İ.
_CASED_I = str.maketrans({"İ": "i", "I": "i"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Dictionaries of names write чо́рна: the accent is no letter, and no letter of ours has one that stays apart.
_STRESS = re.compile("(?<=[\u0400-\u04ff])[\u0300\u0301]")
# Additives, vitamins and the like: E 330, E-330 and E330 are one word.
_CODE = re.compile(r"\b([eE][ -](?=\d{3,4}[a-z]?\b)|[a-zA-Z]-(?=\d{1,4}[a-z]?\b)|[BDK] (?=\d{1,2}\b))")
_APOSTROPHES = "'’ʼ‘`´"
_INSIDE_CYRILLIC = re.compile(f"(?<=[\u0400-\u04ff])[{_APOSTROPHES}](?=[\u0400-\u04ff])")
_SPLITS = re.compile(f"[{_APOSTROPHES.replace(chr(39), '')}{MARK}]|(?<![\u0400-\u04ff])'|'(?![\u0400-\u04ff])")
_HAN_LETTERS = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_HAN = re.compile(f"([{_HAN_LETTERS}]+)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLAIN = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
# What Unicode does not decompose, and the Ukrainian letter that many keyboards lack.
_FOLDED = str.maketrans(
    {"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ґ": "г", "ё": "е", "'": ""}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its keys, all folded; a run of Chinese characters is one word until it is matched or taken apart."""

    text: str
    lemma: str
    stem: str
    written: str = ""
    """As written, in small letters; not folded: część is not cześć."""
    form: str = ""
    """Its form in a dictionary, not folded."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What finds this word: its form in a dictionary and its stem, once if they are the same."""
        return (self.lemma,) if self.lemma == self.stem else (self.lemma, self.stem)

    @property
    def sounds(self) -> tuple[str, ...]:
        """How this word sounds in whatever letters (see `likeness.sounds`); nothing for a short one."""
        return tuple(dict.fromkeys(sound for key in self.keys for sound in likeness.sounds(key)))


def words(text: str) -> list[str]:
    """Words in the order of the text, lower case and folded: ASCII ones match `[a-z0-9]+`; Chinese by single characters.

    An apostrophe inside a Cyrillic word is left out, elsewhere it parts two words.

    >>> words("Мед з різнотрав'я, 20 t, olio d'oliva")
    ['мед', 'з', 'різнотравя', '20', 't', 'olio', 'd', 'oliva']
    """
    found: list[str] = []
    for word in _split(text):
        if is_chinese(word):
            found += word
        elif folded := fold(word):
            found.append(folded)
    return found


def analyse(text: str, language: str) -> list[Word]:
    """The words of a text that mean something, with their keys.

    `language` is that of its Latin words; Cyrillic is read as Ukrainian, Han as Chinese, whatever it is. Stop words are left out.

    >>> [word.lemma for word in analyse("Продаємо гречаного меду з Житомира", "uk")]
    ['продавати', 'гречаний', 'мед', 'житомир']
    """
    return [read(word, language) for word in split(text, language)]


def split(text: str, *languages: str) -> list[str]:
    """Words as written, in small letters, without the stop words of these languages (of Ukrainian in Cyrillic); `read()` takes them."""
    stop = _stop(languages)
    return [word for word in _split(text) if word not in stop and fold(word)]


def read(word: str, language: str) -> Word:
    """A word of `split()` with its keys; a Latin one is read in `language`, English where that is not one of ours."""
    if word.isascii():
        return _keys(word, language if language in LATIN else "en")
    if is_chinese(word):
        return Word(word, word, word, word, word)
    return _keys(word, "uk" if is_cyrillic(word) else language if language in LATIN else "en")


@lru_cache(maxsize=20_000)
def guess(word: str, language: str) -> Word:
    """Like `read()` without a dictionary: for languages in which a word is only tried."""
    text = fold(word)
    return Word(text, text, fold(stem(word, language)) or text, word, word)


def is_chinese(word: str) -> bool:
    """Whether a word is a run of Chinese characters."""
    return _HAN.fullmatch(word) is not None


def is_cyrillic(word: str) -> bool:
    return _CYRILLIC.search(word) is not None


def characters(run: str) -> list[str]:
    """What a text in Chinese is found by: its characters and their pairs.

    >>> characters("有机蜂蜜")
    ['有', '机', '蜂', '蜜', '有机', '机蜂', '蜂蜜']
    """
    return [*run, *pairs(run)]


def pairs(run: str) -> list[str]:
    """Neighbouring characters; the character itself where it is alone."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def languages_of(text: str, spoken: str) -> list[str]:
    """In which languages a query may be written: by its letters, else the member's own and English."""
    mentioned = {"zh": _HAN.search(text), "uk": _CYRILLIC.search(text)}
    latin = [spoken, "en"] if spoken in LATIN else ["en"]
    return [*(code for code, present in mentioned.items() if present), *dict.fromkeys(latin)]


@lru_cache(maxsize=20_000)
def is_known(word: str, language: str) -> bool:
    """Whether a dictionary has a word of `split()`; names and rare words are not known."""
    return lemmas.is_known(word, "uk" if is_cyrillic(word) else language if language in LATIN else "en")


async def ready(languages: Iterable[str]) -> None:
    """Load what `analyse()` needs for these languages, without holding anybody up."""
    missing = [language for language in languages if language not in _loaded and language in lemmas.LANGUAGES]
    if missing:
        await asyncio.to_thread(_load, missing)


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Without diacritics in Latin letters, without apostrophes; Ukrainian letters stay what they are.

    >>> fold("różnotrawia"), fold("їжа")
    ('roznotrawia', 'їжа')
    """
    if word.isascii():
        return word
    plain = word.translate(_FOLDED)
    if not _CYRILLIC.search(plain):
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).lower()
    return "".join(_PLAIN.findall(plain))[:TOKEN_MAX]


_loaded: set[str] = set()


def _load(languages: Iterable[str]) -> None:
    for language in languages:
        lemmas.load(language)
        _loaded.add(language)


@cache
def _stop(languages: tuple[str, ...]) -> frozenset[str]:
    """The stop words of these languages; Ukrainian ones always, since only Cyrillic words can be among them."""
    return STOPWORDS["uk"].union(*(STOPWORDS.get(language, ()) for language in languages))


# A text is split for its words, for its phrases and for what misspelt words are mended with, one soon after the other.
@lru_cache(maxsize=256)
def _split(text: str) -> tuple[str, ...]:
    # Compatible forms first: they hide capitals, apostrophes and the mark itself (U+107B5).
    normal = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    normal = _CODE.sub(lambda code: code[0][0], _STRESS.sub("", normal))
    joined = _SPLITS.sub(" ", _INSIDE_CYRILLIC.sub("'", normal))
    # Chinese is parted after lower(), which knows no Chinese but may look at a letter's neighbours.
    lower = _HAN.sub(r" \1 ", joined.translate(_CASED_I).lower())
    return tuple(word[:TOKEN_MAX] for word in _WORD.findall(lower))


@lru_cache(maxsize=100_000)
def _keys(word: str, language: str) -> Word:
    text = fold(word)
    if text.isdigit() or len(text) < 2:
        return Word(text, text, text, word, word)
    form = lemmas.lemma(word, language)
    return Word(text, fold(form) or text, fold(stem(word, language)) or text, word, form)
