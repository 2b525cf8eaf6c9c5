"""Registration numbers of businesses, checked by their country's own rule (python-stdnum).

A country without a rule here is never a reason to block: its numbers are accepted as written.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import ModuleType

from stdnum import exceptions
from stdnum.cn import uscc
from stdnum.fi import hetu, ytunnus
from stdnum.it import iva
from stdnum.pl import nip, pesel, regon
from stdnum.tr import tckimlik, vkn
from stdnum.ua import edrpou, rntrc


class NumberKind(StrEnum):
    EDRPOU = "edrpou"  # Ukraine, legal entities
    RNTRC = "rntrc"  # Ukraine, people: sole proprietors (ФОП)
    IT_VAT = "it_vat"  # Italy, partita IVA
    VKN = "vkn"  # Türkiye, vergi kimlik numarası
    MERSIS = "mersis"  # Türkiye, the trade registry's number
    USCC = "uscc"  # China, unified social credit code
    NIP = "nip"  # Poland, tax
    REGON = "regon"  # Poland, statistics
    KRS = "krs"  # Poland, court register
    Y_TUNNUS = "y_tunnus"  # Finland
    US_UBI = "us_ubi"  # Washington, unified business identifier
    US_STATE = "us_state"  # any other state's number
    OTHER = "other"


class Problem(StrEnum):
    CHECK_DIGIT = "check_digit"
    LENGTH = "length"
    CHARACTERS = "characters"
    FORBIDDEN_KIND = "forbidden_kind"  # a number of a person or of the tax office that Pobratym must not keep


@dataclass(frozen=True, slots=True)
class Number:
    """A number that passed its rule, as it is stored and shown.

    `personal`: it identifies a person, so only the own office sees it and no export has it.
    """

    kind: NumberKind
    value: str
    personal: bool = False


Answer = Number | Problem

OTHER_LENGTH = 40
STATE_LENGTH = range(3, 21)
# Longer text is no number, and normalising it would cost more than refusing it.
_TEXT_LENGTH = 200

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LABEL = re.compile(
    r"^(?:(?:код|єдрпоу|едрпоу|edrpou|рнокпп|rntrc|rnokpp|іпн|ипн|инн|фоп|p\.?\s?iva|partita iva|iva|vkn|vergi no|mersis(?: no)?|"
    r"uscc|nip|regon|krs|y-?tunnus|alv|vat|ubi|统一社会信用代码|ua|it|tr|cn|pl|fi)(?![^\W\d_])[\s.:№#-]*)+(?=[0-9a-z])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s.\-/]+")
# The forms of an Employer Identification Number and of a Social Security Number (an ITIN has the latter's).
_EIN_OR_SSN = re.compile(r"(?<!\d)(?:\d{2}[-\s.]\d{7}|\d{3}[-\s.]\d{2}[-\s.]\d{4})(?!\d)|\b(?:ein|ssn|itin|fein)\b", re.IGNORECASE)
_CODICE_FISCALE = re.compile(r"[A-Z]{6}[0-9A-Z]{2}[A-Z][0-9A-Z]{2}[A-Z][0-9A-Z]{3}[A-Z]")


def check(country: str, text: str, region_code: str | None = None) -> Number | Problem:
    """The number that a text holds under a country's rule, or what is wrong with it.

    `country` is an ISO 3166 code (`UA`), `region_code` that of the business's home region (`US-WA`): in the United States each state
    keeps its own register.

    Example::

        numbers.check("UA", "3719 3071")  # Number(EDRPOU, "37193071")
        numbers.check("UA", "37193070")  # Problem.CHECK_DIGIT
    """
    if len(text) > _TEXT_LENGTH:
        return Problem.LENGTH
    line = _clean(text)
    code = country[:2].upper()
    if code == "US":
        return _united_states(line, region_code)
    rule = _RULES.get(code)
    if rule is None:
        return _free(line, NumberKind.OTHER, range(1, OTHER_LENGTH + 1))
    bare = _SEPARATORS.sub("", _LABEL.sub("", line)).upper()
    if not bare:
        return Problem.LENGTH
    if not (bare.isascii() and bare.isalnum()):
        return Problem.CHARACTERS
    return rule(bare, line)


def example(country: str, region_code: str | None = None) -> str:
    """A number of the right form to show beside the question: made up, yet valid by the rule."""
    code = country[:2].upper()
    if code == "US" and region_code is not None and region_code[:5] != "US-WA":
        return "C1234567"
    return _EXAMPLES.get(code, "AB 123456")


def _clean(text: str) -> str:
    line = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    visible = "".join(" " if character.isspace() else character for character in line if character.isprintable() or character.isspace())
    return " ".join(visible.split())


def _free(line: str, kind: NumberKind, length: range) -> Answer:
    if len(line) not in length:
        return Problem.LENGTH
    if not any(character.isalnum() for character in line):
        return Problem.CHARACTERS
    return Number(kind, line)


def _by_rule(module: ModuleType, kind: NumberKind, bare: str, *, personal: bool = False) -> Answer:
    try:
        return Number(kind, str(module.validate(bare)), personal)
    except exceptions.InvalidLength:
        return Problem.LENGTH
    except exceptions.InvalidFormat:
        return Problem.CHARACTERS
    except exceptions.ValidationError:
        return Problem.CHECK_DIGIT


def _ukraine(bare: str, line: str) -> Answer:
    if not bare.isdecimal():
        return Problem.CHARACTERS
    if len(bare) == 10:
        return _by_rule(rntrc, NumberKind.RNTRC, bare, personal=True)
    return _by_rule(edrpou, NumberKind.EDRPOU, bare)


def _italy(bare: str, line: str) -> Answer:
    if _CODICE_FISCALE.fullmatch(bare):
        return Problem.FORBIDDEN_KIND
    if not bare.isdecimal():
        return Problem.CHARACTERS
    return _by_rule(iva, NumberKind.IT_VAT, bare)


def _turkiye(bare: str, line: str) -> Answer:
    if not bare.isdecimal():
        return Problem.CHARACTERS
    if len(bare) == 11 and tckimlik.is_valid(bare):
        return Problem.FORBIDDEN_KIND
    if len(bare) == 16:
        return Number(NumberKind.MERSIS, bare)
    return _by_rule(vkn, NumberKind.VKN, bare)


def _china(bare: str, line: str) -> Answer:
    return _by_rule(uscc, NumberKind.USCC, bare)


def _poland(bare: str, line: str) -> Answer:
    if not bare.isdecimal():
        return Problem.CHARACTERS
    if len(bare) == 11 and pesel.is_valid(bare):
        return Problem.FORBIDDEN_KIND
    # No NIP begins with 0, every KRS number so far does.
    if len(bare) == 10 and (bare.startswith("0") or "krs" in line.casefold()):
        return Number(NumberKind.KRS, bare)
    if len(bare) == 10:
        return _by_rule(nip, NumberKind.NIP, bare)
    return _by_rule(regon, NumberKind.REGON, bare)


def _finland(bare: str, line: str) -> Answer:
    if hetu.is_valid(_LABEL.sub("", line).replace(" ", "")):
        return Problem.FORBIDDEN_KIND
    if not bare.isdecimal():
        return Problem.CHARACTERS
    if len(bare) != 8:
        return Problem.LENGTH
    answer = _by_rule(ytunnus, NumberKind.Y_TUNNUS, bare)
    return Number(answer.kind, f"{bare[:7]}-{bare[7]}") if isinstance(answer, Number) else answer


def _united_states(line: str, region_code: str | None) -> Answer:
    if _EIN_OR_SSN.search(line):
        return Problem.FORBIDDEN_KIND
    if region_code is None or region_code[:5] != "US-WA":
        return _free(line, NumberKind.US_STATE, range(STATE_LENGTH.start, STATE_LENGTH.stop))
    bare = _SEPARATORS.sub("", _LABEL.sub("", line))
    if not bare:
        return Problem.LENGTH
    if not (bare.isascii() and bare.isdecimal()):
        return Problem.CHARACTERS
    # The sixteen-digit form adds the business and the location to the nine digits of the UBI.
    if len(bare) not in {9, 16}:
        return Problem.LENGTH
    return Number(NumberKind.US_UBI, f"{bare[:3]} {bare[3:6]} {bare[6:9]}")


_RULES: dict[str, Callable[[str, str], Answer]] = {
    "UA": _ukraine,
    "IT": _italy,
    "TR": _turkiye,
    "CN": _china,
    "PL": _poland,
    "FI": _finland,
}

_EXAMPLES = {
    "UA": "12345678",
    "IT": "12345670017",
    "TR": "1234567890",
    "CN": "91110000000000000E",
    "PL": "1234563218",
    "FI": "1234567-1",
    "US": "600 000 000",
}
