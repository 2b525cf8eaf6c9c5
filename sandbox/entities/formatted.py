"""One text on its way into a message: parsed, cleaned, trimmed, marked. Offsets are in UTF-16 units."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.entities.found import find
from sandbox.entities.html import parse_html
from sandbox.entities.marks import Entity, Formatted, ParseError, utf16_length
from sandbox.errors import ApiError, NotModelledError, bad_request

RAW_LIMIT = 32_768

_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "date_time": 30,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}
_SPLITTABLE = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_QUOTES = {"blockquote", "expandable_blockquote"}
_BARE = {"pre", "code"}
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\u2028-\u202e]")
_BLANK = " \n"


def plain(text: str) -> Formatted:
    """A text that a person typed."""
    return format_text(text, None, None, allow_empty=True)


def format_text(
    raw: str,
    parse_mode: str | None,
    entities: list[Entity] | None,
    *,
    allow_empty: bool = False,
    resolve: Callable[[int], dict[str, Any] | None] = lambda _user: None,
) -> Formatted:
    """Text and entities as they stand in the message; raises the API's error for what cannot be read.

    Entities are ignored when there is a parse mode, as by Telegram.
    """
    if len(raw.encode(errors="surrogatepass")) > RAW_LIMIT:
        raise bad_request("Message is too long")
    text, marks = raw, [_owned(entity) for entity in entities or ()]
    if parse_mode and parse_mode.lower() == "html":
        try:
            text, marks = parse_html(raw, resolve)
        except ParseError as error:
            raise ApiError(400, f"Bad Request: can't parse entities: {error}") from error
    elif parse_mode and parse_mode.lower() in {"markdown", "markdownv2"}:
        raise NotModelledError(f"parse_mode {parse_mode}")
    elif parse_mode and parse_mode.lower() != "none":
        raise bad_request("unsupported parse_mode")
    if not text and not allow_empty:
        raise bad_request("Text must be non-empty" if raw else "Message text is empty")
    text, marks = _trimmed(*_cleaned(text, _nested(marks)))
    if not text and not allow_empty:
        raise bad_request("Text must be non-empty")
    return Formatted(text, _merged(_nested(marks), find(text)))


def _owned(entity: Entity) -> Entity:
    return {name: value for name, value in entity.items() if value is not None}


def _key(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _PRIORITY.get(entity["type"], 50)


def _end(entity: Entity) -> int:
    return int(entity["offset"] + entity["length"])


def _nested(entities: list[Entity]) -> list[Entity]:
    """Sorted, without the empty; one style's overlaps joined; nothing inside code; quotes and links not inside their like."""
    kept: list[Entity] = []
    for entity in sorted((entity for entity in entities if entity["length"] > 0), key=_key):
        rival = next((other for other in kept if _clash(other, entity)), None)
        if rival is None:
            kept.append(entity)
        elif rival["type"] == entity["type"] and entity["type"] in _SPLITTABLE:
            rival["length"] = max(_end(rival), _end(entity)) - rival["offset"]
    return sorted(kept, key=_key)


def _clash(other: Entity, entity: Entity) -> bool:
    if other["type"] == entity["type"] and entity["type"] in _SPLITTABLE:
        return bool(_end(other) >= entity["offset"])
    if _end(other) <= entity["offset"]:
        return False
    if other["type"] in _BARE:
        return True
    if entity["type"] in _SPLITTABLE or other["type"] in _SPLITTABLE:
        return False
    return (entity["type"] in _QUOTES) >= (other["type"] in _QUOTES) or _end(other) < _end(entity)


def _merged(marks: list[Entity], found: list[Entity]) -> list[Entity]:
    """The bot's own marks win over what Telegram finds, except styles and quotes, which may hold it."""
    solid = [mark for mark in marks if mark["type"] not in _SPLITTABLE | _QUOTES]
    fresh = [entity for entity in found if not any(_overlap(entity, mark) for mark in solid)]
    return sorted(marks + fresh, key=_key) if fresh else marks


def _overlap(one: Entity, two: Entity) -> bool:
    return bool(one["offset"] < _end(two) and two["offset"] < _end(one))


def _cleaned(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Control characters become spaces; carriage returns and turns of direction go."""
    if not _CONTROL.search(text):
        return text, entities
    removed = [utf16_length(text[: match.start()]) for match in re.finditer("[\r\u2028-\u202e]", text)]
    text = re.sub("[\0-\x09\x0b\x0c\x0e-\x1f]", " ", re.sub("[\r\u2028-\u202e]", "", text))
    for entity in entities if removed else ():
        begin, end = entity["offset"], _end(entity)
        entity["offset"] = begin - sum(position < begin for position in removed)
        entity["length"] = end - sum(position < end for position in removed) - entity["offset"]
    return text, [entity for entity in entities if entity["length"] > 0]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Spaces and line ends go at the end; at the beginning as far as no entity stands on them."""
    short = text.rstrip(_BLANK)
    if len(short) != len(text):
        size = utf16_length(short)
        entities = [entity for entity in entities if entity["offset"] < size]
        for entity in entities:
            entity["length"] = min(_end(entity), size) - entity["offset"]
    first = min((entity["offset"] for entity in entities), default=len(short))
    lead = min(len(short) - len(short.lstrip(_BLANK)), first)
    for entity in entities if lead else ():
        entity["offset"] -= lead
    return short[lead:], entities
