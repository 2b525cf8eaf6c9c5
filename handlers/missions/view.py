"""A mission with all that its screens say, read at once."""

from dataclasses import dataclass
from datetime import datetime

from handlers.i18n import current
from models import missions, regions
from models.database import Session
from models.members import Member
from models.missions import Application, Mission, Obstacle, Seen, Tally
from models.regions import Office, Responsible


@dataclass(frozen=True)
class View:
    """A mission as one reader sees it."""

    seen: Seen
    tally: Tally
    reader: Member
    now: datetime
    obstacle: Obstacle | None
    """Why the reader cannot apply now, if so."""
    adviser: Responsible
    """The office of the reader's region: it advises on travel permits."""
    adviser_office: Office | None

    @property
    def mission(self) -> Mission:
        return self.seen.mission

    @property
    def application(self) -> Application | None:
        return self.seen.application

    @property
    def translated(self) -> bool:
        """Whether title and text are the English ones."""
        return bool(self.mission.title_en) and self.mission.language != current()

    @property
    def title(self) -> str:
        """Plain, in the reader's language or in English."""
        return title_of(self.mission)

    @property
    def about(self) -> str:
        return self.mission.about_en or self.mission.about if self.translated else self.mission.about

    @property
    def free(self) -> int:
        return max(self.mission.seats - self.tally.taken, 0)

    @property
    def minimum_missing(self) -> bool:
        """The deadline has passed with fewer applications than were needed, and the organiser has not said yet what follows."""
        mission = self.mission
        closed = mission.state is missions.MissionState.PUBLISHED and not mission.open_at(self.now) and self.now < mission.begins_at
        return closed and mission.minimum_waived_at is None and self.tally.may_come < mission.minimum


def title_of(mission: Mission) -> str:
    return mission.title_en if mission.title_en and mission.language != current() else mission.title


async def view(session: Session, member: Member, mission_id: int, now: datetime) -> View | None:
    """What this member may see of it; None when they may not, or it is not there."""
    seen = await missions.seen(session, member, mission_id, now=now)
    if seen is None:
        return None
    assert member.region_id is not None
    adviser = await regions.responsible(session, member.region_id, today=now.date())
    return View(
        seen=seen,
        tally=await missions.tally(session, mission_id),
        reader=member,
        now=now,
        obstacle=await missions.may_apply(session, member, mission_id, now=now),
        adviser=adviser,
        adviser_office=await regions.office(session, adviser.region_id) if adviser.region_id else None,
    )
