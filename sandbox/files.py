"""Files as messages carry them: the sizes of a photo, a document's card. Limits are Telegram's."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.pictures import picture_size, picture_type
from sandbox.world import Blob, Bot, World

MEBIBYTE = 1024 * 1024
LARGEST_PHOTO = 10 * MEBIBYTE
LARGEST_UPLOAD = 50 * MEBIBYTE
LARGEST_DOWNLOAD = 20 * MEBIBYTE
_SIDES = (90, 320, 800, 1280)


def photo_blob(world: World, content: bytes, name: str) -> Blob:
    """A photo's bytes, if Telegram would take them for one."""
    if len(content) > LARGEST_PHOTO:
        raise bad_request(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes")
    size = picture_size(content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return world.blob(content, name, picture_type(content), size)


def photo_sizes(world: World, bot: Bot, blob: Blob) -> list[dict[str, Any]]:
    """PhotoSize objects, smallest first. Every size has the original's bytes: the sandbox scales nothing."""
    width, height = blob.size or (1, 1)
    longest = max(width, height)
    sizes = []
    for side in [*(side for side in _SIDES if side < longest), longest]:
        handle = world.handle(bot, blob, "photo", str(side))
        share = side / longest
        sizes.append(
            {
                "file_id": handle.id,
                "file_unique_id": handle.unique_id,
                "width": max(1, round(width * share)),
                "height": max(1, round(height * share)),
                "file_size": len(blob.content),
            }
        )
    return sizes


def document(world: World, bot: Bot, blob: Blob) -> dict[str, Any]:
    """A Document object."""
    handle = world.handle(bot, blob, "document")
    return {
        "file_name": blob.name,
        "mime_type": blob.mime,
        "file_id": handle.id,
        "file_unique_id": handle.unique_id,
        "file_size": len(blob.content),
    }
