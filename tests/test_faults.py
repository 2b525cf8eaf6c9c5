"""The measure of lost and twice: it runs, and it counts what a broken bot would leave behind."""

from collections.abc import Callable
from copy import deepcopy

import pytest

from benchmarks import faults
from benchmarks.faults.counting import Tally, count
from benchmarks.faults.evidence import AGAIN, NOT_TAKEN, Action, Effect, Evidence, Posted, Tables

OLENA, OFFICE, ANN = 1, 2, 3


def clean() -> Evidence:
    """Olena registered, the office approved, Ann proposed; all is well."""
    actions = [
        Action(OLENA, "I agree", [10], Effect.CONSENT),
        Action(OLENA, "Firm zqaaaaqz", [11], Effect.TEXT, marker="zqaaaaqz"),
        Action(OLENA, "Food and drink", [12], Effect.CHOICE, subject="sectors", value=[1]),
        Action(OLENA, "Send to the office", [13], Effect.SUBMIT),
        Action(OFFICE, "Approve", [14], Effect.APPROVE, subject="KV-0001"),
        Action(ANN, "Send the proposal", [15], Effect.PROPOSE, subject="7"),
    ]
    for action in actions:
        action.answered = True
    return Evidence(
        actions=actions,
        handed=[10, 11, 12, 13, 14, 15],
        posted=[
            Posted(OFFICE, 100, "🗂 <b>One more waits for your office.</b>\nKV-0001 · Honey zqaaabqz"),
            Posted(OLENA, 101, "✅ <b>Your listing is public:</b> KV-0001 · Honey zqaaabqz"),
            Posted(OLENA, 102, "✉️ <b>A proposal for you</b>\nWhy you: zqaaacqz"),
        ],
        tables=Tables(
            updates=[{"update_id": number, "answered": True, "fault": None} for number in range(10, 16)],
            holders=["Firm zqaaaaqz", "Honey zqaaabqz", "zqaaacqz"],
            consents=[{"person": OLENA}],
            businesses=[{"id": 5, "owner": OLENA, "sectors": [1]}],
            opportunities=[{"id": 7, "business": 5, "owner": OLENA, "reference": "KV-0001", "title": "Honey zqaaabqz"}],
            items=[{"id": 9, "business": 5, "opportunity": 7, "state": "approved"}],
            approvals=[{"item": 9}],
            interests=[{"id": 4, "opportunity": 7, "sender": ANN, "receiver": OLENA, "why": "zqaaacqz", "state": "sent"}],
            staff=[OFFICE],
            deliveries=[{"kind": "item_waiting", "subject": 9, "person": OFFICE, "state": "sent", "again": False}],
        ),
    )


def test_a_clean_run_counts_nothing() -> None:
    tally = count(clean())

    assert (tally.lost, tally.twice, tally.doubtful) == (0, 0, 0)
    assert (tally.updates, tally.notices) == (6, 3)


LOST: dict[str, Callable[[Evidence], object]] = {
    "an update that was acknowledged and never stored": lambda e: e.tables.updates.pop(),
    "an update that was never answered": lambda e: e.tables.updates[0].update(answered=False),
    "an update that was poisoned": lambda e: e.tables.updates[0].update(fault="c0ffee"),
    "an action without a screen": lambda e: setattr(e.actions[3], "answered", False),
    "an answer that stands nowhere": lambda e: e.tables.holders.pop(0),
    "a choice that was taken off again": lambda e: e.tables.businesses[0].update(sectors=[]),
    "a consent without its entry": lambda e: e.tables.consents.clear(),
    "a decision that was not taken": lambda e: e.tables.approvals.clear(),
    "a business without its review item's decision": lambda e: e.tables.interests.clear(),
    "a notice to the office": lambda e: e.posted.pop(0),
    "a notice to the author": lambda e: e.posted.pop(1),
    "a notice of a proposal": lambda e: e.posted.pop(2),
}
TWICE: dict[str, Callable[[Evidence], object]] = {
    "an answer joined twice": lambda e: e.tables.holders.__setitem__(0, "Firm zqaaaaqz Firm zqaaaaqz"),
    "two consents": lambda e: e.tables.consents.append({"person": OLENA}),
    "two businesses": lambda e: e.tables.businesses.append({"id": 6, "owner": OLENA, "sectors": [1]}),
    "two review items": lambda e: e.tables.items.append({"id": 10, "business": 5, "opportunity": 7, "state": "superseded"}),
    "two decisions": lambda e: e.tables.approvals.append({"item": 9}),
    "two interests of one tap": lambda e: e.tables.interests.append(e.tables.interests[0] | {"id": 5}),
    "a notice without its mark": lambda e: e.posted.append(e.posted[1]),
}


@pytest.mark.parametrize("doctor", LOST.values(), ids=LOST)
def test_what_is_lost_is_counted(doctor: Callable[[Evidence], object]) -> None:
    assert broken(doctor).lost >= 1


@pytest.mark.parametrize("doctor", TWICE.values(), ids=TWICE)
def test_what_happened_twice_is_counted(doctor: Callable[[Evidence], object]) -> None:
    assert broken(doctor).twice >= 1


def test_a_marked_repetition_is_doubtful_only() -> None:
    tally = broken(lambda e: e.posted.append(Posted(OLENA, 103, f"{AGAIN} You may have received this already.\n\n{e.posted[1].text}")))

    assert (tally.lost, tally.twice, tally.doubtful) == (0, 0, 1)


def test_a_text_that_its_writer_was_told_to_send_again_is_not_lost() -> None:
    def refused(evidence: Evidence) -> None:
        evidence.tables.holders.pop(0)
        evidence.posted.append(Posted(OLENA, 103, f"Your last message {NOT_TAKEN[0]}."))

    tally = broken(refused)

    assert (tally.lost, tally.refused) == (0, 1)


def test_a_notice_that_was_overtaken_is_not_lost() -> None:
    def decided_before(evidence: Evidence) -> None:
        evidence.posted.pop(0)
        evidence.tables.deliveries[0]["state"] = "cancelled"

    tally = broken(decided_before)

    assert (tally.lost, tally.overtaken) == (0, 1)


@pytest.mark.parametrize("postgres", [False, True], ids=["sqlite", "postgres"])
async def test_kills_lose_nothing(*, postgres: bool, request: pytest.FixtureRequest) -> None:
    if postgres:
        request.getfixturevalue("postgres_template")  # skips where no server answers

    measured = await faults.measure(kills=6, terms=1, seed=2, people=4, postgres=postgres)

    assert measured.tally.findings == [], measured.log[-3000:]
    assert measured.ends.kills == 6
    assert measured.tally.updates > 20
    assert measured.clean


def broken(doctor: Callable[[Evidence], object]) -> Tally:
    evidence = deepcopy(clean())
    doctor(evidence)
    return count(evidence)
