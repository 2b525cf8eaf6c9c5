"""The life of an announcement: who may write and approve, who is meant, when it reaches them, and that it does so once."""

from datetime import datetime

import pytest

from models.announcements import AnnouncementState
from models.database import Database
from tests.announcing import Desk


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


async def test_goes_to_everybody_once_and_is_done(desk: Desk) -> None:
    people = [await desk.person() for _ in range(10)]
    announcement = await desk.approved()

    got = await desk.run()

    assert len(got) == len(set(got)) == len(people) + 2  # both administrators are people too
    assert await desk.state(announcement) is AnnouncementState.DONE
    reached = await desk.counts(announcement)
    assert (reached.sent, reached.total, reached.share) == (12, 12, 1.0)
