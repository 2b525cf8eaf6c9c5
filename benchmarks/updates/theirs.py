"""The same form with aiogram-dialog 2.6, behind the same intake."""

from pathlib import Path
from typing import Any

from aiogram import Dispatcher
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.input import TextInput
from aiogram_dialog.widgets.kbd import Back, Button, Cancel, Group, Select, SwitchTo
from aiogram_dialog.widgets.text import Const, Format

from benchmarks.updates import form as common
from benchmarks.updates.form import KINDS, SECTORS, Buttons
from benchmarks.updates.side import Side, fresh
from benchmarks.updates.storage import SqlStorage
from models.database import Database

BUTTONS = Buttons(begin="/five", send="Send", sent="Sent.")


class Five(StatesGroup):
    name = State()
    sector = State()
    title = State()
    summary = State()
    cooperation = State()
    preview = State()


def _length(least: int, most: int) -> Any:
    def check(text: str) -> str:
        clean = text.strip()
        if not least <= len(clean) <= most:
            raise ValueError
        return clean

    return check


async def _wrong(message: Message, _widget: Any, _manager: DialogManager, _error: ValueError) -> None:
    await message.answer("Too short or too long.")


def _typed(field: str, least: int, most: int) -> TextInput[str]:
    async def kept(_message: Message, _widget: Any, manager: DialogManager, value: str) -> None:
        manager.dialog_data[field] = value
        await manager.next()

    return TextInput(id=field, type_factory=_length(least, most), on_success=kept, on_error=_wrong)


def _chosen(field: str, options: tuple[str, ...]) -> Group:
    async def kept(_query: CallbackQuery, _widget: Any, manager: DialogManager, value: str) -> None:
        manager.dialog_data[field] = value
        await manager.next()

    items = [(o.lower(), o) for o in options]
    return Group(
        Select(Format("{item[1]}"), id=field, item_id_getter=lambda item: item[0], items=lambda _data: items, on_click=kept), width=2
    )


def _question(step: int, words: str, example: str = "", hint: str = "") -> Const:
    parts = [f"<b>Registration · step {step} of 5</b>\n{words}", f"<i>Example: {example}</i>" if example else "", hint]
    return Const("\n\n".join(part for part in parts if part))


async def _send(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    database: Database = manager.middleware_data["database"]
    async with database.write() as session:
        await common.keep(session, query.from_user.id % 2**31, str(manager.dialog_data))
    assert isinstance(query.message, Message)
    await query.message.edit_text("Sent.")
    await manager.reset_stack(remove_keyboard=False)


async def _answers(dialog_manager: DialogManager, **_more: Any) -> dict[str, Any]:
    return dict(dialog_manager.dialog_data)


def _dialog() -> Dialog:
    leave = Cancel(Const("Save and leave"))
    return Dialog(
        Window(
            _question(1, "What is the name?", "Lisova Pasika LLC", "2 to 120 characters."), _typed("name", 2, 120), leave, state=Five.name
        ),
        Window(_question(2, "Which sector?"), _chosen("sector", SECTORS), Back(Const("⬅ Back")), leave, state=Five.sector),
        Window(
            _question(3, "What is the title?", "Buckwheat honey in bulk", "5 to 120 characters."),
            _typed("title", 5, 120),
            Back(Const("⬅ Back")),
            leave,
            state=Five.title,
        ),
        Window(
            _question(4, "What is the summary?", "20 t of buckwheat honey a year.", "20 to 500 characters."),
            _typed("summary", 20, 500),
            Back(Const("⬅ Back")),
            leave,
            state=Five.summary,
        ),
        Window(_question(5, "Which cooperation?"), _chosen("cooperation", KINDS), Back(Const("⬅ Back")), leave, state=Five.cooperation),
        Window(
            Format(
                "<b>Registration</b>\n\n<b>Name:</b> {name}\n<b>Sector:</b> {sector}\n<b>Title:</b> {title}\n<b>Summary:</b> {summary}\n"
                "<b>Cooperation:</b> {cooperation}\n\nAfter sending, your office checks it."
            ),
            Button(Const("Send"), id="send", on_click=_send),
            SwitchTo(Const("✏️ Change"), id="change", state=Five.name),
            leave,
            state=Five.preview,
            getter=_answers,
        ),
    )


async def _begin(_message: Message, dialog_manager: DialogManager) -> None:
    await dialog_manager.start(Five.name, mode=StartMode.RESET_STACK)


async def side(folder: Path, name: str, *, ordinary: bool) -> Side:
    """`ordinary`: their storage stands on SQLAlchemy's aiosqlite as it is; else on our engine (`models/sqlite.py`)."""
    database = fresh(folder, name)
    await common.create(database)
    states = Database(str(database.engine.url), connect_args={}) if ordinary else database
    dispatcher = Dispatcher(storage=SqlStorage(states), database=database)
    dispatcher.message.register(_begin, Command("five"))
    dispatcher.include_router(_dialog())
    setup_dialogs(dispatcher)
    made = Side.behind_intake(database, dispatcher)
    made.others.append(states)
    return made
