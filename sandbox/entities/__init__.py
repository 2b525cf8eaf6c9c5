"""Formatted text: what Telegram makes of the text, the parse mode and the entities that a bot sends."""

from sandbox.entities.formatted import format_text, plain
from sandbox.entities.found import find
from sandbox.entities.html import parse_html
from sandbox.entities.marks import Entity, Formatted, ParseError, utf16_length

__all__ = ["Entity", "Formatted", "ParseError", "find", "format_text", "parse_html", "plain", "utf16_length"]
