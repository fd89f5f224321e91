"""The rows of an answer that adds up: series, and the counts of events."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import product

from geo.places import name_of, weights_of
from queries import protect, rollup, uncertainty, units
from queries.ask import Ask
from queries.facts import CubeFacts
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
    by_unit, hidden = sums
    makers = [_Maker(house, module, scoped, span, name, ask) for name in span.names]
    weakest = {one: units.weakest((provenance, one)) for one in {unit.provenance for unit in scoped.units}}
    rows = []
    for unit in scoped.units:
        mixes = by_unit.get(unit.id, [])
        if len(mixes) > 1:
            mixes = sorted(mixes, key=lambda mix: _mix_order(module, mix[0]))
        itself = unit.itself
        for maker in makers:
            rows += maker.rows(unit, itself, mixes, hidden, weakest[unit.provenance])
    return rows


class _Maker:
    """Makes the rows of one indicator in one span: one for each unit and mix of dimension values."""

    def __init__(self, house: House, module: Module, scoped: Scope, span: Span, name: str, ask: Ask):
        facts = house.cubes[module.id]
        where = {name: value for name, value in ask.where if value != TOTAL}
        asked = tuple(where.get(one, TOTAL) for one in module.dimensions)
        self.indicator = module.indicators[name]
        self.module, self.name, self.label, self.asked, self.gone = module, name, span.label, asked, scoped.gone
        self.dimensions, self.weights = tuple(module.dimensions), weights_of(house.places)
        self.measure, self.is_zero = rollup.Measure(self.indicator), _absence_is_zero(module, self.indicator)
        self.summed = _over(facts.valued, module, name, span.over)
        printed = _over(facts.printed, module, name, span.over)
        self.either = self.summed | printed if printed else self.summed
        self.present = (
            frozenset().union(*(facts.present[period] for period in span.over)) if self.is_zero else frozenset()
        )
        self.units_in: dict[str | None, str] = {}
        self.totals: dict[tuple, bool] = {}
        self.mixes = _Mixes(facts, module, span.over, ask)

    def rows(self, unit: Unit, itself: bool, mixes: list, hidden: Mapping, provenance: str) -> list[dict]:
        valued = self.either if itself else self.summed
        if self.is_zero:
            valued = (unit.places & valued) | (unit.places - self.present - self.gone)
        allowed = [mix for mix in mixes if self._may_total(mix[0])]
        if not unit.places.isdisjoint(self.either) and (allowed := self._with_absent(allowed, mixes)):
            return [
                self._row(unit, itself, valued, *mix, hidden.get((unit.id, mix[0]), ()) if hidden else (), provenance)
                for mix in allowed
            ]
        if mixes and not allowed:
            figure = rollup.nothing("cannot_be_added")
        elif self.is_zero and unit.places and unit.places <= valued:
            figure = rollup.nothing("value")._replace(value=0, numerator=0)
        else:
            figure = rollup.nothing(rollup.state_without_value(self.module, unit, self.gone))
        return [self._as_row(unit, self.asked, figure, self._covered(unit, valued), True, provenance)]

    def _with_absent(self, allowed: list, mixes: list) -> list:
        """The mixes of dimension values with those, of what is asked for, that no place of the unit has a row of (None)."""
        if mixes and not self.mixes.are_listed:
            return allowed
        here = {values for values, _ in mixes}
        more = [(values, None) for values in self.mixes.asked if values not in here and self._may_total(values)]
        return sorted(allowed + more, key=lambda mix: _mix_order(self.module, mix[0])) if more else allowed

    def _may_total(self, values: tuple) -> bool:
        if values not in self.totals:
            self.totals[values] = rollup.may_total(self.indicator, self.module, values)
        return self.totals[values]

    def _row(self, unit: Unit, itself: bool, valued: frozenset[str], values: tuple, cells: dict | None,
             hidden: Iterable[str], provenance: str) -> dict:  # fmt: skip
        lacking = self.mixes.lacking(values)
        if lacking:
            valued = (unit.places & valued) - lacking
        if cells is None:
            cells, none_reports = {}, unit.places.isdisjoint(valued)
            figure = rollup.nothing("no_data") if none_reports else self.measure.none_of_it(unit, itself)
        else:
            figure = self.measure(cells, unit, itself)
            if (unknown := cells.get(self.measure.unknown)) and not (itself and cells.get(self.measure.printed_rows)):
                valued = (unit.places & valued).difference(unknown)
        covered = self._covered(unit, valued)
        if figure.state == "no_data":
            figure = rollup.nothing(rollup.state_without_value(self.module, unit, self.gone))
        if covered[0] < self.indicator.least_coverage and figure.state in ("value", "unreliable"):
            figure = rollup.nothing("no_data")
        certain = cells.get("certain")
        certain = True if certain is None or not itself else bool(certain)
        if self.name in hidden and figure.state in SHOWS_FIGURES:  # where there was none to show, the state stays
            figure, certain = rollup.nothing("hidden"), True
        return self._as_row(unit, values, figure, covered, certain, provenance)

    def _covered(self, unit: Unit, valued: frozenset[str]) -> tuple[float, int, int, int]:
        """Coverage and the three counts."""
        return rollup.coverage(unit, valued, self.weights), *unit.counts(valued)

    def _as_row(
        self, unit: Unit, values: tuple, figure: rollup.Figure, covered: tuple, certain: bool, provenance: str
    ) -> dict:
        country = unit.country
        if country not in self.units_in:
            self.units_in[country] = self.indicator.unit_in(country)
        value, low, high, standard_error, numerator, denominator, state, reliability = figure
        coverage, with_value, known, expected = covered
        return {
            "indicator": self.name,
            "place": unit.id,
            "place_name": unit.titles["en"],
            "level": unit.level,
            "period": self.label,
            **dict(zip(self.dimensions, values, strict=True)),
            "value": value,
            "unit": self.units_in[country],
            "low": low,
            "high": high,
            "standard_error": standard_error,
            "numerator": numerator,
            "denominator": denominator,
            "coverage": coverage,
            "places_with_value": with_value,
            "places_known": known,
            "places_expected": expected,
            "state": state,
            "reliability": reliability,
            "provenance": provenance,
            "certain": certain and unit.certain,
        }


class _Mixes:
    """Which values of dimensions a question asks for, and which places lack a row of them in one of the periods `over`.

    `are_listed` says whether a mix is listed that a unit has no row of while it has others: only where some place of the
    cube lacks one, and never of events, whose mixes are many and mostly empty.
    """

    def __init__(self, facts: CubeFacts, module: Module, over: tuple[str, ...], ask: Ask):
        self.where = {name: value for name, value in ask.where if value != TOTAL}
        self.total = {*ask.total, *(name for name, value in ask.where if value == TOTAL)}
        self.dimensions, self.told = module.dimensions, module.told_in_full
        self.are_listed = module.kind == "series" and not facts.sparse.isdisjoint(over)
        self.absent = [facts.absent[period] for period in over if period in facts.absent]
        self.found: dict[tuple, frozenset[str]] = {}

    @cached_property
    def asked(self) -> tuple[tuple, ...]:
        """Every mix that the question asks for; of events and registers only one that it names in full."""
        every = [
            [self.where[name]] if name in self.where else [TOTAL] if name in self.total else [*dimension.values, TOTAL]
            for name, dimension in self.dimensions.items()
        ]
        return tuple(product(*every)) if self.are_listed or all(len(one) == 1 for one in every) else ()

    def lacking(self, values: tuple) -> frozenset[str]:
        """The places that have not told all of a mix: of a total, not every value."""
        if not self.absent:
            return frozenset()
        if values not in self.found:
            mine = [value for name, value in zip(self.dimensions, values, strict=True) if name in self.told]
            self.found[values] = frozenset().union(*(
                places for by_mix in self.absent for mix, places in by_mix.items()
                if all(one in (TOTAL, other) for one, other in zip(mine, mix, strict=True))
            ))  # fmt: skip
        return self.found[values]


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
