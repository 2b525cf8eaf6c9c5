"""python -m bot [run | migrate | grant | revoke | office | reindex | index | query | doctor]."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import structlog

from bot import bulk, telemetry
from bot.application import Application, _make_folder
from bot.clock import Clock
from bot.settings import Settings
from models import atlas, migrate, regions, roles
from models.database import Database
from models.members import Role

log = structlog.get_logger()


async def run(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    application = Application(settings, Clock(settings.clock_file))
    # What was imported lives as long as the process: left out of every collection, a tenth of the processor's time.
    gc.freeze()
    await application.run(until=stop)
    return 0


async def grant(settings: Settings, arguments: argparse.Namespace) -> int:
    """Give or take a role: `python -m bot grant 123456 moderator UA-32`."""
    role, region_id = Role(arguments.role), 0
    if role is not Role.ADMINISTRATOR:
        if not arguments.region:
            print(f"{role} needs a region, for example: python -m bot grant {arguments.person} {role} UA-32", file=sys.stderr)
            return 2
        try:
            region_id = atlas.by_code(arguments.region).id
        except KeyError:
            print(f"There is no region {arguments.region!r}; codes look like UA-32 or US-WA.", file=sys.stderr)
            return 2
    database, now = Database(settings.database_url), Clock(settings.clock_file).now()
    try:
        async with database.write() as session:
            if arguments.command == "grant":
                changed = await roles.enter(session, arguments.person, role, region_id, actor=None, now=now) is not None
            else:
                changed = await roles.strike(session, arguments.person, role, region_id, now=now)
    finally:
        await database.close()
    print("Done." if changed else "Nothing to change.")
    return 0


async def office(settings: Settings, arguments: argparse.Namespace) -> int:
    """How an office is reached: `python -m bot office UA-32 --phone "+380 44 286 84 11" --hours "Mon-Fri 9:00-18:00"`."""
    database, now = Database(settings.database_url), Clock(settings.clock_file).now()
    try:
        async with database.write() as session:
            region = atlas.by_code(arguments.region)
            await regions.open_office(session, region.id, now=now, phone=arguments.phone, hours=arguments.hours)
    except KeyError:
        print(f"There is no region {arguments.region!r}; codes look like UA-32 or US-WA.", file=sys.stderr)
        return 2
    finally:
        await database.close()
    print("Done.")
    return 0


async def doctor(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Say what is configured and whether it answers; nothing is changed."""
    database = Database(settings.database_url)
    try:
        async with database.read() as session:
            agreements = await regions.count(session)
        print(f"database   {database.dialect}: answers, {agreements} agreements in the register")
    except Exception as fault:  # noqa: BLE001  # whatever it is, the doctor's word for it is "does not answer"
        print(f"database   does not answer: {fault}", file=sys.stderr)
        return 1
    finally:
        await database.close()
    print(f"token      {'set' if settings.bot_token else 'not set'}")
    print(f"admins     {len(settings.bot_admins)}")
    print(f"telegram   {settings.telegram_api_base}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Pobratym: entrepreneurs of twinned regions find partners.")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("run", help="serve (the default)")
    commands.add_parser("migrate", help="bring the database to the newest form")
    for name, what in (("grant", "give a role"), ("revoke", "take a role away")):
        command = commands.add_parser(name, help=what)
        command.add_argument("person", type=int, help="Telegram id")
        command.add_argument("role", choices=[role.value for role in Role])
        command.add_argument("region", nargs="?", help="for example UA-32; not for administrators")
    command = commands.add_parser("office", help="how an office is reached")
    command.add_argument("region")
    command.add_argument("--phone")
    command.add_argument("--hours")
    commands.add_parser("reindex", help="make the search's index anew")
    for name, what in (("index", "load listings in bulk, for tests"), ("query", "answer queries in bulk, for tests")):
        command = commands.add_parser(name, help=what)
        command.add_argument("file", type=Path, help="JSON objects, one a line; - for standard input")
    commands.add_parser("doctor", help="what is configured, and does it answer?")
    arguments = parser.parse_args()
    settings = Settings()
    telemetry.configure(settings.log_format)
    if arguments.command != "doctor":
        _make_folder(settings.database_url)
        migrate.upgrade(settings.database_url)
    return asyncio.run(_operations[arguments.command or "run"](settings, arguments))


async def migrated(_settings: Settings, _arguments: argparse.Namespace) -> int:
    print("The database has its newest form.")
    return 0


_operations: dict[str, Callable[[Settings, argparse.Namespace], Coroutine[Any, Any, int]]] = {
    "run": run,
    "migrate": migrated,
    "grant": grant,
    "revoke": grant,
    "office": office,
    "reindex": bulk.reindex,
    "index": bulk.index,
    "query": bulk.query,
    "doctor": doctor,
}

if __name__ == "__main__":
    sys.exit(main())
