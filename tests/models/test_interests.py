"""The life of an interest: who may write, the clock, the first answer, contacts."""

from asyncio import gather
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from models import atlas, audit, businesses, deliveries, interests, members, moderation, opportunities
from models.businesses import BusinessContent, PublicState, Representative
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.interests import (
    Contact,
    DeclineReason,
    Interest,
    InterestState,
    Letter,
    Obstacle,
    Obstruction,
    Proposed,
    Refusal,
    Side,
)
from models.members import Member, Role
from models.opportunities import Cooperation, OpportunityContent, OpportunityType
from tests.listings import HONEY, lists, newcomer, titled, vanishes

WHY = "We bake for 300 cafés and look for single-flower honey with papers."
PROPOSAL = "A trial of 2 t in autumn, then a yearly contract for bakeries."
LETTER = Letter(WHY, PROPOSAL, Cooperation.DISTRIBUTION)
DAY = timedelta(days=1)


@dataclass
class Scene:
    """Olena lists honey in Kyiv Oblast; Ann acts for a public business in Washington."""

    database: Database
    now: datetime
    olena: Member
    ann: Member
    honey: int

    async def proposes(self, *, now: datetime | None = None, letter: Letter = LETTER, listing: int | None = None) -> Interest:
        async with self.database.write() as session:
            answer = await interests.propose(session, self.ann, listing or self.honey, letter, now=now or self.now)
        assert isinstance(answer, Proposed), answer
        return answer.interest

    async def at(self, after: timedelta) -> int:
        """The worker looks at the clock once, so long after the scene's beginning."""
        async with self.database.write() as session:
            return await interests.due(session, now=self.now + after)

    async def told(self, *kinds: Kind) -> list[Delivery]:
        async with self.database.read() as session:
            return [d for d in await session.scalars(select(Delivery).order_by(Delivery.id)) if not kinds or d.kind in kinds]

    async def kinds(self) -> Counter[Kind]:
        return Counter(d.kind for d in await self.told() if d.kind.startswith("interest"))

    async def stands(self, interest: Interest) -> Interest:
        async with self.database.read() as session:
            return await session.get_one(Interest, interest.id)

    async def answers(self, operation: Callable[[Session], Awaitable[Interest | Refusal]]) -> Interest | Refusal:
        async with self.database.write() as session:
            return await operation(session)

    async def accepts(self, interest: Interest, *, after: timedelta = DAY, by: Member | None = None) -> Interest | Refusal:
        return await self.answers(lambda s: interests.accept(s, by or self.olena, interest.id, now=self.now + after))

    async def declines(self, interest: Interest, *, after: timedelta = DAY, by: Member | None = None) -> Interest | Refusal:
        reason = DeclineReason.NO_CAPACITY_NOW
        return await self.answers(lambda s: interests.decline(s, by or self.olena, interest.id, reason, now=self.now + after))

    async def snoozes(self, interest: Interest, *, after: timedelta) -> Interest | Refusal:
        return await self.answers(lambda s: interests.snooze(s, self.olena, interest.id, now=self.now + after))

    async def withdraws(self, interest: Interest, *, after: timedelta = DAY, by: Member | None = None) -> Interest | Refusal:
        return await self.answers(lambda s: interests.withdraw(s, by or self.ann, interest.id, now=self.now + after))

    async def obstacle(self, member: Member, *, listing: int | None = None, after: timedelta = timedelta()) -> Obstacle | None:
        obstruction = await self.obstruction(member, listing=listing, after=after)
        return obstruction.obstacle if obstruction else None

    async def obstruction(self, member: Member, *, listing: int | None = None, after: timedelta = timedelta()) -> Obstruction | None:
        async with self.database.read() as session:
            return await interests.may_propose(session, member, listing or self.honey, now=self.now + after)

    async def joins(self, business: int, region: str) -> Member:
        """One more representative."""
        async with self.database.write() as session:
            member = await newcomer(session, region, now=self.now)
            session.add(Representative(business_id=business, member_id=member.id, owner=False, since=self.now))
            member.business_id = business
        return member


@pytest.fixture
async def scene(database: Database, now: datetime) -> Scene:
    async with database.write() as session:
        olena = await newcomer(session, "UA-32", now=now)
        ann = await newcomer(session, "US-WA", now=now)
        honey = await lists(session, HONEY, now=now, owner=olena)
        await lists(session, titled("Honey wanted", business="Cascade Foods", region="US-WA"), now=now, owner=ann)
    return Scene(database, now, olena, ann, honey.id)


async def more_listings(scene: Scene, number: int) -> list[int]:
    """Of other businesses."""
    async with scene.database.write() as session:
        return [(await lists(session, titled(f"Honey number {i}", business=f"Farm {i}"), now=scene.now)).id for i in range(number)]


async def unapproved(scene: Scene) -> Member:
    """Somebody whose first registration waits at the office."""
    async with scene.database.write() as session:
        taras = await newcomer(session, "US-WA", now=scene.now)
        content = OpportunityContent(
            OpportunityType.BUSINESS_REQUEST, "Honey for a chain", "We buy honey for a chain of shops.", "en", [Cooperation.SUPPLY.value]
        )
        await moderation.submit(session, taras, business=BusinessContent("Taras Foods", [1]), opportunity=content, now=scene.now)
    return taras


async def approve(scene: Scene, member: Member, *, now: datetime) -> None:
    """As the office's approval does it."""
    async with scene.database.write() as session:
        assert member.business_id is not None
        business = await businesses.get(session, member.business_id)
        business.public_version_id = (await businesses.newest_version(session, business.id)).id
        business.state = PublicState.PUBLISHED
        await session.flush()
        await interests.release(session, business.id, now=now)


class TestWriting:
    async def test_public_business_sends_at_once_and_the_receiver_is_told(self, scene: Scene) -> None:
        interest = await scene.proposes()

        assert interest.state is InterestState.SENT
        assert interest.deadline == scene.now + timedelta(days=14)
        assert interest.language == "en"
        [told] = await scene.told()
        assert (told.kind, told.member_id, told.due_at) == (Kind.INTEREST_RECEIVED, scene.olena.id, scene.now)

    async def test_contacts_in_the_texts_are_masked(self, scene: Scene) -> None:
        letter = Letter(f"{WHY} Call +380 67 123 45 67", f"{PROPOSAL} Mail ann@cascade.com", Cooperation.SUPPLY)
        async with scene.database.write() as session:
            answer = await interests.propose(session, scene.ann, scene.honey, letter, now=scene.now)

        assert isinstance(answer, Proposed)
        assert answer.masked
        assert answer.interest.why == f"{WHY} Call ···"
        assert answer.interest.proposal == f"{PROPOSAL} Mail ···"

    @pytest.mark.parametrize(("text", "expected"), [("Ми печемо хліб", "uk"), ("We bake bread", "en"), ("我们寻找蜂蜜", "zh")])
    async def test_language_is_told_from_the_letters(self, scene: Scene, text: str, expected: str) -> None:
        scene.ann.language = "uk"
        assert interests.language_of(text, scene.ann) == expected

    async def test_without_a_business_nothing_can_be_written(self, scene: Scene) -> None:
        async with scene.database.write() as session:
            nobody = await newcomer(session, "US-WA", now=scene.now)
        assert await scene.obstacle(nobody) is Obstacle.NO_BUSINESS

    async def test_who_left_a_business_cannot_write_for_it(self, scene: Scene) -> None:
        assert scene.ann.business_id is not None
        joined = await scene.joins(scene.ann.business_id, "US-WA")
        assert await scene.obstacle(joined) is None
        async with scene.database.write() as session:
            await session.delete(await session.scalar(select(Representative).filter_by(member_id=joined.id)))
        assert await scene.obstacle(joined) is Obstacle.NO_BUSINESS

    async def test_own_listing_gone_listing_and_closed_listing(self, scene: Scene) -> None:
        assert await scene.obstacle(scene.olena) is Obstacle.OWN_LISTING
        async with scene.database.write() as session:
            found = await opportunities.get(session, scene.honey)
            assert found is not None
            found.open_for_interest = False
        assert await scene.obstacle(scene.ann) is Obstacle.CLOSED_FOR_INTEREST
        async with scene.database.write() as session:
            await vanishes(session, scene.honey, now=scene.now)
        assert await scene.obstacle(scene.ann) is Obstacle.NOT_PUBLIC

    async def test_one_undecided_proposal_a_listing_and_none_after_an_introduction(self, scene: Scene) -> None:
        interest = await scene.proposes()
        assert await scene.obstacle(scene.ann) is Obstacle.ALREADY_ASKED
        await scene.accepts(interest)
        assert await scene.obstacle(scene.ann, after=2 * DAY) is Obstacle.ALREADY_INTRODUCED

    async def test_ninety_days_of_peace_after_a_decline_for_all_listings_of_the_business(self, scene: Scene) -> None:
        async with scene.database.write() as session:
            other = await lists(session, titled("Beeswax", business="Another"), now=scene.now, owner=scene.olena)
            other.business_id = (await businesses.represented(session, scene.olena.id))[0].id
        await scene.declines(await scene.proposes())

        obstruction = await scene.obstruction(scene.ann, listing=other.id, after=2 * DAY)
        assert obstruction is not None
        assert obstruction.obstacle is Obstacle.DECLINED_LATELY
        assert obstruction.until == scene.now + 91 * DAY
        assert await scene.obstacle(scene.ann, after=90 * DAY) is Obstacle.DECLINED_LATELY
        assert await scene.obstacle(scene.ann, after=91 * DAY) is None

    async def test_three_a_day_and_five_at_once(self, scene: Scene) -> None:
        listings = await more_listings(scene, 6)
        for listing in listings[:3]:
            await scene.proposes(listing=listing)
        today = await scene.obstruction(scene.ann, listing=listings[3], after=DAY / 2)
        assert today == Obstruction(Obstacle.TOO_MANY_TODAY, scene.now + DAY)

        for listing in listings[3:5]:
            await scene.proposes(listing=listing, now=scene.now + DAY)
        full = await scene.obstruction(scene.ann, listing=listings[5], after=DAY)
        assert full == Obstruction(Obstacle.TOO_MANY_UNDECIDED, scene.now + 7 * DAY)
        # On day 7 the place comes back, snoozed or not.
        assert await scene.obstacle(scene.ann, listing=listings[5], after=7 * DAY) is None

    async def test_room_is_told_before_the_writing(self, scene: Scene) -> None:
        await scene.proposes()
        async with scene.database.read() as session:
            assert scene.ann.business_id is not None
            room = await interests.room(session, scene.ann.business_id, now=scene.now + timedelta(hours=1))
        assert (room.undecided_left, room.today_left, room.left) == (4, 2, 2)

    async def test_snoozing_takes_no_place_of_the_sender_again(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.at(8 * DAY)
        await scene.snoozes(interest, after=8 * DAY)
        assert not (await scene.stands(interest)).place_taken(scene.now + 8 * DAY)

    async def test_two_representatives_write_about_one_listing_at_once(self, scene: Scene) -> None:
        assert scene.ann.business_id is not None
        bob = await scene.joins(scene.ann.business_id, "US-WA")

        async def write(member: Member) -> Proposed | Obstruction:
            async with scene.database.write() as session:
                return await interests.propose(session, member, scene.honey, LETTER, now=scene.now)

        answers = await gather(write(scene.ann), write(bob))

        assert sorted(isinstance(answer, Proposed) for answer in answers) == [False, True]
        [refused] = [a for a in answers if isinstance(a, Obstruction)]
        assert refused.obstacle is Obstacle.ALREADY_ASKED

    async def test_limits_hold_under_many_taps_at_once(self, scene: Scene) -> None:
        listings = await more_listings(scene, 8)

        async def write(listing: int) -> Proposed | Obstruction:
            async with scene.database.write() as session:
                return await interests.propose(session, scene.ann, listing, LETTER, now=scene.now)

        answers = await gather(*(write(listing) for listing in listings))
        assert sum(isinstance(answer, Proposed) for answer in answers) == interests.NEW_A_DAY_MAX


class TestHeld:
    async def test_unapproved_business_is_held_and_nobody_is_told(self, scene: Scene) -> None:
        scene.ann = await unapproved(scene)
        interest = await scene.proposes()

        assert interest.state is InterestState.HELD
        assert interest.deadline is None
        assert not await scene.kinds()
        async with scene.database.read() as session:
            assert await interests.seen(session, scene.olena.id, interest.id) is None
            inbox = await interests.inbox(session, scene.olena.id)
        assert (inbox.waiting, inbox.closed, inbox.sent) == ([], [], [])

    async def test_approval_sends_it_and_the_clock_starts_then(self, scene: Scene) -> None:
        scene.ann = await unapproved(scene)
        interest = await scene.proposes()
        approved = scene.now + 2 * DAY
        await approve(scene, scene.ann, now=approved)

        now = await scene.stands(interest)
        assert (now.state, now.sent_at, now.deadline) == (InterestState.SENT, approved, approved + 14 * DAY)
        assert await scene.kinds() == {Kind.INTEREST_RECEIVED: 1, Kind.INTEREST_RELEASED: 1}

    async def test_approval_withdraws_it_where_the_listing_is_gone(self, scene: Scene) -> None:
        scene.ann = await unapproved(scene)
        interest = await scene.proposes()
        async with scene.database.write() as session:
            await vanishes(session, scene.honey, now=scene.now)
        await approve(scene, scene.ann, now=scene.now + DAY)

        now = await scene.stands(interest)
        assert (now.state, now.decided_by) == (InterestState.WITHDRAWN, None)
        assert await scene.kinds() == {Kind.INTEREST_RELEASED: 1}
        async with scene.database.read() as session:
            assert await interests.seen(session, scene.olena.id, interest.id) is None
            assert [entry.action for entry in await audit.of(session, "interest", interest.id)] == ["interest.withdrawn"]

    async def test_held_one_can_be_taken_back_and_is_not_sent_later(self, scene: Scene) -> None:
        scene.ann = await unapproved(scene)
        interest = await scene.proposes()
        await scene.withdraws(interest)
        await approve(scene, scene.ann, now=scene.now + 2 * DAY)

        assert (await scene.stands(interest)).state is InterestState.WITHDRAWN
        assert not await scene.kinds()

    async def test_receiver_cannot_answer_what_is_held(self, scene: Scene) -> None:
        scene.ann = await unapproved(scene)
        interest = await scene.proposes()
        assert await scene.accepts(interest) is Refusal.NOT_YOURS
        assert await scene.declines(interest) is Refusal.NOT_YOURS


class TestClock:
    async def test_steps_day_by_day(self, scene: Scene) -> None:
        """The scene begins at 15:00 in Kyiv, so every step falls into the day there."""
        await scene.proposes()
        seen: dict[int, Counter[Kind]] = {}
        for day in range(1, 16):
            for _again in range(2):
                await scene.at(day * DAY)
            seen[day] = await scene.kinds()

        reminders = {day: kinds[Kind.INTEREST_REMINDER] for day, kinds in seen.items()}
        assert [reminders[day] for day in (1, 2, 4, 5, 13, 15)] == [0, 1, 1, 2, 2, 2]
        assert seen[13][Kind.INTEREST_EXPIRED] == 0
        assert seen[14][Kind.INTEREST_EXPIRED] == seen[15][Kind.INTEREST_UNANSWERED] == 1

    async def test_reminder_at_night_waits_for_the_reader_s_morning(self, scene: Scene) -> None:
        written = scene.now + timedelta(hours=11)  # 02:00 in Kyiv
        await scene.proposes(now=written)
        await scene.at(timedelta(hours=11) + 2 * DAY)

        [told] = await scene.told(Kind.INTEREST_REMINDER)
        assert told.due_at.astimezone(scene.olena.timezone).hour == 8
        assert told.due_at > written + 2 * DAY

    async def test_office_is_told_once_on_day_7(self, scene: Scene) -> None:
        async with scene.database.write() as session:
            clerk = await newcomer(session, "UA-32", now=scene.now)
            await members.grant(session, clerk.telegram_id, Role.MODERATOR, atlas.by_code("UA-32").id, now=scene.now)
        interest = await scene.proposes()
        await scene.at(6 * DAY)
        assert not await scene.told(Kind.INTEREST_OVERDUE)
        await scene.at(7 * DAY)
        await scene.snoozes(interest, after=8 * DAY)
        await scene.at(11 * DAY)

        [told] = await scene.told(Kind.INTEREST_OVERDUE)
        assert told.member_id == clerk.id

    @pytest.mark.parametrize(
        ("jump", "expected"),
        [
            (1, {}),
            (3, {Kind.INTEREST_REMINDER: 1}),
            (6, {Kind.INTEREST_REMINDER: 1}),
            (10, {Kind.INTEREST_REMINDER: 1}),
            (14, {Kind.INTEREST_EXPIRED: 1, Kind.INTEREST_UNANSWERED: 1}),
            (400, {Kind.INTEREST_EXPIRED: 1, Kind.INTEREST_UNANSWERED: 1}),
        ],
    )
    async def test_a_jump_says_only_what_is_true_then(self, scene: Scene, jump: int, expected: dict[Kind, int]) -> None:
        await scene.proposes()
        for _tick in range(4):
            await scene.at(jump * DAY + timedelta(minutes=1))

        found = await scene.kinds()
        assert found.pop(Kind.INTEREST_RECEIVED) == 1
        assert found == expected

    async def test_what_was_decided_between_takes_no_step(self, scene: Scene) -> None:
        accepted, declined, withdrawn = [await scene.proposes(listing=number) for number in [scene.honey, *await more_listings(scene, 2)]]
        await scene.accepts(accepted)
        async with scene.database.write() as session:
            owner = (await businesses.representatives(session, declined.receiver_business_id))[0]
        await scene.declines(declined, by=owner)
        await scene.withdraws(withdrawn)

        assert await scene.at(20 * DAY) == 0
        assert not await scene.told(Kind.INTEREST_REMINDER, Kind.INTEREST_EXPIRED, Kind.INTEREST_UNANSWERED)

    async def test_batches_reach_the_end(self, scene: Scene) -> None:
        for number, listing in enumerate(await more_listings(scene, 3)):
            await scene.proposes(listing=listing, now=scene.now + number * timedelta(minutes=1))
        async with scene.database.write() as session:
            assert await interests.due(session, now=scene.now + 20 * DAY, limit=2) == 2
        assert await scene.at(20 * DAY) == 1
        assert await scene.at(20 * DAY) == 0

    async def test_two_workers_take_each_step_once(self, scene: Scene) -> None:
        for listing in await more_listings(scene, 3):
            await scene.proposes(listing=listing)
        steps = await gather(*(scene.at(14 * DAY) for _worker in range(3)))
        assert sum(steps) == 3
        assert (await scene.kinds())[Kind.INTEREST_EXPIRED] == 3


class TestSnooze:
    @pytest.mark.parametrize(
        ("snoozed_on", "reminded", "ends"),
        [
            (0, [3, 5], 14),
            (1, [4, 5], 14),
            (2, [5], 14),
            (3, [6], 14),
            (8, [11], 14),
            (10, [13], 14),
            (11, [14], 15),
            (13, [16], 17),
        ],
    )
    async def test_reminded_then_and_not_before(self, scene: Scene, snoozed_on: int, reminded: list[int], ends: int) -> None:
        interest = await scene.proposes()
        for day in range(snoozed_on):
            await scene.at(day * DAY)
        before = len(await scene.told(Kind.INTEREST_REMINDER))
        await scene.snoozes(interest, after=snoozed_on * DAY)

        found = []
        for day in range(snoozed_on, 20):
            await scene.at(day * DAY)
            if len(await scene.told(Kind.INTEREST_REMINDER)) > before + len(found):
                found.append(day)
        assert found == reminded
        stands = await scene.stands(interest)
        assert stands.deadline == scene.now + ends * DAY
        assert stands.state is InterestState.EXPIRED

    async def test_expired_one_cannot_be_put_off(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.at(15 * DAY)
        assert await scene.snoozes(interest, after=15 * DAY) is Refusal.DECIDED

    async def test_put_off_before_the_worker_noticed_the_deadline(self, scene: Scene) -> None:
        interest = await scene.proposes()
        assert isinstance(await scene.snoozes(interest, after=14 * DAY), Interest)
        await scene.at(14 * DAY)
        assert (await scene.stands(interest)).state is InterestState.SENT

    async def test_a_reminder_that_waits_for_the_morning_does_not_hold_after_a_snooze(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.at(2 * DAY)
        assert (await scene.stands(interest)).reminder(scene.now + 2 * DAY) == scene.now + 2 * DAY
        await scene.snoozes(interest, after=2 * DAY + timedelta(hours=1))
        assert (await scene.stands(interest)).reminder(scene.now + 2 * DAY + timedelta(hours=2)) is None


@given(st.lists(st.floats(0, 16), max_size=3), st.floats(0, 40))
def test_clock_never_stands_still_before_the_end(snoozes: list[float], later: float) -> None:
    """Whatever was put off when, an open interest has a next step, and its reminders lie before its deadline."""
    start = datetime.fromisoformat("2026-05-27T12:00+00:00")
    interest = Interest(state=InterestState.SENT, sent_at=start, deadline=start + interests.EXPIRES_AFTER, snoozed_until=None)
    for after in sorted(snoozes):
        interest.snoozed_until = start + after * DAY + interests.SNOOZE
        interest.deadline = max(interest.deadline or start, interest.snoozed_until + DAY)
    now = start + later * DAY
    assert interest.deadline is not None
    step = interest.next_step(now)
    if now < interest.deadline:
        assert step is not None
        assert now < step <= interest.deadline
    else:
        assert step is None
        assert interest.reminder(now) is None
    assert all(moment < interest.deadline for moment in interest.reminders)


class TestAnswers:
    async def test_accepted_once_and_both_see_contacts_from_then_on(self, scene: Scene) -> None:
        interest = await scene.proposes()
        async with scene.database.read() as session:
            for side in Side:
                with pytest.raises(PermissionError):
                    await interests.contact_card(session, await session.get_one(Interest, interest.id), side)

        accepted = await scene.accepts(interest)
        assert isinstance(accepted, Interest)
        async with scene.database.read() as session:
            sender = await interests.contact_card(session, accepted, Side.SENDER)
            receiver = await interests.contact_card(session, accepted, Side.RECEIVER)
        assert (sender.business, sender.telegram_id) == ("Cascade Foods", scene.ann.telegram_id)
        assert (receiver.business, receiver.telegram_id) == ("Lisova Pasika", scene.olena.telegram_id)
        assert (await scene.kinds())[Kind.INTEREST_ACCEPTED] == 1

    async def test_pressed_twice_the_second_is_told(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.accepts(interest)
        assert await scene.accepts(interest) is Refusal.DECIDED
        assert await scene.declines(interest) is Refusal.DECIDED
        assert await scene.withdraws(interest) is Refusal.DECIDED
        assert (await scene.kinds())[Kind.INTEREST_ACCEPTED] == 1

    @pytest.mark.parametrize("others", ["accepts", "declines"])
    async def test_two_representatives_at_once_the_first_holds(self, scene: Scene, others: str) -> None:
        interest = await scene.proposes()
        ivan = await scene.joins(interest.receiver_business_id, "UA-32")

        answers = await gather(scene.accepts(interest), getattr(scene, others)(interest, by=ivan))

        assert sorted(isinstance(a, Interest) for a in answers) == [False, True]
        found = await scene.kinds()
        assert found[Kind.INTEREST_ACCEPTED] + found[Kind.INTEREST_DECLINED] == 1

    async def test_accepting_and_withdrawing_at_once(self, scene: Scene) -> None:
        interest = await scene.proposes()
        answers = await gather(scene.accepts(interest), scene.withdraws(interest))
        assert sorted(isinstance(a, Interest) for a in answers) == [False, True]

    async def test_expiring_and_accepting_at_once_keeps_the_answer(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await gather(scene.accepts(interest, after=14 * DAY), scene.at(14 * DAY))
        await scene.at(14 * DAY)
        assert (await scene.stands(interest)).state is InterestState.ACCEPTED

    @pytest.mark.parametrize("answer", ["accepts", "declines"])
    async def test_late_answer_counts_and_the_sender_is_told(self, scene: Scene, answer: str) -> None:
        interest = await scene.proposes()
        await scene.at(14 * DAY)
        assert isinstance(await getattr(scene, answer)(interest, after=20 * DAY), Interest)
        kind = {"accepts": Kind.INTEREST_ACCEPTED, "declines": Kind.INTEREST_DECLINED}[answer]
        [told] = await scene.told(kind)
        assert told.member_id == scene.ann.id

    async def test_expired_one_frees_the_listing_for_another_try(self, scene: Scene) -> None:
        await scene.proposes()
        await scene.at(14 * DAY)
        assert await scene.obstacle(scene.ann, after=15 * DAY) is None

    async def test_only_the_two_sides_may_act(self, scene: Scene) -> None:
        interest = await scene.proposes()
        async with scene.database.write() as session:
            stranger = await newcomer(session, "UA-32", now=scene.now)
            assert await interests.seen(session, stranger.id, interest.id) is None
        assert await scene.accepts(interest, by=stranger) is Refusal.NOT_YOURS
        assert await scene.accepts(interest, by=scene.ann) is Refusal.NOT_YOURS
        assert await scene.withdraws(interest, by=scene.olena) is Refusal.NOT_YOURS
        answer = await scene.answers(lambda s: interests.choose_shares(s, stranger, interest.id, Contact.PHONE))
        assert answer is Refusal.NOT_YOURS

    async def test_audit_knows_who_did_what(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.declines(interest)
        async with scene.database.read() as session:
            entries = await audit.of(session, "interest", interest.id)
        assert [(e.action, e.actor_id) for e in entries] == [("interest.sent", scene.ann.id), ("interest.declined", scene.olena.id)]


class TestShares:
    async def test_what_was_hidden_stays_hidden(self, scene: Scene) -> None:
        interest = await scene.proposes()
        async with scene.database.write() as session:
            version = await businesses.newest_version(session, interest.receiver_business_id)
            version.phone, version.email = "+380671234567", "olena@example.com"
        await scene.answers(lambda s: interests.choose_shares(s, scene.olena, interest.id, Contact.PHONE))
        await scene.answers(lambda s: interests.choose_shares(s, scene.olena, interest.id, Contact.NAME))
        accepted = await scene.accepts(interest)

        assert isinstance(accepted, Interest)
        async with scene.database.read() as session:
            card = await interests.contact_card(session, accepted, Side.RECEIVER)
        assert (card.person, card.phone, card.email) == (None, None, "olena@example.com")

    async def test_somebody_must_stay_reachable(self, scene: Scene) -> None:
        interest = await scene.proposes()
        answer = await scene.answers(lambda s: interests.choose_shares(s, scene.olena, interest.id, Contact.TELEGRAM))
        assert answer is Refusal.NOT_REACHABLE
        assert Contact.TELEGRAM in (await scene.stands(interest)).receiver_shares

    async def test_each_side_chooses_its_own(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.answers(lambda s: interests.choose_shares(s, scene.ann, interest.id, Contact.NAME))
        stands = await scene.stands(interest)
        assert Contact.NAME not in stands.sender_shares
        assert stands.receiver_shares == list(Contact)

    async def test_after_the_exchange_nothing_is_chosen(self, scene: Scene) -> None:
        interest = await scene.proposes()
        await scene.accepts(interest)
        answer = await scene.answers(lambda s: interests.choose_shares(s, scene.ann, interest.id, Contact.NAME))
        assert answer is Refusal.DECIDED

    async def test_preview_shows_who_would_answer(self, scene: Scene) -> None:
        interest = await scene.proposes()
        ivan = await scene.joins(interest.receiver_business_id, "UA-32")
        async with scene.database.read() as session:
            card = await interests.own_card(session, interest, Side.RECEIVER, ivan)
        assert card.telegram_id == ivan.telegram_id


async def test_inbox_in_its_order(scene: Scene) -> None:
    """Olena: one waits, one she sent, one introduction, one she declined."""
    listings = await more_listings(scene, 1)
    async with scene.database.write() as session:
        senders = []
        for number in range(3):
            sender = await newcomer(session, "US-WA", now=scene.now)
            await lists(session, titled(f"Mead {number}", business=f"Mead {number}", region="US-WA"), now=scene.now, owner=sender)
            senders.append(sender)
    got = []
    for number, sender in enumerate(senders):
        scene.ann = sender
        got.append(await scene.proposes(now=scene.now + number * timedelta(hours=1)))
    await scene.accepts(got[0])
    await scene.declines(got[1])
    scene.ann = scene.olena
    own = await scene.proposes(listing=listings[0])

    async with scene.database.read() as session:
        inbox = await interests.inbox(session, scene.olena.id)
        waiting = await interests.waiting_for(session, scene.olena.id)
    assert [i.id for i in inbox.waiting] == [i.id for i in waiting] == [got[2].id]
    assert [[i.id for i in part] for part in (inbox.sent, inbox.introductions, inbox.closed)] == [[own.id], [got[0].id], [got[1].id]]


async def test_most_urgent_waits_first(scene: Scene) -> None:
    async with scene.database.write() as session:
        bob = await newcomer(session, "US-WA", now=scene.now)
        await lists(session, titled("Mead", business="Mead", region="US-WA"), now=scene.now, owner=bob)
    late = await scene.proposes(now=scene.now + DAY)
    scene.ann = bob
    early = await scene.proposes()
    async with scene.database.read() as session:
        assert [i.id for i in await interests.waiting_for(session, scene.olena.id)] == [early.id, late.id]


async def test_a_notice_once_told_is_not_told_again(scene: Scene) -> None:
    """The outbox refuses the same event for the same reader."""
    interest = await scene.proposes()
    async with scene.database.write() as session:
        await deliveries.tell(session, scene.olena, Kind.INTEREST_RECEIVED, interest.id, event="received", now=scene.now)
    assert (await scene.kinds())[Kind.INTEREST_RECEIVED] == 1
