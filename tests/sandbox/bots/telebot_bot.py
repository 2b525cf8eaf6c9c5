"""The bot of `test_clients.py` in pyTelegramBotAPI."""

import asyncio
from contextlib import suppress
from io import BytesIO
from typing import Any

from telebot import asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.types import (
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputFile,
    InputTextMessageContent,
    Message,
    ReplyParameters,
    Update,
)

from sandbox.server import Sandbox

REGISTER = InlineKeyboardMarkup([[InlineKeyboardButton("Register", callback_data="register")]])
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


class PyTelegramBotApi:
    """The addresses of this library are global; `close()` puts them back."""

    def __init__(self, telegram: Sandbox) -> None:
        self.addresses = asyncio_helper.API_URL, asyncio_helper.FILE_URL
        asyncio_helper.API_URL = telegram.base_url + "/bot{0}/{1}"
        asyncio_helper.FILE_URL = telegram.base_url + "/file/bot{0}/{1}"
        self.bot = AsyncTeleBot(telegram.token)
        self.polling: asyncio.Task[None] | None = None
        handlers(self.bot)
        inline_handlers(self.bot)

    async def poll(self) -> None:
        self.polling = asyncio.create_task(self.bot.polling(non_stop=True, timeout=20))

    async def listen(self, url: str, secret: str) -> None:
        await self.bot.set_webhook(url, secret_token=secret, allowed_updates=["message", "callback_query"])

    async def feed(self, update: dict[str, Any]) -> None:
        await self.bot.process_new_updates([Update.de_json(update)])

    async def close(self) -> None:
        if self.polling is not None:
            self.polling.cancel()
            with suppress(asyncio.CancelledError):
                await self.polling
        await self.bot.close_session()
        asyncio_helper.API_URL, asyncio_helper.FILE_URL = self.addresses


def handlers(bot: AsyncTeleBot) -> None:
    @bot.message_handler(commands=["start"])
    async def start(message: Message) -> None:
        await bot.send_message(message.chat.id, "<b>Welcome</b>", parse_mode="HTML", reply_markup=REGISTER)

    @bot.callback_query_handler(func=lambda query: query.data == "register")
    async def register(query: CallbackQuery) -> None:
        await bot.edit_message_text("Your name?", query.message.chat.id, query.message.id)
        await bot.answer_callback_query(query.id, "One moment")

    @bot.message_handler(content_types=["photo"])
    async def photo(message: Message) -> None:
        content = await bot.download_file((await bot.get_file(message.photo[-1].file_id)).file_path)
        await bot.send_document(message.chat.id, InputFile(BytesIO(content)), visible_file_name="back.png", caption=f"{len(content)} bytes")

    @bot.message_handler(content_types=["document"])
    async def document(message: Message) -> None:
        await bot.send_document(message.chat.id, message.document.file_id, caption="Again")

    @bot.message_handler(content_types=["text"])
    async def repeat(message: Message) -> None:
        await bot.send_message(message.chat.id, f"You said: {message.text}", reply_parameters=ReplyParameters(message.id))


def inline_handlers(bot: AsyncTeleBot) -> None:
    @bot.inline_handler(lambda _query: True)
    async def offer(query: InlineQuery) -> None:
        content = InputTextMessageContent(f"<i>{query.query}</i>", parse_mode="HTML")
        await bot.answer_inline_query(query.id, [InlineQueryResultArticle("1", query.query, content, reply_markup=MORE)], cache_time=0)

    @bot.chosen_inline_handler(lambda _result: True)
    async def chosen(result: ChosenInlineResult) -> None:
        await bot.edit_message_text(f"{result.query}, chosen", inline_message_id=result.inline_message_id, reply_markup=MORE)

    @bot.callback_query_handler(func=lambda query: query.data == "more")
    async def more(query: CallbackQuery) -> None:
        await bot.edit_message_text("That is all", inline_message_id=query.inline_message_id)
        await bot.answer_callback_query(query.id)
