"""Calendar files of missions: read back as calendars do, by the rules of RFC 5545 and 5546."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from handlers.i18n import speaking
from handlers.missions.entry import calendar_file, uid
from models import atlas
from models.missions import Direction, Mission, MissionKind, MissionState

NOW = datetime(2026, 5, 27, 12, 0, 30, tzinfo=UTC)
LINE_MAX = 75
"""Bytes of a line without its end."""


def mission(**changed: Any) -> Mission:
    values: dict[str, Any] = {
        "id": 7,
        "reference": "WA-M-007",
        "organiser_region_id": atlas.by_code("US-WA").id,
        "created_at": NOW - timedelta(days=3),
        "changed_at": NOW - timedelta(days=1),
        "state": MissionState.PUBLISHED,
        "kind": MissionKind.MISSION,
        "direction": Direction.OUTWARD,
        "host_region_id": atlas.by_code("US-WA").id,
        "title": "Timber, houses; and \\ to Seattle",
        "about": "Three days with buyers of timber houses:\nvisits and talks.",
        "title_en": None,
        "about_en": None,
        "language": "en",
        "city": "Seattle",
        "begins": datetime(2026, 7, 20, 10, 0),  # noqa: DTZ001  # a wall's clock
        "ends": datetime(2026, 7, 22, 17, 0),  # noqa: DTZ001
        "zone": "America/Los_Angeles",
        "contact": "Susan Clark, +1 360 555 0100",
        "venue": "Port of Seattle, Pier 69",
        "sequence": 0,
    }
    return Mission(**(values | changed))


GUARDED = {
    "direction": Direction.INWARD,
    "host_region_id": atlas.by_code("UA-32").id,
    "zone": "Europe/Kyiv",
    "city": "Бровари",
    "venue": "вул. Київська, 1",
    "title": "Ліс і дім",
    "title_en": "Forest and home",
    "about_en": "Two days.",
    "language": "uk",
}


def read(content: bytes) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    return calendar, event  # type: ignore[return-value]  # walk() is wider than what it was asked for


def check(content: bytes) -> None:
    """What every calendar file must be."""
    text = content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", ""), "a line ends with CRLF"
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LINE_MAX, "long lines are folded"
    calendar, event = read(content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar["METHOD"] in {"PUBLISH", "CANCEL"}
    for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER", "SEQUENCE", "STATUS"):
        assert not isinstance(event[name], list), f"{name} once"
    assert str(event.decoded("DTSTAMP").tzinfo) == "UTC"
    if "DTEND" in event:
        assert event.decoded("DTEND") > event.decoded("DTSTART")
        assert type(event.decoded("DTEND")) is type(event.decoded("DTSTART"))
    zones = {zone["TZID"] for zone in calendar.walk("VTIMEZONE")}
    used = {event[name].params["TZID"] for name in ("DTSTART", "DTEND") if name in event and "TZID" in event[name].params}
    assert used == zones, "each zone that is used is described, and no other"
    assert not event.errors


def test_entry_as_calendars_read_it() -> None:
    content = calendar_file(mission(), hours=True, now=NOW)
    check(content)
    calendar, event = read(content)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("PUBLISH", "CONFIRMED", 0)
    assert event["SUMMARY"] == "Timber, houses; and \\ to Seattle"
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2026, 7, 20, 17, 0, tzinfo=UTC)
    assert event.decoded("DTEND").astimezone(UTC) == datetime(2026, 7, 23, 0, 0, tzinfo=UTC)
    assert event["LOCATION"] == "Port of Seattle, Pier 69, Seattle"
    assert "visits and talks." in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("zone", "wall", "utc"),
    [
        ("Europe/Kyiv", datetime(2026, 10, 24, 10), datetime(2026, 10, 24, 7)),  # noqa: DTZ001  # the day before winter time
        ("Europe/Kyiv", datetime(2026, 10, 25, 10), datetime(2026, 10, 25, 8)),  # noqa: DTZ001
        ("Europe/Kyiv", datetime(2027, 3, 27, 10), datetime(2027, 3, 27, 8)),  # noqa: DTZ001
        ("Europe/Kyiv", datetime(2027, 3, 28, 10), datetime(2027, 3, 28, 7)),  # noqa: DTZ001
        ("America/Los_Angeles", datetime(2026, 10, 31, 10), datetime(2026, 10, 31, 17)),  # noqa: DTZ001
        ("America/Los_Angeles", datetime(2026, 11, 1, 10), datetime(2026, 11, 1, 18)),  # noqa: DTZ001
        ("Europe/Istanbul", datetime(2026, 12, 1, 10), datetime(2026, 12, 1, 7)),  # noqa: DTZ001
        ("Asia/Shanghai", datetime(2026, 7, 1, 10), datetime(2026, 7, 1, 2)),  # noqa: DTZ001
    ],
)
def test_wall_time_is_right_across_clock_changes(zone: str, wall: datetime, utc: datetime) -> None:
    """By the rules in the file itself, as a calendar without a database of zones reads them."""
    content = calendar_file(mission(zone=zone, begins=wall, ends=wall + timedelta(hours=8)), hours=True, now=NOW)
    check(content)
    calendar, event = read(content)
    [described] = calendar.walk("VTIMEZONE")
    own_rules = described.to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
    assert event.decoded("DTSTART").replace(tzinfo=None) == wall
    assert wall.replace(tzinfo=own_rules).utcoffset() == wall - utc


@pytest.mark.parametrize("language", ["uk", "en"])
def test_guarded_file_names_days_and_no_venue(language: str) -> None:
    with speaking(language):
        content = calendar_file(mission(**GUARDED), hours=False, now=NOW)
        late = calendar_file(mission(**GUARDED), hours=True, now=NOW)
    check(content)
    calendar, event = read(content)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 7, 20), date(2026, 7, 23))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert "LOCATION" not in event
    assert not calendar.walk("VTIMEZONE")
    told = content.decode().replace("\r\n ", "")
    assert [secret for secret in ("вул. Київська", "10:00", "100000", "170000") if secret in told] == []

    check(late)
    _, exact = read(late)
    assert exact["UID"] == event["UID"]
    assert exact["SEQUENCE"] > event["SEQUENCE"], "the exact entry takes the place of the one without hours"
    assert exact.decoded("DTSTART").astimezone(UTC) == datetime(2026, 7, 20, 7, 0, tzinfo=UTC)
    assert "вул. Київська, 1" in exact["LOCATION"]


def test_reader_s_language() -> None:
    with speaking("en"):
        _, english = read(calendar_file(mission(**GUARDED), hours=False, now=NOW))
    with speaking("uk"):
        _, ukrainian = read(calendar_file(mission(**GUARDED), hours=False, now=NOW))
    assert (english["SUMMARY"], ukrainian["SUMMARY"]) == ("Forest and home", "Ліс і дім")
    assert (english["SUMMARY"].params["LANGUAGE"], ukrainian["SUMMARY"].params["LANGUAGE"]) == ("en", "uk")
    assert "Business mission" in english["DESCRIPTION"]
    assert "Бізнес-місія" in ukrainian["DESCRIPTION"]
    assert english["UID"] == ukrainian["UID"]


def test_cancelled_one_takes_the_entry_out() -> None:
    before = mission()
    content = calendar_file(mission(state=MissionState.CANCELLED, sequence=3), hours=True, now=NOW)
    check(content)
    calendar, event = read(content)
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 6)
    assert event["UID"] == uid(before)


def test_other_missions_have_other_uids() -> None:
    assert len({uid(mission()), uid(mission(reference="WA-M-008")), uid(mission(created_at=NOW))}) == 3


def test_moment_without_length_has_no_end() -> None:
    begins = mission().begins
    content = calendar_file(mission(ends=begins), hours=True, now=NOW)
    check(content)
    assert "DTEND" not in read(content)[1]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=300)


@given(title=WORDS, about=WORDS, venue=WORDS, hours=st.booleans())
def test_people_s_words_cannot_break_the_file(title: str, about: str, venue: str, hours: bool) -> None:
    content = calendar_file(mission(title=title, about=about, venue=venue), hours=hours, now=NOW)
    check(content)
    _, event = read(content)
    assert event["SUMMARY"] == title
    assert about in event["DESCRIPTION"]
