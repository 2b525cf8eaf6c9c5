"""Announcements: claimed and committed just before the call, several calls under way where Telegram is slower than the pace."""

import asyncio

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter

from bot import telemetry
from bot.clock import Clock
from bot.sender.ends import End, end_of, words_of
from bot.sender.gate import PAUSE_MAX, Gate
from bot.sender.keeping import keep
from bot.tasks import Tasks
from handlers import broadcast
from handlers.broadcast import Outgoing
from models import announcements
from models.announcements import Announcement, Claim, Claimed, DeliveryState, Outcome
from models.database import Database, Session

log = structlog.get_logger()

AT_ONCE = 64
"""Calls under way at most: what a crash leaves in doubt when Telegram stands still."""
AT_ONCE_PACED = 4
"""... with pacing: what Telegram is slow to take it takes all together, and that must stay within its rate (see `gate.CATCH_UP`)."""
NOMINATED, NOMINATED_SECONDS = 25, 1.5
"""How many are looked for at once with pacing, and how long what was found about them counts."""
CLAIM_SECONDS = 0.04
"""Slots that pass in this time are claimed together: one at 25 a second, so that what only waits for its slot is never in doubt."""


class Broadcast:
    """Exchanges with the ledger: what has ended goes in, what may leave next comes out, in one transaction where both are there."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, gate: Gate, tasks: Tasks) -> None:
        self._bot, self._database, self._clock, self._gate, self._tasks = bot, database, clock, gate, tasks
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended: list[Outcome] = []
        self._writing = asyncio.Lock()
        self._nominated: list[Claim] = []
        self._nominated_at = 0.0
        self._rendered: dict[tuple[int, int, bool], Outgoing] = {}

    @property
    def busy(self) -> bool:
        return bool(self._under_way or self._ended)

    async def recover(self, session: Session) -> None:
        doubtful = await announcements.recover(session, now=self._clock.now())
        if doubtful:
            log.warning("announcement_deliveries_in_doubt", count=doubtful)

    async def send_next(self) -> bool:
        """Let the next ones leave; False when nobody's turn has come."""
        await self._room()
        if self._batch > 1:
            claimed = await self._exchange(min(self._batch, self._most - len(self._under_way)))
        else:
            claimed = await self._single()
        self._gate.taken(len(claimed.claims))
        for claim in claimed.claims:
            task = self._tasks.start(self._send(claim), f"announcement {claim.delivery_id}")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return claimed.looked_at > 0

    async def finish(self) -> None:
        """Wait for the calls under way and write how they ended."""
        while self._under_way:
            await asyncio.wait(self._under_way)
        await self._flush()

    @property
    def _paced(self) -> bool:
        return self._gate.spacing >= CLAIM_SECONDS / AT_ONCE

    @property
    def _batch(self) -> int:
        return max(1, min(AT_ONCE, int(CLAIM_SECONDS / self._gate.spacing))) if self._gate.spacing else AT_ONCE

    @property
    def _most(self) -> int:
        """Calls under way."""
        return AT_ONCE_PACED if self._batch == 1 else AT_ONCE

    async def _room(self) -> None:
        """Until calls may be added: one with pacing; half of them without, so that a transaction serves many."""
        enough = self._most - 1 if self._paced else AT_ONCE // 2
        while len(self._under_way) > enough:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _exchange(self, limit: int) -> Claimed:
        async with self._writing:
            ended, self._ended = self._ended, []
            claimed = Claimed()

            async def change(session: Session) -> None:
                nonlocal claimed
                self._tell(await announcements.settle(session, ended, now=self._clock.now()))
                claimed = await announcements.claim(session, bot_id=self._bot.id, now=self._clock.now(), limit=limit)

            await keep(self._database, self._gate, change)
            return claimed

    async def _single(self) -> Claimed:
        """The next one alone, of those that were nominated a moment ago: a short transaction for each slot."""
        claimed = Claimed()

        async def change(session: Session) -> None:
            nonlocal claimed
            now = self._clock.now()
            if not self._nominated:
                found = await announcements.nominate(session, bot_id=self._bot.id, now=now, limit=NOMINATED)
                self._nominated, claimed = found.claims[::-1], Claimed(looked_at=found.looked_at)
                self._nominated_at = asyncio.get_running_loop().time()
            if self._nominated:
                claimed = Claimed(await announcements.mark(session, [self._nominated[-1]], now=now), looked_at=1)

        if asyncio.get_running_loop().time() - self._nominated_at > NOMINATED_SECONDS:
            self._nominated.clear()
        await keep(self._database, self._gate, change)
        if self._nominated:
            self._nominated.pop()
        if not claimed.claims:
            # Paused, changed, or nothing is left of what was true when they were nominated.
            self._nominated.clear()
        return claimed

    async def _flush(self) -> None:
        """Write what has ended; those that end meanwhile go together with the next."""
        async with self._writing:
            ended, self._ended = self._ended, []
            if not ended:
                return

            async def change(session: Session) -> None:
                self._tell(await announcements.settle(session, ended, now=self._clock.now()))

            await keep(self._database, self._gate, change)

    async def _send(self, claim: Claim) -> None:
        outcome = await self._call(claim)
        self._ended.append(outcome)
        telemetry.ANNOUNCED.labels(outcome.state).inc()
        if self._paced or len(self._under_way) == 1:
            await self._flush()

    async def _call(self, claim: Claim) -> Outcome:
        try:
            message = await self._outgoing(claim).send(self._bot, claim.telegram_id)
        except Exception as fault:  # noqa: BLE001  # what a call raises is how it ended
            return self._failed(claim, fault)
        self._gate.reached()
        return Outcome(claim, DeliveryState.SENT, message_id=message.message_id)

    def _outgoing(self, claim: Claim) -> Outgoing:
        key = (claim.variant.id, claim.announcement.revision, claim.chat_id is not None)
        if key not in self._rendered:
            if len(self._rendered) > 64:
                self._rendered.clear()
            self._rendered[key] = broadcast.outgoing(claim.announcement, claim.variant, to_chat=claim.chat_id is not None)
        return self._rendered[key]

    def _failed(self, claim: Claim, fault: Exception) -> Outcome:
        end, words = end_of(fault), words_of(fault)
        if end in (End.DOUBT, End.NEVER_LEFT):
            self._gate.missed()
        else:
            self._gate.reached()
        match end:
            case End.WAIT | End.NOT_OURS:
                self._gate.hold(fault.retry_after if isinstance(fault, TelegramRetryAfter) else PAUSE_MAX)
                return Outcome(claim, DeliveryState.QUEUED, fault=words)
            case End.MOVED if claim.chat_id is not None:
                assert isinstance(fault, TelegramMigrateToChat)
                return Outcome(claim, DeliveryState.QUEUED, fault=words, moved_to=fault.migrate_to_chat_id)
            case End.NEVER_LEFT:
                return Outcome(claim, DeliveryState.QUEUED, fault=words)
            case End.LEFT:
                return Outcome(claim, DeliveryState.UNREACHABLE, fault=words)
            case End.DOUBT:
                log.warning(
                    "announcement_in_doubt", announcement=claim.announcement.id, delivery=claim.delivery_id, fault=type(fault).__name__
                )
                return Outcome(claim, DeliveryState.IN_DOUBT, fault=words)
            case _:
                log.warning("announcement_refused", announcement=claim.announcement.id, detail=words, exc_info=end is End.IMPOSSIBLE)
                return Outcome(claim, DeliveryState.FAILED, fault=words)

    def _tell(self, stopped: list[Announcement]) -> None:
        for announcement in stopped:
            log.warning("announcement_stopped_by_itself", announcement=announcement.id, fault=announcement.stop_fault)
