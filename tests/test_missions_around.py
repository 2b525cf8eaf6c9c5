"""What surrounds missions, as people meet it: calendar file, link and code, the pool, the entrance, how it was, figures, the table."""

import io
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, Event
from python_calamine import CalamineWorkbook

from bot.clock import Clock
from handlers import qr
from models import atlas, audit, members, missions
from models.audit import Action
from models.members import Role
from models.missions import Application, Decision, Direction, Mission, MissionContent
from models.missions import figures as mission_figures
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.people import works_in_office
from tests.plans import plan
from tests.test_missions import Fair, coming, fair, finds, in_days

__all__ = ["fair"]

KYIV = atlas.by_code("UA-32").id
VENUE = "вул. Київська, 1"
ATTACK = "=cmd|' /C calc'!A0 and then a builder who takes our houses"


def files(telegram: Sandbox, person: Person, kind: str) -> list[tuple[str, bytes]]:
    """Names and contents of what the bot gave this person, the newest last."""
    found = []
    for message in person.chat.messages.values():
        given = message.content.get(kind) if message.by_bot else None
        if given:
            file = given[-1] if isinstance(given, list) else given
            found.append((file.get("file_name", ""), telegram.state.world.files[file["file_id"]].blob.content))
    return found


def entry(telegram: Sandbox, person: Person) -> tuple[Calendar, Event]:
    """The newest calendar file as this person's calendar reads it."""
    name, content = files(telegram, person, "document")[-1]
    assert name.endswith(".ics")
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event  # type: ignore[return-value]


async def takes_calendar(fair: Fair, person: Person, button: str = "Calendar") -> tuple[Calendar, Event]:
    await person.taps(button)
    await person.sees("Open the file", buttons=["Mission", "Home"])
    return entry(fair.telegram, person)


async def seats(fair: Fair, mission: Mission, *people: Person, goal: str = ATTACK) -> list[int]:
    """These people's businesses have seats; ids of the applications."""
    now = fair.application.clock.now()
    async with fair.database.write(mark=False) as session:
        office = await members.find(session, fair.office.id)
        assert office
        made = []
        for person in people:
            member = await members.find(session, person.id)
            assert member
            wish = missions.Wish(goal=goal, targets=[], languages=["uk", "en"], interpreter=True)
            answer = await missions.apply(session, member, mission.id, wish, now=now)
            assert isinstance(answer, missions.Applied), answer
            made.append(answer.application.id)
        await missions.decide(session, office, mission.id, made, Decision.CONFIRM, now=now)
    fair.application.sender.wake()
    await fair.telegram.idle()
    return made


async def changes(fair: Fair, mission: Mission, content: MissionContent) -> None:
    async with fair.database.write(mark=False) as session:
        office = await members.find(session, fair.office.id)
        assert office
        answer = await missions.change(session, office, mission.id, content, now=fair.application.clock.now())
        assert isinstance(answer, missions.Changed), answer
    fair.application.sender.wake()
    await fair.telegram.idle()


async def token(fair: Fair, application: int) -> str:
    async with fair.database.read() as session:
        return (await session.get_one(Application, application)).checkin_token


async def guarded(fair: Fair) -> Mission:
    """In Kyiv Oblast, kept by an administrator, so that Susan of Washington sees it as a guest's office."""
    fair.office = await works_in_office(fair.telegram, fair.database, "Ihor", "UA-32", role=Role.HEAD)
    return await fair.opens(
        coming(direction=Direction.INWARD, host_region_id=KYIV, city="Бровари", venue=VENUE, contact="Ihor, the office", sectors=[])
    )


class TestCalendar:
    async def test_file_its_newer_one_and_its_end(self, fair: Fair) -> None:
        olena, mission = fair.olena, await fair.opens()
        await finds(olena, mission)
        calendar, first = await takes_calendar(fair, olena)
        assert (calendar["METHOD"], first["SUMMARY"]) == ("PUBLISH", "Timber to Seattle")
        assert first["LOCATION"] == "Port of Seattle, Pier 69, Seattle"
        await olena.taps("⬅ Mission")
        await olena.sees("WA-M-001", buttons=["Apply"])
        olena.looks()

        await changes(fair, mission, coming(begins=in_days(45), ends=in_days(46)))
        await olena.sees("has changed", "Open the new file", buttons=["New calendar file", "Mission"])
        _, second = await takes_calendar(fair, olena, "New calendar file")
        assert (second["UID"], second["SEQUENCE"] > first["SEQUENCE"]) == (first["UID"], True)
        assert second.decoded("DTSTART") > first.decoded("DTSTART")
        olena.looks()

        await fair.office.opens(f"m_{mission.id}")
        await fair.office.taps("Cancel it")
        await fair.office.taps("Cancel the mission")
        await olena.sees("does not take place", buttons=["New calendar file"])
        await olena.taps("New calendar file")
        await olena.sees("takes the entry out")
        calendar, last = entry(fair.telegram, olena)
        assert (calendar["METHOD"], last["STATUS"], last["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
        assert last["SEQUENCE"] > second["SEQUENCE"]

    async def test_applicant_gets_the_button_with_the_missions_own_notice(self, fair: Fair) -> None:
        olena, mission = fair.olena, await fair.opens()
        await seats(fair, mission, olena)
        await finds(olena, mission)
        await takes_calendar(fair, olena)
        olena.looks()
        await changes(fair, mission, coming(city="Tacoma"))
        await olena.sees("Changed: place.", buttons=["New calendar file"])
        await olena.does_not_see("Your calendar shows the old entry")

    async def test_guarded_venue_comes_a_day_before_and_to_participants_only(self, fair: Fair) -> None:
        mission = await guarded(fair)
        olena, taras = fair.olena, fair.taras
        await seats(fair, mission, olena)
        for person in (olena, fair.office):
            await finds(person, mission)
            _, event = await takes_calendar(fair, person)
            assert "LOCATION" not in event
            assert not isinstance(event.decoded("DTSTART"), datetime), "whole days only"
            assert VENUE not in files(fair.telegram, person, "document")[-1][1].decode()

        await fair.until(mission.begins_at - timedelta(hours=2))
        await olena.sees(VENUE, buttons=["Calendar"])
        _, exact = await takes_calendar(fair, olena)
        assert VENUE in exact["LOCATION"]
        assert exact.decoded("DTSTART") == mission.begins_at
        assert exact["SEQUENCE"] > event["SEQUENCE"]
        await finds(taras, mission)
        _, event = await takes_calendar(fair, taras)
        assert "LOCATION" not in event
        assert VENUE not in taras.transcript()

    async def test_draft_has_no_file_and_no_link(self, fair: Fair) -> None:
        async with fair.database.write(mark=False) as session:
            office = await members.find(session, fair.office.id)
            assert office
            draft = await missions.create(session, office, coming(), now=Clock().now())
            assert isinstance(draft, Mission)
        await fair.office.opens(f"m_{draft.id}")
        message = await fair.office.sees("Draft")
        assert "Share" not in str(message)
        assert "Calendar" not in str(message)


class TestShare:
    async def test_link_to_copy_and_code_to_print(self, fair: Fair) -> None:
        olena, mission = fair.olena, await fair.opens()
        await finds(olena, mission)
        await olena.taps("Share")
        await olena.sees("Share Timber to Seattle", buttons=["Copy the link", "Send to a chat", "QR code"])
        link = await olena.taps("Copy the link")
        assert link
        assert link.endswith(f"?start=m_{mission.id}")
        address = await olena.taps("Send to a chat")
        assert address
        assert address.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2F")
        await olena.taps("QR code")
        await olena.sees("For a poster", buttons=["Mission", "Home"])
        assert files(fair.telegram, olena, "photo")[-1][1] == await qr.png(link)
        await olena.taps("⬅ Mission")
        await olena.sees("WA-M-001", buttons=["Apply"])

    async def test_stranger_comes_to_the_mission_by_the_entrance_and_learns_no_secret(self, fair: Fair) -> None:
        mission = await guarded(fair)
        stranger = fair.telegram.person("Stranger", language="en")
        await stranger.opens(f"m_{mission.id}")
        await stranger.sees("Where does your business work?")
        await fair.running.restart()
        await stranger.sends("Washington")
        await stranger.taps("Washington")
        await stranger.taps("I agree")
        await stranger.sees(mission.reference, "24 hours before", buttons=["Apply", "Share"])
        await stranger.taps("Share")
        await stranger.sees("shows neither the venue nor the exact hours")
        assert VENUE not in stranger.transcript()
        assert "10:00" not in stranger.transcript()


class TestPool:
    async def test_says_so_hears_first_and_leaves(self, fair: Fair) -> None:
        olena, taras = fair.olena, fair.taras
        await olena.sends("/missions")
        await olena.taps("Ready for missions")
        await olena.sees("a day before everybody sees it", buttons=["I am ready"])
        await olena.taps("I am ready")
        await olena.sees("Which sectors interest you?", "step 1 of 3")
        await fair.running.restart()
        await olena.taps("Food and drink")
        await olena.taps("Go on")
        await olena.sees("Which regions would you go to")
        await olena.taps("All twin regions")
        await olena.taps("Go on")
        await olena.taps("14 days at least")
        await olena.sees("Sectors: 🍞 Food and drink", "Regions: All twin regions", "It binds you to nothing")
        await olena.taps("✅ I am ready")
        await olena.sees("Kept.", "You are ready for missions.", "14 days at least", "Nothing to do now.", buttons=["Change", "Leave"])
        olena.looks()

        mission = await fair.opens(coming(sectors=[], begins=in_days(60), ends=in_days(61), apply_until=Clock().now() + timedelta(days=30)))
        await fair.later(seconds=2)
        await olena.sees("A mission fits you", "Timber to Seattle", "Everybody sees it from", buttons=["Look and apply", "What I hear of"])
        await taras.sends("/missions")
        await taras.sees("None is planned with your twins now")
        await fair.office.opens(f"m_{mission.id}")
        await fair.office.sees("Members who are ready for missions hear first", "everybody's list shows it from")
        await olena.taps("Look and apply")
        await olena.sees(mission.reference, buttons=["Apply"])

        await fair.later(hours=26)
        await taras.sends("/missions")
        await taras.sees("1 mission is coming")
        await olena.sends("/missions")
        await olena.taps("Ready for missions")
        await olena.taps("Leave")
        await olena.sees("Leave the pool?")
        await olena.taps("Leave the pool")
        await olena.sees("Ready for missions", buttons=["I am ready"])
        await olena.taps("I am ready")
        await olena.sees("Which sectors interest you?")

    async def test_what_was_said_is_changed(self, fair: Fair) -> None:
        olena = fair.olena
        async with fair.database.write(mark=False) as session:
            member = await members.find(session, olena.id)
            assert member
            ready = missions.pool.Ready([], [atlas.by_code("US-WA").id], 30)
            await missions.pool.join(session, member, ready, now=Clock().now())
        await olena.sends("/missions")
        await olena.taps("Ready for missions")
        await olena.sees("Sectors: any", "Regions: Washington", "30 days at least")
        await olena.taps("Change")
        await olena.sees("Any sector", "Washington", "30 days at least", buttons=["I am ready", "Change"])
        await olena.taps("✏️ Change")
        await olena.taps("Notice")
        await olena.taps("3 days at least")
        await olena.taps("✅ I am ready")
        await olena.sees("Kept.", "Regions: Washington", "3 days at least")


class TestEntrance:
    async def test_code_is_shown_scanned_and_checked_in(self, fair: Fair) -> None:
        office, olena, taras, mission = fair.office, fair.olena, fair.taras, await fair.opens()
        [application] = await seats(fair, mission, olena)
        await finds(olena, mission)
        await olena.taps("My application")
        await olena.taps("My code")
        await olena.sees("Show this code at the entrance", buttons=["My application"])
        code = f"ci_{await token(fair, application)}"
        picture = files(fair.telegram, olena, "photo")[-1][1]
        assert picture.startswith(b"\x89PNG")

        await office.opens(code)
        await office.sees("Olena", "Domy 0", "Too early: the entrance opens")
        await fair.until(mission.begins_at - timedelta(hours=1))
        await fair.running.restart()
        await office.opens(code)
        await office.sees("Olena", "Not checked in yet", buttons=["Check in", "Entrance list"])
        await office.taps_twice("✅ Check in")
        await office.sees("Checked in since", "by you", buttons=["Undo the check-in"])
        office.looks()
        await office.opens(code)
        await office.sees("Checked in since", "by you")

        await taras.opens(code)
        await taras.sees("This code says something to a mission's organiser only")
        nobody = taras.screen
        await taras.opens("ci_" + "x" * 16)
        await taras.sees("This code says something")
        assert taras.screen == nobody, "a code of somebody looks like one that never was"
        assert "Olena" not in taras.transcript()
        await olena.opens(code)
        await olena.sees("This is your own code", buttons=["My application"])
        newcomer = fair.telegram.person("Newcomer", language="en")
        await newcomer.opens(code)
        await newcomer.sees("Where does your business work?")

    async def test_list_at_the_door_and_what_follows_the_end(self, fair: Fair) -> None:
        office, olena, taras, mission = fair.office, fair.olena, fair.taras, await fair.opens()
        await seats(fair, mission, olena, taras)
        await office.opens(f"m_{mission.id}")
        await office.taps("Entrance")
        await office.sees("Here: 0 of 2", "The entrance opens")
        await fair.until(mission.begins_at)
        await office.opens(f"m_{mission.id}")
        await office.taps("Entrance")
        assert await office.taps("1 · Olena") == "Marked: here."
        await office.sees("Here: 1 of 2", "✅")
        assert await office.taps("1 · Olena") == "Marked: not here."
        await office.taps("1 · Olena")
        await office.sees("Here: 1 of 2")
        office.looks()

        await fair.until(mission.ends_at.replace(hour=17) + timedelta(hours=1))
        await office.sees("is over.", "Checked in: 1 of 2", "Whoever is left is recorded as not come", buttons=["Mark who came"])
        await fair.later(hours=25)
        await office.taps("Mark who came")
        await office.sees("Here: 1 of 2")
        await taras.opens(f"m_{mission.id}")
        await taras.sees("Did not come")
        await office.taps("Everybody is here")
        await office.sees("Mark 1 more participant as here?")
        assert await office.taps("Everybody is here") == "1 is marked as here."
        await office.sees("Here: 2 of 2")
        await taras.opens(f"m_{mission.id}")
        await taras.sees("Took part")

    async def test_somebody_else_s_list_is_no_list(self, fair: Fair) -> None:
        mission = await fair.opens()
        await seats(fair, mission, fair.olena)
        stranger = await works_in_office(fair.telegram, fair.database, "Ihor", "UA-32", role=Role.HEAD)
        await stranger.opens(f"m_{mission.id}")
        message = await stranger.sees(mission.reference)
        assert "Entrance" not in str(message)
        assert "Figures" not in str(message)


class TestFeedback:
    async def test_four_taps_and_a_few_words(self, fair: Fair) -> None:
        office, olena, mission = fair.office, fair.olena, await fair.opens()
        [application] = await seats(fair, mission, olena)
        await fair.until(mission.begins_at)
        await office.opens(f"ci_{await token(fair, application)}")
        await office.taps("✅ Check in")
        olena.looks()
        await fair.until(mission.ends_at)
        await fair.later(hours=20)
        await olena.sees(
            "how was it?", "1 / 4. Was it useful for your business?", "the totals, not who said what", buttons=["Very", "Hardly"]
        )
        await olena.taps_twice("Very")
        await olena.sees("2 / 4. How many useful contacts")
        await fair.running.restart()
        await olena.taps("3-5")
        await olena.taps("Talks go on")
        await olena.sees("4 / 4. Would you take part again?")
        await olena.taps("Yes")
        await olena.sees("Thank you.", "Was it useful for your business? Very", "3-5", "Talks go on", buttons=["Add a few words"])
        await olena.taps("Add a few words")
        await olena.sees("What should the organiser keep")
        await olena.sends("More time for talks.")
        await olena.taps("Give it to the organiser")
        message = await olena.sees("Thank you.", "More time for talks.")
        assert "Add a few words" not in str(message)
        olena.looks()
        await fair.later(days=4)
        await fair.later(hours=20)
        await olena.does_not_see("how was it?")

        await office.opens(f"m_{mission.id}")
        await office.taps("Figures")
        await office.sees("Took part: 1", "Did not come: 0", "Feedback: 1 answer", "Useful: Very 1")
        await office.taps("Feedback")
        await office.sees("1 participant has answered; took part: 1", "Talks go on: 1", "More time for talks.")
        assert "Olena" not in office.screen

    async def test_who_has_not_said_all_is_reminded_once(self, fair: Fair) -> None:
        office, olena, mission = fair.office, fair.olena, await fair.opens()
        [application] = await seats(fair, mission, olena)
        await fair.until(mission.begins_at)
        await office.opens(f"ci_{await token(fair, application)}")
        await office.taps("✅ Check in")
        await fair.until(mission.ends_at)
        await fair.later(hours=20)
        await olena.sees("1 / 4.")
        await olena.taps("Very")
        await olena.sees("2 / 4.")
        olena.looks()
        await fair.later(days=4)
        await fair.later(hours=20)
        await olena.sees("I ask once more", "2 / 4.")
        olena.looks()
        await fair.later(days=5)
        await olena.does_not_see("how was it?")


class TestFigures:
    async def test_screen_picture_and_table(self, fair: Fair) -> None:
        office, olena, taras, mission = fair.office, fair.olena, fair.taras, await fair.opens()
        await office.opens(f"m_{mission.id}")
        await office.taps("Figures")
        message = await office.sees("Applied: 0", "Seats given: 0 of 2", buttons=["Entrance", "Feedback"])
        assert "XLSX" not in str(message), "there is nothing to put into a table"
        await seats(fair, mission, olena, taras)
        await office.opens(f"m_{mission.id}")
        await office.taps("Figures")
        await office.sees("Applied: 2", "Seats given: 2 of 2", buttons=["Picture", "Table (XLSX)"])
        await office.taps("Picture")
        await office.sees("Timber to Seattle", buttons=["Figures"])
        assert files(fair.telegram, office, "photo")[-1][1].startswith(b"\x89PNG")

        await office.taps("📊 Figures")
        await office.sees("Applied: 2")
        await office.taps("Table (XLSX)")
        await office.sees("applications: 2", "do not pass the table on", buttons=["Figures"])
        name, content = files(fair.telegram, office, "document")[-1]
        assert name == "WA-M-001.xlsx"
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        assert book.sheet_names == ["Participants", "Others"]
        heads, *rows = book.get_sheet_by_name("Participants").to_python()
        assert heads[:5] == ["№", "Business", "Region", "Sectors", "Comes"]
        people = [dict(zip(heads, row, strict=True)) for row in rows]
        assert [person["Comes"] for person in people] == ["Olena", "Taras"]
        assert {person["Goal"] for person in people} == {ATTACK}, "words stay words"
        assert {(person["State"], person["Interpreter"]) for person in people} == {("Seat confirmed", "needed")}
        async with fair.database.read() as session:
            actions = [entry.action for entry in await audit.of(session, "mission", mission.id)]
        assert actions.count(Action.MISSION_EXPORTED) == 1

    async def test_long_table_shows_how_far_it_is(self, fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mission_figures, "A_STEP", 1)
        office, mission = fair.office, await fair.opens()
        await seats(fair, mission, fair.olena, fair.taras)
        await office.opens(f"m_{mission.id}")
        await office.taps("Figures")
        await office.taps("Table (XLSX)")
        await office.sees("applications: 2")
        said = [call.line() for call in fair.telegram.calls("editMessageText") if "The table is being made" in call.line()]
        assert len(said) >= 2, said


async def test_organiser_s_words_are_in_their_language(fair: Fair) -> None:
    """The columns of a Ukrainian organiser."""
    office = await works_in_office(fair.telegram, fair.database, "Ігор", "UA-32", language="uk", role=Role.HEAD)
    fair.office = office
    mission = await fair.opens(plan(**{**vars(coming()), "sending_region_id": KYIV}))
    await seats(fair, mission, fair.olena)
    await office.opens(f"m_{mission.id}")
    await office.taps("Цифри")
    await office.taps("Таблиця (XLSX)")
    await office.sees("заявок: 1")
    book = CalamineWorkbook.from_filelike(io.BytesIO(files(fair.telegram, office, "document")[-1][1]))
    assert book.sheet_names == ["Учасники", "Інші"]
