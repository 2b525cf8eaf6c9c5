"""Waiting without polling: a bell wakes everyone who listens, at once."""

import asyncio


class Bell:
    """`ring()` wakes every `wait()` that is under way; a wait that begins later hears only the next ring."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for listener in self._listeners:
            if not listener.done():
                listener.set_result(None)
        self._listeners.clear()

    async def wait(self, seconds: float) -> bool:
        """True if the bell rang within `seconds`."""
        loop = asyncio.get_running_loop()
        listener: asyncio.Future[None] = loop.create_future()
        self._listeners.add(listener)
        timer = loop.call_later(max(seconds, 0), listener.cancel)
        try:
            await listener
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return False
        finally:
            timer.cancel()
            self._listeners.discard(listener)
        return True
