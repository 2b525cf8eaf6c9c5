"""A form is a list of fields; one router walks it."""

from handlers.form.fields import (
    PREVIEW,
    Choice,
    Context,
    Field,
    File,
    Form,
    Found,
    Lookup,
    Outcome,
    Received,
    Several,
    Text,
    Wrong,
    forms,
    found,
    register,
)
from handlers.form.opening import context_of, enter
from handlers.form.router import router
from handlers.form.screens import current, left, place

__all__ = [
    "PREVIEW",
    "Choice",
    "Context",
    "Field",
    "File",
    "Form",
    "Found",
    "Lookup",
    "Outcome",
    "Received",
    "Several",
    "Text",
    "Wrong",
    "context_of",
    "current",
    "enter",
    "forms",
    "found",
    "left",
    "place",
    "register",
    "router",
]
