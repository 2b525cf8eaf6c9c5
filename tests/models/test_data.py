"""The reference data: complete, consistent, and with the names that their people use."""

import csv
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models import atlas, sectors
from models.atlas import RegionKind

DATA = Path(atlas.__file__).parents[1] / "data"

COUNTS = {
    "UA": 27, "US": 56, "IT": 20, "TR": 81, "PL": 16, "FI": 19, "CN": 34, "AL": 12, "AM": 11, "AR": 24, "AT": 9, "BE": 3,
    "BG": 28, "BR": 27, "CA": 13, "CY": 6, "CZ": 14, "DE": 16, "DK": 5, "EG": 27, "ES": 19, "FR": 24, "GB": 4, "GE": 12, "GR": 14,
    "HR": 21, "HU": 20, "IL": 6, "IN": 36, "JE": 0, "JP": 47, "LT": 10, "MD": 37, "NO": 16, "RO": 42, "SK": 8,
}  # fmt: skip

# Forms that follow Russian; exonyms older than it (Kijów, Lwów, Odessa in Polish, Kiova) are the languages' own.
RUSSIAN = re.compile(
    r"\bkiev|odessa|kharkov|har[kc]ov|lvov|nikola[je]|chernigov|černigov|çernigov|tšernigov|rovno|ternopol\b|vinnitsa|zhitomir|"
    r"jitomir|žitomir|lugansk|dnepropetrovsk|zaporozh|zaporož|zaporojye|chernovtsy|çernovtsi|cherkassy|kirovograd|ivano-frankovsk|"
    r"khmelnitsk|hmelnitski|尼古拉耶夫|利沃夫|哈尔科夫|切尔尼戈夫|切尔诺夫策|罗夫诺|捷尔诺波尔|卢甘斯克|扎波罗热|基洛夫格勒"
)
# Characters of Traditional Chinese that CLDR's names have in places.
TRADITIONAL = re.compile("[亞華羅達爾薩納蘭馬維頓歐費瑪倫區縣東島灣蘇聖門廣漢寧劉隊蓋內盧龍於國邊]")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REGIONS = rows("regions.csv")
TWINNINGS = rows("twinnings.csv")


def test_every_row_is_complete_in_seven_languages() -> None:
    for row in REGIONS:
        for column, value in row.items():
            assert value == value.strip(), row["code"]
            assert value or (column == "parent" and row["kind"] == "country"), (row["code"], column)


def test_names_carry_no_leftovers_of_their_source() -> None:
    for row in REGIONS:
        for language in atlas.LANGUAGES:
            assert not re.search(r"[²³ʼ'`]|\((?:il|іл|prowincja|muhafaza)\)", row[language]), (row["code"], row[language])
            assert not row[language][0].islower(), (row["code"], row[language])


def test_names_are_written_in_their_script() -> None:
    for row in REGIONS:
        assert re.fullmatch(r"[А-ЩЬЮЯЄІЇа-щьюяєії’,() -]+", row["uk"]), row["uk"]
        assert not re.search(r"[A-Za-zА-Яа-я]", row["zh"]), row["zh"]
        assert not TRADITIONAL.search(row["zh"]), row["zh"]
        for language in ("en", "it", "tr", "pl", "fi"):
            assert not re.search(r"[\u0400-\u04ff\u4e00-\u9fff]", row[language]), row[language]
        for language in ("uk", "en", "it", "pl", "fi"):
            assert not re.search("[ţŢ]", row[language]), row[language]


def test_ids_codes_and_parents() -> None:
    codes = {row["code"] for row in REGIONS}

    assert len(codes) == len({row["id"] for row in REGIONS}) == len(REGIONS)
    for row in REGIONS:
        assert row["parent"] in codes or row["kind"] == "country"
        assert row["code"].startswith(row["parent"][:2])
        first, last = {"country": (1, 999), "unit": (1000, 4999), "city": (5000, 9999)}[row["kind"]]
        assert first <= int(row["id"]) <= last


def test_ids_have_not_moved() -> None:
    fixed = {"UA": 1, "US": 2, "UA-05": 1000, "UA-32": 1010, "US-WA": 1079, "IT-52": 1091, "TR-34": 1136, "PL-12:krakow": 5064}

    assert {code: atlas.by_code(code).id for code in fixed} == fixed


def test_zones_exist() -> None:
    for zone in {row["timezone"] for row in REGIONS}:
        assert ZoneInfo(zone).key == zone
    assert {row["timezone"] for row in REGIONS if row["code"].startswith("UA")} == {"Europe/Kyiv"}


def test_letters() -> None:
    own = [row["letters"] for row in REGIONS if row["kind"] == "unit" and row["code"][:2] in {"UA", "US"}]
    shared = {row["letters"] for row in REGIONS if row["kind"] == "country"}

    assert all(re.fullmatch("[A-Z]{2}", row["letters"]) for row in REGIONS)
    assert len(set(own)) == len(own) == 27 + 56
    assert not shared & set(own)
    assert len(shared) == len(COUNTS)


@pytest.mark.parametrize("country", COUNTS)
def test_every_first_level_unit_is_there(country: str) -> None:
    units = [each for each in atlas.children(atlas.by_code(country).id) if each.kind is RegionKind.UNIT]

    assert len(units) == COUNTS[country]


def test_the_countries_are_those_of_the_twinnings() -> None:
    assert {each.code for each in atlas.countries()} == set(COUNTS)


@pytest.mark.parametrize("language", atlas.LANGUAGES)
def test_no_two_of_a_kind_in_a_country_share_a_name(language: str) -> None:
    names = Counter((row["code"][:2], row["kind"], row[language]) for row in REGIONS)

    assert [name for name, count in names.items() if count > 1] == []


def test_no_ukrainian_place_has_a_russian_form() -> None:
    for row in REGIONS:
        if row["code"].startswith("UA"):
            for language in atlas.LANGUAGES:
                if (language, row[language]) != ("pl", "Odessa"):
                    assert not RUSSIAN.search(row[language].casefold()), (row["code"], language, row[language])


UKRAINE = """
UA-05 Вінницька область|Vinnytsia Oblast|Obwód winnicki
UA-07 Волинська область|Volyn Oblast|Obwód wołyński
UA-09 Луганська область|Luhansk Oblast|Obwód ługański
UA-12 Дніпропетровська область|Dnipropetrovsk Oblast|Obwód dniepropetrowski
UA-14 Донецька область|Donetsk Oblast|Obwód doniecki
UA-18 Житомирська область|Zhytomyr Oblast|Obwód żytomierski
UA-21 Закарпатська область|Zakarpattia Oblast|Obwód zakarpacki
UA-23 Запорізька область|Zaporizhzhia Oblast|Obwód zaporoski
UA-26 Івано-Франківська область|Ivano-Frankivsk Oblast|Obwód iwanofrankiwski
UA-30 Київ|Kyiv|Kijów
UA-32 Київська область|Kyiv Oblast|Obwód kijowski
UA-35 Кіровоградська область|Kirovohrad Oblast|Obwód kirowohradzki
UA-40 Севастополь|Sevastopol|Sewastopol
UA-43 Автономна Республіка Крим|Autonomous Republic of Crimea|Republika Autonomiczna Krymu
UA-46 Львівська область|Lviv Oblast|Obwód lwowski
UA-48 Миколаївська область|Mykolaiv Oblast|Obwód mikołajowski
UA-51 Одеська область|Odesa Oblast|Obwód odeski
UA-53 Полтавська область|Poltava Oblast|Obwód połtawski
UA-56 Рівненська область|Rivne Oblast|Obwód rówieński
UA-59 Сумська область|Sumy Oblast|Obwód sumski
UA-61 Тернопільська область|Ternopil Oblast|Obwód tarnopolski
UA-63 Харківська область|Kharkiv Oblast|Obwód charkowski
UA-65 Херсонська область|Kherson Oblast|Obwód chersoński
UA-68 Хмельницька область|Khmelnytskyi Oblast|Obwód chmielnicki
UA-71 Черкаська область|Cherkasy Oblast|Obwód czerkaski
UA-74 Чернігівська область|Chernihiv Oblast|Obwód czernihowski
UA-77 Чернівецька область|Chernivtsi Oblast|Obwód czerniowiecki
"""


@pytest.mark.parametrize("line", UKRAINE.strip().splitlines())
def test_ukrainian_regions(line: str) -> None:
    code, _, names = line.partition(" ")
    region = atlas.by_code(code)

    assert [region.name(language) for language in ("uk", "en", "pl")] == names.split("|")


def test_aliases_name_known_regions() -> None:
    for row in rows("region_aliases.csv"):
        assert atlas.by_code(row["code"])
        assert all(alias.strip() for alias in row["aliases"].split("|"))


def test_twinnings_are_consistent() -> None:
    known = {each.code for each in sectors.all_sectors()}
    length = {"day": 10, "month": 7, "year": 4, "unknown": 0}
    for row in atlas.load_twinnings():
        assert atlas.by_code(row.code_a).code == row.code_a
        assert atlas.by_code(row.code_b).code == row.code_b
        assert row.code_a.startswith("UA")
        assert not row.code_b.startswith("UA")
        assert row.status in {"candidate", "negotiating", "signed", "lapsed"}
        assert len(row.signed) == length[row.precision]
        assert re.fullmatch(r"|\d{4}(-\d{2}){0,2}", row.signed)
        assert re.fullmatch(r"|\d{4}(-\d{2}){0,2}", row.as_of)
        assert re.fullmatch(r"|\d{4}-\d{2}-\d{2}", row.valid_until)
        assert set(row.sectors) <= known
        assert row.source
        assert row.status == "signed" or not row.valid_until


def test_twinnings_are_counted_once() -> None:
    pairs = Counter(frozenset((row["code_a"], row["code_b"])) for row in TWINNINGS)

    assert len(TWINNINGS) == len({row["id"] for row in TWINNINGS}) == len(pairs) == 194
    assert Counter(row["status"] for row in TWINNINGS) == {"signed": 171, "candidate": 12, "negotiating": 11}


def twinning(code_a: str, code_b: str) -> atlas.TwinningRow:
    (found,) = (row for row in atlas.load_twinnings() if (row.code_a, row.code_b) == (code_a, code_b))
    return found


def test_the_review_is_in_the_rows() -> None:
    washington = twinning("UA-32", "US-WA")
    assert (washington.status, washington.signed) == ("signed", "2024-03-15")
    assert "platform" in washington.note
    assert (twinning("UA-23", "US-PA").status, twinning("UA-23", "US-PA").signed) == ("signed", "2024-09-22")
    assert twinning("UA-30", "PL-12:krakow").signed == "1993-02-19"
    assert "1961" in twinning("UA-30", "PL-12:krakow").note
    assert twinning("UA-30", "FI-11:tampere").signed == "1954-12-30"
    assert "1961" in twinning("UA-30", "FI-11:tampere").note
    assert (twinning("UA-32", "IT-52").status, twinning("UA-32", "IT-52").valid_until) == ("signed", "2025-09-30")
    assert twinning("UA-32", "IT").status == "candidate"
    assert twinning("UA-74", "US-MN").sectors == ("farming", "building", "energy")


def test_washingtons_sources_are_kept() -> None:
    assert twinning("UA-32", "US-WA").also[0].startswith("https://www.spokesman.com/")
