"""The schema is the official one, and strict."""

import json

import aiogram
import pytest

from sandbox import schema


def complaints(method: str, **raw: object) -> list[str]:
    return [f"{complaint.kind} {complaint}" for complaint in schema.decode(method, raw).complaints]


def keyboard(**button: object) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "No", **button}]]})


def test_version_is_the_librarys() -> None:
    assert aiogram.__api_version__ == schema.VERSION


def test_every_method_and_type_compiles() -> None:
    for method in schema.METHODS:
        schema.decode(method, {})
        schema.check_answer(method, None)
    for name in schema.TYPES:
        schema.check_type(name, {})


def test_values_are_typed() -> None:
    decoded = schema.decode(
        "sendMessage", {"chat_id": "8589934593", "text": "5", "disable_notification": "true", "reply_parameters": '{"message_id": 7}'}
    )
    assert decoded.complaints == []
    assert decoded.values == {"chat_id": 8589934593, "text": "5", "disable_notification": True, "reply_parameters": {"message_id": 7}}
    assert schema.decode("getChat", {"chat_id": "@pobratym"}).values == {"chat_id": "@pobratym"}


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"txt": "x"}, "unknown txt: no such parameter of sendMessage"),
        ({"disable_notification": "perhaps"}, "wrong disable_notification: must be a Boolean"),
        ({"reply_markup": "{"}, "wrong reply_markup: must be JSON"),
        (
            {"reply_markup": '{"inline_keyboard": [{"text": "a"}]}'},
            "wrong reply_markup.inline_keyboard[0]: must be an Array of InlineKeyboardButton",
        ),
        (
            {"reply_markup": "[]"},
            "wrong reply_markup: must be InlineKeyboardMarkup or ReplyKeyboardMarkup or ReplyKeyboardRemove or ForceReply",
        ),
        (
            {"reply_markup": keyboard(callback_data="м" * 40)},
            "limit reply_markup.inline_keyboard[0][1].callback_data: 80 bytes, at most 64",
        ),
        ({"reply_markup": keyboard(callback_data="")}, "limit reply_markup.inline_keyboard[0][1].callback_data: 0 bytes, at least 1"),
        (
            {"reply_markup": keyboard(style="red")},
            "limit reply_markup.inline_keyboard[0][1].style: must be one of danger, primary, success",
        ),
        (
            {"reply_markup": keyboard(copy_text={"text": "x" * 257})},
            "limit reply_markup.inline_keyboard[0][1].copy_text.text: 257 characters, at most 256",
        ),
        (
            {"reply_markup": keyboard(callback="x")},
            "unknown reply_markup.inline_keyboard[0][1].callback: no such field of InlineKeyboardButton",
        ),
        ({"reply_markup": keyboard(url=5)}, "wrong reply_markup.inline_keyboard[0][1].url: must be a String"),
        ({"entities": '[{"type": "bold", "offset": "0", "length": 1}]'}, "wrong entities[0].offset: must be an Integer"),
        ({"entities": '[{"type": "bold", "offset": 0}]'}, "wrong entities[0].length: required by MessageEntity"),
    ],
)
def test_complaints_name_the_place(raw: dict[str, object], words: str) -> None:
    found = complaints("sendMessage", **({"chat_id": "1", "text": "x"} | raw))
    assert len(found) == 1
    assert found[0].startswith(words)


def test_required_and_kinds_told_apart_by_their_constant() -> None:
    assert complaints("sendMessage", text="x") == ["wrong chat_id: required by sendMessage"]
    scope = json.dumps({"type": "chat_member", "chat_id": 1})
    assert complaints("getMyCommands", scope=scope)[0].startswith("wrong scope: must be BotCommandScopeDefault or")
    assert complaints("getMyCommands", scope=json.dumps({"type": "chat", "chat_id": 1})) == []


def test_answers_are_checked() -> None:
    me = {"id": 1, "is_bot": True, "first_name": "x"}
    assert schema.check_answer("getMe", me) == []
    assert [str(complaint) for complaint in schema.check_answer("getMe", {**me, "is_bot": "yes", "age": 3})] == [
        "result.is_bot: must be a Boolean",
        "result.age: no such field of User",
    ]
