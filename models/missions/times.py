"""When time changes something about a mission or an application: reminders in the participant's own zone, the venue, the ends."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.missions.table import VENUE_BEFORE, Application, ApplicationState, Mission, MissionState

DAYS_BEFORE = (21, 7, 2)
HOURS_BEFORE = timedelta(hours=2)
MORNING = 9
"""The hour, on the participant's clock, of a reminder that is days before."""
LOOK_AGAIN = timedelta(days=1)
"""A mission is looked at once a day at least: a country may change its clocks after the date was set."""


def reminders(mission: Mission, zone: ZoneInfo) -> dict[str, datetime]:
    """Name -> instant, in order: the mornings 21, 7 and 2 days before the first day on the reader's calendar; 2 hours before."""
    first = mission.begins_at.astimezone(zone)
    planned = {f"{days}d": (first - timedelta(days=days)).replace(hour=MORNING, minute=0, fold=0) for days in DAYS_BEFORE}
    return planned | {"2h": mission.begins_at - HOURS_BEFORE}


def reminder(mission: Mission, application: Application, zone: ZoneInfo, now: datetime) -> str | None:
    """The reminder that holds now: the last one planned of those after the seat was confirmed and the dates were set."""
    if application.state is not ApplicationState.CONFIRMED or application.confirmed_at is None:
        return None
    if mission.state is not MissionState.PUBLISHED or now >= mission.begins_at:
        return None
    since = max(application.confirmed_at, mission.moved_at or application.confirmed_at)
    return next((name for name, at in reversed(reminders(mission, zone).items()) if since < at <= now), None)


def venue_known_from(mission: Mission) -> datetime:
    """When confirmed participants are told the venue and exact hours of a guarded mission."""
    return mission.begins_at - VENUE_BEFORE


def disclosed(mission: Mission, application: Application | None, now: datetime) -> bool:
    """Whether this applicant (None: anybody) may see the venue and the exact hours."""
    if not mission.guarded:
        return True
    taking_part = application is not None and application.state in (ApplicationState.CONFIRMED, ApplicationState.ATTENDED)
    return taking_part and mission.state is not MissionState.DRAFT and now >= venue_known_from(mission)


def next_of_mission(mission: Mission, now: datetime) -> datetime | None:
    """When to look at a mission again."""
    if mission.state is not MissionState.PUBLISHED:
        return None
    ahead = [moment for moment in (mission.apply_until, mission.ends_at) if moment > now]
    return min([*ahead, now + LOOK_AGAIN])


def next_of_application(mission: Mission, application: Application, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When time changes something for an application."""
    if mission.state is not MissionState.PUBLISHED:
        return None
    if application.offered_until:
        return application.offered_until
    if application.state is not ApplicationState.CONFIRMED:
        return None
    planned = [*reminders(mission, zone).values(), *([venue_known_from(mission)] if mission.guarded else [])]
    ahead = [moment for moment in planned if moment > now]
    return min([*ahead, now + LOOK_AGAIN]) if ahead else None
