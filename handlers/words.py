"""Structured values in the reader's language: kinds, reasons, regions, offices. Generated names stand in the nominative after a colon."""

from collections.abc import Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from handlers.i18n import N_, _, current, day
from models import atlas, sectors
from models.alerts import Pace
from models.businesses import Business, Capacity, Check, Organisation, PublicState, SizeBand
from models.interests import Contact, DeclineReason, InterestState
from models.members import Member, Role
from models.moderation import Reason, ReviewItem
from models.opportunities import Cooperation, OpportunityType
from models.regions import Desk, Responsible, TwinningStatus

# Pairs, not a dictionary: members of two enums with one value ("expired", "other") are equal as strings.
_WORDS: tuple[tuple[StrEnum, str], ...] = (
    (OpportunityType.BUSINESS_OFFER, N_("Business offer")),
    (OpportunityType.BUSINESS_REQUEST, N_("Business request")),
    (OpportunityType.TECHNOLOGY_OFFER, N_("Technology offer")),
    (OpportunityType.TECHNOLOGY_REQUEST, N_("Technology request")),
    (OpportunityType.INVESTMENT_PROJECT, N_("Investment project")),
    (OpportunityType.INSTITUTIONAL_COOPERATION, N_("Institutional cooperation")),
    (OpportunityType.INTERNSHIP, N_("Internship")),
    (Cooperation.DISTRIBUTION, N_("Distribution")),
    (Cooperation.AGENCY, N_("Agency")),
    (Cooperation.SUPPLY, N_("Supply")),
    (Cooperation.MANUFACTURING_OUTSOURCING, N_("Contract manufacturing")),
    (Cooperation.SUBCONTRACTING, N_("Subcontracting")),
    (Cooperation.FRANCHISE, N_("Franchise")),
    (Cooperation.LICENCE, N_("Licence")),
    (Cooperation.JOINT_VENTURE, N_("Joint venture")),
    (Cooperation.INVESTMENT, N_("Investment")),
    (Cooperation.ACQUISITION, N_("Acquisition")),
    (Cooperation.TECHNICAL_COOPERATION, N_("Technical cooperation")),
    (Cooperation.RD_COOPERATION, N_("Joint research")),
    (Cooperation.LOGISTICS, N_("Logistics")),
    (Cooperation.RECIPROCAL_PRODUCTION, N_("Reciprocal production")),
    (Cooperation.SERVICE, N_("Service")),
    (Cooperation.TRAINING_INTERNSHIP, N_("Training, internship")),
    (Cooperation.OTHER, N_("Other cooperation")),
    (Organisation.COMPANY, N_("Company")),
    (Organisation.SOLE_PROPRIETOR, N_("Sole proprietor")),
    (Organisation.FARM, N_("Farm")),
    (Organisation.COOPERATIVE, N_("Cooperative")),
    (Organisation.UNIVERSITY, N_("University")),
    (Organisation.HOSPITAL, N_("Hospital")),
    (Organisation.CULTURAL_INSTITUTION, N_("Cultural institution")),
    (Organisation.SPORTS_SCHOOL, N_("Sports school")),
    (Organisation.REHABILITATION_CENTRE, N_("Rehabilitation centre")),
    (Organisation.CLUSTER, N_("Cluster")),
    (Organisation.CHAMBER, N_("Chamber of commerce")),
    (Organisation.INVESTOR, N_("Investor")),
    (Organisation.MUNICIPALITY, N_("Municipality")),
    (Organisation.PUBLIC_AUTHORITY, N_("Public authority")),
    (SizeBand.UP_TO_10, N_("1-10 people")),
    (SizeBand.UP_TO_49, N_("11-49 people")),
    (SizeBand.UP_TO_249, N_("50-249 people")),
    (SizeBand.MORE, N_("250 people or more")),
    (Capacity.FULL, N_("At full capacity")),
    (Capacity.PARTIAL, N_("Partly")),
    (Capacity.RELOCATED, N_("Relocated")),
    (Capacity.RESTORING, N_("Restoring after damage")),
    (Capacity.STOPPED, N_("Stopped for now")),
    (Check.NUMBER_IN_REGISTER, N_("number in the register")),
    (Check.PERSON_ACTS_FOR_IT, N_("person acts for it")),
    (Check.VISITED, N_("visited")),
    (PublicState.DRAFT, N_("Draft")),
    (PublicState.UNDER_REVIEW, N_("Being checked")),
    (PublicState.CHANGES_REQUESTED, N_("Returned for changes")),
    (PublicState.REJECTED, N_("Rejected")),
    (PublicState.PUBLISHED, N_("Public")),
    (PublicState.ON_HOLD, N_("On hold")),
    (PublicState.FLAGGED, N_("Hidden after a report")),
    (PublicState.EXPIRED, N_("Expired")),
    (PublicState.ARCHIVED, N_("Archived")),
    (InterestState.HELD, N_("Waits for your business's approval")),
    (InterestState.SENT, N_("Waits for an answer")),
    (InterestState.ACCEPTED, N_("Contacts exchanged")),
    (InterestState.DECLINED, N_("Declined")),
    (InterestState.EXPIRED, N_("Expired without an answer")),
    (InterestState.WITHDRAWN, N_("Withdrawn")),
    (DeclineReason.NOT_OUR_FIELD, N_("Not our field")),
    (DeclineReason.NO_CAPACITY_NOW, N_("No capacity now")),
    (DeclineReason.HAVE_A_PARTNER, N_("We have a partner")),
    (DeclineReason.TERMS, N_("The terms do not fit")),
    (DeclineReason.TOO_LITTLE_DETAIL, N_("Too little detail")),
    (DeclineReason.OTHER, N_("Another reason")),
    (Contact.NAME, N_("Your name")),
    (Contact.TELEGRAM, N_("Telegram")),
    (Contact.PHONE, N_("Phone")),
    (Contact.EMAIL, N_("E-mail")),
    (Contact.WEBSITE, N_("Website")),
    (Reason.TOO_VAGUE, N_("Too vague")),
    (Reason.NO_PARTNER_ROLE, N_("Partner's role missing")),
    (Reason.WRONG_TYPE, N_("Wrong type")),
    (Reason.WRONG_SECTOR, N_("Wrong sector")),
    (Reason.TOO_MANY_TYPES, N_("Too many cooperation types")),
    (Reason.CONTACT_IN_TEXT, N_("Contacts in the text")),
    (Reason.IDENTITY_LEAK, N_("Text gives the name away")),
    (Reason.TRANSLATION_NEEDED, N_("Translation needed")),
    (Reason.EVIDENCE_MISSING, N_("Evidence missing")),
    (Reason.OUTSIDE_REGION, N_("Outside the region")),
    (Reason.DIRECT_SALE_ONLY, N_("A direct sale only")),
    (Reason.PROHIBITED_GOODS, N_("Prohibited goods")),
    (Reason.THIRD_PARTY_WITHOUT_MANDATE, N_("For a third party without a mandate")),
    (Reason.NOT_FOUND_IN_REGISTER, N_("Not found in the register")),
    (Reason.DUPLICATE, N_("Duplicate")),
    (Reason.SANCTIONS_OR_LEGAL, N_("Sanctions or law")),
    (Reason.OFFENSIVE, N_("Offensive")),
    (Reason.SPAM, N_("Spam")),
    (Role.MODERATOR, N_("Moderator")),
    (Role.HEAD, N_("Head of the office")),
    (Role.ADMINISTRATOR, N_("Administrator")),
    (Role.OBSERVER, N_("Observer")),
    (TwinningStatus.CANDIDATE, N_("candidate")),
    (TwinningStatus.NEGOTIATING, N_("being negotiated")),
    (TwinningStatus.SIGNED, N_("signed")),
    (TwinningStatus.LAPSED, N_("lapsed")),
    (Pace.INSTANTLY, N_("At once")),
    (Pace.DAILY, N_("Every morning")),
    (Pace.WEEKLY, N_("On Mondays")),
)
_BY_CLASS = {(type(member), member.value): words for member, words in _WORDS}


def word(member: StrEnum) -> str:
    """An enum's member as people read it."""
    return _(_BY_CLASS[type(member), member.value])


def options(members: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """(code, words) for a choice."""
    return [(member.value, word(member)) for member in members]


def in_readers_language(own: str, english: str | None, language: str) -> str:
    """A text as written, or its English translation for those who read neither it nor better."""
    return english if english and language != current() else own


def region_name(region_id: int | None) -> str:
    region = atlas.get(region_id) if region_id else None
    return region.name(current()) if region else "—"


def region_and_country(region_id: int) -> str:
    """`Washington, USA 🇺🇸`; a country alone for a country."""
    region = atlas.region(region_id)
    country = atlas.region(region.country)
    name = region.name(current())
    return f"{name} {atlas.flag(region)}" if country.id == region.id else f"{name}, {country.name(current())} {atlas.flag(region)}"


def sector_name(sector_id: int) -> str:
    sector = sectors.sector(sector_id)
    return f"{sector.emoji} {sector.name(current())}"


def sector_names(ids: Iterable[int]) -> str:
    # Names have an "and" of their own.
    return " · ".join(sectors.sector(i).name(current()) for i in ids)


def desk_name(responsible: Responsible) -> str:
    """Who checks: `the regional office: Kyiv Oblast`."""
    if responsible.desk is Desk.ADMINISTRATORS:
        return _("the administrators of Pobratym")
    return _("the regional office: {region}").format(region=region_name(responsible.region_id))


def city(zone: ZoneInfo) -> str:
    """The city after which a zone is named, in the reader's language."""
    if zone.key == "Europe/Kyiv":
        # CLDR knows the city under its former name only, and that one not in every language.
        return atlas.by_code("UA-30").name(current())
    return get_timezone_location(zone, locale=current(), return_city=True).rpartition("/")[2]


def standing(business: Business, item: ReviewItem | None, member: Member) -> str:
    """How a business that is not public stands, and what comes next; `item` is its newest at the office."""
    if business.state is PublicState.UNDER_REVIEW and item:
        return _("Being checked: you hear from me by {day}.").format(day=day(item.due_at, member.timezone))
    if business.state is PublicState.CHANGES_REQUESTED:
        return _("The office asks for changes: see My business.")
    if business.state is PublicState.REJECTED:
        return _("The office rejected it: the reason stands under My business.")
    return word(business.state)
