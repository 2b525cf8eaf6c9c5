"""`/sim/*`: people played by HTTP, for the page and for tests in another process. Errors are `{"error": "words"}`."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import actions
from sandbox.asking import answering, read_file, read_json, read_seconds, read_text
from sandbox.checks import Checks
from sandbox.errors import ImpossibleError
from sandbox.faults import KINDS
from sandbox.state import State
from sandbox.waiting import answered, awaited_button, idle
from sandbox.world import Bot, Chat, Message, Person, bot_profile, commands_seen, seen

Json = dict[str, Any]
MOST_CALLS = 1_000


class Control:
    """Handlers over the same functions that the tests' people use."""

    def __init__(self, state: State, checks: Checks) -> None:
        self.state = state
        self.checks = checks

    def routes(self) -> list[web.RouteDef]:
        acts: dict[str, Callable[[web.Request, Person, Bot], Awaitable[Json]]] = {
            "send": self._send,
            "tap": self._tap,
            "open": self._open,
            "photo": self._photo,
            "document": self._document,
            "contact": self._contact,
            "location": self._location,
            "inline": self._inline,
            "choose": self._choose,
            "edit": self._edit,
            "delete": self._delete,
            "block": self._block,
            "unblock": self._unblock,
            "language": self._language,
            "deactivate": self._deactivate,
        }
        return [
            web.post("/sim/people", answering(self._create)),
            web.get("/sim/people", answering(self._people)),
            *(web.post(f"/sim/people/{{person}}/{name}", answering(self._by(act))) for name, act in acts.items()),
            web.get("/sim/people/{person}/transcript", answering(self._by(self._transcript))),
            web.get("/sim/calls", answering(self._calls)),
            web.get("/sim/clock", answering(self._clock)),
            web.post("/sim/clock", answering(self._advance)),
            web.get("/sim/faults", answering(self._faults)),
            web.post("/sim/faults", answering(self._fault)),
            web.delete("/sim/faults", answering(self._mend)),
            web.get("/sim/limits", answering(self._limits)),
            web.post("/sim/limits", answering(self._limit)),
            web.post("/sim/reset", answering(self._reset)),
            web.get("/sim/health", answering(self._health)),
            web.get("/sim/idle", answering(self._idle)),
            web.post("/sim/check", answering(self._check)),
            web.get("/sim/bot", answering(self._bot)),
            web.get("/sim/files/{file}", self._file),
        ]

    # Who

    def _by(self, act: Callable[[web.Request, Person, Bot], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[Json]]:
        async def handler(request: web.Request) -> Json:
            return await act(request, self._person(request.match_info["person"]), self._chosen(request))

        return handler

    def _person(self, identifier: str) -> Person:
        person = self.state.world.people.get(int(identifier)) if identifier.isdigit() else None
        if person is None:
            raise web.HTTPNotFound(reason=f"no person {identifier}")
        return person

    def _chosen(self, request: web.Request) -> Bot:
        """The bot that is meant: `?bot=<id>`, else the first."""
        chosen = request.query.get("bot", "")
        return self.state.world.only_bot(int(chosen) if chosen.isdigit() else None)

    async def _create(self, request: web.Request) -> Json:
        asked = await read_json(request)
        name = read_text(asked, "name")
        language = asked.get("language") or "en"
        world = self.state.world
        return world.person_view(world.person(name, language, asked.get("username"), asked.get("note") or ""))

    async def _people(self, _request: web.Request) -> Json:
        return {"people": [self.state.world.person_view(person) for person in self.state.world.people.values()]}

    # What they do

    async def _send(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        chat = self._group(asked)
        sent = actions.send_text(
            self.state.world,
            person,
            bot,
            read_text(asked, "text"),
            html=asked.get("html") is True,
            chat=chat,
            reply_to=asked.get("reply_to"),
        )
        return {"message_id": sent.id}

    def _group(self, asked: Json) -> Chat | None:
        if "chat_id" not in asked or asked["chat_id"] in self.state.world.people:
            return None
        chat = self.state.world.groups.get(asked["chat_id"])
        if chat is None:
            raise ImpossibleError(f"no chat {asked['chat_id']}")
        return chat

    async def _open(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        return {"message_id": actions.open_chat(self.state.world, person, bot, asked.get("start") or "").id}

    async def _tap(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        chat = self._group(asked) or self.state.world.private(bot, person)
        if "message_id" in asked and "row" in asked:
            button = actions.button_at(chat, asked["message_id"], asked["row"], asked.get("column") or 0)
        else:
            button = await self._button(chat, asked, read_seconds(request))
        tapped = actions.tap(self.state.world, person, bot, button)
        answer = await answered(tapped.query, read_seconds(request)) or {}
        return {
            "toast": answer.get("text"),
            "alert": bool(answer.get("alert")),
            "answered": bool(answer) or tapped.query is None,
            "url": tapped.url or answer.get("url"),
            "copied": tapped.copied,
            "inline": tapped.inline,
        }

    async def _button(self, chat: Chat, asked: Json, seconds: float) -> actions.Button:
        text = read_text(asked, "text")
        if "message_id" in asked:
            message = chat.messages.get(asked["message_id"])
            button = actions.find_in_message(message, text) if message else None
        else:
            button = await awaited_button(self.state, chat, text, asked.get("after", 0), seconds)
        if button is None:
            raise ImpossibleError(f"no button {text!r}")
        return button

    async def _photo(self, request: web.Request, person: Person, bot: Bot) -> Json:
        file, caption = await read_file(request)
        sent = actions.send_photo(self.state.world, person, bot, file.file.read(), caption)
        return {"message_id": sent.id}

    async def _document(self, request: web.Request, person: Person, bot: Bot) -> Json:
        file, caption = await read_file(request)
        content = file.file.read()
        sent = actions.send_document(self.state.world, person, bot, content, file.filename, caption, mime=file.content_type)
        return {"message_id": sent.id}

    async def _contact(self, request: web.Request, person: Person, bot: Bot) -> Json:
        return {"message_id": actions.share_contact(self.state.world, person, bot, (await read_json(request)).get("phone")).id}

    async def _location(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        latitude, longitude = float(asked["latitude"]), float(asked["longitude"])
        return {"message_id": actions.share_location(self.state.world, person, bot, latitude, longitude).id}

    async def _inline(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        query = actions.ask_inline(self.state.world, person, bot, asked.get("query") or "", asked.get("offset") or "")
        answer = await answered(query, read_seconds(request))
        return answer or {"results": None}

    async def _choose(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        result, chat = read_text(asked, "result_id"), self._group(asked)
        return {"message_id": actions.choose_inline(self.state.world, person, bot, result, chat=chat).id}

    async def _edit(self, request: web.Request, person: Person, bot: Bot) -> Json:
        asked = await read_json(request)
        return {"message_id": actions.edit_text(self.state.world, person, bot, int(asked["message_id"]), read_text(asked, "text")).id}

    async def _delete(self, request: web.Request, person: Person, bot: Bot) -> Json:
        actions.delete_own(self.state.world, person, bot, int((await read_json(request))["message_id"]))
        return {}

    async def _block(self, _request: web.Request, person: Person, bot: Bot) -> Json:
        actions.block(self.state.world, person, bot)
        return self.state.world.person_view(person)

    async def _unblock(self, _request: web.Request, person: Person, bot: Bot) -> Json:
        actions.unblock(self.state.world, person, bot)
        return self.state.world.person_view(person)

    async def _language(self, request: web.Request, person: Person, _bot: Bot) -> Json:
        actions.change_language(self.state.world, person, read_text(await read_json(request), "language"))
        return self.state.world.person_view(person)

    async def _deactivate(self, _request: web.Request, person: Person, _bot: Bot) -> Json:
        actions.deactivate(self.state.world, person)
        return self.state.world.person_view(person)

    # What they see

    async def _transcript(self, _request: web.Request, person: Person, bot: Bot) -> Json:
        return {
            "messages": transcript(self.state, person, bot),
            "commands": commands_seen(bot, person),
            "toasts": person.toasts,
        }

    async def _file(self, request: web.Request) -> web.StreamResponse:
        blob = self.state.world.blobs.get(request.match_info["file"])
        if blob is None:
            raise web.HTTPNotFound
        # A document may hold a page with scripts: only pictures are shown, all else is saved.
        picture = blob.size is not None
        headers = {} if picture else {"Content-Disposition": "attachment"}
        kind = blob.mime if picture else "application/octet-stream"
        return web.Response(body=blob.content, content_type=kind, headers=headers)

    # The world

    async def _calls(self, request: web.Request) -> Json:
        since = int(request.query.get("since", 0))
        most = min(int(request.query.get("limit", MOST_CALLS)), 100_000)
        calls = [call.view() for call in self.state.world.log.calls if call.seq > since]
        return {"calls": calls[:most]}

    async def _clock(self, _request: web.Request) -> Json:
        return self.state.clock.state()

    async def _advance(self, request: web.Request) -> Json:
        seconds = (await read_json(request)).get("seconds")
        if type(seconds) is not int or seconds < 0:
            raise ImpossibleError("seconds: a whole number, forward only")
        self.state.clock.advance(seconds)
        self.state.world.log.emit("clock", **self.state.clock.state())
        return self.state.clock.state()

    async def _faults(self, _request: web.Request) -> Json:
        return {"faults": self.state.faults.view(), "kinds": sorted(KINDS)}

    async def _fault(self, request: web.Request) -> Json:
        asked = await read_json(request)
        self.state.schedule(read_text(asked, "kind"), **{name: value for name, value in asked.items() if name != "kind"})
        return {"faults": self.state.faults.view()}

    async def _mend(self, _request: web.Request) -> Json:
        self.state.clear_faults()
        return {"faults": []}

    async def _limits(self, _request: web.Request) -> Json:
        limits = self.state.limits
        return {name: getattr(limits, name) for name in ("enabled", "overall", "chat", "burst", "group")}

    async def _limit(self, request: web.Request) -> Json:
        for name, value in (await read_json(request)).items():
            if name not in {"enabled", "overall", "chat", "burst", "group"}:
                raise ImpossibleError(f"no limit {name}")
            setattr(self.state.limits, name, value)
        self.state.limits.reset()
        return await self._limits(request)

    async def _reset(self, _request: web.Request) -> Json:
        self.state.reset()
        return {"epoch": self.state.world.log.epoch, "seq": self.state.world.log.seq}

    async def _health(self, _request: web.Request) -> Json:
        log = self.state.world.log
        return {"ok": True, "epoch": log.epoch, "seq": log.seq, "bots": list(self.state.world.bots)}

    async def _idle(self, request: web.Request) -> Json:
        return {"idle": await idle(self.state, float(request.query.get("seconds", 5)))}

    async def _check(self, request: web.Request) -> Json:
        """What the bot did wrong since the last check; `{"expected": [words]}` are meant, and must come."""
        self.checks.expect(*((await read_json(request)).get("expected") or []))
        return {"problems": self.checks.problems()}

    async def _bot(self, request: web.Request) -> Json:
        chosen = request.query.get("person")
        return bot_profile(self._chosen(request), self._person(chosen) if chosen else None)


def transcript(state: State, person: Person, bot: Bot) -> list[Json]:
    """The person's private chat with the bot as the screen shows it, oldest first."""
    chat = state.world.chats.get((bot.id, person.id))
    messages: list[Message] = list(chat.messages.values()) if chat else []
    return [seen(message, person, state.world.shown) for message in messages]
