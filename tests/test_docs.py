"""What is written about the project says what the project is: settings, commands, names, decisions."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from bot.__main__ import _operations
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DECISION_LINES_MAX = 40
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
_SETTING = re.compile(r"^(?:# )?(?P<name>[A-Z][A-Z_]+)=(?P<value>.*)$")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<to>[^)#\s]+)\)")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _example() -> list[tuple[str, str, str]]:
    """(name, value, the comment above) of every setting in `.env.example`."""
    lines = _read(".env.example").splitlines()
    found = [(match["name"], match["value"], lines[at - 1]) for at, line in enumerate(lines) if (match := _SETTING.match(line))]
    assert found
    return found


def test_example_names_exactly_the_settings_in_their_order() -> None:
    assert [name for name, _value, _comment in _example()] == [name.upper() for name in Settings.model_fields]


@pytest.mark.parametrize(("name", "value", "comment"), _example())
def test_example_shows_the_default_and_what_it_is(name: str, value: str, comment: str) -> None:
    field: FieldInfo = Settings.model_fields[name.lower()]
    given: dict[str, Any] = {name.lower(): value} if value else {}
    read = Settings(_env_file=None, **given)

    assert getattr(read, name.lower()) == field.default
    assert bool(value) == (field.default not in (None, ())), "an empty value stands for no default only"
    assert comment == f"# {field.description}"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_decision_is_one_page(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= DECISION_LINES_MAX
    assert lines[0].startswith(f"# {page.name[:4]} ")
    assert [line for line in lines if line.startswith(("**Decided.**", "**Why.**", "**Considered**", "**What follows**"))], page.name


def test_decisions_are_numbered_without_gaps() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def _glossary() -> list[tuple[str, list[str], list[str]]]:
    """(term, names in code, paths) of every row."""
    rows = [line.strip("|").split("|") for line in _read("docs/glossary.md").splitlines() if line.startswith("|")][2:]
    assert all(len(row) == 4 and all(cell.strip() for cell in row) for row in rows)
    return [(row[0].strip(), re.findall(r"`([^`]+)`", row[2]), re.findall(r"`([^`]+)`", row[3])) for row in rows]


@pytest.mark.parametrize(("term", "names", "places"), _glossary(), ids=[row[0] for row in _glossary()])
def test_glossary_names_what_exists(term: str, names: list[str], places: list[str]) -> None:
    assert names, term
    assert places, term
    for name in names:
        _resolve(name)
    for place in places:
        assert (ROOT / place).exists(), place


def _resolve(name: str) -> object:
    """What `package.module.Name.attribute` names; AttributeError or ModuleNotFoundError when there is none."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part)
        return found
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_and_pages_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join(_CODE.findall(text))
    targets = set(re.findall(r"^([a-z-]+):", _read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", code)) <= targets
    assert set(re.findall(r"-m bot ([a-z]+)", code)) <= set(_operations)
    missing = [match["to"] for match in _LINK.finditer(text) if "://" not in match["to"] and not (page.parent / match["to"]).exists()]
    assert not missing, missing


def test_readme_says_how_to_run_and_to_test() -> None:
    assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", _read("README.md"), re.MULTILINE))


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda lock: lock.name)
def test_lock_file_names_no_address(lock: Path) -> None:
    assert not re.findall(r"https?://\S+", lock.read_text(encoding="utf-8"))
