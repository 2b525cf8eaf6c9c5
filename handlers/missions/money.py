"""What taking part costs, as people type it: `250 USD`, `€120`, `3 000 грн`, `free`."""

import re
from enum import StrEnum

from babel.numbers import format_currency, is_currency

from handlers.i18n import current

COST_MAX = 10_000_000
_SIGNS = {"$": "USD", "€": "EUR", "₴": "UAH", "£": "GBP", "¥": "CNY", "₺": "TRY", "zł": "PLN", "грн": "UAH", "дол": "USD", "євро": "EUR"}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)), re.IGNORECASE)
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")
_AMOUNT = re.compile(r"\d[\d\s\u00a0\u202f'’]*(?:[.,]\d{3}(?!\d))*(?:[.,]\d{1,2}(?!\d))?")

_IN_WORDS = re.compile(r"\d\s*(?:k|m|e\d|тис|млн|thousand|million)(?![a-z])", re.IGNORECASE)
"""Thousands in words would be read as units."""


class NoPrice(StrEnum):
    NO_AMOUNT = "no_amount"
    """None, several, or one whose thousands are words."""
    NO_CURRENCY = "no_currency"
    TOO_MUCH = "too_much"


def read_price(text: str) -> tuple[int, str] | NoPrice:
    """Whole units and ISO 4217's code; parts of a unit are rounded up.

    >>> read_price("3 000 грн")
    (3000, 'UAH')
    """
    found = _AMOUNT.findall(text)
    if len(found) != 1 or _IN_WORDS.search(text):
        return NoPrice.NO_AMOUNT
    currency = _currency(text)
    if currency is None:
        return NoPrice.NO_CURRENCY
    whole, _, part = _split(found[0])
    amount = int(whole) + (1 if part.strip("0") else 0)
    return (amount, currency) if amount <= COST_MAX else NoPrice.TOO_MUCH


def price(amount: int, currency: str) -> str:
    """`250 USD` as the reader's language writes it."""
    return format_currency(amount, currency, format="#,##0 ¤¤", locale=current(), currency_digits=False)


def _split(number: str) -> tuple[str, str, str]:
    bare = re.sub(r"[\s\u00a0\u202f'’]", "", number)
    cents = re.search(r"[.,](\d{1,2})$", bare)
    whole = bare[: cents.start()] if cents else bare
    return re.sub(r"[.,]", "", whole), ".", cents[1] if cents else ""


def _currency(text: str) -> str | None:
    sign = _SIGN.search(text)
    if sign:
        return _SIGNS[sign[0].casefold()]
    return next((code.upper() for code in _CODE.findall(text) if is_currency(code.upper())), None)
