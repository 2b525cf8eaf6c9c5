"""Announcements from the first word to the report, as those who write, approve, watch and read them live it."""

from dataclasses import dataclass

import pytest

from models.database import Database
from sandbox.person import Person
from sandbox.server import Sandbox
from tests.people import arrives, works_in_office

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


@dataclass(frozen=True)
class Lines:
    """What is pressed and said, in one language."""

    announcements: str = "Announcements"
    new: str = "New announcement"
    title: str = "Timber to Seattle"
    begin: str = "Begin"
    text: str = "Text"
    own: str = "English"
    other: str = "Ukrainian"
    said: str = "Come to <b>Seattle</b>: timber, 12 June."
    seen: str = "Come to Seattle: timber, 12 June."
    kept: str = "Kept"
    whole: str = "The whole announcement"
    test: str = "Test to me"
    tested: str = "Tested."
    hand_in: str = "Hand in"
    handed_in: str = "Handed in."
    waits: str = "An announcement waits for your approval"
    approve: str = "Approve"
    approved: str = "Approved."
    told_approved: str = "Your announcement is approved"
    sent: str = "Your announcement is sent"
    picture: str = "Delivery over time"


LINES = {
    "en": Lines(),
}


@pytest.fixture(params=["en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def lines(language: str) -> Lines:
    return LINES[language]


async def colleagues(telegram: Sandbox, database: Database, language: str = "en", region: str = "UA-32") -> tuple[Person, Person]:
    """Two who work in one office."""
    first = await works_in_office(telegram, database, "Taras", region, language)
    return first, await works_in_office(telegram, database, "Ruslan", region, language)


async def begins(author: Person, lines: Lines) -> None:
    await author.opens()
    await author.taps(lines.announcements)
    await author.taps(lines.new)
    await author.sees("?")
    await author.sends(lines.title)
    await author.taps(lines.begin)
    await author.sees(lines.title, "▫️")


async def writes(author: Person, lines: Lines) -> None:
    """The text in their own language, from the draft and back to it."""
    await author.taps(lines.text)
    await author.taps(lines.own)
    await author.sees(lines.title)
    await author.sends(lines.said, html=True)
    await author.sees(lines.kept, lines.seen)
    await author.taps(lines.whole)


async def hands_in(author: Person, lines: Lines) -> None:
    await author.taps(lines.test)
    await author.sees(lines.tested)
    await author.taps(lines.hand_in)
    await author.sees(lines.handed_in)


def got(person: Person, words: str) -> int:
    return sum(words in message.words for message in person.chat.messages.values() if message.by_bot)


async def test_from_the_first_word_to_the_report(telegram: Sandbox, database: Database, language: str, lines: Lines) -> None:
    olena = await arrives(telegram, "Olena", "UA-32", language)
    author, second = await colleagues(telegram, database, language)

    await begins(author, lines)
    await writes(author, lines)
    await hands_in(author, lines)
    await second.sees(lines.waits, lines.seen)
    await second.taps(lines.approve)
    await second.sees(lines.approved)
    await author.sees(lines.told_approved)

    await olena.sees(lines.seen)
    message = next(m for m in olena.chat.messages.values() if lines.seen in m.words)
    assert ("bold", 8, 7) in [(e["type"], e["offset"], e["length"]) for e in message.content["entities"]]
    await author.sees(lines.sent, "100 %")
    await author.taps(lines.picture)
    await author.sees("📈", lines.title)
    assert got(olena, lines.seen) == 1
