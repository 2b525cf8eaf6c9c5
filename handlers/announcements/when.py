"""A day and an hour as people type them: `12.06.2026 09:00`, `12 June 9 am`, `2026-06-12 14:30`, `tomorrow 10:00`."""

import re
from datetime import date, datetime, time, timedelta

from babel import Locale

MORNING = time(9)
"""Where only a day is typed."""
_TIME = re.compile(r"\b(?:(\d{1,2}):(\d{2})(?:\s*([ap])\.?m\.?(?!\w))?|(\d{1,2})\s*([ap])\.?m\.?(?!\w))", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?\.?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d]{3,})\.?(?:\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s+(\d{4}))?")
_NEAR = {"today": 0, "сьогодні": 0, "tomorrow": 1, "завтра": 1}
_SMALL_WORDS = re.compile(r"\b(?:at|on|о|об|на|the|of|року|р)\b\.?")


def read(text: str, here: datetime, language: str) -> datetime | None:
    """The wall time that is meant, on clocks that show `here` now (naive); None where it cannot be told.

    Without a year it is the next such day; without a day the next such hour. `6/12` is two days in two countries, so it is not guessed.
    """
    folded = " ".join(text.casefold().replace(",", " ").split())
    hour = _hour(folded)
    if hour is None:
        return None
    rest = " ".join(_SMALL_WORDS.sub(" ", _TIME.sub(" ", folded)).split())
    if not rest:
        if not _TIME.search(folded):
            return None
        moment = datetime.combine(here.date(), hour)
        return moment if moment > here else moment + timedelta(days=1)
    day = _day(rest, here.date(), language)
    return datetime.combine(day, hour) if day else None


def _hour(text: str) -> time | None:
    """The hour in a text, `MORNING` where there is none; None where there is no such hour, or there are two."""
    found = list(_TIME.finditer(text))
    if not found:
        return MORNING
    if len(found) > 1:
        return None
    hours, minutes, half, bare, bare_half = found[0].groups()
    hour, half = int(hours or bare), half or bare_half
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(minutes or 0)) if hour < 24 and int(minutes or 0) < 60 else None


def _day(text: str, today: date, language: str) -> date | None:
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if match := _ISO.fullmatch(text):
        return _date(match[1], int(match[2]), int(match[3]), today)
    if match := _DOTTED.fullmatch(text):
        return _date(match[3], int(match[2]), int(match[1]), today)
    if match := _SLASHED.fullmatch(text):
        return _slashed(int(match[1]), int(match[2]), match[3], today)
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[2], int(match[1]), match[3], today, language)
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[1], int(match[2]), match[3], today, language)
    return None


def _slashed(first: int, second: int, year: str | None, today: date) -> date | None:
    if first > 12 or first == second:
        return _date(year, second, first, today)
    return _date(year, first, second, today) if second > 12 else None


def _named(name: str, day: int, year: str | None, today: date, language: str) -> date | None:
    months = {
        month
        for code in dict.fromkeys((language, "en"))
        for form in ("format", "stand-alone")
        for month, words in Locale.parse(code).months[form]["wide"].items()
        if words.casefold().startswith(name)
    }
    return _date(year, months.pop(), day, today) if len(months) == 1 else None


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    """This day of this year; without a year the next one that is not over."""
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else range(today.year, today.year + 9)
    for each in years:
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None
