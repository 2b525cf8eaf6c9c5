"""Updates in: one person's in order, people in parallel; none lost, none applied twice, whatever happens on the way.

Faults of Telegram are the sandbox's; a fault of the database is a trigger in it that refuses what the operation writes.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import select, text

from bot import telemetry
from bot.application import Application
from bot.intake import Intake
from models import members
from models.conversations import Draft
from models.database import Database
from models.updates import Update
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.people import arrives

BREAK = {
    "sqlite": ["CREATE TRIGGER broken BEFORE UPDATE ON drafts BEGIN SELECT RAISE(ABORT, 'the disk is away'); END"],
    "postgresql": [
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is away'; END $$",
        "CREATE TRIGGER broken BEFORE UPDATE ON drafts FOR EACH ROW EXECUTE FUNCTION broken()",
    ],
}
MEND = {"sqlite": ["DROP TRIGGER broken"], "postgresql": ["DROP TRIGGER broken ON drafts", "DROP FUNCTION broken()"]}


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """As in production: structlog's default draws every local variable of a fault, which takes seconds."""
    telemetry.configure("json")
    yield
    structlog.reset_defaults()


async def begins(telegram: Sandbox, name: str = "Olena") -> Person:
    """Somebody before the first question of the registration: what the business is called."""
    person = await arrives(telegram, name, "UA-32")
    await person.taps("Register")
    await person.sees("step 1 of 6")
    await telegram.idle()
    person.looks()
    return person


async def answers(database: Database) -> list[dict[str, Any]]:
    async with database.read() as session:
        return [draft.answers for draft in await session.scalars(select(Draft).order_by(Draft.id))]


async def inbox(database: Database) -> list[Update]:
    async with database.read() as session:
        return list(await session.scalars(select(Update).order_by(Update.update_id)))


async def run_sql(database: Database, statements: list[str]) -> None:
    async with database.write(mark=False) as session:
        for statement in statements:
            await session.execute(text(statement))


@asynccontextmanager
async def broken_drafts(database: Database) -> AsyncIterator[None]:
    """Inside, no answer can be kept."""
    await run_sql(database, BREAK[database.dialect])
    yield
    await run_sql(database, MEND[database.dialect])


async def failed_once(database: Database) -> None:
    """Wait until an update had to be tried again."""
    while not any(row.attempts for row in await inbox(database)):  # noqa: ASYNC110  # it happens in the database
        await asyncio.sleep(0.02)


def screens(person: Person, words: str) -> int:
    return sum(message.by_bot and words in message.words for message in person.chat.messages.values())


async def test_three_messages_in_a_row_join_the_answer_before(telegram: Sandbox, database: Database) -> None:
    olena = await begins(telegram)

    await olena.sends("Lisova")
    await olena.sends("Pasika")
    await olena.sends("LLC")

    await olena.sees("Added to Name", "step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Lisova Pasika LLC"}]


async def test_one_persons_order_is_kept_when_the_first_is_slow(telegram: Sandbox, database: Database) -> None:
    olena, words = await begins(telegram), ["one", "two", "three", "four", "five", "six", "seven"]
    telegram.fault("delay", method="sendMessage", chat_id=olena.id, seconds=0.3)

    for word in words:
        await olena.sends(word)

    await telegram.idle()
    assert await answers(database) == [{"name": " ".join(words)}]


async def test_a_slow_one_holds_up_nobody(telegram: Sandbox) -> None:
    slow, quick = await begins(telegram, "Slow"), await begins(telegram, "Quick")
    telegram.fault("delay", method="sendMessage", chat_id=slow.id, seconds=2)

    await slow.sends("Slow Foods")
    for word in ("one", "two", "three"):
        await quick.sends(word)
        await quick.sees("step 2 of 6")

    assert screens(slow, "step 2 of 6") == 0
    await slow.sees("step 2 of 6")


async def test_redelivered_update_is_dropped(telegram: Sandbox, database: Database) -> None:
    olena = await begins(telegram)
    telegram.fault("redeliver")

    await olena.sends("Lisova Pasika")

    await olena.sees("step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Lisova Pasika"}]
    assert screens(olena, "step 2 of 6") == 1


async def test_the_same_update_twice_in_one_batch_is_handled_once(
    running: Running, telegram: Sandbox, application: Application, database: Database
) -> None:
    olena = await begins(telegram)
    twice: list[dict[str, Any]] = [
        {"update_id": 7, "message": {"message_id": 7_000, "date": 1, "text": "Pasika", "from": user(olena), "chat": chat(olena)}}
    ] * 2

    await application.intake.receive(twice)

    await olena.sees("step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Pasika"}]
    assert screens(olena, "step 2 of 6") == 1


async def test_applied_before_a_stop_it_shows_what_is_true_and_applies_nothing(running: Running, database: Database) -> None:
    telegram = running.telegram
    olena = await begins(telegram)
    slowly(running.application.intake)
    telegram.fault("reset", method="sendMessage", chat_id=olena.id)

    await olena.sends("Lisova Pasika")
    await failed_once(database)
    assert await answers(database) == [{"name": "Lisova Pasika"}]
    await running.restart()

    await olena.sees("step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Lisova Pasika"}]
    assert screens(olena, "step 2 of 6") == 1
    row = (await inbox(database))[-1]
    assert row.answered_at is not None
    assert row.body is None


async def test_not_applied_before_a_stop_it_is_applied_after(running: Running, database: Database) -> None:
    telegram = running.telegram
    olena = await begins(telegram)
    slowly(running.application.intake)

    async with broken_drafts(database):
        await olena.sends("Lisova")
        await olena.sends("Pasika")
        await failed_once(database)
        await running.stop()
    assert await answers(database) == [{}]
    await running.start()

    await olena.sees("Added to Name", "step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Lisova Pasika"}]


async def test_a_tap_applied_before_a_stop_is_not_applied_again(running: Running, database: Database) -> None:
    telegram = running.telegram
    olena = await begins(telegram)
    await to_sectors(olena)
    slowly(running.application.intake)
    telegram.fault("reset", method="editMessageText", chat_id=olena.id)
    telegram.expects_error("query is too old")  # it was answered before the stop, which the new process cannot know

    await olena.taps("Food and drink")
    await failed_once(database)
    await running.restart()

    await olena.sees("step 5 of 6", buttons=["✔ 🍞 Food and drink"])
    await telegram.idle()
    chosen = (await answers(database))[0]["sectors"]
    assert len(chosen) == 1, "a second effect would have taken the choice off again"


async def test_a_command_applied_before_a_stop_shows_what_was_asked_for(running: Running, database: Database) -> None:
    telegram = running.telegram
    olena = await begins(telegram)
    slowly(running.application.intake)
    telegram.fault("reset", method="sendMessage", chat_id=olena.id)

    await olena.sends("/twins")
    await failed_once(database)
    await running.restart()

    await olena.sees("agreements in force")


async def test_reply_to_a_question_that_a_crash_left_unrecorded_is_its_answer(running: Running, database: Database) -> None:
    """The question reached the person, and the process ended before it wrote that down; the question is asked again after the reply."""
    telegram = running.telegram
    olena = await begins(telegram)
    await olena.sends("Lisova Pasika")
    await olena.taps("Business offer")
    await olena.sees("step 3 of 6")
    slowly(running.application.intake)
    telegram.fault("answer_lost", method="sendMessage", chat_id=olena.id)
    await olena.sends("Buckwheat honey in bulk")
    await olena.sees("step 4 of 6")
    await failed_once(database)

    await olena.sends("Twenty tons a year, analysed, in drums")
    await running.restart()

    await olena.sees("step 5 of 6")
    await telegram.idle()
    (kept,) = await answers(database)
    assert (kept["title"], kept["summary"]) == ("Buckwheat honey in bulk", "Twenty tons a year, analysed, in drums")


async def test_the_rest_of_an_answer_that_a_crash_cut_in_two_joins_it(running: Running, database: Database) -> None:
    """Nobody knows whether the next question had reached the person: what cannot answer it belongs to the answer before."""
    telegram = running.telegram
    olena = await begins(telegram)
    await olena.sends("Lisova Pasika")
    await olena.taps("Business offer")
    await olena.sees("step 3 of 6")
    slowly(running.application.intake)
    telegram.fault("answer_lost", method="sendMessage", chat_id=olena.id)
    await olena.sends("Buckwheat honey")
    await olena.sends("in bulk")
    await failed_once(database)

    await running.restart()

    await olena.sees("Added to Title", "step 4 of 6")
    await olena.sends("Too short")
    await olena.sees("Too short: at least 20")
    (kept,) = await answers(database)
    assert (kept["title"], kept.get("summary")) == ("Buckwheat honey in bulk", None)


async def test_what_is_written_after_a_question_answers_it_though_it_was_asked_again(telegram: Sandbox, database: Database) -> None:
    olena = await begins(telegram)
    await olena.sends("Lisova Pasika")
    await olena.taps("Business offer")
    await olena.sees("step 3 of 6")
    telegram.fault("delay", method="sendMessage", chat_id=olena.id, seconds=0.3, skip=1)
    await olena.sends("Buckwheat honey")
    await olena.sends("in bulk")
    await olena.sees("step 4 of 6")

    await olena.sends("Twenty tons a year, analysed, in drums")  # "Added to Title" is not on the screen yet

    await olena.sees("step 5 of 6")
    await telegram.idle()
    (kept,) = await answers(database)
    assert (kept["title"], kept["summary"]) == ("Buckwheat honey in bulk", "Twenty tons a year, analysed, in drums")


async def test_a_passing_fault_of_the_database_is_tried_again(telegram: Sandbox, application: Application, database: Database) -> None:
    olena = await begins(telegram)
    application.intake._retries = (0.05, 0.1, 5.0)

    async with broken_drafts(database):
        await olena.sends("Lisova Pasika")
        await failed_once(database)

    await olena.sees("step 2 of 6", timeout=10)
    await telegram.idle(10)
    assert await answers(database) == [{"name": "Lisova Pasika"}]


async def test_who_waits_for_another_try_holds_up_nobody(telegram: Sandbox, application: Application, database: Database) -> None:
    people = [await begins(telegram, name) for name in ("Olena", "Taras")]
    application.intake._retries = (1.0, 1.0)
    application.intake._room = asyncio.Semaphore(1)
    telegram.fault("reset", method="sendMessage", chat_id=people[0].id)

    await people[0].sends("Lisova Pasika")
    await failed_once(database)
    await people[1].sends("Cascade Foods")

    await people[1].sees("step 2 of 6")
    assert screens(people[0], "step 2 of 6") == 0
    await people[0].sees("step 2 of 6")


async def test_poisoned_shows_a_reference_and_the_next_update_runs(telegram: Sandbox, application: Application, database: Database) -> None:
    olena = await begins(telegram)
    application.intake._retries = (0.05, 0.05, 0.05)

    async with broken_drafts(database):
        await olena.sends("Lisova Pasika")
        await olena.sees("it is our fault", "Your place is kept")
        await telegram.idle()
    poisoned = (await inbox(database))[-1]
    assert poisoned.fault
    assert poisoned.fault in olena.screen
    assert poisoned.attempts == 3

    await olena.sends("Lisova Pasika")

    await olena.sees("step 2 of 6")


async def test_telegrams_own_fault_is_tried_again_and_the_button_is_answered(telegram: Sandbox, application: Application) -> None:
    olena = await begins(telegram)
    application.intake._retries = (0.05, 0.1, 0.2)
    await to_sectors(olena)
    telegram.fault("bad_gateway", method="answerCallbackQuery")
    telegram.fault("server_error", method="editMessageText")

    await olena.taps("Food and drink")

    await olena.sees("step 5 of 6", buttons=["✔ 🍞 Food and drink"])


async def test_too_many_requests_are_waited_out(telegram: Sandbox, application: Application) -> None:
    olena = await begins(telegram)
    application.intake._retries = (0.01, 0.01, 0.01)
    telegram.fault("429", method="sendMessage", chat_id=olena.id, seconds=1)

    await olena.sends("Lisova Pasika")

    await olena.sees("step 2 of 6")
    refused, sent = telegram.calls("sendMessage")[-2:]
    assert refused.error_code == 429
    assert sent.at - refused.at >= 1


async def test_who_blocks_the_bot_meanwhile_is_unreachable_until_they_write_again(telegram: Sandbox, database: Database) -> None:
    olena = await begins(telegram)
    telegram.fault("blocked", method="sendMessage", chat_id=olena.id)

    await olena.sends("Lisova Pasika")
    await telegram.idle()
    assert await reachable(database, olena) is False
    assert (await inbox(database))[-1].answered_at is not None

    await olena.opens()
    await olena.sees("Type what you look for", buttons=["Go on: Registration · step 2 of 6"])
    assert await reachable(database, olena)


async def test_another_poller_is_waited_out(telegram: Sandbox) -> None:
    olena = await begins(telegram)
    telegram.expects_error("Conflict")
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.base_url))
    async with Bot(telegram.token, session=session) as other:
        await other.get_updates(timeout=0)

    await olena.sends("Lisova Pasika")

    await olena.sees("step 2 of 6")


async def test_polling_goes_on_after_a_fault(telegram: Sandbox) -> None:
    olena = await begins(telegram)
    telegram.fault("bad_gateway", method="getUpdates")

    await olena.sends("Lisova")
    await olena.sees("step 2 of 6")
    await telegram.idle()
    await olena.sends("Pasika")

    await olena.sees("step 2 of 6")


async def test_order_of_ids_is_not_the_order_of_arrival(telegram: Sandbox, database: Database) -> None:
    olena, taras = await begins(telegram), await begins(telegram, "Taras")
    telegram.fault("reorder")

    await olena.sends("Lisova Pasika")
    await taras.sends("Cascade Foods")

    await olena.sees("step 2 of 6")
    await taras.sees("step 2 of 6")
    await telegram.idle()
    assert await answers(database) == [{"name": "Lisova Pasika"}, {"name": "Cascade Foods"}]


async def to_sectors(person: Person) -> None:
    """From the first question to the one of which several may be chosen."""
    await person.sends("Lisova Pasika")
    await person.taps("Business offer")
    await person.sees("step 3 of 6")
    await person.sends("Buckwheat honey in bulk")
    await person.sees("step 4 of 6")
    await person.sends("Twenty tons a year, analysed, in drums")
    await person.sees("step 5 of 6")


def slowly(intake: Intake) -> None:
    """The next try comes after the test: a stop finds the update in the inbox."""
    intake._retries = (60.0,)


async def reachable(database: Database, person: Person) -> bool:
    async with database.read() as session:
        member = await members.find(session, person.id)
    assert member is not None
    return member.unreachable_at is None


def user(person: Person) -> dict[str, Any]:
    return person.record.user()


def chat(person: Person) -> dict[str, Any]:
    return {"id": person.id, "type": "private", "first_name": person.name}


@pytest.mark.parametrize("backend", ["postgres"])
async def test_second_process_stands_by_and_takes_over(running: Running) -> None:
    """SQLite's file belongs to one process, so this is PostgreSQL's alone."""
    olena = running.telegram.person("Olena", language="en")
    await olena.opens()
    await olena.sees("Where does your business work?")
    second = Application(running.settings, running.application.clock)
    stop = asyncio.Event()
    task = asyncio.create_task(second.run(stop))
    await asyncio.sleep(0.3)
    polls = running.telegram.bot.updates.poll

    await running.stop()
    await olena.sends("12345")
    await olena.sees("No region is known under", timeout=10)
    assert running.telegram.bot.updates.poll > polls

    stop.set()
    await task
    await running.start()
