"""One call of the Bot API as a method sees it: who calls, what is asked, which chat is meant."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.entities import Formatted, format_text
from sandbox.errors import NotModelledError, bad_request, forbidden
from sandbox.world import Bot, Chat, Message, Person, World

CAPTION_LIMIT = 1024
TEXT_LIMIT = 4096

_NOT_MODELLED = (
    "business_connection_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "ephemeral_message_parameters",
    "suggested_post_parameters",
    "rich_message",
)
_MIGRATED = "group chat was upgraded to a supergroup chat"


@dataclass(slots=True)
class Upload:
    """A file that arrived with the call."""

    filename: str
    content: bytes
    mime: str


@dataclass(slots=True)
class Call:
    """`values` are decoded by the schema; `violations` collect what Telegram would let pass and a test should not."""

    world: World
    bot: Bot
    method: str
    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def known(self, name: str) -> Any:
        """A parameter that the schema requires."""
        return self.values[name]

    def modelled(self) -> None:
        """Refuse parameters that the sandbox would have to ignore."""
        for name in _NOT_MODELLED:
            if self.values.get(name):
                raise NotModelledError(f"{self.method} with {name}")

    # Texts

    def formatted(self, text: str, entities: str, *, allow_empty: bool = False) -> Formatted:
        raw = self.get(text, "")
        return format_text(raw, self.get("parse_mode"), self.get(entities), allow_empty=allow_empty, resolve=self.resolve)

    def text(self) -> dict[str, Any]:
        """The content of a text message."""
        formatted = self.formatted("text", "entities")
        if len(formatted.text) > TEXT_LIMIT:
            raise bad_request("Message is too long")
        content: dict[str, Any] = {"text": formatted.text}
        if formatted.entities:
            content["entities"] = formatted.entities
        if preview := self.get("link_preview_options"):
            content["link_preview_options"] = preview
        return content

    def caption(self) -> dict[str, Any]:
        formatted = self.formatted("caption", "caption_entities", allow_empty=True)
        if len(formatted.text) > CAPTION_LIMIT:
            raise bad_request("Message caption is too long")
        content: dict[str, Any] = {"caption": formatted.text} if formatted.text else {}
        if formatted.entities:
            content["caption_entities"] = formatted.entities
        if self.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
        if self.get("has_spoiler"):
            content["has_media_spoiler"] = True
        return content

    def resolve(self, user_id: int) -> dict[str, Any] | None:
        return self.world.user(user_id) if user_id in self.bot.known else None

    # Chats

    def chat(self, value: int | str | None = None, *, edit: bool = False, read: bool = False) -> Chat:
        """The chat that `chat_id` (or `value`) names, if the bot may write there; `edit` and `read` are content with less."""
        value = self.get("chat_id") if value is None else value
        if value is None or value == "":
            raise bad_request("chat_id is empty")
        chat = self._group(value) if isinstance(value, str) or value < 0 else self._private(value)
        if chat.private:
            self._check_person(self.world.people[chat.id], chat, edit=edit or read)
        else:
            _check_group(chat, self.bot, read=read)
        return chat

    def _private(self, identifier: int) -> Chat:
        person = self.world.people.get(identifier)
        if person is None and identifier in self.world.bots:
            raise forbidden("the bot can't send messages to the bot")
        if person is None or identifier not in self.bot.known:
            raise bad_request("chat not found")
        return self.world.private(self.bot, person)

    def _check_person(self, person: Person, chat: Chat, *, edit: bool) -> None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if self.bot.id in person.blocked:
            raise forbidden("bot was blocked by the user")
        if self.bot.id not in person.started and not edit:
            raise forbidden("bot can't initiate conversation with a user")

    def _group(self, value: int | str) -> Chat:
        groups = self.world.groups
        if isinstance(value, int):
            chat = groups.get(value)
        else:
            chat = next((group for group in groups.values() if group.username and f"@{group.username}".lower() == value.lower()), None)
        if chat is None or (self.bot.id not in chat.bots and not chat.username):
            raise bad_request("chat not found")
        return chat

    # Messages

    def message(self, purpose: str, chat: Chat, identifier: int | None = None) -> Message:
        """A message of the chat; `purpose` is how Telegram calls it: "message to edit"."""
        identifier = self.get("message_id") if identifier is None else identifier
        if identifier is None:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(identifier)
        if message is None or message.deleted:
            raise bad_request(f"{purpose} not found")
        return message

    def replied(self, chat: Chat) -> Message | None:
        """The message that is answered, if any and if it is still there."""
        parameters = self.get("reply_parameters")
        if not parameters:
            return None
        if "chat_id" in parameters and parameters["chat_id"] != chat.id:
            raise NotModelledError("a reply to a message of another chat")
        message = chat.messages.get(parameters["message_id"])
        if message is not None and not message.deleted:
            return message
        if parameters.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")


def _check_group(chat: Chat, bot: Bot, *, read: bool) -> None:
    status = chat.bots.get(bot.id, "left")
    if chat.migrated_to is not None:
        raise bad_request(_MIGRATED, migrate_to_chat_id=chat.migrated_to)
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if status == "left" and not (read and chat.username):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
