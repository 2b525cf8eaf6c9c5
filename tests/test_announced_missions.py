"""Missions inside announcements: chosen for the button, opened and counted, listed by a digest."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock
from handlers import broadcast
from models import announcements, atlas, members, missions
from models.announcements import TEXT_MAX, Audience, Words
from models.database import Database
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.people import arrives, works_in_office
from tests.plans import opens, plan
from tests.test_announcements import SEEN, begins, hands_in, writes

pytestmark = pytest.mark.usefixtures("afternoon")


async def keeps_mission(telegram: Sandbox, database: Database, organiser: Person) -> int:
    """A mission that begins in sixty days and takes applications for thirty."""
    now = datetime.fromtimestamp(telegram.clock.now(), tz=UTC)
    begins_at = (now + timedelta(days=60)).replace(hour=10, minute=0, second=0, microsecond=0, tzinfo=None)
    content = plan(
        sending_region_id=atlas.by_code("UA-32").id,
        begins=begins_at,
        ends=begins_at + timedelta(days=2),
        apply_until=now + timedelta(days=30),
    )
    async with database.write() as session:
        member = await members.find(session, organiser.id)
        assert member is not None
        return (await opens(session, member, content, now=now)).id


async def test_a_missions_button_opens_it_and_is_counted(telegram: Sandbox, database: Database) -> None:
    olena = await arrives(telegram, "Olena", "UA-32")
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    second = await works_in_office(telegram, database, "Ruslan", "UA-32")
    await keeps_mission(telegram, database, author)

    await begins(author)
    await author.taps("🔘 Button")
    await author.taps("📌 Mission")
    await author.taps("Timber to Seattle")
    await author.sees("Now: to the mission: Timber to Seattle")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)
    await second.sees("An announcement waits for your approval", SEEN)
    await second.taps("Approve")

    await olena.sees(SEEN, buttons=["See the mission"])
    await olena.taps("See the mission")
    await olena.sees("Timber to Seattle", "Washington", "Apply until")
    assert SEEN in [message.words for message in olena.chat.messages.values()], "the announcement stays where it is"
    await author.sees("Your announcement is sent", "1")
    async with database.read() as session:
        announcement = await session.get_one(announcements.Announcement, 1)
        report = await announcements.report(session, announcement, now=Clock().now())
    assert (report.taps, report.applications) == (1, 0)


async def test_a_link_under_a_channels_announcement_is_counted_and_leads_a_stranger_on(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    second = await works_in_office(telegram, database, "Ruslan", "UA-32")
    await keeps_mission(telegram, database, author)
    await begins(author)
    await author.taps("🔘 Button")
    await author.taps("📌 Mission")
    await author.taps("Timber to Seattle")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)
    await second.taps("Approve")
    await author.sees("Your announcement is sent")

    stranger = telegram.person("Stranger", language="en")
    await stranger.opens("w_1")
    await stranger.sees("Where does your business work?")
    await stranger.sends("Kyiv Oblast")
    await stranger.taps("Kyiv Oblast")
    await stranger.taps("I agree")

    await stranger.sees("Timber to Seattle", "Apply until")
    async with database.read() as session:
        announcement = await session.get_one(announcements.Announcement, 1)
        report = await announcements.report(session, announcement, now=Clock().now())
    assert report.taps == 1


async def test_a_digest_is_tested_with_its_list(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await works_in_office(telegram, database, "Ruslan", "UA-32")
    await keeps_mission(telegram, database, author)
    await begins(author)
    await author.taps("Time")
    await author.taps("Again and again")
    await author.taps("Every Monday")
    await author.taps("Again and again")
    await author.taps("With upcoming missions")
    await author.taps("The whole announcement")
    await writes(author)

    await author.taps("Test to me")

    await author.sees(SEEN, "📌 Timber to Seattle", "Apply by")


async def test_a_digest_lists_what_concerns_its_readers(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    now = datetime.fromtimestamp(telegram.clock.now(), tz=UTC)
    async with database.write() as session:
        member = await members.find(session, author.id)
        assert member is not None
        made = await announcements.begin(session, member, atlas.by_code("UA-32").id, "What is coming", now=now)
        assert isinstance(made, announcements.Announcement)
        await announcements.write(session, member, made.id, "uk", Words("🌲 Далі:"), now=now)
    async with database.read() as session:
        (text,) = await announcements.variants(session, made.id)
        assert await broadcast.with_digest(session, made, text, now) is None, "nothing is coming"

    number = await keeps_mission(telegram, database, author)

    now += timedelta(minutes=1)
    async with database.read() as session:
        made = await session.get_one(announcements.Announcement, made.id)
        said = await broadcast.with_digest(session, made, text, now)
        assert said is not None
        assert said.text.startswith("🌲 Далі:\n\n📌 Timber to Seattle\n")
        assert "Вашингтон" in said.text
        assert (said.entities[0]["offset"], said.entities[0]["length"]) == (13, 17)
        assert str(said.entities[0]["url"]).endswith(f"m_{number}")
        text.text = "x" * (TEXT_MAX - 60)
        full = await broadcast.with_digest(session, made, text, now)
        assert full is not None
        assert full.text == text.text, "what has no room is left out, and the text still goes"
    async with database.write() as session:
        member = await members.find(session, author.id)
        assert member is not None
        await announcements.aim(session, member, made.id, Audience(regions=[atlas.by_code("PL-14").id]), now=now)
    async with database.read() as session:
        made = await session.get_one(announcements.Announcement, made.id)
        assert await missions.ahead(session, made, now=now) == [], "the mission leads from and to other regions"
