"""Two organisers who change one mission at once: what only one of them wrote is kept, what both wrote is asked once more."""

from typing import Any

from handlers.form import Context
from handlers.i18n import _, quote
from handlers.missions import fields
from handlers.screen import escape
from models.conversations import Draft
from models.missions import Mission

WORDS_SHOWN = 90
_BASE = "base"
"""Beside the answers: what they were when the change was begun."""


def begun(mission: Mission) -> dict[str, Any]:
    """The answers with which a change starts."""
    answers = fields.answers_of(mission)
    return {**answers, _BASE: answers}


def caught_up(draft: Draft, mission: Mission, context: Context) -> str:
    """Bring a change up to the mission as it stands now; in words what was changed since it was begun, if anything is to be looked at."""
    base, now, own = draft.answers.get(_BASE, {}), fields.answers_of(mission), draft.answers
    theirs = {name for name in {**base, **now} if now.get(name) != base.get(name)}
    mine = {name for name in {**base, **own} if name != _BASE and own.get(name) != base.get(name)}
    if not theirs:
        return ""
    merged = {**now, **{name: own[name] for name in mine if name in own}, _BASE: now}
    # What was skipped here and written nowhere else stays skipped.
    draft.answers = {name: value for name, value in merged.items() if name in own or name not in mine}
    lines = [_line(name, now, context) for name in now | base if name in theirs and own.get(name) != now.get(name)]
    if not mine or not any(lines):
        return ""
    return "\n".join(
        [
            "⚠️ " + _("While you were writing, this mission was changed:"),
            *filter(None, lines),
            _("Where you wrote something else, yours stands below and would replace it. Look once more, then save."),
        ]
    )


def _line(name: str, now: dict[str, Any], context: Context) -> str:
    field = next((each for each in fields.MISSION if each.name == name), None)
    if field is None:
        return ""
    value = now.get(name)
    words = field.words(value, Context(context.member, now, context.subject)) if value else "—"
    if isinstance(value, str) and len(words) > WORDS_SHOWN:
        words = escape(quote(value, WORDS_SHOWN))
    return f"• {field.label()}: {words}"
