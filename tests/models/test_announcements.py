"""The life of an announcement: who may write and approve, who is meant, when it reaches them, and that it does so once."""

from asyncio import gather
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models import announcements, atlas, businesses, members, regions
from models.announcements import (
    Announcement,
    AnnouncementDelivery,
    AnnouncementState,
    Audience,
    AudienceRole,
    Claimed,
    DeliveryState,
    File,
    LeftOut,
    Media,
    Outcome,
    Plan,
    Refusal,
    Seen,
    StopReason,
    Words,
    instant,
    window,
)
from models.businesses import BusinessContent
from models.database import Database
from models.deliveries import Delivery, Kind
from models.members import Member, Role
from tests.announcing import HELLO, Desk, done, told, utc

KYIV, WASHINGTON, UTAH = (atlas.by_code(code).id for code in ("UA-32", "US-WA", "US-UT"))
WEEK, HOUR, DAY = timedelta(days=7), timedelta(hours=1), timedelta(days=1)


# Who writes, who approves


async def test_only_those_with_a_role_write(desk: Desk) -> None:
    stranger, moderator = await desk.person(), await desk.official(Role.MODERATOR)

    assert await desk.does(announcements.begin, stranger, KYIV, "News") is Refusal.NOT_ALLOWED
    assert await desk.does(announcements.begin, moderator, 0, "News") is Refusal.NOT_ALLOWED
    assert await desk.does(announcements.begin, moderator, WASHINGTON, "News") is Refusal.NOT_ALLOWED
    assert isinstance(await desk.does(announcements.begin, moderator, KYIV, "News"), Announcement)


async def test_nobody_approves_their_own(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    waiting = await desk.submit(author, await desk.draft(author))

    assert await desk.does(announcements.approve, author, waiting.id, 1) is Refusal.OWN
    assert await told(desk.database, Kind.ANNOUNCEMENT_WAITING) == [second.id]
    assert (await desk.approve(second, waiting)).state is AnnouncementState.SCHEDULED


async def test_two_administrators_at_once(desk: Desk) -> None:
    author, one, other = await desk.official(), await desk.official(), await desk.official()
    waiting = await desk.submit(author, await desk.draft(author))

    answers = await gather(*(desk.does(announcements.approve, member, waiting.id, 1) for member in (one, other)))

    assert sorted(isinstance(answer, Announcement) for answer in answers) == [False, True]
    assert Refusal.TOO_LATE in answers
    assert await told(desk.database, Kind.ANNOUNCEMENT_APPROVED) == [author.id]


async def test_approval_is_of_the_text_that_was_looked_at(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    draft = await desk.draft(author)
    await desk.submit(author, draft)
    await desk.does(announcements.write, author, draft.id, "en", Words("Another text"))

    assert await desk.does(announcements.approve, second, draft.id, 1) is Refusal.TOO_LATE
    await desk.submit(author, await desk.fresh(draft))
    assert await desk.does(announcements.approve, second, draft.id, 1) is Refusal.CHANGED
    assert isinstance(await desk.does(announcements.approve, second, draft.id, 2), Announcement)


async def test_untested_is_not_handed_on(desk: Desk) -> None:
    author = await desk.official()
    draft = await desk.draft(author)

    assert await desk.does(announcements.submit, author, draft.id) is Refusal.NOT_TESTED


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (Plan("Europe/Kyiv", "2026-13-40T09:00"), Refusal.BAD_TIME),
        (Plan("Europe/Nowhere", "2026-06-12T09:00"), Refusal.BAD_TIME),
        (Plan("Europe/Kyiv", "2026-05-01T09:00"), Refusal.PAST),
        (Plan("Europe/Kyiv", None, "  "), Refusal.NO_REASON),
        (Plan("Europe/Kyiv", None, None, "* * * * *"), Refusal.BAD_TIME),
    ],
)
async def test_plans_that_are_refused(desk: Desk, plan: Plan, refusal: Refusal) -> None:
    author = await desk.official()
    draft = await desk.draft(author)

    assert await desk.does(announcements.plan, author, draft.id, plan) is refusal


async def test_returned_goes_back_with_a_word(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    waiting = await desk.submit(author, await desk.draft(author))

    await desk.does(announcements.give_back, second, waiting.id, "Say who pays.")

    after = await desk.fresh(waiting)
    assert (after.state, after.note) == (AnnouncementState.DRAFT, "Say who pays.")
    assert await told(desk.database, Kind.ANNOUNCEMENT_RETURNED) == [author.id]


# An office, its own people and its twins'


async def test_an_office_announces_to_its_own_region_with_two_people(desk: Desk) -> None:
    author, second = await desk.official(Role.MODERATOR), await desk.official(Role.HEAD)
    reader = await desk.person()
    await desk.person("US-WA")
    waiting = await desk.submit(author, await desk.draft(author, region_id=KYIV))

    approved = await desk.approve(second, waiting)
    got = await desk.run()

    assert approved.state is AnnouncementState.SCHEDULED
    assert sorted(got) == sorted([author.id, second.id, reader.id])


async def test_an_office_cannot_mean_regions_without_an_agreement(desk: Desk) -> None:
    author = await desk.official(Role.MODERATOR)
    draft = await desk.draft(author, region_id=KYIV)

    answer = await desk.does(announcements.aim, author, draft.id, Audience(regions=(atlas.by_code("FR-IDF").id,)))

    assert answer is Refusal.NOT_YOUR_REGION


async def test_the_twins_office_has_to_agree(desk: Desk) -> None:
    author, second = await desk.official(Role.MODERATOR), await desk.official(Role.MODERATOR)
    theirs = await desk.official(Role.HEAD, "US-WA")
    await with_agreements(desk)
    draft = await desk.draft(author, Audience(regions=(KYIV, WASHINGTON)), region_id=KYIV)
    waiting = await desk.submit(author, draft)

    assert (await desk.approve(second, waiting)).state is AnnouncementState.AWAITING_CONSENT
    assert await told(desk.database, Kind.ANNOUNCEMENT_CONSENT) == [theirs.id]
    assert await desk.does(announcements.consent, second, waiting.id, WASHINGTON, 1) is Refusal.GONE
    assert await desk.run() == []
    agreed = done(await desk.does(announcements.consent, theirs, waiting.id, WASHINGTON, 1))
    assert agreed.state is AnnouncementState.SCHEDULED
    await desk.run()
    assert theirs.id in await desk.rows(waiting)


async def test_an_administrator_does_not_speak_for_an_office_that_is_there(desk: Desk) -> None:
    author, second = await desk.official(Role.MODERATOR), await desk.official(Role.MODERATOR)
    await desk.official(Role.HEAD, "US-WA")
    administrator = await desk.official()
    await with_agreements(desk)
    waiting = await desk.submit(author, await desk.draft(author, Audience(regions=(WASHINGTON,)), region_id=KYIV))
    await desk.approve(second, waiting)

    assert await desk.does(announcements.consent, administrator, waiting.id, WASHINGTON, 1) is Refusal.GONE


async def test_a_refusal_of_the_twins_office_brings_it_back(desk: Desk) -> None:
    author = await desk.official(Role.MODERATOR)
    theirs = await desk.official(Role.HEAD, "US-WA")
    await with_agreements(desk)
    waiting = await desk.submit(author, await desk.draft(author, Audience(regions=(WASHINGTON,)), region_id=KYIV))

    await desk.does(announcements.refuse, theirs, waiting.id, WASHINGTON, "Not in June.")

    assert await desk.state(waiting) is AnnouncementState.DRAFT
    assert await told(desk.database, Kind.ANNOUNCEMENT_REFUSED) == [author.id]


async def with_agreements(desk: Desk) -> None:
    async with desk.database.write() as session:
        await regions.seed(session)


# Who is meant, and who is left out


async def test_live_count_says_who_is_left_out_and_why(desk: Desk) -> None:
    author = await desk.official(region="US-WA")
    for language in ("uk", "uk", "en", "tr"):
        await desk.person(language=language)
    await desk.person(consent_version=0)
    await desk.person(unreachable_at=desk.now)
    await desk.person(paused_until=desk.now + DAY)
    await desk.person(paused_until=desk.now - DAY, language="it")
    draft = await desk.draft(author, Audience(regions=(KYIV,)), uk=Words("Їдьмо"), en=HELLO)

    async with desk.database.read() as session:
        reached = await announcements.reach(session, draft, now=desk.now)

    assert reached.languages == {"uk": 2, "en": 1, "tr": 1, "it": 1}
    assert reached.variants == {"uk": "uk", "en": "en", "tr": "en", "it": "en"}
    assert reached.left_out == {LeftOut.NO_CONSENT: 1, LeftOut.UNREACHABLE: 1, LeftOut.PAUSED: 1}
    assert (reached.people, reached.later) == (5, 0)


async def test_the_count_is_what_goes_out(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    baker, farmer = await desk.person(), await desk.person()
    await desk.person()
    await desk.person("US-UT")
    for member, sector in ((baker, 1), (farmer, 2)):
        async with desk.database.write() as session:
            mine = await session.get_one(Member, member.id)
            business = await businesses.register(session, mine, now=desk.now)
            await businesses.write_version(session, business, BusinessContent("Name", [sector, 9]), author=member.id, now=desk.now)
    to = Audience(regions=(KYIV,), sectors=(2, 3), roles=(AudienceRole.ENTREPRENEUR,))
    draft = await desk.draft(author, to)
    async with desk.database.read() as session:
        reached = await announcements.reach(session, draft, now=desk.now)

    await desk.approve(second, await desk.submit(author, draft))

    assert reached.people == 1
    assert await desk.run() == [farmer.id]


@pytest.mark.parametrize(
    ("role", "names"),
    [(AudienceRole.NEWCOMER, "reader head"), (AudienceRole.HEAD, "head"), (AudienceRole.ADMINISTRATOR, "author")],
)
async def test_roles(desk: Desk, role: AudienceRole, names: str) -> None:
    people = {"author": await desk.official(region="US-WA"), "reader": await desk.person(), "head": await desk.official(Role.HEAD)}
    where = () if role is AudienceRole.ADMINISTRATOR else (KYIV,)
    draft = await desk.draft(people["author"], Audience(regions=where, roles=(role,)))

    async with desk.database.read() as session:
        reached = await announcements.reach(session, draft, now=desk.now)
        expected = {people[name].id for name in names.split()}
        assert reached.people == len(expected)


async def test_nobody_is_refused(desk: Desk) -> None:
    author = await desk.official(region="US-WA")
    draft = await desk.draft(author, Audience(regions=(UTAH,)))
    await desk.does_tested(author, draft)

    assert await desk.does(announcements.submit, author, draft.id) is Refusal.NOBODY


@pytest.mark.parametrize(
    ("written", "language", "chosen"),
    [("uk en", "uk", "uk"), ("uk en", "fi", "en"), ("uk it", "fi", "uk"), ("it tr", "fi", "it"), ("en", "uk", "en")],
)
def test_fallback_order(written: str, language: str, chosen: str) -> None:
    assert announcements.choose(written.split(), language) == chosen


# When


@pytest.mark.parametrize(
    ("moment", "zone", "opens", "closes"),
    [
        # a reader who sleeps, one who is awake, one whose evening it is
        ("2026-05-27T04:00", "Europe/Kyiv", "2026-05-27T06:00", "2026-05-27T16:00"),
        ("2026-05-27T12:00", "Europe/Kyiv", "2026-05-27T12:00", "2026-05-27T16:00"),
        ("2026-05-27T16:00", "Europe/Kyiv", "2026-05-28T06:00", "2026-05-28T16:00"),
        # the clocks of Kyiv go forward on 29 March and back on 25 October 2026; those of Seattle on 8 March and 1 November
        ("2026-03-28T20:00", "Europe/Kyiv", "2026-03-29T06:00", "2026-03-29T16:00"),
        ("2026-03-27T20:00", "Europe/Kyiv", "2026-03-28T07:00", "2026-03-28T17:00"),
        ("2026-10-24T20:00", "Europe/Kyiv", "2026-10-25T07:00", "2026-10-25T17:00"),
        ("2026-03-08T05:00", "America/Los_Angeles", "2026-03-08T16:00", "2026-03-09T02:00"),
        ("2026-11-01T06:00", "America/Los_Angeles", "2026-11-01T17:00", "2026-11-02T03:00"),
        # both sides of the date line: the same instant is Wednesday here and Thursday there
        ("2026-05-27T12:00", "Pacific/Kiritimati", "2026-05-27T19:00", "2026-05-28T05:00"),
        ("2026-05-27T12:00", "Pacific/Pago_Pago", "2026-05-27T20:00", "2026-05-28T06:00"),
        ("2026-05-27T12:00", "Pacific/Auckland", "2026-05-27T21:00", "2026-05-28T07:00"),
    ],
)
def test_window(moment: str, zone: str, opens: str, closes: str) -> None:
    found = window(utc(moment), ZoneInfo(zone))

    assert (found.opens_at, found.closes_at) == (utc(opens), utc(closes))


@given(
    st.integers(0, 15 * 365 * 24 * 60),
    st.sampled_from(
        ("Europe/Kyiv", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "Australia/Lord_Howe")
    ),
)
def test_a_window_is_of_daylight_and_soon(minute: int, zone: str) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    found = window(moment, ZoneInfo(zone))

    assert moment <= found.opens_at < found.closes_at
    assert found.opens_at - moment <= timedelta(hours=15)
    assert 9 <= found.opens_at.astimezone(ZoneInfo(zone)).hour < 19
    assert found.closes_at.astimezone(ZoneInfo(zone)).hour == 19


@pytest.mark.parametrize(
    ("wall", "zone", "expected"),
    [
        ("2026-06-12T09:00", "Europe/Kyiv", "2026-06-12T06:00"),
        ("2026-12-12T09:00", "Europe/Kyiv", "2026-12-12T07:00"),
        ("2026-03-29T03:30", "Europe/Kyiv", "2026-03-29T01:30"),  # skipped: an hour later on the clock
        ("2026-10-25T03:30", "Europe/Kyiv", "2026-10-25T00:30"),  # twice: the first
        ("2026-03-08T02:30", "America/Los_Angeles", "2026-03-08T10:30"),
        ("2026-11-01T01:30", "America/Los_Angeles", "2026-11-01T08:30"),
    ],
)
def test_wall_time(wall: str, zone: str, expected: str) -> None:
    assert instant(wall, zone) == utc(expected)


async def test_everybody_in_their_own_morning(desk: Desk) -> None:
    kyiv, seattle = await desk.person("UA-32"), await desk.person("US-WA")
    desk.now = utc("2026-05-27T06:00")  # nine in Kyiv, eleven in the evening in Seattle
    announcement = await desk.approved(Audience(roles=(AudienceRole.NEWCOMER,), regions=(KYIV, WASHINGTON)))

    assert kyiv.id in await desk.run()
    assert seattle.id not in await desk.run()
    assert (await desk.counts(announcement)).tomorrow == 1
    desk.now = utc("2026-05-27T16:00")
    assert await desk.run() == [seattle.id]
    assert await desk.state(announcement) is AnnouncementState.DONE


async def test_whose_day_ended_waits_for_the_next_morning(desk: Desk) -> None:
    await desk.person()
    desk.now = utc("2026-05-27T15:50")
    announcement = await desk.approved()
    await desk.advance()

    desk.now = utc("2026-05-27T16:10")  # past seven in the evening in Kyiv
    assert await desk.run() == []
    assert {row.due_at for row in (await desk.rows(announcement)).values()} == {utc("2026-05-28T06:00")}
    desk.now = utc("2026-05-28T06:00")
    assert len(await desk.run()) == 3


async def test_urgent_goes_at_any_hour(desk: Desk) -> None:
    await desk.person()
    desk.now = utc("2026-05-27T00:00")
    await desk.approved(when=Plan("UTC", urgent_reason="The venue has changed"))

    assert len(await desk.run()) == 3


async def test_waits_for_its_time(desk: Desk) -> None:
    announcement = await desk.approved(when=Plan("Europe/Kyiv", "2026-06-12T10:00"))

    assert await desk.run() == []
    desk.now = utc("2026-06-12T06:59")
    assert await desk.run() == []
    desk.now = utc("2026-06-12T07:00")
    assert len(await desk.run()) == 2
    assert await desk.state(announcement) is AnnouncementState.DONE


# Two a week


async def test_the_third_of_a_week_comes_later(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    reader = await desk.person()
    to = Audience(regions=(KYIV,))
    first = desk.now
    for _number in range(2):
        await desk.approved(to, author=author, second=second)
        assert await desk.run() == [reader.id]
        desk.now += HOUR
    third = await desk.approved(to, author=author, second=second)

    assert await desk.run() == []
    assert (await desk.counts(third)).later == 1
    urgent = await desk.approved(to, Plan("UTC", urgent_reason="Alarm"), author=author, second=second)
    assert await desk.run() == [reader.id]
    assert await desk.state(urgent) is AnnouncementState.DONE
    desk.now = first + WEEK - timedelta(minutes=1)
    assert await desk.run() == []
    desk.now = first + WEEK + timedelta(minutes=1)
    assert await desk.run() == [reader.id]
    assert await desk.state(third) is AnnouncementState.DONE


async def test_three_at_once_keep_to_two_a_week(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    people = [(await desk.person()).id for _ in range(5)]
    for _number in range(3):
        await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)

    assert Counter(await desk.run()) == dict.fromkeys(people, 2)
    async with desk.database.read() as session:
        waiting = await session.scalars(select(AnnouncementDelivery.later).filter_by(state=DeliveryState.QUEUED))
        assert list(waiting) == [True] * 5


async def test_a_doubt_counts_and_a_failure_does_not(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    reader = await desk.person()
    for state in (DeliveryState.IN_DOUBT, DeliveryState.FAILED, DeliveryState.SENT):
        await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)
        await desk.advance()
        assert await desk.send(state) == [reader.id]
        await desk.advance()
    await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)

    assert await desk.run() == []


async def test_later_never_passes_the_deadline(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    await desk.person()
    for _number in range(2):
        await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)
        await desk.run()
    third = await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)
    async with desk.database.write() as session:
        await session.execute(update(Announcement).filter_by(id=third.id).values(not_after=desk.now + DAY))

    await desk.run()

    (row,) = (await desk.rows(third)).values()
    assert (row.state, row.fault) == (DeliveryState.CANCELLED, "deadline")
    assert await desk.state(third) is AnnouncementState.DONE


async def test_nothing_is_claimed_after_the_deadline(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        await session.execute(update(Announcement).values(not_after=desk.now + HOUR))
    desk.now += 2 * HOUR

    assert await desk.run() == []
    assert (await desk.counts(announcement)).cancelled == 2


# At most once


async def test_goes_to_everybody_once_and_is_done(desk: Desk) -> None:
    people = [await desk.person() for _ in range(10)]
    announcement = await desk.approved()

    got = await desk.run()

    assert len(got) == len(set(got)) == len(people) + 2  # both administrators are people too
    assert await desk.state(announcement) is AnnouncementState.DONE
    reached = await desk.counts(announcement)
    assert (reached.sent, reached.total, reached.share) == (12, 12, 1.0)
    assert await told(desk.database, Kind.ANNOUNCEMENT_DONE) == [announcement.author_id]


async def test_an_expansion_that_is_repeated_adds_nothing(desk: Desk) -> None:
    people = [await desk.person() for _ in range(7)]
    announcement = await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        # As if the cursor had not been kept.
        await session.execute(update(Announcement).values(expanded_to=0, expanded_at=None))

    await desk.advance()

    assert len(await desk.rows(announcement)) == len(people) + 2


async def test_many_claim_at_once_and_nobody_is_claimed_twice(desk: Desk) -> None:
    for _number in range(30):
        await desk.person()
    await desk.approved()
    await desk.advance()

    batches: list[Claimed] = await gather(*(desk.does(announcements.claim, bot_id=1, limit=5) for _ in range(10)))

    ids = [claim.delivery_id for batch in batches for claim in batch.claims]
    assert len(ids) == len(set(ids)) == 32


async def test_what_a_crash_cut_off_is_in_doubt_and_never_sent_again(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    await desk.does(announcements.claim, bot_id=1, limit=1)

    assert await desk.does(announcements.recover) == 1
    assert len(await desk.run()) == 1
    reached = await desk.counts(announcement)
    assert (reached.in_doubt, reached.sent) == (1, 1)


async def test_what_never_left_goes_back_without_a_place_in_the_week(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    claimed = await desk.does(announcements.claim, bot_id=1, limit=1)

    await desk.does(announcements.settle, [Outcome(claimed.claims[0], DeliveryState.QUEUED, fault="429")])

    assert len(await desk.run()) == 2
    assert (await desk.counts(announcement)).sent == 2


async def test_a_call_without_a_record_does_not_keep_it_open(desk: Desk) -> None:
    announcement = await desk.approved()
    await desk.advance()
    await desk.does(announcements.claim, bot_id=1, limit=1)
    await desk.send()
    assert await desk.state(announcement) is AnnouncementState.RUNNING
    desk.now += HOUR

    await desk.advance()

    assert await desk.state(announcement) is AnnouncementState.DONE
    assert (await desk.counts(announcement)).in_doubt == 1


# Under way


async def test_paused_stands_still_and_goes_on(desk: Desk) -> None:
    await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    assert len(await desk.send(most=1)) == 1
    member = await desk.of(announcement.author_id)

    await desk.does(announcements.pause, member, announcement.id)
    assert await desk.run() == []
    assert await desk.does(announcements.pause, member, announcement.id) is Refusal.TOO_LATE
    await desk.does(announcements.go_on, member, announcement.id)
    assert len(await desk.run()) == 2


async def test_stop_cancels_what_is_unsent(desk: Desk) -> None:
    await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    under_way = await desk.does(announcements.claim, bot_id=1, limit=1)

    await desk.does(announcements.stop, await desk.of(announcement.author_id), announcement.id)
    await desk.does(announcements.settle, [Outcome(under_way.claims[0], DeliveryState.QUEUED)])

    assert await desk.run() == []
    reached = await desk.counts(announcement)
    assert (reached.cancelled, reached.total) == (3, 3)
    assert await desk.does(announcements.go_on, await desk.of(announcement.author_id), announcement.id) is Refusal.TOO_LATE


async def test_an_edit_waits_for_a_second_person_and_then_changes_what_is_unsent(desk: Desk) -> None:
    await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    await desk.send(most=1)
    author, second = await desk.of(announcement.author_id), await desk.of(announcement.approved_by or 0)

    edited = done(await desk.does(announcements.write, author, announcement.id, "en", Words("The date has changed")))
    assert edited.state is AnnouncementState.PAUSED
    assert await desk.does(announcements.go_on, author, announcement.id) is Refusal.NOT_APPROVED
    assert (await desk.approve(second, await desk.submit(author, edited))).state is AnnouncementState.RUNNING

    claimed = await desk.does(announcements.claim, bot_id=1, limit=9)
    assert [claim.variant.text for claim in claimed.claims] == ["The date has changed"] * 2


async def test_a_bad_text_stops_by_itself_and_its_author_is_told(desk: Desk) -> None:
    for _number in range(10):
        await desk.person()
    announcement = await desk.approved()
    await desk.advance()

    await desk.send(DeliveryState.FAILED, fault="Bad Request: can't parse entities")

    after = await desk.fresh(announcement)
    assert (after.state, after.stop_reason) == (AnnouncementState.STOPPED, StopReason.BAD_TEXT)
    assert after.stop_fault == "Bad Request: can't parse entities"
    reached = await desk.counts(announcement)
    assert announcements.BAD_AFTER <= reached.failed < 12
    assert reached.failed + reached.cancelled == 12
    assert await told(desk.database, Kind.ANNOUNCEMENT_STOPPED) == [announcement.author_id]


async def test_failures_after_a_success_do_not_stop_it(desk: Desk) -> None:
    for _number in range(10):
        await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    await desk.send(most=1)

    await desk.send(DeliveryState.FAILED, fault="Bad Request: something")
    await desk.advance()

    assert await desk.state(announcement) is AnnouncementState.DONE


async def test_a_file_of_another_bot_stops_it(desk: Desk) -> None:
    photo = Words("Look", file=File(Media.PHOTO, 2, "file", "unique"))
    announcement = await desk.approved(en=photo)

    assert await desk.run() == []
    assert (await desk.fresh(announcement)).stop_reason is StopReason.FOREIGN_FILE


async def test_who_left_is_marked_and_left_alone(desk: Desk) -> None:
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    reader = await desk.person()
    first = await desk.approved(Audience(regions=(KYIV,)), author=author, second=second)
    await desk.advance()
    await desk.send(DeliveryState.UNREACHABLE, fault="Forbidden: bot was blocked by the user")
    assert (await desk.of(reader.id)).unreachable_at is not None
    assert (await desk.counts(first)).unreachable == 1
    draft = await desk.draft(author, Audience(regions=(KYIV,)))
    async with desk.database.read() as session:
        assert (await announcements.reach(session, draft, now=desk.now)).left_out == {LeftOut.UNREACHABLE: 1}


async def test_who_paused_meanwhile_gets_nothing(desk: Desk) -> None:
    reader = await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    async with desk.database.write() as session:
        await members.pause(session, reader.id, desk.now + DAY)

    assert reader.id not in await desk.run()
    assert (await desk.rows(announcement))[reader.id].fault == "paused"


async def test_a_restart_in_every_state_loses_nothing(desk: Desk) -> None:
    """Each step is a transaction of its own; after any of them everything is taken up by other objects on the same tables."""
    people = [(await desk.person()).id for _ in range(8)]
    announcement = await desk.approved(Audience(regions=(KYIV,)), author=await desk.official(region="US-WA"))
    got: list[int] = []
    for _step in range(60):
        other = Desk(Database(str(desk.database.engine.url.render_as_string(hide_password=False))), desk.now)
        await other.does(announcements.recover)
        await other.does(announcements.advance, limit=3)
        got += await other.send(most=1)
        await other.database.close()
        if await desk.state(announcement) is AnnouncementState.DONE:
            break

    assert sorted(got) == sorted([*people, announcement.approved_by])  # the second administrator lives in Kyiv Oblast too


# Chats of offices


async def test_a_chat_belongs_to_the_office_of_who_put_the_bot_there(desk: Desk) -> None:
    official, stranger = await desk.official(Role.MODERATOR), await desk.person()
    channel = Seen(-1001, "channel", "Kyiv exports", None, may_post=True)

    ours = await desk.does(announcements.note, channel, official.telegram_id)
    theirs = await desk.does(announcements.note, Seen(-1002, "channel", "Spam", None, may_post=True), stranger.telegram_id)

    assert (ours.region_id, theirs.region_id) == (KYIV, None)
    assert await told(desk.database, Kind.OFFICE_CHAT) == [official.id, stranger.id]
    async with desk.database.read() as session:
        assert [chat.title for chat in await announcements.chats(session, official, KYIV)] == ["Kyiv exports"]


async def test_an_announcement_to_a_channel(desk: Desk) -> None:
    author, second = await desk.official(), await desk.official()
    chat = await desk.does(announcements.note, Seen(-1001, "channel", "Exports", None, may_post=True), author.telegram_id)
    silent = await desk.does(announcements.note, Seen(-1002, "channel", "Silent", None, may_post=False), author.telegram_id)
    to = Audience(people=False, chats=(chat.id, silent.id))
    announcement = await desk.approved(to, author=author, second=second)
    await desk.advance()

    claimed = await desk.does(announcements.claim, bot_id=1, limit=9)

    assert [(claim.telegram_id, claim.member_id) for claim in claimed.claims] == [(-1001, None)]
    await desk.does(announcements.settle, [Outcome(claimed.claims[0], DeliveryState.QUEUED, moved_to=-1009)])
    again = await desk.does(announcements.claim, bot_id=1, limit=9)
    assert [claim.telegram_id for claim in again.claims] == [-1009]
    assert (await desk.counts(announcement)).total == 1


async def test_a_chat_of_another_office_is_refused(desk: Desk) -> None:
    theirs, author = await desk.official(Role.MODERATOR, "US-WA"), await desk.official(Role.MODERATOR)
    chat = await desk.does(announcements.note, Seen(-1001, "channel", "Olympia", None, may_post=True), theirs.telegram_id)
    draft = await desk.draft(author, region_id=KYIV)

    assert await desk.does(announcements.aim, author, draft.id, Audience(chats=(chat.id,))) is Refusal.NOT_YOUR_CHAT


# What came of it


async def test_taps_are_counted_once_a_person(desk: Desk) -> None:
    reader, other = await desk.person(), await desk.person()
    announcement = await desk.approved()
    assert await desk.does(announcements.tap, reader, announcement.id) is None  # it has not begun
    await desk.run()

    for member in (reader, reader, other):
        await desk.does(announcements.tap, member, announcement.id)

    async with desk.database.read() as session:
        report = await announcements.report(session, await desk.fresh(announcement), now=desk.now)
    assert (report.taps, report.counts.sent, report.applications) == (2, 4, None)


async def test_timeline(desk: Desk) -> None:
    for _number in range(8):
        await desk.person()
    announcement = await desk.approved()
    await desk.advance()
    for _minute in range(5):
        await desk.send(most=2)
        desk.now += timedelta(minutes=1)

    async with desk.database.read() as session:
        bars = await announcements.timeline(session, announcement.id, bars=4)

    assert [bar.sent for bar in bars] == [2, 2, 2, 2, 2]
    assert sum(bar.other for bar in bars) == 0


async def test_a_copy_has_the_texts_and_no_life(desk: Desk) -> None:
    announcement = await desk.approved(uk=Words("Їдьмо"), en=HELLO)
    await desk.run()
    member = await desk.of(announcement.author_id)

    copy = done(await desk.does(announcements.copy, member, announcement.id))

    async with desk.database.read() as session:
        variants = await announcements.variants(session, copy.id)
    assert [(v.language, v.text, v.entities) for v in variants] == [("uk", "Їдьмо", []), ("en", HELLO.text, list(HELLO.entities))]
    assert (copy.state, copy.approved_by, copy.started_at, copy.tested_revision) == (AnnouncementState.DRAFT, None, None, None)


# Again and again


async def test_a_series_brings_forth_one_at_each_time(desk: Desk) -> None:
    reader = await desk.person()
    series = await desk.approved(
        Audience(regions=(KYIV,)), Plan("Europe/Kyiv", cron=announcements.weekly(0, 10)), author=await desk.official(region="US-WA")
    )
    assert series.state is AnnouncementState.RECURRING
    monday = utc("2026-06-01T07:00")

    async def tick(next_at: datetime | None) -> list[Announcement]:
        async with desk.database.read() as session:
            due = await announcements.due(session, now=desk.now)
        return [await desk.does(announcements.bring_forth, each, next_at=next_at, says=None) for each in due]

    assert await tick(monday) == [None]
    assert await tick(monday) == []
    desk.now = monday
    (one,) = await tick(monday + WEEK)
    assert (one.series_id, one.state) == (series.id, AnnouncementState.SCHEDULED)
    assert reader.id in await desk.run()
    assert await desk.state(one) is AnnouncementState.DONE
    desk.now = monday + WEEK + timedelta(hours=30)  # slept too long: left out
    assert await tick(monday + 2 * WEEK) == [None]
    await desk.does(announcements.stop, await desk.of(series.author_id), series.id)
    desk.now = monday + 2 * WEEK
    assert await tick(None) == []


async def test_a_digest_without_news_is_left_out(desk: Desk) -> None:
    await desk.approved(when=Plan("Europe/Kyiv", cron=announcements.monthly(1, 10), digest=True))
    async with desk.database.read() as session:
        (due,) = await announcements.due(session, now=desk.now)
    await desk.does(announcements.bring_forth, due, next_at=desk.now, says=None)
    async with desk.database.read() as session:
        (due,) = await announcements.due(session, now=desk.now)

    assert due.comes
    assert await desk.does(announcements.bring_forth, due, next_at=desk.now + DAY, says={}) is None


@pytest.mark.parametrize(("cron", "known"), [("0 9 * * mon", True), ("30 10 28 * *", True), ("0 9 31 * *", False), ("*/5 * * * *", False)])
def test_cadence(cron: str, known: bool) -> None:
    assert announcements.is_cadence(cron) is known


async def test_personal_notices_are_apart(desk: Desk) -> None:
    """What an announcement tells its makers goes through the outbox of notices."""
    await desk.approved()

    async with desk.database.read() as session:
        kinds = Counter(await session.scalars(select(Delivery.kind)))
    assert kinds == {Kind.ANNOUNCEMENT_WAITING: 1, Kind.ANNOUNCEMENT_APPROVED: 1}
