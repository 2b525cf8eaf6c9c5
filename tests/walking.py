"""Walking through the bot by what its buttons do, whatever they say: the same walk in every language.

The clock stands still but for a millisecond a step (no two events are the same one) and what `Stage.later()` adds.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration

from bot.application import Application
from bot.clock import Clock
from bot.settings import Settings
from handlers.callbacks import FormSkip
from models.database import Database
from sandbox import demo
from sandbox.person import Person
from sandbox.server import Sandbox
from sandbox.world import Message

BEGIN = datetime(2026, 5, 27, 15, 30, tzinfo=UTC)
"""A Wednesday: evening in Kyiv, morning in Olympia, so that notices reach both sides at once."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Shot:
    """A screen as somebody saw it: its text with what is bold as HTML, its buttons, and what a tap said besides."""

    html: str
    text: str
    rows: list[list[Json]]
    toast: str | None = None

    def __str__(self) -> str:
        """As the golden files keep it: the toast, the text, the buttons row by row with style or kind."""
        toast = f"({self.toast})\n\n" if self.toast else ""
        rows = "".join(" ".join(f"[{button['text']}]{_mark(button)}" for button in row) + "\n" for row in self.rows)
        return f"{toast}{self.html}\n\n{rows}"

    @property
    def buttons(self) -> Iterator[Json]:
        return (button for row in self.rows for button in row)


def _mark(button: Json) -> str:
    kinds = {"url": "url", "copy_text": "copy", "switch_inline_query_chosen_chat": "inline"}
    kind = next((words for name, words in kinds.items() if name in button), "")
    mark = ", ".join(part for part in (kind, button.get("style") or "") if part)
    return f"({mark})" if mark else ""


class StandingClock(Clock):
    """The sandbox's time, for a bot in this process."""

    def __init__(self, telegram: Sandbox) -> None:
        super().__init__()
        self._telegram = telegram

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._telegram.clock.now(), UTC)


class Stage:
    """The running bot with the demonstration's people, all speaking one language; `shots` are the screens kept so far."""

    def __init__(self, telegram: Sandbox, application: Application, people: dict[str, Person], language: str) -> None:
        self.telegram, self.application, self.language = telegram, application, language
        self.shots: dict[str, Shot] = {}
        self.people = {key: Walker(self, person) for key, person in people.items()}

    def newcomer(self, name: str) -> "Walker":
        return Walker(self, self.telegram.person(name, language=self.language))

    def keep(self, name: str, shot: Shot) -> None:
        assert name not in self.shots, f"{name} is kept twice"
        self.shots[name] = shot

    async def later(self, **span: float) -> None:
        """Time passes, and what is due then is done."""
        self.telegram.advance(int(timedelta(**span).total_seconds()))
        await self.application.worker.work()
        self.application.sender.wake()
        await self.rest()

    async def rest(self) -> None:
        await self.telegram.idle(20)


class Walker:
    """Somebody on the stage. `message` is the screen on which they are: what they tapped, else what came newest."""

    def __init__(self, stage: Stage, person: Person) -> None:
        self._stage, self.person = stage, person
        self.message: Message
        self.toast: str | None = None
        self._before = 0

    async def opens(self, start: str = "") -> None:
        self._notes()
        await self.person.opens(start)
        await self._newest()

    async def types(self, text: str) -> None:
        self._notes()
        await self.person.sends(text)
        await self._newest()

    async def sends_photo(self, content: bytes) -> None:
        self._notes()
        await self.person.sends_photo(content)
        await self._newest()

    async def taps(self, kind: type[CallbackData], **wanted: object) -> None:
        """Tap the button of this kind (with these values) on the screen where they are."""
        row, column = self._button(kind, wanted)
        self._notes()
        self.toast = await self.person.taps_at(self.message.id, row, column, timeout=10)
        await self._stage.rest()

    async def leafs_to(self, pages: type[CallbackData], kind: type[CallbackData], **wanted: object) -> None:
        """Turn the pages of a list until this button is there."""
        for _page in range(9):
            if self._find(self.message, kind, wanted):
                return
            current = next(b["text"] for b in self.shot().buttons if " / " in b["text"])
            await self.taps(pages, page=int(current.split(" / ")[0]))

    async def turns_to(self, kind: type[CallbackData], **wanted: object) -> None:
        """Look at the newest message with such a button that came since the last step."""
        await self._stage.rest()
        self._look(kind, wanted, after=self._before)

    async def looks_back_to(self, kind: type[CallbackData], **wanted: object) -> None:
        """Scroll up to the newest message with such a button."""
        self._look(kind, wanted, after=0)

    def _look(self, kind: type[CallbackData], wanted: Json, after: int) -> None:
        found = (m for m in self._from_the_bot() if m.id > after and self._find(m, kind, wanted))
        message = next(found, None)
        assert message, f"{self.person.name} has nothing with {kind.__name__} {wanted}\n{self.person.transcript(10)}"
        self.message, self.toast = message, None

    def keeps(self, name: str) -> None:
        """The screen as it is now, under this name."""
        self._stage.keep(name, self.shot())

    def shot(self) -> Shot:
        entities = [
            MessageEntity(**entity) for entity in self.message.content.get("entities") or self.message.content.get("caption_entities", [])
        ]
        rows = (self.message.markup or {}).get("inline_keyboard", [])
        text = self.message.words
        return Shot(html_decoration.unparse(text, entities), text, [list(row) for row in rows], self.toast)

    def asked(self) -> str | None:
        """The optional question that is asked now, by the button that would skip it."""
        data = [str(button.get("callback_data", "")) for button in self.shot().buttons]
        return next((FormSkip.unpack(each).field for each in data if each.startswith(FormSkip.__prefix__)), None)

    def _button(self, kind: type[CallbackData], wanted: Json) -> tuple[int, int]:
        found = self._find(self.message, kind, wanted)
        assert found, f"{self.person.name} sees no {kind.__name__} {wanted} on\n{self.shot()}\n{self.person.transcript(6)}"
        return found

    def _find(self, message: Message, kind: type[CallbackData], wanted: Json) -> tuple[int, int] | None:
        for row, line in enumerate((message.markup or {}).get("inline_keyboard", [])):
            for column, button in enumerate(line):
                data = str(button.get("callback_data", ""))
                if data.partition(":")[0] != kind.__prefix__:
                    continue
                values = kind.unpack(data).model_dump()
                if all(values[name] == value for name, value in wanted.items()):
                    return row, column
        return None

    def _notes(self) -> None:
        self._before = max((message.id for message in self.person.chat.messages.values()), default=0)
        self.toast = None

    async def _newest(self) -> None:
        await self._stage.rest()
        self.message = next(iter(self._from_the_bot()))

    def _from_the_bot(self) -> Iterator[Message]:
        return (m for m in reversed(self.person.chat.messages.values()) if m.by_bot and not m.deleted)


@asynccontextmanager
async def stage(language: str, database_path: Path) -> AsyncIterator[Stage]:
    """The demonstration on a migrated, empty database, everybody at home; at the end the sandbox may have found nothing wrong."""
    url = f"sqlite+aiosqlite:///{database_path}"
    async with Sandbox() as telegram:
        steps = iter(range(10**9))
        telegram.clock._base = lambda: BEGIN.timestamp() + next(steps) / 1_000_000
        telegram.state.grace = 0.02
        database = Database(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(demo, "ACTORS", {key: replace(actor, language=language) for key, actor in demo.ACTORS.items()})
            people = demo.cast(telegram)
            await demo.load(people, database, now=BEGIN)
            here = [key for key, actor in demo.ACTORS.items() if actor.region]
        await database.close()
        application = Application(_settings(telegram, url), StandingClock(telegram))
        telegram.state.busy.append(lambda: application.intake.busy or not application.sender.resting)
        the_stage = Stage(telegram, application, people, language)
        for key in here:
            await people[key].opens()
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(stop))
        try:
            for key in here:
                await the_stage.people[key].opens()
            yield the_stage
            await telegram.idle()
            telegram.check()
        finally:
            stop.set()
            await running


def _settings(telegram: Sandbox, url: str) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=telegram.token,
        database_url=url,
        telegram_api_base=telegram.base_url,
        updates_per_minute=10_000,
        sends_per_second=1000,
    )
