"""Regions with an agreement: the register as everyone sees it, and browsing without typing."""

from datetime import date

import pytest

from bot.clock import Clock
from handlers import twins
from handlers.i18n import speaking
from models import atlas
from models.database import Database
from models.opportunities import OpportunityType
from models.regions import Twinning, TwinningStatus
from sandbox.server import Sandbox
from tests.listings import HONEY, Draftless, lists, titled
from tests.people import arrives

NOW = Clock().now()


async def listed(database: Database, *what: Draftless) -> None:
    async with database.write() as session:
        for each in what:
            await lists(session, each, now=NOW)


async def lapses(database: Database, twinning_id: int) -> None:
    async with database.write() as session:
        (await session.get_one(Twinning, twinning_id)).valid_until = date(2025, 9, 30)


async def test_agreements_with_status_date_and_sectors(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends("/twins")

    await ann.sees(
        "1 agreement in force", "Region: Washington", "Kyiv Oblast, Ukraine 🇺🇦", "signed · 15 Mar 2024", "Education and research",
        buttons=["Kyiv Oblast", "Search", "Home"],
    )  # fmt: skip


async def test_signed_ones_first_then_what_is_not_in_force(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.taps("My twins")

    seen = await olena.sees("5 agreements in force", "Utah, United States 🇺🇸", "Energy and fuel · 6 more", buttons=["Washington"])
    order = [
        seen["text"].index(words) for words in ("signed · 15 Mar 2024", "being negotiated", "candidate", "lapsed · signed: February 2024")
    ]
    assert order == sorted(order)
    assert "in force until: 30 Sep 2025" in seen["text"]
    assert not any("Tuscany" in button or "Austria" in button for row in olena.buttons for button in row), (
        "no page for what is not in force"
    )


async def test_many_agreements_are_paged(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-30")
    await olena.taps("My twins")
    first = await olena.sees("agreements in force", buttons=["◀", "1 / ", "▶"])

    await olena.taps("▶")

    second = await olena.sees("agreements in force", buttons=["2 / "])
    assert second["message_id"] == first["message_id"]
    assert second["text"] != first["text"]


async def test_region_without_agreement_hears_what_can_be_done(telegram: Sandbox) -> None:
    eve = await arrives(telegram, "Eve", "US-AK")

    await eve.sends("/twins")

    await eve.sees("No agreement yet", "Region: Alaska", "tell your office", buttons=["Search", "My office", "Home"])


async def test_region_is_browsed_without_typing(telegram: Sandbox, database: Database) -> None:
    await listed(
        database,
        HONEY,
        titled("Jars wanted", type=OpportunityType.BUSINESS_REQUEST),
        titled("Oak boards", sectors=[3]),
        titled("From far away", region="US-OR"),
    )
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("My twins")

    await ann.taps("Kyiv Oblast")
    await ann.sees(
        "Kyiv Oblast, Ukraine 🇺🇦",
        "Priorities of the agreement: Education and research",
        "Food and drink – 1 offer · 1 request",
        "Wood, furniture, paper – 1 offer",
        buttons=["All listings", "Food and drink · 2", "My twins"],
    )
    await ann.taps("Food and drink · 2")
    await ann.sees("Kyiv Oblast, Ukraine 🇺🇦 · 🍞 Food and drink · 2 found", "Jars wanted", buttons=["1", "2", "Kyiv Oblast", "Home"])
    await ann.taps("1")
    await ann.sees("Jars wanted", buttons=["Propose cooperation", "Results"])
    await ann.taps("Results")
    await ann.taps("Kyiv Oblast")
    await ann.taps("All listings")

    await ann.sees("all sectors · 3 found")


async def test_region_with_nothing_public_yet(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("My twins")

    await ann.taps("Kyiv Oblast")

    await ann.sees("Nothing is public there yet", buttons=["My twins", "Home"])


async def test_lapsed_agreement_closes_the_page_and_the_lists(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("My twins")
    await ann.taps("Kyiv Oblast")
    await ann.sees("Food and drink – 1 offer")
    await lapses(database, 1)

    toast = await ann.taps("All listings")

    assert toast == "No agreement with this region is in force."
    await ann.sees("lapsed · signed: 15 Mar 2024 · in force until: 30 Sep 2025", buttons=["Search"])


async def test_candidate_is_shown_without_listings(telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    async with database.write() as session:
        (await session.get_one(Twinning, 1)).status = TwinningStatus.CANDIDATE

    await ann.sends("/twins")

    await ann.sees("candidate · 15 Mar 2024")
    assert not any("Kyiv" in button for row in ann.buttons for button in row)


async def test_command_inside_a_form_leaves_it(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.taps("Register")
    await ann.sees("step 1")

    await ann.sends("/twins")
    await ann.sees("1 agreement in force")
    await ann.sends("honey")

    await ann.sees("Nothing for honey")


@pytest.mark.parametrize(("signed", "words"), [("1993", "1993"), ("2024-02", "February 2024"), ("2024-03-15", "15 Mar 2024")])
def test_date_is_as_precise_as_known(signed: str, words: str) -> None:
    with speaking("en"):
        assert twins.known_date(signed) == words


def test_every_date_of_the_register_can_be_read() -> None:
    with speaking("en"):
        for row in atlas.load_twinnings():
            assert not row.signed or twins.known_date(row.signed)
