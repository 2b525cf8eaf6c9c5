"""Who acts, in which language; and whether the update's operation was done before a restart."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, InlineQuery, Message, TelegramObject, Update, User

from handlers import errors, links
from handlers.i18n import nearest, speaking
from handlers.screen import turn
from models import conversations, members
from models.conversations import Conversation, Draft
from models.database import Database, repeat
from models.members import Member, Person

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

_resuming: ContextVar[bool] = ContextVar("resuming", default=False)


@contextmanager
def resuming() -> Iterator[None]:
    """Inside, an update runs no operation: it shows what is true now."""
    token = _resuming.set(True)
    try:
        yield
    finally:
        _resuming.reset(token)


class Acting(BaseMiddleware):
    """Gives handlers `member`, `draft` and `question`, and speaks the member's language."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        user: User | None = data.get("event_from_user")
        subject = event.event if isinstance(event, Update) else event
        if user is None or user.is_bot or not _private(subject):
            return None
        person = Person(user.id, user.full_name[:128], user.username, nearest(user.language_code))
        if isinstance(subject, InlineQuery):
            return await self._look(handler, event, data, person)
        member, conversation, draft = await self._load(person, data["now"])
        await links.know(data["bot"])
        now = turn.get()
        now.member_id, now.living = member.id, conversation.screen_message_id
        data.update(member=member, draft=draft, question=conversation.question_message_id, database=self._database)
        with speaking(member.language):
            if _resuming.get() and isinstance(subject, (Message, CallbackQuery)):
                if draft is not None or isinstance(subject, CallbackQuery):
                    return await errors.present(subject, member, draft, self._database, data["now"])
                # Outside a form what is written is a command or a search: shown again as it was asked for.
                repeat()
            return await handler(event, data)

    async def _look(self, handler: Next, event: TelegramObject, data: dict[str, Any], person: Person) -> Any:
        """A question from any chat: whoever never pressed Start stays a stranger (`member` is None)."""
        async with self._database.read() as session:
            member = await members.find(session, person.telegram_id)
        await links.know(data["bot"])
        data.update(member=member, database=self._database)
        with speaking(member.language if member else person.language):
            return await handler(event, data)

    async def _load(self, person: Person, now: datetime) -> tuple[Member, Conversation, Draft | None]:
        async with self._database.read() as session:
            found = await conversations.of_person(session, person.telegram_id)
        if found and found[1] and members.is_current(found[0], person):
            return found[0], found[1], found[2]
        async with self._database.write(mark=False) as session:
            member = await members.welcome(session, person, now=now)
            conversation = await conversations.begin(session, member.id)
            return member, conversation, await conversations.current(session, member.id)


def _private(event: TelegramObject) -> bool:
    """The conversation is with one person; groups and channels are for announcements only."""
    message = event.message if isinstance(event, CallbackQuery) else event
    chat = getattr(message, "chat", None)
    return chat is None or chat.type == "private"
