"""Saved searches as people see them: saving, the news, changing the pace, letting go."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models import alerts, members, search
from models.database import Database
from models.search import Asked
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.listings import HONEY, Draftless, lists, titled, vanishes
from tests.people import arrives

HOUR, DAY = 3_600, 86_400
SEATTLE = ZoneInfo("America/Los_Angeles")


def moment(telegram: Sandbox) -> datetime:
    return datetime.fromtimestamp(telegram.clock.now(), UTC)


async def published(telegram: Sandbox, database: Database, what: Draftless = HONEY) -> int:
    async with database.write() as session:
        return (await lists(session, what, now=moment(telegram))).id


async def morning_comes(running: Running, *people: Person) -> None:
    """Nine o'clock of the next morning in Seattle."""
    await running.application.worker.work()
    for person in people:
        person.looks()
    local = moment(running.telegram).astimezone(SEATTLE)
    tomorrow = (local + timedelta(days=1)).replace(hour=9, minute=0)
    running.telegram.advance(int((tomorrow - local).total_seconds()))
    await running.application.worker.work()
    running.application.sender.wake()


async def test_news_of_an_empty_search_the_next_morning(running: Running, telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.sees("Nothing for honey", buttons=["Tell me when there is", "My twins", "Ask the office"])

    await ann.taps("Tell me when there is")
    await ann.sees(
        "Saved.", "honey · my twins", "8:00 in the morning", buttons=["✔ 🌅 Every morning", "At once", "On Mondays", "Search now"]
    )
    honey = await published(telegram, database)
    await morning_comes(running, ann)

    news = await ann.sees(
        "1 new listing for your saved searches", "1 · Гречаний мед гуртом 🇺🇦", "🔔 honey · my twins", buttons=["1", "Saved searches"]
    )
    assert "Lisova Pasika" not in news["text"]
    await ann.taps("1")
    await ann.sees("KV-0001", buttons=["Propose cooperation", "Results"])
    await ann.taps("Results")
    await ann.sees("1 new listing for your saved searches")
    assert honey == 1
    await morning_comes(running, ann)
    await ann.does_not_see("new listing")


async def test_at_once_and_reasons_across_languages(running: Running, telegram: Sandbox, database: Database) -> None:
    olena = await arrives(telegram, "Олена", "UA-32", language="uk")
    await olena.sends("мед")
    await olena.taps("Повідомити")
    await olena.taps("Одразу")
    await olena.sees("щойно", buttons=["✔ ⚡ Одразу"])
    await published(telegram, database, titled("Honey for bakeries", region="US-WA"))
    await running.application.worker.work()
    running.application.sender.wake()

    await olena.sees("Honey for bakeries", "honey = мед", "🔔 мед")


async def test_after_a_restart_in_the_middle_nothing_is_lost_or_told_twice(running: Running, telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("Tell me when there is")
    await published(telegram, database)
    await telegram.idle()
    await running.restart()
    await running.application.worker.work()
    await running.restart()

    await morning_comes(running, ann)
    await ann.sees("1 new listing")
    await telegram.idle()
    await running.restart()
    await morning_comes(running, ann)

    await ann.does_not_see("new listing")


async def test_the_list_of_saved_searches(telegram: Sandbox, database: Database) -> None:
    await published(telegram, database)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("Settings")
    await ann.taps("Saved searches")
    await ann.sees("You have none yet", buttons=["Search", "Home"])
    await ann.sends("honey")
    await ann.taps("Tell me of new ones")
    await ann.sees("Saved.")
    await ann.sends("honey")
    await ann.sees("1 found", buttons=["Saved: Every morning"])
    await ann.taps("Wider")
    await ann.taps("Tell me of new ones")
    await ann.taps("Saved searches")
    await ann.sees("Saved searches · 2", "1 · honey · my twins", "2 · honey · all regions", "8 more fit.", buttons=["1", "2"])

    await ann.taps("2")
    await ann.taps("On Mondays")
    await ann.sees("on Monday at 8:00", buttons=["✔ 📅 On Mondays"])
    await ann.taps("Search now")
    await ann.sees("honey · all regions · 1 found", buttons=["Saved: On Mondays"])
    await ann.taps("Saved: On Mondays")
    await ann.taps("Delete")
    await ann.sees("Delete this saved search?", "honey · all regions", buttons=["Delete", "Back"])
    assert await ann.taps("Delete") == "Deleted. No more news of it."

    await ann.sees("Saved searches · 1", "1 · honey · my twins")
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(alerts.SavedSearch)) == 1


async def test_saved_with_filters_and_pressed_twice(telegram: Sandbox, database: Database) -> None:
    await published(telegram, database)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("Filters")
    await ann.taps("Offer or request")
    await ann.taps("Business offer · 1")
    await ann.sees("1 found", buttons=["☑ Business offer · 1"])
    await ann.taps("Results")

    await ann.taps_twice("Tell me of new ones")

    await ann.sees("Saved.", "honey · my twins · 1 filter")
    async with database.read() as session:
        (saved,) = await session.scalars(select(alerts.SavedSearch))
    assert saved.filters == {"types": ["business_offer"]}


async def test_the_eleventh_is_refused(telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    async with database.write() as session:
        member = await members.find(session, ann.id)
        assert member
        for word in ["oak", "steel", "paper", "wine", "milk", "glass", "solar", "cotton", "wheat", "bricks"]:
            made = await search.look(session, member, Asked(word), now=moment(telegram))
            assert made
            await alerts.keep(session, member, made, now=moment(telegram))
    await ann.sends("honey")

    assert await ann.taps("Tell me when there is") == "You have ten saved searches, and no more fit. Delete one first."

    await ann.sees("Saved searches · 10", "1 · oak", "No more fit.", buttons=["1", "5", "1 / 2"])
    await ann.taps("▶")
    await ann.sees("10 · bricks", buttons=["10", "2 / 2"])


async def test_buttons_of_a_deleted_search_and_of_somebody_else(telegram: Sandbox, database: Database) -> None:
    ann, bob = await arrives(telegram, "Ann", "US-WA"), await arrives(telegram, "Bob", "US-WA")
    await ann.sends("honey")
    await ann.taps("Tell me when there is")
    await ann.sees("Saved.")
    async with database.write() as session:
        member = await members.find(session, bob.id)
        assert member
        (saved,) = await session.scalars(select(alerts.SavedSearch))
        saved.member_id = member.id

    assert await ann.taps("At once") == "This search is not kept any more. Here is what you have saved."
    await ann.sees("You have none yet")


async def test_news_that_vanished_before_it_was_read(running: Running, telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("Tell me when there is")
    honey = await published(telegram, database)
    await morning_comes(running, ann)
    await ann.sees("1 new listing")
    async with database.write() as session:
        await vanishes(session, honey, now=moment(telegram))

    await ann.taps("1")
    await ann.sees("not public any more", buttons=["Results"])
    await ann.taps("Results")

    await ann.sees("What was found is not public any more.", buttons=["Saved searches", "Home"])


async def test_many_news_are_paged_by_five(running: Running, telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("Tell me when there is")
    for number in range(7):
        await published(telegram, database, titled(f"Honey number {number}"))
    await morning_comes(running, ann)

    await ann.sees("7 new listings", "1 · Honey number 6", "5 · Honey number 2", buttons=["5", "1 / 2"])
    await ann.taps("▶")
    await ann.sees("2 · Honey number 0", buttons=["2 / 2"])
