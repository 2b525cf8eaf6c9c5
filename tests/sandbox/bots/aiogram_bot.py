"""The bot of `test_clients.py` in aiogram."""

import asyncio
from contextlib import suppress
from typing import Any

from aiogram import Dispatcher, F
from aiogram.filters import CommandStart
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChosenInlineResult,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    Update,
)

from sandbox.server import Sandbox
from tests.sandbox.clients import client, close

REGISTER = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Register", callback_data="register")]])
MORE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="More", callback_data="more")]])


class Aiogram:
    def __init__(self, telegram: Sandbox) -> None:
        self.bot = client(telegram)
        self.dispatcher = Dispatcher(disable_fsm=True)
        handlers(self.dispatcher)
        inline_handlers(self.dispatcher)
        self.polling: asyncio.Task[None] | None = None

    async def poll(self) -> None:
        self.polling = asyncio.create_task(self.dispatcher.start_polling(self.bot, handle_signals=False, close_bot_session=False))

    async def listen(self, url: str, secret: str) -> None:
        await self.bot.set_webhook(url, secret_token=secret, allowed_updates=["message", "callback_query"])

    async def feed(self, update: dict[str, Any]) -> None:
        await self.dispatcher.feed_update(self.bot, Update.model_validate(update, context={"bot": self.bot}))

    async def close(self) -> None:
        if self.polling is not None:
            self.polling.cancel()
            with suppress(asyncio.CancelledError):
                await self.polling
        await close(self.bot)


def handlers(dispatcher: Dispatcher) -> None:
    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=REGISTER)

    @dispatcher.callback_query(F.data == "register")
    async def register(query: CallbackQuery) -> None:
        await query.message.edit_text("Your name?")
        await query.answer("One moment")

    @dispatcher.message(F.photo)
    async def photo(message: Message) -> None:
        content = (await message.bot.download(message.photo[-1])).read()
        await message.answer_document(BufferedInputFile(content, "back.png"), caption=f"{len(content)} bytes")

    @dispatcher.message(F.document)
    async def document(message: Message) -> None:
        await message.answer_document(message.document.file_id, caption="Again")

    @dispatcher.message(F.text)
    async def repeat(message: Message) -> None:
        await message.reply(f"You said: {message.text}")


def inline_handlers(dispatcher: Dispatcher) -> None:
    @dispatcher.inline_query()
    async def offer(query: InlineQuery) -> None:
        content = InputTextMessageContent(message_text=f"<i>{query.query}</i>", parse_mode="HTML")
        article = InlineQueryResultArticle(id="1", title=query.query, input_message_content=content, reply_markup=MORE)
        await query.answer([article], cache_time=0)

    @dispatcher.chosen_inline_result()
    async def chosen(result: ChosenInlineResult) -> None:
        await result.bot.edit_message_text(f"{result.query}, chosen", inline_message_id=result.inline_message_id, reply_markup=MORE)

    @dispatcher.callback_query(F.inline_message_id)
    async def more(query: CallbackQuery) -> None:
        await query.bot.edit_message_text("That is all", inline_message_id=query.inline_message_id)
        await query.answer()
