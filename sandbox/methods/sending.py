"""Methods that put a new message into a chat."""

from typing import Any

from sandbox.errors import NotModelledError, bad_request
from sandbox.files import document, photo_blob, photo_sizes
from sandbox.methods.call import Call, Upload
from sandbox.methods.markup import markups
from sandbox.methods.rights import check_posting
from sandbox.world import Blob, Chat, Message

Content = dict[str, Any]


def post(call: Call, content: Content, chat: Chat | None = None, **extra: Any) -> Message:
    """Send what has been made: chat, rights, markup and answered message are looked at in this order."""
    call.modelled()
    chat = chat or call.chat()
    check_posting(chat, call.bot, content)
    markup, keyboard = markups(call, chat)
    reply = call.replied(chat)
    if call.get("protect_content"):
        extra["has_protected_content"] = True
    if call.get("message_effect_id"):
        extra["effect_id"] = call.get("message_effect_id")
    return call.world.post(chat, call.bot, content, markup=markup, keyboard=keyboard, reply_to=reply, extra=extra)


def send_message(call: Call) -> Content:
    return call.world.api(post(call, call.text()))


def send_photo(call: Call) -> Content:
    return call.world.api(post(call, photo(call, call.known("photo")) | call.caption()))


def send_document(call: Call) -> Content:
    return call.world.api(post(call, attached(call, call.known("document")) | call.caption()))


def send_contact(call: Call) -> Content:
    return call.world.api(post(call, contact_card(call)))


def contact_card(call: Call) -> Content:
    """The contact of a message, from the call's parameters."""
    contact = {name: call.get(name) for name in ("phone_number", "first_name", "last_name", "vcard") if call.get(name)}
    if not contact.get("first_name") or not contact.get("phone_number"):
        raise bad_request('Field "first_name" must be non-empty' if contact.get("phone_number") else "Wrong phone number specified")
    return {"contact": contact}


def send_location(call: Call) -> Content:
    return call.world.api(post(call, place(call)))


def send_venue(call: Call) -> Content:
    return call.world.api(post(call, place(call)))


def place(call: Call) -> Content:
    """The location of a message; with an address it is a venue."""
    location = _location(call)
    if "address" not in call.values:
        return {"location": location}
    venue = {name: call.get(name) for name in ("title", "address", "google_place_id", "google_place_type") if call.get(name)}
    return {"venue": {"location": location, **venue}, "location": location}


def _location(call: Call) -> Content:
    if call.get("live_period"):
        raise NotModelledError("live locations")
    location = {name: call.get(name) for name in ("latitude", "longitude", "horizontal_accuracy") if call.get(name) is not None}
    if abs(location["latitude"]) > 90 or abs(location["longitude"]) > 180:
        raise bad_request("wrong location specified")
    return location


def send_media_group(call: Call) -> list[Content]:
    """An album of 2-10 photos or documents; each item has a caption of its own."""
    items = call.known("media")
    if not 2 <= len(items) <= 10:
        raise bad_request("Group send failed" if len(items) > 10 else "there must be at least 2 media in the album")
    chat = call.chat()
    contents = []
    for item in items:
        if item["type"] not in _ALBUM:
            raise NotModelledError(f"an album with {item['type']}")
        own = Call(call.world, call.bot, call.method, item, call.files)
        contents.append(_ALBUM[item["type"]](own, item["media"]) | own.caption())
    group = str(call.world.log.seq)
    return [call.world.api(post(call, content, chat, media_group_id=group)) for content in contents]


def photo(call: Call, given: Any) -> Content:
    """The photo of a message, from an upload or a file_id."""
    blob = _blob(call, given, "photo")
    return {"photo": photo_sizes(call.world, call.bot, blob)}


def attached(call: Call, given: Any) -> Content:
    """The document of a message, from an upload or a file_id."""
    blob = _blob(call, given, "document")
    return {"document": document(call.world, call.bot, blob)}


_ALBUM = {"photo": photo, "document": attached}


def _blob(call: Call, given: Any, kind: str) -> Blob:
    upload = _upload(call, given)
    if upload is None:
        handle = call.world.files.get(given) if isinstance(given, str) else None
        if handle is None or handle.bot_id != call.bot.id:
            raise bad_request("Wrong file identifier/HTTP URL specified")
        if handle.kind != kind:
            raise bad_request(f"can't use file of type {handle.kind.capitalize()} as {kind.capitalize()}")
        return handle.blob
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        return photo_blob(call.world, upload.content, upload.filename)
    return call.world.blob(upload.content, upload.filename, upload.mime)


def _upload(call: Call, given: Any) -> Upload | None:
    if isinstance(given, Upload):
        return given
    if not given:
        raise bad_request("there is no file in the request")
    if given.startswith("attach://"):
        upload = call.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request("there is no file in the request")
        return upload
    if "://" in given:
        raise NotModelledError("files by address: the sandbox reaches nothing outside")
    return None


def send_chat_action(call: Call) -> bool:
    """Typing and the like: shown to people, kept nowhere."""
    action = call.known("action")
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    call.modelled()
    chat = call.chat()
    for person in chat.people:
        call.world.log.emit("typing", person=person, action=action)
    return True


_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}
