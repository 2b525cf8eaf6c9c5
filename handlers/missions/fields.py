"""The questions about a mission, and their answers as its content."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from handlers.form import Choice, Context, Field, File, Several, Text
from handlers.i18n import _, language_name
from handlers.listing_fields import SPOKEN
from handlers.missions import answers
from handlers.region_field import RegionField
from handlers.words import city, options, sector_name
from models import missions, sectors
from models.missions import Direction, FileKind, Mission, MissionContent, MissionKind, Programme, Selection

KIND = Choice(
    "kind", label=lambda: _("Kind"), question=lambda context: _("What kind of event is it?"), options=lambda context: options(MissionKind)
)
DIRECTION = Choice(
    "direction",
    label=lambda: _("Direction"),
    question=lambda context: _("Do guests come to your region, do your businesses travel, or is it online?"),
    options=lambda context: options(Direction),
    columns=1,
)
HOST = RegionField(
    "host",
    label=lambda: _("Host region"),
    question=lambda context: _("In which region does it take place? Send a part of its name in any language, or its code."),
    when=answers.asks_host,
    example=lambda context: "US-WA",
)
SENDER = RegionField(
    "sender",
    label=lambda: _("For businesses of"),
    question=lambda context: _("Businesses of which region can apply? Skip it for those of all regions."),
    when=answers.asks_sender,
    optional=True,
    example=lambda context: "UA-32",
)
TITLE = Text(
    "title",
    label=lambda: _("Title"),
    question=lambda context: _("Give it a title: the subject and the place, in a few words."),
    at_least=5,
    at_most=missions.TITLE_MAX,
    one_line=True,
    example=lambda context: _("Timber houses to Seattle"),
)
ABOUT = Text(
    "about",
    label=lambda: _("What it is about"),
    question=lambda context: _("What will happen there, and what does it bring to those who come? No exact addresses here."),
    at_least=30,
    at_most=missions.ABOUT_MAX,
    example=lambda context: _(
        "Three days with buyers of timber houses: visits to two building firms, a round of talks, an evening of contacts."
    ),
)
CITY = Text(
    "city",
    label=lambda: _("City"),
    question=lambda context: _("In which city? The venue itself is a question of its own."),
    at_least=2,
    at_most=missions.CITY_MAX,
    one_line=True,
    example=lambda context: _("Seattle"),
)
BEGINS = answers.Wall(
    "begins",
    label=lambda: _("Begins"),
    question=lambda context: _("When does it begin, by the clock there ({city})? Day and hour.").format(
        city=city(answers.zone_of(context))
    ),
    one_line=True,
    at_most=60,
    check=answers.begins,
    example=lambda context: "20.07.2026 10:00",
)
ENDS = answers.Wall(
    "ends",
    label=lambda: _("Ends"),
    question=lambda context: _("When does it end? Day and hour; on the same day the hour is enough."),
    one_line=True,
    at_most=60,
    check=answers.ends,
    example=lambda context: "22.07.2026 17:00",
)
SECTORS = Several(
    "sectors",
    label=lambda: _("Sectors"),
    question=lambda context: _("For which sectors is it? Choose one to five."),
    options=lambda context: [(str(sector.id), sector_name(sector.id)) for sector in sectors.all_sectors()],
    most=missions.SECTORS_MAX,
)
SEATS = Text(
    "seats",
    label=lambda: _("Seats"),
    question=lambda context: _("How many businesses can take part?"),
    one_line=True,
    at_most=12,
    check=answers.number(missions.SEATS_MAX),
    example=lambda context: "20",
)
MINIMUM = Text(
    "minimum",
    label=lambda: _("Minimum number"),
    question=lambda context: _("With how many does it take place at all? If fewer have applied at the deadline, I ask you what follows."),
    one_line=True,
    at_most=12,
    check=answers.minimum,
    example=lambda context: "8",
)
UNTIL_FIELD = answers.Until(
    "until",
    label=lambda: _("Apply until"),
    question=lambda context: _("Until which day can businesses apply? Without an hour it is {hour} there.").format(
        hour=f"{answers.UNTIL:%H:%M}"
    ),
    one_line=True,
    at_most=60,
    check=answers.until,
    example=lambda context: "01.07.2026",
)
SELECTION = Choice(
    "selection",
    label=lambda: _("Who is chosen"),
    question=lambda context: _("Do you choose among the applicants, or is a seat given to whoever comes first?"),
    options=lambda context: options(Selection),
    columns=1,
)
LANGUAGES = Several(
    "languages",
    label=lambda: _("Languages"),
    question=lambda context: _("Which languages are spoken there?"),
    options=lambda context: [(code, language_name(code)) for code in SPOKEN],
    most=missions.LANGUAGES_MAX,
)
CONTACT = Text(
    "contact",
    label=lambda: _("Contact"),
    question=lambda context: _("Whom can people ask? A name with a telephone number or an e-mail address."),
    at_least=5,
    at_most=missions.CONTACT_MAX,
    one_line=True,
    example=lambda context: _("Susan Clark, +1 360 555 0100"),
)
TITLE_EN = Text(
    "title_en",
    label=lambda: _("Title in English"),
    question=lambda context: _("The title in English, for readers abroad."),
    at_least=5,
    at_most=missions.TITLE_MAX,
    one_line=True,
    optional=True,
    when=answers.foreign,
    example=lambda context: "Timber houses to Seattle",
)
ABOUT_EN = Text(
    "about_en",
    label=lambda: _("Text in English"),
    question=lambda context: _("What it is about, in English, for readers abroad."),
    at_least=30,
    at_most=missions.ABOUT_MAX,
    optional=True,
    when=answers.foreign,
    example=lambda context: "Three days with buyers of timber houses.",
)
COST = answers.Price(
    "cost",
    label=lambda: _("Cost"),
    question=lambda context: _("What does it cost a participant? The sum and the currency. If it is free, skip this."),
    one_line=True,
    at_most=60,
    optional=True,
    check=answers.cost,
    example=lambda context: "250 USD",
)
CRITERIA = Text(
    "criteria",
    label=lambda: _("Criteria"),
    question=lambda context: _("By what are participants chosen? Everybody reads it. Do not ask about military status here."),
    at_most=missions.CRITERIA_MAX,
    optional=True,
    example=lambda context: _("Exports already, or has papers for it; speaks English or brings somebody who does."),
)
VENUE = Text(
    "venue",
    label=lambda: _("Venue"),
    question=lambda context: (
        _("Where exactly? Only confirmed participants get it, 24 hours before, with the exact hours.")
        if answers.guarded(context)
        else _("Where exactly? The address, and how one gets there; for an online event the link.")
    ),
    at_most=missions.VENUE_MAX,
    optional=True,
    example=lambda context: _("Port of Seattle, Pier 69, hall B"),
)
PROGRAMME = File(
    "programme",
    label=lambda: _("Programme"),
    question=lambda context: (
        _("The programme as a photo or a PDF. Everybody can open it: no address and no exact hours in it.")
        if answers.guarded(context)
        else _("The programme as a photo or a PDF. Everybody can open it.")
    ),
    optional=True,
)

MISSION: tuple[Field, ...] = (
    KIND,
    DIRECTION,
    HOST,
    TITLE,
    ABOUT,
    CITY,
    BEGINS,
    ENDS,
    SECTORS,
    SEATS,
    MINIMUM,
    UNTIL_FIELD,
    SELECTION,
    LANGUAGES,
    CONTACT,
    TITLE_EN,
    ABOUT_EN,
    SENDER,
    COST,
    CRITERIA,
    VENUE,
    PROGRAMME,
)


def content(given: dict[str, Any], context: Context, language: str | None = None) -> MissionContent:
    """The answers as what is kept; `language` is that of an earlier version."""
    host = answers.host_of(given)
    assert host is not None
    cost, _sep, currency = str(given.get("cost") or "").partition(" ")
    return MissionContent(
        kind=MissionKind(given["kind"]),
        direction=Direction(given["direction"]),
        selection=Selection(given["selection"]),
        host_region_id=host,
        sending_region_id=answers.sender_of(given),
        title=given["title"],
        about=given["about"],
        language=language or context.member.language,
        title_en=given.get("title_en"),
        about_en=given.get("about_en"),
        city=given["city"],
        begins=datetime.fromisoformat(given["begins"]),
        ends=datetime.fromisoformat(given["ends"]),
        sectors=[int(code) for code in given["sectors"]],
        seats=int(given["seats"]),
        minimum=int(given["minimum"]),
        apply_until=datetime.fromisoformat(given["until"]),
        languages=list(given["languages"]),
        contact=given["contact"],
        cost=int(cost) if cost else None,
        currency=currency or None,
        criteria=given.get("criteria"),
        venue=given.get("venue"),
        programme=_programme(given.get("programme")),
    )


def _programme(file: dict[str, Any] | None) -> Programme | None:
    return Programme(FileKind(file["kind"]), int(file["bot_id"]), file["file_id"], file["unique_id"]) if file else None


def answers_of(mission: Mission) -> dict[str, Any]:
    """What was written before, as answers. An office's own region is not asked for again."""
    home = mission.organiser_region_id
    found = {
        "home": home,
        "kind": mission.kind.value,
        "direction": mission.direction.value,
        "host": mission.host_region_id if not home or mission.direction is Direction.OUTWARD else None,
        "sender": mission.sending_region_id if mission.sending_region_id != home else None,
        "title": mission.title,
        "about": mission.about,
        "city": mission.city,
        "begins": mission.begins.isoformat(timespec="minutes"),
        "ends": mission.ends.isoformat(timespec="minutes"),
        "sectors": [str(sector) for sector in mission.sectors],
        "seats": mission.seats,
        "minimum": mission.minimum,
        "until": mission.apply_until.isoformat(),
        "selection": mission.selection.value,
        "languages": mission.languages,
        "contact": mission.contact,
        "title_en": mission.title_en,
        "about_en": mission.about_en,
        "cost": f"{mission.cost} {mission.currency}" if mission.cost else None,
        "criteria": mission.criteria,
        "venue": mission.venue,
        "programme": _file(mission),
    }
    return {name: value for name, value in found.items() if value}


def _file(mission: Mission) -> dict[str, Any] | None:
    if mission.programme_kind is None:
        return None
    assert mission.programme_bot_id is not None
    programme = Programme(
        mission.programme_kind, mission.programme_bot_id, mission.programme_file_id or "", mission.programme_unique_id or ""
    )
    return {"name": "", **asdict(programme)}
