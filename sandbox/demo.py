"""The demonstration's people and data: a small world in which something waits for everybody.

Made through the product's own operations, so that every rule holds for it too.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from models import announcements, atlas, businesses, deliveries, interests, members, missions, moderation, opportunities, regions, sectors
from models.announcements import Announcement, Words
from models.businesses import BusinessContent, BusinessFacts, Capacity, Check, Organisation, SizeBand
from models.conversations import begin
from models.database import Database, Session
from models.interests import Letter, Proposed
from models.members import Member, Role
from models.missions import Direction, Mission, MissionContent, MissionKind, Selection
from models.moderation import Submitted
from models.opportunities import Cooperation, OpportunityContent, OpportunityType
from sandbox.person import Person
from sandbox.server import Sandbox


@dataclass(frozen=True)
class Actor:
    """Somebody on the page; without a region they have not pressed Start yet."""

    name: str
    language: str
    note: str
    region: str = ""
    username: str | None = None


ACTORS = {
    "newcomer": Actor("Наталія Мельник", "uk", "новий підприємець · Київська область"),
    "newcomer_en": Actor("Grace Miller", "en", "new entrepreneur · Washington"),
    "olena": Actor("Олена Ковальчук", "uk", "Лісова пасіка · Київська область", "UA-32", "olena_pasika"),
    "mark": Actor("Mark Jensen", "en", "Cascade Foods · Washington", "US-WA", "mark_cascade"),
    "iryna": Actor("Ірина Бойко", "uk", "Поліські доми · чекає на перевірку", "UA-32"),
    "mikko": Actor("Mikko Virtanen", "en", "Pirkka Timber · Tampere (no agreement with Kyiv Oblast)", "FI-11:tampere"),
    "office": Actor("Тарас Гнатюк", "uk", "офіс: Київська область", "UA-32"),
    "office_wa": Actor("Susan Clark", "en", "office of Washington", "US-WA"),
    "administrator": Actor("Robin Hale", "en", "administrator", "UA-30"),
}

HONEY = OpportunityContent(
    type=OpportunityType.BUSINESS_OFFER,
    title="Гречаний мед гуртом",
    summary="20 т гречаного меду на рік, з аналізами, у бочках по 200 л. Врожай у липні; документи на експорт готові.",
    language="uk",
    cooperation=[Cooperation.DISTRIBUTION, Cooperation.SUPPLY],
    title_en="Buckwheat honey in bulk",
    summary_en="20 t of buckwheat honey a year, analysed, in 200 l drums. Harvest in July; papers for export are ready.",
    partner_role="Імпортер, який продає пекарням Західного узбережжя і тримає склад у Такомі.",
    keywords=["мед", "гречаний мед", "honey"],
)
BAKERY = OpportunityContent(
    type=OpportunityType.BUSINESS_REQUEST,
    title="Single-flower honey for bakeries",
    summary="We bake for 300 cafés on the West Coast and look for single-flower honey with papers, 2 t a month.",
    language="en",
    cooperation=[Cooperation.SUPPLY],
    partner_role="A producer with laboratory analyses who can ship to Tacoma four times a year.",
    keywords=["honey", "bakery"],
)
HOUSES = OpportunityContent(
    type=OpportunityType.BUSINESS_OFFER,
    title="Модульні дерев'яні будинки для відбудови",
    summary="Дванадцять модульних будинків на місяць, сосна власної сушки. Пишіть нам: info@poliski-domy.example",
    language="uk",
    cooperation=[Cooperation.JOINT_VENTURE, Cooperation.LICENCE],
)
TIMBER = OpportunityContent(
    type=OpportunityType.TECHNOLOGY_OFFER,
    title="Drying and grading lines for sawmills",
    summary="Energy-saving drying kilns and grading lines for mid-size sawmills, installed and taught on site.",
    language="en",
    cooperation=[Cooperation.TECHNICAL_COOPERATION, Cooperation.LICENCE],
)
LETTER = Letter(
    why="We bake for 300 cafés on the West Coast and look for single-flower honey with papers.",
    proposal="A trial of 2 t in autumn, then a yearly contract if bakers like it as much as we expect.",
    cooperation=Cooperation.DISTRIBUTION,
)

FORUM_TITLE = "Форум у Білій Церкві"
FORUM = {
    "uk": "Форум відбудови у Білій Церкві\n\nЗ 7 до 9 жовтня чекаємо на виробників будівельних матеріалів і меблів. "
    "Будуть гості зі штату Вашингтон. Участь безкоштовна; про заявки повідомимо у вересні.",
    "en": "Reconstruction forum in Bila Tserkva\n\nFrom 7 to 9 October we expect makers of building materials and furniture. "
    "Guests from Washington State will come. Taking part is free; how to apply is told in September.",
}


def cast(telegram: Sandbox) -> dict[str, Person]:
    """The people by their key, in a world where they have done nothing yet."""
    return {key: telegram.person(a.name, language=a.language, username=a.username, note=a.note) for key, a in ACTORS.items()}


async def load(people: dict[str, Person], database: Database, *, now: datetime) -> None:
    """Fill an empty database with what they did in the last weeks."""
    async with database.write(mark=False) as session:
        await regions.seed(session)
        here = {key: await _member(session, people[key], actor, now - timedelta(days=20)) for key, actor in ACTORS.items() if actor.region}
        await _staff(session, here, now - timedelta(days=30))
    async with database.write(mark=False) as session:
        await _published(session, here["olena"], here["office"], _pasika(), HONEY, now - timedelta(days=9))
        await _published(session, here["mark"], here["office_wa"], _cascade(), BAKERY, now - timedelta(days=6))
        await _published(session, here["mikko"], here["administrator"], _pirkka(), TIMBER, now - timedelta(days=4))
        await _missions(session, here, now)
        # What the demonstration was built with is not news to anybody.
        await deliveries.settle_all(session, deliveries.DeliveryState.CANCELLED)
    async with database.write(mark=False) as session:
        await _submitted(session, here["iryna"], _houses(), HOUSES, now - timedelta(hours=28))
        honey = (await opportunities.of_business(session, (await businesses.represented(session, here["olena"].id))[0].id))[0]
        mark = await members.get(session, here["mark"].id)
        sent = await interests.propose(session, mark, honey.id, LETTER, now=now - timedelta(hours=3))
        assert isinstance(sent, Proposed)
        await _announced(session, here["office"], now - timedelta(hours=2))


async def _member(session: Session, person: Person, actor: Actor, now: datetime) -> Member:
    member = await members.welcome(session, members.Person(person.id, actor.name, actor.username, actor.language), now=now)
    await begin(session, member.id)
    await members.settle(session, member.id, atlas.by_code(actor.region).id)
    return await members.consent(session, member.id, now=now)


async def _staff(session: Session, here: dict[str, Member], now: datetime) -> None:
    kyiv_oblast, washington = atlas.by_code("UA-32").id, atlas.by_code("US-WA").id
    await members.grant(session, here["office"].telegram_id, Role.HEAD, kyiv_oblast, now=now)
    await members.grant(session, here["office_wa"].telegram_id, Role.MODERATOR, washington, now=now)
    await members.grant(session, here["administrator"].telegram_id, Role.ADMINISTRATOR, None, now=now)
    await regions.open_office(session, kyiv_oblast, now=now, phone="+380 44 200 00 00", hours="Пн-Пт 9:00-18:00")
    await regions.open_office(session, washington, now=now, phone="+1 360 555 0100", hours="Mon-Fri 8:00-17:00")


async def _announced(session: Session, author: Member, now: datetime) -> None:
    """Written by the head of an office who has no colleague, so it waits for an administrator."""
    region = atlas.by_code("UA-32").id
    draft = await announcements.begin(session, author, region, FORUM_TITLE, now=now)
    assert isinstance(draft, Announcement)
    for language, text in FORUM.items():
        words = Words(text, [{"type": "bold", "offset": 0, "length": text.index("\n")}])
        written = await announcements.write(session, author, draft.id, language, words, now=now)
        assert isinstance(written, Announcement), written
    tested = await announcements.tested(session, author, draft.id, draft.revision)
    assert isinstance(tested, Announcement), tested
    submitted = await announcements.submit(session, author, draft.id, now=now)
    assert isinstance(submitted, Announcement), submitted


async def _submitted(
    session: Session, member: Member, about: tuple[BusinessContent, BusinessFacts], offer: OpportunityContent, now: datetime
) -> Submitted:
    member = await members.get(session, member.id)
    sent = await moderation.submit(session, member, business=about[0], opportunity=offer, facts=about[1], now=now)
    assert isinstance(sent, Submitted)
    return sent


async def _published(
    session: Session,
    member: Member,
    official: Member,
    about: tuple[BusinessContent, BusinessFacts],
    offer: OpportunityContent,
    now: datetime,
) -> None:
    sent = await _submitted(session, member, about, offer, now)
    decided = await moderation.approve(session, official, sent.item.id, now=now + timedelta(hours=5))
    assert not isinstance(decided, moderation.Refusal), decided
    checks = [Check.PERSON_ACTS_FOR_IT, *([Check.NUMBER_IN_REGISTER] if about[0].number else [])]
    noted = await moderation.note_checks(session, official, sent.item.id, checks, now=now + timedelta(hours=5))
    assert not isinstance(noted, moderation.Refusal), noted


async def _missions(session: Session, here: dict[str, Member], now: datetime) -> None:
    """A trip whose office chooses, for which Olena has applied, and a forum at home with seats by arrival."""
    trip = await _open(session, here["office"], _trip(now), now)
    await _open(session, here["office"], _forum(now), now)
    olena = await members.get(session, here["olena"].id)
    goal = "Знайти двох покупців гречаного меду гуртом і побачити, як вони його фасують."
    applied = await missions.apply(session, olena, trip.id, missions.Wish(goal, [], ["uk", "en"], interpreter=True), now=now)
    assert isinstance(applied, missions.Applied), applied


async def _open(session: Session, official: Member, content: MissionContent, now: datetime) -> Mission:
    mission = await missions.create(session, official, content, now=now)
    assert isinstance(mission, Mission), mission
    published = await missions.publish(session, official, mission.id, now=now)
    assert isinstance(published, Mission), published
    return mission


def _trip(now: datetime) -> MissionContent:
    host = atlas.by_code("US-WA")
    begins = _wall(now, 30, 10)
    return MissionContent(
        kind=MissionKind.MISSION,
        direction=Direction.OUTWARD,
        selection=Selection.ORGANISER,
        host_region_id=host.id,
        sending_region_id=atlas.by_code("UA-32").id,
        title="Смак Київщини в Сіетлі",
        about="Три дні зустрічей із закупівельниками харчових мереж: дві фабрики, склад у порту Такоми, вечір знайомств.",
        language="uk",
        title_en="Taste of Kyiv Oblast in Seattle",
        about_en="Three days with buyers of food chains: two factories, a warehouse in the port of Tacoma, an evening of contacts.",
        city="Seattle",
        begins=begins,
        ends=begins + timedelta(days=2, hours=7),
        sectors=[_sector("food"), _sector("farming")],
        seats=12,
        minimum=5,
        apply_until=_instant(_wall(now, 14, 20), host.zone),
        cost=450,
        currency="USD",
        languages=["en"],
        criteria="Є документи для експорту або відомо, коли будуть.",
        contact="Тарас Гнатюк, +380 44 200 00 00",
        venue="Port of Tacoma, One Sitcum Plaza",
    )


def _forum(now: datetime) -> MissionContent:
    host = atlas.by_code("UA-32")
    begins = _wall(now, 45, 11)
    return MissionContent(
        kind=MissionKind.FORUM,
        direction=Direction.INWARD,
        selection=Selection.FIRST_COME,
        host_region_id=host.id,
        sending_region_id=None,
        title="Форум харчових партнерств",
        about="Гості з регіонів-партнерів і виробники області за одним столом: короткі зустрічі, дегустація, угоди про зразки.",
        language="uk",
        title_en="Forum of food partnerships",
        about_en="Guests of twin regions and producers of the region at one table: short talks, tastings, samples.",
        city="Brovary",
        begins=begins,
        ends=begins + timedelta(hours=6),
        sectors=[_sector("food")],
        seats=30,
        minimum=1,
        apply_until=_instant(_wall(now, 40, 18), host.zone),
        languages=["uk", "en"],
        contact="Тарас Гнатюк, +380 44 200 00 00",
        venue="вул. Київська, 225",
    )


def _wall(now: datetime, days: int, hour: int) -> datetime:
    return datetime.combine(now.date() + timedelta(days=days), time(hour))


def _instant(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone))


def _sector(code: str) -> int:
    return sectors.by_code(code).id


def _pasika() -> tuple[BusinessContent, BusinessFacts]:
    content = BusinessContent(
        name="Лісова пасіка",
        sectors=[_sector("food"), _sector("farming")],
        organisation=Organisation.FARM,
        about="Родинна пасіка на 400 вуликів із власною лабораторією, з 2009 року.",
        phone="+380671234567",
        email="olena@pasika.example",
        website="https://pasika.example",
        number="37193071",
        number_kind="edrpou",
    )
    return content, BusinessFacts(capacity=Capacity.FULL, size=SizeBand.UP_TO_49, languages=["uk", "en"])


def _cascade() -> tuple[BusinessContent, BusinessFacts]:
    content = BusinessContent(
        name="Cascade Foods",
        sectors=[_sector("food")],
        phone="+12065550142",
        email="mark@cascade.example",
        website="https://cascade.example",
    )
    return content, BusinessFacts(size=SizeBand.UP_TO_249, languages=["en"])


def _houses() -> tuple[BusinessContent, BusinessFacts]:
    return BusinessContent(name="Поліські доми", sectors=[_sector("wood")]), BusinessFacts(capacity=Capacity.PARTIAL, languages=["uk"])


def _pirkka() -> tuple[BusinessContent, BusinessFacts]:
    content = BusinessContent(name="Pirkka Timber", sectors=[_sector("wood")], email="mikko@pirkka.example")
    return content, BusinessFacts(size=SizeBand.UP_TO_49, languages=["fi", "en"])
