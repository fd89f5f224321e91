"""The worked examples of a card: given rows in, the SELECT over them, expected rows out."""

import math
from collections.abc import Mapping

import duckdb

from data.cards import ExtractCard
from data.problems import Problem, line_of, shown
from data.warehouse import columns_sql
from queries.contract import sql_problem
from queries.query import Example, Module

CLOSE = 1e-9  # floating sums may differ in the last digits


def failures(module: Module, cards: Mapping[str, ExtractCard]) -> list[Problem]:
    """Every example that does not come out as its card says; those still to be confirmed by hand are warnings."""
    text = module.card_file.read_text("utf-8")
    problems = []
    if not module.card.examples:
        problems.append(
            Problem(
                shown(module.card_file),
                1,
                f"{module.id} has no worked example.",
                "Add [[examples]] with given and expected rows.",
                warning=True,
            )
        )
    for number, example in enumerate(module.card.examples):
        line = _line_of_example(text, number)
        wrong = _unknown_names(example, cards) or _difference(module, example, cards)
        if isinstance(wrong, Problem):
            problems.append(wrong)
        elif wrong:
            message = f"example {example.name!r}: {wrong}"
            problems.append(Problem(shown(module.card_file), line, message, "Correct the SELECT or the example."))
        elif not example.confirmed:
            message = f"example {example.name!r} was computed, not worked out by hand."
            hint = "Check it with pencil and paper, then take `confirmed = false` away."
            problems.append(Problem(shown(module.card_file), line, message, hint, warning=True))
    return problems


def result(module: Module, given: Mapping[str, list[dict]], cards: Mapping[str, ExtractCard]) -> list[dict]:
    """The rows the module's SELECT gives over `given` rows (extracts not given are empty)."""
    with duckdb.connect(config={"enable_external_access": "false", "threads": 1}) as connection:
        for name in {*module.tables, *given}:
            connection.execute(f'CREATE TABLE "{name}" ({columns_sql(cards[name])})')
            for row in given.get(name, ()):
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" for _ in row)
                connection.execute(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', list(row.values()))
        cursor = connection.execute(module.sql.strip().rstrip(";"))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _unknown_names(example: Example, cards: Mapping[str, ExtractCard]) -> str:
    for name, rows in example.given.items():
        if name not in cards:
            return f"{name!r} is no extract we know."
        for row in rows:
            unknown = sorted(set(row) - set(cards[name].columns))
            if unknown:
                return f"{name} has no column {unknown[0]!r}; it has {', '.join(cards[name].columns)}."
    return ""


def _difference(module: Module, example: Example, cards: Mapping[str, ExtractCard]) -> "str | Problem":
    try:
        rows = result(module, example.given, cards)
    except duckdb.Error as error:
        return sql_problem(module, error)
    left = list(rows)
    for number, wanted in enumerate(example.expect, 1):
        match = next((row for row in left if _same(wanted, row)), None)
        if match is None:
            return f"expected row {number} is not among the {len(rows)} given: {wanted}. Left: {left[:3]}."
        left.remove(match)
    return f"the SELECT gives {len(left)} rows more than expected, for instance {left[0]}." if left else ""


def _same(wanted: Mapping, row: Mapping) -> bool:
    """Columns the example leaves out must be empty."""
    if set(wanted) - set(row):
        return False
    return all(_equal(wanted.get(name), value) for name, value in row.items())


def _equal(wanted, found) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (wanted, found))
    return math.isclose(wanted, found, rel_tol=CLOSE, abs_tol=CLOSE) if numbers else wanted == found


def _line_of_example(text: str, number: int) -> int:
    lines = [position for position, line in enumerate(text.splitlines(), 1) if line.strip() == "[[examples]]"]
    return lines[number] if number < len(lines) else line_of(text, "examples")
