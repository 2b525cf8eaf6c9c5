"""Golden screens: what people see, in every language, kept in `tests/screens/` and read as diffs; and the rules that hold for all.

`make screens` writes them anew.
"""

import difflib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox import demo
from sandbox.world import World
from tests import screenplay
from tests.walking import Json, Shot, stage

FOLDER = Path(__file__).parent / "screens"
TEXT_MAX, TOAST_MAX, DATA_MAX, ROWS_MAX = 4096, 200, 64, 12
"""Telegram's own limits, in UTF-16 units and bytes; and as many rows as a phone shows beside a text."""

NUMBERED = re.compile(r"✖? ?\d|◀|\d+ / \d+|▶")
LATIN = re.compile(r"[A-Za-z]{2,}")
NOT_WORDS = re.compile(r"<[^>]+>|/[a-z]+|@\w+|\S+@\S+|https?:\S+|\S+\.com\b|\b[A-Z]{2}-\d+\b")
NAMES_OF_OURS = {"Telegram", "English", "QR"}
"""Latin on purpose on a Ukrainian screen."""


@pytest.mark.parametrize("language", ["uk", "en"])
async def test_screens(
    language: str, sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    shutil.copy(sqlite_template, tmp_path / "walk.sqlite3")
    async with stage(language, tmp_path / "walk.sqlite3") as walked:
        await screenplay.walk(walked, monkeypatch)
        known = data_words(walked.telegram.world)
    shots = walked.shots
    if request.config.getoption("--write-screens"):
        write(FOLDER / language, shots)
    complaints = [f"{name}: {complaint}" for name, shot in shots.items() for complaint in broken_rules(shot)]
    if language == "uk":
        complaints += [f"{name}: not Ukrainian: {', '.join(found)}" for name, shot in shots.items() if (found := foreign(shot, known))]
    complaints += differences(FOLDER / language, shots)
    assert not complaints, "\n".join(complaints)


def write(folder: Path, shots: dict[str, Shot]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        if old.stem not in shots:
            old.unlink()
    for name, shot in shots.items():
        (folder / f"{name}.txt").write_text(str(shot), encoding="utf-8")


def differences(folder: Path, shots: dict[str, Shot]) -> list[str]:
    """What `make screens` would change."""
    kept = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    found = [f"{folder.name}/{name}.txt: no walk shows this screen (any more)" for name in kept.keys() - shots.keys()]
    found += [f"{folder.name}/{name}.txt is missing: make screens" for name in shots.keys() - kept.keys()]
    for name in kept.keys() & shots.keys():
        lines = difflib.unified_diff(kept[name].splitlines(), str(shots[name]).splitlines(), f"{name} (kept)", f"{name} (now)", lineterm="")
        found += ["\n".join(diff)] if (diff := list(lines)) else []
    return sorted(found)


def broken_rules(shot: Shot) -> Iterator[str]:
    if units(shot.text) > TEXT_MAX:
        yield f"{units(shot.text)} characters of text"
    if shot.toast and units(shot.toast) > TOAST_MAX:
        yield f"{units(shot.toast)} characters of toast"
    if len(shot.rows) > ROWS_MAX:
        yield f"{len(shot.rows)} rows of buttons"
    yield from (f"{len(row)} worded buttons in a row: {_texts(row)}" for row in shot.rows if len(row) > 2 and not numbered(row))
    if not any("callback_data" in button for button in shot.buttons):
        yield "a dead end: no button leads on"
    mains = [button for button in shot.buttons if button.get("style") in {"primary", "success"}]
    if len(mains) > 1:
        yield f"{len(mains)} main buttons: {_texts(mains)}"
    yield from (f"data too long: {data}" for b in shot.buttons if len((data := str(b.get("callback_data", ""))).encode()) > DATA_MAX)
    yield from (f"a placeholder was left: {found}" for found in re.findall(r"\{\w*\}", shot.text))


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def numbered(row: list[Json]) -> bool:
    """The numbers of a list, or its pages."""
    return all(NUMBERED.fullmatch(button["text"]) for button in row)


def _texts(buttons: list[Json]) -> str:
    return " ".join(f"[{button['text']}]" for button in buttons)


def foreign(shot: Shot, known: set[str]) -> list[str]:
    """Latin words that are nobody's name and nobody's text: most likely something untranslated."""
    words = " ".join([shot.html, shot.toast or "", *(button["text"] for button in shot.buttons)])
    return sorted(set(LATIN.findall(NOT_WORDS.sub(" ", words))) - known - NAMES_OF_OURS)


def data_words(world: World) -> set[str]:
    """What people wrote and are called."""
    typed = [m.words for chat in world.chats.values() for m in chat.messages.values() if not m.by_bot]
    given = [demo.HONEY, demo.BAKERY, demo.HOUSES, demo.TIMBER, demo.LETTER, demo._cascade(), demo._pirkka()]
    names = [person.name for person in world.people.values()]
    return set(LATIN.findall(" ".join([*typed, *names, *map(repr, given)])))
