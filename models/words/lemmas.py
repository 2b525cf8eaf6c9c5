"""Dictionary forms. A word that no dictionary has is not cut down to one that it merely begins with."""

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy, TrieDictionaryFactory

from models import made

LANGUAGES = ("uk", "en", "it", "tr", "pl", "fi")
"""Those with a dictionary."""
_INSIDE = "'’ʼ"
TAIL_MIN, HEAD_MIN = 4, 3
"""Letters of the last part of a Finnish compound, which alone is inflected, and of what stands before it."""

# What may follow a stem in the two languages that put all into endings. simplemma takes any five letters for one: "leivinhiiva" (yeast)
# would be "leipä" (bread), "yerelması" (a tuber) "yerel" (local); and its Turkish dictionary undoes derivation: "yüzme" would be "yüz".
_FINNISH = re.compile(
    "[aeiouyäö]*[ijtdk]{0,2}(n|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|tta|ttä|ta|tä|a|ä|en|in|hin|hen|seen|siin|den|ten|tten|ien"
    "|jen|t|iset|isia|isiä|isen|ista|istä|nen)?(nsa|nsä|mme|nne|ni|si)?(kin|kaan|kään|ko|kö)?"
)
_TURKISH = re.compile(
    "[bcdgğ]?(l[ae]r)?([ıiuü]m|[ıiuü]n|s?[ıiuü]|[ıiuü]m[ıiuü]z|[ıiuü]n[ıiuü]z)?"
    "([nyş]?[ıiuü]n?|[ny]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae]|ki|[dt][ıiuü]r)?"
    "|(.?[ıiuü]yor|[ae]r|[ıiuü]r|[dt][ıiuü]|m[ıiuü]ş|[ae]ca[kğ]|[ae]ce[kğ])([uü]z|[ıi]z|[ıiuü]m|l[ae]r|k)?"
)
_ENDINGS = {"fi": _FINNISH, "tr": _TURKISH}


def lemma(word: str, language: str) -> str:
    """The form under which a dictionary has the word; the word itself where none does.

    >>> lemma("hunajaa", "fi"), lemma("mehiläisvahakynttilöitä", "fi"), lemma("leivinhiivan", "fi")
    ('hunaja', 'mehiläisvahakynttilä', 'leivinhiiva')
    >>> lemma("peynirleri", "tr"), lemma("yerelması", "tr"), lemma("alıcılar", "tr")
    ('peynir', 'yerelması', 'alıcı')
    """
    if language == "tr" and "i" in word and not is_known(word, language):
        # A capital I may have been ı: only the dictionary tells.
        word = next((other for other in (word.replace("i", "ı", 1), word.replace("i", "ı")) if is_known(other, language)), word)
    found = _simple(word, language)
    ending = _ENDINGS.get(language)
    if ending is None or found == word or (language == "fi" and is_known(word, language)):
        return found
    if language == "fi":
        for cut in range(HEAD_MIN, len(word) - TAIL_MIN + 1):
            if is_known(word[cut:], language):
                return word[:cut] + _simple(word[cut:], language)
    common = next((at for at, pair in enumerate(zip(word, found, strict=False)) if pair[0] != pair[1]), min(len(word), len(found)))
    return found if ending.fullmatch(word[common:]) else _cut(word, language, ending)


def is_known(word: str, language: str) -> bool:
    """Whether the dictionary has a word in this form."""
    return _read().lookup.get_lemma(word, language) is not None


def load(language: str) -> None:
    """Read the dictionary."""
    _simple("a", language)


def make() -> Path:
    """Make tries of simplemma's dictionaries: half the memory of its own low-memory way, and a look-up takes a thirtieth of the time."""

    def write(folder: Path) -> None:
        dictionaries = TrieDictionaryFactory(cache_max_size=1, disk_cache_dir=str(folder))
        for language in LANGUAGES:
            dictionaries.get_dictionary(language)

    return made.make(_name(), write)


def _cut(word: str, language: str, ending: re.Pattern[str]) -> str:
    """The word without its ending, where a dictionary has what is left."""
    for cut in range(len(word) - 1, HEAD_MIN - 1, -1):
        if ending.fullmatch(word[cut:]) and is_known(word[:cut], language):
            return word[:cut]
    return word


class _Read(NamedTuple):
    lemmatizer: Lemmatizer
    lookup: DictionaryLookupStrategy


@cache
def _read() -> _Read:
    dictionaries = TrieDictionaryFactory(disk_cache_dir=str(made.found(_name(), made_by="models.words")))
    # What a word gives is remembered a floor above, with its stem.
    lemmatizer = Lemmatizer(cache_max_size=0, lemmatization_strategy=DefaultStrategy(dictionary_factory=dictionaries))
    return _Read(lemmatizer, DictionaryLookupStrategy(dictionaries))


def _name() -> str:
    return f"simplemma-{version('simplemma')}"


def _simple(word: str, language: str) -> str:
    found = _read().lemmatizer.lemmatize(word, language).lower()
    # "goji-marja": FTS5 would part a token at the hyphen, tsvector would not.
    return found if found.isalnum() else "".join(letter for letter in found if letter.isalnum() or letter in _INSIDE)
