"""What surrounds missions: calendar files, the pool, who came, how it was, figures; on both databases."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models import atlas, audit, deliveries, missions, regions
from models.audit import Action
from models.database import Database, Session
from models.deliveries import Delivery, DeliveryState, Kind
from models.members import Member
from models.missions import (
    Application,
    ApplicationState,
    Feedback,
    Mission,
    MissionState,
    Refusal,
    Usefulness,
    attendance,
    calendars,
    feedback,
    figures,
    pool,
)
from models.missions.attendance import CheckedIn, Door
from models.missions.feedback import NotTaken, Opinion, Question
from models.missions.pool import Ready
from tests.models.test_missions import DAY, FIRST_COME, HOME, HOUR, KYIV, WASHINGTON, applies, confirmed
from tests.plans import entrepreneur, opens, organiser, plan

ANYTHING = Ready(sectors=[], regions=[], notice_days=7)
MORNING = datetime(2026, 5, 28, 9, 0, tzinfo=UTC)
"""Noon in Kyiv."""


async def told(session: Session, kind: Kind, member: Member) -> list[Delivery]:
    query = select(Delivery).filter_by(kind=kind, member_id=member.id).order_by(Delivery.id)
    return list(await session.scalars(query.execution_options(populate_existing=True)))


async def works(session: Session, now: datetime) -> None:
    """Everything that is due, as the worker does it."""
    while await missions.due(session, now=now) or await pool.due(session, now=now) > 1:
        pass


async def sent(session: Session, *, now: datetime) -> None:
    """The sender has sent what is due."""
    while delivery := await deliveries.claim(session, now=now):
        await deliveries.settle(session, delivery.id, DeliveryState.SENT, now=now)


async def changes(session: Session, by: Member, mission: Mission, content: missions.MissionContent, *, now: datetime) -> None:
    assert isinstance(await missions.change(session, by, mission.id, content, now=now), missions.Changed)


class TestCalendars:
    async def test_who_took_the_file_hears_of_other_dates_and_of_the_end(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena, taras = await entrepreneur(session, now=now), await entrepreneur(session, 2, now=now)
            await calendars.take(session, olena, mission, now=now)
            await changes(session, by, mission, plan(ends=mission.ends + DAY), now=now)
            assert [len(await told(session, Kind.MISSION_CALENDAR, each)) for each in (olena, taras)] == [1, 0]
            assert await calendars.outdated(session, olena, mission.id) is mission

            await calendars.take(session, olena, mission, now=now)
            assert await calendars.outdated(session, olena, mission.id) is None
            await missions.cancel(session, by, mission.id, now=now)
            assert len(await told(session, Kind.MISSION_CALENDAR, olena)) == 2

    async def test_applicant_hears_once_of_one_change(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            await applies(session, olena, mission, now=now)
            await calendars.take(session, olena, mission, now=now)
            await changes(session, by, mission, plan(city="Tacoma"), now=now)
            assert len(await told(session, Kind.MISSION_CHANGED, olena)) == 1
            assert await told(session, Kind.MISSION_CALENDAR, olena) == []

            await changes(session, by, mission, plan(city="Tacoma", title="Timber to Tacoma"), now=now)
            assert len(await told(session, Kind.MISSION_CHANGED, olena)) == 1, "a title is no reason for a notice of its own"
            assert len(await told(session, Kind.MISSION_CALENDAR, olena)) == 1

    async def test_nothing_is_said_of_what_no_calendar_shows(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            await calendars.take(session, olena, mission, now=now)
            await changes(session, by, mission, plan(cost=100, currency="USD", seats=9), now=now)
            assert await told(session, Kind.MISSION_CALENDAR, olena) == []

    async def test_guarded_hours_and_venue_change_in_silence(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, now=now)
            mission = await opens(session, by, HOME, now=now)
            olena = await entrepreneur(session, now=now)
            await calendars.take(session, olena, mission, now=now)
            before = calendars.sequence(mission, disclosed=True)
            await changes(session, by, mission, plan(**{**vars(HOME), "begins": HOME.begins + HOUR, "venue": "вул. Інша, 2"}), now=now)
            assert await told(session, Kind.MISSION_CALENDAR, olena) == []
            assert calendars.sequence(mission, disclosed=False) > before, "the newer file takes the older one's place"


class TestPool:
    async def test_joined_changed_left(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            olena = await entrepreneur(session, now=now)
            assert await pool.readiness(session, olena.id) is None
            first = await pool.join(session, olena, Ready([1, 2, 2], [WASHINGTON], 14), now=now)
            assert (first.sectors, first.regions, first.notice_days) == ([1, 2], [WASHINGTON], 14)
            again = await pool.join(session, olena, ANYTHING, now=now + DAY)
            assert (again.id, again.since, again.sectors) == (first.id, now, [])
            assert await pool.leave(session, olena.id)
            assert not await pool.leave(session, olena.id)
            assert await pool.readiness(session, olena.id) is None

    @pytest.mark.parametrize(
        ("ready", "region", "changed", "fits"),
        [
            (ANYTHING, "UA-32", {}, True),
            (ANYTHING, "US-WA", {}, True),
            (ANYTHING, "FI-11", {}, False),  # no agreement
            (ANYTHING, "FI-11", {"sending_region_id": atlas.by_code("FI").id}, True),
            (ANYTHING, "UA-32", {"sending_region_id": atlas.by_code("UA-18").id}, False),
            (Ready([1], [], 7), "UA-32", {}, True),
            (Ready([2], [], 7), "UA-32", {}, False),
            (Ready([2], [], 7), "UA-32", {"sectors": []}, True),
            (Ready([], [WASHINGTON], 7), "UA-32", {}, True),
            (Ready([], [atlas.by_code("US").id], 7), "UA-32", {}, True),
            (Ready([], [atlas.by_code("US-UT").id], 7), "UA-32", {}, False),
            (Ready([], [KYIV], 7), "US-WA", {"sending_region_id": KYIV}, False),  # not theirs to go
            (Ready([], [], 53), "UA-32", {}, True),
            (Ready([], [], 60), "UA-32", {}, False),
        ],
    )
    async def test_whom_it_fits(
        self, database: Database, now: datetime, ready: Ready, region: str, changed: dict[str, object], fits: bool
    ) -> None:
        async with database.write() as session:
            await regions.seed(session)
            olena = await entrepreneur(session, region=region, now=now)
            await pool.join(session, olena, ready, now=now)
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(**changed), now=now)
            assert [member.id for member in await pool.fitting(session, mission, now=now)] == ([olena.id] if fits else [])
            assert mission.public_at == (now + pool.HEAD_START if fits else now)

    async def test_host_hears_by_where_the_guests_come_from(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            await regions.seed(session)
            olena = await entrepreneur(session, now=now)
            by = await organiser(session, now=now)
            guests = plan(**{**vars(HOME), "sending_region_id": None})
            mission = await opens(session, by, guests, now=now)
            for wanted, fits in (([WASHINGTON], True), ([], True)):
                await pool.join(session, olena, Ready([], wanted, 3), now=now)
                assert bool(await pool.fitting(session, mission, now=now)) is fits

    async def test_hears_before_the_lists_show_it(self, database: Database) -> None:
        async with database.write() as session:
            await regions.seed(session)
            olena, taras = await entrepreneur(session, now=MORNING), await entrepreneur(session, 2, now=MORNING)
            await pool.join(session, olena, ANYTHING, now=MORNING)
            by = await organiser(session, "US-WA", now=MORNING)
            mission = await opens(session, by, now=MORNING)
            await works(session, MORNING)
            [news] = await told(session, Kind.MISSION_POOL, olena)
            assert (news.due_at, news.details) == (MORNING, {"missions": [mission.id]})
            assert await told(session, Kind.MISSION_POOL, taras) == []
            assert await pool.news(session, olena, [mission.id], now=MORNING) == [mission]
            assert mission not in await missions.coming(session, taras, now=MORNING)
            assert mission in await missions.coming(session, taras, now=MORNING + pool.HEAD_START)
            await works(session, MORNING + HOUR)
            assert len(await told(session, Kind.MISSION_POOL, olena)) == 1
            assert await pool.told(session, mission.id) == 1

    async def test_nobody_is_kept_waiting_near_the_deadline(self, database: Database) -> None:
        async with database.write() as session:
            await regions.seed(session)
            await pool.join(session, await entrepreneur(session, now=MORNING), ANYTHING, now=MORNING)
            by = await organiser(session, "US-WA", now=MORNING)
            mission = await opens(session, by, plan(apply_until=MORNING + 2 * DAY), now=MORNING)
            assert mission.public_at == MORNING

    async def test_two_missions_of_a_day_are_one_message(self, database: Database) -> None:
        async with database.write() as session:
            await regions.seed(session)
            olena = await entrepreneur(session, now=MORNING)
            await pool.join(session, olena, ANYTHING, now=MORNING)
            by = await organiser(session, "US-WA", now=MORNING)
            first = await opens(session, by, now=MORNING)
            await works(session, MORNING)
            await sent(session, now=MORNING)
            second, third = [await opens(session, by, now=MORNING + HOUR) for _ in range(2)]
            await works(session, MORNING + HOUR)
            news = await told(session, Kind.MISSION_POOL, olena)
            assert [each.details["missions"] for each in news] == [[first.id], [second.id, third.id]]
            local = news[1].due_at.astimezone(olena.timezone)
            assert (local.day, local.hour) == (29, 8), "one such message a day"

    async def test_who_leaves_hears_of_nothing_that_waits(self, database: Database) -> None:
        night = MORNING - timedelta(hours=8)
        async with database.write() as session:
            await regions.seed(session)
            olena = await entrepreneur(session, now=night)
            await pool.join(session, olena, ANYTHING, now=night)
            by = await organiser(session, "US-WA", now=night)
            mission = await opens(session, by, now=night)
            await works(session, night)
            [news] = await told(session, Kind.MISSION_POOL, olena)
            assert news.due_at > night, "night is no time for news"
            await pool.leave(session, olena.id)
            [news] = await told(session, Kind.MISSION_POOL, olena)
            assert news.state is DeliveryState.CANCELLED
            assert await pool.news(session, olena, [mission.id], now=night) == []

    async def test_news_that_would_come_after_the_deadline_are_not_sent(self, database: Database) -> None:
        night = MORNING + 9 * HOUR
        async with database.write() as session:
            await regions.seed(session)
            olena = await entrepreneur(session, now=night)
            await pool.join(session, olena, ANYTHING, now=night)
            by = await organiser(session, "US-WA", now=night)
            mission = await opens(session, by, plan(apply_until=night + 3 * HOUR), now=night)
            await works(session, night)
            assert await told(session, Kind.MISSION_POOL, olena) == []
            assert await pool.told(session, mission.id) == 0
            assert mission.pool_told_at == night

    async def test_many_are_told_in_steps(self, database: Database) -> None:
        async with database.write() as session:
            await regions.seed(session)
            people = [await entrepreneur(session, n, now=MORNING) for n in range(5)]
            for member in people:
                await pool.join(session, member, ANYTHING, now=MORNING)
            by = await organiser(session, "US-WA", now=MORNING)
            mission = await opens(session, by, now=MORNING)
            assert await pool.due(session, now=MORNING, limit=2) == 3
            assert mission.pool_told_at is None
            while await pool.due(session, now=MORNING, limit=2):
                pass
            assert mission.pool_told_at == MORNING
            assert await pool.told(session, mission.id) == 5
            assert [len(await told(session, Kind.MISSION_POOL, each)) for each in people] == [1] * 5


async def held(session: Session, people: int = 2, *, now: datetime) -> tuple[Member, Mission, list[Member], list[Application]]:
    """A mission whose participants have seats."""
    by = await organiser(session, "US-WA", now=now)
    mission = await opens(session, by, plan(seats=max(people, 2)), now=now)
    members = [await entrepreneur(session, n, now=now) for n in range(people)]
    return by, mission, members, await confirmed(session, by, mission, members, now=now)


class TestEntrance:
    async def test_checked_in_once(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, _, (first, second) = await held(session, now=now)
            at = mission.begins_at
            answer = await attendance.check_in(session, by, first.id, now=at)
            assert isinstance(answer, CheckedIn)
            assert not answer.already
            again = await attendance.check_in(session, by, first.id, now=at + HOUR)
            assert isinstance(again, CheckedIn)
            assert again.already
            assert (first.state, first.checked_in_at, first.checked_in_by) == (ApplicationState.ATTENDED, at, by.id)
            assert second.state is ApplicationState.CONFIRMED
            assert [e.action for e in await audit.of(session, "application", first.id)].count(Action.APPLICATION_CHECKED_IN) == 1

            back = await attendance.take_back(session, by, first.id, now=at + HOUR)
            assert isinstance(back, CheckedIn)
            assert (first.state, first.checked_in_at) == (ApplicationState.CONFIRMED, None)

    async def test_door_is_closed_to_some(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, _), (first, _second) = await held(session, now=now)
            at = mission.begins_at
            waiting = (await applies(session, await entrepreneur(session, 7, now=now), mission, now=now)).application
            assert await attendance.check_in(session, olena, first.id, now=at) is Door.NOT_YOURS
            assert await attendance.check_in(session, by, 999, now=at) is Door.NOT_YOURS
            assert await attendance.check_in(session, by, waiting.id, now=at) is Door.NO_SEAT
            assert await attendance.check_in(session, by, first.id, now=at - 13 * HOUR) is Door.TOO_EARLY
            assert await attendance.check_in(session, by, first.id, now=mission.ends_at + 15 * DAY) is Door.TOO_LATE
            await missions.cancel(session, by, mission.id, now=now)
            assert await attendance.check_in(session, by, first.id, now=at) is Door.CANCELLED
            assert first.state is ApplicationState.CONFIRMED

    async def test_code_says_nothing_to_strangers(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, _mission, (olena, taras), (first, _second) = await held(session, now=now)
            seen = await attendance.by_token(session, by, first.checkin_token)
            assert seen
            assert seen.organises
            own = await attendance.by_token(session, olena, first.checkin_token)
            assert own
            assert not own.organises
            assert await attendance.by_token(session, taras, first.checkin_token) is None
            assert await attendance.by_token(session, by, "x" * 16) is None
            assert await attendance.by_token(session, by, "x" * 60) is None

    async def test_who_was_not_there_is_marked_a_day_after_and_can_be_corrected(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, _, (first, second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            await works(session, mission.ends_at)
            assert mission.state is MissionState.OVER
            assert len(await told(session, Kind.MISSION_ENDED, by)) == 1
            await works(session, mission.ends_at + 23 * HOUR)
            assert second.state is ApplicationState.CONFIRMED
            await works(session, mission.ends_at + 24 * HOUR)
            assert (first.state, second.state) == (ApplicationState.ATTENDED, ApplicationState.NO_SHOW)

            at = mission.ends_at + 3 * DAY
            assert isinstance(await attendance.check_in(session, by, second.id, now=at), CheckedIn)
            await works(session, at)
            assert second.state is ApplicationState.ATTENDED
            assert isinstance(await attendance.take_back(session, by, second.id, now=at), CheckedIn)
            await works(session, at)
            assert second.state is ApplicationState.NO_SHOW

    async def test_everybody_at_once(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, _), applications = await held(session, now=now)
            assert await attendance.all_came(session, by, mission.id, now=now) is Door.TOO_EARLY
            assert await attendance.all_came(session, olena, mission.id, now=mission.begins_at) is Door.NOT_YOURS
            assert await attendance.all_came(session, by, mission.id, now=mission.begins_at) == 2
            assert await attendance.all_came(session, by, mission.id, now=mission.begins_at) == 0
            assert {each.state for each in applications} == {ApplicationState.ATTENDED}
            await works(session, mission.ends_at)
            assert await told(session, Kind.MISSION_ENDED, by) == [], "there is nobody left to mark"

    async def test_bot_that_slept_through_the_end_marks_and_asks_all_the_same(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, _), (first, second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            await works(session, mission.ends_at + 30 * DAY)
            assert (first.state, second.state) == (ApplicationState.ATTENDED, ApplicationState.NO_SHOW)
            assert len(await told(session, Kind.MISSION_FEEDBACK, olena)) == 1
            assert await told(session, Kind.MISSION_ENDED, by) == []


ANSWERS = {Question.USEFUL: "very", Question.CONTACTS: "3", Question.FOLLOW_UP: "talks", Question.AGAIN: "1"}


async def says_all(session: Session, member: Member, application: Application, *, now: datetime, without: Iterable[Question] = ()) -> None:
    for question, value in ANSWERS.items():
        if question not in without:
            assert isinstance(await feedback.answer(session, member, application.id, question, value, now=now), Opinion)


class TestFeedback:
    async def test_asked_after_the_end_and_once_more(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, taras), (first, _second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            await works(session, mission.ends_at)
            [asked] = await told(session, Kind.MISSION_FEEDBACK, olena)
            assert asked.details == {"asked": "first"}
            assert await told(session, Kind.MISSION_FEEDBACK, taras) == [], "who did not come is not asked"
            await sent(session, now=asked.due_at)
            await works(session, mission.ends_at + 60 * DAY)
            assert [each.details["asked"] for each in await told(session, Kind.MISSION_FEEDBACK, olena)] == ["first", "again"]
            await works(session, mission.ends_at + 90 * DAY)
            assert len(await told(session, Kind.MISSION_FEEDBACK, olena)) == 2

    async def test_who_has_said_it_all_is_not_asked_again(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, _), (first, _second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            await works(session, mission.ends_at)
            await says_all(session, olena, first, now=mission.ends_at)
            await works(session, mission.ends_at + 60 * DAY)
            assert len(await told(session, Kind.MISSION_FEEDBACK, olena)) == 1

    async def test_waits_for_its_turn_among_unasked_messages(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            await regions.seed(session)
            by, mission, (olena, _), (first, _second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            end = mission.ends_at
            await pool.join(session, olena, ANYTHING, now=now)
            later = plan(begins=mission.begins + 90 * DAY, ends=mission.ends + 90 * DAY, apply_until=end + 60 * DAY)
            await opens(session, by, later, now=end)
            while await pool.due(session, now=end):
                pass
            [news] = await told(session, Kind.MISSION_POOL, olena)
            await works(session, end)
            [asked] = await told(session, Kind.MISSION_FEEDBACK, olena)
            days = [each.due_at.astimezone(olena.timezone).date() for each in (news, asked)]
            assert days[1] == days[0] + DAY

    async def test_once_a_participant(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, taras), (first, second) = await held(session, now=now)
            await attendance.check_in(session, by, first.id, now=mission.begins_at)
            end = mission.ends_at
            assert await feedback.answer(session, taras, first.id, "useful", "very", now=end) is NotTaken.NOT_YOURS
            assert await feedback.answer(session, taras, second.id, "useful", "very", now=end) is NotTaken.NOT_ATTENDED
            for name, value in (("useful", "splendid"), ("beauty", "very"), ("contacts", "2")):
                assert await feedback.answer(session, olena, first.id, name, value, now=end) is NotTaken.NO_SUCH_ANSWER
            assert await feedback.comment(session, olena, first.id, "Good.", now=end) is NotTaken.ANSWERED
            await says_all(session, olena, first, now=end, without=[Question.AGAIN])
            stands = await feedback.opinion(session, olena, first.id)
            assert isinstance(stands, Opinion)
            assert stands.next_question is Question.AGAIN
            assert await feedback.answer(session, olena, first.id, "useful", "not", now=end) is NotTaken.ANSWERED
            await feedback.answer(session, olena, first.id, "again", "0", now=end)
            assert isinstance(await feedback.comment(session, olena, first.id, "More time.", now=end), Opinion)
            assert await feedback.comment(session, olena, first.id, "Less time.", now=end) is NotTaken.ANSWERED
            [row] = list(await session.scalars(select(Feedback)))
            assert (row.useful, row.contacts, row.again, row.comment) == (Usefulness.VERY, 3, False, "More time.")

    async def test_organiser_sees_totals(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by, mission, (olena, taras), (first, second) = await held(session, now=now)
            await attendance.all_came(session, by, mission.id, now=mission.begins_at)
            await says_all(session, olena, first, now=mission.ends_at)
            await feedback.comment(session, olena, first.id, "More time.", now=mission.ends_at)
            await says_all(session, taras, second, now=mission.ends_at, without=[Question.AGAIN])
            opinions = await feedback.opinions(session, mission.id)
            assert (opinions.attended, opinions.given, opinions.comments) == (2, 1, ["More time."])
            assert opinions.answers[Question.USEFUL] == {"very": 2}
            assert opinions.answers[Question.AGAIN] == {"1": 1}


class TestFigures:
    async def test_counts_what_happened(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            await regions.seed(session)
            people = [await entrepreneur(session, n, now=now) for n in range(4)]
            await pool.join(session, people[0], ANYTHING, now=now)
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, FIRST_COME, now=now)
            await pool.due(session, now=now)
            applications = [(await applies(session, each, mission, now=now)).application for each in people]
            await missions.withdraw(session, people[3], applications[3].id, now=now)
            await attendance.check_in(session, by, applications[0].id, now=mission.begins_at)
            await works(session, mission.ends_at + 2 * DAY)
            found = await figures.figures(session, by, mission.id)
            assert isinstance(found, figures.Figures)
            assert (found.applied, found.confirmed, found.pool_told) == (4, 2, 1)
            states = {state: n for state, n in found.tally.by_state.items() if n}
            assert states == {
                ApplicationState.ATTENDED: 1,
                ApplicationState.NO_SHOW: 1,
                ApplicationState.WAITLISTED: 1,
                ApplicationState.WITHDRAWN: 1,
            }
            assert len(await figures.applied_at(session, mission.id)) == 4

    async def test_nobody_else_counts(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            _by, mission, (olena, _), _applications = await held(session, now=now)
            assert await figures.figures(session, olena, mission.id) is Refusal.NOT_ALLOWED
            assert await figures.export(session, olena, mission.id, now=now) is Refusal.NOT_ALLOWED
            assert await figures.export(session, olena, 999, now=now) is Refusal.GONE
            assert Action.MISSION_EXPORTED not in [e.action for e in await audit.of(session, "mission", mission.id)]

    async def test_table_holds_everybody(self, database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(figures, "A_STEP", 2)
        async with database.write() as session:
            by, mission, _, applications = await held(session, 5, now=now)
            assert isinstance(await figures.export(session, by, mission.id, now=now), Mission)
            assert [e.actor_id for e in await audit.of(session, "mission", mission.id) if e.action is Action.MISSION_EXPORTED] == [by.id]
            rows, after = [], 0
            while some := await figures.batch(session, mission.id, after=after):
                assert len(some) <= 2
                rows += some
                after = some[-1].application.id
            assert [row.application.id for row in rows] == [each.id for each in applications]
            assert [row.version.name for row in rows] == [f"House {n}" for n in range(5)]
            assert len(await figures.seated(session, mission.id)) == 5
