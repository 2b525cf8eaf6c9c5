"""aiogram's client on a sandbox, an echo bot, and a picture to send."""

import struct
import zlib

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from sandbox.server import Sandbox


def client(telegram: Sandbox, token: str | None = None) -> Bot:
    return Bot(token or telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url)))


async def close(bot: Bot) -> None:
    """Close the connections without aiogram's quarter of a second for TLS."""
    assert isinstance(bot.session, AiohttpSession)
    if bot.session._session is not None:
        await bot.session._session.close()


REGISTER = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Register", callback_data="register")]])


def echo() -> Dispatcher:
    """Greets, asks for a name after a tap, and repeats what it is told."""
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=REGISTER)

    @dispatcher.callback_query()
    async def register(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Your name?")
        await query.answer("One moment")

    @dispatcher.message()
    async def repeat(message: Message) -> None:
        await message.answer(f"You said: {message.text or message.content_type.value}")

    return dispatcher


def picture(width: int = 4, height: int = 3) -> bytes:
    """A black PNG."""
    rows = (b"\0" + b"\0" * 3 * width) * height
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
