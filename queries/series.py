"""The line of each place over periods: which code and vintage carries each value, and where the line is broken and why.

A line goes on where a code was exchanged for another of the same area, or where all of several places were joined into
one (`Ask.carried` adds their parts up). It breaks where the area is another (`boundary`), where the same people came to
another kind of place (`grain`), where nothing we know follows (`ended`), and where the figures are made by another
method (`method`). Values on both sides of a break are shown and never joined or compared.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from data import periods
from geo.places import inside
from queries import units
from queries.ask import Ask
from queries.house import House
from queries.indicator import Indicator
from queries.query import Module
from queries.run import Answer, run

WITH_FIGURE = ("value", "unreliable")


@dataclass(frozen=True)
class Break:
    """Where lines stop and start anew: between the periods `after` and `at`.

    `kind`: boundary, grain, ended or method. `earlier` and `later` are the places that changed and what followed them;
    `lines` the places whose line it breaks (none named: all). `why` is what the indicator's card says of its method.
    """

    kind: str
    after: str
    at: str
    lines: frozenset[str] = frozenset()
    earlier: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    why: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Series:
    """The rows of one indicator over all periods, each with `made_for` and `vintage`, and the breaks between them.

    `order` has the periods, oldest first.
    """

    answer: Answer
    rows: list[dict]
    breaks: tuple[Break, ...]
    order: tuple[str, ...]

    def broken(self, place: str, earlier: str, later: str) -> Break | None:
        """The first break of the place's line between two periods; None where the two may be joined and compared."""
        start, end = self.order.index(earlier), self.order.index(later)
        for found in self.breaks:
            between = self.order.index(found.after) >= start and self.order.index(found.at) <= end
            if between and (not found.lines or place in found.lines):
                return found
        return None

    def with_breaks(self) -> list[dict]:
        """The rows with `break_before`: what lies between a figure and the one before it, as `boundary: NP2011-47`.

        A method's break names no places. Empty where the figure may be joined with the one before, or there is none.
        """
        known: dict[str, list[str]] = {}
        for row in self.rows:
            if row["state"] in WITH_FIGURE:
                known.setdefault(row["place"], []).append(row["period"])
        found = []
        for row in self.rows:
            one = self._before(row, known) if row["state"] in WITH_FIGURE else None
            places = f": {'+'.join(one.earlier)}" if one and one.earlier else ""
            found.append({**row, "break_before": f"{one.kind}{places}" if one else ""})
        return found

    def _before(self, row: dict, known: Mapping[str, list[str]]) -> Break | None:
        place, position = row["place"], self.order.index(row["period"])
        earlier = [period for period in known[place] if self.order.index(period) < position]
        if earlier:
            return self.broken(place, max(earlier, key=self.order.index), row["period"])
        return next((one for one in self.breaks if one.at == row["period"] and place in one.later), None)


def series(house: House, ask: Ask, country: str, answer_of: Callable = run) -> Series:
    """The lines of the one indicator that `ask` names, over all its periods, in one country.

    `answer_of` is `run`, or the same with a memory. The rows are those `run` gives: protected, covered, added up by the
    indicator's rule.
    """
    module = house.registry.modules[ask.query]
    indicator = module.indicators[ask.indicators[0]]
    grains = house.cubes[module.id].grains.values()
    vintages = {vintage for found in grains for land, _, vintage in found if land == country}
    answer, rows = _rows(house, replace(ask, period=None), vintages, answer_of)
    known = tuple(periods.in_order({row["period"] for row in rows if row["state"] in WITH_FIGURE}, country))
    lines: dict[str, dict[str, dict]] = {}
    for row in rows:
        if row["state"] in WITH_FIGURE:
            lines.setdefault(row["place"], {})[row["period"]] = row
    breaks = [*_of_method(indicator, known, country), *_of_places(house, lines, known)]
    if module.kind != "published" and len(vintages) > 1:
        breaks += _of_area(house, module, ask, lines, known)
    order = tuple(periods.in_order({*house.cubes[module.id].periods, *known}, country))
    return Series(answer, rows, tuple(breaks), order)


def _rows(house: House, ask: Ask, vintages: set[str], answer_of: Callable) -> tuple[Answer, list[dict]]:
    """The answer and its rows with `made_for` and `vintage`; carried to present codes only where lines go on there."""
    of_place: dict[tuple, str] = {}
    if len(vintages) > 1:
        answer = answer_of(house, replace(ask, carried=True))
        if _go_on(answer.rows):
            return answer, answer.rows
        of_place = {(row["made_for"], row["period"]): row["vintage"] for row in answer.rows}
    answer, only = answer_of(house, ask), "+".join(sorted(vintages))
    told = [of_place.get((row["place"], row["period"]), only) for row in answer.rows]
    return answer, [
        {**row, "made_for": row["place"], "vintage": one} for row, one in zip(answer.rows, told, strict=True)
    ]


def _go_on(rows: list[dict]) -> bool:
    """Whether some place that was carried to a new code has figures of that code too; else each keeps the code it has."""
    carried = {row["place"] for row in rows if row["made_for"] != row["place"]}
    own = {row["place"] for row in rows if row["made_for"] == row["place"] and row["state"] in WITH_FIGURE}
    return bool(carried & own)


def stretch(indicator: Indicator, period: str, country: str = "") -> int:
    """In which stretch of one method a period lies, from 0: periods of two stretches are never on one scale."""
    end = periods.span(period, country)[1]
    return sum(periods.span(one.at, country)[1] <= end for one in indicator.breaks)


def _of_method(indicator: Indicator, known: tuple[str, ...], country: str) -> list[Break]:
    found = []
    for number, one in enumerate(indicator.breaks):
        before = [period for period in known if stretch(indicator, period, country) <= number]
        since = known[len(before) :]
        if before and since:
            found.append(Break("method", before[-1], since[0], why=one.why))
    return found


def _of_places(house: House, lines: Mapping[str, Mapping], known: tuple[str, ...]) -> list[Break]:
    """Places that stay what they were, because what followed them is not the same area: their lines end."""
    found, vintages = [], {}
    for line in lines.values():
        for period, row in line.items():
            vintages.setdefault(period, set()).add(row["vintage"])
    for code, line in lines.items():
        place = house.places.get(code)
        last = max((known.index(period) for period in line), default=len(known))
        if place is None or last + 1 >= len(known) or not (place.successors or place.valid_to):
            continue
        at = next((p for p in known[last + 1 :] if any(p in lines.get(heir, ()) for heir in place.successors)), None)
        at = at or known[last + 1]
        if place.successors:
            levels = {house.places[heir].level for heir in place.successors}
            kind = "boundary" if levels == {place.level} else "grain"
        elif place.valid_to < periods.span(at, place.country)[1] or place.vintage not in vintages[at]:
            kind = "ended"
        else:
            continue
        named = frozenset({code, *place.successors})
        found.append(Break(kind, known[last], at, named, (code,), place.successors))
    return found


def _of_area(house: House, module: Module, ask: Ask, lines: Mapping, known: tuple[str, ...]) -> list[Break]:
    """Larger places and groups that are made of another vintage, some of whose places lie only partly in them."""
    found, followed = [], {period: _followed(house, module, period) for period in known}
    for code, line in lines.items():
        those = [period for period in known if period in line]
        for after, at in zip(those, those[1:], strict=False):
            # A place that goes on under a new code is exactly its earlier places; a larger one need not be.
            if line[after]["vintage"] == line[at]["vintage"] or line[after]["made_for"] != code:
                continue
            area = _area(house, ask, code)
            heirs_of = followed[after] | followed[at]
            partly = sorted(one for one, heirs in heirs_of.items() if heirs & area and not heirs <= area)
            if partly:
                found.append(Break("boundary", after, at, frozenset({code}), tuple(partly), (code,)))
    return found


def _followed(house: House, module: Module, period: str) -> dict[str, frozenset[str]]:
    """The earlier places among those known in a period, with what followed them."""
    facts, places = house.cubes[module.id], house.places
    known = units.known_places(places, facts.grains[period], facts.present[period], period)
    return {code: frozenset(places[code].successors) for code in known if places[code].successors}


def _area(house: House, ask: Ask, code: str) -> frozenset[str]:
    """All codes inside a place, or inside the members of a group of the set that is asked by."""
    if code in house.places:
        return inside(house.places, code)
    listed = house.units(ask.by) if ask.by in house.sets else ()
    members = next((unit.members for unit in listed if unit.id == code), frozenset())
    return frozenset().union(*(inside(house.places, member) for member in members))
