"""What a cube with protected figures must be before its atoms are made: zeros as rows, counts that are counts."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from data import periods
from data.problems import Problem, shown
from queries import scratch, units
from queries.protect import families
from queries.query import Module

if TYPE_CHECKING:
    import pyarrow as pa  # a server, which only reads cubes, does without it

SHOWN = 3  # how many offending rows a problem names


def explicit(module: Module, table: "pa.Table", places: Mapping, expected: frozenset[str] | None) -> "pa.Table":
    """The rows in the order of the key; where absence means zero, with a row of zeros for every cell that is absent, so
    that it cannot be seen which there were. `expected` limits the places that could have had one.
    """
    order = ", ".join(f'"{name}"' for name in module.key)
    with scratch.cursor() as connection:
        connection.register("answer", table)
        if module.card.missing == "zero":
            connection.register("wanted", _wanted(module, connection, places, expected))
            using = ", ".join(f'"{name}"' for name in module.key)
            listed = ", ".join(_or_zero(module, name) for name in table.column_names)
            sql = f"SELECT {listed} FROM wanted w LEFT JOIN answer a USING ({using})"
            connection.register("filled", connection.sql(sql).to_arrow_table())
            return connection.sql(f"SELECT * FROM filled ORDER BY {order}").to_arrow_table()
        return connection.sql(f"SELECT * FROM answer ORDER BY {order}").to_arrow_table()


def _or_zero(module: Module, name: str) -> str:
    if name in module.key:
        return f'w."{name}"'
    added = {i.numerator for i in module.indicators.values()} | {i.denominator for i in module.indicators.values()}
    instead = "0" if name in added else "true" if name == "certain" else "NULL"
    return f'CASE WHEN a.place IS NULL THEN {instead} ELSE a."{name}" END AS "{name}"'


def _wanted(module: Module, connection, places: Mapping, expected: frozenset[str] | None) -> "pa.Table":
    """Every place that could have had a row, times the periods between its country's first and last, times the dimensions."""
    import pyarrow as pa

    found = connection.execute("SELECT DISTINCT place, period FROM answer").fetchall()
    in_order = periods.in_order({period for _, period in found})
    at = {period: number for number, period in enumerate(in_order)}
    rows = []
    for country in sorted({places[code].country for code, _ in found}):
        here = [(code, period) for code, period in found if places[code].country == country]
        present = frozenset(code for code, _ in here)
        numbers = [at[period] for _, period in here]
        for period in in_order[min(numbers) : max(numbers) + 1]:
            known = _known(places, present, period, expected) | {code for code, its in here if its == period}
            rows += [(code, period) for code in sorted(known)]
    values = [list(dimension.values) for dimension in module.dimensions.values()]
    for listed in values:
        rows = [(*row, value) for row in rows for value in listed]
    columns = zip(*rows, strict=True)
    return pa.table({name: pa.array(column, pa.string()) for name, column in zip(module.key, columns, strict=True)})


def _known(places: Mapping, present: frozenset[str], period: str, expected: frozenset[str] | None) -> frozenset[str]:
    grains = {(places[code].country, places[code].level, places[code].vintage) for code in present}
    known = units.known_places(places, grains, frozenset(), period)
    known = (known if expected is None else known & expected) | present
    return known - units.absent(places, known, frozenset(), (period,))


def audit(module: Module, table: "pa.Table") -> list[Problem]:
    """What makes an answer impossible to protect: counts that are none, parts above their wholes, cells left out."""
    problems = []
    with scratch.cursor() as connection:
        connection.register("answer", table)
        for family in families(module):
            for name in family.counts:
                wrong = f'"{name}" < 0 OR "{name}" <> floor("{name}")'
                told = f"{name} is no count (negative, or no whole number)"
                problems += _told(module, connection, wrong, told, "Correct the SELECT, or take smallest_count away.")
            for whole, part in family.differences:
                told = f"{part} is more than {whole}, of which it should be a part"
                problems += _told(module, connection, f'"{part}" > "{whole}"', told, "Correct the SELECT or the unit.")
            if family.margins:
                problems += _ragged(module, connection, family.columns)
        if module.card.missing != "zero" and module.dimensions:
            problems += _incomplete(module, connection)
    return problems


def _told(module: Module, connection, condition: str, told: str, hint: str) -> list[Problem]:
    rows = connection.execute(f"SELECT place, period FROM answer WHERE {condition} ORDER BY ALL").fetchall()
    if not rows:
        return []
    some = ", ".join(" ".join(row) for row in rows[:SHOWN])
    message = f"{module.id}: in {len(rows)} rows {told}, for instance {some}."
    return [Problem(shown(module.sql_file), 1, message, hint)]


def _incomplete(module: Module, connection) -> list[Problem]:
    """Where a cell left out is neither zero nor missing, nobody could say whether it may be shown."""
    wanted = 1
    for dimension in module.dimensions.values():
        wanted *= len(dimension.values)
    rows = connection.execute(
        f"SELECT place, period FROM answer GROUP BY place, period HAVING count(*) < {wanted} ORDER BY ALL"
    ).fetchall()
    if not rows:
        return []
    message = (
        f"{module.id}: {len(rows)} places and periods have rows for some of {', '.join(module.dimensions)} only, "
        f"for instance {' '.join(rows[0])}: what is left out could be a zero that must be hidden."
    )
    hint = 'Give every value (0, or NULL where not known), or declare missing = "zero" in the card.'
    return [Problem(shown(module.sql_file), 1, message, hint)]


def _ragged(module: Module, connection, columns: tuple[str, ...]) -> list[Problem]:
    """Margins protect full tables only: with a hole in it, what lies inside can be worked out."""
    known = ", ".join(f'"{name}" IS NULL' for name in columns)
    rows = connection.execute(
        f"SELECT place, period FROM answer GROUP BY place, period HAVING count(DISTINCT ({known})) > 1 ORDER BY ALL"
    ).fetchall()
    if not rows:
        return []
    message = (
        f"{module.id}: in {len(rows)} places and periods figures are missing for some of {', '.join(module.dimensions)} "
        f"only, for instance {' '.join(rows[0])}; margins cannot protect those."
    )
    hint = 'Leave the whole place and period out, or set joins_first to "places" or "dimensions" in the card.'
    return [Problem(shown(module.sql_file), 1, message, hint)]


def expected_area(module: Module, places: Mapping, sets: Mapping, on: date) -> frozenset[str] | None:
    """All codes inside the group the card expects figures from; None where it names none."""
    return units.area(places, sets, module.card.expected, on)
