"""Inline mode: `@bot honey` in any chat. Anybody may see what is sent, so it has the public fields only, never a business's name."""

from contextlib import suppress
from datetime import datetime

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import BaseFilter
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
)

from handlers import callbacks, links, truth
from handlers.i18n import _, current, quote
from handlers.screen import NO_PREVIEW, escape, show
from handlers.words import in_readers_language, region_and_country, sector_names, word
from models import conversations, members, opportunities, search
from models.database import Database
from models.members import Member
from models.opportunities import Listing

router = Router(name=__name__)

A_PAGE = 20
CACHE_SECONDS = 60
"""Telegram repeats an answer so long without asking: what is not public any more must not be offered much longer."""
DESCRIPTION_SHOWN = 120


class ChosenHere(BaseFilter):
    """A result that somebody sent into the chat with the bot itself."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        return message.via_bot is not None and message.via_bot.id == bot.id


@router.inline_query()
async def asked(inline_query: InlineQuery, member: Member | None, database: Database, now: datetime) -> None:
    """Localised for whoever asks, and with their own listings first when nothing is typed: so the answer is cached for them alone."""
    offset = inline_query.offset
    at = int(offset) if offset.isdecimal() and len(offset) < 4 else 0
    async with database.read() as session:
        found = await search.publicly(session, member, inline_query.query, current(), now=now)
        listings = await opportunities.listings(session, found[at : at + A_PAGE], now=now)
    # A refusal: the person typed on, and the query is too old.
    with suppress(TelegramBadRequest):
        await inline_query.answer(
            [article(listing) for listing in listings],
            cache_time=CACHE_SECONDS,
            is_personal=True,
            next_offset=str(at + A_PAGE) if len(found) > at + A_PAGE else "",
            button=None if found else InlineQueryResultsButton(text=_("Nothing found. Look in the bot"), start_parameter=links.SEARCH),
        )


@router.message(ChosenHere())
async def chosen_here(message: Message, member: Member, database: Database, now: datetime) -> None:
    """The card of what was sent, not a search for its words; a newcomer gets it after the entrance."""
    link = _link(message)
    async with database.write() as session:
        await conversations.leave(session, member.id)
        if link and not (member.consented and member.region_id):
            await members.comes_for(session, member.id, link.opportunity)
        data = callbacks.Listing(opportunity=link.opportunity) if link else callbacks.Home()
        screen = await truth.now_of(session, member, data.pack(), now)
    await show(message, screen)


def article(listing: Listing) -> InlineQueryResultArticle:
    """A listing among the results, and the message that it becomes."""
    version = listing.version
    title = in_readers_language(version.title, version.title_en, version.language)
    summary = in_readers_language(version.summary, version.summary_en, version.language)
    where = region_and_country(listing.business.region_id)
    return InlineQueryResultArticle(
        id=str(listing.opportunity.id),
        title=title,
        description=quote(f"{where} · {summary}", DESCRIPTION_SHOWN),
        input_message_content=InputTextMessageContent(
            message_text=public_text(listing, title, summary), parse_mode="HTML", link_preview_options=NO_PREVIEW
        ),
        reply_markup=_open(listing),
    )


def public_text(listing: Listing, title: str, summary: str) -> str:
    version = listing.version
    head = [f"<b>{escape(title)}</b> · {listing.opportunity.reference}"]
    if title != version.title:
        head.append(f"<i>{escape(version.title)}</i>")
    about = [f"📍 {region_and_country(listing.business.region_id)}", sector_names(listing.business_version.sectors)]
    return "\n\n".join(["\n".join(head), "\n".join(line for line in about if line), f"<b>{word(version.type)}:</b> {escape(summary)}"])


def _open(listing: Listing) -> InlineKeyboardMarkup | None:
    url = links.listing_url(listing.opportunity.id)
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=_("Open in Pobratym"), url=url)]]) if url else None


def _link(message: Message) -> links.ListingLink | None:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    urls = (button.url or "" for row in rows for button in row)
    return next((link for url in urls if (link := links.read(url.rpartition("start=")[2]))), None)
