"""What happened, numbered: events for the page, and the Bot API calls."""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.bell import Bell

EVENTS_KEPT = 5_000
CALLS_KEPT = 20_000


@dataclass(slots=True, eq=False)
class CallRecord:
    """One call of the Bot API; `violations` name what Telegram would have let pass or never have seen."""

    seq: int
    at: float
    bot: int
    method: str
    parameters: dict[str, Any]
    ok: bool = True
    error_code: int | None = None
    description: str | None = None
    result_summary: str = ""
    violations: list[str] = field(default_factory=list)
    injected: bool = False

    def view(self) -> dict[str, Any]:
        return {
            "seq": self.seq,
            "at": self.at,
            "bot": self.bot,
            "method": self.method,
            "parameters": self.parameters,
            "ok": self.ok,
            "error_code": self.error_code,
            "description": self.description,
            "result_summary": self.result_summary,
            "violations": self.violations,
        }

    def line(self) -> str:
        """The call in a line, for a test's failure."""
        outcome = self.result_summary if self.ok else f"{self.error_code} {self.description}"
        parameters = ", ".join(f"{name}={_short(value)}" for name, value in self.parameters.items())
        return f"{self.method}({parameters}) -> {outcome}{''.join(f' ! {words}' for words in self.violations)}"


class Log:
    """A growing number for everything, the last events, the last calls, and a bell that rings at each event."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self.seq = 0
        self.events: deque[dict[str, Any]] = deque(maxlen=EVENTS_KEPT)
        self.calls: deque[CallRecord] = deque(maxlen=CALLS_KEPT)
        self.bell = Bell()
        self.watched = False

    def next(self) -> int:
        self.seq += 1
        return self.seq

    def emit(self, kind: str, **fields: Any) -> int:
        self.seq += 1
        self.events.append({"type": kind, "seq": self.seq, **fields})
        self.bell.ring()
        return self.seq

    def missed(self, since: int) -> list[dict[str, Any]] | None:
        """Events after `since`; None when some of them are no longer kept."""
        if since < self.seq and (not self.events or self.events[0]["seq"] > since + 1) and len(self.events) == EVENTS_KEPT:
            return None
        return list(self._after(since))[::-1]

    def _after(self, since: int) -> Iterator[dict[str, Any]]:
        for event in reversed(self.events):
            if event["seq"] <= since:
                return
            yield event


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:117]}..."
