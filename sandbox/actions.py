"""What a person can do in Telegram's app, done to the world at once. Waiting for the bot is the caller's affair."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from sandbox.entities import Formatted, format_text, plain
from sandbox.errors import ApiError, ImpossibleError
from sandbox.files import document, photo_blob, photo_sizes
from sandbox.groups import bot_member
from sandbox.world import Bot, Chat, Message, Person, Query, World, commands_seen
from sandbox.world.views import buttons_seen, reply_keyboard_seen

START = re.compile(r"[A-Za-z0-9_-]{0,64}")
Json = dict[str, Any]


@dataclass(slots=True)
class Button:
    """A button as it was found: under which message, where, and as the person sees it. `row` is -1 in a reply keyboard."""

    message: Message
    row: int
    column: int
    seen: Json


@dataclass(slots=True)
class Tap:
    """What a tap did: a query that waits for the bot, an address, a copied text, or a message sent."""

    query: Query | None = None
    url: str | None = None
    copied: str | None = None
    inline: str | None = None
    message: Message | None = None


def enter(world: World, person: Person, bot: Bot) -> Chat:
    """The private chat with the bot, begun if need be."""
    if person.deactivated:
        raise ImpossibleError(f"{person.name}'s account is deactivated")
    if bot.id in person.blocked:
        raise ImpossibleError(f"{person.name} has blocked the bot")
    person.started.add(bot.id)
    bot.known.add(person.id)
    return world.private(bot, person)


def say(
    world: World, person: Person, bot: Bot, content: Json, *, chat: Chat | None = None, reply_to: int | None = None, **extra: Any
) -> Message:
    """Post a message of the person's and tell the bots of the chat."""
    chat = chat or enter(world, person, bot)
    _check_member(person, chat)
    answered = chat.messages.get(reply_to) if reply_to is not None else None
    message = world.post(chat, person, content, reply_to=answered, extra=extra)
    world.tell_bots(message)
    return message


def _check_member(person: Person, chat: Chat) -> None:
    if person.id not in chat.people:
        raise ImpossibleError(f"{person.name} is not in {chat.title}")


def send_text(
    world: World, person: Person, bot: Bot, text: str, *, html: bool = False, chat: Chat | None = None, reply_to: int | None = None
) -> Message:
    """With `html` the text's tags stand for what the person formatted in the app."""
    formatted = _typed(text, html=html)
    if len(formatted.text) > 4096:
        raise ImpossibleError("an app splits texts of more than 4096 characters")
    if not formatted.text:
        raise ImpossibleError("an empty text cannot be sent")
    content: Json = {"text": formatted.text}
    if formatted.entities:
        content["entities"] = formatted.entities
    return say(world, person, bot, content, chat=chat, reply_to=reply_to)


def _typed(text: str, *, html: bool) -> Formatted:
    return format_text(text, "HTML" if html else None, None, allow_empty=True)


def open_chat(world: World, person: Person, bot: Bot, start: str = "") -> Message:
    """Press Start, with the parameter of a deep link; a blocked bot is unblocked by it, as by *Restart bot*."""
    if not START.fullmatch(start):
        raise ImpossibleError(f"start parameter {start!r}: at most 64 of A-Z a-z 0-9 _ -")
    if bot.id in person.blocked:
        unblock(world, person, bot)
    return send_text(world, person, bot, f"/start {start}".strip())


def send_photo(
    world: World, person: Person, bot: Bot, content: bytes, caption: str = "", *, html: bool = False, chat: Chat | None = None
) -> Message:
    try:
        blob = photo_blob(world, content, "photo.jpg")
    except ApiError as error:
        raise ImpossibleError(error.description) from error
    return say(world, person, bot, {"photo": photo_sizes(world, bot, blob), **_caption(caption, html=html)}, chat=chat)


def send_document(
    world: World,
    person: Person,
    bot: Bot,
    content: bytes,
    name: str,
    caption: str = "",
    *,
    mime: str | None = None,
    chat: Chat | None = None,
) -> Message:
    if not content:
        raise ImpossibleError("the file is empty")
    blob = world.blob(content, name, mime)
    return say(world, person, bot, {"document": document(world, bot, blob), **_caption(caption)}, chat=chat)


def _caption(caption: str, *, html: bool = False) -> Json:
    formatted = _typed(caption, html=html)
    if len(formatted.text) > 1024:
        raise ImpossibleError("a caption has at most 1024 characters")
    content: Json = {"caption": formatted.text} if formatted.text else {}
    return content | ({"caption_entities": formatted.entities} if formatted.entities else {})


def share_contact(world: World, person: Person, bot: Bot, phone: str | None = None) -> Message:
    """The person's own card, as by a button that asks for it."""
    first, _, last = person.name.partition(" ")
    contact = {"phone_number": phone or person.phone, "first_name": first, "user_id": person.id}
    return say(world, person, bot, {"contact": contact | ({"last_name": last} if last else {})})


def share_location(world: World, person: Person, bot: Bot, latitude: float, longitude: float) -> Message:
    return say(world, person, bot, {"location": {"latitude": latitude, "longitude": longitude}})


def edit_text(world: World, person: Person, bot: Bot, message_id: int, text: str) -> Message:
    message = world.private(bot, person).messages.get(message_id)
    if message is None or message.deleted or message.sender is not person or "text" not in message.content:
        raise ImpossibleError(f"{person.name} has no text {message_id} to edit")
    formatted = plain(text)
    message.content = {"text": formatted.text} | ({"entities": formatted.entities} if formatted.entities else {})
    world.edited(message)
    world.tell_bots(message, "edited_message")
    return message


def delete_own(world: World, person: Person, bot: Bot, message_id: int) -> None:
    """A person takes a message away for both; the bot is not told."""
    message = world.private(bot, person).messages.get(message_id)
    if message is None or message.deleted:
        raise ImpossibleError(f"no message {message_id}")
    world.delete(message)


# Buttons


def find_button(chat: Chat, text: str, after: int = 0) -> Button | None:
    """The newest message's button with this text, else with it inside; `after` leaves out what did not change since."""
    for message in _newest_first(chat, after):
        if button := find_in_message(message, text):
            return button
    keyboard = chat.keyboard
    if keyboard is None or keyboard.deleted or keyboard.seq <= after:
        return None
    found = _in_rows(keyboard, _keyboard_rows(keyboard), text)
    if found:
        found.row = -1
    return found


def _newest_first(chat: Chat, after: int) -> Iterable[Message]:
    """By place in the chat; with `after`, only what changed since."""
    if not after:
        return reversed(chat.messages.values())
    changed = {message.id: message for message in takewhile(lambda message: message.seq > after, reversed(chat.changes))}
    return [changed[identifier] for identifier in sorted(changed, reverse=True)]


def find_in_message(message: Message, text: str) -> Button | None:
    return None if message.deleted else _in_rows(message, buttons_seen(message), text)


def _in_rows(message: Message, rows: list[list[Json]], text: str) -> Button | None:
    buttons = [Button(message, row, column, seen) for row, line in enumerate(rows) for column, seen in enumerate(line)]
    exact = next((button for button in buttons if button.seen["text"] == text), None)
    return exact or next((button for button in buttons if text in button.seen["text"]), None)


def _keyboard_rows(message: Message) -> list[list[Json]]:
    shown = reply_keyboard_seen(message.keyboard)
    return shown["rows"] if isinstance(shown, dict) else []


def button_at(chat: Chat, message_id: int, row: int, column: int) -> Button:
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise ImpossibleError(f"no message {message_id}")
    try:
        return Button(message, row, column, buttons_seen(message)[row][column])
    except IndexError as error:
        raise ImpossibleError(f"message {message_id} has no button in row {row}, column {column}") from error


def tap(world: World, person: Person, bot: Bot, button: Button) -> Tap:
    """Tap a button that was found; a link to this bot opens it."""
    kind = button.seen["kind"]
    if button.row < 0:
        return _tap_keyboard(world, person, bot, button)
    if kind == "callback":
        return Tap(query=_callback(world, person, bot, button))
    if kind == "copy":
        return Tap(copied=button.seen["copy"])
    if kind.startswith("switch_inline"):
        return Tap(inline=button.seen["query"])
    url = str(button.seen["url"])
    link = re.fullmatch(rf"(?:https?://t\.me/{bot.username}|tg://resolve\?domain={bot.username})(?:[?&]start=([A-Za-z0-9_-]*))?", url)
    if link and link[1] is not None:
        return Tap(url=url, message=open_chat(world, person, bot, link[1]))
    return Tap(url=url)


def _tap_keyboard(world: World, person: Person, bot: Bot, button: Button) -> Tap:
    match button.seen["kind"]:
        case "request_contact":
            return Tap(message=share_contact(world, person, bot))
        case "text":
            return Tap(message=send_text(world, person, bot, button.seen["text"]))
    raise ImpossibleError(f"the sandbox cannot tap a button of kind {button.seen['kind']}")


def _callback(world: World, person: Person, bot: Bot, button: Button) -> Query:
    if person.deactivated or bot.id in person.blocked:
        raise ImpossibleError(f"{person.name} cannot tap: the bot is blocked or the account is gone")
    message = button.message
    query = world.query(bot, person, message)
    markup = message.markup or {}
    told = {
        "id": query.id,
        "from": person.user(),
        **({"inline_message_id": message.inline_id} if message.via else {"message": world.api(message)}),
        "chat_instance": str(hash((bot.id, message.chat.id)) & (2**62 - 1)),
        "data": markup["inline_keyboard"][button.row][button.column]["callback_data"],
    }
    bot.known.add(person.id)
    bot.updates.add("callback_query", told, message.chat.id)
    return query


# Inline mode


def ask_inline(world: World, person: Person, bot: Bot, text: str, offset: str = "") -> Query:
    """Type `@bot text` somewhere; a bot whose inline mode is off hears nothing."""
    if not bot.supports_inline:
        raise ImpossibleError("the bot's inline mode is off")
    query = world.query(bot, person)
    query.text = text
    bot.known.add(person.id)
    told = {"id": query.id, "from": person.user(), "query": text, "offset": offset, "chat_type": "private"}
    bot.updates.add("inline_query", told)
    return query


def choose_inline(world: World, person: Person, bot: Bot, result: str, *, chat: Chat | None = None) -> Message:
    """Send one of the results that the bot last offered, by its id: into the chat with the bot, or into a group with or without it."""
    offers = [query for query in world.queries.values() if query.person is person and query.bot is bot and query.message is None]
    query = next((query for query in reversed(offers) if query.answer is not None), None)
    if query is None:
        raise ImpossibleError(f"{person.name} was offered no inline results")
    if result not in query.made:
        raise ImpossibleError(f"no result {result!r} that the sandbox can send among {sorted(query.made)}")
    content, markup = query.made[result]
    chat = chat or enter(world, person, bot)
    _check_member(person, chat)
    message = world.post(chat, person, dict(content), markup=markup, via=bot)
    if bot.inline_feedback:
        told = {"result_id": result, "from": person.user(), "query": query.text}
        bot.updates.add("chosen_inline_result", told | ({"inline_message_id": message.inline_id} if message.inline_id else {}))
    world.tell_bots(message)
    return message


# Leaving and coming back


def block(world: World, person: Person, bot: Bot) -> None:
    if bot.id not in person.blocked:
        person.blocked.add(bot.id)
        _membership(world, person, bot, "member", "kicked")


def unblock(world: World, person: Person, bot: Bot) -> None:
    if bot.id in person.blocked:
        person.blocked.discard(bot.id)
        _membership(world, person, bot, "kicked", "member")


def _membership(world: World, person: Person, bot: Bot, before: str, after: str) -> None:
    world.told_person(person)
    if bot.id not in person.started and after == "kicked":
        return
    chat = world.private(bot, person)
    told = {
        "chat": world.chat_told(chat),
        "from": person.user(),
        "date": int(world.clock.now()),
        "old_chat_member": bot_member(bot, before),
        "new_chat_member": bot_member(bot, after),
    }
    bot.known.add(person.id)
    bot.updates.add("my_chat_member", told, chat.id)


def change_language(world: World, person: Person, language: str) -> None:
    """The app's language: later updates carry it, and the command menu follows."""
    person.language = language
    world.told_person(person)
    for bot in world.bots.values():
        world.log.emit("commands", person=person.id, commands=commands_seen(bot, person))


def deactivate(world: World, person: Person) -> None:
    person.deactivated = True
    world.told_person(person)
