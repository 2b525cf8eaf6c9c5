"""Text into the words that the index keeps; the databases never tokenise."""

import re
import unicodedata

MARK = "ʘ"
"""Begins every token that is not a word (a region, a type); stripped from texts, so that nobody can write such a token."""

TOKENS_MAX = 200
"""Words that the index keeps of one listing."""
TOKEN_MAX = 40
"""Characters of a word."""

# Turkish capital I and dotless ı meet everybody's i; plain lower() would leave a combining dot behind İ.
_CASED_I = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_APOSTROPHES = "'’ʼ‘`´"
_INSIDE_CYRILLIC = re.compile(f"(?<=[\u0400-\u04ff])[{_APOSTROPHES}](?=[\u0400-\u04ff])")
_SPLITS = re.compile(f"[{_APOSTROPHES}{MARK}]")
_HAN = re.compile("([\u3400-\u4dbf\u4e00-\u9fff])")
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Words in the order of the text, lower case: ASCII ones match `[a-z0-9]+`; Chinese by single characters.

    An apostrophe inside a Cyrillic word is left out, elsewhere it parts two words.

    >>> words("Мед з різнотрав'я, 20 t, olio d'oliva")
    ['мед', 'з', 'різнотравя', '20', 't', 'olio', 'd', 'oliva']
    """
    # Compatible forms first: they hide capitals, apostrophes and the mark itself (U+107B5).
    normal = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = _SPLITS.sub(" ", _INSIDE_CYRILLIC.sub("", normal))
    # Chinese is parted after lower(), which knows no Chinese but may look at a letter's neighbours.
    lower = _HAN.sub(r" \1 ", plain.translate(_CASED_I).lower())
    return [word[:TOKEN_MAX] for word in _WORD.findall(lower)]
