"""What is wrong with a card, for a person who has never seen the program: every fault with its line and what to do."""

import datetime
import difflib
import re
import typing
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from data.problems import Problem, line_of, shown

# What pydantic calls a fault -> what was expected, and an example of how it is written.
EXPECTED = {
    "string": ("a text", 'Put it in quotes: "...".'),
    "int": ("a whole number", "Write it without quotes, as in 2."),
    "float": ("a number", "Write it without quotes, as in 0.5."),
    "bool": ("true or false", "Write true or false, without quotes."),
    "list": ("a list", 'Put it in square brackets: ["...", "..."].'),
    "date": ("a date", "Write year, month and day without quotes, as in 2026-12-31."),
    "dict": ("a table of keys and values", 'Write it in braces, as in { en = "..." }, or below a head of its own.'),
    "model": ("a table of keys and values", "Write its keys below a head of its own."),
}
LIMITS = {"gt": "more than", "ge": "at least", "lt": "less than", "le": "at most"}
TAGS = ("function-", "dict[", "list[", "literal[", "nullable[")  # pydantic's names for the ways of reading a value


def checked(kind: type[BaseModel], content: dict, path: Path, text: str, *above: str):
    """The content as a model of `kind` (or None), and every fault of it as a problem with its line."""
    try:
        return kind.model_validate(content), []
    except ValidationError as error:
        faults = {}
        for fault in error.errors():  # one value may be read in several ways: the reading that goes deepest is told
            place = _place(fault["loc"])
            faults = {
                other: told
                for other, told in faults.items()
                if not other or other == place or place[: len(other)] != other
            }
            faults.setdefault(place, fault)
        return None, [_problem(fault, kind, place, path, text, above) for place, fault in faults.items()]


def _place(found: tuple) -> tuple:
    return tuple(part for part in found if not (isinstance(part, str) and part.startswith(TAGS)))


def _problem(fault: dict, kind: type[BaseModel], place: tuple, path: Path, text: str, above: tuple) -> Problem:
    line = line_of(text, *above, *place)
    named = _named(place) or (above[-1] if above else path.stem)
    if fault["type"] == "missing":
        below = ".".join([*above, *(part for part in place[:-1] if isinstance(part, str))])
        head = f"[[{below}]]" if place[:-1] and isinstance(place[-2], int) else f"[{below}]"
        hint = f"Add it below {head}." if below else "Add it at the top of the file."
        return Problem(shown(path), line, f"{named!r} is missing.", hint)
    if fault["type"] == "extra_forbidden":
        known = list(_model_at(kind, place).model_fields)
        close = difflib.get_close_matches(str(place[-1]), known, 1)
        hint = (
            f"Did you mean {close[0]!r}?"
            if close
            else f"Known keys: {', '.join(name for name in known if name != 'id')}."
        )
        return Problem(shown(path), line, f"{named!r} is no key of this card.", hint)
    if fault["type"] == "value_error":
        told = str(fault["ctx"]["error"]).rstrip(".")
        line = line if place else line_of(text, *above, *_spoken_of(told))
        return Problem(shown(path), line, f"{named}: {told}.")
    expected = _expected(fault)
    if expected is None:
        return Problem(shown(path), line, f"{named}: {fault['msg']}.", "Correct it.")
    return Problem(shown(path), line, f"{named!r} is {_found(fault['input'])}, but {expected[0]}.", expected[1])


def _spoken_of(told: str) -> tuple[str, ...]:
    """The keys that a fault of a whole card begins with: `dimension 'sex' ...`, `part 'women' ...`, `hot_spots needs ...`."""
    found = re.match(r"(dimension|column|duration) '(\w+)'|(part) |(\w+)", told)
    if not found:
        return ()
    return (f"{found[1]}s", found[2]) if found[2] else ("parts",) if found[3] else (found[4],)


def _expected(fault: Mapping) -> tuple[str, str] | None:
    """What a value must be, and how to write it; None for a fault that no card can have today."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "literal_error":
        return "that is not one of those known", f"Choose one of: {context['expected'].replace(' or ', ', ')}."
    if kind == "too_short":
        return "it may not be empty", "Name at least one."
    for name, words in LIMITS.items():
        if name in context:
            return f"it must be {words} {context[name]:g}", "Choose another number."
    wanted = EXPECTED.get(kind.split("_")[0])
    return (f"it must be {wanted[0]}", wanted[1]) if wanted else None


def _found(value) -> str:
    """A value as a card writes it, cut short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a table" if value else "an empty table"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return repr(value) if isinstance(value, (int, float)) else f'"{str(value)[:60]}"'


def _named(place: tuple) -> str:
    """`examples`, 0, `given` as "examples no. 1, given"; keys joined by dots."""
    told = ""
    for part in place:
        if isinstance(part, int):
            told += f" no. {part + 1},"
        else:
            told += f" {part}" if told.endswith(",") else f".{part}" if told else str(part)
    return told.rstrip(",")


def _model_at(kind: type[BaseModel], place: tuple) -> type[BaseModel]:
    """The model whose key stands at the end of a place."""
    for part in place[:-1]:
        field = kind.model_fields.get(part) if isinstance(part, str) else None
        inner = _models(field.annotation) if field else []
        kind = inner[0] if inner else kind
    return kind


def _models(annotation) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return [annotation] if issubclass(annotation, BaseModel) else []
    return [model for part in typing.get_args(annotation) for model in _models(part)]
