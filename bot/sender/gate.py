"""When the next message that nobody asked for may leave: fixed spacing, and one pause for all of them."""

import asyncio

CATCH_UP = 1.04
"""How much faster than its pace a sender goes that has fallen behind: at 25 a second 26, so that four calls which Telegram was slow to
take and those of the next second together stay within its 30."""
BEHIND_MAX = 10.0
"""Seconds that may be made up for; what is lost beyond that is lost."""
PAUSE_MAX = 60.0
"""Seconds between two tries while nothing reaches Telegram."""


class Gate:
    """Slots of `1 / per_second` seconds (0: without pacing). A 429 or an outage holds everybody back."""

    def __init__(self, per_second: float) -> None:
        self.per_second = per_second
        self.spacing = 1 / per_second if per_second else 0.0
        self._next_slot = 0.0
        self._schedule = 0.0
        self._turn_at = 0.0
        self._held_until = 0.0
        self._failures = 0
        self._stopping = asyncio.Event()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    @property
    def held(self) -> bool:
        """Nothing may leave for a while."""
        return asyncio.get_running_loop().time() < self._held_until

    def stop(self) -> None:
        self._stopping.set()

    async def turn(self) -> bool:
        """Wait for the next slot; False when `stop()` came first."""
        while True:
            self._turn_at = asyncio.get_running_loop().time()
            wait = max(self._next_slot, self._held_until) - self._turn_at
            if wait <= 0:
                return not self.stopping
            if not await self.pause(wait):
                return False

    def taken(self, slots: int = 1) -> None:
        """So many messages leave now."""
        if not slots:
            return
        # From the beginning of the slot: what the claim took is no part of the pace.
        if self._turn_at - self._schedule > BEHIND_MAX:
            self._schedule = self._turn_at
        self._schedule += slots * self.spacing
        self._next_slot = max(self._schedule, self._turn_at + slots * self.spacing / CATCH_UP)

    def rest(self) -> None:
        """Nothing was due: what is not sent now is not fallen behind."""
        self._schedule = max(self._schedule, asyncio.get_running_loop().time())

    def hold(self, seconds: float) -> None:
        """Nobody is sent anything before this many seconds are over."""
        self._held_until = max(self._held_until, asyncio.get_running_loop().time() + seconds)

    def reached(self) -> None:
        """Telegram answered."""
        self._failures = 0

    def missed(self) -> None:
        """Telegram did not. One fault may be that call's own; a second in a row is the network's or Telegram's."""
        self._failures += 1
        if self._failures > 1:
            self.hold(min(2.0**self._failures, PAUSE_MAX))

    async def pause(self, seconds: float) -> bool:
        """Wait; False when `stop()` was called."""
        if seconds > 0:
            try:
                await asyncio.wait_for(self._stopping.wait(), seconds)
            except TimeoutError:
                return True
        return not self.stopping
