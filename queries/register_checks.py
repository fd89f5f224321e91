"""What the columns and rows of a register must keep to, beside what every module must (`queries/contract.py`, `queries/cube.py`)."""

from collections.abc import Mapping

from data import documents
from data.cards import ExtractCard
from data.problems import Problem, line_of, shown
from queries.query import Module

TYPES = {
    "text": ("VARCHAR",),
    "link": ("VARCHAR",),
    "country": ("VARCHAR",),
    "years": ("VARCHAR",),
    "document": ("VARCHAR",), "date": ("DATE",),
    "number": ("BIGINT", "INTEGER", "DOUBLE"),
}  # fmt: skip
NAMED = 5  # things that a problem names


def columns(module: Module, found: Mapping[str, str]) -> list[Problem]:
    """Columns of a register that are of another type than its card says; `found` maps a column to DuckDB's type."""
    problems = []
    for name, column in module.card.columns.items():
        kind, wanted = found.get(name), TYPES[column.type]
        if kind is not None and kind not in wanted and not (kind.startswith("ENUM") and wanted == ("VARCHAR",)):
            message = f"{module.id} gives the column {name!r} as {kind}, but its card says that it is a {column.type}."
            hint = f"Write CAST({name} AS {wanted[0]}) AS {name}, or correct the type below [columns.{name}]."
            text = module.card_file.read_text("utf-8")
            problems.append(Problem(shown(module.card_file), line_of(text, "columns", name), message, hint))
    return problems


def keepers(module: Module, cards: Mapping[str, ExtractCard]) -> list[Problem]:
    """A column shown as a document needs one extract of those read to keep documents: its name means a file of that one."""
    shown_as = [name for name, column in module.card.columns.items() if column.type == "document"]
    if not shown_as:
        return []
    keeping = [name for name in module.tables if documents.columns(cards[name])]
    if len(keeping) == 1:
        return []
    known = f"{' and '.join(keeping)} do" if keeping else "none does"
    message = (
        f"{module.id} shows {shown_as[0]!r} as a document. One extract that it reads must keep documents; {known}."
    )
    hint = f"Of {', '.join(module.tables)}, say document = true of a column of one, in its card in data/extracts/."
    text = module.card_file.read_text("utf-8")
    return [Problem(shown(module.card_file), line_of(text, "columns", shown_as[0]), message, hint)]


def rows(module: Module, connection) -> list[Problem]:
    """What is wrong with the dates and addresses in the relation `answer` of a connection; nothing of another kind."""
    found = []
    for name, column in module.card.columns.items():
        if column.type == "link":
            things = _things(connection, f"NOT regexp_full_match(lower(\"{name}\"), 'https?://[^\\s/]+\\.[^\\s]+')")
            if things:
                message = f"the {name} of {_named(things)} is no address of a page on the web."
                found.append(
                    _problem(module, message, "Write it in full, as in https://example.org/plan.pdf, or NULL.")
                )
    for name, duration in module.card.durations.items():
        begins, ends, seen = (f'"{column}"' for column in (duration.begins, duration.ends, duration.seen_until))
        things = _things(connection, f"{ends} < {begins} OR {seen} < {begins}")
        if things:
            message = f"{name} would be less than no days: {_named(things)} ends, or was last seen, before it begins."
            found.append(
                _problem(module, message, f"Correct {duration.begins}, {duration.ends} or {duration.seen_until}.")
            )
        things = _things(connection, f"{seen} IS NULL OR {begins} IS NULL OR {ends} > {seen}")
        if things:
            message = f"nobody can say how long {name} is for {_named(things)}: it has no {duration.begins} or no "
            message += f"{duration.seen_until}, or ends after the day it was last seen."
            hint = (
                f"Fill both in the SELECT; {duration.seen_until} is the day of the list that says what is still open."
            )
            found.append(_problem(module, message, hint))
    return found


def _things(connection, condition: str) -> list[str]:
    sql = f"SELECT thing FROM answer WHERE {condition} ORDER BY thing"
    return [thing for (thing,) in connection.execute(sql).fetchall()]


def _named(things: list[str]) -> str:
    more = f" and {len(things) - NAMED} more" if len(things) > NAMED else ""
    return ", ".join(things[:NAMED]) + more


def _problem(module: Module, message: str, hint: str) -> Problem:
    return Problem(shown(module.sql_file), 1, f"{module.id}: {message}", hint)
