"""Missions without the walk through their form: for tests of what comes after."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from models import atlas, members, missions
from models.database import Session
from models.members import Member, Role
from models.missions import Direction, Mission, MissionContent, MissionKind, Selection
from tests.listings import lists, newcomer, titled

BEGINS = datetime.fromisoformat("2026-07-20T10:00")
"""On the clock of the venue's wall."""
TIMBER = MissionContent(
    kind=MissionKind.MISSION,
    direction=Direction.OUTWARD,
    selection=Selection.ORGANISER,
    host_region_id=atlas.by_code("US-WA").id,
    sending_region_id=None,
    title="Timber to Seattle",
    about="Three days with buyers of timber houses: visits to two ports and a round of talks.",
    language="en",
    city="Seattle",
    begins=BEGINS,
    ends=BEGINS + timedelta(days=2, hours=7),
    sectors=[1],
    seats=2,
    minimum=1,
    apply_until=datetime(2026, 7, 1, 20, 0, tzinfo=UTC),
    languages=["en"],
    contact="Susan Clark, +1 360 555 0100",
    venue="Port of Seattle, Pier 69",
)
WISH = missions.Wish(goal="Find a builder who buys our houses.", targets=[], languages=["en"], interpreter=False)


def plan(**changes: object) -> MissionContent:
    return replace(TIMBER, **changes)  # type: ignore[arg-type]  # replace() checks the names


async def organiser(session: Session, region: str = "UA-32", *, now: datetime, role: Role = Role.HEAD) -> Member:
    """Somebody of this region's office (of none: an administrator)."""
    member = await newcomer(session, region, now=now)
    await members.grant(session, member.telegram_id, role, None if role is Role.ADMINISTRATOR else atlas.by_code(region).id, now=now)
    return member


async def opens(session: Session, by: Member, content: MissionContent = TIMBER, *, now: datetime) -> Mission:
    """A published mission."""
    mission = await missions.create(session, by, content, now=now)
    assert isinstance(mission, Mission), mission
    published = await missions.publish(session, by, mission.id, now=now)
    assert isinstance(published, Mission), published
    return published


async def entrepreneur(session: Session, number: int = 1, region: str = "UA-32", *, now: datetime) -> Member:
    """Somebody with a published business."""
    member = await newcomer(session, region, now=now)
    await lists(session, titled(f"Houses {number}", business=f"House {number}", region=region), now=now, owner=member)
    return member
