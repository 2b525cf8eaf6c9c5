"""Dictionary forms. A word that no dictionary has is not cut down to one that it merely begins with."""

import re

import simplemma

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
    return simplemma.is_known(word, lang=language, low_memory=True)


def load(language: str) -> None:
    """Read the dictionary, which takes a second."""
    _simple("a", language)


def _cut(word: str, language: str, ending: re.Pattern[str]) -> str:
    """The word without its ending, where a dictionary has what is left."""
    for cut in range(len(word) - 1, HEAD_MIN - 1, -1):
        if ending.fullmatch(word[cut:]) and is_known(word[:cut], language):
            return word[:cut]
    return word


def _simple(word: str, language: str) -> str:
    found = simplemma.lemmatize(word, lang=language, low_memory=True).lower()
    # "goji-marja": FTS5 would part a token at the hyphen, tsvector would not.
    return found if found.isalnum() else "".join(letter for letter in found if letter.isalnum() or letter in _INSIDE)
