"""Announcements from the other end: what their readers press, and the chats into which the bot is put."""

from datetime import datetime, timedelta

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, ChatMemberAdministrator, ChatMemberMember, ChatMemberRestricted, ChatMemberUpdated

from handlers import broadcast, callbacks, truth
from handlers.i18n import _, full_day, ngettext
from handlers.notices import words_for
from handlers.screen import Button, Screen, escape, show, show_below
from handlers.words import region_name
from models import announcements, members
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member

router = Router(name=__name__)

PAUSES = (30, 90)
"""Days for which somebody may want no announcements."""


class InChat(BaseFilter):
    """A group, supergroup or channel."""

    async def __call__(self, event: ChatMemberUpdated) -> bool:
        return event.chat.type != "private"


@router.callback_query(callbacks.AnnouncementTap.filter())
async def tapped(query: CallbackQuery, callback_data: callbacks.AnnouncementTap, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await announcements.tap(session, member, callback_data.announcement, now=now)
        screen = await mission_screen(session, member, callback_data.announcement, now)
    # The announcement stays where it is.
    await show_below(query, screen)


@truth.tells(callbacks.AnnouncementTap)
async def mission_now(session: Session, member: Member, data: callbacks.AnnouncementTap, now: datetime) -> Screen:
    return await mission_screen(session, member, data.announcement, now)


async def mission_screen(session: Session, member: Member, announcement_id: int, now: datetime) -> Screen:
    """The mission of an announcement as it stands; home where it is gone."""
    found = await announcements.mission_of(session, member, announcement_id)
    button = broadcast.mission_button(found) if found is not None else None
    return await truth.now_of(session, member, button.pack() if button else "", now)


@router.callback_query(callbacks.Quiet.filter())
async def quiet_tapped(query: CallbackQuery, callback_data: callbacks.Quiet, member: Member, now: datetime) -> None:
    if callback_data.here:
        await show(query, quiet_screen(member, now))
    else:
        await show_below(query, quiet_screen(member, now))


@router.callback_query(callbacks.QuietFor.filter())
async def quiet_for(query: CallbackQuery, callback_data: callbacks.QuietFor, member: Member, database: Database, now: datetime) -> None:
    days = callback_data.days if callback_data.days in PAUSES else 0
    async with database.write() as session:
        member = await members.pause(session, member.id, now + timedelta(days=days) if days else None)
    await show(query, quiet_screen(member, now))


@truth.tells(callbacks.Quiet, callbacks.QuietFor)
async def now_quiet(_session: Session, member: Member, _data: object, now: datetime) -> Screen:
    return quiet_screen(member, now)


def quiet_screen(member: Member, now: datetime) -> Screen:
    until = member.paused_until if member.paused_until and member.paused_until > now else None
    if until:
        state = _("You get none until {day}. Then they come again by themselves.").format(day=full_day(until, member.timezone))
    else:
        state = _("You get them now, between 9:00 and 19:00 of your time.")
    text = _(
        "<b>Announcements</b>\n\n"
        "Offices and administrators announce missions and news: two a week at most, more only when something is urgent.\n\n{state}\n\n"
        "Proposals, answers and decisions of your office always reach you."
    ).format(state=state)
    rows = [[Button(ngettext("None for {n} day", "None for {n} days", days), callbacks.QuietFor(days=days)) for days in PAUSES]]
    if until:
        rows.append([Button("🔔 " + _("Get them again"), callbacks.QuietFor(days=0), style="primary")])
    return Screen(text, [*rows, [Button("🏠 " + _("Home"), callbacks.Home())]])


# Chats


@router.my_chat_member(InChat())
async def put_into_chat(event: ChatMemberUpdated, database: Database, now: datetime) -> None:
    chat = event.chat
    seen = announcements.Seen(chat.id, chat.type, chat.title or "", chat.username, may_post(event))
    async with database.write() as session:
        await announcements.note(session, seen, event.from_user.id, now=now)


def may_post(event: ChatMemberUpdated) -> bool:
    """Whether the bot may write there now."""
    bot = event.new_chat_member
    if isinstance(bot, ChatMemberAdministrator):
        return event.chat.type != "channel" or bool(bot.can_post_messages)
    if isinstance(bot, ChatMemberRestricted):
        return bot.can_send_messages
    return event.chat.type != "channel" and isinstance(bot, ChatMemberMember)


@words_for(Kind.OFFICE_CHAT)
async def chat_known(session: Session, delivery: Delivery, member: Member, _now: datetime) -> Screen | None:
    chat = await announcements.chat(session, delivery.subject)
    if chat is None:
        return None
    title = escape(chat.title)
    if chat.region_id is None:
        text = _("<b>{title}</b>\n\nI write into groups and channels only for offices, so I stay silent there. You can remove me.")
    elif not chat.may_post:
        text = _("<b>{title}</b>\n\nI may not write there (any more). To announce there, make me an administrator who may post messages.")
    else:
        text = _(
            "<b>{title}</b>\n\nAnnouncements can go there from now on. For: {office}\n\n"
            "Nothing is posted by itself: choose it as a recipient when you write an announcement."
        )
    office = region_name(chat.region_id) if chat.region_id else _("the administrators")
    return Screen(text.format(title=title, office=office), [[Button("🏠 " + _("Home"), callbacks.Home())]])
