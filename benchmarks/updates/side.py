"""One contender: its dispatcher behind our real intake, with an inbox of its own, and people who type and tap on it."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode

from benchmarks.updates.transport import FIRST_PERSON, TOKEN, Instant
from bot.clock import Clock
from bot.intake import Intake
from bot.pace import Pace
from bot.tasks import Tasks
from models import migrate
from models.database import Database

Body = dict[str, Any]


@dataclass
class Spent:
    """Seconds: of the processor for all of it (every thread), of the clock for each update."""

    cpu: float = 0.0
    wall: float = 0.0
    each: list[float] = field(default_factory=list)


class Side:
    """Updates go through `Intake.receive()` (stored with synchronous=FULL, then handled), one after the other or many people at once."""

    def __init__(self, database: Database, intake: Intake, session: Instant) -> None:
        self.database, self._intake, self.session = database, intake, session
        self.others: list[Database] = []
        """Further engines to close."""
        self._ids = itertools.count(1)
        self._served = asyncio.Event()
        intake._then = self._served.set

    @classmethod
    def behind_intake(cls, database: Database, dispatcher: Dispatcher) -> "Side":
        session = Instant()
        bot = Bot(TOKEN, session=session, default=DefaultBotProperties(parse_mode=ParseMode.HTML))
        return cls(database, Intake(bot, dispatcher, database, Clock(), Tasks(), Pace(1_000_000)), session)

    async def sends(self, spent: Spent, *bodies: Body) -> None:
        """Hand over a batch and wait until all of it is answered."""
        cpu, wall = time.process_time(), time.perf_counter()
        await self._intake.receive(bodies)
        while self._intake.busy:
            self._served.clear()
            await self._served.wait()
            # The lane is closed in the step after.
            await asyncio.sleep(0)
        took = time.perf_counter() - wall
        spent.cpu += time.process_time() - cpu
        spent.wall += took
        if len(bodies) == 1:
            spent.each.append(took)

    def text(self, person: int, words: str) -> Body:
        message = {"message_id": next(self.session.post.ids), "date": 1, "text": words, "from": _user(person), "chat": _chat(person)}
        if words.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words)}]
        return {"update_id": next(self._ids), "message": message}

    def tap(self, person: int, button: str) -> Body:
        """A tap on what is on the person's screen."""
        shown = self.session.post.screens[FIRST_PERSON + person]
        message = {
            "message_id": shown.message_id,
            "date": 1,
            "text": shown.text,
            "chat": _chat(person),
            "reply_markup": shown.markup.model_dump(exclude_none=True) if shown.markup else None,
        }
        update_id = next(self._ids)
        query = {"id": str(update_id), "from": _user(person), "message": message, "chat_instance": "1", "data": shown.data(button)}
        return {"update_id": update_id, "callback_query": query}

    def screen(self, person: int) -> str:
        return self.session.post.screens[FIRST_PERSON + person].text

    async def close(self) -> None:
        for database in (self.database, *self.others):
            await database.close()


def fresh(folder: Path, name: str) -> Database:
    """An empty database with our tables (the inbox is in each of them)."""
    url = f"sqlite+aiosqlite:///{folder / name}.sqlite3"
    migrate.upgrade(url)
    return Database(url)


def _user(person: int) -> Body:
    return {"id": FIRST_PERSON + person, "is_bot": False, "first_name": f"Person{person}", "language_code": "en"}


def _chat(person: int) -> Body:
    return {"id": FIRST_PERSON + person, "type": "private", "first_name": f"Person{person}"}
