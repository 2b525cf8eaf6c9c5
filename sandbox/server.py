"""The sandbox as a server: the Bot API, the page and its control on one loopback port.

Example::

    async with Sandbox() as telegram:
        bot = Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url)))
        ann = telegram.person("Ann", language="uk")
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from aiohttp import web

from sandbox import groups
from sandbox.bot_api import BotApi
from sandbox.checks import Checks
from sandbox.clock import Clock
from sandbox.control import Control
from sandbox.control_groups import GroupControl
from sandbox.faults import Fault
from sandbox.live import Live
from sandbox.person import Person
from sandbox.state import State
from sandbox.waiting import idle
from sandbox.webhook import Webhooks
from sandbox.world import Bot, CallRecord, Chat, World

TOKEN = "5000000001:sandbox-only-never-a-real-token"  # noqa: S105
USERNAME = "pobratym_bot"
LARGEST_BODY = 60 * 1024 * 1024
PAGE = Path(__file__).with_name("page")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

DAYLIGHT = time(16, 10)
"""UTC; between eight and twenty in Kyiv and in Seattle, in every week of the year."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """A Telegram of one's own: a server while the `async with` lasts, and the people in it.

    `port` 0 takes a free one; `any_token` accepts every well-formed token; `clock_path` keeps the clock's offset in a file
    for a bot in another process; `limits` turns the rate model on.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = USERNAME,
        name: str = "Pobratym",
        any_token: bool = False,
        port: int = 0,
        clock_path: Path | None = None,
        limits: bool = False,
    ) -> None:
        self.token = token
        self.port = port
        self.state = State(token, any_token, Clock(clock_path))
        self.state.limits.enabled = limits
        if not any_token:
            self.state.world.bot(token, username, name)
        self.checks = Checks(self.state)
        self.live = Live(self.state)
        self.api = BotApi(self.state)
        self._runner: web.AppRunner | None = None
        self._webhooks: asyncio.Task[None] | None = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def world(self) -> World:
        return self.state.world

    @property
    def clock(self) -> Clock:
        return self.state.clock

    @property
    def bot(self) -> Bot:
        """The bot as the world knows it: its commands, texts and queue."""
        return self.world.only_bot()

    async def start(self) -> None:
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._webhooks = asyncio.create_task(Webhooks(self.state, self.api).run())  # noqa: TID251 - ended in stop(), nothing to drain

    async def stop(self) -> None:
        for socket in list(self.live.sockets):
            await socket.close()
        if self._webhooks is not None:
            self._webhooks.cancel()
            await asyncio.gather(self._webhooks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def application(self) -> web.Application:
        control = Control(self.state, self.checks)
        application = web.Application(client_max_size=LARGEST_BODY, middlewares=[_local_only])
        application.router.add_route("*", "/bot{token:[^/]*}/{method}", self.api.call)
        application.router.add_get("/file/bot{token:[^/]*}/{path:.+}", self.api.download)
        application.router.add_get("/ws", self.live.handle)
        application.router.add_routes([*control.routes(), *GroupControl(self.state).routes()])
        application.router.add_get("/", _page)
        application.router.add_get("/page/{path:.+}", _page)
        application.on_response_prepare.append(_headers)
        return application

    # The tests' part

    def person(self, name: str, language: str = "en", username: str | None = None, note: str = "", bot: Bot | None = None) -> Person:
        """Somebody new, with an id above 2**33; talks to the first bot unless another is given."""
        return Person(self.state, self.checks, self.world.person(name, language, username, note), bot)

    def group(
        self, title: str, *people: Person, kind: str = "supergroup", username: str | None = None, bot: str | None = "administrator"
    ) -> Chat:
        """A group, supergroup or channel; `bot` is the bot's status in it, None where it never was."""
        bots = [self.bot] if bot else []
        return self.world.group(title, [person.record for person in people], bots, kind, username, bot or "")

    def throws_out(self, by: Person, chat: Chat, status: str = "kicked", **rights: bool) -> None:
        """A member changes the bot's status in a group; "administrator" brings it back.

        With rights: `telegram.throws_out(ann, channel, "administrator", can_post_messages=False)`, or "restricted" and
        `can_send_messages=False`.
        """
        groups.change_bot(self.world, chat, self.bot, status, by.record, **rights)

    def upgrades(self, chat: Chat) -> Chat:
        """A basic group becomes a supergroup, with another id."""
        return groups.upgrade(self.world, chat)

    async def idle(self, seconds: float = 5.0) -> None:
        """Wait until nothing is going on; AssertionError if that takes longer."""
        if not await idle(self.state, seconds):
            raise AssertionError(f"not idle after {seconds} s: {self.checks.restless()}\n{self.checks.story()}")

    def check(self) -> None:
        """AssertionError if the bot did since the last check what it must not: see `Checks.check`."""
        self.checks.check()

    def expects_error(self, *words: str) -> None:
        """Until the next `check()`: refusals and other findings that contain one of these words are meant, and must come."""
        self.checks.expect(*words)

    def calls(self, method: str | None = None) -> list[CallRecord]:
        """The Bot API calls so far, without getUpdates."""
        return [call for call in self.world.log.calls if method is None or call.method == method]

    def fault(self, kind: str, **settings: Any) -> Fault:
        """Schedule a fault, for instance `telegram.fault("answer_lost", method="sendMessage")`; see `sandbox.faults`."""
        return self.state.schedule(kind, **settings)

    def advance(self, seconds: int) -> None:
        """Move the world's clock forward."""
        self.clock.advance(seconds)
        self.world.log.emit("clock", **self.clock.state())

    def daylight(self) -> None:
        """Move the clock to an hour when notices that wait for the day reach Kyiv and Seattle alike, in summer and winter."""
        now = datetime.fromtimestamp(self.clock.now(), tz=UTC)
        day = now.replace(hour=DAYLIGHT.hour, minute=DAYLIGHT.minute, second=0, microsecond=0)
        self.advance(int(((day if day >= now else day + timedelta(days=1)) - now).total_seconds()))

    def reset(self) -> None:
        """An empty world; people of before are gone, the bot's poll goes on."""
        self.state.reset()
        self.checks.forget()


def _host(value: str) -> str:
    return urlsplit(f"//{value}").hostname or ""


@web.middleware
async def _local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only loopback names, and only the sandbox's own page: a page elsewhere must not drive it, nor by a rebound name."""
    host = request.headers.get("Host", "")
    origin = request.headers.get("Origin")
    if _host(host) not in LOOPBACK or (origin is not None and urlsplit(origin).netloc != host):
        return web.json_response({"error": "the sandbox answers to its own machine only"}, status=403)
    try:
        return await handler(request)
    except web.HTTPException as error:
        if not request.path.startswith("/sim/"):
            raise
        return web.json_response({"error": error.reason}, status=error.status)


async def _headers(_request: web.Request, response: web.StreamResponse) -> None:
    if response.content_type != "application/json":
        response.headers.update(HEADERS)


async def _page(request: web.Request) -> web.StreamResponse:
    path = (PAGE / request.match_info.get("path", "index.html")).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
