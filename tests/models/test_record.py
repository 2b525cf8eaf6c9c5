"""How a business answers: as a band on its card, and in the order of what is found."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.worker import Worker
from models import businesses, interests, members, search
from models.atlas import by_code
from models.businesses import Check
from models.database import Database, Session
from models.interests import Band, DeclineReason, Interest, InterestState, record
from models.interests.record import LOOKS_BACK, band
from models.members import Member
from models.opportunities import Cooperation, Opportunity
from models.search import Document, Filters, Query
from tests.listings import HONEY, lists, newcomer, titled, vanishes

DAY = timedelta(days=1)


class Later:
    """A clock that stands at a moment."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


async def proposed(session: Session, honey: Opportunity, *, now: datetime) -> Interest:
    """A sent interest of a new business in this listing."""
    sender = await newcomer(session, "US-WA", now=now)
    theirs = await lists(session, titled("Honey wanted", business=f"Buyer {sender.id}", region="US-WA"), now=now, owner=sender)
    assert honey.public_version_id
    interest = Interest(
        opportunity_id=honey.id,
        opportunity_version_id=honey.public_version_id,
        sender_business_id=theirs.business_id,
        sender_id=sender.id,
        receiver_business_id=honey.business_id,
        state=InterestState.SENT,
        why="We look for honey with papers for our bakeries.",
        proposal="A trial of two tons in autumn.",
        cooperation=Cooperation.SUPPLY,
        language="en",
        written_at=now,
        sent_at=now,
        deadline=now + 14 * DAY,
        next_step_at=now + 2 * DAY,
        sender_shares=["name", "telegram"],
        receiver_shares=["name", "telegram"],
    )
    session.add(interest)
    await session.flush()
    return interest


async def noted(session: Session, opportunity_id: int) -> int:
    return (await session.scalars(select(Document.answers).filter_by(opportunity_id=opportunity_id))).one()


@pytest.fixture
async def olena(database: Database, now: datetime) -> Member:
    async with database.write() as session:
        return await newcomer(session, "UA-32", now=now)


async def declined(session: Session, olena: Member, honey: Opportunity, days: float, *, now: datetime) -> None:
    interest = await proposed(session, honey, now=now)
    answer = await interests.decline(session, olena, interest.id, DeclineReason.TERMS, now=now + days * DAY)
    assert isinstance(answer, Interest)


async def test_known_from_the_third_answer_on(database: Database, olena: Member, now: datetime) -> None:
    async with database.write() as session:
        honey = await lists(session, HONEY, now=now, owner=olena)
        for days in (0.5, 2.5):
            await declined(session, olena, honey, days, now=now)
        assert await record(session, honey.business_id, now=now + 3 * DAY) is None
        assert await noted(session, honey.id) == 50

        await declined(session, olena, honey, 2.9, now=now)

        assert await record(session, honey.business_id, now=now + 3 * DAY) is Band.THREE_DAYS
        assert await noted(session, honey.id) == 85
        more = await lists(session, titled("Another one"), now=now)
        assert await noted(session, more.id) == 50, "another business"


async def test_silence_counts_and_is_noted_when_it_expires(database: Database, olena: Member, now: datetime) -> None:
    async with database.write() as session:
        honey = await lists(session, HONEY, now=now, owner=olena)
        await declined(session, olena, honey, 1, now=now)
        for _ in range(2):
            await proposed(session, honey, now=now)
        await interests.due(session, now=now + 15 * DAY)

        assert await record(session, honey.business_id, now=now + 15 * DAY) is Band.SELDOM
        assert await noted(session, honey.id) == 10


async def test_what_answers_comes_before_what_does_not(database: Database, olena: Member, now: datetime) -> None:
    async with database.write() as session:
        good = await lists(session, HONEY, now=now, owner=olena)
        other = await lists(session, replace(HONEY, business="Another apiary"), now=now)
        before = (await search.find(session, Query("honey"), now=now)).found
        for _ in range(3):
            await declined(session, olena, good, 0.5, now=now)

        after = (await search.find(session, Query("buckwheat"), now=now)).found

        assert before == [other.id, good.id], "the newer first"
        assert after == [good.id, other.id]


async def test_hourly_round_notes_what_time_changed(database: Database, olena: Member, now: datetime) -> None:
    async with database.write() as session:
        honey = await lists(session, HONEY, now=now, owner=olena)
        for _ in range(3):
            await declined(session, olena, honey, 0.5, now=now)
        await vanishes(session, honey.id, now=now)
        honey.state = businesses.PublicState.PUBLISHED
        await session.flush()
        await search.publish(session, honey.id, now=now)
        assert await noted(session, honey.id) == 50, "what left the index left its record behind"

    await Worker(database, Later(now + DAY)).tidy()  # type: ignore[arg-type]  # a clock that stands

    async with database.write() as session:
        assert await noted(session, honey.id) == 100
        assert await interests.note_all(session, now=now + DAY) == 0, "said twice it changes nothing"
        assert await record(session, honey.business_id, now=now + LOOKS_BACK + DAY) is None


async def test_hourly_round_takes_lapsed_checks_from_the_filter(database: Database, olena: Member, now: datetime) -> None:
    verified = Query("honey", filters=Filters(verified=True))
    async with database.write() as session:
        honey = await lists(session, HONEY, now=now, owner=olena)
        checker = await newcomer(session, "UA-32", now=now)
        office = by_code("UA-32").id
        await businesses.verify(session, honey.business_id, Check.VISITED, office_region_id=office, by=checker.id, now=now)
        await search.publish(session, honey.id, now=now)
        assert (await search.find(session, verified, now=now)).found == [honey.id]
    later = now + businesses.VERIFICATION_LASTS + timedelta(hours=1)

    await Worker(database, Later(later)).tidy()  # type: ignore[arg-type]  # a clock that stands

    async with database.read() as session:
        assert (await search.find(session, verified, now=later)).found == []
        assert (await search.find(session, Query("honey"), now=later)).found == [honey.id]
        assert await members.get(session, olena.id)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([], None),
        ([1, 1], None),
        ([0.2, 0.5, 1], Band.A_DAY),
        ([1, 3, 20], Band.THREE_DAYS),
        ([1, 1, 4, 4], Band.A_WEEK),
        ([7, 8, 14], Band.TWO_WEEKS),
        ([1, 15, 15], Band.SELDOM),
        ([1, 10_000, 10_000], Band.SELDOM),
    ],
)
def test_band(days: list[float], expected: Band | None) -> None:
    assert band(timedelta(days=each) for each in days) is expected
