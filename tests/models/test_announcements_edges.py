"""Announcements where two things meet: an approval and another audience, an edit and the end, a deadline and a claim."""

from asyncio import gather
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from models import announcements, atlas
from models.announcements import (
    Announcement,
    AnnouncementState,
    Audience,
    AudienceRole,
    DeliveryState,
    OfficeChat,
    Outcome,
    Plan,
    Refusal,
    Seen,
    StopReason,
    Words,
)
from models.deliveries import Kind
from models.members import Role
from tests.announcing import HELLO, Desk, done, told, utc

KYIV, WASHINGTON = (atlas.by_code(code).id for code in ("UA-32", "US-WA"))
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
LATER = Plan("Europe/Kyiv", "2026-06-12T10:00")


# What was looked at is what is approved


@pytest.mark.parametrize("change", ["recipients", "time"])
async def test_approval_is_of_the_recipients_and_the_time_that_were_looked_at(desk: Desk, change: str) -> None:
    author, second = await desk.official(), await desk.official()
    waiting = await desk.submit(author, await desk.draft(author, Audience(regions=(KYIV,))))
    looked_at = waiting.revision

    if change == "recipients":
        await desk.does(announcements.aim, author, waiting.id, Audience())
    else:
        await desk.does(announcements.plan, author, waiting.id, Plan("UTC", urgent_reason="Alarm"))
    async with desk.database.write() as session:
        # The text is as it was tested: it is handed in again without another test.
        again = done(await announcements.submit(session, author, waiting.id, now=desk.now))

    assert await desk.does(announcements.approve, second, waiting.id, looked_at) is Refusal.CHANGED
    assert isinstance(await desk.does(announcements.approve, second, waiting.id, again.revision), Announcement)


async def test_a_refused_change_leaves_it_where_it_is(desk: Desk) -> None:
    author, second = await desk.official(Role.MODERATOR), await desk.official(Role.MODERATOR)
    waiting = await desk.submit(author, await desk.draft(author, region_id=KYIV))
    abroad = Audience(regions=(atlas.by_code("FR-IDF").id,))

    assert await desk.does(announcements.aim, author, waiting.id, abroad) is Refusal.NOT_YOUR_REGION
    assert await desk.does(announcements.plan, author, waiting.id, Plan("Europe/Kyiv", "2020-01-01T09:00")) is Refusal.PAST

    assert (await desk.approve(second, waiting)).state is AnnouncementState.SCHEDULED


async def test_choosing_what_is_chosen_takes_nothing_back(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    scheduled = await desk.approve(second, await desk.submit(author, await desk.draft(author, when=LATER)))

    await desk.does(announcements.aim, author, scheduled.id, announcements.audience_of(scheduled))
    await desk.does(announcements.plan, author, scheduled.id, LATER)

    assert await desk.state(scheduled) is AnnouncementState.SCHEDULED


async def test_an_edit_between_a_look_and_the_approval_is_told(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    scheduled = await desk.approve(second, await desk.submit(author, await desk.draft(author, when=LATER)))

    edited = done(await desk.does(announcements.write, author, scheduled.id, "en", Words("Another text")))

    assert edited.state is AnnouncementState.DRAFT
    assert await desk.does(announcements.approve, second, scheduled.id, scheduled.revision) is Refusal.TOO_LATE
    desk.now = utc("2026-06-12T09:00")
    assert await desk.run() == []


async def test_edited_and_approved_at_once(desk: Desk) -> None:
    """Whoever is first: nothing goes out that the second person has not seen."""
    author, second = await desk.official(), await desk.official()
    waiting = await desk.submit(author, await desk.draft(author))

    await gather(
        desk.does(announcements.write, author, waiting.id, "en", Words("Another text")),
        desk.does(announcements.approve, second, waiting.id, waiting.revision),
    )

    assert await desk.state(waiting) is AnnouncementState.DRAFT
    assert await desk.run() == []


async def test_paused_stopped_and_sent_at_once(desk: Desk) -> None:
    for _number in range(20):
        await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    author, second = await desk.of(announcement.author_id), await desk.of(announcement.approved_by or 0)

    _sent, _paused, stopped = await gather(
        desk.send(most=15),
        desk.does(announcements.pause, author, announcement.id),
        desk.does(announcements.stop, second, announcement.id),
    )

    assert isinstance(stopped, Announcement)
    assert await desk.state(announcement) is AnnouncementState.STOPPED
    reached = await desk.counts(announcement)
    assert (reached.total, reached.now, reached.sent + reached.cancelled) == (22, 0, 22)


# An end that comes while somebody holds it


async def test_paused_with_nothing_left_is_over(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    last = await desk.does(announcements.claim, bot_id=1, limit=9)
    author = await desk.of(announcement.author_id)
    await desk.does(announcements.write, author, announcement.id, "en", Words("Too late"))
    await desk.does(announcements.settle, [Outcome(claim, DeliveryState.SENT, 1) for claim in last.claims])

    await desk.advance()

    assert await desk.state(announcement) is AnnouncementState.DONE
    assert await told(desk.database, Kind.ANNOUNCEMENT_DONE) == [author.id]


async def test_a_change_that_nobody_approved_before_the_deadline_ends_it(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    announcement = await desk.approved(author=author, second=second)
    await desk.advance()
    async with desk.database.write() as session:
        await session.execute(update(Announcement).values(not_after=desk.now + HOUR))
    edited = done(await desk.does(announcements.write, author, announcement.id, "en", Words("Another text")))
    await desk.submit(author, edited)
    desk.now += 2 * HOUR

    await desk.advance()

    assert await desk.state(announcement) is AnnouncementState.DONE
    assert (await desk.counts(announcement)).cancelled == 2


async def test_everybody_left_before_it_began(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    reader = await desk.person()
    announcement = await desk.approved(Audience(regions=(KYIV,)), LATER, author=author, second=second)
    async with desk.database.write() as session:
        await session.execute(update(type(reader)).filter_by(id=reader.id).values(unreachable_at=desk.now))
    desk.now = utc("2026-06-12T09:00")

    assert await desk.run() == []

    assert await desk.state(announcement) is AnnouncementState.DONE
    assert (await desk.counts(announcement)).total == 0


async def test_who_joins_after_the_start_gets_the_next_one(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    late = await desk.person()

    assert late.id not in await desk.run()
    assert await desk.state(announcement) is AnnouncementState.DONE
    assert late.id in await desk.rows(await desk.approved()) or late.id in await desk.run()


# At the last moment


async def test_nothing_is_claimed_at_the_deadline_before_time_is_looked_at(desk: Desk) -> None:
    await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        await session.execute(update(Announcement).values(not_after=desk.now + HOUR))
    async with desk.database.write() as session:
        nominated = await announcements.nominate(session, bot_id=1, now=desk.now, limit=9)
    assert len(nominated.claims) == 2
    desk.now += HOUR

    async with desk.database.write() as session:
        assert await announcements.mark(session, nominated.claims, now=desk.now) == []
    assert await desk.send() == []


async def test_who_was_nominated_by_day_is_not_marked_by_night(desk: Desk) -> None:
    desk.now = utc("2026-05-27T15:59")
    await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        nominated = await announcements.nominate(session, bot_id=1, now=desk.now, limit=9)
    desk.now += timedelta(minutes=1)

    async with desk.database.write() as session:
        assert len(nominated.claims) == 2
        assert await announcements.mark(session, nominated.claims, now=desk.now) == []


async def test_who_was_nominated_for_one_text_is_not_marked_for_another(desk: Desk) -> None:
    """Changed and approved again in the moment between the two."""
    announcement = await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        nominated = await announcements.nominate(session, bot_id=1, now=desk.now, limit=9)
    author, second = await desk.of(announcement.author_id), await desk.of(announcement.approved_by or 0)
    edited = done(await desk.does(announcements.write, author, announcement.id, "en", Words("Another text")))
    await desk.approve(second, await desk.submit(author, edited))

    async with desk.database.write() as session:
        assert await announcements.mark(session, nominated.claims, now=desk.now) == []
    claimed = await desk.does(announcements.claim, bot_id=1, limit=9)
    assert {claim.variant.text for claim in claimed.claims} == {"Another text"}


@pytest.mark.parametrize(
    ("zone", "opens_at"),
    [("Pacific/Kiritimati", "2026-05-27T19:00"), ("Pacific/Midway", "2026-05-27T20:00"), ("Pacific/Auckland", "2026-05-27T21:00")],
)
async def test_a_reader_on_the_date_line(desk: Desk, zone: str, opens_at: str) -> None:
    """At noon in London it is two in the night of the next day on one side of the line, and one in the night of this day on the other."""
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    reader = await desk.person(zone=zone)
    announcement = await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)

    assert await desk.run() == []
    desk.now = utc(opens_at) - timedelta(seconds=1)
    assert await desk.run() == []
    desk.now = utc(opens_at)
    assert await desk.run() == [reader.id]
    assert await desk.state(announcement) is AnnouncementState.DONE


@pytest.mark.parametrize(
    ("region", "evening", "morning"),
    [
        ("UA-32", "2026-03-28T18:00", "2026-03-29T06:00"),
        ("UA-32", "2026-10-24T18:00", "2026-10-25T07:00"),
        ("US-WA", "2026-03-08T04:00", "2026-03-08T16:00"),
        ("US-WA", "2026-11-01T05:00", "2026-11-01T17:00"),
    ],
)
async def test_the_morning_after_the_clocks_changed(desk: Desk, region: str, evening: str, morning: str) -> None:
    elsewhere = "US-WA" if region == "UA-32" else "UA-32"
    author, second = await desk.official(region=elsewhere), await desk.official(region=elsewhere)
    desk.now = utc(evening)
    reader = await desk.person(region)
    await desk.approved(Audience(regions=(atlas.by_code(region).id,)), author=author, second=second)

    assert await desk.run() == []
    desk.now = utc(morning) - timedelta(seconds=1)
    assert await desk.run() == []
    desk.now = utc(morning)
    assert await desk.run() == [reader.id]


# A bad text


async def test_a_text_that_is_bad_in_one_language_stops_it(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    for number in range(20):
        await desk.person(language="uk" if number % 2 else "en")
    announcement = await desk.approved(Audience(regions=(KYIV,)), author=author, second=second, uk=Words("Їдьмо"), en=HELLO)
    await desk.advance()

    await ends(desk, {"uk": DeliveryState.FAILED, "en": DeliveryState.SENT})

    after = await desk.fresh(announcement)
    assert (after.state, after.stop_reason) == (AnnouncementState.STOPPED, StopReason.BAD_TEXT)
    reached = await desk.counts(announcement)
    assert announcements.BAD_AFTER <= reached.failed < 10


async def test_a_bad_change_stops_it_though_the_first_text_arrived(desk: Desk) -> None:
    for _number in range(20):
        await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    await desk.send(most=5)
    author, second = await desk.of(announcement.author_id), await desk.of(announcement.approved_by or 0)
    desk.now += timedelta(minutes=1)
    edited = done(await desk.does(announcements.write, author, announcement.id, "en", Words("Another text")))
    await desk.approve(second, await desk.submit(author, edited))

    await desk.send(DeliveryState.FAILED, fault="Bad Request: can't parse entities")

    assert await desk.state(announcement) is AnnouncementState.STOPPED
    assert (await desk.counts(announcement)).sent == 5


async def ends(desk: Desk, states: dict[str, DeliveryState]) -> None:
    """Send what is due; how each ends is told from its language."""
    while (claimed := await desk.does(announcements.claim, bot_id=1, limit=4)).looked_at:
        await desk.does(announcements.settle, [Outcome(c, states[c.variant.language], 1, "Bad Request") for c in claimed.claims])


# Chats


async def test_a_group_that_moved_to_where_the_bot_is_known_already(desk: Desk) -> None:
    """The supergroup's own news came before the send found out that the group has become it."""
    author, second = await desk.official(), await desk.official()
    group = await desk.does(announcements.note, Seen(-5, "group", "Partners", None, may_post=True), author.telegram_id)
    announcement = await desk.approved(Audience(people=False, chats=(group.id,)), author=author, second=second)
    await desk.advance()
    claimed = await desk.does(announcements.claim, bot_id=1, limit=9)
    await desk.does(announcements.note, Seen(-1005, "supergroup", "Partners", None, may_post=True), author.telegram_id)

    await desk.does(announcements.settle, [Outcome(claimed.claims[0], DeliveryState.QUEUED, moved_to=-1005)])

    again = await desk.does(announcements.claim, bot_id=1, limit=9)
    assert [claim.telegram_id for claim in again.claims] == [-1005]
    async with desk.database.read() as session:
        assert [(c.id, c.telegram_id) for c in await announcements.chats(session, author, 0)] == [(group.id, -1005)]
        left = await session.scalar(select(OfficeChat).filter_by(telegram_id=-5))
        assert left is not None
        assert not left.may_post
    assert await desk.state(announcement) is AnnouncementState.RUNNING


# Pressed twice


async def test_a_copy_that_is_asked_for_twice_is_one(desk: Desk) -> None:
    announcement = await desk.approved()
    author = await desk.of(announcement.author_id)

    one = done(await desk.does(announcements.copy, author, announcement.id))
    same = done(await desk.does(announcements.copy, author, announcement.id))
    await desk.does(announcements.write, author, one.id, "en", Words("Another text"))
    other = done(await desk.does(announcements.copy, author, announcement.id))

    assert one.id == same.id
    assert other.id != one.id


async def test_the_cap_is_a_persons_and_not_a_roles(desk: Desk) -> None:
    """Whoever is meant by two roles is one reader."""
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    head = await desk.official(Role.HEAD)
    to = Audience(regions=(KYIV,), roles=(AudienceRole.HEAD, AudienceRole.NEWCOMER))

    await desk.approved(to, author=author, second=second)

    assert await desk.run() == [head.id]
