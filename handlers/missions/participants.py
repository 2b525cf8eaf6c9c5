"""Everybody who applied as a table (XLSX): for the organiser only, in their language and by their clock."""

import asyncio
import io
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import xlsxwriter
from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks
from handlers.i18n import _, both, language_name
from handlers.missions.card import home
from handlers.missions.figures import shown_to
from handlers.missions.view import title_of
from handlers.screen import Button, File, Screen, escape, hand, show
from handlers.words import city, region_name, sector_names, word
from models import missions
from models.database import Database
from models.members import Member
from models.missions import Mission
from models.missions.figures import Row

router = Router(name=__name__)

Cell = str | int | datetime | None
ROWS_MAX = 20_000
"""More than any mission has; a bound for memory."""


@dataclass(frozen=True)
class Sheet:
    name: str
    heads: list[tuple[str, int]]
    """Words and width (in characters) of each column."""
    rows: list[list[Cell]]


@router.callback_query(callbacks.Participants.filter())
async def table(query: CallbackQuery, callback_data: callbacks.Participants, member: Member, database: Database, now: datetime) -> None:
    number = callback_data.mission
    async with database.write() as session:
        mission = await missions.figures.export(session, member, number, now=now)
        count = await missions.figures.count(session, number)
        screen = await shown_to(session, member, number, now)
    if not isinstance(mission, Mission):
        await show(query, screen)
        return
    if not count:
        await show(query, screen, _("Nobody has applied yet: the table would be empty."))
        return
    found = await _collected(query, database, mission, count)
    content = await asyncio.to_thread(workbook, _sheets(found, member))
    if count > missions.figures.A_STEP:
        await show(query, screen)
    back = Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=number))
    caption = "\n\n".join(
        [
            f"📄 <b>{escape(title_of(mission))}</b> · {_('applications: {n}').format(n=count)}",
            _("Names and contacts are for this mission only: do not pass the table on. It is noted that you took it."),
        ]
    )
    await hand(query, File(f"{mission.reference}.xlsx", content), Screen(caption, [[back, home()]]))


async def _collected(query: CallbackQuery, database: Database, mission: Mission, count: int) -> list[Row]:
    """All rows, some at a time; where there are many, the message says how far it is."""
    found: list[Row] = []
    while len(found) < ROWS_MAX:
        if count > missions.figures.A_STEP:
            await show(query, progress(mission, len(found), count))
        async with database.read() as session:
            some = await missions.figures.batch(session, mission.id, after=found[-1].application.id if found else 0)
        if not some:
            break
        found += some
    return found


def progress(mission: Mission, done: int, count: int) -> Screen:
    share = min(done / count, 1.0)
    filled = round(share * 14)
    text = _("📄 <b>The table is being made</b>\n{bar} {done} of {count}").format(
        bar="▓" * filled + "░" * (14 - filled), done=done, count=count
    )
    return Screen(text, [[Button("📊 " + _("Figures"), callbacks.MissionFigures(mission=mission.id)), home()]])


def workbook(sheets: list[Sheet]) -> bytes:
    """An XLSX file. Words of people stay words: nothing of them becomes a formula or a link, here or when somebody edits the cell."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        words = book.add_format({"quote_prefix": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        writers = {
            str: lambda page, line, column, cell: page.write_string(line, column, cell, words),
            int: lambda page, line, column, cell: page.write_number(line, column, cell, number),
            datetime: lambda page, line, column, cell: page.write_datetime(line, column, cell, moment),
        }
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for column, (name, width) in enumerate(sheet.heads):
                page.set_column(column, column, width)
                page.write_string(0, column, name, head)
            for line, row in enumerate(sheet.rows, 1):
                for column, cell in enumerate(row):
                    if cell is not None:
                        # write_string() and not write(): no text is looked at for what it could be.
                        writers[type(cell)](page, line, column, cell)
            page.freeze_panes(1, 2)
            if sheet.rows:
                page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    return content.getvalue()


def _sheets(found: list[Row], member: Member) -> list[Sheet]:
    """Those who come first; the others beside them."""
    seated = [row for row in found if row.application.state in missions.SEATED]
    others = [row for row in found if row.application.state not in missions.SEATED]
    heads, zone = _heads(member.timezone), member.timezone
    return [
        Sheet(name, heads, [_cells(number, row, zone) for number, row in enumerate(rows, 1)])
        for name, rows in ((_("Participants"), seated), (_("Others"), others))
    ]


def _heads(zone: ZoneInfo) -> list[tuple[str, int]]:
    clock = city(zone)
    return [
        ("№", 5),
        (_("Business"), 28),
        (_("Region"), 22),
        (_("Sectors"), 28),
        (_("Comes"), 24),
        ("Telegram", 18),
        (_("Phone"), 18),
        (_("E-mail"), 26),
        (_("State"), 20),
        (_("Goal"), 48),
        (_("Wants to meet"), 20),
        (_("Languages"), 20),
        (_("Interpreter"), 12),
        (_("Applied ({city})").format(city=clock), 17),
        (_("Seat since ({city})").format(city=clock), 17),
        (_("Said again that they come"), 17),
        (_("Checked in ({city})").format(city=clock), 17),
        (_("Note of the office"), 36),
    ]


def _cells(number: int, row: Row, zone: ZoneInfo) -> list[Cell]:
    application, version = row.application, row.version
    return [
        number,
        version.name,
        region_name(row.business.region_id),
        sector_names(version.sectors),
        row.member.name,
        f"@{row.member.username}" if row.member.username else None,
        version.phone,
        version.email,
        word(application.state),
        application.goal,
        ", ".join(row.targets) or None,
        both(language_name(code) for code in application.languages),
        _("needed") if application.interpreter else None,
        _local(application.applied_at, zone),
        _local(application.confirmed_at, zone),
        _local(application.coming_at, zone),
        _local(application.checked_in_at, zone),
        application.note,
    ]


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A table knows no zones: the head says whose clock it is."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0) if moment else None
