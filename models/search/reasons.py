"""Why a listing was found: the words of its own that answer what was asked for in others."""

from typing import NamedTuple

from models import vocabulary, words
from models.opportunities import Listing
from models.search import asking, tokens
from models.search.asking import AskedUnit


class Reason(NamedTuple):
    """`theirs` stands in the listing and means what was `asked` for."""

    theirs: str
    asked: str


def reasons(text: str, language: str, listing: Listing) -> list[Reason]:
    """Through which words of its own a listing answers a text of a reader of `language`; nothing for what it says in the same words."""
    found: list[Reason] = []
    own = set(tokens.of_listing(listing))
    phrases: list[tuple[str, frozenset[str]]] | None = None
    for unit in asking.units(text, language):
        if not unit.concepts or all(any(token in own for token, _ in group) for group in unit.exact):
            continue
        phrases = _phrases(listing) if phrases is None else phrases
        theirs = _saying(unit, phrases)
        if theirs and theirs.casefold() != unit.text.casefold():
            found.append(Reason(theirs, unit.text))
    return found


def _phrases(listing: Listing) -> list[tuple[str, frozenset[str]]]:
    """The phrases of a listing that mean something, the title's first, each with its concepts."""
    version = listing.version
    texts = [(text, version.language) for text in (version.title, *version.keywords, version.summary, version.partner_role) if text]
    return [
        ("".join(unit.words) if words.is_chinese(unit.words[0]) else " ".join(unit.words), frozenset(c.token for c, _ in unit.meanings))
        for text, language in texts
        for unit in vocabulary.units(words.split(text, language), [language])
        if unit.meanings
    ]


def _saying(unit: AskedUnit, phrases: list[tuple[str, frozenset[str]]]) -> str | None:
    wanted = {concept.token for concept in unit.concepts}
    return next((phrase for phrase, concepts in phrases if concepts & wanted), None)
