"""One operation on an announcement and the screen after it; a refusal shows what is true now."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from handlers import truth
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.i18n import _
from handlers.screen import Screen, show, turn
from handlers.words import announcement_refusal
from models import announcements, conversations
from models.announcements import Announcement, Refusal
from models.database import Database, Session
from models.members import Member

TEXT = "announcement_text"
"""The form in which the text of one language is sent; what comes while it is open is that text."""
PASSING = (TEXT, "announcement_title", "announcement_link", "announcement_label", "announcement_region", "announcement_moment")
"""Forms with nothing to keep when they are left: their text is kept already, or asked anew."""
Operation = Callable[[Session], Awaitable[Announcement | Refusal]]
After = Callable[[Session, View, datetime], Awaitable[Screen]]


async def act(
    query: CallbackQuery,
    member: Member,
    number: int,
    database: Database,
    now: datetime,
    operation: Operation | None,
    after: After = stands,
    said: str | None = None,
) -> Announcement | Refusal | None:
    """Do it in one transaction and show the screen `after` it, `said` as a toast; where it was refused: how things stand, and why.

    Returns what the operation answered.
    """
    async with database.write() as session:
        await close(session, member)
        if query.message:
            await announcements.look_away(session, member, query.message.message_id)
        answer = await operation(session) if operation else None
        seen = await view(session, member, answer.id if isinstance(answer, Announcement) else number, now)
        shown = stands if isinstance(answer, Refusal) else after
        screen = await shown(session, seen, now) if seen else gone()
    await show(query, screen, announcement_refusal(answer) if isinstance(answer, Refusal) else said)
    if seen and shown is stands:
        await follow(seen, database, now)
    return answer


async def follow(seen: View | None, database: Database, now: datetime) -> None:
    """The message that shows how it stands is edited as it goes on, for whoever looks."""
    message = turn.get().shown
    if seen and seen.watched and message is not None:
        async with database.write(mark=False) as session:
            await announcements.watch(session, seen.reader, seen.announcement.id, message, now=now)


async def close(session: Session, member: Member) -> None:
    """Leave whatever form is open."""
    draft = await conversations.current(session, member.id)
    if draft and draft.form in PASSING:
        await conversations.discard(session, draft)
    elif draft:
        await conversations.leave(session, member.id)


async def forget(session: Session, member: Member, form: str, number: int) -> None:
    """Throw away answers that were left in this form, so that it is asked anew."""
    for draft in await conversations.kept(session, member.id):
        if (draft.form, draft.subject) == (form, number):
            await conversations.discard(session, draft)


def gone() -> Screen:
    return truth.gone(_("This announcement is not here (any more), or it is not yours. /announcements lists those that are."))
