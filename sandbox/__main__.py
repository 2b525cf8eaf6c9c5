"""`python -m sandbox`: the sandbox on a port of its own.

`--bare` starts the server alone and accepts any token: for a bot that somebody else starts.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from sandbox.server import TOKEN, Sandbox

PORT = 8081


async def bare(port: int, clock_path: Path | None) -> None:
    """The server alone, until it is told to stop."""
    async with Sandbox(any_token=True, port=port, clock_path=clock_path) as telegram:
        print(f"Sandbox, not Telegram: {telegram.base_url}  (any token)", flush=True)
        await stopped()


async def stopped() -> None:
    """Returns when the process is asked to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    await stop.wait()


def refuse_real_token() -> None:
    """A real bot's token has no business here: the page would show its people, and tests would write to them."""
    token = os.environ.get("BOT_TOKEN", "")
    if token and token != TOKEN:
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
    # The demonstration starts here: server, bot in a process of its own, demo data (sandbox/demo.py).
    sys.exit("Only `--bare` is there yet.")


if __name__ == "__main__":
    main()
