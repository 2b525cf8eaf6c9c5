"""The world's own operations: who exists, what is posted, who is told."""

import base64
import mimetypes
import time
from collections.abc import Iterable
from typing import Any

from sandbox.bell import Bell
from sandbox.clock import Clock
from sandbox.errors import ImpossibleError
from sandbox.updates import UpdateQueue
from sandbox.world.log import Log
from sandbox.world.records import Blob, Bot, Chat, FileHandle, Json, Message, Person, Query
from sandbox.world.views import api_chat, api_message, bot_profile, menu_button_seen, profile_texts, seen

FIRST_PERSON = 2**33 + 1
FIRST_UPDATE = 100_000_001
FIRST_SUPERGROUP = -1_001_000_000_001
QUERY_LIFETIME = 150

# The machine's own table would make tests differ from one machine to another.
_MIME = mimetypes.MimeTypes()
for _ending, _kind in {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".webp": "image/webp",
}.items():
    _MIME.add_type(_kind, _ending)


class World:
    """Everything behind the Bot API. `reset()` empties it; bots keep their place, and their poll goes on."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.log = Log()
        self.bots: dict[int, Bot] = {}
        self.stirred = Bell()
        self._begin()

    def _begin(self) -> None:
        self.people: dict[int, Person] = {}
        self.chats: dict[tuple[int, int], Chat] = {}
        self.groups: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.pending: dict[str, Query] = {}
        self.inline: dict[str, Message] = {}
        self.files: dict[str, FileHandle] = {}
        self.blobs: dict[str, Blob] = {}
        self.shown: dict[str, Blob] = {}
        self.expire_next = 0
        self._count = 0

    def reset(self) -> None:
        """An empty world at the present time; update ids go on, as they would for the same bot."""
        self._begin()
        for identifier, bot in self.bots.items():
            bot.updates.clear()
            fresh = Bot(identifier, bot.token, bot.username, bot.name, bot.updates, bot.supports_inline)
            fresh.webhook, fresh.inline_feedback = bot.webhook, bot.inline_feedback
            self.bots[identifier] = fresh
        self.clock.reset()
        self.log.calls.clear()
        self.log.events.clear()
        self.log.emit("reset")

    # Who is there

    def bot(self, token: str, username: str = "", name: str = "Bot") -> Bot:
        """The bot with this token, made if it is new."""
        identifier = int(token.partition(":")[0])
        bot = self.bots.get(identifier)
        if bot is None:
            queue = UpdateQueue(self.clock.now, FIRST_UPDATE, self.stirred)
            bot = self.bots[identifier] = Bot(identifier, token, username or f"sandbox{identifier}_bot", name, queue)
            self.profile_changed(bot)
        return bot

    def person(self, name: str, language: str = "en", username: str | None = None, note: str = "") -> Person:
        identifier = FIRST_PERSON + len(self.people)
        person = Person(identifier, name, language, username, note, phone=f"+38050{len(self.people):07d}")
        self.people[identifier] = person
        self.told_person(person)
        return person

    def told_person(self, person: Person) -> None:
        self.log.emit("person", person=self.person_view(person))

    def person_view(self, person: Person) -> Json:
        """The person's record, with the bot (the first) as this person's app shows it."""
        bot = next(iter(self.bots.values()), None)
        shown = profile_texts(bot, person.language) | {"menu_button": menu_button_seen(bot, person)} if bot else None
        return person.view() | {"bot": shown}

    def private(self, bot: Bot, person: Person) -> Chat:
        chat = self.chats.get((bot.id, person.id))
        if chat is None:
            chat = Chat(person.id, "private", {person.id}, {bot.id: "member"})
            self.chats[bot.id, person.id] = chat
        return chat

    def group(
        self,
        title: str,
        people: Iterable[Person],
        bots: Iterable[Bot],
        kind: str = "supergroup",
        username: str | None = None,
        status: str = "administrator",
    ) -> Chat:
        """A group, supergroup or channel; the bots in it have the given status."""
        number = len(self.groups)
        identifier = -(4_000_001 + number) if kind == "group" else FIRST_SUPERGROUP - number
        chat = Chat(identifier, kind, {person.id for person in people}, {bot.id: status for bot in bots}, title, username)
        self.groups[identifier] = chat
        for bot in bots:
            bot.known |= chat.people
        return chat

    def partner(self, chat: Chat) -> Person | None:
        return self.people[chat.id] if chat.private else None

    def user(self, identifier: int) -> Json | None:
        found = self.people.get(identifier) or self.bots.get(identifier)
        return found.user() if found else None

    # What is said

    def post(self, chat: Chat, sender: Person | Bot, content: Json, **more: Any) -> Message:
        """A new message, shown to the chat's people."""
        message = Message(self._message_id(chat), chat, sender, self.clock.now(), content, **more)
        chat.messages[message.id] = message
        if message.via is not None and message.markup is not None:
            message.inline_id = _letters(f"inline{self.log.epoch}:{chat.id}:{message.id}")
            self.inline[message.inline_id] = message
        if message.keyboard is not None:
            chat.keyboard = message if "keyboard" in message.keyboard else None
        self._changed(message, "message")
        message.created = message.seq
        return message

    def edited(self, message: Message, *, hidden: bool = False) -> None:
        """A message changed; `hidden` when only its keyboard did (an app shows no mark then)."""
        if not hidden or message.edit_date is None:
            message.edit_date = self.clock.now()
        self._changed(message, "edited")

    def delete(self, message: Message) -> None:
        message.deleted = True
        message.seq = self.log.next()
        message.chat.changes.append(message)
        for person in message.chat.people:
            self.log.emit("deleted", person=person, message_id=message.id, chat_id=message.chat.id)
        message.chat.bell.ring()

    def _message_id(self, chat: Chat) -> int:
        # Private chats and basic groups of one bot share a counter; supergroups and channels have their own.
        owner: Bot | Chat = chat
        if chat.kind in {"private", "group"} and chat.bots:
            owner = self.bots[next(iter(chat.bots))]
        owner.last_message_id += 1
        return owner.last_message_id

    def _changed(self, message: Message, event: str) -> None:
        message.seq = self.log.next()
        message.chat.changes.append(message)
        for identifier in message.chat.people:
            viewer = self.people[identifier]
            self.log.emit(event, person=identifier, message=seen(message, viewer, self.shown))
        message.chat.bell.ring()

    def api(self, message: Message) -> Json:
        return api_message(message, self.partner(message.chat))

    def tell_bots(self, message: Message, kind: str = "message") -> None:
        """The update for every bot that may read this message."""
        told = self.api(message)
        if message.chat.kind == "channel":
            kind = {"message": "channel_post", "edited_message": "edited_channel_post"}[kind]
        for identifier, status in message.chat.bots.items():
            bot = self.bots[identifier]
            if status in {"kicked", "left"} or not _may_read(bot, status, message):
                continue
            bot.known |= {message.sender.id}
            bot.updates.add(kind, told, message.chat.id)

    def chat_told(self, chat: Chat) -> Json:
        return api_chat(chat, self.partner(chat))

    # Queries

    def query(self, bot: Bot, person: Person, message: Message | None = None) -> Query:
        self._count += 1
        query = Query(str(4_611_686_018_427_000_000 + self._count), bot, person, self.clock.now(), time.monotonic(), message)
        if self.expire_next and message is not None:
            self.expire_next -= 1
            query.expired = True
        self.queries[query.id] = self.pending[query.id] = query
        return query

    def open_query(self, bot: Bot, identifier: str, lifetime: float = QUERY_LIFETIME) -> Query | None:
        """The query, while it can still be answered by this bot."""
        query = self.queries.get(identifier)
        if query is None or query.bot is not bot or query.expired or query.answer is not None:
            return None
        return query if self.clock.now() - query.at <= lifetime else None

    def answered(self, query: Query, answer: Json) -> None:
        query.answer = answer
        self.pending.pop(query.id, None)
        query.done.set()

    # Files

    def blob(self, content: bytes, name: str, mime: str | None = None, size: tuple[int, int] | None = None) -> Blob:
        """Keep a file's bytes; a picture (with a `size`) has the given type whatever its name."""
        identifier = f"{len(self.blobs) + 1}"
        # Telegram goes by the name; libraries rarely say what they send.
        mime = (None if size else _MIME.guess_type(name)[0]) or mime or "application/octet-stream"
        blob = self.blobs[identifier] = Blob(identifier, content, name, mime, size)
        return blob

    def handle(self, bot: Bot, blob: Blob, kind: str, variant: str = "") -> FileHandle:
        """This bot's identifiers for a file; the unique one is the same for every bot."""
        unique = _letters(f"{kind}{blob.id}{variant}{self.log.epoch}")
        identifier = _letters(f"{kind}:{bot.id}:{blob.id}:{variant}:{self.log.epoch}")
        handle = self.files.get(identifier)
        if handle is None:
            ending = _MIME.guess_extension(blob.mime) or ""
            path = f"{kind}s/file_{len(self.files)}{ending}"
            handle = self.files[identifier] = FileHandle(identifier, unique, bot.id, blob, kind, path)
            self.shown[identifier] = blob
        return handle

    # What people's screens say

    def profile_changed(self, bot: Bot) -> None:
        """Everybody's app shows the new name, text or menu button in its language."""
        self.log.emit("profile", bot=bot_profile(bot))
        for person in self.people.values():
            self.told_person(person)

    def only_bot(self, identifier: int | None = None) -> Bot:
        """The bot that people talk to unless they say otherwise: the first."""
        if identifier is not None:
            if identifier not in self.bots:
                raise ImpossibleError(f"no bot {identifier}")
            return self.bots[identifier]
        if not self.bots:
            raise ImpossibleError("no bot has called yet")
        return next(iter(self.bots.values()))


_SERVICE = {"migrate_to_chat_id", "migrate_from_chat_id"}


def _may_read(bot: Bot, status: str, message: Message) -> bool:
    """Privacy mode: in a group, a bot that is no administrator hears commands, mentions, answers to itself and its inline results."""
    if message.chat.kind in {"private", "channel"} or status in {"administrator", "creator"} or message.via is bot:
        return True
    words = message.words
    if _SERVICE & set(message.content):
        return True
    return words.startswith("/") or f"@{bot.username}" in words or (message.reply_to is not None and message.reply_to.sender is bot)


def _letters(words: str) -> str:
    return base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")
