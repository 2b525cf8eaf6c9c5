"""The organiser's list at the entrance: who is here, a tap on somebody marks them; and after the end the same, to correct it."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, clock, moment, ngettext, quote
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.ticket import said
from handlers.missions.view import title_of, view
from handlers.notices import words_for
from handlers.screen import Button, Screen, escape, pairs, show, turns
from models import missions
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.missions import ApplicationState, Mission, attendance
from models.missions.attendance import Door
from models.missions.figures import Row

router = Router(name=__name__)

A_PAGE = 8


@router.callback_query(callbacks.Door.filter())
async def listed(query: CallbackQuery, callback_data: callbacks.Door, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await entrance(session, member, callback_data.mission, callback_data.page, now)
    await show(query, screen)


@truth.tells(callbacks.Door, callbacks.AllCame)
async def as_it_stands(session: Session, member: Member, data: callbacks.Door | callbacks.AllCame, now: datetime) -> Screen:
    return await entrance(session, member, data.mission, data.page if isinstance(data, callbacks.Door) else 0, now)


@truth.tells(callbacks.DoorMark)
async def marked_on(session: Session, member: Member, data: callbacks.DoorMark, now: datetime) -> Screen | None:
    return await _list_of(session, member, data, now)


async def _list_of(session: Session, member: Member, data: callbacks.DoorMark, now: datetime) -> Screen:
    found = await missions.applicant(session, member, data.application)
    return await entrance(session, member, found[0].id, data.page, now) if found else gone()


@router.callback_query(callbacks.DoorMark.filter())
async def mark(query: CallbackQuery, callback_data: callbacks.DoorMark, member: Member, database: Database, now: datetime) -> None:
    operation = attendance.check_in if callback_data.here else attendance.take_back
    async with database.write() as session:
        answer = await operation(session, member, callback_data.application, now=now)
        screen = await _list_of(session, member, callback_data, now)
    await show(query, screen, said(answer, member, _("Marked: here.") if callback_data.here else _("Marked: not here.")))


@router.callback_query(callbacks.AllCame.filter())
async def all_came(query: CallbackQuery, callback_data: callbacks.AllCame, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    if not callback_data.sure:
        async with database.read() as session:
            screen = await sure(session, member, number, now)
        await show(query, screen)
        return
    async with database.write() as session:
        answer = await attendance.all_came(session, member, number, now=now)
        screen = await entrance(session, member, number, 0, now)
    await show(query, screen, _all_said(answer, member))


def _all_said(answer: int | Door, member: Member) -> str:
    if isinstance(answer, Door):
        return said(answer, member, "")
    return ngettext("{n} is marked as here.", "{n} are marked as here.", answer) if answer else _("It was so already. Nothing changed.")


async def entrance(session: Session, member: Member, mission_id: int, page: int, now: datetime) -> Screen:
    """Everybody with a seat, by name; for others than the organiser the mission's card."""
    mission = await missions.figures.organised(session, member, mission_id)
    if not isinstance(mission, Mission):
        return await _not_yours(session, member, mission_id, now)
    people = await missions.figures.seated(session, mission_id)
    here = sum(row.application.state is ApplicationState.ATTENDED for row in people)
    page = max(0, min(page, (len(people) - 1) // A_PAGE))
    first = page * A_PAGE
    shown = list(enumerate(people[first : first + A_PAGE], start=first + 1))
    text = _("🚪 <b>Entrance</b> · {title}\nHere: {here} of {all}").format(title=escape(title_of(mission)), here=here, all=len(people))
    parts = [text, "\n".join(_line(number, row, member) for number, row in shown), _rule(mission, people, member, now)]
    rows = [
        *pairs([_toggle(number, row, page) for number, row in shown]),
        turns(len(people), page, A_PAGE, lambda p: callbacks.Door(mission=mission_id, page=p)),
    ]
    if any(attendance.door(mission, row.application, now) is None and not _is_here(row) for row in people):
        rows.append([Button("✅ " + _("Everybody is here"), callbacks.AllCame(mission=mission_id))])
    rows.append([Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=mission_id)), back_to(mission)])
    return Screen("\n\n".join(part for part in parts if part), [row for row in rows if row])


async def sure(session: Session, member: Member, mission_id: int, now: datetime) -> Screen:
    mission = await missions.figures.organised(session, member, mission_id)
    if not isinstance(mission, Mission):
        return await _not_yours(session, member, mission_id, now)
    people = await missions.figures.seated(session, mission_id)
    absent = sum(not _is_here(row) for row in people)
    text = ngettext("Mark {n} more participant as here?", "Mark {n} more participants as here?", absent)
    text += "\n\n" + _("Those who did not come can be marked one by one afterwards.")
    yes = Button("✅ " + _("Everybody is here"), callbacks.AllCame(mission=mission_id, sure=True), style="success")
    return Screen(text, [[yes], [Button("⬅ " + _("Back"), callbacks.Door(mission=mission_id)), home()]])


@words_for(Kind.MISSION_ENDED)
async def ended(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    """To the organiser, while there is somebody to mark."""
    mission = await missions.figures.organised(session, member, delivery.subject)
    if not isinstance(mission, Mission):
        return None
    people = await missions.figures.seated(session, mission.id)
    absent = sum(row.application.state is ApplicationState.CONFIRMED for row in people)
    if not absent or now >= attendance.settles_at(mission):
        return None
    text = _(
        "🚪 <b>{title}</b> is over.\nChecked in: {here} of {all}\n\n"
        "Mark who else was there by {moment}. Whoever is left is recorded as not come; that can be corrected for two weeks."
    ).format(
        title=escape(title_of(mission)),
        here=len(people) - absent,
        all=len(people),
        moment=moment(attendance.settles_at(mission), member.timezone),
    )
    rows = [
        [Button("🚪 " + _("Mark who came"), callbacks.Door(mission=mission.id), style="primary")],
        [Button("✅ " + _("Everybody is here"), callbacks.AllCame(mission=mission.id))],
        [back_to(mission), home()],
    ]
    return Screen(text, rows)


async def _not_yours(session: Session, member: Member, mission_id: int, now: datetime) -> Screen:
    seen = await view(session, member, mission_id, now)
    return card(seen) if seen else gone()


def _is_here(row: Row) -> bool:
    return row.application.state is ApplicationState.ATTENDED


def _line(number: int, row: Row, member: Member) -> str:
    at = row.application.checked_in_at
    sign = "✅ " + clock(at, member.timezone) if _is_here(row) and at else "·"
    return f"{number}. {sign} <b>{escape(row.member.name)}</b>, {escape(row.version.name)}"


def _toggle(number: int, row: Row, page: int) -> Button:
    """A tap marks them as here, or takes that back."""
    here = _is_here(row)
    words = ("✅ " if here else "▫️ ") + f"{number} · {quote(row.member.name, 22)}"
    return Button(words, callbacks.DoorMark(application=row.application.id, page=page, here=not here))


def _rule(mission: Mission, people: list[Row], member: Member, now: datetime) -> str:
    """What a tap does, or from when on it does something."""
    if not people:
        return _("Nobody has a seat yet.")
    if now < attendance.opens_at(mission):
        return _("The entrance opens {moment}.").format(moment=moment(attendance.opens_at(mission), member.timezone))
    if now > attendance.closes_at(mission):
        return _("More than two weeks have passed since the end: nothing can be corrected any more.")
    return _("Scan the participants' codes with the phone's camera, or tap a name here. A second tap takes it back.")
