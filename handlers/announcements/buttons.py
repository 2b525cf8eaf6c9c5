"""What stands under an announcement: a mission, an address, or nothing."""

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, form, truth
from handlers.announcements import summary
from handlers.announcements.acting import act, forget
from handlers.announcements.composer import outcome
from handlers.announcements.draft import to_draft, whence
from handlers.announcements.stands import stands
from handlers.announcements.texts import may_write
from handlers.announcements.view import View, view
from handlers.form import Context, Form, Outcome, Text, Wrong
from handlers.i18n import _, moment, quote
from handlers.screen import Button, Screen, escape, turns
from models import announcements
from models.announcements import LINK_MAX
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)

A_PAGE = 6


@router.callback_query(callbacks.AnnouncementButton.filter())
async def look(
    query: CallbackQuery, callback_data: callbacks.AnnouncementButton, member: Member, database: Database, now: datetime
) -> None:
    await act(query, member, callback_data.announcement, database, now, None, button_or_state)


@router.callback_query(callbacks.AnnouncementMissions.filter())
async def missions(
    query: CallbackQuery, callback_data: callbacks.AnnouncementMissions, member: Member, database: Database, now: datetime
) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        return await missions_screen(session, seen, callback_data.page, now) if may_write(seen) else await stands(session, seen, now)

    await act(query, member, callback_data.announcement, database, now, None, asked)


@router.callback_query(callbacks.AnnouncementMission.filter())
async def mission(
    query: CallbackQuery, callback_data: callbacks.AnnouncementMission, member: Member, database: Database, now: datetime
) -> None:
    """Only a mission that may be announced; 0 takes the button off."""
    number, chosen = callback_data.announcement, callback_data.mission

    async def operation(session: Session) -> announcements.Announcement | announcements.Refusal:
        if chosen and chosen not in [each.id for each in await announcements.upcoming(session, member, now=now)]:
            return announcements.Refusal.GONE
        return await announcements.put_button(session, member, number, mission_id=chosen or None, now=now)

    await act(query, member, number, database, now, operation, button_or_state)


@router.callback_query(callbacks.AnnouncementLink.filter())
async def link(query: CallbackQuery, callback_data: callbacks.AnnouncementLink, member: Member, database: Database, now: datetime) -> None:
    async def asked(session: Session, seen: View, now: datetime) -> Screen:
        if not may_write(seen):
            return await stands(session, seen, now)
        number, before = seen.announcement.id, seen.announcement.link
        await forget(session, member, LINK.name, number)
        return await form.enter(session, member, LINK, now=now, subject=number, answers={"link": before} if before else None, step="link")

    await act(query, member, callback_data.announcement, database, now, None, asked)


@truth.tells(callbacks.AnnouncementButton, callbacks.AnnouncementMissions, callbacks.AnnouncementMission, callbacks.AnnouncementLink)
async def now_button(session: Session, member: Member, data: Any, now: datetime) -> Screen | None:
    seen = await view(session, member, data.announcement, now)
    return await button_or_state(session, seen, now) if seen else None


async def button_or_state(session: Session, seen: View, now: datetime) -> Screen:
    return button_screen(seen) if may_write(seen) else await stands(session, seen, now)


def button_screen(seen: View) -> Screen:
    announcement = seen.announcement
    number = announcement.id
    parts = [
        f"🔘 <b>{escape(announcement.title)}</b> · " + _("Button"),
        _("Now: {what}").format(what=summary.button(announcement, seen.mission)),
        _(
            "A mission's button leads to its card; who presses it is counted, and nothing is sent after its deadline. "
            "A link opens outside Telegram and cannot be counted."
        ),
    ]
    if announcement.not_after:
        parts.append(_("Deadline: {moment}").format(moment=moment(announcement.not_after, seen.reader.timezone)))
    parts.append(summary.warning(seen))
    rows = [
        [
            Button("📌 " + _("Mission"), callbacks.AnnouncementMissions(announcement=number)),
            Button("🔗 " + _("Link"), callbacks.AnnouncementLink(announcement=number)),
        ],
        [Button(_("No button"), callbacks.AnnouncementMission(announcement=number, mission=0))]
        if announcement.button.value != "none"
        else [],
        [to_draft(number)],
    ]
    return Screen("\n\n".join(part for part in parts if part), rows)


async def missions_screen(session: Session, seen: View, page: int, now: datetime) -> Screen:
    """Missions that this office may announce, the next ones first."""
    number = seen.announcement.id
    found = await announcements.upcoming(session, seen.reader, now=now)
    page = min(page, max(len(found) - 1, 0) // A_PAGE)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    text = (
        _("📌 <b>Which mission?</b>")
        if found
        else _("📌 No mission is open. Create one under Missions first; it can be chosen here as soon as everybody sees it.")
    )
    buttons = [
        [
            Button(
                ("✔ " if each.id == seen.announcement.mission_id else "") + quote(each.title, 40),
                callbacks.AnnouncementMission(announcement=number, mission=each.id),
            )
        ]
        for each in shown
    ]
    rows = [
        *buttons,
        turns(len(found), page, A_PAGE, lambda p: callbacks.AnnouncementMissions(announcement=number, page=p)),
        [Button("⬅ " + _("Back"), callbacks.AnnouncementButton(announcement=number)), to_draft(number)],
    ]
    return Screen(text, [row for row in rows if row])


def _link(text: str, _context: Context) -> Any | Wrong:
    address = text if "://" in text else f"https://{text}"
    if not announcements.is_link(address) or "." not in address:
        return Wrong(_("This is not an address. It looks like this: https://example.org/forum"))
    return address


async def linked(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    answer = await announcements.put_button(session, member, draft.subject, link=draft.answers["link"], now=now)
    seen = await view(session, member, draft.subject, now)
    return await outcome(session, member, draft.subject, answer, now, button_screen(seen) if seen else None)


LINK = form.register(
    Form(
        "announcement_link",
        title=lambda context: _("Link"),
        fields=(
            Text(
                "link",
                label=lambda: _("Address"),
                question=lambda context: _("Which address shall the button open?"),
                one_line=True,
                at_most=LINK_MAX,
                example=lambda context: "https://example.org/forum",
                check=_link,
            ),
        ),
        submit=linked,
        send=lambda: "🔗 " + _("Put it on the button"),
        foot=lambda context: _("What stands on the button is written with the text of each language."),
        whence=whence,
    )
)
