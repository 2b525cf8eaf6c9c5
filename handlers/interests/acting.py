"""One operation on an interest and the screen after it; a refusal shows what is true now."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import CallbackQuery

from handlers import truth
from handlers.i18n import _, day
from handlers.interests.screens import interest_screen
from handlers.interests.view import View, view
from handlers.screen import Screen, show
from models.database import Database, Session
from models.interests import Interest, InterestState, Refusal, Side
from models.members import Member

Operation = Callable[[Session], Awaitable[Interest | Refusal]]
After = Callable[[Session, View], Awaitable[tuple[Screen, str | None]]]


async def act(
    query: CallbackQuery, member: Member, interest_id: int, database: Database, now: datetime, operation: Operation, after: After
) -> None:
    async with database.write() as session:
        answer = await operation(session)
        seen = await view(session, member, interest_id, now)
        if seen is None:
            screen, toast = gone(), None
        elif answer is Refusal.NOT_REACHABLE:
            screen, toast = (await after(session, seen))[0], refusal(answer, seen)
        elif isinstance(answer, Refusal):
            screen, toast = interest_screen(seen, now), refusal(answer, seen)
        else:
            screen, toast = await after(session, seen)
    await show(query, screen, toast)


def refusal(answer: Refusal, seen: View) -> str:
    match answer:
        case Refusal.DECIDED:
            return decided(seen)
        case Refusal.NOT_REACHABLE:
            return _("One way to reach you has to stay: Telegram, phone or e-mail.")
        case Refusal.NOT_YOURS:
            return _("The other side decides this. Nothing changed.")


def decided(seen: View) -> str:
    """How it ended, for a button that came too late."""
    interest = seen.interest
    on = day(interest.decided_at, seen.reader.timezone) if interest.decided_at else ""
    match interest.state:
        case InterestState.ACCEPTED:
            return _("Answered already ({day}): contacts exchanged.").format(day=on)
        case InterestState.DECLINED:
            return _("Answered already ({day}): declined.").format(day=on)
        case InterestState.WITHDRAWN:
            return _("Taken back already ({day}).").format(day=on)
        case InterestState.EXPIRED if seen.side is Side.RECEIVER:
            return _("The deadline has passed. You can still answer.")
        case InterestState.EXPIRED:
            return _("It expired unanswered. There is nothing to take back.")
        case _:
            return _("Nothing changed. Here is how it stands.")


def gone() -> Screen:
    return truth.gone(_("This proposal is not here (any more). What concerns you is under /inbox."))
