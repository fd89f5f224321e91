"""The rows of an answer that adds up: series, and the counts of events."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, partial
from itertools import product

from geo.places import name_of, weights_of
from queries import protect, rollup, uncertainty, units
from queries.ask import Ask
from queries.facts import CubeFacts
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.measure import Figure, Measure, nothing
from queries.query import Module
from queries.rollup import Sums
from queries.scope import scope_of
from queries.spans import Span, spans_of, sums_of
from queries.units import Scope, Unit

FIELDS = ("value", "unit", "low", "high", "standard_error", "numerator", "denominator", "coverage", "places_with_value",
          "places_known", "places_expected", "state", "reliability", "provenance", "certain")  # fmt: skip
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
            count = sum(row["state"] == "hidden" for row in made) if sums[1] else 0
            if count:
                smallest = protect.smallest_count(module, names)
                notes[("hidden", label, span.country)] = {
                    "code": "hidden", "period": label, "count": count, "of": len(made), "smallest_count": smallest
                }  # fmt: skip
            rows += made_for(house, scoped.units, made) if ask.carried else made
    notes |= {str(note): note for note in uncertainty.notes(module, rows)}
    order = {name: position for position, name in enumerate(chosen)}
    if len(order) > 1:
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


def _rows_of_span(
    house: House, module: Module, ask: Ask, scoped: Scope, span: Span, found: tuple[Sums, Mapping], provenance: str
) -> list[dict]:
    sums, hidden = _in_order(module, found[0]), found[1]
    makers = (_Maker(house, module, ask, scoped, span, name, sums, hidden, provenance) for name in span.names)
    return [row for maker in makers for row in maker.rows()]


def _in_order(module: Module, sums: Sums) -> Sums:
    """The sums with the mixes of each unit in the order of the card."""
    if all(len(mixes) == 1 for mixes in sums.mixes.values()):
        return sums
    every = {values for mixes in sums.mixes.values() for values, _ in mixes}
    order = {values: number for number, values in enumerate(sorted(every, key=partial(_mix_order, module)))}
    return sums._replace(mixes={unit: sorted(its, key=lambda mix: order[mix[0]]) for unit, its in sums.mixes.items()})


class _Maker:
    """Makes the rows of one indicator in one span: one for each unit and mix of dimension values."""

    def __init__(self, house: House, module: Module, ask: Ask, scoped: Scope, span: Span, name: str, sums: Sums,
                 hidden: Mapping, provenance: str):  # fmt: skip
        facts = house.cubes[module.id]
        where = {name: value for name, value in ask.where if value != TOTAL}
        self.asked = tuple(where.get(one, TOTAL) for one in module.dimensions)
        self.indicator, self.module, self.name = module.indicators[name], module, name
        self.units, self.gone = scoped.units, scoped.gone
        self.dimensions, self.weights = tuple(module.dimensions), weights_of(house.places)
        self.sums, self.hidden = sums, hidden
        self.weakest = {one: units.weakest((provenance, one)) for one in {unit.provenance for unit in self.units}}
        self.measure, self.certain = Measure(self.indicator, sums), sums.column("certain")
        self.is_zero, self.least_coverage = _absence_is_zero(module, self.indicator), self.indicator.least_coverage
        self.summed = _over(facts.valued, module, name, span.over)
        printed = _over(facts.printed, module, name, span.over)
        self.either = self.summed | printed if printed else self.summed
        self.present = (
            frozenset().union(*(facts.present[period] for period in span.over)) if self.is_zero else frozenset()
        )
        self.totals: dict[tuple, bool] = {}
        self.mixes = _Mixes(facts, module, span.over, ask)
        adds_up = all(self.indicator.rule_over(dimension) != "none" for dimension in module.dimensions)
        self.is_plain = adds_up and not self.mixes.are_listed  # then a unit that has rows has all that are asked for
        # A copy of a row with all its fields is made faster than a row field by field.
        fields = dict.fromkeys(("indicator", "place", "place_name", "level", "period", *self.dimensions, *FIELDS))
        fields |= {"indicator": name, "period": span.label}
        countries = {unit.country for unit in self.units}
        self.empty = {country: fields | {"unit": self.indicator.unit_in(country)} for country in countries}

    def rows(self) -> list[dict]:
        """One for each unit and mix of dimension values that it has or is asked for."""
        rows = []
        for unit in self.units:
            mixes = self.sums.mixes.get(unit.id, ())
            told = () if unit.places.isdisjoint(self.either) else self._told(mixes)
            for values, number in told:
                rows.append(self._row(unit, values, number))
            if not told:
                rows.append(self._without(unit, mixes))
        return rows

    def _told(self, mixes: Sequence) -> Sequence:
        """Of the mixes of dimension values those that may be told, with those that are asked for and that no place of the
        unit has a row of (None).
        """
        if mixes and self.is_plain:
            return mixes
        allowed = [mix for mix in mixes if self._may_total(mix[0])]
        if mixes and not self.mixes.are_listed:
            return allowed
        here = {values for values, _ in mixes}
        more = [(values, None) for values in self.mixes.asked if values not in here and self._may_total(values)]
        return sorted(allowed + more, key=lambda mix: _mix_order(self.module, mix[0])) if more else allowed

    def _without(self, unit: Unit, mixes: Sequence) -> dict:
        """The row of a unit of which there is nothing to tell."""
        valued = self._valued(unit)
        if mixes and not any(self._may_total(values) for values, _ in mixes):
            figure = nothing("cannot_be_added")
        elif self.is_zero and unit.places and unit.places <= valued:
            figure = nothing("value")._replace(value=0, numerator=0)
        else:
            figure = nothing(rollup.state_without_value(self.module, unit, self.gone))
        return self._as_row(unit, self.asked, figure, rollup.covered(unit, valued, self.weights), unit.certain)

    def _valued(self, unit: Unit) -> frozenset[str]:
        """The places with a figure, also where that stands as printed if the unit is one of them."""
        valued = self.either if unit.itself else self.summed
        return (unit.places & valued) | (unit.places - self.present - self.gone) if self.is_zero else valued

    def _may_total(self, values: tuple) -> bool:
        if values not in self.totals:
            self.totals[values] = rollup.may_total(self.indicator, self.module, values)
        return self.totals[values]

    def _row(self, unit: Unit, values: tuple, number: int | None) -> dict:
        """The row of a mix of dimension values, made of the sums of that number (None: there are none)."""
        itself, certain, valued = unit.itself, unit.certain, self._valued(unit)
        if self.mixes.absent and (lacking := self.mixes.lacking(values)):
            valued = (unit.places & valued) - lacking
        if number is None:
            none_reports = unit.places.isdisjoint(valued)
            figure = nothing("no_data") if none_reports else self.measure.none_of_it(unit, itself)
        else:
            figure = self.measure(number, unit, itself)
            unknown = self.measure.unknown[number]
            if unknown and not (itself and self.measure.printed_rows[number]):
                valued = (unit.places & valued).difference(unknown)
            if itself and self.certain[number] is False:
                certain = False
        covered = rollup.covered(unit, valued, self.weights)
        if figure.state == "no_data":
            figure = nothing(rollup.state_without_value(self.module, unit, self.gone))
        if covered[0] < self.least_coverage and figure.state in ("value", "unreliable"):
            figure = nothing("no_data")
        if self.hidden and self.name in self.hidden.get((unit.id, values), ()) and figure.state in SHOWS_FIGURES:
            figure, certain = nothing("hidden"), unit.certain  # where there was none to show, the state stays
        return self._as_row(unit, values, figure, covered, certain)

    def _as_row(self, unit: Unit, values: tuple, figure: Figure, covered: tuple, certain: bool) -> dict:
        row = self.empty[unit.country].copy()
        row["place"], row["place_name"], row["level"] = unit.id, unit.titles["en"], unit.level
        if values:
            row.update(zip(self.dimensions, values, strict=True))
        (row["value"], row["low"], row["high"], row["standard_error"], row["numerator"], row["denominator"], row["state"],
         row["reliability"]) = figure  # fmt: skip
        row["coverage"], row["places_with_value"], row["places_known"], row["places_expected"] = covered
        row["provenance"], row["certain"] = self.weakest[unit.provenance], certain
        return row


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
