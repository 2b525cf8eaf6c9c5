"""Ways to reach somebody, checked and brought into one form: telephone, e-mail, website."""

import re
from enum import StrEnum

import phonenumbers

from models import atlas

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
_HOST = re.compile(r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_]{2,24}")
_SITE = re.compile(r"(?P<scheme>https?://)?(?P<host>[^/\s?#:@]+)(?P<rest>[/?#]\S*)?", re.IGNORECASE)


class PhoneProblem(StrEnum):
    NO_COUNTRY = "no_country"
    NOT_A_NUMBER = "not_a_number"


def phone(text: str) -> str | PhoneProblem:
    """A telephone number as `+380671234567` (E.164); it must be written with the country's code.

    >>> phone("+380 (67) 123-45-67")
    '+380671234567'
    """
    written = text.strip()
    if written.startswith("00"):
        written = "+" + written[2:]
    if not written.startswith("+"):
        return PhoneProblem.NO_COUNTRY if sum(c.isdigit() for c in written) >= 5 else PhoneProblem.NOT_A_NUMBER
    try:
        number = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return PhoneProblem.NOT_A_NUMBER
    if not phonenumbers.is_valid_number(number):
        return PhoneProblem.NOT_A_NUMBER
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def spaced(number: str) -> str:
    """`+380 67 123 4567`, as people read it."""
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def example_phone(region_id: int | None) -> str:
    """A number of this region's country, for a message."""
    code = atlas.region(atlas.region(region_id).country).code if region_id else "UA"
    number = phonenumbers.example_number_for_type(code, phonenumbers.PhoneNumberType.MOBILE) or phonenumbers.example_number("UA")
    assert number is not None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def email(text: str) -> str | None:
    """An e-mail address with its domain in lower case; None when it is none."""
    written = text.strip()
    if not _EMAIL.fullmatch(written):
        return None
    name, _at, domain = written.rpartition("@")
    return f"{name}@{domain.lower()}"


def website(text: str) -> str | None:
    """An address as `https://example.com/path`; None when it is none. `http://` stays, where it was written."""
    match = _SITE.fullmatch(text.strip())
    if not match or not _HOST.fullmatch(match["host"]):
        return None
    return f"{(match['scheme'] or 'https://').lower()}{match['host'].lower()}{match['rest'] or ''}"
