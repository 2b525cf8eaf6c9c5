"""One living message: `Screen(text, rows)`, `show()` and `hand()`, the only place that sends or edits a message in answer to a person."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape as escape_html
from typing import Literal

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    SwitchInlineQueryChosenChat,
)

Style = Literal["primary", "success", "danger"]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
TOAST_MAX = 200


@dataclass(frozen=True)
class Button:
    """`style`: primary for the main step, success for accept, danger for what takes away. Old clients show it plain."""

    text: str
    data: CallbackData | None = None
    style: Style | None = None
    url: str | None = None
    copy: str | None = None
    inline: str | None = None
    """Lets a chat be chosen and begins an inline query of this bot there."""


@dataclass(frozen=True)
class Screen:
    """Text in Telegram's HTML and buttons row by row; at most two worded buttons a row."""

    text: str
    rows: Sequence[Sequence[Button]] = ()
    question: bool = False
    """It asks the open form's step: text that was sent earlier than this message does not answer it."""


@dataclass(frozen=True)
class File:
    """What is handed over: bytes under a name, or what this bot has sent or got before (`file_id`)."""

    name: str
    content: bytes = b""
    file_id: str | None = None
    photo: bool = False


@dataclass
class Turn:
    """What the person has on the screen while one update is handled."""

    member_id: int | None = None
    living: int | None = None
    """The message that has buttons now."""
    shown: int | None = None
    question: int | None = None
    """The message that asked the open form's step; negative: the person's own, since which it may have been asked (a crash lay between)."""


turn: ContextVar[Turn] = ContextVar("turn")


def escape(text: str) -> str:
    """People's own words inside a screen's HTML."""
    return escape_html(text, quote=False)


def pairs(buttons: Sequence[Button], columns: int = 2) -> list[list[Button]]:
    """Buttons in rows of `columns`."""
    return [list(buttons[i : i + columns]) for i in range(0, len(buttons), columns)]


def turns(count: int, page: int, a_page: int, to: Callable[[int], CallbackData]) -> list[Button]:
    """`◀ · 2 / 3 · ▶` for a list of `count`, or nothing where one page holds all; `to` makes a page's button."""
    pages = -(-count // a_page)
    if pages < 2:
        return []
    return [Button("◀", to((page - 1) % pages)), Button(f"{page + 1} / {pages}", to(page)), Button("▶", to((page + 1) % pages))]


def markup(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    keyboard = [[_button(button) for button in row] for row in rows if row]
    return InlineKeyboardMarkup(inline_keyboard=keyboard) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        text=button.text,
        callback_data=button.data.pack() if button.data else None,
        url=button.url,
        copy_text=CopyTextButton(text=button.copy) if button.copy else None,
        switch_inline_query_chosen_chat=_in_any_chat(button.inline) if button.inline else None,
        style=button.style,
    )


def _in_any_chat(query: str) -> SwitchInlineQueryChosenChat:
    return SwitchInlineQueryChosenChat(
        query=query, allow_user_chats=True, allow_bot_chats=False, allow_group_chats=True, allow_channel_chats=True
    )


async def show(event: Message | CallbackQuery, screen: Screen, toast: str | None = None, *, alert: bool = False) -> None:
    """Put a screen before the person: a tap edits the message it is on, typed text gets a new message below it."""
    if isinstance(event, CallbackQuery):
        await answer(event, toast, alert=alert)
        if isinstance(event.message, Message) and await _edit(event.message, screen):
            _seen(event.message.message_id, screen)
            return
    bot = event.bot
    assert bot is not None
    assert event.from_user is not None
    text = screen.text if toast is None or isinstance(event, CallbackQuery) else f"{escape(toast)}\n\n{screen.text}"
    await _send(bot, event.from_user.id, Screen(text, screen.rows, screen.question))


async def hand(event: Message | CallbackQuery, file: File, screen: Screen) -> Message:
    """Give a file as a message of its own, which has the way back; the screen's text is its caption (1,024 characters at most)."""
    if isinstance(event, CallbackQuery):
        await answer(event)
    bot = event.bot
    assert bot is not None
    assert event.from_user is not None
    given = file.file_id or BufferedInputFile(file.content, file.name)
    person, keyboard = event.from_user.id, markup(screen.rows)
    if file.photo:
        message = await bot.send_photo(person, given, caption=screen.text, reply_markup=keyboard)
    else:
        message = await bot.send_document(person, given, caption=screen.text, reply_markup=keyboard)
    await _becomes_living(bot, person, message, screen)
    return message


async def answer(query: CallbackQuery, toast: str | None = None, *, alert: bool = False) -> None:
    """Stop the button's waiting sign, with a short text if there is one."""
    bot = query.bot
    assert bot is not None
    if query.id == _answered.get():
        return
    # A refusal: the tap is older than Telegram remembers (a restart lay between); the screen still says what is true.
    with suppress(TelegramBadRequest):
        await bot.answer_callback_query(query.id, text=toast[:TOAST_MAX] if toast else None, show_alert=alert or None)
    # Only now: an answer that did not get through is given again with the next try.
    _answered.set(query.id)


_answered: ContextVar[str] = ContextVar("answered", default="")


async def send(bot: Bot, person: int, screen: Screen) -> Message:
    """A message that nobody asked for; only the sender calls this."""
    return await bot.send_message(person, screen.text, reply_markup=markup(screen.rows), link_preview_options=NO_PREVIEW)


async def _send(bot: Bot, person: int, screen: Screen) -> None:
    await _becomes_living(bot, person, await send(bot, person, screen), screen)


async def _becomes_living(bot: Bot, person: int, message: Message, screen: Screen) -> None:
    before = turn.get().living
    _seen(message.message_id, screen)
    if before and before != message.message_id:
        await _strip(bot, person, before)


async def _edit(message: Message, screen: Screen) -> bool:
    if message.text is None:
        return False  # a picture or a file cannot become a text
    try:
        await message.edit_text(screen.text, reply_markup=markup(screen.rows), link_preview_options=NO_PREVIEW)
    except TelegramBadRequest as refused:
        # Pressed twice: it shows this already. Anything else (deleted): a new message is due.
        return "message is not modified" in refused.message
    return True


async def _strip(bot: Bot, person: int, message_id: int) -> None:
    try:
        await bot.edit_message_reply_markup(chat_id=person, message_id=message_id, reply_markup=None)
    except TelegramBadRequest:
        return  # deleted by the person, or without buttons already


def _seen(message_id: int, screen: Screen) -> None:
    now = turn.get()
    now.shown = now.living = message_id
    if screen.question:
        now.question = message_id
