"""Readers: people who have pressed Start in the sandbox, and the same ones as members of ours with an approved announcement."""

from collections.abc import Sequence
from datetime import datetime

from models import announcements, atlas, members, migrate
from models.announcements import Announcement, Audience, Plan, Refusal, Words
from models.database import Database
from models.members import CONSENT_VERSION, Member, Role
from sandbox.server import Sandbox

REGION, STAFF_REGION = "UA-32", "US-WA"
TEXT = "Timber to Seattle. A business mission in June: forty seats, three days, an interpreter for every meeting. Apply by the 12th."
ENTITIES = [{"type": "bold", "offset": 0, "length": 17}]
LINK = "https://example.org/timber"


def arrive(telegram: Sandbox, count: int) -> list[int]:
    """People in the sandbox to whom the bot may write; their ids, the first two those of the administrators."""
    people = [telegram.person(f"Reader {number}").record for number in range(count + 2)]
    for person in people:
        person.started.add(telegram.bot.id)
        telegram.bot.known.add(person.id)
    return [person.id for person in people]


async def enrol(database: Database, ids: Sequence[int], *, now: datetime) -> None:
    """The same people as members of ours."""
    home, staff = atlas.by_code(REGION).id, atlas.by_code(STAFF_REGION).id
    async with database.write() as session:
        for number, telegram_id in enumerate(ids):
            region = staff if number < 2 else home
            member = Member(telegram_id=telegram_id, name="Reader", language="en", joined_at=now, region_id=region)
            member.consent_version = CONSENT_VERSION
            session.add(member)
        for telegram_id in ids[:2]:
            await members.grant(session, telegram_id, Role.ADMINISTRATOR, None, now=now)


async def announce(database: Database, ids: Sequence[int], *, now: datetime) -> int:
    """An announcement to all of them, written by the first and approved by the second, urgent so that the hour does not matter."""
    async with database.write() as session:
        author, second = [await members.find(session, telegram_id) for telegram_id in ids[:2]]
        assert author
        assert second
        draft = _done(await announcements.begin(session, author, 0, "Timber to Seattle", now=now))
        _done(await announcements.write(session, author, draft.id, "en", Words(TEXT, ENTITIES), now=now))
        _done(await announcements.put_button(session, author, draft.id, link=LINK, now=now))
        _done(await announcements.aim(session, author, draft.id, Audience(regions=(atlas.by_code(REGION).id,)), now=now))
        _done(await announcements.plan(session, author, draft.id, Plan("UTC", urgent_reason="a measurement"), now=now))
        _done(await announcements.tested(session, author, draft.id, draft.revision))
        _done(await announcements.submit(session, author, draft.id, now=now))
        _done(await announcements.approve(session, second, draft.id, draft.revision, now=now))
        return draft.id


def fresh(url: str) -> None:
    migrate.upgrade(url)


def _done(answer: Announcement | Refusal) -> Announcement:
    assert isinstance(answer, Announcement), answer
    return answer
