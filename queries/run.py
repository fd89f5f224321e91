"""The only door between numbers and screens: an `Ask` goes in, an `Answer` comes out.

It filters, rolls up by the declared rules, says the state and coverage of every value, and names the sources found from
the SQL's own tables. No page, export or brief gets a number any other way.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from geo import groups as grouping
from geo.places import search
from queries import units
from queries.ask import Ask, AskError, TooLong
from queries.house import MOST_SECONDS, House, open_house
from queries.indicator import TOTAL
from queries.printed import published_rows
from queries.query import LEVELS, Module
from queries.rows import event_rows, series_rows

KINDS = {"series": series_rows, "event": event_rows, "published": published_rows}


@dataclass(frozen=True)
class Answer:
    """What came out. `rows` are dicts with the keys of `house.md`: indicator, place, place_name, level, period, each
    dimension, value, unit, low, high, numerator, denominator, coverage, places_with_value, places_known,
    places_expected, state, provenance, certain. `notes` are `{"code": ..., ...}` for the reader; `missing` names
    extracts the query reads that are not in this snapshot.
    """

    query: str
    kind: str
    snapshot: str
    filters: Mapping
    sources: tuple[Mapping, ...]
    rows: list[dict]
    notes: tuple[Mapping, ...]
    missing: tuple[str, ...]
    provenance: str


def run(house: House, ask: Ask) -> Answer:
    """Answer a question; `AskError` tells everything that is wrong with it at once, `TooLong` that it was stopped."""
    module = _checked(house, ask)
    chosen = ask.indicators or tuple(module.indicators)
    present = tuple(name for name in module.tables if name in house.extracts)
    missing = tuple(name for name in module.tables if name not in house.extracts)
    provenance = units.weakest(house.extracts[name].provenance for name in present)
    for name in (ask.within, module.card.expected):
        group = grouping.group_of(house.sets, name) if name else None
        if group:
            provenance = units.weakest((provenance, _unit_of(house, group).provenance))
    rows, notes = [], []
    if module.id in house.cubes:
        rows_of = KINDS[module.kind]
        try:
            rows, notes = rows_of(house, module, ask, chosen, provenance)
        except duckdb.InterruptException:
            raise TooLong(f"{ask.query} was stopped after {MOST_SECONDS} seconds.") from None
    provenance = units.weakest([provenance, *{row["provenance"] for row in rows}])
    sources = tuple(_source(house, name) for name in present)
    return Answer(module.id, module.kind, house.digest, _filters(ask), sources, rows, tuple(notes), missing, provenance)


def _source(house: House, name: str) -> dict:
    card = house.extracts[name]
    told = ("publisher", "licence", "provenance", "source", "read_at", "data_date", "digest", "notes")
    return {"extract": name, "title": dict(card.titles), **{key: getattr(card, key) for key in told}}


def _filters(ask: Ask) -> dict:
    found = {"by": ask.by, "within": ask.within, "period": ask.period, **dict(ask.where)}
    if ask.total:
        found["total"] = list(ask.total)
    return {name: value for name, value in found.items() if value is not None}


def _checked(house: House, ask: Ask) -> Module:
    module = house.registry.modules.get(ask.query)
    if module is None:
        broken = house.registry.broken.get(ask.query)
        if broken:
            raise AskError([f"{ask.query} is broken and cannot answer.", *map(str, broken)])
        raise AskError(f"There is no query {ask.query!r}. {_near(ask.query, house.registry.modules)}")
    wrong = _contradictions(ask, module)
    if ask.by is not None and ask.by not in (*LEVELS, "town") and ask.by not in house.sets:
        wrong.append(f"{ask.by!r} is no level and no set of groups. {_near(ask.by, (*LEVELS, 'town', *house.sets))}")
    if ask.within is not None and ask.within not in house.places and not grouping.group_of(house.sets, ask.within):
        near = [f"{place.code} ({place.name_en})" for place in search(house.places, ask.within, 3)]
        hint = f"Did you mean {', '.join(near)}?" if near else "Give a code such as NP03, or a group's id."
        wrong.append(f"{ask.within!r} is no place and no group. {hint}")
    facts = house.cubes.get(module.id)
    if ask.period is not None and facts and ask.period not in facts.periods:
        wrong.append(f"{module.id} has no period {ask.period!r}. It has: {', '.join(facts.periods)}.")
    for name, value in ask.where:
        dimension = module.dimensions.get(name)
        if dimension is None:
            wrong.append(f"{module.id} has no dimension {name!r}. It has: {', '.join(module.dimensions) or 'none'}.")
        elif value not in dimension.values and value != TOTAL:
            wrong.append(f"{name} has no value {value!r}. It has: {', '.join(dimension.values)}.")
    for name in ask.total:
        if name not in module.dimensions and name != "period":
            wrong.append(
                f"{module.id} has no dimension {name!r} to give the total of. "
                f"It has: {', '.join(module.dimensions) or 'none'}."
            )
    for name in ask.indicators:
        if name not in module.indicators:
            wrong.append(f"{module.id} has no indicator {name!r}. {_near(name, module.indicators)}")
    if wrong:
        raise AskError(wrong)
    return module


def _contradictions(ask: Ask, module: Module) -> list[str]:
    """What a question asks twice, differently."""
    named = [name for name, _ in ask.where]
    wrong = [f"{name} is given more than one value; ask for one at a time." for name in module.dimensions
             if named.count(name) > 1]  # fmt: skip
    for name, value in ask.where:
        if name in ask.total and value != TOTAL:
            wrong.append(f"{name} cannot be both {value!r} and its total; leave one out.")
    if "period" in ask.total and ask.period is not None:
        wrong.append(f"period cannot be both {ask.period!r} and the total of all; leave one out.")
    if "period" in ask.total and module.kind == "published":
        wrong.append(f"{module.id} gives figures as printed, which are never added over periods.")
    return wrong


def _near(text: str, known) -> str:
    close = difflib.get_close_matches(text, list(known), 1)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(list(known)[:40])}."


def _unit_of(house: House, group) -> grouping.Unit:
    units = grouping.units(house.sets[group.set], house.places, house.date)
    return next(unit for unit in units if unit.id == group.id)


__all__ = ["Answer", "Ask", "AskError", "House", "TooLong", "open_house", "run"]
