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
        ("чо́рна сморо́дина", ["чорна", "смородина"]),
        ("E 330, E-330, e330, vitamin B 12, D-3", ["e330", "e330", "e330", "vitamin", "b12", "d3"]),
        ("omega-3, 20 t", ["omega", "3", "20", "t"]),
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


@pytest.mark.parametrize(
    ("language", "word", "form"),
    [
        ("fi", "hunajaa", "hunaja"),
        ("fi", "leivinhiiva", "leivinhiiva"),
        ("fi", "kasvissipsi", "kasvissipsi"),
        ("fi", "mehiläisvahakynttilöitä", "mehiläisvahakynttilä"),
        ("fi", "hyllyköitä", "hyllykkö"),
        ("tr", "peynirleri", "peynir"),
        ("tr", "kitabı", "kitap"),
        ("tr", "alıcılar", "alıcı"),
        ("tr", "çiçekçi", "çiçekçi"),
        ("tr", "yüzme", "yüzme"),
        ("tr", "yerelması", "yerelması"),
        ("tr", "işıkları", "ışık"),
        ("uk", "гречаного", "гречаний"),
        ("pl", "motocyklowe", "motocyklowy"),
    ],
)
def test_a_word_is_not_cut_down_to_what_it_begins_with(language: str, word: str, form: str) -> None:
    assert words.read(word, language).form == form


@pytest.mark.parametrize(
    "those",
    [
        [
            ("uk", "холекальциферол"),
            ("en", "cholecalciferol"),
            ("fi", "kolekalsiferoli"),
            ("it", "colecalciferolo"),
            ("tr", "kolekalsiferol"),
        ],
        [("uk", "постмодернізм"), ("it", "postmodernismo"), ("fi", "postmodernismi"), ("pl", "postmodernizm")],
        [("uk", "Житомир".lower()), ("en", "zhytomyr"), ("en", "zhitomir")],
        [("uk", "шарлатан"), ("pl", "szarlatan"), ("en", "charlatan")],
    ],
)
def test_a_borrowed_word_sounds_the_same(those: list[tuple[str, str]]) -> None:
    sounds = [set(words.read(word, language).sounds) for language, word in those]

    assert set.intersection(*sounds)


@pytest.mark.parametrize("module", ["models.words", "models.words.lemmas", "models.words.likeness", "models.words.stems"])
def test_docstrings(module: str) -> None:
    assert doctest.testmod(sys.modules[module]).failed == 0


def test_dictionary_form_of_several_words_is_one_token() -> None:
    """simplemma has "goji-marja", at whose hyphen FTS5 would part it and tsvector would not."""
    assert words.read("gojimarja", "fi").keys == words.read("gojimarjat", "fi").keys
    assert all(key.isalnum() for key in words.read("gojimarja", "fi").keys)
