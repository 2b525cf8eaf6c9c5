"""A form is a list of fields; one router walks it."""

from handlers.form.fields import PREVIEW, Choice, Context, Field, Form, Outcome, Several, Text, Wrong, forms, register
from handlers.form.router import context_of, enter, router
from handlers.form.screens import current, left, place

__all__ = [
    "PREVIEW",
    "Choice",
    "Context",
    "Field",
    "Form",
    "Outcome",
    "Several",
    "Text",
    "Wrong",
    "context_of",
    "current",
    "enter",
    "forms",
    "left",
    "place",
    "register",
    "router",
]
