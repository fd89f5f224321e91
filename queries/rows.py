"""The rows of an answer that adds up: series, and the counts of events."""

from collections.abc import Iterable, Mapping

from geo.places import name_of, weights_of
from queries import protect, rollup, uncertainty, units
from queries.ask import Ask
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.query import Module
from queries.scope import scope_of
from queries.spans import Span, spans_of, sums_of
from queries.units import Scope, Unit

SHOWS_FIGURES = ("value", "unreliable", "not_applicable")  # the last says that the denominator is zero


def series_rows(house: House, module: Module, ask: Ask, chosen: tuple, provenance: str) -> tuple[list, list]:
    """Rows and notes, period by period, since places and coverage change with the period."""
    rows, notes = [], {}
    spans = spans_of(house, module, ask, chosen)
    scopes = [scope_of(house, module, ask, span.over, span.country) for span in spans]
    for span, scoped, sums in zip(spans, scopes, sums_of(house, module, ask, spans, scopes), strict=True):
        label, names = span.label, span.names
        for note in scoped.notes:
            notes[(str(note), label)] = {**note, "period": label}
        if scoped.units:
            made = _rows_of_span(house, module, ask, scoped, span, sums, provenance)
            count = sum(row["state"] == "hidden" for row in made)
            if count:
                smallest = protect.smallest_count(module, names)
                notes[("hidden", label, span.country)] = {
                    "code": "hidden", "period": label, "count": count, "of": len(made), "smallest_count": smallest
                }  # fmt: skip
            rows += made_for(house, scoped.units, made) if ask.carried else made
    notes |= {str(note): note for note in uncertainty.notes(module, rows)}
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
    codes = house.area(ask.within)
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


def _rows_of_span(house, module, ask, scoped: Scope, span: Span, sums: tuple, provenance: str) -> list:
    facts, places = house.cubes[module.id], house.places
    names, over, (cells_of, hidden) = span.names, span.over, sums
    where = tuple((name, value) for name, value in ask.where if value != TOTAL)
    by_unit = {}
    for (unit, values), cells in cells_of.items():
        by_unit.setdefault(unit, []).append((values, cells))
    asked = tuple(dict(where).get(name, TOTAL) for name in module.dimensions)
    summed = {name: _over(facts.valued, module, name, over) for name in names}
    either = {name: summed[name] | _over(facts.printed, module, name, over) for name in names}
    present = frozenset().union(*(facts.present[period] for period in over))
    rows, weights = [], weights_of(places)
    for unit in scoped.units:
        unit_provenance = units.weakest((provenance, unit.provenance))
        mixes = by_unit.get(unit.id, [])
        if len(mixes) > 1:
            mixes.sort(key=lambda mix: _mix_order(module, mix[0]))
        for name in names:
            indicator = module.indicators[name]
            valued = either[name] if unit.itself else summed[name]
            if _absence_is_zero(module, indicator):
                valued = (unit.places & valued) | (unit.places - present - scoped.gone)
            allowed = [(values, cells) for values, cells in mixes if rollup.may_total(indicator, module, values)]
            if allowed and not unit.places.isdisjoint(either[name]):
                found = [(values, _measured(indicator, unit, cells, valued, weights)) for values, cells in allowed]
                found = [(values, _protected(measured) if name in hidden.get((unit.id, values), ()) else measured)
                         for values, measured in found]  # fmt: skip
            else:
                is_zero = _absence_is_zero(module, indicator) and bool(unit.places) and unit.places <= valued
                state = "value" if is_zero else rollup.state_without_value(module, unit, scoped.gone)
                state = "cannot_be_added" if mixes and not allowed else state
                value = 0 if state == "value" else None
                found = [
                    (asked, {**_nothing(state), "value": value, "numerator": value, **_covered(unit, valued, weights)})
                ]
            for values, measured in found:
                dimensions = dict(zip(module.dimensions, values, strict=True))
                rows.append(_row(unit, indicator, span.label, dimensions, measured, unit_provenance))
    return rows


def _over(by_period: Mapping, module: Module, name: str, over: tuple[str, ...]) -> frozenset[str]:
    """Places with a figure over all of the periods: in every one of them, or in any where absence means zero."""
    found = [by_period.get((name, period), frozenset()) for period in over]
    if len(found) == 1:
        return found[0]
    return frozenset().union(*found) if module.card.missing == "zero" else frozenset.intersection(*found)


def _absence_is_zero(module: Module, indicator: Indicator) -> bool:
    """Where absence from the extract means that there was nothing: of a count, never of a rate.

    A cube of protected figures has its zeros as rows: only those may say zero, since they may be hidden.
    """
    filled = module.protected and indicator.smallest_count is not None
    return not filled and module.card.missing == "zero" and indicator.over_places in ("sum", "distinct")


def _measured(indicator: Indicator, unit: Unit, cells: dict, valued: frozenset[str], weights: dict) -> dict:
    measured = rollup.measure(indicator, cells, unit)
    covered = _covered(unit, valued, weights, cells.get(f"{indicator.id}.incomplete") or 0)
    enough = covered["coverage"] >= indicator.least_coverage
    if not enough and measured["state"] in ("value", "unreliable"):
        measured = {**measured, **_nothing("no_data")}
    certain = cells.get("certain")
    return {**measured, **covered, "certain": True if certain is None or not unit.itself else bool(certain)}


def _protected(measured: dict) -> dict:
    """What is left of figures that may not be shown: where there was none to show, the state stays what it was."""
    return {**measured, **_nothing("hidden")} if measured["state"] in SHOWS_FIGURES else measured


def _covered(unit: Unit, valued: frozenset[str], weights: dict, incomplete: int = 0) -> dict:
    """Coverage and the three counts. `incomplete` places have a row without a figure among those to be added."""
    share = rollup.coverage(unit, valued, weights)
    with_value, known, expected = unit.counts(valued)
    if incomplete:
        share = min(share, max(0, len(unit.places) - incomplete) / len(unit.places))
        with_value = max(0, with_value - incomplete)
    return {"coverage": share, "places_with_value": with_value, "places_known": known, "places_expected": expected}


def _nothing(state: str) -> dict:
    return {
        "value": None,
        "low": None,
        "high": None,
        "standard_error": None,
        "numerator": None,
        "denominator": None,
        "state": state,
        "reliability": None,
        "certain": True,
    }


def _row(unit: Unit, indicator: Indicator, label: str, dimensions: dict, measured: dict, provenance: str) -> dict:
    return {
        "indicator": indicator.id,
        "place": unit.id,
        "place_name": unit.titles["en"],
        "level": unit.level,
        "period": label,
        **dimensions,
        "value": measured["value"],
        "unit": indicator.unit_in(unit.country),
        "low": measured["low"],
        "high": measured["high"],
        "standard_error": measured["standard_error"],
        "numerator": measured["numerator"],
        "denominator": measured["denominator"],
        "coverage": measured["coverage"],
        "places_with_value": measured["places_with_value"],
        "places_known": measured["places_known"],
        "places_expected": measured["places_expected"],
        "state": measured["state"],
        "reliability": measured["reliability"],
        "provenance": provenance,
        "certain": measured["certain"] and unit.certain,
    }


def _mix_order(module: Module, values: tuple) -> tuple:
    """Dimension values in the order of the card, totals last."""
    return tuple(
        (value == TOTAL, list(dimension.values).index(value) if value != TOTAL else 0)
        for value, dimension in zip(values, module.dimensions.values(), strict=True)
    )


def made_for(house: House, found: Iterable[Unit], rows: list[dict]) -> list[dict]:
    """The rows with the codes each value was made for and their vintage: those of the places it was added up from."""
    told = {}
    for unit in found:
        vintages = {house.places[code].vintage for code in unit.places}
        told[unit.id] = {"made_for": "+".join(sorted(unit.earlier) or [unit.id]), "vintage": "+".join(sorted(vintages))}
    return [{**row, **told[row["place"]]} for row in rows]
