"""What the readers of markup share: entities, finished texts, mistakes, and lengths in UTF-16 units."""

from typing import Any, NamedTuple

Entity = dict[str, Any]


class ParseError(ValueError):
    """Markup that Telegram refuses; the text is Telegram's, without its prefix."""


class Formatted(NamedTuple):
    """A finished text and its entities, as a message carries them."""

    text: str
    entities: list[Entity]


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
