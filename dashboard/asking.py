"""The questions a theme page puts, all through the one door `queries.run`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.choice import Choice, cut
from dashboard.figures.flows import ARROWS
from geo.places import ancestor_at, ancestors
from queries.balance import added, balances
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.pockets import Summary
from queries.run import Answer, Ask, pocket_summary
from queries.run import run as run_now
from queries.series import Series, series

RATES = ("percent", "per_1000", "persons_per_km2", "households_per_km2")


def run(house: House, ask: Ask) -> Answer:
    """`queries.run`, kept: an answer never changes, nobody may change it, and one that many ask for is worked out once."""
    return house.remember(("answer", ask), lambda: run_now(house, ask))


@dataclass(frozen=True)
class Asked:
    """`fine` has a row for each place the map draws, `ranked` for each bar, over all periods; `own` those of the scope
    itself, `country` of its country; `units` maps a drawn place to the bar it belongs to. `pockets` says of the page's
    period what lies in pockets, with an answer that says what that rests on: of places the rows are in `fine`, where the
    map shows them.
    """

    fine: Answer
    ranked: Answer
    own: Answer
    country: Answer
    units: Mapping[str, str]
    pockets: tuple[Answer, Summary] | None = None
    flows: Answer | None = None  # of flows: the largest of each direction; the others hold what places gain and lose

    def rows(self, name: str, period: str) -> list[dict]:
        """The rows of one of the answers in a period."""
        return [row for row in getattr(self, name).rows if row["period"] == period]


def ask(house: House, choice: Choice) -> Asked:
    """All answers of a theme page. `AskError` for what cannot be asked, which the page tells."""
    if choice.module.kind == "flow":
        return _ask_flows(house, choice)
    ranked = by(house, choice, choice.view.by)
    fine = ranked if choice.view.detail == choice.view.by else by(house, choice, choice.view.detail)
    if choice.pockets and choice.view.detail == choice.pockets.level:
        fine = with_pockets(house, choice)
    own = by(house, choice, choice.scope_level)
    land = own if choice.scope_level == "country" else run(house, Ask(
        choice.module.id, "country", choice.country, None, choice.where, choice.total, (choice.indicator.id,)))  # fmt: skip
    places = {row["place"] for row in fine.rows}
    return Asked(fine, ranked, own, land, units_of(house, choice.view.by, places),
                 pockets_of(house, choice))  # fmt: skip


def _ask_flows(house: House, choice: Choice) -> Asked:
    """The largest flows of the period, and what each unit gains or loses: those beyond the scope are drawn around it."""
    listed = flows_of(house, choice, choice.scope)
    everywhere = replace(listed, ask=replace(listed.ask, within=choice.country))
    fine = house.remember(("balance", everywhere.ask), lambda: balances(house, everywhere))
    inside = house.area(choice.scope)
    units = {row["place"]: row["place"] for row in fine.rows
             if choice.view.by in house.sets or inside is None or row["place"] in inside}  # fmt: skip
    ranked = replace(fine, rows=[row for row in fine.rows if row["place"] in units])
    own_ask = replace(
        listed.ask, by=choice.scope_level, within=choice.scope if choice.scope_level in house.sets else None, top=1
    )
    own = house.remember(("balance", own_ask), lambda: balances(house, run(house, own_ask)))
    return Asked(fine, ranked, own, own, units, flows=listed)


def flows_of(house: House, choice: Choice, within: str) -> Answer:
    """The largest flows of the chosen period that touch a place or group, by the rows of the page."""
    return run(house, Ask(choice.module.id, choice.view.by, within, choice.view.period, choice.where, choice.total,
                          (choice.indicator.id,), top=ARROWS))  # fmt: skip


def every_flow_of(house: House, choice: Choice, within: str, most: int) -> Answer:
    """All flows of the page's question in at most `most` rows: where there are more, the largest of each direction, and
    its others as one row. Worked out for one reader and not kept.
    """
    asked = replace(flows_of(house, choice, within).ask, top=most)
    answer = run_now(house, asked)
    if len(answer.rows) <= most:
        return answer
    directions = len({row["direction"] for row in answer.rows})
    return run_now(house, replace(asked, top=most // directions - 1))


def streams_of(house: House, choice: Choice, dimension: str) -> dict[str, dict]:
    """Value of a dimension -> a row of the scope: all that moves in it, into it and out of it."""
    where, total = opened(choice, dimension)
    answer = run(house, Ask(choice.module.id, choice.view.by, choice.scope, choice.view.period, where, total,
                            (choice.indicator.id,), top=1))  # fmt: skip
    found = added(answer.rows, dimension)
    return {value: {**found[value], "place": choice.scope, dimension: value}
            for value in choice.module.dimensions[dimension].values if value in found}  # fmt: skip


def by(house: House, choice: Choice, rows_by: str, indicator: str = "", pockets: bool = False) -> Answer:
    """The chosen indicator (or another of the module) inside the scope, for all periods."""
    return run(house, Ask(choice.module.id, rows_by, choice.scope, None, choice.where, choice.total,
                          (indicator or choice.indicator.id,), pockets))  # fmt: skip


def with_pockets(house: House, choice: Choice) -> Answer:
    """The finest places inside the scope, each with the pocket it lies in; only where `choice.pockets` are known."""
    return by(house, choice, choice.pockets.level, pockets=True)


def pockets_of(house: House, choice: Choice) -> tuple[Answer, Summary] | None:
    """What lies in pockets inside the scope; None where the indicator has none."""
    if not choice.pockets:
        return None
    asked = Ask(choice.module.id, choice.pockets.level, choice.scope, choice.view.period, choice.where, choice.total,
                (choice.indicator.id,), True)  # fmt: skip
    threshold = choice.indicator.headline.above if choice.indicator.headline else None
    return house.remember(("pockets", asked, threshold), lambda: pocket_summary(house, asked, threshold))


def things_of(house: House, choice: Choice, every_period: bool = False) -> Answer:
    """The things of a register inside the scope, filtered as on the page: of its period, or of every one."""
    period = None if every_period else choice.view.period
    return run(house, Ask(choice.module.id, None, choice.scope, period, _fixed(choice), (), (choice.indicator.id,)))


def chapter_of(house: House, choice: Choice) -> Answer:
    """The requests of the period that the draft table counts: a filter of what its lines and columns are would falsify them."""
    return things_of(house, _unfiltered(choice, choice.module.card.plan_chapter.dimensions()))


def stages_of(house: House, choice: Choice) -> Answer:
    """The things of a funnel, at every stage and of every period: a thing of one year may go on in the next."""
    return things_of(house, _unfiltered(choice, (choice.module.card.funnel.by,)), every_period=True)


def _unfiltered(choice: Choice, dimensions: tuple[str, ...]) -> Choice:
    return replace(choice, where=opened(choice, *dimensions)[0])


def happened_of(house: House, choice: Choice) -> Answer:
    """The events of the period inside the scope as they stand, filtered as on the page."""
    return run(house, Ask(choice.module.id, None, choice.scope, choice.view.period, _fixed(choice)))


def _fixed(choice: Choice) -> tuple[tuple[str, str], ...]:
    """The dimensions that the page filters: a list of things has no totals."""
    return tuple((name, value) for name, value in choice.where if value != TOTAL)


def opened(choice: Choice, *dimensions: str) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """`where` and `total` of the page's question with each value of some dimensions; the others as on the page."""
    return (tuple(pair for pair in choice.where if pair[0] not in dimensions),
            tuple(name for name in choice.total if name not in dimensions))  # fmt: skip


def expected_of(house: House, choice: Choice) -> Answer:
    """The places of the group that is expected, inside the scope, with their figure over all periods and dimensions."""
    module, total = choice.module, tuple(name for name in choice.module.dimensions)
    ask_for = Ask(module.id, module.card.grain[-1], choice.scope, None, (), ("period", *total), (choice.indicator.id,))
    expected = house.area(module.card.expected) if module.card.expected else frozenset()
    found = run(house, ask_for)
    return replace(found, rows=[row for row in found.rows if row["place"] in expected])


def values_over_time(house: House, choice: Choice, dimension: str) -> Answer:
    """Every value of a dimension in every period, of the scope; other dimensions as on the page."""
    where, total = opened(choice, dimension)
    return run(
        house, Ask(choice.module.id, choice.scope_level, choice.scope, None, where, total, (choice.indicator.id,))
    )


def series_of(house: House, choice: Choice, rows_by: str) -> Series:
    """The chosen indicator inside the scope as lines over all periods, broken where they must not be joined."""
    asked = Ask(choice.module.id, rows_by, choice.scope, None, choice.where, choice.total, (choice.indicator.id,))
    return series(house, asked, choice.country, run)


def trend_of(house: House, choice: Choice) -> Series:
    """What the trend shows: the rows of the ranking over time, with the scope's own unless it would flatten them."""
    found = series_of(house, choice, choice.view.by)
    additive = choice.indicator.over_places in ("sum", "distinct")
    if additive and len({row["place"] for row in found.rows} - {choice.scope}) > 0:
        return replace(found, rows=[row for row in found.rows if row["place"] != choice.scope])
    if any(row["place"] == choice.scope for row in found.rows):
        return found
    own = series_of(house, choice, choice.scope_level)
    rows = [row for row in own.rows if row["place"] == choice.scope]
    of_own = [one for one in own.breaks if one not in found.breaks and (not one.lines or choice.scope in one.lines)]
    return replace(found, rows=[*found.rows, *rows], breaks=(*found.breaks, *of_own))


def comparable_before(house: House, choice: Choice) -> dict | None:
    """The scope's own row of the period before, under its present code; None where a break lies between."""
    index = choice.periods.index(choice.view.period)
    if index == 0:
        return None
    found, before = series_of(house, choice, choice.scope_level), choice.periods[index - 1]
    if found.broken(choice.scope, before, choice.view.period):
        return None
    return only([row for row in found.rows if row["period"] == before], choice.scope)


def only(rows: list[dict], place: str) -> dict | None:
    """The row of one place, None if there is none."""
    return next((row for row in rows if row["place"] == place), None)


def units_of(house: House, rows_by: str, places) -> dict[str, str]:
    """The row each place belongs to: its ancestor of a level, or the first group that holds it or an ancestor."""
    known = [code for code in places if code in house.places]
    if rows_by not in house.sets:
        return {code: unit for code in known if (unit := ancestor_at(house.places, code, rows_by))}
    holder: dict[str, str] = {}
    for unit in house.units(rows_by):
        for member in unit.members:
            holder.setdefault(member, unit.id)
    lines = {code: (code, *(above.code for above in ancestors(house.places, code))) for code in known}
    held = {code: next((holder[one] for one in line if one in holder), None) for code, line in lines.items()}
    return {code: unit for code, unit in held.items() if unit}


def sibling(choice: Choice) -> Indicator | None:
    """The same thing the other way: the number to a rate, the rate to a number; None if the module has none."""
    return next((other for other in choice.module.indicators.values() if are_siblings(choice.indicator, other)), None)


def are_siblings(one: Indicator, other: Indicator) -> bool:
    """Whether one is the rate and the other the number of the same thing."""
    if not one.numerator or one.numerator != other.numerator or bool(one.denominator) == bool(other.denominator):
        return False
    rate = one if one.denominator else other
    return rate.unit in RATES or rate.unit.endswith("_per_person")


def official_row(house: House, choice: Choice) -> dict | None:
    """The same thing as an office prints it for the scope and period, where the indicator names one; None if unknown."""
    named = choice.indicator.official
    module = house.registry.modules.get(named.query) if named else None
    if module is None or not house.has_data(module.id) or named.indicator not in module.indicators:
        return None
    if choice.scope not in house.places or choice.view.period not in house.cubes[module.id].periods:
        return None
    where, total = cut(module, module.indicators[named.indicator], (), [])
    answer = run(
        house, Ask(module.id, choice.scope_level, choice.scope, choice.view.period, where, total, (named.indicator,))
    )
    row = only(answer.rows, choice.scope)
    return row if row and row["value"] is not None else None


def parts_of(house: House, choice: Choice) -> dict[str, dict[str, dict]]:
    """Where the module's indicators are parts of a whole: part -> place -> row of the period, by the ranking's rows."""
    parts = choice.module.card.parts
    if choice.indicator.id not in (*parts, choice.module.card.whole):
        return {}
    answer = run(house, Ask(choice.module.id, choice.view.by, choice.scope, choice.view.period, choice.where,
                            choice.total, tuple(parts)))  # fmt: skip
    found: dict[str, dict[str, dict]] = {part: {} for part in parts}
    for row in answer.rows:
        found[row["indicator"]][row["place"]] = row
    return found


def indicators_of(house: House, choice: Choice, names: tuple[str, ...]) -> Answer:
    """The scope's own figures of several of the module's indicators, in the chosen period."""
    return run(house, Ask(choice.module.id, choice.scope_level, choice.scope, choice.view.period, choice.where,
                          choice.total, names))  # fmt: skip


def indicators_by(house: House, choice: Choice, names: tuple[str, ...], dimension: str) -> Answer:
    """The scope's own figures of several indicators for each value of a dimension, in the chosen period."""
    where, total = opened(choice, dimension)
    return run(house, Ask(choice.module.id, choice.scope_level, choice.scope, choice.view.period, where, total, names))


def values_of(house: House, choice: Choice, dimension: str, rows_by: str) -> dict[str, dict[str, dict]]:
    """Value of a dimension -> place -> row of the period, its total left out; other dimensions as on the page."""
    where, total = opened(choice, dimension)
    answer = run(house, Ask(choice.module.id, rows_by, choice.scope, choice.view.period, where, total,
                            (choice.indicator.id,)))  # fmt: skip
    found: dict[str, dict[str, dict]] = {
        value: {} for value in choice.module.dimensions[dimension].values if value != TOTAL
    }
    for row in answer.rows:
        if row[dimension] in found:
            found[row[dimension]][row["place"]] = row
    return found


def classes_of(house: House, choice: Choice, dimension: str) -> tuple[Answer, dict[str, dict]]:
    """Value of a dimension, its total among them -> the scope's own row of the period; other dimensions as on the page."""
    where, total = opened(choice, dimension)
    answer = run(house, Ask(choice.module.id, choice.scope_level, choice.scope, choice.view.period, where, total,
                            (choice.indicator.id,)))  # fmt: skip
    return answer, {row[dimension]: row for row in answer.rows if row["place"] == choice.scope}


def across(house: House, choice: Choice, dimension: str, other: str) -> dict[str, dict[str, dict]]:
    """Value of a dimension -> value of another, or `total` -> row of the scope and period."""
    where, total = opened(choice, dimension, other)
    answer = run(house, Ask(choice.module.id, choice.scope_level, choice.scope, choice.view.period, where, total,
                            (choice.indicator.id,)))  # fmt: skip
    found: dict[str, dict[str, dict]] = {
        value: {} for value in choice.module.dimensions[dimension].values if value != TOTAL
    }
    for row in answer.rows:
        if row["place"] == choice.scope and row[dimension] in found:
            found[row[dimension]][row[other]] = row
    return found
