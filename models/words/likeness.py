"""What words of one origin share whichever language writes them: how they sound, and the noun that an adjective is made of."""

import re
import unicodedata

SOUND_MIN = 5
"""Letters of a word that is known by its sound."""
KEY_MIN = 4
"""Sounds of a word that is known by them."""
CONSONANTS_MIN = 5
"""With so many consonants the vowels do not matter."""
ROOT_MIN = 3

# Hissing sounds are one, and so are those of the throat: languages that borrow a word rarely keep them.
_CYRILLIC = str.maketrans(
    {
        **dict(zip("абвдеилмнопрстуфіїєй", "abvdeilmnoprstufiiei", strict=True)),
        **dict.fromkeys("жзцчшщ", "s"),
        **dict.fromkeys("гґкх", "k"),
        **dict.fromkeys("ь'’", ""),
        "я": "ia",
        "ю": "iu",
    }
)
_SPELLINGS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        ("shch|tsch|sch|cz|sz|rz|sh|zh|ts|tz", "s"),
        ("ch|kh|ck|qu", "k"),
        ("ph", "f"),
        ("th", "t"),
        ("x", "ks"),
        ("w", "v"),
        ("c(?=[eiy])", "s"),
        ("[cgqh]", "k"),
        ("z", "s"),
        ("[jye]", "i"),
        ("o", "u"),
    )
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aiu]")

_ADJECTIVES = {
    "uk": re.compile("(.{3,}?)(ійн|альн|ов|ев|єв|ськ|цьк|ян|ан|ин|н)(ий|ій)"),
    "pl": re.compile("(.{3,}?)(yjn|aln|iow|ow|sk|ck|ian|an|n)(y|i)"),
}
_NOUNS = {"uk": re.compile("(ія|[аяоеуюиіьй])$"), "pl": re.compile("(ium|um|ia|ja|[aoeiy])$")}
_SOFTENED = {"uk": (("чк", "к"), ("ч", "к"), ("ц", "к")), "pl": (("czk", "k"), ("cz", "k"))}


def sounds(word: str) -> tuple[str, ...]:
    """How a word sounds, in letters a-z, the same in the languages that borrowed it; nothing for a short one; two where "ch" may be either.

    >>> sounds("холекальциферол"), sounds("kolekalsiferoli"), sounds("cholecalciferol")[:1]
    (('klklsfrl',), ('klklsfrl',), ('klklsfrl',))
    >>> sounds("житомир"), sounds("zhytomyr"), sounds("казеїн"), sounds("caseina")
    (('situmir',), ('situmir',), ('kasin',), ('kasin',))
    """
    if len(word) < SOUND_MIN or not word.isalpha():
        return ()
    latin = "".join(c for c in unicodedata.normalize("NFKD", word.translate(_CYRILLIC)) if c.isascii())
    readings = (latin, latin.replace("ch", "s")) if "ch" in latin and "sch" not in latin else (latin,)
    return tuple(key for key in dict.fromkeys(map(_key, readings)) if len(key) >= KEY_MIN)


def root(word: str, language: str) -> str:
    """What a noun and the adjective made of it share, in Ukrainian and Polish; takes dictionary forms; empty where there is nothing.

    >>> root("пшениця", "uk"), root("пшеничний", "uk"), root("laboratorium", "pl"), root("laboratoryjny", "pl")
    ('пшеник', 'пшеник', 'laborator', 'laborator')
    """
    if language not in _NOUNS:
        return ""
    adjective = _ADJECTIVES[language].fullmatch(word)
    bare = adjective[1] if adjective else _NOUNS[language].sub("", word)
    for soft, hard in _SOFTENED[language]:
        if bare.endswith(soft):
            bare = bare.removesuffix(soft) + hard
            break
    return bare if len(bare) >= ROOT_MIN else ""


def is_adjective(word: str, language: str) -> bool:
    """Whether a dictionary form looks like an adjective made of a noun."""
    return language in _ADJECTIVES and _ADJECTIVES[language].fullmatch(word) is not None


def _key(latin: str) -> str:
    for written, heard in _SPELLINGS:
        latin = written.sub(heard, latin)
    heard = _DOUBLED.sub(r"\1", latin)
    consonants = _DOUBLED.sub(r"\1", _VOWELS.sub("", heard))
    # An ending in s is Latin's, Greek's or the English plural.
    return (
        consonants.rstrip("s")
        if len(consonants) > CONSONANTS_MIN
        else consonants
        if len(consonants) == CONSONANTS_MIN
        else heard.rstrip("aiu")
    )
