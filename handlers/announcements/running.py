"""While it is sent: pause, go on, stop, leave its screen; afterwards the picture."""

import asyncio
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import broadcast, callbacks, truth
from handlers.announcements import picture
from handlers.announcements.acting import act, close, gone
from handlers.announcements.draft import onward, sure_to_throw_away
from handlers.announcements.lists import announcement_list
from handlers.announcements.progress import progress_screen, sure_to_stop
from handlers.announcements.stands import stands
from handlers.announcements.view import View, view
from handlers.i18n import _
from handlers.screen import Button, File, Screen, hand, show
from models import announcements
from models.announcements import Announcement, AnnouncementState, Counts
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@broadcast.shows_progress
async def words(session: Session, reader: Member, announcement: Announcement, counts: Counts, seconds_left: float, now: datetime) -> Screen:
    """What the sender writes every few seconds into the message of everybody who watches."""
    seen = await view(session, reader, announcement.id, now)
    if seen is None:
        return gone()
    if seen.announcement.state is AnnouncementState.RUNNING:
        return progress_screen(seen.announcement, counts, reader, seconds_left, staff=seen.staff)
    return await stands(session, seen, now)


@router.callback_query(callbacks.PauseAnnouncement.filter())
async def pause(
    query: CallbackQuery, callback_data: callbacks.PauseAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    number = callback_data.announcement
    await act(query, member, number, database, now, lambda session: announcements.pause(session, member, number, now=now))


@router.callback_query(callbacks.ResumeAnnouncement.filter())
async def resume(
    query: CallbackQuery, callback_data: callbacks.ResumeAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    number = callback_data.announcement
    await act(query, member, number, database, now, lambda session: announcements.go_on(session, member, number, now=now))


@router.callback_query(callbacks.StopAnnouncement.filter())
async def stop(query: CallbackQuery, callback_data: callbacks.StopAnnouncement, member: Member, database: Database, now: datetime) -> None:
    """Asks once more; a draft is thrown away by it."""
    number = callback_data.announcement
    if callback_data.sure:
        said = _("Nothing of it goes out any more.")
        await act(query, member, number, database, now, lambda s: announcements.stop(s, member, number, now=now), after_stop, said)
        return

    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if seen.announcement.over or not seen.staff:
            return await stands(session, seen, now)
        if seen.announcement.state is AnnouncementState.DRAFT:
            return sure_to_throw_away(seen) if seen.mine else await stands(session, seen, now)
        return sure_to_stop(seen.announcement, seen.counts)

    await act(query, member, number, database, now, None, asked)


async def after_stop(session: Session, seen: View, now: datetime) -> Screen:
    if seen.announcement.started_at:
        return await stands(session, seen, now)
    return await announcement_list(session, seen.reader, 0, now) or await stands(session, seen, now)


@router.callback_query(callbacks.LeaveProgress.filter())
async def leave(query: CallbackQuery, callback_data: callbacks.LeaveProgress, member: Member, database: Database, now: datetime) -> None:
    """From the message with the progress: from now on it is an ordinary screen."""
    async with database.write() as session:
        await close(session, member)
        if query.message:
            await announcements.look_away(session, member, query.message.message_id)
        listed = None if callback_data.home else await announcement_list(session, member, 0, now)
        screen = listed or await truth.home(session, member, now)
    await show(query, screen)


@router.callback_query(callbacks.DeliveryPicture.filter())
async def deliveries(
    query: CallbackQuery, callback_data: callbacks.DeliveryPicture, member: Member, database: Database, now: datetime
) -> None:
    """The picture as a message of its own."""
    async with database.read() as session:
        seen = await view(session, member, callback_data.announcement, now)
        moments = await announcements.timeline(session, seen.announcement.id) if seen else []
        screen = await stands(session, seen, now) if seen else gone()
    if seen is None or not moments:
        await show(query, screen, None if seen is None else _("Nothing was sent yet, so there is nothing to draw."))
        return
    drawing = picture.Drawing.of(seen.announcement.title, moments, member.timezone)
    png = await asyncio.to_thread(picture.draw, drawing)
    back = Button("⬅ " + _("Report"), callbacks.Announcement(announcement=seen.announcement.id))
    await hand(query, File("delivery.png", png, photo=True), Screen(drawing.caption, [[back], onward()]))
