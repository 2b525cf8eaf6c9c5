"""python -m benchmarks faults [--kills 50] [--terms 10] [--seed 1] [--postgres] [--cold] [--broadcast]
| updates [--rounds 5] [--updates 300] | sandbox [--rounds 7] [--dialogues 150] | languages FILE.csv [--seed 1] [--rows N]
| parity [--listings 3000] [--queries 2700] | search [--listings 10000] [--postgres] [--keep FOLDER]
| seats [--taps 1000] [--seats 50] [--processes 3]
| broadcast [--recipients 3000] [--others 500] [--unlimited [--rounds 3]] [--postgres] | latency --during-broadcast [--postgres]."""

import argparse
import asyncio
import importlib
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="A table, and one line of JSON as the last.")
    commands = parser.add_subparsers(dest="command", required=True)
    faults = commands.add_parser("faults", help="kill the bot again and again; count what is lost and what happens twice")
    faults.add_argument("--kills", type=int, default=50, help="SIGKILLs")
    faults.add_argument("--terms", type=int, default=10, help="SIGTERMs in addition")
    faults.add_argument("--seed", type=int, default=1)
    faults.add_argument("--people", type=int, default=6, help="who act at the same time")
    faults.add_argument("--postgres", action="store_true", help="on PostgreSQL (TEST_POSTGRES) instead of SQLite")
    faults.add_argument(
        "--broadcast", action="store_true", help="an announcement is on its way; with --postgres a second process stands by"
    )
    faults.add_argument("--cold", action="store_true", help="a fresh `python -m bot run` each time, 3 s of imports instead of a fork")
    updates = commands.add_parser("updates", help="updates a second, and CPU a form, beside a bare handler and aiogram-dialog")
    updates.add_argument("--rounds", type=int, default=5)
    updates.add_argument("--updates", type=int, default=300, help="of each kind in a round")
    sandbox = commands.add_parser("sandbox", help="user steps a second through the sandbox, and its own share of the processor time")
    sandbox.add_argument("--rounds", type=int, default=7)
    sandbox.add_argument("--dialogues", type=int, default=150, help="registrations of three steps in a round")
    languages = commands.add_parser("languages", help="find in one language what is listed in another")
    languages.add_argument("file", type=Path, help="CSV with the columns id,uk,en,it,tr,pl,fi,zh")
    languages.add_argument("--seed", type=int, default=1)
    languages.add_argument("--rows", type=int, help="only so many concepts of the file")
    whole = commands.add_parser("search", help="the whole search beside the bare index, bm25, LIKE and tantivy")
    whole.add_argument("--listings", type=int, default=10_000)
    whole.add_argument("--queries", type=int, default=105, help="of each kind")
    whole.add_argument("--seed", type=int, default=1)
    whole.add_argument("--postgres", action="store_true", help="on PostgreSQL (TEST_POSTGRES) too, with the same rows")
    whole.add_argument("--keep", type=Path, metavar="FOLDER", help="where the databases stay, so that the next run need not make them")
    parity = commands.add_parser("parity", help="the same lists in the same order on SQLite and PostgreSQL")
    parity.add_argument("--listings", type=int, default=3_000)
    parity.add_argument("--queries", type=int, default=2_700)
    parity.add_argument("--seed", type=int, default=1)
    seats = commands.add_parser("seats", help="taps at once in several processes: the seats hold on both databases")
    seats.add_argument("--taps", type=int, default=1000)
    seats.add_argument("--seats", type=int, default=50)
    seats.add_argument("--processes", type=int, default=3)
    broadcast = commands.add_parser("broadcast", help="announcements to many, beside aiogram_broadcaster and AIORateLimiter")
    broadcast.add_argument("--recipients", type=int, default=3_000)
    broadcast.add_argument("--others", type=int, default=0, help="recipients of the others' runs, where fewer will do")
    broadcast.add_argument("--unlimited", action="store_true", help="without pacing, beside bare send_message calls")
    broadcast.add_argument("--rounds", type=int, default=3, help="of --unlimited")
    broadcast.add_argument("--postgres", action="store_true")
    latency = commands.add_parser("latency", help="how long a tap takes while an announcement goes out")
    latency.add_argument("--during-broadcast", action="store_true", required=True)
    latency.add_argument("--recipients", type=int, default=3_000)
    latency.add_argument("--taps", type=int, default=400)
    latency.add_argument("--postgres", action="store_true")
    arguments = parser.parse_args()
    measure = importlib.import_module(f"benchmarks.{arguments.command}")
    code: int = asyncio.run(measure.run(arguments))
    return code


if __name__ == "__main__":
    sys.exit(main())
