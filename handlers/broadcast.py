"""An announcement put into one Telegram message, and seams to the features that have the words; this module knows none of them.

The author's text goes out as it was typed: Telegram's entities instead of HTML, files by their `file_id`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup, Message, MessageEntity

from handlers import callbacks, links
from handlers.i18n import _, speaking
from handlers.screen import Button, Screen, markup
from models import announcements
from models.announcements import CAPTION_MAX, TEXT_MAX, Announcement, Counts, Media, Variant, Words
from models.database import Session
from models.members import Member


@dataclass(frozen=True)
class Outgoing:
    """One message, ready for any number of recipients.

    Example::

        await outgoing(announcement, variant).send(bot, member.telegram_id)
    """

    text: str
    entities: list[MessageEntity]
    media: Media | None
    file_id: str | None
    buttons: InlineKeyboardMarkup | None

    async def send(self, bot: Bot, chat_id: int) -> Message:
        """Only the sender calls this, and the author's test to themself."""
        # The bot's default is HTML, which would exclude entities.
        shared: dict[str, Any] = {"reply_markup": self.buttons, "parse_mode": None}
        if self.file_id is None:
            return await bot.send_message(chat_id, self.text, entities=self.entities or None, **shared)
        shared |= {"caption": self.text or None, "caption_entities": self.entities or None}
        if self.media is Media.PHOTO:
            return await bot.send_photo(chat_id, self.file_id, **shared)
        return await bot.send_document(chat_id, self.file_id, **shared)


def outgoing(announcement: Announcement, variant: Variant, words: Words | None = None, *, to_chat: bool = False) -> Outgoing:
    """What a reader of this variant gets; `words` stand in its place where it is a digest.

    In a group or channel a button that acts for one person would answer nobody: it is a link.
    """
    with speaking(variant.language):
        rows = [[button] for button in (_button(announcement, variant, to_chat=to_chat),) if button]
        if not to_chat:
            rows.append([Button("🔕 " + _("Fewer announcements"), callbacks.Quiet())])
    said = words or variant
    entities = [MessageEntity.model_validate(entity) for entity in said.entities]
    return Outgoing(said.text, entities, variant.media, variant.file_id, markup(rows))


def _button(announcement: Announcement, variant: Variant, *, to_chat: bool) -> Button | None:
    match announcement.button:
        case announcements.Button.MISSION if not to_chat:
            return Button(variant.label or "📌 " + _("See the mission"), callbacks.AnnouncementTap(announcement=announcement.id))
        case announcements.Button.MISSION:
            link = links.announcement_url(announcement.id)
            return Button(variant.label or "📌 " + _("See the mission"), url=link) if link else None
        case announcements.Button.LINK:
            return Button(variant.label or "🔗 " + _("Open"), url=announcement.link)
        case _:
            return None


# Seams

ProgressWords = Callable[[Session, Member, Announcement, Counts, float, datetime], Awaitable[Screen]]
Digest = Callable[[Session, Announcement, int, datetime], Awaitable[Words | None]]
MissionButton = Callable[[int], CallbackData]


@dataclass
class _Seams:
    progress: ProgressWords | None = None
    digest: Digest | None = None
    mission: MissionButton | None = None


_seams = _Seams()


def shows_progress(function: ProgressWords) -> ProgressWords:
    """Register the screen with the bar: `(session, reader, announcement, counts, seconds left, now)`."""
    _seams.progress = function
    return function


def writes_digest(function: Digest) -> Digest:
    """Register what a digest adds to the text of a recurring announcement, in the current language and in so many characters at most.

    None: no missions are coming.
    """
    _seams.digest = function
    return function


def opens_mission(function: MissionButton) -> MissionButton:
    """Register the button that leads to a mission's card."""
    _seams.mission = function
    return function


async def progress_screen(
    session: Session, reader: Member, announcement: Announcement, counts: Counts, seconds_left: float, now: datetime
) -> Screen:
    assert _seams.progress is not None
    return await _seams.progress(session, reader, announcement, counts, seconds_left, now)


async def with_digest(session: Session, announcement: Announcement, variant: Variant, now: datetime) -> Words | None:
    """A text with what is upcoming under it, as much of that as fits; None: nothing is."""
    if _seams.digest is None:
        return None
    above = f"{variant.text}\n\n" if variant.text else ""
    most = (CAPTION_MAX if variant.media else TEXT_MAX) - len(above)
    with speaking(variant.language):
        news = await _seams.digest(session, announcement, most, now)
    if news is None or not news.text:
        return news and Words(variant.text, variant.entities)
    moved = len(above.encode("utf-16-le")) // 2  # Telegram counts in UTF-16
    entities = [*variant.entities, *({**entity, "offset": entity["offset"] + moved} for entity in news.entities)]
    return Words(above + news.text, entities)


def mission_button(mission_id: int) -> CallbackData | None:
    return _seams.mission(mission_id) if _seams.mission else None
