"""What differs between two snapshots: which published values changed, appeared or vanished, and why.

A published value is what a visitor gets from `queries.run`: both houses are asked the same questions, and only their
answers are compared. A value that is hidden in one of them is told by its state alone, in both.
"""

import heapq
import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb

from data import periods, snapshots
from data.heavy import is_large
from queries import reasons, totals
from queries.ask import Ask
from queries.columns import Columns, of_columns
from queries.house import House
from queries.query import LEVELS, Module
from queries.run import run

KINDS = ("changed", "appeared", "vanished", "state")
HAVING = ("value", "unreliable")  # states with a value to be seen
WORKED_OUT_KEYS = {".hot_spots": ("indicator", "period", "country", "place")}  # others: all that holds no numbers
EQUAL = 1e-9  # relative: sums of the same numbers in another order are the same value


@dataclass(frozen=True)
class Change:
    """One value that differs. `kind` is `changed` (value, interval or how reliable it is), `appeared`, `vanished`, or `state` where neither
    snapshot has a value and the reason differs. `dimensions` are name -> value; low and high stand in the intervals.
    """

    indicator: str
    place: str
    place_name: str
    level: str
    period: str
    dimensions: Mapping[str, str]
    kind: str
    old: float | None
    new: float | None
    old_state: str
    new_state: str
    unit: str
    old_interval: tuple[float, float] | None = None
    new_interval: tuple[float, float] | None = None

    @property
    def size(self) -> float:
        """How far the value moved, in its unit; what came or went moved by all it was."""
        return abs((self.new or 0) - (self.old or 0))


@dataclass(frozen=True)
class ModuleChange:
    """What differs of one module: `counts` is indicator -> kind -> how many values; `why` as of `queries.reasons`.

    `columns` instead of changes where the module itself changed, so that its values cannot be compared.
    """

    id: str
    counts: Mapping[str, Mapping[str, int]]
    changes: tuple[Change, ...]
    why: tuple[Mapping, ...]
    columns: Columns | None = None

    def total(self, kind: str) -> int:
        return sum(counts.get(kind, 0) for counts in self.counts.values())


@dataclass(frozen=True)
class Difference:
    """Two snapshots (digest and day of each) and every module that differs, in the order of the pages."""

    old: str
    new: str
    old_date: date
    new_date: date
    modules: tuple[ModuleChange, ...]

    def total(self, kind: str) -> int:
        return sum(module.total(kind) for module in self.modules)


def compare(old: House, new: House, first_look: bool = False) -> Difference:
    """Everything that differs. With `first_look`, which is many times faster, what pages show when they are opened:
    local governments instead of wards, and of dimensions that add up their total alone.

    Asked are each module's own places, all periods and dimensions, and the countries; where something is hidden at its
    own places also every level between, and groups where their members changed.
    """
    two = _Two(old, new, first_look)
    known = {**old.registry.modules, **new.registry.modules}
    ids = {*old.cubes, *new.cubes, *(key for manifest in two.manifests for key in manifest.get("cubes", {}))}
    order = {key: number for number, key in enumerate(known)}
    found = []
    for key in sorted(ids, key=lambda key: (order.get(key, len(order)), key)):
        if key.endswith(totals.ENDING):
            continue  # sums of a cube that is compared itself
        made = two.made(key)
        if key.partition(".")[0] in known and key not in known:
            change = _worked_out(two, key, made)
            found += [change] if change else []
            continue
        sound = key in known and not any(
            cube and key not in house.cubes for house, cube in ((old, made[0]), (new, made[1]))
        )
        if sound and known[key].kind in ("flow", "register"):
            change = _of_rows(two, known[key], made)
        else:
            change = _by_answers(two, known[key], made) if sound else _by_columns(two, key, made)
        if change:
            found.append(change)
    return Difference(old.digest, new.digest, old.date, new.date, tuple(found))


class _Two:
    """Both houses, and what is worked out of them once."""

    def __init__(self, old: House, new: House, first_look: bool):
        self.old, self.new, self.first_look = old, new, first_look
        self.houses = (old, new)
        self.manifests = tuple(_manifest(house) for house in self.houses)
        self.sets = reasons.changed_sets(old, new)
        self.places = reasons.changed_places(old, new)

    def made(self, key: str) -> tuple[Mapping, Mapping]:
        return tuple(manifest.get("cubes", {}).get(key, {}) for manifest in self.manifests)

    def same_cube(self, key: str) -> bool:
        """Whether the two cubes are one file, byte for byte."""
        digests = [manifest.get("files", {}).get(f"cubes/{key}.parquet") for manifest in self.manifests]
        return digests[0] is not None and digests[0] == digests[1]


def _manifest(house: House) -> Mapping:
    path = house.folder / snapshots.MANIFEST
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _worked_out(two: _Two, key: str, made: tuple[Mapping, Mapping]) -> ModuleChange | None:
    """A cube that publishing works out of a module's values (its pockets): how many of its places differ, row by row."""
    if two.same_cube(key):
        return None
    why = reasons.reasons(key, two.old, two.new, made, ())
    ending = key[key.index(".") :]
    columns = of_columns(
        *(house.folder / "cubes" / f"{key}.parquet" for house in two.houses), WORKED_OUT_KEYS.get(ending, ())
    )
    return ModuleChange(key, {}, (), (*why, {"code": "worked_out", "module": key.partition(".")[0]}), columns)


def _by_columns(two: _Two, key: str, made: tuple[Mapping, Mapping]) -> ModuleChange | None:
    """A module that changed: its old cube must not be read by new rules, so only the columns of the cubes are compared."""
    if all(made) and made[0].get("input_digest") == made[1].get("input_digest"):
        return None  # it changed after both, and their cubes are the same
    problems = [problem for house in two.houses for problem in house.registry.broken.get(key, ())]
    tables = next((house.registry.modules[key].tables for house in two.houses if key in house.registry.modules), ())
    why = reasons.reasons(key, two.old, two.new, made, tables)
    why.append({"code": "not_comparable", "told": list(dict.fromkeys(map(str, problems)))})
    columns = of_columns(*(house.folder / "cubes" / f"{key}.parquet" for house in two.houses))
    return ModuleChange(key, {}, (), tuple(why), columns)


def _of_rows(two: _Two, module: Module, made: tuple[Mapping, Mapping]) -> ModuleChange | None:
    """Flows and the things of a register are counted, not named: how many rows of the two cubes differ. Too large ones are not looked into."""
    if two.same_cube(module.id):
        return None
    why = reasons.reasons(module.id, two.old, two.new, made, module.tables)
    paths = [house.folder / "cubes" / f"{module.id}.parquet" for house in two.houses]
    small = all(path.is_file() and not is_large(path) for path in paths)
    return ModuleChange(module.id, {}, (), tuple(why), of_columns(*paths, module.key) if small else None)


def _by_answers(two: _Two, module: Module, made: tuple[Mapping, Mapping]) -> ModuleChange | None:
    why = reasons.reasons(module.id, two.old, two.new, made, module.tables)
    touched = _touched(two, module, everything=made[0].get("hidden") != made[1].get("hidden"))
    changes = [change for country, period in touched for change in _differing(two, module, country, period)]
    if changes:
        lands = sorted({country for country, _ in touched} & two.places.keys())
        why += [{"code": "places_changed", "country": land, "places": two.places[land]} for land in lands]
    in_groups = _in_groups(two, module)
    if in_groups:
        why.append({"code": "groups_changed", "groups": sorted({change.place for change in in_groups})})
    changes += in_groups
    if not changes and not why:
        return None
    counts: dict[str, Counter] = defaultdict(Counter)
    for change in changes:
        counts[change.indicator][change.kind] += 1
    why = why or [{"code": "not_known"}]
    return ModuleChange(module.id, {name: dict(kinds) for name, kinds in counts.items()}, tuple(changes), tuple(why))


def _touched(two: _Two, module: Module, everything: bool) -> list[tuple[str, str]]:
    """(country, period) in which answers may differ: where the cubes do, and all of a country where its places do.

    An answer depends on the rows of its own country and period alone, so that the others need not be asked.
    """
    shared = all(module.id in house.cubes for house in two.houses)
    pairs = {
        (land, period) for house in two.houses if module.id in house.cubes
        for period, grains in house.cubes[module.id].grains.items() for land, *_ in grains
        if everything or not shared or land in two.places
    }  # fmt: skip
    if shared and not everything and not two.same_cube(module.id):
        sql = f'SELECT * FROM "{module.id}"'
        tables = [house.connection.cursor().sql(sql).to_arrow_table() for house in two.houses]
        known = {**two.old.places, **two.new.places}
        pairs |= {(known[code].country, period) for code, period in _differing_rows(*tables)}
    return [(land, period) for land in sorted({land for land, _ in pairs})
            for period in periods.in_order([period for country, period in pairs if country == land], land)]  # fmt: skip


def _differing_rows(old, new) -> list[tuple[str, str]]:
    """(place, period) of the rows that only one of two cubes has; all where they have other columns."""
    sides = ["(FROM old EXCEPT ALL FROM new)", "(FROM new EXCEPT ALL FROM old)"]
    if old.schema.names != new.schema.names:
        sides = ["old", "new"]
    with duckdb.connect() as connection:
        connection.register("old", old)
        connection.register("new", new)
        return connection.execute(" UNION ".join(f"SELECT place, period FROM {side}" for side in sides)).fetchall()


def _differing(two: _Two, module: Module, country: str, period: str) -> list[Change]:
    own = [None] if module.kind != "event" else [level for level in ("town", *LEVELS) if level in module.card.grain]
    if two.first_look and module.kind == "series" and "ward" in module.card.grain:
        own = ["local"]
    changes, hidden = [], False
    for by in own:
        found, some_hidden = _asked(two, module, by, country, period)
        changes, hidden = changes + found, hidden or some_hidden
    if module.kind == "published":
        return changes
    finest = max((LEVELS.index(level) for level in module.card.grain if level in LEVELS), default=LEVELS.index("local"))
    for by in LEVELS[: finest if hidden else 1]:
        if by not in module.card.grain:
            changes += _asked(two, module, by, country, period)[0]
    return changes


def _in_groups(two: _Two, module: Module) -> list[Change]:
    """The values of groups whose members changed; a group that is in one snapshot only has appeared or vanished."""
    named = {period for house in two.houses if module.id in house.cubes for period in house.cubes[module.id].periods}
    return [
        change for name, groups in two.sets.items() for period in periods.in_order(named)
        for change in _asked(two, module, name, None, period)[0] if change.place in groups
    ]  # fmt: skip


def _asked(two: _Two, module: Module, by, country, period: str) -> tuple[list[Change], bool]:
    """The changes between the answers of both to one question, and whether anything is hidden in either."""
    before, after = (_rows(house, module, by, country, period, two.first_look) for house in two.houses)
    names = tuple(module.dimensions)
    changes = [change for key in before | after if (change := _change(names, before.get(key), after.get(key)))]
    return changes, any(row["state"] == "hidden" for rows in (before, after) for row in rows.values())


def _rows(house: House, module: Module, by, country, period: str, first_look: bool) -> dict[tuple, dict]:
    facts = house.cubes.get(module.id)
    if facts is None or period not in facts.periods or (country and country not in house.places):
        return {}
    rows = []
    for total, names in _totals(module, first_look):
        rows += run(house, Ask(module.id, by, country, period, (), total, names)).rows
    dimensions = tuple(module.dimensions)
    return {(row["indicator"], row["level"], row["place"], *(row[name] for name in dimensions)): row for row in rows}


def _totals(module: Module, first_look: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(dimensions to be totalled, indicators): for a first look those along which the indicators add up."""
    if not first_look or module.kind == "published":
        return [((), ())]
    found = defaultdict(list)
    for name, indicator in module.indicators.items():
        found[tuple(one for one in module.dimensions if indicator.rule_over(one) != "none")].append(name)
    return [(total, tuple(names)) for total, names in found.items()]


def _change(dimensions: tuple[str, ...], before: dict | None, after: dict | None) -> Change | None:
    old_state, new_state = before["state"] if before else "no_data", after["state"] if after else "no_data"
    had, has = old_state in HAVING, new_state in HAVING
    if had and has:
        if old_state == new_state and _same(before, after):
            return None
        kind = "changed"
    elif had or has:
        kind = "appeared" if has else "vanished"
    elif before and after and old_state != new_state:
        kind = "state"
    else:
        return None
    if "hidden" in (old_state, new_state):
        had = has = False
    row = after or before
    return Change(
        row["indicator"], row["place"], row["place_name"], row["level"], row["period"],
        {name: row[name] for name in dimensions}, kind, before["value"] if had else None, after["value"] if has else None,
        old_state, new_state, row["unit"], _interval(before) if had else None, _interval(after) if has else None,
    )  # fmt: skip


def _interval(row: dict) -> tuple[float, float] | None:
    return None if row["low"] is None or row["high"] is None else (row["low"], row["high"])


def _same(before: dict, after: dict) -> bool:
    if before.get("reliability") != after.get("reliability"):
        return False
    for name in ("value", "low", "high"):
        one, other = before[name], after[name]
        if (one is None) != (other is None):
            return False
        if one is not None and not math.isclose(one, other, rel_tol=EQUAL, abs_tol=1e-12):
            return False
    return True


def largest(module: ModuleChange, indicator: str, most: int) -> list[Change]:
    """The changes to name first: those that moved farthest, then those that came or went, the coarsest places first."""
    levels = {level: number for number, level in enumerate(LEVELS)}

    def rank(change: Change) -> tuple:
        totals = sum(1 for value in change.dimensions.values() if value == "total")
        return (KINDS.index(change.kind), -change.size, levels.get(change.level, len(levels)), -totals, change.place)

    return heapq.nsmallest(most, (change for change in module.changes if change.indicator == indicator), key=rank)


def summary(difference: Difference, most: int) -> dict:
    """The difference as JSON holds it: counts, reasons and the `most` largest changes of each indicator."""
    modules = [
        {
            "module": module.id,
            "counts": {name: dict(counts) for name, counts in module.counts.items()},
            "why": [dict(reason) for reason in module.why],
            "columns": module.columns.as_dict() if module.columns else None,
            "changes": [as_row(module.id, change) for name in module.counts for change in largest(module, name, most)],
        }
        for module in difference.modules
    ]
    days = {"old_date": difference.old_date.isoformat(), "new_date": difference.new_date.isoformat()}
    return {"old": difference.old, "new": difference.new, **days, "modules": modules}


def as_row(module: str, change: Change) -> dict:
    """One change as a flat row: what CSV and JSON give."""
    old_low, old_high = change.old_interval or (None, None)
    new_low, new_high = change.new_interval or (None, None)
    dimensions = " ".join(f"{name}={value}" for name, value in change.dimensions.items())
    return {
        "module": module, "indicator": change.indicator, "place": change.place, "place_name": change.place_name,
        "level": change.level, "period": change.period, "dimensions": dimensions, "change": change.kind,
        "old": change.old, "new": change.new, "unit": change.unit, "old_state": change.old_state,
        "new_state": change.new_state, "old_low": old_low, "old_high": old_high, "new_low": new_low, "new_high": new_high,
    }  # fmt: skip
