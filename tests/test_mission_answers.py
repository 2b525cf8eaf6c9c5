"""Dates, hours, prices and numbers of a mission as people type them: every text is read or refused, and what is read is in its limits."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.form import Context, Wrong
from handlers.missions import answers, dates, money
from handlers.missions.dates import Unclear
from handlers.missions.money import NoPrice
from models import atlas
from models.members import Member

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
NUMERALS = st.text(alphabet="0123456789 .,:-/'’\u00a0$€грнUSDamp", max_size=40)
ANYTHING = st.text(max_size=60) | NUMERALS


def context(**given: object) -> Context:
    return Context(Member(language="en"), {"home": atlas.by_code("US-WA").id, **given}, 0)


@given(DAYS, HOURS, st.sampled_from(["{0:%d.%m.}{1} {0:%H:%M}", "{1}-{0:%m-%d} {0:%H:%M}", "{0:%H:%M} {0.day}. {0.month}. {1}"]))
def test_what_is_written_clearly_is_read(day: date, hour: time, form: str) -> None:
    wall = datetime.combine(day, hour)
    assert dates.read_moment(form.format(wall, f"{wall.year:04}")) == wall


@given(DAYS, st.sampled_from(["en", "uk"]))
def test_a_day_in_words_is_read_in_every_language(day: date, language: str) -> None:
    assert dates.read_day(format_date(day, "d MMMM y", locale=language)) == day


@given(HOURS)
def test_the_clock_of_twelve_hours(hour: time) -> None:
    half = "pm" if hour.hour >= 12 else "am"
    assert dates.read_hour(f"{(hour.hour - 1) % 12 + 1}:{hour:%M} {half}") == hour


@given(ANYTHING)
def test_any_text_is_read_or_refused(text: str) -> None:
    assert isinstance(dates.read_moment(text), datetime | Unclear)
    assert isinstance(dates.read_hour(text), time | Unclear)
    price = money.read_price(text)
    assert isinstance(price, NoPrice) or 0 <= price[0] <= money.COST_MAX


@given(ANYTHING, st.sampled_from([answers.begins, answers.ends, answers.until, answers.cost, answers.number(500), answers.minimum]))
def test_any_answer_is_taken_or_explained(text: str, check: object) -> None:
    said = check(text, context(begins="2026-07-20T10:00", seats=20))  # type: ignore[operator]
    assert isinstance(said, int | str | Wrong)


@given(st.text(alphabet="0123456789 ", min_size=1, max_size=12), st.integers(1, 500))
@example("000000001000", 500)
def test_a_number_is_in_its_limits(text: str, most: int) -> None:
    read = answers.number(most)(text, context())
    bare = text.replace(" ", "")
    assert read == int(bare) if bare and 1 <= int(bare) <= most else isinstance(read, Wrong)


@given(st.integers(0, money.COST_MAX), st.sampled_from(["{:d} USD", "USD {:d}", "${:d}", "{:,d} usd", "$ {:,d}.00", "{:d},00 $"]))
def test_a_sum_is_read_as_written(amount: int, form: str) -> None:
    assert money.read_price(form.format(amount)) == (amount, "USD")


@given(st.integers(0, money.COST_MAX).map(lambda amount: f"{amount:,}".replace(",", "\u00a0")))
def test_a_sum_in_ukrainian(amount: str) -> None:
    assert money.read_price(f"{amount} грн") == (int(amount.replace("\u00a0", "")), "UAH")


@given(st.dates(date(2026, 1, 2), date(2030, 12, 31)), HOURS, st.integers(1, 60), st.sampled_from(["UA-32", "US-WA"]))
def test_the_deadline_is_an_instant_by_the_clock_of_the_venue(begins: date, hour: time, before: int, region: str) -> None:
    """On days on which clocks change too."""
    last, zone = begins - timedelta(days=before), ZoneInfo(atlas.by_code(region).zone)
    given = context(begins=f"{begins}T10:00", home=atlas.by_code(region).id)
    until = answers.until(f"{last:%d.%m.%Y} {hour:%H:%M}", given)
    wall = datetime.combine(last, hour)
    if not dates.exists(wall, zone):
        assert isinstance(until, Wrong)
    else:
        assert datetime.fromisoformat(until).astimezone(zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("region", "gap", "twice"),
    [("UA-32", "29.03.2026 03:30", "25.10.2026 03:30"), ("US-WA", "08.03.2026 02:30", "01.11.2026 01:30")],
)
def test_an_hour_that_is_left_out_is_refused_and_one_that_comes_twice_is_taken(region: str, gap: str, twice: str) -> None:
    given = context(home=atlas.by_code(region).id)
    assert isinstance(answers.begins(gap, given), Wrong)
    assert answers.begins(twice, given).endswith(":30")


@pytest.mark.parametrize("text", ["", "free", "3 тис. грн", "3k USD", "1e9 USD", "250-300 USD", "1 mission 20 USD", "USD"])
def test_a_sum_that_could_be_another_one_is_asked_for_again(text: str) -> None:
    assert money.read_price(text) is NoPrice.NO_AMOUNT


def test_utc_is_kept() -> None:
    until = answers.until("01.07.2026", context(begins="2026-07-20T10:00"))
    assert datetime.fromisoformat(until).tzinfo == UTC
