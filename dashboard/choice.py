"""What a View means in this snapshot: every blank filled in, every choice there is, and what could not be had.

Nothing here raises for a View of any URL: what is unknown is told (`told`) and replaced by the nearest thing that exists.
"""

from collections import Counter
from dataclasses import dataclass, replace

from dashboard.state import View
from geo import groups as grouping
from geo.places import ancestors, inside
from queries.ask import AskError
from queries.card_parts import Opens
from queries.flows import ELSEWHERE, ends_of
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.pockets import Facts, available
from queries.query import LEVELS, Module

MOST_SHAPES = 1300  # the wards of one province: more are slow on a phone
WAYS_DOWN = ("region", "district", "local", "ward")
Told = tuple[str, dict]  # a key of words/errors and the values it needs


@dataclass(frozen=True)
class Choice:
    """`view` has every blank filled; `levels` are those a row may be of here, coarse to fine; `sets` the group sets.

    `where` and `total` go to an Ask; `periods` are those with a figure in this country, oldest first.
    """

    view: View
    module: Module
    indicator: Indicator
    country: str
    scope_level: str
    levels: tuple[str, ...]
    sets: tuple[str, ...]
    details: tuple[str, ...]
    periods: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    total: tuple[str, ...]
    told: tuple[Told, ...] = ()
    own_detail: str = ""  # the level of the map where the reader chooses none
    pockets: Facts | None = None  # what its pockets rest on, where the indicator has any

    @property
    def scope(self) -> str:
        return self.view.place

    @property
    def deeper(self) -> bool:
        """Whether a row of the ranking can be opened and shown by a finer level."""
        return self.view.by in self.sets or self.view.by in self.levels[:-1]


def choose(house: House, view: View) -> "Choice | tuple[Told, ...]":
    """The choice a theme page shows; only what has to be told where the theme has no figures at all."""
    told: list[Told] = []
    view, country = place_of(house, view, told)
    options = having_data(house, view.page, country)
    if not options:
        return tuple(told)
    module, indicator = _indicator(
        view,
        _fitting_first(house, view, _inside_first(house, view.place, options), country),
        told,
    )
    periods = known_periods(house, module, indicator, country)
    period = view.period if view.period in periods else periods[-1]
    if view.period and view.period != period:
        told.append(("unknown_period", {"text": view.period, "periods": periods}))
    view = replace(view, indicator=f"{module.name}.{indicator.id}", period=period)
    return _with_levels(house, view, module, indicator, country, periods, told)


def _inside_first(house: House, code: str, options: list) -> list:
    """For a group, the indicators with a figure of its members first: one that is published above them opens no page."""
    if code in house.places:
        return options
    members = house.area(code)

    def has_none(option) -> bool:
        module, indicator = option
        facts = house.cubes[module.id]
        return all(
            members.isdisjoint(found.get((indicator.id, period), ()))
            for period in facts.periods for found in (facts.valued, facts.printed)
        )  # fmt: skip

    return sorted(options, key=has_none)


def _fitting_first(house: House, view: View, options: list, country: str) -> list:
    """Where a view names no indicator but pockets or a level of the map, those that can show it first."""

    def cannot(option) -> bool:
        module, indicator = option
        period = view.period or known_periods(house, module, indicator, country)[-1]
        if view.colour and not available(house, module, indicator.id, period, country):
            return True
        return bool(view.detail) and view.detail not in levels_of(house, module, indicator, period, country)

    return options if view.indicator or not (view.colour or view.detail) else sorted(options, key=cannot)


def place_of(house: House, view: View, told: list[Told], default: str = "NP") -> tuple[View, str]:
    """The view with a place or group that exists, and its country."""
    group = grouping.group_of(house.sets, view.place) if view.place else None
    if group:
        return view, group.country or country_of_group(house, group.id)
    if view.place in house.places:
        return view, house.places[view.place].country
    if view.place:
        told.append(("unknown_place", {"text": view.place}))
    return replace(view, place=default), default


def country_of_group(house: House, group: str) -> str:
    """The country of a group that does not state one: that of its members."""
    found = grouping.group_of(house.sets, group)
    return next((house.places[m.place].country for m in found.members if m.place in house.places), "NP")


def having_data(house: House, theme: str, country: str) -> list[tuple[Module, Indicator]]:
    """Indicators of a theme with a figure in the country, modules in their order."""
    return [
        (module, indicator)
        for module in house.registry.of_theme(theme) if house.has_data(module.id)
        for indicator in module.indicators.values() if known_periods(house, module, indicator, country)
    ]  # fmt: skip


def known_periods(house: House, module: Module, indicator: Indicator, country: str) -> tuple[str, ...]:
    """Periods in which some place of the country has a figure that a page can show, oldest first."""
    facts = house.cubes[module.id]

    def countries_in(period: str) -> frozenset[str]:
        key = (indicator.id, period)
        codes = facts.valued.get(key, frozenset()) | facts.printed.get(key, frozenset())
        return frozenset(house.places[code].country for code in codes)

    def found() -> list[tuple[str, frozenset[str]]]:
        return [(period, countries_in(period)) for period in facts.periods]

    known = house.remember(("known", "periods", module.id, indicator.id), found)
    return tuple(period for period, countries in known if country in countries)


def _indicator(view: View, options: list, told: list[Told]) -> tuple[Module, Indicator]:
    wanted = [option for option in options if f"{option[0].name}.{option[1].id}" == view.indicator]
    if view.indicator and not wanted:
        titles = [indicator.title for _, indicator in options]
        told.append(("unknown_indicator", {"text": view.indicator, "titles": titles}))
    return wanted[0] if wanted else options[0]


def levels_of(house: House, module: Module, indicator: Indicator, period: str, country: str) -> tuple[str, ...]:
    """The levels a row can be of: those of the grain, and for what adds up all coarser ones.

    What is published has the levels for which this very figure was printed.
    """
    facts = house.cubes[module.id]
    if module.kind == "published":
        printed = (house.places[code] for code in facts.valued.get((indicator.id, period), ()))
        grain = {place.level for place in printed if place.country == country}
        return tuple(level for level in (*WAYS_DOWN, "town") if level in grain)
    grain = {level for land, level, _ in facts.grains.get(period, ()) if land == country}
    found = {level for level in WAYS_DOWN for fine in grain
             if level == fine or _above(level, "district" if fine == "town" else fine, fine == "town")}  # fmt: skip
    return tuple(level for level in WAYS_DOWN if level in found) + (("town",) if "town" in grain else ())


def _above(level: str, fine: str, or_same: bool) -> bool:
    if fine not in LEVELS:
        return False
    return LEVELS.index(level) < LEVELS.index(fine) + (1 if or_same else 0)


def _with_levels(house, view, module, indicator, country, periods, told) -> Choice:
    possible = levels_of(house, module, indicator, view.period, country)
    levels = _below(house, view.place, possible)
    while not levels and view.place in house.places and house.places[view.place].parent:
        # The finest there is: show the place among its neighbours.
        view = replace(view, place=house.places[view.place].parent, selected=view.selected or view.place)
        levels = _below(house, view.place, possible)
    if not possible and view.place == country:
        levels = ("country",)  # known for the country as a whole only: it is its own row
    sets = tuple(key for key, group_set in house.sets.items() if _usable(house, group_set, country, view.place))
    if module.kind == "flow" or levels == ("country",):
        sets = _of_flows(house, module, view, sets) if module.kind == "flow" else ()
    opens = module.card.opens.get(country, Opens())
    wanted = (view.by, opens.by if view.place == country else None)
    by = ([one for one in wanted if one in (*levels, *sets)] or levels or sets or ("country",))[0]
    if view.by and view.by != by:
        told.append(("unknown_level", {"text": view.by, "levels": levels, "country": country}))
    details = levels[levels.index(by) :] if by in levels else levels
    details = tuple(level for level in details if level != "town" or by == "town") or (by,)
    if by == "town":
        details = ("town",)
    if module.kind == "flow":
        details = (by,)  # arrows lead from row to row
    own_detail = opens.detail if opens.detail in details else _finest(house, view.place, details)
    detail = view.detail if view.detail in details else own_detail
    if view.detail and view.detail != detail:
        told.append(("unknown_level", {"text": view.detail, "levels": details, "country": country}))
    where, total = cut(module, indicator, view.where, told)
    scope_level = house.places[view.place].level if view.place in house.places else _set_of(house, view.place)
    view, pockets = _coloured(
        house, replace(view, by=by, detail=detail), module, indicator, country, where, details, told
    )
    return Choice(view, module, indicator, country, scope_level, levels, sets, details, periods, where, total,
                  tuple(told), own_detail, pockets)  # fmt: skip


def _of_flows(house: House, module: Module, view: View, sets: tuple[str, ...]) -> tuple[str, ...]:
    """The sets that both ends of a flow may be rolled up to: their groups do not overlap, and the scope cuts none."""
    if view.place not in house.places or house.places[view.place].level != "country":
        return ()

    def found() -> tuple[str, ...]:
        good = []
        for name in sets:
            try:
                ends = ends_of(house, module, name, (view.period,))
            except AskError:
                continue
            if sum(unit.id != ELSEWHERE for unit in ends.units) > 1:
                good.append(name)
        return tuple(good)

    return house.remember(("known", "sets of flows", module.id, view.period, sets), found)


def _coloured(house, view: View, module, indicator, country, where, details, told) -> tuple[View, Facts | None]:
    """What pockets rest on (None: there are none), and the view with the map at their level where it shows them."""
    found = available(house, module, indicator.id, view.period, country, where)
    found = found if found and found.level in details else None
    if view.colour and found is None:
        told.append(("pockets.none_here", {}))
    if view.colour and found:
        return replace(view, detail=found.level), found
    return replace(view, colour=""), found


def _below(house: House, code: str, possible: tuple[str, ...]) -> tuple[str, ...]:
    """The possible levels that lie inside a place or group."""
    if code in house.places:
        level = house.places[code].level
        if level not in LEVELS:
            return ()
        return tuple(one for one in possible if one == "town" and level not in ("local", "ward")
                     or one in LEVELS and LEVELS.index(one) > LEVELS.index(level))  # fmt: skip
    group = grouping.group_of(house.sets, code)
    units = house.units(group.set)
    members = next((unit.members for unit in units if unit.id == code), frozenset())
    levels = {house.places[member].level for member in members}
    coarsest = min((LEVELS.index(level) for level in levels if level in LEVELS), default=LEVELS.index("local"))
    return tuple(one for one in possible if (one == "town" and "town" in levels)
                 or one in LEVELS and LEVELS.index(one) >= coarsest)  # fmt: skip


def _usable(house: House, group_set, country: str, scope: str) -> bool:
    if group_set.attribute == "region" or scope not in house.places:
        return False
    lands = {group.country for group in group_set.groups} if group_set.groups else {group_set.country}
    return bool({country, None, ""} & lands) or group_set.country == country


def _set_of(house: House, group: str) -> str:
    return grouping.group_of(house.sets, group).set


def _finest(house: House, scope: str, details: tuple[str, ...]) -> str:
    """The finest level whose shapes a phone can still draw."""

    def counted() -> dict[str, int]:
        area = inside(house.places, scope) if scope in house.places else area_of_group(house, scope)
        return Counter(house.places[code].level for code in area)

    counts = house.remember(("area", "levels", scope), counted)
    fitting = [level for level in details if counts[level] <= MOST_SHAPES]
    return fitting[-1] if fitting else details[0]


def area_of_group(house: House, group: str) -> frozenset[str]:
    """All codes inside the members of a group."""
    found = grouping.group_of(house.sets, group)
    units = house.units(found.set)
    members = next((unit.members for unit in units if unit.id == group), frozenset())
    return frozenset().union(*(inside(house.places, code) for code in members))


def cut(module: Module, indicator: Indicator, wanted, told: list[Told]) -> tuple[tuple, tuple]:
    """What an Ask filters and totals: one value of every dimension, the total where it adds up, else the first value."""
    asked = dict(wanted)
    for name, value in wanted:
        if name not in module.dimensions or value not in (*module.dimensions[name].values, TOTAL):
            told.append(("unknown_choice", {"text": f"{name}={value}"}))
    where, total = [], []
    for name, dimension in module.dimensions.items():
        value = asked.get(name)
        if value in dimension.values:
            where.append((name, value))
        elif module.kind != "published" and indicator.rule_over(name) != "none":
            total.append(name)
        else:
            where.append((name, TOTAL if TOTAL in dimension.values else next(iter(dimension.values))))
    return tuple(where), tuple(total)


def trail(house: House, scope: str) -> list[str]:
    """The codes of a breadcrumb, from the country down to the scope itself; a group hangs below its country."""
    if scope in house.places:
        return [place.code for place in reversed(ancestors(house.places, scope))] + [scope]
    group = grouping.group_of(house.sets, scope)
    return [group.country or country_of_group(house, scope), scope]
