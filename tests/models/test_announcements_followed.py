"""Announcements of missions that change, and of offices whose agreement lapses: what follows them to the end, once or again and again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from models import announcements, atlas, missions, regions
from models.announcements import Announcement, AnnouncementDelivery, AnnouncementState, Audience, Plan, Refusal, StopReason
from models.deliveries import Kind
from models.members import Role
from models.missions import Mission
from models.regions import Twinning
from tests.announcing import Desk, done, told, utc
from tests.plans import TIMBER, opens

KYIV, WASHINGTON = (atlas.by_code(code).id for code in ("UA-32", "US-WA"))
DAY = timedelta(days=1)
LATER = Plan("Europe/Kyiv", "2026-06-12T10:00")


# Missions that change


async def with_mission(desk: Desk) -> Mission:
    organiser = await desk.official(Role.HEAD)
    async with desk.database.write() as session:
        return await opens(session, organiser, replace(TIMBER, sending_region_id=KYIV), now=desk.now)


async def of_mission(desk: Desk, mission: Mission, when: Plan | None = None) -> Announcement:
    """Approved, from Washington to Kyiv Oblast, with the mission's button."""
    author, second = await desk.official(region="US-WA"), await desk.official(region="US-WA")
    draft = await desk.draft(author, Audience(regions=(KYIV,)), when)
    done(await desk.does(announcements.put_button, author, draft.id, mission_id=mission.id))
    return await desk.approve(second, await desk.submit(author, await desk.fresh(draft)))


@pytest.mark.parametrize("begun", [True, False])
async def test_a_cancelled_mission_stops_what_announces_it(desk: Desk, begun: bool) -> None:
    mission = await with_mission(desk)
    await desk.person()
    announcement = await of_mission(desk, mission, None if begun else LATER)
    await desk.advance()
    await desk.send(most=1 if begun else 0)
    organiser = await desk.of(mission.created_by)

    await desk.does(missions.cancel, organiser, mission.id)

    assert await desk.send() == [], "not even before time is looked at"
    await desk.advance()
    after = await desk.fresh(announcement)
    assert (after.state, after.stop_reason) == (AnnouncementState.STOPPED, StopReason.MISSION_CANCELLED)
    assert await told(desk.database, Kind.ANNOUNCEMENT_STOPPED) == [announcement.author_id]


async def test_a_cancelled_mission_is_not_handed_in(desk: Desk) -> None:
    mission = await with_mission(desk)
    author = await desk.official(region="US-WA")
    draft = await desk.draft(author, Audience(regions=(KYIV,)))
    draft = done(await desk.does(announcements.put_button, author, draft.id, mission_id=mission.id))
    await desk.does_tested(author, draft)
    await desk.does(missions.cancel, await desk.of(mission.created_by), mission.id)

    assert await desk.does(announcements.submit, author, draft.id) is Refusal.MISSION_CANCELLED


async def test_an_extended_deadline_is_the_announcements_too(desk: Desk) -> None:
    mission = await with_mission(desk)
    announcement = await of_mission(desk, mission, LATER)
    organiser = await desk.of(mission.created_by)
    assert announcement.not_after == mission.apply_until

    await desk.does(missions.extend, organiser, mission.id, mission.apply_until + 3 * DAY)
    desk.now = utc("2026-06-12T09:00")
    await desk.advance()

    assert (await desk.fresh(announcement)).not_after == mission.apply_until + 3 * DAY


# Series


async def times(desk: Desk, next_at: datetime | None) -> list[Announcement | None]:
    async with desk.database.read() as session:
        due = await announcements.due(session, now=desk.now)
    return [await desk.does(announcements.bring_forth, each, next_at=next_at, says=None) for each in due]


async def test_a_series_ends_with_its_missions_deadline(desk: Desk) -> None:
    mission = await with_mission(desk)
    series = await of_mission(desk, mission, Plan("Europe/Kyiv", cron=announcements.weekly(0, 10)))
    await times(desk, desk.now + DAY)
    desk.now += DAY

    (one,) = await times(desk, mission.apply_until + DAY)

    assert one is not None
    assert await desk.state(series) is AnnouncementState.DONE
    assert await told(desk.database, Kind.ANNOUNCEMENT_DONE) == [series.author_id]


async def lapses(desk: Desk) -> None:
    async with desk.database.write() as session:
        await session.execute(update(Twinning).values(valid_until=date(2026, 5, 28)))


async def to_the_twins(desk: Desk, when: Plan) -> Announcement:
    """Of Kyiv Oblast's office to Washington, approved and agreed to."""
    async with desk.database.write() as session:
        await regions.seed(session)
    author, second = await desk.official(Role.MODERATOR), await desk.official(Role.MODERATOR)
    theirs = await desk.official(Role.HEAD, "US-WA")
    draft = await desk.draft(author, Audience(regions=(WASHINGTON,)), when, region_id=KYIV)
    await desk.approve(second, await desk.submit(author, draft))
    return done(await desk.does(announcements.consent, theirs, draft.id, WASHINGTON, draft.revision))


@pytest.mark.parametrize("when", [LATER, Plan("Europe/Kyiv", cron=announcements.weekly(0, 10))])
async def test_nothing_new_begins_under_an_agreement_that_lapsed(desk: Desk, when: Plan) -> None:
    announcement = await to_the_twins(desk, when)
    await times(desk, utc("2026-06-12T07:00"))
    await lapses(desk)
    desk.now = utc("2026-06-12T18:00")

    await times(desk, utc("2026-06-19T07:00"))
    await desk.advance()

    after = await desk.fresh(announcement)
    assert (after.state, after.stop_reason) == (AnnouncementState.STOPPED, StopReason.NO_AGREEMENT)
    async with desk.database.read() as session:
        assert not list(await session.scalars(select(AnnouncementDelivery)))


# The button of a test


async def test_the_author_can_try_the_missions_button(desk: Desk) -> None:
    mission = await with_mission(desk)
    announcement = await of_mission(desk, mission, LATER)
    author, reader = await desk.of(announcement.author_id), await desk.person()

    async with desk.database.read() as session:
        assert await announcements.mission_of(session, author, announcement.id) == mission.id
        assert await announcements.mission_of(session, reader, announcement.id) is None
