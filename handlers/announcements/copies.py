"""Copies as readers get them: for the author's test, and for whoever decides."""

from datetime import datetime
from typing import NamedTuple

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from handlers import broadcast, callbacks
from handlers.announcements.acting import close, gone
from handlers.announcements.stands import stands
from handlers.announcements.texts import text_screen, variant_in
from handlers.announcements.view import View, view
from handlers.broadcast import Outgoing
from handlers.i18n import _, language_name
from handlers.screen import show_below
from handlers.words import announcement_refusal
from models import announcements
from models.announcements import Refusal, Variant
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.PreviewAnnouncement.filter())
async def preview(
    query: CallbackQuery, callback_data: callbacks.PreviewAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    """Copies of one language or of all; the screen follows below them."""
    language = callback_data.language
    async with database.read() as session:
        seen = await view(session, member, callback_data.announcement, now)
        of_language = bool(seen and seen.mine and variant_in(seen, language) and not seen.announcement.over)
        screen = text_screen(seen, language) if seen and of_language else await stands(session, seen, now) if seen else gone()
        copies = await copies_of(session, seen, now) if seen else []
    assert query.bot is not None
    fault = await send(query.bot, member, [copy for copy in copies if language in ("", copy.variant.language)])
    await show_below(query, screen, fault)


@router.callback_query(callbacks.TryAnnouncement.filter())
async def test(query: CallbackQuery, callback_data: callbacks.TryAnnouncement, member: Member, database: Database, now: datetime) -> None:
    """Every language to its author; only when all of them arrived does it count as tested."""
    async with database.read() as session:
        seen = await view(session, member, callback_data.announcement, now)
        copies = await copies_of(session, seen, now) if seen and seen.mine else []
    assert query.bot is not None
    fault = await send(query.bot, member, copies)
    async with database.write() as session:
        await close(session, member)
        if seen and seen.mine and seen.variants and fault is None:
            answer = await announcements.tested(session, member, seen.announcement.id, seen.announcement.revision)
            fault = announcement_refusal(answer) if isinstance(answer, Refusal) else None
        seen = await view(session, member, callback_data.announcement, now)
        said = "🧪 " + _("<b>Tested.</b> Above is every language as readers get it.") if seen and seen.tested and not fault else ""
        screen = await stands(session, seen, now, said) if seen else gone()
    await show_below(query, screen, fault)


class Copy(NamedTuple):
    variant: Variant
    outgoing: Outgoing


async def copies_of(session: Session, seen: View, now: datetime) -> list[Copy]:
    """One a language; a digest with what it would list now."""
    found = []
    for variant in seen.variants:
        words = await broadcast.with_digest(session, seen.announcement, variant, now) if seen.announcement.digest else None
        found.append(Copy(variant, broadcast.outgoing(seen.announcement, variant, words)))
    return found


async def send(bot: Bot, member: Member, copies: list[Copy]) -> str | None:
    """What was wrong with one of them, in words."""
    for variant, outgoing in copies:
        if variant.file_id and variant.file_bot_id != bot.id:
            return _("The file of this text was sent to another bot. Send it again. Language: {language}").format(
                language=language_name(variant.language)
            )
        try:
            await outgoing.send(bot, member.telegram_id)
        except TelegramBadRequest as refused:
            return _("Telegram does not take this text ({language}): {why}").format(
                language=language_name(variant.language), why=refused.message[:100]
            )
    return None
