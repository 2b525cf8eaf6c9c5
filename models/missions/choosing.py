"""The organiser's choice among the applicants, several at once: confirm, shortlist, put on the waiting list, decline."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import audit
from models.audit import Action
from models.deliveries import Kind
from models.members import Member
from models.missions import keeping, seats, telling
from models.missions.keeping import Refusal
from models.missions.table import NOTE_MAX, Application, ApplicationState, DeclineReason, Mission, MissionState, Selection


class Decision(StrEnum):
    CONFIRM = "confirm"
    SHORTLIST = "shortlist"
    WAITLIST = "waitlist"
    DECLINE = "decline"


_FROM: dict[Decision, frozenset[ApplicationState]] = {
    Decision.CONFIRM: frozenset(
        {ApplicationState.APPLIED, ApplicationState.SHORTLISTED, ApplicationState.WAITLISTED, ApplicationState.DECLINED}
    ),
    Decision.SHORTLIST: frozenset({ApplicationState.APPLIED, ApplicationState.WAITLISTED, ApplicationState.DECLINED}),
    Decision.WAITLIST: frozenset({ApplicationState.APPLIED, ApplicationState.SHORTLISTED, ApplicationState.DECLINED}),
    Decision.DECLINE: frozenset(
        {ApplicationState.APPLIED, ApplicationState.SHORTLISTED, ApplicationState.WAITLISTED, ApplicationState.CONFIRMED}
    ),
}
"""In which states an application may be for each decision."""


@dataclass(frozen=True)
class Decided:
    """What became of each of the chosen applications (ids)."""

    done: list[int] = field(default_factory=list)
    full: list[int] = field(default_factory=list)
    """No seat was left for them."""
    skipped: list[int] = field(default_factory=list)
    """Withdrawn or decided meanwhile, or not of this mission."""


def allowed(application: Application, decision: Decision) -> bool:
    """Whether this decision can be taken about it as it stands."""
    if application.offered_until is not None and decision is Decision.SHORTLIST:
        return False
    return application.state in _FROM[decision]


async def decide(
    session: AsyncSession,
    member: Member,
    mission_id: int,
    chosen: Sequence[int],
    decision: Decision,
    *,
    now: datetime,
    reason: DeclineReason | None = None,
) -> Decided | Refusal:
    """Decide on several applications at once, in the order given; seats are given while there are some."""
    mission = await seats.locked(session, mission_id)
    if mission is None:
        return Refusal.GONE
    if not await keeping.organises(session, member, mission):
        return Refusal.NOT_ALLOWED
    if mission.state is not MissionState.PUBLISHED:
        return Refusal.CLOSED
    await seats.lapse(session, mission, now=now)
    decided = Decided()
    for application in await _of(session, mission_id, chosen):
        if not allowed(application, decision):
            decided.skipped.append(application.id)
        elif decision is Decision.CONFIRM and not application.takes_a_seat and not await seats.free(session, mission):
            decided.full.append(application.id)
        else:
            await _apply(session, mission, application, decision, reason, member, now=now)
            decided.done.append(application.id)
    known = {*decided.done, *decided.full, *decided.skipped}
    decided.skipped.extend(i for i in chosen if i not in known)
    return decided


async def note(session: AsyncSession, member: Member, application_id: int, text: str | None) -> Application | Refusal:
    """The organiser's own words about an applicant (None: none any more)."""
    application = await session.get(Application, application_id, populate_existing=True)
    mission = await session.get(Mission, application.mission_id) if application else None
    if application is None or mission is None:
        return Refusal.GONE
    if not await keeping.organises(session, member, mission):
        return Refusal.NOT_ALLOWED
    application.note = text[:NOTE_MAX] if text else None
    return application


async def _of(session: AsyncSession, mission_id: int, chosen: Sequence[int]) -> list[Application]:
    query = select(Application).where(Application.mission_id == mission_id, Application.id.in_(list(chosen)))
    found = {each.id: each for each in await session.scalars(query.execution_options(populate_existing=True))}
    return [found[i] for i in dict.fromkeys(chosen) if i in found]


async def _apply(
    session: AsyncSession,
    mission: Mission,
    application: Application,
    decision: Decision,
    reason: DeclineReason | None,
    member: Member,
    *,
    now: datetime,
) -> None:
    released = application.takes_a_seat
    application.decided_at, application.decided_by, application.decline_reason = now, member.id, None
    match decision:
        case Decision.CONFIRM:
            await seats.give(session, mission, application, by=member.id, now=now)
        case Decision.WAITLIST:
            await seats.queue(session, application, by=member.id, now=now)
        case Decision.SHORTLIST:
            _set(session, application, ApplicationState.SHORTLISTED, Action.APPLICATION_SHORTLISTED, member, now=now)
        case Decision.DECLINE:
            application.decline_reason = reason or DeclineReason.OTHER
            _set(session, application, ApplicationState.DECLINED, Action.APPLICATION_DECLINED, member, now=now)
    await session.flush()
    state = application.state.value
    await telling.applicant(session, application, Kind.MISSION_DECIDED, event=f"{state} {now.isoformat()}", now=now, state=state)
    if released and decision is Decision.DECLINE and mission.selection is Selection.FIRST_COME:
        await seats.promote(session, mission, now=now, places=1)


def _set(
    session: AsyncSession, application: Application, state: ApplicationState, action: Action, member: Member, *, now: datetime
) -> None:
    application.state = state
    application.offered_until = application.queued_at = application.lapsed_at = None
    application.confirmed_at = application.next_step_at = None
    audit.record(session, action, application.id, actor=member.id, now=now, mission=application.mission_id)
