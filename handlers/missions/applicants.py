"""What an organiser sees of applicants: the list with its ticks, one applicant, the reasons.

What is ticked stands in the buttons themselves, so that nobody else is hit when the list changes meanwhile: as one bit an application, in
the order of their ids. No application is ever deleted, and a new one is the last, so a place in that order is for ever.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, both, language_name, moment, ngettext, quote
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.view import title_of, view
from handlers.missions.words import target_lines
from handlers.screen import Button, Screen, Style, escape, pairs, turns
from handlers.words import region_and_country, word
from models import businesses, members, missions
from models.businesses import Business, BusinessVersion, PublicState
from models.database import Session
from models.members import Member
from models.missions import Application, ApplicationState, Decision, DeclineReason, Mission, MissionState

A_PAGE = 5
GOAL_SHOWN = 90
NAMES_SHOWN = 20
TICKS_MAX = 170
"""So many applications have their bit in a button's 34 characters; on those that came later one decides one by one."""
SHOWS: dict[str, tuple[ApplicationState, ...]] = {
    "u": missions.UNDECIDED,
    "c": missions.SEATED,
    "w": (ApplicationState.WAITLISTED,),
    "o": (ApplicationState.DECLINED, ApplicationState.WITHDRAWN),
}
"""The filters of the list by their letter."""
DECISIONS = {"c": Decision.CONFIRM, "s": Decision.SHORTLIST, "w": Decision.WAITLIST, "d": Decision.DECLINE}
REASONS = dict(zip("scoutx", DeclineReason, strict=True))
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def packed(ids: Collection[int], known: Sequence[int]) -> str:
    """Which of a mission's applications (`known`: all their ids, ascending) are ticked, for a button.

    >>> packed([9, 4], known=[4, 7, 9])
    '-5'
    """
    bits = sum(1 << known.index(i) for i in set(ids))
    return f"-{_base36(bits)}" if bits else ""


def unpacked(chosen: str, known: Sequence[int]) -> list[int]:
    """The ids in a button, those that came first in front; none in what we did not write.

    >>> unpacked("-5", known=[4, 7, 9])
    [4, 9]
    >>> unpacked("4.9", known=[4, 7, 9])  # ids in base 36: a button about one applicant
    [4, 9]
    """
    try:
        if chosen.startswith("-"):
            bits = int(chosen[1:], 36)
            return [i for place, i in enumerate(known) if bits >> place & 1]
        wanted = {int(part, 36) for part in chosen.split(".")} if chosen else set()
    except ValueError:
        return []
    return [i for i in known if i in wanted]


async def ids_of(session: Session, mission_id: int, chosen: str) -> list[int]:
    return unpacked(chosen, _known(await missions.applications(session, mission_id)))


def _known(every: Sequence[Application]) -> list[int]:
    return sorted(each.id for each in every)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


@dataclass(frozen=True)
class Candidate:
    """An application with its business, as the organiser reads it."""

    application: Application
    business: Business
    version: BusinessVersion

    @property
    def name(self) -> str:
        """For HTML."""
        return escape(self.version.name)


async def candidate(session: Session, application: Application) -> Candidate:
    business = await businesses.get(session, application.business_id)
    version = await businesses.public_version(session, business) or await businesses.newest_version(session, business.id)
    return Candidate(application, business, version)


async def applicant_list(session: Session, member: Member, data: callbacks.Applicants, now: datetime) -> Screen:
    """Five a page; those who do not organise it see the mission's card."""
    seen = await view(session, member, data.mission, now)
    if seen is None or not seen.seen.organises:
        return card(seen) if seen else gone()
    every = await missions.applications(session, data.mission)
    states = SHOWS.get(data.show, ())
    found = [each for each in every if not states or each.state in states]
    page = min(data.page, max(len(found) - 1, 0) // A_PAGE)
    shown = [await candidate(session, each) for each in found[page * A_PAGE : (page + 1) * A_PAGE]]
    known, listed = _known(every), {each.id for each in found}
    # What is not in the list is not decided on unseen.
    ticked = [i for i in unpacked(data.chosen, known) if i in listed]
    parts = [_heading(seen.mission, seen.tally, seen.title)]
    parts += [_entry(page * A_PAGE + n, each) for n, each in enumerate(shown, 1)]
    if not found:
        parts.append(_("Nobody stands here now."))
    elif seen.mission.state is MissionState.PUBLISHED:
        parts.append(_("Press a number to read the whole application; tick several to decide on them at once."))
    elsewhere = len(set(ticked) - {each.application.id for each in shown})
    if elsewhere:
        parts.append(ngettext("{n} more is ticked on other pages.", "{n} more are ticked on other pages.", elsewhere))
    return Screen("\n\n".join(parts), [row for row in _list_rows(seen.mission, data, page, len(found), shown, ticked, known) if row])


def _heading(mission: Mission, tally: missions.Tally, title: str) -> str:
    states = tally.by_state
    seats = _("Seats taken: {taken} of {seats}").format(taken=tally.taken, seats=mission.seats)
    if tally.offered:
        seats += " · " + _("offered: {n}").format(n=tally.offered)
    if tally.coming:
        seats += " · " + _("said again that they come: {n}").format(n=tally.coming)
    waiting = _("undecided: {undecided} · waiting list: {waiting}").format(
        undecided=tally.undecided, waiting=states[ApplicationState.WAITLISTED]
    )
    return f"👥 <b>{escape(title)}</b> · {mission.reference}\n{seats}\n{waiting}"


def _entry(number: int, each: Candidate) -> str:
    application = each.application
    unchecked = "" if each.business.state is PublicState.PUBLISHED else " · ⚠️ " + _("not approved")
    lines = [f"<b>{number} · {each.name}</b> · {region_and_country(each.business.region_id)}{unchecked}"]
    lines.append(_state(application))
    lines.append(escape(quote(application.goal, GOAL_SHOWN)))
    if application.note:
        lines.append("🗒 <i>" + escape(quote(application.note, GOAL_SHOWN)) + "</i>")
    return "\n".join(lines)


def _state(application: Application) -> str:
    words = word(application.state)
    if application.offered_until:
        words += " · " + _("a seat is offered")
    if application.lapsed_at:
        words += " · " + _("let an offer lapse")
    if application.coming_at:
        words += " · " + _("comes for certain")
    return words


def _list_rows(
    mission: Mission, data: callbacks.Applicants, page: int, count: int, shown: list[Candidate], ticked: list[int], known: list[int]
) -> list[list[Button]]:
    def to(show: str, at: int, ids: Sequence[int] = ()) -> callbacks.Applicants:
        return callbacks.Applicants(mission=mission.id, show=show, page=at, chosen=packed(ids, known))

    filters = {"": _("All"), "u": _("Undecided"), "c": _("With a seat"), "w": _("Waiting list"), "o": _("Others")}
    marked = [Button(("✔ " if data.show == code else "") + words, to(code, 0)) for code, words in filters.items()]
    first = page * A_PAGE + 1
    rows = [*pairs(marked)]
    rows.append([Button(str(n), callbacks.Applicant(application=each.application.id)) for n, each in enumerate(shown, first)])
    if mission.state is MissionState.PUBLISHED:
        can = [(n, each) for n, each in enumerate(shown, first) if known.index(each.application.id) < TICKS_MAX]
        rows.append([_tick(n, each.application.id, ticked, data.show, page, to) for n, each in can])
        rows += _decisions(mission, ticked, known)
    rows.append(turns(count, page, A_PAGE, lambda p: to(data.show, p, ticked)))
    return [*rows, [back_to(mission), home()]]


def _tick(
    number: int, application_id: int, ticked: list[int], show: str, page: int, to: Callable[[str, int, Sequence[int]], callbacks.Applicants]
) -> Button:
    on = application_id in ticked
    ids = [i for i in ticked if i != application_id] if on else [*ticked, application_id]
    return Button(f"{'☑' if on else '☐'} {number}", to(show, page, ids))


def _decisions(mission: Mission, ids: Sequence[int], known: Sequence[int]) -> list[list[Button]]:
    """What can be decided on those that are ticked."""
    if not ids:
        return []

    def to(what: str) -> callbacks.DecideOn:
        return callbacks.DecideOn(mission=mission.id, decision=what, chosen=packed(ids, known))

    return [
        [
            Button("✅ " + ngettext("Confirm {n}", "Confirm {n}", len(ids)), to("c"), style="success"),
            Button("⭐ " + _("Shortlist"), to("s")),
        ],
        [Button("⏳ " + _("Waiting list"), to("w")), Button("✖ " + _("Decline"), to("d"), style="danger")],
    ]


async def reasons(session: Session, member: Member, data: callbacks.DecideOn, now: datetime) -> Screen:
    """Why they are not chosen: they are told."""
    seen = await view(session, member, data.mission, now)
    if seen is None or not seen.seen.organises:
        return card(seen) if seen else gone()
    every = await missions.applications(session, data.mission)
    chosen = unpacked(data.chosen, _known(every))
    of_this = [each for each in every if each.id in chosen]
    if not of_this or seen.mission.state is not MissionState.PUBLISHED:
        return await applicant_list(session, member, callbacks.Applicants(mission=data.mission), now)
    names = [(await candidate(session, each)).name for each in of_this[:NAMES_SHOWN]]
    if len(of_this) > NAMES_SHOWN:
        names.append(ngettext("{n} more", "{n} more", len(of_this) - NAMES_SHOWN))
    text = _("Decline: {names}?\n\nChoose the reason; they are told it. A seat that they have comes free.").format(names=", ".join(names))
    buttons = [
        Button(word(reason), callbacks.DeclineWith(mission=data.mission, why=letter, chosen=data.chosen))
        for letter, reason in REASONS.items()
    ]
    back = Button("⬅ " + _("Applicants"), callbacks.Applicants(mission=data.mission, chosen=data.chosen))
    return Screen(text, [*[[button] for button in buttons], [back, home()]])


async def applicant_screen(session: Session, member: Member, application_id: int, now: datetime) -> Screen | None:
    """One applicant with everything they wrote, and how to reach them; for the organiser only."""
    found = await missions.applicant(session, member, application_id)
    if found is None:
        return None
    mission, application = found
    each = await candidate(session, application)
    person = await members.get(session, application.member_id)
    parts = [
        f"👤 <b>{each.name}</b> · {region_and_country(each.business.region_id)}\n{escape(title_of(mission))} · {mission.reference}",
        await _facts(session, each, person, member, now),
        _reached(each, person),
    ]
    if application.note:
        parts.append(f"🗒 <b>{_('Note of the office')}:</b> {escape(application.note)}")
    return Screen("\n\n".join(parts), [row for row in _applicant_rows(mission, application) if row])


async def _facts(session: Session, each: Candidate, person: Member, reader: Member, now: datetime) -> str:
    application = each.application
    lines = [f"<b>{_state(application)}</b>", _("Applied: {moment}").format(moment=moment(application.applied_at, reader.timezone))]
    if application.decline_reason:
        lines.append(_("Reason: {reason}.").format(reason=word(application.decline_reason)))
    if each.business.state is not PublicState.PUBLISHED:
        lines.append("⚠️ " + _("The business is not approved: {state}").format(state=word(each.business.state)))
    lines.append(f"<b>{_('Goal')}:</b> {escape(application.goal)}")
    lines += await target_lines(session, application, now)
    spoken = both(language_name(code) for code in application.languages)
    lines.append(f"<b>{_('Languages')}:</b> {spoken}" + (" · " + _("needs an interpreter") if application.interpreter else ""))
    return "\n".join(lines)


def _reached(each: Candidate, person: Member) -> str:
    """The applicant knows that the organiser sees these."""
    name = escape(person.name) + (f" @{person.username}" if person.username else "")
    contacts = [value for value in (each.version.phone, each.version.email, each.version.website) if value]
    return "\n".join([_("Comes: {name}").format(name=name), *map(escape, contacts)])


def _applicant_rows(mission: Mission, application: Application) -> list[list[Button]]:
    number = application.id
    rows: list[list[Button]] = []
    if mission.state is MissionState.PUBLISHED:
        words: dict[str, tuple[str, Style | None]] = {
            "c": ("✅ " + _("Confirm"), "success"),
            "s": ("⭐ " + _("Shortlist"), None),
            "w": ("⏳ " + _("Waiting list"), None),
            "d": ("✖ " + _("Decline"), "danger"),
        }
        rows += pairs(
            [
                Button(text, callbacks.DecideOn(mission=mission.id, decision=what, chosen=_base36(number)), style=style)
                for what, (text, style) in words.items()
                if missions.allowed(application, DECISIONS[what])
            ]
        )
    rows.append([Button("🗒 " + _("Note"), callbacks.ApplicantNote(application=number))])
    back = Button("⬅ " + _("Applicants"), callbacks.Applicants(mission=mission.id))
    return [*rows, [back, home()]]
