"""Faults on demand: the next calls or updates go wrong in a chosen way.

Calls: `too_many_requests` (429), `server_error` (500), `bad_gateway` (502 with a page), `reset` (before anything was done),
`answer_lost` (done, then the connection breaks), `delay` (seconds), `blocked`, `deactivated`, `kicked`, `migrated`, `revoked`.
Updates: `redeliver`, `reorder`, `expired_callback`, `failing_webhook`.
"""

from dataclasses import asdict, dataclass
from typing import Any

from sandbox.errors import ApiError, ImpossibleError, bad_request, forbidden
from sandbox.limits import too_many

ALIASES = {
    "429": "too_many_requests",
    "500": "server_error",
    "5xx": "server_error",
    "502": "bad_gateway",
    "redelivered": "redeliver",
    "reordered": "reorder",
    "expired": "expired_callback",
}
BROKEN = frozenset({"bad_gateway", "reset", "answer_lost", "delay"})
REFUSED = frozenset({"too_many_requests", "server_error", "blocked", "deactivated", "kicked", "migrated", "revoked"})
OF_UPDATES = frozenset({"redeliver", "reorder", "expired_callback", "failing_webhook"})
KINDS = BROKEN | REFUSED | OF_UPDATES


@dataclass
class Fault:
    """`times` more calls of `method` (any but getUpdates if None) to `chat_id` (any if None) go wrong, after `skip` good ones."""

    kind: str
    method: str | None = None
    times: int = 1
    chat_id: int | None = None
    seconds: float = 1.0
    skip: int = 0
    bot: int | None = None

    def fits(self, bot: int, method: str, chat: object) -> bool:
        """Whether the fault strikes this call; counts it."""
        if self.times <= 0 or self.kind in OF_UPDATES or (self.bot is not None and self.bot != bot):
            return False
        if (self.method or "").lower() != method.lower() and (self.method or method == "getUpdates"):
            return False
        if self.chat_id is not None and str(self.chat_id) != str(chat):
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True

    def error(self) -> ApiError:
        """The refusal of a kind that is one."""
        match self.kind:
            case "too_many_requests":
                return too_many(max(1, int(self.seconds)))
            case "server_error":
                return ApiError(500, "Internal Server Error")
            case "blocked":
                return forbidden("bot was blocked by the user")
            case "deactivated":
                return forbidden("user is deactivated")
            case "kicked":
                return forbidden("bot was kicked from the supergroup chat")
            case "migrated":
                return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1_001_999_999_999)
        return ApiError(401, "Unauthorized")


class Faults:
    """The schedule, oldest first; a fault that has struck often enough leaves it.

    Example::

        telegram.faults.add("answer_lost", method="sendMessage", times=2)
    """

    def __init__(self) -> None:
        self.scheduled: list[Fault] = []

    def add(self, kind: str, **settings: Any) -> Fault:
        kind = ALIASES.get(str(kind), str(kind))
        if kind not in KINDS:
            raise ImpossibleError(f"no fault {kind!r}; there are {', '.join(sorted(KINDS))}")
        try:
            fault = Fault(kind, **settings)
        except TypeError as error:
            raise ImpossibleError(f"fault {kind}: {error}") from error
        self.scheduled.append(fault)
        return fault

    def clear(self) -> None:
        self.scheduled.clear()

    def strike(self, bot: int, method: str, chat: object) -> list[Fault]:
        """The faults of this call: delays, and at most one that breaks it."""
        struck: list[Fault] = []
        for fault in self.scheduled:
            if (not struck or struck[-1].kind == "delay") and fault.fits(bot, method, chat):
                struck.append(fault)
        if struck:
            self.scheduled = [fault for fault in self.scheduled if fault.times > 0]
        return struck

    def view(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.scheduled]
