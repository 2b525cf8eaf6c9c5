"""Keeping a mission: its form, publishing, other dates, more time for applications, going on, cancelling."""

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.form import Context, Form, Outcome
from handlers.i18n import _, day, moment, ngettext
from handlers.missions import answers, fields, meanwhile
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.lists import kept_list, mission_list
from handlers.missions.view import View, view
from handlers.missions.when import days
from handlers.screen import Button, Screen, escape, pairs, show
from models import conversations, members, missions, rights
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.missions import Mission, MissionState, Refusal
from models.rights import Right

router = Router(name=__name__)

EXTENSIONS = (3, 7, 14)
"""Days by which the deadline moves with one tap."""


@router.callback_query(callbacks.NewMission.filter())
async def new(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        allowed = await missions.may_keep(session, member)
        if allowed:
            screen = await form.enter(session, member, MISSION, now=now, answers={"home": await _own_region(session, member)})
        else:
            screen = await mission_list(session, member, callbacks.Missions(), now)
    await show(query, screen, None if allowed else refusal(Refusal.NOT_ALLOWED))


async def _own_region(session: Session, member: Member) -> int:
    """The office in whose name this member writes; 0 for an administrator."""
    grants = await members.grants(session, member.telegram_id)
    return next((g.region_id for g in grants if g.region_id and rights.may([g], Right.KEEP_MISSIONS, g.region_id)), 0)


@router.callback_query(callbacks.EditMission.filter())
async def edit(query: CallbackQuery, callback_data: callbacks.EditMission, member: Member, database: Database, now: datetime) -> None:
    toast = None
    async with database.write() as session:
        seen = await view(session, member, callback_data.mission, now)
        if seen and seen.seen.organises and seen.mission.state in (MissionState.DRAFT, MissionState.PUBLISHED):
            screen = await _changes(session, member, seen.mission, callback_data.field, now)
        else:
            screen, toast = card(seen) if seen else gone(), refusal(Refusal.NOT_ALLOWED)
    await show(query, screen, toast)


async def _changes(session: Session, member: Member, mission: Mission, field: str, now: datetime) -> Screen:
    """The form of a change; one that was begun before somebody else's is brought up to that one."""
    await form.enter(session, member, MISSION, now=now, subject=mission.id, answers=meanwhile.begun(mission), step=field)
    draft = await conversations.current(session, member.id)
    assert draft is not None
    meanwhile.caught_up(draft, mission)
    return form.current(MISSION, draft, form.context_of(member, draft))


@router.callback_query(callbacks.PublishMission.filter())
async def publish(query: CallbackQuery, callback_data: callbacks.PublishMission, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    if not callback_data.sure:
        await _ask(query, member, number, database, now, MissionState.DRAFT, _publishing)
        return
    async with database.write() as session:
        answer = await missions.publish(session, member, number, now=now)
        seen = await view(session, member, number, now)
    await _after(query, seen, answer, heading=_published)


@router.callback_query(callbacks.CancelMission.filter())
async def cancel(query: CallbackQuery, callback_data: callbacks.CancelMission, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    if not callback_data.sure:
        await _ask(query, member, number, database, now, None, _cancelling)
        return
    async with database.write() as session:
        answer = await missions.cancel(session, member, number, now=now)
        seen = await view(session, member, number, now)
        listed = await kept_list(session, member, 0)
    if isinstance(answer, Mission) and answer.published_at is None and listed:
        await show(query, listed, _("Thrown away."))
    else:
        await _after(query, seen, answer, heading=lambda seen: "✅ " + _("Cancelled. Everybody who might have come is told now."))


@router.callback_query(callbacks.ExtendMission.filter())
async def extend(query: CallbackQuery, callback_data: callbacks.ExtendMission, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    if not callback_data.days:
        await _ask(query, member, number, database, now, MissionState.PUBLISHED, _extending)
        return
    async with database.write() as session:
        before = await view(session, member, number, now)
        answer: Mission | Refusal = Refusal.GONE
        if before:
            answer = await missions.extend(session, member, number, _later(before, callback_data.days), now=now)
        seen = await view(session, member, number, now)
    await _after(query, seen, answer, heading=_extended)


@router.callback_query(callbacks.GoOnMission.filter())
async def go_on(query: CallbackQuery, callback_data: callbacks.GoOnMission, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        answer = await missions.go_on(session, member, callback_data.mission, now=now)
        seen = await view(session, member, callback_data.mission, now)
    await _after(query, seen, answer, heading=lambda seen: "▶️ " + _("It goes on. Decide on the applicants; they are told at once."))


def _later(seen: View, days_more: int) -> datetime:
    """Whole days after the deadline, or after today where that has passed; the day before it begins at the latest."""
    mission = seen.mission
    zone = mission.timezone
    first = max(mission.apply_until, seen.now).astimezone(zone)
    last = mission.begins.replace(hour=answers.UNTIL.hour, minute=0, tzinfo=zone) - timedelta(days=1)
    at = mission.apply_until.astimezone(zone)
    wanted = (first + timedelta(days=min(days_more, 400))).replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return min(wanted, last)


async def _ask(
    query: CallbackQuery, member: Member, number: int, database: Database, now: datetime, state: MissionState | None, words: Any
) -> None:
    """What will happen, before it does; for who may, while the mission stands so (None: open)."""
    async with database.read() as session:
        seen = await view(session, member, number, now)
    if seen is None:
        await show(query, gone())
        return
    states = (state,) if state else (MissionState.DRAFT, MissionState.PUBLISHED)
    if not seen.seen.organises:
        await show(query, card(seen), refusal(Refusal.NOT_ALLOWED))
    elif seen.mission.state not in states:
        await show(query, card(seen), refusal(Refusal.CLOSED) if seen.mission.closed_at else refusal(Refusal.NOT_A_DRAFT))
    else:
        await show(query, words(seen))


async def _after(query: CallbackQuery, seen: View | None, answer: object, heading: Any) -> None:
    if seen is None:
        await show(query, gone())
    elif isinstance(answer, Refusal):
        await show(query, card(seen), refusal(answer))
    else:
        await show(query, card(seen, heading(seen)))


def _publishing(seen: View) -> Screen:
    mission = seen.mission
    text = _(
        "Publish <b>{title}</b>?\n\n{days}. Members who said that they are ready for such a mission hear first, "
        "a day later it stands in everybody's list; where it suits none of them, or the deadline is near, at once. "
        "Applications are taken until {until}. Later changes are told to those who applied."
    ).format(title=escape(seen.title), days=days(mission), until=moment(mission.apply_until, seen.reader.timezone))
    yes = Button("✅ " + _("Publish it"), callbacks.PublishMission(mission=mission.id, sure=True), style="success")
    return Screen(text, [[yes], [back_to(mission), home()]])


def _published(seen: View) -> str:
    mission = seen.mission
    parts = ["✅ " + _("<b>Published.</b>")]
    parts.append(_("You hear of applications here; they close on {day}.").format(day=day(mission.apply_until, seen.reader.timezone)))
    if mission.minimum > 1:
        parts.append(_("If fewer than {minimum} have applied then, I ask you what follows.").format(minimum=mission.minimum))
    return " ".join(parts)


def _cancelling(seen: View) -> Screen:
    mission = seen.mission
    if mission.state is MissionState.DRAFT:
        text = _("Throw away the draft <b>{title}</b>?\n\nIt cannot be brought back.").format(title=escape(seen.title))
        words = _("Throw away")
    else:
        people = ngettext("{n} applicant is told at once.", "{n} applicants are told at once.", _open(seen))
        text = _("Cancel <b>{title}</b>?\n\n{people} It cannot be undone: a mission that takes place after all is a new one.").format(
            title=escape(seen.title), people=people
        )
        words = _("Cancel the mission")
    yes = Button("⛔ " + words, callbacks.CancelMission(mission=mission.id, sure=True), style="danger")
    return Screen(text, [[yes], [back_to(mission), home()]])


def _open(seen: View) -> int:
    return sum(seen.tally.by_state[state] for state in missions.OPEN)


def _extending(seen: View) -> Screen:
    mission = seen.mission
    zone = seen.reader.timezone
    text = _("Take applications longer?\n\nNow: until {until}. The mission begins: {days}.").format(
        until=moment(mission.apply_until, zone), days=days(mission)
    )
    later = {n: _later(seen, n) for n in EXTENSIONS}
    buttons = [
        Button(_("until {day}").format(day=day(until, zone)), callbacks.ExtendMission(mission=mission.id, days=n))
        for n, until in later.items()
        if until > max(mission.apply_until, seen.now) and list(later.values()).index(until) == list(later).index(n)
    ]
    if not buttons:
        text += "\n\n" + _("It begins too soon for that. Other dates are possible.")
    other = Button("✏️ " + _("Another day"), callbacks.EditMission(mission=mission.id, field="until"))
    return Screen(text, [*pairs(buttons), [other], [back_to(mission), home()]])


def _extended(seen: View) -> str:
    until = moment(seen.mission.apply_until, seen.reader.timezone)
    return "⏳ " + _("Applications are taken until {until}. I ask you again then if there are too few.").format(until=until)


def refusal(answer: Refusal) -> str:
    """In at most 200 characters."""
    match answer:
        case Refusal.NOT_ALLOWED:
            return _("This mission is not yours to change (any more). An office keeps those of its own region.")
        case Refusal.GONE:
            return _("This mission is not here (any more).")
        case Refusal.CLOSED:
            return _("It is over or cancelled. Nothing changed.")
        case Refusal.NOT_A_DRAFT:
            return _("It is published already. Nothing changed.")
        case Refusal.PAST:
            return _("That moment has passed. Choose another day.")
        case Refusal.DEADLINE_TOO_LATE:
            return _("Applications would close after it has begun. Change one of both days.")
        case Refusal.TOO_FEW_SEATS:
            return _("More participants have a seat already. Decline some of them first, or keep the seats.")


async def submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    """A new one becomes a draft that its organisers see; a change holds at once."""
    before = await missions.seen(session, member, draft.subject, now=now) if draft.subject else None
    news = await _meanwhile(session, draft, before)
    wrong = "" if news else _disagree(draft.answers)
    context = form.context_of(member, draft)
    if news or wrong:
        return Outcome(form.current(MISSION, draft, context, said=wrong), keep=True)
    if draft.subject:
        content = fields.content(draft.answers, context, before.mission.language if before else None)
        changed = await missions.change(session, member, draft.subject, content, now=now)
        answer = changed.mission if isinstance(changed, missions.Changed) else changed
    else:
        answer = await missions.create(session, member, fields.content(draft.answers, context), now=now)
    if isinstance(answer, Refusal):
        return await _refused(session, member, draft, answer, now)
    seen = await view(session, member, answer.id, now)
    assert seen is not None
    return Outcome(card(seen, _written(seen)))


async def _meanwhile(session: Session, draft: Draft, before: missions.Seen | None) -> bool:
    """Whether somebody else changed it since this change was begun; the mission is held, so that nobody comes between."""
    if before is None or not before.organises:
        return False
    mission = await missions.held(session, before.mission.id)
    return mission is not None and meanwhile.caught_up(draft, mission)


def _disagree(given: dict[str, Any]) -> str:
    """Answers that were right by themselves and do not fit together (one was changed later)."""
    begins, ends = given["begins"], given["ends"]
    if ends <= begins:
        return _("It would end before it begins. Change one of both.")
    if int(given["minimum"]) > int(given["seats"]):
        return _("The minimum number is more than the seats. Change one of both.")
    return ""


async def _refused(session: Session, member: Member, draft: Draft, answer: Refusal, now: datetime) -> Outcome:
    if answer in (Refusal.PAST, Refusal.DEADLINE_TOO_LATE, Refusal.TOO_FEW_SEATS):
        said = refusal(answer) + " " + _("Your answers are kept.")
        return Outcome(form.current(MISSION, draft, form.context_of(member, draft), said=said), keep=True)
    screen = await kept_list(session, member, 0) or await truth.home(session, member, now)
    return Outcome(screen, toast=refusal(answer))


def _written(seen: View) -> str:
    if seen.mission.state is MissionState.DRAFT:
        return "📝 " + _("<b>A draft.</b> Only your office sees it. Look at it as others will see it, then publish it.")
    return "✅ " + _("<b>Changed.</b> Those who applied are told of other dates, places and costs.")


def _foot(context: Context) -> str:
    if context.subject:
        said = _("The change holds at once. Those who applied are told of other dates, places and costs.")
        return "\n\n".join(part for part in (meanwhile.news(context), said) if part)
    return _("It becomes a draft that only your office sees; you publish it with one more tap.")


MISSION = form.register(
    Form(
        "mission",
        title=lambda context: _("Change of a mission") if context.subject else _("New mission"),
        fields=fields.MISSION,
        submit=submit,
        send=lambda: "💾 " + _("Save"),
        foot=_foot,
    )
)
