"""The little bot that the page's tests talk to."""

import asyncio
from html import escape

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.filters import Command, CommandStart
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiogram.types import InlineKeyboardButton as Button
from aiogram.types import InlineKeyboardMarkup as Inline

router = Router()
REGIONS = Inline(
    inline_keyboard=[
        [Button(text="Kyiv Oblast", callback_data="region", style="primary")],
        [Button(text="Slow", callback_data="slow"), Button(text="Alert", callback_data="alert")],
        [Button(text="Rules", url="https://example.org/rules"), Button(text="Deep", url="https://t.me/{bot}?start=promo-1")],
    ]
)


async def regions(message: Message) -> Inline:
    """The keyboard with a deep link of the very bot."""
    assert message.bot is not None
    me = await message.bot.me()
    rows = [[button.model_copy(update={"url": button.url.format(bot=me.username)} if button.url else {}) for button in row]
            for row in REGIONS.inline_keyboard]  # fmt: skip
    return Inline(inline_keyboard=rows)


@router.message(CommandStart())
async def start(message: Message) -> None:
    assert message.bot is not None
    await message.bot.set_my_commands(
        [BotCommand(command="start", description="Begin"), BotCommand(command="keyboard", description="Keys")]
    )
    payload = (message.text or "").partition(" ")[2]
    words = f"<b>Welcome</b> {escape(payload)}".strip()
    await message.answer(words, parse_mode="HTML", reply_markup=await regions(message))


@router.message(Command("keyboard"))
async def keyboard(message: Message) -> None:
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes"), KeyboardButton(text="No")]], resize_keyboard=True)
    await message.answer("Choose", reply_markup=keys)


@router.message(Command("later"))
async def later(message: Message) -> None:
    await asyncio.sleep(0.7)
    await message.answer("It is later")


@router.message(F.text == "Yes")
async def yes(message: Message) -> None:
    await message.answer("Chosen", reply_markup=ReplyKeyboardRemove())


@router.message(F.photo | F.document | F.contact)
async def received(message: Message) -> None:
    await message.answer(f"Received {ContentType(message.content_type).value}: {message.caption or ''}".strip())


@router.message()
async def echo(message: Message) -> None:
    await message.answer(f"Echo: {message.text}")


@router.inline_query()
async def offers(query: InlineQuery) -> None:
    results = [
        InlineQueryResultArticle(
            id=word,
            title=f"{word} {query.query}",
            input_message_content=InputTextMessageContent(message_text=f"<b>{word}</b> {escape(query.query)}", parse_mode="HTML"),
        )
        for word in ("Buckwheat", "Linden")
    ]
    await query.answer(list(results), cache_time=0)


@router.callback_query(F.data == "slow")
async def slow(query: CallbackQuery) -> None:
    await asyncio.sleep(0.6)
    await query.answer("Done")


@router.callback_query(F.data == "alert")
async def alert(query: CallbackQuery) -> None:
    await query.answer("Answered on 3 June", show_alert=True)


@router.callback_query()
async def region(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    again = Inline(inline_keyboard=[[Button(text="Back", callback_data="region"), Button(text="Alert", callback_data="alert")]])
    await query.message.edit_text("Region saved", reply_markup=again)
    await query.answer("Saved")
