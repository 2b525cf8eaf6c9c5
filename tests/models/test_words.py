"""Text into tokens that both databases keep alike."""

import doctest
import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models import words
from models.words import MARK, TOKEN_MAX

ASCII_TOKEN = re.compile("[a-z0-9]+")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Мед з різнотрав'я, 20 t", ["мед", "з", "різнотравя", "20", "t"]),
        ("п’ять м`яких", ["пять", "мяких"]),
        ("olio d'oliva, farmer’s", ["olio", "d", "oliva", "farmer", "s"]),
        ("İSTANBUL Istanbul ISITMA ısıtma", ["istanbul", "istanbul", "isitma", "isitma"]),
        ("蜂蜜 200L", ["蜂", "蜜", "200l"]),
        ("snake_case", ["snake", "case"]),
        ("ме\u00adд", ["мед"]),
        ("ＡＢＣ ﬁne ①", ["abc", "fine", "1"]),
        ("?! — 🍯 …", []),
        (f"{MARK}r30 a{MARK}b", ["r30", "a", "b"]),
        ("𐞵r30", ["r30"]),
        ("", []),
    ],
)
def test_words_of_a_text(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


def test_long_word_is_cut() -> None:
    assert words.words("я" * 4_000) == ["я" * TOKEN_MAX]


@given(st.text(max_size=400))
@example("İ" * 50)
@example("\ud800")
@example("𐞵" + MARK)
def test_every_token_is_one_that_no_database_takes_apart(text: str) -> None:
    for token in words.words(text):
        assert 0 < len(token) <= TOKEN_MAX
        assert MARK not in token
        for character in token:
            assert ASCII_TOKEN.fullmatch(character) if character.isascii() else character.isalnum()
            assert character == character.lower()


@given(st.text(alphabet="aяіїı'’ -20蜜", max_size=60))
def test_words_are_made_of_words(text: str) -> None:
    once = words.words(text)
    assert words.words(" ".join(once)) == once


def test_docstring() -> None:
    assert doctest.testmod(sys.modules["models.words"]).failed == 0
