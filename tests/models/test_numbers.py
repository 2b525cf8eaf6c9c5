"""Registration numbers: each country's own rule, and none that blocks a country without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import numbers
from models.numbers import Number, NumberKind, Problem, check

VALID = [
    ("UA", "37193071", NumberKind.EDRPOU, "37193071"),
    ("UA", "00032112", NumberKind.EDRPOU, "00032112"),
    ("UA", " 3719 3071 ", NumberKind.EDRPOU, "37193071"),
    ("UA", "ЄДРПОУ: 32855961", NumberKind.EDRPOU, "32855961"),
    ("UA", "код ЄДРПОУ 32855961", NumberKind.EDRPOU, "32855961"),
    ("UA", "３２８５５９６１", NumberKind.EDRPOU, "32855961"),
    ("UA", "1234567899", NumberKind.RNTRC, "1234567899"),
    ("UA", "РНОКПП 1234567899", NumberKind.RNTRC, "1234567899"),
    ("IT", "00743110157", NumberKind.IT_VAT, "00743110157"),
    ("IT", "IT 00743110157", NumberKind.IT_VAT, "00743110157"),
    ("IT", "P. IVA 00743110157", NumberKind.IT_VAT, "00743110157"),
    ("TR", "4540536920", NumberKind.VKN, "4540536920"),
    ("TR", "0123456789012345", NumberKind.MERSIS, "0123456789012345"),
    ("CN", "91110000600037341L", NumberKind.USCC, "91110000600037341L"),
    ("CN", "91110000 600037341l", NumberKind.USCC, "91110000600037341L"),
    ("PL", "8567346215", NumberKind.NIP, "8567346215"),
    ("PL", "NIP 856-734-62-15", NumberKind.NIP, "8567346215"),
    ("PL", "192598184", NumberKind.REGON, "192598184"),
    ("PL", "0000028860", NumberKind.KRS, "0000028860"),
    ("PL", "KRS 0000028860", NumberKind.KRS, "0000028860"),
    ("FI", "20774740", NumberKind.Y_TUNNUS, "2077474-0"),
    ("FI", "2077474-0", NumberKind.Y_TUNNUS, "2077474-0"),
    ("FI", "FI20774740", NumberKind.Y_TUNNUS, "2077474-0"),
    ("DE", "HRB 12345 B", NumberKind.OTHER, "HRB 12345 B"),
    ("GE", " 204 567\n890 ", NumberKind.OTHER, "204 567 890"),
    ("XX", "№ 7", NumberKind.OTHER, "No 7"),
]

INVALID = [
    ("UA", "37193070", Problem.CHECK_DIGIT),
    ("UA", "32855968", Problem.CHECK_DIGIT),
    ("UA", "1234567890", Problem.CHECK_DIGIT),
    ("UA", "1234567", Problem.LENGTH),
    ("UA", "123456789012", Problem.LENGTH),
    ("UA", "3719307O", Problem.CHARACTERS),
    ("UA", "٣٧١٩٣٠٧١", Problem.CHARACTERS),
    ("UA", "", Problem.LENGTH),
    ("UA", "   ", Problem.LENGTH),
    ("IT", "00743110158", Problem.CHECK_DIGIT),
    ("IT", "0074311015", Problem.LENGTH),
    ("IT", "RSSMRA85T10A562S", Problem.FORBIDDEN_KIND),
    ("TR", "4540536921", Problem.CHECK_DIGIT),
    ("TR", "454053692", Problem.LENGTH),
    ("TR", "17291716060", Problem.FORBIDDEN_KIND),
    ("CN", "91110000600037342L", Problem.CHECK_DIGIT),
    ("CN", "9111000060003734", Problem.LENGTH),
    ("CN", "九一一一", Problem.CHARACTERS),
    ("PL", "8567346216", Problem.CHECK_DIGIT),
    ("PL", "192598183", Problem.CHECK_DIGIT),
    ("PL", "12345", Problem.LENGTH),
    ("PL", "44051401359", Problem.FORBIDDEN_KIND),
    ("FI", "2077474-1", Problem.CHECK_DIGIT),
    ("FI", "207747", Problem.LENGTH),
    ("FI", "131052-308T", Problem.FORBIDDEN_KIND),
    ("DE", "x" * 41, Problem.LENGTH),
    ("DE", "", Problem.LENGTH),
    ("DE", "---", Problem.CHARACTERS),
    ("DE", "x" * 100_000, Problem.LENGTH),
]


@pytest.mark.parametrize(("country", "text", "kind", "value"), VALID)
def test_a_number_that_passes(country: str, text: str, kind: NumberKind, value: str) -> None:
    assert check(country, text) == Number(kind, value, personal=kind is NumberKind.RNTRC)


@pytest.mark.parametrize(("country", "text", "problem"), INVALID)
def test_a_number_that_does_not(country: str, text: str, problem: Problem) -> None:
    assert check(country, text) is problem


@pytest.mark.parametrize("text", ["601234567", "601 234 567", "601-234-567", "UBI 601-234-567", "601-234-567-001-0001", "6012345670010001"])
def test_washingtons_ubi_in_every_form(text: str) -> None:
    assert check("US", text, "US-WA") == Number(NumberKind.US_UBI, "601 234 567")


def test_a_city_of_washington_has_washingtons_rule() -> None:
    assert check("US", "601234567", "US-WA:algona") == Number(NumberKind.US_UBI, "601 234 567")


@pytest.mark.parametrize(("text", "problem"), [("60123456", Problem.LENGTH), ("60123456A", Problem.CHARACTERS), ("", Problem.LENGTH)])
def test_washingtons_ubi_refused(text: str, problem: Problem) -> None:
    assert check("US", text, "US-WA") is problem


@pytest.mark.parametrize("region", ["US-WA", "US-IN", None])
@pytest.mark.parametrize(
    "text", ["12-3456789", "12 3456789", "12–3456789", "EIN 123456789", "EIN: 12-3456789", "123-45-6789", "123 45 6789", "ssn 123456789"]
)
def test_what_the_tax_office_gave_is_never_kept(text: str, region: str | None) -> None:
    assert check("US", text, region) is Problem.FORBIDDEN_KIND


def test_other_states_keep_their_own_forms() -> None:
    assert check("US", "C1234567", "US-CA") == Number(NumberKind.US_STATE, "C1234567")
    assert check("US", "1996 020 01234", "US-IN") == Number(NumberKind.US_STATE, "1996 020 01234")
    assert check("US", "12", "US-IN") is Problem.LENGTH
    assert check("US", "1" * 21, "US-IN") is Problem.LENGTH


@pytest.mark.parametrize("country", ["UA", "IT", "TR", "CN", "PL", "FI", "DE", "GE", "JE"])
def test_the_example_is_valid(country: str) -> None:
    assert isinstance(check(country, numbers.example(country)), Number)


@pytest.mark.parametrize("region", ["US-WA", "US-IN", "US-WA:algona"])
def test_the_american_example_is_valid(region: str) -> None:
    assert isinstance(check("US", numbers.example("US", region), region), Number)


def test_the_example_of_the_country_alone_is_washingtons() -> None:
    assert isinstance(check("US", numbers.example("US"), "US-WA"), Number)


COUNTRIES = st.sampled_from(["UA", "IT", "TR", "CN", "PL", "FI", "US", "DE", "", "ua-32"])
LIKE_NUMBERS = st.text("0123456789 -./ABXYabx№ІЇ統\u2013\u0130", max_size=50)


@given(COUNTRIES, st.one_of(st.text(max_size=300), LIKE_NUMBERS), st.sampled_from([None, "US-WA", "US-IN", "", "UA-32"]))
def test_any_text_is_answered_and_an_accepted_value_is_stable(country: str, text: str, region: str | None) -> None:
    answer = check(country, text, region)

    if isinstance(answer, Number):
        assert 0 < len(answer.value) <= 40
        assert check(country, answer.value, region) == answer
    else:
        assert isinstance(answer, Problem)


@given(st.integers(0, 9_999_999))
def test_one_of_the_last_digits_completes_an_edrpou(body: int) -> None:
    valid = [digit for digit in range(10) if isinstance(check("UA", f"{body:07}{digit}"), Number)]

    assert len(valid) == 1
