"""Buttons: the search and the regions."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class Search(CallbackData, prefix="sh1"):
    """How to search; what is typed is the search."""


class Page(CallbackData, prefix="sp1"):
    run: Id
    page: Id


class Listing(CallbackData, prefix="li1"):
    opportunity: Id
    run: Id = 0


class Widen(CallbackData, prefix="sw1"):
    """From my twins to all regions; `on` False: back."""

    run: Id
    on: bool = True


class Verbatim(CallbackData, prefix="sv1"):
    """Search for exactly what was typed, though it looks misspelt."""

    run: Id


class Filters(CallbackData, prefix="sf1"):
    """What a list may be narrowed by; `kind` is a field of `models.search.Filters`, empty: all kinds."""

    run: Id
    kind: str = ""


class Tick(CallbackData, prefix="st1"):
    """Put a filter on or off: `at` is its place among the choices of its kind; -1 takes all filters off."""

    run: Id
    kind: str
    at: int


class Favour(CallbackData, prefix="sg1"):
    """Keep a listing for later, or not any more."""

    opportunity: Id
    run: Id = 0
    on: bool = True


class NotForMe(CallbackData, prefix="sm1"):
    opportunity: Id
    run: Id = 0
    on: bool = True


class Favourites(CallbackData, prefix="sz1"):
    page: Id = 0


class SaveSearch(CallbackData, prefix="us1"):
    """Be told of what is new to this search."""

    run: Id


class SavedSearches(CallbackData, prefix="ul1"):
    page: Id = 0


class SavedSearch(CallbackData, prefix="uv1"):
    saved: Id


class SetPace(CallbackData, prefix="up1"):
    """How soon: i instantly, d daily, w weekly."""

    saved: Id
    pace: str


class RunSaved(CallbackData, prefix="ur1"):
    saved: Id


class ForgetSearch(CallbackData, prefix="ux1"):
    saved: Id
    sure: bool = False


class ShareListing(CallbackData, prefix="uc1"):
    opportunity: Id
    run: Id = 0


class ListingCode(CallbackData, prefix="uq1"):
    """A listing's link as a picture that phones read."""

    opportunity: Id
    run: Id = 0


class SearchIndex(CallbackData, prefix="ui1"):
    """How far a re-index is, for administrators."""


class Twins(CallbackData, prefix="tw1"):
    page: Id = 0


class Twin(CallbackData, prefix="tr1"):
    """One twin region: what it makes and seeks."""

    region: Id
    page: Id = 0


class TwinListings(CallbackData, prefix="tl1"):
    region: Id
    sector: Id = 0
