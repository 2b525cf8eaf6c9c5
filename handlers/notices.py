"""Deliveries put into words: kind -> Screen. Features register their renderers here; this module knows none of them."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from handlers.i18n import _
from handlers.screen import Screen
from models.database import Session
from models.deliveries import Delivery, Kind
from models.members import Member

Renderer = Callable[[Session, Delivery, Member, datetime], Awaitable[Screen | None]]
renderers: dict[Kind, Renderer] = {}


def words_for(*kinds: Kind) -> Callable[[Renderer], Renderer]:
    """Register how a kind of notice reads; the renderer returns None when nothing true is left to say."""

    def register(function: Renderer) -> Renderer:
        for kind in kinds:
            assert kind not in renderers, kind
            renderers[kind] = function
        return function

    return register


async def render(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    """The message of a delivery in the current language, or None when it is not true any more."""
    screen = await renderers[delivery.kind](session, delivery, member, now)
    if screen is None or not delivery.again:
        return screen
    again = _("🔁 You may have received this already (message {reference}).").format(reference=reference(delivery))
    return Screen(f"{again}\n\n{screen.text}", screen.rows)


def reference(delivery: Delivery) -> str:
    return f"N-{delivery.id}"
