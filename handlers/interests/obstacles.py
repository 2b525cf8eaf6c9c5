"""Why a proposal cannot be written now: what would be right, and when."""

from datetime import datetime

from handlers import callbacks
from handlers.i18n import _, day, full_day, moment
from handlers.interests.screens import interest_screen, onward
from handlers.interests.view import view
from handlers.screen import Button, Screen
from models.database import Session
from models.interests import NEW_A_DAY_MAX, UNDECIDED_MAX, Obstacle, Obstruction
from models.members import Member

KEEPS_THE_DRAFT = frozenset(
    {
        Obstacle.TOO_MANY_TODAY,
        Obstacle.TOO_MANY_UNDECIDED,
        Obstacle.DECLINED_LATELY,
        Obstacle.CLOSED_FOR_INTEREST,
        Obstacle.NOT_PUBLIC,
        Obstacle.NO_BUSINESS,
    }
)
"""What may pass, so that what was written waits for it."""


async def obstructed(
    session: Session, member: Member, opportunity_id: int, answer: Obstruction, now: datetime
) -> tuple[Screen, str | None]:
    """The screen of a refusal: the proposal that exists already, or the words and a way onward."""
    if answer.obstacle in (Obstacle.ALREADY_ASKED, Obstacle.ALREADY_INTRODUCED) and answer.earlier:
        seen = await view(session, member, answer.earlier.id, now)
        if seen:
            return interest_screen(seen, now), obstacle_words(answer, member)
    return Screen(obstacle_words(answer, member), _ways(answer.obstacle, opportunity_id)), None


def obstacle_words(answer: Obstruction, member: Member) -> str:  # noqa: C901  # a table of words
    match answer.obstacle:
        case Obstacle.NO_BUSINESS:
            return _(
                "A proposal comes from a business. Register yours first: six answers.\n\n"
                "You can write the proposal right after that, before the office has approved your business: it goes out with the approval."
            )
        case Obstacle.NOT_PUBLIC:
            return _("This listing is not public any more, so it takes no proposals. Search for others like it.")
        case Obstacle.CLOSED_FOR_INTEREST:
            return _("The author takes no new proposals for this listing at the moment. Try again later, or search for others like it.")
        case Obstacle.OWN_LISTING:
            return _("This listing is yours. Proposals of others about it come to your /inbox.")
        case Obstacle.ALREADY_ASKED:
            return _("Your proposal for this listing waits already. Here it is.")
        case Obstacle.ALREADY_INTRODUCED:
            return _("You have exchanged contacts about this listing. Here they are.")
        case Obstacle.DECLINED_LATELY:
            return _("They declined a proposal of yours lately. You can write to them again from {day}.").format(
                day=full_day(answer.until, member.timezone) if answer.until else "—"
            )
        case Obstacle.TOO_MANY_UNDECIDED:
            return _too_many(answer.until, member)
        case Obstacle.TOO_MANY_TODAY:
            return _("A business can write {most} new proposals a day. The next one from {moment}.").format(
                most=NEW_A_DAY_MAX, moment=moment(answer.until, member.timezone) if answer.until else "—"
            )


def _too_many(until: datetime | None, member: Member) -> str:
    first = _("All {most} places for open proposals are taken.").format(most=UNDECIDED_MAX)
    if until is None:
        return first + " " + _("They go out when your business is approved. You can withdraw one to write another.")
    return (
        first
        + " "
        + _("One comes free when somebody answers or you withdraw one, on {day} at the latest.").format(day=day(until, member.timezone))
    )


def _ways(obstacle: Obstacle, opportunity_id: int) -> list[list[Button]]:
    listing = [Button("⬅ " + _("Back to the listing"), callbacks.Listing(opportunity=opportunity_id))]
    match obstacle:
        case Obstacle.NO_BUSINESS:
            return [[Button("🏢 " + _("Register"), callbacks.Register(), style="primary")], listing, onward()]
        case Obstacle.OWN_LISTING:
            return [[Button("🏢 " + _("My business"), callbacks.MyBusiness(), style="primary")], onward()]
        case Obstacle.TOO_MANY_UNDECIDED | Obstacle.TOO_MANY_TODAY:
            return [
                [Button("📥 " + _("Inbox"), callbacks.Inbox(), style="primary")],
                listing,
                [Button("🏠 " + _("Home"), callbacks.Home())],
            ]
        case Obstacle.NOT_PUBLIC:
            return [[Button("🔎 " + _("Search"), callbacks.Search(), style="primary")], onward()]
        case _:
            return [[Button("🔎 " + _("Search"), callbacks.Search(), style="primary")], listing, onward()]
