"""Faults and rates: what a failing network, a busy Telegram and a careless person do to a bot."""

import asyncio
import time

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from sandbox.errors import ApiError, ImpossibleError
from sandbox.limits import Limits
from sandbox.person import Person
from sandbox.server import Sandbox


def said(ann: Person) -> list[str]:
    return [message.words for message in ann.chat.messages.values() if message.by_bot]


async def test_refusals_on_demand(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    telegram.fault("429", method="sendMessage", seconds=7)
    with pytest.raises(TelegramRetryAfter) as late:
        await bot.send_message(ann.id, "x")
    assert late.value.retry_after == 7
    for kind, error in [("server_error", TelegramServerError), ("blocked", TelegramForbiddenError), ("revoked", TelegramUnauthorizedError)]:
        telegram.fault(kind)
        with pytest.raises(error):
            await bot.send_message(ann.id, "x")
    assert await bot.send_message(ann.id, "through")
    assert said(ann) == ["through"]
    telegram.check()


async def test_retry_after_is_in_the_header_too(telegram: Sandbox, ann: Person) -> None:
    telegram.fault("429", seconds=3)
    async with aiohttp.ClientSession() as session, session.get(f"{telegram.base_url}/bot{telegram.token}/getMe") as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "3")
        assert await response.json() == {
            "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3", "parameters": {"retry_after": 3},
        }  # fmt: skip


async def test_a_page_instead_of_an_answer(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    telegram.fault("bad_gateway")
    with pytest.raises(Exception, match="502"):
        await bot.send_message(ann.id, "x")
    assert said(ann) == []


async def test_reset_before_and_after(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    telegram.fault("reset", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ann.id, "never arrived")
    telegram.fault("answer_lost", method="sendMessage")
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(ann.id, "arrived")
    assert said(ann) == ["arrived"]


async def test_delay_and_choice_of_calls(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    bob = telegram.person("Bob")
    await bob.opens()
    telegram.fault("delay", seconds=0.1, method="sendMessage", chat_id=bob.id, skip=1)
    for person, slow in [(ann, False), (bob, False), (bob, True), (bob, False)]:
        began = time.perf_counter()
        await bot.send_message(person.id, "x")
        assert (time.perf_counter() - began > 0.09) is slow


async def test_updates_twice_and_out_of_order(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    telegram.fault("redeliver")
    await ann.sends("a")
    [first] = await bot.get_updates()
    [again] = await bot.get_updates(offset=first.update_id + 1)
    assert again == first
    assert await bot.get_updates(offset=first.update_id + 1) == []
    telegram.fault("reorder")
    for word in "bcd":
        await ann.sends(word)
    assert [update.message.text for update in await bot.get_updates()] == ["c", "b", "d"]


async def test_an_expired_tap(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    telegram.fault("expired_callback")
    tapping = asyncio.create_task(ann.taps("Yes", timeout=0.2))
    [update] = await bot.get_updates(timeout=5)
    with pytest.raises(Exception, match="query is too old"):
        await update.callback_query.as_(bot).answer()
    assert await tapping is None
    telegram.expects_error("query is too old")
    telegram.check()


async def test_unknown_faults_are_refused(telegram: Sandbox) -> None:
    with pytest.raises(ImpossibleError, match="no fault 'gremlin'"):
        telegram.fault("gremlin")
    with pytest.raises(ImpossibleError, match="unexpected keyword"):
        telegram.fault("reset", colour="red")


def waits(limits: Limits, chats: list[int]) -> list[int]:
    found = []
    for chat in chats:
        try:
            limits.check(1, "sendMessage", chat)
            found.append(0)
        except ApiError as error:
            found.append(error.parameters["retry_after"])
    return found


def test_rates_are_a_model() -> None:
    moment = 1000.0
    limits = Limits(lambda: moment, enabled=True)
    assert waits(limits, [5, 5, 5, 5]) == [0, 0, 0, 1]
    assert waits(limits, list(range(100, 127))) == [0] * 27
    assert waits(limits, [200]) == [1]
    moment += 1
    assert waits(limits, [5, 5]) == [0, 1]
    moment += 100
    assert waits(limits, [-7] * 21) == [0] * 20 + [60]
    limits.check(1, "sendChatAction", -7)
    limits.enabled = False
    assert waits(limits, [-7]) == [0]


async def test_rates_refuse_a_burst_and_are_no_finding(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    telegram.state.limits.enabled = True
    results = await asyncio.gather(*(bot.send_message(ann.id, str(number)) for number in range(5)), return_exceptions=True)
    assert sum(isinstance(result, TelegramRetryAfter) for result in results) == 2
    telegram.check()
