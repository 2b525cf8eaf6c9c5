"""A bare aiogram bot with a registration of three steps, in a process of its own: `python -m benchmarks.sandbox.bot BASE_URL TOKEN`.

For each line on its standard input it says how much processor time it has used, in seconds.
"""

import asyncio
import logging
import sys
import time

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

REGISTER = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Register", callback_data="register")]])


class Registration(StatesGroup):
    name = State()


def registration() -> Dispatcher:
    """Start, a tap that asks for the name, and the name."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("<b>Welcome</b>", parse_mode="HTML", reply_markup=REGISTER)

    @dispatcher.callback_query(F.data == "register")
    async def register(query: CallbackQuery, state: FSMContext) -> None:
        assert isinstance(query.message, Message)
        await state.set_state(Registration.name)
        await query.message.edit_text("Your name?")
        await query.answer()

    @dispatcher.message(Registration.name)
    async def named(message: Message, state: FSMContext) -> None:
        await state.clear()
        await message.answer(f"Thank you, {message.text}")

    return dispatcher


async def main(base_url: str, token: str) -> None:
    logging.getLogger("aiogram").setLevel(logging.ERROR)
    asyncio.get_running_loop().add_reader(sys.stdin, lambda: print(sys.stdin.readline() and time.process_time(), flush=True))
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(base_url)))
    await registration().start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
