"""What a form is made of: fields, each with its question, its rule in words, and its answer in words."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.i18n import _, quote
from handlers.screen import Screen, escape
from models.conversations import Draft
from models.database import Session
from models.members import Member

PREVIEW = "preview"
"""The step after the last question."""


@dataclass(frozen=True)
class Wrong:
    """A refusal: what is wrong, what would be right, an example."""

    text: str


@dataclass(frozen=True)
class Context:
    """What a question may depend on."""

    member: Member
    answers: dict[str, Any]
    subject: int = 0


@dataclass(frozen=True)
class Field:
    """One question. `label` is its short name in the preview and on buttons (at most 24 characters)."""

    name: str
    label: Callable[[], str]
    question: Callable[[Context], str]
    optional: bool = False
    when: Callable[[Context], bool] = lambda context: True

    def read(self, text: str, context: Context) -> Any | Wrong:
        """The answer in a typed text."""
        raise NotImplementedError

    def words(self, value: Any, context: Context) -> str:
        """The answer for people, as HTML."""
        raise NotImplementedError

    def hint(self) -> str:
        return ""


@dataclass(frozen=True)
class Text(Field):
    """Typed words. Lengths are in characters; `check` turns a text of the right length into the stored value."""

    at_least: int = 1
    at_most: int = 500
    one_line: bool = False
    example: Callable[[Context], str] | None = None
    check: Callable[[str, Context], Any | Wrong] | None = None

    def read(self, text: str, context: Context) -> Any | Wrong:
        clean = " ".join(text.split()) if self.one_line else text.strip()
        if len(clean) > self.at_most:
            return Wrong(
                _("That is {count} characters; at most {most} fit. Shorten it a little and send it again.").format(
                    count=len(clean), most=self.at_most
                )
            )
        if len(clean) < self.at_least:
            return Wrong(
                _("Too short: at least {least} characters are needed, and this has {count}. A few concrete words more.").format(
                    count=len(clean), least=self.at_least
                )
            )
        return self.check(clean, context) if self.check else clean

    def words(self, value: Any, context: Context) -> str:
        return escape(str(value))

    def hint(self) -> str:
        if self.check and self.one_line:
            return ""
        if self.at_least > 1:
            return _("{least} to {most} characters.").format(least=self.at_least, most=self.at_most)
        return _("Up to {most} characters.").format(most=self.at_most)


@dataclass(frozen=True)
class Choice(Field):
    """One of several, by a button or by typing its beginning. `options` gives (code, words)."""

    options: Callable[[Context], Sequence[tuple[str, str]]] = lambda context: ()
    columns: int = 2
    fitting: Callable[[Context], Sequence[str]] = lambda context: ()
    """Codes of options that fit the answers so far: they come first."""

    def offered(self, context: Context) -> list[tuple[str, str]]:
        """The options in the order of their buttons."""
        first = list(self.fitting(context))
        named = dict(self.options(context))
        return [(code, named[code]) for code in (*first, *(code for code in named if code not in first)) if code in named]

    def read(self, text: str, context: Context) -> Any | Wrong:
        wanted = text.strip().casefold()
        found = [code for code, words in self.options(context) if wanted and wanted in words.casefold()]
        exact = [code for code, words in self.options(context) if words.casefold() == wanted]
        if len(exact or found) == 1:
            return self.stored((exact or found)[0])
        return Wrong(_("Choose one of the buttons below, or type the beginning of one of them."))

    def words(self, value: Any, context: Context) -> str:
        return escape(dict(self.options(context)).get(str(value), str(value)))

    def stored(self, code: str) -> Any:
        return code


@dataclass(frozen=True)
class Several(Choice):
    """Up to `most` of several; the answer is a list of codes."""

    most: int = 3

    def read(self, text: str, context: Context) -> Any | Wrong:
        found = [super(Several, self).read(part, context) for part in text.replace(";", ",").split(",")]
        wrong = next((f for f in found if isinstance(f, Wrong)), None)
        if wrong:
            return wrong
        if len(found) > self.most:
            return Wrong(_("At most {most} can be chosen here.").format(most=self.most))
        return list(dict.fromkeys(found))

    def words(self, value: Any, context: Context) -> str:
        named = dict(self.options(context))
        # Names of sectors have an "and" of their own.
        return escape(" · ".join(named.get(str(code), str(code)) for code in value))


@dataclass(frozen=True)
class Outcome:
    """What submitting led to; with `keep` the draft stays and the preview says `toast`."""

    screen: Screen | None = None
    toast: str | None = None
    keep: bool = False


@dataclass(frozen=True)
class Form:
    """A list of fields with a title, a last look and an operation.

    `submit` runs in the update's own `write()`: it calls one operation and words its answer.
    """

    name: str
    title: Callable[[Context], str]
    fields: tuple[Field, ...]
    submit: Callable[[Session, Member, Draft, datetime], Awaitable[Outcome]]
    send: Callable[[], str]
    foot: Callable[[Context], str] = lambda context: ""
    """What happens after sending: the preview's last paragraph."""

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    def asked(self, context: Context) -> list[Field]:
        return [field for field in self.fields if field.when(context)]

    def required(self, context: Context) -> list[Field]:
        return [field for field in self.asked(context) if not field.optional]

    def open_details(self, context: Context) -> list[Field]:
        """Optional questions without an answer."""
        return [field for field in self.asked(context) if field.optional and field.name not in context.answers]


forms: dict[str, Form] = {}
"""By name, as drafts keep it; features register theirs here when they are imported."""


def register(form: Form) -> Form:
    assert form.name not in forms, form.name
    forms[form.name] = form
    return form


def summary(form: Form, context: Context) -> str:
    """All answers, a line each."""
    lines = [
        f"<b>{field.label()}:</b> {field.words(context.answers[field.name], context)}"
        for field in form.asked(context)
        if field.name in context.answers
    ]
    return "\n".join(lines)


def earlier(field: Field, context: Context) -> str:
    """What the person answered before, in short."""
    value = context.answers.get(field.name)
    if value is None:
        return ""
    words = field.words(value, context)
    return _("You wrote earlier: {answer}").format(answer=words if len(words) <= 60 or "<" in words else quote(words))
