"""Deep links (`t.me/<bot>?start=<payload>`): made and read in one place. A payload has at most 64 characters of A-Z a-z 0-9 _ -."""

import re
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

SEARCH = "search"
"""The payload of a link to the search: whoever is in finds home, where one types."""
_LISTING = re.compile(r"l_(\d{1,10})")


@dataclass(frozen=True)
class ListingLink:
    opportunity: int


@dataclass
class _Own:
    username: str = ""


_own = _Own()


def listing_payload(opportunity: int) -> str:
    return f"l_{opportunity}"


def listing_url(opportunity: int) -> str | None:
    """A listing's link for everywhere; None while the bot does not know its own name."""
    return f"https://t.me/{_own.username}?start={listing_payload(opportunity)}" if _own.username else None


async def know(bot: Bot) -> None:
    """Learn the bot's name, once: links are also made where no bot is at hand."""
    if not _own.username:
        try:
            _own.username = (await bot.me()).username or ""
        except TelegramAPIError:
            return  # links are left out until Telegram answers


def read(payload: str | None) -> ListingLink | None:
    """What a Start button's payload points to; None for nothing or nonsense."""
    match = _LISTING.fullmatch(payload or "")
    # No listing has a number beyond that; the databases could not even look for it.
    return ListingLink(min(int(match[1]), 2**31 - 1)) if match else None
