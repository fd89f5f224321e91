"""Laws that every answer must keep, asked through `queries.run` like any other question.

Children sum to their parent; a rate lies between its children's; the total over a dimension or the periods is the sum
of its values; parts make up the whole; an interval holds its value. Where one is broken, a rule on a card or a column
of the SELECT means something else than its author thinks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from data.cards import CompletedCard
from data.problems import Problem, line_of, shown
from geo.places import ancestor_at, ancestors
from queries import scratch
from queries.facts import facts_of
from queries.flows import ELSEWHERE, ends_of
from queries.house import House
from queries.indicator import TOTAL, Indicator
from queries.query import LEVELS, Module
from queries.registry import Registry
from queries.run import Ask, run

CLOSE = 1e-9  # relative, for sums of floating numbers
PARTS_CLOSE = 0.005  # of the whole: sources print rounded shares
SHOWN = 3  # places that a broken law names
MOST_PERIODS = 6  # of a long series the laws of places are asked for so many, from the first to the last
BETWEEN = ("ratio", "weighted_mean")
COUNTED = "The SELECT counts something twice, or leaves something out; or the rule is not sum."
RATES = "Is a denominator or a weight negative, or the printed value in another scale than its parts?"


def broken(house: House, module: Module) -> list[Problem]:
    """Every law that the module's cube in `house` breaks, each once an indicator, with places and numbers."""
    if module.id not in house.cubes:
        return []
    if module.kind == "published":
        return _tell(module, _intervals(module, run(house, Ask(module.id)).rows))
    alike = defaultdict(list)  # indicators that may be totalled over the same dimensions are asked for together
    for indicator in module.indicators.values():
        alike[tuple(name for name in module.dimensions if indicator.rule_over(name) != "none")].append(indicator)
    told = []
    if module.kind == "flow":
        return _tell(module, [one for pair in alike.items() for one in _flows(house, module, *pair)])
    for total, indicators in alike.items():
        told += _levels(house, module, total, indicators)
        for indicator in indicators:
            told += _dimensions(house, module, total, indicator)
    if parted := _parted(module):
        for period in _some_periods(house.cubes[module.id].periods):
            rows = run(house, Ask(module.id, _finest(house, module), period=period, indicators=parted)).rows
            told += [*_parts(module, rows), *_intervals(module, rows)]
    return _tell(module, told)


def _parted(module: Module) -> tuple[str, ...]:
    """The indicators that are parts of a whole or have an interval."""
    return tuple(
        name for name, indicator in module.indicators.items() if name in module.card.parts or indicator.standard_error
    )


def broken_by_example(module: Module, answer, places: Mapping, cards: Mapping) -> list[Problem]:
    """The same over the answer (a pyarrow table) of a worked example, where there is no snapshot."""
    if answer.num_rows == 0:
        return []
    loose = {
        name: indicator.model_copy(update={"least_coverage": 0.0}) for name, indicator in module.indicators.items()
    }
    module = module.model_copy(update={"indicators": loose, "protected": False})  # the figures as they are
    with scratch.cursor() as connection:
        connection.register("answer", answer)
        connection.execute(f'CREATE OR REPLACE TABLE "{module.id}" AS SELECT * FROM answer')
        near = {code for end in module.ends for code in answer.column(end).to_pylist() if code in places}
        near |= {place.code for code in near for place in ancestors(places, code)}
        places = {code: places[code] for code in near}
        extracts = {name: _as_given(cards[name]) for name in module.tables}
        house = House(
            Path("."), "example", date.today(), places, {}, Registry({}, {module.id: module}, []), cards, extracts,
            {module.id: facts_of(connection, module, places)}, connection,
        )  # fmt: skip
        return broken(house, module)


def _as_given(card) -> CompletedCard:
    unknown = dict.fromkeys(
        ("publisher", "licence", "source", "read_at", "data_date", "made_at", "digest", "input_digest"), ""
    )
    return CompletedCard(name=card.name, titles=card.titles, provenance="illustrative", rows=0, notes=(), columns={},
                         grain=card.grain, disclosure=card.disclosure, key=card.key, descriptions=card.descriptions,
                         **unknown)  # fmt: skip


def _tell(module: Module, found: Iterable[tuple[str, str, str]]) -> list[Problem]:
    """One problem an indicator and hint, with the first few of what was found."""
    path = module.card_file.parent / "indicators.toml"
    text = path.read_text("utf-8") if path.exists() else ""
    sentences = defaultdict(list)
    for name, sentence, hint in found:
        sentences[name, hint].append(sentence)
    problems = []
    for (name, hint), listed in sentences.items():
        more = f"; and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
        message = f"{module.id}: {name} is at odds with itself: {'; '.join(listed[:SHOWN])}{more}."
        problems.append(Problem(shown(path), line_of(text, name), message, hint))
    return problems


def _levels(house: House, module: Module, total: tuple[str, ...], indicators: list[Indicator]):
    """A place beside the places of the next level below it that lie in it, where all of them have a figure."""
    rules = {one.id: one.over_places for one in indicators if one.over_places in ("sum", "distinct", *BETWEEN)}
    if not rules:
        return
    finest = LEVELS.index(_finest(house, module))
    below = []
    for level in reversed(LEVELS[: finest + 1]):
        rows = []
        for period in _some_periods(house.cubes[module.id].periods):
            rows += run(house, Ask(module.id, level, period=period, total=total, indicators=tuple(rules))).rows
        inner = defaultdict(list)
        for row in below:
            inner[row["indicator"], ancestor_at(house.places, row["place"], level), _mix(row, module)].append(row)
        for parent in rows:
            children = inner.get((parent["indicator"], parent["place"], _mix(parent, module)), [])
            if children and _whole(parent) and all(map(_whole, children)):
                of = f"{len(children)} {children[0]['level']}s"
                where = f"{_named(parent)} has {_number(parent['value'])}, the {of} in it"
                values = [child["value"] for child in children]
                told = _against(rules[parent["indicator"]], parent["value"], values, where)
                if told:
                    yield parent["indicator"], *told
        below = rows


def _flows(house: House, module: Module, total: tuple[str, ...], indicators: list[Indicator]):
    """All that moves, whatever both ends are rolled up to: it is the same people between wards and within a country."""
    names = tuple(one.id for one in indicators)
    for period in _some_periods(house.cubes[module.id].periods):
        before: dict[tuple, tuple[str, float]] = {}
        for level in reversed(LEVELS[: LEVELS.index(_finest(house, module)) + 1]):
            if any(unit.id == ELSEWHERE for unit in ends_of(house, module, level, (period,)).units):
                continue
            sums: dict[tuple, list] = defaultdict(list)
            for row in run(house, Ask(module.id, level, period=period, total=total, indicators=names, top=1)).rows:
                sums[row["indicator"], _mix(row, module)].append(row["value"])
            for key, values in sums.items():
                if None in values:
                    continue
                finer, whole = before.get(key, (level, sum(values)))
                if abs(whole - sum(values)) > CLOSE * max(1.0, abs(whole)) * len(values):
                    yield (
                        key[0],
                        f"in {period} all flows by {finer} are {_number(whole)}, by {level} {_number(sum(values))}",
                        COUNTED,
                    )
                before[key] = level, sum(values)


def _some_periods(periods: tuple[str, ...]) -> tuple[str, ...]:
    """All periods, or of many some that are evenly apart, with the first and the last."""
    if len(periods) <= MOST_PERIODS:
        return periods
    step = (len(periods) - 1) / (MOST_PERIODS - 1)
    return tuple(periods[round(number * step)] for number in range(MOST_PERIODS))


def _dimensions(house: House, module: Module, total: tuple[str, ...], indicator: Indicator):
    """The total over a dimension, or over the periods, beside its values; for regions, the rest being total."""
    for name in total:
        rest = tuple(other for other in total if other != name)
        rows = run(house, Ask(module.id, "region", total=rest, indicators=(indicator.id,))).rows
        yield from _totals(module, indicator, rows, name, indicator.rule_over(name))
    if indicator.over_periods in ("sum", "distinct", "ratio"):
        rows = run(house, Ask(module.id, "region", total=total, indicators=(indicator.id,))).rows
        ask = Ask(module.id, "region", total=("period", *total), indicators=(indicator.id,))
        yield from _totals(module, indicator, rows + run(house, ask).rows, "period", indicator.over_periods)


def _totals(module: Module, indicator: Indicator, rows: list[dict], over: str, rule: str):
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in ("place", "period", *module.dimensions) if name != over)].append(row)
    for group in groups.values():
        total = next((row for row in group if row[over] == TOTAL), None)
        values = [row for row in group if row[over] != TOTAL]
        if total and values and all(row["state"] == "value" for row in (total, *values)):
            where = f"{_named(total)} has {_number(total['value'])} over all of {over}, the {len(values)} of them"
            told = _against(rule, total["value"], [row["value"] for row in values], where)
            if told:
                yield indicator.id, *told


def _against(rule: str, whole: float, parts: list[float], where: str) -> tuple[str, str] | None:
    """The sentence that says how a whole and its parts disagree under a rule, with what to do; None where they agree."""
    slack = CLOSE * max(1.0, abs(whole), *map(abs, parts))
    if rule == "sum" and abs(sum(parts) - whole) > slack * len(parts):
        return f"{where} add up to {_number(sum(parts))}", COUNTED
    if rule == "distinct" and not max(parts) - slack <= whole <= sum(parts) + slack:
        return f"{where} have from {_number(min(parts))} to {_number(max(parts))}", COUNTED
    if rule in BETWEEN and not min(parts) - slack <= whole <= max(parts) + slack:
        return f"{where} have from {_number(min(parts))} to {_number(max(parts))}", RATES
    return None


def _parts(module: Module, rows: list[dict]):
    """Rates that the card calls parts of a whole make up the whole, in each place of the finest level."""
    parts = module.card.parts
    shares = [module.indicators[name] for name in parts]
    if not shares or any(indicator.over_places not in BETWEEN for indicator in shares):
        return
    found = defaultdict(dict)
    for row in rows:
        if row["indicator"] in parts and row["state"] == "value":
            found[row["place"], _mix(row, module)][row["indicator"]] = row
    for by_part in found.values():
        whole = sum(row["value"] for row in by_part.values())
        if len(by_part) == len(parts) and abs(whole - shares[0].factor) > PARTS_CLOSE * shares[0].factor:
            named = _named(next(iter(by_part.values())))
            yield (
                parts[0],
                f"in {named} the parts add up to {_number(whole)}, not {_number(shares[0].factor)}",
                (f"Its parts are {', '.join(parts)}: correct the list, or the columns they are made from."),
            )


def _intervals(module: Module, rows: list[dict]):
    for row in rows:
        if row.get("value") is None or row["low"] is None or row["high"] is None:
            continue
        slack = CLOSE * max(1.0, abs(row["value"]))
        if not row["low"] - slack <= row["value"] <= row["high"] + slack:
            interval = f"from {_number(row['low'])} to {_number(row['high'])}"
            told = f"{_named(row)} has {_number(row['value'])}, outside its interval {interval}"
            yield row["indicator"], told, "Are low, value and high in the same unit and in this order?"


def _finest(house: House, module: Module) -> str:
    """The finest level the module has figures of, towns aside: they stand beside the tree."""
    found = {level for grains in house.cubes[module.id].grains.values() for _, level, _ in grains} - {"town"}
    return max(found, key=LEVELS.index, default="country")


def _mix(row: Mapping, module: Module) -> tuple:
    return tuple(row[name] for name in ("period", *module.dimensions))


def _whole(row: Mapping) -> bool:
    """Whether a figure stands for all of its place, so that a law can be asked of it."""
    return row["state"] == "value" and row["coverage"] == 1.0


def _named(row: Mapping) -> str:
    return f"{row['place_name']} ({row['place']}, {row['period']})"


def _number(value: float) -> str:
    return f"{value:,.6g}" if isinstance(value, float) and value % 1 else f"{value:,.0f}"
