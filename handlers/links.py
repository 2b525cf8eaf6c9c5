"""Deep links (`t.me/<bot>?start=<payload>`): made and read in one place. A payload has at most 64 characters of A-Z a-z 0-9 _ -."""

import re
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.filters.callback_data import CallbackData

from handlers import callbacks

SEARCH = "search"
"""The payload of a link to the search: whoever is in finds home, where one types."""

_NUMBER = r"(\d{1,10})"
_TARGETS: tuple[tuple[re.Pattern[str], Callable[[str], CallbackData]], ...] = (
    (re.compile(f"l_{_NUMBER}"), lambda number: callbacks.Listing(opportunity=_id(number))),
    (re.compile(f"m_{_NUMBER}"), lambda number: callbacks.Mission(mission=_id(number))),
    (re.compile(f"w_{_NUMBER}"), lambda number: callbacks.AnnouncementTap(announcement=_id(number))),
    (re.compile(r"ci_([A-Za-z0-9_-]{8,24})"), lambda token: callbacks.Ticket(token=token)),
)
"""What a link points to: the button that would lead there."""

_own: dict[str, str] = {}


def listing_url(opportunity: int) -> str | None:
    """A listing's link for everywhere; None while the bot does not know its own name."""
    return url(f"l_{opportunity}")


def mission_url(mission: int) -> str | None:
    return url(f"m_{mission}")


def url(payload: str) -> str | None:
    return f"https://t.me/{_own['username']}?start={payload}" if _own else None


def announcement_url(announcement: int) -> str | None:
    """Under an announcement in a channel: leads to its mission, and is counted."""
    return url(f"w_{announcement}")


async def know(bot: Bot) -> None:
    """Learn the bot's name, once: links are also made where no bot is at hand."""
    if not _own:
        try:
            username = (await bot.me()).username
        except TelegramAPIError:
            return  # links are left out until Telegram answers
        if username:
            _own["username"] = username


def read(payload: str | None) -> CallbackData | None:
    """What a Start button's payload points to; None for nothing or nonsense."""
    for pattern, target in _TARGETS:
        match = pattern.fullmatch(payload or "")
        if match:
            return target(match[1])
    return None


def _id(digits: str) -> int:
    # Nothing has a number beyond that; the databases could not even look for it.
    return min(int(digits), 2**31 - 1)
