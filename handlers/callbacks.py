"""Every button's data: a wire format of at most 64 bytes.

Buttons live for months, so a prefix ends in a version digit and a form that was once sent is never changed: a change gets the next
digit, and the old class stays (as an alias of what it means now). Data carries integer ids and short codes only (`:` would be refused).
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**31)]
"""What both databases can look for; anything else in a button was not written by us."""

# start, menu, account


class Home(CallbackData, prefix="ho1"):
    pass


class Help(CallbackData, prefix="he1"):
    pass


class Settings(CallbackData, prefix="se1"):
    pass


class Languages(CallbackData, prefix="ls1"):
    pass


class Speak(CallbackData, prefix="la1"):
    language: str


class Countries(CallbackData, prefix="rc1"):
    page: Id = 0


class Units(CallbackData, prefix="ru1"):
    """Regions of one country, or what lies in one region."""

    parent: Id
    page: Id = 0


class Settle(CallbackData, prefix="rs1"):
    region: Id


class Consent(CallbackData, prefix="co1"):
    version: Id


# forms


class FormPick(CallbackData, prefix="fp1"):
    draft: Id
    field: str
    value: str


class FormPage(CallbackData, prefix="fg1"):
    draft: Id
    field: str
    page: Id


class FormDone(CallbackData, prefix="fd1"):
    """Enough chosen of several."""

    draft: Id
    field: str


class FormBack(CallbackData, prefix="fb1"):
    draft: Id
    field: str


class FormSkip(CallbackData, prefix="fs1"):
    draft: Id
    field: str


class FormKeep(CallbackData, prefix="fk1"):
    draft: Id
    field: str


class FormGo(CallbackData, prefix="fo1"):
    """Change one answer; afterwards the preview."""

    draft: Id
    field: str


class FormChange(CallbackData, prefix="fc1"):
    """Which answer to change?"""

    draft: Id
    page: Id = 0


class FormDetails(CallbackData, prefix="ft1"):
    """Walk what is optional and not answered yet."""

    draft: Id


class FormPreview(CallbackData, prefix="fv1"):
    draft: Id


class FormSubmit(CallbackData, prefix="fu1"):
    draft: Id


class FormLeave(CallbackData, prefix="fl1"):
    draft: Id


class FormResume(CallbackData, prefix="fr1"):
    draft: Id


class FormDrop(CallbackData, prefix="fx1"):
    draft: Id
    sure: bool = False


# businesses and opportunities


class Register(CallbackData, prefix="re1"):
    pass


class MyBusiness(CallbackData, prefix="mb1"):
    pass


class EditBusiness(CallbackData, prefix="eb1"):
    business: Id


class NewOpportunity(CallbackData, prefix="no1"):
    pass


class MyOpportunity(CallbackData, prefix="mo1"):
    opportunity: Id


class EditOpportunity(CallbackData, prefix="eo1"):
    opportunity: Id


class CloseOpportunity(CallbackData, prefix="cl1"):
    opportunity: Id
    sure: bool = False


class Correct(CallbackData, prefix="cr1"):
    """Open the very field that an office's reason is about."""

    item: Id
    reason: str


class ActFor(CallbackData, prefix="af1"):
    business: Id


# search and regions


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


# interests


class Propose(CallbackData, prefix="pr1"):
    opportunity: Id


class Inbox(CallbackData, prefix="in1"):
    page: Id = 0


class Interest(CallbackData, prefix="it1"):
    interest: Id


class Exchange(CallbackData, prefix="ex1"):
    """Show what the other will see; nothing is exchanged yet."""

    interest: Id


class ExchangeSure(CallbackData, prefix="ey1"):
    interest: Id


class Shares(CallbackData, prefix="sa1"):
    interest: Id


class Share(CallbackData, prefix="sb1"):
    interest: Id
    contact: str


class Decline(CallbackData, prefix="de1"):
    interest: Id


class DeclineFor(CallbackData, prefix="df1"):
    interest: Id
    reason: str


class Snooze(CallbackData, prefix="sn1"):
    interest: Id


class Withdraw(CallbackData, prefix="wi1"):
    interest: Id
    sure: bool = False


# the office and administration


class Office(CallbackData, prefix="of1"):
    pass


class Queue(CallbackData, prefix="qu1"):
    """The oldest item after `after` (0: the oldest of all)."""

    after: Id = 0


class Item(CallbackData, prefix="qi1"):
    item: Id


class Approve(CallbackData, prefix="ap1"):
    item: Id


class Checked(CallbackData, prefix="ck1"):
    """What was checked: t text only, r number in the register, p the person acts for it (together: rp)."""

    item: Id
    what: str


class SendBack(CallbackData, prefix="sk1"):
    """Return (`reject` false) or reject: opens the reasons."""

    item: Id
    reject: bool


class SecondLook(CallbackData, prefix="sl1"):
    item: Id


class Undo(CallbackData, prefix="un1"):
    item: Id


class Administration(CallbackData, prefix="ad1"):
    pass


class GrantRole(CallbackData, prefix="gr1"):
    pass


class Roles(CallbackData, prefix="ro1"):
    page: Id = 0


class RevokeRole(CallbackData, prefix="rv1"):
    grant: Id
    sure: bool = False
