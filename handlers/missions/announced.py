"""Missions inside announcements: where the button leads, and what a digest lists."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers import broadcast, callbacks, links
from handlers.i18n import _, moment
from handlers.missions.view import title_of
from handlers.missions.when import short_days
from handlers.words import region_and_country
from models import missions
from models.announcements import Announcement, Words
from models.database import Session


@broadcast.opens_mission
def card_of(mission_id: int) -> CallbackData:
    return callbacks.Mission(mission=mission_id)


@broadcast.writes_digest
async def digest(session: Session, announcement: Announcement, most: int, now: datetime) -> Words | None:
    """Titles that lead to their cards, with days, region and deadline in the zone of the announcement; those that fit."""
    found = await missions.ahead(session, announcement, now=now)
    text, entities = "", list[dict[str, Any]]()
    for mission in found:
        title, link = title_of(mission), links.mission_url(mission.id)
        until = _("Apply by {moment}.").format(moment=moment(mission.apply_until, ZoneInfo(announcement.zone)))
        before = ("\n\n" if text else "") + "📌 "
        after = f"\n{short_days(mission)} · {region_and_country(mission.host_region_id)}\n{until}"
        if len(text + before + title + after) > most:
            break
        kind = {"type": "text_link", "url": link} if link else {"type": "bold"}
        entities.append({**kind, "offset": _units(text + before), "length": _units(title)})
        text += before + title + after
    return Words(text, entities) if found else None


def _units(text: str) -> int:
    """Telegram counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
