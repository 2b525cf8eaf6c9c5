"""`python -m sandbox`: the sandbox with our bot on it and demonstration data; prints one address.

`--bare` starts the server alone and accepts any token: for a bot that somebody else starts.
"""

import argparse
import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.settings import Settings
from models import migrate
from models.database import Database
from sandbox import demo
from sandbox.bot_process import BotProcess
from sandbox.person import Person
from sandbox.server import TOKEN, Sandbox

PORT = 8081
FOLDER = Path(__file__).parent.parent / "data" / "sandbox"


async def bare(port: int, clock_path: Path | None) -> None:
    """The server alone, until it is told to stop."""
    async with Sandbox(any_token=True, port=port, clock_path=clock_path) as telegram:
        print(f"Sandbox, not Telegram: {telegram.base_url}  (any token)", flush=True)
        await stopped()


@dataclass(frozen=True)
class Playing:
    """The demonstration while it runs: the sandbox, our bot in a process of its own, the people by their key."""

    telegram: Sandbox
    bot: BotProcess
    people: dict[str, Person]


@asynccontextmanager
async def playing(port: int, folder: Path) -> AsyncIterator[Playing]:
    """Server, bot, people and data; `folder` keeps the database, the clock and the bot's log, and may hold nothing else."""
    clock_path, url = folder / "clock", f"sqlite+aiosqlite:///{folder / 'pobratym.sqlite3'}"
    _empty(folder)
    migrate.upgrade(url)
    async with Sandbox(port=port, clock_path=clock_path) as telegram:
        database = Database(url)
        people = demo.cast(telegram)
        await demo.load(people, database, now=Clock(clock_path).now())
        await database.close()
        for key, actor in demo.ACTORS.items():
            if actor.region:
                await people[key].opens()
        bot = BotProcess(telegram, url, clock_path, log=folder / "bot.log")
        await bot.start()
        try:
            yield Playing(telegram, bot, people)
        finally:
            await bot.terminate()


def _empty(folder: Path) -> None:
    """World and database live, and are reset, together."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()


async def demonstration(port: int) -> None:
    """The demonstration until it is told to stop; a bot that ends by accident is started again."""
    async with playing(port, FOLDER) as play:
        print(f"\n  Pobratym is running here, with two phones to play:  {play.telegram.base_url}/\n", flush=True)
        print("  This is a sandbox, not Telegram. Ctrl+C stops it; its log is in data/sandbox/bot.log\n", flush=True)
        stop = asyncio.create_task(stopped())  # noqa: TID251 - awaited below
        await _keep_alive(play.bot, stop)


async def _keep_alive(bot: BotProcess, stop: "asyncio.Task[None]") -> None:
    while not stop.done():
        ended = asyncio.create_task(bot.wait())  # noqa: TID251 - awaited below
        await asyncio.wait({ended, stop}, return_when=asyncio.FIRST_COMPLETED)
        if stop.done():
            ended.cancel()
            return
        print(f"The bot ended with code {ended.result()}; starting it again.", flush=True)
        await asyncio.sleep(1)
        await bot.start()


async def stopped() -> None:
    """Returns when the process is asked to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await stop.wait()


def refuse_real_token() -> None:
    """A real bot's token has no business here: the page would show its people, and tests would write to them."""
    token = Settings().bot_token
    if token and token.get_secret_value() != TOKEN:
        sys.exit("BOT_TOKEN is set. The sandbox is for trying without a token; unset it, or start the bot itself.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--bare", action="store_true", help="the server alone, accepting any token")
    parser.add_argument("--port", type=int, default=PORT, help="the port on 127.0.0.1 (0: any)")
    parser.add_argument("--clock", type=Path, help="a file to keep the clock's offset in, for the bot's process")
    arguments = parser.parse_args()
    if arguments.bare:
        asyncio.run(bare(arguments.port, arguments.clock))
        return
    refuse_real_token()
    asyncio.run(demonstration(_free(arguments.port)))


def _free(port: int) -> int:
    """The port, or any other (0) when somebody holds it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return 0
    return port


if __name__ == "__main__":
    main()
