"""The questions about a mission, and their answers as its content."""

from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handlers.form import Choice, Context, Field, File, Several, Text, Wrong
from handlers.i18n import _, dated, language_name, moment
from handlers.listing_fields import SPOKEN
from handlers.missions import dates, money
from handlers.missions.dates import Unclear
from handlers.missions.money import NoPrice
from handlers.region_field import RegionField
from handlers.words import city, options, sector_name
from models import atlas, missions, sectors
from models.missions import Direction, FileKind, Mission, MissionContent, MissionKind, Programme, Selection

UNTIL = time(20, 0)
"""When applications close on the last day, by the venue's clock."""


def host_of(answers: dict[str, Any]) -> int | None:
    """Where it takes place: asked for a trip and of administrators; else the office's own region."""
    return int(answers.get("host") or answers.get("home") or 0) or None


def sender_of(answers: dict[str, Any]) -> int | None:
    if answers.get("sender"):
        return int(answers["sender"])
    return int(answers["home"]) if answers.get("direction") == Direction.OUTWARD and answers.get("home") else None


def zone_of(context: Context) -> ZoneInfo:
    """Of the venue."""
    host = host_of(context.answers)
    return ZoneInfo(atlas.region(host).zone) if host else ZoneInfo("UTC")


def guarded(context: Context) -> bool:
    """In Ukraine: see `Mission.guarded`."""
    host = host_of(context.answers)
    return (
        bool(host) and atlas.region(atlas.region(host or 0).country).code == "UA" and context.answers.get("direction") != Direction.ONLINE
    )


def _asks_host(context: Context) -> bool:
    return not context.answers.get("home") or context.answers.get("direction") == Direction.OUTWARD


def _asks_sender(context: Context) -> bool:
    return not (context.answers.get("home") and context.answers.get("direction") == Direction.OUTWARD)


def _unclear(problem: Unclear) -> Wrong:
    match problem:
        case Unclear.SLASHES:
            return Wrong(_("Is the day or the month first? Write it with full stops, the day first: 20.07.2026."))
        case Unclear.NO_YEAR:
            return Wrong(_("The year is missing. Write it like this: 20.07.2026."))
        case Unclear.NO_HOUR:
            return Wrong(_("The hour is missing. Write it after the day: 20.07.2026 10:00."))
        case Unclear.NO_SUCH_DAY:
            return Wrong(_("There is no such day in the calendar. Compare the day and the month."))
        case Unclear.NO_SUCH_HOUR:
            return Wrong(_("There is no such hour. Write it like this: 10:00."))
        case Unclear.NONSENSE:
            return Wrong(_("No day can be read from this. Write it like this: 20.07.2026 10:00."))


def _begins(text: str, context: Context) -> Any | Wrong:
    read = dates.read_moment(text)
    return _unclear(read) if isinstance(read, Unclear) else _on_the_wall(read, context)


def _ends(text: str, context: Context) -> Any | Wrong:
    """A day and an hour; an hour alone is on the first day."""
    begins = datetime.fromisoformat(context.answers["begins"])
    hour = dates.read_hour(text)
    read = dates.read_moment(text)
    if read is Unclear.NONSENSE and isinstance(hour, time):
        read = datetime.combine(begins, hour)
    if isinstance(read, Unclear):
        return _unclear(read)
    if read <= begins:
        return Wrong(_("That is before it begins ({begins}). Send the end, or go back to the beginning.").format(begins=_wall(begins)))
    return _on_the_wall(read, context)


def _on_the_wall(read: datetime, context: Context) -> Any | Wrong:
    if not dates.exists(read, zone_of(context)):
        return Wrong(_("The clocks go forward then, so that hour is left out there. Choose another one."))
    return read.isoformat(timespec="minutes")


def _until(text: str, context: Context) -> Any | Wrong:
    """The end of the last day, as an instant; the hour may be given."""
    day, hour = dates.read_day(text), dates.read_hour(text)
    if isinstance(day, Unclear):
        return _unclear(day)
    if hour is Unclear.NO_SUCH_HOUR:
        return _unclear(hour)
    begins = datetime.fromisoformat(context.answers["begins"])
    if day >= begins.date():
        return Wrong(_("Applications have to close on the day before it begins ({begins}) at the latest.").format(begins=_day(begins)))
    wall = datetime.combine(day, hour if isinstance(hour, time) else UNTIL)
    return wall.replace(tzinfo=zone_of(context)).astimezone(UTC).isoformat()


def _wall(wall: datetime) -> str:
    return f"{_day(wall)}, {wall:%H:%M}"


def _day(wall: datetime) -> str:
    return dated("EEE d {month} y", wall)


def _number(most: int, least: int = 1) -> Any:
    def check(text: str, context: Context) -> Any | Wrong:
        bare = text.replace(" ", "")
        if not bare.isdecimal() or not least <= int(bare[:9]) <= most:
            return Wrong(_("A whole number from {least} to {most} is needed.").format(least=least, most=most))
        return int(bare)

    return check


def _minimum(text: str, context: Context) -> Any | Wrong:
    return _number(int(context.answers.get("seats", missions.SEATS_MAX)))(text, context)


def _cost(text: str, context: Context) -> Any | Wrong:
    read = money.read_price(text)
    match read:
        case NoPrice.NO_AMOUNT:
            return Wrong(_("How much is it? Write the sum and the currency: 250 USD. If it is free, skip the question."))
        case NoPrice.NO_CURRENCY:
            return Wrong(_("In which currency? Write it after the sum: 250 USD."))
        case NoPrice.TOO_MUCH:
            return Wrong(_("That is more than a mission costs. Compare the sum."))
        case (amount, currency):
            return f"{amount} {currency}"


class Wall(Text):
    """A day and an hour by the venue's clock."""

    def words(self, value: Any, context: Context) -> str:
        return f"{_wall(datetime.fromisoformat(value))} ({city(zone_of(context))})"


class Until(Text):
    def words(self, value: Any, context: Context) -> str:
        zone = zone_of(context)
        return f"{moment(datetime.fromisoformat(value), zone)} ({city(zone)})"


class Price(Text):
    def words(self, value: Any, context: Context) -> str:
        amount, currency = value.split()
        return money.price(int(amount), currency)


def _foreign(context: Context) -> bool:
    return context.member.language != "en"


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
    when=_asks_host,
    example=lambda context: "US-WA",
)
SENDER = RegionField(
    "sender",
    label=lambda: _("For businesses of"),
    question=lambda context: _("Businesses of which region can apply? Skip it for those of all regions."),
    when=_asks_sender,
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
BEGINS = Wall(
    "begins",
    label=lambda: _("Begins"),
    question=lambda context: _("When does it begin, by the clock there ({city})? Day and hour.").format(city=city(zone_of(context))),
    one_line=True,
    at_most=60,
    check=_begins,
    example=lambda context: "20.07.2026 10:00",
)
ENDS = Wall(
    "ends",
    label=lambda: _("Ends"),
    question=lambda context: _("When does it end? Day and hour; on the same day the hour is enough."),
    one_line=True,
    at_most=60,
    check=_ends,
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
    check=_number(missions.SEATS_MAX),
    example=lambda context: "20",
)
MINIMUM = Text(
    "minimum",
    label=lambda: _("Minimum number"),
    question=lambda context: _("With how many does it take place at all? If fewer have applied at the deadline, I ask you what follows."),
    one_line=True,
    at_most=12,
    check=_minimum,
    example=lambda context: "8",
)
UNTIL_FIELD = Until(
    "until",
    label=lambda: _("Apply until"),
    question=lambda context: _("Until which day can businesses apply? Without an hour it is {hour} there.").format(hour=f"{UNTIL:%H:%M}"),
    one_line=True,
    at_most=60,
    check=_until,
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
    when=_foreign,
    example=lambda context: "Timber houses to Seattle",
)
ABOUT_EN = Text(
    "about_en",
    label=lambda: _("Text in English"),
    question=lambda context: _("What it is about, in English, for readers abroad."),
    at_least=30,
    at_most=missions.ABOUT_MAX,
    optional=True,
    when=_foreign,
    example=lambda context: "Three days with buyers of timber houses.",
)
COST = Price(
    "cost",
    label=lambda: _("Cost"),
    question=lambda context: _("What does it cost a participant? The sum and the currency. If it is free, skip this."),
    one_line=True,
    at_most=60,
    optional=True,
    check=_cost,
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
        if guarded(context)
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
        if guarded(context)
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


def content(answers: dict[str, Any], context: Context, language: str | None = None) -> MissionContent:
    """The answers as what is kept; `language` is that of an earlier version."""
    host = host_of(answers)
    assert host is not None
    cost, _sep, currency = str(answers.get("cost") or "").partition(" ")
    return MissionContent(
        kind=MissionKind(answers["kind"]),
        direction=Direction(answers["direction"]),
        selection=Selection(answers["selection"]),
        host_region_id=host,
        sending_region_id=sender_of(answers),
        title=answers["title"],
        about=answers["about"],
        language=language or context.member.language,
        title_en=answers.get("title_en"),
        about_en=answers.get("about_en"),
        city=answers["city"],
        begins=datetime.fromisoformat(answers["begins"]),
        ends=datetime.fromisoformat(answers["ends"]),
        sectors=[int(code) for code in answers["sectors"]],
        seats=int(answers["seats"]),
        minimum=int(answers["minimum"]),
        apply_until=datetime.fromisoformat(answers["until"]),
        languages=list(answers["languages"]),
        contact=answers["contact"],
        cost=int(cost) if cost else None,
        currency=currency or None,
        criteria=answers.get("criteria"),
        venue=answers.get("venue"),
        programme=_programme(answers.get("programme")),
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
