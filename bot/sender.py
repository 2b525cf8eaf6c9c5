"""The one door for messages that nobody asked for: pace, retries, people who left."""

import asyncio
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
)
from aiogram.types import Message

from bot import telemetry
from bot.clock import Clock
from handlers import notices
from handlers.i18n import speaking
from handlers.screen import Screen, send
from models import deliveries, members
from models.database import Database
from models.deliveries import Delivery, DeliveryState
from models.members import Member

log = structlog.get_logger()

IDLE_SECONDS = 1.0
"""The sender looks into the outbox at least this often, since the clock can be moved."""

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
        self._woken = asyncio.Event()
        self._stopping = False
        self._resting = False

    @property
    def resting(self) -> bool:
        """Nothing was due when it last looked, and nobody woke it since."""
        return self._resting

    def wake(self) -> None:
        self._resting = False
        self._woken.set()

    async def stop(self) -> None:
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        async with self._database.write(mark=False) as session:
            doubtful = await deliveries.recover(session)
        if doubtful:
            log.warning("deliveries_in_doubt", count=doubtful)
        while not self._stopping:
            try:
                if not await self.send_next():
                    await self._idle()
            except Exception:  # a fault in one notice must not silence the others
                log.exception("sender_fault")
                await asyncio.sleep(IDLE_SECONDS)

    async def send_next(self) -> bool:
        """Send the next delivery that is due; False when there is none."""
        async with self._database.write(mark=False) as session:
            delivery = await deliveries.claim(session, now=self._clock.now())
        if delivery is None:
            return False
        await self._deliver(delivery)
        return True

    async def _deliver(self, delivery: Delivery) -> None:
        now = self._clock.now()
        async with self._database.read() as session:
            member = await members.get(session, delivery.member_id)
            try:
                with speaking(member.language):
                    screen = await notices.render(session, delivery, member, now)
            except Exception as fault:
                log.exception("notice_without_words", delivery=delivery.id, kind=delivery.kind)
                await self._record(delivery, DeliveryState.FAILED, fault=repr(fault))
                return
        if member.unreachable_at:
            await self._record(delivery, DeliveryState.UNREACHABLE)
        elif screen is None:
            await self._record(delivery, DeliveryState.CANCELLED)
        else:
            await self._slot()
            await self._call(delivery, member, screen)

    async def _call(self, delivery: Delivery, member: Member, screen: Screen) -> None:
        try:
            message = await send(self._bot, member.telegram_id, screen)
        except TelegramRetryAfter as fault:
            self._next_slot = max(self._next_slot, asyncio.get_running_loop().time() + fault.retry_after)
            await self._postpone(delivery, fault, seconds=fault.retry_after)
        except (TelegramForbiddenError, TelegramNotFound) as fault:
            await self._left(delivery, member, fault)
        except DOUBTFUL as fault:
            if _never_left(fault):
                await self._postpone(delivery, fault, seconds=min(2.0**delivery.attempts, 60.0))
            else:
                await self._doubt(delivery, fault)
        except TelegramAPIError as fault:
            log.warning("delivery_refused", delivery=delivery.id, kind=delivery.kind, detail=fault.message)
            await self._record(delivery, DeliveryState.FAILED, fault=fault.message)
        else:
            await self._record(delivery, DeliveryState.SENT, message=message)

    async def _record(self, delivery: Delivery, state: DeliveryState, *, message: Message | None = None, fault: str | None = None) -> None:
        async with self._database.write(mark=False) as session:
            await deliveries.settle(
                session, delivery.id, state, now=self._clock.now(), message_id=message.message_id if message else None, fault=fault
            )
        telemetry.DELIVERIES.labels(state).inc()

    async def _doubt(self, delivery: Delivery, fault: Exception) -> None:
        log.warning("delivery_in_doubt", delivery=delivery.id, kind=delivery.kind, fault=type(fault).__name__)
        async with self._database.write(mark=False) as session:
            await deliveries.doubt(session, delivery.id, repr(fault), now=self._clock.now())
        telemetry.DELIVERIES.labels(DeliveryState.IN_DOUBT).inc()

    async def _postpone(self, delivery: Delivery, fault: Exception, *, seconds: float) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        async with self._database.write(mark=False) as session:
            await deliveries.postpone(session, delivery.id, until=until, fault=repr(fault))

    async def _left(self, delivery: Delivery, member: Member, fault: TelegramAPIError) -> None:
        async with self._database.write(mark=False) as session:
            await deliveries.settle(session, delivery.id, DeliveryState.UNREACHABLE, now=self._clock.now(), fault=fault.message)
            await members.unreachable(session, member.id, now=self._clock.now())
        telemetry.DELIVERIES.labels(DeliveryState.UNREACHABLE).inc()

    async def _slot(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._next_slot - loop.time()
        self._next_slot = max(self._next_slot, loop.time()) + self._spacing
        if wait > 0:
            await asyncio.sleep(wait)

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
