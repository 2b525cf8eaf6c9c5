"""`/ws`: the page hears of everything as it happens; after a break it gets what it missed."""

import asyncio
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.state import State
from sandbox.world import bot_profile, commands_seen, seen

KEEPALIVE = 20.0


class Live:
    """One socket sends the log's events; what the page has to say it says by `/sim`."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.sockets: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=KEEPALIVE)
        await socket.prepare(request)
        self.sockets.add(socket)
        try:
            since = await self._greet(socket, request.query.get("since", ""), request.query.get("epoch", ""))
            async with asyncio.TaskGroup() as tasks:
                follower = tasks.create_task(self._follow(socket, since))
                await self._read(socket)
                follower.cancel()
        except* ConnectionError:
            pass
        finally:
            self.sockets.discard(socket)
        return socket

    async def _greet(self, socket: web.WebSocketResponse, since: str, epoch: str) -> int:
        world = self.state.world
        log = world.log
        last = log.seq
        missed = log.missed(int(since)) if since.isdigit() and epoch == log.epoch else None
        await socket.send_json(
            {
                "type": "hello",
                "epoch": log.epoch,
                "seq": last,
                "bot": bot_profile(next(iter(world.bots.values()))) if world.bots else None,
                "people": [world.person_view(person) for person in world.people.values()],
                "clock": self.state.clock.state(),
                "faults": self.state.faults.view(),
            }
        )
        for event in missed if missed is not None else self._chats():
            await socket.send_json(event)
        return last

    def _chats(self) -> list[dict[str, Any]]:
        world = self.state.world
        told = []
        for person in world.people.values():
            chats = [chat for chat in (*world.chats.values(), *world.groups.values()) if person.id in chat.people]
            messages = [seen(message, person, world.shown) for chat in chats for message in chat.messages.values()]
            commands = commands_seen(next(iter(world.bots.values())), person) if world.bots else []
            shown = world.person_view(person)["bot"]
            told.append({"type": "chat", "person": person.id, "messages": messages, "commands": commands, "bot": shown})
        return told

    async def _follow(self, socket: web.WebSocketResponse, since: int) -> None:
        log = self.state.world.log
        while not socket.closed:
            events = log.missed(since)
            if events is None:
                await socket.close(message=b"too far behind")
                return
            for event in events:
                since = event["seq"]
                await socket.send_json(event)
            if not events and not await log.bell.wait(KEEPALIVE):
                continue

    async def _read(self, socket: web.WebSocketResponse) -> None:
        """Returns when the page goes away; what it says here is ignored."""
        async for message in socket:
            if message.type is WSMsgType.ERROR:
                break
