"""Words that several screens of missions share."""

from datetime import datetime

from handlers.i18n import _, current
from handlers.screen import escape
from models import opportunities
from models.database import Session
from models.missions import Application, Obstacle


def obstacle_words(obstacle: Obstacle) -> str:  # noqa: C901  # a table of words
    """In at most 200 characters."""
    match obstacle:
        case Obstacle.CANCELLED:
            return _("This mission was cancelled.")
        case Obstacle.OVER:
            return _("This mission is over.")
        case Obstacle.CLOSED:
            return _("Applications are closed. The organiser named on the card may still know of a seat.")
        case Obstacle.NOT_CHECKED:
            return _("Seats of this mission are given at once, so your business must be approved by its office first.")
        case Obstacle.NOT_INVITED:
            return _("This mission is for businesses of another region: the card says which.")
        case Obstacle.ALREADY:
            return _("Your business has applied already. Nothing changed.")
        case Obstacle.DECLINED:
            return _("The organiser has not chosen your business for this mission. Their contact stands on the card.")
        case Obstacle.NO_BUSINESS:
            return _("A business applies, so register yours first.")
        case Obstacle.FULL | Obstacle.NO_OFFER:
            return _("No seat is kept for you now. Nothing changed.")
        case Obstacle.NOT_CONFIRMED:
            return _("There is nothing to give up or to confirm (any more). Here is how it stands.")
        case Obstacle.NOT_YOURS | Obstacle.GONE:
            return _("This mission is not here (any more).")


async def target_lines(session: Session, application: Application, now: datetime) -> list[str]:
    """Whom an applicant wants to meet, a line each; what is not public any more is left out."""
    listings = await opportunities.listings(session, application.targets, now=now)
    lines = []
    for listing in listings:
        version = listing.version
        title = version.title if version.language == current() else version.title_en or version.title
        lines.append(f"• {listing.opportunity.reference} · {escape(title)}")
    return [f"<b>{_('Wants to meet')}:</b>", *lines] if lines else []
