"""The sandbox's time: real time plus an offset that only grows, so that next week's reminder can be seen today."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


class Clock:
    """Seconds since the epoch, `offset` seconds ahead of `base`.

    With a `path`, the offset is also kept there as one whole number, replaced by rename: the bot's clock, in a process of
    its own, reads that file.
    """

    def __init__(self, path: Path | None = None, base: Callable[[], float] = time.time) -> None:
        self.offset = 0
        self.path = path
        self._base = base
        self._write()

    def now(self) -> float:
        return self._base() + self.offset

    def advance(self, seconds: int) -> int:
        """Move time forward by whole seconds; returns the new offset."""
        if seconds < 0:
            raise ValueError("time moves forward only")
        self.offset += seconds
        self._write()
        return self.offset

    def reset(self) -> None:
        self.offset = 0
        self._write()

    def state(self) -> dict[str, object]:
        return {"offset": self.offset, "now": datetime.fromtimestamp(self.now(), UTC).isoformat(timespec="seconds")}

    def _write(self) -> None:
        if self.path is None:
            return
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        fresh.write_text(f"{self.offset}\n")
        fresh.replace(self.path)
