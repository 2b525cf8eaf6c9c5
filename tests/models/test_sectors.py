"""Sectors: every NACE division under one plain name."""

import pytest

from models import sectors

NACE = [f"{number:02}" for number in range(1, 100) if number not in {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}]


def test_every_division_stands_in_exactly_one_sector() -> None:
    listed = sorted(division for each in sectors.all_sectors() for division in each.divisions)

    assert len(NACE) == 88
    assert listed == NACE


def test_ids_codes_emoji_and_names_are_unique() -> None:
    every = sectors.all_sectors()

    for key in ("id", "code", "emoji"):
        assert len({getattr(each, key) for each in every}) == len(every)
    for language in sectors.LANGUAGES:
        assert len({each.name(language) for each in every}) == len(every)


@pytest.mark.parametrize("language", sectors.LANGUAGES)
def test_names_fit_a_button(language: str) -> None:
    for each in sectors.all_sectors():
        assert 0 < len(each.names[language]) <= 28, each.names[language]


def test_a_sector_is_known_by_number_code_and_division() -> None:
    food = sectors.by_code("food")

    assert sectors.sector(food.id) is food is sectors.of_division("10")
    assert food.name("uk") == "Харчові продукти й напої"
    assert food.name("de") == "Food and drink"
    with pytest.raises(KeyError):
        sectors.sector(999)


def test_the_ids_never_change() -> None:
    codes = " ".join(each.code for each in sorted(sectors.all_sectors(), key=lambda each: each.id))

    assert [each.id for each in sectors.all_sectors()] == list(range(1, 23))
    assert codes == (
        "food farming wood metal machinery building energy it electronics health chemicals textiles logistics trade tourism education "
        "culture environment business finance crafts public"
    )
