"""A question whose answer is a region, typed by a part of its name in any language or by its code."""

from dataclasses import dataclass
from typing import Any

from handlers.form import Context, Text, Wrong
from handlers.i18n import _, current
from handlers.screen import escape
from handlers.words import region_and_country
from models import atlas


def named(text: str, _context: Context) -> Any | Wrong:
    """A region's number; a name that several bear is asked for again, with the codes that tell them apart."""
    found = atlas.find(text, current())
    same = [r for r in found if text.casefold() in {r.code.casefold(), *(name.casefold() for name in r.names.values())}] or found
    if len(same) == 1:
        return same[0].id
    if not same:
        return Wrong(_("No region is known under “{text}”. Send a part of its name, or its code such as UA-32.").format(text=escape(text)))
    nearest = "\n".join(f"{region_and_country(r.id)}: <code>{r.code}</code>" for r in same)
    return Wrong(_("Several fit. Send the code of the right one:\n{regions}").format(regions=nearest))


@dataclass(frozen=True)
class RegionField(Text):
    one_line: bool = True
    at_most: int = 80
    check: Any = named

    def words(self, value: Any, context: Context) -> str:
        return escape(region_and_country(int(value)))
