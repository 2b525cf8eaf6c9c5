"""Do seats hold? `python -m benchmarks seats [--taps 1000] [--seats 50] [--processes 3]`

So many taps on *Apply* at once, in several processes on one database, for a mission that gives its seats by arrival; a fifth of the
people tap twice, in different processes. Afterwards every tenth seat is released at once while those who wait try to take one.
Counted from the tables: participants and open offers against the seats, applications a business.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.faults import stage
from models import atlas, members, migrate, missions
from models.businesses import Business, PublicState, Representative
from models.database import Database, Session, passing
from models.members import Member, Role
from models.missions import Application, ApplicationState, Applied, Direction, MissionContent, MissionKind, Selection, Wish

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
TAPS_AT_ONCE = 40
"""Of one process: more would wait for a connection of its pool."""
TRIES_MAX = 60
PREPARE_SECONDS = 12
"""What a new process needs to import everything."""


@dataclass
class Answers:
    """What one process was told, and how long each tap took (ms)."""

    told: Counter[str] = field(default_factory=Counter)
    ms: list[float] = field(default_factory=list)
    again: int = 0
    """Tries after a fault that passes (the file was locked too long)."""
    lost: int = 0
    """Taps without an answer."""


async def run(arguments: argparse.Namespace) -> int:
    findings = {}
    for postgres in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            async with stage.database(Path(folder), postgres=postgres) as url:
                findings["postgres" if postgres else "sqlite"] = await _measured(url, arguments)
    good = all(each["confirmed"] == arguments.seats and not each["twice"] and not each["lost"] for each in findings.values())
    for name, each in findings.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in each.items()))
    print(json.dumps({"taps": arguments.taps, "seats": arguments.seats, "processes": arguments.processes, "ok": good, **findings}))
    return 0 if good else 1


async def _measured(url: str, arguments: argparse.Namespace) -> dict[str, float]:
    migrate.upgrade(url)
    database = Database(url)
    people = max(arguments.taps - arguments.taps // 5, arguments.seats)
    mission_id, ids = await _prepared(database, people, arguments.seats)
    taps = [ids[n % len(ids)] for n in range(arguments.taps)]
    parts = [taps[n :: arguments.processes] for n in range(arguments.processes)]
    answers = await _in_processes(_apply_all, url, mission_id, parts)
    found = await _counted(database, mission_id)
    moved = await _released(database, url, mission_id, arguments)
    await database.close()
    ms = sorted(value for each in answers for value in each.ms)
    told = sum((each.told for each in answers), Counter())
    return {
        "confirmed": found["confirmed"],
        "waiting": found["waiting"],
        "told_already": told["already"],
        "twice": found["twice"] + moved["over"],
        "lost": sum(each.lost for each in answers),
        "tried_again": sum(each.again for each in answers),
        "after_release": moved["taken"],
        "p50_ms": round(statistics.median(ms), 1),
        "p95_ms": round(ms[int(len(ms) * 0.95)], 1),
    }


async def _prepared(database: Database, people: int, seats: int) -> tuple[int, list[int]]:
    """A published mission, and so many people with a public business each."""
    host = atlas.by_code("US-WA").id
    async with database.write() as session:
        office = Member(telegram_id=2**33, name="Susan", language="en", joined_at=NOW, region_id=host, consent_version=1)
        session.add(office)
        await session.flush()
        await members.grant(session, office.telegram_id, Role.HEAD, host, now=NOW)
        mission = await missions.create(session, office, _content(host, seats), now=NOW)
        assert isinstance(mission, missions.Mission)
        await missions.publish(session, office, mission.id, now=NOW)
        found = [await _entrepreneur(session, number) for number in range(people)]
    return mission.id, found


async def _entrepreneur(session: Session, number: int) -> int:
    region = atlas.by_code("UA-32").id
    member = Member(telegram_id=2**33 + 1 + number, name=f"P{number}", language="uk", joined_at=NOW, region_id=region, consent_version=1)
    business = Business(region_id=region, state=PublicState.PUBLISHED, languages=["uk"], created_at=NOW)
    session.add_all([member, business])
    await session.flush()
    member.business_id = business.id
    session.add(Representative(business_id=business.id, member_id=member.id, owner=True, since=NOW))
    return member.id


def _content(host: int, seats: int) -> MissionContent:
    begins = datetime.fromisoformat("2026-09-01T10:00")
    return MissionContent(
        kind=MissionKind.FORUM,
        direction=Direction.INWARD,
        selection=Selection.FIRST_COME,
        host_region_id=host,
        sending_region_id=None,
        title="Seats",
        about="As many as there are.",
        language="en",
        city="Seattle",
        begins=begins,
        ends=begins + timedelta(hours=5),
        sectors=[1],
        seats=seats,
        minimum=1,
        apply_until=NOW + timedelta(days=60),
        languages=["en"],
        contact="Susan",
    )


Part = Callable[[Database, int, list[int]], Awaitable[Answers]]


async def _in_processes(work: Part, url: str, mission_id: int, parts: list[list[int]]) -> list[Answers]:
    """All parts at once, each in a process of its own."""
    begin_at = time.time() + PREPARE_SECONDS
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(len(parts), multiprocessing.get_context("spawn")) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, _process, work, url, mission_id, part, begin_at) for part in parts))


def _process(work: Part, url: str, mission_id: int, part: list[int], begin_at: float) -> Answers:
    async def main() -> Answers:
        database = Database(url)
        await asyncio.sleep(max(begin_at - time.time(), 0))
        try:
            return await work(database, mission_id, part)
        finally:
            await database.close()

    return asyncio.run(main())


async def _apply_all(database: Database, mission_id: int, people: list[int]) -> Answers:
    async def one(session: Session, member_id: int) -> str:
        member = await members.get(session, member_id)
        answer = await missions.apply(session, member, mission_id, Wish("As many as there are.", [], ["uk"], interpreter=False), now=NOW)
        return ("seat" if answer.place_in_line == 0 else "waits") if isinstance(answer, Applied) else answer.value

    return await _taps(database, people, one)


async def _leave_all(database: Database, mission_id: int, applications: list[int]) -> Answers:
    async def one(session: Session, application_id: int) -> str:
        application = await session.get_one(Application, application_id)
        member = await members.get(session, application.member_id)
        if application.state is ApplicationState.CONFIRMED:
            answer = await missions.withdraw(session, member, application_id, now=NOW)
        else:
            answer = await missions.take(session, member, application_id, now=NOW)
        return answer.state.value if isinstance(answer, Application) else answer.value

    return await _taps(database, applications, one)


async def _taps(database: Database, subjects: list[int], one: Callable[[Session, int], Awaitable[str]]) -> Answers:
    answers, turn = Answers(), asyncio.Semaphore(TAPS_AT_ONCE)

    async def tap(subject: int) -> None:
        async with turn:
            began = time.perf_counter()
            for _attempt in range(TRIES_MAX):
                try:
                    async with database.write(mark=False) as session:
                        said = await one(session, subject)
                except Exception as fault:
                    if not passing(fault):
                        raise
                    answers.again += 1
                    await asyncio.sleep(0.2)
                else:
                    answers.told[said] += 1
                    answers.ms.append((time.perf_counter() - began) * 1000)
                    return
            answers.lost += 1

    await asyncio.gather(*map(tap, subjects))
    return answers


async def _counted(database: Database, mission_id: int) -> dict[str, int]:
    async with database.read() as session:
        tally = await missions.tally(session, mission_id)
        many = select(func.count()).select_from(Application).group_by(Application.business_id).having(func.count() > 1)
        twice = len(list(await session.scalars(many)))
    states = tally.by_state
    return {"confirmed": states[ApplicationState.CONFIRMED], "waiting": states[ApplicationState.WAITLISTED], "twice": twice}


async def _released(database: Database, url: str, mission_id: int, arguments: argparse.Namespace) -> dict[str, int]:
    """Every tenth participant withdraws while those who wait try to take a seat: never more than there are."""
    async with database.read() as session:
        seated = await missions.applications(session, mission_id, [ApplicationState.CONFIRMED])
        waiting = await missions.applications(session, mission_id, [ApplicationState.WAITLISTED])
    subjects = [a.id for a in seated[::10]] + [a.id for a in waiting[: 2 * len(seated)]]
    parts = [subjects[n :: arguments.processes] for n in range(arguments.processes)]
    await _in_processes(_leave_all, url, mission_id, parts)
    async with database.read() as session:
        taken = await missions.taken(session, mission_id)
    return {"taken": taken, "over": max(taken - arguments.seats, 0)}
