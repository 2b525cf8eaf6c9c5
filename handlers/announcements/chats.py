"""Channels and groups of an office: which language they get, and letting one go."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.announcements import summary
from handlers.announcements.acting import close
from handlers.announcements.lists import not_yours
from handlers.i18n import _, languages, quote
from handlers.screen import Button, Screen, escape, pairs, show, turns
from handlers.words import office_name
from models import announcements
from models.announcements import OfficeChat
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)

A_PAGE = 6


@router.callback_query(callbacks.OfficeChats.filter())
async def tapped(query: CallbackQuery, callback_data: callbacks.OfficeChats, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await close(session, member)
        screen, toast = await _or_home(session, member, now, await chat_list(session, member, callback_data.page))
    await show(query, screen, toast)


@router.callback_query(callbacks.OfficeChat.filter())
async def one(query: CallbackQuery, callback_data: callbacks.OfficeChat, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen, toast = await _or_home(session, member, now, await chat_or_list(session, member, callback_data.chat))
    await show(query, screen, toast)


@router.callback_query(callbacks.ChatSpeaks.filter())
async def speaks(query: CallbackQuery, callback_data: callbacks.ChatSpeaks, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        if callback_data.language in languages():
            await announcements.speak(session, member, callback_data.chat, callback_data.language)
        screen, toast = await _or_home(session, member, now, await chat_or_list(session, member, callback_data.chat))
    await show(query, screen, toast)


@router.callback_query(callbacks.ForgetChat.filter())
async def forget(query: CallbackQuery, callback_data: callbacks.ForgetChat, member: Member, database: Database, now: datetime) -> None:
    """Asks once more."""
    async with database.write() as session:
        chat = await own(session, member, callback_data.chat)
        done = chat is not None and callback_data.sure
        if done:
            await announcements.forget(session, member, callback_data.chat)
        asked = sure(chat) if chat and not done else await chat_list(session, member, 0)
        screen, toast = await _or_home(session, member, now, asked)
    await show(query, screen, _("Nothing is sent there any more.") if done else toast)


@truth.tells(callbacks.OfficeChats)
async def now_chats(session: Session, member: Member, data: callbacks.OfficeChats, _now: datetime) -> Screen | None:
    return await chat_list(session, member, data.page)


@truth.tells(callbacks.OfficeChat, callbacks.ChatSpeaks, callbacks.ForgetChat)
async def now_chat(session: Session, member: Member, data: Any, _now: datetime) -> Screen | None:
    return await chat_or_list(session, member, data.chat)


async def own_chats(session: Session, member: Member) -> list[OfficeChat]:
    found = {
        chat.id: chat
        for office in await announcements.offices(session, member)
        for chat in await announcements.chats(session, member, office)
    }
    return list(found.values())


async def own(session: Session, member: Member, chat_id: int) -> OfficeChat | None:
    return next((chat for chat in await own_chats(session, member) if chat.id == chat_id), None)


async def chat_or_list(session: Session, member: Member, chat_id: int) -> Screen | None:
    chat = await own(session, member, chat_id)
    return chat_screen(chat) if chat else await chat_list(session, member, 0)


async def chat_list(session: Session, member: Member, page: int) -> Screen | None:
    """Those of this member's offices, and how another one comes here; None for whoever may not announce."""
    if not await announcements.offices(session, member):
        return None
    found = await own_chats(session, member)
    page = min(page, max(len(found) - 1, 0) // A_PAGE)
    shown = list(enumerate(found, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    parts = ["📢 <b>" + _("Channels and groups") + "</b>"]
    if shown:
        parts.append("\n".join(f"{number}. {escape(chat.title)}\n    {_standing(chat)}" for number, chat in shown))
    parts.append(
        _(
            "To add one: open the channel or group in Telegram and put this bot there as an administrator who may post. "
            "It appears here at once, as your office's."
        )
    )
    rows = [
        *pairs([Button(f"{number} · {quote(chat.title, 24)}", callbacks.OfficeChat(chat=chat.id)) for number, chat in shown]),
        turns(len(found), page, A_PAGE, lambda p: callbacks.OfficeChats(page=p)),
        [Button("📣 " + _("Announcements"), callbacks.Announcements()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


def _standing(chat: OfficeChat) -> str:
    may = _("I may post there") if chat.may_post else "⚠️ " + _("I may not post there")
    return f"{summary.language(chat.language)} · {may}"


def chat_screen(chat: OfficeChat) -> Screen:
    parts = [f"📢 <b>{escape(chat.title)}</b>\n{_standing(chat)}", _("From: {office}").format(office=office_name(chat.region_id or 0))]
    if not chat.may_post:
        parts.append(_("Make this bot an administrator there who may post; then it gets announcements again."))
    parts.append(_("In which language does it get announcements?"))
    speak = [
        Button(("✔ " if code == chat.language else "") + summary.language(code), callbacks.ChatSpeaks(chat=chat.id, language=code))
        for code in languages()
    ]
    rows = [
        *pairs(speak),
        [Button("🗑 " + _("Send nothing there"), callbacks.ForgetChat(chat=chat.id))],
        [Button("⬅ " + _("Back"), callbacks.OfficeChats()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(parts), rows)


def sure(chat: OfficeChat) -> Screen:
    text = _("Send no more announcements to <b>{title}</b>?\n\nPutting the bot there anew brings it back.").format(title=escape(chat.title))
    rows = [
        [Button("🗑 " + _("Send nothing there"), callbacks.ForgetChat(chat=chat.id, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.OfficeChat(chat=chat.id))],
    ]
    return Screen(text, rows)


async def _or_home(session: Session, member: Member, now: datetime, screen: Screen | None) -> tuple[Screen, str | None]:
    return (screen, None) if screen else (await truth.home(session, member, now), not_yours())
