"""A bot's queue of updates: numbered, filtered by `allowed_updates` at creation, kept until confirmed or too old."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.bell import Bell

LIFETIMES = {"callback_query": 150, "inline_query": 30, "shipping_query": 30, "pre_checkout_query": 150}
LIFETIME = 86_400
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
MOST = 100


@dataclass(slots=True, eq=False)
class Waiting:
    """An update that nobody has confirmed; `body` is its JSON as it will be sent."""

    id: int
    kind: str
    chat: int
    expires: float
    body: bytes
    handed: bool = False
    repeated: bool = False
    failures: int = 0
    not_before: float = 0.0


class UpdateQueue:
    """Updates in order of their ids, for getUpdates or a webhook."""

    def __init__(self, now: Callable[[], float], first_id: int = 1, stirred: Bell | None = None) -> None:
        self._now = now
        self._stirred = stirred or Bell()
        self.next_id = first_id
        self.waiting: deque[Waiting] = deque()
        self.allowed: frozenset[str] | None = None
        self.bell = Bell()
        self.poll = 0
        self.terminated_by = ""
        self.poller: Callable[[], bool] | None = None
        self.held: list[Waiting] = []
        self.hold_back = 0
        self.repeat = 0
        self.fail_webhook = 0

    @property
    def polling(self) -> bool:
        """Whether a bot waits for updates at this moment (a killed one does not)."""
        return self.poller is not None and self.poller()

    def allow(self, kinds: list[str] | None) -> None:
        """What later updates may be; None leaves it as it was, an empty list means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def wants(self, kind: str) -> bool:
        return kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed

    def add(self, kind: str, content: dict[str, Any], chat: int = 0) -> int | None:
        """The id of the new update, or None if the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        identifier = self.next_id
        self.next_id += 1
        body = json.dumps({"update_id": identifier, kind: content}, ensure_ascii=False).encode()
        fresh = Waiting(identifier, kind, chat, self._now() + LIFETIMES.get(kind, LIFETIME), body)
        if self.hold_back:
            self._reorder(fresh)
        else:
            self.waiting.append(fresh)
            self.ring()
        return identifier

    def ring(self) -> None:
        self.bell.ring()
        self._stirred.ring()

    def delivered(self, waiting: Waiting) -> None:
        """A webhook took it."""
        if waiting not in self.waiting:
            return
        self.waiting.remove(waiting)
        if self.repeat and not waiting.repeated:
            self.repeat -= 1
            waiting.repeated = True
            self.waiting.appendleft(waiting)

    def _reorder(self, fresh: Waiting) -> None:
        """Telegram promises no order between chats: the held update goes out behind the next one."""
        if not self.held:
            self.held.append(fresh)
            return
        self.waiting.append(fresh)
        self.waiting.extend(self.held)
        self.held.clear()
        self.hold_back -= 1
        self.ring()

    def behave(self) -> None:
        """No more repeated or reordered updates; what was held back goes out."""
        self.repeat = self.hold_back = self.fail_webhook = 0
        if self.held:
            self.waiting.extend(self.held)
            self.held.clear()
            self.ring()

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps that many from the end, 0 all."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        elif offset and self.waiting:
            known = [waiting for waiting in self.waiting if waiting.id < offset and waiting.handed and not waiting.repeated]
            again = known[: self.repeat]
            self.repeat -= len(again)
            for waiting in again:
                waiting.repeated = True
            self.waiting = deque([*again, *(waiting for waiting in self.waiting if waiting.id >= offset)])

    def ready(self, limit: int = MOST) -> list[Waiting]:
        """The oldest updates that are still alive, marked as handed out."""
        if self.waiting:
            now = self._now()
            if any(waiting.expires <= now for waiting in self.waiting):
                self.waiting = deque(waiting for waiting in self.waiting if waiting.expires > now)
        batch = [self.waiting[place] for place in range(min(limit, len(self.waiting)))]
        for waiting in batch:
            waiting.handed = True
        return batch

    def clear(self) -> None:
        self.waiting.clear()
        self.held.clear()
