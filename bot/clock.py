"""What time is it, and what is due now? The only place that reads the clock."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Clock:
    """UTC now, plus the seconds that `offset_file` holds (the sandbox moves time with it)."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._offset_file = offset_file

    def now(self) -> datetime:
        now = datetime.now(UTC)  # noqa: TID251  # this is the one place
        return now + timedelta(seconds=self._offset()) if self._offset_file else now

    def _offset(self) -> float:
        assert self._offset_file is not None
        try:
            return float(self._offset_file.read_text() or 0)
        except FileNotFoundError:
            return 0.0


class Alarm:
    """APScheduler as a clock only: it wakes tasks; what is due stands in the tables."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})

    def every(self, seconds: float, wake: Callable[[], Awaitable[None]]) -> None:
        """`wake` must be a coroutine function: a plain one would run in a thread."""
        self._scheduler.add_job(wake, "interval", seconds=seconds)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
