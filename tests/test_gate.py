"""The pace of what nobody asked for: even slots, gentle catching up, one pause for everybody."""

import asyncio
from itertools import pairwise

from bot.sender.gate import CATCH_UP, Gate


async def slots(gate: Gate, count: int, busy: float = 0.0) -> list[float]:
    """When each slot came; `busy` seconds pass between the turn and the call."""
    moments = []
    for _slot in range(count):
        assert await gate.turn()
        moments.append(asyncio.get_running_loop().time())
        await asyncio.sleep(busy)
        gate.taken()
    return moments


async def test_slots_come_evenly_and_what_the_claim_takes_is_no_part_of_them() -> None:
    gate = Gate(50)
    gate.rest()

    moments = await slots(gate, 26, busy=0.005)

    assert 0.48 <= moments[-1] - moments[0] < 0.75
    assert min(after - before for before, after in pairwise(moments)) >= 0.02 / CATCH_UP - 0.005


async def test_what_fell_behind_is_made_up_for_without_a_burst() -> None:
    gate = Gate(50)
    gate.rest()
    await slots(gate, 2)
    await asyncio.sleep(0.3)

    moments = await slots(gate, 20)

    assert min(after - before for before, after in pairwise(moments)) >= 0.02 / CATCH_UP - 0.005
    assert moments[-1] - moments[0] >= 18 * 0.02 / CATCH_UP


async def test_a_hold_is_for_everybody() -> None:
    gate = Gate(0)
    began = asyncio.get_running_loop().time()
    gate.hold(0.2)

    assert gate.held
    await asyncio.gather(gate.turn(), gate.turn())

    assert asyncio.get_running_loop().time() - began >= 0.19
    assert not gate.held


async def test_a_second_miss_in_a_row_holds_and_an_answer_forgives() -> None:
    gate = Gate(0)
    gate.missed()
    gate.reached()
    gate.missed()
    assert not gate.held

    gate.missed()

    assert gate.held


async def test_stop_ends_the_waiting() -> None:
    gate = Gate(0.1)
    gate.hold(60)
    turn = asyncio.create_task(gate.turn())
    await asyncio.sleep(0)

    gate.stop()

    assert await turn is False
