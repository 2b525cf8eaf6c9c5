"""Keyboards: what Telegram accepts under a message and in place of the keyboard.

The numbers of buttons (100 in all, 8 in a row) are unpublished: a model.
"""

from typing import Any

from sandbox.entities.links import checked_link, linked_user
from sandbox.errors import NotModelledError, bad_request
from sandbox.methods.call import Call
from sandbox.world import Chat

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

Markup = dict[str, Any]

_ACTIONS = (
    "url",
    "callback_data",
    "callback_game",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "login_url",
    "web_app",
    "copy_text",
)
_PRIVATE_ONLY = {
    "request_contact": "Phone number can be requested in private chats only",
    "request_location": "Location can be requested in private chats only",
    "request_poll": "Poll can be requested in private chats only",
    "request_users": "Users can be requested in private chats only",
    "request_chat": "Chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}


def markups(call: Call, chat: Chat) -> tuple[Markup | None, Markup | None]:
    """The inline keyboard and the reply keyboard (or its removal) of a message to be sent; at most one is not None."""
    markup = call.get("reply_markup")
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline(call, chat, markup), None
    if "keyboard" in markup:
        _check_size(markup["keyboard"])
        for row in markup["keyboard"]:
            for button in row:
                _check_reply_button(button, chat)
    return None, markup


def inline_only(call: Call, chat: Chat | None) -> Markup | None:
    """The inline keyboard of an edit; None removes what was there."""
    markup = call.get("reply_markup")
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    return inline(call, chat, markup)


def inline(call: Call, chat: Chat | None, markup: Markup) -> Markup | None:
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    for row in rows:
        for button in row:
            _check_inline_button(call, button, chat)
    return {"inline_keyboard": rows} if rows else None


def _check_size(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _check_reply_button(button: Any, chat: Chat) -> None:
    if not button["text"].strip():
        raise bad_request("Keyboard button text must be non-empty")
    for name, words in _PRIVATE_ONLY.items():
        if button.get(name) and not chat.private:
            raise bad_request(words)


def _check_inline_button(call: Call, button: Markup, chat: Chat | None) -> None:
    if not button["text"].strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions or button.get("url") == "" or button.get("callback_data") == "":
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        call.violations.append(f"button {button['text']!r} has {' and '.join(actions)}: Telegram takes one of them")
    if {"login_url", "pay", "callback_game"} & set(actions):
        raise NotModelledError(f"a button with {actions[0]}")
    if "url" in button:
        _check_url(button["url"])
    if "web_app" in button and chat is not None and not chat.private:
        raise bad_request("BUTTON_TYPE_INVALID")


def _check_url(url: str) -> None:
    if linked_user(url) is None and checked_link(url) is None:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
