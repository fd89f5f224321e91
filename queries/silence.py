"""Who has not reported, and for how long: for questions whose places should report (`missing = "not_reported"`)."""

from collections.abc import Mapping
from dataclasses import dataclass

from data import periods
from queries.ask import Ask
from queries.house import House
from queries.indicator import TOTAL
from queries.query import Module
from queries.rollup import has_value
from queries.scope import scope_of

DAYS = {"years": 365.25, "months": 365.25 / 12}


@dataclass(frozen=True)
class Silent:
    """A place without a report for a period: the last period before it for which it has reported (`since`), how many
    years or months (`Silence.unit`) are missing since, that period included, and, where there is none before, the first
    one after it (`later`).

    Without `since` and `later` the place has never reported; `missing` then counts from the first period of all.
    """

    place: str
    since: str | None
    later: str | None
    missing: int

    @property
    def never(self) -> bool:
        return self.since is None and self.later is None


@dataclass(frozen=True)
class Silence:
    """The silent places of a period, the longest silent first, and of how many that should have reported."""

    period: str
    places: tuple[Silent, ...]
    expected: int
    unit: str = "years"

    @property
    def never(self) -> int:
        return sum(1 for place in self.places if place.never)


def silence(house: House, module: Module, period: str, within: str | None = None, level: str | None = None,
            indicator: str | None = None, where: tuple[tuple[str, str], ...] = ()) -> Silence:  # fmt: skip
    """Who has not reported for a period, among the places that existed then, of the module's grain (or one of its
    levels), inside a place or group. With `indicator` a report without what it is computed from is none, and one that
    does not tell the values of dimensions in `where`.
    """
    facts, places = house.cubes[module.id], house.places
    scope = scope_of(house, module, Ask(module.id, None, within, period), (period,))
    expected = {unit.id for unit in scope.units if level in (None, unit.level)} - scope.gone
    where = tuple(pair for pair in where if pair[1] != TOTAL)
    reported = house.remember(
        ("reported", module.id, indicator, where), lambda: _reported(house, module, indicator, where)
    )
    missing = expected - reported[period]
    known = {country: _known(facts, reported, country) for country in {places[code].country for code in missing}}
    first, last = periods.span(period)
    unit = "years" if (last - first).days > 300 else "months"
    found = [_silent(code, period, known[places[code].country], places[code].country, unit) for code in missing]
    found.sort(key=lambda one: (one.later is not None, -one.missing, one.since is not None, one.place))
    return Silence(period, tuple(found), len(expected), unit)


def _known(facts, reported: Mapping[str, frozenset[str]], country: str) -> dict[str, frozenset[str]]:
    """The periods of a country in order, each with the places that have reported."""
    its = [period for period, grains in facts.grains.items() if any(land == country for land, *_ in grains)]
    return {period: reported[period] for period in periods.in_order(its, country)}


def _reported(house: House, module: Module, indicator: str | None, where: tuple) -> dict[str, frozenset[str]]:
    """By period the places that have reported what is asked for."""
    facts = house.cubes[module.id]
    if indicator is None:
        return dict(facts.present)
    found = {}
    for period in facts.periods:
        of = (known.get((indicator, period), frozenset()) for known in (facts.valued, facts.printed))
        found[period] = frozenset().union(*of)
    if where:
        for period, by_mix in facts.absent.items():
            lacking = (places for mix, places in by_mix.items()
                       if all(dict(where).get(name, value) == value for name, value in zip(module.told_in_full, mix, strict=True)))  # fmt: skip
            found[period] = found[period].difference(*lacking)
        for period, codes in _without_figure(house, module, indicator, where) if indicator in facts.ragged else ():
            found[period] = found[period].difference(codes)
    return found


def _without_figure(house: House, module: Module, indicator: str, where: tuple) -> list[tuple[str, list[str]]]:
    """(period, places with a row of these values and no figure in it)."""
    conditions = " AND ".join(f'c."{name}" = ?' for name, _ in where)
    sql = (f'SELECT period, list(DISTINCT place) FROM "{module.id}" c '
           f"WHERE {conditions} AND NOT ({has_value(module.indicators[indicator])}) GROUP BY period")  # fmt: skip
    return house.connection.cursor().execute(sql, [value for _, value in where]).fetchall()


def _silent(code: str, period: str, reported: dict[str, frozenset[str]], country: str, unit: str) -> Silent:
    """Periods after `period` matter only to a place that has none before."""
    known = list(reported)
    at = known.index(period)
    before = [one for one in known[:at] if code in reported[one]]
    after = [one for one in known[at + 1 :] if code in reported[one]]
    last = periods.span(period, country)[1]
    if before:
        return Silent(code, before[-1], None, _count(periods.span(before[-1], country)[1], last, unit))
    first = periods.span(known[0], country)[0]
    return Silent(code, None, after[0] if after else None, _count(first, last, unit))


def _count(start, end, unit: str) -> int:
    return round((end - start).days / DAYS[unit])
