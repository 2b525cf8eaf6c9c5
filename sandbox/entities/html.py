"""HTML as Telegram reads it: the tags it knows, its texts for mistakes, and offsets in bytes of the text that was sent.

Not a web page's HTML: a bare `&` is legal, only four named references decode, tags must close in order.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.entities.links import checked_link, linked_user
from sandbox.entities.marks import Entity, ParseError, utf16_length

Resolve = Callable[[int], dict[str, Any] | None]

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_STYLES, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_SPACES = " \t\r\n\v\0"
_SPECIAL = re.compile("[<&]")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([A-Za-z]*))")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^ \t\r\n\v\0>]*")
_ATTRIBUTE_NAME = re.compile(r"[^ \t\r\n\v\0=>/\"']*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_TIME_FORMAT = re.compile(r"[rR]|[wWdDtT]*")
_BLANK = re.compile(r"[ \t\r\n\v]*")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    offset: int
    output: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(source: str, resolve: Resolve = lambda _user: None) -> tuple[str, list[Entity]]:
    """The text without tags and its entities, unsorted; `resolve` gives the user behind `tg://user?id=`.

    Raises ParseError with Telegram's text.
    """
    return _Parser(source, resolve).parse()


def decode_reference(text: str, position: int) -> tuple[str, int] | None:
    """The character that the reference at `position` stands for, and where the text goes on; None for a bare `&`."""
    match = _REFERENCE.match(text, position)
    if match is None:
        return None
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        if name not in _NAMED:
            return None
        decoded = _NAMED[name]
    else:
        digits = hexadecimal if hexadecimal is not None else decimal
        if not digits or match.end() - position >= 10:
            return None
        code = int(digits, 16 if hexadecimal is not None else 10)
        if code == 0 or code >= 0x10FFFF:
            return None
        decoded = chr(code)
    end = match.end()
    return decoded, end + (text[end : end + 1] == ";")


class _Parser:
    def __init__(self, source: str, resolve: Resolve) -> None:
        # The sentinel stands for the end, as in the text of a C program: every loop below stops at it.
        self.source = source.replace("\0", " ") + "\0"
        self.end = len(source)
        self.resolve = resolve
        self.output: list[str] = []
        self.units = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []
        self.codes: dict[int, str] = {}

    def parse(self) -> tuple[str, list[Entity]]:
        position = 0
        while match := _SPECIAL.search(self.source, position):
            self._emit(self.source[position : match.start()])
            position = self._special(match.start())
        self._emit(self.source[position : self.end])
        if self.open:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.output)
        if any("\ud800" <= character <= "\udfff" for character in text if character > "\ud7ff"):
            raise ParseError(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
            )
        return text, self.entities

    def _emit(self, text: str) -> None:
        if text:
            self.output.append(text)
            self.units += utf16_length(text)

    def _special(self, begin: int) -> int:
        if self.source[begin] == "&":
            decoded = decode_reference(self.source, begin)
            self._emit(decoded[0] if decoded else "&")
            return decoded[1] if decoded else begin + 1
        if self.source[begin + 1] == "/":
            return self._end_tag(begin)
        return self._start_tag(begin)

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode(errors='surrogatepass'))}"

    def _word(self, pattern: re.Pattern[str], position: int) -> tuple[str, int]:
        match = pattern.match(self.source, position)
        assert match is not None
        return match[0], match.end()

    def _skip(self, position: int) -> int:
        return self._word(_BLANK, position)[1]

    def _start_tag(self, begin: int) -> int:
        tag, position = self._word(_TAG_NAME, begin + 1)
        tag = _small(tag)
        if self.source[position] == "\0":
            raise ParseError(f"Unclosed start tag {self._at(begin)}")
        if tag not in _TAGS:
            raise ParseError(f'Unsupported start tag "{tag}" {self._at(begin)}')
        opened = _Open(tag, self.units, len(self.output))
        while True:
            position = self._skip(position)
            if self.source[position] == ">":
                break
            position = self._attribute(opened, begin, position)
        if tag == "span" and opened.attributes.get("class") != "tg-spoiler":
            raise ParseError(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.open.append(opened)
        return position + 1

    def _attribute(self, opened: _Open, begin: int, position: int) -> int:
        name, position = self._word(_ATTRIBUTE_NAME, position)
        if not name:
            raise ParseError(f'Empty attribute name in the tag "{opened.tag}" {self._at(begin)}')
        position = self._skip(position)
        if self.source[position] != "=":
            if self.source[position] == "\0":
                raise ParseError(f'Unclosed start tag "{opened.tag}" {self._at(begin)}')
            opened.attributes.setdefault(name, "")
            return position
        position = self._skip(position + 1)
        if self.source[position] == "\0":
            raise ParseError(f'Unclosed start tag "{opened.tag}" {self._at(begin)}')
        if self.source[position] in "'\"":
            value, position = self._quoted(position)
        else:
            value, position = self._token(position)
        if position >= self.end:
            raise ParseError(f"Unclosed start tag {self._at(begin)}")
        opened.attributes[name] = value
        return position

    def _token(self, position: int) -> tuple[str, int]:
        token, after = self._word(_TOKEN, position)
        if self.source[after] not in _SPACES + ">":
            raise ParseError(f"Unexpected end of name token {self._at(position)}")
        return _small(token), after

    def _quoted(self, position: int) -> tuple[str, int]:
        quote = self.source[position]
        position += 1
        value: list[str] = []
        while self.source[position] not in (quote, "\0"):
            decoded = decode_reference(self.source, position) if self.source[position] == "&" else None
            value.append(decoded[0] if decoded else self.source[position])
            position = decoded[1] if decoded else position + 1
        return "".join(value), position + (self.source[position] == quote)

    def _end_tag(self, begin: int) -> int:
        if not self.open:
            raise ParseError(f"Unexpected end tag {self._at(begin)}")
        name, position = self._word(_TAG_NAME, begin + 2)
        name = _small(name)
        position = self._skip(position)
        if self.source[position] != ">":
            raise ParseError(f"Unclosed end tag {self._at(begin)}")
        opened = self.open.pop()
        if name and name != opened.tag:
            raise ParseError(f'Unmatched end tag {self._at(begin)}, expected "</{opened.tag}>", found "</{name}>"')
        if self.units > opened.offset:
            self._close(opened)
        return position + 1

    def _close(self, opened: _Open) -> None:
        length = self.units - opened.offset
        if style := _STYLES.get(opened.tag):
            self._add(style, opened.offset, length)
        else:
            _CLOSERS[opened.tag](self, opened, length)

    def _add(self, kind: str, offset: int, length: int, **extra: Any) -> None:
        self.entities.append({"type": kind, "offset": offset, "length": length, **extra})

    def _link(self, opened: _Open, length: int) -> None:
        url = opened.attributes.get("href") or "".join(self.output[opened.output :])
        user_id = linked_user(url)
        if user_id is not None:
            if user := self.resolve(user_id):
                self._add("text_mention", opened.offset, length, user=user)
        elif checked := checked_link(url):
            self._add("text_link", opened.offset, length, url=checked)

    def _quote(self, opened: _Open, length: int) -> None:
        kind = "expandable_blockquote" if "expandable" in opened.attributes else "blockquote"
        self._add(kind, opened.offset, length)

    def _emoji(self, opened: _Open, length: int) -> None:
        identifier = opened.attributes.get("emoji-id", "")
        if not re.fullmatch(r"-?[0-9]{1,19}", identifier) or not int(identifier):
            raise ParseError("Invalid custom emoji identifier specified")
        self._add("custom_emoji", opened.offset, length, custom_emoji_id=identifier)

    def _time(self, opened: _Open, length: int) -> None:
        moment, style = opened.attributes.get("unix", ""), opened.attributes.get("format", "")
        if not _TIME_FORMAT.fullmatch(style):
            raise ParseError("Invalid date format used")
        if moment.isascii() and moment.isdigit() and int(moment):
            extra = {"date_time_format": style} if style else {}
            self._add("date_time", opened.offset, length, unix_time=int(moment), **extra)

    def _preformatted(self, opened: _Open, length: int) -> None:
        inner = self.entities[-1] if self.entities else None
        language = self.codes.get(id(inner)) if inner else None
        if inner and language and inner["type"] == "code" and (inner["offset"], inner["length"]) == (opened.offset, length):
            inner.update(type="pre", language=language)
        else:
            self._add("pre", opened.offset, length)

    def _code(self, opened: _Open, length: int) -> None:
        style = opened.attributes.get("class", "")
        language = style.removeprefix("language-") if style.startswith("language-") else ""
        inner = self.entities[-1] if self.entities else None
        if inner and language and inner["type"] == "pre" and (inner["offset"], inner["length"]) == (opened.offset, length):
            inner["language"] = language
            return
        self._add("code", opened.offset, length)
        if language:
            self.codes[id(self.entities[-1])] = language


_CLOSERS: dict[str, Callable[[_Parser, _Open, int], None]] = {
    "a": _Parser._link,
    "blockquote": _Parser._quote,
    "tg-emoji": _Parser._emoji,
    "tg-time": _Parser._time,
    "pre": _Parser._preformatted,
    "code": _Parser._code,
}


def _small(word: str) -> str:
    """Latin letters in lower case and nothing else changed, as a byte-wise lowering does."""
    return word.lower() if word.isascii() else "".join(c.lower() if c.isascii() else c for c in word)
