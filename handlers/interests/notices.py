"""What people are told of their proposals; nothing once it is not true any more."""

from datetime import datetime

from handlers import callbacks, notices
from handlers.i18n import _
from handlers.interests.screens import interest_screen, introduction, onward, they_have_until
from handlers.interests.view import View, view
from handlers.screen import Button, Screen, escape
from models.database import Session
from models.deliveries import Delivery, Kind
from models.interests import InterestState, Side
from models.members import Member


@notices.words_for(Kind.INTEREST_RECEIVED)
async def arrived(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.RECEIVER, InterestState.SENT)
    # Past the deadline the expiry is told instead.
    if seen is None or now >= seen.deadline:
        return None
    return interest_screen(seen, now, "✉️ " + _("<b>A proposal for you</b>"))


@notices.words_for(Kind.INTEREST_REMINDER)
async def reminder(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.RECEIVER, InterestState.SENT)
    if seen is None:
        return None
    holds = seen.interest.reminder(now)
    if holds is None or holds.isoformat() != delivery.details.get("planned"):
        return None
    return interest_screen(seen, now, "⏰ " + _("<b>This proposal waits for your answer</b>"))


@notices.words_for(Kind.INTEREST_EXPIRED)
async def expired(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.RECEIVER, InterestState.EXPIRED)
    return interest_screen(seen, now, "⌛ " + _("<b>A proposal to you expired unanswered</b>")) if seen else None


@notices.words_for(Kind.INTEREST_RELEASED)
async def released(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.SENDER)
    if seen is None:
        return None
    if seen.interest.state is InterestState.SENT and now < seen.deadline:
        return _went_out(seen, now)
    by_itself = seen.interest.state is InterestState.WITHDRAWN and seen.interest.decided_by is None
    return _not_sent(seen) if by_itself else None


def _went_out(seen: View, now: datetime) -> Screen:
    text = _("✅ Your business is approved, and your proposal went out.\n\nTo: <b>{business}</b>\nAbout: <i>{title}</i>").format(
        business=seen.other_name, title=seen.title
    )
    see = Button("✉️ " + _("Your proposal"), callbacks.Interest(interest=seen.interest.id))
    return Screen(f"{text}\n\n{they_have_until(seen, now)}", [[see], onward()])


def _not_sent(seen: View) -> Screen:
    text = _(
        "Your business is approved, but one proposal was not sent: the listing <i>{title}</i> takes none any more.\n\n"
        "What you wrote, for another one:\n“{why}”\n“{proposal}”"
    ).format(title=seen.title, why=escape(seen.interest.why), proposal=escape(seen.interest.proposal))
    return Screen(text, [[Button("🔎 " + _("Search"), callbacks.Search(), style="primary")], onward()])


@notices.words_for(Kind.INTEREST_ACCEPTED)
async def accepted(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.SENDER, InterestState.ACCEPTED)
    return introduction(seen, "🤝 " + _("<b>They agreed: contacts are exchanged</b>")) if seen else None


@notices.words_for(Kind.INTEREST_DECLINED)
async def declined(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.SENDER, InterestState.DECLINED)
    return interest_screen(seen, now, _("<b>Your proposal was declined</b>")) if seen else None


@notices.words_for(Kind.INTEREST_UNANSWERED)
async def unanswered(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    seen = await _seen(session, delivery, member, now, Side.SENDER, InterestState.EXPIRED)
    return interest_screen(seen, now, "⌛ " + _("<b>No answer came within 14 days</b>")) if seen else None


async def _seen(
    session: Session, delivery: Delivery, member: Member, now: datetime, side: Side, state: InterestState | None = None
) -> View | None:
    """The interest of a notice, if its reader still acts for that side and it still stands so."""
    seen = await view(session, member, delivery.subject, now)
    return seen if seen and seen.side is side and state in (None, seen.interest.state) else None
