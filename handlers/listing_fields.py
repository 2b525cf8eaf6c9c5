"""The questions about a business and about an opportunity, and their answers as the content that an office reviews."""

from typing import Any

from babel import Locale

from handlers.form import Choice, Context, Field, Several, Text, Wrong
from handlers.i18n import _, current
from handlers.screen import escape
from handlers.words import options, sector_name
from models import addresses, atlas, businesses, numbers, opportunities, sectors, vocabulary
from models.addresses import PhoneProblem
from models.businesses import Business, BusinessContent, BusinessFacts, BusinessVersion, Capacity, Organisation, SizeBand
from models.moderation import Reason
from models.numbers import Number, Problem
from models.opportunities import Cooperation, OpportunityContent, OpportunityType, OpportunityVersion

SPOKEN = ("uk", "en", "it", "tr", "pl", "fi", "zh", "de", "fr", "es", "cs", "ro", "lt", "ja", "ko", "ar")
KEYWORD_MAX = 40
SUMMARY_MIN = 20


def _number(text: str, context: Context) -> Any | Wrong:
    country, region_code = _country(context)
    found = numbers.check(country, text, region_code)
    if isinstance(found, Number):
        return found.value
    example = numbers.example(country, region_code)
    match found:
        case Problem.CHECK_DIGIT:
            words = _(
                "There is a mistake in <b>{number}</b>. Compare it with the extract from the register, or skip it: "
                "the office can add it later."
            )
        case Problem.FORBIDDEN_KIND:
            words = _(
                "<b>{number}</b> looks like a personal or tax number, which is not kept here. "
                "Give the number from the business register, such as {example}."
            )
        case Problem.LENGTH:
            words = _("<b>{number}</b> has too few or too many digits. It looks like this: {example}.")
        case Problem.CHARACTERS:
            words = _("<b>{number}</b> has characters that such a number does not have. It looks like this: {example}.")
    return Wrong(words.format(number=escape(text[:40]), example=example))


def _phone(text: str, context: Context) -> Any | Wrong:
    found = addresses.phone(text)
    if not isinstance(found, PhoneProblem):
        return found
    example = addresses.example_phone(context.member.region_id)
    if found is PhoneProblem.NO_COUNTRY:
        return Wrong(
            _("The number needs its country's code, since partners call from abroad. Write it like this: {example}").format(example=example)
        )
    return Wrong(_("This is not a telephone number that can be called. Write it like this: {example}").format(example=example))


def _email(text: str, context: Context) -> Any | Wrong:
    return addresses.email(text) or Wrong(
        _("This is not an e-mail address. It looks like this: {example}").format(example="office@example.com")
    )


def _website(text: str, context: Context) -> Any | Wrong:
    return addresses.website(text) or Wrong(
        _("This is not a website's address. It looks like this: {example}").format(example="example.com")
    )


def _keywords(text: str, context: Context) -> Any | Wrong:
    found = list(dict.fromkeys(word.strip()[:KEYWORD_MAX] for word in text.replace("\n", ",").split(",") if word.strip()))
    if len(found) > opportunities.KEYWORDS_MAX:
        return Wrong(_("These are {count} keywords; at most {most} fit.").format(count=len(found), most=opportunities.KEYWORDS_MAX))
    return found


def _country(context: Context) -> tuple[str, str | None]:
    region = atlas.region(context.member.region_id) if context.member.region_id else atlas.by_code("UA")
    return atlas.region(region.country).code, region.code


class Spaced(Text):
    def words(self, value: Any, context: Context) -> str:
        return escape(addresses.spaced(value))


class Listed(Text):
    def words(self, value: Any, context: Context) -> str:
        return escape(", ".join(value))


def _fitting_sectors(context: Context) -> list[str]:
    """Sectors of which the person's own words speak; the title counts twice."""
    said = " ".join(str(context.answers.get(name) or "") for name in ("title", "title", "summary", "name", "about"))
    languages = list(dict.fromkeys((context.member.language, "en")))
    return [str(sector.id) for sector in vocabulary.suggested(said, languages)]


def _foreign(context: Context) -> bool:
    return context.member.language != "en"


NAME = Text(
    "name",
    label=lambda: _("Name"),
    question=lambda context: _("What is your business called, as in the register?"),
    at_least=2,
    at_most=businesses.NAME_MAX,
    one_line=True,
    example=lambda context: _("Lisova Pasika LLC"),
)
SECTORS = Several(
    "sectors",
    label=lambda: _("Sector"),
    question=lambda context: _("What does it work in? Choose one to three."),
    options=lambda context: [(str(sector.id), sector_name(sector.id)) for sector in sectors.all_sectors()],
    fitting=lambda context: _fitting_sectors(context),
    most=businesses.SECTORS_MAX,
)
TYPE = Choice(
    "type",
    label=lambda: _("Offer or request"),
    question=lambda context: _("What do you want to publish first? This is for partnerships, not for one-off sales."),
    options=lambda context: options(OpportunityType),
    columns=1,
)
TITLE = Text(
    "title",
    label=lambda: _("Title"),
    question=lambda context: _("Give it a title: what it is, in a few words that people search for."),
    at_least=5,
    at_most=opportunities.TITLE_MAX,
    one_line=True,
    example=lambda context: _("Buckwheat honey in bulk"),
)
SUMMARY = Text(
    "summary",
    label=lambda: _("Summary"),
    question=lambda context: _("Describe it: what, how much, what makes it good. No names, addresses or telephone numbers here."),
    at_least=SUMMARY_MIN,
    at_most=opportunities.SUMMARY_MAX,
    example=lambda context: _("20 t of buckwheat honey a year, analysed, in 200 l drums. Harvest in July; papers for export are ready."),
)
COOPERATION = Several(
    "cooperation",
    label=lambda: _("Cooperation"),
    question=lambda context: _("Which kinds of cooperation? Choose one to three."),
    options=lambda context: options(Cooperation),
    most=opportunities.COOPERATION_MAX,
)
PARTNER_ROLE = Text(
    "partner_role",
    label=lambda: _("Partner's role"),
    question=lambda context: _("What do you expect of the partner? Concrete tasks help: who buys, how much, by when."),
    at_most=opportunities.PARTNER_ROLE_MAX,
    optional=True,
    example=lambda context: _("Import 20 t a year, sell to bakeries on the West Coast, keep stock in Tacoma."),
)
TITLE_EN = Text(
    "title_en",
    label=lambda: _("Title in English"),
    question=lambda context: _("The title in English, for readers abroad."),
    at_least=5,
    at_most=opportunities.TITLE_MAX,
    one_line=True,
    optional=True,
    when=_foreign,
    example=lambda context: "Buckwheat honey in bulk",
)
SUMMARY_EN = Text(
    "summary_en",
    label=lambda: _("Summary in English"),
    question=lambda context: _("The summary in English, for readers abroad. Without it your office can ask for one."),
    at_least=SUMMARY_MIN,
    at_most=opportunities.SUMMARY_MAX,
    optional=True,
    when=_foreign,
    example=lambda context: "20 t of buckwheat honey a year, analysed, in 200 l drums.",
)
KEYWORDS = Listed(
    "keywords",
    label=lambda: _("Keywords"),
    question=lambda context: _("Up to five words by which you should be found, separated by commas."),
    at_most=240,
    one_line=True,
    optional=True,
    check=_keywords,
    example=lambda context: _("honey, beeswax, organic"),
)
ORGANISATION = Choice(
    "organisation",
    label=lambda: _("Kind of organisation"),
    question=lambda context: _("What kind of organisation is it?"),
    options=lambda context: options(Organisation),
    optional=True,
)
ABOUT = Text(
    "about",
    label=lambda: _("About the business"),
    question=lambda context: _("What do you make or do? Two or three sentences about the business itself."),
    at_most=businesses.ABOUT_MAX,
    optional=True,
    example=lambda context: _("A family apiary of 400 hives with its own laboratory, since 2009."),
)
NUMBER = Text(
    "number",
    label=lambda: _("Registration number"),
    question=lambda context: _("Its number in the business register. Only your office sees it."),
    at_most=40,
    one_line=True,
    optional=True,
    check=_number,
    example=lambda context: numbers.example(*_country(context)),
)
PHONE = Spaced(
    "phone",
    label=lambda: _("Phone"),
    question=lambda context: _("A telephone number for partners, with the country's code. It is shown only after you exchange contacts."),
    at_most=40,
    one_line=True,
    optional=True,
    check=_phone,
    example=lambda context: addresses.example_phone(context.member.region_id),
)
EMAIL = Text(
    "email",
    label=lambda: _("E-mail"),
    question=lambda context: _("An e-mail address for partners. It is shown only after you exchange contacts."),
    at_most=254,
    one_line=True,
    optional=True,
    check=_email,
    example=lambda context: "office@example.com",
)
WEBSITE = Text(
    "website",
    label=lambda: _("Website"),
    question=lambda context: _("The business's website."),
    at_most=200,
    one_line=True,
    optional=True,
    check=_website,
    example=lambda context: "example.com",
)
LANGUAGES = Several(
    "languages",
    label=lambda: _("Languages"),
    question=lambda context: _("Which languages can you write and talk in?"),
    options=lambda context: [(code, Locale.parse(current()).languages.get(code, code)) for code in SPOKEN],
    most=len(SPOKEN),
    optional=True,
)
SIZE = Choice(
    "size",
    label=lambda: _("Size"),
    question=lambda context: _("How many people work there?"),
    options=lambda context: options(SizeBand),
    optional=True,
)
CAPACITY = Choice(
    "capacity",
    label=lambda: _("Capacity now"),
    question=lambda context: _("How does the business work now? Only your office sees this; it is published in totals."),
    options=lambda context: options(Capacity),
    optional=True,
)

OPPORTUNITY = (TYPE, TITLE, SUMMARY, COOPERATION, PARTNER_ROLE, TITLE_EN, SUMMARY_EN, KEYWORDS)
BUSINESS = (NAME, SECTORS, ORGANISATION, ABOUT, NUMBER, PHONE, EMAIL, WEBSITE, LANGUAGES, SIZE, CAPACITY)
BOTH = (
    NAME,
    TYPE,
    TITLE,
    SUMMARY,
    SECTORS,
    COOPERATION,
    PARTNER_ROLE,
    TITLE_EN,
    SUMMARY_EN,
    ORGANISATION,
    ABOUT,
    NUMBER,
    PHONE,
    EMAIL,
    WEBSITE,
    LANGUAGES,
    SIZE,
    CAPACITY,
    KEYWORDS,
)
"""A first registration: six required answers (the sector after the words that suggest it), the rest optional, the most useful first."""

FIELD_OF: dict[Reason, str] = {
    Reason.TOO_VAGUE: "summary",
    Reason.NO_PARTNER_ROLE: "partner_role",
    Reason.WRONG_TYPE: "type",
    Reason.WRONG_SECTOR: "sectors",
    Reason.TOO_MANY_TYPES: "cooperation",
    Reason.CONTACT_IN_TEXT: "summary",
    Reason.IDENTITY_LEAK: "title",
    Reason.TRANSLATION_NEEDED: "summary_en",
    Reason.EVIDENCE_MISSING: "number",
}
"""Where an author mends what an office's reason is about."""


def field_of(reason: Reason, asked: tuple[Field, ...]) -> Field:
    """The question among `asked` that a reason is about; about the business where it asks no better one."""
    return next((field for field in asked if field.name == FIELD_OF.get(reason)), ABOUT)


def business_content(answers: dict[str, Any], context: Context) -> BusinessContent:
    """The reviewed part of the answers about a business."""
    number = numbers.check(*_number_arguments(answers, context)) if answers.get("number") else None
    return BusinessContent(
        name=answers["name"],
        sectors=[int(code) for code in answers["sectors"]],
        organisation=Organisation(answers.get("organisation") or Organisation.COMPANY),
        about=answers.get("about"),
        website=answers.get("website"),
        phone=answers.get("phone"),
        email=answers.get("email"),
        number=number.value if isinstance(number, Number) else answers.get("number"),
        number_kind=number.kind.value if isinstance(number, Number) else None,
    )


def business_facts(answers: dict[str, Any], context: Context) -> BusinessFacts:
    """The part that needs no review."""
    return BusinessFacts(
        capacity=Capacity(answers["capacity"]) if answers.get("capacity") else None,
        size=SizeBand(answers["size"]) if answers.get("size") else None,
        languages=answers.get("languages") or [context.member.language],
    )


def opportunity_content(answers: dict[str, Any], context: Context, language: str | None = None) -> OpportunityContent:
    """The answers about an opportunity; `language` is that of an earlier version (a correction does not change it)."""
    return OpportunityContent(
        type=OpportunityType(answers["type"]),
        title=answers["title"],
        summary=answers["summary"],
        language=language or context.member.language,
        cooperation=list(answers["cooperation"]),
        title_en=answers.get("title_en"),
        summary_en=answers.get("summary_en"),
        partner_role=answers.get("partner_role"),
        keywords=answers.get("keywords") or [],
    )


def business_answers(business: Business, version: BusinessVersion) -> dict[str, Any]:
    """What was written before, as answers."""
    found = {
        "name": version.name,
        "sectors": [str(sector) for sector in version.sectors],
        "organisation": version.organisation.value,
        "about": version.about,
        "number": version.number,
        "phone": version.phone,
        "email": version.email,
        "website": version.website,
        "languages": business.languages,
        "size": business.size.value if business.size else None,
        "capacity": business.capacity.value if business.capacity else None,
    }
    return {name: value for name, value in found.items() if value}


def opportunity_answers(version: OpportunityVersion) -> dict[str, Any]:
    """What was written before, as answers."""
    found = {
        "type": version.type.value,
        "title": version.title,
        "summary": version.summary,
        "cooperation": version.cooperation,
        "partner_role": version.partner_role,
        "title_en": version.title_en,
        "summary_en": version.summary_en,
        "keywords": version.keywords,
    }
    return {name: value for name, value in found.items() if value}


def _number_arguments(answers: dict[str, Any], context: Context) -> tuple[str, str, str | None]:
    country, region_code = _country(context)
    return country, answers["number"], region_code
