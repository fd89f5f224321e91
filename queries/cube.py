"""A cube is a module's answer at its finest grain, computed once when publishing and audited before anyone reads it."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import duckdb

from data import periods
from data.problems import Problem, shown
from queries.contract import sql_problem
from queries.query import Module

SHOWN = 5  # how many offending rows a problem names


def make(module: Module, connection: duckdb.DuckDBPyConnection, places: Mapping, path: Path) -> list[Problem]:
    """Run `module` over the warehouse, audit the answer, and write it to `path` (Parquet, sorted); or say what is wrong.

    Nothing is written when there is a problem. Columns: the module's key, its measures and what it may give beside them.
    """
    cursor = connection.cursor()
    try:
        table = cursor.execute(module.sql.strip().rstrip(";")).to_arrow_table()
    except duckdb.Error as error:
        return [sql_problem(module, error)]
    problems = audit(module, table, places)
    if problems:
        return problems
    path.parent.mkdir(parents=True, exist_ok=True)
    order = ", ".join(f'"{name}"' for name in dict.fromkeys((*module.key, *table.column_names)))
    with duckdb.connect() as writer:
        writer.register("answer", table)
        writer.execute(f"COPY (SELECT * FROM answer ORDER BY {order}) TO '{_quoted(path)}' "
                       "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)")  # fmt: skip
    return []


def audit(module: Module, table, places: Mapping) -> list[Problem]:
    """Everything about an answer's rows that breaks the card: places, grain, periods, dimensions, doubled keys."""
    with duckdb.connect() as connection:
        connection.register("answer", table)
        found = _empty_keys(module, connection)
        if found:
            return found
        found = _places(module, connection, places) + _periods(module, connection, places)
        found += _dimension_values(module, connection)
        if module.kind != "event":
            found += _doubled(module, connection)
        if not found and module.kind != "published":
            found += _nested(module, connection, places)
        return found


def _rows(connection, sql: str) -> list[tuple]:
    return connection.execute(sql).fetchall()


def _problem(module: Module, message: str, hint: str) -> Problem:
    return Problem(shown(module.sql_file), 1, f"{module.id}: {message}", hint)


def _some(values) -> str:
    values = [str(value) for value in values]
    more = f" and {len(values) - SHOWN} more" if len(values) > SHOWN else ""
    return ", ".join(values[:SHOWN]) + more


def _empty_keys(module: Module, connection) -> list[Problem]:
    problems = []
    for name in module.key:
        count = _rows(connection, f'SELECT count(*) FROM answer WHERE "{name}" IS NULL')[0][0]
        if count:
            message = f"{count} rows have no {name}, which is part of the key."
            problems.append(_problem(module, message, "Leave such rows out with WHERE, or find what they are."))
    return problems


def _places(module: Module, connection, places: Mapping) -> list[Problem]:
    codes = [row[0] for row in _rows(connection, "SELECT DISTINCT place FROM answer ORDER BY place")]
    unknown = [code for code in codes if code not in places]
    problems = []
    if unknown:
        message = f"{len(unknown)} of {len(codes)} places are not known: {_some(unknown)}."
        problems.append(_problem(module, message, "Places join by code; see `nagar check` for the places we know."))
    wrong = [f"{code} ({places[code].level})" for code in codes if code in places]
    wrong = [text for text in wrong if text.split("(")[1][:-1] not in module.card.grain]
    if wrong:
        message = f"its grain is {' and '.join(module.card.grain)}, but it gives {_some(wrong)}."
        problems.append(_problem(module, message, "Correct the grain in the card, or the SELECT."))
    return problems


def _periods(module: Module, connection, places: Mapping) -> list[Problem]:
    bad = []
    for (period,) in _rows(connection, "SELECT DISTINCT period FROM answer ORDER BY period"):
        try:
            periods.span(period)
        except ValueError as error:
            bad.append(str(error))
    return [_problem(module, sentence, "Write periods as the sources print them.") for sentence in bad]


def _dimension_values(module: Module, connection) -> list[Problem]:
    problems = []
    for name, dimension in module.dimensions.items():
        found = {row[0] for row in _rows(connection, f'SELECT DISTINCT "{name}" FROM answer')}
        unknown = sorted(found - set(dimension.values))
        if unknown:
            message = f"{name} has values the card does not list: {_some(unknown)}."
            problems.append(_problem(module, message, f"Add them below [dimensions.{name}.values] with their words."))
    return problems


def _doubled(module: Module, connection) -> list[Problem]:
    key = ", ".join(f'"{name}"' for name in module.key)
    rows = _rows(connection, f"SELECT {key} FROM answer GROUP BY {key} HAVING count(*) > 1 ORDER BY {key}")
    if not rows:
        return []
    message = f"{len(rows)} keys ({', '.join(module.key)}) occur more than once: {_some(' '.join(row) for row in rows)}."
    return [_problem(module, message, "Sum or choose in the SELECT, or declare the missing dimension.")]


def _nested(module: Module, connection, places: Mapping) -> list[Problem]:
    """A place and its ancestor, or towns beside the local units they lie in, would count people twice."""
    by_period = defaultdict(set)
    for place, period in _rows(connection, "SELECT DISTINCT place, period FROM answer"):
        by_period[period].add(place)
    for period, codes in sorted(by_period.items()):
        for code in sorted(codes):
            above = places[code].parent
            while above and above in places:
                if above in codes:
                    message = f"in {period} it gives both {code} and {above}, in which {code} lies: that counts twice."
                    return [_problem(module, message, "Give one level for a country and period.")]
                above = places[above].parent
        kinds = {(places[code].country, places[code].level) for code in codes}
        for country in {country for country, level in kinds if level == "town"}:
            if kinds & {(country, "local"), (country, "ward")}:
                message = f"in {period} it gives towns of {country} beside the local units they lie in."
                return [_problem(module, message, "A town stands beside its upazila and is never summed with it.")]
    return []


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
