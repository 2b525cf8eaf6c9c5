"""What happens to a bot in groups and channels: its status and rights change, and a group becomes a supergroup."""

from typing import Any

from sandbox.errors import ImpossibleError
from sandbox.schema import TYPES
from sandbox.world import Bot, Chat, Person, World

STATUSES = ("administrator", "member", "restricted", "left", "kicked")


def change_bot(world: World, chat: Chat, bot: Bot, status: str, by: Person, **rights: bool) -> None:
    """Give the bot another status (one of `STATUSES`) or other rights, and tell it by `my_chat_member`.

    `rights` are those that differ from the usual of that status: an administrator's (`RIGHTS`), or what a restricted member may do.
    """
    unknown = [name for name in rights if name not in usual_rights(status)]
    if status not in STATUSES or unknown:
        raise ImpossibleError(f"no status {status!r} of a bot" if status not in STATUSES else f"{status}: no right {', '.join(unknown)}")
    before = bot_member(bot, chat.bots.get(bot.id, "left"), chat)
    chat.bots[bot.id], chat.rights[bot.id] = status, rights
    told = {
        "chat": world.chat_told(chat),
        "from": by.user(),
        "date": int(world.clock.now()),
        "old_chat_member": before,
        "new_chat_member": bot_member(bot, status, chat),
    }
    bot.known.add(by.id)
    bot.updates.add("my_chat_member", told, chat.id)


def upgrade(world: World, chat: Chat) -> Chat:
    """The supergroup that a basic group becomes; calls to the old one are refused with its id."""
    people = [world.people[identifier] for identifier in chat.people]
    bots = [world.bots[identifier] for identifier in chat.bots]
    fresh = world.group(chat.title, people, bots, "supergroup", chat.username)
    fresh.bots, fresh.rights = dict(chat.bots), dict(chat.rights)
    speaker: Person | Bot = people[0] if people else bots[0]
    world.tell_bots(world.post(chat, speaker, {"migrate_to_chat_id": fresh.id}))
    world.tell_bots(world.post(fresh, speaker, {"migrate_from_chat_id": chat.id}))
    chat.migrated_to = fresh.id
    return fresh


def bot_member(bot: Bot, status: str, chat: Chat | None = None) -> dict[str, Any]:
    """The bot's own ChatMember."""
    rights = usual_rights(status) | (chat.rights.get(bot.id, {}) if chat else {})
    extra: dict[str, dict[str, Any]] = {
        "kicked": {"until_date": 0},
        "administrator": rights,
        "restricted": {"is_member": True, "until_date": 0, **rights},
    }
    return {"user": bot.user(), "status": status} | extra.get(status, {})


def may(chat: Chat, bot: Bot, right: str) -> bool:
    """Whether the bot has a right there."""
    return bool(bot_member(bot, chat.bots.get(bot.id, "left"), chat).get(right))


def usual_rights(status: str) -> dict[str, bool]:
    return {"administrator": RIGHTS, "restricted": PERMISSIONS}.get(status, {})


PERMISSIONS = {name: True for name in TYPES["ChatMemberRestricted"]["fields"] if name.startswith("can_")}
RIGHTS = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": False,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
    "can_post_messages": True,
    "can_edit_messages": True,
    "can_pin_messages": True,
    "can_send_welcome_messages": False,
}
