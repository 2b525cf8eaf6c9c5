"""Methods that change or take away messages."""

from typing import Any

from sandbox.errors import ApiError, NotModelledError, bad_request
from sandbox.methods.call import Call
from sandbox.methods.markup import Markup, inline_only
from sandbox.methods.rights import check_posting, may_delete_always, may_delete_own, may_edit
from sandbox.methods.sending import attached, photo, post
from sandbox.world import Message

Edited = dict[str, Any] | bool

Content = dict[str, Any]
DELETABLE_FOR = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_CAPTIONED = {"photo", "document"}
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


def edit_message_text(call: Call) -> Edited:
    fresh = call.text()
    message, markup = _editable(call)
    if "text" not in message.content:
        raise bad_request("There is no text in the message to edit")
    return _apply(call, message, _without(message, _TEXT) | fresh, markup)


def edit_message_caption(call: Call) -> Edited:
    fresh = call.caption()
    message, markup = _editable(call)
    if not _CAPTIONED & set(message.content):
        raise bad_request("There is no caption in the message to edit")
    return _apply(call, message, _without(message, _CAPTION) | fresh, markup)


def edit_message_media(call: Call) -> Edited:
    """Another photo or document; a text message becomes one too, but no media message becomes text."""
    media = call.known("media")
    makers = {"photo": photo, "document": attached}
    if media["type"] not in makers:
        raise NotModelledError(f"editMessageMedia with {media['type']}")
    if _by_inline_id(call) and str(media["media"]).startswith("attach://"):
        raise bad_request("Invalid message content specified")
    own = Call(call.world, call.bot, call.method, media, call.files)
    content = makers[media["type"]](own, media["media"]) | own.caption()
    message, markup = _editable(call)
    return _apply(call, message, content, markup)


def edit_message_reply_markup(call: Call) -> Edited:
    message, markup = _editable(call)
    return _apply(call, message, message.content, markup)


def _without(message: Message, names: tuple[str, ...]) -> Content:
    return {name: value for name, value in message.content.items() if name not in names}


def _editable(call: Call) -> tuple[Message, Markup | None]:
    """The message and its new keyboard."""
    call.modelled()
    if _by_inline_id(call):
        message = _inline_message(call)
        return message, inline_only(call, None)
    chat = call.chat(edit=True)
    message = call.message("message to edit", chat)
    if not may_edit(message, call.bot):
        raise bad_request("Message can't be edited")
    return message, inline_only(call, chat)


def _by_inline_id(call: Call) -> bool:
    return "chat_id" not in call.values and "message_id" not in call.values


def _inline_message(call: Call) -> Message:
    """The message that somebody made of one of the bot's inline results; where it is, the bot does not know."""
    identifier = call.get("inline_message_id")
    if not identifier:
        raise bad_request("message identifier is not specified")
    message = call.world.inline.get(identifier)
    if message is None:
        raise bad_request("Invalid inline message identifier specified")
    if message.via is not call.bot or message.deleted:
        raise bad_request("MESSAGE_ID_INVALID")
    return message


def _apply(call: Call, message: Message, content: Content, markup: Markup | None) -> Edited:
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    hidden = content == message.content
    message.content, message.markup = content, markup
    call.world.edited(message, hidden=hidden)
    return True if _by_inline_id(call) else call.world.api(message)


def delete_message(call: Call) -> bool:
    chat = call.chat(edit=True)
    message = call.message("message to delete", chat)
    _check_deletable(call, message)
    call.world.delete(message)
    return True


def delete_messages(call: Call) -> bool:
    """Up to a hundred at once; those that are not there are passed over."""
    identifiers = call.known("message_ids")
    if not identifiers:
        raise bad_request("Message identifiers are not specified")
    if len(identifiers) > 100:
        raise bad_request("Too many message identifiers specified")
    chat = call.chat(edit=True)
    found = [chat.messages[identifier] for identifier in identifiers if identifier in chat.messages]
    alive = [message for message in found if not message.deleted]
    for message in alive:
        _check_deletable(call, message)
    for message in alive:
        call.world.delete(message)
    return True


def _check_deletable(call: Call, message: Message) -> None:
    if may_delete_always(message, call.bot):
        return
    if not may_delete_own(message, call.bot):
        raise bad_request("Message can't be deleted")
    if call.world.clock.now() - message.date > DELETABLE_FOR:
        raise bad_request("Message can't be deleted for everyone")


def forward_message(call: Call) -> Content:
    message = _source(call, "message to forward")
    return call.world.api(_forward(call, message))


def forward_messages(call: Call) -> list[Content]:
    return [{"message_id": _forward(call, message).id} for message in _sources(call)]


def copy_message(call: Call) -> Content:
    message = _source(call, "message to copy")
    return {"message_id": _copy(call, message).id}


def copy_messages(call: Call) -> list[Content]:
    return [{"message_id": _copy(call, message).id} for message in _sources(call)]


def _source(call: Call, purpose: str) -> Message:
    chat = call.chat(call.known("from_chat_id"), edit=True)
    message = call.message(purpose, chat)
    if message.extra.get("has_protected_content"):
        raise bad_request("Message has protected content and can't be forwarded")
    return message


def _sources(call: Call) -> list[Message]:
    chat = call.chat(call.known("from_chat_id"), edit=True)
    found = [chat.messages.get(identifier) for identifier in call.known("message_ids")]
    messages = [message for message in found if message is not None and not message.deleted]
    if not messages:
        raise bad_request("There are no messages to forward")
    return messages


def _forward(call: Call, message: Message) -> Message:
    call.modelled()
    chat = call.chat()
    check_posting(chat, call.bot, message.content)
    extra = {"forward_origin": message.extra.get("forward_origin") or _origin(call, message)}
    return call.world.post(chat, call.bot, dict(message.content), extra=extra)


def _origin(call: Call, message: Message) -> Content:
    origin = {"date": int(message.date)}
    if message.chat.kind == "channel":
        return {"type": "channel", **origin, "chat": call.world.chat_told(message.chat), "message_id": message.id}
    return {"type": "user", **origin, "sender_user": message.sender.user()}


def _copy(call: Call, message: Message) -> Message:
    content = dict(message.content)
    if "caption" in call.values and _CAPTIONED & set(content):
        content = _without(message, _CAPTION) | call.caption()
    return post(call, content)


def set_message_reaction(call: Call) -> bool:
    """At most one reaction of a bot on a message."""
    chat = call.chat(edit=True)
    message = call.message("message to react", chat)
    reactions = call.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] == "paid" for reaction in reactions):
        raise ApiError(400, "Bad Request: can't use paid reactions")
    message.reactions[call.bot.id] = reactions
    return True
