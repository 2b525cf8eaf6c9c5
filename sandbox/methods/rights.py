"""Where a bot may post: in channels as an administrator who may, in groups unless it is restricted."""

from sandbox.errors import bad_request
from sandbox.groups import may
from sandbox.world import Bot, Chat, Message

_PERMISSIONS = {
    "text": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "document": ("can_send_documents", "documents"),
    "contact": ("can_send_messages", "contacts"),
    "venue": ("can_send_messages", "venues"),
    "location": ("can_send_messages", "locations"),
}


def check_posting(chat: Chat, bot: Bot, content: dict[str, object]) -> None:
    """Refuse what the bot's status in a group or channel does not allow."""
    if chat.kind == "channel":
        if not may(chat, bot, "can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif chat.bots.get(bot.id) == "restricted":
        right, what = next((each for kind, each in _PERMISSIONS.items() if kind in content), ("can_send_other_messages", "messages"))
        if not may(chat, bot, right):
            raise bad_request(f"not enough rights to send {what} to the chat")


def may_edit(message: Message, bot: Bot) -> bool:
    """Its own messages (but not those that were sent with a reply keyboard, nor forwards); in a channel others' too, with the right."""
    if message.keyboard is not None or "forward_origin" in message.extra:
        return False
    return message.sender is bot or (message.chat.kind == "channel" and may(message.chat, bot, "can_edit_messages"))


def may_delete_always(message: Message, bot: Bot) -> bool:
    """An administrator with the right deletes whatever is there, however old."""
    return may(message.chat, bot, "can_delete_messages")


def may_delete_own(message: Message, bot: Bot) -> bool:
    """In a channel only who may post; in a private chat the other's messages as well."""
    chat = message.chat
    if chat.kind == "channel":
        return message.sender is bot and may(chat, bot, "can_post_messages")
    return chat.private or message.sender is bot
