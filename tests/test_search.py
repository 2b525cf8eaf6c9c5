"""What is typed outside a form is a search; its pages, the card, the link."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from bot.clock import Clock
from models import atlas, businesses, interests, members
from models.businesses import Check, SizeBand
from models.database import Database
from models.interests import DeclineReason
from models.opportunities import Opportunity, OpportunityType
from models.search import Run
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.listings import HONEY, Draftless, lists, titled, vanishes
from tests.models.test_record import proposed
from tests.people import arrives

NOW = Clock().now()
OAK = titled("Oak boards, dry", sectors=[3], business="Cascade Timber", region="US-OR")


async def listed(database: Database, *what: Draftless) -> list[Opportunity]:
    async with database.write() as session:
        return [await lists(session, each, now=NOW) for each in what]


async def own_business(database: Database, person: Person, region: str) -> Opportunity:
    """A public listing of this person, who sees names from then on."""
    async with database.write() as session:
        owner = await members.find(session, person.id)
        assert owner
        mine = titled("Boards of our own", business=f"{person.name} & Sons", region=region)
        return await lists(session, mine, now=NOW, owner=owner)


async def hold(database: Database, opportunity: Opportunity) -> None:
    async with database.write() as session:
        await vanishes(session, opportunity.id, now=NOW)


async def test_typed_word_finds_what_the_twins_have(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY, OAK)
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends("honey")

    await ann.sees(
        "honey · my twins · 1 found",
        "1 · Гречаний мед гуртом 🇺🇦",
        "Buckwheat honey in bulk · Kyiv Oblast",
        "20 t of buckwheat honey a year",
        buttons=["1", "Wider", "Home"],
    )
    await ann.does_not_see("Lisova Pasika")
    await ann.does_not_see("no agreement")


async def test_reference_finds_its_listing_wherever_it_is(telegram: Sandbox, database: Database) -> None:
    _, oak = await listed(database, HONEY, OAK)
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends(oak.reference.lower())
    await ann.sees("1 found", "Oak boards, dry", "No agreement with your region", buttons=["1"])
    await hold(database, oak)
    await ann.sends(oak.reference)

    await ann.sees(f"Nothing for {oak.reference}")


async def test_wider_shows_all_regions_and_marks_those_without_agreement(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY, titled("Honey <b>from</b> Oregon", region="US-OR"), titled("Honey next door", region="US-WA"))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")

    await ann.taps("Wider")

    seen = await ann.sees(
        "all regions · 3 found", "Honey <b>from</b> Oregon", "No agreement with your region", buttons=["1", "3", "My twins"]
    )
    assert seen["text"].count("No agreement") == 1, "neither the twin's nor one's own region's is marked"


async def test_pages_are_turned_in_place(telegram: Sandbox, database: Database) -> None:
    await listed(database, *(titled(f"Honey number {n}") for n in range(7)))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    first = await ann.sees("7 found", "1 · Honey number 6", "5 · Honey number 2", buttons=["5", "◀", "1 / 2", "▶"])

    await ann.taps("▶")
    second = await ann.sees("1 · Honey number 1", "2 · Honey number 0", buttons=["2 / 2"])

    assert second["message_id"] == first["message_id"]
    await ann.taps("2")
    await ann.sees("Honey number 0", buttons=["Results"])
    await ann.taps("Results")
    await ann.sees("1 · Honey number 1", buttons=["2 / 2"])


async def test_nothing_found_says_how_many_are_elsewhere(telegram: Sandbox, database: Database) -> None:
    await listed(database, OAK, replace(OAK, title="Oak beams"))
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends("oak")
    await ann.sees(
        "Nothing for oak with your twins yet.", "2 such listings are in other regions.", buttons=["Show the 2", "Ask the office", "Home"]
    )
    await ann.taps("Show the 2")

    await ann.sees("oak · all regions · 2 found", "Oak beams", "Oak boards, dry")


async def test_nothing_anywhere_still_has_a_way_on(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends("піролізна олія")

    await ann.sees("Nothing for піролізна олія", "none in other regions either", buttons=["My twins", "Ask the office", "Home"])


async def test_region_without_agreement_is_told_so(telegram: Sandbox, database: Database) -> None:
    await listed(database, OAK)
    eve = await arrives(telegram, "Eve", "US-AK")

    await eve.sends("oak")

    await eve.sees("your region has no agreement in force yet", "1 such listing", buttons=["Show the 1"])


@pytest.mark.parametrize("typed", ["?!", "🍯", "«»"])
async def test_text_without_a_word_is_answered(telegram: Sandbox, typed: str) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sends(typed)

    await ann.sees("There is no word in", typed, buttons=["My twins", "Home"])


async def test_no_text_is_an_error(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    for typed in [
        '" OR "honey',
        "honey' & !oak:*",
        "<b>honey",
        "&lt;script&gt;",
        "honey " * 650,
        "я" * 4_000,
        "NEAR(honey oak)",
        "%s {text}",
    ]:
        await ann.sends(typed)
        await telegram.idle()
        assert "our fault" not in ann.screen, typed
        assert len(ann.screen) < 600, typed
        assert any("Home" in row[-1] for row in ann.buttons), typed


async def test_list_skips_what_vanished_and_says_so(telegram: Sandbox, database: Database) -> None:
    offers = await listed(database, *(titled(f"Honey number {n}") for n in range(7)))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.sees("7 found")
    await hold(database, offers[6])
    await hold(database, offers[1])

    await ann.taps("1")
    await ann.sees("not public any more", buttons=["Search", "Results"])
    await ann.taps("Results")

    await ann.sees("5 found", "The list changed", "1 · Honey number 5", "5 · Honey number 0", buttons=["1", "5", "Wider"])


async def test_list_that_vanished_altogether(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.taps("1")
    await hold(database, honey)

    await ann.taps("Results")

    await ann.sees("What was found is not public any more", "Nothing for honey")


async def test_buttons_of_a_list_survive_a_restart(running: Running, telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.sees("1 found")
    await telegram.idle()

    await running.restart()
    await ann.taps("1")

    await ann.sees("KV-0001", buttons=["Propose cooperation", "Share", "Results"])


async def test_list_that_is_not_kept_any_more(telegram: Sandbox, database: Database) -> None:
    await listed(database, *(titled(f"Honey number {n}") for n in range(7)))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")
    await ann.sees("7 found")
    async with database.write() as session:
        await session.execute(delete(Run))

    toast = await ann.taps("▶")

    assert toast == "This list is not kept any more. Type what you look for."
    await ann.sees("Type what you look for", buttons=["My twins", "Home"])


async def test_search_button_explains(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.taps("Search")

    await ann.sees("Type what you look for", "for example honey", buttons=["My twins", "Home"])


async def test_card_for_somebody_without_a_published_business(telegram: Sandbox, database: Database) -> None:
    await listed(database, replace(HONEY, partner_role="An importer", size=SizeBand.UP_TO_49))
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")

    await ann.taps("1")

    card = await ann.sees(
        "Гречаний мед гуртом · KV-0001",
        "Buckwheat honey in bulk (translation by the author)",
        "Kyiv Oblast, Ukraine 🇺🇦",
        "Offers: 20 т гречаного меду",
        "Sectors: Food and drink",
        "Text in: Ukrainian",
        "shown to those who have a published business",
        buttons=["Propose cooperation", "Register", "Share", "KV-0001", "Results"],
    )
    for hidden in ("Lisova Pasika", "An importer", "11-49", "Distribution"):
        assert hidden not in card["text"]


async def test_name_does_not_find_a_listing_for_those_who_may_not_see_it(telegram: Sandbox, database: Database) -> None:
    await listed(database, HONEY)
    ann, bob = await arrives(telegram, "Ann", "US-WA"), await arrives(telegram, "Bob", "US-WA")
    await own_business(database, bob, "US-WA")

    await ann.sends("Lisova Pasika")
    await bob.sends("Lisova Pasika")

    await ann.sees("Nothing for Lisova Pasika")
    await bob.sees("1 found", "Lisova Pasika · Business offer")


async def test_full_card(telegram: Sandbox, database: Database) -> None:
    what = replace(HONEY, partner_role="An importer who sells to bakeries", size=SizeBand.UP_TO_49, sectors=[1, 16])
    (honey,) = await listed(database, what)
    ann = await arrives(telegram, "Ann", "US-WA")
    await own_business(database, ann, "US-WA")
    async with database.write() as session:
        checker = await members.find(session, ann.id)
        assert checker
        office = atlas.by_code("UA-32").id
        for check in (Check.NUMBER_IN_REGISTER, Check.PERSON_ACTS_FOR_IT):
            await businesses.verify(session, honey.business_id, check, office_region_id=office, by=checker.id, now=NOW)
    await ann.sends("honey")

    await ann.taps("1")

    await ann.sees(
        "🏢 Lisova Pasika · Kyiv Oblast, Ukraine 🇺🇦 · 11-49 people",
        "Offers: 20 т",
        "Seeks: An importer who sells to bakeries",
        "Cooperation: Distribution",
        "Priority of the agreement: Kyiv Oblast – Washington: Education and research",
        "Speaks: Ukrainian and English",
        "✓ Number in the register, person acts for it. Checked by: Kyiv Oblast, ",
        "(no endorsement)",
        "Confirmed ",
        buttons=["Propose cooperation", "Share", "Results"],
    )
    assert await ann.taps("KV-0001") == "KV-0001"


async def test_card_says_how_a_business_answers(telegram: Sandbox, database: Database) -> None:
    ann, olena = await arrives(telegram, "Ann", "US-WA"), await arrives(telegram, "Olena", "UA-32")
    await own_business(database, ann, "US-WA")
    async with database.write() as session:
        owner = await members.find(session, olena.id)
        assert owner
        honey = await lists(session, HONEY, now=NOW, owner=owner)
        for _ in range(3):
            interest = await proposed(session, honey, now=NOW)
            await interests.decline(session, owner, interest.id, DeclineReason.TERMS, now=NOW + timedelta(days=2))

    await ann.opens(f"l_{honey.id}")

    await ann.sees("Speaks: Ukrainian and English · usually answers within 3 days")


async def test_request_and_project_are_labelled_by_their_type(telegram: Sandbox, database: Database) -> None:
    await listed(
        database,
        titled("Honey wanted", type=OpportunityType.BUSINESS_REQUEST),
        titled("Honey plant", type=OpportunityType.INVESTMENT_PROJECT),
    )
    ann = await arrives(telegram, "Ann", "US-WA")
    await ann.sends("honey")

    await ann.taps("1")
    await ann.sees("Seeks: Honey wanted, as much")
    await ann.taps("Results")
    await ann.taps("2")
    await ann.sees("Investment project: Honey plant, as much")


async def test_own_listing_is_no_result_and_its_card_leads_to_it(telegram: Sandbox, database: Database) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")
    mine = await own_business(database, ann, "US-WA")

    await ann.sends("boards")
    await ann.sees("Nothing for boards")
    await ann.opens(f"l_{mine.id}")

    await ann.sees("Boards of our own", buttons=["My listing", "Share", "Home"])
    assert not any("Propose" in button for row in ann.buttons for button in row)


async def test_link_opens_the_card(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    eve = await arrives(telegram, "Eve", "US-AK")

    await eve.opens(f"l_{honey.id}")

    await eve.sees("KV-0001", "No agreement with your region", buttons=["Propose cooperation", "Share", "Home"])


@pytest.mark.parametrize("number", ["404", "0", "9999999999"])
async def test_link_to_nothing_is_answered(telegram: Sandbox, number: str) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.opens(f"l_{number}")

    await ann.sees("not public any more", buttons=["Search", "Home"])


async def test_link_for_a_newcomer_leads_through_the_entrance(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    ann = telegram.person("Ann", language="en")

    await ann.opens(f"l_{honey.id}")

    await ann.sees("Where does your business work?")


async def test_listing_closed_for_proposals_says_so(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    async with database.write() as session:
        (await session.get_one(Opportunity, honey.id)).open_for_interest = False
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.opens(f"l_{honey.id}")

    await ann.sees("Takes no new proposals now.", buttons=["Share"])
    assert not any("Propose" in button for row in ann.buttons for button in row)


async def test_somebody_elses_list_looks_gone(telegram: Sandbox, database: Database) -> None:
    await listed(database, *(titled(f"Honey number {n}") for n in range(7)))
    ann, bob = await arrives(telegram, "Ann", "US-WA"), await arrives(telegram, "Bob", "US-WA")
    await ann.sends("honey")
    await ann.sees("7 found")
    async with database.write() as session:
        taken_over = await members.find(session, bob.id)
        run = await session.get_one(Run, 1)
        assert taken_over
        run.member_id = taken_over.id

    assert await ann.taps("Wider") == "This list is not kept any more. Type what you look for."


async def test_verification_lapses_from_the_card(telegram: Sandbox, database: Database) -> None:
    (honey,) = await listed(database, HONEY)
    ann = await arrives(telegram, "Ann", "US-WA")
    await own_business(database, ann, "US-WA")
    async with database.write() as session:
        checker = await members.find(session, ann.id)
        assert checker
        long_ago = NOW - timedelta(days=366)
        await businesses.verify(session, honey.business_id, Check.VISITED, office_region_id=0, by=checker.id, now=long_ago)
        await businesses.verify(session, honey.business_id, Check.NUMBER_IN_REGISTER, office_region_id=0, by=checker.id, now=NOW)

    await ann.opens(f"l_{honey.id}")

    card = await ann.sees("✓ Number in the register. Checked by: administrators of Pobratym, ")
    assert "isited" not in card["text"]
