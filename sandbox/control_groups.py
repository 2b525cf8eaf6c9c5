"""`/sim/chats`: groups, supergroups and channels by HTTP, and what the bot may do in them."""

from aiohttp import web

from sandbox import groups
from sandbox.asking import Json, answering, read_json, read_text
from sandbox.errors import ImpossibleError
from sandbox.state import State
from sandbox.world import Bot, Chat, Person, seen

KINDS = ("group", "supergroup", "channel")


class GroupControl:
    """Handlers; people write into a group with `"chat_id"` in what they send, tap or choose."""

    def __init__(self, state: State) -> None:
        self.state = state

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/sim/chats", answering(self._create)),
            web.get("/sim/chats", answering(self._list)),
            web.post("/sim/chats/{chat}/bot", answering(self._bot_status)),
            web.post("/sim/chats/{chat}/upgrade", answering(self._upgrade)),
            web.get("/sim/chats/{chat}/messages", answering(self._messages)),
        ]

    async def _create(self, request: web.Request) -> Json:
        """`{"title", "people": [ids], "kind"?, "username"?, "status"?}`; status null is a chat where the bot never was."""
        asked = await read_json(request)
        kind, status = asked.get("kind", "supergroup"), asked.get("status", "administrator")
        if kind not in KINDS or status not in (None, *groups.STATUSES):
            raise ImpossibleError(f"kind: one of {', '.join(KINDS)}; status: null or one of {', '.join(groups.STATUSES)}")
        people = [self._person(identifier) for identifier in asked.get("people") or []]
        bots = [self._bot(request)] if status else []
        return self._view(self.state.world.group(read_text(asked, "title"), people, bots, kind, asked.get("username"), status or ""))

    async def _list(self, _request: web.Request) -> Json:
        return {"chats": [self._view(chat) for chat in self.state.world.groups.values()]}

    async def _bot_status(self, request: web.Request) -> Json:
        """`{"status", "by": id, "rights"?: {"can_post_messages": false}}`."""
        asked, chat = await read_json(request), self._chat(request)
        rights = asked.get("rights") or {}
        groups.change_bot(self.state.world, chat, self._bot(request), read_text(asked, "status"), self._person(asked.get("by")), **rights)
        return self._view(chat)

    async def _upgrade(self, request: web.Request) -> Json:
        chat = self._chat(request)
        if chat.kind != "group" or chat.migrated_to is not None:
            raise ImpossibleError("only a basic group becomes a supergroup, and once")
        return self._view(groups.upgrade(self.state.world, chat))

    async def _messages(self, request: web.Request) -> Json:
        """What one of its people (`?person=`) sees there."""
        chat, viewer = self._chat(request), self._person(int(request.query.get("person", 0)))
        return {"messages": [seen(message, viewer, self.state.world.shown) for message in chat.messages.values()]}

    def _chat(self, request: web.Request) -> Chat:
        chat = self.state.world.groups.get(int(request.match_info["chat"]))
        if chat is None:
            raise web.HTTPNotFound(reason=f"no chat {request.match_info['chat']}")
        return chat

    def _person(self, identifier: int | None) -> Person:
        person = self.state.world.people.get(identifier or 0)
        if person is None:
            raise ImpossibleError(f"no person {identifier}")
        return person

    def _bot(self, request: web.Request) -> Bot:
        chosen = request.query.get("bot", "")
        return self.state.world.only_bot(int(chosen) if chosen.isdigit() else None)

    def _view(self, chat: Chat) -> Json:
        told: Json = {"id": chat.id, "kind": chat.kind, "title": chat.title, "username": chat.username, "people": sorted(chat.people)}
        return told | {"bots": {str(identifier): status for identifier, status in chat.bots.items()}, "migrated_to": chat.migrated_to}
