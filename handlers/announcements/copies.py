"""Copies as readers get them: for the author's test, and for whoever decides."""

from datetime import datetime

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from handlers import broadcast, callbacks
from handlers.announcements.acting import close, gone
from handlers.announcements.stands import stands
from handlers.announcements.texts import text_screen, variant_in
from handlers.announcements.view import View, view
from handlers.i18n import _, language_name
from handlers.screen import show_below
from handlers.words import announcement_refusal
from models import announcements
from models.announcements import Refusal, Variant
from models.database import Database
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
    assert query.bot is not None
    chosen = [variant for variant in seen.variants if language in ("", variant.language)] if seen else []
    fault = await send(query.bot, member, seen, chosen) if seen else None
    await show_below(query, screen, fault)


@router.callback_query(callbacks.TryAnnouncement.filter())
async def test(query: CallbackQuery, callback_data: callbacks.TryAnnouncement, member: Member, database: Database, now: datetime) -> None:
    """Every language to its author; only when all of them arrived does it count as tested."""
    async with database.read() as session:
        seen = await view(session, member, callback_data.announcement, now)
    assert query.bot is not None
    fault = await send(query.bot, member, seen, seen.variants) if seen and seen.mine else None
    async with database.write() as session:
        await close(session, member)
        if seen and seen.mine and seen.variants and fault is None:
            answer = await announcements.tested(session, member, seen.announcement.id, seen.announcement.revision)
            fault = announcement_refusal(answer) if isinstance(answer, Refusal) else None
        seen = await view(session, member, callback_data.announcement, now)
        said = "🧪 " + _("<b>Tested.</b> Above is every language as readers get it.") if seen and seen.tested and not fault else ""
        screen = await stands(session, seen, now, said) if seen else gone()
    await show_below(query, screen, fault)


async def send(bot: Bot, member: Member, seen: View, chosen: list[Variant]) -> str | None:
    """One copy a language; what was wrong with one, in words."""
    for variant in chosen:
        if variant.file_id and variant.file_bot_id != bot.id:
            return _("The file of this text was sent to another bot. Send it again. Language: {language}").format(
                language=language_name(variant.language)
            )
        try:
            await broadcast.outgoing(seen.announcement, variant).send(bot, member.telegram_id)
        except TelegramBadRequest as refused:
            return _("Telegram does not take this text ({language}): {why}").format(
                language=language_name(variant.language), why=refused.message[:100]
            )
    return None
