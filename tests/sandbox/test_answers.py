"""Every answer of every method of the table, in its variants: against the official schema and against aiogram's own return type."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot, methods
from aiogram.types import Update
from pydantic import TypeAdapter

from sandbox import actions, schema
from sandbox.methods import METHODS
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.updates import NOT_BY_DEFAULT
from tests.sandbox.clients import picture

Parameters = dict[str, Any]
KEYBOARD = {
    "inline_keyboard": [[{"text": "Go", "callback_data": "go", "style": "primary"}, {"text": "Site", "url": "https://example.org/"}]]
}
SITE = "https://example.org/"
HTML = (
    "<b>bold</b> <a href='https://example.org/'>link</a> <code>x</code> /help @somebody_else me@example.org "
    "<pre><code class='language-py'>y</code></pre>"
)
ARTICLE = {"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "x"}, "reply_markup": KEYBOARD}


@dataclass
class Stage:
    """A world with one of everything."""

    telegram: Sandbox
    http: aiohttp.ClientSession
    ann: Person
    office: Person

    async def call(self, method: str, **parameters: Any) -> Any:
        async with self.http.post(f"{self.telegram.base_url}/bot{self.telegram.token}/{method}", json=parameters) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def said(self, text: str = "said", chat: int = 0, **more: Any) -> int:
        return int((await self.call("sendMessage", chat_id=chat or self.ann.id, text=text, **more))["message_id"])


@pytest_asyncio.fixture
async def stage(telegram: Sandbox, ann: Person) -> AsyncIterator[Stage]:
    async with aiohttp.ClientSession() as http:
        office = telegram.person("Office")
        await office.opens()
        yield Stage(telegram, http, ann, office)


async def prepared(stage: Stage) -> Parameters:
    """What the cases below refer to: `$ann` and so on."""
    telegram, ann, office = stage.telegram, stage.ann, stage.office
    photo = ann.chat.messages[await ann.sends_photo(picture(400, 300), "view")]
    document = ann.chat.messages[await ann.sends_document(b"a,b", "list.csv")]
    group = telegram.group("Bees", ann, office, username="bees_of_lviv")
    channel = telegram.group("News", ann, kind="channel", username="news_of_lviv")
    tapped = await stage.said("tap", reply_markup=KEYBOARD)
    await ann.taps("Go", wait=False)
    world = telegram.world
    asked = world.query(telegram.bot, ann.record)
    offered = world.query(telegram.bot, ann.record)
    await stage.call("answerInlineQuery", inline_query_id=offered.id, results=[ARTICLE])
    chosen = await ann.chooses("1")
    world.pending.pop(asked.id, None)
    return {
        "ann": ann.id,
        "office": office.id,
        "me": telegram.bot.id,
        "group": group.id,
        "channel": channel.id,
        "asked": await ann.sends("a question"),
        "shared": await ann.shares_contact(),
        "forwarded": (await stage.call("forwardMessage", chat_id=ann.id, from_chat_id=ann.id, message_id=photo.id))["message_id"],
        "posted": await stage.said("post", channel.id),
        "text": await stage.said("text"),
        "tapped": tapped,
        "seen": (await stage.call("sendPhoto", chat_id=ann.id, photo=photo.content["photo"][0]["file_id"]))["message_id"],
        "chosen": ann.chat.messages[chosen].inline_id,
        "callback": next(query.id for query in world.queries.values() if query.message is not None),
        "inline": asked.id,
        "photo": photo.content["photo"][-1]["file_id"],
        "file": document.content["document"]["file_id"],
    }


COMMANDS = [{"command": "help", "description": "Help"}]
MEDIA = [{"type": "document", "media": "$file", "caption": "one"}, {"type": "document", "media": "$file"}]

CASES: list[tuple[str, Parameters]] = [
    ("getMe", {}),
    ("close", {}),
    ("getUpdates", {"timeout": 0}),
    ("setWebhook", {"url": "http://127.0.0.1:1/hook", "secret_token": "x", "max_connections": 4, "allowed_updates": ["message"]}),
    ("setWebhook", {"url": ""}),
    ("deleteWebhook", {"drop_pending_updates": True}),
    ("getWebhookInfo", {}),
    ("sendMessage", {"chat_id": "$ann", "text": "x", "reply_markup": KEYBOARD, "reply_parameters": {"message_id": "$asked"}}),
    ("sendMessage", {"chat_id": "$ann", "text": SITE, "link_preview_options": {"is_disabled": True}, "protect_content": True}),
    ("sendMessage", {"chat_id": "$ann", "text": "x", "reply_parameters": {"message_id": "$seen"}, "reply_markup": {"force_reply": True}}),
    ("sendMessage", {"chat_id": "$ann", "text": "x", "reply_markup": {"remove_keyboard": True}}),
    ("sendMessage", {"chat_id": "$group", "text": HTML, "parse_mode": "HTML"}),
    ("sendMessage", {"chat_id": "@news_of_lviv", "text": HTML, "parse_mode": "HTML", "reply_markup": KEYBOARD}),
    ("sendPhoto", {"chat_id": "$ann", "photo": "$photo", "caption": HTML, "parse_mode": "HTML", "has_spoiler": True}),
    ("sendPhoto", {"chat_id": "$channel", "photo": "$photo", "show_caption_above_media": True, "caption": "x"}),
    ("sendDocument", {"chat_id": "$ann", "document": "$file", "caption": "x", "reply_parameters": {"message_id": "$forwarded"}}),
    ("sendMediaGroup", {"chat_id": "$ann", "media": MEDIA}),
    ("sendContact", {"chat_id": "$ann", "phone_number": "+380501234567", "first_name": "Olena", "last_name": "K", "vcard": "BEGIN:VCARD"}),
    ("sendLocation", {"chat_id": "$ann", "latitude": 50.45, "longitude": 30.52, "horizontal_accuracy": 5}),
    ("sendVenue", {"chat_id": "$ann", "latitude": 50.45, "longitude": 30.52, "title": "Office", "address": "Khreshchatyk 1"}),
    ("sendChatAction", {"chat_id": "$ann", "action": "upload_document"}),
    ("editMessageText", {"chat_id": "$ann", "message_id": "$text", "text": HTML, "parse_mode": "HTML", "reply_markup": KEYBOARD}),
    ("editMessageText", {"chat_id": "$channel", "message_id": "$posted", "text": "again"}),
    ("editMessageText", {"inline_message_id": "$chosen", "text": HTML, "parse_mode": "HTML"}),
    ("editMessageCaption", {"chat_id": "$ann", "message_id": "$seen", "caption": HTML, "parse_mode": "HTML"}),
    ("editMessageMedia", {"chat_id": "$ann", "message_id": "$seen", "media": {"type": "document", "media": "$file", "caption": "x"}}),
    ("editMessageMedia", {"chat_id": "$ann", "message_id": "$text", "media": {"type": "photo", "media": "$photo"}}),
    ("editMessageMedia", {"inline_message_id": "$chosen", "media": {"type": "photo", "media": "$photo"}}),
    ("editMessageReplyMarkup", {"chat_id": "$ann", "message_id": "$text", "reply_markup": KEYBOARD}),
    ("editMessageReplyMarkup", {"inline_message_id": "$chosen"}),
    ("deleteMessage", {"chat_id": "$ann", "message_id": "$text"}),
    ("deleteMessages", {"chat_id": "$ann", "message_ids": ["$text", "$asked", 999]}),
    ("forwardMessage", {"chat_id": "$office", "from_chat_id": "$ann", "message_id": "$asked"}),
    ("forwardMessage", {"chat_id": "$ann", "from_chat_id": "$channel", "message_id": "$posted"}),
    ("forwardMessage", {"chat_id": "$ann", "from_chat_id": "$ann", "message_id": "$forwarded"}),
    ("forwardMessages", {"chat_id": "$office", "from_chat_id": "$ann", "message_ids": ["$asked", "$shared"]}),
    ("copyMessage", {"chat_id": "$office", "from_chat_id": "$ann", "message_id": "$seen", "caption": "other"}),
    ("copyMessages", {"chat_id": "$office", "from_chat_id": "$ann", "message_ids": ["$asked", "$shared"]}),
    ("setMessageReaction", {"chat_id": "$ann", "message_id": "$asked", "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("answerCallbackQuery", {"callback_query_id": "$callback", "text": "Saved", "show_alert": True}),
    ("answerInlineQuery", {"inline_query_id": "$inline", "results": [ARTICLE], "button": {"text": "Open", "start_parameter": "x"}}),
    ("getChat", {"chat_id": "$ann"}),
    ("getChat", {"chat_id": "$group"}),
    ("getChat", {"chat_id": "@news_of_lviv"}),
    ("getChatMember", {"chat_id": "$group", "user_id": "$ann"}),
    ("getChatMember", {"chat_id": "$channel", "user_id": "$me"}),
    ("getChatMember", {"chat_id": "$ann", "user_id": "$ann"}),
    ("getChatMemberCount", {"chat_id": "$group"}),
    ("getChatAdministrators", {"chat_id": "$group"}),
    ("leaveChat", {"chat_id": "$group"}),
    ("getFile", {"file_id": "$photo"}),
    ("setMyCommands", {"commands": COMMANDS, "scope": {"type": "chat", "chat_id": "$ann"}, "language_code": "uk"}),
    ("getMyCommands", {"scope": {"type": "all_private_chats"}}),
    ("deleteMyCommands", {}),
    *((f"setMy{what}", {parameter: "x", "language_code": "uk"}) for what, parameter in (("Name", "name"), ("Description", "description"))),
    ("setMyShortDescription", {"short_description": "x"}),
    *((f"getMy{what}", {"language_code": "uk"}) for what in ("Name", "Description", "ShortDescription")),
    ("setChatMenuButton", {"chat_id": "$ann", "menu_button": {"type": "web_app", "text": "Open", "web_app": {"url": SITE}}}),
    ("getChatMenuButton", {"chat_id": "$ann"}),
]  # fmt: skip
ALWAYS_REFUSED = {"logOut"}


def filled(value: Any, names: Parameters) -> Any:
    """The parameters with the prepared values in place of their names."""
    if isinstance(value, str) and value.startswith("$"):
        return names[value[1:]]
    if isinstance(value, dict):
        return {name: filled(each, names) for name, each in value.items()}
    return [filled(each, names) for each in value] if isinstance(value, list) else value


def test_every_method_of_the_table_is_asked() -> None:
    assert {method for method, _ in CASES} | ALWAYS_REFUSED == {*METHODS, "getUpdates"}


@pytest.mark.parametrize(("method", "parameters"), CASES, ids=[f"{place}-{method}" for place, (method, _) in enumerate(CASES)])
async def test_an_answer_is_what_the_schema_and_aiogram_say(stage: Stage, bot: Bot, method: str, parameters: Parameters) -> None:
    result = await stage.call(method, **filled(parameters, await prepared(stage)))
    assert schema.check_answer(method, result) == []
    returning = getattr(methods, method[0].upper() + method[1:]).__returning__
    parsed = TypeAdapter(returning).validate_python(result, context={"bot": bot})
    # aiogram keeps what it does not know: there must be nothing of the kind.
    assert unknown(parsed) == []
    stage.telegram.world.pending.clear()
    stage.telegram.check()


def unknown(parsed: Any, path: str = "") -> list[str]:
    """Paths of fields that aiogram's types do not have."""
    if isinstance(parsed, list | tuple):
        return [each for place, item in enumerate(parsed) for each in unknown(item, f"{path}[{place}]")]
    fields = getattr(type(parsed), "model_fields", None)
    if fields is None:
        return []
    extra = [f"{path}.{name}" for name in parsed.model_extra or {}]
    return extra + [each for name in fields for each in unknown(getattr(parsed, name), f"{path}.{name}")]


async def test_every_update_is_what_the_schema_and_aiogram_say(stage: Stage, bot: Bot) -> None:
    telegram, ann = stage.telegram, stage.ann
    telegram.bot.updates.allow([])
    names = await prepared(stage)
    channel, group = telegram.world.groups[names["channel"]], telegram.world.groups[names["group"]]
    await ann.edits(names["asked"], "another question, https://example.org/ +380501234567")
    await ann.sends("posted", chat=channel)
    await ann.sends("/help", chat=group, reply_to=None)
    telegram.throws_out(ann, group, "restricted", can_send_messages=False)
    for status in ("member", "left", "kicked", "administrator"):
        telegram.throws_out(ann, group, status)
    telegram.upgrades(telegram.group("Basic", ann, kind="group"))
    await ann.taps_at(names["tapped"], 0, wait=False)
    await ann.shares_location(50.45, 30.52)
    await ann.blocks()
    await ann.unblocks()
    actions.ask_inline(telegram.world, ann.record, telegram.bot, "honey")
    updates = await stage.call("getUpdates", timeout=0, allowed_updates=sorted(set(schema.TYPES["Update"]["fields"]) - {"update_id"}))
    kinds = set()
    for update in updates:
        assert schema.check_type("Update", update) == []
        parsed = Update.model_validate(update, context={"bot": bot})
        assert unknown(parsed) == []
        kinds.add(parsed.event_type)
    assert kinds == {
        "message",
        "edited_message",
        "channel_post",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "my_chat_member",
    }
    assert not kinds & NOT_BY_DEFAULT
