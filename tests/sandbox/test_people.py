"""People with a live bot: an aiogram echo bot over real HTTP long polling."""

import asyncio

import pytest
from aiogram import Bot
from aiogram.types import InlineQueryResultArticle, InputTextMessageContent

from sandbox.errors import ImpossibleError
from sandbox.person import Person
from sandbox.server import Sandbox

HONEY = InlineQueryResultArticle(
    id="1", title="Honey", input_message_content=InputTextMessageContent(message_text="<b>Honey</b>", parse_mode="HTML")
)


async def test_a_registration(echoing: Sandbox) -> None:
    ann = echoing.person("Ann", language="uk")
    await ann.opens("?start=promo-1")
    await ann.sees("Welcome", buttons=["Reg"])
    assert await ann.taps("Register") == "One moment"
    await ann.sees("Your name?")
    await ann.sends("Olena")
    await ann.sees("You said: Olena")
    await ann.does_not_see("Welcome")
    await ann.shares_contact()
    await ann.sees("You said: contact")
    assert ann.transcript().splitlines()[:2] == ["  1 Ann: /start promo-1", "  2 Bot (edited): Your name?"]


async def test_many_at_once_see_their_own(echoing: Sandbox) -> None:
    people = [echoing.person(f"Person {number}") for number in range(30)]

    async def talks(person: Person) -> None:
        await person.sends(person.name)
        await person.sees(f"You said: {person.name}")

    await asyncio.gather(*map(talks, people))


async def test_only_what_is_new_is_seen(echoing: Sandbox) -> None:
    ann = echoing.person("Ann")
    await ann.sends("one")
    await ann.sees("You said: one")
    await ann.sends("two")
    await ann.sees("You said: two")
    with pytest.raises(AssertionError) as failure:
        await ann.sees("You said: one", timeout=0.05)
    assert "Ann does not see 'You said: one'" in str(failure.value)
    assert "* 4 Bot: You said: two" in str(failure.value)
    assert "sendMessage(" in str(failure.value)


async def test_an_old_button_is_found_once_the_bot_is_quiet(echoing: Sandbox) -> None:
    ann = echoing.person("Ann")
    await ann.opens()
    await ann.sees("Welcome")
    await ann.sends("something else")
    assert await ann.taps("Register") == "One moment"
    with pytest.raises(AssertionError, match="Ann sees no button 'Register'"):
        await ann.taps("Register", timeout=0.2)


async def test_a_start_parameter_is_checked(echoing: Sandbox) -> None:
    ann = echoing.person("Ann")
    for parameter in ("x" * 65, "a b", "ключ"):
        with pytest.raises(ImpossibleError, match="start parameter"):
            await ann.opens(parameter)


async def test_check_tells_what_was_wrong(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await bot.send_message(
        ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y", "url": "https://example.org"}]]}
    )
    with pytest.raises(AssertionError, match="has url and callback_data: Telegram takes one"):
        telegram.check()
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y", "colour": "red"}]]})
    with pytest.raises(AssertionError, match=r"reply_markup.inline_keyboard\[0\]\[0\].colour: no such field of InlineKeyboardButton"):
        telegram.check()
    await ann.taps("Yes", wait=False)
    with pytest.raises(AssertionError, match="unanswered: Ann Shevchenko"):
        telegram.check()
    telegram.expects_error("message to edit not found")
    with pytest.raises(AssertionError, match="expected and not found: message to edit not found"):
        telegram.check()
    telegram.check()


async def test_a_query_is_answered_once_and_not_late(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]})
    await ann.taps("Yes", wait=False)
    [update] = await bot.get_updates()
    assert await update.callback_query.as_(bot).answer("Saved", show_alert=True)
    assert ann.record.toasts[-1]["alert"]
    for late in (0, 200):
        telegram.advance(late)
        with pytest.raises(Exception, match="query is too old and response timeout expired or query ID is invalid"):
            await update.callback_query.as_(bot).answer()
    await ann.taps("Yes", wait=False)
    update = (await bot.get_updates())[-1]
    with pytest.raises(Exception, match="MESSAGE_TOO_LONG"):
        await update.callback_query.as_(bot).answer("x" * 201)


async def test_inline_mode(telegram: Sandbox, bot: Bot) -> None:
    ann = telegram.person("Ann")
    asking = asyncio.create_task(ann.asks_inline("honey"))
    [update] = await bot.get_updates(timeout=5)
    assert update.inline_query.query == "honey"
    with pytest.raises(Exception, match="RESULT_ID_DUPLICATE"):
        await update.inline_query.as_(bot).answer([HONEY, HONEY])
    await update.inline_query.as_(bot).answer([HONEY], cache_time=0)
    assert [result["title"] for result in await asking] == ["Honey"]
    telegram.expects_error("RESULT_ID_DUPLICATE")
    telegram.check()


async def test_reply_keyboards_are_tapped_too(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "Who?", reply_markup={"keyboard": [[{"text": "My contact", "request_contact": True}, {"text": "Skip"}]]})
    await ann.sees("Who?", buttons=["My contact", "Skip"])
    await ann.taps("My contact")
    await ann.taps("Skip")
    contents = [update.message for update in await bot.get_updates()]
    assert contents[0].contact.user_id == ann.id
    assert contents[1].text == "Skip"


async def test_links_and_copies(telegram: Sandbox, bot: Bot, ann: Person) -> None:
    buttons = [
        {"text": "Site", "url": "https://example.org/"},
        {"text": "Code", "copy_text": {"text": "KV-0142"}},
        {"text": "Next", "url": f"https://t.me/{telegram.bot.username}?start=card-5"},
    ]
    await bot.send_message(ann.id, "x", reply_markup={"inline_keyboard": [buttons]})
    assert await ann.taps("Site") == "https://example.org/"
    assert await ann.taps("Code") == "KV-0142"
    await ann.taps("Next")
    assert [update.message.text for update in await bot.get_updates()] == ["/start card-5"]


async def test_a_busy_bot_is_not_idle(echoing: Sandbox) -> None:
    echoing.state.busy.append(lambda: True)
    with pytest.raises(AssertionError, match=r"not idle after 0\.1 s"):
        await echoing.idle(0.1)
    echoing.state.busy.clear()
