"""Inline results that are chosen: a message via the bot, which the bot may edit by another name than the chat's."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import InlineQueryResult, InputMediaPhoto

from sandbox.errors import ImpossibleError
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.clients import picture
from tests.sandbox.test_methods import refused

Json = dict[str, Any]
KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


def article(identifier: str, **content: Any) -> Json:
    return {"type": "article", "id": identifier, "title": identifier, "input_message_content": content}


async def offered(bot: Bot, person: Person, *results: Json | InlineQueryResult) -> None:
    asking = asyncio.create_task(person.asks_inline("honey"))
    update = None
    while update is None or update.inline_query is None:
        update = (await bot.get_updates(timeout=5))[-1]
    await bot.answer_inline_query(update.inline_query.id, list(results), cache_time=0)
    await asking
    await bot.get_updates(offset=update.update_id + 1)


async def test_the_bot_hears_what_was_chosen(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await offered(bot, ann, article("1", message_text="<b>Honey</b>", parse_mode="HTML") | {"reply_markup": KEYBOARD})
    await ann.chooses("1")
    chosen, message = await bot.get_updates()
    result = chosen.chosen_inline_result
    assert (result.result_id, result.query, result.from_user.id) == ("1", "honey", ann.id)
    assert (message.message.via_bot.id, message.message.html_text) == (telegram.bot.id, "<b>Honey</b>")
    assert message.message.from_user.id == ann.id

    assert await bot.edit_message_text("Jam", inline_message_id=result.inline_message_id, reply_markup=KEYBOARD) is True
    seen = await ann.sees("Jam", buttons=["More"])
    assert (seen["outgoing"], seen["via_bot"]["username"]) == (True, "pobratym_bot")
    await refused(
        bot.edit_message_text("Jam", inline_message_id=result.inline_message_id, reply_markup=KEYBOARD), "message is not modified"
    )
    await refused(bot.edit_message_text("x", inline_message_id="nonsense"), "invalid inline message identifier specified")
    await refused(bot.edit_message_text("x"), "message identifier is not specified")
    await refused(bot.edit_message_text("x", chat_id=ann.id, message_id=seen["message_id"]), "message can't be edited")

    await ann.taps("More", wait=False)
    query = (await bot.get_updates())[-1].callback_query
    assert (query.message, query.inline_message_id) == (None, result.inline_message_id)
    await query.as_(bot).answer()


async def test_no_keyboard_no_identifier(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    friends = telegram.group("Friends", ann, bot=None)
    await offered(bot, ann, article("1", message_text="Honey"))
    telegram.bot.inline_feedback = True
    await ann.chooses({"id": "1"}, chat=friends)
    [update] = await bot.get_updates()
    assert update.chosen_inline_result.inline_message_id is None
    telegram.bot.inline_feedback = False
    await ann.chooses("1", chat=friends)
    assert len(await bot.get_updates()) == 1
    assert [message.words for message in friends.messages.values()] == ["Honey", "Honey"]


async def test_what_results_become(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    photo = ann.chat.messages[await ann.sends_photo(picture(400, 300))].content["photo"][-1]["file_id"]
    document = ann.chat.messages[await ann.sends_document(b"x", "a.txt")].content["document"]["file_id"]
    await offered(
        bot,
        ann,
        article("contact", phone_number="+380501234567", first_name="Olena"),
        article("place", latitude=50.45, longitude=30.52),
        {"type": "venue", "id": "venue", "latitude": 50.45, "longitude": 30.52, "title": "Office", "address": "Khreshchatyk 1"},
        {"type": "photo", "id": "photo", "photo_file_id": photo, "caption": "<i>x</i>", "parse_mode": "HTML", "reply_markup": KEYBOARD},
        {"type": "document", "id": "document", "document_file_id": document, "title": "x"},
        {"type": "photo", "id": "far", "photo_url": "https://example.org/a.jpg", "thumbnail_url": "https://example.org/a.jpg"},
    )
    for identifier in ("contact", "place", "venue", "photo", "document"):
        sent = ann.chat.messages[await ann.chooses(identifier)]
        assert {"place": "location"}.get(identifier, identifier) in sent.content
    with pytest.raises(ImpossibleError, match="no result 'far'"):
        await ann.chooses("far")
    inline = next(iter(telegram.world.inline))
    assert await bot.edit_message_caption(inline_message_id=inline, caption="y") is True
    assert await bot.edit_message_media(InputMediaPhoto(media=photo, caption="z"), inline_message_id=inline) is True
    telegram.check()


async def test_results_are_checked_when_they_are_offered(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    for result, words in [
        (article("1", message_text="<b>x", parse_mode="HTML"), "can't parse entities"),
        (article("1", message_text="x") | {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "Text buttons are unallowed"),
        ({"type": "photo", "id": "1", "photo_file_id": "nonsense"}, "wrong file identifier"),
    ]:
        await refused(offered(bot, ann, result), words)
    with pytest.raises(ImpossibleError, match="was offered no inline results"):
        await ann.chooses("1")


async def test_only_the_newest_query_needs_an_answer(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    for text in ("h", "honey"):
        with pytest.raises(AssertionError, match="no answer to the inline query"):
            await ann.asks_inline(text, timeout=0.01)
    older, newest = (update.inline_query for update in await bot.get_updates())
    await bot.answer_inline_query(newest.id, [])
    telegram.check()

    with pytest.raises(AssertionError, match="no answer to the inline query"):
        await ann.asks_inline("jam", timeout=0.01)
    with pytest.raises(AssertionError, match="unanswered: Ann Shevchenko's inline query"):
        telegram.check()
    assert await bot.answer_inline_query(older.id, []) is True, "though nobody waits for it"
