"""Keeping a mission: written, changed, published, cancelled. Whoever keeps it is asked for their rights under the lock."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import atlas, audit, members, rights
from models.audit import Action
from models.base import insert_for
from models.deliveries import Kind
from models.members import Grant, Member
from models.missions import calendars, pool, seats, telling, times
from models.missions.table import (
    OPEN,
    Application,
    ApplicationState,
    Direction,
    FileKind,
    Mission,
    MissionCounter,
    MissionKind,
    MissionState,
    Selection,
)
from models.rights import Right


class Refusal(StrEnum):
    NOT_ALLOWED = "not_allowed"
    GONE = "gone"
    CLOSED = "closed"
    """Cancelled, or over."""
    NOT_A_DRAFT = "not_a_draft"
    PAST = "past"
    """It would begin, or applications would close, before now."""
    DEADLINE_TOO_LATE = "deadline_too_late"
    """Applications would be taken after it has begun."""
    TOO_FEW_SEATS = "too_few_seats"
    """More people have a seat already."""


@dataclass(frozen=True)
class Programme:
    """A file as one bot knows it."""

    kind: FileKind
    bot_id: int
    file_id: str
    unique_id: str


@dataclass(frozen=True)
class MissionContent:
    """What an organiser writes. `begins`, `ends`: what the clock on the venue's wall shows; the zone is the host region's."""

    kind: MissionKind
    direction: Direction
    selection: Selection
    host_region_id: int
    sending_region_id: int | None
    title: str
    about: str
    language: str
    city: str
    begins: datetime
    ends: datetime
    sectors: list[int]
    seats: int
    minimum: int
    apply_until: datetime
    languages: list[str]
    contact: str
    title_en: str | None = None
    about_en: str | None = None
    cost: int | None = None
    currency: str | None = None
    criteria: str | None = None
    venue: str | None = None
    programme: Programme | None = None

    def __post_init__(self) -> None:
        if self.begins > self.ends:
            raise ValueError("it ends before it begins")
        if not 1 <= self.minimum <= self.seats:
            raise ValueError("the minimum is more than the seats")

    @property
    def zone(self) -> str:
        return atlas.region(self.host_region_id).zone


_FIELDS = [each.name for each in fields(MissionContent) if each.name != "programme"]
_IN_CALENDARS = frozenset({"title", "begins", "ends", "zone", "city", "venue", "host_region_id", "direction"})
"""A calendar shows these: a change makes its entry a newer one."""
_TOLD = frozenset({"begins", "ends", "zone", "city", "venue", "host_region_id", "direction", "cost", "currency"})
"""Those who may come are told of a change of these."""


@dataclass(frozen=True)
class Changed:
    mission: Mission
    what: frozenset[str]
    """The columns that are not as they were."""


async def organises(session: AsyncSession, member: Member, mission: Mission) -> bool:
    """Whether this member keeps the mission: its office, or an administrator."""
    return may_organise(await members.grants(session, member.telegram_id), mission.organiser_region_id)


def may_organise(grants: list[Grant], organiser_region_id: int) -> bool:
    if organiser_region_id == 0:
        return rights.everywhere(grants, Right.KEEP_MISSIONS)
    return rights.may(grants, Right.KEEP_MISSIONS, organiser_region_id)


async def create(session: AsyncSession, member: Member, content: MissionContent, *, now: datetime) -> Mission | Refusal:
    """A draft, seen by its organisers only. An office's mission has its own region as host or as sender."""
    organiser = _organiser(await members.grants(session, member.telegram_id), content)
    if organiser is None:
        return Refusal.NOT_ALLOWED
    wrong = _untimely(content, now)
    if wrong:
        return wrong
    letters = atlas.region(organiser or content.host_region_id).letters
    mission = Mission(
        reference=await _next_reference(session, letters),
        organiser_region_id=organiser,
        created_by=member.id,
        created_at=now,
        changed_at=now,
        state=MissionState.DRAFT,
    )
    _write(mission, content)
    session.add(mission)
    await session.flush()
    audit.record(session, Action.MISSION_CREATED, mission.id, actor=member.id, now=now, region_id=organiser or None)
    return mission


async def change(session: AsyncSession, member: Member, mission_id: int, content: MissionContent, *, now: datetime) -> Changed | Refusal:
    """Write a mission anew. Of what concerns them those who may come are told, reminders are set anew, calendars get a newer entry."""
    mission = await _kept(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if _organiser(await members.grants(session, member.telegram_id), content) is None:
        return Refusal.NOT_ALLOWED
    wrong = _untimely(content, now, mission)
    if wrong:
        return wrong
    if content.seats < await seats.taken(session, mission_id):
        return Refusal.TOO_FEW_SEATS
    before = {name: getattr(mission, name) for name in (*_FIELDS, "zone")}
    _write(mission, content)
    what = frozenset(name for name, value in before.items() if getattr(mission, name) != value)
    mission.changed_at = now
    if what:
        audit.record(session, Action.MISSION_CHANGED, mission.id, actor=member.id, now=now, what=sorted(what))
    if mission.state is MissionState.PUBLISHED:
        await _spread(session, mission, what, (before["begins"], before["ends"]), now=now)
    return Changed(mission, what)


async def publish(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Mission | Refusal:
    mission = await _kept(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if mission.state is not MissionState.DRAFT:
        return Refusal.NOT_A_DRAFT
    if now > mission.apply_until or now >= mission.begins_at:
        return Refusal.PAST
    mission.state, mission.published_at = MissionState.PUBLISHED, now
    await pool.head_start(session, mission, now=now)
    mission.next_step_at = times.next_of_mission(mission, now)
    audit.record(session, Action.MISSION_PUBLISHED, mission.id, actor=member.id, now=now)
    return mission


async def cancel(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Mission | Refusal:
    """It does not take place: everybody who might have come is told."""
    mission = await _kept(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    was_public = mission.state is MissionState.PUBLISHED
    mission.state, mission.closed_at, mission.next_step_at = MissionState.CANCELLED, now, None
    mission.changed_at, mission.sequence = now, mission.sequence + 1
    audit.record(session, Action.MISSION_CANCELLED, mission.id, actor=member.id, now=now)
    if was_public:
        await telling.applicants(session, mission, Kind.MISSION_CANCELLED, event="cancelled", now=now)
        await calendars.changed(session, mission, frozenset({"state"}), applicants_hear=True, now=now)
    for application in await _open(session, mission_id):
        application.next_step_at = application.offered_until = None
    return mission


async def extend(session: AsyncSession, member: Member, mission_id: int, until: datetime, *, now: datetime) -> Mission | Refusal:
    """Take applications until a later moment, but not past the beginning."""
    mission = await _kept(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if until <= max(now, mission.apply_until) or until > mission.last_offer_at:
        return Refusal.PAST
    mission.apply_until, mission.minimum_waived_at = until, None
    mission.next_step_at = times.next_of_mission(mission, now)
    audit.record(session, Action.MISSION_CHANGED, mission.id, actor=member.id, now=now, what=["apply_until"])
    return mission


async def go_on(session: AsyncSession, member: Member, mission_id: int, *, now: datetime) -> Mission | Refusal:
    """It takes place though fewer applied than were needed."""
    mission = await _kept(session, member, mission_id)
    if isinstance(mission, Refusal):
        return mission
    if mission.minimum_waived_at is None:
        mission.minimum_waived_at = now
        audit.record(session, Action.MISSION_GOES_ON, mission.id, actor=member.id, now=now)
    return mission


async def _kept(session: AsyncSession, member: Member, mission_id: int) -> Mission | Refusal:
    """The mission with its row held, if this member may change it now."""
    mission = await seats.locked(session, mission_id)
    if mission is None:
        return Refusal.GONE
    if not await organises(session, member, mission):
        return Refusal.NOT_ALLOWED
    return mission if mission.state in (MissionState.DRAFT, MissionState.PUBLISHED) else Refusal.CLOSED


def _organiser(grants: list[Grant], content: MissionContent) -> int | None:
    """The office in whose name it is written: the host's, else the sender's; 0 for an administrator of neither; None: no right to it."""
    regional = [grant for grant in grants if grant.region_id]
    for region_id in (content.host_region_id, content.sending_region_id):
        if region_id and rights.may(regional, Right.KEEP_MISSIONS, region_id):
            return next(g.region_id for g in regional if rights.may([g], Right.KEEP_MISSIONS, region_id))
    return 0 if rights.everywhere(grants, Right.KEEP_MISSIONS) else None


def _untimely(content: MissionContent, now: datetime, before: Mission | None = None) -> Refusal | None:
    """What is wrong with the times, of those that are new."""
    begins_at = content.begins.replace(tzinfo=ZoneInfo(content.zone))
    if begins_at <= now and (before is None or begins_at != before.begins_at):
        return Refusal.PAST
    if content.apply_until <= now and (before is None or content.apply_until != before.apply_until):
        return Refusal.PAST
    return Refusal.DEADLINE_TOO_LATE if content.apply_until > begins_at else None


def _write(mission: Mission, content: MissionContent) -> None:
    for name in _FIELDS:
        setattr(mission, name, getattr(content, name))
    mission.zone = content.zone
    file = content.programme
    mission.programme_kind = file.kind if file else None
    mission.programme_bot_id, mission.programme_file_id = (file.bot_id, file.file_id) if file else (None, None)
    mission.programme_unique_id = file.unique_id if file else None


async def _spread(session: AsyncSession, mission: Mission, what: frozenset[str], was: tuple[datetime, datetime], *, now: datetime) -> None:
    """What a change of a published mission means to those who may come."""
    if what & _IN_CALENDARS:
        mission.sequence += 1
    mission.next_step_at = times.next_of_mission(mission, now)
    told = _told(mission, what, was)
    if told:
        before, event = [moment.isoformat() for moment in was], f"changed {now.isoformat()}"
        await telling.applicants(session, mission, Kind.MISSION_CHANGED, event=event, now=now, what=sorted(told), was=before)
    visible = (told | what & {"title"}) & _IN_CALENDARS
    await calendars.changed(session, mission, visible, applicants_hear=bool(told), now=now)
    moved = not what.isdisjoint({"begins", "ends", "zone"})
    if moved:
        mission.moved_at = now
    if moved or "venue" in what:
        for application in await _open(session, mission.id):
            _rearm(mission, application, moved=moved, now=now)
    if "seats" in what and mission.selection is Selection.FIRST_COME:
        await seats.promote(session, mission, now=now)


def _told(mission: Mission, what: frozenset[str], was: tuple[datetime, datetime]) -> frozenset[str]:
    """What everybody is told at once. The venue and hours of a guarded one the worker tells, to those who may know them."""
    told = what & _TOLD
    if not mission.guarded:
        return told
    same_days = (mission.begins.date(), mission.ends.date()) == (was[0].date(), was[1].date())
    return told - {"venue"} - ({"begins", "ends"} if same_days else set())


def _rearm(mission: Mission, application: Application, *, moved: bool, now: datetime) -> None:
    """The worker looks at it once more: reminders by the new date, the venue as it is now."""
    if moved:
        application.coming_at = None
    if application.offered_until:
        application.offered_until = application.next_step_at = min(application.offered_until, mission.last_offer_at)
    elif application.state is ApplicationState.CONFIRMED:
        application.next_step_at = now


async def _open(session: AsyncSession, mission_id: int) -> list[Application]:
    query = select(Application).where(Application.mission_id == mission_id, Application.state.in_(OPEN)).order_by(Application.id)
    return list(await session.scalars(query.execution_options(populate_existing=True)))


async def _next_reference(session: AsyncSession, letters: str) -> str:
    insert = insert_for(session, MissionCounter).values(letters=letters, last=1)
    statement = insert.on_conflict_do_update(index_elements=["letters"], set_={"last": MissionCounter.last + 1})
    number = await session.scalar(statement.returning(MissionCounter.last))
    return f"{letters}-M-{number:03d}"
