"""A participant's code for the entrance, and what scanning it shows: the participant to the organiser, nothing to anybody else."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, links, qr, truth
from handlers.i18n import _, moment
from handlers.missions.card import back_to, home, onward
from handlers.missions.view import title_of
from handlers.missions.when import days
from handlers.screen import Button, File, Screen, escape, hand, show
from handlers.words import region_and_country, word
from models import businesses, members, missions
from models.database import Database, Session
from models.members import Member
from models.missions import ApplicationState, Mission, attendance
from models.missions.attendance import CheckedIn, Door, Ticket

router = Router(name=__name__)


@router.callback_query(callbacks.MyTicket.filter())
async def my_ticket(query: CallbackQuery, callback_data: callbacks.MyTicket, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        own = await missions.own_application(session, member, callback_data.application)
        closed = attendance.door(*own, now) if own else None
        screen = await truth.now_of(session, member, callbacks.MyApplication(application=callback_data.application).pack(), now)
    url = links.url(f"ci_{own[1].checkin_token}") if own else None
    if own is None or url is None or closed not in (None, Door.TOO_EARLY):
        await show(query, screen, _("There is a code for the entrance once you have a seat."))
        return
    mission, application = own
    parts = [
        f"🎟 <b>{escape(title_of(mission))}</b>\n{days(mission)}",
        _("Show this code at the entrance: the organiser scans it with the phone's camera. Others learn nothing from it."),
    ]
    mine = Button("🙋 " + _("My application"), callbacks.MyApplication(application=application.id))
    picture = File(f"{mission.reference}-code.png", await qr.png(url), photo=True)
    await hand(query, picture, Screen("\n\n".join(parts), [[mine, home()]]))


@truth.tells(callbacks.MyTicket)
async def own(session: Session, member: Member, data: callbacks.MyTicket, now: datetime) -> Screen | None:
    return await truth.now_of(session, member, callbacks.MyApplication(application=data.application).pack(), now)


@router.callback_query(callbacks.Ticket.filter())
async def scanned(query: CallbackQuery, callback_data: callbacks.Ticket, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await scanned_screen(session, member, callback_data.token, now)
    await show(query, screen)


@truth.tells(callbacks.Ticket)
async def opened(session: Session, member: Member, data: callbacks.Ticket, now: datetime) -> Screen:
    """A phone's camera opens the code as a link."""
    return await scanned_screen(session, member, data.token, now)


@truth.tells(callbacks.CheckIn, callbacks.CheckInUndone)
async def at_the_door(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await attendance.ticket(session, member, data.application)
    return await ticket_screen(session, seen, member, now) if seen and seen.organises else nobodys()


@router.callback_query(callbacks.CheckIn.filter())
async def check_in(query: CallbackQuery, callback_data: callbacks.CheckIn, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        answer = await attendance.check_in(session, member, callback_data.application, now=now)
        screen = await at_the_door(session, member, callback_data, now)
    await show(query, screen or nobodys(), said(answer, member, _("Checked in.")))


@router.callback_query(callbacks.CheckInUndone.filter())
async def take_back(
    query: CallbackQuery, callback_data: callbacks.CheckInUndone, member: Member, database: Database, now: datetime
) -> None:
    async with database.write() as session:
        answer = await attendance.take_back(session, member, callback_data.application, now=now)
        screen = await at_the_door(session, member, callback_data, now)
    await show(query, screen or nobodys(), said(answer, member, _("Taken back: not checked in.")))


async def scanned_screen(session: Session, member: Member, token: str, now: datetime) -> Screen:
    seen = await attendance.by_token(session, member, token)
    if seen is None:
        return nobodys()
    if seen.organises:
        return await ticket_screen(session, seen, member, now)
    text = _("🎟 This is your own code for <b>{title}</b>. The organiser scans it at the entrance; nothing changes when you open it.")
    mine = Button("🙋 " + _("My application"), callbacks.MyApplication(application=seen.application.id))
    return Screen(text.format(title=escape(title_of(seen.mission))), [[mine, back_to(seen.mission)], [home()]])


def nobodys() -> Screen:
    """The same for a code that is somebody else's and for one that never was."""
    return Screen(_("🎟 This code says something to a mission's organiser only. There is nothing to do for you here."), [onward()])


async def ticket_screen(session: Session, seen: Ticket, member: Member, now: datetime) -> Screen:
    """Who stands before the organiser, and whether they may come in."""
    mission, application = seen.mission, seen.application
    person = await members.get(session, application.member_id)
    business = await businesses.get(session, application.business_id)
    version = await businesses.public_version(session, business) or await businesses.newest_version(session, business.id)
    parts = [
        f"🎟 <b>{escape(person.name)}</b>\n{escape(version.name)} · {region_and_country(business.region_id)}",
        f"📌 {escape(title_of(mission))} · {days(mission)}",
        await _standing(session, seen, member, now),
    ]
    return Screen("\n\n".join(parts), [*_act(seen, now), _onward(mission)])


async def _standing(session: Session, seen: Ticket, member: Member, now: datetime) -> str:
    application = seen.application
    if application.state is ApplicationState.ATTENDED and application.checked_in_at:
        return "✅ " + await since(session, application.checked_in_at, application.checked_in_by, member)
    closed = attendance.door(seen.mission, application, now)
    if closed:
        return "⚠️ " + refusal(closed, seen.mission, member)
    return _("Not checked in yet.") + f" {word(application.state)}."


async def since(session: Session, at: datetime, by: int | None, member: Member) -> str:
    """Since when somebody is checked in, and who did it."""
    official = await members.get(session, by) if by else None
    when = moment(at, member.timezone)
    if official is None or official.id == member.id:
        return _("<b>Checked in</b> since {moment}, by you.").format(moment=when)
    return _("<b>Checked in</b> since {moment}, by {name}.").format(moment=when, name=escape(official.name))


def said(answer: CheckedIn | Door, member: Member, done: str) -> str:
    """A toast; what is so already is said by the screen."""
    if isinstance(answer, Door):
        return refusal(answer, None, member)
    return _("It was so already. Nothing changed.") if answer.already else done


def refusal(answer: Door, mission: Mission | None, member: Member) -> str:
    match answer:
        case Door.NOT_YOURS:
            return _("This mission is not yours to keep.")
        case Door.CANCELLED:
            return _("The mission was cancelled.")
        case Door.TOO_EARLY if mission:
            return _("Too early: the entrance opens {moment}.").format(moment=moment(attendance.opens_at(mission), member.timezone))
        case Door.TOO_EARLY:
            return _("Too early: the entrance opens 12 hours before the beginning.")
        case Door.TOO_LATE:
            return _("More than two weeks have passed since the end: nothing can be corrected any more.")
        case Door.NO_SEAT:
            return _("No seat on this mission.")


def _act(seen: Ticket, now: datetime) -> list[list[Button]]:
    number = seen.application.id
    if attendance.door(seen.mission, seen.application, now):
        return []
    if seen.application.state is ApplicationState.ATTENDED:
        return [[Button("↩️ " + _("Undo the check-in"), callbacks.CheckInUndone(application=number))]]
    return [[Button("✅ " + _("Check in"), callbacks.CheckIn(application=number), style="success")]]


def _onward(mission: Mission) -> list[Button]:
    return [Button("🚪 " + _("Entrance list"), callbacks.Door(mission=mission.id)), back_to(mission)]
