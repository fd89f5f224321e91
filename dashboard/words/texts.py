"""The sentences of the screens, from one TOML file a language; English is complete, the others fall back to it.

A key is its table and its name (`states.hidden`). Placeholders are named; a text that depends on a count is a table of
`one` and `other`. Digits in a sentence are written in Latin and shown in the reader's; values put in stay as they are.
"""

import warnings
from functools import cache
from pathlib import Path
from string import Formatter

from dashboard.words.bidi import isolated
from dashboard.words.reader import Reader, digits, grouped
from data.problems import ContentError, read_toml

FOLDER = Path(__file__).resolve().parent
Sentence = str | dict[str, str]


def file_of(language: str) -> Path:
    """The TOML file of a language."""
    return FOLDER / f"{language}.toml"


def flat(tables: dict, above: str = "") -> dict[str, Sentence]:
    """Nested tables as one: `{"states.hidden": "hidden"}`; a table of only `one` and `other` is a sentence itself."""
    found: dict[str, Sentence] = {}
    for name, inner in tables.items():
        if isinstance(inner, dict) and not (inner and inner.keys() <= {"one", "other"}):
            found |= flat(inner, f"{above}{name}.")
        else:
            found[above + name] = inner
    return found


@cache
def sentences(language: str) -> dict[str, Sentence]:
    """Every key of a language. A file of a translation that cannot be read gives none, so that English is shown."""
    tables, _, problems = read_toml(file_of(language))
    if problems and language == "en":
        raise ContentError(problems)
    return flat(tables)


@cache
def pieces(template: str) -> tuple[tuple[str, str], ...]:
    """(literal text, placeholder that follows it or "") for a template."""
    return tuple((literal, name or "") for literal, name, _, _ in Formatter().parse(template))


@cache
def _pieces_for(template: str, kind_of_digits: str) -> tuple[tuple[str, str], ...]:
    """The pieces of a template with the digits of its literal text in the reader's."""
    reader = Reader(digits=kind_of_digits)
    return tuple((digits(reader, literal), name) for literal, name in pieces(template))


def template_of(key: str, language: str, count: int | None = None) -> str | None:
    """The text of a key before its values are put in, in the language or else in English; None for an unknown key."""
    found = sentences(language).get(key)
    if found is None:
        found = sentences("en").get(key)
    if isinstance(found, dict):
        return found["one"] if count is not None and abs(count) == 1 and "one" in found else found["other"]
    return found


def parts(key: str, reader: Reader, **values: str | int) -> list[tuple[str, str]]:
    """A sentence cut where its values stand, so that a page may set them bold: `[("", "In "), ("place", "Butwal")]`.

    Values are ready text from the formatter; a whole number is grouped here, and `count` chooses `one` or `other`.
    An unknown key or a missing value is warned of (an error in tests) and shows as its own name. `TypeError` for
    values that are neither text nor a whole number.
    """
    count = values.get("count")
    template = template_of(key, reader.language, count if isinstance(count, int) else None)
    if template is None:
        warnings.warn(f"no words for {key!r}: add it to dashboard/words/en.toml", stacklevel=2)
        return [("", key)]
    found = []
    for literal, name in _pieces_for(template, reader.digits):
        if literal:
            found.append(("", literal))
        if name and name not in values:
            warnings.warn(f"{key!r} needs a value for {{{name}}}: {template!r}", stacklevel=2)
            found.append((name, f"{{{name}}}"))
        elif name:
            found.append((name, _text(reader, key, name, values[name])))
    return found


def say(key: str, reader: Reader, **values: str | int) -> str:
    """The words of a key for a reader, with named values put in: see `parts` for what values may be."""
    return "".join(text for _, text in parts(key, reader, **values))


def _text(reader: Reader, key: str, name: str, value) -> str:
    if isinstance(value, str):
        return isolated(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return grouped(reader, value)
    raise TypeError(f"{key!r}: {name}={value!r} is neither text nor a whole number; format it first.")
