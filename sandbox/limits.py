"""A model of Telegram's rates, off unless asked for. The real ones are unpublished and change; these are the documented advice.

Thirty messages a second in all, one a second to a chat with a burst of three, twenty a minute to a group.
"""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.errors import ApiError

COUNTED = ("send", "forward", "copy", "edit")
NOT_COUNTED = frozenset({"sendChatAction"})


@dataclass
class Limits:
    """Knobs: `enabled`, `overall` and `chat` a second, `burst` for a chat, `group` a minute."""

    now: Callable[[], float]
    enabled: bool = False
    overall: int = 30
    chat: float = 1.0
    burst: int = 3
    group: int = 20
    _sent: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _groups: dict[tuple[int, int], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _chats: dict[tuple[int, int], float] = field(default_factory=dict)

    def check(self, bot: int, method: str, chat: object) -> None:
        """Count the call, or raise 429 with the seconds to wait. A refused call costs nothing."""
        if not self.enabled or not method.startswith(COUNTED) or method in NOT_COUNTED:
            return
        now = self.now()
        key = (bot, chat) if isinstance(chat, int) else (bot, 0)
        waits = [self._window(self._sent[bot], now, self.overall, 1.0)]
        if key[1] < 0:
            waits.append(self._window(self._groups[key], now, self.group, 60.0))
        elif key[1]:
            waits.append(self._chat_wait(key, now))
        if (wait := max(waits)) > 0:
            raise too_many(math.ceil(wait))
        self._count(key, now)

    def _window(self, sent: deque[float], now: float, most: int, seconds: float) -> float:
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= most else 0.0

    def _chat_wait(self, key: tuple[int, int], now: float) -> float:
        """Each message moves the chat's next free moment on; `burst` of them may be borrowed."""
        return self._chats.get(key, now) - (self.burst - 1) / self.chat - now

    def _count(self, key: tuple[int, int], now: float) -> None:
        self._sent[key[0]].append(now)
        if key[1] < 0:
            self._groups[key].append(now)
        elif key[1]:
            self._chats[key] = max(self._chats.get(key, now), now) + 1 / self.chat

    def reset(self) -> None:
        self._sent.clear()
        self._groups.clear()
        self._chats.clear()


def too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
