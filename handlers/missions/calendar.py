"""The calendar file of a mission, and a word to those who took it when it is not true any more."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _
from handlers.missions import around, entry
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.view import View, title_of, view
from handlers.missions.when import days
from handlers.notices import words_for
from handlers.screen import File, Screen, escape, hand, show
from models import missions
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member
from models.missions import MissionState

router = Router(name=__name__)


@router.callback_query(callbacks.MissionCalendar.filter())
async def taken(query: CallbackQuery, callback_data: callbacks.MissionCalendar, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        seen = await view(session, member, callback_data.mission, now)
        if seen and seen.mission.published_at:
            await missions.calendars.take(session, member, seen.mission, now=now)
    if seen is None:
        await show(query, gone())
    elif seen.mission.published_at is None:
        await show(query, card(seen), _("There is a calendar file once the mission is published."))
    else:
        file = File(entry.file_name(seen.mission), entry.calendar_file(seen.mission, hours=_hours(seen), now=now))
        await hand(query, file, Screen(_caption(seen), [[back_to(seen.mission), home()]]))


@truth.tells(callbacks.MissionCalendar)
async def as_it_stands(session: Session, member: Member, data: callbacks.MissionCalendar, now: datetime) -> Screen | None:
    return await truth.now_of(session, member, callbacks.Mission(mission=data.mission).pack(), now)


@words_for(Kind.MISSION_CALENDAR)
async def outdated(session: Session, delivery: Delivery, member: Member, _now: datetime) -> Screen | None:
    """The calendar of somebody who took the file shows what is not so any more."""
    mission = await missions.calendars.outdated(session, member, delivery.subject)
    if mission is None:
        return None
    title = escape(title_of(mission))
    if mission.state is MissionState.CANCELLED:
        text = _(
            "📅 <b>{title}</b> does not take place: it was cancelled.\n\n"
            "It still stands in your calendar. Open the new file, or delete the entry yourself."
        )
    else:
        text = _(
            "📅 <b>{title}</b> has changed.\nNow: {days}\n\nYour calendar shows the old entry. "
            "Open the new file: the entry is replaced, not doubled."
        )
    return Screen(text.format(title=title, days=days(mission)), [[around.new_calendar(mission, "primary")], [back_to(mission), home()]])


def _hours(seen: View) -> bool:
    # Not what an organiser may see: a file is passed on easily.
    return missions.disclosed(seen.mission, seen.application, seen.now)


def _caption(seen: View) -> str:
    mission = seen.mission
    parts = [f"📅 <b>{escape(seen.title)}</b>\n{days(mission)}"]
    if mission.state is MissionState.CANCELLED:
        parts.append(_("Cancelled. Open the file: your calendar takes the entry out."))
        return "\n\n".join(parts)
    if not _hours(seen):
        parts.append("🔒 " + _("Whole days without the venue. Participants get both 24 hours before; then take the file again."))
    parts.append(_("Open the file: your calendar offers to add it. If something changes, I tell you and give you a newer one."))
    return "\n\n".join(parts)
