"""Announcements in tests: people without a conversation, drafts, approvals, and a bot that sends them."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from models import announcements, atlas, members
from models.announcements import (
    Announcement,
    AnnouncementBar,
    AnnouncementDelivery,
    AnnouncementState,
    Audience,
    DeliveryState,
    Outcome,
    Plan,
    Refusal,
    Words,
)
from models.database import Database
from models.deliveries import Delivery, Kind
from models.members import CONSENT_VERSION, Member, Role

HELLO = Words("Come to Seattle", [{"type": "bold", "offset": 8, "length": 7}])


class Desk:
    """Writes, approves and sends; `now` is the time at which everything is done."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self._ids = iter(range(2**33, 2**34))

    async def person(self, region: str = "UA-32", language: str = "en", **fields: Any) -> Member:
        """A member who has consented; `fields` are those of the row."""
        fields = {"consent_version": CONSENT_VERSION, "name": "Somebody", "joined_at": self.now} | fields
        async with self.database.write() as session:
            member = Member(telegram_id=next(self._ids), language=language, region_id=atlas.by_code(region).id, **fields)
            session.add(member)
        return member

    async def member(self, telegram_id: int) -> Member:
        """Somebody who has pressed Start, and now has a region and has consented."""
        async with self.database.write() as session:
            member = await members.find(session, telegram_id)
            assert member is not None
            member.region_id, member.consent_version = atlas.by_code("UA-32").id, CONSENT_VERSION
        return member

    async def official(self, role: Role = Role.ADMINISTRATOR, region: str = "UA-32", telegram_id: int | None = None) -> Member:
        member = await self.member(telegram_id) if telegram_id else await self.person(region)
        where = None if role is Role.ADMINISTRATOR else atlas.by_code(region).id
        async with self.database.write() as session:
            await members.grant(session, member.telegram_id, role, where, now=self.now)
        return member

    async def draft(
        self, author: Member, to: Audience | None = None, when: Plan | None = None, *, region_id: int = 0, **texts: Words
    ) -> Announcement:
        async with self.database.write() as session:
            draft = done(await announcements.begin(session, author, region_id, "Timber to Seattle", now=self.now))
            for language, words in (texts or {"en": HELLO}).items():
                done(await announcements.write(session, author, draft.id, language, words, now=self.now))
            done(await announcements.plan(session, author, draft.id, when or Plan("UTC"), now=self.now))
            return done(await announcements.aim(session, author, draft.id, to or Audience(), now=self.now))

    async def of(self, member_id: int) -> Member:
        """A member as the row is now."""
        async with self.database.read() as session:
            return await session.get_one(Member, member_id)

    async def does_tested(self, author: Member, draft: Announcement) -> None:
        async with self.database.write() as session:
            done(await announcements.tested(session, author, draft.id, draft.revision))

    async def submit(self, author: Member, draft: Announcement) -> Announcement:
        async with self.database.write() as session:
            done(await announcements.tested(session, author, draft.id, draft.revision))
            return done(await announcements.submit(session, author, draft.id, now=self.now))

    async def approve(self, second: Member, waiting: Announcement) -> Announcement:
        async with self.database.write() as session:
            return done(await announcements.approve(session, second, waiting.id, waiting.revision, now=self.now))

    async def approved(
        self,
        to: Audience | None = None,
        when: Plan | None = None,
        *,
        author: Member | None = None,
        second: Member | None = None,
        **texts: Words,
    ) -> Announcement:
        """Written by one administrator and approved by another."""
        author, second = author or await self.official(), second or await self.official()
        return await self.approve(second, await self.submit(author, await self.draft(author, to, when, **texts)))

    async def does(self, operation: Callable[..., Awaitable[Any]], *arguments: Any, **named: Any) -> Any:
        """One operation in one transaction, now."""
        async with self.database.write() as session:
            return await operation(session, *arguments, now=self.now, **named)

    async def advance(self) -> None:
        """What time brings, in small steps."""
        while await self.does(announcements.advance, limit=3):
            pass

    async def send(self, state: DeliveryState = DeliveryState.SENT, *, most: int = 1000, fault: str | None = None) -> list[int]:
        """Send what is due; the ids of the members who got it, in order."""
        got: list[int] = []
        while len(got) < most:
            claimed = await self.does(announcements.claim, bot_id=1, limit=min(4, most - len(got)))
            if not claimed.looked_at:
                break
            await self.does(announcements.settle, [Outcome(claim, state, 1, fault) for claim in claimed.claims])
            got += [claim.member_id for claim in claimed.claims]
        return got

    async def run(self) -> list[int]:
        """Advance, send, advance."""
        await self.advance()
        got = await self.send()
        await self.advance()
        return got

    async def state(self, announcement: Announcement) -> AnnouncementState:
        return (await self.fresh(announcement)).state

    async def fresh(self, announcement: Announcement) -> Announcement:
        async with self.database.read() as session:
            return await session.get_one(Announcement, announcement.id)

    async def rows(self, announcement: Announcement) -> dict[int, AnnouncementDelivery]:
        """By member."""
        async with self.database.read() as session:
            query = select(AnnouncementDelivery).filter_by(announcement_id=announcement.id).order_by(AnnouncementDelivery.id)
            return {row.member_id or 0: row for row in await session.scalars(query)}

    async def counts(self, announcement: Announcement) -> announcements.Counts:
        async with self.database.read() as session:
            return await announcements.counts(session, announcement.id, now=self.now)


def done(answer: Announcement | Refusal) -> Announcement:
    assert isinstance(answer, Announcement), answer
    return answer


async def bars_left(database: Database) -> int:
    """Messages with a progress bar that are still edited."""
    async with database.read() as session:
        return len(list(await session.scalars(select(AnnouncementBar))))


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


async def told(database: Database, kind: Kind) -> list[int]:
    """Who is told of something, by member."""
    async with database.read() as session:
        return list(await session.scalars(select(Delivery.member_id).filter_by(kind=kind).order_by(Delivery.id)))
