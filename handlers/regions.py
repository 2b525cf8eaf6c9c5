"""Choosing a region: buttons, or part of its name in any language. Used at Start and where a role is granted."""

from collections import Counter
from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData

from handlers import callbacks
from handlers.i18n import _, alphabetical, current
from handlers.screen import Button, Screen, pairs, turns
from models import atlas

A_PAGE = 8


def button(region: atlas.Region, to: Callable[[int], CallbackData]) -> Button:
    return Button(f"{atlas.flag(region)} {region.name(current())}", to(region.id))


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
