"""Missions as people meet them: organised, published, applied for, chosen, reminded of, cancelled."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.application import Application
from bot.clock import Clock
from models import atlas, members, missions, regions
from models.database import Database
from models.members import Member, Role
from models.missions import Direction, Mission, MissionContent, Selection
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.listings import lists, titled
from tests.people import arrives, works_in_office
from tests.plans import WISH, entrepreneur, opens, plan

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
GOAL = "Find a builder who takes twelve timber houses a month."


def in_days(days: int, hour: int = 10) -> datetime:
    """What a wall clock shows then."""
    return (Clock().now() + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None)


def coming(**changes: object) -> MissionContent:
    """A mission in about a month."""
    times = {"begins": in_days(40), "ends": in_days(42, 17), "apply_until": Clock().now() + timedelta(days=20)}
    return plan(**{**times, **changes})


@dataclass
class Fair:
    """An office that organises, entrepreneurs with public businesses, and the bot."""

    running: Running
    database: Database
    office: Person
    olena: Person
    taras: Person

    @property
    def telegram(self) -> Sandbox:
        return self.running.telegram

    @property
    def application(self) -> Application:
        return self.running.application

    async def member(self, person: Person) -> Member:
        async with self.database.read() as session:
            found = await members.find(session, person.id)
        assert found
        return found

    async def opens(self, content: MissionContent | None = None) -> Mission:
        async with self.database.write(mark=False) as session:
            office = await members.find(session, self.office.id)
            assert office
            return await opens(session, office, content or coming(), now=Clock().now())

    async def later(self, **span: float) -> None:
        self.telegram.advance(int(timedelta(**span).total_seconds()))
        await self.application.worker.work()
        self.application.sender.wake()
        await self.telegram.idle()

    async def until(self, moment: datetime) -> None:
        """Time passes until then, as the bot's clock has it."""
        await self.telegram.idle()
        await self.later(seconds=(moment - self.application.clock.now()).total_seconds() + 1)


@pytest.fixture
async def fair(running: Running, database: Database) -> Fair:
    return await fair_in("en", running, database)


async def fair_in(language: str, running: Running, database: Database) -> Fair:
    """Everybody's phone speaks this language."""
    office = await works_in_office(running.telegram, database, "Susan", "US-WA", language, role=Role.HEAD)
    olena, taras = [await arrives(running.telegram, name, "UA-32", language) for name in ("Olena", "Taras")]
    async with database.write(mark=False) as session:
        await regions.seed(session)
        for number, person in enumerate((olena, taras)):
            member = await members.find(session, person.id)
            assert member
            await lists(session, titled(f"Houses {number}", business=f"Domy {number}"), now=Clock().now(), owner=member)
        await lists(session, titled("Builders of houses", business="Cascade Homes", region="US-WA"), now=Clock().now())
    return Fair(running, database, office, olena, taras)


async def writes_mission(office: Person, *, begins: datetime) -> None:
    """Every required answer, from Home to the preview."""
    await office.opens()
    await office.taps("📌 Missions")
    await office.taps("New mission")
    await office.sees("What kind of event is it?", "step 1 of")
    await office.taps("Business mission")
    await office.taps("Guests come")
    await office.sees("Give it a title")
    await office.sends("Timber houses in Seattle")
    await office.sees("What will happen there")
    await office.sends("Three days with buyers of timber houses and a round of talks.")
    await office.sees("In which city?")
    await office.sends("Seattle")
    await office.sees("When does it begin")
    await office.sends("20/07/2026")
    await office.sees("with full stops", "20.07.2026")
    await office.sends(f"{begins:%d.%m.%Y %H:%M}")
    await office.sees("When does it end?")
    await office.sends("08:00")
    await office.sees("That is before it begins")
    await office.sends("17:00")
    await office.sees("For which sectors")
    await office.taps("Food and drink")
    await office.taps("Go on")
    await office.sees("How many businesses")
    await office.sends("many")
    await office.sees("A whole number")
    await office.sends("20")
    await office.sees("With how many does it take place")
    await office.sends("2")
    await office.sees("Until which day")
    await office.sends(f"{begins - timedelta(days=10):%d.%m.%Y}")
    await office.taps("The organiser chooses")
    await office.taps("English")
    await office.taps("Go on")
    await office.sees("Whom can people ask?")
    await office.sends("Susan Clark, +1 360 555 0100")
    await office.sees("New mission", "Seats: 20", "Minimum number: 2", "It becomes a draft")


async def applies(person: Person) -> None:
    """From the card to the sent application."""
    await person.taps("🙋 Apply")
    await person.sees("What do you want to reach there?")
    await person.sends(GOAL)
    await person.sees("Whom do you want to meet?", buttons=["Nobody in particular"])
    await person.taps("Nobody in particular")
    await person.taps("Go on")
    await person.sees("Which languages")
    await person.taps("Go on")
    await person.taps("No")
    await person.sees("Application for", GOAL)
    await person.taps("🙋 Apply")


async def finds(person: Person, mission: Mission) -> None:
    await person.opens(f"m_{mission.id}")
    await person.sees(mission.reference)


async def test_whole_journey(fair: Fair) -> None:
    """Created, published, applied for with partners picked from a search, chosen, reminded, cancelled."""
    office, olena = fair.office, fair.olena
    begins = in_days(40)
    await writes_mission(office, begins=begins)
    await office.taps("💾 Save")
    await office.sees("A draft.", "Only your office sees it", "WA-M-001", buttons=["Publish", "Change", "Throw away"])
    await office.taps("✅ Publish")
    await office.sees("Publish Timber houses in Seattle?")
    await office.taps("Publish it")
    await office.sees("Published.", "Undecided: 0", buttons=["Applicants 0", "Other dates", "Extend", "Cancel it"])

    await olena.opens()
    await olena.taps("📌 Missions")
    await olena.sees("1 mission is coming", "Timber houses in Seattle", "Apply until")
    await olena.taps("1")
    await olena.sees(
        "WA-M-001", "Business mission · Guests come", "By your clock (Kyiv)", "Seattle, Washington", "free of charge", "Susan Clark"
    )
    await olena.taps("🙋 Apply")
    await olena.sees("What do you want to reach there?", "step 1 of 4")
    await olena.sends(GOAL)
    await olena.sees("Whom do you want to meet?", buttons=["Builders of houses"])
    await olena.sends("zzzzqqq")
    await olena.sees("No listing of that side fits")
    await olena.sends("houses")
    await olena.sees("Whom do you want to meet?", buttons=["Builders of houses"])
    await olena.taps("Builders of houses")
    await olena.taps("Go on")
    await olena.sees("Which languages")
    await olena.taps("Go on")
    await olena.taps("Yes, I need one")
    await olena.sees("Application for WA-M-001", "Builders of houses", "The organiser sees your answers")
    await olena.taps("🙋 Apply")
    await olena.sees("Sent to the organiser.", "Waits for a decision", "You are told at once", buttons=["Withdraw", "Mission"])

    await office.sees("1 application waits for your decision")
    await office.taps("👥 Applicants")
    await office.sees("Seats taken: 0 of 20", "Domy 0", GOAL, buttons=["☐ 1"])
    await office.taps("1")
    await office.sees("Domy 0", "Comes: Olena", "Wants to meet:", "Builders of houses", "needs an interpreter", buttons=["Note"])
    await office.taps("🗒 Note")
    await office.sees("Applicants never see it")
    await office.sends("Came well prepared last year.")
    await office.taps("Keep the note")
    await office.sees("Note of the office: Came well prepared")
    await office.taps("✅ Confirm")
    await office.sees("Seats taken: 1 of 20")

    await olena.sees("You have a seat.", "I will remind you", buttons=["I am coming", "Release my seat"])
    await fair.until((begins - timedelta(days=6)).replace(tzinfo=ZoneInfo("Europe/Kyiv")))
    await olena.sees("In a week. Are you coming?", buttons=["I am coming", "Release my seat"])
    assert await olena.taps("I am coming") == "Noted: you are coming."
    await olena.sees("You said that you are coming.")

    await finds(office, await fair.opens(coming(begins=in_days(90), ends=in_days(91), apply_until=Clock().now() + timedelta(days=80))))
    await office.opens("m_1")
    await office.taps("⛔ Cancel it")
    await office.sees("Cancel Timber houses in Seattle?", "1 applicant is told at once")
    await office.taps("⛔ Cancel the mission")
    await office.sees("Cancelled. Everybody who might have come is told now.")
    await olena.sees("Cancelled: Timber houses in Seattle", buttons=["Other missions"])


async def test_last_seat_goes_to_one_and_the_other_waits(fair: Fair) -> None:
    mission = await fair.opens(coming(selection=Selection.FIRST_COME, seats=1))
    for person in (fair.olena, fair.taras):
        await finds(person, mission)
        await person.taps("🙋 Apply")
        await person.sees("What do you want to reach there?")
        await person.sends(GOAL)
        await person.sees("Whom do you want to meet?")
        await person.taps("Nobody in particular")
        await person.taps("Go on")
        await person.taps("Go on")
        await person.taps("No")
        await person.sees("If a seat is free when you send it, it is yours")

    await asyncio.gather(fair.olena.taps("🙋 Apply"), fair.taras.taps("🙋 Apply"))
    await fair.telegram.idle()

    lucky, patient = sorted((fair.olena, fair.taras), key=lambda person: "All seats are taken" in person.screen)
    await lucky.sees("A seat is yours.", buttons=["Release my seat"])
    await patient.sees("All seats are taken.", "Your place in line: 1")

    await lucky.taps("Release my seat")
    await lucky.sees("Release your seat")
    await lucky.taps("Release it")
    await lucky.sees("Withdrawn", buttons=["Apply again"])
    await patient.sees("A seat came free.", "kept for you until", buttons=["Take the seat"])
    await fair.later(hours=25)
    await patient.sees("The 24 hours are over", buttons=["Take the seat", "Wait again"])
    await patient.taps("Take the seat")
    await patient.sees("Seat confirmed")


async def test_too_few_at_the_deadline(fair: Fair) -> None:
    mission = await fair.opens(coming(minimum=2, seats=5))
    await finds(fair.olena, mission)
    await applies(fair.olena)
    await fair.olena.sees("Sent to the organiser")
    # In the morning after it, in Washington.
    await fair.until((mission.apply_until + timedelta(days=1)).replace(hour=18))
    await fair.office.sees("Too few for", "1 have applied", "2 are needed", buttons=["Extend", "Hold it anyway", "Cancel it"])
    await fair.office.taps("⏳ Extend")
    await fair.office.sees("Take applications longer?", buttons=["until", "Another day"])
    await fair.office.taps("until")
    await fair.office.sees("Applications are taken until")
    await fair.later(days=4)
    await fair.office.sees("Too few for")
    await fair.office.taps("▶️ Hold it anyway")
    await fair.office.sees("It goes on.", buttons=["Applicants 1"])


async def test_venue_in_ukraine_reaches_participants_only(fair: Fair, database: Database) -> None:
    kyiv = await works_in_office(fair.telegram, database, "Ivan", "UA-32", role=Role.HEAD)
    async with database.write(mark=False) as session:
        office = await members.find(session, kyiv.id)
        assert office
        home = coming(direction=Direction.INWARD, host_region_id=atlas.by_code("UA-32").id, city="Brovary", venue="Secret hall 7")
        mission = await opens(session, office, home, now=Clock().now())
    for person in (fair.olena, fair.taras):
        await finds(person, mission)
        await person.sees("Participants get the venue and the exact hours 24 hours before")
        await applies(person)
        await person.sees("Sent to the organiser")
    await kyiv.opens(f"m_{mission.id}")
    await kyiv.taps("👥 Applicants")
    await kyiv.taps("☐ 1")
    await kyiv.sees("Domy", buttons=["☑ 1", "Confirm 1"])
    await kyiv.taps("Confirm 1")
    await kyiv.sees("Seats taken: 1 of 2")
    await fair.olena.sees("You have a seat.", "The venue and the exact hours come 24 hours before.")
    await fair.until(mission.begins_at - timedelta(hours=22))

    await fair.olena.sees("Venue and exact hours", "Secret hall 7", "10:00")
    assert "Secret hall" not in fair.taras.transcript()
    assert "10:00" not in fair.taras.transcript()


async def test_ticks_hold_over_pages(fair: Fair) -> None:
    fair.telegram.expects_error("chat not found")  # these applicants have never pressed Start
    mission = await fair.opens(coming(seats=5))
    async with fair.database.write(mark=False) as session:
        for number in range(7):
            await missions.apply(session, await entrepreneur(session, number, now=Clock().now()), mission.id, WISH, now=Clock().now())
    office = fair.office
    await office.opens(f"m_{mission.id}")
    await office.taps("👥 Applicants")
    await office.taps("☐ 2")
    await office.taps("▶")
    await office.sees("House 5", "1 more is ticked on other pages.", buttons=["☐ 6", "Confirm 1"])
    await office.taps("☐ 7")
    await office.taps("◀")
    await office.sees("House 1", "1 more is ticked on other pages.", buttons=["☑ 2", "☐ 3", "Confirm 2"])
    await office.taps("✖ Decline")
    await office.sees("Decline: House 1, House 6?")
    await office.taps("⬅ Applicants")
    await office.sees("House 1", buttons=["☑ 2", "Confirm 2"])
    assert await office.taps("Confirm 2") == "Confirmed: 2. All of them are told now."
    async with fair.database.read() as session:
        seated = await missions.applications(session, mission.id, missions.SEATED)
        every = await missions.applications(session, mission.id)
    assert [each.id for each in seated] == [every[1].id, every[6].id]
    await fair.telegram.idle()


async def test_programme_is_kept_and_given(fair: Fair) -> None:
    mission = await fair.opens()
    office = fair.office
    await finds(office, mission)
    await office.taps("✏️ Change")
    await office.sees("Change of a mission")
    await office.taps("Add details")
    for _ in range(9):
        if "The programme as a photo" in office.screen:
            break
        await office.taps("Skip")
        await fair.telegram.idle()
    await office.sends("it will be nice")
    await office.sees("Send the file itself")
    await office.sends_document(b"MZ", "virus.exe")
    await office.sees("This kind of file cannot be shown")
    await office.sends_document(PDF, "programme.pdf")
    await office.sees("Programme: 📄 programme.pdf")
    await office.taps("💾 Save")
    await office.sees("Changed.")

    await finds(fair.olena, mission)
    await fair.olena.taps("📄 Programme")
    await fair.olena.sees("Programme: Timber to Seattle", buttons=["Mission", "Home"])
    await fair.olena.taps("⬅ Mission")
    await fair.olena.sees(mission.reference)


async def test_other_dates_are_told(fair: Fair) -> None:
    mission = await fair.opens()
    await finds(fair.olena, mission)
    await applies(fair.olena)
    await fair.olena.sees("Sent to the organiser")
    await finds(fair.office, mission)
    await fair.office.taps("Other dates")
    await fair.office.sees("When does it begin")
    later = in_days(41)
    await fair.office.sends(f"{later:%Y-%m-%d} 11:00")
    await fair.office.sees("Change of a mission")
    await fair.office.taps("💾 Save")
    await fair.office.sees("Changed.")
    await fair.olena.sees("Changed: dates.", "It was:")


async def test_two_organisers_change_one_mission(fair: Fair, database: Database) -> None:
    """Each keeps what only they wrote; what both wrote is asked once more."""
    mission = await fair.opens()
    susan, walter = fair.office, await works_in_office(fair.telegram, database, "Walter", "US-WA")
    for person in (susan, walter):
        await finds(person, mission)
        await person.taps("✏️ Change")
        await person.sees("Change of a mission", "Seats: 2")
    await rewrites(susan, "Seats", "30")
    await rewrites(susan, "Contact", "Susan Clark, office 5")
    await susan.taps("💾 Save")
    await susan.sees("Changed.")

    await rewrites(walter, "Seats", "40")
    await rewrites(walter, "City", "Tacoma")
    await walter.taps("💾 Save")
    await walter.sees("this mission was changed", "Seats: 30", "Contact: Susan Clark, office 5", "Seats: 40", "City: Tacoma")
    await walter.taps("💾 Save")
    await walter.sees("Changed.", "Tacoma", "Susan Clark, office 5")
    async with database.read() as session:
        kept = await session.get_one(Mission, mission.id)
    assert (kept.seats, kept.city, kept.contact) == (40, "Tacoma", "Susan Clark, office 5")


async def test_save_pressed_twice_does_not_pass_over_what_the_other_wrote(fair: Fair, database: Database) -> None:
    """The second tap is made before the first one's answer is seen."""
    mission = await fair.opens()
    susan, walter = fair.office, await works_in_office(fair.telegram, database, "Walter", "US-WA")
    for person in (susan, walter):
        await finds(person, mission)
        await person.taps("✏️ Change")
    await rewrites(susan, "Seats", "30")
    await susan.taps("💾 Save")
    await susan.sees("Changed.")
    await rewrites(walter, "Seats", "40")

    await walter.taps_twice("💾 Save")

    await walter.sees("this mission was changed", "Seats: 30", "Seats: 40")
    async with database.read() as session:
        assert (await session.get_one(Mission, mission.id)).seats == 30
    await walter.taps("💾 Save")
    await walter.sees("Changed.", "40")


async def test_an_edit_that_was_left_meets_what_changed_meanwhile(fair: Fair, database: Database) -> None:
    mission = await fair.opens()
    susan, walter = fair.office, await works_in_office(fair.telegram, database, "Walter", "US-WA")
    await finds(susan, mission)
    await susan.taps("✏️ Change")
    await rewrites(susan, "City", "Tacoma")
    await susan.taps("Save and leave")
    await finds(walter, mission)
    await walter.taps("✏️ Change")
    await rewrites(walter, "Seats", "30")
    await walter.taps("💾 Save")
    await walter.sees("Changed.")

    await finds(susan, mission)
    await susan.taps("✏️ Change")
    await susan.sees("this mission was changed", "Seats: 30", "City: Tacoma")
    await susan.taps("💾 Save")
    await susan.sees("Changed.", "Tacoma")


async def rewrites(person: Person, label: str, text: str) -> None:
    """One answer, from the preview and back to it."""
    await person.taps("✏️ Change")
    await person.sees("Which answer")
    if not any(label in button for row in person.buttons for button in row):
        await person.taps("▶")
    await person.taps(label)
    await person.sees("Change of a mission · " + label)
    await person.sends(text)
    await person.sees("Change of a mission", text)


async def test_stranger_comes_by_a_link(fair: Fair) -> None:
    mission = await fair.opens()
    grace = fair.telegram.person("Grace", language="en")
    await grace.opens(f"m_{mission.id}")
    await grace.sees("Where does your business work?")
    await grace.sends("Washington")
    await grace.taps("Washington")
    await grace.taps("I agree")
    await grace.sees(mission.reference, buttons=["Apply"])
    await grace.taps("🙋 Apply")
    await grace.sees("A business applies, so register yours first", buttons=["Register", "Mission"])


async def test_double_tap_applies_once(fair: Fair) -> None:
    mission = await fair.opens(coming(selection=Selection.FIRST_COME, seats=2))
    await finds(fair.olena, mission)
    await fair.olena.taps("🙋 Apply")
    await fair.olena.sees("What do you want to reach there?")
    await fair.olena.sends(GOAL)
    await fair.olena.sees("Whom do you want to meet?")
    await fair.olena.taps("Nobody in particular")
    await fair.olena.taps("Go on")
    await fair.olena.taps("Go on")
    await fair.olena.taps("No")
    await fair.olena.sees("Application for")
    await fair.olena.taps_twice("🙋 Apply")
    await fair.telegram.idle()
    async with fair.database.read() as session:
        assert await missions.taken(session, mission.id) == 1


async def test_restart_in_the_middle_of_an_application(fair: Fair) -> None:
    mission = await fair.opens()
    await finds(fair.olena, mission)
    await fair.olena.taps("🙋 Apply")
    await fair.olena.sees("What do you want to reach there?")
    await fair.olena.sends(GOAL)
    await fair.olena.sees("Whom do you want to meet?")
    await fair.telegram.idle()
    await fair.running.restart()
    await fair.olena.taps("Nobody in particular")
    await fair.olena.taps("Go on")
    await fair.olena.taps("Go on")
    await fair.olena.taps("No")
    await fair.olena.sees("Application for", GOAL)
    await fair.olena.taps("🙋 Apply")
    await fair.olena.sees("Sent to the organiser.")


async def test_old_button_of_a_cancelled_mission(fair: Fair) -> None:
    mission = await fair.opens()
    await finds(fair.olena, mission)
    async with fair.database.write(mark=False) as session:
        office = await members.find(session, fair.office.id)
        assert office
        await missions.cancel(session, office, mission.id, now=Clock().now())
    assert await fair.olena.taps("🙋 Apply") == "This mission was cancelled."
    await fair.olena.sees("Cancelled.", buttons=["Missions", "Home"])
