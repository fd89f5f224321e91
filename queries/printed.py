"""The rows of published figures: shown at the levels they were printed for, and never added."""

from collections import Counter
from decimal import Decimal

from data import periods
from geo.places import exists_in, heirs, name_of
from queries import flags, units
from queries.ask import Ask
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.uncertainty import error_of_interval, sure


def published_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """Rows and notes. With `by` a level, every place of that level is listed, also those nothing was printed for.

    With `by` a set, a group has a figure only where it is one place for which one was printed.
    """
    units = _units(house, module, ask)
    printed = _printed(house, module, ask)
    rows = []
    for name in chosen:
        indicator = module.indicators[name]
        for period in house.cubes[module.id].periods:
            if ask.period not in (None, period):
                continue
            found = {key: cells for key, cells in printed.items() if key[1] == period and cells[name] is not None}
            printed_at = (house.places[code] for code, *_ in found)
            levels = {(place.country, place.level, place.vintage) for place in printed_at}
            for unit in units:
                rows += _unit_rows(house, module, indicator, unit, period, found, levels, ask, provenance)
    types = house.cubes[module.id].types
    from_intervals = any(
        row["standard_error"] is not None and f"{row['indicator']}_standard_error" not in types for row in rows
    )
    notes = [{"code": "errors_from_intervals"}] if from_intervals else []
    notes += flags.notes(module, rows, printed, lambda code: house.places[code].country)
    return (_carried(house, ask, rows) if ask.carried else rows), notes


def _carried(house: House, ask: Ask, rows: list[dict]) -> list[dict]:
    """The rows, those of a place whose code changed under its present one: what is printed is never added, so of
    several that were joined each stays what it was.
    """
    codes, heir_of = house.area(ask.within), heirs(house.places)
    alone = {heir for heir, count in Counter(heir_of.values()).items() if count == 1}
    present = {(row["place"], row["period"]) for row in rows if row["value"] is not None}
    carried = []
    for row in rows:
        code = row["place"]
        heir = heir_of.get(code)
        may = heir in alone and (heir, row["period"]) not in present and (codes is None or heir in codes)
        vintage = house.places[code].vintage if code in house.places else ""
        row = {**row, "made_for": code, "vintage": vintage}
        if may:
            row |= {"place": heir, "place_name": name_of(house.places[heir], "en")}
        carried.append(row)
    moved = {(row["place"], row["period"]) for row in carried if row["place"] != row["made_for"]}
    return [row for row in carried if row["place"] != row["made_for"] or (row["place"], row["period"]) not in moved]


def _units(house: House, module: Module, ask: Ask) -> list[units.Unit]:
    facts = house.cubes[module.id]
    present = frozenset().union(*facts.present.values())
    codes = house.area(ask.within)
    if ask.by in house.sets:
        known = frozenset(house.places)
        return units.limited(units.units_by_set(house.places, house.sets[ask.by], known, house.date), codes, ask.within)
    if ask.by is None:
        return [unit for unit in units.units_by_place(house.places, present) if codes is None or unit.id in codes]
    vintages = {(house.places[code].country, house.places[code].level, house.places[code].vintage) for code in present}
    listed = {
        code
        for code, place in house.places.items()
        if place.level == ask.by
        and (place.country, place.level, place.vintage) in vintages
        and (codes is None or code in codes)
    }
    return units.units_by_place(house.places, listed)


def _printed(house: House, module: Module, ask: Ask) -> dict[tuple, dict]:
    """(place, period, dimension values) -> the cube's cells."""
    where = [(name, value) for name, value in ask.where] + [(name, TOTAL) for name in ask.total if name != "period"]
    conditions = "".join(f' AND "{name}" = ?' for name, _ in where)
    cursor = house.connection.cursor()
    cursor.execute(f'SELECT * FROM "{module.id}" WHERE true{conditions}', [value for _, value in where])
    columns = [column[0] for column in cursor.description]
    found = {}
    for row in cursor.fetchall():
        cells = dict(zip(columns, row, strict=True))
        found[(cells["place"], cells["period"], *(cells[name] for name in module.dimensions))] = cells
    return found


def _unit_rows(house, module, indicator, unit, period, found, levels, ask, provenance) -> list[dict]:
    own = unit.id in house.places
    keys = [key for key in found if key[0] == unit.id] if own else []
    if not own:
        alone = [key for key in found if key[0] in unit.places]
        state = "cannot_be_added" if alone else "no_data"
        return [_row(module, indicator, unit, period, {}, state, provenance)] if alone else []
    if keys:
        order = {name: list(dimension.values) for name, dimension in module.dimensions.items()}
        keys.sort(key=lambda key: tuple(order[n].index(v) for n, v in zip(order, key[2:], strict=True)))
        rows = []
        for key in keys:
            dims = dict(zip(module.dimensions, key[2:], strict=True))
            rows.append(_row(module, indicator, unit, period, {**found[key], **dims}, "value", provenance))
        return rows
    place = house.places[unit.id]
    if ask.by is None or (place.country, place.level, place.vintage) not in levels:
        return []
    state = "no_data" if exists_in(place, *periods.span(period, place.country)) else "not_applicable"
    return [_row(module, indicator, unit, period, {}, state, provenance)]


def _row(module: Module, indicator: Indicator, unit: units.Unit, period: str, cells: dict, state: str, provenance: str):
    name, has = indicator.id, state == "value"
    # In the unit they were printed in: nothing is scaled.
    columns = (name, f"{name}_low", f"{name}_high", f"{name}_standard_error")
    value, low, high, error = (_plain(cells.get(column)) for column in columns)
    row = {
        "indicator": name,
        "place": unit.id,
        "place_name": unit.titles["en"],
        "level": unit.level,
        "period": period,
        **{dimension: cells.get(dimension, TOTAL) for dimension in module.dimensions},
        "value": value if has else None,
        "unit": indicator.unit_in(unit.country),
        "low": low,
        "high": high,
        "standard_error": None,
        "numerator": None,
        "denominator": None,
        "coverage": 1.0 if has else 0.0,
        "places_with_value": int(has),
        "places_known": 1,
        "places_expected": 1,
        "state": state,
        "reliability": None,
        "provenance": units.weakest((provenance, unit.provenance)),
        "certain": unit.certain,
    }
    if not has:
        return row
    if error is None and low is not None and high is not None:
        error = error_of_interval(value, low, high)
    if error is not None:  # printed in the unit of the value
        row |= sure(value, error, indicator)
        row |= {"low": low, "high": high} if low is not None and high is not None else {}
    return row


def _plain(number):
    """A decimal of the SQL as a float, so that it goes with any other number; whole numbers stay whole."""
    return float(number) if isinstance(number, Decimal) else number
