"""The trade vocabulary: its files are well formed, and a word in one language means what another language calls it."""

from dataclasses import replace
from pathlib import Path

import pytest

from models import vocabulary, words
from models.search import asking
from models.vocabulary import source


def test_files_have_no_faults() -> None:
    concepts = source.read()

    assert list(source.faults(concepts)) == []
    assert len(concepts) >= 3_000
    assert all(all(concept.terms[code]) for concept in concepts for code in words.LANGUAGES)


HONEY = "honey | 01 | - | мед | honey | miele | bal | miód | hunaja | 蜂蜜"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (HONEY.replace("01", "04"), "no NACE division"),
        (HONEY.replace("мед", "мёд"), "letters that Ukrainian has not"),
        (HONEY.replace("miele", "miele (d'api)"), "brackets"),
        (HONEY.replace("bal |", "мед |"), "another script"),
        (HONEY.replace("honey | miele", "honey; Honey | miele"), "twice in en"),
        (HONEY.replace("miód", "wielokwiatowy miód pszczeli bardzo dobry"), "more than 4 words"),
        (HONEY.replace("honey | 01 | -", "honey | 01 | sweets"), "no concept sweets"),
        (HONEY.replace("honey | 01 | -", "honey | 01 | honey"), "broader than itself"),
        (f"{HONEY}\n{HONEY}", "too"),
    ],
)
def test_faults_are_named(line: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "food.txt").write_text(line, encoding="utf-8")

    assert any(fault in said for said in source.faults(source.read(tmp_path)))


def test_a_line_without_ten_fields_is_refused(tmp_path: Path) -> None:
    (tmp_path / "food.txt").write_text("honey | 01 | мед", encoding="utf-8")

    with pytest.raises(source.VocabularyError, match=r"food\.txt:1: 3 fields"):
        source.read(tmp_path)


def test_scientific_names_are_of_concepts() -> None:
    assert list(source.scientific_faults(source.scientific_names(), source.read())) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("pear | pyrus communis", "'pyrus communis'"),
        ("pear | Pyrus Communis", "'Pyrus Communis'"),
        ("pyrus | Pyrus communis", "no concept"),
    ],
)
def test_faults_of_scientific_names_are_named(line: str, fault: str, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text(line, encoding="utf-8")

    names = source.scientific_names(tmp_path / "names.txt")
    assert any(fault in said for said in source.scientific_faults(names, source.read()))


@pytest.mark.parametrize("line", ["pear: Pyrus communis", "pear | Pyrus communis\npear | Pyrus"])
def test_scientific_names_in_another_form_are_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text(line, encoding="utf-8")

    with pytest.raises(source.VocabularyError, match=r"names\.txt"):
        source.scientific_names(tmp_path / "names.txt")


@pytest.mark.parametrize("language", words.LANGUAGES)
async def test_a_scientific_name_is_known_in_every_language(language: str) -> None:
    await vocabulary.ready([language])
    (unit,) = vocabulary.units(words.split("Pyrus communis", language), [language])

    assert {meaning.concept.slug for meaning in unit.meanings} == {"pear", "pear-tree"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("мед", "uk"),
        ("меду", "uk"),
        ("медом", "uk"),
        ("honey", "uk"),
        ("Honey", "fi"),
        ("miele", "it"),
        ("bal", "tr"),
        ("balı", "tr"),
        ("miodu", "pl"),
        ("miodem", "pl"),
        ("hunajaa", "fi"),
        ("hunajan", "fi"),
        ("蜂蜜", "zh"),
        ("miele", "uk"),
        ("蜂蜜", "en"),
    ],
)
def test_honey_in_every_language_and_form(text: str, language: str) -> None:
    (unit,) = asking.units(text, language)

    assert "honey" in {concept.slug for concept in unit.concepts}


@pytest.mark.parametrize("written", ["Житомир", "Zhytomyr", "Zhitomir", "житомира"])
def test_a_place_in_any_letters(written: str) -> None:
    (unit,) = asking.units(written, "en")

    assert any(concept.region is not None and "Zhytomyr" in concept.name("en") for concept in unit.concepts)


def test_the_longest_phrase_wins() -> None:
    found = vocabulary.units(words.split("віконні рами та мед", "uk"), ["uk"])

    assert [unit.words for unit in found] == [("віконні", "рами"), ("мед",)]


def test_a_word_as_written_is_not_another_that_looks_like_it_without_its_marks() -> None:
    (unit,) = asking.units("części", "pl")

    assert "hello" not in {concept.slug for concept in unit.concepts}, "cześć"


def test_a_stop_word_of_english_may_be_a_word_of_the_reader() -> None:
    assert [unit.words for unit in asking.units("at", "tr")] == [("at",)]
    assert [unit.words for unit in asking.units("oak at the mill", "en")] == [("oak",), ("mill",)]


def test_an_unknown_compound_is_asked_by_its_parts() -> None:
    (unit,) = asking.units("hunajasaappaita", "fi")

    assert [part.words for part in unit.parts] == [("hunaja",), ("saappaita",)]


def test_an_unknown_adjective_means_something_of_its_noun() -> None:
    assert {m.concept.slug for m in vocabulary.alike("motocyklowe", ["pl"])} & {"motorcycle"}


def test_an_unknown_word_is_known_by_its_sound() -> None:
    assert {m.concept.slug for m in vocabulary.alike("kolekalsiferoli", ["tr"])} == {
        m.concept.slug for m in vocabulary.alike("холекальциферола", ["uk"])
    }


def test_two_words_in_the_other_order() -> None:
    before, behind = (vocabulary.units(words.split(text, "uk"), ["uk"]) for text in ("гречаний мед", "мед гречаний"))

    assert [unit.meanings[0].concept.slug for unit in before] == [unit.meanings[0].concept.slug for unit in behind]


def test_chinese_is_parted_into_terms() -> None:
    assert vocabulary.units(words.split("蜂蜜和茶", "zh"), ["zh"])[0].words == ("蜂蜜",)


@pytest.mark.parametrize("text", ["X光检查", "供应X光检查设备"])
def test_a_chinese_term_with_letters_is_one(text: str) -> None:
    slugs = [meaning.concept.slug for unit in vocabulary.units(words.split(text, "zh"), ["zh"]) for meaning in unit.meanings]

    assert "x-ray-machine" in slugs or "medical-imaging" in slugs


def test_a_slip_of_the_finger_finds_the_word() -> None:
    assert "honey" in vocabulary.close("honye", ["en"])
    assert "honey" in vocabulary.close("hony", ["en"])
    assert vocabulary.close("xqzvw", ["en"]) == []


@pytest.mark.parametrize(
    ("text", "language", "sector"), [("Лісова пасіка", "uk", "farming"), ("software", "en", "it"), ("leipomo", "fi", "food")]
)
def test_sectors_are_suggested_by_what_is_said(text: str, language: str, sector: str) -> None:
    assert sector in {found.code for found in vocabulary.suggested(text, [language])}


def test_every_concept_keeps_its_place_in_the_index() -> None:
    concepts = source.read()
    tokens = {vocabulary.compiler.token(concept.slug) for concept in concepts}

    assert len(tokens) == len(concepts)
    assert vocabulary.compiler.token("honey") == vocabulary.compiler.token(replace(concepts[0], slug="honey").slug)
