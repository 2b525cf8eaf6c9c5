"""Inline mode: `@pobratym_bot honey` in any chat."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from models import members
from models.database import Database
from models.favourites import Verdict, mark
from models.members import Member
from models.updates import Update
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.listings import HONEY, titled, vanishes
from tests.people import arrives
from tests.test_search import NOW, listed, own_business


async def rows(database: Database, table: type[Member | Update]) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


def offered(telegram: Sandbox) -> dict[str, object]:
    """The last answer to an inline query, whole."""
    query = [each for each in telegram.world.queries.values() if each.message is None and each.answer is not None][-1]
    assert query.answer is not None
    return query.answer


async def test_a_stranger_finds_and_leaves_no_trace(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    eve = telegram.person("Eve", language="en")
    before = await rows(database, Member)

    (result,) = await eve.asks_inline("honey")

    assert result["title"] == "Buckwheat honey in bulk"
    assert result["description"].startswith("Kyiv Oblast, Ukraine 🇺🇦 · 20 t of buckwheat honey")
    assert "Lisova Pasika" not in str(result), "anybody may see it"
    answer = offered(telegram)
    assert (answer["is_personal"], answer["cache_time"], answer["next_offset"], answer["button"]) == (True, 60, None, None)
    assert await rows(database, Member) == before
    friends = telegram.group("Friends", eve, bot=None)
    await eve.chooses(result, chat=friends)
    (sent,) = friends.messages.values()
    assert sent.words == (
        f"Buckwheat honey in bulk · {honey.reference}\nГречаний мед гуртом\n\n📍 Kyiv Oblast, Ukraine 🇺🇦\nFood and drink\n\n"
        "Business offer: 20 t of buckwheat honey a year, analysed, in drums of 200 litres."
    )
    assert sent.markup is not None
    (button,) = sent.markup["inline_keyboard"][0]
    assert button == {"text": "Open in Pobratym", "url": f"https://t.me/pobratym_bot?start=l_{honey.id}"}


async def test_in_the_language_of_who_asks(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    eve = telegram.person("Єва", language="uk")

    (result,) = await eve.asks_inline("honey")

    assert result["title"] == "Гречаний мед гуртом"
    assert result["description"].startswith("Київська область, Україна 🇺🇦 · 20 т гречаного меду")


async def test_nothing_found_leads_to_the_bot(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")

    for typed in ("helicopters", "Lisova Pasika", "?!", '" OR "', "я" * 256):
        assert await ann.asks_inline(typed) == []
        assert offered(telegram)["button"] == {"text": "Nothing found. Look in the bot", "start_parameter": "search"}

    await ann.opens("search")
    await ann.sees("Type what you look for", buttons=["Search"])


async def test_pages(telegram: Sandbox, database: Database) -> None:
    await listed(database, *(titled(f"Honey number {n}") for n in range(23)))
    eve = telegram.person("Eve", language="en")

    first = await eve.asks_inline("honey")
    assert offered(telegram)["next_offset"] == "20"
    second = await eve.asks_inline("honey", offset="20")

    assert offered(telegram)["next_offset"] is None
    assert [len(first), len(second)] == [20, 3]
    assert len({result["id"] for result in [*first, *second]}) == 23
    for nonsense in ("x", "-1", "99999999999", "999", "²"):
        await eve.asks_inline("honey", offset=nonsense)


async def test_by_its_reference_and_not_when_it_is_closed(telegram: Sandbox, database: Database) -> None:
    honey, _ = await listed(database, HONEY, titled("Oak boards"))
    eve = telegram.person("Eve", language="en")

    assert [result["id"] for result in await eve.asks_inline(honey.reference.lower())] == [str(honey.id)]
    async with database.write() as session:
        await vanishes(session, honey.id, now=NOW)

    assert await eve.asks_inline(honey.reference) == []
    assert await eve.asks_inline("honey") == []


async def test_nothing_typed_offers_ones_own_first(telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    mine = await own_business(database, ann, "US-WA")
    honey, oak = await listed(database, HONEY, titled("Oak boards"))
    eve = telegram.person("Eve", language="en")

    assert [result["id"] for result in await ann.asks_inline("")] == [str(i) for i in (mine.id, oak.id, honey.id)]
    assert [result["id"] for result in await eve.asks_inline("")] == [str(i) for i in (oak.id, honey.id, mine.id)]


async def test_what_a_member_hid_is_not_offered_to_them(telegram: Sandbox, database: Database) -> None:
    honey, more = await listed(database, HONEY, titled("Honey in jars"))
    ann = await arrives(telegram, "Ann", "US-WA")
    async with database.write() as session:
        member = await members.find(session, ann.id)
        assert member
        await mark(session, member.id, honey.id, Verdict.NOT_FOR_ME, now=NOW)

    assert [result["id"] for result in await ann.asks_inline("honey")] == [str(more.id)]


async def test_html_in_a_listing_is_text(telegram: Sandbox, database: Database) -> None:
    await listed(database, replace(titled("Honey <b>&amp;"), summary="<i>more</i> & more honey"))
    eve = telegram.person("Eve", language="en")

    (result,) = await eve.asks_inline("honey")
    friends = telegram.group("Friends", eve, bot=None)
    await eve.chooses(result, chat=friends)

    (sent,) = friends.messages.values()
    assert "Honey <b>&amp; · " in sent.words
    assert "<i>more</i> & more honey" in sent.words


async def test_it_goes_past_the_inbox_and_the_newest_counts(running: Running, telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await telegram.idle()
    stored = await rows(database, Update)

    typed = ["h", "ho", "hon", "hone", "honey"]
    answers = await asyncio.gather(*(ann.asks_inline(text, timeout=3) for text in typed), return_exceptions=True)

    assert not isinstance(answers[-1], BaseException)
    assert len(answers[-1]) == 1
    await telegram.idle()
    assert await rows(database, Update) == stored


async def test_a_query_of_before_a_restart_is_let_go(running: Running, telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await telegram.idle()
    await running.stop()
    with pytest.raises(AssertionError, match="no answer to the inline query"):
        await ann.asks_inline("honey", timeout=0.1)
    telegram.advance(60)

    await running.start()

    assert len(await ann.asks_inline("honey")) == 1


async def test_sent_into_the_chat_with_the_bot_it_opens_the_card(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("Register")
    await ann.sees("step 1 of 6")
    (result,) = await ann.asks_inline("honey")

    await ann.chooses(result)

    await ann.sees("KV-0001", "Offers: 20 т", buttons=["Propose cooperation"])
    await ann.opens()
    await ann.sees("Washington", buttons=["Go on: Registration · step 1 of 6"])


async def test_sent_there_by_a_newcomer_it_waits_for_the_entrance(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    eve = telegram.person("Eve", language="en")
    await eve.opens()
    await eve.sees("Where does your business work?")
    (result,) = await eve.asks_inline("honey")

    await eve.chooses(result)
    await eve.sees("Where does your business work?")
    await eve.sends("Washington")
    await eve.taps("🇺🇸 Washington")
    await eve.taps("I agree")

    await eve.sees("KV-0001", buttons=["Propose cooperation"])
