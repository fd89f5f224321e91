"""The rows of an answer that adds up: series, and the counts of events."""

from collections.abc import Iterable, Mapping

from geo import groups as grouping
from geo.places import ancestors, name_of
from queries import rollup, scope
from queries.ask import Ask, AskError
from queries.house import CubeFacts, House
from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.scope import Scope, Unit

SCOPES_KEPT = 256


def series_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """Rows and notes, period by period, since places and coverage change with the period."""
    facts = house.cubes[module.id]
    rows, notes = [], {}
    for label, over, names in _spans(module, facts, ask, chosen):
        scoped = scope_of(house, module, ask, over)
        for note in scoped.notes:
            notes.setdefault(str(note), {**note, "period": label})
        if scoped.units:
            rows += _rows_of_span(house, module, ask, scoped, label, over, names, provenance)
    order = {name: position for position, name in enumerate(chosen)}
    rows.sort(key=lambda row: order[row["indicator"]])  # stable: periods and units keep their order
    uncertain = sorted({row["place"] for row in rows if not row["certain"] and row["level"] not in house.sets})
    if uncertain:
        notes["uncertain"] = {"code": "uncertain_match", "places": uncertain}
    return rows, list(notes.values())


def event_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """With `by`: counts, as for a series. Without: the events themselves, with the columns the module declares."""
    if ask.by is not None or "period" in ask.total:
        return series_rows(house, module, ask, chosen, provenance)
    codes = scope.area(house.places, house.sets, ask.within, house.date)
    conditions = ["true"]
    parameters = [value for _, value in ask.where if value != TOTAL]
    conditions += [f'"{name}" = ?' for name, value in ask.where if value != TOTAL]
    if ask.period:
        conditions.append("period = ?")
        parameters.append(ask.period)
    columns = [name for name in house.cubes[module.id].types if name in (*module.key, *module.measures(), "title")]
    listed = ", ".join(f'"{name}"' for name in columns)
    sql = f'SELECT {listed} FROM "{module.id}" WHERE {" AND ".join(conditions)} ORDER BY date, thing, actor, place'
    rows = [
        {
            **dict(zip(columns, row, strict=True)),
            "place_name": name_of(house.places[row[columns.index("place")]], "en"),
            "provenance": provenance,
        }
        for row in house.connection.cursor().execute(sql, parameters).fetchall()
        if codes is None or row[columns.index("place")] in codes
    ]
    return rows, []


def _spans(module: Module, facts: CubeFacts, ask: Ask, chosen: tuple) -> Iterable[tuple]:
    """(label, periods, indicators): each period for itself, or what `--total period` means for each indicator."""
    if "period" not in ask.total:
        return [(period, (period,), chosen) for period in facts.periods if ask.period in (None, period)]
    together = tuple(n for n in chosen if module.indicators[n].over_periods in ("sum", "ratio", "distinct"))
    last = tuple(n for n in chosen if module.indicators[n].over_periods == "last")
    refused = [name for name in chosen if name not in together + last]
    if refused:
        message = f"{', '.join(refused)} cannot be added over periods."
        raise AskError(f"{message} Leave out `--total period`, or choose other indicators of {module.id}.")
    spans = [(TOTAL, facts.periods, together)] if together else []
    return spans + ([(facts.periods[-1], facts.periods[-1:], last)] if last else [])


def scope_of(house: House, module: Module, ask: Ask, over: tuple[str, ...]) -> Scope:
    """The units for the periods `over`, remembered: they depend on nothing but the snapshot and the question."""
    key = (module.id, ask.by, ask.within, over)
    if key not in house.remembered:
        if len(house.remembered) >= SCOPES_KEPT:
            house.remembered.clear()
        house.remembered[key] = _make_scope(house, module, ask, over)
    return house.remembered[key]


def _make_scope(house: House, module: Module, ask: Ask, over: tuple[str, ...]) -> Scope:
    facts, places, sets = house.cubes[module.id], house.places, house.sets
    codes = scope.area(places, sets, ask.within, house.date)
    known = frozenset().union(*(scope.known_places(places, facts.grains[p], facts.present[p], p) for p in over))
    if module.card.expected:
        known &= scope.area(places, sets, module.card.expected, house.date)
    present = frozenset().union(*(facts.present[p] for p in over))
    gone = scope.absent(places, known, present, over)
    if ask.by is None:
        inside = known if codes is None else known & codes
        found = Scope(tuple(scope.units_by_place(places, inside)), gone)
    elif ask.by in sets:
        units = scope.limited(scope.units_by_set(places, sets[ask.by], known, house.date), codes)
        finer = frozenset().union(*(unit.members for unit in grouping.units(sets[ask.by], places, house.date)))
        notes = () if any(unit.places for unit in units) else _published_above(places, known, finer)
        found = Scope(tuple(scope.without_absent(units, gone)), gone, notes)
    else:
        found = scope.units_by_level(places, known, ask.by, codes)
        found = Scope(tuple(scope.without_absent(found.units, gone)), gone, found.notes)
    if found.units or codes is None:
        return found
    return Scope((), gone, _published_above(places, known, codes))


def _published_above(places: Mapping, known: frozenset[str], codes: frozenset[str]) -> tuple[dict, ...]:
    """The note that says at which places around an area without figures of its own there are some."""
    around = {place.code for code in codes for place in ancestors(places, code)}
    above = sorted(code for code in known if code in around or around.intersection(places[code].successors))
    if not above:
        return ()
    return ({"code": "published_above", "grain": sorted({places[code].level for code in above}), "places": above},)


def _rows_of_span(house, module, ask, scoped: Scope, label: str, over: tuple, names: tuple, provenance: str) -> list:
    facts, places = house.cubes[module.id], house.places
    total = {name for name in ask.total if name != "period"} | {name for name, value in ask.where if value == TOTAL}
    where = tuple((name, value) for name, value in ask.where if value != TOTAL)
    cells_of = rollup.aggregate(
        house.connection.cursor(),
        module,
        module.id,
        facts.types,
        scoped.units,
        names,
        over[0] if len(over) == 1 else None,
        where,
        sorted(total),
    )
    by_unit = {}
    for (unit, values), cells in cells_of.items():
        by_unit.setdefault(unit, []).append((values, cells))
    totals = tuple(TOTAL for _ in module.dimensions)
    valued_by = {name: _valued(facts, module, name, over) for name in names}
    rows = []
    for unit in scoped.units:
        weights = {code: places[code].persons_reference for code in unit.places}
        unit_provenance = scope.weakest((provenance, unit.provenance))
        mixes = sorted(by_unit.get(unit.id, ()), key=lambda mix: _mix_order(module, mix[0]))
        for name in names:
            indicator = module.indicators[name]
            valued = valued_by[name]
            share = rollup.coverage(unit, valued, weights)
            frame = _frame(places, unit, indicator, label, unit_provenance, share, valued)
            allowed = [(values, cells) for values, cells in mixes if rollup.may_total(indicator, module, values)]
            found = [(values, _measured(house, module, indicator, unit, cells, share)) for values, cells in allowed]
            if not found or not unit.places & valued:
                if module.card.missing == "zero" and unit.places:
                    found = [
                        (
                            totals,
                            {
                                "value": 0,
                                "low": None,
                                "high": None,
                                "numerator": 0,
                                "denominator": None,
                                "state": "value",
                                "certain": True,
                            },
                        )
                    ]
                else:
                    state = rollup.state_without_value(module, unit, scoped.gone)
                    found = [(totals, _nothing(state))]
            for values, measured in found:
                rows.append(
                    {
                        **frame,
                        **dict(zip(module.dimensions, values, strict=True)),
                        **measured,
                        "certain": measured["certain"] and unit.certain,
                    }
                )
    return [_in_order(row, module) for row in rows]


def _valued(facts: CubeFacts, module: Module, name: str, over: tuple[str, ...]) -> frozenset[str]:
    """Places with a value over all of the periods: in every one of them, or in any where absence means zero."""
    found = [facts.valued.get((name, period), frozenset()) for period in over]
    if len(found) == 1:
        return found[0]
    return frozenset().union(*found) if module.card.missing == "zero" else frozenset.intersection(*found)


def _measured(house: House, module: Module, indicator: Indicator, unit: Unit, cells: dict, share: float) -> dict:
    single = len(unit.places) == 1 and not unit.straddling
    measured = rollup.measure(indicator, cells, single)
    covered = share >= indicator.least_coverage or module.card.missing == "zero"
    if not covered and measured["state"] in ("value", "unreliable"):
        measured = _nothing("no_data")
    certain = cells.get("certain")
    return {**measured, "certain": True if certain is None or unit.id not in unit.places else bool(certain)}


def _nothing(state: str) -> dict:
    return {
        "value": None,
        "low": None,
        "high": None,
        "numerator": None,
        "denominator": None,
        "state": state,
        "certain": True,
    }


def _frame(places, unit: Unit, indicator: Indicator, label: str, provenance: str, share, valued) -> dict:
    with_value, known, expected = unit.counts(valued)
    return {
        "indicator": indicator.id,
        "place": unit.id,
        "place_name": unit.titles["en"],
        "level": unit.level,
        "period": label,
        "unit": indicator.unit_in(unit.country),
        "coverage": share,
        "places_with_value": with_value,
        "places_known": known,
        "places_expected": expected,
        "provenance": provenance,
    }


def _mix_order(module: Module, values: tuple) -> tuple:
    """Dimension values in the order of the card, totals last."""
    return tuple(
        (value == TOTAL, list(dimension.values).index(value) if value != TOTAL else 0)
        for value, dimension in zip(values, module.dimensions.values(), strict=True)
    )


def _in_order(row: dict, module: Module) -> dict:
    first = ("indicator", "place", "place_name", "level", "period", *module.dimensions)
    last = (
        "value",
        "unit",
        "low",
        "high",
        "numerator",
        "denominator",
        "coverage",
        "places_with_value",
        "places_known",
        "places_expected",
        "state",
        "provenance",
        "certain",
    )
    return {name: row[name] for name in (*first, *last)}
