"""Personal notices: one after another, marked, committed, called, recorded."""

from datetime import timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from bot import telemetry
from bot.clock import Clock
from bot.sender.ends import End, end_of, words_of
from bot.sender.gate import PAUSE_MAX, Gate
from bot.sender.keeping import IDLE_SECONDS, keep
from handlers import notices
from handlers.i18n import speaking
from handlers.screen import Screen, send
from models import deliveries, members
from models.database import Database, Session, passing
from models.deliveries import Delivery, DeliveryState
from models.members import Member

log = structlog.get_logger()


class Notices:
    """Takes one delivery after another. One call is under way at a time, so a crash leaves at most one in doubt."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, gate: Gate) -> None:
        self._bot, self._database, self._clock, self._gate = bot, database, clock, gate

    async def recover(self, session: Session) -> None:
        doubtful = await deliveries.recover(session)
        if doubtful:
            log.warning("deliveries_in_doubt", count=doubtful)

    async def send_next(self) -> bool:
        """Send the next notice that is due; False when there is none."""
        async with self._database.write(mark=False) as session:
            delivery = await deliveries.claim(session, now=self._clock.now())
        if delivery is None:
            return False
        self._gate.taken()
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
        except Exception as fault:  # noqa: BLE001  # what a call raises is how it ended
            await self._failed(delivery, member, fault)
        else:
            self._gate.reached()
            await self._record(delivery, DeliveryState.SENT, message_id=message.message_id)

    async def _failed(self, delivery: Delivery, member: Member, fault: Exception) -> None:
        end = end_of(fault)
        if end in (End.DOUBT, End.NEVER_LEFT):
            self._gate.missed()
        else:
            self._gate.reached()
        match end:
            case End.WAIT | End.NOT_OURS:
                seconds = fault.retry_after if isinstance(fault, TelegramRetryAfter) else PAUSE_MAX
                self._gate.hold(seconds)
                await self._postpone(delivery, fault, seconds=seconds)
            case End.LEFT:
                await self._left(delivery, member, words_of(fault))
            case End.NEVER_LEFT:
                await self._postpone(delivery, fault, seconds=0)
            case End.DOUBT:
                await self._doubt(delivery, fault)
            case _:
                log.warning(
                    "delivery_refused", delivery=delivery.id, kind=delivery.kind, detail=words_of(fault), exc_info=end is End.IMPOSSIBLE
                )
                await self._record(delivery, DeliveryState.FAILED, fault=words_of(fault))

    async def _record(self, delivery: Delivery, state: DeliveryState, *, message_id: int | None = None, fault: str | None = None) -> None:
        async def change(session: Session) -> None:
            await deliveries.settle(session, delivery.id, state, now=self._clock.now(), message_id=message_id, fault=fault)

        await keep(self._database, self._gate, change)
        telemetry.DELIVERIES.labels(state).inc()

    async def _doubt(self, delivery: Delivery, fault: Exception) -> None:
        async def change(session: Session) -> None:
            await deliveries.doubt(session, delivery.id, repr(fault), now=self._clock.now())

        log.warning("delivery_in_doubt", delivery=delivery.id, kind=delivery.kind, fault=type(fault).__name__)
        await keep(self._database, self._gate, change)
        telemetry.DELIVERIES.labels(DeliveryState.IN_DOUBT).inc()

    async def _postpone(self, delivery: Delivery, fault: Exception, *, seconds: float) -> None:
        async def change(session: Session) -> None:
            until = self._clock.now() + timedelta(seconds=seconds)
            await deliveries.postpone(session, delivery.id, until=until, fault=repr(fault))

        log.warning("delivery_postponed", delivery=delivery.id, kind=delivery.kind, fault=type(fault).__name__)
        await keep(self._database, self._gate, change)

    async def _left(self, delivery: Delivery, member: Member, fault: str) -> None:
        async def change(session: Session) -> None:
            await deliveries.settle(session, delivery.id, DeliveryState.UNREACHABLE, now=self._clock.now(), fault=fault)
            await members.unreachable(session, member.id, now=self._clock.now())

        await keep(self._database, self._gate, change)
        telemetry.DELIVERIES.labels(DeliveryState.UNREACHABLE).inc()
