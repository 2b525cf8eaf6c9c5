"""What people are told of missions; nothing once it is not true any more."""

from datetime import datetime

from handlers import callbacks, notices
from handlers.i18n import _, both, dated, full_day, moment, ngettext
from handlers.missions import around
from handlers.missions.card import card, home, onward
from handlers.missions.mine import application_screen
from handlers.missions.view import View, title_of, view
from handlers.screen import Button, Screen, escape
from models import businesses, missions
from models.database import Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.missions import Application, ApplicationState, Mission, MissionState


async def _own(session: Session, delivery: Delivery, member: Member) -> tuple[Mission, Application] | None:
    """The application of a notice, while its reader still acts for that business."""
    return await missions.own_application(session, member, delivery.subject)


async def _kept(session: Session, delivery: Delivery, member: Member, now: datetime) -> View | None:
    """The mission of a notice, while its reader still organises it and it takes place."""
    seen = await view(session, member, delivery.subject, now)
    return seen if seen and seen.seen.organises and seen.mission.state is MissionState.PUBLISHED else None


@notices.words_for(Kind.MISSION_DECIDED)
async def decided(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None or found[1].state.value != delivery.details.get("state") or found[0].state is not MissionState.PUBLISHED:
        return None
    return await application_screen(session, *found, member, now, _decision(found[1]))


def _decision(application: Application) -> str:
    match application.state:
        case ApplicationState.CONFIRMED:
            return "✅ " + _("<b>You have a seat.</b>")
        case ApplicationState.SHORTLISTED:
            return "⭐ " + _("<b>You are on the shortlist.</b>")
        case ApplicationState.WAITLISTED:
            return "⏳ " + _("<b>You are on the waiting list.</b>")
        case _:
            return _("<b>You were not chosen this time.</b>")


@notices.words_for(Kind.MISSION_OFFERED)
async def offered(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    until = found[1].offered_until if found else None
    if found is None or until is None or until.isoformat() != delivery.details.get("until") or now >= until:
        return None
    return await application_screen(session, *found, member, now, "🎟 " + _("<b>A seat came free.</b>"))


@notices.words_for(Kind.MISSION_LAPSED)
async def lapsed(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None or found[1].lapsed_at is None or found[0].state is not MissionState.PUBLISHED:
        return None
    return await application_screen(session, *found, member, now, "⌛ " + _("<b>The 24 hours are over: the seat went on.</b>"))


@notices.words_for(Kind.MISSION_REMINDER)
async def reminder(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None:
        return None
    name = missions.reminder(*found, member.timezone, now)
    if name is None or name != delivery.details.get("planned"):
        return None
    return await application_screen(session, *found, member, now, f"⏰ {_ahead(name, said=found[1].coming_at is not None)}")


def _ahead(name: str, *, said: bool) -> str:
    """`said`: they have told already that they come."""
    match name:
        case "21d":
            return _("<b>In three weeks.</b>")
        case "7d" if said:
            return _("<b>In a week.</b>")
        case "2d" if said:
            return _("<b>It begins soon.</b>")
        case "7d":
            return _("<b>In a week. Are you coming?</b> Say so, or release the seat.")
        case "2d":
            return _("<b>It begins soon. Are you coming?</b> Say so, or release the seat.")
        case _:
            return _("<b>In two hours.</b>")


@notices.words_for(Kind.MISSION_VENUE)
async def venue(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None or found[0].state is not MissionState.PUBLISHED or not missions.disclosed(*found, now):
        return None
    heading = "📍 " + _("<b>Venue and exact hours.</b> They are for participants only: please do not pass them on.")
    screen = await application_screen(session, *found, member, now, heading)
    return Screen(screen.text, [[around.calendar(found[0])], *screen.rows])


@notices.words_for(Kind.MISSION_CHANGED)
async def changed(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None or found[0].state is not MissionState.PUBLISHED or found[1].state not in missions.OPEN:
        return None
    screen = await application_screen(session, *found, member, now, _what_changed(delivery))
    return await _with_calendar(session, screen, found[0], member)


async def _with_calendar(session: Session, screen: Screen, mission: Mission, member: Member) -> Screen:
    """Who took the calendar file gets the button for the new one."""
    if await missions.calendars.outdated(session, member, mission.id) is None:
        return screen
    return Screen(screen.text, [[around.new_calendar(mission)], *screen.rows])


def _what_changed(delivery: Delivery) -> str:
    what = set(delivery.details.get("what", []))
    named = {
        _("dates"): {"begins", "ends", "zone"},
        _("place"): {"city", "venue", "host_region_id", "direction"},
        _("cost"): {"cost", "currency"},
    }
    words = both(name for name, columns in named.items() if what & columns)
    lines = ["🔁 " + _("<b>Changed: {what}.</b>").format(what=words)]
    if what & {"begins", "ends"} and delivery.details.get("was"):
        first, last = (dated("EEE d {month} y", datetime.fromisoformat(each)) for each in delivery.details["was"])
        lines.append(_("It was: {days}").format(days=first if first == last else f"{first} – {last}"))
    return "\n".join(lines)


@notices.words_for(Kind.MISSION_CANCELLED)
async def cancelled(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    found = await _own(session, delivery, member)
    if found is None or found[0].state is not MissionState.CANCELLED:
        return None
    mission = found[0]
    text = _("⛔ <b>Cancelled: {title}</b>\n\nThe mission of {days} does not take place. Nothing to do now.\n\nContact: {contact}").format(
        title=escape(title_of(mission)), days=dated("d {month} y", mission.begins), contact=escape(mission.contact)
    )
    other = Button("📌 " + _("Other missions"), callbacks.Missions(), style="primary")
    return await _with_calendar(session, Screen(text, [[other, home()]]), mission, member)


@notices.words_for(Kind.MISSION_APPLICATIONS)
async def applications(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _kept(session, delivery, member, now)
    if seen is None:
        return None
    tally = seen.tally
    if seen.mission.selection is missions.Selection.ORGANISER:
        if not tally.undecided:
            return None
        count = ngettext(
            "<b>{n} application waits for your decision.</b>", "<b>{n} applications wait for your decision.</b>", tally.undecided
        )
    else:
        count = _("<b>Seats taken: {taken} of {seats}.</b>").format(taken=tally.taken, seats=seen.mission.seats)
    until = _("Applications are taken until {moment}.").format(moment=moment(seen.mission.apply_until, member.timezone))
    return _to_applicants(seen, f"📌 {escape(seen.title)}\n\n{count} {until}")


@notices.words_for(Kind.MISSION_LEFT)
async def left(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _kept(session, delivery, member, now)
    application = await missions.applicant(session, member, int(delivery.details.get("of", 0)))
    if seen is None or application is None or application[1].state is not ApplicationState.WITHDRAWN:
        return None
    business = await businesses.newest_version(session, application[1].business_id)
    text = _("🚪 <b>{business}</b> released its seat on <i>{title}</i>.").format(business=escape(business.name), title=escape(seen.title))
    if seen.tally.offered:
        text += "\n\n" + _("It is offered to the next on the waiting list, for 24 hours. Nothing to do now.")
    else:
        text += "\n\n" + _("Nobody waits for it: you can confirm somebody else.")
    return _to_applicants(seen, text)


def _to_applicants(seen: View, text: str) -> Screen:
    people = Button("👥 " + _("Applicants"), callbacks.Applicants(mission=seen.mission.id, show="u"), style="primary")
    return Screen(text, [[people], onward()])


@notices.words_for(Kind.MISSION_DEADLINE)
async def deadline(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _kept(session, delivery, member, now)
    if seen is None or seen.mission.open_at(now) or delivery.details.get("until") != seen.mission.apply_until.isoformat():
        return None
    if seen.minimum_missing:
        return _too_few(seen)
    undecided = seen.tally.undecided
    heading = "⏳ " + _("<b>Applications are closed.</b>")
    if undecided:
        heading += " " + ngettext("{n} waits for your decision.", "{n} wait for your decision.", undecided)
    else:
        heading += " " + _("Nothing to do now.")
    return card(seen, heading)


def _too_few(seen: View) -> Screen:
    """*Cancel, Extend, Go on.*"""
    mission = seen.mission
    text = _(
        "⚠️ <b>Too few for {title}</b>\n\nApplications closed on {day}: {number} have applied or have a seat, {minimum} are needed.\n\n"
        "What follows? Until you say, nobody else is told anything."
    ).format(
        title=escape(seen.title),
        day=full_day(mission.apply_until, seen.reader.timezone),
        number=seen.tally.may_come,
        minimum=mission.minimum,
    )
    number = mission.id
    rows = [
        [Button("⏳ " + _("Extend"), callbacks.ExtendMission(mission=number), style="primary")],
        [
            Button("▶️ " + _("Hold it anyway"), callbacks.GoOnMission(mission=number)),
            Button("⛔ " + _("Cancel it"), callbacks.CancelMission(mission=number), style="danger"),
        ],
        [Button("👥 " + _("Applicants"), callbacks.Applicants(mission=number)), home()],
    ]
    return Screen(text, rows)
