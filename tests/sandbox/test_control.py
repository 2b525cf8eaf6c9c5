"""What another process can do by HTTP beyond one person's chat: groups and channels, inline results, the profile in each language."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest_asyncio
from aiogram import Bot
from aiogram.types import MenuButtonWebApp, WebAppInfo

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.test_inline import KEYBOARD, article
from tests.sandbox.test_methods import refused

Json = dict[str, Any]


class Http:
    """`/sim` of a sandbox."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def get(self, path: str) -> Json:
        async with self.session.get(f"/sim/{path}") as response:
            return await response.json()

    async def post(self, path: str, **asked: Any) -> Json:
        async with self.session.post(f"/sim/{path}", json=asked) as response:
            return await response.json()


@pytest_asyncio.fixture
async def sim(telegram: Sandbox) -> AsyncIterator[Http]:
    async with aiohttp.ClientSession(telegram.base_url) as session:
        yield Http(session)


async def test_groups_and_channels(telegram: Sandbox, bot: Bot, ann: Person, sim: Http) -> None:
    channel = await sim.post("chats", title="News", kind="channel", people=[ann.id], username="news")
    assert channel["bots"] == {str(telegram.bot.id): "administrator"}
    await bot.send_message(channel["id"], "x")
    await sim.post(f"people/{ann.id}/send", text="mine", chat_id=channel["id"])
    seen = (await sim.get(f"chats/{channel['id']}/messages?person={ann.id}"))["messages"]
    assert [(message["text"], message["sender"]["name"]) for message in seen] == [("x", "News"), ("mine", "News")]
    await sim.post(f"chats/{channel['id']}/bot", status="administrator", by=ann.id, rights={"can_post_messages": False})
    await refused(bot.send_message(channel["id"], "x"), "need administrator rights")
    group = await sim.post("chats", title="Basic", kind="group", people=[ann.id], status="member")
    assert (await sim.post(f"chats/{group['id']}/upgrade"))["kind"] == "supergroup"
    assert len((await sim.get("chats"))["chats"]) == 3
    assert "one of" in (await sim.post("chats", title="x", kind="circle"))["error"]
    assert "no right" in (await sim.post(f"chats/{channel['id']}/bot", status="member", by=ann.id, rights={"can_fly": True}))["error"]
    assert (await sim.post("chats/5/upgrade"))["error"] == "no chat 5"


async def test_an_inline_result_is_chosen(bot: Bot, ann: Person, sim: Http) -> None:
    friends = await sim.post("chats", title="Friends", people=[ann.id], status=None)
    asking = asyncio.create_task(sim.post(f"people/{ann.id}/inline", query="honey"))
    [update] = await bot.get_updates(timeout=5)
    await bot.answer_inline_query(update.inline_query.id, [article("1", message_text="Honey") | {"reply_markup": KEYBOARD}])
    assert [result["id"] for result in (await asking)["results"]] == ["1"]
    sent = await sim.post(f"people/{ann.id}/choose", result_id="1", chat_id=friends["id"])
    [seen] = (await sim.get(f"chats/{friends['id']}/messages?person={ann.id}"))["messages"]
    assert (seen["message_id"], seen["text"], seen["via_bot"]["username"]) == (sent["message_id"], "Honey", "pobratym_bot")
    assert "no result" in (await sim.post(f"people/{ann.id}/choose", result_id="2"))["error"]
    tapping = asyncio.create_task(sim.post(f"people/{ann.id}/tap", text="More", chat_id=friends["id"]))
    query = None
    while query is None:
        query = (await bot.get_updates(timeout=5))[-1].callback_query
    await query.as_(bot).answer("Soon")
    assert (await tapping)["toast"] == "Soon"


async def test_everybody_sees_the_profile_in_their_language(telegram: Sandbox, bot: Bot, ann: Person, sim: Http) -> None:
    john = telegram.person("John", language="en")
    await bot.send_message(ann.id, "x")
    await bot.set_my_name("Побратим", language_code="uk")
    await bot.set_my_description("For twins")
    await bot.set_my_description("Для побратимів", language_code="uk")
    button = MenuButtonWebApp(text="Open", web_app=WebAppInfo(url="https://example.org/"))
    await bot.set_chat_menu_button(chat_id=ann.id, menu_button=button)
    people = {person["id"]: person["bot"] for person in (await sim.get("people"))["people"]}
    assert [people[who.id]["name"] for who in (ann, john)] == ["Побратим", "Pobratym"]
    assert [people[who.id]["description"] for who in (ann, john)] == ["Для побратимів", "For twins"]
    assert [people[who.id]["menu_button"]["type"] for who in (ann, john)] == ["web_app", "commands"]
    assert (await sim.get(f"people/{ann.id}/transcript"))["messages"][-1]["sender"]["name"] == "Побратим"
    assert (await sim.post(f"people/{ann.id}/language", language="pl"))["bot"]["name"] == "Pobratym"
    last = [event for event in telegram.world.log.events if event["type"] == "person"][-1]
    assert (last["person"]["id"], last["person"]["bot"]["description"]) == (ann.id, "For twins")
    group = await sim.post("chats", title="Bees")
    await refused(bot.set_chat_menu_button(chat_id=group["id"], menu_button=button), "invalid chat_id specified")

    async with sim.session.ws_connect("/ws") as socket:
        hello = await socket.receive_json()
        chats = [await socket.receive_json() for _ in hello["people"]]
    assert [person["bot"] for person in hello["people"]] == [chat["bot"] for chat in chats]


async def test_a_bare_sandbox_tells_of_its_first_bot() -> None:
    async with Sandbox(any_token=True) as telegram:
        ann = telegram.person("Ann")
        assert telegram.world.person_view(ann.record)["bot"] is None
        telegram.state.bot("77:one")
        assert [event["type"] for event in telegram.world.log.events] == ["person", "profile", "person"]


async def test_what_the_bot_did_wrong_is_told(bot: Bot, ann: Person, sim: Http) -> None:
    await ann.sends("x")
    assert (await sim.post("check")) == {"problems": []}
    await refused(bot.send_message(5, "x"), "chat not found")
    assert ["chat not found" in problem for problem in (await sim.post("check"))["problems"]] == [True]
    await refused(bot.send_message(5, "x"), "chat not found")
    assert (await sim.post("check", expected=["chat not found"])) == {"problems": []}
    assert "message_id" in await sim.post(f"people/{ann.id}/location", latitude=50.45, longitude=30.52)
    assert "cannot be read" in (await sim.post(f"people/{ann.id}/location"))["error"]
