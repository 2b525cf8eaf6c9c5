"""Rhythms of recurring announcements, as crontab lines of five fields."""

import re

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CADENCE = re.compile(r"(\d|[1-5]\d) (\d|1\d|2[0-3]) (\*|[1-9]|1\d|2[0-8]) \* (\*|mon|tue|wed|thu|fri|sat|sun)")


def weekly(weekday: int, hour: int, minute: int = 0) -> str:
    """`0 9 * * mon`; 0 is Monday."""
    return f"{minute} {hour} * * {WEEKDAYS[weekday]}"


def monthly(day: int, hour: int, minute: int = 0) -> str:
    """`0 9 1 * *`; the 28th is the last day that every month has."""
    return f"{minute} {hour} {day} * *"


def is_cadence(cron: str) -> bool:
    """Daily, weekly or monthly; nothing comes more often than once a day."""
    return _CADENCE.fullmatch(cron) is not None
