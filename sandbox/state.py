"""One sandbox: the world with its rates, faults and the measure of whether anything is going on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.faults import OF_UPDATES, Fault, Faults
from sandbox.limits import Limits
from sandbox.world import Bot, World

ANSWER_AWAITED = 1.0
_OF_QUEUES = {"redeliver": "repeat", "reorder": "hold_back", "failing_webhook": "fail_webhook"}


@dataclass
class Activity:
    """Open calls (without getUpdates) and the moment of the last sign of life."""

    open_calls: int = 0
    last: float = 0.0

    def touch(self) -> None:
        self.last = time.monotonic()


@dataclass
class State:
    """What every part of the server shares. `token` is the one bot's; with `any_token` every well-formed token is a bot."""

    token: str
    any_token: bool
    clock: Clock
    world: World = field(init=False)
    limits: Limits = field(init=False)
    faults: Faults = field(default_factory=Faults)
    activity: Activity = field(default_factory=Activity)
    busy: list[Callable[[], bool]] = field(default_factory=list)
    grace: float = 0.05
    webhook_pause: float = 1.0

    def __post_init__(self) -> None:
        self.world = World(self.clock)
        self.limits = Limits(self.clock.now)

    def bot(self, token: str) -> Bot | None:
        """The bot of a token that is accepted."""
        identifier, _, secret = token.partition(":")
        if not identifier.isascii() or not identifier.isdigit() or not secret:
            return None
        bot = self.world.bots.get(int(identifier))
        if bot is not None:
            return bot if bot.token == token and not bot.revoked else None
        return self.world.bot(token) if self.any_token or token == self.token else None

    def quiet(self) -> bool:
        """No update waits, no call is open, no fresh tap is unanswered, and nothing has stirred for a moment."""
        if self.activity.open_calls or time.monotonic() - self.activity.last < self.grace:
            return False
        if any(bot.updates.waiting for bot in self.world.bots.values()):
            return False
        return not self._awaited() and not any(probe() for probe in self.busy)

    def settled(self) -> bool:
        """Quiet, or without a bot: nothing has called for a while, whatever waits."""
        silent = not self.activity.open_calls and time.monotonic() - self.activity.last > 5 * self.grace
        return self.quiet() or (silent and not self._awaited() and not any(probe() for probe in self.busy))

    def _awaited(self) -> bool:
        now = time.monotonic()
        fresh = [query for query in self.world.pending.values() if query.answer is None and not query.expired]
        return any(now - query.began < ANSWER_AWAITED for query in fresh)

    def schedule(self, kind: str, **settings: object) -> Fault:
        """Add a fault; those of updates are handed to the queues at once."""
        fault = self.faults.add(kind, **settings)
        if fault.kind in OF_UPDATES:
            self.faults.scheduled.remove(fault)
            self._of_updates(fault)
        self.world.log.emit("faults", faults=self.faults.view())
        return fault

    def _of_updates(self, fault: Fault) -> None:
        if fault.kind == "expired_callback":
            self.world.expire_next += fault.times
            return
        for bot in self.world.bots.values():
            if fault.bot in {None, bot.id}:
                setattr(bot.updates, _OF_QUEUES[fault.kind], fault.times)

    def clear_faults(self) -> None:
        self.faults.clear()
        self.world.expire_next = 0
        for bot in self.world.bots.values():
            bot.updates.behave()
        self.world.log.emit("faults", faults=[])

    def reset(self) -> None:
        """An empty world, no faults, no counted messages, the present time."""
        self.faults.clear()
        self.limits.reset()
        self.world.reset()
        self.activity.touch()
