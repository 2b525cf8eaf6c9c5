"""While it is sent: pause, go on, stop, leave its screen; afterwards the picture."""

import asyncio
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import broadcast, callbacks, truth
from handlers.announcements import picture
from handlers.announcements.acting import act, close, gone
from handlers.announcements.composer import follow
from handlers.announcements.draft import onward, sure_to_throw_away
from handlers.announcements.lists import announcement_list
from handlers.announcements.progress import progress_screen, sure_to_stop
from handlers.announcements.stands import report, stands
from handlers.announcements.view import View, view
from handlers.i18n import _
from handlers.screen import Button, File, Screen, hand, show
from handlers.words import announcement_refusal
from models import announcements
from models.announcements import Announcement, AnnouncementState, Counts, Refusal
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@broadcast.shows_progress
async def words(session: Session, author: Member, announcement: Announcement, counts: Counts, seconds_left: float, now: datetime) -> Screen:
    """What the sender writes into the author's message every few seconds."""
    if announcement.over:
        return await report(session, announcement, author, now)
    seen = await view(session, author, announcement.id, now)
    if announcement.state is AnnouncementState.RUNNING or seen is None:
        return progress_screen(announcement, counts, author, seconds_left)
    return await stands(session, seen, now)


@router.callback_query(callbacks.PauseAnnouncement.filter())
async def pause(
    query: CallbackQuery, callback_data: callbacks.PauseAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    await _and_follow(query, member, callback_data.announcement, database, now, announcements.pause)


@router.callback_query(callbacks.ResumeAnnouncement.filter())
async def resume(
    query: CallbackQuery, callback_data: callbacks.ResumeAnnouncement, member: Member, database: Database, now: datetime
) -> None:
    await _and_follow(query, member, callback_data.announcement, database, now, announcements.go_on)


async def _and_follow(query: CallbackQuery, member: Member, number: int, database: Database, now: datetime, operation: Any) -> None:
    """The bar stays before the author's eyes."""
    async with database.write() as session:
        await close(session, member)
        done = await operation(session, member, number, now=now)
        seen = await view(session, member, number, now)
        screen = await stands(session, seen, now) if seen else gone()
    await show(query, screen, announcement_refusal(done) if isinstance(done, Refusal) else None)
    if seen:
        await follow(seen, database, now)


@router.callback_query(callbacks.StopAnnouncement.filter())
async def stop(query: CallbackQuery, callback_data: callbacks.StopAnnouncement, member: Member, database: Database, now: datetime) -> None:
    """Asks once more; a draft is thrown away by it."""
    number = callback_data.announcement
    if callback_data.sure:
        await act(query, member, number, database, now, lambda session: announcements.stop(session, member, number, now=now), after_stop)
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
        seen = await view(session, member, callback_data.announcement, now)
        if seen and seen.mine and seen.announcement.progress_message_id is not None:
            await announcements.show_progress(session, seen.announcement.id, None, now=now)
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
