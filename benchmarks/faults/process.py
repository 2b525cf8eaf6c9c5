"""The bot as a process: started, killed, asked to stop."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from signal import SIGKILL, Signals
from typing import IO, Self

ROOT = Path(__file__).parents[2]


class Bot:
    """One bot at a time; `start()` after each end.

    By default it is forked by `launcher.py`; `cold` runs `python -m bot run` anew each time.
    """

    def __init__(self, environment: dict[str, str], log: Path, *, cold: bool) -> None:
        self.environment = environment
        self._environment = os.environ | environment | {"PYTHONPATH": str(ROOT)}
        self._log: IO[bytes] = log.open("ab")
        self._cold = cold
        self._launcher: Process | None = None
        self._process: Process | None = None
        self.pid = 0

    async def __aenter__(self) -> Self:
        if not self._cold:
            self._launcher = await self._spawn("benchmarks.faults.launcher", stdin=PIPE)
            await self._told()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.pid:
            await self.end(SIGKILL)
        if self._launcher and self._launcher.stdin:
            self._launcher.stdin.close()
            await self._launcher.wait()
        self._log.close()

    async def start(self) -> None:
        if self._launcher and self._launcher.stdin:
            self._launcher.stdin.write(b"start\n")
            self.pid = int(await self._told())
        else:
            self._process = await self._spawn("bot", "run", stdin=DEVNULL)
            self.pid = self._process.pid

    def signal(self, number: Signals) -> None:
        """At once: nothing of this process runs between the decision and the signal."""
        os.kill(self.pid, number)

    async def end(self, number: Signals) -> int:
        """Signal, and wait for the end; returns the exit code (negative: the signal's number)."""
        self.signal(number)
        return await self.ended()

    async def ended(self) -> int:
        self.pid = 0
        if self._process:
            code, self._process = await self._process.wait(), None
            return code
        return int((await self._told()).removeprefix("ended "))

    async def _spawn(self, module: str, *arguments: str, stdin: int) -> Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, cwd=ROOT, env=self._environment, stdin=stdin, stdout=PIPE, stderr=self._log
        )

    async def _told(self) -> str:
        assert self._launcher
        assert self._launcher.stdout
        line = (await self._launcher.stdout.readline()).decode().strip()
        if not line:
            raise RuntimeError(f"the launcher ended; see {self._log.name}")
        return line
