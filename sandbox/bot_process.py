"""Our bot as a process of its own on a sandbox, as it would run against Telegram."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path

from sandbox.server import Sandbox

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds a start may take before it is given up."""


class BotProcess:
    """`python -m bot run` with everything in its environment; `admins` are Telegram ids."""

    def __init__(
        self, telegram: Sandbox, database_url: str, clock_path: Path, *, admins: tuple[int, ...] = (), log: Path | None = None
    ) -> None:
        self._telegram, self._log = telegram, log
        self._environment = os.environ | {
            "BOT_TOKEN": telegram.token,
            "BOT_ADMINS": ",".join(map(str, admins)),
            "DATABASE_URL": database_url,
            "TELEGRAM_API_BASE": telegram.base_url,
            "CLOCK_FILE": str(clock_path),
            # Two people tap fast here, and the sandbox has no limits of its own.
            "UPDATES_PER_MINUTE": "1000",
            "WEB_PORT": "0",
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Returns when the bot asks for updates.

        Raises:
            RuntimeError: it ended, or did not ask within a minute.
        """
        queue = self._telegram.bot.updates
        polls = queue.poll
        errors = self._log.open("ab") if self._log else None
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._environment, stdout=errors, stderr=errors
            )
        finally:
            if errors:
                errors.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self.alive and queue.poll == polls:  # noqa: ASYNC110 - another process does it, there is no event
                    await asyncio.sleep(0.05)
        if not self.alive or queue.poll == polls:
            await self.kill()
            raise RuntimeError("the bot did not start" + (f": see {self._log}" if self._log else ""))

    async def wait(self) -> int:
        """The exit code, when it ends."""
        assert self._process is not None
        return await self._process.wait()

    async def terminate(self) -> None:
        """SIGTERM, and wait for the end."""
        if self._process is not None and self.alive:
            self._process.terminate()
            await self._process.wait()

    async def kill(self) -> None:
        """SIGKILL, and wait for the end."""
        if self._process is not None and self.alive:
            self._process.kill()
            await self._process.wait()
