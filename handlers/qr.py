"""A link as a picture that a phone's camera reads."""

import asyncio
import io

import segno

MODULE_PIXELS, QUIET_MODULES = 12, 4
"""Big enough to print; the standard asks for four modules of white around it."""


async def png(text: str) -> bytes:
    """The QR code of a text."""
    return await asyncio.to_thread(_drawn, text)


def _drawn(text: str) -> bytes:
    picture = io.BytesIO()
    # A quarter of it may be dirty or torn.
    segno.make_qr(text, error="q").save(picture, kind="png", scale=MODULE_PIXELS, border=QUIET_MODULES)
    return picture.getvalue()
