"""Words in the reader's language: `_()`, plurals, dates with their zone, lists.

The English text is the msgid. A language is a folder in `locales/`; its `.po` is compiled in memory at start.
"""

import gettext as stdlib_gettext
import io
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiogram.utils.i18n import I18n
from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
LOCALES = Path(__file__).parent.parent / "locales"
ENDONYMS = {"uk": "Українська", "en": "English", "tr": "Türkçe", "it": "Italiano", "pl": "Polski", "fi": "Suomi", "zh": "中文"}


class Catalogues(I18n):
    """aiogram's I18n over `.po` files: no compiled file is kept that could disagree with its source."""

    def find_locales(self) -> dict[str, stdlib_gettext.GNUTranslations]:
        found = {}
        for po in sorted(self.path.glob(f"*/LC_MESSAGES/{self.domain}.po")):
            compiled = io.BytesIO()
            with po.open("rb") as source:
                write_mo(compiled, read_po(source, locale=po.parent.parent.name))
            compiled.seek(0)
            found[po.parent.parent.name] = stdlib_gettext.GNUTranslations(compiled)
        return found


i18n = Catalogues(path=LOCALES, default_locale=SOURCE)


def _(text: str) -> str:
    return i18n.gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for `n`, with `{n}` filled in."""
    return i18n.gettext(singular, plural, n).format(n=n)


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for "extract this, translate it later"
    return text


def languages() -> list[str]:
    """Codes of the languages Pobratym speaks, the source language first."""
    return [SOURCE, *(code for code in i18n.available_locales if code != SOURCE)]


def nearest(code: str | None) -> str:
    """The language to greet somebody in whose phone speaks `code` ("uk-UA"; unknown ones get English)."""
    short = (code or "").partition("-")[0].lower()
    return short if short in languages() else SOURCE


def current() -> str:
    return i18n.current_locale


@contextmanager
def speaking(language: str) -> Iterator[None]:
    with i18n.use_locale(language):
        yield


def language_name(code: str) -> str:
    """The name of a language in the reader's own ("англійська")."""
    return str(Locale.parse(current()).languages.get(code, ENDONYMS.get(code, code)))


def day(instant: datetime, zone: ZoneInfo) -> str:
    """`Fri 12 Jun` in this zone, in the reader's language."""
    return dated("EEE d {month}", instant.astimezone(zone))


def full_day(instant: datetime, zone: ZoneInfo) -> str:
    """`12 May 2026` in this zone."""
    return dated("d {month} y", instant.astimezone(zone))


def dated(pattern: str, local: date) -> str:
    """A day by CLDR's pattern, in which `{month}` stands for the shortest name of the month that reads well."""
    short = str(format_date(local, pattern.format(month="MMM"), locale=current()))
    # An abbreviation's full stop in the middle of a sentence looks like its end: then the month in full ("24 листопада").
    return str(format_date(local, pattern.format(month="MMMM"), locale=current())) if "." in short else short


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """`18:00` in this zone."""
    return format_time(instant, "HH:mm", tzinfo=zone, locale=current())


def moment(instant: datetime, zone: ZoneInfo) -> str:
    """`Fri 12 Jun, 18:00` in this zone."""
    return f"{day(instant, zone)}, {clock(instant, zone)}"


_ALPHABETS = {"uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}


def alphabetical(name: str) -> tuple[object, ...]:
    """A key that sorts names as a reader of the current language expects: code points put Є and І before А."""
    folded = unicodedata.normalize("NFC", name).casefold()
    alphabet = _ALPHABETS.get(current())
    if alphabet:
        return tuple(alphabet.find(letter) if letter in alphabet else -1 for letter in folded if letter.isalpha() or letter == " ")
    return (unicodedata.normalize("NFD", folded),)


def both(items: Iterable[str]) -> str:
    """`a, b and c` as the language says it."""
    return format_list(list(items), locale=current())


def quoted(text: str) -> str:
    """A text between the quotation marks of the reader's language."""
    return _("“{text}”").format(text=text)


def span(seconds: float) -> str:
    """`1 d 4 h`, for ages and waits."""
    minutes = max(int(seconds // 60), 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return _("{days} d {hours} h").format(days=days, hours=hours)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{minutes} min").format(minutes=minutes)


def quote(text: str, length: int = 60) -> str:
    """The beginning of a text, cut at a word, for showing it inside a sentence."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + "…"
