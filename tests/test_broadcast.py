"""Announcements on a running bot: to people and chats, through restarts, faults, edits, pauses and blocked chats.

What is told of Telegram is counted from the sandbox's chats; what is kept, from the ledger.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from benchmarks.broadcast import breaking
from bot.application import Application
from bot.schedule import next_time
from bot.sender.broadcast import AT_ONCE_PACED
from models import announcements, atlas, members
from models.announcements import Announcement, AnnouncementState, Audience, File, Media, Plan, Seen, StopReason, Words
from models.database import Database
from models.members import Member
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.announcing import HELLO, Desk, bars_left, done
from tests.conftest import Running
from tests.sandbox.clients import picture

HEARD = "Come to Seattle"
READERS = Audience(regions=(atlas.by_code("UA-32").id,))


@pytest.fixture
def desk(database: Database, application: Application) -> Desk:
    return Desk(database, application.clock.now())


class Crowd:
    """Readers in Kyiv Oblast with open chats, an author and a second person, administrators both."""

    def __init__(self, telegram: Sandbox, desk: Desk, people: list[Person], readers: list[Member], staff: list[Member]) -> None:
        self.telegram, self.desk, self.readers = telegram, desk, readers
        self.officials, self.people = people[:2], people[2:]
        self.author, self.second = staff

    async def announces(self, to: Audience | None = None, **texts: Words) -> Announcement:
        """To those who represent no business and hold no office: the readers."""
        return await self.desk.approved(to or READERS, author=self.author, second=self.second, **texts)

    def heard(self, words: str = HEARD) -> list[int]:
        """How often each reader has it."""
        return [sum(words in m.words for m in person.chat.messages.values() if m.by_bot) for person in self.people]


@pytest.fixture
async def crowd(telegram: Sandbox, desk: Desk) -> Crowd:
    people = [telegram.person(name) for name in ("Author", "Second", *(f"Reader {n}" for n in range(12)))]
    for person in people:
        await person.opens()
        await person.sees("\n\n")
    await telegram.idle()
    officials = [await desk.official(telegram_id=person.id) for person in people[:2]]
    async with desk.database.write() as session:
        for official in officials:
            (await members.get(session, official.id)).region_id = atlas.by_code("US-WA").id
    return Crowd(telegram, desk, people, [await desk.member(person.id) for person in people[2:]], officials)


async def ended(
    desk: Desk, announcement: Announcement, state: AnnouncementState = AnnouncementState.DONE, seconds: float = 20
) -> Announcement:
    """Wait until it has come so far."""
    async with asyncio.timeout(seconds):
        while (fresh := await desk.fresh(announcement)).state is not state:  # noqa: ASYNC110  # another task does it
            await asyncio.sleep(0.05)
    return fresh


async def test_reaches_everybody_once_as_it_was_typed(crowd: Crowd) -> None:
    announcement = await crowd.announces()

    await ended(crowd.desk, announcement)

    assert crowd.heard() == [1] * 12
    message = next(m for m in crowd.people[0].chat.messages.values() if HEARD in m.words)
    assert [(e["type"], e["offset"], e["length"]) for e in message.content["entities"]] == [("bold", 8, 7)]
    assert (await crowd.desk.counts(announcement)).sent == 12


async def test_in_each_readers_language(crowd: Crowd) -> None:
    async with crowd.desk.database.write() as session:
        (await members.get(session, crowd.readers[0].id)).language = "uk"
    announcement = await crowd.announces(uk=Words("Їдьмо до Сієтла"), en=HELLO)

    await ended(crowd.desk, announcement)

    assert crowd.heard() == [0] + [1] * 11
    assert crowd.heard("Їдьмо") == [1] + [0] * 11


async def test_a_photo_goes_by_its_file_id(crowd: Crowd, telegram: Sandbox) -> None:
    size = crowd.people[0].chat.messages[await crowd.people[0].sends_photo(picture(40, 30))].content["photo"][-1]
    await telegram.idle()
    photo = File(Media.PHOTO, telegram.bot.id, size["file_id"], size["file_unique_id"])

    await ended(crowd.desk, await crowd.announces(en=Words("Come to Seattle", file=photo)))

    copies = [[m for m in person.chat.messages.values() if m.by_bot and "photo" in m.content] for person in crowd.people]
    assert [len(each) for each in copies] == [1] * 12
    assert copies[0][0].words == HEARD


async def test_a_channel_and_a_group_that_moved(crowd: Crowd, telegram: Sandbox) -> None:
    channel = telegram.group("Exports", crowd.people[0], kind="channel", bot=None)
    group = telegram.group("Partners", crowd.people[0], kind="group", bot=None)
    for chat in (channel, group):
        telegram.throws_out(crowd.officials[0], chat, "administrator")
    await crowd.officials[0].sees("Exports", "Announcements can go there")
    await telegram.idle()
    async with crowd.desk.database.read() as session:
        known = await announcements.chats(session, crowd.author, 0)
    moved = telegram.upgrades(group)

    await ended(crowd.desk, await crowd.announces(Audience(people=False, chats=tuple(chat.id for chat in known))))

    assert [sum(HEARD in m.words for m in chat.messages.values()) for chat in (channel, moved)] == [1, 1]
    assert not any("Fewer announcements" in str(m.markup) for m in channel.messages.values())
    telegram.expects_error("upgraded to a supergroup")


async def test_where_the_bot_may_not_write_is_unreachable(crowd: Crowd, telegram: Sandbox) -> None:
    channel = telegram.group("Exports", crowd.people[0], kind="channel", bot=None)
    telegram.throws_out(crowd.officials[0], channel, "administrator")
    await crowd.officials[0].sees("Exports")
    telegram.throws_out(crowd.officials[0], channel, "administrator", can_post_messages=False)

    await crowd.officials[0].sees("I may not write there")


async def test_a_restart_in_the_middle_goes_on_where_it_was(running: Running, crowd: Crowd) -> None:
    running.application.sender.gate.spacing = 0.1
    announcement = await crowd.announces()
    await some_heard(crowd)

    for _restart in range(3):
        await running.restart()
        await asyncio.sleep(0.1)
    await ended(crowd.desk, announcement)

    assert crowd.heard() == [1] * 12
    reached = await crowd.desk.counts(announcement)
    assert (reached.sent, reached.in_doubt) == (12, 0)


async def test_a_crash_leaves_doubt_and_no_second_copy(running: Running, crowd: Crowd) -> None:
    await running.stop()
    announcement = await crowd.announces()
    await crowd.desk.advance()
    # What a SIGKILL between the commit and the call leaves behind.
    await crowd.desk.does(announcements.claim, bot_id=running.telegram.bot.id, limit=1)
    await running.start()

    await ended(crowd.desk, announcement)

    assert sorted(crowd.heard()) == [0] + [1] * 11
    assert (await crowd.desk.counts(announcement)).in_doubt == 1


async def test_pause_edit_and_go_on_while_it_runs(running: Running, crowd: Crowd) -> None:
    running.application.sender.gate.spacing = 0.2
    desk = crowd.desk
    announcement = await crowd.announces()
    await some_heard(crowd)

    edited = done(await desk.does(announcements.write, crowd.author, announcement.id, "en", Words("The date has changed")))
    before = sum(crowd.heard())
    await asyncio.sleep(0.5)
    assert sum(crowd.heard()) <= before + 1  # one call may have been under way
    running.application.sender.gate.spacing = 0.001
    await desk.approve(crowd.second, await desk.submit(crowd.author, edited))
    await ended(desk, announcement)

    assert [old + new for old, new in zip(crowd.heard(), crowd.heard("The date has changed"), strict=True)] == [1] * 12
    assert sum(crowd.heard("The date has changed")) >= 6


async def test_stop_while_it_runs(running: Running, crowd: Crowd) -> None:
    running.application.sender.gate.spacing = 0.2
    announcement = await crowd.announces()
    await some_heard(crowd)

    await crowd.desk.does(announcements.stop, crowd.author, announcement.id)
    await running.telegram.idle()

    reached = await crowd.desk.counts(announcement)
    assert sum(crowd.heard()) == reached.sent
    assert reached.sent + reached.cancelled == 12
    assert reached.cancelled > 0


async def test_too_many_requests_slow_the_broadcast_and_not_the_conversation(running: Running, crowd: Crowd) -> None:
    crowd.telegram.fault("429", method="sendMessage", chat_id=crowd.people[0].id, seconds=2)
    running.application.sender.gate.spacing = 0.02
    announcement = await crowd.announces()
    await refused(crowd.telegram)

    asked_at = crowd.telegram.clock.now()
    await crowd.people[5].opens()
    await crowd.people[5].sees("Type what you look for")
    answered_at = crowd.telegram.clock.now()
    await ended(crowd.desk, announcement)

    held = next(call.at for call in crowd.telegram.calls("sendMessage") if call.error_code == 429)
    assert answered_at - asked_at < 2
    calls = [call.at for call in crowd.telegram.calls("sendMessage") if call.ok and HEARD in str(call.parameters.get("text"))]
    # Calls that were under way end; nothing new leaves before the two seconds are over.
    assert not [at for at in calls if held + 0.2 < at < held + 1.9]
    assert crowd.heard() == [1] * 12


async def test_who_blocked_the_bot_is_marked_and_comes_back(crowd: Crowd, telegram: Sandbox) -> None:
    telegram.fault("blocked", method="sendMessage", chat_id=crowd.people[0].id)
    first = await crowd.announces()
    await ended(crowd.desk, first)
    assert (await crowd.desk.counts(first)).unreachable == 1

    await ended(crowd.desk, await crowd.announces())
    assert crowd.heard() == [0] + [2] * 11

    await crowd.people[0].opens()
    await crowd.people[0].sees("Type what you look for")
    await telegram.idle()
    assert (await crowd.desk.of(crowd.readers[0].id)).unreachable_at is None


@pytest.mark.parametrize(("fault", "arrives"), [("answer_lost", 12), ("bad_gateway", 11), ("reset", 11)])
async def test_no_answer_is_a_doubt_and_no_second_copy(crowd: Crowd, telegram: Sandbox, fault: str, arrives: int) -> None:
    telegram.fault(fault, method="sendMessage", chat_id=crowd.people[3].id)
    announcement = await crowd.announces()

    await ended(crowd.desk, announcement)

    reached = await crowd.desk.counts(announcement)
    assert (reached.sent, reached.in_doubt) == (11, 1)
    assert sum(crowd.heard()) == arrives
    assert max(crowd.heard()) == 1


async def test_a_bad_text_stops_by_itself(crowd: Crowd, telegram: Sandbox) -> None:
    bad = Words("Come to Seattle", file=File(Media.PHOTO, telegram.bot.id, "no-such-file", "unique"))
    telegram.expects_error("file identifier")
    announcement = await crowd.announces(en=bad)

    stopped = await ended(crowd.desk, announcement, AnnouncementState.STOPPED)

    assert stopped.stop_reason is StopReason.BAD_TEXT
    assert crowd.heard() == [0] * 12
    await crowd.officials[0].sees("Timber to Seattle")


async def test_notices_go_first(running: Running, crowd: Crowd) -> None:
    running.application.sender.gate.spacing = 0.1
    announcement = await crowd.announces()
    await some_heard(crowd)
    async with crowd.desk.database.write() as session:
        chat = await announcements.note(
            session, Seen(-1001, "channel", "Exports", None, may_post=True), crowd.author.telegram_id, now=crowd.desk.now
        )
    running.application.sender.wake()

    await crowd.officials[0].sees("Exports")
    assert sum(crowd.heard()) < 12
    await ended(crowd.desk, announcement)
    assert chat.may_post


async def test_fewer_announcements(crowd: Crowd, telegram: Sandbox) -> None:
    await ended(crowd.desk, await crowd.announces())
    reader = crowd.people[0]

    await reader.taps("Fewer announcements")
    await reader.sees("two a week at most", buttons=["None for 30 days"])
    await reader.taps("None for 30 days")
    await reader.sees("You get none until")
    await ended(crowd.desk, await crowd.announces())
    assert crowd.heard() == [1] + [2] * 11
    await reader.taps("Get them again")
    await reader.sees("You get them now")
    await telegram.idle()
    assert (await crowd.desk.of(crowd.readers[0].id)).paused_until is None


async def test_the_progress_message_is_edited_every_three_seconds_and_after_a_restart(running: Running, crowd: Crowd) -> None:
    telegram, author = crowd.telegram, crowd.officials[0]
    running.application.sender.gate.spacing = 0.6
    announcement = await crowd.announces()
    bar = await running.application.bot.send_message(author.id, "A bar")
    async with crowd.desk.database.write() as session:
        await announcements.watch(session, crowd.author, announcement.id, bar.message_id, now=running.application.clock.now())
    await some_heard(crowd)
    await running.restart()
    await ended(crowd.desk, announcement)

    await until(lambda: "12" in author.chat.messages[bar.message_id].words)
    edits = [call.at for call in telegram.calls("editMessageText") if call.parameters.get("message_id") == bar.message_id]
    assert edits
    assert all(after - before >= 2.5 for before, after in pairwise(edits))


@pytest.mark.parametrize("fault", ["reset", "bad_gateway", "answer_lost"])
async def test_the_last_edit_of_the_progress_message_is_made_again_when_no_answer_came(running: Running, crowd: Crowd, fault: str) -> None:
    telegram, author = crowd.telegram, crowd.officials[0]
    announcement = await ended(crowd.desk, await crowd.announces())
    bar = await running.application.bot.send_message(author.id, "A bar")
    telegram.fault(fault, method="editMessageText", chat_id=author.id)
    async with crowd.desk.database.write() as session:
        await announcements.watch(session, crowd.author, announcement.id, bar.message_id, now=running.application.clock.now())

    await until(lambda: "12" in author.chat.messages[bar.message_id].words)

    async with asyncio.timeout(20):
        while await bars_left(crowd.desk.database):  # noqa: ASYNC110  # another task takes it away
            await asyncio.sleep(0.05)


async def test_a_series_comes_at_its_hour(running: Running, crowd: Crowd) -> None:
    series = await crowd.desk.approved(
        READERS, Plan("Europe/Kyiv", cron=announcements.weekly(2, 12)), author=crowd.author, second=crowd.second
    )
    await until(lambda: running.application.worker is not None)
    for _look in range(100):
        if (await crowd.desk.fresh(series)).starts_at:
            break
        await asyncio.sleep(0.05)
    first = (await crowd.desk.fresh(series)).starts_at
    assert first
    local = first.astimezone(ZoneInfo("Europe/Kyiv"))
    assert (local.weekday(), local.hour, local.minute) == (2, 12, 0)

    crowd.telegram.advance(int((first - running.application.clock.now()).total_seconds()) + 1)

    await until(lambda: crowd.heard() == [1] * 12)
    assert (await crowd.desk.fresh(series)).starts_at == first + timedelta(days=7)


@pytest.mark.parametrize(
    ("cron", "zone", "after", "expected"),
    [
        ("0 9 * * mon", "Europe/Kyiv", "2026-05-27T12:00", "2026-06-01T06:00"),
        ("0 9 1 * *", "America/Los_Angeles", "2026-10-15T12:00", "2026-11-01T17:00"),  # the day on which their clocks go back
        ("0 9 * * sun", "Europe/Kyiv", "2026-03-28T12:00", "2026-03-29T06:00"),  # the day on which theirs go forward
        ("0 9 * * sun", "Europe/Kyiv", "2026-10-24T12:00", "2026-10-25T07:00"),
    ],
)
def test_next_time(cron: str, zone: str, after: str, expected: str) -> None:
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)

    assert next_time(cron, zone, moment) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


async def some_heard(crowd: Crowd) -> None:
    await until(lambda: sum(crowd.heard()) > 1)


async def refused(telegram: Sandbox) -> None:
    await until(lambda: any(call.error_code == 429 for call in telegram.calls("sendMessage")))


async def until(true: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  # the sandbox's people ring no bell here
            await asyncio.sleep(0.02)


async def test_under_fire_nobody_is_lost_and_nobody_told_twice() -> None:
    counted = await breaking.measure(kills=3, seed=7)

    assert (counted.lost, counted.twice) == (0, 0)
    # At most one a kill where calls are quick; on a busy machine as many as may be under way.
    assert counted.doubtful <= counted.kills * AT_ONCE_PACED
    assert counted.states["sent"] + counted.states.get("in_doubt", 0) == counted.recipients
