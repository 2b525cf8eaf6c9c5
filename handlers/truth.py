"""What is true now: one polite answer to outdated buttons, and to updates whose operation was done before a crash.

A feature registers, for its callback data, the screen that shows its subject as it stands.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import callbacks
from handlers.i18n import _
from handlers.screen import Button, Screen, show
from models.database import Database, Session
from models.members import Member

Truth = Callable[[Session, Member, Any, datetime], Awaitable[Screen | None]]
_truths: dict[str, tuple[type[CallbackData], Truth]] = {}
Entrance = Callable[[Session, Member, datetime], Awaitable[Screen | None]]
Home = Callable[[Session, Member, datetime], Awaitable[Screen]]
_doors: dict[str, Any] = {}


def tells(*kinds: type[CallbackData]) -> Callable[[Truth], Truth]:
    """Register the screen that shows what is true now about the subject of these buttons."""

    def register(function: Truth) -> Truth:
        for kind in kinds:
            _truths[kind.__prefix__] = (kind, function)
        return function

    return register


def is_entrance(function: Entrance) -> Entrance:
    """Register what stands before home for those who have not passed it (None: they have)."""
    _doors["entrance"] = function
    return function


def is_home(function: Home) -> Home:
    """Register the home screen."""
    _doors["home"] = function
    return function


async def home(session: Session, member: Member, now: datetime) -> Screen:
    """Where everything ends that has nothing better to show."""
    before: Screen | None = await _doors["entrance"](session, member, now)
    if before:
        return before
    inside: Screen = await _doors["home"](session, member, now)
    return inside


async def now_of(session: Session, member: Member, data: str, now: datetime) -> Screen:
    """What a button's subject looks like now; home when it has none or is gone."""
    known = _truths.get(data.partition(":")[0])
    if known:
        kind, tell = known
        try:
            screen = await tell(session, member, kind.unpack(data), now)
        except (TypeError, ValueError):
            screen = None
        if screen:
            return screen
    return await home(session, member, now)


async def present(event: Message | CallbackQuery, member: Member, database: Database, now: datetime, *, again: bool) -> None:
    """Show what is true now instead of acting. `again`: the update's operation was done before a restart, so nothing was out of date."""
    async with database.read() as session:
        data = event.data if isinstance(event, CallbackQuery) else None
        screen = await now_of(session, member, data or "", now)
    await show(event, screen, None if again else _("This button is from an older screen. Here is how things stand now."))


def gone(words: str) -> Screen:
    """For a subject that this person cannot see (any more)."""
    return Screen(words, [[Button("🏠 " + _("Home"), callbacks.Home())]])
