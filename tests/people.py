"""What people do in many tests: arrive, register, work in an office."""

from dataclasses import dataclass

from bot.clock import Clock
from models import atlas, members, regions
from models.database import Database
from models.members import Role
from sandbox.person import Person
from sandbox.server import Sandbox


@dataclass(frozen=True)
class Offer:
    """The six answers of a registration, as a person gives them in English."""

    business: str = "Lisova Pasika"
    sector: str = "Food and drink"
    kind: str = "Business offer"
    title: str = "Buckwheat honey in bulk"
    summary: str = "20 t of buckwheat honey a year, analysed, in drums of 200 litres."
    cooperation: str = "Distribution"


HONEY = Offer()
BAKERY = Offer(
    business="Cascade Foods",
    kind="Business request",
    title="Single-flower honey for bakeries",
    summary="We bake for 300 cafes and look for single-flower honey with papers, 2 t a month.",
    cooperation="Supply",
)


async def arrives(telegram: Sandbox, name: str, region: str, language: str = "en") -> Person:
    """Somebody presses Start, types the region's name, chooses it and agrees."""
    person = telegram.person(name, language=language)
    agree = {"en": "I agree", "uk": "Погоджуюся"}[language]
    name_of = atlas.by_code(region).name(language)
    await _enters(person, name_of, agree)
    return person


async def _enters(person: Person, name_of: str, agree: str) -> None:
    await person.opens()
    await person.sees("\n\n")
    await person.sends(name_of)
    await person.taps(name_of)
    await person.taps(agree)


async def fills_registration(person: Person, offer: Offer = HONEY) -> None:
    """From Home to the preview."""
    await person.taps("Register")
    await person.sees("step 1 of 6")
    await person.sends(offer.business)
    await person.taps(offer.kind)
    # What is written before a question is shown would be added to the answer before it.
    await person.sees("step 3 of 6")
    await person.sends(offer.title)
    await person.sees("step 4 of 6")
    await person.sends(offer.summary)
    await person.taps(offer.sector)
    await person.taps("Go on")
    await person.taps(offer.cooperation)
    await person.taps("Go on")


async def registers(person: Person, offer: Offer = HONEY) -> None:
    """Registers a business with its first opportunity and sends it to the office."""
    await fills_registration(person, offer)
    await person.taps("Send to the office")
    await person.sees("Sent.")


async def works_in_office(
    telegram: Sandbox, database: Database, name: str, region: str, language: str = "en", role: Role = Role.MODERATOR
) -> Person:
    """An official of this region's office, who has arrived."""
    person = telegram.person(name, language=language)
    async with database.write() as session:
        now = Clock().now()
        await members.grant(session, person.id, role, atlas.by_code(region).id, now=now)
        await regions.open_office(session, atlas.by_code(region).id, now=now, phone="+380442868411", hours="Mon-Fri 9:00-18:00")
    agree = {"en": "I agree", "uk": "Погоджуюся"}[language]
    name_of = atlas.by_code(region).name(language)
    await _enters(person, name_of, agree)
    return person


async def publishes(person: Person, office: Person, offer: Offer = HONEY) -> None:
    """Registers, and the office approves having checked the text only."""
    await registers(person, offer)
    await office.opens()
    await office.taps("Queue")
    await office.taps("Approve")
    await office.taps("Text only")
    await person.sees("public")
