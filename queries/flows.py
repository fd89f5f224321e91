"""The rows of an answer about flows: from where to where, both ends rolled up to one level or one set of groups.

Four directions are kept apart: `inside` stays within one unit (its origin is its destination), `between` goes from one
unit of the scope to another, `in` comes from outside the scope, `out` leaves it. In each the largest flows are listed
and all others are one row, so that the rows of a direction always add up to all of it. `elsewhere` is the end of what
lies in no unit: in no group of the set, or known only by a larger place.

A list of the largest is exact because it is made of the sums, never of a shorter list: the largest flows between
districts may not be among the largest between wards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from geo.places import weights_of
from queries import rollup, units
from queries.ask import Ask, AskError
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.scope import scope_of
from queries.units import Unit

DIRECTIONS = ("between", "in", "out", "inside")
OTHER, ELSEWHERE = "other", "elsewhere"
NAMES = {OTHER: "Other", ELSEWHERE: "Elsewhere"}


@dataclass(frozen=True)
class Ends:
    """The units that both ends of a flow are rolled up to, by number; the last may be `elsewhere`, which no scope holds.

    `level` is that of the units, or the set they are the groups of.
    """

    units: tuple[Unit, ...]
    level: str
    notes: tuple[dict, ...] = ()

    def membership(self) -> dict[str, np.ndarray]:
        """The columns `place` and `unit`: in which unit a place of the cube lies."""
        pairs = [(code, number) for number, unit in enumerate(self.units) for code in sorted(unit.places)]
        return {"place": np.array([code for code, _ in pairs], object),
                "unit": np.array([number for _, number in pairs], np.int32)}  # fmt: skip

    def inside(self, codes: frozenset[str] | None) -> tuple[frozenset[int], tuple[str, ...]]:
        """The numbers of the units that lie in an area (None: everywhere), and the ids of those it cuts through."""
        within, cut = [], []
        for number, unit in enumerate(self.units):
            inner = unit.places if codes is None else unit.places & codes
            if unit.id == ELSEWHERE or not inner:
                continue
            (within if inner == unit.places else cut).append(number)
        return frozenset(within), tuple(self.units[number].id for number in cut)


@dataclass(frozen=True)
class Covered:
    """What is known of the units' flows of one indicator: the `share` of each that has reported, by unit number, its
    three `counts`, and the least share that is enough.
    """

    share: tuple[float, ...]
    counts: tuple[tuple[int, int, int], ...]
    least: float

    def table(self) -> dict[str, np.ndarray]:
        """The columns `unit`, `known` (places in it) and `enough` (whether its flows may be shown at all)."""
        return {"unit": np.arange(len(self.share), dtype=np.int32),
                "known": np.array([max(1, known) for _, known, _ in self.counts], np.int64),
                "enough": np.array([share >= self.least for share in self.share], bool)}  # fmt: skip


def flow_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """Rows and notes, period by period; `AskError` for what flows cannot be asked."""
    _refuse(module, ask, chosen)
    rows, notes = [], {}
    for label, over in _spans(house, module, ask):
        ends = ends_of(house, module, ask.by, over, ask.within)
        for note in ends.notes:
            notes[(str(note), label)] = {**note, "period": label}
        within, cut = _inside(house, module, ends, ask, over)
        if cut:
            shown = ", ".join(cut[:3])
            message = (
                f"{ask.within} cuts through {shown}: what moves inside and across its border is not known by {ask.by}."
            )
            raise AskError(f"{message} Ask by a finer level, or within a place or group made of whole ones.")
        if not within:
            notes[("nothing", label)] = {
                "code": "no_unit_here",
                "by": ask.by or ends.level,
                "within": ask.within,
                "period": label,
            }
            continue
        for name in chosen:
            key = ("flow coverage", module.id, ask.by, group_of(house, ask), name, over)
            covered = house.remember(key, partial(covered_of, house, module, ends, name, over))
            found = _largest(house, module, ask, ends, covered, within, name, over)
            found.sort(key=lambda one: (one["rank"] == 0, one["rank"]))
            found += _silent(module, ask, ends, within, found)
            rows += [
                _row(module, module.indicators[name], ends, covered, within, label, one, provenance) for one in found
            ]
    _order(module, rows, chosen)
    return rows, list(notes.values())


def _inside(house: House, module: Module, ends: Ends, ask: Ask, over: tuple[str, ...]):
    """`Ends.inside` of the area that is asked for, remembered: it looks at every place."""
    key = ("flow scope", module.id, ask.by, ask.within, over)
    return house.remember(key, lambda: ends.inside(units.area(house.places, house.sets, ask.within, house.date)))


def _refuse(module: Module, ask: Ask, chosen: tuple) -> None:
    wrong = []
    if ask.top is not None and not 1 <= ask.top <= 100_000:
        wrong.append(f"--top is {ask.top}; expected from 1 to 100000.")
    totals = {*ask.total, *(name for name, value in ask.where if value == TOTAL)}
    for name in chosen:
        indicator = module.indicators[name]
        if "period" in totals and indicator.over_periods != "sum":
            wrong.append(f"{name} cannot be added over periods. Leave out `--total period`.")
        wrong += [f"{name} cannot be added over {one}. Choose a value with --where {one}=..."
                  for one in module.dimensions if one in totals and indicator.rule_over(one) != "sum"]  # fmt: skip
    if wrong:
        raise AskError(wrong)


def _spans(house: House, module: Module, ask: Ask) -> list[tuple[str, tuple[str, ...]]]:
    facts = house.cubes[module.id]
    if "period" in ask.total:
        return [(TOTAL, facts.periods)]
    return [(period, (period,)) for period in facts.periods if ask.period in (None, period)]


def group_of(house: House, ask: Ask) -> str | None:
    """The group that flows are asked within, where it is one of the set they are asked by."""
    groups = house.sets[ask.by].groups if ask.by in house.sets else ()
    return ask.within if ask.within in {group.id for group in groups} else None


def ends_of(house: House, module: Module, by: str | None, over: tuple[str, ...], within: str | None = None) -> Ends:
    """The units of a level, or of a set of groups, with what lies in none of them. Groups that overlap are an `AskError`,
    unless `within` is one of them: then it stands alone against all that is outside.
    """
    alone = group_of(house, Ask(module.id, by, within))
    key = ("flow ends", module.id, by, alone, over)
    return house.remember(key, lambda: _ends(house, module, by, over, alone))


def _ends(house: House, module: Module, by: str | None, over: tuple[str, ...], alone: str | None) -> Ends:
    scoped = scope_of(house, module, Ask(module.id, by), over)
    listed = tuple(unit for unit in scoped.units if unit.places)
    if alone and len(frozenset().union(*(unit.places for unit in listed))) < sum(len(unit.places) for unit in listed):
        listed = tuple(unit for unit in listed if unit.id == alone)
    seen: set[str] = set()
    for unit in listed:
        if seen & unit.places:
            raise AskError(
                f"Groups of {by} overlap (one of them is {unit.id}): between them a flow would be counted twice. "
                "Ask by a level, or within one of the groups."
            )
        seen |= unit.places
    everywhere = frozenset().union(*(house.cubes[module.id].present[period] for period in over))
    left = everywhere - seen
    if left:
        listed = (*listed, Unit(ELSEWHERE, {"en": NAMES[ELSEWHERE]}, by or ELSEWHERE, None, left))
    level = by or next((unit.level for unit in listed if unit.id != ELSEWHERE), "")
    return Ends(listed, level, scoped.notes)


def covered_of(house: House, module: Module, ends: Ends, name: str, over: tuple[str, ...]) -> Covered:
    """How much of each unit has reported; where absence means that nothing moved, all of it has."""
    facts, weights = house.cubes[module.id], weights_of(house.places)
    valued = [facts.valued.get((name, period), frozenset()) for period in over]
    reported = frozenset.intersection(*valued)
    all_do = module.card.missing == "zero"
    found = [rollup.covered(unit, unit.places if all_do else reported, weights) for unit in ends.units]
    shares, counts = tuple(share for share, *_ in found), tuple(tuple(counted) for _, *counted in found)
    return Covered(shares, counts, module.indicators[name].least_coverage)


def rolled(
    module: Module,
    table: str,
    indicator: Indicator,
    kind: str,
    over: Sequence[str],
    where: Iterable[tuple[str, str]],
    total: Iterable[str],
) -> tuple[str, list]:
    """The SELECT that rolls a cube up to pairs of units, and its parameters; it reads the table `ends`.

    Columns: origin, destination (numbers of units), each dimension (a value or `total`), value, missing (rows of the
    cube without a figure). `kind` is the type of the indicator's column.
    """
    fixed, given = dict(where), set(total)
    open_dimensions = [name for name in module.dimensions if name not in given and name not in fixed]
    added = [name for name in open_dimensions if indicator.rule_over(name) == "sum"]
    always = ["o.unit", "d.unit", *(f'c."{name}"' for name in open_dimensions if name not in added)]
    always += [f'c."{name}"' for name in fixed]
    sets = [
        [*always, *(f'c."{name}"' for name in some)]
        for size in range(len(added) + 1)
        for some in combinations(added, size)
    ]
    columns = [f"'{TOTAL}' AS \"{name}\"" if name in given else f"coalesce(c.\"{name}\", '{TOTAL}') AS \"{name}\""
               for name in module.dimensions]  # fmt: skip
    conditions = [f"c.period IN ({', '.join('?' for _ in over)})", *(f'c."{name}" = ?' for name in fixed)]
    listed = ", ".join(["o.unit AS origin", "d.unit AS destination", *columns])
    sql = (
        f'SELECT {listed}, sum(c."{indicator.numerator}")::{_number(kind)} AS value, '
        f'count(*) - count(c."{indicator.numerator}") AS missing '
        f'FROM "{table}" c JOIN ends o ON c.origin = o.place JOIN ends d ON c.destination = d.place '
        f"WHERE {' AND '.join(conditions)} "
        f"GROUP BY GROUPING SETS ({', '.join('(' + ', '.join(one) + ')' for one in sets)})"
    )
    return sql, [*over, *fixed.values()]


def largest(module: Module, source: str, top: int, kind: str) -> str:
    """The SELECT of the largest flows of each scope, direction and mix of dimensions, and of the rest of each as one row.

    `source` is a SELECT as `rolled` gives; the tables `scopes` (scope, unit) and `covered` are read. Columns: scope,
    direction, dimensions, rank (0: the rest), origin, destination (NULL in the rest), value, missing, flows (that are
    summed in the row), unknown (flows that are not known, since too little has reported). One parameter more than those
    of `source`: the least share of a unit's places that must have a figure.
    """
    dimensions = "".join(f', "{name}"' for name in module.dimensions)
    end = module.flows.reported_at
    same = f"scope, direction{dimensions}"
    return f"""
        WITH rolled AS ({source}), touched AS (
            SELECT s.scope, CASE WHEN r.origin = r.destination THEN 'inside' ELSE 'between' END AS direction, r.*
            FROM rolled r JOIN scopes s ON s.unit = r.origin JOIN scopes t ON t.unit = r.destination AND t.scope = s.scope
            UNION ALL
            SELECT s.scope, 'out', r.* FROM rolled r JOIN scopes s ON s.unit = r.origin
            WHERE NOT EXISTS (SELECT 1 FROM scopes t WHERE t.scope = s.scope AND t.unit = r.destination)
            UNION ALL
            SELECT t.scope, 'in', r.* FROM rolled r JOIN scopes t ON t.unit = r.destination
            WHERE NOT EXISTS (SELECT 1 FROM scopes s WHERE s.scope = t.scope AND s.unit = r.origin)
        ), judged AS (
            SELECT t.*, t.value IS NOT NULL AND u.enough AND greatest(0, u.known - t.missing) >= ? * u.known AS is_known
            FROM touched t JOIN covered u ON u.unit = t.{end}
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY {same}, is_known ORDER BY value DESC, origin, destination) AS rank
            FROM judged
        )
        SELECT {same}, rank, origin, destination, value, missing, 1::BIGINT AS flows, 0::BIGINT AS unknown
        FROM ranked WHERE is_known AND rank <= {int(top)}
        UNION ALL
        SELECT {same}, 0, NULL, NULL, sum(value) FILTER (WHERE is_known)::{_number(kind)}, sum(missing)::BIGINT,
               count(*) FILTER (WHERE is_known), count(*) FILTER (WHERE NOT is_known)
        FROM ranked WHERE NOT is_known OR rank > {int(top)} GROUP BY {same}"""


def _number(kind: str) -> str:
    """The type of a sum of a column of this type."""
    return "BIGINT" if "INT" in kind else "DOUBLE"


def _largest(house, module, ask: Ask, ends: Ends, covered: Covered, within: frozenset[int], name: str, over: tuple):
    """The largest flows as dicts: those worked out when publishing where the question was declared, else from the cube."""
    top = ask.top or module.flows.top
    total = {one for one in ask.total if one != "period"} | {one for one, value in ask.where if value == TOTAL}
    where = [(one, value) for one, value in ask.where if value != TOTAL]
    kept = house.flows.get(module.id)
    if kept and len(over) == 1 and top <= module.flows.top and kept.declares(house, ask.by, ask.within):
        return kept.read(house, module, ask, ends, name, over[0], where, total, top)
    indicator, kind = module.indicators[name], house.cubes[module.id].types[module.indicators[name].numerator]
    source, parameters = rolled(module, module.id, indicator, kind, over, where, total)
    cursor = house.connection.cursor()
    cursor.register("ends", ends.membership())
    cursor.register("covered", covered.table())
    cursor.register("scopes", {"scope": np.array([""] * len(within), object),
                               "unit": np.array(sorted(within), np.int32)})  # fmt: skip
    return dicts(cursor.execute(largest(module, source, top, kind), [*parameters, covered.least]))


def dicts(result) -> list[dict]:
    """The rows of a result, each by the names of its columns."""
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _row(module: Module, indicator: Indicator, ends: Ends, covered: Covered, within: frozenset[int], label: str,
         found: Mapping, provenance: str) -> dict:  # fmt: skip
    """One row of the answer, as house.md has it, with `direction`, and `flows`: how many flows it stands for."""
    rest = not found["rank"]
    origin, destination = (None, None) if rest else (ends.units[found[end]] for end in ("origin", "destination"))
    if rest:
        share, counts = _of_rest(module, ends, covered, within, found)
        enough = share >= covered.least and found["value"] is not None
    else:
        number = found[module.flows.reported_at]
        with_value, known, expected = covered.counts[number]
        share = min(covered.share[number], max(0, known - found["missing"]) / max(1, known))
        counts, enough = (max(0, with_value - found["missing"]), known, expected), True
    value = found["value"] * _plain(indicator.factor) if enough else None
    row = {"indicator": indicator.id}
    for end, unit in (("origin", origin), ("destination", destination)):
        row |= {end: unit.id if unit else OTHER, f"{end}_name": unit.titles["en"] if unit else NAMES[OTHER]}
    units_of = [unit for unit in (origin, destination) if unit] or [unit for unit in ends.units if unit.id != ELSEWHERE]
    return row | {
        "level": ends.level, "period": label, "direction": found["direction"],
        **{name: found[name] for name in module.dimensions},
        "value": value, "unit": indicator.unit, "low": None, "high": None, "standard_error": None,
        "numerator": found["value"] if enough else None, "denominator": None, "flows": found["flows"],
        "coverage": share, "places_with_value": counts[0], "places_known": counts[1], "places_expected": counts[2],
        "state": "value" if enough else "no_data", "reliability": None,
        "provenance": units.weakest((provenance, *(unit.provenance for unit in units_of))),
        "certain": all(unit.certain for unit in units_of),
    }  # fmt: skip


def _plain(factor: float) -> float:
    """A factor of one leaves whole numbers whole."""
    return int(factor) if factor == int(factor) else factor


def _of_rest(module: Module, ends: Ends, covered: Covered, within: frozenset[int], found: Mapping):
    """Share and counts of the places that report the rest of a direction: those of the scope, or all outside it."""
    outside = {"in": "origin", "out": "destination"}.get(found["direction"]) == module.flows.reported_at
    numbers = [number for number in range(len(ends.units)) if (number in within) != outside]
    counts = tuple(sum(covered.counts[number][part] for number in numbers) for part in range(3))
    known = sum(covered.counts[number][1] for number in numbers)
    share = sum(covered.share[number] * covered.counts[number][1] for number in numbers) / known if known else 0.0
    flows = found["flows"] + found["unknown"]
    return min(share, found["flows"] / flows if flows else 1.0), counts


def _silent(module: Module, ask: Ask, ends: Ends, within: frozenset[int], found: Sequence[Mapping]) -> list[dict]:
    """A row of the rest for each direction in which no flow at all was reported: that none is known is told too."""
    possible = {"between": len(within) > 1, "inside": True}
    possible |= dict.fromkeys(("in", "out"), len(within) < len(ends.units))
    asked = {name: dict(ask.where).get(name, TOTAL) for name in module.dimensions}
    return [{**asked, "direction": direction, "rank": 0, "value": 0, "missing": 0, "flows": 0, "unknown": 0}
            for direction in DIRECTIONS
            if possible[direction] and all(one["direction"] != direction for one in found)]  # fmt: skip


def _order(module: Module, rows: list[dict], chosen: tuple) -> None:
    """By indicator and period, then mixes of dimensions as the card has them with totals last, then direction; within
    them the rows keep their order.
    """
    indicators = {name: position for position, name in enumerate(chosen)}
    periods = {row["period"]: None for row in rows}
    periods = {period: position for position, period in enumerate(periods)}
    values = {name: {value: position for position, value in enumerate((*dimension.values, TOTAL))}
              for name, dimension in module.dimensions.items()}  # fmt: skip

    def place(row: dict) -> tuple:
        mix = tuple(values[name][row[name]] for name in module.dimensions)
        return indicators[row["indicator"]], periods[row["period"]], *mix, DIRECTIONS.index(row["direction"])

    rows.sort(key=place)
