"""One's own application: how it stands, what happens next; taking an offered seat, saying that one comes, withdrawing."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, both, day, language_name, moment
from handlers.missions import around
from handlers.missions.card import back_to, gone, onward
from handlers.missions.view import title_of
from handlers.missions.when import when_lines
from handlers.missions.words import obstacle_words, target_lines
from handlers.screen import Button, Screen, escape, show
from handlers.words import word
from models import missions
from models.database import Database, Session
from models.members import Member
from models.missions import Application, ApplicationState, Mission, MissionState, Obstacle

router = Router(name=__name__)

Operation = Callable[[Session], Awaitable[Application | Obstacle]]


@router.callback_query(callbacks.MyApplication.filter())
async def look(query: CallbackQuery, callback_data: callbacks.MyApplication, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await own_screen(session, member, callback_data.application, now)
    await show(query, screen or gone())


@truth.tells(callbacks.MyApplication, callbacks.LeaveMission, callbacks.TakeSeat, callbacks.WaitAgain, callbacks.IAmComing)
async def as_it_stands(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    return await own_screen(session, member, data.application, now)


@router.callback_query(callbacks.LeaveMission.filter())
async def leave(query: CallbackQuery, callback_data: callbacks.LeaveMission, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.application
    if callback_data.sure:
        operation = _on(missions.withdraw, member, number, now)
        await _act(query, member, number, database, now, operation, _("Withdrawn. The next in line is offered the place."))
        return
    async with database.read() as session:
        found = await missions.own_application(session, member, number)
        standing = await application_screen(session, *found, member, now) if found else gone()
    if found and found[0].state is MissionState.PUBLISHED and found[1].state in missions.OPEN:
        await show(query, _leaving(*found))
    else:
        await show(query, standing, obstacle_words(Obstacle.NOT_CONFIRMED))


@router.callback_query(callbacks.TakeSeat.filter())
async def take(query: CallbackQuery, callback_data: callbacks.TakeSeat, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.application
    await _act(query, member, number, database, now, _on(missions.take, member, number, now), _("The seat is yours."))


@router.callback_query(callbacks.WaitAgain.filter())
async def wait_again(query: CallbackQuery, callback_data: callbacks.WaitAgain, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.application
    await _act(query, member, number, database, now, _on(missions.wait_again, member, number, now), _("You are on the waiting list again."))


@router.callback_query(callbacks.IAmComing.filter())
async def coming(query: CallbackQuery, callback_data: callbacks.IAmComing, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.application
    await _act(query, member, number, database, now, _on(missions.come, member, number, now), _("Noted: you are coming."))


def _on(operation: Any, member: Member, number: int, now: datetime) -> Operation:
    async def run(session: Session) -> Application | Obstacle:
        answer: Application | Obstacle = await operation(session, member, number, now=now)
        return answer

    return run


async def _act(
    query: CallbackQuery, member: Member, number: int, database: Database, now: datetime, operation: Operation, said: str
) -> None:
    """One operation on one's application, and how it stands after it."""
    async with database.write() as session:
        answer = await operation(session)
        screen = await own_screen(session, member, number, now)
    await show(query, screen or gone(), obstacle_words(answer) if isinstance(answer, Obstacle) else said)


async def own_screen(session: Session, member: Member, application_id: int, now: datetime) -> Screen | None:
    found = await missions.own_application(session, member, application_id)
    return await application_screen(session, *found, member, now) if found else None


async def application_screen(
    session: Session, mission: Mission, application: Application, member: Member, now: datetime, heading: str = ""
) -> Screen:
    """`heading` says why it is shown: what was just done, or a notice."""
    hours = missions.disclosed(mission, application, now)
    first = f"🙋 <b>{escape(title_of(mission))}</b> · <code>{mission.reference}</code>"
    about = [first, when_lines(mission, member.timezone, hours=hours)]
    if hours and mission.venue:
        about.append("📍 " + _("Venue: {venue}").format(venue=escape(mission.venue)))
    place = await missions.place_in_line(session, application) if application.state is ApplicationState.WAITLISTED else 0
    parts = [heading, "\n".join(about), _standing(mission, application, member, now, place), await _wish(session, application, now)]
    return Screen(
        "\n\n".join(part for part in parts if part),
        [*_rows(mission, application, now), *around.of_application(mission, application, now), onward()],
    )


def _standing(mission: Mission, application: Application, member: Member, now: datetime, place: int) -> str:
    """The state, what happens next and when."""
    if mission.state in (MissionState.CANCELLED, MissionState.OVER):
        return f"<b>{word(mission.state)}.</b>"
    return f"<b>{word(application.state)}.</b> {_next(mission, application, member, now, place)}"


def _next(mission: Mission, application: Application, member: Member, now: datetime, place: int) -> str:
    zone = member.timezone
    match application.state:
        case ApplicationState.APPLIED | ApplicationState.SHORTLISTED:
            closes = day(mission.apply_until, zone)
            return _("The organiser chooses; applications close on {day}. You are told at once. Nothing to do now.").format(day=closes)
        case ApplicationState.CONFIRMED:
            return _confirmed(mission, application, member, now)
        case ApplicationState.WAITLISTED:
            return _waiting(application, member, place)
        case ApplicationState.DECLINED:
            reason = application.decline_reason
            return _("Reason: {reason}.").format(reason=word(reason)) if reason else ""
        case ApplicationState.WITHDRAWN:
            return _("While applications are taken you can apply again.") if mission.open_at(now) else ""
        case _:
            return ""


def _confirmed(mission: Mission, application: Application, member: Member, now: datetime) -> str:
    zone = member.timezone
    ahead = [at for at in missions.reminders(mission, zone).values() if at > now]
    lines = []
    if application.coming_at:
        lines.append(_("You said that you are coming."))
    if mission.guarded and not missions.disclosed(mission, application, now):
        lines.append(_("The venue and the exact hours come 24 hours before."))
    days_ahead = [day(at, zone) for at in ahead[:-1]]
    if days_ahead:
        lines.append(_("I will remind you: {days}.").format(days=both(days_ahead)))
    lines.append(_("If you cannot come, release the seat: somebody waits for it."))
    return " ".join(lines)


def _waiting(application: Application, member: Member, place: int) -> str:
    if application.offered_until:
        until = moment(application.offered_until, member.timezone)
        return _("<b>A seat is kept for you until {moment}.</b> Take it, or it goes on to the next in line.").format(moment=until)
    if application.lapsed_at:
        return _("A seat was kept for you and went on. If one is free you can still take it; else wait in line again.")
    return _("Your place in line: {place}. If a seat comes free you are told and have 24 hours to take it. Nothing to do now.").format(
        place=place
    )


async def _wish(session: Session, application: Application, now: datetime) -> str:
    lines = [f"<b>{_('Goal')}:</b> {escape(application.goal)}"]
    lines += await target_lines(session, application, now)
    spoken = both(language_name(code) for code in application.languages)
    lines.append(f"<b>{_('Languages')}:</b> {spoken}" + (" · " + _("needs an interpreter") if application.interpreter else ""))
    return "\n".join(lines)


def _rows(mission: Mission, application: Application, now: datetime) -> list[list[Button]]:
    number = application.id
    see = back_to(mission)
    if mission.state is not MissionState.PUBLISHED:
        return [[see]]
    withdraw = Button("🚪 " + _("Withdraw"), callbacks.LeaveMission(application=number), style="danger")
    match application.state:
        case ApplicationState.CONFIRMED:
            return [
                *_coming(application),
                [see, Button("🚪 " + _("Release my seat"), callbacks.LeaveMission(application=number), style="danger")],
            ]
        case ApplicationState.WAITLISTED:
            return [*_offer(application), [see, withdraw]]
        case ApplicationState.APPLIED | ApplicationState.SHORTLISTED:
            return [[see, withdraw]]
        case ApplicationState.WITHDRAWN if mission.open_at(now):
            return [[Button("🙋 " + _("Apply again"), callbacks.ApplyFor(mission=mission.id), style="primary")], [see]]
        case _:
            return [[see]]


def _coming(application: Application) -> list[list[Button]]:
    if application.coming_at:
        return []
    return [[Button("✅ " + _("I am coming"), callbacks.IAmComing(application=application.id), style="success")]]


def _offer(application: Application) -> list[list[Button]]:
    seat = Button("✅ " + _("Take the seat"), callbacks.TakeSeat(application=application.id), style="success")
    if application.offered_until:
        return [[seat]]
    if application.lapsed_at:
        return [[seat], [Button("⏳ " + _("Wait again"), callbacks.WaitAgain(application=application.id))]]
    return []


def _leaving(mission: Mission, application: Application) -> Screen:
    if application.takes_a_seat:
        text = _("Release your seat on <b>{title}</b>?\n\nIt is offered at once to the first on the waiting list. You may not get it back.")
        words = _("Release it")
    else:
        text = _("Withdraw your application for <b>{title}</b>?\n\nThe organiser no longer sees it among those to choose from.")
        words = _("Withdraw it")
    yes = Button("🚪 " + words, callbacks.LeaveMission(application=application.id, sure=True), style="danger")
    back = Button("⬅ " + _("Back"), callbacks.MyApplication(application=application.id))
    return Screen(text.format(title=escape(title_of(mission))), [[yes], [back], onward()])
