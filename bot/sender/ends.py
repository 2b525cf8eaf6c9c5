"""How a call to Telegram ended, told from what it raised."""

from enum import Enum, auto

import aiohttp
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

DOUBTFUL = (TelegramServerError, TelegramNetworkError, ClientDecodeError, TimeoutError, aiohttp.ClientError)
"""The request may have been carried out: a read timeout, a reset, a 5xx, a page instead of JSON."""
CLOSED = (
    "chat not found",
    "not enough rights",
    "no rights to send",
    "chat_write_forbidden",
    "chat_restricted",
    "topic_closed",
    "need administrator rights",
    "user is deactivated",
)
"""Refusals of the chat and not of the message."""


class End(Enum):
    WAIT = auto()
    """Refused for a while: too many requests."""
    NOT_OURS = auto()
    """The token is revoked: nothing is wrong with this message."""
    MOVED = auto()
    """The group has become a supergroup with another id."""
    LEFT = auto()
    """The recipient blocked the bot, or is gone."""
    NEVER_LEFT = auto()
    """The connection could not be made at all, so nothing can have been sent."""
    DOUBT = auto()
    """No clear answer: it may have arrived."""
    REFUSED = auto()
    """Telegram does not take this message."""
    IMPOSSIBLE = auto()
    """A fault of ours."""


def end_of(fault: Exception) -> End:
    end = next((end for kinds, end in _ENDS if isinstance(fault, kinds)), End.IMPOSSIBLE)
    if end is End.DOUBT and isinstance(fault.__cause__ or fault.__context__, aiohttp.ClientConnectorError):
        return End.NEVER_LEFT
    if end is End.REFUSED and isinstance(fault, TelegramBadRequest) and any(words in fault.message.lower() for words in CLOSED):
        return End.LEFT
    return end


def words_of(fault: Exception) -> str:
    """Telegram's own words where there are some."""
    return fault.message if isinstance(fault, TelegramAPIError) else repr(fault)


_ENDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], End], ...] = (
    (TelegramRetryAfter, End.WAIT),
    (TelegramUnauthorizedError, End.NOT_OURS),
    (TelegramMigrateToChat, End.MOVED),
    ((TelegramForbiddenError, TelegramNotFound), End.LEFT),
    (DOUBTFUL, End.DOUBT),
    (TelegramAPIError, End.REFUSED),
)
