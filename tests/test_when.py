"""Days and hours as people type them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.announcements import when

HERE = datetime(2026, 5, 27, 18, 30)  # noqa: DTZ001  # wall time: a Wednesday evening


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12.06.2026 09:00", "2026-06-12T09:00"),
        ("12.06 14:30", "2026-06-12T14:30"),
        ("12.6.26, 9:05", "2026-06-12T09:05"),
        ("2026-06-12 23:59", "2026-06-12T23:59"),
        ("12.06.2026", "2026-06-12T09:00"),
        ("26.05 10:00", "2027-05-26T10:00"),
        ("29.02 10:00", "2028-02-29T10:00"),
        ("12 June 9 am", "2026-06-12T09:00"),
        ("June 12, 2026 at 2:30 pm", "2026-06-12T14:30"),
        ("12th of June 12 am", "2026-06-12T00:00"),
        ("12 червня о 10:00", "2026-06-12T10:00"),
        ("12 черв. 2026 10:00", "2026-06-12T10:00"),
        ("завтра 10:30", "2026-05-28T10:30"),
        ("tomorrow", "2026-05-28T09:00"),
        ("today 20:00", "2026-05-27T20:00"),
        ("20:00", "2026-05-27T20:00"),
        ("10:00", "2026-05-28T10:00"),
        ("13/6 10:00", "2026-06-13T10:00"),
        ("6/13/2026 10:00", "2026-06-13T10:00"),
        ("6/6 10:00", "2026-06-06T10:00"),
    ],
)
def test_reads_what_is_meant(text: str, meant: str) -> None:
    found = when.read(text, HERE, "uk")
    assert found
    assert found.isoformat(timespec="minutes") == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "6/7 10:00",
        "31.06 10:00",
        "12.06 25:00",
        "12.06 9:60",
        "12 ma 10:00",
        "13 pm",
        "12.06 9:00 10:00",
        "0.0.2026",
        "12 ju 9:00",
    ],
)
def test_does_not_guess(text: str) -> None:
    assert when.read(text, HERE, "uk") is None


@given(st.text(max_size=60), st.sampled_from(["uk", "en"]))
def test_never_fails(text: str, language: str) -> None:
    when.read(text, HERE, language)


@given(st.datetimes(HERE, HERE + timedelta(days=3000)).map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_written_in_full_it_comes_back(moment: datetime) -> None:
    for pattern in ("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%d %B %Y %I:%M %p", "%B %d, %Y, %H:%M"):
        assert when.read(moment.strftime(pattern), HERE, "en") == moment
