"""Our side: the whole Application, with the benchmark's form among its forms and listings to find."""

from datetime import datetime
from pathlib import Path

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from benchmarks.updates import form as common
from benchmarks.updates.form import KINDS, SECTORS, Buttons
from benchmarks.updates.side import Side, fresh
from benchmarks.updates.transport import FIRST_PERSON, TOKEN, Instant
from bot.application import Application
from bot.clock import Clock
from bot.settings import Settings
from handlers import form
from handlers.form import Choice, Form, Outcome, Text
from handlers.screen import Screen, show
from models import atlas, members, moderation, regions
from models.businesses import BusinessContent
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member, Person, Role
from models.moderation import Submitted
from models.opportunities import Cooperation, OpportunityContent, OpportunityType

BUTTONS = Buttons(begin="/five", send="Send", sent="Sent.")
LISTINGS = 60


def _text(name: str, least: int, most: int, example: str) -> Text:
    return Text(
        name,
        label=lambda: name.title(),
        question=lambda context: f"What is the {name}?",
        at_least=least,
        at_most=most,
        example=lambda context: example,
    )


def _choice(name: str, options: tuple[str, ...]) -> Choice:
    return Choice(
        name,
        label=lambda: name.title(),
        question=lambda context: f"Which {name}?",
        options=lambda context: [(o.lower(), o) for o in options],
    )


async def _submit(session: Session, member: Member, draft: Draft, now: datetime) -> Outcome:
    await common.keep(session, member.id, str(draft.answers))
    return Outcome(Screen("Sent."))


FIVE = form.register(
    Form(
        "benchmark",
        title=lambda context: "Registration",
        fields=(
            _text("name", 2, 120, "Lisova Pasika LLC"),
            _choice("sector", SECTORS),
            _text("title", 5, 120, "Buckwheat honey in bulk"),
            _text("summary", 20, 500, "20 t of buckwheat honey a year."),
            _choice("cooperation", KINDS),
        ),
        submit=_submit,
        send=lambda: "Send",
        foot=lambda context: "After sending, your office checks it.",
    )
)


async def _begin(message: Message, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        screen = await form.enter(session, member, FIVE, now=now)
    await show(message, screen)


async def side(folder: Path, people: int) -> Side:
    """Members who have arrived, and listings of the twin region."""
    database = fresh(folder, "ours")
    await common.create(database)
    await _populate(database, people)
    await database.close()
    settings = Settings(
        bot_token=TOKEN,
        database_url=f"sqlite+aiosqlite:///{folder / 'ours'}.sqlite3",
        updates_per_minute=1_000_000,
    )
    application, session = Application(settings, Clock()), Instant()
    await application.bot.session.close()
    application.bot.session = session
    opening = Router(name="benchmark")
    opening.message.register(_begin, Command("five"))
    application.dispatcher.include_router(opening)
    application.dispatcher.sub_routers.insert(0, application.dispatcher.sub_routers.pop())
    return Side(application.database, application.intake, session)


async def _populate(database: Database, people: int) -> None:
    now, home, twin = Clock().now(), atlas.by_code("UA-32").id, atlas.by_code("US-WA").id
    async with database.write(mark=False) as session:
        await regions.seed(session)
        await members.grant(session, FIRST_PERSON, Role.ADMINISTRATOR, None, now=now)
        for number in range(people):
            await _arrive(session, number, home, now)
    for number in range(LISTINGS):
        async with database.write(mark=False) as session:
            judge = await members.find(session, FIRST_PERSON)
            assert judge
            author = await _arrive(session, 1_000_000 + number, twin, now)
            sent = await moderation.submit(session, author, business=_business(number), opportunity=_opportunity(number), now=now)
            assert isinstance(sent, Submitted), sent
            await moderation.approve(session, judge, sent.item.id, now=now)


async def _arrive(session: Session, number: int, region: int, now: datetime) -> Member:
    member = await members.welcome(session, Person(FIRST_PERSON + number, f"Person{number}", None, "en"), now=now)
    await members.settle(session, member.id, region)
    return await members.consent(session, member.id, now=now)


def _business(number: int) -> BusinessContent:
    return BusinessContent(name=f"Cascade Foods {number}", sectors=[1])


def _opportunity(number: int) -> OpportunityContent:
    what = ("honey", "timber", "bread", "software", "linen", "cheese")[number % 6]
    return OpportunityContent(
        type=OpportunityType.BUSINESS_REQUEST,
        title=f"Looking for {what} in bulk, lot {number}",
        summary=f"We buy {what} for 300 shops on the West Coast, 2 t a month, with papers.",
        language="en",
        cooperation=[Cooperation.SUPPLY],
    )
