"""The map: regions by number, code and name."""

import statistics
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import atlas
from models.atlas import RegionKind


def codes(text: str, language: str = "uk", limit: int = 8) -> list[str]:
    return [each.code for each in atlas.find(text, language, limit)]


def test_a_region_is_known_by_number_and_code() -> None:
    kyiv_oblast = atlas.by_code("UA-32")

    assert atlas.region(kyiv_oblast.id) is kyiv_oblast
    assert atlas.get(kyiv_oblast.id) is kyiv_oblast
    assert kyiv_oblast.name("uk") == "Київська область"
    assert kyiv_oblast.name("de") == "Kyiv Oblast"
    assert kyiv_oblast.letters == "KV"
    assert kyiv_oblast.zone == "Europe/Kyiv"


def test_an_unknown_region() -> None:
    assert atlas.get(4_000_000) is None
    with pytest.raises(KeyError):
        atlas.region(4_000_000)
    with pytest.raises(KeyError):
        atlas.by_code("UA-99")


@pytest.mark.parametrize(("former", "now"), [("IN-OR", "IN-OD"), ("LT-57:ukmerge", "LT-VL:ukmerge"), ("AM-ER:yerevan", "AM-ER")])
def test_former_codes_are_understood(former: str, now: str) -> None:
    assert atlas.by_code(former).code == now


def test_upwards_and_downwards() -> None:
    krakow, poland = atlas.by_code("PL-12:krakow"), atlas.by_code("PL")

    assert [each.code for each in atlas.ancestors(krakow.id)] == ["PL-12", "PL"]
    assert atlas.ancestors(poland.id) == ()
    assert krakow.country == poland.id == poland.country
    assert krakow in atlas.descendants(poland.id)
    assert krakow not in atlas.children(poland.id)
    assert atlas.children(krakow.id) == atlas.descendants(krakow.id) == ()


def test_kent_lies_in_england() -> None:
    assert [each.code for each in atlas.ancestors(atlas.by_code("GB-KEN").id)] == ["GB-ENG", "GB"]


def test_units_stand_before_cities() -> None:
    kinds = [each.kind for each in atlas.children(atlas.by_code("CY").id)]

    assert kinds == sorted(kinds, key=list(RegionKind).index)


def test_ukraine_opens_the_list_of_countries() -> None:
    assert [each.code for each in atlas.countries()][:3] == ["UA", "US", "IT"]


@pytest.mark.parametrize(("code", "flag"), [("UA-32", "🇺🇦"), ("US-WA", "🇺🇸"), ("PL-12:krakow", "🇵🇱"), ("JE", "🇯🇪")])
def test_flag(code: str, flag: str) -> None:
    assert atlas.flag(atlas.by_code(code)) == flag


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("UA-32", "UA-32"),
        ("ua-51:odesa", "UA-51:odesa"),
        ("wa", "US-WA"),
        ("Житомирська", "UA-18"),
        ("Zhytomyr Oblast", "UA-18"),
        ("zhytomyrska oblast", "UA-18"),
        ("Żytomierz", "UA-18:zhytomyr"),
        ("Київ", "UA-30"),
        ("Kyiv", "UA-30"),
        ("Kiev", "UA-30"),
        ("Киев", "UA-30"),
        ("基辅", "UA-30"),
        ("Kyiv obl", "UA-32"),
        ("обл київська", "UA-32"),
        ("вашингтон", "US-WA"),
        ("washington", "US-WA"),
        ("штат Вашингтон", "US-WA"),
        ("华盛顿", "US-WA"),
        ("Краков", "PL-12:krakow"),
        ("krakow", "PL-12:krakow"),
        ("kraków", "PL-12:krakow"),
        ("Cracovia", "PL-12:krakow"),
        ("İSTANBUL", "TR-34"),
        ("ıstanbul", "TR-34"),
        ("İzmir", "TR-35"),
        ("Kupyansk", "UA-63:kupiansk"),
        ("купянськ", "UA-63:kupiansk"),
        ("тоскана", "IT-52"),
        ("Toscana", "IT-52"),
        ("Lodz", "PL-10:lodz"),
        ("Mazowsze", "PL-14"),
        ("США", "US"),
        ("usa", "US"),
        ("пенсильванія", "US-PA"),
        ("Lvov", "UA-46"),
        ("Kyiv city", "UA-30"),
        ("місто Одеса", "UA-51:odesa"),
        ("Tuscany region", "IT-52"),
        ("Київська область, Україна", "UA-32"),
        ("Чернігівщина", "UA-74"),
    ],
)
def test_a_name_as_people_type_it(text: str, first: str) -> None:
    assert codes(text)[0] == first


@pytest.mark.parametrize("text", ["Житомир", "Zhytomyr", "Zhitomir", "Jytomyr", "Jitomir", "Schytomyr"])
def test_every_spelling_finds_the_city_and_its_oblast(text: str) -> None:
    assert set(codes(text)) == {"UA-18", "UA-18:zhytomyr"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("zhytomer", "UA-18:zhytomyr"),
        ("Toskanna", "IT-52"),
        ("Pensylvannia", "US-PA"),
        ("миннесотта", "US-MN"),
        ("Індияна", "US-IN"),
        ("новый йорк", "US-NY"),
        ("вашынгтон", "US-WA"),
        ("kiyv", "UA-30"),
    ],
)
def test_a_misspelt_name_is_taken_for_the_nearest(text: str, first: str) -> None:
    assert codes(text)[0] == first


def test_the_members_language_comes_first_on_ties() -> None:
    assert codes("Georgia", "en")[:2] == ["GE", "US-GA"]
    assert codes("Джорджія", "uk") == ["US-GA"]
    assert codes("Грузія", "uk") == ["GE"]


def test_nothing_is_found_for_nothing() -> None:
    assert codes("") == codes("  ") == codes("'’") == codes("!!") == codes("qqqqzzzz") == []


def test_the_limit_holds_and_the_order_is_fixed() -> None:
    assert len(codes("а", limit=5)) == 5
    assert codes("область", limit=30) == codes("область", limit=30)
    assert codes("область", limit=30)[:10] == codes("область", limit=10)


def test_every_region_is_found_by_each_of_its_names() -> None:
    for region in atlas.all_regions():
        for language, name in region.names.items():
            assert region in atlas.find(name, language, 8), (region.code, language)


@given(st.text(max_size=200), st.sampled_from([*atlas.LANGUAGES, "de", ""]))
def test_any_text_is_answered(text: str, language: str) -> None:
    assert len(atlas.find(text, language)) <= 8


def test_find_is_quick() -> None:
    texts = ["Житомир", "zhytomer", "Індияна", "а", "область", "washington", "基辅", "qqqqzzzz", "Kyiv obl", "x" * 500]
    atlas.find("warm")
    took = []
    for text in texts * 5:
        start = time.perf_counter()
        atlas.find(text, "uk")
        took.append(time.perf_counter() - start)

    assert statistics.median(took) < 0.005
