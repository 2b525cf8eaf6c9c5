"""Handing a listing on: its link to copy, into a chat, or as a picture for paper and fairs."""

from datetime import datetime
from urllib.parse import urlencode

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, links, qr, truth
from handlers.i18n import _
from handlers.screen import Button, File, Screen, escape, hand, show
from handlers.search.card import listing_screen
from models import search
from models.database import Database, Session
from models.members import Member
from models.opportunities import Listing

router = Router(name=__name__)

_OfListing = callbacks.ShareListing | callbacks.ListingCode


@router.callback_query(callbacks.ShareListing.filter())
async def share(query: CallbackQuery, callback_data: callbacks.ShareListing, member: Member, database: Database, now: datetime) -> None:
    assert query.bot is not None
    inline = bool((await query.bot.me()).supports_inline_queries)
    async with database.read() as session:
        screen = await share_screen(session, member, callback_data, now, inline=inline)
    await show(query, screen)


@router.callback_query(callbacks.ListingCode.filter())
async def code(query: CallbackQuery, callback_data: callbacks.ListingCode, member: Member, database: Database, now: datetime) -> None:
    """A picture is a message of its own: a text can become one, but it can never become a text again."""
    async with database.read() as session:
        listing = await search.shown(session, callback_data.opportunity, now=now)
        url = links.listing_url(callback_data.opportunity)
        if listing is None or url is None:
            await show(query, await listing_screen(session, member, _card(callback_data), now))
            return
    picture = File(f"{listing.opportunity.reference}.png", await qr.png(url), photo=True)
    await hand(query, picture, code_screen(listing, url, callback_data))


@truth.tells(callbacks.ShareListing, callbacks.ListingCode)
async def now_share(session: Session, member: Member, data: _OfListing, now: datetime) -> Screen:
    return await share_screen(session, member, data, now, inline=False)


async def share_screen(session: Session, member: Member, data: _OfListing, now: datetime, *, inline: bool) -> Screen:
    """The ways to hand a listing on; its card where it is not public any more. `inline`: the bot's inline mode is on."""
    listing = await search.shown(session, data.opportunity, now=now)
    url = links.listing_url(data.opportunity)
    if listing is None or url is None:
        return await listing_screen(session, member, _card(data), now)
    who_sees = _(
        "Whoever opens it sees the region, the sector, the title and the summary; "
        "the name and the rest only those who have a published business here."
    )
    text = f"📤 <b>{escape(listing.version.title)}</b> · {listing.opportunity.reference}\n<code>{url}</code>\n\n{who_sees}"
    rows = [
        [_into_a_chat(listing, url, inline=inline)],
        [Button("📋 " + _("Copy the link"), copy=url), Button("🔳 " + _("QR code"), callbacks.ListingCode(**_subject(data)))],
        [Button("⬅ " + _("Back to the listing"), _card(data))],
    ]
    return Screen(text, rows)


def code_screen(listing: Listing, url: str, data: _OfListing) -> Screen:
    text = f"<b>{escape(listing.version.title)}</b> · {listing.opportunity.reference}\n{url}\n\n"
    text += _("Print it or show it on the screen: a phone's camera opens the listing.")
    rows = [[Button("⬅ " + _("Back to the listing"), _card(data)), Button("🏠 " + _("Home"), callbacks.Home())]]
    return Screen(text, rows)


def _into_a_chat(listing: Listing, url: str, *, inline: bool) -> Button:
    """By inline mode it arrives as a card with a button; without it, as a link with the title."""
    words = "✈️ " + _("Send to a chat")
    if inline:
        return Button(words, inline=listing.opportunity.reference, style="primary")
    return Button(words, url="https://t.me/share/url?" + urlencode({"url": url, "text": listing.version.title}), style="primary")


def _card(data: _OfListing) -> callbacks.Listing:
    return callbacks.Listing(**_subject(data))


def _subject(data: _OfListing) -> dict[str, int]:
    return {"opportunity": data.opportunity, "run": data.run}
