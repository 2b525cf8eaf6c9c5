"""What a list is narrowed by: kinds, then the choices of one kind, each with the number of hits where it is cheap to know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from handlers import callbacks
from handlers.i18n import _, language_name
from handlers.screen import Button, Screen, escape, pairs
from handlers.words import sector_name, word
from models import search, sectors
from models.businesses import SizeBand
from models.database import Session
from models.members import Member
from models.opportunities import Cooperation, OpportunityType
from models.search import Filters, Run, tokens
from models.words import LANGUAGES


@dataclass(frozen=True)
class Kind:
    """A kind of filter: its choices in a fixed order, since buttons hold their places."""

    title: Callable[[], str]
    choices: Sequence[Any]
    label: Callable[[Any], str]
    token: Callable[[Any], str]


KINDS: dict[str, Kind] = {
    "types": Kind(lambda: _("Offer or request"), tuple(OpportunityType), word, tokens.kind),
    "sectors": Kind(lambda: _("Sector"), tuple(s.id for s in sectors.all_sectors()), sector_name, tokens.sector),
    "cooperation": Kind(lambda: _("Cooperation"), tuple(Cooperation), word, tokens.cooperation),
    "sizes": Kind(lambda: _("Size"), tuple(SizeBand), word, tokens.size),
    "languages": Kind(lambda: _("Language"), LANGUAGES, language_name, tokens.language),
}
VERIFIED = "verified"


def ticked(made: Run, kind: str, at: int) -> Filters | None:
    """The filters of a search with one more, or one less; None for a button of another time."""
    now = search.asked_in(made).filters
    if at < 0:
        return Filters()
    if kind == VERIFIED:
        return replace(now, verified=not now.verified)
    if kind not in KINDS or at >= len(KINDS[kind].choices):
        return None
    return replace(now, **{kind: getattr(now, kind) ^ {KINDS[kind].choices[at]}})


async def screen(session: Session, member: Member, made: Run, kind: str, now: datetime) -> Screen:
    """The kinds of filters, or the choices of one; what is ticked has its mark."""
    chosen = search.asked_in(made).filters
    heading = _("Filters for <b>{text}</b> · {n} found").format(text=escape(made.text), n=len(made.found))
    back = Button("⬅ " + _("Results"), callbacks.Page(run=made.id, page=0), style="primary")
    if kind in KINDS:
        rows = await _choices(session, member, made, kind, now)
        return Screen(
            f"{heading}\n\n{KINDS[kind].title()}:", [*rows, [Button("⬅ " + _("All filters"), callbacks.Filters(run=made.id)), back]]
        )
    buttons = [
        Button(_marked(each.title(), len(getattr(chosen, name))), callbacks.Filters(run=made.id, kind=name)) for name, each in KINDS.items()
    ]
    checked = Button(("☑ " if chosen.verified else "☐ ") + _("Checked by an office"), callbacks.Tick(run=made.id, kind=VERIFIED, at=0))
    off = [Button(_("Take all filters off"), callbacks.Tick(run=made.id, kind="", at=-1))] if chosen else []
    text = heading + "\n\n" + _("What shall be left? Of several choices of one kind any is enough.")
    return Screen(text, [*pairs(buttons), [checked], off, [back]])


async def _choices(session: Session, member: Member, made: Run, kind: str, now: datetime) -> list[list[Button]]:
    of = KINDS[kind]
    chosen = search.asked_in(made).filters
    without = Filters(**{**vars(chosen), kind: frozenset()})
    counts = search.counts(await search.results_of(session, member, made, now=now, filters=without), map(of.token, of.choices))
    buttons = []
    for at, choice in enumerate(of.choices):
        on, found = choice in getattr(chosen, kind), None if counts is None else counts.get(of.token(choice), 0)
        if on or found or found is None:
            number = "" if found is None else f" · {found}"
            label = ("☑ " if on else "☐ ") + of.label(choice) + number
            buttons.append(Button(label, callbacks.Tick(run=made.id, kind=kind, at=at)))
    return pairs(buttons)


def _marked(label: str, chosen: int) -> str:
    return f"{label} · {chosen}" if chosen else label
