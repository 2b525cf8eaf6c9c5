"""The one place that starts tasks: it keeps them, logs what they raise, and drains them at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Tasks:
    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        task = asyncio.create_task(work, name=name)  # noqa: TID251  # this is the one place
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def named(self, *names: str) -> bool:
        """Whether a task with one of these names runs."""
        return any(task.get_name() in names for task in self._running)

    async def drain(self, seconds: float) -> int:
        """Wait for what runs; cancel what is left after `seconds` and return how many were cancelled."""
        if not self._running:
            return 0
        _done, late = await asyncio.wait(self._running, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return len(late)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception():
            log.error("task_failed", task=task.get_name(), exc_info=task.exception())
