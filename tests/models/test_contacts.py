"""Contacts in free text: found and masked; ordinary numbers are left alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models import contacts
from models.contacts import MASK

CONTACTS = [
    "olena@example.com",
    "olena (at) example.com",
    "olena[at]example[dot]com",
    "olena @ example.com",
    "https://x.y/z?a=1",
    "www.lisova.ua",
    "lisova-pasika.com.ua",
    "EXAMPLE.COM",
    "lisova.укр",
    "t.me/olena",
    "tg://resolve?domain=olena",
    "wa.me/380671234567",
    "@olena_k",
    "+380 67 123 45 67",
    "+38(067)123-45-67",
    "+380·67·123·45·67",
    "067 123 45 67",
    "(067) 123-45-67",
    "0671234567",
    "380671234567",
    "00380 67 123 45 67",
    "50 123-45-67",
    "(360) 555-0142",
    "360-555-0142",
    "360.555.0142",
    "360 555-0142",
    "1-800-555-0142",
    "+1 360 555 0142",
    "055 123 4567",
    "055/1234567",
    "348 1234567",
    "0212 555 55 55",
    "138 1234 5678",
    "501 234 567",
    "501234567",
    "06 12 34 56 78",
    "123-45-67",
    "３６０５５５０１４２",
    "0 6 7 1 2 3 4 5 6 7",
]
NAMED = ["tel. 123-456", "тел. 2345678", "telegram: olena_k", "Viber olena.k77"]
ORDINARY = [
    "20 t a year, 300 cafés, 2026-2027, DIN 4102, EUR 1 200 000",
    "12 500 000 UAH",
    "1.200.000,00 EUR",
    "1,200,000 dollars",
    "$1 200 000",
    "45 000 000 грн",
    "250 000 000 UAH",
    "1 234 567 890",
    "2 000 000-3 000 000 €",
    "from 2 000 000 to 3 000 000",
    "100 000-200 000 pcs",
    "120 000 000 bottles",
    "ISO 9001:2015, EN 13501-1",
    "HS 0409 00 00 00",
    "УКТ ЗЕД 0409 00 00 00",
    "EAN 4820012345678",
    "EDRPOU 37193070",
    "КВЕД 10.89",
    "from 12.06.2026 to 15.07.2026",
    "12.06.2026-15.07.2026, 12.06-15.07.2026",
    "2026-06-12",
    "2024, 2025, 2026 and 2024-2025-2026",
    "sizes 36 38 40 42 44 46",
    "1200/800/1000 mm, 1200 x 800 x 1000",
    "0.123456789",
    "100-1000 pcs, 3-5 t, 15-15-15 NPK, 10 %, 20 %",
    "140 шт. по 200 л",
    "20 kg @ 5.50 EUR",
    "e.g. honey, i.e. raw; Node.js and z.B. that",
    "We sell honey.It is good",
    "Our Telegram channel, line 5 and signal 2",
]


@pytest.mark.parametrize("contact", CONTACTS)
def test_contact_is_found_and_masked(contact: str) -> None:
    text = f"Write us {contact} today"
    assert contacts.find(text) == [contact]
    assert contacts.mask(text) == f"Write us {MASK} today"


@pytest.mark.parametrize("contact", NAMED)
def test_what_is_called_a_contact_is_masked(contact: str) -> None:
    name = contact.split()[-1]
    assert name not in contacts.mask(f"Write us: {contact} today")


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert contacts.mask(f"We offer {text} for you.") == f"We offer {text} for you."


def test_two_contacts_in_one_text_are_listed_in_its_order() -> None:
    text = "Call +380671234567, or olena@example.com, or see https://lisova.ua"
    assert contacts.find(text) == ["+380671234567", "olena@example.com", "https://lisova.ua"]
    assert contacts.links(text) == ["https://lisova.ua"]


_NAMES = st.from_regex(r"[a-z][a-z0-9._]{0,12}[a-z0-9]", fullmatch=True)
_EMAILS = st.builds(
    "{}@{}.{}".format, _NAMES, st.from_regex(r"[a-z][a-z0-9-]{1,10}", fullmatch=True), st.sampled_from(["com", "ua", "org"])
)
_DIGITS = st.integers(100_000_000, 999_999_999).map(str)
_PHONES = st.builds(
    lambda code, digits, gap: code + gap + digits[:2] + gap + digits[2:5] + gap + digits[5:7] + gap + digits[7:],
    st.sampled_from(["+380", "+1", "+39", "+90", "+48", "00358"]),
    _DIGITS,
    st.sampled_from(["", " ", "-", ".", "\u00a0"]),
)
_WORDS = st.lists(st.sampled_from(["мед", "honey", "20", "t", "2026", "EUR", "miele,", "300", "café", "—"]), max_size=8).map(" ".join)


@given(st.text(max_size=400))
@example("@a@b.cc@d")
@example("+" * 40 + "1" * 40)
def test_any_text_can_be_masked_and_nothing_is_left(text: str) -> None:
    masked = contacts.mask(text)
    assert contacts.find(masked) == []
    assert contacts.mask(masked) == masked
    assert len(masked) <= max(len(text), len(text) + 3 * len(contacts.find(text)))


@given(st.text(alphabet="0123456789+-() .@ab_/·", max_size=120))
def test_a_heap_of_digits_and_signs_keeps_no_contact(text: str) -> None:
    assert contacts.find(contacts.mask(text)) == []


@given(_WORDS, st.one_of(_EMAILS, _PHONES), _WORDS, st.one_of(_EMAILS, _PHONES))
def test_no_mail_and_no_phone_survives(before: str, first: str, between: str, second: str) -> None:
    masked = contacts.mask(f"{before} {first} {between} {second}")
    assert first not in masked
    assert second not in masked
    assert "@" not in masked
