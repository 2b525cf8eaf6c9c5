"""Answers about a mission as they are typed: days by the venue's clock, numbers, prices; what is wrong with them; how they read."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handlers.form import Context, Text, Wrong
from handlers.i18n import _, dated, moment
from handlers.missions import dates, money
from handlers.missions.dates import Unclear
from handlers.missions.money import NoPrice
from handlers.words import city
from models import atlas, missions
from models.missions import Direction

UNTIL = time(20, 0)
"""When applications close on the last day, by the venue's clock."""


def host_of(answers: dict[str, Any]) -> int | None:
    """Where it takes place: asked for a trip and of administrators; else the office's own region."""
    return int(answers.get("host") or answers.get("home") or 0) or None


def sender_of(answers: dict[str, Any]) -> int | None:
    if answers.get("sender"):
        return int(answers["sender"])
    return int(answers["home"]) if answers.get("direction") == Direction.OUTWARD and answers.get("home") else None


def zone_of(context: Context) -> ZoneInfo:
    """Of the venue."""
    host = host_of(context.answers)
    return ZoneInfo(atlas.region(host).zone) if host else ZoneInfo("UTC")


def guarded(context: Context) -> bool:
    """In Ukraine: see `Mission.guarded`."""
    host = host_of(context.answers)
    return (
        bool(host) and atlas.region(atlas.region(host or 0).country).code == "UA" and context.answers.get("direction") != Direction.ONLINE
    )


def asks_host(context: Context) -> bool:
    return not context.answers.get("home") or context.answers.get("direction") == Direction.OUTWARD


def asks_sender(context: Context) -> bool:
    return not (context.answers.get("home") and context.answers.get("direction") == Direction.OUTWARD)


def _unclear(problem: Unclear) -> Wrong:
    match problem:
        case Unclear.SLASHES:
            return Wrong(_("Is the day or the month first? Write it with full stops, the day first: 20.07.2026."))
        case Unclear.NO_YEAR:
            return Wrong(_("The year is missing. Write it like this: 20.07.2026."))
        case Unclear.NO_HOUR:
            return Wrong(_("The hour is missing. Write it after the day: 20.07.2026 10:00."))
        case Unclear.NO_SUCH_DAY:
            return Wrong(_("There is no such day in the calendar. Compare the day and the month."))
        case Unclear.NO_SUCH_HOUR:
            return Wrong(_("There is no such hour. Write it like this: 10:00."))
        case Unclear.NONSENSE:
            return Wrong(_("No day can be read from this. Write it like this: 20.07.2026 10:00."))


def begins(text: str, context: Context) -> Any | Wrong:
    read = dates.read_moment(text)
    return _unclear(read) if isinstance(read, Unclear) else _on_the_wall(read, context)


def ends(text: str, context: Context) -> Any | Wrong:
    """A day and an hour; an hour alone is on the first day."""
    begins = datetime.fromisoformat(context.answers["begins"])
    hour = dates.read_hour(text)
    read = dates.read_moment(text)
    if read is Unclear.NONSENSE and isinstance(hour, time):
        read = datetime.combine(begins, hour)
    if isinstance(read, Unclear):
        return _unclear(read)
    if read <= begins:
        return Wrong(_("That is before it begins ({begins}). Send the end, or go back to the beginning.").format(begins=_wall(begins)))
    return _on_the_wall(read, context)


def _on_the_wall(read: datetime, context: Context) -> Any | Wrong:
    if not dates.exists(read, zone_of(context)):
        return Wrong(_("The clocks go forward then, so that hour is left out there. Choose another one."))
    return read.isoformat(timespec="minutes")


def until(text: str, context: Context) -> Any | Wrong:
    """The end of the last day, as an instant; the hour may be given."""
    day, hour = dates.read_day(text), dates.read_hour(text)
    if isinstance(day, Unclear):
        return _unclear(day)
    if hour is Unclear.NO_SUCH_HOUR:
        return _unclear(hour)
    begins = datetime.fromisoformat(context.answers["begins"])
    if day >= begins.date():
        return Wrong(_("Applications have to close on the day before it begins ({begins}) at the latest.").format(begins=_day(begins)))
    wall = datetime.combine(day, hour if isinstance(hour, time) else UNTIL)
    return wall.replace(tzinfo=zone_of(context)).astimezone(UTC).isoformat()


def _wall(wall: datetime) -> str:
    return f"{_day(wall)}, {wall:%H:%M}"


def _day(wall: datetime) -> str:
    return dated("EEE d {month} y", wall)


def number(most: int, least: int = 1) -> Any:
    def check(text: str, context: Context) -> Any | Wrong:
        bare = text.replace(" ", "")
        if not bare.isdecimal() or not least <= int(bare) <= most:
            return Wrong(_("A whole number from {least} to {most} is needed.").format(least=least, most=most))
        return int(bare)

    return check


def minimum(text: str, context: Context) -> Any | Wrong:
    return number(int(context.answers.get("seats", missions.SEATS_MAX)))(text, context)


def cost(text: str, context: Context) -> Any | Wrong:
    read = money.read_price(text)
    match read:
        case NoPrice.NO_AMOUNT:
            return Wrong(_("How much is it? Write the sum and the currency: 250 USD. If it is free, skip the question."))
        case NoPrice.NO_CURRENCY:
            return Wrong(_("In which currency? Write it after the sum: 250 USD."))
        case NoPrice.TOO_MUCH:
            return Wrong(_("That is more than a mission costs. Compare the sum."))
        case (amount, currency):
            return f"{amount} {currency}"


class Wall(Text):
    """A day and an hour by the venue's clock."""

    def words(self, value: Any, context: Context) -> str:
        return f"{_wall(datetime.fromisoformat(value))} ({city(zone_of(context))})"


class Until(Text):
    def words(self, value: Any, context: Context) -> str:
        zone = zone_of(context)
        return f"{moment(datetime.fromisoformat(value), zone)} ({city(zone)})"


class Price(Text):
    def words(self, value: Any, context: Context) -> str:
        amount, currency = value.split()
        return money.price(int(amount), currency)


def foreign(context: Context) -> bool:
    return context.member.language != "en"
