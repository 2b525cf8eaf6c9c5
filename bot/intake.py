"""Updates in: stored, then acknowledged; one person's in order, people in parallel; none lost, none applied twice."""

import asyncio
import itertools
import secrets
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import aiohttp
import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Update

from bot import telemetry
from bot.clock import Clock
from bot.glances import Glances
from bot.middlewares import resuming
from bot.pace import Pace
from bot.tasks import Tasks
from handlers import errors
from handlers.screen import Turn, turn
from models import conversations, members, updates
from models.database import AlreadyAppliedError, Database, Mark, Session, away, on_behalf_of, passing

log = structlog.get_logger()

ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "inline_query"]
INLINE = "inline_query"
AT_ONCE = 32
"""People served in parallel."""
POLL_SECONDS = 25
AWAY_RETRIES = 120
"""Tries while the database is away, about an hour's: poisoning would lose what people wrote during an outage."""
NETWORK = (
    TelegramNetworkError,
    TelegramServerError,
    RestartingTelegram,
    TelegramRetryAfter,
    ClientDecodeError,
    aiohttp.ClientError,
)


def transient(error: BaseException) -> bool:
    """Whether another try may mend it: database, connection, timeout, too many requests."""
    return isinstance(error, NETWORK) or passing(error)


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates as it came, to be stored whole."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Intake:
    """Reads updates from Telegram into the inbox and from the inbox into the dispatcher."""

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Clock,
        tasks: Tasks,
        pace: Pace,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """`then` is called after every update: whoever waits for what it may have written is woken."""
        self._then, self._pace = then, pace
        self._bot, self._dispatcher, self._database, self._clock, self._tasks = bot, dispatcher, database, clock, tasks
        self._lanes: defaultdict[int, deque[updates.Incoming]] = defaultdict(deque)
        self._busy: set[int] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._stopping = asyncio.Event()
        self._glances = Glances(bot, dispatcher, clock, tasks)
        self._retries: tuple[float, ...] = updates.RETRIES

    async def resume(self) -> int:
        """Take up what a stopped process left; returns how many updates."""
        async with self._database.read() as session:
            rows = await updates.unanswered(session, self._bot.id)
        for row in rows:
            self._line_up(updates.Incoming(row.update_id, row.person, row.body or {}))
        return len(rows)

    async def poll(self) -> None:
        """Long polling until `stop()`; a batch is acknowledged by the next request, after it was committed."""
        offset: int | None = None
        pause = 1.0
        while not self._stopping.is_set():
            try:
                batch = await self._next_batch(offset)
                if batch:
                    await self.receive(batch)
                    # Of this batch only: after an idle week Telegram may begin anew with lower ids.
                    offset = max(body["update_id"] for body in batch) + 1
                pause = 1.0
            except Exception as fault:
                if not transient(fault) and not isinstance(fault, TelegramConflictError):
                    raise
                log.warning("polling_interrupted", fault=type(fault).__name__, detail=str(fault), again_in=pause)
                await self._sleep(pause)
                pause = min(pause * 2, 30.0)

    async def receive(self, batch: Sequence[dict[str, Any]]) -> None:
        """Commit a raw batch to the inbox and queue what is new; inline queries go past it."""
        kept, looks = [body for body in batch if INLINE not in body], [body for body in batch if INLINE in body]
        for body in looks:
            self._glances.take(person_of(body), body)
        if not kept:
            return
        incoming = [updates.Incoming(body["update_id"], person_of(body), body) for body in kept]
        async with self._database.write(mark=False) as session:
            new = await updates.store(session, self._bot.id, incoming, now=self._clock.now())
        for one in incoming:
            if one.update_id in new:
                new.discard(one.update_id)  # the same one may stand in a batch twice
                self._line_up(one)

    async def stop(self) -> None:
        """Take no more; what is under way is finished by whoever drains the tasks, what waits stays in the inbox."""
        self._stopping.set()

    @property
    def busy(self) -> bool:
        """Whether anybody's update is being handled or waits."""
        return bool(self._busy) or self._glances.busy

    def _line_up(self, incoming: updates.Incoming) -> None:
        self._lanes[incoming.person].append(incoming)
        if incoming.person not in self._busy:
            self._busy.add(incoming.person)
            self._tasks.start(self._serve(incoming.person), f"person {incoming.person}")
        telemetry.LANES.set(len(self._busy))

    async def _serve(self, person: int) -> None:
        lane = self._lanes[person]
        try:
            while lane and not self._stopping.is_set():
                if not await self._turn(lane[0]):
                    return
                await self._handle(lane[0])
                lane.popleft()
        finally:
            self._busy.discard(person)
            if not lane:
                self._lanes.pop(person, None)
            telemetry.LANES.set(len(self._busy))

    async def _turn(self, incoming: updates.Incoming) -> bool:
        """Wait for this person's turn, who sends more than a person does; False when `stop()` came first."""
        now = asyncio.get_running_loop().time()
        seconds = self._pace.wait(incoming.person, now)
        if not seconds:
            return True
        if self._pace.should_tell(incoming.person, now):
            await self._say(incoming, Turn(), partial(errors.too_fast, database=self._database))
        return await self._sleep(seconds)

    async def _handle(self, incoming: updates.Incoming) -> None:
        """One update to its end: answered, or poisoned after the last retry."""
        began = time.perf_counter()
        end, fault = "answered", None
        screen = Turn()
        for attempt in itertools.count():
            try:
                # Who waits for another try holds no place: the others go on.
                async with self._room:
                    await self._feed(incoming, screen)
                break
            except TelegramForbiddenError:
                await self._unreachable(incoming.person)
                end = "unreachable"
                break
            except Exception as error:  # whatever a handler raises must not stop this person's next update
                if transient(error) and attempt < (AWAY_RETRIES if away(error) else len(self._retries)):
                    await self._count_failure(incoming, error)
                    asked = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
                    if not await self._sleep(max(self._retries[min(attempt, len(self._retries) - 1)], asked)):
                        return  # stopping: the row stays in the inbox
                    continue
                end, fault = "poisoned", secrets.token_hex(3)
                log.exception("update_poisoned", reference=fault, update=incoming.update_id, person=incoming.person)
                await self._say(incoming, screen, partial(errors.apologise, reference=fault, database=self._database))
                break
        await self._finish(incoming, screen, fault)
        self._then()
        telemetry.UPDATES.labels(end).inc()
        telemetry.HANDLING.observe(time.perf_counter() - began)

    async def _feed(self, incoming: updates.Incoming, screen: Turn) -> None:
        update = Update.model_validate(incoming.body, context={"bot": self._bot})
        mark = Mark(self._bot.id, incoming.update_id, incoming.person, self._clock.now())
        token = turn.set(screen)
        try:
            with on_behalf_of(mark):
                try:
                    await self._dispatcher.feed_update(self._bot, update, now=mark.now)
                except AlreadyAppliedError:
                    with resuming():
                        await self._dispatcher.feed_update(self._bot, update, now=mark.now)
        finally:
            turn.reset(token)

    async def _finish(self, incoming: updates.Incoming, screen: Turn, fault: str | None) -> None:
        """Record the end."""

        async def answered(session: Session) -> None:
            await updates.answer(session, self._bot.id, incoming.update_id, now=self._clock.now(), fault=fault)
            if screen.shown is not None and screen.member_id is not None:
                await conversations.shown(session, screen.member_id, screen=screen.shown, question=screen.question)

        await self._keep(answered)

    async def _keep(self, change: Callable[[Session], Awaitable[None]]) -> None:
        """Write what must be written; a database that is away is waited for, since an update without its end would be shown again."""
        while True:
            try:
                async with self._database.write(mark=False) as session:
                    await change(session)
            except Exception as error:
                if not passing(error):
                    # The row stays without its end and is taken up at the next start; this person's next update must not wait for that.
                    log.exception("inbox_fault")
                    return
                log.warning("inbox_unreachable", detail=str(error))
                if not await self._sleep(1.0):
                    return
            else:
                return

    async def _count_failure(self, incoming: updates.Incoming, error: Exception) -> None:
        log.warning("update_failed", update=incoming.update_id, fault=type(error).__name__, detail=str(error))
        telemetry.UPDATES.labels("retried").inc()
        try:
            async with self._database.write(mark=False) as session:
                await updates.fail(session, self._bot.id, incoming.update_id)
        except Exception as away:
            if not passing(away):
                raise

    async def _say(self, incoming: updates.Incoming, screen: Turn, words: Callable[[Update], Awaitable[None]]) -> None:
        """Tell a person something about an update besides handling it; that this fails too must not stop their next one."""
        token = turn.set(screen)
        try:
            await words(Update.model_validate(incoming.body, context={"bot": self._bot}))
        except Exception as error:  # noqa: BLE001  # see above
            log.warning("word_not_delivered", update=incoming.update_id, detail=str(error))
        finally:
            turn.reset(token)

    async def _unreachable(self, person: int) -> None:
        async def left(session: Session) -> None:
            member = await members.find(session, person)
            if member:
                await members.unreachable(session, member.id, now=self._clock.now())

        await self._keep(left)

    async def _next_batch(self, offset: int | None) -> list[dict[str, Any]]:
        """A batch, or nothing when `stop()` was called meanwhile."""
        method = RawUpdates(offset=offset, limit=100, timeout=POLL_SECONDS, allowed_updates=ALLOWED_UPDATES)
        request = self._tasks.start(self._bot(method, request_timeout=POLL_SECONDS + 15), "poll")
        stopped = self._tasks.start(self._stopping.wait(), "poll until stopped")
        try:
            await asyncio.wait({request, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return await request if request.done() else []
        finally:
            for task in (request, stopped):
                task.cancel()

    async def _sleep(self, seconds: float) -> bool:
        """Wait; False when `stop()` came first."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return True
        return False


def person_of(body: dict[str, Any]) -> int:
    """Whose order an update belongs to: who acts, else the chat, else 0."""
    for value in body.values():
        if isinstance(value, dict):
            for key in ("from", "chat"):
                if isinstance(value.get(key), dict) and "id" in value[key]:
                    return int(value[key]["id"])
    return 0
