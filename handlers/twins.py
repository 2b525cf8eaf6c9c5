"""Regions with an agreement: the register as everyone sees it, and what a twin region has, browsed without typing."""

from datetime import date, datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.i18n import _, both, current, dated, ngettext
from handlers.regions import button
from handlers.screen import Button, Screen, pairs, show, turns
from handlers.words import region_and_country, region_name, sector_name, word
from models import atlas, conversations, search, sectors
from models import regions as register
from models.database import Database, Session
from models.members import Member
from models.regions import Twinning, TwinningStatus
from models.search import Shelf

router = Router(name=__name__)

A_PAGE = 8
SECTORS_NAMED = 3


@router.message(Command("twins"))
async def twins_asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await twins_screen(session, member, 0, now)
    await show(message, screen)


@router.callback_query(callbacks.Twins.filter())
async def twins_tapped(query: CallbackQuery, callback_data: callbacks.Twins, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await twins_screen(session, member, callback_data.page, now)
    await show(query, screen)


@router.callback_query(callbacks.Twin.filter())
async def twin_tapped(query: CallbackQuery, callback_data: callbacks.Twin, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await region_screen(session, member, callback_data.region, callback_data.page, now)
        other = screen or await twins_screen(session, member, 0, now)
    await show(query, other, None if screen else _("No agreement with this region is in force."))


@truth.tells(callbacks.Twins)
async def now_twins(session: Session, member: Member, data: callbacks.Twins, now: datetime) -> Screen:
    return await twins_screen(session, member, data.page, now)


@truth.tells(callbacks.Twin, callbacks.TwinListings)
async def now_twin(session: Session, member: Member, data: callbacks.Twin | callbacks.TwinListings, now: datetime) -> Screen:
    screen = await region_screen(session, member, data.region, 0, now)
    return screen or await twins_screen(session, member, 0, now)


async def twins_screen(session: Session, member: Member, page: int, now: datetime) -> Screen:
    """Agreements of the member's regions, signed ones first."""
    theirs = await search.reach(session, member, today=now.date())
    agreements = await search.agreements(session, member, today=now.date())
    mine = both(region_name(region_id) for region_id in sorted(theirs.mine))
    if not agreements:
        return _none(mine)
    page = min(max(page, 0), (len(agreements) - 1) // A_PAGE)
    shown = agreements[page * A_PAGE : (page + 1) * A_PAGE]
    sides = {agreement.id: register.other_side(agreement, theirs.around) for agreement in shown}
    in_force = sum(agreement.status_on(now.date()) is TwinningStatus.SIGNED for agreement in agreements)
    title = ngettext("{n} agreement in force", "{n} agreements in force", in_force)
    head = f"🤝 <b>{title}</b>\n" + _("Region: {region}").format(region=mine)
    entries = [_entry(agreement, sides[agreement.id], now.date()) for agreement in shown]
    open_ones = dict.fromkeys(sides[a.id] for a in shown if a.status_on(now.date()) is TwinningStatus.SIGNED)
    rows = [
        *pairs([_to_region(region_id) for region_id in open_ones]),
        turns(len(agreements), page, A_PAGE, lambda p: callbacks.Twins(page=p)),
        [Button("🔎 " + _("Search"), callbacks.Search()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join([head, *entries]), rows)


async def region_screen(session: Session, member: Member, region_id: int, page: int, now: datetime) -> Screen | None:
    """What a twin region offers and seeks; None when there is no agreement with it (any more)."""
    theirs = await search.reach(session, member, today=now.date())
    agreements = await search.agreements_on(session, theirs, region_id)
    if not agreements:
        return None
    priorities = list(dict.fromkeys(code for agreement in agreements for code in agreement.sectors))
    shelves = await search.shelves(session, region_id, not_of=theirs.businesses)
    page = min(max(page, 0), max(len(shelves) - 1, 0) // A_PAGE)
    shown = shelves[page * A_PAGE : (page + 1) * A_PAGE]
    parts = [f"🤝 <b>{region_and_country(region_id)}</b>\n{_standing(agreements[0], now.date())}"]
    if priorities:
        parts.append(f"<b>{_('Priorities of the agreement')}:</b> {' · '.join(_sector_of(code) for code in priorities)}")
    parts.append("\n".join(_counts(shelf) for shelf in shown) or _nothing_yet())
    rows = [
        *([[Button("📋 " + _("All listings"), callbacks.TwinListings(region=region_id), style="primary")]] if shelves else []),
        *pairs([_to_shelf(region_id, shelf) for shelf in shown]),
        turns(len(shelves), page, A_PAGE, lambda p: callbacks.Twin(region=region_id, page=p)),
        [Button("⬅ " + _("My twins"), callbacks.Twins()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(parts), rows)


def known_date(signed: str) -> str:
    """`15 Mar 2024`, `February 2024` or `1993`: as precise as it is known."""
    patterns = {4: "y", 7: "LLLL y", 10: "d {month} y"}
    first = date.fromisoformat(signed + "-01-01"[: 10 - len(signed)])
    return dated(patterns[len(signed)], first)


def _none(mine: str) -> Screen:
    text = _(
        "🤝 <b>No agreement yet</b>\nRegion: {region}\n\n"
        "You can still look in all regions: type a word, then tap <i>Wider</i>. A proposal to a region without an agreement is allowed.\n\n"
        "Agreements are made by regions: tell your office which one you would work with."
    )
    rows = [
        [Button("🔎 " + _("Search"), callbacks.Search()), Button("🏛 " + _("My office"), callbacks.Office())],
        [Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen(text.format(region=mine), rows)


def _entry(agreement: Twinning, other: int, today: date) -> str:
    lines = [f"<b>{region_and_country(other)}</b>", _standing(agreement, today)]
    if agreement.sectors:
        names, rest = [_sector_of(code) for code in agreement.sectors[:SECTORS_NAMED]], len(agreement.sectors) - SECTORS_NAMED
        lines.append(" · ".join([*names, ngettext("{n} more", "{n} more", rest)] if rest > 0 else names))
    return "\n".join(lines)


def _standing(agreement: Twinning, today: date) -> str:
    """`signed · 15 Mar 2024`; for a lapsed one also until when it was in force."""
    status = agreement.status_on(today)
    parts = [word(status)]
    if agreement.signed and status is TwinningStatus.LAPSED:
        parts.append(_("signed: {date}").format(date=known_date(agreement.signed)))
    elif agreement.signed:
        parts.append(known_date(agreement.signed))
    if status is TwinningStatus.LAPSED and agreement.valid_until:
        parts.append(_("in force until: {date}").format(date=known_date(agreement.valid_until.isoformat())))
    return " · ".join(parts)


def _counts(shelf: Shelf) -> str:
    offered = ngettext("{n} offer", "{n} offers", shelf.offers) if shelf.offers else ""
    sought = ngettext("{n} request", "{n} requests", shelf.seeks) if shelf.seeks else ""
    return f"{sector_name(shelf.sector_id)} – " + " · ".join(part for part in (offered, sought) if part)


def _nothing_yet() -> str:
    return _("Nothing is public there yet. Register what you offer or seek: they find it from their side.")


def _sector_of(code: str) -> str:
    return sectors.by_code(code).name(current())


def _to_region(region_id: int) -> Button:
    return button(atlas.region(region_id), lambda i: callbacks.Twin(region=i))


def _to_shelf(region_id: int, shelf: Shelf) -> Button:
    words = f"{sector_name(shelf.sector_id)} · {shelf.offers + shelf.seeks}"
    return Button(words, callbacks.TwinListings(region=region_id, sector=shelf.sector_id))
