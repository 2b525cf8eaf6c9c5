"""The failure modes of every button: pressed by a stranger, by somebody who does not own it, when its subject is gone, nonsense, late.

Whatever the button: it is answered, a screen with a way onward follows, nothing is changed and nothing leaks. A new button or handler joins
the matrix by itself; a handler that listens to something else fails `test_every_handler_is_in_the_matrix`.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from pydantic.fields import FieldInfo
from sqlalchemy import select

from bot.clock import Clock
from handlers import callbacks, outdated, router
from models import announcements, interests, members, missions, moderation, tables
from models.base import Base
from models.database import Database
from models.deliveries import DeliveryState, settle_all
from models.interests import DeclineReason
from models.moderation import Reason
from sandbox import demo
from sandbox.person import Person
from tests.conftest import Running
from tests.people import arrives

assert tables

BUTTONS: list[type[CallbackData]] = sorted(
    (kind for kind in vars(callbacks).values() if isinstance(kind, type) and issubclass(kind, CallbackData) and kind is not CallbackData),
    key=lambda kind: kind.__prefix__,
)
COMMANDS = {"start", "help", "language", "cancel", "twins", "inbox", "missions", "office", "admin", "id", "announcements"}
CODES = {
    "language": "uk",
    "field": "title",
    "value": "business_offer",
    "reason": "too_vague",
    "contact": "phone",
    "what": "rp",
    "pace": "d",
    "version": "1",
    "page": "0",
    "sector": "1",
    "after": "0",
    "show": "u",
    "decision": "c",
    "days": "3",
    "why": "c",
    "when": "now",
    "day": "1",
}
DECIDED = (
    "businesses",
    "business_versions",
    "opportunities",
    "opportunity_versions",
    "review_items",
    "interests",
    "verifications",
    "role_grants",
    "missions",
    "mission_applications",
    "announcements",
    "announcement_variants",
    "announcement_consents",
    "announcement_deliveries",
    "office_chats",
)
"""What no button of this matrix may change."""
SECRETS = ("вул. Київська, 225", "+380671234567", "olena@pasika.example", "pasika.example", "+12065550142", "mark@cascade.example")


def sample(kind: type[CallbackData], number: int, **fixed: str) -> list[str]:
    """Data of this kind about subject `number`; both ways where something is asked once more."""
    values: list[list[str]] = []
    for name, info in kind.model_fields.items():
        if info.annotation is bool:
            values.append(["0", "1"])
        else:
            values.append([fixed.get(name) or CODES.get(name) or str(number)])
    rows = [[kind.__prefix__]]
    for options in values:
        rows = [[*row, option] for row in rows for option in options]
    return [":".join(row) for row in rows]


async def presses(running: Running, person: Person, data: str) -> None:
    """A button of long ago in this person's chat, pressed."""
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="old", callback_data=data)]])
    await running.application.bot.send_message(person.id, "An old screen", reply_markup=keyboard)
    await person.taps("old", timeout=10)


async def snapshot(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    async with database.read() as session:
        return {name: [tuple(row) for row in await session.execute(select(Base.metadata.tables[name]).order_by("id"))] for name in DECIDED}


async def faults(database: Database) -> list[str | None]:
    updates = Base.metadata.tables["updates"]
    async with database.read() as session:
        return list(await session.scalars(select(updates.c.fault).where(updates.c.fault.is_not(None))))


class World:
    """The demonstration's people and data on the running bot, everything waiting."""

    def __init__(self, running: Running, database: Database, people: dict[str, Person]) -> None:
        self.running, self.database, self.people = running, database, people

    async def decides_everything(self) -> None:
        """The item is returned, the proposal declined, the missions cancelled, the announcement stopped, and ten minutes pass."""
        async with self.database.write(mark=False) as session:
            now = Clock().now()
            official = await members.find(session, self.people["office"].id)
            olena = await members.find(session, self.people["olena"].id)
            assert official
            assert olena
            (item,) = await moderation.queue(session, official, now=now)
            await moderation.send_back(session, official, item.id, [Reason.TOO_VAGUE], None, now=now - timedelta(minutes=20))
            (interest,) = await interests.waiting_for(session, olena.id)
            await interests.decline(session, olena, interest.id, DeclineReason.OTHER, now=now - timedelta(minutes=20))
            for mission in await missions.kept(session, official):
                await missions.cancel(session, official, mission.id, now=now - timedelta(minutes=20))
            await announcements.stop(session, official, 1, now=now - timedelta(minutes=20))
            await settle_all(session, DeliveryState.CANCELLED)


@pytest.fixture
async def world(running: Running, database: Database) -> World:
    people = demo.cast(running.telegram)
    for key, actor in demo.ACTORS.items():
        if actor.region:
            await people[key].opens()
    await running.telegram.idle()
    await demo.load(people, database, now=Clock().now())
    async with database.write(mark=False) as session:
        await settle_all(session, DeliveryState.CANCELLED)
    await running.telegram.idle()
    return World(running, database, people)


async def holds(world: World, person: Person, buttons: list[str]) -> None:
    """Every button is answered with a way onward; no update is poisoned and nothing leaks."""
    wrong = []
    for data in buttons:
        person.looks()
        await presses(world.running, person, data)
        if not any(person.buttons):
            wrong.append(f"{data}: a dead end: {person.screen[:80]!r}")
    await world.running.telegram.idle()
    assert not wrong, "\n".join(wrong)
    assert not await faults(world.database)


def test_every_handler_is_in_the_matrix() -> None:
    unknown = []
    for name, observer, handler in handlers_of(router()):
        listens = [f.callback for f in handler.filters or []]
        if observer == "callback_query":
            kinds = [f.callback_data for f in listens if isinstance(f, CallbackQueryFilter)]
            if not kinds and handler.callback != outdated.old_button and name != "handlers.start":
                unknown.append(f"{name}.{handler.callback.__name__}")
            unknown += [kind.__name__ for kind in kinds if kind not in BUTTONS]
        else:
            unknown += [c for f in listens if isinstance(f, Command) for c in map(str, f.commands) if c not in COMMANDS]
    assert not unknown, unknown


def handlers_of(root: Router) -> Iterator[tuple[str, str, Any]]:
    for part in root.chain_tail:
        for observer in ("callback_query", "message"):
            for handler in part.observers[observer].handlers:
                yield part.name, observer, handler


def test_every_button_is_listened_to() -> None:
    heard = {
        f.callback.callback_data
        for _name, observer, handler in handlers_of(router())
        if observer == "callback_query"
        for f in handler.filters or []
        if isinstance(f.callback, CallbackQueryFilter)
    }
    assert [kind.__name__ for kind in BUTTONS if kind not in heard] == []


def test_no_two_buttons_share_a_prefix() -> None:
    assert [k for k, times in Counter(kind.__prefix__ for kind in BUTTONS).items() if times > 1] == []


@pytest.mark.parametrize("kind", BUTTONS, ids=lambda kind: kind.__name__)
def test_data_fits_and_has_a_version(kind: type[CallbackData]) -> None:
    assert kind.__prefix__[-1].isdigit()
    largest = {
        name: True if info.annotation is bool else 2**31 - 1 if info.annotation is int else "x" * longest(info)
        for name, info in kind.model_fields.items()
    }
    assert len(kind(**largest).pack().encode()) <= 64


def longest(field: FieldInfo) -> int:
    """Characters of a text in a button, as far as it says so."""
    return next((rule.max_length for rule in field.metadata if hasattr(rule, "max_length")), 20)


async def test_unknown_person(world: World) -> None:
    """Somebody who never pressed Start, with a button that was forwarded to them, so to say."""
    before = await snapshot(world.database)
    stranger = world.running.telegram.person("Stranger", language="en")
    await stranger.opens()
    await stranger.sees("Where does your business work?")

    await holds(world, stranger, [data for kind in BUTTONS if kind not in ENTRANCE for data in sample(kind, 1)])

    await stranger.sees("Where does your business work?")
    assert await snapshot(world.database) == before


ENTRANCE = (callbacks.Settle, callbacks.Consent, callbacks.Speak, callbacks.Countries, callbacks.Units, callbacks.Help, callbacks.Languages)


async def test_not_the_owner(world: World) -> None:
    """A member without a business presses buttons about everybody's things."""
    before = await snapshot(world.database)
    stranger = await arrives(world.running.telegram, "Stranger", "US-WA")

    for number in (1, 4):
        await holds(world, stranger, [data for kind in BUTTONS for data in sample(kind, number, language="en")])

    assert await snapshot(world.database) == before
    seen = str(stranger.transcript())
    assert [secret for secret in SECRETS if secret in seen] == []


async def test_gone(world: World) -> None:
    before = await snapshot(world.database)

    for key in ("olena", "office"):
        await holds(world, world.people[key], [data for kind in BUTTONS for data in sample(kind, 999_999, language="en")])

    assert await snapshot(world.database) == before


@pytest.mark.parametrize("nonsense", ["", ":99999999999999999999", ":-1:ünï"])
async def test_malformed(world: World, nonsense: str) -> None:
    before = await snapshot(world.database)

    await holds(world, world.people["office"], [(kind.__prefix__ + nonsense) for kind in BUTTONS])

    assert await snapshot(world.database) == before


async def test_retired_prefix_is_answered_politely(world: World) -> None:
    olena = world.people["olena"]
    await presses(world.running, olena, "zz9:1")
    await olena.sees("Лісова пасіка")


async def test_stale(world: World) -> None:
    """Everything was decided meanwhile: the old buttons of all sides change nothing."""
    await world.decides_everything()
    before = await snapshot(world.database)
    # One's own listing can be closed, and an announcement copied, at any time: these are no stale buttons.
    working = (callbacks.Undo, callbacks.CloseOpportunity, callbacks.CopyAnnouncement)
    harmless = [kind for kind in BUTTONS if kind not in working]

    for key in ("office", "olena", "mark"):
        for number in (1, 4):
            await holds(world, world.people[key], [data for kind in harmless for data in sample(kind, number, language="en")])

    assert await snapshot(world.database) == before


async def test_pressed_twice(world: World) -> None:
    """Two taps at once do a thing once."""
    olena = world.people["olena"]
    async with world.database.read() as session:
        member = await members.find(session, olena.id)
        assert member
        (interest,) = await interests.waiting_for(session, member.id)
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="sure", callback_data=callbacks.ExchangeSure(interest=interest.id).pack())]]
    )
    await world.running.application.bot.send_message(olena.id, "An old screen", reply_markup=keyboard)

    await olena.taps_twice("sure")

    await olena.sees("Cascade Foods", "Mark Jensen")
    await world.people["mark"].sees("Лісова пасіка", timeout=8)
