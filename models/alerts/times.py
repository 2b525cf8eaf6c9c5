"""When somebody is told of what their saved searches found."""

from datetime import datetime, timedelta

from models.alerts.table import Pace
from models.deliveries import DAY_BEGINS, daytime
from models.members import Member

MONDAY = 0


def told_from(pace: Pace, member: Member, *, now: datetime) -> datetime:
    """The first moment for news found now: at once (in the member's daytime), their next morning, their next Monday morning."""
    if pace is Pace.INSTANTLY:
        return daytime(now, member)
    local = now.astimezone(member.timezone)
    morning = local.replace(hour=DAY_BEGINS.hour, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    if pace is Pace.WEEKLY:
        morning += timedelta(days=(MONDAY - morning.weekday()) % 7)
    return morning
