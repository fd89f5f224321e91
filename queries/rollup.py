"""How figures add up: one SELECT over the cube for the sums, then value, coverage and state by the declared rules.

Averages are never averaged: a rate is the sum of its numerators over the sum of its denominators, and what may not be
added is refused with the state `cannot_be_added`.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.uncertainty import error_columns, error_of, sure
from queries.units import Scope, Unit


class Figure(NamedTuple):
    """A figure as its row has it, in the order of a row's fields."""

    value: float | None
    low: float | None
    high: float | None
    standard_error: float | None
    numerator: float | None
    denominator: float | None
    state: str
    reliability: str | None


def nothing(state: str) -> Figure:
    """No figure, for the reason that the state says."""
    return Figure(None, None, None, None, None, None, state, None)


def aggregate(
    cursor,
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
) -> dict[str, dict[str, list]]:
    """Sums of the chosen indicators' columns: `period -> unit id -> [(dimension values, {column name: value})]`.

    `membership` says which places of the table make up each unit of the scope (`totals.source_for` gives both).
    Each period for itself where they are kept `apart` (only of what adds up exactly), else `total` stands for all of them.
    A dimension neither filtered nor in `total` is listed with each value and with its total. `full` names indicators
    with a figure in every row of the cube: the question is shorter for them. Of those that are `ragged`, some rows of a
    place without one, `<indicator>.unknown` has the places with such a row among those added up.
    """
    question = grouped(module, over, where, total, apart)
    cursor.register("membership", membership)
    if not apart and len(over) > 1:  # a place may have a figure in one period and none in another
        ragged = frozenset(module.indicators) - full
    expressions = _expressions(module, types, chosen, full if apart else frozenset(), ragged)
    measures = [f'{expression} AS "{name}"' for name, expression in expressions.items()]
    result = cursor.execute(
        f'SELECT {question.columns}, {", ".join(measures)} FROM "{table}" c JOIN membership m ON c.place = m.place '
        f"WHERE {question.condition} GROUP BY GROUPING SETS ({question.sets})",
        question.parameters,
    )
    columns = [column[0] for column in result.description]
    found: dict[str, dict[str, list]] = {}
    for row in result.fetchall():
        cells = dict(zip(columns, row, strict=True))
        period, unit, values = question.key(cells, scope.units)
        found.setdefault(period, {}).setdefault(unit, []).append((values, cells))
    cursor.unregister("membership")
    return found


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

    def key(self, cells: Mapping, units: Sequence[Unit]) -> tuple:
        """(period, unit id, dimension values) of a row of the result."""
        values = self.totals if not self.listed else tuple(
            TOTAL if name not in self.listed or cells[f"__{name}"] else cells[name] for name in self.dimensions
        )  # fmt: skip
        return cells["__period"] if self.apart else TOTAL, units[cells["unit"]].id, values

    @cached_property
    def totals(self) -> tuple[str, ...]:
        return (TOTAL,) * len(self.dimensions)


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


class Measure:
    """Makes the figure of one indicator from one row of a unit's sums. It is asked thousands of times for one page, so what
    follows from the indicator alone is worked out once.
    """

    def __init__(self, indicator: Indicator):
        self.indicator, self.factor = indicator, indicator.factor
        self.is_money = indicator.unit.startswith("currency")
        self.is_ratio = indicator.over_places in ("ratio", "weighted_mean")
        self.is_sum = indicator.over_places in ("sum", "distinct")
        parts = ("rows", "printed_rows", "numerator", "denominator", "printed", "unknown")
        self.rows, self.printed_rows, self.numerator, self.denominator, self.printed, self.unknown = (
            f"{indicator.id}.{part}" for part in parts
        )

    def __call__(self, cells: Mapping, unit: Unit, itself: bool) -> Figure:
        """Where the unit is one place of the grain (`itself`), a figure of one row may stand as it was printed, with its
        error; else errors roll up as the indicator declares.
        """
        if self.is_money and unit.country is None:
            return nothing("cannot_be_added")
        single = itself and max(cells.get(self.printed_rows) or 0, cells[self.rows]) == 1
        numerator, denominator = cells.get(self.numerator), cells.get(self.denominator)
        printed, factor = cells.get(self.printed), self.factor
        if self.is_ratio and numerator is not None:
            if denominator == 0:
                return Figure(None, None, None, None, numerator, denominator, "not_applicable", None)
            value = numerator / denominator * factor
        elif self.is_sum and numerator is not None:
            value = numerator * factor if factor != 1 else numerator
        elif single and printed is not None:
            value = printed * factor
        elif single and numerator is not None:
            value = (numerator / denominator if denominator else numerator) * factor
        elif cells.get(self.printed_rows) or cells.get(self.rows):
            return nothing("cannot_be_added")
        else:
            return Figure(None, None, None, None, numerator, denominator, "no_data", None)
        error = error_of(self.indicator, cells, single) if self.indicator.standard_error else None
        if error is None:
            return Figure(value, None, None, None, numerator, denominator, "value", None)
        sured = sure(value, error, self.indicator)
        return Figure(value, sured["low"], sured["high"], error, numerator, denominator, sured.get("state", "value"),
                      sured["reliability"])  # fmt: skip

    def none_of_it(self, unit: Unit, itself: bool) -> Figure:
        """The figure where places report and have none of what is asked for: a count is zero, a rate is of nothing."""
        if self.is_money and unit.country is None:
            return nothing("cannot_be_added")
        if self.is_ratio or self.indicator.denominator:
            return Figure(None, None, None, None, 0, 0, "not_applicable", None)
        if self.indicator.numerator:
            return (
                nothing("value")._replace(value=0, numerator=0) if self.is_sum or itself else nothing("cannot_be_added")
            )
        return nothing("no_data")


def coverage(unit: Unit, valued: frozenset[str], weights: Mapping[str, int | None]) -> float:
    """Share of the weight of the known places that has a value; places count alike where any has no weight.

    0 where a unit has no known place. Part of a straddling place weighs what that part weighs, and never has a value.
    """
    if not unit.places and not unit.straddling:
        return 0.0
    if not unit.straddling and not unit.parts:  # the most there are: none or all of their places
        if unit.places <= valued:
            return 1.0
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
