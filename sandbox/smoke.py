"""`make smoke`: the main job from Start to exchanged contacts, in both languages, against the bot in a process of its own.

Prints what people saw; exit code 0 when every step came true.
"""

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from handlers.i18n import _, speaking
from models import atlas, members, migrate, regions, sectors
from models.database import Database
from models.members import Role
from sandbox.bot_process import BotProcess
from sandbox.person import Person
from sandbox.server import Sandbox

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def say(language: str, text: str, **values: object) -> str:
    """A text of the bot, in somebody's language."""
    with speaking(language):
        return _(text).format(**values)


@dataclass(frozen=True)
class Play:
    """Who meets whom: an author and an official of one region, a partner of a twin region, a stranger of a third one."""

    author: str
    home: str
    partner: str
    abroad: str
    stranger: str = "FI-11:tampere"
    words: dict[str, str] = field(default_factory=dict)


UKRAINIAN = Play(
    author="uk",
    home="UA-32",
    partner="en",
    abroad="US-WA",
    words={
        "business": "Лісова пасіка",
        "typed": "київська",
        "title": "Гречаний мед гуртом",
        "summary": "20 т гречаного меду на рік, з аналізами, у бочках по 200 л.",
        "mended": "20 т гречаного меду на рік, з аналізами лабораторії, у бочках по 200 л; врожай у липні, документи готові.",
        "role": "Імпортер, який продає пекарням і тримає склад у Такомі, від 2 т на місяць.",
        "search": "гречаний",
        "why": "We bake for 300 cafes and look for single-flower honey with papers.",
        "proposal": "A trial of 2 t in autumn, then a yearly contract with fixed prices.",
        "number": "37193070",
        "right_number": "37193071",
        "phone": "067 123 45 67",
        "right_phone": "+380671234567",
        "partner_business": "Cascade Foods",
        "partner_title": "Bakeries look for honey",
        "partner_summary": "We bake for 300 cafes and look for honey with papers, 2 t a month.",
    },
)
ENGLISH = Play(
    author="en",
    home="US-WA",
    partner="uk",
    abroad="UA-32",
    words={
        "business": "Cascade Foods",
        "typed": "washing",
        "title": "Baking lines for small bakeries",
        "summary": "Used and restored baking lines for small bakeries, with training of two people on site.",
        "mended": "Restored baking lines for small bakeries, with training of two people and two years of spare parts.",
        "role": "A bakery or a dealer who installs and serves three lines a year.",
        "search": "baking",
        "why": "Ми постачаємо хліб у дванадцять громад області і відновлюємо дві пекарні.",
        "proposal": "Придбати одну лінію восени, навчити двох людей, далі бути вашим сервісним центром.",
        "number": "12-3456789",
        "right_number": "601 234 567",
        "phone": "206 555 0142",
        "right_phone": "+12065550142",
        "partner_business": "Хліб громади",
        "partner_title": "Відновлення двох пекарень",
        "partner_summary": "Відновлюємо дві пекарні у громадах області, шукаємо обладнання та навчання.",
    },
)


class Theatre:
    """One play on one sandbox: steps 1 to 4 of the main job."""

    def __init__(self, telegram: Sandbox, bot: BotProcess, database: Database, play: Play) -> None:
        self.telegram, self.bot, self.database, self.play = telegram, bot, database, play
        self.author = telegram.person({"uk": "Олена", "en": "Mark"}[play.author], language=play.author)
        self.partner = telegram.person({"uk": "Тарас", "en": "Grace"}[play.partner], language=play.partner)
        self.stranger = telegram.person("Mikko", language="en")
        self.official = telegram.person({"uk": "Ірина", "en": "Susan"}[play.author], language=play.author)
        self.official_abroad = telegram.person({"uk": "Надія", "en": "Robin"}[play.partner], language=play.partner)

    def a(self, text: str, **values: object) -> str:
        return say(self.play.author, text, **values)

    def p(self, text: str, **values: object) -> str:
        return say(self.play.partner, text, **values)

    async def play_all(self) -> list[Person]:
        await self.offices_open()
        await self.author_registers()
        await self.office_returns_then_approves()
        await self.edit_keeps_the_public_version()
        await self.partner_finds_it()
        await self.partner_proposes_before_approval()
        await self.contacts_are_exchanged()
        await self.an_unanswered_proposal_is_reminded_and_expires()
        await self.telegram.idle(20)
        self.telegram.check()
        return [self.author, self.official, self.partner, self.official_abroad, self.stranger]

    async def arrives(self, person: Person, region: str, language: str, typed: str = "") -> None:
        name = atlas.by_code(region).name(language)
        await person.opens()
        await person.sees("\n\n", buttons=[say(language, "Another country")])
        await person.sends(typed or name)
        await person.taps(name)
        await person.taps(say(language, "I agree"))
        await person.sees(person.name, buttons=[say(language, "My twins")])

    async def offices_open(self) -> None:
        for person, region in ((self.official, self.play.home), (self.official_abroad, self.play.abroad)):
            async with self.database.write() as session:
                now = Clock().now()
                region_id = atlas.by_code(region).id
                await members.grant(session, person.id, Role.HEAD, region_id, now=now)
                await regions.open_office(session, region_id, now=now, phone="+380442868411")
        await self.arrives(self.official, self.play.home, self.play.author)
        await self.arrives(self.official_abroad, self.play.abroad, self.play.partner)

    async def author_registers(self) -> None:
        author, words = self.author, self.play.words
        await self.arrives(author, self.play.home, self.play.author, words["typed"])
        await author.taps(self.a("Register"))
        await self.step(author, 1)
        await author.sends(words["business"])
        await author.taps(self.a("Business offer"))
        await self.step(author, 3)
        await author.sends_photo(PNG)
        await author.sees(self.a("Here a text is needed; a photo, a voice message or a file cannot be kept as this answer."))
        await author.sends(words["title"])
        await self.step(author, 4)
        await author.sends(words["summary"] * 10)
        await author.sees(str(len(words["summary"] * 10)), "500")
        for part in words["summary"].split(",", 1):
            # Two messages in a row: the second comes before the next question was shown.
            await author.sends(part.strip().ljust(20, "."))
        await self.telegram.idle(20)
        await author.taps(self.a("Save and leave"))
        await self.telegram.idle(20)
        await self.bot.terminate()
        await self.bot.start()
        await author.opens()
        await author.taps(self.a("Go on: {place}", place=""))
        await self.step(author, 5)
        await author.taps(sectors.by_code("food").name(self.play.author))
        await author.taps(self.a("Go on"))
        await author.taps(self.a("Distribution"))
        await author.taps(self.a("Go on"))
        await self.change(author, self.a("Summary"), words["summary"])
        await self.change(author, self.a("Registration number"), words["number"], refused=words["number"])
        await author.sends(words["right_number"])
        await author.sees(words["right_number"], buttons=[self.a("Send to the office")])
        await self.change(author, self.a("Phone"), words["phone"], refused="+")
        await author.sends(words["right_phone"])
        await author.sees(words["right_phone"][:2], buttons=[self.a("Send to the office")])
        await author.taps(self.a("Send to the office"))
        await author.sees("-0001", buttons=[self.a("My business")])

    async def change(self, person: Person, label: str, answer: str, refused: str = "") -> None:
        """From the preview to one answer and back; `refused`: what the refusal names."""
        await person.taps(self.a("Change"))
        seen = await person.sees(self.a("Which answer do you want to change?"))
        while not any(label in button["text"] for row in seen["buttons"] for button in row):
            await person.taps("▶")
            seen = await person.sees(self.a("Which answer do you want to change?"))
        await person.taps(label)
        await person.sees(label)
        await person.sends(answer)
        if refused:
            await person.sees(refused, buttons=[self.a("Skip")])
        else:
            await person.sees(answer, buttons=[self.a("Send to the office")])

    async def step(self, person: Person, number: int, steps: int = 6) -> None:
        """What is written before a question is shown would be added to the answer before it."""
        language = self.play.author if person is self.author else self.play.partner
        await person.sees(say(language, "{title} · step {step} of {steps}", title="", step=number, steps=steps).strip())

    async def office_returns_then_approves(self) -> None:
        author, official, words = self.author, self.official, self.play.words
        await official.sends("/office")
        await official.sees(words["title"], "-0001", buttons=[self.a("Approve"), self.a("Return")])
        await official.taps(self.a("Return"))
        await official.taps(self.a("Too vague"))
        await official.taps(self.a("Go on"))
        await self.note(official)
        author.looks()
        await official.taps("↩️ " + self.a("Return"))
        await author.sees(self.a("Too vague"), timeout=8)
        await author.taps(self.a("Correct: {field}", field=self.a("Summary")))
        await author.sees(self.a("Summary"), buttons=[self.a("Keep it")])
        await author.sends(words["mended"])
        await author.taps(self.a("Send again"))
        await self.telegram.idle(20)
        await official.sends("/office")
        await official.sees(words["mended"][:20], buttons=[self.a("Approve")])
        author.looks()
        await official.taps(self.a("Approve"))
        await official.taps(self.a("Register and person"))
        await author.sees("-0001", buttons=[self.a("See and share it")], timeout=8)

    async def note(self, official: Person) -> None:
        """The optional note stands among the details of the decision's form."""
        await official.taps(self.a("Add details"))
        await official.sends({"uk": "Скільки аналізів і за який рік?", "en": "Which parts, and for how long?"}[self.play.author])

    async def edit_keeps_the_public_version(self) -> None:
        author, words = self.author, self.play.words
        await author.opens()
        await author.taps(self.a("My business"))
        await author.taps("-0001")
        await author.taps(self.a("Change"))
        await author.taps(self.a("Add details"))
        await author.sees(self.a("Partner's role"))
        await author.sends(words["role"])
        await author.sees(self.a("Title in English") if self.play.author == "uk" else self.a("Keywords"))
        await author.taps(self.a("Back"))
        await author.sees(words["role"], buttons=[self.a("Send to the office")])
        await author.taps(self.a("Send to the office"))
        await author.sees("-0001")

    async def partner_finds_it(self) -> None:
        partner, stranger, words = self.partner, self.stranger, self.play.words
        await self.arrives(partner, self.play.abroad, self.play.partner)
        await partner.taps(self.p("My twins"))
        await partner.sees(atlas.by_code(self.play.home).name(self.play.partner))
        await partner.sends(words["search"])
        await partner.sees(words["title"])
        await partner.taps("1")
        # The change waits at the office: what was approved is still what is seen.
        seen = await partner.sees(words["title"], words["mended"][:30], buttons=[self.p("Register")])
        assert words["role"] not in str(seen), "an unapproved change is public"
        assert words["business"] not in str(seen), "the name is shown to somebody without a published business"
        await self.arrives(stranger, self.play.stranger, "en")
        await stranger.sends(words["search"])
        await stranger.sees(words["search"], buttons=[say("en", "Show the {count}", count=1)])
        await stranger.taps(say("en", "Show the {count}", count=1))
        await stranger.sees(words["title"], say("en", "No agreement with your region"))

    async def partner_proposes_before_approval(self) -> None:
        partner, words = self.partner, self.play.words
        await partner.opens()
        await partner.taps(self.p("Register"))
        await self.step(partner, 1)
        await partner.sends(words["partner_business"])
        await partner.taps(sectors.by_code("food").name(self.play.partner))
        await partner.taps(self.p("Go on"))
        await partner.taps(self.p("Business request"))
        await self.step(partner, 4)
        await partner.sends(words["partner_title"])
        await self.step(partner, 5)
        await partner.sends(words["partner_summary"])
        await partner.taps(self.p("Supply"))
        await partner.taps(self.p("Go on"))
        await partner.taps(self.p("Send to the office"))
        await partner.sees("-0001")
        await self.write_proposal(partner, words["search"])
        await partner.sees(self.p("<b>Kept.</b>").replace("<b>", "").replace("</b>", ""))
        self.author.looks()
        await self.official_abroad.sends("/office")
        await self.official_abroad.taps(self.p("Approve"))
        await self.official_abroad.taps(self.p("Text only"))
        await self.author.sees(words["partner_business"], words["why"], buttons=[self.a("Exchange contacts"), self.a("Decline")], timeout=8)

    async def write_proposal(self, partner: Person, search: str) -> None:
        await partner.sends(search)
        await partner.sees(search)
        await partner.taps("1")
        await partner.taps(self.p("Propose cooperation"))
        await self.letter(partner)
        await partner.taps(self.p("Distribution"))
        await partner.taps(self.p("Send the proposal"))

    async def letter(self, person: Person) -> None:
        await self.step(person, 1, 3)
        await person.sends(self.play.words["why"])
        await self.step(person, 2, 3)
        await person.sends(self.play.words["proposal"])

    async def contacts_are_exchanged(self) -> None:
        author, partner, words = self.author, self.partner, self.play.words
        phone = words["right_phone"]
        assert phone not in str(partner.transcript()), "contacts were shown before the exchange"
        await author.taps(self.a("Exchange contacts"))
        await author.sees(phone, buttons=[self.a("Exchange"), self.a("Choose what they see")])
        partner.looks()
        await author.taps("✅ " + self.a("Exchange"))
        await author.sees(words["partner_business"], partner.name)
        await partner.sees(words["business"], author.name, phone, timeout=8)

    async def an_unanswered_proposal_is_reminded_and_expires(self) -> None:
        """The author writes to the partner's request now, and gets no answer."""
        author, partner, words = self.author, self.partner, self.play.words
        await author.opens()
        await author.sends(words["partner_title"].split()[0].lower())
        await author.sees(words["partner_title"])
        await author.taps("1")
        await author.taps(self.a("Propose cooperation"))
        await self.letter(author)
        await author.taps(self.a("Supply"))
        await author.taps(self.a("Send the proposal"))
        await self.telegram.idle(20)
        for days, waits in ((2, self.p("In 3 days")), (3, self.p("In 3 days"))):
            partner.looks()
            self.move(days)
            await partner.sees(words["partner_title"], buttons=[waits], timeout=8)
        author.looks()
        partner.looks()
        self.move(10)
        await partner.sees(words["partner_title"], buttons=[self.p("Exchange contacts")], timeout=8)
        await author.sees(words["partner_title"], timeout=8)

    def move(self, days: int) -> None:
        """Days later, at an hour when something may reach people on both sides (15:00 UTC is 18:00 in Kyiv and 8:00 in Olympia)."""
        now = self.telegram.clock.now()
        there = datetime.fromtimestamp(now, tz=Clock().now().tzinfo) + timedelta(days=days)
        there = there.replace(hour=16, minute=5) if there.hour < 16 or days > 1 else there
        self.telegram.advance(max(int(there.timestamp() - now), 1))


async def perform(play: Play, folder: Path) -> None:
    clock_path, url = folder / "clock", f"sqlite+aiosqlite:///{folder / 'smoke.sqlite3'}"
    migrate.upgrade(url)
    async with Sandbox(clock_path=clock_path) as telegram:
        telegram.daylight()
        database = Database(url)
        bot = BotProcess(telegram, url, clock_path, log=folder / "bot.log")
        try:
            await bot.start()
            people = await Theatre(telegram, bot, database, play).play_all()
        except BaseException:
            print((folder / "bot.log").read_text()[-4000:], file=sys.stderr)
            raise
        finally:
            await bot.terminate()
            await database.close()
    for person in people:
        print(f"\n=== {person.name} ===\n{person.transcript()}")


async def main() -> int:
    began = time.monotonic()
    for play in (UKRAINIAN, ENGLISH):
        with tempfile.TemporaryDirectory() as folder:
            await perform(play, Path(folder))
    print(f"\nBoth languages, steps 1 to 4: done in {time.monotonic() - began:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
