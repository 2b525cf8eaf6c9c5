"""The catalogues: `pybabel compile` reports 100 % and lets wrong placeholders and empty plurals pass, so they have a test of their own."""

import ast
import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
TAG = re.compile(r"</?\w+[^>]*>")
BUTTON_MAX = 34
"""Characters that a button alone in its row shows on a narrow phone."""


def _update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", ROOT / "locales" / "update.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = _update()
CATALOGUES: list[Path] = update.catalogues()


def _read(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source, locale=po.parent.parent.name)


def _messages(po: Path) -> list[Message]:
    return [message for message in _read(po) if message.id]


def _forms(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@pytest.fixture(params=CATALOGUES, ids=lambda po: po.parent.parent.name)
def po(request: pytest.FixtureRequest) -> Path:
    return request.param  # type: ignore[no-any-return]  # pytest's own untyped value


def test_there_are_ukrainian_and_english() -> None:
    assert {"uk", "en"} <= {po.parent.parent.name for po in CATALOGUES}


def test_equals_a_fresh_extraction(po: Path) -> None:
    assert po.read_text(encoding="utf-8") == update.updated(po, update.extracted()), "run `make messages`"


def test_nothing_is_untranslated_or_fuzzy(po: Path) -> None:
    wanted = _read(po).num_plurals
    missing = [m.id for m in _messages(po) if not all(_forms(m.string)) or not m.string or m.fuzzy]
    plurals = [m.id for m in _messages(po) if m.pluralizable and len(_forms(m.string)) != wanted]
    assert not missing, missing
    assert not plurals, plurals


def test_placeholders_and_tags_are_the_same(po: Path) -> None:
    wrong = []
    for message in _messages(po):
        source = _forms(message.id)
        for translated in _forms(message.string):
            if not any(_shape(translated) == _shape(original) for original in source):
                wrong.append((source[0], translated))
    assert not wrong, wrong


def _shape(text: str) -> tuple[list[str], list[str]]:
    return sorted(PLACEHOLDER.findall(text)), sorted(TAG.findall(text))


def test_buttons_are_short_enough(po: Path) -> None:
    buttons = _button_texts()
    long = [s for m in _messages(po) if _forms(m.id)[0] in buttons for s in _forms(m.string) if len(PLACEHOLDER.sub("", s)) > BUTTON_MAX]
    assert not long, long


def _button_texts() -> set[str]:
    """Every text that stands in the first argument of a `Button(...)`."""
    found = set()
    for file in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and node.args:
                found |= {
                    call.args[0].value
                    for call in ast.walk(node.args[0])
                    if isinstance(call, ast.Call)
                    and getattr(call.func, "id", "") in ("_", "ngettext")
                    and isinstance(call.args[0], ast.Constant)
                    and isinstance(call.args[0].value, str)
                }
    assert len(found) > 30
    return found
