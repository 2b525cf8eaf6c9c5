"""An interest with all that its screens say, read at once."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.i18n import _, clock, current, day, moment
from handlers.screen import escape
from handlers.words import city, region_and_country
from models import atlas, businesses, interests, opportunities
from models.businesses import Business, BusinessVersion
from models.database import Session
from models.interests import ContactCard, Interest, Side
from models.members import Member
from models.opportunities import Listing


@dataclass(frozen=True)
class Party:
    """One side's business as the other may see it."""

    business: Business
    version: BusinessVersion

    @property
    def region(self) -> str:
        return region_and_country(self.business.region_id)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(atlas.region(self.business.region_id).zone)


@dataclass(frozen=True)
class View:
    interest: Interest
    side: Side
    """Whose eyes these are."""
    reader: Member
    listing: Listing
    sender: Party
    receiver: Party
    named: bool
    """The receiver's name may be shown: only to those who have a published business themselves, or have exchanged contacts."""
    theirs: ContactCard | None
    """After the exchange: the other side's contacts."""

    @property
    def other(self) -> Party:
        return self.sender if self.side is Side.RECEIVER else self.receiver

    @property
    def other_name(self) -> str:
        """For HTML."""
        if self.side is Side.SENDER and not self.named:
            return _("the author of {reference}").format(reference=self.listing.opportunity.reference)
        return escape(self.other.version.name)

    @property
    def plain_title(self) -> str:
        """The listing's title: as it was written, or in English for those who read another language."""
        version = self.listing.version
        return version.title if current() == version.language else version.title_en or version.title

    @property
    def title(self) -> str:
        """For HTML."""
        return escape(self.plain_title)

    @property
    def deadline(self) -> datetime:
        assert self.interest.deadline is not None
        return self.interest.deadline


async def view(session: Session, member: Member, interest_id: int, now: datetime) -> View | None:
    """What this member may see of it; None when it is not theirs."""
    seen = await interests.seen(session, member.id, interest_id)
    if seen is None:
        return None
    interest, side = seen.interest, seen.side
    accepted = interest.state is interests.InterestState.ACCEPTED
    other = Side.SENDER if side is Side.RECEIVER else Side.RECEIVER
    return View(
        interest=interest,
        side=side,
        reader=member,
        listing=await opportunities.in_versions(session, interest.opportunity_version_id, now=now),
        sender=await _party(session, interest.sender_business_id),
        receiver=await _party(session, interest.receiver_business_id),
        named=accepted or await businesses.has_public(session, member.id),
        theirs=await interests.contact_card(session, interest, other) if accepted else None,
    )


async def _party(session: Session, business_id: int) -> Party:
    business = await businesses.get(session, business_id)
    version = await businesses.public_version(session, business) or await businesses.newest_version(session, business_id)
    return Party(business, version)


def both_times(instant: datetime, here: ZoneInfo, there: ZoneInfo) -> str:
    """`Fri 12 Jun, 18:00 Kyiv (08:00 Los Angeles)`, bold; one time where both clocks agree."""
    mine = f"<b>{moment(instant, here)}</b> {city(here)}"
    if instant.astimezone(here).utcoffset() == instant.astimezone(there).utcoffset():
        return mine
    same_day = instant.astimezone(here).date() == instant.astimezone(there).date()
    theirs = clock(instant, there) if same_day else f"{day(instant, there)}, {clock(instant, there)}"
    return f"{mine} ({theirs} {city(there)})"
