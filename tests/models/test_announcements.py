"""The life of an announcement: who may write and approve, who is meant, when it reaches them, and that it does so once."""

from datetime import datetime
from typing import Any

import pytest

from models import announcements, atlas, members
from models.announcements import Audience, Outcome, Plan, Refusal, Words
from models.announcements.table import Announcement, AnnouncementDelivery, AnnouncementState, DeliveryState
from models.database import Database
from models.members import CONSENT_VERSION, Member, Role


class Desk:
    """People and announcements, made without a conversation."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self._ids = iter(range(2**33, 2**34))

    async def person(self, region: str = "UA-32", language: str = "en", *, consented: bool = True, **fields: Any) -> Member:
        async with self.database.write() as session:
            member = Member(
                telegram_id=next(self._ids),
                name="Somebody",
                language=language,
                joined_at=self.now,
                region_id=atlas.by_code(region).id,
                consent_version=CONSENT_VERSION if consented else 0,
                **fields,
            )
            session.add(member)
        return member

    async def official(self, role: Role = Role.ADMINISTRATOR, region: str = "UA-32") -> Member:
        member = await self.person(region)
        async with self.database.write() as session:
            await members.grant(
                session, member.telegram_id, role, None if role is Role.ADMINISTRATOR else atlas.by_code(region).id, now=self.now
            )
        return member

    async def draft(self, author: Member, to: Audience | None = None, when: Plan | None = None, region_id: int = 0) -> Announcement:
        async with self.database.write() as session:
            draft = await announcements.begin(session, author, region_id, "Timber to Seattle", now=self.now)
            assert isinstance(draft, Announcement)
            await announcements.write(session, author, draft.id, "en", Words("Come to Seattle"), now=self.now)
            assert not isinstance(await announcements.aim(session, author, draft.id, to or Audience(), now=self.now), Refusal)
            assert not isinstance(await announcements.plan(session, author, draft.id, when or Plan("UTC"), now=self.now), Refusal)
        return draft

    async def submitted(self, author: Member, to: Audience | None = None, when: Plan | None = None, region_id: int = 0) -> Announcement:
        draft = await self.draft(author, to, when, region_id)
        async with self.database.write() as session:
            await announcements.tested(session, author, draft.id, 1)
            answer = await announcements.submit(session, author, draft.id, now=self.now)
            assert isinstance(answer, Announcement), answer
        return answer

    async def approved(self, to: Audience | None = None, when: Plan | None = None) -> Announcement:
        author, second = await self.official(), await self.official()
        waiting = await self.submitted(author, to, when)
        async with self.database.write() as session:
            answer = await announcements.approve(session, second, waiting.id, waiting.revision, now=self.now)
            assert isinstance(answer, Announcement), answer
        return answer

    async def advance(self, now: datetime | None = None) -> None:
        while True:
            async with self.database.write() as session:
                if not await announcements.advance(session, now=now or self.now, limit=3):
                    return

    async def rows(self, announcement: Announcement) -> list[AnnouncementDelivery]:
        from sqlalchemy import select

        async with self.database.read() as session:
            query = select(AnnouncementDelivery).filter_by(announcement_id=announcement.id)
            return list(await session.scalars(query.order_by(AnnouncementDelivery.id)))

    async def send(self, now: datetime | None = None, state: DeliveryState = DeliveryState.SENT, **how: Any) -> int:
        sent = 0
        while True:
            async with self.database.write() as session:
                claimed = await announcements.claim(session, now=now or self.now, limit=4)
            if not claimed.looked_at:
                return sent
            async with self.database.write() as session:
                outcomes = [Outcome(claim, state, message_id=1, **how) for claim in claimed.claims]
                await announcements.settle(session, outcomes, now=now or self.now)
            sent += len(claimed.claims)


@pytest.fixture
def desk(database: Database, now: datetime) -> Desk:
    return Desk(database, now)


async def test_goes_to_everybody_once_and_is_done(desk: Desk) -> None:
    people = [await desk.person() for _ in range(10)]
    announcement = await desk.approved()

    await desk.advance()
    assert await desk.send() == len(people) + 2  # both administrators are people too
    await desk.advance()

    async with desk.database.read() as session:
        after = await session.get_one(Announcement, announcement.id)
        reached = await announcements.counts(session, announcement.id, now=desk.now)
    assert after.state is AnnouncementState.DONE
    assert (reached.sent, reached.total, reached.share) == (12, 12, 1.0)
