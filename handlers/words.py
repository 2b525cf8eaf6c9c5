"""Structured values in the reader's language: kinds, reasons, regions, offices. Generated names stand in the nominative after a colon."""

from collections.abc import Iterable
from enum import StrEnum
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from handlers.i18n import N_, _, current, day
from models import announcements, atlas, missions, sectors
from models.alerts import Pace
from models.announcements import AnnouncementState, AudienceRole, LeftOut, StopReason, Withheld
from models.businesses import Business, Capacity, Check, Organisation, PublicState, SizeBand
from models.interests import Band, Contact, DeclineReason, InterestState
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
    (missions.MissionKind.MISSION, N_("Business mission")),
    (missions.MissionKind.FORUM, N_("Forum")),
    (missions.MissionKind.CONFERENCE, N_("Conference")),
    (missions.MissionKind.EXHIBITION, N_("Exhibition")),
    (missions.MissionKind.DELEGATION, N_("Delegation")),
    (missions.Direction.INWARD, N_("Guests come")),
    (missions.Direction.OUTWARD, N_("Trip to partners")),
    (missions.Direction.ONLINE, N_("Online")),
    (missions.Selection.ORGANISER, N_("The organiser chooses")),
    (missions.Selection.FIRST_COME, N_("First come, first served")),
    (missions.MissionState.DRAFT, N_("Draft, not published")),
    (missions.MissionState.PUBLISHED, N_("Published")),
    (missions.MissionState.CANCELLED, N_("Cancelled")),
    (missions.MissionState.OVER, N_("Over")),
    (missions.ApplicationState.APPLIED, N_("Waits for a decision")),
    (missions.ApplicationState.SHORTLISTED, N_("On the shortlist")),
    (missions.ApplicationState.CONFIRMED, N_("Seat confirmed")),
    (missions.ApplicationState.WAITLISTED, N_("On the waiting list")),
    (missions.ApplicationState.DECLINED, N_("Not chosen")),
    (missions.ApplicationState.WITHDRAWN, N_("Withdrawn")),
    (missions.ApplicationState.ATTENDED, N_("Took part")),
    (missions.ApplicationState.NO_SHOW, N_("Did not come")),
    (missions.DeclineReason.NO_SEATS, N_("No seats left")),
    (missions.DeclineReason.CRITERIA, N_("The criteria are not met")),
    (missions.DeclineReason.OTHER_SECTOR, N_("Another sector")),
    (missions.DeclineReason.TOO_LITTLE_DETAIL, N_("Too little detail")),
    (missions.DeclineReason.NOT_CHECKED, N_("The business is not checked")),
    (missions.DeclineReason.OTHER, N_("Another reason")),
    (missions.Usefulness.VERY, N_("Very")),
    (missions.Usefulness.RATHER, N_("Rather")),
    (missions.Usefulness.HARDLY, N_("Hardly")),
    (missions.Usefulness.NOT, N_("Not at all")),
    (missions.FollowUp.NOTHING, N_("Nothing yet")),
    (missions.FollowUp.TALKS, N_("Talks go on")),
    (missions.FollowUp.SAMPLES, N_("Samples or a visit")),
    (missions.FollowUp.AGREEMENT, N_("An agreement")),
    (TwinningStatus.CANDIDATE, N_("candidate")),
    (TwinningStatus.NEGOTIATING, N_("being negotiated")),
    (TwinningStatus.SIGNED, N_("signed")),
    (TwinningStatus.LAPSED, N_("lapsed")),
    (Band.A_DAY, N_("usually answers within a day")),
    (Band.THREE_DAYS, N_("usually answers within 3 days")),
    (Band.A_WEEK, N_("usually answers within a week")),
    (Band.TWO_WEEKS, N_("usually answers within two weeks")),
    (Band.SELDOM, N_("often leaves proposals unanswered")),
    (AnnouncementState.DRAFT, N_("draft")),
    (AnnouncementState.AWAITING_APPROVAL, N_("waits for a second person")),
    (AnnouncementState.AWAITING_CONSENT, N_("waits for an office's consent")),
    (AnnouncementState.SCHEDULED, N_("has its time")),
    (AnnouncementState.RECURRING, N_("comes again and again")),
    (AnnouncementState.RUNNING, N_("being sent")),
    (AnnouncementState.PAUSED, N_("paused")),
    (AnnouncementState.STOPPED, N_("stopped")),
    (AnnouncementState.DONE, N_("sent")),
    (AudienceRole.ENTREPRENEUR, N_("With a business")),
    (AudienceRole.NEWCOMER, N_("Without a business yet")),
    (AudienceRole.MODERATOR, N_("Moderators")),
    (AudienceRole.HEAD, N_("Heads of offices")),
    (AudienceRole.ADMINISTRATOR, N_("Administrators")),
    (AudienceRole.OBSERVER, N_("Observers")),
    (LeftOut.PAUSED, N_("want no announcements for a while")),
    (LeftOut.UNREACHABLE, N_("blocked this bot")),
    (LeftOut.NO_CONSENT, N_("have not agreed to the data page")),
    (StopReason.BY_HAND, N_("by somebody of the office")),
    (StopReason.BAD_TEXT, N_("by itself: the first sends all failed alike")),
    (StopReason.FOREIGN_FILE, N_("by itself: its file has to be uploaded again")),
    (StopReason.MISSION_CANCELLED, N_("by itself: its mission was cancelled")),
    (StopReason.NO_AGREEMENT, N_("by itself: the agreement with a region that was meant is not in force any more")),
    (Withheld.DEADLINE, N_("Not sent, since the mission's deadline came first")),
    (Withheld.PAUSED, N_("Not sent, since they want no announcements for a while")),
    (Withheld.STOPPED, N_("Not sent, since it was stopped")),
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


def office_name(region_id: int) -> str:
    """Whose announcement it is, and who answers; 0: the administrators."""
    return _("the regional office: {region}").format(region=region_name(region_id)) if region_id else _("the administrators of Pobratym")


def announcement_refusal(answer: announcements.Refusal) -> str:
    """Why nothing changed, and what would help; in at most 200 characters."""
    return _(_REFUSALS[answer])


_REFUSALS = {
    announcements.Refusal.NOT_ALLOWED: N_("Announcements are not yours to write here (any more)."),
    announcements.Refusal.GONE: N_("This announcement is not here (any more), or it is not yours."),
    announcements.Refusal.TOO_LATE: N_("It has gone further meanwhile. Nothing changed; here is how it stands."),
    announcements.Refusal.CHANGED: N_("It was changed since you looked at it. Look once more, then decide."),
    announcements.Refusal.OWN: N_("Whoever wrote an announcement does not approve it. A colleague has to."),
    announcements.Refusal.NO_TEXT: N_("A text is missing: at least one language has to stay."),
    announcements.Refusal.NO_TITLE: N_("A title is missing. Readers do not see it; it helps you to find the announcement."),
    announcements.Refusal.TOO_LONG: N_(
        "Too long: a text has at most 4,096 characters, below a photo or file 1,024, a title 80, a button 40."
    ),
    announcements.Refusal.NOT_TESTED: N_("Test it first: “Test to me” sends you every language as readers get it."),
    announcements.Refusal.NOBODY: N_("Nobody would get it. Choose other recipients."),
    announcements.Refusal.NOT_YOUR_REGION: N_("An office announces to its own region and to regions with a signed agreement."),
    announcements.Refusal.NOT_YOUR_CHAT: N_("This channel or group is not your office's (any more)."),
    announcements.Refusal.NO_REASON: N_("Urgent needs a reason of up to 200 characters: who approves reads it."),
    announcements.Refusal.BAD_TIME: N_("There is no such date and time. It looks like this: 12.06.2026 09:00."),
    announcements.Refusal.PAST: N_("This time is over, or it is after the mission's deadline. Choose another one."),
    announcements.Refusal.BAD_LINK: N_("This is not an address. It looks like this: https://example.org/forum"),
    announcements.Refusal.MISSION_CANCELLED: N_(
        "Its mission was cancelled. Take the button off or choose another mission, then hand it in."
    ),
    announcements.Refusal.NOT_APPROVED: N_("It was changed since it was approved: it goes on when a second person has seen the new text."),
}
