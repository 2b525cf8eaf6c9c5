"""The files of the trade vocabulary: one concept a line, ten fields, seven languages.

    honey | 01 | bee-product | мед; бджолиний мед | honey; bee honey | miele | bal | miód | hunaja | 蜂蜜

slug | NACE Rev. 2 division or - | slug of a broader concept or - | terms in uk | en | it | tr | pl | fi | zh, the preferred one first.
`docs/vocabulary.md` says how to write them; `faults()` says what is wrong with one.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from models import sectors, words

FOLDER = Path(__file__).parent.parent / "data" / "vocabulary"
SCIENTIFIC = FOLDER.with_name("scientific_names.txt")
"""What living things are called in every language: slug | name; name"""
TERM_WORDS_MAX = 4
"""Words of a term beside articles and prepositions; a longer one is a description, which nobody types."""

_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_FORBIDDEN = re.compile(r"""[()/\[\]{}*<>"]""")
_RUSSIAN = re.compile("[ыэёъ]")
_SCIENTIFIC = re.compile("[A-Z][a-z]+( [a-z]+(-[a-z]+)*)?( var\\. [a-z]+| [a-z]+)?")
_NONE = "-"


class VocabularyError(ValueError):
    """A line that is not a concept; says where and why."""


@dataclass(frozen=True)
class Concept:
    """One thing that regions make, sell, need or build, and what people call it."""

    slug: str
    division: str | None
    broader: str | None
    terms: dict[str, tuple[str, ...]]
    """Language -> what people type for it, the preferred term first."""
    where: str = ""
    """File and line, for messages."""

    @cached_property
    def names(self) -> dict[str, str]:
        return {language: terms[0] for language, terms in self.terms.items()}


def read(folder: Path = FOLDER) -> list[Concept]:
    """All concepts of all files, in the order of the files' names.

    Raises:
        VocabularyError: a line without ten fields.
    """
    return [concept for path in sorted(folder.glob("*.txt")) for concept in _read(path)]


def scientific_names(path: Path = SCIENTIFIC) -> dict[str, tuple[str, ...]]:
    """Slug of a concept -> its names.

    Raises:
        VocabularyError: a line without two fields, or a slug that stands twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number, line in _lines(path):
        slug, *names = [part.strip() for part in line.split("|")]
        if len(names) != 1 or slug in found:
            raise VocabularyError(f"{path.name}:{number}: not a slug of its own with names: {line[:60]}")
        found[slug] = _terms(names[0])
    return found


def scientific_faults(names: dict[str, tuple[str, ...]], concepts: list[Concept]) -> Iterator[str]:
    """What is wrong with the scientific names, a sentence each."""
    known = {concept.slug for concept in concepts}
    yield from (f"{SCIENTIFIC.name}: no concept {slug}" for slug in names if slug not in known)
    yield from (
        f"{SCIENTIFIC.name}: {slug}: {name!r}" for slug, those in names.items() for name in those if not _SCIENTIFIC.fullmatch(name)
    )


def faults(concepts: list[Concept]) -> Iterator[str]:
    """What is wrong with a vocabulary, a sentence each; nothing when all is well."""
    seen: dict[str, str] = {}
    above = {concept.slug: concept.broader for concept in concepts}
    for concept in concepts:
        if concept.slug in seen:
            yield f"{concept.where}: {concept.slug} is at {seen[concept.slug]} too"
        seen[concept.slug] = concept.where
        yield from (f"{concept.where}: {concept.slug}: {fault}" for fault in _faults(concept))
    yield from (f"{c.where}: {c.slug}: no concept {c.broader}" for c in concepts if c.broader and c.broader not in seen)
    yield from (f"{c.where}: {c.slug} is broader than itself" for c in concepts if _in_a_circle(c.slug, above))


def _read(path: Path) -> Iterator[Concept]:
    for number, line in _lines(path):
        fields = [part.strip() for part in line.split("|")]
        if len(fields) != 3 + len(words.LANGUAGES):
            raise VocabularyError(f"{path.name}:{number}: {len(fields)} fields instead of {3 + len(words.LANGUAGES)}: {line[:60]}")
        slug, division, broader, *terms = fields
        yield Concept(
            slug=slug,
            division=None if division == _NONE else division,
            broader=None if broader == _NONE else broader,
            terms={language: _terms(field) for language, field in zip(words.LANGUAGES, terms, strict=True)},
            where=f"{path.name}:{number}",
        )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Those that say something, with their numbers."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _terms(field: str) -> tuple[str, ...]:
    return tuple(term.strip() for term in field.split(";"))


def _faults(concept: Concept) -> Iterator[str]:
    if not _SLUG.fullmatch(concept.slug):
        yield "a slug has small letters, digits and hyphens"
    if concept.division is not None and not _is_division(concept.division):
        yield f"{concept.division} is no NACE division"
    for language, terms in concept.terms.items():
        if len({term.casefold() for term in terms}) < len(terms):
            yield f"a term stands twice in {language}"
        for term in terms:
            yield from (f"{language}: {fault}: {term!r}" for fault in _term_faults(term, language))


def _term_faults(term: str, language: str) -> Iterator[str]:
    if not term:
        yield "no term"
    if len(words.split(term, language)) > TERM_WORDS_MAX:
        yield f"more than {TERM_WORDS_MAX} words"
    if _FORBIDDEN.search(term):
        yield "brackets, slashes or quotes"
    if language == "uk" and _RUSSIAN.search(term.lower()):
        yield "letters that Ukrainian has not"
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in term if letter.isalpha()}
    foreign = {"uk": {"CJK"}, "zh": {"CYRILLIC"}}.get(language, {"CJK", "CYRILLIC"})
    if scripts & foreign:
        yield "letters of another script"


def _is_division(division: str) -> bool:
    try:
        sectors.of_division(division)
    except KeyError:
        return False
    return True


def _in_a_circle(slug: str, above: dict[str, str | None]) -> bool:
    passed: set[str] = set()
    at = above.get(slug)
    while at is not None and at != slug and at not in passed:
        passed.add(at)
        at = above.get(at)
    return at == slug
