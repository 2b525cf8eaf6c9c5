"""Light stems: a word without its ending, for what no dictionary has."""

import threading

import snowballstemmer

_ALGORITHMS = {"en": "english", "it": "italian", "tr": "turkish", "pl": "polish", "fi": "finnish"}
_STEM_MIN = 3
"""Letters of a Ukrainian word that always stay."""

# Endings of Ukrainian nouns and adjectives, and of verbs' infinitives; snowball has no Ukrainian.
_ENDINGS_WRITTEN = """
ями ами іями ові еві єві ого ому ими іми ій ої ою ею єю ією їй ах ях іях ам ям ом ем єм ів їв ей ий их им ім їх їм ую юю ення ання іння
істю ості остей ати яти ити іти увати ювати ується ються ує ють уть ить ять а я о е є и і ї у ю ь й
"""
_ENDINGS = tuple(sorted(_ENDINGS_WRITTEN.split(), key=len, reverse=True))
# A softened or lengthened consonant before the ending belongs to the ending: сіль, солі; зілля, зіллям.
_DOUBLED = ("лл", "нн", "тт", "дд", "сс", "зз", "цц", "чч", "шш", "жж")

_stemmers = threading.local()


def stem(word: str, language: str) -> str:
    """The word's light stem; the word itself in a language without a stemmer.

    >>> stem("бджільництвом", "uk"), stem("pakkausten", "fi")
    ('бджільництв', 'pakkaust')
    """
    if language == "uk":
        return _ukrainian(word)
    algorithm = _ALGORITHMS.get(language)
    if algorithm is None:
        return word
    # A stemmer keeps the word it works on: one a thread.
    if not hasattr(_stemmers, language):
        setattr(_stemmers, language, snowballstemmer.stemmer(algorithm))
    stemmed: str = getattr(_stemmers, language).stemWord(word)
    return stemmed


def _ukrainian(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_MIN:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith(_DOUBLED) and len(word) > _STEM_MIN else word
