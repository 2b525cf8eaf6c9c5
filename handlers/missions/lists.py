"""Coming missions, those one has applied for, and those one organises."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, truth
from handlers.i18n import _, day, ngettext
from handlers.missions.card import home
from handlers.missions.view import title_of
from handlers.missions.when import short_days
from handlers.screen import Button, Screen, escape, show, turns
from handlers.words import region_and_country, word
from models import atlas, conversations, missions
from models.database import Database, Session
from models.members import Member
from models.missions import Application, Direction, Mission

router = Router(name=__name__)

A_PAGE = 5


@router.message(Command("missions"))
async def missions_asked(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await mission_list(session, member, callbacks.Missions(), now)
    await show(message, screen)


@router.callback_query(callbacks.Missions.filter())
async def missions_tapped(
    query: CallbackQuery, callback_data: callbacks.Missions, member: Member, database: Database, now: datetime
) -> None:
    async with database.read() as session:
        screen = await mission_list(session, member, callback_data, now)
    await show(query, screen)


@router.callback_query(callbacks.KeptMissions.filter())
async def kept_tapped(
    query: CallbackQuery, callback_data: callbacks.KeptMissions, member: Member, database: Database, now: datetime
) -> None:
    async with database.read() as session:
        screen = await kept_list(session, member, callback_data.page)
        screen = screen or await mission_list(session, member, callbacks.Missions(), now)
    await show(query, screen)


@truth.tells(callbacks.Missions, callbacks.NewMission)
async def now_missions(session: Session, member: Member, data: callbacks.Missions | callbacks.NewMission, now: datetime) -> Screen:
    return await mission_list(session, member, data if isinstance(data, callbacks.Missions) else callbacks.Missions(), now)


@truth.tells(callbacks.KeptMissions)
async def now_kept(session: Session, member: Member, data: callbacks.KeptMissions, now: datetime) -> Screen:
    return await kept_list(session, member, data.page) or await mission_list(session, member, callbacks.Missions(), now)


async def mission_list(session: Session, member: Member, data: callbacks.Missions, now: datetime) -> Screen:
    """The next first; of one's own regions and their twins, or all."""
    found = await missions.coming(session, member, now=now, every=data.every)
    own = {mission.id: application for mission, application in await missions.mine(session, member)}
    page = min(data.page, max(len(found) - 1, 0) // A_PAGE)
    shown = list(enumerate(found, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    whose = _("all regions") if data.every else _("my region and its twins")
    parts = [f"📌 <b>{_('Missions')}</b> · {whose}\n" + ngettext("{n} mission is coming.", "{n} missions are coming.", len(found))]
    parts += [_entry(number, mission, own.get(mission.id), member, now) for number, mission in shown]
    if not found:
        parts.append(_nothing(every=data.every))
    other = (
        Button("🤝 " + _("My region's"), callbacks.Missions()) if data.every else Button("🌍 " + _("All"), callbacks.Missions(every=True))
    )
    rows = [
        [Button(str(number), callbacks.Mission(mission=mission.id)) for number, mission in shown],
        turns(len(found), page, A_PAGE, lambda p: callbacks.Missions(page=p, every=data.every)),
        await _organising(session, member),
        [other, Button("✋ " + _("Ready for missions"), callbacks.ReadyForMissions())],
        [home()],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


async def kept_list(session: Session, member: Member, page: int) -> Screen | None:
    """Missions that one organises; None for whoever may not."""
    if not await missions.may_keep(session, member):
        return None
    found = await missions.kept(session, member)
    page = min(page, max(len(found) - 1, 0) // A_PAGE)
    shown = list(enumerate(found, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    parts = [f"🗂 <b>{_('Missions of my office')}</b> · {len(found)}"]
    parts += [await _kept_entry(session, number, mission) for number, mission in shown]
    if not found:
        parts.append(_("None yet. A new one takes about fifteen answers; it is a draft until you publish it."))
    rows = [
        [Button(str(number), callbacks.Mission(mission=mission.id)) for number, mission in shown],
        turns(len(found), page, A_PAGE, lambda p: callbacks.KeptMissions(page=p)),
        [Button("➕ " + _("New mission"), callbacks.NewMission(), style="primary")],
        [Button("📌 " + _("Missions"), callbacks.Missions()), home()],
    ]
    return Screen("\n\n".join(parts), [row for row in rows if row])


async def _organising(session: Session, member: Member) -> list[Button]:
    if not await missions.may_keep(session, member):
        return []
    return [Button("➕ " + _("New mission"), callbacks.NewMission()), Button("🗂 " + _("Of my office"), callbacks.KeptMissions())]


def _entry(number: int, mission: Mission, application: Application | None, member: Member, now: datetime) -> str:
    flag = atlas.flag(atlas.region(mission.host_region_id))
    lines = [f"<b>{number} · {escape(title_of(mission))}</b> {flag}", f"{word(mission.kind)} · {short_days(mission)} · {_place(mission)}"]
    if application:
        lines.append(_("Your application: <b>{state}</b>").format(state=word(application.state)))
    elif mission.open_at(now):
        lines.append(_("Apply until {day}.").format(day=day(mission.apply_until, member.timezone)))
    else:
        lines.append(_("Applications are closed."))
    return "\n".join(lines)


def _place(mission: Mission) -> str:
    return _("online") if mission.direction is Direction.ONLINE else escape(mission.city)


async def _kept_entry(session: Session, number: int, mission: Mission) -> str:
    tally = await missions.tally(session, mission.id)
    numbers = _("undecided: {undecided}, seats taken: {taken} of {seats}").format(
        undecided=tally.undecided, taken=tally.taken, seats=mission.seats
    )
    place = region_and_country(mission.host_region_id)
    lines = [f"<b>{number} · {escape(title_of(mission))}</b> · {mission.reference}"]
    return "\n".join([*lines, f"{word(mission.state)} · {short_days(mission)} · {place}", numbers])


def _nothing(*, every: bool) -> str:
    if every:
        return _("No mission is planned now. Your office announces them here.")
    return _("None is planned with your twins now. Look at those of all regions, or ask your office.")
