"""The official schema of the Bot API, strict: parameters decoded with a path in every complaint, answers checked.

The real server is lenient where it can be (unknown fields are ignored), and so are client libraries; a mistake then shows
as a button that does nothing. Here it has a name: `reply_markup.inline_keyboard[0][1].callback_data: 80 bytes, at most 64`.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_SOURCE: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text())
VERSION: str = _SOURCE["version"]
TYPES: dict[str, Any] = _SOURCE["types"]
METHODS: dict[str, Any] = _SOURCE["methods"]
BY_LOWER_CASE = {name.lower(): name for name in METHODS}

UNKNOWN, WRONG, LIMIT = "unknown", "wrong", "limit"


class Complaint(NamedTuple):
    """One mistake: where, what, and whether Telegram would ignore it (`unknown`), refuse it, or refuse its size (`limit`)."""

    path: str
    words: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}"


class Decoded(NamedTuple):
    values: dict[str, Any]
    complaints: list[Complaint]


Complaints = list[Complaint]
Check = Callable[[Any, str, Complaints], None]
Field = tuple[Callable[[Any], Any], Check]
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}
_NUMBER = re.compile(r"-?\d+")


def decode(method: str, raw: Mapping[str, Any]) -> Decoded:
    """Typed values of a call's parameters. `raw` holds strings (form, query), files, or what JSON gave.

    `method` is spelt as in the documentation.
    """
    fields = _parameters(method)
    values: dict[str, Any] = {}
    complaints: Complaints = []
    for name, given in raw.items():
        field = fields.get(name)
        if field is None:
            if not hasattr(given, "filename"):
                complaints.append(Complaint(name, f"no such parameter of {method}", UNKNOWN))
        elif given is not None:
            _read(name, given, field, values, complaints)
    missing = [name for name in _required(method) if raw.get(name) is None]
    complaints += [Complaint(name, f"required by {method}", WRONG) for name in missing]
    return Decoded(values, complaints)


def _read(name: str, given: Any, field: Field, values: dict[str, Any], complaints: Complaints) -> None:
    read, check = field
    try:
        values[name] = read(given)
    except ValueError as error:
        complaints.append(Complaint(name, str(error), WRONG))
    else:
        check(values[name], name, complaints)


def check_answer(method: str, result: Any) -> Complaints:
    """What is wrong with the sandbox's own answer: nothing, or the sandbox has a fault."""
    complaints: Complaints = []
    _check(METHODS[method]["returns"], limited=False)(result, "result", complaints)
    return complaints


def check_type(name: str, value: Any) -> Complaints:
    """What is wrong with a value of a type of the Bot API, for instance an Update."""
    complaints: Complaints = []
    _check(name, limited=False)(value, name, complaints)
    return complaints


@cache
def _parameters(method: str) -> dict[str, Field]:
    return {name: (_reader(field[0]), _bounded(field)) for name, field in METHODS[method]["fields"].items()}


@cache
def _required(method: str) -> list[str]:
    return [name for name, field in METHODS[method]["fields"].items() if field[1]]


def _reader(kind: str) -> Callable[[Any], Any]:
    return _READERS.get(kind, _read_json)


def _read_integer(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    raise ValueError("must be an Integer")


def _read_float(value: Any) -> float:
    try:
        return float("not a number" if isinstance(value, bool) else value)
    except (TypeError, ValueError) as error:
        raise ValueError("must be a Float") from error


def _read_boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.lower() if isinstance(value, str) else None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError("must be a Boolean")


def _read_string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("must be a String")


def _read_either(value: Any) -> int | str:
    try:
        return _read_integer(value)
    except ValueError:
        return _read_string(value)


def _read_anything(value: Any) -> Any:
    return value


def _read_json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError(f"must be JSON: {error}") from error


_READERS: dict[str, Callable[[Any], Any]] = {
    "Integer": _read_integer,
    "Float": _read_float,
    "Boolean": _read_boolean,
    "True": _read_boolean,
    "String": _read_string,
    "Integer or String": _read_either,
    "InputFile": _read_anything,
    "InputFile or String": _read_anything,
}


@cache
def _check(kind: str, *, limited: bool) -> Check:
    """The check of a type by its name in the schema."""
    if kind.startswith("Array of "):
        return _array(re.sub(r", | and ", " or ", kind.removeprefix("Array of ")), limited)
    if " or " in kind:
        return _either(kind.split(" or "), limited)
    if kind in _SCALARS:
        return _scalar(kind)
    if "one_of" in TYPES[kind]:
        return _either(TYPES[kind]["one_of"], limited, loose=kind == "RichText")
    return _object(kind, limited)


def _scalar(kind: str) -> Check:
    fits = _SCALARS[kind]

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not fits(value):
            complaints.append(Complaint(path, f"must be {'an' if kind[0] in 'AEIO' else 'a'} {kind}", WRONG))

    return check


def _is_file(value: Any) -> bool:
    return isinstance(value, str) or hasattr(value, "filename")


_SCALARS: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: type(value) is int,
    "Float": lambda value: type(value) in {int, float},
    "Boolean": lambda value: type(value) is bool,
    "True": lambda value: value is True,
    "String": lambda value: type(value) is str,
    "InputFile": _is_file,
}


def _array(kind: str, limited: bool) -> Check:
    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, list):
            complaints.append(Complaint(path, f"must be an Array of {kind}", WRONG))
            return
        item = _check(kind, limited=limited)
        for place, each in enumerate(value):
            item(each, f"{path}[{place}]", complaints)

    return check


def _either(kinds: list[str], limited: bool, *, loose: bool = False) -> Check:
    scalars = [_SCALARS[kind] for kind in kinds if kind in _SCALARS]
    objects = [kind for kind in kinds if kind not in _SCALARS]

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if any(fits(value) for fits in scalars) or (loose and isinstance(value, str | list)):
            return
        fitting = [kind for kind in objects if isinstance(value, dict) and _could_be(kind, value)]
        if not fitting:
            complaints.append(Complaint(path, f"must be {' or '.join(kinds)}", WRONG))
            return
        found = [_complaints(kind, value, path, limited) for kind in fitting]
        complaints.extend(min(enumerate(found), key=lambda each: (len(each[1]), each[0]))[1])

    return check


def _could_be(kind: str, value: dict[str, Any]) -> bool:
    """All that is required is there, and what tells the kinds apart has this kind's value."""
    return all(
        (name in value or not field[1]) and (len(field) < 3 or "const" not in field[2] or value.get(name) == field[2]["const"])
        for name, field in TYPES[kind].get("fields", {}).items()
    )


def _complaints(kind: str, value: Any, path: str, limited: bool) -> Complaints:
    found: Complaints = []
    _check(kind, limited=limited)(value, path, found)
    return found


def _object(kind: str, limited: bool) -> Check:
    table = TYPES[kind]["fields"]
    fields = {name: _bounded(field) if limited else _late(field[0]) for name, field in table.items()}
    required = [name for name, field in table.items() if field[1]]

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not isinstance(value, dict):
            complaints.append(Complaint(path, f"must be a {kind}", WRONG))
            return
        for name, each in value.items():
            if name not in fields:
                complaints.append(Complaint(f"{path}.{name}", f"no such field of {kind}", UNKNOWN))
            elif each is not None:
                fields[name](each, f"{path}.{name}", complaints)
        for name in required:
            if value.get(name) is None:
                complaints.append(Complaint(f"{path}.{name}", f"required by {kind}", WRONG))

    return check


def _late(kind: str) -> Check:
    """Types refer to each other, so a field's check is looked up when it is first needed."""
    ready: list[Check] = []

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not ready:
            ready.append(_check(kind, limited=False))
        ready[0](value, path, complaints)

    return check


def _bounded(field: list[Any]) -> Check:
    """The check of a field with its limits."""
    bounds = field[2] if len(field) > 2 else {}
    limits = [_LIMITS[name](limit) for name, limit in bounds.items()]
    ready: list[Check] = []

    def check(value: Any, path: str, complaints: Complaints) -> None:
        if not ready:
            ready.append(_check(field[0], limited=True))
        before = len(complaints)
        ready[0](value, path, complaints)
        if len(complaints) == before:
            complaints.extend(Complaint(path, words, LIMIT) for limit in limits if (words := limit(value)))

    return check


def _within(unit: str, size: Callable[[Any], int]) -> Callable[[list[int]], Callable[[Any], str | None]]:
    def limit(bounds: list[int]) -> Callable[[Any], str | None]:
        least, most = bounds

        def words(value: Any) -> str | None:
            measured = size(value)
            if measured > most:
                return f"{measured}{unit}, at most {most}"
            return f"{measured}{unit}, at least {least}" if measured < least else None

        return words

    return limit


def _one_of(choices: list[str]) -> Callable[[Any], str | None]:
    return lambda value: None if value in choices else f"must be one of {', '.join(choices)}"


_LIMITS: dict[str, Callable[[Any], Callable[[Any], str | None]]] = {
    "chars": _within(" characters", len),
    "bytes": _within(" bytes", lambda value: len(value.encode())),
    "range": _within("", int),
    "one_of": _one_of,
    "const": lambda word: _one_of([word]),
}
