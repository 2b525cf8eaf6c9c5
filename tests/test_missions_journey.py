"""A mission from its first question to what people say of it, in each language: every text is looked up in the catalogue."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from handlers.i18n import _, language_name, ngettext, speaking
from handlers.words import sector_name
from models import sectors
from models.database import Database
from models.missions import Mission
from sandbox.person import Person
from sandbox.smoke import PNG
from tests.conftest import Running
from tests.test_missions import GOAL, Fair, fair_in, in_days

Words = Callable[[str], str]


def words_of(language: str) -> Words:
    """How this language says something: the longest part of it between placeholders and tags."""

    def say(text: str) -> str:
        with speaking(language):
            return max(re.split(r"\{\w+\}|<[^>]+>|\n", _(text)), key=len).strip()

    return say


@pytest.mark.parametrize("language", ["en", "uk"])
async def test_from_the_first_question_to_what_people_say(running: Running, database: Database, language: str) -> None:
    fair, say = await fair_in(language, running, database), words_of(language)
    await writes(fair.office, say, language)
    mission = await publishes(fair, say)
    for person in (fair.olena, fair.taras):
        await applies(person, mission, say)
    await chooses(fair, say)
    await moves(fair, mission, say)
    await gives_way(fair, say)
    await takes_part(fair, mission, say, language)


async def writes(office: Person, say: Words, language: str) -> None:
    begins = in_days(40)
    await office.opens()
    await office.taps(say("Missions"))
    await office.taps(say("New mission"))
    await office.taps(say("Business mission"))
    await office.taps(say("Guests come"))
    await office.sees(say("Give it a title: the subject and the place, in a few words."))
    await office.sends("Timber houses in Seattle")
    await office.sees(say("What will happen there, and what does it bring to those who come? No exact addresses here."))
    await office.sends("Three days with buyers of timber houses and a round of talks.")
    await office.sees(say("In which city? The venue itself is a question of its own."))
    await office.sends_photo(PNG)
    await office.sees(say("Here a text is needed; a photo, a voice message or a file cannot be kept as this answer."))
    await office.sends("Seattle")
    await office.sees(say("When does it begin, by the clock there ({city})? Day and hour."))
    await office.sends(f"{begins:%d.%m}")
    await office.sees(say("The year is missing. Write it like this: 20.07.2026."))
    await office.sends(f"{begins:%d.%m.%Y %H:%M}")
    await office.sees(say("When does it end? Day and hour; on the same day the hour is enough."))
    await office.sends("17:00")
    await office.sees(say("For which sectors is it? Choose one to five."))
    with speaking(language):
        sector = sector_name(sectors.all_sectors()[0].id)
    await office.taps(sector)
    await office.taps(say("Go on"))
    await office.sees(say("How many businesses can take part?"))
    await office.sends("1")
    await office.sees(say("With how many does it take place at all? If fewer have applied at the deadline, I ask you what follows."))
    await office.sends("2")
    await office.sees(say("A whole number from {least} to {most} is needed."))
    await office.sends("1")
    await office.sees(say("Until which day can businesses apply? Without an hour it is {hour} there."))
    await office.sends(f"{begins - timedelta(days=10):%d.%m.%Y}")
    await office.taps(say("The organiser chooses"))
    with speaking(language):
        english = language_name("en")
    await office.taps(english)
    await office.taps(say("Go on"))
    await office.sees(say("Whom can people ask? A name with a telephone number or an e-mail address."))
    await office.sends("Susan Clark, +1 360 555 0100")
    await office.sees(say("It becomes a draft that only your office sees; you publish it with one more tap."))


async def publishes(fair: Fair, say: Words) -> Mission:
    await fair.office.taps("💾 " + say("Save"))
    await fair.office.sees("WA-M-001", buttons=[say("Throw away")])
    await fair.office.taps(say("Publish"))
    await fair.office.taps(say("Publish it"))
    await fair.office.sees(say("<b>Published.</b>"))
    async with fair.database.read() as session:
        return await session.get_one(Mission, 1)


async def applies(person: Person, mission: Mission, say: Words) -> None:
    await person.opens(f"m_{mission.id}")
    await person.sees(mission.reference, say("free of charge"), buttons=[say("Apply")])
    await person.taps(say("Apply"))
    await person.sees(say("What do you want to reach there? For “{title}”."))
    await person.sends(GOAL)
    await person.taps(say("Nobody in particular"))
    await person.taps(say("Go on"))
    await person.sees(say("Which languages can you talk in there?"))
    await person.taps(say("Go on"))
    await person.taps(say("No"))
    await person.sees(say("Application for {reference}"), GOAL)
    await person.taps(say("Apply"))
    await person.sees(say("<b>Sent to the organiser.</b>"), buttons=[say("Withdraw")])


async def chooses(fair: Fair, say: Words) -> None:
    """One is confirmed; there is no seat for the other, who waits."""
    office = fair.office
    await office.opens("m_1")
    await office.taps("👥")
    await office.taps("☐ 1")
    await office.taps("✅")
    await office.sees("Domy 1", buttons=["☐ 1"])
    await fair.olena.sees(say("<b>You have a seat.</b>"), buttons=[say("I am coming"), say("Release my seat")])
    await office.taps("☐ 1")
    await office.sees("Domy 1", buttons=["☑ 1"])
    await office.taps("⏳ " + say("Waiting list"))
    await fair.taras.sees(say("<b>You are on the waiting list.</b>"))
    assert await fair.olena.taps(say("I am coming")) == say("Noted: you are coming.")


async def moves(fair: Fair, mission: Mission, say: Words) -> None:
    await fair.office.opens(f"m_{mission.id}")
    await fair.office.taps(say("Other dates"))
    await fair.office.sends(f"{in_days(41):%Y-%m-%d} 11:00")
    await fair.office.sees(say("Change of a mission"))
    await fair.office.taps("💾 " + say("Save"))
    await fair.office.sees(say("It would end before it begins. Change one of both."))
    await fair.office.taps("✏️ " + say("Change"))
    await fair.office.taps(say("Ends"))
    await fair.office.sends("17:00")
    await fair.office.sees(say("The change holds at once. Those who applied are told of other dates, places and costs."))
    await fair.office.taps("💾 " + say("Save"))
    for person in (fair.olena, fair.taras):
        await person.sees(say("It was: {days}"))


async def gives_way(fair: Fair, say: Words) -> None:
    """The participant withdraws; the one who waits is offered the seat and takes it."""
    await fair.olena.opens("m_1")
    await fair.olena.taps(say("My application"))
    await fair.olena.taps(say("Release my seat"))
    await fair.olena.taps(say("Release it"))
    await fair.office.sees("Domy 0", say("It is offered to the next on the waiting list, for 24 hours. Nothing to do now."))
    await fair.taras.sees(say("<b>A seat came free.</b>"), buttons=[say("Take the seat")])
    assert await fair.taras.taps(say("Take the seat")) == say("The seat is yours.")


async def takes_part(fair: Fair, mission: Mission, say: Words, language: str) -> None:
    async with fair.database.read() as session:
        mission = await session.get_one(Mission, mission.id)
    await fair.until(mission.begins_at)
    await fair.office.opens("m_1")
    await fair.office.taps(say("Entrance"))
    assert await fair.office.taps("1 · Taras") == say("Marked: here.")
    await fair.until(mission.ends_at)
    await fair.later(hours=20)
    await fair.taras.sees(say("<b>{title}</b>: how was it?"), say("Was it useful for your business?"))
    await fair.taras.taps(say("Very"))
    await fair.taras.taps("3-5")
    await fair.taras.taps(say("Talks go on"))
    await fair.taras.taps(say("Yes"))
    await fair.taras.sees(say("<b>Thank you.</b> It helps the office to plan the next mission. Nothing more to do."))
    await fair.office.opens("m_1")
    await fair.office.taps(say("Figures"))
    with speaking(language):
        answers = ngettext("Feedback: <b>{n}</b> answer", "Feedback: <b>{n}</b> answers", 1)
    await fair.office.sees(re.sub(r"<[^>]+>", "", answers).format(n=1))
