"""Whoever sends more than a person does is served one by one; nothing is dropped."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import PEOPLE_MAX, Pace
from tests.conftest import Running


def test_a_minutes_worth_goes_at_once_and_the_rest_in_turn() -> None:
    pace = Pace(60)
    assert [pace.wait(1, 0.0) for _ in range(60)] == [0.0] * 60
    assert [round(pace.wait(1, 0.0), 6) for _ in range(3)] == [1.0, 2.0, 3.0]


def test_it_recovers_with_time_and_others_are_not_held_up() -> None:
    pace = Pace(2)
    for _ in range(3):
        pace.wait(1, 0.0)
    assert pace.wait(2, 0.0) == 0
    assert pace.wait(1, 120.0) == 0


def test_it_is_said_once_a_minute() -> None:
    pace = Pace(1)
    pace.wait(1, 0.0)
    assert [pace.should_tell(1, at) for at in (0.0, 30.0, 61.0)] == [True, False, True]


def test_people_who_left_are_forgotten() -> None:
    pace = Pace(1)
    for person in range(PEOPLE_MAX + 10):
        pace.wait(person, 0.0)
    assert len(pace._people) == PEOPLE_MAX


@given(per_minute=st.integers(1, 600), steps=st.lists(st.floats(0, 30), max_size=80))
def test_never_more_than_the_measure(per_minute: int, steps: list[float]) -> None:
    """Somebody who waits as told gets at most a minute's worth at once, and then the even pace."""
    pace, now, served = Pace(per_minute), 0.0, []
    for step in steps:
        now += step
        now += pace.wait(1, now)
        served.append(now)
    for i, begin in enumerate(served):
        inside = sum(begin <= at < begin + 60 for at in served[i:])
        assert inside <= 2 * per_minute + 1


async def test_a_flood_is_answered_to_its_end(running: Running) -> None:
    olena = running.telegram.person("Olena", language="en")
    await olena.opens()
    await olena.sees("Where does your business work?")
    running.application.intake._pace = Pace(600)
    for _ in range(600):
        running.application.intake._pace.wait(olena.id, asyncio.get_running_loop().time())

    olena.looks()
    for number in range(3):
        await olena.sends(f"nowhere {number}")

    await olena.sees("That was a lot at once", "nothing is lost")
    await olena.sees("nowhere 2", timeout=8)
