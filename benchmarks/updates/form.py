"""The five-step form that both sides fill in: name, sector, title, summary, cooperation, a preview, and one row when it is sent."""

from dataclasses import dataclass

from sqlalchemy import Column, Integer, MetaData, String, Table, insert

from benchmarks.updates.side import Side, Spent
from models.database import Database, Session

METADATA = MetaData()
SENT = Table("benchmark_sent", METADATA, Column("id", Integer, primary_key=True), Column("person", Integer), Column("words", String))
SECTORS = ("Food", "Wood", "Metal", "Machines", "Building", "Energy", "Software", "Textiles")
KINDS = ("Distribution", "Supply", "Agency", "Franchise", "Licence", "Logistics", "Service", "Other")
NAME, TITLE = "Lisova Pasika", "Buckwheat honey in bulk"
SUMMARY = "20 t of buckwheat honey a year, analysed, in drums of 200 litres."


@dataclass(frozen=True)
class Buttons:
    """What the same steps are called."""

    begin: str
    send: str
    sent: str


async def create(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)


async def keep(session: Session, person: int, words: str) -> None:
    """What sending does, on both sides."""
    await session.execute(insert(SENT).values(person=person, words=words))


async def walk(side: Side, person: int, buttons: Buttons, form: Spent, answers: Spent) -> None:
    """From the command that opens the form to the screen after sending; seven updates, three of them typed answers."""
    await side.sends(form, side.text(person, buttons.begin))
    for step in (NAME, SECTORS[0], TITLE, SUMMARY, KINDS[0]):
        if step in (SECTORS[0], KINDS[0]):
            await side.sends(form, side.tap(person, step))
            continue
        typed = Spent()
        await side.sends(typed, side.text(person, step))
        for spent in (form, answers):
            spent.cpu, spent.wall = spent.cpu + typed.cpu, spent.wall + typed.wall
            spent.each += typed.each
    await side.sends(form, side.tap(person, buttons.send))
    assert buttons.sent in side.screen(person), side.screen(person)
