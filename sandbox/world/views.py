"""The same things told twice: to the bot (Bot API objects) and to people (what their screen shows)."""

from typing import Any

from sandbox.world.records import Blob, Bot, Chat, Json, Message, Person

_KINDS = {
    "callback_data": "callback",
    "url": "url",
    "copy_text": "copy",
    "switch_inline_query": "switch_inline",
    "switch_inline_query_chosen_chat": "switch_inline",
    "switch_inline_query_current_chat": "switch_inline_current",
    "web_app": "web_app",
    "login_url": "url",
    "request_contact": "request_contact",
    "request_location": "request_location",
    "pay": "callback",
}


def api_chat(chat: Chat, person: Person | None) -> Json:
    """The Bot API's Chat."""
    if chat.private and person is not None:
        user = person.user()
        del user["is_bot"], user["language_code"]
        return {**user, "type": "private"}
    told: Json = {"id": chat.id, "type": chat.kind, "title": chat.title}
    if chat.username:
        told["username"] = chat.username
    return told


def api_message(message: Message, partner: Person | None, *, reply: bool = True) -> Json:
    """The Bot API's Message; `partner` is the person of a private chat."""
    told: Json = {"message_id": message.id, "from": message.sender.user(), "chat": api_chat(message.chat, partner)}
    if message.chat.kind == "channel":
        told["sender_chat"] = told["chat"]
        del told["from"]
    told["date"] = int(message.date)
    if message.edit_date is not None:
        told["edit_date"] = int(message.edit_date)
    if reply and message.reply_to is not None and not message.reply_to.deleted:
        told["reply_to_message"] = api_message(message.reply_to, partner, reply=False)
    if message.via is not None:
        told["via_bot"] = message.via.user()
    told.update(message.extra)
    told.update(message.content)
    if message.markup is not None:
        told["reply_markup"] = message.markup
    return told


def seen(message: Message, viewer: Person, blobs: dict[str, Blob]) -> Json:
    """A message as this person's screen shows it (the protocol's seen message)."""
    content = message.content
    return {
        "message_id": message.id,
        "chat_id": message.chat.id,
        "sender": sender_seen(message, viewer),
        "via_bot": {"id": message.via.id, "username": message.via.username} if message.via else None,
        "outgoing": message.sender is viewer,
        "date": int(message.date),
        "edit_date": None if message.edit_date is None else int(message.edit_date),
        "text": content.get("text"),
        "caption": content.get("caption"),
        "entities": content.get("entities") or content.get("caption_entities") or [],
        "photo": _photo(content, blobs),
        "document": _document(content, blobs),
        "contact": content.get("contact"),
        "reply_to": message.reply_to.id if message.reply_to else None,
        "buttons": buttons_seen(message),
        "reply_keyboard": reply_keyboard_seen(message.keyboard),
        "edited": message.edit_date is not None and not message.extra.get("edit_hidden"),
        "deleted": message.deleted,
    }


def buttons_seen(message: Message) -> list[list[Json]]:
    if message.markup is None:
        return []
    return [[_button(button) for button in row] for row in message.markup["inline_keyboard"]]


def _button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    kind = next((kind for name, kind in _KINDS.items() if button.get(name) is not None), "text")
    told = {"text": button["text"], "kind": kind, "style": button.get("style")}
    if kind == "url":
        told["url"] = button.get("url") or button["login_url"]["url"]
    elif kind == "copy":
        told["copy"] = button["copy_text"]["text"]
    elif kind == "web_app":
        told["url"] = button["web_app"]["url"]
    elif kind.startswith("switch_inline"):
        told["query"] = _inline_query(button)
    return told


def _inline_query(button: Json) -> str:
    chosen = button.get("switch_inline_query_chosen_chat") or {}
    return str(button.get("switch_inline_query") or button.get("switch_inline_query_current_chat") or chosen.get("query") or "")


def reply_keyboard_seen(keyboard: Json | None) -> Json | str | None:
    if keyboard is None:
        return None
    if "keyboard" not in keyboard:
        return "remove" if "remove_keyboard" in keyboard else "force_reply"
    return {
        "rows": [[_button(button) for button in row] for row in keyboard["keyboard"]],
        "resize": bool(keyboard.get("resize_keyboard")),
        "one_time": bool(keyboard.get("one_time_keyboard")),
        "placeholder": keyboard.get("input_field_placeholder"),
    }


def _photo(content: Json, blobs: dict[str, Blob]) -> Json | None:
    if "photo" not in content:
        return None
    largest = content["photo"][-1]
    return {"url": f"/sim/files/{blobs[largest['file_id']].id}", "width": largest["width"], "height": largest["height"]}


def _document(content: Json, blobs: dict[str, Blob]) -> Json | None:
    if "document" not in content:
        return None
    document = content["document"]
    return {
        "url": f"/sim/files/{blobs[document['file_id']].id}",
        "file_name": document.get("file_name"),
        "mime_type": document.get("mime_type"),
        "file_size": document.get("file_size"),
    }


def commands_seen(bot: Bot, person: Person) -> list[Json]:
    """The command menu in this person's private chat: the narrowest scope that has commands, its language before none."""
    for scope in (f"chat:{person.id}", "all_private_chats", "default"):
        for language in (person.language, ""):
            if commands := bot.commands.get((scope, language)):
                return commands
    return []


def sender_seen(message: Message, viewer: Person) -> Json:
    """Whose words these are, as the viewer's app says it: a bot has a name in each language, a channel speaks for itself."""
    sender, chat = message.sender, message.chat
    if chat.kind == "channel":
        return {"id": chat.id, "name": chat.title, "is_bot": message.by_bot}
    name = sender.text("name", viewer.language) or sender.name if isinstance(sender, Bot) else sender.name
    return {"id": sender.id, "name": name, "is_bot": message.by_bot}


def menu_button_seen(bot: Bot, person: Person) -> Json:
    """What the button beside the person's input field does: the chat's own, else the one for everybody."""
    for chat in (person.id, 0):
        button = bot.menu_buttons.get(chat)
        if button and button["type"] != "default":
            return button
    return {"type": "commands"}


def profile_texts(bot: Bot, language: str) -> Json:
    """The bot's name and texts in a language."""
    return {
        "name": bot.text("name", language) or bot.name,
        "description": bot.text("description", language),
        "short_description": bot.text("short_description", language),
    }


def bot_profile(bot: Bot, person: Person | None = None) -> Json:
    """The bot as everybody sees it, or as one person does: texts and commands in their language."""
    texts = profile_texts(bot, person.language if person else "")
    return {
        "id": bot.id,
        "username": bot.username,
        "first_name": texts["name"],
        **texts,
        "commands": commands_seen(bot, person) if person else bot.commands.get(("default", ""), []),
        "menu_button": menu_button_seen(bot, person) if person else bot.menu_buttons.get(0, {"type": "commands"}),
    }
