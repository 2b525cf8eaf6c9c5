"""What no other router knows: buttons of retired forms, things that cannot be read here, people who block and come back."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers import callbacks, truth
from handlers.i18n import _
from handlers.screen import Button, Screen, show
from models import members
from models.database import Database
from models.members import Member

router = Router(name=__name__)


@router.callback_query()
async def old_button(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    await truth.present(query, member, database, now, again=False)


@router.message()
async def unread(message: Message) -> None:
    if message.text:
        text = _("This command is not known. /help names those that are.")
    else:
        text = _("Photos, voice messages and files cannot be read here yet. Type what you look for, or choose from the menu.")
    await show(message, Screen(text, [[Button("🏠 " + _("Home"), callbacks.Home())]]))


@router.my_chat_member()
async def left_or_returned(event: ChatMemberUpdated, member: Member, database: Database, now: datetime) -> None:
    if event.new_chat_member.status == "kicked":
        async with database.write() as session:
            await members.unreachable(session, member.id, now=now)
