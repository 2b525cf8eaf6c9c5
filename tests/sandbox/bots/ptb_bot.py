"""The bot of `test_clients.py` in python-telegram-bot."""

from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from sandbox.server import Sandbox

Context = ContextTypes.DEFAULT_TYPE
REGISTER = InlineKeyboardMarkup([[InlineKeyboardButton("Register", callback_data="register")]])
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


class PythonTelegramBot:
    def __init__(self, telegram: Sandbox) -> None:
        base = telegram.base_url
        self.application = Application.builder().token(telegram.token).base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
        for handler in HANDLERS:
            self.application.add_handler(handler())

    async def poll(self) -> None:
        await self.application.initialize()
        await self.application.updater.start_polling(poll_interval=0.0, allowed_updates=Update.ALL_TYPES)
        await self.application.start()

    async def listen(self, url: str, secret: str) -> None:
        await self.application.initialize()
        await self.application.start()
        await self.application.bot.set_webhook(url, secret_token=secret, allowed_updates=["message", "callback_query"])

    async def feed(self, update: dict[str, Any]) -> None:
        await self.application.process_update(Update.de_json(update, self.application.bot))

    async def close(self) -> None:
        if self.application.updater.running:
            await self.application.updater.stop()
        await self.application.stop()
        await self.application.shutdown()


async def start(update: Update, _context: Context) -> None:
    await update.message.reply_html("<b>Welcome</b>", reply_markup=REGISTER)


async def register(update: Update, _context: Context) -> None:
    await update.callback_query.edit_message_text("Your name?")
    await update.callback_query.answer("One moment")


async def photo(update: Update, _context: Context) -> None:
    file = await update.message.photo[-1].get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(content, filename="back.png", caption=f"{len(content)} bytes")


async def document(update: Update, _context: Context) -> None:
    await update.message.reply_document(update.message.document.file_id, caption="Again")


async def repeat(update: Update, _context: Context) -> None:
    await update.message.reply_text(f"You said: {update.message.text}", do_quote=True)


async def offer(update: Update, _context: Context) -> None:
    query = update.inline_query
    content = InputTextMessageContent(f"<i>{query.query}</i>", parse_mode="HTML")
    await query.answer([InlineQueryResultArticle("1", query.query, content, reply_markup=MORE)], cache_time=0)


async def chosen(update: Update, context: Context) -> None:
    result = update.chosen_inline_result
    await context.bot.edit_message_text(f"{result.query}, chosen", inline_message_id=result.inline_message_id, reply_markup=MORE)


async def more(update: Update, _context: Context) -> None:
    await update.callback_query.edit_message_text("That is all")
    await update.callback_query.answer()


HANDLERS = (
    lambda: CommandHandler("start", start),
    lambda: CallbackQueryHandler(register, "register"),
    lambda: CallbackQueryHandler(more, "more"),
    lambda: MessageHandler(filters.PHOTO, photo),
    lambda: MessageHandler(filters.Document.ALL, document),
    lambda: MessageHandler(filters.TEXT, repeat),
    lambda: InlineQueryHandler(offer),
    lambda: ChosenInlineResultHandler(chosen),
)
