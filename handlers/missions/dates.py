"""Days and hours as people type them: `12.06.2026 10:00`, `2026-06-12`, `12 червня 2026 о 10:00`, `June 12, 2026 2 pm`."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from handlers.i18n import languages


class Unclear(StrEnum):
    """Why a text is no day or hour."""

    NONSENSE = "nonsense"
    SLASHES = "slashes"
    """The day and the month cannot be told apart."""
    NO_YEAR = "no_year"
    NO_HOUR = "no_hour"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_HOUR = "no_such_hour"


_HOUR = re.compile(r"(?<![\d.:])(\d{1,2})(?::(\d{2})|(?=\s*[ap]\.?m))\s*([ap])?(?:\.?m\.?)?(?![\d:])", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[. ]\s*(\d{1,2})\s*[. ]\s*(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHES = re.compile(r"\d{1,2}/\d{1,2}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")


def read_day(text: str) -> date | Unclear:
    """The day in a text.

    >>> read_day("12.06.2026")
    datetime.date(2026, 6, 12)
    """
    rest = _HOUR.sub(" ", text)
    numbers = _numbers(rest)
    if numbers is None:
        if _SLASHES.search(text):
            return Unclear.SLASHES
        return Unclear.NO_YEAR if _month(rest) or re.search(r"\d{1,2}\.\d{1,2}(?!\d)", rest) else Unclear.NONSENSE
    try:
        return date(*numbers)
    except ValueError:
        return Unclear.NO_SUCH_DAY


def read_hour(text: str) -> time | Unclear:
    """The hour in a text, by the 24-hour or the 12-hour clock."""
    found = _HOUR.search(text)
    if found is None:
        return Unclear.NO_HOUR
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return Unclear.NO_SUCH_HOUR
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else Unclear.NO_SUCH_HOUR


def read_moment(text: str) -> datetime | Unclear:
    """Day and hour, as the clock on a wall shows them."""
    day, hour = read_day(text), read_hour(text)
    if isinstance(day, Unclear):
        return day
    return hour if isinstance(hour, Unclear) else datetime.combine(day, hour)


def exists(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether a clock in this zone shows that at all: an hour is left out when summer time begins."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


def _numbers(text: str) -> tuple[int, int, int] | None:
    """Year, month, day."""
    if found := _YEAR_FIRST.search(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.search(text):
        return int(found[3]), int(found[2]), int(found[1])
    month, numbers = _month(text), [int(n) for n in _NUMBER.findall(text)[:4]]
    years, days = [n for n in numbers if 1000 <= n <= 9999], [n for n in numbers if n < 100]
    return (years[0], month, days[0]) if month and len(years) == 1 and len(days) == 1 else None


def _month(text: str) -> int | None:
    names = _months()
    return next((names[word] for word in _words(text) if word in names), None)


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word in _WORD.findall(text))


@cache
def _months() -> dict[str, int]:
    """Names of the months in all our languages, whole and short."""
    widths: tuple[Literal["wide", "abbreviated"], ...] = ("wide", "abbreviated")
    contexts: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
    return {
        str(name).casefold().rstrip("."): number
        for language in languages()
        for width in widths
        for context in contexts
        for number, name in get_month_names(width, context=context, locale=language).items()
    }
