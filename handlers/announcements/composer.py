"""A draft from its first word to the moment it is handed in; and looking at one in any state."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.announcements.acting import act, close, forget, gone
from handlers.announcements.draft import composer, whence
from handlers.announcements.lists import announcement_list, not_yours
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.form import Choice, Context, Form, Outcome, Text
from handlers.i18n import _
from handlers.screen import Screen, escape, show
from handlers.words import announcement_refusal, office_name
from models import announcements
from models.announcements import TITLE_MAX, Refusal
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.Announcement.filter())
async def look(query: CallbackQuery, callback_data: callbacks.Announcement, member: Member, database: Database, now: datetime) -> None:
    await act(query, member, callback_data.announcement, database, now, None)


@truth.tells(
    callbacks.Announcement,
    callbacks.RenameAnnouncement,
    callbacks.SubmitAnnouncement,
    callbacks.TakeBackAnnouncement,
    callbacks.CopyAnnouncement,
    callbacks.TryAnnouncement,
    callbacks.PreviewAnnouncement,
    callbacks.ApproveAnnouncement,
    callbacks.ReturnAnnouncement,
    callbacks.ConsentToAnnouncement,
    callbacks.RefuseAnnouncement,
    callbacks.PauseAnnouncement,
    callbacks.ResumeAnnouncement,
    callbacks.StopAnnouncement,
    callbacks.LeaveProgress,
    callbacks.DeliveryPicture,
)
async def as_it_stands(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.announcement, now)
    return await stands(session, seen, now) if seen else None


@router.callback_query(callbacks.NewAnnouncement.filter())
async def new(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await close(session, member)
        offices = await announcements.offices(session, member)
        if offices:
            answers: dict[str, Any] = {"offices": offices, **({"office": str(offices[0])} if len(offices) == 1 else {})}
            screen = await form.enter(session, member, NEW, now=now, answers=answers)
        else:
            screen = await truth.home(session, member, now)
    await show(query, screen, None if offices else not_yours())


@router.callback_query(callbacks.RenameAnnouncement.filter())
async def rename(
    query: CallbackQuery, callback_data: callbacks.RenameAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if not seen.composing:
            return await stands(session, seen, now)
        number = seen.announcement.id
        await forget(session, member, RENAME.name, number)
        return await form.enter(session, member, RENAME, now=now, subject=number, answers={"title": seen.announcement.title}, step="title")

    await act(query, member, callback_data.announcement, database, now, None, asked)


@router.callback_query(callbacks.SubmitAnnouncement.filter())
async def submit(
    query: CallbackQuery, callback_data: callbacks.SubmitAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    async def after(session: Session, seen: View, now: datetime) -> Screen:
        return await stands(session, seen, now, "📨 " + _("<b>Handed in.</b>"))

    number = callback_data.announcement
    await act(query, member, number, database, now, lambda session: announcements.submit(session, member, number, now=now), after)


@router.callback_query(callbacks.TakeBackAnnouncement.filter())
async def take_back(
    query: CallbackQuery, callback_data: callbacks.TakeBackAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    number = callback_data.announcement
    said = _("Taken back. Nobody decides on it until you hand it in again.")
    await act(query, member, number, database, now, lambda session: announcements.take_back(session, member, number), said=said)


@router.callback_query(callbacks.CopyAnnouncement.filter())
async def copy(query: CallbackQuery, callback_data: callbacks.CopyAnnouncement, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.announcement
    said = _("A new draft with the same texts and recipients, without a time.")
    await act(query, member, number, database, now, lambda session: announcements.copy(session, member, number, now=now), said=said)


def _title_of(context: Context) -> str:
    return escape(str(context.answers.get("title", "")))


TITLE = Text(
    "title",
    label=lambda: _("Title"),
    question=lambda context: _("How do you call it among yourselves? Readers do not see the title."),
    one_line=True,
    at_most=TITLE_MAX,
    example=lambda context: _("Timber mission to Seattle"),
)


async def begun(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await announcements.begin(session, member, int(draft.answers["office"]), draft.answers["title"], now=now)
    if isinstance(answer, Refusal):
        screen = await announcement_list(session, member, 0, now) or await truth.home(session, member, now)
        return Outcome(screen, announcement_refusal(answer))
    seen = await view(session, member, answer.id, now)
    assert seen is not None
    return Outcome(composer(seen, now))


async def renamed(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await announcements.rename(session, member, draft.subject, draft.answers["title"])
    return await outcome(session, member, draft.subject, answer, now)


async def outcome(
    session: Session, member: Member, number: int, answer: announcements.Announcement | Refusal, now: datetime, shown: Screen | None = None
) -> Outcome:
    """After a form: the part it belongs to, or the whole announcement; a refusal stands above how things are."""
    seen = await view(session, member, number, now)
    if seen is None:
        return Outcome(gone())
    if isinstance(answer, Refusal):
        return Outcome(await stands(session, seen, now), announcement_refusal(answer))
    return Outcome(shown or await stands(session, seen, now))


NEW = form.register(
    Form(
        "announcement",
        title=lambda context: _("New announcement"),
        fields=(
            Choice(
                "office",
                label=lambda: _("For whom you write"),
                question=lambda context: _("Whose announcement is it?"),
                options=lambda context: [(str(office), office_name(office)) for office in context.answers.get("offices", [])],
                when=lambda context: len(context.answers.get("offices", [])) > 1,
                columns=1,
            ),
            TITLE,
        ),
        submit=begun,
        send=lambda: "✏️ " + _("Begin"),
        foot=lambda context: _("Next: the text in every language, the recipients, the time. All of it is kept as you go."),
    )
)
RENAME = form.register(
    Form(
        "announcement_title",
        title=lambda context: _("Title: {title}").format(title=_title_of(context)),
        fields=(TITLE,),
        submit=renamed,
        send=lambda: _("Keep this title"),
        whence=whence,
    )
)
