"""In which language a reader gets an announcement that is not written in theirs."""

from collections.abc import Sequence

FALLBACK = ("en", "uk")
"""After the reader's own; then whatever the author wrote first."""


def order(language: str) -> tuple[str, ...]:
    """The languages that are looked for; the first one found is sent."""
    return tuple(dict.fromkeys((language, *FALLBACK)))


def choose(written: Sequence[str], language: str) -> str:
    """Which of the languages `written` (the author's first one first) a reader of `language` gets."""
    return next((wanted for wanted in order(language) if wanted in written), written[0])
