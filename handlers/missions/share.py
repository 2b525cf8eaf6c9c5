"""Passing a mission on: its link, and the link as a QR picture. What a link shows is what its reader may see, nothing more."""

from datetime import datetime
from urllib.parse import urlencode

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, links, qr, truth
from handlers.i18n import _
from handlers.missions.card import back_to, card, gone, home
from handlers.missions.view import View, view
from handlers.missions.when import days
from handlers.screen import Button, File, Screen, escape, hand, show
from models.database import Database, Session
from models.members import Member

router = Router(name=__name__)


@router.callback_query(callbacks.ShareMission.filter())
async def share(query: CallbackQuery, callback_data: callbacks.ShareMission, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.mission, now)
    screen, toast = _or_card(seen)
    await show(query, screen, toast)


@router.callback_query(callbacks.MissionQr.filter())
async def code(query: CallbackQuery, callback_data: callbacks.MissionQr, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        seen = await view(session, member, callback_data.mission, now)
    url = links.mission_url(callback_data.mission)
    if seen is None or url is None or seen.mission.published_at is None:
        screen, toast = _or_card(seen)
        await show(query, screen, toast)
        return
    caption = f"📌 <b>{escape(seen.title)}</b>\n{days(seen.mission)}\n\n" + _(
        "For a poster or a slide: a phone's camera opens the mission."
    )
    picture = File(f"{seen.mission.reference}.png", await qr.png(url), photo=True)
    await hand(query, picture, Screen(caption, [[back_to(seen.mission), home()]]))


@truth.tells(callbacks.ShareMission, callbacks.MissionQr)
async def as_it_stands(session: Session, member: Member, data: callbacks.ShareMission, now: datetime) -> Screen | None:
    return await truth.now_of(session, member, callbacks.Mission(mission=data.mission).pack(), now)


def _or_card(seen: View | None) -> tuple[Screen, str | None]:
    if seen is None:
        return gone(), None
    url = links.mission_url(seen.mission.id)
    if seen.mission.published_at is None:
        return card(seen), _("A draft cannot be shared: only your office sees it. Publish it first.")
    if url is None:
        return card(seen), _("Telegram has not told me my own name yet. Try again in a minute.")
    return share_screen(seen, url), None


def share_screen(seen: View, url: str) -> Screen:
    mission = seen.mission
    parts = [
        "📤 " + _("Share <b>{title}</b>").format(title=escape(seen.title)),
        f"<code>{url}</code>",
        _("Whoever opens the link sees the mission, also somebody who is new here: they are asked for their region first."),
    ]
    if mission.guarded:
        parts.append("🔒 " + _("The link shows neither the venue nor the exact hours."))
    chat = "https://t.me/share/url?" + urlencode({"url": url, "text": f"{seen.title}\n{days(mission)}"})
    rows = [
        [Button("✈️ " + _("Send to a chat"), url=chat)],
        [Button("📋 " + _("Copy the link"), copy=url), Button("🔳 " + _("QR code"), callbacks.MissionQr(mission=mission.id))],
        [back_to(mission), home()],
    ]
    return Screen("\n\n".join(parts), rows)
