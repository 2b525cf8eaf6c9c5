"""A mission in figures for its organiser: a screen, and a picture where people would rather look than read."""

import asyncio
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, ngettext
from handlers.missions import picture
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.opinions import answer_words
from handlers.missions.view import title_of, view
from handlers.missions.when import days
from handlers.screen import Button, File, Screen, escape, hand, show
from models import missions
from models.database import Database, Session
from models.members import Member
from models.missions import ApplicationState, MissionState
from models.missions.feedback import CHOICES, Question
from models.missions.figures import Figures

router = Router(name=__name__)


@router.callback_query(callbacks.MissionFigures.filter())
async def look(query: CallbackQuery, callback_data: callbacks.MissionFigures, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await shown_to(session, member, callback_data.mission, now)
    await show(query, screen)


@truth.tells(callbacks.MissionFigures, callbacks.MissionPicture, callbacks.Participants)
async def as_it_stands(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    return await shown_to(session, member, data.mission, now)


async def shown_to(session: Session, member: Member, mission_id: int, now: datetime) -> Screen:
    """The figures; for others than the organiser the mission's card."""
    found = await missions.figures.figures(session, member, mission_id)
    if isinstance(found, Figures):
        return figures_screen(found)
    seen = await view(session, member, mission_id, now)
    return card(seen) if seen else gone()


@router.callback_query(callbacks.MissionPicture.filter())
async def drawn(query: CallbackQuery, callback_data: callbacks.MissionPicture, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    async with database.read() as session:
        found = await missions.figures.figures(session, member, number)
        applied = await missions.figures.applied_at(session, number) if isinstance(found, Figures) else []
        screen = await shown_to(session, member, callback_data.mission, now)
    if not isinstance(found, Figures):
        await show(query, screen)
    elif not applied:
        await show(query, screen, _("Nobody has applied yet: there is nothing to draw."))
    else:
        told = _picture_words(found, applied, member)
        content = await asyncio.to_thread(picture.draw, told)
        file = File(f"{found.mission.reference}.png", content, photo=True)
        back = Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=number))
        await hand(query, file, Screen(f"📊 <b>{escape(title_of(found.mission))}</b>\n{days(found.mission)}", [[back, home()]]))


def figures_screen(found: Figures) -> Screen:
    mission = found.mission
    parts = [f"📊 <b>{escape(title_of(mission))}</b> · {mission.reference}\n{days(mission)}", _applications(found), _after(found)]
    number = mission.id
    rows = []
    if found.applied:
        rows.append(
            [
                Button("🖼 " + _("Picture"), callbacks.MissionPicture(mission=number)),
                Button("📄 " + _("Table (XLSX)"), callbacks.Participants(mission=number)),
            ]
        )
    rows.append(
        [
            Button("🚪 " + _("Entrance"), callbacks.Door(mission=number)),
            Button("💬 " + _("Feedback"), callbacks.MissionOpinions(mission=number)),
        ]
    )
    rows.append([Button("👥 " + _("Applicants"), callbacks.Applicants(mission=number)), back_to(mission)])
    return Screen("\n\n".join(part for part in parts if part), [*rows, [home()]])


def _applications(found: Figures) -> str:
    states = found.tally.by_state
    lines = [
        (_("Applied"), str(found.applied)),
        (_("Undecided"), str(found.tally.undecided)),
        (_("Seats given"), _("{n} of {seats}").format(n=found.confirmed, seats=found.mission.seats)),
        (_("Said again that they come"), str(found.tally.coming)),
        (_("Offered now"), str(found.tally.offered)),
        (_("Waiting list"), str(states[ApplicationState.WAITLISTED])),
        (_("Declined"), str(states[ApplicationState.DECLINED])),
        (_("Withdrawn"), str(states[ApplicationState.WITHDRAWN])),
    ]
    if found.pool_told:
        lines.insert(0, (_("Heard before everybody (pool)"), str(found.pool_told)))
    optional = {_("Said again that they come"), _("Offered now")}
    return "\n".join(f"{label}: <b>{value}</b>" for label, value in lines if value != "0" or label not in optional)


def _after(found: Figures) -> str:
    """What is known once it has begun."""
    states, opinions = found.tally.by_state, found.opinions
    attended, absent = states[ApplicationState.ATTENDED], states[ApplicationState.NO_SHOW]
    lines = []
    if attended or absent or found.mission.state is MissionState.OVER:
        lines += [f"{_('Took part')}: <b>{attended}</b>", f"{_('Did not come')}: <b>{absent}</b>"]
    if opinions.given:
        lines.append(ngettext("Feedback: <b>{n}</b> answer", "Feedback: <b>{n}</b> answers", opinions.given))
        counts = opinions.answers[Question.USEFUL]
        said = [f"{answer_words(Question.USEFUL, code)} {counts[code]}" for code in CHOICES[Question.USEFUL] if counts[code]]
        lines.append(_("Useful: {answers}").format(answers=" · ".join(said)))
    return "\n".join(lines)


def _picture_words(found: Figures, applied: list[datetime], member: Member) -> picture.Told:
    states = found.tally.by_state
    bars = [
        (_("Applied"), found.applied),
        (_("Seats given"), found.confirmed),
        (_("Waiting list"), states[ApplicationState.WAITLISTED]),
        (_("Declined"), states[ApplicationState.DECLINED]),
        (_("Withdrawn"), states[ApplicationState.WITHDRAWN]),
    ]
    if found.mission.state is MissionState.OVER or states[ApplicationState.ATTENDED]:
        bars += [(_("Took part"), states[ApplicationState.ATTENDED]), (_("Did not come"), states[ApplicationState.NO_SHOW])]
    return picture.Told(
        title=title_of(found.mission),
        bars=bars,
        days=[moment.astimezone(member.timezone).date() for moment in applied],
        seats=found.mission.seats,
        over_time=_("Applications, day by day"),
        seats_words=ngettext("{n} seat", "{n} seats", found.mission.seats),
    )
