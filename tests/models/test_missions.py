"""Missions: who may what, seats, the waiting list, what time brings; on both databases."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from models import atlas, members, missions, regions
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member, Role
from models.missions import (
    Application,
    ApplicationState,
    Applied,
    Decision,
    Direction,
    Mission,
    MissionState,
    Obstacle,
    Refusal,
    Selection,
)
from tests.listings import newcomer
from tests.plans import BEGINS, WISH, entrepreneur, opens, organiser, plan

KYIV, WASHINGTON = atlas.by_code("UA-32").id, atlas.by_code("US-WA").id
HOME = plan(direction=Direction.INWARD, host_region_id=KYIV, city="Бровари", venue="вул. Київська, 1")
FIRST_COME = plan(selection=Selection.FIRST_COME)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def told(session: Session, member: Member | None = None) -> list[Kind]:
    query = select(Delivery.kind).order_by(Delivery.id)
    return list(await session.scalars(query.filter_by(member_id=member.id) if member else query))


async def applies(session: Session, member: Member, mission: Mission, *, now: datetime) -> Applied:
    answer = await missions.apply(session, member, mission.id, WISH, now=now)
    assert isinstance(answer, Applied), answer
    return answer


async def confirmed(session: Session, by: Member, mission: Mission, people: Iterable[Member], *, now: datetime) -> list[Application]:
    """Applied and chosen."""
    chosen = [(await applies(session, each, mission, now=now)).application for each in people]
    decided = await missions.decide(session, by, mission.id, [a.id for a in chosen], Decision.CONFIRM, now=now)
    assert isinstance(decided, missions.Decided)
    assert decided.done == [a.id for a in chosen]
    return chosen


class TestRights:
    @pytest.mark.parametrize(
        ("region", "role", "organiser_region"),
        [("UA-32", Role.HEAD, None), ("US-WA", Role.MODERATOR, WASHINGTON), ("PL-12", Role.HEAD, None), ("UA-30", Role.ADMINISTRATOR, 0)],
    )
    async def test_office_has_its_own_region_as_host_or_sender(
        self, database: Database, now: datetime, region: str, role: Role, organiser_region: int | None
    ) -> None:
        async with database.write() as session:
            by = await organiser(session, region, now=now, role=role)
            made = await missions.create(session, by, plan(), now=now)
            if organiser_region is None:
                assert made is Refusal.NOT_ALLOWED
            else:
                assert isinstance(made, Mission)
                assert (made.state, made.organiser_region_id) == (MissionState.DRAFT, organiser_region)

    async def test_sender_organises_an_outward_mission(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "UA-32", now=now)
            made = await missions.create(session, by, plan(sending_region_id=KYIV), now=now)
            assert isinstance(made, Mission)
            assert made.organiser_region_id == KYIV
            assert made.reference.endswith("-M-001")
            again = await missions.create(session, by, plan(sending_region_id=KYIV), now=now)
            assert isinstance(again, Mission)
            assert again.reference.endswith("-M-002")

    async def test_role_that_was_taken_away_gives_nothing(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            await members.revoke(session, by.telegram_id, Role.HEAD, WASHINGTON, now=now)
            for answer in (
                await missions.publish(session, by, mission.id, now=now),
                await missions.cancel(session, by, mission.id, now=now),
                await missions.change(session, by, mission.id, plan(), now=now),
                await missions.decide(session, by, mission.id, [1], Decision.CONFIRM, now=now),
                await missions.go_on(session, by, mission.id, now=now),
                await missions.extend(session, by, mission.id, mission.apply_until + DAY, now=now),
            ):
                assert answer is Refusal.NOT_ALLOWED
            assert mission.state is MissionState.PUBLISHED

    async def test_office_cannot_give_its_mission_to_strangers(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            answer = await missions.change(session, by, mission.id, plan(host_region_id=KYIV), now=now)
            assert answer is Refusal.NOT_ALLOWED

    async def test_administrators_mission_is_not_the_host_s(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            administrator = await organiser(session, "UA-30", now=now, role=Role.ADMINISTRATOR)
            mission = await opens(session, administrator, now=now)
            office = await organiser(session, "US-WA", now=now)
            assert await missions.cancel(session, office, mission.id, now=now) is Refusal.NOT_ALLOWED

    async def test_draft_is_its_organisers_own(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            draft = await missions.create(session, by, plan(), now=now)
            assert isinstance(draft, Mission)
            other = await entrepreneur(session, now=now)
            assert await missions.seen(session, other, draft.id, now=now) is None
            assert await missions.seen(session, by, draft.id, now=now) is not None
            assert await missions.may_apply(session, other, draft.id, now=now) is Obstacle.GONE
            await missions.cancel(session, by, draft.id, now=now)
            assert await missions.seen(session, other, draft.id, now=now) is None


class TestApplying:
    async def test_obstacles(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(sending_region_id=KYIV), now=now)
            nobody = await newcomer(session, "UA-32", now=now)
            assert await missions.may_apply(session, nobody, mission.id, now=now) is Obstacle.NO_BUSINESS
            tampere = await entrepreneur(session, 9, "FI-11", now=now)
            assert await missions.may_apply(session, tampere, mission.id, now=now) is Obstacle.NOT_INVITED
            olena = await entrepreneur(session, now=now)
            assert await missions.may_apply(session, olena, 999, now=now) is Obstacle.GONE
            assert await missions.may_apply(session, olena, mission.id, now=mission.apply_until + HOUR) is Obstacle.CLOSED
            await applies(session, olena, mission, now=now)
            assert await missions.may_apply(session, olena, mission.id, now=now) is Obstacle.ALREADY
            await missions.cancel(session, by, mission.id, now=now)
            assert await missions.may_apply(session, olena, mission.id, now=now) is Obstacle.CANCELLED

    async def test_withdrawn_one_applies_anew_and_declined_one_does_not(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            first = (await applies(session, olena, mission, now=now)).application
            await missions.withdraw(session, olena, first.id, now=now)
            again = (await applies(session, olena, mission, now=now)).application
            assert (again.id, again.state) == (first.id, ApplicationState.APPLIED)
            await missions.decide(session, by, mission.id, [again.id], Decision.DECLINE, now=now)
            assert await missions.may_apply(session, olena, mission.id, now=now) is Obstacle.DECLINED

    async def test_contacts_in_the_goal_are_masked(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            mission = await opens(session, await organiser(session, "US-WA", now=now), now=now)
            olena = await entrepreneur(session, now=now)
            wish = missions.Wish("Call me at +380 67 123 45 67 about houses", [5, 5, 6, 7, 8], ["uk"], True)
            made = await missions.apply(session, olena, mission.id, wish, now=now)
            assert isinstance(made, Applied)
            assert "067" not in made.application.goal
            assert made.application.targets == [5, 6, 7]


class TestSeats:
    async def test_taps_at_once_never_exceed_the_seats(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            mission = await opens(
                session, await organiser(session, "US-WA", now=now), plan(selection=Selection.FIRST_COME, seats=3), now=now
            )
            people = [await entrepreneur(session, number, now=now) for number in range(8)]

        async def tap(member: Member) -> Applied | Obstacle:
            async with database.write(mark=False) as session:
                return await missions.apply(session, member, mission.id, WISH, now=now)

        answers = await asyncio.gather(*(tap(member) for member in people for _ in range(2)))

        made = [answer for answer in answers if isinstance(answer, Applied)]
        assert len(made) == 8
        assert Counter(answers)[Obstacle.ALREADY] == 8
        assert sorted(each.place_in_line for each in made) == [0, 0, 0, 1, 2, 3, 4, 5]
        async with database.read() as session:
            assert await missions.taken(session, mission.id) == 3

    async def test_last_seat_between_organiser_and_waiting_list(self, database: Database, now: datetime) -> None:
        """A seat is released while the organiser confirms somebody else: one of both gets it."""
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(seats=1), now=now)
            anna, bohdan, vira = [await entrepreneur(session, number, now=now) for number in range(3)]
            [seat] = await confirmed(session, by, mission, [anna], now=now)
            waits, other = [(await applies(session, each, mission, now=now)).application for each in (bohdan, vira)]
            await missions.decide(session, by, mission.id, [waits.id], Decision.WAITLIST, now=now)

        async def withdraws() -> object:
            async with database.write(mark=False) as session:
                return await missions.withdraw(session, anna, seat.id, now=now)

        async def confirms() -> object:
            async with database.write(mark=False) as session:
                return await missions.decide(session, by, mission.id, [other.id], Decision.CONFIRM, now=now)

        await asyncio.gather(withdraws(), confirms())

        async with database.read() as session:
            assert await missions.taken(session, mission.id) == 1

    async def test_withdrawal_promotes_the_first_in_line(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            mission = await opens(
                session, await organiser(session, "US-WA", now=now), plan(selection=Selection.FIRST_COME, seats=1), now=now
            )
            anna, bohdan, vira = [await entrepreneur(session, number, now=now) for number in range(3)]
            seat, second, third = [(await applies(session, each, mission, now=now)).application for each in (anna, bohdan, vira)]
            await missions.withdraw(session, anna, seat.id, now=now)

            assert second.offered_until == now + DAY
            assert third.offered_until is None
            assert Kind.MISSION_OFFERED in await told(session, bohdan)
            # The kept place is taken: nobody passes.
            late = await entrepreneur(session, 7, now=now)
            assert (await applies(session, late, mission, now=now)).place_in_line == 2
            assert await missions.take(session, vira, third.id, now=now) is Obstacle.NO_OFFER

            taken = await missions.take(session, bohdan, second.id, now=now + HOUR)
            assert isinstance(taken, Application)
            assert taken.state is ApplicationState.CONFIRMED
            assert await missions.take(session, bohdan, second.id, now=now + HOUR) is Obstacle.ALREADY

    async def test_offer_that_lapses_goes_on(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            mission = await opens(
                session, await organiser(session, "US-WA", now=now), plan(selection=Selection.FIRST_COME, seats=1), now=now
            )
            anna, bohdan, vira = [await entrepreneur(session, number, now=now) for number in range(3)]
            seat, second, third = [(await applies(session, each, mission, now=now)).application for each in (anna, bohdan, vira)]
            await missions.withdraw(session, anna, seat.id, now=now)
            later = now + DAY + HOUR
            assert await missions.due(session, now=later) > 0
            await session.refresh(second)
            await session.refresh(third)

            assert (second.offered_until, third.offered_until) == (None, later + DAY)
            assert second.state is ApplicationState.WAITLISTED
            assert Kind.MISSION_LAPSED in await told(session, bohdan)
            assert Kind.MISSION_OFFERED in await told(session, vira)
            assert await missions.take(session, bohdan, second.id, now=later) is Obstacle.NO_OFFER

            # Nobody took it: it is free again, and who let it lapse may still have it.
            assert await missions.due(session, now=later + DAY + HOUR) > 0
            taken = await missions.take(session, bohdan, second.id, now=later + DAY + 2 * HOUR)
            assert isinstance(taken, Application)

    async def test_late_tap_after_the_24_hours_takes_nothing(self, database: Database, now: datetime) -> None:
        """Before the worker noticed."""
        async with database.write() as session:
            mission = await opens(
                session, await organiser(session, "US-WA", now=now), plan(selection=Selection.FIRST_COME, seats=1), now=now
            )
            anna, bohdan, vira = [await entrepreneur(session, number, now=now) for number in range(3)]
            seat, second, third = [(await applies(session, each, mission, now=now)).application for each in (anna, bohdan, vira)]
            await missions.withdraw(session, anna, seat.id, now=now)
            assert await missions.take(session, bohdan, second.id, now=now + DAY + HOUR) is Obstacle.NO_OFFER
            assert third.offered_until == now + 2 * DAY + HOUR

    async def test_several_at_once_while_there_are_seats(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            ids = [(await applies(session, await entrepreneur(session, n, now=now), mission, now=now)).application.id for n in range(4)]
            decided = await missions.decide(session, by, mission.id, [*ids, 999], Decision.CONFIRM, now=now)
            assert decided == missions.Decided(done=ids[:2], full=ids[2:], skipped=[999])
            again = await missions.decide(session, by, mission.id, ids[:1], Decision.CONFIRM, now=now)
            assert again == missions.Decided(skipped=ids[:1])

    async def test_fewer_seats_than_participants_are_refused_and_more_promote(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(selection=Selection.FIRST_COME, seats=2), now=now)
            people = [await entrepreneur(session, number, now=now) for number in range(3)]
            waits = [(await applies(session, each, mission, now=now)).application for each in people][-1]
            fewer = plan(selection=Selection.FIRST_COME, seats=1)
            assert await missions.change(session, by, mission.id, fewer, now=now) is Refusal.TOO_FEW_SEATS
            await missions.change(session, by, mission.id, plan(selection=Selection.FIRST_COME, seats=3), now=now)
            assert waits.offered_until == now + DAY


class TestDeadline:
    async def at_deadline(self, database: Database, now: datetime, *, minimum: int, people: int) -> tuple[Database, Member, Mission]:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(minimum=minimum, seats=5), now=now)
            for number in range(people):
                await applies(session, await entrepreneur(session, number, now=now), mission, now=now)
        async with database.write() as session:
            await missions.due(session, now=mission.apply_until + timedelta(minutes=1))
            await missions.due(session, now=mission.apply_until + 2 * DAY)
        return database, by, mission

    async def test_organiser_is_told_once(self, database: Database, now: datetime) -> None:
        _, by, mission = await self.at_deadline(database, now, minimum=3, people=1)
        async with database.read() as session:
            assert (await told(session, by)).count(Kind.MISSION_DEADLINE) == 1
            assert (await missions.tally(session, mission.id)).may_come < mission.minimum

    async def test_extended_and_told_again(self, database: Database, now: datetime) -> None:
        _, by, mission = await self.at_deadline(database, now, minimum=3, people=1)
        later = mission.apply_until + 2 * DAY
        async with database.write() as session:
            extended = await missions.extend(session, by, mission.id, later + 3 * DAY, now=later)
            assert isinstance(extended, Mission)
            assert extended.open_at(later)
            assert await missions.extend(session, by, mission.id, later, now=later) is Refusal.PAST
            assert await missions.extend(session, by, mission.id, extended.begins_at + DAY, now=later) is Refusal.PAST
        async with database.write() as session:
            await missions.due(session, now=later + 4 * DAY)
            assert (await told(session, by)).count(Kind.MISSION_DEADLINE) == 2

    async def test_goes_on_all_the_same(self, database: Database, now: datetime) -> None:
        _, by, mission = await self.at_deadline(database, now, minimum=3, people=1)
        async with database.write() as session:
            kept = await missions.go_on(session, by, mission.id, now=now)
            assert isinstance(kept, Mission)
            assert kept.minimum_waived_at == now


class TestReminders:
    async def planned(self, session: Session, member: Member, mission: Mission) -> list[tuple[str, datetime]]:
        rows = await session.scalars(select(Delivery).filter_by(member_id=member.id, kind=Kind.MISSION_REMINDER).order_by(Delivery.id))
        return [(row.details["planned"], row.due_at) for row in rows]

    async def test_mornings_of_the_reader_and_two_hours(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            await confirmed(session, by, mission, [olena], now=now)
            moment = now
            while moment < mission.begins_at:
                moment += HOUR
                await missions.due(session, now=moment)
            found = await self.planned(session, olena, mission)
            kyiv = ZoneInfo("Europe/Kyiv")
            # 10:00 in Seattle is 20:00 in Kyiv on the same day.
            assert [(name, at.astimezone(kyiv).strftime("%d.%m %H")) for name, at in found] == [
                ("21d", "29.06 09"),
                ("7d", "13.07 09"),
                ("2d", "18.07 09"),
                ("2h", "20.07 18"),
            ]

    async def test_reader_on_the_date_line(self, database: Database, now: datetime) -> None:
        """On Kiritimati it is the next day already when the mission begins."""
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            islander = await entrepreneur(session, now=now)
            islander.zone = "Pacific/Kiritimati"
            await confirmed(session, by, mission, [islander], now=now)
            moment = now
            while moment < mission.begins_at:
                moment += HOUR
                await missions.due(session, now=moment)
            found = await self.planned(session, islander, mission)
            local = [(name, at.astimezone(islander.timezone).strftime("%d.%m %H")) for name, at in found]
            assert local == [("21d", "30.06 09"), ("7d", "14.07 09"), ("2d", "19.07 09"), ("2h", "21.07 05")]

    async def test_after_a_long_sleep_only_the_last_one(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            await confirmed(session, by, mission, [olena], now=now)
            await missions.due(session, now=mission.begins_at - DAY)
            assert [name for name, _ in await self.planned(session, olena, mission)] == ["2d"]
            await missions.due(session, now=mission.begins_at - DAY)
            assert len(await self.planned(session, olena, mission)) == 1

    async def test_another_date_arms_them_anew_and_tells(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            [application] = await confirmed(session, by, mission, [olena], now=now)
            eve = mission.begins_at - DAY
            await missions.due(session, now=eve)
            await missions.come(session, olena, application.id, now=eve)
            moved = plan(begins=BEGINS + 10 * DAY, ends=BEGINS + 12 * DAY)
            changed = await missions.change(session, by, mission.id, moved, now=eve)
            assert isinstance(changed, missions.Changed)
            assert (changed.what, mission.sequence) == ({"begins", "ends"}, 1)
            assert (await told(session, olena))[-1] is Kind.MISSION_CHANGED
            assert application.coming_at is None
            for days in range(1, 11):
                await missions.due(session, now=eve + days * DAY)
            assert [name for name, _ in await self.planned(session, olena, mission)] == ["2d", "7d", "2d"]

    async def test_clocks_that_change_on_different_days(self, database: Database, now: datetime) -> None:
        """In 2027 the United States change on 14 March and Ukraine on the 28th: in between they are nine hours apart, not ten."""
        begins = datetime.fromisoformat("2027-03-16T09:00")
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            content = plan(begins=begins, ends=begins + HOUR, apply_until=datetime(2027, 3, 1, tzinfo=UTC))
            mission = await opens(session, by, content, now=now)
            kyiv, seattle = ZoneInfo("Europe/Kyiv"), ZoneInfo("America/Los_Angeles")
            assert mission.begins_at.astimezone(kyiv).hour == 18
            there = missions.reminders(mission, seattle)
            here = missions.reminders(mission, kyiv)
            # 21 days before is winter time in both, 7 days before it is summer time in Seattle already (14 March 2027).
            assert {name: (at.hour, at.utcoffset()) for name, at in there.items() if name != "2h"} == {
                "21d": (9, timedelta(hours=-8)),
                "7d": (9, timedelta(hours=-8)),
                "2d": (9, timedelta(hours=-7)),
            }
            assert {at.hour for name, at in here.items() if name != "2h"} == {9}
            assert mission.begins_at - there["2h"] == 2 * HOUR

    async def test_begins_in_the_hour_that_comes_twice(self, database: Database, now: datetime) -> None:
        begins = datetime.fromisoformat("2026-10-25T03:30")
        async with database.write() as session:
            by = await organiser(session, now=now)
            content = plan(host_region_id=KYIV, begins=begins, ends=begins + 5 * HOUR, apply_until=datetime(2026, 10, 1, tzinfo=UTC))
            mission = await opens(session, by, content, now=now)
        async with database.read() as session:
            kept = await session.get_one(Mission, mission.id)
            assert kept.begins == begins
            assert kept.begins_at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


class TestVenue:
    async def test_known_to_participants_only_a_day_before(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, now=now)
            mission = await opens(session, by, HOME, now=now)
            assert mission.guarded
            anna, bohdan = [await entrepreneur(session, number, "US-WA", now=now) for number in range(2)]
            await confirmed(session, by, mission, [anna], now=now)
            await applies(session, bohdan, mission, now=now)
            before, after = mission.begins_at - DAY - HOUR, mission.begins_at - DAY + HOUR
            await missions.due(session, now=before)
            assert Kind.MISSION_VENUE not in await told(session)

            await missions.due(session, now=after)
            assert (await told(session, anna)).count(Kind.MISSION_VENUE) == 1
            assert Kind.MISSION_VENUE not in await told(session, bohdan)
            views = {(m.id, at): await missions.seen(session, m, mission.id, now=at) for m in (anna, bohdan) for at in (before, after)}
            assert {key: view.disclosed for key, view in views.items() if view} == {
                (anna.id, before): False,
                (anna.id, after): True,
                (bohdan.id, before): False,
                (bohdan.id, after): False,
            }

    async def test_changed_venue_is_told_to_those_who_knew_it(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, now=now)
            mission = await opens(session, by, HOME, now=now)
            anna, bohdan = [await entrepreneur(session, number, "US-WA", now=now) for number in range(2)]
            await confirmed(session, by, mission, [anna], now=now)
            await applies(session, bohdan, mission, now=now)
            eve = mission.begins_at - 20 * HOUR
            await missions.due(session, now=eve)
            other = plan(direction=Direction.INWARD, host_region_id=KYIV, city="Бровари", venue="вул. Нова, 5", begins=BEGINS + HOUR)
            await missions.change(session, by, mission.id, other, now=eve)
            await missions.due(session, now=eve)
            assert (await told(session, anna)).count(Kind.MISSION_VENUE) == 2
            assert Kind.MISSION_CHANGED not in await told(session)

    async def test_not_guarded_abroad_and_online(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, now=now)
            online = await opens(session, by, plan(host_region_id=KYIV, direction=Direction.ONLINE), now=now)
            abroad = await opens(session, by, plan(sending_region_id=KYIV), now=now)
            assert not online.guarded
            assert not abroad.guarded
            assert missions.disclosed(abroad, None, now)

    async def test_offer_on_the_eve_does_not_tell_the_hour(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, now=now)
            content = plan(direction=Direction.INWARD, host_region_id=KYIV, selection=Selection.FIRST_COME, seats=1)
            mission = await opens(session, by, content, now=now)
            anna, bohdan = [await entrepreneur(session, number, "US-WA", now=now) for number in range(2)]
            seat, waits = [(await applies(session, each, mission, now=now)).application for each in (anna, bohdan)]
            await missions.withdraw(session, anna, seat.id, now=mission.begins_at - 20 * HOUR)
            assert waits.offered_until == datetime(2026, 7, 20, tzinfo=ZoneInfo("Europe/Kyiv"))


class TestEnds:
    async def test_cancelled_tells_everybody_who_might_have_come(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, plan(seats=1), now=now)
            people = [await entrepreneur(session, number, now=now) for number in range(3)]
            gone = (await applies(session, people[2], mission, now=now)).application
            await missions.withdraw(session, people[2], gone.id, now=now)
            await confirmed(session, by, mission, people[:1], now=now)
            await applies(session, people[1], mission, now=now)
            assert isinstance(await missions.cancel(session, by, mission.id, now=now), Mission)
            assert await missions.cancel(session, by, mission.id, now=now) is Refusal.CLOSED
            said = {person.id: Kind.MISSION_CANCELLED in await told(session, person) for person in people}
            assert said == {people[0].id: True, people[1].id: True, people[2].id: False}
            assert await missions.due(session, now=now + 400 * DAY) == 0

    async def test_over_by_itself(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            olena = await entrepreneur(session, now=now)
            [application] = await confirmed(session, by, mission, [olena], now=now)
            await missions.due(session, now=mission.ends_at + HOUR)
            assert mission.state is MissionState.OVER
            assert await missions.withdraw(session, olena, application.id, now=mission.ends_at + HOUR) is Obstacle.OVER
            assert await missions.due(session, now=mission.ends_at + 400 * DAY) == 1
            assert application.state is ApplicationState.NO_SHOW
            assert await missions.due(session, now=mission.ends_at + 400 * DAY) == 0

    async def test_past_is_refused(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            assert await missions.create(session, by, plan(apply_until=now), now=now) is Refusal.PAST
            draft = await missions.create(session, by, plan(), now=now)
            assert isinstance(draft, Mission)
            assert await missions.publish(session, by, draft.id, now=now + 60 * DAY) is Refusal.PAST


class TestLists:
    async def test_mine_are_those_of_my_region_and_its_twins(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            await regions.seed(session)
            administrator = await organiser(session, "UA-30", now=now, role=Role.ADMINISTRATOR)
            near = await opens(session, administrator, plan(begins=BEGINS - HOUR), now=now)
            far = await opens(session, administrator, plan(host_region_id=atlas.by_code("JP-13").id), now=now)
            olena = await newcomer(session, "UA-32", now=now)
            assert await missions.coming(session, olena, now=now) == [near]
            assert set(await missions.coming(session, olena, now=now, every=True)) == {near, far}
            assert await missions.coming(session, olena, now=far.ends_at + DAY, every=True) == []

    async def test_organisers_are_told_of_the_first_at_once_and_of_others_in_a_bundle(self, database: Database, now: datetime) -> None:
        async with database.write() as session:
            by = await organiser(session, "US-WA", now=now)
            mission = await opens(session, by, now=now)
            for number in range(4):
                await applies(session, await entrepreneur(session, number, now=now), mission, now=now + number * timedelta(minutes=1))
            assert (await told(session, by)).count(Kind.MISSION_APPLICATIONS) == 2
