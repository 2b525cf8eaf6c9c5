"""The server itself: envelope, the control for other processes, the page's socket, and who is let in."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from sandbox.clock import Clock
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.clients import picture


@pytest_asyncio.fixture
async def http(telegram: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(telegram.base_url) as session:
        yield session


async def told(response: Any) -> tuple[int, Any]:
    async with response as answer:
        return answer.status, await answer.json()


def api(telegram: Sandbox, method: str) -> str:
    return f"/bot{telegram.token}/{method}"


async def test_every_way_of_asking(telegram: Sandbox, http: aiohttp.ClientSession, ann: Person) -> None:
    asked = {"chat_id": str(ann.id), "text": "hi", "reply_markup": json.dumps({"inline_keyboard": []})}
    multipart = aiohttp.FormData(asked)
    multipart.add_field("unused", b"x", filename="x.txt")
    path = api(telegram, "sendmessage")
    for response in [
        http.get(path, params=asked),
        http.post(path, data=asked),
        http.get(path, data=asked),
        http.post(path, data=multipart),
        http.post(path, json=asked | {"chat_id": ann.id, "reply_markup": {"inline_keyboard": []}}),
    ]:
        status, body = await told(response)
        assert (status, body["result"]["text"]) == (200, "hi")
    telegram.check()


async def test_envelopes_of_refusals(telegram: Sandbox, http: aiohttp.ClientSession) -> None:
    for path, code, description in [
        (api(telegram, "sendNothing"), 404, "Not Found: method not found"),
        ("/botnonsense/getMe", 401, "Unauthorized: invalid token specified"),
        ("/bot77:other/getMe", 401, "Unauthorized"),
        (api(telegram, "sendMessage"), 400, "Bad Request: chat_id is empty"),
        (api(telegram, "sendMessage") + "?chat_id=1", 400, "Bad Request: message text is empty"),
        (api(telegram, "sendMessage") + "?chat_id=1&text=x", 400, "Bad Request: chat not found"),
        (api(telegram, "sendDice") + "?chat_id=1", 501, "Not Implemented: the sandbox does not model method sendDice"),
    ]:
        assert await told(http.get(path)) == (code, {"ok": False, "error_code": code, "description": description})


async def test_too_large_an_upload(telegram: Sandbox, http: aiohttp.ClientSession, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.bot_api.LARGEST_UPLOAD", 1000)
    for size, status in [(1000, 200), (1001, 413)]:
        form = aiohttp.FormData({"chat_id": str(ann.id)})
        form.add_field("document", bytes(size), filename="big.bin")
        assert (await told(http.post(api(telegram, "sendDocument"), data=form)))[0] == status


async def test_a_person_by_http(echoing: Sandbox, http: aiohttp.ClientSession) -> None:
    async def post(path: str, **asked: Any) -> Any:
        return await told(http.post(path, json=asked))

    status, person = await post("/sim/people", name="Olena", language="uk", note="newcomer")
    assert status == 200
    assert person["id"] > 2**33
    me = f"/sim/people/{person['id']}"
    assert await post(f"{me}/open", start="promo-1") == (200, {"message_id": 1})
    status, tapped = await post(f"{me}/tap", text="Register")
    assert (tapped["toast"], tapped["alert"]) == ("One moment", False)
    await post(f"{me}/send", text="Olena")
    assert (await told(http.get("/sim/idle")))[1] == {"idle": True}
    form = aiohttp.FormData({"caption": "view"})
    form.add_field("file", picture(), filename="a.png", content_type="image/png")
    assert (await told(http.post(f"{me}/photo", data=form)))[0] == 200
    await post(f"{me}/contact")
    await echoing.idle()
    seen = (await told(http.get(f"{me}/transcript")))[1]
    assert [message["text"] for message in seen["messages"]][:4] == ["/start promo-1", "Your name?", "Olena", "You said: Olena"]
    assert [toast["text"] for toast in seen["toasts"]] == ["One moment"]
    photo = next(message for message in seen["messages"] if message["photo"])
    async with http.get(photo["photo"]["url"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", picture())
    calls = (await told(http.get("/sim/calls")))[1]["calls"]
    assert {call["method"] for call in calls} >= {"sendMessage", "editMessageText", "answerCallbackQuery"}
    assert (await told(http.get(f"/sim/calls?since={calls[-1]['seq']}")))[1] == {"calls": []}
    assert (await post(f"{me}/block"))[1]["blocked"]
    assert await post(f"{me}/send", text="x") == (400, {"error": "Olena has blocked the bot"})
    assert await post(f"{me}/tap?wait=0.1", text="Nothing") == (400, {"error": "no button 'Nothing'"})
    assert (await post(f"{me}/language", language="pl"))[1]["language"] == "pl"
    assert await post("/sim/people/5/send", text="x") == (404, {"error": "no person 5"})
    assert (await post("/sim/people"))[0] == 400


async def test_clock_faults_limits_and_reset_by_http(telegram: Sandbox, http: aiohttp.ClientSession, ann: Person) -> None:
    assert (await told(http.post("/sim/clock", json={"seconds": 86_400})))[1]["offset"] == 86_400
    assert (await told(http.post("/sim/clock", json={"seconds": -1})))[0] == 400
    _, faults = await told(http.post("/sim/faults", json={"kind": "429", "method": "sendMessage", "times": 2, "seconds": 5}))
    assert [(fault["kind"], fault["times"]) for fault in faults["faults"]] == [("too_many_requests", 2)]
    assert (await told(http.post("/sim/faults", json={"kind": "gremlin"})))[0] == 400
    assert (await told(http.delete("/sim/faults")))[1] == {"faults": []}
    assert (await told(http.post("/sim/limits", json={"enabled": True})))[1]["enabled"]
    assert (await told(http.post("/sim/reset")))[0] == 200
    assert (await told(http.get("/sim/people")))[1] == {"people": []}
    assert telegram.clock.offset == 0


async def test_documents_are_never_shown_as_pages(telegram: Sandbox, http: aiohttp.ClientSession, ann: Person) -> None:
    await ann.sends_document(b"<script>alert(1)</script>", "page.html")
    async with http.get("/sim/files/1") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


async def test_nobody_from_elsewhere(telegram: Sandbox, http: aiohttp.ClientSession) -> None:
    for headers in ({"Host": "rebound.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}):
        async with http.post("/sim/reset", headers=headers) as response:
            assert response.status == 403
    async with http.post("/sim/reset", headers={"Origin": telegram.base_url}) as response:
        assert response.status == 200
    async with http.get("/page/../server.py") as response:
        assert response.status == 404
    async with http.get("/page/%2e%2e/server.py") as response:
        assert response.status == 404


async def test_the_socket_tells_all_and_what_was_missed(echoing: Sandbox, http: aiohttp.ClientSession) -> None:
    ann = echoing.person("Ann")
    async with http.ws_connect("/ws") as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["bot"]["username"], len(hello["people"])) == ("hello", "pobratym_bot", 1)
        assert (await socket.receive_json())["type"] == "chat"
        await ann.sends("hi")
        events = [await asyncio.wait_for(socket.receive_json(), 2) for _ in range(3)]
        assert [event["type"] for event in events] == ["message", "message", "call"]
        assert [event["message"]["text"] for event in events[:2]] == ["hi", "You said: hi"]
        assert events[0]["seq"] < events[1]["seq"] < events[2]["seq"]
    await ann.sends("while away")
    await ann.sees("You said: while away")
    async with http.ws_connect("/ws", params={"since": events[1]["seq"], "epoch": hello["epoch"]}) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        missed = [await asyncio.wait_for(socket.receive_json(), 2) for _ in range(3)]
        assert [event.get("message", {}).get("text") for event in missed] == [None, "while away", "You said: while away"]


def test_the_clocks_offset_is_kept_for_the_bots_process(tmp_path: Path) -> None:
    path = tmp_path / "offset"
    clock = Clock(path, base=lambda: 1000.0)
    assert (path.read_text(), clock.now()) == ("0\n", 1000.0)
    clock.advance(60)
    clock.advance(1)
    assert (path.read_text(), clock.now()) == ("61\n", 1061.0)
    clock.reset()
    assert path.read_text() == "0\n"
    assert list(tmp_path.iterdir()) == [path]


async def test_bare_accepts_any_token(tmp_path: Path) -> None:
    import sys

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "--bare", "--port", "0", "--clock", str(tmp_path / "offset"),
        stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    address = next(word for word in line.split() if word.startswith("http"))
    async with aiohttp.ClientSession(address) as http:
        assert (await told(http.get("/bot12:anything/getMe")))[1]["result"]["id"] == 12
        await told(http.post("/sim/clock", json={"seconds": 7}))
    assert (tmp_path / "offset").read_text() == "7\n"
    process.terminate()
    assert await process.wait() == 0
