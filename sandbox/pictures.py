"""Width and height of a picture, read from its first bytes: PNG, JPEG, GIF and WebP."""

import struct


def picture_size(content: bytes) -> tuple[int, int] | None:
    """(width, height), or None for what Telegram could not take for a photo."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return _two(">II", content, 16)
    if content[:6] in {b"GIF87a", b"GIF89a"} and len(content) >= 10:
        return _two("<HH", content, 6)
    if content[:2] == b"\xff\xd8":
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30:
        return _webp(content)
    return None


def picture_type(content: bytes) -> str | None:
    """The media type of a picture by its first bytes."""
    if picture_size(content) is None:
        return None
    return {b"\x89P": "image/png", b"GI": "image/gif", b"\xff\xd8": "image/jpeg"}.get(content[:2], "image/webp")


def _two(layout: str, content: bytes, place: int) -> tuple[int, int]:
    width, height = struct.unpack_from(layout, content, place)
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = _two(">HH", content, place + 5)
            return width, height
        place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[12:16] == b"VP8X":
        width = int.from_bytes(content[24:27], "little") + 1
        return width, int.from_bytes(content[27:30], "little") + 1
    if content[12:16] == b"VP8 ":
        width, height = _two("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if content[12:16] == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None
