"""Notices: one of each, in time, at a pace; and what a crash, a lost answer, a full Telegram and people who left do to them.

The faults are the sandbox's; the notice is the office's "One more waits", which a registration brings.
"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.application import Application
from models import atlas, deliveries, members
from models.database import Database
from models.deliveries import Delivery, DeliveryState, Kind
from models.members import Member
from models.moderation import ReviewItem
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.conftest import Running
from tests.people import arrives, registers, works_in_office

AGAIN = "🔁"
NOTICE = "One more waits for your office"


@pytest.fixture
async def office(telegram: Sandbox, database: Database) -> Person:
    """An official who has arrived and does nothing from now on."""
    return await works_in_office(telegram, database, "Office", "UA-32")


@pytest.fixture
async def item(telegram: Sandbox, database: Database, office: Person) -> int:
    """A registration of which the office knows already."""
    await registers(await arrives(telegram, "Olena", "UA-32"))
    await office.sees(NOTICE)
    await telegram.idle()
    office.looks()
    async with database.read() as session:
        return (await session.scalars(select(ReviewItem.id))).one()


def notices(person: Person) -> list[str]:
    return [message.words for message in person.chat.messages.values() if message.by_bot and NOTICE in message.words]


async def tell(database: Database, application: Application, person: Person, item: int, *events: str) -> None:
    """The same item once more for each event, as if it had been sent in again."""
    async with database.write() as session:
        member = await members.find(session, person.id)
        assert member is not None
        for event in events:
            await deliveries.tell(session, member, Kind.ITEM_WAITING, item, event=event, now=application.clock.now())
    application.sender.wake()


async def states(database: Database) -> list[tuple[DeliveryState, bool]]:
    async with database.read() as session:
        rows = await session.scalars(select(Delivery).order_by(Delivery.id))
        return [(row.state, row.again) for row in rows]


async def test_cut_off_by_a_crash_is_sent_once_more_and_says_so(running: Running, database: Database, office: Person, item: int) -> None:
    await running.stop()
    async with database.write() as session:
        # What a SIGKILL between the call and its record leaves behind.
        await session.execute(update(Delivery).values(state=DeliveryState.SENDING, sent_at=None, message_id=None))
    await running.start()

    await office.sees(AGAIN, "You may have received this already", NOTICE)
    await running.telegram.idle()
    await running.restart()
    await running.telegram.idle()
    assert [AGAIN in text for text in notices(office)] == [False, True]
    assert await states(database) == [(DeliveryState.SENT, True)]


async def test_a_crash_during_the_repetition_loses_nothing(running: Running, database: Database, office: Person, item: int) -> None:
    await running.stop()
    async with database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENDING, again=True, attempts=2))
    await running.start()

    await office.sees(AGAIN, NOTICE)
    await running.telegram.idle()
    assert await states(database) == [(DeliveryState.SENT, True)]


async def test_lost_answer_is_sent_once_more_and_says_so(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    telegram.fault("answer_lost", method="sendMessage", chat_id=office.id)

    await tell(database, application, office, item, "lost")

    await office.sees(AGAIN, NOTICE)
    await telegram.idle()
    assert [AGAIN in text for text in notices(office)[1:]] == [False, True]


async def test_an_outage_of_several_tries_loses_nothing(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    telegram.fault("bad_gateway", method="sendMessage", chat_id=office.id, times=2)

    await tell(database, application, office, item, "outage")
    await telegram.idle(10)
    await office.does_not_see(NOTICE)
    telegram.advance(deliveries.AGAIN_AFTER[1] + 1)

    await office.sees(AGAIN, NOTICE, timeout=10)


async def test_doubt_ends_after_the_last_try(database: Database, now: datetime) -> None:
    await some_delivery(database, now)
    async with database.write() as session:
        for _attempt in range(len(deliveries.AGAIN_AFTER) + 1):
            now += timedelta(days=1)
            claimed = await deliveries.claim(session, now=now)
            assert claimed is not None
            await deliveries.doubt(session, claimed.id, "no answer", now=now)
            await session.flush()
            session.expire_all()
        assert await deliveries.claim(session, now=now + timedelta(days=1)) is None

    assert await states(database) == [(DeliveryState.IN_DOUBT, True)]


async def test_too_many_requests_is_waited_out_and_sent_once(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    telegram.fault("429", method="sendMessage", chat_id=office.id, seconds=1)

    await tell(database, application, office, item, "flood")

    await office.sees(NOTICE)
    await telegram.idle()
    assert [AGAIN in text for text in notices(office)] == [False, False]
    refused, sent = telegram.calls("sendMessage")[-2:]
    assert refused.error_code == 429
    assert sent.at - refused.at >= 1


async def test_who_blocked_the_bot_is_left_alone(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    telegram.fault("blocked", method="sendMessage", chat_id=office.id)

    await tell(database, application, office, item, "first", "second")
    await telegram.idle()

    assert [state for state, _again in await states(database)][1:] == [DeliveryState.UNREACHABLE] * 2
    assert len([call for call in telegram.calls("sendMessage") if not call.ok]) == 1
    await office.opens()
    await office.sees("Type what you look for")
    await tell(database, application, office, item, "third")
    await office.sees(NOTICE)


async def test_refused_is_failed_and_the_next_one_goes_out(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    telegram.fault("migrated", method="sendMessage", chat_id=office.id)

    await tell(database, application, office, item, "refused", "next")

    await office.sees(NOTICE)
    await telegram.idle()
    assert [state for state, _again in await states(database)] == [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SENT]


async def test_the_same_event_is_told_once(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    await tell(database, application, office, item, "one event", "one event")
    await tell(database, application, office, item, "one event")
    await telegram.idle()

    assert len(notices(office)) == 2


async def test_what_is_not_true_any_more_is_not_told(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    async with database.write() as session:
        await session.execute(update(ReviewItem).values(state="superseded"))

    await tell(database, application, office, item, "late")
    await telegram.idle()

    assert len(notices(office)) == 1
    assert (await states(database))[-1] == (DeliveryState.CANCELLED, False)


async def test_what_is_not_urgent_waits_for_the_readers_morning(
    telegram: Sandbox, application: Application, database: Database, office: Person, item: int
) -> None:
    now = application.clock.now()
    west = (now.astimezone(UTC).hour - 2 + 11) % 24 - 11
    async with database.write() as session:
        member = await members.find(session, office.id)
        assert member is not None
        member.zone = f"Etc/GMT{west:+d}"  # it is two in the morning there
        await deliveries.tell(session, member, Kind.ITEM_WAITING, item, event="not urgent", now=now, wait_for_day=True)
    application.sender.wake()
    await telegram.idle()
    await office.does_not_see(NOTICE)

    telegram.advance(6 * 3600)

    await office.sees(NOTICE)


async def test_pace_is_even(telegram: Sandbox, application: Application, database: Database, office: Person, item: int) -> None:
    application.sender.gate.spacing = 0.1

    await tell(database, application, office, item, *(f"event {n}" for n in range(5)))
    await telegram.idle()

    moments = [call.at for call in telegram.calls("sendMessage")[-5:]]
    assert len(notices(office)) == 6
    # Seen from the other end of the wire, on a busy machine: the first may come late, but not all of them together.
    assert moments[-1] - moments[0] >= 0.25


async def test_stopping_leaves_nothing_in_doubt(running: Running, database: Database, office: Person, item: int) -> None:
    running.telegram.fault("delay", method="sendMessage", chat_id=office.id, seconds=0.3)
    await tell(database, running.application, office, item, *(f"event {n}" for n in range(3)))
    await running.telegram.world.log.bell.wait(1)

    await running.restart()
    await running.telegram.idle()

    assert [AGAIN in text for text in notices(office)] == [False] * 4
    assert await states(database) == [(DeliveryState.SENT, False)] * 4


async def some_delivery(database: Database, now: datetime) -> None:
    async with database.write() as session:
        member = Member(telegram_id=2**33, name="Office", language="en", joined_at=now, region_id=atlas.by_code("UA-32").id)
        session.add(member)
        await session.flush()
        await deliveries.tell(session, member, Kind.ITEM_WAITING, 1, event="test", now=now)
