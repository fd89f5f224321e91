"""A cube is a module's answer at its finest grain, computed once when publishing and audited before anyone reads it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data import periods, warehouse
from data.problems import Problem, shown
from data.snapshots import digest_of, digest_of_value
from geo import groups
from queries import atoms, contract, protect, scratch, zeros
from queries.contract import sql_problem
from queries.query import Module
from queries.registry import Registry

SHOWN = 5  # how many offending rows a problem names


def make(
    module: Module,
    connection: duckdb.DuckDBPyConnection,
    places: Mapping,
    path: Path,
    expected: frozenset[str] | None = None,
) -> tuple[list[Problem], list[dict]]:
    """Run `module` over the warehouse, audit the answer, and write it to `path` (Parquet, sorted). Gives what is wrong,
    and how much of it is hidden.

    Nothing is written when there is a problem. Columns: the module's key, its measures and what it may give beside them;
    where figures are protected, also their atoms (`expected`: the places of the group that the card names).
    """
    cursor = connection.cursor()
    try:
        table = cursor.sql(contract.plain(module.sql)).to_arrow_table()
    except duckdb.Error as error:
        return [sql_problem(module, error)], []
    is_protected = bool(protect.families(module))
    problems = audit(module, table, places) or (zeros.audit(module, table) if is_protected else [])
    if problems:
        return problems, []
    hidden: list[dict] = []
    if is_protected:
        table, hidden = atoms.with_atoms(module, zeros.explicit(module, table, places, expected), places)
    path.parent.mkdir(parents=True, exist_ok=True)
    order = ", ".join(f'"{name}"' for name in dict.fromkeys((*module.key, *table.column_names)))
    with duckdb.connect() as writer:
        writer.register("answer", table)
        writer.execute(
            f"COPY (SELECT * FROM answer ORDER BY {order}) TO '{_quoted(path)}' "
            "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
        )
    return [], hidden


def audit(module: Module, table, places: Mapping) -> list[Problem]:
    """Everything about an answer's rows that breaks the card: places, grain, periods, dimensions, doubled keys."""
    with scratch.cursor() as connection:
        connection.register("given", table)
        connection.execute("CREATE TEMP TABLE answer AS SELECT * FROM given")
        found = _empty_keys(module, connection)
        if found:
            return found
        found = _places(module, connection, places) + _periods(module, connection, places)
        found += _dimension_values(module, connection)
        if module.kind != "event":
            found += _doubled(module, connection)
        found += _not_numbers(module, connection)
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
            message = f"{count} of its rows have no {name}, which every row must have."
            problems.append(_problem(module, message, "Leave such rows out with WHERE, or find what they are."))
    return problems


def _places(module: Module, connection, places: Mapping) -> list[Problem]:
    codes = [row[0] for row in _rows(connection, "SELECT DISTINCT place FROM answer ORDER BY place")]
    unknown = [code for code in codes if code not in places]
    problems = []
    if unknown:
        message = f"{len(unknown)} of {len(codes)} places are not known: {_some(unknown)}."
        problems.append(
            _problem(
                module,
                message,
                "Places join by code, as in NP0548201 or NP0548201-11: correct it in the extract, or map it in the SELECT.",
            )
        )
    inside = [code for code in codes if code in places]
    wrong = [f"{code} ({places[code].level})" for code in inside if places[code].level not in module.card.grain]
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
    message = f"more than one row has the same {', '.join(module.key)}: {_some(' '.join(row) for row in rows)}."
    return [
        _problem(
            module,
            message,
            "Add them up with sum() and GROUP BY, or declare the column in which they differ as a dimension.",
        )
    ]


def _not_numbers(module: Module, connection) -> list[Problem]:
    """NaN and infinity are no figures: what is not known is NULL."""
    problems = []
    types = {name: kind for name, kind, *_ in _rows(connection, "DESCRIBE SELECT * FROM answer")}
    for name in types:
        if types[name] in ("DOUBLE", "FLOAT"):
            count = _rows(connection, f'SELECT count(*) FROM answer WHERE NOT isfinite("{name}")')[0][0]
            if count:
                message = f"{count} of its rows have a {name} that is no number (NaN or infinity)."
                problems.append(_problem(module, message, "Divide with nullif(..., 0), so that it becomes NULL."))
    return problems


def _nested(module: Module, connection, places: Mapping) -> list[Problem]:
    """A place and its ancestor, or towns beside the local units they lie in, would count people twice."""
    by_period = defaultdict(set)
    for place, period in _rows(connection, "SELECT DISTINCT place, period FROM answer"):
        by_period[period].add(place)
    for period, codes in sorted(by_period.items()):
        told = _nested_in(period, codes, places)
        if told:
            return [_problem(module, told[0], told[1])]
    return []


def _nested_in(period: str, codes: set[str], places: Mapping) -> tuple[str, str] | None:
    one_level = "Give one level for a country and period."
    for code in sorted(codes):
        above = places[code].parent
        while above and above in places:
            if above in codes:
                return (
                    f"in {period} it gives both {code} and {above}, in which {code} lies: that counts twice.",
                    one_level,
                )
            above = places[above].parent
        later = [successor for successor in places[code].successors if successor in codes]
        if later:
            return f"in {period} it gives both {code} and {later[0]}, which followed it: that counts twice.", one_level
    for country in sorted({places[code].country for code in codes}):
        grains = {(places[code].level, places[code].vintage) for code in codes if places[code].country == country}
        if ("town" in {level for level, _ in grains}) and {level for level, _ in grains} & {"local", "ward"}:
            told = f"in {period} it gives towns of {country} beside the local units they lie in."
            return told, "A town stands beside its upazila and is never summed with it."
        if len(grains) > 1:
            named = " and ".join(f"{level} ({vintage})" for level, vintage in sorted(grains))
            return f"in {period} it gives several levels or vintages of {country}: {named}.", one_level
    return None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def publish(folder: Path, context, found: Registry) -> None:
    """The step of a build that makes every cube: a broken module is told in `context.problems`, all others are written.

    `context` is `data.publish.Context`. A cube whose module, extracts and places have not changed is taken from the
    previous snapshot. A module none of whose extracts is in the snapshot is without data here, which is no problem.
    """
    vetted = contract.vetted(found, context.cards)
    context.problems += [problem for problem in vetted.problems if not problem.warning]
    connection = warehouse.over(folder, context.cards)
    empty = warehouse.empty(context.cards)
    sets, _ = groups.load(context.places)
    places = digest_of_value(sorted((place.code, place.level, place.parent) for place in context.places.values()))
    for number, module in enumerate(vetted.modules.values()):
        context.progress(f"Cube {module.id}", number, len(vetted.modules))
        if not set(module.tables) & set(context.extracts):
            continue
        problems = contract.columns(module, empty) + contract.expected_group(module, sets)
        name = f"cubes/{module.id}.parquet"
        expected = zeros.expected_area(module, context.places, sets, datetime.now(UTC).date()) if not problems else None
        digest = _input_digest(module, context, expected, places)
        before = context.previous_manifest.get("cubes", {}).get(module.id, {})
        hidden = before.get("hidden", [])
        if not problems and not (before.get("input_digest") == digest and context.reuse(name, folder)):
            problems, hidden = make(module, connection, context.places, folder / name, expected)
        if problems:
            context.problems += problems
        else:
            made = {"input_digest": digest, "module": fingerprint(module), "parts": fingerprints(module)}
            context.cubes[module.id] = made | ({"hidden": hidden} if hidden else {})


def fingerprint(module: Module) -> str:
    """Changes with whatever says what the cube's columns mean: SQL, kind, dimensions and rules, but not with words."""
    return digest_of_value(_meaning(module))


def fingerprints(module: Module) -> dict[str, str]:
    """The same of each part, so that two snapshots can say which changed: `sql`, `card`, and each indicator's rules."""
    sql, card, dimensions, rules = _meaning(module)
    parts = {"sql": sql, "card": [card, dimensions], **rules}
    return {name: digest_of_value(part)[:12] for name, part in parts.items()}


def _meaning(module: Module) -> list:
    words = {"title", "formula", "why", "caveats", "headline", "official", "owner", "review", "checked_by"}
    words |= {"decimals", "better", "unprotected", "breaks", "not_comparable"}
    rules = {name: indicator.model_dump(mode="json", exclude=words) for name, indicator in module.indicators.items()}
    dimensions = {name: list(dimension.values) for name, dimension in module.dimensions.items()}
    card = module.card.model_dump(mode="json", include={"kind", "grain", "missing", "expected"})
    if module.protected:
        card |= module.card.model_dump(mode="json", include={"parts", "joins_first"}) | {"protected": module.protected}
    return [module.sql, card, dimensions, rules]


def _input_digest(module: Module, context, expected: frozenset[str] | None, places: str) -> str:
    """Changes with anything a cube is made from: SQL, card, indicators' columns, extracts, places, this file."""
    extracts = [(name, context.extracts[name]["digest"]) for name in module.tables if name in context.extracts]
    machinery = [digest_of(Path(made.__file__)) for made in (atoms, zeros, protect, contract)] + [
        digest_of(Path(__file__))
    ]
    if protect.families(module):
        extracts.append(("expected", digest_of_value(sorted(expected or ()))))
    return digest_of_value([fingerprint(module), extracts, places, machinery])
