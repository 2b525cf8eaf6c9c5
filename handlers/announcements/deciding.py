"""The second person, and offices whose people are meant: approve, return, agree, refuse."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form
from handlers.announcements.acting import act, close, follow, gone
from handlers.announcements.draft import whence
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.form import Form, Outcome, Text
from handlers.i18n import _, moment
from handlers.screen import Screen, escape, show
from handlers.words import announcement_refusal, region_name
from models import announcements
from models.announcements import REASON_MAX, Announcement, AnnouncementState, Refusal
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.ApproveAnnouncement.filter())
async def approve(
    query: CallbackQuery, callback_data: callbacks.ApproveAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    number, revision = callback_data.announcement, callback_data.revision
    async with database.write() as session:
        await close(session, member)
        answer = await announcements.approve(session, member, number, revision, now=now)
        said = "✅ " + _("<b>Approved.</b> Its author is told.")
        seen, screen, toast = await _after(session, member, number, answer, now, said)
    await show(query, screen, toast)
    await follow(seen, database, now)


@router.callback_query(callbacks.ConsentToAnnouncement.filter())
async def consent(
    query: CallbackQuery, callback_data: callbacks.ConsentToAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    number, region = callback_data.announcement, callback_data.region
    async with database.write() as session:
        await close(session, member)
        answer = await announcements.consent(session, member, number, region, callback_data.revision, now=now)
        said = "✅ " + _("<b>Agreed.</b> Region: {region}").format(region=region_name(region))
        seen, screen, toast = await _after(session, member, number, answer, now, said)
    await show(query, screen, toast)
    await follow(seen, database, now)


async def _after(
    session: Session, member: Member, number: int, answer: Announcement | Refusal, now: datetime, said: str
) -> tuple[View | None, Screen, str | None]:
    seen = await view(session, member, number, now)
    if seen is None:
        return None, gone(), None
    if isinstance(answer, Refusal):
        return seen, await stands(session, seen, now), late(seen) if answer is Refusal.TOO_LATE else announcement_refusal(answer)
    return seen, await stands(session, seen, now, said), None


def late(seen: View) -> str:
    """Who was faster, for a button that came too late."""
    announcement = seen.announcement
    if announcement.state is AnnouncementState.STOPPED:
        return _("It was stopped meanwhile. Nothing changed.")
    if seen.decider and announcement.approved_at and announcement.state is not AnnouncementState.DRAFT:
        return _("Approved already: {name}, {moment}.").format(
            name=seen.decider.name[:60], moment=moment(announcement.approved_at, seen.reader.timezone)
        )
    if announcement.state is AnnouncementState.DRAFT:
        return _("It is with its author again: returned, or taken back. Nothing changed.")
    return announcement_refusal(Refusal.TOO_LATE)


@router.callback_query(callbacks.ReturnAnnouncement.filter())
async def give_back(
    query: CallbackQuery, callback_data: callbacks.ReturnAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    await _ask_for_a_note(query, member, callback_data.announcement, 0, database, now)


@router.callback_query(callbacks.RefuseAnnouncement.filter())
async def refuse(
    query: CallbackQuery, callback_data: callbacks.RefuseAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    await _ask_for_a_note(query, member, callback_data.announcement, callback_data.region, database, now)


async def _ask_for_a_note(query: CallbackQuery, member: Member, number: int, region: int, database: Database, now: datetime) -> None:
    """The form, while this member may decide; `region`: whose consent is refused, 0: it is returned."""

    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        open_now = region in seen.asked if region else seen.approves
        if not open_now:
            return await stands(session, seen, now)
        chosen = REFUSE if region else RETURN
        known = {"title": seen.announcement.title, "region": region}
        return await form.enter(session, member, chosen, now=now, subject=number, answers=known)

    await act(query, member, number, database, now, None, asked)


async def noted(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    number, note, region = draft.subject, draft.answers["note"], int(draft.answers.get("region") or 0)
    if draft.form == "announcement_refuse":
        answer = await announcements.refuse(session, member, number, region, note, now=now)
        said = _("<b>Refused.</b> Its author is told, with your note.")
    else:
        answer = await announcements.give_back(session, member, number, note, now=now)
        said = "↩️ " + _("<b>Returned.</b> Its author is told, with your note.")
    _seen, screen, toast = await _after(session, member, number, answer, now, said)
    return Outcome(screen, toast)


NOTE = Text(
    "note",
    label=lambda: _("Note"),
    question=lambda context: _("Why? The author reads it as you write it: {title}").format(title=escape(str(context.answers["title"]))),
    at_most=REASON_MAX,
    example=lambda context: _("The date in the English text is another one than in the Ukrainian."),
)
RETURN = form.register(
    Form(
        "announcement_return",
        title=lambda context: _("Return an announcement"),
        fields=(NOTE,),
        submit=noted,
        send=lambda: "↩️ " + _("Return"),
        foot=lambda context: _("It is a draft again: the author mends it and hands it in anew."),
        whence=whence,
    )
)
REFUSE = form.register(
    Form(
        "announcement_refuse",
        title=lambda context: _("Refuse an announcement"),
        fields=(NOTE,),
        submit=noted,
        send=lambda: "⛔ " + _("Refuse"),
        foot=lambda context: _("It goes back to its author, who may leave your region out."),
        whence=whence,
    )
)
