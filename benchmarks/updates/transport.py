"""A Telegram that answers at once, in this process: no network, so that only the bot's own work is measured, the same for all sides."""

import itertools
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import EditMessageReplyMarkup, EditMessageText, GetMe, SendMessage, TelegramMethod
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User

TOKEN = "5000000001:benchmark-only"
DATE = datetime(2026, 5, 27, 12, 0, tzinfo=UTC)
FIRST_PERSON = 2**33


@dataclass
class Shown:
    """What is on somebody's screen: the newest message with buttons."""

    message_id: int = 0
    text: str = ""
    markup: InlineKeyboardMarkup | None = None

    def data(self, button: str) -> str:
        """The callback data of the first button that has these words in it."""
        assert self.markup, f"no buttons under {self.text!r}"
        found = [b.callback_data for row in self.markup.inline_keyboard for b in row if button in b.text]
        assert found, f"no button {button!r} under {self.text!r}"
        return found[0] or ""


@dataclass
class Post:
    """Message ids, and everybody's screen."""

    screens: dict[int, Shown] = field(default_factory=dict)
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))


class Instant(BaseSession):
    """Answers every method as Telegram would, with as little as a client needs."""

    def __init__(self) -> None:
        super().__init__()
        self.post = Post()

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109  # aiogram's name
        match method:
            case SendMessage():
                return self._message(bot, method, next(self.post.ids))
            case EditMessageText():
                assert method.message_id
                return self._message(bot, method, method.message_id)
            case EditMessageReplyMarkup():
                return True
            case GetMe():
                return User(id=bot.id, is_bot=True, first_name="Pobratym", username="pobratym_bot")
        return True

    def _message(self, bot: Bot, method: SendMessage | EditMessageText, message_id: int) -> Message:
        assert isinstance(method.chat_id, int)
        assert method.text
        markup = method.reply_markup if isinstance(method.reply_markup, InlineKeyboardMarkup) else None
        self.post.screens[method.chat_id] = Shown(message_id, method.text, markup)
        chat = Chat(id=method.chat_id, type="private")
        return Message(message_id=message_id, date=DATE, chat=chat, text=method.text, reply_markup=markup).as_(bot)

    async def close(self) -> None:
        return None

    async def stream_content(self, *arguments: Any, **options: Any) -> AsyncGenerator[bytes, None]:
        yield b""
