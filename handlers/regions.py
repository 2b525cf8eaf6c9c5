"""Choosing a region: buttons, or part of its name in any language. Used at Start, for roles and for announcements."""

from collections import Counter
from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks
from handlers.i18n import _, alphabetical, current
from handlers.screen import Button, Screen, escape, pairs, turns
from handlers.words import region_and_country
from models import atlas

A_PAGE = 8


def button(region: atlas.Region, to: Callable[[int], CallbackData]) -> Button:
    return Button(f"{atlas.flag(region)} {region.name(current())}", to(region.id))


def one_region(text: str) -> int | str:
    """The number of the region that is meant; else, in words, why it is asked for again: a name that several bear needs a code."""
    found = atlas.find(text, current())
    same = [r for r in found if text.casefold() in {r.code.casefold(), *(name.casefold() for name in r.names.values())}] or found
    if len(same) == 1:
        return same[0].id
    if not same:
        return _("No region is known under “{text}”. Send a part of its name, or its code such as UA-32.").format(text=escape(text))
    nearest = "\n".join(f"{region_and_country(r.id)}: <code>{r.code}</code>" for r in same)
    return _("Several fit. Send the code of the right one:\n{regions}").format(regions=nearest)


def countries(page: int) -> Screen:
    """Which country?"""
    found = _countries()
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    rows = pairs([button(country, lambda i: callbacks.Units(parent=i)) for country in shown])
    rows.append(turns(len(found), page, A_PAGE, lambda p: callbacks.Countries(page=p)))
    rows.append([Button("🏠 " + _("Home"), callbacks.Home())])
    return Screen(_("Which country? You can also type the region's name, or a part of it."), rows)


def _countries() -> list[atlas.Region]:
    """Those with the most agreements fill the first page; the others follow by the alphabet."""
    agreements = Counter(country for row in atlas.load_twinnings() for code in (row.code_a, row.code_b) for country in [code[:2]])
    by_number = sorted(atlas.countries(), key=lambda country: (-agreements[country.code], country.id))
    first, rest = by_number[:A_PAGE], by_number[A_PAGE:]
    return [*first, *sorted(rest, key=lambda country: alphabetical(country.name(current())))]


def units(parent: atlas.Region, page: int) -> Screen:
    """Which region of this country?"""
    found = sorted(atlas.children(parent.id), key=lambda region: (region.kind, alphabetical(region.name(current()))))
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    rows = pairs([Button(region.name(current()), callbacks.Settle(region=region.id)) for region in shown])
    rows.append(turns(len(found), page, A_PAGE, lambda p: callbacks.Units(parent=parent.id, page=p)))
    rows.append([Button(_("Another country"), callbacks.Countries()), Button("🏠 " + _("Home"), callbacks.Home())])
    text = _("{country}: where does your business work? You can also type a part of the region's name.")
    return Screen(text.format(country=f"{atlas.flag(parent)} {parent.name(current())}"), rows)
