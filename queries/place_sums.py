"""The sums of each place, read once for all that a page asks of a cube with the same filters.

A theme page asks for provinces, municipalities, the country and the other indicators of a module. Each as a SELECT of its
own reads every row and joins it to its units (`rollup.aggregate`). Here the rows are read once, and what a question lists
is added up from them: whole numbers give the same sum in whatever order they are added.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from queries import totals
from queries.facts import CubeFacts
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.rollup import Sums
from queries.units import Scope

MOST_SUMS = 20_000  # of places finer than municipalities and periods together; of more of them the cube is asked
MOST_OF_ALL = 2.0**62  # what the sizes of all figures of a column may come to: none of their sums leaves 64 bits
WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


@dataclass(frozen=True)
class PlaceSums:
    """`rows` says how many rows of the cube each period (by `periods`) and place (by `places`) has, `columns` what they
    come to. The last place of each is none, and has nothing.
    """

    periods: Mapping[str, int]
    places: Mapping[str, int]
    rows: np.ndarray
    columns: Mapping[str, np.ndarray]

    def rolled_up(
        self, module: Module, members: Mapping, scope: Scope, names: Iterable[str], values: tuple
    ) -> dict[str, Sums]:
        """As `rollup.aggregate` gives it, for the one mix of dimension `values` that these sums are of."""
        if not len(members["unit"]):
            return {}
        at = np.array([self.places.get(code, -1) for code in members["place"].tolist()])
        starts = np.flatnonzero(np.diff(members["unit"], prepend=-1))
        units = [scope.units[number].id for number in members["unit"][starts].tolist()]

        def added(table: np.ndarray) -> list[list[int]]:
            return np.add.reduceat(table[:, at], starts, axis=1).tolist()

        rows, sums = added(self.rows), {}
        keys = {f"{name}.{part}": getattr(module.indicators[name], part) for name in names
                for part in ("numerator", "denominator") if getattr(module.indicators[name], part)}  # fmt: skip
        counted = tuple(f"{name}.rows" for name in names)
        for column in dict.fromkeys(keys.values()):
            sums[column] = added(self.columns[column])
        found = {}
        for period, number in self.periods.items():
            mixes = {
                unit: [(values, at)] for at, (unit, count) in enumerate(zip(units, rows[number], strict=True)) if count
            }
            columns = {key: sums[column][number] for key, column in keys.items()}
            found[period] = Sums(mixes, dict.fromkeys(counted, rows[number]) | columns)
        return found


def rolled_up(house: House, module: Module, source: tuple, scope: Scope, names: Sequence[str], over: tuple[str, ...],
              where: Sequence, total: Iterable[str]) -> dict[str, Sums] | None:  # fmt: skip
    """What `rollup.aggregate` gives for periods that are kept apart; None where the cube has to be asked for it.

    `source` is the table, and its places that make up each unit (`totals.source_for`).
    """
    facts, total, (table, members) = house.cubes[module.id], frozenset(total), source
    fixed, fitting = dict(where), _fitting(module, facts) & house.totals.get(table, frozenset(module.indicators))
    if not fitting.issuperset(names) or any(name not in fixed and name not in total for name in module.dimensions):
        return None
    if members is scope.membership and sum(len(facts.present[period]) for period in over) > MOST_SUMS:
        return None
    key = ("place sums", table, over, tuple(where), total)
    sums = house.remember(key, lambda: _read(house, module, table, sorted(fitting), over, where, total))
    values = tuple(fixed.get(name, TOTAL) if name not in total else TOTAL for name in module.dimensions)
    return sums.rolled_up(module, members, scope, names, values) if sums else None


def _fitting(module: Module, facts: CubeFacts) -> frozenset[str]:
    """The indicators that are sums of whole numbers, or a ratio of two, with a figure in every row."""
    if module.kind != "series" or "certain" in facts.types:
        return frozenset()
    return frozenset(name for name in facts.full if totals.adds_up(module, name, facts.types)
                     and all(facts.types[column] in WHOLE for column in module.indicators[name].columns() if column))  # fmt: skip


def _read(house: House, module: Module, table: str, names: Iterable[str], over: tuple[str, ...], where: Sequence,
          total: Iterable[str]) -> PlaceSums | None:  # fmt: skip
    """None where a sum might be no whole number of 64 bits."""
    columns = list(dict.fromkeys(column for name in names for column in module.indicators[name].columns() if column))
    several = table == module.id and any(name in total for name in module.dimensions)
    listed = ", ".join(f'sum("{column}")::BIGINT' if several else f'"{column}"::BIGINT' for column in columns)
    conditions = [f"period IN ({', '.join('?' for _ in over)})", *(f'"{name}" = ?' for name, _ in where)]
    sql = f'SELECT place, period, {"count(*)" if several else "1::BIGINT"}, {listed} FROM "{table}" WHERE '
    sql += " AND ".join(conditions) + (" GROUP BY place, period" if several else "")
    try:
        cursor = house.connection.cursor().execute(sql, [*over, *(value for _, value in where)])
        code_of, period_of, counts, *figures = cursor.fetchnumpy().values()
    except duckdb.ConversionException:
        return None
    if any(np.abs(figure, dtype=float).sum() > MOST_OF_ALL for figure in figures):
        return None
    codes = code_of.tolist()
    places = {code: number for number, code in enumerate(dict.fromkeys(codes))}
    periods = {period: number for number, period in enumerate(over)}
    at = (
        np.array([periods[period] for period in period_of.tolist()], int),
        np.array([places[code] for code in codes], int),
    )

    def table_of(figure: np.ndarray) -> np.ndarray:
        made = np.zeros((len(periods), len(places) + 1), np.int64)
        made[at] = figure
        return made

    return PlaceSums(periods, places, table_of(counts), dict(zip(columns, map(table_of, figures), strict=True)))
