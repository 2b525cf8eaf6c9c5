"""My office: who answers for a region, and how to reach them."""

from datetime import UTC, datetime

from models import atlas, regions
from models.database import Database
from models.regions import Twinning, TwinningStatus
from sandbox.server import Sandbox
from tests.people import arrives, works_in_office


async def test_own_office_with_telephone_hours_and_promise(telegram: Sandbox, database: Database) -> None:
    await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.taps("My office")

    await olena.sees(
        "Regional office: Kyiv Oblast",
        "Your region's own office",
        "+380 44 286 8411",
        "Mon-Fri 9:00-18:00 (Kyiv Oblast time)",
        "within two working days",
        "What you can ask",
        buttons=["My twins", "Home"],
    )
    assert not any("Queue" in button for row in olena.buttons for button in row)


async def test_where_the_twins_office_serves_it_is_named(telegram: Sandbox, database: Database) -> None:
    await works_in_office(telegram, database, "Taras", "UA-32")
    async with database.write() as session:
        session.add(
            Twinning(
                region_a=atlas.by_code("UA-32").id,
                region_b=atlas.by_code("NO").id,
                level="region",
                instrument="agreement",
                status=TwinningStatus.SIGNED,
                sectors=[],
            )
        )
    jon = await arrives(telegram, "Jon", "NO")

    await jon.taps("My office")

    await jon.sees("Regional office: Kyiv Oblast", "It has no office here yet, so the twin region's office checks", "+380 44 286 8411")


async def test_without_any_office_the_administrators_answer(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.taps("My office")

    await olena.sees("The administrators of Pobratym", "It has no office here yet, so the administrators check", "two working days")


async def test_office_command_is_the_card_for_members_and_the_desk_for_staff(telegram: Sandbox, database: Database) -> None:
    taras = await works_in_office(telegram, database, "Taras", "UA-32")
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.sends("/office")
    await olena.sees("Regional office: Kyiv Oblast")
    await taras.sends("/office")
    await taras.sees("Nothing waits")
    await taras.taps("My office")
    await taras.sees("Regional office: Kyiv Oblast", buttons=["Queue"])


async def test_office_without_a_telephone_says_so(telegram: Sandbox, database: Database) -> None:
    await works_in_office(telegram, database, "Taras", "UA-32")
    async with database.write() as session:
        office = await regions.open_office(session, atlas.by_code("UA-32").id, now=datetime(2026, 5, 1, tzinfo=UTC))
        office.phone = office.hours = None
    olena = await arrives(telegram, "Olena", "UA-32")

    await olena.taps("My office")

    await olena.sees("Its telephone is not recorded yet")


async def test_command_leaves_an_open_form(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await olena.taps("Register")

    await olena.sends("/office")

    await olena.sees("The administrators of Pobratym")
