"""A cube is a module's answer at its finest grain, computed once when publishing and audited before anyone reads it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from math import prod
from pathlib import Path

import duckdb

from data import heavy, periods, warehouse
from data.problems import Problem, shown
from data.snapshots import digest_of, digest_of_value
from geo import groups
from queries import atoms, contract, protect, register_checks, scratch, zeros
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
    progress: heavy.Progress = lambda text, done, total: None,
) -> tuple[list[Problem], list[dict]]:
    """Run `module` over the warehouse, audit the answer, and write it to `path` (Parquet, sorted). Gives what is wrong,
    and how much of it is hidden.

    Nothing is left when there is a problem. Columns: the module's key, its measures and what it may give beside them;
    where figures are protected, also their atoms (`expected`: the places of the group that the card names). The
    connection must be allowed to write `path` (`warehouse.over`).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if protect.families(module):
            return _make_protected(module, connection, places, path, expected)
        return _make_out_of_core(module, connection, places, path, progress), []
    except duckdb.IOException:
        raise  # a full disk is no fault of the query
    except duckdb.Error as error:
        path.unlink(missing_ok=True)
        return [sql_problem(module, error)], []


def _make_protected(
    module: Module, connection, places: Mapping, path: Path, expected
) -> tuple[list[Problem], list[dict]]:
    """Protected figures are counts by place, which fit into memory, where their atoms are made."""
    table = connection.cursor().sql(contract.plain(module.sql)).to_arrow_table()
    problems = audit(module, table, places) or zeros.audit(module, table)
    if problems:
        return problems, []
    table, hidden = atoms.with_atoms(module, zeros.explicit(module, table, places, expected), places)
    with duckdb.connect() as writer:
        writer.register("answer", table)
        writer.execute(_copy("SELECT * FROM answer", _order(module, table.column_names), path))
    return [], hidden


def _make_out_of_core(
    module: Module, connection, places: Mapping, path: Path, progress: heavy.Progress
) -> list[Problem]:
    """The answer is written first and audited where it lies, so that it need never be in memory as a whole."""
    sql = contract.plain(module.sql)
    types = {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE {sql}").fetchall()}
    # DuckDB writes whole numbers of 128 bits as floating ones.
    listed = ", ".join(f'"{name}"::DECIMAL(38, 0) AS "{name}"' if kind == "HUGEINT" else f'"{name}"'
                       for name, kind in types.items())  # fmt: skip
    copy = _copy(f"SELECT {listed} FROM ({sql}\n)", _order(module, types), path)
    heavy.watched(connection, copy, [], f"Cube {module.id}", progress)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW answer AS SELECT * FROM read_parquet('{heavy.quoted(path)}')")
    problems = _audit(module, connection, places, _doubled_in_order) or _not_said(module, connection)
    if problems:
        path.unlink()
    return problems


def _order(module: Module, columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in dict.fromkeys((*module.key, *columns)))


def _copy(sql: str, order: str, path: Path) -> str:
    return (
        f"COPY ({sql} ORDER BY {order}) TO '{heavy.quoted(path)}' "
        f"(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, USE_TMP_FILE false)"
    )


def audit(module: Module, table, places: Mapping) -> list[Problem]:
    """Everything about an answer's rows that breaks the card: places, grain, periods, dimensions, doubled keys."""
    with scratch.cursor() as connection:
        connection.register("given", table)
        connection.execute("CREATE TEMP TABLE answer AS SELECT * FROM given")
        return _audit(module, connection, places, _doubled)


def _audit(module: Module, connection, places: Mapping, doubled: Callable) -> list[Problem]:
    """The same of the relation `answer` of a connection."""
    found = _empty_keys(module, connection)
    if found:
        return found
    ends = " UNION ".join(f"SELECT DISTINCT {end} AS place, period FROM answer" for end in module.ends)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE ends AS {ends}")
    found = _places(module, connection, places) + _periods(module, connection, places)
    found += _dimension_values(module, connection)
    if module.kind != "event":
        found += doubled(module, connection)
    found += _not_numbers(module, connection) + register_checks.rows(module, connection)
    if not found and module.kind not in ("published", "register"):
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
    codes = [row[0] for row in _rows(connection, "SELECT DISTINCT place FROM ends ORDER BY place")]
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
    for (period,) in _rows(connection, "SELECT DISTINCT period FROM ends ORDER BY period"):
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


def _not_said(module: Module, connection) -> list[Problem]:
    """Places that have rows for some values of dimensions only, where the card does not say what is absent: it could be
    a zero or not known, and no figure may take one for the other.
    """
    if module.kind != "series" or module.card.missing == "zero":
        return []
    names = [name for name, dimension in module.dimensions.items() if dimension.absent is None]
    mix = ", ".join(f'"{name}"' for name in names)
    wanted = prod(len(module.dimensions[name].values) for name in names)
    sql = f"SELECT place, period FROM answer GROUP BY place, period HAVING count(DISTINCT ({mix})) < {wanted} ORDER BY ALL"
    rows = _rows(connection, sql) if names else []
    if not rows:
        return []
    message = (
        f"{len(rows)} places and periods have rows for some values of {' and '.join(names)} only, for instance "
        f"{' '.join(rows[0])}: whether there was none of the others or they are not known, the card does not say."
    )
    hint = (
        f'Below [dimensions.{names[0]}] add absent = "zero" (there was none) or absent = "missing" (it is not known).'
    )
    return [_problem(module, message, hint)]


def _doubled(module: Module, connection) -> list[Problem]:
    key = ", ".join(f'"{name}"' for name in module.identity)
    return _told_doubled(
        module, _rows(connection, f"SELECT {key} FROM answer GROUP BY {key} HAVING count(*) > 1 ORDER BY {key}")
    )


def _doubled_in_order(module: Module, connection) -> list[Problem]:
    """The same of rows that lie in the order of their key: each beside the one before it, in one pass without memory."""
    key = ", ".join(f'"{name}"' for name in module.identity)
    before = ", ".join(f'lag("{name}") OVER () AS "before_{name}"' for name in module.identity)
    same = " AND ".join(f'"{name}" = "before_{name}"' for name in module.identity)
    return _told_doubled(
        module,
        _rows(
            connection, f"SELECT DISTINCT {key} FROM (SELECT {key}, {before} FROM answer) WHERE {same} ORDER BY {key}"
        ),
    )


def _told_doubled(module: Module, rows: list[tuple]) -> list[Problem]:
    if not rows:
        return []
    message = f"more than one row has the same {', '.join(module.identity)}: {_some(' '.join(row) for row in rows)}."
    hint = "Add them up with sum() and GROUP BY, or declare the column in which they differ as a dimension."
    if module.kind == "register":
        hint = (
            "A register has one row for each thing: choose with min() or max() and GROUP BY, or tell them apart by id."
        )
    return [_problem(module, message, hint)]


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
    for place, period in _rows(connection, "SELECT place, period FROM ends"):
        by_period[period].add(place)
    everywhere = frozenset().union(*by_period.values())
    if _nested_in("all", everywhere, places) is None:
        return []  # what is well together is well in each period
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


def publish(folder: Path, context, found: Registry) -> None:
    """The step of a build that makes every cube: a broken module is told in `context.problems`, all others are written.

    `context` is `data.publish.Context`. A cube whose module, extracts and places have not changed is taken over from an
    earlier build. A module none of whose extracts is in the snapshot is without data here, which is no problem.
    """
    vetted = contract.vetted(found, context.cards)
    context.problems += [problem for problem in vetted.problems if not problem.warning]
    wanted = [module for module in vetted.modules.values() if set(module.tables) & set(context.extracts)]
    empty = warehouse.empty(context.cards)
    sets, _ = groups.load(context.places)
    places = digest_of_value(sorted((place.code, place.level, place.parent) for place in context.places.values()))
    to_make = []
    for number, module in enumerate(wanted):
        context.progress(f"Cube {module.id}", number, len(wanted))
        problems = contract.columns(module, empty) + contract.expected_group(module, sets)
        if problems:
            context.problems += problems
            continue
        expected = zeros.expected_area(module, context.places, sets, datetime.now(UTC).date())
        digest = _input_digest(module, context, expected, places)
        if not context.taken_over(module.id, _file(module), digest, folder):
            to_make.append((module, expected, digest))
    if to_make:
        _make_all(folder, context, to_make)


def _make_all(folder: Path, context, to_make: list[tuple]) -> None:
    """Makes the cubes (module, places expected, digest of what they are made from) over one warehouse."""
    read = {name: context.cards[name] for module, *_ in to_make for name in module.tables}
    written = [folder / _file(module) for module, *_ in to_make]
    with warehouse.over(folder, read, context.limits, written) as connection:
        for number, (module, expected, digest) in enumerate(to_make):
            context.progress(f"Cube {module.id}", number, len(to_make))
            problems, hidden = make(
                module, connection, context.places, folder / _file(module), expected, context.progress
            )
            if problems:
                context.problems += problems
                continue
            entry = {"input_digest": digest, "module": fingerprint(module), "parts": fingerprints(module)}
            context.made(module.id, _file(module), entry | ({"hidden": hidden} if hidden else {}))


def _file(module: Module) -> str:
    return f"cubes/{module.id}.parquet"


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
    dimensions = {
        name: [*dimension.values, *([{"absent": dimension.absent}] if dimension.absent else [])]
        for name, dimension in module.dimensions.items()
    }
    card = module.card.model_dump(mode="json", include={"kind", "grain", "missing", "expected"})
    if module.protected:
        card |= module.card.model_dump(mode="json", include={"parts", "joins_first"}) | {"protected": module.protected}
    if module.kind == "flow":
        card["reported_at"] = module.flows.reported_at
    if module.kind == "register":
        card["columns"] = {name: column.type for name, column in module.card.columns.items()}
        card["durations"] = {name: duration.dates() for name, duration in module.card.durations.items()}
    return [module.sql, card, dimensions, rules]


def _input_digest(module: Module, context, expected: frozenset[str] | None, places: str) -> str:
    """Changes with anything a cube is made from: SQL, card, indicators' columns, extracts, places, this file."""
    extracts = [(name, context.extracts[name]["digest"]) for name in module.tables if name in context.extracts]
    machinery = [digest_of(Path(made.__file__)) for made in (atoms, zeros, protect, contract, register_checks)] + [
        digest_of(Path(__file__))
    ]
    if protect.families(module):
        extracts.append(("expected", digest_of_value(sorted(expected or ()))))
    return digest_of_value([fingerprint(module), extracts, places, machinery])
