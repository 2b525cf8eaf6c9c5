"""What an author sent, as it will be sent on: the text with Telegram's entities, one photo or document."""

from typing import Any

from aiogram.types import Message, MessageEntity

from handlers.form import Wrong
from handlers.i18n import _
from models.announcements import CAPTION_MAX, TEXT_MAX, File, Media, Words

Json = dict[str, Any]
"""A content as a form keeps it: text, entities, and media, bot_id, file_id, unique_id where there is a file."""


def take(message: Message) -> Json | Wrong:
    """The message as a content, or why it cannot be one."""
    if message.text is not None:
        return {"text": message.text, "entities": _plain(message.entities)}
    file = _file(message)
    if file is None:
        return Wrong(_what_is_taken(message))
    content = {"text": message.caption or "", "entities": _plain(message.caption_entities), **file}
    return too_long(content) or content


def join(before: Json, new: Json) -> Json | Wrong:
    """What was sent quickly one after another is one text; one file fits."""
    if "file_id" in before and "file_id" in new:
        return Wrong(_("An announcement carries one photo or file: the first one is kept."))
    shift = utf16(before["text"] + "\n\n") if before["text"] else 0
    later = [{**entity, "offset": entity["offset"] + shift} for entity in new["entities"]]
    file: Json = {name: part[name] for part in (before, new) for name in ("media", "bot_id", "file_id", "unique_id") if name in part}
    content: Json = {"text": "\n\n".join(filter(None, (before["text"], new["text"]))), "entities": [*before["entities"], *later], **file}
    return too_long(content) or content


def beside(new: Json, kept: Words | None) -> Json | Wrong:
    """A text takes the place of the text, a photo or file without words that of the file; what has both, that of all."""
    if kept is None:
        return new
    if "file_id" in new and not new["text"]:
        content = {**new, "text": kept.text, "entities": list(kept.entities)}
        return too_long(content) or content
    if "file_id" in new or kept.file is None:
        return new
    file = kept.file
    if len(new["text"]) > CAPTION_MAX:
        return Wrong(
            _(
                "The photo or file that is kept leaves room for {most} characters, and this has {count}. "
                "Shorten it, or take it all out with “Take out” and send the text alone."
            ).format(most=CAPTION_MAX, count=len(new["text"]))
        )
    return {**new, "media": file.media.value, "bot_id": file.bot_id, "file_id": file.file_id, "unique_id": file.unique_id}


def too_long(content: Json) -> Wrong | None:
    count = len(content["text"])
    if "file_id" in content and count > CAPTION_MAX:
        return Wrong(
            _("Below a photo or file at most {most} characters fit, and this has {count}. Shorten it, or send the text alone.").format(
                most=CAPTION_MAX, count=count
            )
        )
    if count > TEXT_MAX:
        return Wrong(
            _("One announcement has at most {most} characters, and this has {count}. Shorten it.").format(most=TEXT_MAX, count=count)
        )
    return None


def words(content: Json, label: str | None) -> Words:
    file = None
    if "file_id" in content:
        file = File(Media(content["media"]), content["bot_id"], content["file_id"], content["unique_id"])
    return Words(content["text"], content["entities"], file, label)


def utf16(text: str) -> int:
    """Telegram counts in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _plain(entities: list[MessageEntity] | None) -> list[Json]:
    return [entity.model_dump(mode="json", exclude_none=True) for entity in entities or []]


def _file(message: Message) -> Json | None:
    bot = message.bot
    assert bot is not None
    if message.photo:
        largest = message.photo[-1]
        return {"media": Media.PHOTO.value, "bot_id": bot.id, "file_id": largest.file_id, "unique_id": largest.file_unique_id}
    # An animation also calls itself a document, and cannot be sent as one.
    if message.document and not message.animation:
        document = message.document
        return {"media": Media.DOCUMENT.value, "bot_id": bot.id, "file_id": document.file_id, "unique_id": document.file_unique_id}
    return None


def _what_is_taken(message: Message) -> str:
    if message.video or message.animation or message.video_note:
        return _(
            "A video cannot be announced. Send a text, a photo or a file (a PDF for instance), with a text below it if you like. "
            "A video that is on the web can stand in the text as a link."
        )
    if message.voice or message.audio:
        return _("A voice message cannot be announced: nobody could read it in their language. Send a text, a photo or a file.")
    return _("This cannot be announced. Send a text, a photo or a file, formatted as you like.")
