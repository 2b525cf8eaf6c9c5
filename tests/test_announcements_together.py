"""Several people at one announcement, at once or one after another; buttons pressed twice or too late; ends that nobody wished for."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.filters.callback_data import CallbackData
from aiogram.types import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Video
from sqlalchemy import update

from handlers import callbacks
from handlers.announcements import received
from handlers.form import Wrong
from handlers.i18n import speaking
from models import announcements, atlas, members, missions
from models.announcements import Audience, Words
from models.database import Database
from models.members import Member
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.announcing import Desk
from tests.conftest import Running
from tests.people import arrives, works_in_office
from tests.test_announced_missions import keeps_mission
from tests.test_announcements import EN, LINES, PIXEL, SEEN, TITLE, administers, begins, got, hands_in, opens_text, shown, writes

pytestmark = pytest.mark.usefixtures("afternoon")


async def three(telegram: Sandbox, database: Database) -> tuple[Person, Person, Person]:
    """An author and two others who may approve, administrators all."""
    author, ada, ben = [await administers(telegram, database, name) for name in ("Robin", "Ada", "Ben")]
    return author, ada, ben


async def waits(telegram: Sandbox, database: Database) -> tuple[Person, Person, Person]:
    """... with an announcement that waits for one of them."""
    author, ada, ben = await three(telegram, database)
    await begins(author)
    await writes(author)
    await hands_in(author)
    await asyncio.gather(ada.sees(EN.waits), ben.sees(EN.waits))
    return author, ada, ben


async def scheduled(telegram: Sandbox, database: Database) -> tuple[Person, Person]:
    """An author with one that has its time tomorrow, and who approved it."""
    author, second = await administers(telegram, database, "Robin"), await administers(telegram, database, "Ada")
    await begins(author)
    await author.taps("Time")
    await author.taps("Tomorrow 09:00")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)
    await second.sees(EN.waits)
    await second.taps("Approve")
    await second.sees("It begins:")
    await author.sees(EN.told_approved)
    return author, second


async def runs(telegram: Sandbox, database: Database) -> tuple[Person, Person, Person]:
    """Author, second and third person while one reader in Seattle still sleeps; all three have the bar before them."""
    await arrives(telegram, "Mark", "US-WA")
    author, ada, ben = await waits(telegram, database)
    await ada.taps("Approve")
    await asyncio.gather(*(person.sees(SEEN) for person in (author, ada, ben)))
    await author.sees(EN.being_sent)
    for person in (author, ada, ben):
        await person.opens()
        await person.taps("Announcements")
        await person.taps(TITLE)
        await person.sees("3 of 4")
    return author, ada, ben


async def test_edited_while_the_other_looks_at_it(running: Running, database: Database) -> None:
    """The second person presses Approve on a text that is not there any more, and on one that was handed in anew."""
    author, ada, ben = await waits(running.telegram, database)
    await author.taps("Take it back to change it")
    await author.taps("Text")
    await author.taps("English")
    await author.sends("Come to Seattle: 13 June.")
    await author.sees("Kept:", "13 June")

    late = await ada.taps("Approve")

    assert late == "It is with its author again: returned, or taken back. Nothing changed."
    await ada.sees("Robin is writing it.")
    await author.taps("The whole announcement")
    await hands_in(author)
    await ben.sees(EN.waits, "13 June")
    old = await presses(running, ben, callbacks.ApproveAnnouncement(announcement=1, revision=1))
    assert old == "It was changed since you looked at it. Look once more, then decide."
    await ben.sees("13 June", buttons=["Approve"])


async def presses(running: Running, person: Person, data: CallbackData) -> str | None:
    """A button of long ago."""
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="old", callback_data=data.pack())]])
    await running.application.bot.send_message(person.id, "An old screen", reply_markup=keyboard)
    return await person.taps("old")


async def test_other_recipients_than_those_that_were_looked_at(telegram: Sandbox, database: Database) -> None:
    author, ada, _ben = await waits(telegram, database)
    await author.taps("Take it back to change it")
    await author.taps("Time")
    await author.taps("Urgent")
    await author.sends("The border crossing closes tonight.")
    await author.taps("Make it urgent")
    await author.taps("The whole announcement")
    await author.taps("Hand in")
    await author.sees("Handed in.")

    toast = await ada.taps("Approve")

    assert toast is None or "changed" in toast
    await ada.sees("Urgent, at any hour")


async def test_one_pauses_while_the_other_stops(telegram: Sandbox, database: Database) -> None:
    _author, ada, ben = await runs(telegram, database)
    await ben.taps("Stop")
    await ben.sees("1 reader will not get it")

    toasts = await asyncio.gather(ben.taps("Stop for good"), ada.taps("Pause"))

    assert toasts[0] == "Nothing of it goes out any more."
    await ben.sees("Stopped by somebody of the office", "Not sent, since it was stopped: 1")
    async with asyncio.timeout(10):
        while "stopped" not in shown(ada, TITLE).words:  # noqa: ASYNC110  # another task does it
            await asyncio.sleep(0.05)
    assert toasts[1] in (None, "It has gone further meanwhile. Nothing changed; here is how it stands.")


async def test_one_edits_while_the_other_pauses(telegram: Sandbox, database: Database) -> None:
    author, ada, _ben = await runs(telegram, database)
    await author.taps("Change what is unsent")
    await author.taps("English")
    await author.sees("It is being sent. A change pauses it")
    await ada.taps("Pause")
    await ada.sees("Paused: nothing goes out")

    await author.sends("Come to Seattle: 13 June.")

    await author.sees("Kept:", "It is paused. Test the new text and hand it in")
    toast = await ada.taps("Go on")
    assert toast == "It was changed since it was approved: it goes on when a second person has seen the new text."


async def test_an_old_button_to_change_one_that_has_its_time_says_what_that_does(running: Running, database: Database) -> None:
    """Looking changes nothing; a change takes it back, and the answer says so."""
    author, _second = await scheduled(running.telegram, database)
    for data in (
        callbacks.AnnouncementTime(announcement=1),
        callbacks.Audience(announcement=1),
        callbacks.AnnouncementButton(announcement=1),
    ):
        await presses(running, author, data)
        await author.sees("A change takes it back: it has to be handed in again.")
    await presses(running, author, callbacks.AnnouncementAt(announcement=1, when="morning"))
    await author.sees("A change takes it back")
    await presses(running, author, callbacks.AnnouncementText(announcement=1, language="en"))
    await author.sees("A change takes it back")

    await author.sends("Come to Seattle: 13 June.")

    await author.sees("It is a draft again: test it and hand it in anew.", "13 June")


async def test_what_waits_is_listed_page_by_page(telegram: Sandbox, database: Database) -> None:
    """Nine wait for a decision, and one is one's own: all of them can be reached."""
    author, second = await administers(telegram, database, "Robin"), await administers(telegram, database, "Ada")
    desk = Desk(database, datetime.fromtimestamp(telegram.clock.now(), tz=UTC))
    async with database.read() as session:
        robin, ada = [await members.find(session, person.id) for person in (author, second)]
    assert robin is not None
    assert ada is not None
    for _number in range(9):
        await desk.submit(robin, await desk.draft(robin))
    await desk.draft(ada)
    await telegram.idle()

    await second.opens()
    await second.taps("Announcements")
    await second.sees("Wait for your decision", "6. ", buttons=["1 / 2"])
    await second.taps("▶")

    await second.sees("Wait for your decision", "3. ", "Drafts", "4. ", buttons=["2 / 2"])
    await second.taps("4 · ")
    await second.sees("Timber to Seattle · draft")


async def test_thrown_away_says_so_and_twice_is_once(telegram: Sandbox, database: Database) -> None:
    author = await administers(telegram, database, "Robin")
    await begins(author)
    await author.taps("Throw away")
    await author.sees("This cannot be undone")

    first, again = await author.taps_twice("Throw away")

    assert first == "Nothing of it goes out any more."
    assert again == "It has gone further meanwhile. Nothing changed; here is how it stands."


async def test_a_new_one_like_this_pressed_twice_is_one(telegram: Sandbox, database: Database) -> None:
    author, ada, _ben = await waits(telegram, database)
    await ada.taps("Approve")
    await author.sees(EN.sent)

    await author.taps_twice("A new one like this")

    await author.sees("Timber to Seattle · draft", "Still missing")
    async with database.read() as session:
        robin = await members.find(session, author.id)
        assert robin is not None
        _found, count = await announcements.listed(session, robin)
    assert count == 2


async def test_nobody_is_left_when_it_begins(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    olena = await arrives(telegram, "Olena", "PL-14", language)
    author = await administers(telegram, database, "Robin", language=language)
    second = await administers(telegram, database, "Ada", language=language)
    await begins(author, lines)
    async with database.write() as session:
        robin = await members.find(session, author.id)
        assert robin is not None
        to = Audience(regions=(atlas.by_code("PL-14").id,))
        await announcements.aim(session, robin, 1, to, now=datetime.fromtimestamp(telegram.clock.now(), tz=UTC))
    await writes(author, lines)
    await hands_in(author, lines)
    await second.sees(lines.waits)
    async with database.write() as session:
        await session.execute(update(Member).filter_by(telegram_id=olena.id).values(unreachable_at=datetime.now(UTC)))

    await second.taps(lines.approve)

    await author.sees(lines.nobody, buttons=[lines.like_this])


async def test_its_time_is_over_before_it_is_approved(telegram: Sandbox, database: Database) -> None:
    author, second = await administers(telegram, database, "Robin"), await administers(telegram, database, "Ada")
    await begins(author)
    await author.taps("Time")
    await author.taps("Tomorrow 09:00")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)
    await second.sees(EN.waits, "After your approval it goes out at its time")
    telegram.advance(2 * 24 * 3600)

    await second.opens()
    await second.taps("Announcements")
    await second.taps(TITLE)

    await second.sees("Its time is over: after your approval it goes out at once")


@pytest.mark.parametrize(("language", "words"), [("en", "can stand in the text as a link"), ("uk", "можна дати посилання в тексті")])
def test_a_video_is_refused_with_what_helps(language: str, words: str) -> None:
    video = Video(file_id="1", file_unique_id="1", width=1, height=1, duration=1)
    message = Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), video=video).as_(Bot("1:a"))

    with speaking(language):
        refused = received.take(message)

    assert isinstance(refused, Wrong)
    assert words in refused.text


async def test_an_album_keeps_its_first_photo(telegram: Sandbox, database: Database) -> None:
    author = await works_in_office(telegram, database, "Taras", "UA-32")
    await begins(author)
    await opens_text(author)

    await author.sends_photo(PIXEL, "Seattle calls")
    await author.sends_photo(PIXEL)

    await author.sees("one photo or file: the first one is kept", "13 characters, photo")


async def test_longest_text_with_custom_emoji_and_astral_letters_goes_as_it_is(running: Running, database: Database) -> None:
    """Entities count in UTF-16, the limit in characters: 4,096 of which half are outside the basic plane."""
    telegram = running.telegram
    desk = Desk(database, running.application.clock.now())
    reader = await arrives(telegram, "Olena", "UA-32")
    people = [await administers(telegram, database, name, "PL-14") for name in ("Robin", "Ada")]
    author, second = [await desk.official(telegram_id=person.id) for person in people]
    async with database.write() as session:
        await session.execute(update(Member).where(Member.id.in_([author.id, second.id])).values(region_id=atlas.by_code("PL-14").id))
    text = "🌲" * 2000 + "x" * 2096
    entities = [
        {"type": "custom_emoji", "offset": 0, "length": 2, "custom_emoji_id": "5368324170671202286"},
        {"type": "bold", "offset": 3998, "length": 4},
    ]

    await desk.approved(Audience(regions=(atlas.by_code("UA-32").id,)), author=author, second=second, en=Words(text, entities))

    await reader.sees("🌲" * 2000)
    message = shown(reader, "🌲" * 2000)
    assert message.words == text
    assert [(e["type"], e["offset"], e["length"]) for e in message.content["entities"]][-1] == ("bold", 3998, 4)


async def test_a_channel_that_did_not_take_it_is_named(telegram: Sandbox, database: Database) -> None:
    """Its rights were taken away, and nothing was heard of that: the send finds out."""
    author, second = await administers(telegram, database, "Robin"), await administers(telegram, database, "Ada")
    channel = telegram.group("Exports", author, kind="channel", bot=None)
    telegram.throws_out(author, channel, "administrator")
    await author.sees("Exports", "Announcements can go there")
    await begins(author)
    await author.taps("Recipients")
    await author.taps("Channels and groups")
    await author.taps("Exports")
    await author.taps("The whole announcement")
    await writes(author)
    await hands_in(author)
    await second.sees(EN.waits)
    telegram.fault("blocked", method="sendMessage", chat_id=channel.id)
    await second.taps("Approve")

    await author.sees(EN.sent, "unreachable 1", "Did not take it: Exports")
    await author.taps("Announcements")
    await author.taps("Channels and groups")
    await author.sees("Exports", "I may not post there")


async def test_its_mission_is_cancelled_while_it_is_sent(telegram: Sandbox, database: Database, language: str) -> None:
    lines = LINES[language]
    mark = await arrives(telegram, "Mark", "US-WA", language)
    author, second = [await administers(telegram, database, name, language=language) for name in ("Robin", "Ada")]
    number = await keeps_mission(telegram, database, author)
    async with database.read() as session:
        robin = await members.find(session, author.id)
    assert robin is not None
    await begins(author, lines)
    async with database.write() as session:
        await announcements.put_button(session, robin, 1, mission_id=number, now=datetime.fromtimestamp(telegram.clock.now(), tz=UTC))
    await writes(author, lines)
    await hands_in(author, lines)
    await second.sees(lines.waits)
    await second.taps(lines.approve)
    await second.sees(SEEN)
    await author.sees(lines.being_sent)

    async with database.write() as session:
        await missions.cancel(session, robin, number, now=datetime.fromtimestamp(telegram.clock.now(), tz=UTC))

    await author.sees(lines.cancelled, lines.not_sent)
    telegram.advance(24 * 3600)
    await telegram.idle()
    assert got(mark) == 0
