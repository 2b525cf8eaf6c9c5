"""Who gets it: regions, agreements, sectors, roles, applicants, channels; with a live count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.announcements import summary
from handlers.announcements.acting import act, forget
from handlers.announcements.composer import outcome
from handlers.announcements.draft import to_draft, whence
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.form import Context, Form, Outcome, Text, Wrong
from handlers.i18n import _, quote
from handlers.regions import one_region
from handlers.screen import Button, Screen, escape, pairs, turns
from handlers.words import region_and_country, region_name, sector_name, word
from models import announcements, atlas, regions, sectors
from models.announcements import Announcement, Audience, AudienceRole, Refusal
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.regions import TwinningStatus

router = Router(name=__name__)

A_PAGE = 8
KINDS = ("regions", "twinnings", "sectors", "roles", "chats")
ROLES = tuple(AudienceRole)


@dataclass(frozen=True)
class Option:
    value: int
    words: str


@router.callback_query(callbacks.Audience.filter())
async def look(query: CallbackQuery, callback_data: callbacks.Audience, member: Member, database: Database, now: datetime) -> None:
    await act(query, member, callback_data.announcement, database, now, None, audience_or_state)


@router.callback_query(callbacks.AudienceKind.filter())
async def choices(query: CallbackQuery, callback_data: callbacks.AudienceKind, member: Member, database: Database, now: datetime) -> None:
    async def shown(session: Session, seen: View, now: datetime) -> Screen:
        return await choices_or_state(session, seen, callback_data.kind, callback_data.page, now)

    await act(query, member, callback_data.announcement, database, now, None, shown)


@router.callback_query(callbacks.AudienceTick.filter())
async def tick(query: CallbackQuery, callback_data: callbacks.AudienceTick, member: Member, database: Database, now: datetime) -> None:
    number, kind = callback_data.announcement, callback_data.kind

    async def operation(session: Session) -> Announcement | Refusal:
        announcement = await announcements.seen(session, member, number)
        if announcement is None:
            return Refusal.GONE
        to = ticked(announcements.audience_of(announcement), kind, callback_data.value)
        return await announcements.aim(session, member, number, to, now=now)

    async def shown(session: Session, seen: View, now: datetime) -> Screen:
        return await choices_or_state(session, seen, kind, callback_data.page, now)

    await act(query, member, number, database, now, operation, shown)


@router.callback_query(callbacks.AudienceRegion.filter())
async def by_name(query: CallbackQuery, callback_data: callbacks.AudienceRegion, member: Member, database: Database, now: datetime) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if not may_aim(seen):
            return await stands(session, seen, now)
        number = seen.announcement.id
        await forget(session, member, REGION.name, number)
        return await form.enter(session, member, REGION, now=now, subject=number)

    await act(query, member, callback_data.announcement, database, now, None, asked)


@truth.tells(callbacks.Audience, callbacks.AudienceKind, callbacks.AudienceTick, callbacks.AudienceRegion)
async def now_audience(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.announcement, now)
    return await audience_or_state(session, seen, now) if seen else None


def may_aim(seen: View) -> bool:
    """Recipients and time are settled before it begins."""
    return seen.mine and not seen.announcement.over and seen.announcement.started_at is None


def ticked(to: Audience, kind: str, value: int) -> Audience:
    """With this choice put on or off; what is no choice changes nothing."""
    match kind:
        case "people":
            return replace(to, people=not to.people)
        case "applicants":
            return replace(to, to_applicants=not to.to_applicants)
        case "roles":
            return replace(to, roles=toggled(to.roles, ROLES[value])) if value < len(ROLES) else to
        case "sectors":
            return replace(to, sectors=toggled(to.sectors, value)) if value in {each.id for each in sectors.all_sectors()} else to
        case "regions":
            return replace(to, regions=toggled(to.regions, value)) if atlas.get(value) else to
        case "twinnings":
            return replace(to, twinnings=toggled(to.twinnings, value))
        case "chats":
            return replace(to, chats=toggled(to.chats, value))
        case _:
            return to


def toggled(chosen: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    return tuple(each for each in chosen if each != value) if value in chosen else (*chosen, value)


async def audience_or_state(session: Session, seen: View, now: datetime) -> Screen:
    return audience_screen(seen) if may_aim(seen) else await stands(session, seen, now)


async def choices_or_state(session: Session, seen: View, kind: str, page: int, now: datetime) -> Screen:
    if not may_aim(seen):
        return await stands(session, seen, now)
    return await choices_screen(session, seen, kind, page, now.date()) if kind in KINDS else audience_screen(seen)


def audience_screen(seen: View) -> Screen:
    """Who is meant, how many would get it now, who is left out and why."""
    announcement = seen.announcement
    assert seen.reach is not None
    parts = [
        f"👥 <b>{escape(announcement.title)}</b> · " + _("Recipients"),
        summary.audience(seen),
        summary.reached(seen.reach),
        summary.offices_to_agree(seen),
        summary.warning(seen),
        _("Regions and agreements add up; sectors and roles narrow them down."),
    ]
    if seen.reach.left_out or seen.reach.later:
        parts.append(_("It is counted anew when it goes out: who comes back or unblocks the bot until then gets it."))
    return Screen("\n\n".join(part for part in parts if part), _kinds(announcement))


def _kinds(announcement: Announcement) -> list[list[Button]]:
    number = announcement.id
    narrowing = [
        _kind(number, "regions", "🗺 " + _("Regions"), announcement.regions),
        _kind(number, "twinnings", "🤝 " + _("Agreements"), announcement.twinnings),
        _kind(number, "sectors", "🏷 " + _("Sectors"), announcement.sectors),
        _kind(number, "roles", "👤 " + _("Roles"), announcement.roles),
    ]
    people = Button(_box(not announcement.people) + _("Only channels and groups"), _tick(number, "people", 1))
    applicants = Button(_box(announcement.to_applicants) + _("Only applicants of the mission"), _tick(number, "applicants", 1))
    return [
        *(pairs(narrowing) if announcement.people else []),
        [applicants] if announcement.people and announcement.mission_id is not None else [],
        [_kind(number, "chats", "📢 " + _("Channels and groups"), announcement.chats)],
        [people] if announcement.chats or not announcement.people else [],
        [to_draft(number)],
    ]


def _kind(number: int, kind: str, words: str, chosen: Sequence[Any]) -> Button:
    return Button(f"{words} · {len(chosen)}" if chosen else words, callbacks.AudienceKind(announcement=number, kind=kind))


def _tick(number: int, kind: str, value: int, page: int = 0) -> callbacks.AudienceTick:
    return callbacks.AudienceTick(announcement=number, kind=kind, value=value, page=page)


def _box(on: bool) -> str:
    return "✔ " if on else "▫️ "


async def choices_screen(session: Session, seen: View, kind: str, page: int, today: date) -> Screen:
    """Choices of one kind with ticks, the chosen ones first."""
    announcement = seen.announcement
    number, chosen = announcement.id, _chosen(announcement, kind)
    found = await _options(session, seen, kind, today)
    page = min(page, max(len(found) - 1, 0) // A_PAGE)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    buttons = [Button(_box(option.value in chosen) + option.words, _tick(number, kind, option.value, page)) for option in shown]
    assert seen.reach is not None
    parts = [_question(kind, announcement, empty=not found), summary.reached(seen.reach)]
    more = [Button("⌨️ " + _("Another region by name"), callbacks.AudienceRegion(announcement=number))] if kind == "regions" else []
    if kind == "chats":
        more = [Button("📢 " + _("How to add one"), callbacks.OfficeChats())]
    rows = [
        *pairs(buttons, columns=1 if kind in ("twinnings", "chats") else 2),
        turns(len(found), page, A_PAGE, lambda p: callbacks.AudienceKind(announcement=number, kind=kind, page=p)),
        more,
        [Button("⬅ " + _("Recipients"), callbacks.Audience(announcement=number)), to_draft(number)],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


def _chosen(announcement: Announcement, kind: str) -> set[int]:
    if kind == "roles":
        return {ROLES.index(AudienceRole(role)) for role in announcement.roles}
    return set(getattr(announcement, kind))


def _question(kind: str, announcement: Announcement, *, empty: bool) -> str:
    match kind:
        case "regions":
            where = _("your region") if announcement.region_id else _("all regions")
            return _("🗺 <b>Which regions?</b> Nothing chosen means: {where}.").format(where=where)
        case "twinnings" if empty:
            return _("🤝 No agreement is in force here.")
        case "twinnings":
            return _("🤝 <b>Which agreements?</b> The people of both sides get it.")
        case "sectors":
            return _("🏷 <b>Which sectors?</b> Only those whose business works in one of them. Nothing chosen means: all.")
        case "roles":
            return _("👤 <b>Who?</b> Nothing chosen means: everybody.")
        case _ if empty:
            return _("📢 Your office has no channel or group here yet.")
        case _:
            return _("📢 <b>Which channels and groups?</b> They get it beside the people, in the language set for each.")


async def _options(session: Session, seen: View, kind: str, today: date) -> list[Option]:
    announcement = seen.announcement
    match kind:
        case "regions":
            return await _regions(session, announcement, today)
        case "twinnings":
            return await _twinnings(session, announcement, today)
        case "sectors":
            return [Option(each.id, sector_name(each.id)) for each in sectors.all_sectors()]
        case "roles":
            return [Option(at, word(role)) for at, role in enumerate(ROLES)]
        case _:
            chats = await announcements.chats(session, seen.reader, announcement.region_id)
            return [Option(chat.id, quote(chat.title, 36)) for chat in chats]


async def _regions(session: Session, announcement: Announcement, today: date) -> list[Option]:
    """The chosen ones, one's own, and those on the other side of agreements."""
    own = announcement.region_id
    if own:
        agreements = await regions.twinnings(session, own, today=today, status=TwinningStatus.SIGNED)
        mine = [own, *(above.id for above in atlas.ancestors(own))]
        others = [regions.other_side(agreement, mine) for agreement in agreements]
    else:
        others = [side for agreement in await regions.in_force(session, today=today) for side in (agreement.region_a, agreement.region_b)]
    ids = dict.fromkeys([*announcement.regions, *([own] if own else []), *others])
    return [Option(i, f"{atlas.flag(atlas.region(i))} {region_name(i)}") for i in ids]


async def _twinnings(session: Session, announcement: Announcement, today: date) -> list[Option]:
    own = announcement.region_id
    if own:
        found = await regions.twinnings(session, own, today=today, status=TwinningStatus.SIGNED)
    else:
        found = await regions.in_force(session, today=today)
    chosen = set(announcement.twinnings)
    ordered = sorted(found, key=lambda agreement: agreement.id not in chosen)
    return [Option(each.id, f"{region_name(each.region_a)} – {region_name(each.region_b)}") for each in ordered]


class Region(Text):
    def words(self, value: Any, context: Context) -> str:
        return escape(region_and_country(int(value)))


def _region(text: str, _context: Context) -> Any | Wrong:
    found = one_region(text)
    return Wrong(found) if isinstance(found, str) else found


async def added(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    number = draft.subject
    announcement = await announcements.seen(session, member, number)
    answer: Announcement | Refusal = Refusal.GONE
    if announcement is not None:
        to = announcements.audience_of(announcement)
        ids = dict.fromkeys([*to.regions, int(draft.answers["region"])])
        answer = await announcements.aim(session, member, number, replace(to, regions=tuple(ids)), now=now)
    seen = await view(session, member, number, now)
    if seen is None:
        return await outcome(session, member, number, answer, now)
    shown = await choices_or_state(session, seen, "regions", 0, now)
    if isinstance(answer, Refusal):
        return Outcome(shown, (await outcome(session, member, number, answer, now)).toast)
    return Outcome(shown)


REGION = form.register(
    Form(
        "announcement_region",
        title=lambda context: _("Recipients"),
        fields=(
            Region(
                "region",
                label=lambda: _("Region"),
                question=lambda context: _("Which region? Send a part of its name in any language, or its code."),
                one_line=True,
                at_most=80,
                example=lambda context: "UA-18",
                check=_region,
            ),
        ),
        submit=added,
        send=lambda: _("Add it"),
        foot=lambda context: _("With everything that lies in it."),
        whence=whence,
    )
)
