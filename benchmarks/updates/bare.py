"""The measure: the same intake and inbox, and one aiogram handler that sends one message."""

from pathlib import Path

from aiogram import Dispatcher
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from benchmarks.updates.side import Side, fresh

MARKUP = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Home", callback_data="home")]])


async def _said(message: Message) -> None:
    await message.answer("Here you are.", reply_markup=MARKUP)


async def _tapped(query: CallbackQuery) -> None:
    assert query.message
    await query.message.answer("Here you are.", reply_markup=MARKUP)


async def side(folder: Path) -> Side:
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(_said)
    dispatcher.callback_query.register(_tapped)
    return Side.behind_intake(fresh(folder, "bare"), dispatcher)
