"""Two organisers who change one mission at once: what only one of them wrote is kept, what both wrote is asked once more."""

from typing import Any

from handlers.form import Context
from handlers.i18n import _, quote
from handlers.missions import fields
from handlers.screen import escape
from models.conversations import Draft
from models.missions import Mission

WORDS_SHOWN = 90
_BASE, _NEWS = "base", "news"
"""Beside the answers: what they were when the change was begun or last brought up; what others wrote since, as the preview says it."""


def begun(mission: Mission) -> dict[str, Any]:
    """The answers with which a change starts."""
    answers = fields.answers_of(mission)
    return {**answers, _BASE: answers}


def caught_up(draft: Draft, mission: Mission) -> bool:
    """Bring a change up to the mission as it stands now; whether that is to be looked at before it is saved."""
    base, now, own = draft.answers.get(_BASE, {}), fields.answers_of(mission), _answers(draft.answers)
    theirs = {name for name in {**base, **now} if now.get(name) != base.get(name)}
    mine = {name for name in {**base, **own} if own.get(name) != base.get(name)}
    if not theirs:
        return False
    shown = [field.name for field in fields.MISSION if field.name in theirs and own.get(field.name) != now.get(field.name)]
    # What was skipped here and written nowhere else stays skipped.
    answers = {name: value for name, value in now.items() if name not in mine} | {name: own[name] for name in mine if name in own}
    draft.answers = {
        **answers,
        _BASE: now,
        _NEWS: {**draft.answers.get(_NEWS, {}), **({name: now.get(name) for name in shown} if mine else {})},
    }
    return bool(mine and shown)


def news(context: Context) -> str:
    """What others wrote since the change was begun; nothing when nobody did."""
    found = context.answers.get(_NEWS)
    if not found:
        return ""
    told = Context(context.member, {**context.answers, **found}, context.subject)
    return "\n".join(
        [
            "⚠️ " + _("While you were writing, this mission was changed:"),
            *(_line(name, value, told) for name, value in found.items()),
            _("Where you wrote something else, yours stands above and would replace it. Look once more, then save."),
        ]
    )


def _answers(kept: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in (_BASE, _NEWS)}


def _line(name: str, value: Any, context: Context) -> str:
    field = next(each for each in fields.MISSION if each.name == name)
    words = field.words(value, context) if value else "—"
    if isinstance(value, str) and len(words) > WORDS_SHOWN:
        words = escape(quote(value, WORDS_SHOWN))
    return f"• {field.label()}: {words}"
