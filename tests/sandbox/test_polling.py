"""getUpdates: offsets, waiting, what is asked for, and only one poller."""

import asyncio
import time

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramUnauthorizedError

from sandbox import schema
from sandbox.server import Sandbox
from sandbox.updates import UpdateQueue
from tests.sandbox.clients import client, close


async def texts(bot: Bot, **asked: object) -> list[str | None]:
    return [update.message.text for update in await bot.get_updates(**asked) if update.message]


async def test_updates_stay_until_an_offset_confirms_them(telegram: Sandbox, bot: Bot, ann) -> None:
    for word in "abc":
        await ann.sends(word)
    first = await bot.get_updates()
    assert [update.message.text for update in first] == ["a", "b", "c"]
    assert first[1].update_id == first[0].update_id + 1
    assert await texts(bot) == ["a", "b", "c"]
    assert await texts(bot, offset=first[0].update_id + 1) == ["b", "c"]
    assert await texts(bot, limit=1) == ["b"]
    assert await texts(bot, offset=-1) == ["c"]
    assert await texts(bot) == ["c"]
    assert await texts(bot, offset=first[-1].update_id + 1) == []


async def test_a_waiting_poll_wakes_at_once(telegram: Sandbox, bot: Bot, ann) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.1)
    assert telegram.bot.updates.polling
    await ann.sends("now")
    # Long before the poll would end by itself.
    assert [update.message.text for update in await asyncio.wait_for(poll, 5)] == ["now"]
    assert not telegram.bot.updates.polling


async def test_an_empty_poll_lasts_as_long_as_asked(bot: Bot, telegram: Sandbox) -> None:
    began = time.perf_counter()
    assert await bot.get_updates(timeout=1) == []
    assert time.perf_counter() - began >= 1


async def test_the_earlier_of_two_pollers_gets_a_conflict(telegram: Sandbox, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    assert await bot.get_updates(timeout=0) == []
    with pytest.raises(
        TelegramConflictError, match="terminated by other getUpdates request; make sure that only one bot instance is running"
    ):
        await first


async def test_a_poller_that_is_gone_takes_nothing_away(telegram: Sandbox, ann) -> None:
    gone = client(telegram)
    poll = asyncio.create_task(gone.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    poll.cancel()
    await close(gone)
    await asyncio.sleep(0.05)
    await ann.sends("still here")
    again = client(telegram)
    assert await texts(again, timeout=1) == ["still here"]
    await close(again)
    telegram.check()


async def test_what_is_asked_for_holds_from_then_on(telegram: Sandbox, bot: Bot, ann) -> None:
    await ann.sends("before")
    await bot.get_updates(allowed_updates=["my_chat_member"])
    await ann.sends("unwanted")
    await ann.blocks()
    kinds = [update.event_type for update in await bot.get_updates()]
    assert kinds == ["message", "my_chat_member"]


async def test_old_taps_expire_before_they_are_delivered(telegram: Sandbox, bot: Bot, ann) -> None:
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    await ann.taps("Yes", wait=False)
    await ann.sends("later")
    telegram.advance(151)
    assert [update.event_type for update in await bot.get_updates()] == ["message"]
    telegram.advance(86_400)
    assert await bot.get_updates() == []


async def test_webhook_and_polling_exclude_each_other(bot: Bot, telegram: Sandbox, ann) -> None:
    await bot.set_webhook("https://example.org/hook", secret_token="abc")
    await ann.sends("waits")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == ("https://example.org/hook", 1, 40)
    with pytest.raises(TelegramConflictError, match="use deleteWebhook to delete the webhook first"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates() == []


async def test_tokens() -> None:
    async with Sandbox() as telegram:
        stranger = client(telegram, "77:other")
        with pytest.raises(TelegramUnauthorizedError, match="Unauthorized"):
            await stranger.get_me()
        await close(stranger)
    async with Sandbox(any_token=True) as telegram:
        one, two = client(telegram, "77:one"), client(telegram, "78:two")
        assert [(await bot.get_me()).id for bot in (one, two)] == [77, 78]
        ann = telegram.person("Ann", bot=telegram.world.bots[78])
        await ann.sends("to the second")
        assert await texts(one) == []
        assert await texts(two) == ["to the second"]
        await close(one)
        await close(two)


async def test_every_kind_of_update_fits_the_schema(telegram: Sandbox, bot: Bot, ann, png) -> None:
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    await ann.taps("Yes", wait=False)
    message = await ann.sends("text /start @somebody", reply_to=1)
    await ann.edits(message, "edited")
    await ann.sends_photo(png, "caption #tag")
    await ann.sends_document(b"a,b", "list.csv")
    await ann.shares_contact()
    await ann.shares_location(50.45, 30.52)
    await ann.blocks()
    await ann.unblocks()
    with pytest.raises(AssertionError, match="no answer to the inline query"):
        await ann.asks_inline("honey", timeout=0)
    updates = await bot.get_updates()
    assert [update.event_type for update in updates] == [
        "callback_query", "message", "edited_message", *["message"] * 4, "my_chat_member", "my_chat_member", "inline_query",
    ]  # fmt: skip
    async with bot.session._session.get(f"{telegram.base_url}/bot{telegram.token}/getUpdates") as response:
        for update in (await response.json())["result"]:
            assert schema.check_type("Update", update) == []


def test_queue_keeps_order_and_ids() -> None:
    queue = UpdateQueue(lambda: 0.0, 10)
    for number in range(150):
        queue.add("message", {"number": number})
    assert [waiting.id for waiting in queue.ready()] == list(range(10, 110))
    queue.confirm(100)
    assert queue.ready(1)[0].id == 100
    queue.confirm(-3)
    assert [waiting.id for waiting in queue.ready()] == [157, 158, 159]
