"""A list of listings, five a page; what to do where there is none."""

from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, ngettext, quote
from handlers.screen import Button, Screen, escape, turns
from handlers.words import in_readers_language, region_and_country, region_name, sector_name, word
from models import alerts, atlas, favourites, opportunities, search
from models.alerts import SavedSearch
from models.database import Session
from models.members import Member
from models.opportunities import Listing
from models.search import Reach, Reason, Results, Run

A_PAGE = 5
SUMMARY_SHOWN = 90


def how_to() -> Screen:
    text = _(
        "🔎 <b>Type what you look for</b>: one or two words, for example <i>honey</i>.\n\n"
        "I look in the regions that have an agreement with yours; one more tap shows all regions. You can also browse without typing."
    )
    rows = [
        [Button("🤝 " + _("My twins"), callbacks.Twins()), Button("⭐ " + _("Favourites"), callbacks.Favourites())],
        [Button("🔔 " + _("Saved searches"), callbacks.SavedSearches()), _home()],
    ]
    return Screen(text, rows)


async def favourite_list(session: Session, member: Member, page: int, now: datetime) -> Screen:
    """What the member keeps for later, the last kept first."""
    kept = await favourites.kept(session, member.id)
    if not kept:
        text = _("⭐ <b>Favourites</b>\n\nNothing is kept yet. On a listing's card, press ⭐ Keep, and it stands here.")
        return Screen(text, [[Button("🔎 " + _("Search"), callbacks.Search()), _home()]])
    theirs = await search.reach(session, member, today=now.date())
    page = min(max(page, 0), (len(kept) - 1) // A_PAGE)
    shown = await opportunities.listings(session, kept[page * A_PAGE : (page + 1) * A_PAGE], now=now)
    parts = [f"⭐ <b>{_('Favourites')}</b> · {len(kept)}", *(_entry(n, listing, [], theirs) for n, listing in enumerate(shown, 1))]
    numbers = [Button(str(n), callbacks.Listing(opportunity=each.opportunity.id)) for n, each in enumerate(shown, 1)]
    pages = turns(len(kept), page, A_PAGE, lambda p: callbacks.Favourites(page=p))
    return Screen("\n\n".join(parts), [numbers, pages, [Button("🔎 " + _("Search"), callbacks.Search()), _home()]])


def no_words(typed: str) -> Screen:
    text = _("There is no word in <b>{text}</b> that I could look for. Type one or two words, for example <i>honey</i>.")
    return Screen(text.format(text=escape(quote(search.short(typed)))), [[Button("🤝 " + _("My twins"), callbacks.Twins()), _home()]])


async def results(session: Session, member: Member, made: Run, page: int, now: datetime) -> Screen:
    """A page of a search as it was made, without what is not public any more."""
    if made.searches is not None:
        return await news_list(session, member, made, page, now)
    theirs = await search.reach(session, member, today=now.date())
    standing = await search.standing(session, made)
    if not standing:
        return await _nothing(session, member, made, theirs, now)
    page = min(max(page, 0), (len(standing) - 1) // A_PAGE)
    shown = await opportunities.listings(session, standing[page * A_PAGE : (page + 1) * A_PAGE], now=now)
    reasons = [search.reasons(made.corrected or made.text, made.language, listing) for listing in shown]
    parts = [_heading(made, len(standing)), *(_entry(n, *each, theirs) for n, each in enumerate(zip(shown, reasons, strict=True), 1))]
    if 0 <= made.whole - page * A_PAGE < len(shown) and made.text:
        parts.insert(1 + made.whole - page * A_PAGE, _("<i>These have only a part of what you typed:</i>"))
    if len(standing) < len(made.found):
        parts.insert(1, _("<i>The list changed: what is not public any more was left out.</i>"))
    numbers = [Button(str(n), callbacks.Listing(opportunity=each.opportunity.id, run=made.id)) for n, each in enumerate(shown, 1)]
    pages = turns(len(standing), page, A_PAGE, lambda p: callbacks.Page(run=made.id, page=p))
    return Screen("\n\n".join(parts), [numbers, pages, *await _onward(session, made)])


async def news_list(session: Session, member: Member, made: Run, page: int, now: datetime) -> Screen:
    """What is new to a member's saved searches, each listing with the search that found it."""
    theirs = await search.reach(session, member, today=now.date())
    saved = {each.id: each for each in await alerts.of_member(session, member.id)}
    standing = await search.standing(session, made)
    rows = [[Button("🔔 " + _("Saved searches"), callbacks.SavedSearches()), _home()]]
    if not standing:
        return Screen(_("What was found is not public any more."), rows)
    through = dict(zip(made.found, made.searches or (), strict=False))
    page = min(max(page, 0), (len(standing) - 1) // A_PAGE)
    parts = [
        "🔔 " + ngettext("<b>{n} new listing</b> for your saved searches", "<b>{n} new listings</b> for your saved searches", len(standing))
    ]
    listings = await opportunities.listings(session, standing[page * A_PAGE : (page + 1) * A_PAGE], now=now)
    for number, listing in enumerate(listings, 1):
        found_by = saved.get(through.get(listing.opportunity.id, 0))
        reasons = search.reasons(found_by.text, found_by.language, listing) if found_by else []
        entry = _entry(number, listing, reasons, theirs)
        parts.append(f"{entry}\n🔔 {named(found_by)}" if found_by else entry)
    numbers = [Button(str(n), callbacks.Listing(opportunity=each.opportunity.id, run=made.id)) for n, each in enumerate(listings, 1)]
    return Screen("\n\n".join(parts), [numbers, turns(len(standing), page, A_PAGE, lambda p: callbacks.Page(run=made.id, page=p)), *rows])


def page_of(standing: list[int], opportunity_id: int) -> int:
    """The page on which a listing stands."""
    return standing.index(opportunity_id) // A_PAGE if opportunity_id in standing else 0


def no_agreement() -> str:
    return "⚠️ " + _("No agreement with your region")


def _heading(made: Run, count: int) -> str:
    found = _("{n}+ found").format(n=count) if Results(made.found).more else ngettext("{n} found", "{n} found", count)
    heading = f"{_what(made)} · {found}"
    if made.corrected:
        heading += "\n" + _("<i>Nothing is known as {typed}: this is for {corrected}.</i>").format(
            typed=escape(quote(made.text)), corrected=escape(made.corrected)
        )
    return heading


def _what(made: Run | SavedSearch) -> str:
    if made.region_id is not None:
        sector = sector_name(made.sector_id) if made.sector_id else _("all sectors")
        return f"<b>{region_and_country(made.region_id)}</b> · {sector}"
    return f"<b>{escape(quote(made.text))}</b> · {_('all regions') if made.wide else _('my twins')}"


def named(saved: SavedSearch) -> str:
    """What a saved search looks for, as HTML."""
    ticked = 0 if saved.region_id is not None else _ticked(saved)
    return f"{_what(saved)} · {ngettext('{n} filter', '{n} filters', ticked)}" if ticked else _what(saved)


def _entry(number: int, listing: Listing, reasons: list[Reason], theirs: Reach) -> str:
    version, business = listing.version, listing.business
    lines = [f"<b>{number} · {escape(version.title)}</b> {atlas.flag(atlas.region(business.region_id))}"]
    translated = in_readers_language(version.title, version.title_en, version.language)
    where = region_name(business.region_id)
    lines.append(where if translated == version.title else f"<i>{escape(translated)}</i> · {where}")
    kind = word(version.type)
    lines.append(f"{escape(listing.business_version.name)} · {kind}" if theirs.names else kind)
    lines.append(escape(quote(in_readers_language(version.summary, version.summary_en, version.language), SUMMARY_SHOWN)))
    if reasons:
        lines.append("<i>" + " · ".join(f"{escape(reason.theirs)} = {escape(reason.asked)}" for reason in reasons[:2]) + "</i>")
    if not theirs.agrees(business):
        lines.append(no_agreement())
    return "\n".join(lines)


async def _onward(session: Session, made: Run) -> list[list[Button]]:
    bell = await _bell(session, made, _("Tell me of new ones"))
    if made.region_id is not None:
        return [[bell], [_back_to_region(made.region_id), _home()]]
    rows = []
    if made.corrected:
        rows.append([Button(_("Search for {text} as typed").format(text=quote(made.text, 20)), callbacks.Verbatim(run=made.id))])
    scope = Button("🤝 " + _("My twins"), callbacks.Widen(run=made.id, on=False)) if made.wide else _wider(made)
    return [*rows, [_filters(made), scope], [bell], [_home()]]


async def _bell(session: Session, made: Run, words: str) -> Button:
    """Save the search, or see how it is saved."""
    saved = await alerts.same_as(session, made)
    if saved:
        return Button("🔔 " + _("Saved: {pace}").format(pace=word(saved.pace)), callbacks.SavedSearch(saved=saved.id))
    return Button("🔔 " + words, callbacks.SaveSearch(run=made.id))


def _wider(made: Run) -> Button:
    return Button("🌍 " + _("Wider"), callbacks.Widen(run=made.id))


def _filters(made: Run) -> Button:
    ticked = _ticked(made)
    return Button(_("Filters") + (f" · {ticked}" if ticked else ""), callbacks.Filters(run=made.id))


def _ticked(made: Run | SavedSearch) -> int:
    return sum(len(value) if isinstance(value, list) else 1 for value in made.filters.values())


async def _nothing(session: Session, member: Member, made: Run, theirs: Reach, now: datetime) -> Screen:
    """Says what there is elsewhere, and who can help."""
    said = [_("What was found is not public any more.")] if made.found else []
    bell = await _bell(session, made, _("Tell me when there is"))
    if made.region_id is not None:
        said.append(_("Nothing is public now: {what}.").format(what=_what(made)))
        return Screen("\n\n".join(said), [[bell], [_back_to_region(made.region_id), _home()]])
    help_row = [Button("🏛 " + _("Ask the office"), callbacks.Office()), _home()]
    if made.filters:
        said.append(_("Nothing for <b>{text}</b> with these filters.").format(text=escape(quote(made.text))))
        take_off = Button(_("Take all filters off"), callbacks.Tick(run=made.id, kind="", at=-1), style="primary")
        return Screen("\n\n".join(said), [[take_off], [_filters(made), bell], help_row])
    text = escape(quote(made.text))
    other = Results() if made.wide else await search.results_of(session, member, made, now=now, wide=True)
    if made.wide:
        said.append(_("Nothing for <b>{text}</b> in any region yet.").format(text=text))
    elif theirs.twins:
        said.append(_("Nothing for <b>{text}</b> with your twins yet.").format(text=text))
    else:
        said.append(_("Nothing for <b>{text}</b>: your region has no agreement in force yet.").format(text=text))
    if other.found:
        said.append(_elsewhere(other))
        show_them = Button("🌍 " + _("Show the {count}").format(count=_count(other)), callbacks.Widen(run=made.id), style="primary")
        return Screen("\n\n".join(said), [[show_them], [bell], help_row])
    if not made.wide:
        said.append(_("There are none in other regions either."))
    said.append(_("Type another word, or look at what your twins have."))
    return Screen("\n\n".join(said), [[bell], [Button("🤝 " + _("My twins"), callbacks.Twins())], help_row])


def _elsewhere(other: Results) -> str:
    if other.more:
        return _("{count} such listings are in other regions.").format(count=_count(other))
    return ngettext("{n} such listing is in other regions.", "{n} such listings are in other regions.", len(other.found))


def _count(found: Results) -> str:
    return f"{len(found.found)}+" if found.more else str(len(found.found))


def _back_to_region(region_id: int) -> Button:
    return Button("⬅ " + region_name(region_id), callbacks.Twin(region=region_id))


def _home() -> Button:
    return Button("🏠 " + _("Home"), callbacks.Home())
