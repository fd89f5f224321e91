"""How figures add up: one SELECT over the cube for the sums, and what of a unit they cover.

What a figure is made of its sums says `queries/measure.py`.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.uncertainty import error_columns
from queries.units import Scope, Unit


class Sums(NamedTuple):
    """Sums column by column. `mixes`: unit id -> [(dimension values, number of the row)]; `columns`: name -> its sum in
    each row.
    """

    mixes: Mapping[str, list[tuple[tuple[str, ...], int]]]
    columns: Mapping[str, Sequence]

    def column(self, name: str) -> Sequence:
        """A column by its name; nothing in any row where there is none."""
        return self.columns[name] if name in self.columns else (None,) * len(next(iter(self.columns.values()), ()))

    def row(self, number: int) -> dict:
        """All columns of one row, by name."""
        return {name: column[number] for name, column in self.columns.items()}


NO_SUMS = Sums({}, {})


class Asking:
    """A cursor whose questions join the table `membership`. Each registers it only where the one before had another: that
    takes as long as a short question does.
    """

    def __init__(self, cursor):
        self.cursor, self.registered = cursor, None

    def execute(self, membership: Mapping, sql: str, parameters: Sequence):
        """The cursor with what the statement gives; `membership` has the columns `unit` and `place`."""
        if membership is not self.registered:
            self.cursor.register("membership", membership)
            self.registered = membership
        return self.cursor.execute(sql, parameters)


def aggregate(
    asking: Asking,
    module: Module,
    table: str,
    membership: Mapping,
    types: Mapping[str, str],
    scope: Scope,
    chosen: Iterable[str],
    over: Sequence[str],
    where: Sequence[tuple[str, str]],
    total: Sequence[str],
    apart: bool,
    full: frozenset[str],
    ragged: frozenset[str],
) -> dict[str, Sums]:
    """Sums of the chosen indicators' columns by period; a unit without a row in a period has none there.

    `membership` says which places of the table make up each unit of the scope (`totals.source_for` gives both).
    Each period for itself where they are kept `apart` (only of what adds up exactly), else `total` stands for all of them.
    A dimension neither filtered nor in `total` is listed with each value and with its total. `full` names indicators
    with a figure in every row of the cube: the question is shorter for them. Of those that are `ragged`, some rows of a
    place without one, `<indicator>.unknown` has the places with such a row among those added up.
    """
    question = grouped(module, over, where, total, apart)
    if not apart and len(over) > 1:  # a place may have a figure in one period and none in another
        ragged = frozenset(module.indicators) - full
    expressions = _expressions(module, types, chosen, full if apart else frozenset(), ragged)
    measures = [f'{expression} AS "{name}"' for name, expression in expressions.items()]
    result = asking.execute(
        membership,
        f'SELECT {question.columns}, {", ".join(measures)} FROM "{table}" c JOIN membership m ON c.place = m.place '
        f"WHERE {question.condition} GROUP BY GROUPING SETS ({question.sets})",
        question.parameters,
    )
    names, rows = [column[0] for column in result.description], result.fetchall()
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}
    found: dict[str, dict[str, list]] = {}
    for number, (period, unit, values) in enumerate(question.keys(list(columns.values()), scope.units)):
        found.setdefault(period, {}).setdefault(unit, []).append((values, number))
    return {period: Sums(mixes, columns) for period, mixes in found.items()}


@dataclass(frozen=True)
class Grouped:
    """The pieces of a SELECT over a cube `c` and the table `membership` as `m`: which cells belong to which answer."""

    columns: str
    condition: str
    sets: str
    parameters: list
    listed: tuple[str, ...]
    dimensions: tuple[str, ...]
    apart: bool

    def keys(self, columns: Sequence[Sequence], units: Sequence[Unit]) -> Iterable[tuple]:
        """(period, unit id, dimension values) of each row of the result, whose columns begin with `columns`; nothing of
        none.
        """
        if not columns:
            return ()
        first, count = 2 if self.apart else 1, len(self.listed)
        values = dict.fromkeys(self.dimensions, itertools.repeat(TOTAL))
        for at, name in enumerate(self.listed, first):
            shown = zip(columns[at], columns[at + count], strict=True)
            values[name] = [TOTAL if is_total else value for value, is_total in shown]
        mixes = zip(*values.values(), strict=False) if values else itertools.repeat(())
        periods = columns[1] if self.apart else itertools.repeat(TOTAL)
        return zip(periods, [units[number].id for number in columns[0]], mixes, strict=False)


def grouped(
    module: Module,
    over: Sequence[str],
    where: Sequence[tuple[str, str]],
    total: Sequence[str],
    apart: bool,
    also: str = "",
) -> Grouped:
    """How the cells of a question fall into its units and mixes of dimension values (`also`: a further grouping
    column).
    """
    listed = tuple(name for name in module.dimensions if name not in total)
    filtered = {name for name, _ in where}
    conditions = [f"c.period IN ({', '.join('?' for _ in over)})", *(f'c."{name}" = ?' for name, _ in where)]
    parameters = [*over, *(value for _, value in where)]
    open_dimensions = [name for name in listed if name not in filtered]
    fixed = [name for name in listed if name in filtered]
    sets = itertools.chain.from_iterable(
        itertools.combinations(open_dimensions, size) for size in range(len(open_dimensions) + 1)
    )
    last = [*(["c.period"] if apart else []), *([also] if also else [])]
    named = ", ".join(
        "(" + ", ".join(["m.unit", *(f'c."{name}"' for name in (*fixed, *chosen)), *last]) + ")" for chosen in sets
    )
    columns = ["m.unit", *(['c.period AS "__period"'] if apart else []), *(f'c."{name}"' for name in listed)]
    columns += [f'grouping(c."{name}") AS "__{name}"' for name in listed]
    condition = " AND ".join(conditions)
    return Grouped(", ".join(columns), condition, named, parameters, listed, tuple(module.dimensions), apart)


def has_value(indicator: Indicator) -> str:
    """The SQL condition under which a row of the cube has what the indicator is computed from (`c` is the cube)."""
    if indicator.over_places == "weighted_mean":
        needed = (indicator.value, indicator.weight)
    elif indicator.over_places == "distinct":
        needed = ("period",)  # every row: one with nothing to count, as a partner of no country, is known to add none
    elif indicator.numerator:
        needed = (indicator.numerator, indicator.denominator)
    else:
        needed = (indicator.value,)
    return " AND ".join(f'c."{column}" IS NOT NULL' for column in needed if column)


def _expressions(
    module: Module, types: Mapping[str, str], chosen: Iterable[str], full: frozenset[str], ragged: frozenset[str]
) -> dict[str, str]:
    found = {}
    for name in chosen:
        indicator = module.indicators[name]
        having = "" if name in full else f"FILTER (WHERE {has_value(indicator)})"
        found[f"{name}.rows"] = f"count(*) {having}"
        if name in ragged:
            found[f"{name}.unknown"] = f"list(c.place) FILTER (WHERE NOT ({has_value(indicator)}))"
        if indicator.over_places == "distinct":
            found[f"{name}.numerator"] = f'count(DISTINCT c."{indicator.numerator}")'
        elif indicator.over_places == "weighted_mean":
            found[f"{name}.numerator"] = f'(sum(c."{indicator.value}" * c."{indicator.weight}") {having})::DOUBLE'
            found[f"{name}.denominator"] = f'(sum(c."{indicator.weight}") {having})::DOUBLE'
        else:
            for part in ("numerator", "denominator"):
                column = getattr(indicator, part)
                if column:
                    found[f"{name}.{part}"] = f'sum(c."{column}") {having}{_number(types[column])}'
        if indicator.value:
            found[f"{name}.printed"] = f'any_value(c."{indicator.value}"){_number(types[indicator.value])}'
            found[f"{name}.printed_rows"] = f'count(c."{indicator.value}")'
        found |= error_columns(indicator, has_value(indicator))
    if "certain" in types:
        found["certain"] = 'bool_and(c."certain")'
    return found


def adds_exactly(module: Module, types: Mapping[str, str], chosen: Iterable[str]) -> bool:
    """Whether the sums of the indicators are the same in whatever order they are made: floating ones are not."""
    columns = {column for name in chosen for column in module.indicators[name].columns()}
    return not any(types.get(column) in ("DOUBLE", "FLOAT") for column in columns)


def _number(kind: str) -> str:
    """The cast that makes a sum a plain number: decimals become floats, integers stay whole however large."""
    return "" if "INT" in kind else "::DOUBLE"


def covered(unit: Unit, valued: frozenset[str], weights: Mapping[str, int | None]) -> tuple[float, int, int, int]:
    """How much of a unit the `valued` places are: `coverage`, and the three counts of `Unit.counts`."""
    if unit.complete and unit.places <= valued:
        return unit.complete
    return coverage(unit, valued, weights), *unit.counts(valued)


def coverage(unit: Unit, valued: frozenset[str], weights: Mapping[str, int | None]) -> float:
    """Share of the weight of the known places that has a value; places count alike where any has no weight.

    0 where a unit has no known place. Part of a straddling place weighs what that part weighs, and never has a value.
    """
    if unit.places.isdisjoint(valued):
        return 0.0
    whole = [weights[code] for code in unit.places]
    if all(whole) and all(unit.straddling.values()):
        total = sum(whole) + sum(unit.straddling.values())
        share = sum(weights[code] for code in unit.places & valued) / total
    else:
        share = len(unit.places & valued) / (len(unit.places) + len(unit.straddling))
    if unit.parts and not all(unit.parts):  # a member without a place of the grain has no weight to be missed by
        share = min(share, sum(1 for part in unit.parts if part & valued) / len(unit.parts))
    return share


def state_without_value(module: Module, unit: Unit, gone: frozenset[str]) -> str:
    """Why a unit has nothing: it did not exist then (`gone`), it has not reported, or nobody publishes it."""
    if not unit.places:
        return "no_data"
    if unit.places <= gone:
        return "no_data" if unit.straddling else "not_applicable"
    return "no_data" if module.card.missing == "zero" else module.card.missing


def may_total(indicator: Indicator, module: Module, values: Sequence[str]) -> bool:
    """Whether the indicator may be shown for this mix of dimension values: a total only where it adds up."""
    return all(
        value != TOTAL or indicator.rule_over(name) != "none"
        for name, value in zip(module.dimensions, values, strict=True)
    )
