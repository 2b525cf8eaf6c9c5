"""What the bot says about itself: commands by scope and language, texts by language, the menu button."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.call import Call
from sandbox.world import commands_seen

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def _language(call: Call) -> str:
    language = str(call.get("language_code") or "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("Invalid language code specified")
    return language


def _scope(call: Call) -> tuple[str, str]:
    scope = call.get("scope") or {"type": "default"}
    key = scope["type"]
    if "chat_id" in scope:
        chat = call.chat(scope["chat_id"], edit=True)
        key = f"{key}:{chat.id}"
    if "user_id" in scope:
        key = f"{key}:{scope['user_id']}"
    return key, _language(call)


def set_my_commands(call: Call) -> bool:
    commands = call.known("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = []
    for command in commands:
        name = command["command"].strip().removeprefix("/")
        if not _COMMAND.fullmatch(name):
            raise bad_request("BOT_COMMAND_INVALID" if name else "Command must be non-empty")
        if not command["description"].strip():
            raise bad_request("Command description must be non-empty")
        kept.append({"command": name, "description": command["description"].strip()})
    return _keep_commands(call, kept)


def delete_my_commands(call: Call) -> bool:
    return _keep_commands(call, [])


def _keep_commands(call: Call, commands: list[dict[str, Any]]) -> bool:
    world, bot, scope = call.world, call.bot, _scope(call)
    before = {person.id: commands_seen(bot, person) for person in world.people.values()}
    if commands:
        bot.commands[scope] = commands
    else:
        bot.commands.pop(scope, None)
    for person in world.people.values():
        now = commands_seen(bot, person)
        if now != before[person.id]:
            world.log.emit("commands", person=person.id, commands=now)
    return True


def get_my_commands(call: Call) -> list[dict[str, Any]]:
    return call.bot.commands.get(_scope(call), [])


def _set_text(kind: str) -> Callable[[Call], bool]:
    def method(call: Call) -> bool:
        language = _language(call)
        text = str(call.get(kind) or "")
        texts = call.bot.texts.setdefault(kind, {})
        if kind == "name" and not text and not language:
            texts.pop("", None)
        elif text:
            texts[language] = text
        else:
            texts.pop(language, None)
        if kind == "name" and not language and text:
            call.bot.name = text
        call.world.profile_changed(call.bot)
        return True

    return method


def _get_text(kind: str) -> Callable[[Call], dict[str, str]]:
    def method(call: Call) -> dict[str, str]:
        text = call.bot.text(kind, _language(call))
        return {kind: text or (call.bot.name if kind == "name" else "")}

    return method


def set_chat_menu_button(call: Call) -> bool:
    button = call.get("menu_button") or {"type": "default"}
    call.bot.menu_buttons[_menu_chat(call)] = button
    call.world.profile_changed(call.bot)
    return True


def get_chat_menu_button(call: Call) -> dict[str, Any]:
    chat = _menu_chat(call)
    return call.bot.menu_buttons.get(chat) or call.bot.menu_buttons.get(0) or {"type": "commands"}


def _menu_chat(call: Call) -> int:
    """The private chat that is meant; 0 stands for everybody's."""
    if not call.get("chat_id"):
        return 0
    if call.get("chat_id") < 0:
        raise bad_request("invalid chat_id specified")
    return call.chat(edit=True).id


PROFILE: dict[str, Callable[[Call], Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _set_text("name"),
    "getMyName": _get_text("name"),
    "setMyDescription": _set_text("description"),
    "getMyDescription": _get_text("description"),
    "setMyShortDescription": _set_text("short_description"),
    "getMyShortDescription": _get_text("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
