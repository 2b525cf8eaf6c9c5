"""Entities that Telegram finds by itself: mentions, commands, hashtags, cashtags, addresses and e-mails.

A model: the common forms, with a short list of domains for addresses without a scheme.
"""

import re
from collections.abc import Iterator

from sandbox.entities.marks import Entity, utf16_length

_MENTION = re.compile(r"(?<!\w)@([A-Za-z0-9_]+)(?!\w)")
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(?![A-Za-z0-9_])(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
_HASHTAG = re.compile(r"(?<!\w)#(\w{1,256})(?![\w#])")
_CASHTAG = re.compile(r"(?<!\w)\$[A-Z]{1,8}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+@-])[A-Za-z0-9][\w.+-]{0,63}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,8}(?![\w@])")
_URL = re.compile(
    r"(?<![\w@.])(?:(?P<scheme>https?|ftp|tg|ton|tonsite)://)?(?P<host>(?:[\w-]{1,63}\.)+(?P<domain>[^\W\d_]{2,24})|(?:\d{1,3}\.){3}\d{1,3}"
    r"|(?<=tg://)[a-z]+)(?::\d{1,5})?(?P<path>[/?#][^\s<>\"«»“”]*)?",
    re.IGNORECASE,
)
_DOMAINS = frozenset(
    re.findall(
        r"\S+",
        "com org net info biz io me dev app gov edu int mil eu ua pl us uk de fr es it tr cn jp fi lv cz sk ro hu at ch "
        "be nl se no dk pt gr bg lt ee ge md by kz ca au nz in kr br mx ar cl co tv cc ai to ly link site online store "
        "shop xyz top pro club blog page news group travel museum укр рф бел",
    )
)
_SHORT_NAMES = frozenset({"gif", "pic", "vid"})
_TAIL = ".,:;!?'\")]}»”…"


def find(text: str) -> list[Entity]:
    """What Telegram marks in a text by itself, in order, never overlapping."""
    if not _WORTH.search(text):
        return []
    entities: list[Entity] = []
    last = 0
    for begin, end, kind in sorted(_spans(text), key=lambda span: (span[0], -span[1])):
        if begin >= last:
            entities.append({"type": kind, "offset": utf16_length(text[:begin]), "length": utf16_length(text[begin:end])})
            last = end
    return entities


_WORTH = re.compile(r"[@/#$]|\w\.\w")


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _MENTION.finditer(text):
        if 4 <= len(match[1]) <= 32 or match[1].lower() in _SHORT_NAMES:
            yield *match.span(), "mention"
    for match in _COMMAND.finditer(text):
        yield *match.span(), "bot_command"
    for match in _HASHTAG.finditer(text):
        if any(character.isalpha() for character in match[1]):
            yield *match.span(), "hashtag"
    for match in _CASHTAG.finditer(text):
        yield *match.span(), "cashtag"
    for match in _EMAIL.finditer(text):
        yield *match.span(), "email"
    yield from _urls(text)


def _urls(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _URL.finditer(text):
        domain = match["domain"]
        if match["scheme"] is None and domain and domain.lower() not in _DOMAINS:
            continue
        if text[match.end() : match.end() + 1] == "@" or (match["scheme"] is None and domain is None and not match["path"]):
            continue
        begin, end = match.span()
        while end > begin and text[end - 1] in _TAIL:
            if text[end - 1] == ")" and text.count("(", begin, end) >= text.count(")", begin, end):
                break
            end -= 1
        yield begin, end, "url"
