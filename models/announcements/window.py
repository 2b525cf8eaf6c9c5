"""When an announcement may reach its reader: between 09:00 and 19:00 on the clocks where they live."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

DAY_BEGINS, DAY_ENDS = time(9), time(19)


@dataclass(frozen=True)
class Window:
    """From when until when; instants in UTC."""

    opens_at: datetime
    closes_at: datetime


def window(moment: datetime, zone: tzinfo) -> Window:
    """What is left of the reader's day at `moment`, or their next day.

    Both ends are wall time, so a day on which the clocks change has 09:00 and 19:00 like any other.
    """
    local = moment.astimezone(zone)
    day = local.date() if local.time() < DAY_ENDS else local.date() + timedelta(days=1)
    opens, closes = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in (DAY_BEGINS, DAY_ENDS))
    return Window(max(moment.astimezone(UTC), opens), closes)


def instant(wall: str, zone: str) -> datetime:
    """`2026-06-12T09:00` on the clocks of `zone`, in UTC.

    An hour that the clocks skip in spring is the one after it; one that they repeat in autumn is the first.
    """
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
