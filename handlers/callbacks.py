"""Every button's data: a wire format of at most 64 bytes.

Buttons live for months, so a prefix ends in a version digit and a form that was once sent is never changed: a change gets the next
digit, and the old class stays (as an alias of what it means now). Data carries integer ids and short codes only (`:` would be refused).
"""

from aiogram.filters.callback_data import CallbackData

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
    page: int = 0


class Units(CallbackData, prefix="ru1"):
    """Regions of one country, or what lies in one region."""

    parent: int
    page: int = 0


class Settle(CallbackData, prefix="rs1"):
    region: int


class Consent(CallbackData, prefix="co1"):
    version: int


# forms


class FormPick(CallbackData, prefix="fp1"):
    draft: int
    field: str
    value: str


class FormPage(CallbackData, prefix="fg1"):
    draft: int
    field: str
    page: int


class FormDone(CallbackData, prefix="fd1"):
    """Enough chosen of several."""

    draft: int
    field: str


class FormBack(CallbackData, prefix="fb1"):
    draft: int
    field: str


class FormSkip(CallbackData, prefix="fs1"):
    draft: int
    field: str


class FormKeep(CallbackData, prefix="fk1"):
    draft: int
    field: str


class FormGo(CallbackData, prefix="fo1"):
    """Change one answer; afterwards the preview."""

    draft: int
    field: str


class FormChange(CallbackData, prefix="fc1"):
    """Which answer to change?"""

    draft: int
    page: int = 0


class FormDetails(CallbackData, prefix="ft1"):
    """Walk what is optional and not answered yet."""

    draft: int


class FormPreview(CallbackData, prefix="fv1"):
    draft: int


class FormSubmit(CallbackData, prefix="fu1"):
    draft: int


class FormLeave(CallbackData, prefix="fl1"):
    draft: int


class FormResume(CallbackData, prefix="fr1"):
    draft: int


class FormDrop(CallbackData, prefix="fx1"):
    draft: int
    sure: bool = False


# businesses and opportunities


class Register(CallbackData, prefix="re1"):
    pass


class MyBusiness(CallbackData, prefix="mb1"):
    pass


class EditBusiness(CallbackData, prefix="eb1"):
    business: int


class NewOpportunity(CallbackData, prefix="no1"):
    pass


class MyOpportunity(CallbackData, prefix="mo1"):
    opportunity: int


class EditOpportunity(CallbackData, prefix="eo1"):
    opportunity: int


class Correct(CallbackData, prefix="cr1"):
    """Open the very field that an office's reason is about."""

    item: int
    reason: str


class ActFor(CallbackData, prefix="af1"):
    business: int


# search and regions


class Search(CallbackData, prefix="sh1"):
    """How to search; what is typed is the search."""


class Page(CallbackData, prefix="sp1"):
    run: int
    page: int


class Listing(CallbackData, prefix="li1"):
    opportunity: int
    run: int = 0


class Widen(CallbackData, prefix="sw1"):
    run: int


class Twins(CallbackData, prefix="tw1"):
    page: int = 0


class Twin(CallbackData, prefix="tr1"):
    """One twin region: what it makes and seeks."""

    region: int
    page: int = 0


class TwinListings(CallbackData, prefix="tl1"):
    region: int
    sector: int = 0


# interests


class Propose(CallbackData, prefix="pr1"):
    opportunity: int


class Inbox(CallbackData, prefix="in1"):
    page: int = 0


class Interest(CallbackData, prefix="it1"):
    interest: int


class Exchange(CallbackData, prefix="ex1"):
    """Show what the other will see; nothing is exchanged yet."""

    interest: int


class ExchangeSure(CallbackData, prefix="ey1"):
    interest: int


class Shares(CallbackData, prefix="sa1"):
    interest: int


class Share(CallbackData, prefix="sb1"):
    interest: int
    contact: str


class Decline(CallbackData, prefix="de1"):
    interest: int


class DeclineFor(CallbackData, prefix="df1"):
    interest: int
    reason: str


class Snooze(CallbackData, prefix="sn1"):
    interest: int


class Withdraw(CallbackData, prefix="wi1"):
    interest: int
    sure: bool = False


# the office and administration


class Office(CallbackData, prefix="of1"):
    pass


class Queue(CallbackData, prefix="qu1"):
    """The oldest item after `after` (0: the oldest of all)."""

    after: int = 0


class Item(CallbackData, prefix="qi1"):
    item: int


class Approve(CallbackData, prefix="ap1"):
    item: int


class Checked(CallbackData, prefix="ck1"):
    """What was checked: t text only, r number in the register, p the person acts for it (together: rp)."""

    item: int
    what: str


class SendBack(CallbackData, prefix="sk1"):
    """Return (`reject` false) or reject: opens the reasons."""

    item: int
    reject: bool


class SecondLook(CallbackData, prefix="sl1"):
    item: int


class Undo(CallbackData, prefix="un1"):
    item: int


class Administration(CallbackData, prefix="ad1"):
    pass


class GrantRole(CallbackData, prefix="gr1"):
    pass


class Roles(CallbackData, prefix="ro1"):
    page: int = 0


class RevokeRole(CallbackData, prefix="rv1"):
    grant: int
    sure: bool = False
