"""What happens to a bot in groups: it is thrown out, comes back, and the group becomes a supergroup."""

from typing import Any

from sandbox.world import Bot, Chat, Person, World


def change_bot(world: World, chat: Chat, bot: Bot, status: str, by: Person) -> None:
    """Give the bot another status (`member`, `administrator`, `left`, `kicked`) and tell it by `my_chat_member`."""
    before, chat.bots[bot.id] = chat.bots.get(bot.id, "left"), status
    told = {
        "chat": world.chat_told(chat),
        "from": by.user(),
        "date": int(world.clock.now()),
        "old_chat_member": bot_member(bot, before),
        "new_chat_member": bot_member(bot, status),
    }
    bot.known.add(by.id)
    bot.updates.add("my_chat_member", told, chat.id)


def upgrade(world: World, chat: Chat) -> Chat:
    """The supergroup that a basic group becomes; calls to the old one are refused with its id."""
    people = [world.people[identifier] for identifier in chat.people]
    bots = [world.bots[identifier] for identifier in chat.bots]
    fresh = world.group(chat.title, people, bots, "supergroup", chat.username)
    fresh.bots = dict(chat.bots)
    speaker: Person | Bot = people[0] if people else bots[0]
    world.tell_bots(world.post(chat, speaker, {"migrate_to_chat_id": fresh.id}))
    world.tell_bots(world.post(fresh, speaker, {"migrate_from_chat_id": chat.id}))
    chat.migrated_to = fresh.id
    return fresh


def bot_member(bot: Bot, status: str) -> dict[str, Any]:
    """The bot's own ChatMember."""
    extra: dict[str, dict[str, Any]] = {"kicked": {"until_date": 0}, "administrator": RIGHTS}
    return {"user": bot.user(), "status": status} | extra.get(status, {})


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
