"""Channels and groups of offices: known from the moment the bot is put there, by whoever did it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import deliveries, members
from models.announcements import access, audience
from models.announcements.table import OfficeChat
from models.deliveries import Kind
from models.members import Member


@dataclass(frozen=True)
class Seen:
    """What Telegram says of a chat and of the bot in it."""

    telegram_id: int
    kind: str
    title: str
    username: str | None
    may_post: bool


async def note(session: AsyncSession, seen: Seen, by: int, *, now: datetime) -> OfficeChat:
    """The bot was put into a chat, taken out, or may do other things there; `by` is Telegram's id of who did it.

    A chat belongs to the office of the official who put the bot there. Another official may take over what nobody has.
    """
    chat = await session.scalar(select(OfficeChat).filter_by(telegram_id=seen.telegram_id).with_for_update())
    if chat is None:
        chat = OfficeChat(telegram_id=seen.telegram_id, added_by=by, region_id=None, language="en")
        session.add(chat)
    before = (chat.region_id, chat.may_post)
    chat.kind, chat.title, chat.username, chat.may_post, chat.seen_at = seen.kind, seen.title[:255], seen.username, seen.may_post, now
    member = await members.find(session, by)
    offices = await access.offices(session, member) if member and chat.region_id is None else []
    if member and offices:
        chat.region_id, chat.added_by, chat.language = offices[0], by, member.language
    await session.flush()
    # Whoever takes the bot out knows, unless an office loses a recipient by it.
    if member and before != (chat.region_id, chat.may_post) and (chat.may_post or chat.region_id is not None):
        await deliveries.tell(session, member, Kind.OFFICE_CHAT, chat.id, event=now.isoformat(), now=now)
    return chat


async def move(session: AsyncSession, chat: OfficeChat, telegram_id: int) -> None:
    """A group has become the supergroup with this id, from which the bot may have heard before: then the two rows change places."""
    other = await session.scalar(select(OfficeChat).where(OfficeChat.telegram_id == telegram_id, OfficeChat.id != chat.id))
    group = chat.telegram_id
    if other is not None:
        chat.region_id = other.region_id if chat.region_id is None else chat.region_id
        other.region_id, other.may_post = None, False
        # The ids are unique, and these are nobody's.
        other.telegram_id = other.id
        await session.flush()
    chat.telegram_id = telegram_id
    await session.flush()
    if other is not None:
        other.telegram_id = group


async def chat(session: AsyncSession, chat_id: int) -> OfficeChat | None:
    return await session.get(OfficeChat, chat_id)


async def chats(session: AsyncSession, member: Member, region_id: int) -> list[OfficeChat]:
    """Those of an office and of what lies in its region (0: all), by title; empty for whoever may not announce there."""
    if not await access.may_announce(session, member, region_id):
        return []
    query = select(OfficeChat).where(OfficeChat.region_id.is_not(None))
    if region_id:
        query = query.where(OfficeChat.region_id.in_(audience.with_descendants([region_id])))
    return list(await session.scalars(query.order_by(OfficeChat.title, OfficeChat.id)))


async def speak(session: AsyncSession, member: Member, chat_id: int, language: str) -> OfficeChat | None:
    """In which language a chat gets its announcements; None: not this member's."""
    chat = await session.get(OfficeChat, chat_id)
    if chat is None or chat.region_id is None or not await access.may_announce(session, member, chat.region_id):
        return None
    chat.language = language
    return chat


async def forget(session: AsyncSession, member: Member, chat_id: int) -> OfficeChat | None:
    """The office writes there no more; putting the bot there anew brings it back. None: not this member's."""
    chat = await session.get(OfficeChat, chat_id)
    if chat is None or chat.region_id is None or not await access.may_announce(session, member, chat.region_id):
        return None
    chat.region_id = None
    return chat
