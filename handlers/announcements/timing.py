"""When it goes out: at once, tomorrow at nine, a typed moment; in which zone; urgent with a reason; again and again."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.announcements import summary, when
from handlers.announcements.acting import act, forget
from handlers.announcements.audience import may_aim
from handlers.announcements.clockface import DAYS_OF_MONTH, HOUR, here, rhythms_screen, time_screen, tomorrow, zones_screen
from handlers.announcements.composer import outcome
from handlers.announcements.draft import whence
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.form import Context, Form, Outcome, Text, Wrong
from handlers.i18n import _, current
from handlers.screen import Screen
from handlers.words import announcement_refusal, city
from models import announcements, atlas
from models.announcements import REASON_MAX, Announcement, Plan, Refusal
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.AnnouncementTime.filter())
async def look(query: CallbackQuery, callback_data: callbacks.AnnouncementTime, member: Member, database: Database, now: datetime) -> None:
    await act(query, member, callback_data.announcement, database, now, None, time_or_state)


@router.callback_query(callbacks.AnnouncementAt.filter())
async def at(query: CallbackQuery, callback_data: callbacks.AnnouncementAt, member: Member, database: Database, now: datetime) -> None:
    def change(plan: Plan) -> Plan:
        wall = tomorrow(plan.zone, now) if callback_data.when == "morning" else None
        return replace(plan, wall=wall, cron=None, digest=False)

    await _plan(query, member, callback_data.announcement, database, now, change)


@router.callback_query(callbacks.AnnouncementZones.filter())
async def zones(
    query: CallbackQuery, callback_data: callbacks.AnnouncementZones, member: Member, database: Database, now: datetime
) -> None:
    async def shown(session: Session, seen: View, now: datetime) -> Screen:
        return zones_screen(seen, now) if may_aim(seen) else await stands(session, seen, now)

    await act(query, member, callback_data.announcement, database, now, None, shown)


@router.callback_query(callbacks.AnnouncementZone.filter())
async def zone(query: CallbackQuery, callback_data: callbacks.AnnouncementZone, member: Member, database: Database, now: datetime) -> None:
    region = atlas.get(callback_data.region)

    def change(plan: Plan) -> Plan:
        return replace(plan, zone=region.zone) if region else plan

    await _plan(query, member, callback_data.announcement, database, now, change)


@router.callback_query(callbacks.AnnouncementRhythms.filter())
async def rhythms(
    query: CallbackQuery, callback_data: callbacks.AnnouncementRhythms, member: Member, database: Database, now: datetime
) -> None:
    async def shown(session: Session, seen: View, now: datetime) -> Screen:
        return rhythms_screen(seen) if may_aim(seen) else await stands(session, seen, now)

    await act(query, member, callback_data.announcement, database, now, None, shown)


@router.callback_query(callbacks.AnnouncementRhythm.filter())
async def rhythm(
    query: CallbackQuery, callback_data: callbacks.AnnouncementRhythm, member: Member, database: Database, now: datetime
) -> None:
    kind, day = callback_data.kind, callback_data.day

    def change(plan: Plan) -> Plan:
        if kind == "w" and day < len(announcements.WEEKDAYS):
            return replace(plan, wall=None, cron=announcements.weekly(day, HOUR))
        if kind == "m" and day in DAYS_OF_MONTH:
            return replace(plan, wall=None, cron=announcements.monthly(day, HOUR))
        return replace(plan, cron=None, digest=False)

    await _plan(query, member, callback_data.announcement, database, now, change)


@router.callback_query(callbacks.AnnouncementDigest.filter())
async def digest(
    query: CallbackQuery, callback_data: callbacks.AnnouncementDigest, member: Member, database: Database, now: datetime
) -> None:
    await _plan(query, member, callback_data.announcement, database, now, lambda plan: replace(plan, digest=callback_data.on))


@router.callback_query(callbacks.AnnouncementMoment.filter())
async def typed(
    query: CallbackQuery, callback_data: callbacks.AnnouncementMoment, member: Member, database: Database, now: datetime
) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if not may_aim(seen):
            return await stands(session, seen, now)
        number, zone = seen.announcement.id, seen.announcement.zone
        await forget(session, member, MOMENT.name, number)
        known = {"zone": zone, "here": here(zone, now).isoformat(timespec="minutes")}
        return await form.enter(session, member, MOMENT, now=now, subject=number, answers=known)

    await act(query, member, callback_data.announcement, database, now, None, asked)


@router.callback_query(callbacks.AnnouncementUrgent.filter())
async def urgent(
    query: CallbackQuery, callback_data: callbacks.AnnouncementUrgent, member: Member, database: Database, now: datetime
) -> None:
    if not callback_data.on:
        await _plan(query, member, callback_data.announcement, database, now, lambda plan: replace(plan, urgent_reason=None))
        return

    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if not may_aim(seen):
            return await stands(session, seen, now)
        return await form.enter(session, member, URGENT, now=now, subject=seen.announcement.id)

    await act(query, member, callback_data.announcement, database, now, None, asked)


@truth.tells(
    callbacks.AnnouncementTime,
    callbacks.AnnouncementAt,
    callbacks.AnnouncementMoment,
    callbacks.AnnouncementZones,
    callbacks.AnnouncementZone,
    callbacks.AnnouncementUrgent,
    callbacks.AnnouncementRhythms,
    callbacks.AnnouncementRhythm,
    callbacks.AnnouncementDigest,
)
async def now_time(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.announcement, now)
    return await time_or_state(session, seen, now) if seen else None


async def _plan(query: CallbackQuery, member: Member, number: int, database: Database, now: datetime, change: Any) -> None:
    """Change one thing about the time."""
    await act(query, member, number, database, now, lambda session: planned(session, member, number, change, now), time_or_state)


async def planned(session: Session, member: Member, number: int, change: Any, now: datetime) -> Announcement | Refusal:
    announcement = await announcements.seen(session, member, number)
    if announcement is None:
        return Refusal.GONE
    return await announcements.plan(session, member, number, change(announcements.plan_of(announcement)), now=now)


async def time_or_state(session: Session, seen: View, now: datetime) -> Screen:
    return time_screen(seen, now) if may_aim(seen) else await stands(session, seen, now)


class Moment(Text):
    def words(self, value: Any, context: Context) -> str:
        zone = str(context.answers["zone"])
        return summary.at(announcements.instant(value, zone), ZoneInfo(zone))


def _moment(text: str, context: Context) -> Any | Wrong:
    clocks = datetime.fromisoformat(context.answers["here"])
    found = when.read(text, clocks, current())
    if found is None:
        return Wrong(_("This is no day and hour that I can read. It looks like this: {example}").format(example=_example(context)))
    if found < clocks:
        return Wrong(_("This time is over. It looks like this: {example}").format(example=_example(context)))
    return found.isoformat(timespec="minutes")


def _example(context: Context) -> str:
    ahead = datetime.fromisoformat(context.answers["here"]) + timedelta(days=7)
    return f"{ahead:%d.%m.%Y} 09:00"


async def at_moment(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    def change(plan: Plan) -> Plan:
        return replace(plan, wall=draft.answers["moment"], cron=None, digest=False)

    answer = await planned(session, member, draft.subject, change, now)
    if answer in (Refusal.PAST, Refusal.BAD_TIME):
        assert isinstance(answer, Refusal)
        return Outcome(form.current(MOMENT, draft, form.context_of(member, draft), said=announcement_refusal(answer)), keep=True)
    return await _outcome(session, member, draft.subject, answer, now)


async def with_reason(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await planned(session, member, draft.subject, lambda plan: replace(plan, urgent_reason=draft.answers["reason"]), now)
    return await _outcome(session, member, draft.subject, answer, now)


async def _outcome(session: Session, member: Member, number: int, answer: Announcement | Refusal, now: datetime) -> Outcome:
    seen = await view(session, member, number, now)
    return await outcome(session, member, number, answer, now, await time_or_state(session, seen, now) if seen else None)


MOMENT = form.register(
    Form(
        "announcement_moment",
        title=lambda context: _("Time"),
        fields=(
            Moment(
                "moment",
                label=lambda: _("Begins"),
                question=lambda context: _("On which day and at what hour does it go out? Time zone: {city}").format(
                    city=city(ZoneInfo(str(context.answers.get("zone", "UTC"))))
                ),
                one_line=True,
                at_most=60,
                example=_example,
                check=_moment,
            ),
        ),
        submit=at_moment,
        send=lambda: "🕘 " + _("Set this time"),
        foot=lambda context: _("Each reader gets it between 09:00 and 19:00 of their own day, from this moment on."),
        whence=whence,
    )
)
URGENT = form.register(
    Form(
        "announcement_urgent",
        title=lambda context: _("Urgent"),
        fields=(
            Text(
                "reason",
                label=lambda: _("Reason"),
                question=lambda context: _("Why can it not wait for the morning? Who approves reads the reason; readers do not."),
                at_most=REASON_MAX,
                example=lambda context: _("The border crossing closes tonight, and the delegation travels tomorrow."),
            ),
        ),
        submit=with_reason,
        send=lambda: "🚨 " + _("Make it urgent"),
        foot=lambda context: _("Urgent announcements arrive at any hour, also at night, and beside the two a week."),
        whence=whence,
    )
)
