"""A mission's card: everything about it, and what its reader can do; the programme as a file of its own."""

from datetime import datetime

from aiogram import Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, both, language_name, moment, ngettext
from handlers.missions import around
from handlers.missions.money import price
from handlers.missions.view import View, view
from handlers.missions.when import when_lines
from handlers.screen import Button, File, Screen, escape, hand, pairs, show
from handlers.words import desk_name, region_and_country, sector_names, word
from models.database import Database, Session
from models.members import Member
from models.missions import ApplicationState, Direction, FileKind, Mission, MissionState, Obstacle, Selection
from models.regions import Desk, Responsible

router = Router(name=__name__)


@router.callback_query(callbacks.Mission.filter())
async def look(query: CallbackQuery, callback_data: callbacks.Mission, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.mission, now)
    await show(query, card(seen) if seen else gone())


@truth.tells(
    callbacks.Mission,
    callbacks.MissionProgramme,
    callbacks.ApplyFor,
    callbacks.EditMission,
    callbacks.PublishMission,
    callbacks.CancelMission,
    callbacks.ExtendMission,
    callbacks.GoOnMission,
)
async def as_it_stands(session: Session, member: Member, data: callbacks.Mission, now: datetime) -> Screen | None:
    """A link opens it too; somebody who has not passed the entrance passes that first."""
    if member.region_id is None or not member.consented:
        return None
    seen = await view(session, member, data.mission, now)
    return card(seen) if seen else gone()


@router.callback_query(callbacks.MissionProgramme.filter())
async def programme(
    query: CallbackQuery, callback_data: callbacks.MissionProgramme, member: Member, database: Database, now: datetime
) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.mission, now)
    if seen is None:
        await show(query, gone())
        return
    assert query.bot is not None
    mission = seen.mission
    if mission.programme_file_id and mission.programme_bot_id == query.bot.id:
        file = File("programme", file_id=mission.programme_file_id, photo=mission.programme_kind is FileKind.PHOTO)
        caption = "📄 " + _("Programme: {title}").format(title=escape(seen.title))
        try:
            await hand(query, file, Screen(caption, [[back_to(mission), home()]]))
        except TelegramBadRequest:
            pass  # Telegram forgot the file, or never knew it under this name
        else:
            return
    await show(query, card(seen), _("The programme cannot be opened any more. Ask the organiser to send it to me again."))


def gone() -> Screen:
    return Screen(
        _("This mission is not here (any more)."), [[Button("📌 " + _("Missions"), callbacks.Missions(), style="primary"), home()]]
    )


def card(seen: View, heading: str = "") -> Screen:
    """`heading` says why it is shown (a notice, or what was just done)."""
    mission = seen.mission
    parts = [heading, _state(seen), _title(seen), escape(seen.about), _where_and_when(seen), _terms(seen), _who_answers(seen)]
    return Screen("\n\n".join(part for part in parts if part), [row for row in _rows(seen, mission) if row])


def home() -> Button:
    return Button("🏠 " + _("Home"), callbacks.Home())


def back_to(mission: Mission) -> Button:
    return Button("⬅ " + _("Mission"), callbacks.Mission(mission=mission.id))


def onward() -> list[Button]:
    return [Button("📌 " + _("Missions"), callbacks.Missions()), home()]


def _state(seen: View) -> str:
    """What is not as usual, and how the reader's own application stands."""
    mission = seen.mission
    lines = []
    if mission.state is not MissionState.PUBLISHED:
        lines.append(f"<b>{word(mission.state)}.</b>")
    elif not mission.open_at(seen.now):
        lines.append(_("<b>Applications are closed.</b>"))
    elif seen.obstacle is Obstacle.NOT_INVITED:
        lines.append(_("It is for businesses of another region than yours."))
    if seen.application:
        lines.append(_("Your application: <b>{state}</b>").format(state=state_words(seen)))
    if seen.seen.organises and mission.state is MissionState.PUBLISHED:
        lines.append(_numbers(seen))
        lines += around.head_start(mission, seen.reader, seen.now)
    if seen.seen.organises and seen.minimum_missing:
        lines.append("⚠️ " + _("Fewer have applied than are needed ({minimum}). What follows?").format(minimum=mission.minimum))
    return "\n".join(lines)


def state_words(seen: View) -> str:
    application = seen.application
    assert application is not None
    if application.offered_until:
        return _("a seat is kept for you until {moment}").format(moment=moment(application.offered_until, seen.reader.timezone))
    return word(application.state)


def _numbers(seen: View) -> str:
    states = seen.tally.by_state
    return _("Undecided: {undecided} · confirmed: {confirmed} of {seats} · waiting list: {waiting}").format(
        undecided=seen.tally.undecided,
        confirmed=states[ApplicationState.CONFIRMED],
        seats=seen.mission.seats,
        waiting=states[ApplicationState.WAITLISTED],
    )


def _title(seen: View) -> str:
    mission = seen.mission
    kinds = [word(mission.kind), word(mission.direction)]
    first = f"📌 <b>{escape(seen.title)}</b> · <code>{mission.reference}</code>"
    return f"{first}\n{' · '.join(kinds)}"


def _where_and_when(seen: View) -> str:
    mission = seen.mission
    lines = [when_lines(mission, seen.reader.timezone, hours=seen.seen.disclosed)]
    place = (
        _("online") if mission.direction is Direction.ONLINE else f"{escape(mission.city)}, {region_and_country(mission.host_region_id)}"
    )
    lines.append(f"📍 {place}")
    if mission.venue and seen.seen.disclosed:
        lines.append(_("Venue: {venue}").format(venue=escape(mission.venue)))
    if mission.guarded and not (seen.seen.disclosed and not seen.seen.organises):
        lines.append("🔒 " + _("Participants get the venue and the exact hours 24 hours before; they stand nowhere else."))
    return "\n".join(lines)


def _terms(seen: View) -> str:
    mission = seen.mission
    facts = [
        (_("For"), region_and_country(mission.sending_region_id) if mission.sending_region_id else _("all twin regions")),
        (_("Sectors"), sector_names(mission.sectors) if mission.sectors else _("any")),
        (_("Seats"), _seats(seen)),
        (_("Apply until"), moment(mission.apply_until, seen.reader.timezone)),
        (_("Cost"), price(mission.cost, mission.currency) if mission.cost and mission.currency else _("free of charge")),
        (_("Languages"), both(language_name(code) for code in mission.languages)),
        (_("Who is chosen"), _choice(mission)),
    ]
    return "\n".join(f"<b>{label}:</b> {value}" for label, value in facts)


def _seats(seen: View) -> str:
    mission = seen.mission
    words = str(mission.seats)
    if mission.selection is Selection.FIRST_COME and mission.state is MissionState.PUBLISHED:
        words += " · " + _("free: {n}").format(n=seen.free)
    if mission.minimum > 1:
        words += " · " + ngettext("takes place with {n} participant or more", "takes place with {n} participants or more", mission.minimum)
    return words


def _choice(mission: Mission) -> str:
    rule = word(mission.selection)
    return f"{rule}. {escape(mission.criteria)}" if mission.criteria else rule


def _who_answers(seen: View) -> str:
    mission = seen.mission
    organiser = Responsible(Desk.OWN if mission.organiser_region_id else Desk.ADMINISTRATORS, mission.organiser_region_id)
    lines = [
        _("Organiser: {office}").format(office=desk_name(organiser)),
        _("Contact: {contact}").format(contact=escape(mission.contact)),
    ]
    if mission.direction is Direction.OUTWARD:
        phone = seen.adviser_office.phone if seen.adviser_office else None
        office = desk_name(seen.adviser) + (f", {escape(phone)}" if phone else "")
        lines.append(_("Advice on travel permits: {office}").format(office=office))
    return "\n".join(lines)


def _rows(seen: View, mission: Mission) -> list[list[Button]]:
    rows = []
    if seen.seen.organises:
        rows += _organiser_rows(seen)
    rows += _applicant_rows(seen)
    if mission.programme_file_id:
        rows.append([Button("📄 " + _("Programme"), callbacks.MissionProgramme(mission=mission.id))])
    rows += around.of_card(mission, organises=seen.seen.organises)
    return [*rows, onward()]


def _applicant_rows(seen: View) -> list[list[Button]]:
    mission, application = seen.mission, seen.application
    if application and application.state is not ApplicationState.WITHDRAWN:
        words = "🙋 " + (_("Take the seat") if application.offered_until else _("My application"))
        return [[Button(words, callbacks.MyApplication(application=application.id), style=None if seen.seen.organises else "primary")]]
    if not mission.open_at(seen.now) or seen.obstacle is Obstacle.NOT_INVITED:
        return []
    return [[Button("🙋 " + _("Apply"), callbacks.ApplyFor(mission=mission.id), style=None if seen.seen.organises else "primary")]]


def _organiser_rows(seen: View) -> list[list[Button]]:
    mission, tally = seen.mission, seen.tally
    number = mission.id
    change = Button("✏️ " + _("Change"), callbacks.EditMission(mission=number))
    if mission.state is MissionState.DRAFT:
        publish = Button("✅ " + _("Publish"), callbacks.PublishMission(mission=number), style="success")
        return [[publish], [change, Button("🗑 " + _("Throw away"), callbacks.CancelMission(mission=number))]]
    everybody = sum(tally.by_state.values())
    people = Button("👥 " + _("Applicants {n}").format(n=everybody), callbacks.Applicants(mission=number), style="primary")
    if mission.state is not MissionState.PUBLISHED:
        return [[people]]
    rows = [[people]]
    if seen.minimum_missing:
        extend = Button("⏳ " + _("Extend"), callbacks.ExtendMission(mission=number))
        rows.append([Button("▶️ " + _("Hold it anyway"), callbacks.GoOnMission(mission=number)), extend])
        return [*rows, [change, _cancel(number)]]
    date = Button("📅 " + _("Other dates"), callbacks.EditMission(mission=number, field="begins"))
    extend = Button("⏳ " + _("Extend"), callbacks.ExtendMission(mission=number))
    return [*rows, *pairs([change, date, extend, _cancel(number)])]


def _cancel(number: int) -> Button:
    return Button("⛔ " + _("Cancel it"), callbacks.CancelMission(mission=number), style="danger")
