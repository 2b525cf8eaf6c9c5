"""Public listings without the walk through forms and desks: for tests of what comes after."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from models import atlas, businesses, members, opportunities, search
from models.businesses import BusinessContent, PublicState, SizeBand, VersionState
from models.database import Session
from models.members import Member, Person
from models.opportunities import Opportunity, OpportunityContent, OpportunityType

_people = count(2**33 + 500_000)


@dataclass(frozen=True)
class Draftless:
    """What is to be public: an opportunity and its business."""

    title: str = "Гречаний мед гуртом"
    summary: str = "20 т гречаного меду на рік, з аналізами, у бочках по 200 л."
    language: str = "uk"
    title_en: str | None = "Buckwheat honey in bulk"
    summary_en: str | None = "20 t of buckwheat honey a year, analysed, in drums of 200 litres."
    partner_role: str | None = None
    type: OpportunityType = OpportunityType.BUSINESS_OFFER
    cooperation: list[str] = field(default_factory=lambda: ["distribution"])
    keywords: list[str] = field(default_factory=list)
    business: str = "Lisova Pasika"
    sectors: list[int] = field(default_factory=lambda: [1])
    region: str = "UA-32"
    working: str | None = None
    size: SizeBand | None = None


HONEY = Draftless()


async def newcomer(session: Session, region: str, *, now: datetime, language: str = "en") -> Member:
    """Somebody who has passed the entrance."""
    person = Person(next(_people), "Olena", None, language)
    member = await members.welcome(session, person, now=now)
    await members.settle(session, member.id, atlas.by_code(region).id)
    return await members.consent(session, member.id, now=now)


async def lists(session: Session, what: Draftless = HONEY, *, now: datetime, owner: Member | None = None) -> Opportunity:
    """A public listing of a new business whose owner may be given."""
    owner = owner or await newcomer(session, what.region, now=now)
    business = await businesses.register(session, owner, now=now)
    business.region_id = atlas.by_code(what.region).id
    business.working_region_id = atlas.by_code(what.working).id if what.working else None
    business.size, business.languages = what.size, ["uk", "en"]
    content = BusinessContent(name=what.business, sectors=what.sectors)
    written = await businesses.write_version(session, business, content, author=owner.id, now=now)
    written.state, business.public_version_id, business.state = VersionState.APPROVED, written.id, PublicState.PUBLISHED
    opportunity = await opportunities.open_up(session, business)
    version = await opportunities.write_version(session, opportunity, _content(what), author=owner.id, now=now)
    version.state, opportunity.public_version_id, opportunity.state = VersionState.APPROVED, version.id, PublicState.PUBLISHED
    opportunity.published_at = opportunity.confirmed_at = now
    await session.flush()
    await search.publish(session, opportunity.id, now=now)
    return opportunity


async def vanishes(session: Session, opportunity_id: int, *, now: datetime) -> None:
    """A listing is put on hold."""
    (await session.get_one(Opportunity, opportunity_id)).state = PublicState.ON_HOLD
    await session.flush()
    await search.publish(session, opportunity_id, now=now)


def titled(title: str, **changes: object) -> Draftless:
    """An English listing with this title."""
    return replace(HONEY, title=title, summary=f"{title}, as much as is needed.", language="en", title_en=None, summary_en=None, **changes)  # type: ignore[arg-type]  # replace() checks the names


def _content(what: Draftless) -> OpportunityContent:
    names = set(OpportunityContent.__dataclass_fields__)
    return OpportunityContent(**{name: value for name, value in vars(what).items() if name in names})
