"""What the world consists of. Plain records; the rules are in the methods (for bots) and the actions (for people)."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sandbox.bell import Bell
from sandbox.updates import UpdateQueue

Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Person:
    """Someone with Telegram's app; `note` says in a word or two who this is, for the page."""

    id: int
    name: str
    language: str
    username: str | None = None
    note: str = ""
    phone: str = ""
    blocked: set[int] = field(default_factory=set)
    started: set[int] = field(default_factory=set)
    deactivated: bool = False
    toasts: list[Json] = field(default_factory=list)
    marks: dict[tuple[int, int], int] = field(default_factory=dict)

    def user(self) -> Json:
        """The Bot API's User."""
        first, _, last = self.name.partition(" ")
        user: Json = {"id": self.id, "is_bot": False, "first_name": first, "language_code": self.language}
        if last:
            user["last_name"] = last
        if self.username:
            user["username"] = self.username
        return user

    def view(self) -> Json:
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "username": self.username,
            "blocked": bool(self.blocked),
            "deactivated": self.deactivated,
            "note": self.note,
        }


@dataclass(slots=True, eq=False)
class Bot:
    """A bot by its token, with everything that BotFather or the set... methods keep for it."""

    id: int
    token: str
    username: str
    name: str
    updates: UpdateQueue
    supports_inline: bool = True
    inline_feedback: bool = True
    revoked: bool = False
    known: set[int] = field(default_factory=set)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)
    webhook: Json = field(default_factory=dict)
    last_message_id: int = 0

    def user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def text(self, kind: str, language: str) -> str:
        """A profile text in a language, else in the one for everybody else."""
        texts = self.texts.get(kind, {})
        return texts.get(language) or texts.get("", "")


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat of one person with one bot, a group, a supergroup or a channel.

    `id` is what the Bot API calls the chat; two bots' private chats with one person share it and are two chats here.
    `bots` holds their status, `rights` what differs from the usual rights of that status; `keyboard` is the message whose reply
    keyboard is on the screen.
    """

    id: int
    kind: str
    people: set[int]
    bots: dict[int, str]
    title: str = ""
    username: str | None = None
    migrated_to: int | None = None
    rights: dict[int, dict[str, bool]] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    changes: list["Message"] = field(default_factory=list)
    keyboard: "Message | None" = None
    bell: Bell = field(default_factory=Bell)
    last_message_id: int = 0

    @property
    def private(self) -> bool:
        return self.kind == "private"


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; `seq` is the world's number of its last change, `keyboard` a reply keyboard sent with it.

    `via` is the bot of whose inline results it is one; where that has a keyboard, `inline_id` is how the bot may edit it.
    """

    id: int
    chat: Chat
    sender: Person | Bot
    date: float
    content: Json
    seq: int = 0
    created: int = 0
    markup: Json | None = None
    keyboard: Json | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    edit_date: float | None = None
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    via: Bot | None = None
    inline_id: str = ""

    @property
    def by_bot(self) -> bool:
        return isinstance(self.sender, Bot)

    @property
    def words(self) -> str:
        """Text or caption."""
        return str(self.content.get("text") or self.content.get("caption") or "")


@dataclass(slots=True, eq=False)
class Query:
    """A tap on a callback button, or an inline query (with its `text`), that waits for its answer.

    `made` holds the messages that the answer's results would become: content and keyboard.
    """

    id: str
    bot: Bot
    person: Person
    at: float
    began: float
    message: Message | None = None
    expired: bool = False
    answer: Json | None = None
    text: str = ""
    made: dict[str, tuple[Json, Json | None]] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class Blob:
    """A file's bytes; `size` is None for what is not a picture."""

    id: str
    content: bytes
    name: str
    mime: str
    size: tuple[int, int] | None = None


@dataclass(slots=True, eq=False)
class FileHandle:
    """One bot's identifier of a file: another bot cannot use it."""

    id: str
    unique_id: str
    bot_id: int
    blob: Blob
    kind: str
    path: str
