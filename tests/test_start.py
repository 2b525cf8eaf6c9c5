"""From Start to the first useful screen."""

from sandbox.server import Sandbox
from tests.people import arrives, fills_registration, registers


async def test_newcomer_is_greeted_and_reaches_home(telegram: Sandbox) -> None:
    olena = telegram.person("Olena", language="en")

    await olena.opens()
    await olena.sees("Pobratym", "Where does your business work?", buttons=["Kyiv Oblast", "Another country"])
    await olena.taps("Kyiv Oblast")
    await olena.sees("Agreements in force", "Do you agree", buttons=["I agree", "Another region"])
    await olena.taps("I agree")
    await olena.sees("Olena", "Type what you look for", buttons=["Register", "My twins"])


async def test_region_is_found_by_a_part_of_its_name(telegram: Sandbox) -> None:
    ann = await arrives(telegram, "Ann", "US-WA")

    await ann.sees("Washington", buttons=["Register"])


async def test_registration_reaches_the_office(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await fills_registration(olena)
    await olena.sees(
        "Lisova Pasika", "Buckwheat honey in bulk", "within two working days", buttons=["Send to the office", "Change", "Add details"]
    )
    await olena.taps("Send to the office")
    await olena.sees("Sent.", "KV-0001", "You hear from me by")


async def test_registered_member_sees_the_business_at_home(telegram: Sandbox) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    await registers(olena)

    await olena.opens()

    await olena.sees("Lisova Pasika", "Being checked", buttons=["My business"])
