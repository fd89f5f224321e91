"""The only door between numbers and screens: an `Ask` goes in, an `Answer` comes out.

It filters, rolls up by the declared rules, says the state and coverage of every value, and names the sources found from
the SQL's own tables. No page, export or brief gets a number any other way.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import duckdb

from geo import groups as grouping
from geo.places import search
from queries import pockets, units, worked_out
from queries.ask import Ask, AskError, TooLong
from queries.cube import fingerprint
from queries.flows import flow_rows
from queries.house import House, open_house
from queries.indicator import TOTAL
from queries.native import MOST_MEMORY, MOST_SECONDS
from queries.printed import published_rows
from queries.query import LEVELS, Module
from queries.register import register_rows
from queries.rows import event_rows, series_rows
from queries.scope import scope_of

OF_ONE = ("local", "town", "ward")  # levels of which a place is one municipality, or lies in one
KINDS = {"series": series_rows, "event": event_rows, "published": published_rows, "flow": flow_rows,
         "register": register_rows}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What came out. `rows` are dicts with the keys of `house.md`: indicator, place, place_name, level, period, each
    dimension, value, unit, low, high, standard_error, numerator, denominator, coverage, places_with_value, places_known,
    places_expected, state, reliability, provenance, certain. `notes` are `{"code": ..., ...}` for the reader; `missing` names
    extracts the query reads that are not in this snapshot.

    A register asked for without `by` has one row a thing, with the columns of its card (`queries/register.py`).
    A flow has origin, origin_name, destination and destination_name for place and place_name, its direction, and how many
    flows the row stands for (`queries/flows.py`).

    `sources` are the extracts read, each with publisher, licence, date and digest; `module` is the query's `id` and the
    `digest` of what its figures mean (SQL, kind, dimensions, rules; not words), as it stands in the snapshot's manifest;
    `groups` are those the rows or the scope are, with source and certainty; `snapshot` and `date` are those of the data.
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
    ask: Ask
    module: Mapping
    date: str
    groups: tuple[Mapping, ...]

    @cached_property
    def told(self) -> dict:
        """How many rows are shown, hidden, missing and illustrative: see `counted`."""
        return counted(self.rows)

    @property
    def command(self) -> str:
        """The command line that gives this answer again, from the same snapshot as long as it is kept."""
        return f"nagar run {self.ask.as_options()} --snapshot {self.snapshot[:12]}"

    def in_period(self, period: str) -> "Answer":
        """The part of one period, as if only that had been asked for."""
        if self.ask.period is not None or "period" in self.ask.total:
            return self
        ask = replace(self.ask, period=period)
        return replace(self, ask=ask, filters=_filters(ask), rows=[row for row in self.rows if row["period"] == period])


def counted(rows: Iterable[Mapping]) -> dict:
    """How many rows there are, of each state and of each provenance:
    `{"rows": 75, "states": {"value": 70, "hidden": 5}, "provenances": {"published": 75}}`.
    """
    rows = list(rows)
    states, provenances = (Counter(row[name] for row in rows if row.get(name)) for name in ("state", "provenance"))
    return {"rows": len(rows), "states": dict(states), "provenances": dict(provenances)}


def run(house: House, ask: Ask) -> Answer:
    """Answer a question; `AskError` tells everything that is wrong with it at once, `TooLong` that it was stopped."""
    module, rows, notes = _checked(house, ask), [], []
    chosen, provenance = ask.indicators or tuple(module.indicators), _provenance(house, module, ask)
    if module.id in house.cubes:
        with limited(ask.query):
            if ask.about:
                rows, notes = worked_out.ROWS[ask.about](house, module, ask, provenance)
            else:
                rows, notes = KINDS[module.kind](house, module, ask, chosen, provenance)
            if ask.pockets:
                rows, more = pockets.add_to(house, module, rows)
                notes = [*notes, *more]
    provenance = units.weakest([provenance, *{row["provenance"] for row in rows}])
    return _answer(house, module, ask, rows, notes, provenance)


def pocket_summary(house: House, ask: Ask, above: float | None = None) -> tuple[Answer, pockets.Summary]:
    """What lies in pockets where a question for pockets of one indicator and period asks, and an answer without rows that
    says what it rests on; as `run`, without working out a row for each place.
    """
    module = _checked(house, ask)
    with limited(ask.query):
        found = pockets.summary(house, module, ask, scope_of(house, module, ask, (ask.period,)), above)
    return _answer(house, module, ask, [], [], _provenance(house, module, ask)), found


@contextmanager
def limited(query: str):
    """What DuckDB stops, since it takes too long or too much, is told as `TooLong`."""
    try:
        yield
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise TooLong(f"{query} needed more than {MOST_SECONDS} seconds or {MOST_MEMORY}.") from None


def _provenance(house: House, module: Module, ask: Ask) -> str:
    """The weakest of the extracts a question reads, of the group it is asked of, and of the one that should report: of how
    many places a figure is, and who has none, rests on who belongs to it. What one municipality has reported does not.
    """
    provenance = units.weakest(house.extracts[name].provenance for name in module.tables if name in house.extracts)
    within = house.places.get(ask.within)
    is_of_one = ask.by in OF_ONE or (within is not None and within.level in OF_ONE)
    rests = ask.by is not None and (module.card.missing == "zero" or not is_of_one)
    for name in (ask.within, module.card.expected if rests else None):
        group = grouping.group_of(house.sets, name) if name else None
        if group:
            provenance = units.weakest((provenance, _unit_of(house, group).provenance))
    return provenance


def _answer(house: House, module: Module, ask: Ask, rows: list, notes: list, provenance: str) -> Answer:
    sources = tuple(source_of(house, name) for name in module.tables if name in house.extracts)
    missing = tuple(name for name in module.tables if name not in house.extracts)
    about = {"id": module.id, "digest": house.remember(("rules", module.id), lambda: fingerprint(module))}
    return Answer(module.id, module.kind, house.digest, _filters(ask), sources, rows, tuple(notes), missing, provenance,
                  ask, about, str(house.date), _groups(house, module, ask, rows))  # fmt: skip


def source_of(house: House, name: str) -> dict:
    """What the card of an extract of the snapshot tells of its source, as answers carry it."""
    card = house.extracts[name]
    told = ("publisher", "licence", "provenance", "source", "read_at", "data_date", "digest", "notes")
    return {"extract": name, "title": dict(card.titles), **{key: getattr(card, key) for key in told}}


def _groups(house: House, module: Module, ask: Ask, rows: list[dict]) -> tuple[dict, ...]:
    """The groups an answer rests on: its rows where they are groups, its scope, and the group that should report."""
    named = dict.fromkeys(name for name in (ask.within, module.card.expected) if name)
    if ask.by in house.sets:
        named |= dict.fromkeys(row[end] for end in module.ends for row in rows)
    found = []
    for name in named:
        group = grouping.group_of(house.sets, name)
        if group is None:
            continue  # a place, or a group by an attribute of places, which its set is told for
        unit = _unit_of(house, group)
        found.append({"group": name, "set": group.set, "title": dict(group.titles), "source": group.source,
                      "provenance": group.provenance, "certain": unit.certain, "members": len(unit.members),
                      "expected": unit.expected})  # fmt: skip
    by = house.sets.get(ask.by)
    if by and by.attribute:
        found.append({"group": by.id, "set": by.id, "title": dict(by.titles), "source": by.source,
                      "provenance": "published", "certain": True, "members": None, "expected": None})  # fmt: skip
    return tuple(found)


def _filters(ask: Ask) -> dict:
    found = {"by": ask.by, "within": ask.within, "period": ask.period, **dict(ask.where)}
    if ask.total:
        found["total"] = list(ask.total)
    if ask.pockets:
        found["pockets"] = True
    if ask.top is not None:
        found["top"] = ask.top
    if ask.about:
        found["about"] = ask.about
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
    if ask.pockets:
        wrong += pockets.refused(house, module, ask)
    if ask.about:
        wrong += worked_out.refused(house, module, ask)
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
    if ask.top is not None and module.kind != "flow":
        wrong.append(f"{module.id} is a {module.kind}, which lists every place: --top is for flows.")
    if "period" in ask.total and module.kind == "published":
        wrong.append(f"{module.id} gives figures as printed, which are never added over periods.")
    return wrong


def _near(text: str, known) -> str:
    close = difflib.get_close_matches(text, list(known), 1)
    return f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(list(known)[:40])}."


def _unit_of(house: House, group) -> grouping.Unit:
    return next(unit for unit in house.units(group.set) if unit.id == group.id)


__all__ = ["Answer", "Ask", "AskError", "House", "TooLong", "counted", "open_house", "pocket_summary", "run"]
