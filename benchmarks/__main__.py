"""python -m benchmarks faults [--kills 50] [--terms 10] [--seed 1] [--postgres] [--cold] | updates [--rounds 5] [--updates 300]
| sandbox [--rounds 7] [--dialogues 150] | languages FILE.csv [--seed 1] [--rows N]
| parity [--listings 3000] [--queries 2700] | search [--listings 10000] [--postgres]."""

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
    whole.add_argument("--queries", type=int, default=200)
    whole.add_argument("--seed", type=int, default=1)
    whole.add_argument("--postgres", action="store_true")
    parity = commands.add_parser("parity", help="the same lists in the same order on SQLite and PostgreSQL")
    parity.add_argument("--listings", type=int, default=3_000)
    parity.add_argument("--queries", type=int, default=2_700)
    parity.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    measure = importlib.import_module(f"benchmarks.{arguments.command}")
    code: int = asyncio.run(measure.run(arguments))
    return code


if __name__ == "__main__":
    sys.exit(main())
