"""The worked examples of a card: given rows in, the SELECT over them, expected rows out."""

import math
from collections.abc import Mapping

import duckdb

from data.cards import ExtractCard
from data.problems import Problem, line_of, shown
from data.warehouse import columns_sql
from queries import contract, cube, scratch
from queries.card_parts import Example
from queries.contract import sql_problem
from queries.query import Module

CLOSE = 1e-9  # floating sums may differ in the last digits
BY_CHANCE = "Order by columns that tell all rows apart, or choose with min(), max() or sum()."


def failures(module: Module, cards: Mapping[str, ExtractCard], places: Mapping | None = None) -> list[Problem]:
    """Every example that does not come out as its card says; those still to be confirmed by hand are warnings.

    With `places` what comes out is audited as a cube is: known places, the card's grain, periods and values.
    """
    text = module.card_file.read_text("utf-8")
    file, problems = shown(module.card_file), []
    if not module.card.examples:
        message = f"{module.id} has no worked example."
        hint = "Add [[examples]] with name, given and expect: a few rows of the extract, and what comes out of them."
        problems.append(Problem(file, 1, message, hint, warning=True))
    for number, example in enumerate(module.card.examples):
        line = _line_of_example(text, number)
        wrong = _unknown_names(example, cards) or _difference(module, example, cards, places)
        if wrong and isinstance(wrong, list):
            problems += wrong
        elif wrong:
            message = f"example {example.name!r}: {wrong}"
            problems.append(Problem(file, line, message, "Correct the SELECT or the example."))
        elif not example.confirmed:
            message = f"example {example.name!r} was computed, not worked out by hand."
            hint = "Check it with pencil and paper, then take `confirmed = false` away."
            problems.append(Problem(file, line, message, hint, warning=True))
    return problems


def result(module: Module, given: Mapping[str, list[dict]], cards: Mapping[str, ExtractCard]) -> list[dict]:
    """The rows the module's SELECT gives over `given` rows (extracts not given are empty)."""
    return table(module, given, cards).to_pylist()


def table(module: Module, given: Mapping[str, list[dict]], cards: Mapping[str, ExtractCard]):
    """The same as a pyarrow table. `duckdb.Error` where the SELECT fails; `ValueError` for a row that fits no column."""
    with scratch.cursor() as connection:
        for name in {*module.tables, *given}:
            connection.execute(f'CREATE TEMP TABLE "{name}" ({columns_sql(cards[name])})')
            for number, row in enumerate(given.get(name, ()), 1):
                columns = ", ".join(f'"{column}"' for column in row)
                marks = ", ".join("?" for _ in row)
                try:
                    connection.execute(f'INSERT INTO "{name}" ({columns}) VALUES ({marks})', list(row.values()))
                except duckdb.Error as error:
                    told = contract.types_as_written(str(error).split(": ", 1)[-1].splitlines()[0].rstrip("."))
                    raise ValueError(f"given row {number} of {name} does not fit its columns: {told}.") from None
        return connection.sql(contract.plain(module.sql)).to_arrow_table()


def _unknown_names(example: Example, cards: Mapping[str, ExtractCard]) -> str:
    for name, rows in example.given.items():
        if name not in cards:
            return f"{name!r} is no extract we know."
        for row in rows:
            unknown = sorted(set(row) - set(cards[name].columns))
            if unknown:
                return f"{name} has no column {unknown[0]!r}; it has {', '.join(cards[name].columns)}."
            if not row:
                return f"a given row of {name} is empty."
    return ""


def _difference(module: Module, example: Example, cards: Mapping, places: Mapping | None) -> "str | list[Problem]":
    try:
        found = table(module, example.given, cards)
        turned = table(module, {name: rows[::-1] for name, rows in example.given.items()}, cards).to_pylist()
    except ValueError as error:
        return str(error)
    except duckdb.Error as error:
        return [sql_problem(module, error)]
    rows = found.to_pylist()
    left, number, wanted = _matched(rows, example.expect)
    if wanted is not None:
        near = f" It gives: {'; '.join(map(written, left[:3]))}." if left else ""
        return f"the SELECT does not give the expected row {number}, {written(wanted)}.{near}"
    if left:
        return f"the SELECT gives {len(left)} rows more than expected, for instance {written(left[0])}."
    if _matched(turned, rows)[2] is not None:
        message = f"example {example.name!r}: the answer is another when the given rows come in another order."
        return [Problem(shown(module.sql_file), 1, message, BY_CHANCE)]
    return cube.audit(module, found, places) if places is not None else ""


def _matched(rows: list[dict], expected: list[dict]) -> tuple[list[dict], int, dict | None]:
    """The rows that are not expected, and the first expected row (with its number) that is not among them."""
    left = list(rows)
    for number, wanted in enumerate(expected, 1):
        match = next((row for row in left if _same(wanted, row)), None)
        if match is None:
            return left, number, wanted
        left.remove(match)
    return left, 0, None


def _same(wanted: Mapping, row: Mapping) -> bool:
    """Columns the example leaves out must be empty."""
    if set(wanted) - set(row):
        return False
    return all(_equal(wanted.get(name), value) for name, value in row.items())


def _equal(wanted, found) -> bool:
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in (wanted, found))
    return math.isclose(wanted, found, rel_tol=CLOSE, abs_tol=CLOSE) if numbers else wanted == found


def written(row: Mapping) -> str:
    """A row as a card writes it, without its empty columns."""
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in row.items() if value is not None) + " }"


def _value(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _line_of_example(text: str, number: int) -> int:
    lines = [position for position, line in enumerate(text.splitlines(), 1) if line.strip() == "[[examples]]"]
    return lines[number] if number < len(lines) else line_of(text, "examples")
