"""What a cube holds: which places have rows and figures, by period and indicator. Worked out when publishing, read here.

A server needs it of every cube when it starts, and a cube of millions of flows takes seconds to look through. So each
snapshot has a file `facts/<theme>/<module>.json`; it says of which cube and which rules it is, and counts for nothing
beside another. Periods and indicators mostly share their places, so each set of places is written, and held, once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path

import orjson

from data import heavy
from data.periods import in_order
from data.snapshots import digest_of
from geo import places
from queries import contract
from queries.cube import fingerprint
from queries.query import Module
from queries.registry import Registry
from queries.rollup import has_value

FOLDER = "facts"
LAYOUT = 2  # of the files: those of another say less, or something else
Grains = frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class CubeFacts:
    """What a cube holds.

    `grains`: period -> {(country, level, vintage)}; `present`: period -> place codes;
    `valued`: (indicator, period) -> place codes with what it is computed from; `printed`: the same, with a figure that
    stands as printed; `types`: column -> DuckDB type; `full`: indicators with what they are computed from in every row;
    `ragged`: those that some place has in one row of a period and not in another.

    Of a series, where a place has no row for some values of dimensions: `sparse` are the periods with such a place, and
    `absent` says where that is no zero: period -> values of `Module.told_in_full` -> present places without a row of them.
    """

    grains: Mapping[str, Grains]
    present: Mapping[str, frozenset[str]]
    valued: Mapping[tuple, frozenset[str]]
    printed: Mapping[tuple, frozenset[str]]
    types: Mapping[str, str]
    full: frozenset[str] = frozenset()
    ragged: frozenset[str] = frozenset()
    sparse: frozenset[str] = frozenset()
    absent: Mapping[str, Mapping[tuple[str, ...], frozenset[str]]] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.grains)


class _Sets:
    """Sets of places: each is held once, of the very texts that the places hold, with the grains of its places. Cubes share
    them, as they do the places they are of.
    """

    def __init__(self, known: places.Places):
        self.known, self.held, self.grains_of = known, {}, {}

    def of(self, codes: Iterable[str] | None) -> frozenset[str]:
        found = frozenset(self.known[code].code if code in self.known else code for code in codes or ())
        return self.held.setdefault(found, found)

    def grains(self, found: frozenset[str]) -> Grains:
        if found not in self.grains_of:
            listed = (self.known[code] for code in found)
            self.grains_of[found] = frozenset((place.country, place.level, place.vintage) for place in listed)
        return self.grains_of[found]


_sets_of = places.once(_Sets)


def facts_of(connection, module: Module, known: places.Places) -> CubeFacts:
    """The facts of the cube that lies in `connection` under the module's id, found by looking through it.

    Rows are counted first: of a condition that holds for all of them, or for none, nobody need ask for which places.
    """
    types = {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{module.id}"').fetchall()}
    conditions = {name: _conditions(module, name) for name in module.indicators}
    counts = [f"count(*) FILTER (WHERE {one})" for pair in conditions.values() for one in pair]
    listed = ", ".join(["period", "count(*)", *(f"list(DISTINCT {end})" for end in module.ends), *counts])
    rows = connection.execute(f'SELECT {listed} FROM "{module.id}" c GROUP BY period').fetchall()
    by_period, sets, ends = {row[0]: row[1:] for row in rows}, _sets_of(known), len(module.ends)
    grains, present, valued, printed, full = {}, {}, {}, {}, set(module.indicators)
    for period in in_order(by_period):
        whole, its_ends, counted = by_period[period][0], by_period[period][1 : ends + 1], by_period[period][ends + 1 :]
        present[period] = sets.of(frozenset().union(*its_ends))
        grains[period] = sets.grains(present[period])
        reports = sets.of(its_ends[module.ends.index(_reports(module))])
        for number, (name, pair) in enumerate(conditions.items()):
            for made, condition, count in zip((valued, printed), pair, counted[2 * number :], strict=False):
                known_of = {whole: reports, 0: sets.of(())}.get(count)
                made[(name, period)] = known_of if known_of is not None else sets.of(
                    _where(connection, module, period, condition)
                )  # fmt: skip
            full -= {name} if counted[2 * number] < whole else set()
    if module.kind == "flow":
        return CubeFacts(grains, present, valued, printed, types)
    sparse = frozenset(period for period in present if _lacks_rows(module, by_period[period][0], present[period]))
    return CubeFacts(grains, present, valued, printed, types, frozenset(full), _ragged(connection, module, full), sparse,
                     _absent(connection, module, {period: present[period] for period in present if period in sparse}, sets))  # fmt: skip


def _lacks_rows(module: Module, rows: int, present: frozenset[str]) -> bool:
    """Whether a place of a period has no row for some values of dimensions: of a series no two rows have the same."""
    values = (len(dimension.values) for dimension in module.dimensions.values())
    return module.kind == "series" and rows < len(present) * prod(values)


def _ragged(connection, module: Module, full: Iterable[str]) -> frozenset[str]:
    """The indicators that a place has in some rows of a period only."""
    if module.kind == "published" or module.kind == "series" and not module.dimensions:
        return frozenset()
    found = set()
    for name in set(module.indicators) - set(full):
        known = f"count(*) FILTER (WHERE {_conditions(module, name)[0]})"
        sql = f'SELECT 1 FROM "{module.id}" c GROUP BY c.place, c.period HAVING {known} BETWEEN 1 AND count(*) - 1 LIMIT 1'
        found |= {name} if connection.execute(sql).fetchone() else set()
    return frozenset(found)


def _absent(connection, module: Module, present: Mapping[str, frozenset[str]], sets: _Sets) -> dict:
    """By period and values of the dimensions that are told in full, the `present` places that have no row of them."""
    names, found = module.told_in_full, {}
    listed = ", ".join(f'"{name}"' for name in names)
    for period, here in present.items() if names else ():
        sql = f'SELECT {listed}, list(DISTINCT place) FROM "{module.id}" WHERE period = ? GROUP BY {listed}'
        having = {tuple(values): codes for *values, codes in connection.execute(sql, [period]).fetchall()}
        without = {
            mix: here.difference(having.get(mix, ())) for mix in product(*(module.dimensions[n].values for n in names))
        }
        found |= (
            {period: lacking} if (lacking := {mix: sets.of(codes) for mix, codes in without.items() if codes}) else {}
        )
    return found


def _conditions(module: Module, name: str) -> tuple[str, str]:
    """When a row `c` has what an indicator is computed from, and when it has it as printed."""
    as_printed = name if module.kind == "published" else module.indicators[name].value
    stands = f'c."{as_printed}" IS NOT NULL' if as_printed and module.kind != "flow" else "false"
    return (stands if module.kind == "published" else has_value(module.indicators[name]), stands)


def _reports(module: Module) -> str:
    """The column of the place that a row is reported by."""
    return module.flows.reported_at if module.kind == "flow" else "place"


def _where(connection, module: Module, period: str, condition: str) -> list[str]:
    """The places that report a row of a period for which a condition holds."""
    sql = f'SELECT DISTINCT "{_reports(module)}" FROM "{module.id}" c WHERE c.period = ? AND {condition}'
    return [code for (code,) in connection.execute(sql, [period]).fetchall()]


def publish(folder: Path, context, found: Registry) -> None:
    """The step of a build that writes the facts of every cube of the snapshot."""
    vetted = contract.vetted(found, context.cards)
    made = [module for module in vetted.modules.values() if module.id in context.cubes]
    for number, module in enumerate(made):
        context.progress(f"What cube {module.id} holds", number, len(made))
        cube = folder / f"cubes/{module.id}.parquet"
        is_of = {"cube": digest_of(cube), "module": fingerprint(module), "layout": LAYOUT}
        path, before = folder / _file(module), _read(context.previous, module) if context.previous else None
        if before and before["of"] == is_of and context.reuse(_file(module), folder):
            continue
        with heavy.connected(context.limits) as connection:
            connection.execute(f"CREATE VIEW \"{module.id}\" AS SELECT * FROM read_parquet('{heavy.quoted(cube)}')")
            facts = facts_of(connection, module, context.places)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps({"of": is_of, **_as_json(facts)}))


def saved(folder: Path, manifest: Mapping, module: Module, known: places.Places) -> CubeFacts | None:
    """The facts that lie in a snapshot; None where there are none of this cube and these rules."""
    told = _read(folder, module)
    cube = manifest["files"].get(f"cubes/{module.id}.parquet")
    is_of = {"cube": cube, "module": fingerprint(module), "layout": LAYOUT}
    return _from_json(told, known) if told and told["of"] == is_of else None


def written(folder: Path, module: Module, known: places.Places) -> CubeFacts | None:
    """The facts that the build of `folder` itself wrote; None where that step was left out."""
    told = _read(folder, module)
    return _from_json(told, known) if told else None


def _file(module: Module) -> str:
    return f"{FOLDER}/{module.id}.json"


def _read(folder: Path, module: Module) -> dict | None:
    try:
        return orjson.loads((folder / _file(module)).read_bytes())
    except (OSError, ValueError):
        return None


def _as_json(facts: CubeFacts) -> dict:
    """`sets` of codes, in order; elsewhere a set is its number. By indicator, `valued` and `printed` are in the order of
    the periods.
    """
    numbers: dict[frozenset[str], int] = {}

    def number(found: frozenset[str]) -> int:
        return numbers.setdefault(found, len(numbers))

    def by_indicator(of: Mapping[tuple, frozenset[str]]) -> dict[str, list[int]]:
        return {name: [number(of[(name, period)]) for period in facts.periods] for name, _ in of}

    told = {
        "types": facts.types, "full": sorted(facts.full),
        "present": {period: number(found) for period, found in facts.present.items()},
        "valued": by_indicator(facts.valued), "printed": by_indicator(facts.printed),
        "ragged": sorted(facts.ragged), "sparse": sorted(facts.sparse),
        "absent": {period: [[mix, number(found)] for mix, found in lacking.items()]
                   for period, lacking in facts.absent.items()},
    }  # fmt: skip
    return told | {"sets": [sorted(found) for found in numbers]}


def _from_json(told: Mapping, known: places.Places) -> CubeFacts:
    sets = _sets_of(known)
    held = [sets.of(codes) for codes in told["sets"]]
    present = {period: held[number] for period, number in told["present"].items()}

    def by_pair(of: Mapping[str, list[int]]) -> dict[tuple, frozenset[str]]:
        return {(name, period): held[number] for name, numbers in of.items()
                for period, number in zip(present, numbers, strict=True)}  # fmt: skip

    grains = {period: sets.grains(found) for period, found in present.items()}
    absent = {
        period: {tuple(mix): held[number] for mix, number in lacking} for period, lacking in told["absent"].items()
    }
    full, ragged, sparse = (frozenset(told[name]) for name in ("full", "ragged", "sparse"))
    return CubeFacts(
        grains, present, by_pair(told["valued"]), by_pair(told["printed"]), told["types"], full, ragged, sparse, absent
    )
