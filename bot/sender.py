"""The one door for messages that nobody asked for: pace, retries, people who left."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import aiohttp
import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot import telemetry
from bot.clock import Clock
from handlers import notices
from handlers.i18n import speaking
from handlers.screen import Screen, send
from models import deliveries, members
from models.database import Database, Session, passing
from models.deliveries import Delivery, DeliveryState
from models.members import Member

log = structlog.get_logger()

IDLE_SECONDS = 1.0
"""The sender looks into the outbox at least this often, since the clock can be moved."""
PAUSE_MAX = 60.0
"""Seconds between two tries while nothing reaches Telegram."""

DOUBTFUL = (TelegramServerError, TelegramNetworkError, ClientDecodeError, TimeoutError, aiohttp.ClientError)
"""The request may have been carried out: a read timeout, a reset, a 5xx, a page instead of JSON."""


class Sender:
    """Takes one delivery after another: mark, commit, call, record.

    Pace is a fixed spacing; a 429 moves the next slot for everybody. One call is under way at a time, so a
    crash leaves at most one in doubt.
    """

    def __init__(self, bot: Bot, database: Database, clock: Clock, per_second: float) -> None:
        self._bot, self._database, self._clock = bot, database, clock
        self._spacing = 1 / per_second
        self._next_slot = 0.0
        self._failures = 0
        self._woken = asyncio.Event()
        self._stopping = asyncio.Event()
        self._resting = False

    @property
    def resting(self) -> bool:
        """Nothing was due when it last looked, and nobody woke it since."""
        return self._resting

    def wake(self) -> None:
        self._resting = False
        self._woken.set()

    async def stop(self) -> None:
        self._stopping.set()
        self.wake()

    async def run(self) -> None:
        await self._keep(self._recover)
        while not self._stopping.is_set():
            try:
                if not await self.send_next():
                    await self._idle()
            except Exception:  # a fault in one notice must not silence the others
                log.exception("sender_fault")
                await self._pause(IDLE_SECONDS)

    async def send_next(self) -> bool:
        """Send the next delivery that is due; False when there is none, or the end came first."""
        # The slot comes before the claim: what only waits for its turn is not in doubt after a crash.
        loop = asyncio.get_running_loop()
        if not await self._pause(self._next_slot - loop.time()):
            return False
        async with self._database.write(mark=False) as session:
            delivery = await deliveries.claim(session, now=self._clock.now())
        if delivery is None:
            return False
        self._resting = False
        self._next_slot = loop.time() + self._spacing
        await self._deliver(delivery)
        return True

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            async with self._database.read() as session:
                member = await members.get(session, delivery.member_id)
                with speaking(member.language):
                    screen = await notices.render(session, delivery, member, self._clock.now())
        except Exception as fault:
            if passing(fault):
                await self._postpone(delivery, fault, seconds=IDLE_SECONDS)
                return
            log.exception("notice_without_words", delivery=delivery.id, kind=delivery.kind)
            await self._record(delivery, DeliveryState.FAILED, fault=repr(fault))
            return
        if member.unreachable_at:
            await self._record(delivery, DeliveryState.UNREACHABLE)
        elif screen is None:
            await self._record(delivery, DeliveryState.CANCELLED)
        else:
            await self._call(delivery, member, screen)

    async def _call(self, delivery: Delivery, member: Member, screen: Screen) -> None:
        try:
            message = await send(self._bot, member.telegram_id, screen)
        except TelegramRetryAfter as fault:
            self._hold(fault.retry_after)
            await self._postpone(delivery, fault, seconds=fault.retry_after)
        except TelegramUnauthorizedError as fault:
            # The token is revoked: nothing is wrong with this notice.
            self._hold(PAUSE_MAX)
            await self._postpone(delivery, fault, seconds=PAUSE_MAX)
        except (TelegramForbiddenError, TelegramNotFound) as fault:
            await self._left(delivery, member, fault)
        except DOUBTFUL as fault:
            self._failures += 1
            # One fault may be this call's own; a second in a row is the network's or Telegram's.
            self._hold(min(2.0**self._failures, PAUSE_MAX) if self._failures > 1 else 0.0)
            await (self._postpone(delivery, fault, seconds=0) if _never_left(fault) else self._doubt(delivery, fault))
            return
        except TelegramAPIError as fault:
            log.warning("delivery_refused", delivery=delivery.id, kind=delivery.kind, detail=fault.message)
            await self._record(delivery, DeliveryState.FAILED, fault=fault.message)
        except Exception as fault:
            log.exception("delivery_impossible", delivery=delivery.id, kind=delivery.kind)
            await self._record(delivery, DeliveryState.FAILED, fault=repr(fault))
        else:
            await self._record(delivery, DeliveryState.SENT, message_id=message.message_id)
        self._failures = 0

    async def _record(self, delivery: Delivery, state: DeliveryState, *, message_id: int | None = None, fault: str | None = None) -> None:
        async def change(session: Session) -> None:
            await deliveries.settle(session, delivery.id, state, now=self._clock.now(), message_id=message_id, fault=fault)

        await self._keep(change)
        telemetry.DELIVERIES.labels(state).inc()

    async def _doubt(self, delivery: Delivery, fault: Exception) -> None:
        async def change(session: Session) -> None:
            await deliveries.doubt(session, delivery.id, repr(fault), now=self._clock.now())

        log.warning("delivery_in_doubt", delivery=delivery.id, kind=delivery.kind, fault=type(fault).__name__)
        await self._keep(change)
        telemetry.DELIVERIES.labels(DeliveryState.IN_DOUBT).inc()

    async def _postpone(self, delivery: Delivery, fault: Exception, *, seconds: float) -> None:
        async def change(session: Session) -> None:
            until = self._clock.now() + timedelta(seconds=seconds)
            await deliveries.postpone(session, delivery.id, until=until, fault=repr(fault))

        log.warning("delivery_postponed", delivery=delivery.id, kind=delivery.kind, fault=type(fault).__name__)
        await self._keep(change)

    async def _left(self, delivery: Delivery, member: Member, fault: TelegramAPIError) -> None:
        async def change(session: Session) -> None:
            await deliveries.settle(session, delivery.id, DeliveryState.UNREACHABLE, now=self._clock.now(), fault=fault.message)
            await members.unreachable(session, member.id, now=self._clock.now())

        await self._keep(change)
        telemetry.DELIVERIES.labels(DeliveryState.UNREACHABLE).inc()

    async def _recover(self, session: Session) -> None:
        doubtful = await deliveries.recover(session)
        if doubtful:
            log.warning("deliveries_in_doubt", count=doubtful)

    async def _keep(self, change: Callable[[Session], Awaitable[None]]) -> None:
        """Write how a call ended; a database that is away is waited for, since the row would stay in `sending` and be told again."""
        while True:
            try:
                async with self._database.write(mark=False) as session:
                    await change(session)
            except Exception as fault:
                if not passing(fault):
                    raise
                log.warning("outbox_unreachable", detail=str(fault))
                if not await self._pause(IDLE_SECONDS):
                    return
            else:
                return

    def _hold(self, seconds: float) -> None:
        """Nobody is sent anything before this many seconds are over."""
        self._next_slot = max(self._next_slot, asyncio.get_running_loop().time() + seconds)

    async def _pause(self, seconds: float) -> bool:
        """Wait; False when `stop()` was called."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                return True
        return not self._stopping.is_set()

    async def _idle(self) -> None:
        self._resting = not self._woken.is_set()
        try:
            await asyncio.wait_for(self._woken.wait(), IDLE_SECONDS)
        except TimeoutError:
            return
        finally:
            self._woken.clear()


def _never_left(fault: Exception) -> bool:
    """Whether the connection could not be made at all, so that nothing can have been sent."""
    cause = fault.__cause__ or fault.__context__
    return isinstance(cause, aiohttp.ClientConnectorError)
