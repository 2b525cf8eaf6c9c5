"""Chats, their members, and files."""

from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.files import LARGEST_DOWNLOAD
from sandbox.groups import bot_member
from sandbox.methods.call import Call
from sandbox.world import Bot, Chat, Person

Told = dict[str, Any]


def get_me(call: Call) -> Told:
    return call.bot.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": call.bot.supports_inline,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


def log_out(call: Call) -> bool:
    raise ApiError(400, "Bad Request: the sandbox is the only server of its bots")


def close(call: Call) -> bool:
    """The server instance goes and comes back; updates stay."""
    return True


def get_chat(call: Call) -> Told:
    chat = call.chat(read=True)
    told = call.world.chat_told(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }
    if chat.username or (chat.private and told.get("username")):
        told["active_usernames"] = [told["username"]]
    return told


def get_chat_member(call: Call) -> Told:
    chat = call.chat(read=True)
    if chat.kind == "channel" and chat.bots.get(call.bot.id) != "administrator":
        raise bad_request("member list is inaccessible")
    return member(call, chat, call.known("user_id"))


def member(call: Call, chat: Chat, identifier: int) -> Told:
    """A ChatMember object."""
    found: Person | Bot | None = call.world.people.get(identifier) or call.world.bots.get(identifier)
    if found is None or (identifier not in call.bot.known and found is not call.bot):
        raise bad_request("user not found")
    if isinstance(found, Bot):
        return bot_member(found, chat.bots.get(identifier, "left"), chat)
    return {"status": "member" if identifier in chat.people else "left", "user": found.user()}


def get_chat_member_count(call: Call) -> int:
    chat = call.chat(read=True)
    return len(chat.people) + sum(status not in {"left", "kicked"} for status in chat.bots.values())


def get_chat_administrators(call: Call) -> list[Told]:
    chat = call.chat(edit=True)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [member(call, chat, identifier) for identifier, status in chat.bots.items() if status == "administrator"]


def leave_chat(call: Call) -> bool:
    chat = call.chat(edit=True)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bots[call.bot.id] = "left"
    return True


def get_file(call: Call) -> Told:
    """A File with the path to download it from; at most 20 MiB, and only this bot's own identifiers."""
    handle = call.world.files.get(call.known("file_id"))
    if handle is None or handle.bot_id != call.bot.id:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    size = len(handle.blob.content)
    if size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {"file_id": handle.id, "file_unique_id": handle.unique_id, "file_size": size, "file_path": handle.path}
