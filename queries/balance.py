"""What each unit takes in and sends by flows, and the flows among a few units: both exact, rolled up from the cube.

The lists of `queries/flows.py` hold the largest flows only; who gains and who loses needs all of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from queries import flows, units
from queries.flows import NAMES, OTHER, Covered, Ends
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.run import Answer, limited

REST = -1  # the number of all units that a matrix does not name


def balances(house: House, answer: Answer) -> Answer:
    """The answer with a row for each unit of the scope in place of its flows.

    `value` is what came less what left, `arrived`, `departed` and `inside` (what moved within the unit) stand beside it,
    in persons or whatever moves. It counts flows with the whole world that the cube knows, not only inside the scope.
    Where any end has not reported, what left is not known, and the state is `no_data`.
    """
    module, name, ends, covered, within = _of(house, answer)
    sql = """
        SELECT unit, sum(arrived), sum(departed), sum(inside), sum(missing) FROM (
            SELECT destination AS unit, CASE WHEN origin <> destination THEN value END AS arrived, NULL AS departed,
                   CASE WHEN origin = destination THEN value END AS inside, missing FROM rolled
            UNION ALL
            SELECT origin, NULL, CASE WHEN origin <> destination THEN value END, NULL,
                   CASE WHEN origin <> destination THEN missing ELSE 0 END FROM rolled
        ) GROUP BY unit"""
    found = {row[0]: row[1:] for row in _asked(house, module, answer, name, ends, sql)}
    all_known = all(share >= covered.least for share in covered.share)
    rows = [_row(answer, module, name, ends, covered, number, found.get(number, (None,) * 4), all_known)
            for number in sorted(within)]  # fmt: skip
    return replace(answer, rows=rows)


def matrix(house: House, answer: Answer, chosen: Sequence[str]) -> list[dict]:
    """A row for each pair of the chosen units, and of them with all others together (`other`): origin, destination, their
    names, value, state. Pairs between which nothing moved have the value 0; the sum of all is all that moved.
    """
    module, name, ends, covered, _ = _of(house, answer)
    numbers = {number: unit.id for number, unit in enumerate(ends.units) if unit.id in set(chosen)}
    listed = ", ".join(map(str, numbers)) or "-2"
    sql = f"""
        SELECT CASE WHEN origin IN ({listed}) THEN origin ELSE {REST} END AS origin,
               CASE WHEN destination IN ({listed}) THEN destination ELSE {REST} END AS destination,
               sum(value), sum(missing)
        FROM rolled GROUP BY 1, 2"""
    found = {row[:2]: row[2:] for row in _asked(house, module, answer, name, ends, sql)}
    order = sorted(numbers, key=lambda number: chosen.index(numbers[number])) + [REST]
    return [_cell(answer, module, name, ends, covered, pair, found.get(pair))
            for pair in ((one, other) for one in order for other in order)]  # fmt: skip


def added(rows: Iterable[Mapping], column: str) -> dict[str, dict]:
    """The rows of a list of flows, the rest among them, added up by a column such as `direction`: value -> row.

    Where one of them is not known, neither is the sum: `no_data`.
    """
    found: dict[str, dict] = {}
    for row in rows:
        whole = found.setdefault(row[column], {**row, "value": 0, "flows": 0, "state": "value", "numerator": None})
        whole["flows"] += row["flows"]
        if row["value"] is None or whole["value"] is None:
            whole |= {"value": None, "state": "no_data"}
        else:
            whole["value"] += row["value"]
    return found


def _of(house: House, answer: Answer) -> tuple[Module, str, Ends, Covered, frozenset[int]]:
    """The module, the indicator, the units, what of them is known, and which of them lie in the scope."""
    module, ask = house.registry.modules[answer.query], answer.ask
    name, over = ask.indicators[0], (ask.period,)
    ends = flows.ends_of(house, module, ask.by, over, ask.within)
    key = ("flow coverage", module.id, ask.by, flows.group_of(house, ask), name, over)
    covered = house.remember(key, lambda: flows.covered_of(house, module, ends, name, over))
    within, _ = ends.inside(units.area(house.places, house.sets, ask.within, house.date))
    return module, name, ends, covered, within


def _asked(house: House, module: Module, answer: Answer, name: str, ends: Ends, sql: str) -> list[tuple]:
    """The rows of a SELECT over `rolled`: the pairs of units, of the answer's period and choice of dimensions."""
    ask, indicator = answer.ask, module.indicators[name]
    where = [(one, value) for one, value in ask.where if value != TOTAL]
    total = {one for one in ask.total if one != "period"} | {one for one, value in ask.where if value == TOTAL}
    kind = house.cubes[module.id].types[indicator.numerator]
    source, parameters = flows.rolled(module, module.id, indicator, kind, (ask.period,), where, total)
    cursor = house.connection.cursor()
    cursor.register("ends", ends.membership())
    with limited(module.id):
        return cursor.execute(f"WITH rolled AS ({source}) {sql}", parameters).fetchall()


def _row(answer: Answer, module: Module, name: str, ends: Ends, covered: Covered, number: int, found: tuple,
         all_known: bool) -> dict:  # fmt: skip
    unit, indicator = ends.units[number], module.indicators[name]
    known, (with_value, places, expected) = all_known and not found[3], covered.counts[number]
    arrived, departed, inside = (_scaled(one, indicator.factor) if known else None for one in found[:3])
    return {
        "indicator": name, "place": unit.id, "place_name": unit.titles["en"], "level": ends.level,
        "period": answer.ask.period, **_dimensions(answer, module),
        "value": arrived - departed if known else None, "unit": indicator.unit, "arrived": arrived, "departed": departed,
        "inside": inside, "low": None, "high": None, "standard_error": None, "numerator": None, "denominator": None,
        "coverage": covered.share[number], "places_with_value": with_value, "places_known": places,
        "places_expected": expected, "state": "value" if known else "no_data", "reliability": None,
        "provenance": units.weakest((answer.provenance, unit.provenance)), "certain": unit.certain,
    }  # fmt: skip


def _cell(answer: Answer, module: Module, name: str, ends: Ends, covered: Covered, pair: tuple, found) -> dict:
    """One pair of a matrix. Where nothing is listed between two units nothing moved, if the end that reports has reported."""
    at = pair[0 if module.flows.reported_at == "origin" else 1]
    shares = [covered.share[at]] if at != REST else covered.share
    value, missing = found or (None, 0)
    known = min(shares, default=1.0) >= covered.least and not missing
    ids = [ends.units[number].id if number != REST else OTHER for number in pair]
    named = [ends.units[number].titles["en"] if number != REST else NAMES[OTHER] for number in pair]
    return {
        "indicator": name, "origin": ids[0], "origin_name": named[0], "destination": ids[1], "destination_name": named[1],
        "level": ends.level, "period": answer.ask.period, **_dimensions(answer, module),
        "value": _scaled(value, module.indicators[name].factor) if known else None,
        "unit": module.indicators[name].unit, "state": "value" if known else "no_data",
        "provenance": answer.provenance,
    }  # fmt: skip


def _dimensions(answer: Answer, module: Module) -> dict[str, str]:
    chosen = dict(answer.ask.where)
    return {name: chosen.get(name, TOTAL) for name in module.dimensions}


def _scaled(value, factor: float):
    """A sum in the indicator's unit; no row at all is a sum of 0. Whole numbers stay whole."""
    return (value or 0) * (int(factor) if factor == int(factor) else factor)


__all__ = ["added", "balances", "matrix"]
