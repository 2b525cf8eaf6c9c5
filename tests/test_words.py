"""Structured values in words: every member of every enum that people meet has its own."""

from enum import StrEnum

import pytest

from handlers.words import word
from models.businesses import Capacity, Check, Organisation, PublicState, SizeBand
from models.interests import Contact, DeclineReason, InterestState
from models.members import Role
from models.moderation import Reason
from models.opportunities import Cooperation, OpportunityType
from models.regions import TwinningStatus

ENUMS: list[type[StrEnum]] = [
    Capacity,
    Check,
    Contact,
    Cooperation,
    DeclineReason,
    InterestState,
    OpportunityType,
    Organisation,
    PublicState,
    Reason,
    Role,
    SizeBand,
    TwinningStatus,
]


@pytest.mark.parametrize("member", [member for enum in ENUMS for member in enum], ids=lambda m: f"{type(m).__name__}.{m.name}")
def test_every_member_has_words(member: StrEnum) -> None:
    assert word(member)


def test_equal_values_of_two_enums_keep_their_own_words() -> None:
    assert word(InterestState.EXPIRED) == "Expired without an answer"
    assert word(PublicState.EXPIRED) == "Expired"
    assert word(DeclineReason.OTHER) != word(Cooperation.OTHER)
