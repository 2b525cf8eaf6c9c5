"""Brings every catalogue up to the texts of the code: `make messages`.

The English text is the msgid. A new language is a new folder `locales/<code>/LC_MESSAGES/` with an empty `messages.po`; what is
left untranslated fails `make check`.
"""

import ast
import io
import re
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
TEXTS_OF = {"_": 1, "N_": 1, "ngettext": 2}
"""How many of a call's first arguments are texts."""
_DATES = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By|Report-Msgid-Bugs-To):.*\\n"\n', re.MULTILINE
)


def extracted() -> Catalog:
    """All texts of handlers/, in the order of the files.

    Read from the syntax tree: Python 3.11's tokenizer, on which Babel's own extraction rests, does not look into f-strings.
    """
    template = Catalog(project="pobratym", charset="utf-8")
    for file in sorted((ROOT / "handlers").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            wanted = TEXTS_OF.get(getattr(call.func, "id", ""), 0)
            texts = [part.value for part in call.args[:wanted] if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if wanted and len(texts) == wanted:
                place = [(str(file.relative_to(ROOT)), 0)]
                template.add(texts[0] if wanted == 1 else (texts[0], texts[1]), None, place)
    return template


def updated(po: Path, template: Catalog) -> str:
    """The catalogue's new text; English is its own translation."""
    language = po.parent.parent.name
    with po.open("rb") as source:
        catalogue = read_po(source, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# {language}"
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    text = io.BytesIO()
    write_po(text, catalogue, width=120, include_lineno=False, sort_output=False)
    return _DATES.sub("", text.getvalue().decode())


def catalogues() -> list[Path]:
    return sorted((ROOT / "locales").glob("*/LC_MESSAGES/messages.po"))


if __name__ == "__main__":
    for po in catalogues():
        # Catalogues share the template's messages, so each gets one of its own.
        template = extracted()
        po.write_text(updated(po, template), encoding="utf-8")
        with po.open("rb") as written:
            left = [
                message.id
                for message in read_po(written)
                if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
            ]
        print(f"{po.relative_to(ROOT)}: {len(template)} texts, {len(left)} to translate")
    sys.exit(0)
