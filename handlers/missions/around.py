"""Where a mission's card leads besides applying: calendar, link, code for the entrance, figures, how it was."""

from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, moment
from handlers.screen import Button, Style
from models.members import Member
from models.missions import Application, ApplicationState, Mission, MissionState, attendance


def of_card(mission: Mission, *, organises: bool) -> list[list[Button]]:
    if mission.published_at is None:
        return []
    share = Button("📤 " + _("Share"), callbacks.ShareMission(mission=mission.id))
    rows = {MissionState.PUBLISHED: [[calendar(mission), share]], MissionState.CANCELLED: [[calendar(mission)]]}.get(mission.state, [])
    if organises:
        figures = Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=mission.id))
        rows.append([figures, Button("🚪 " + _("Entrance"), callbacks.Door(mission=mission.id))])
    return rows


def of_application(mission: Mission, application: Application, now: datetime) -> list[list[Button]]:
    """For who has a seat: the code before and while it goes on, how it was afterwards."""
    if application.state is ApplicationState.CONFIRMED and attendance.door(mission, application, now) in (None, attendance.Door.TOO_EARLY):
        return [[Button("🎟 " + _("My code"), callbacks.MyTicket(application=application.id))]]
    if application.state is ApplicationState.ATTENDED and mission.state is MissionState.OVER:
        return [[Button("💬 " + _("How was it?"), callbacks.GiveFeedback(application=application.id), style="primary")]]
    return []


def head_start(mission: Mission, reader: Member, now: datetime) -> list[str]:
    """To the organiser, while the pool knows and the lists do not show it yet."""
    if mission.public_at is None or now >= mission.public_at:
        return []
    when = moment(mission.public_at, reader.timezone)
    return ["✋ " + _("Members who are ready for missions hear first; everybody's list shows it from {moment}.").format(moment=when)]


def calendar(mission: Mission) -> Button:
    return Button("📅 " + _("Calendar"), callbacks.MissionCalendar(mission=mission.id))


def new_calendar(mission: Mission, style: Style | None = None) -> Button:
    """After a change: what was taken is not true any more."""
    return Button("📅 " + _("New calendar file"), callbacks.MissionCalendar(mission=mission.id), style=style)
