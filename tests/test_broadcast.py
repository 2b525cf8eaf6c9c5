"""Announcements on a running bot: to people and chats, through restarts, faults, edits, pauses and blocked chats.

What is told of Telegram is counted from the sandbox's chats; what is kept, from the ledger.
"""

import asyncio

import pytest

from bot.application import Application
from models import atlas, members
from models.announcements import Announcement, AnnouncementState, Audience, Words
from models.database import Database
from models.members import Member
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.announcing import Desk

HEARD = "Come to Seattle"
READERS = Audience(regions=(atlas.by_code("UA-32").id,))


@pytest.fixture
def desk(database: Database, application: Application) -> Desk:
    return Desk(database, application.clock.now())


class Crowd:
    """Readers in Kyiv Oblast with open chats, an author and a second person, administrators both."""

    def __init__(self, telegram: Sandbox, desk: Desk, people: list[Person], readers: list[Member], officials: list[Member]) -> None:
        self.telegram, self.desk, self.people, self.readers = telegram, desk, people, readers
        self.author, self.second = officials

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
    return Crowd(telegram, desk, people[2:], [await desk.member(person.id) for person in people[2:]], officials)


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
