"""The house opened on one snapshot: places, groups, modules and cubes, all read-only; what `run` needs to answer."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb

from data import catalogue, snapshots
from data.cards import CompletedCard, ExtractCard
from data.periods import in_order
from data.problems import ContentError, Problem, shown
from geo import groups, places
from queries import contract, native, pockets, registry, top_flows, units, worked_out
from queries.cube import fingerprint
from queries.query import Module
from queries.rollup import has_value
from queries.shelf import Shelf

TOGETHER = 2  # cubes that are looked into at a time when a house is opened


@dataclass(frozen=True)
class CubeFacts:
    """What a cube holds, computed once when the house is opened.

    `grains`: period -> {(country, level, vintage)}; `present`: period -> place codes;
    `valued`: (indicator, period) -> place codes with what it is computed from; `printed`: the same, with a figure that
    stands as printed; `types`: column -> DuckDB type; `full`: indicators with what they are computed from in every row.
    """

    grains: Mapping[str, frozenset[tuple]]
    present: Mapping[str, frozenset[str]]
    valued: Mapping[tuple, frozenset[str]]
    printed: Mapping[tuple, frozenset[str]]
    types: Mapping[str, str]
    full: frozenset[str] = frozenset()

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.grains)


@dataclass(frozen=True)
class House:
    """Everything an answer can be made from. Open one with `open_house`; it is shared by all threads and never changed.

    `shelf` holds what was worked out of it: answers, scopes, peers. It goes when the house goes.
    `hidden` says of a module with protected figures how much of its cube is hidden (`queries.protect.summary`); `flows`
    which of a module's largest flows were worked out when publishing, `worked_out` which of its networks and durations.
    """

    folder: Path
    digest: str
    date: date
    places: places.Places
    sets: Mapping[str, groups.GroupSet]
    registry: registry.Registry
    cards: Mapping[str, ExtractCard]
    extracts: Mapping[str, CompletedCard]
    cubes: Mapping[str, CubeFacts]
    connection: duckdb.DuckDBPyConnection
    problems: tuple[Problem, ...] = ()
    hidden: Mapping[str, list[dict]] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)
    hot_spots: Mapping[tuple, pockets.Facts] = field(default_factory=dict)
    flows: Mapping[str, top_flows.Kept] = field(default_factory=dict)
    worked_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def has_data(self, module_id: str) -> bool:
        return module_id in self.cubes

    def remember(self, key: tuple, make: Callable):
        """What `make` gives, kept for the next time: it may depend on nothing but the snapshot and the key."""
        return self.shelf.get(key, make)

    def area(self, within: str | None) -> frozenset[str] | None:
        """All codes inside a place or a group (None: everywhere); see `units.area`."""
        return self.remember(("area", within), lambda: units.area(self.places, self.sets, within, self.date))


def open_house(folder: Path, queries: Path = registry.QUERIES, patient: bool = False) -> House:
    """The house over a snapshot folder; `ContentError` when the snapshot is broken (a cube cut short, no manifest).

    Questions to a `patient` house may take as long and as much as they need: it is for commands, not for a server.
    A module that this snapshot has no sound cube of, or that changed since, is moved to the registry's `broken`: an old
    cube is never read by new rules.
    """
    cards, _ = catalogue.cards()
    return opened(Path(folder), contract.vetted(registry.load(queries), cards), cards, patient=patient)


def opened(folder: Path, found: registry.Registry, cards: Mapping, known=None, facts: Mapping = MappingProxyType({}),
           patient: bool = False) -> House:  # fmt: skip
    """The same with the (vetted) modules and the cards given, and what is known already: places, facts of cubes."""
    manifest = snapshots.manifest(folder)
    known = places.load_saved(folder / "places.parquet") if known is None else known
    sets, _ = groups.load(known, folder / "groups")
    extracts = catalogue.in_snapshot(folder)
    problems = tuple(Problem(**problem) for problem in manifest["problems"])
    connection = _connection(folder, manifest, patient)
    broken, hot_spots, flows, beside, fit = dict(found.broken), {}, {}, {}, {}
    for module in found.modules.values():
        if not set(module.tables) & set(extracts):
            continue  # without data here, which is no fault
        wrong = _unfit(module, manifest["cubes"].get(module.id), problems)
        if wrong:
            broken[module.id] = wrong
        else:
            fit[module.id] = module
    try:
        with ThreadPoolExecutor(TOGETHER) as pool:  # DuckDB reads beside Python
            asked = {name: pool.submit(facts_of, connection.cursor(), module, known)
                     for name, module in fit.items() if name not in facts}  # fmt: skip
            for module in fit.values():
                hot_spots |= pockets.load(connection, module, manifest, known)
                flows |= top_flows.load(module, manifest)
                beside |= worked_out.load(module, manifest)
            cubes = {name: facts[name] if name in facts else asked[name].result() for name in fit}
    except (duckdb.Error, KeyError) as error:
        raise _not_built(folder, error) from None
    modules = {key: module for key, module in found.modules.items() if key not in broken}
    found = registry.Registry(found.themes, modules, found.problems, broken)
    day = date.fromisoformat(manifest["date"])
    hidden = {name: manifest["cubes"][name]["hidden"] for name in cubes if manifest["cubes"][name].get("hidden")}
    return House(folder, manifest["digest"], day, known, sets, found, cards, extracts, cubes, connection, problems, hidden,
                 hot_spots=hot_spots, flows=flows, worked_out=beside)  # fmt: skip


def _unfit(module: Module, made: Mapping | None, problems: tuple[Problem, ...]) -> list[Problem]:
    """Why the snapshot's cube of a module cannot be read: it was left out, it is newer, or its rules have changed."""
    build = "Run `nagar build`."
    if made is None:
        files = (shown(module.sql_file), shown(module.card_file))
        told = [problem for problem in problems if problem.file in files]
        return told or [Problem(shown(module.card_file), 1, f"{module.id} is not in this snapshot.", build)]
    if made.get("module") != fingerprint(module):
        return [Problem(shown(module.card_file), 1, f"{module.id} has changed since this snapshot was built.", build)]
    return []


def _connection(folder: Path, manifest: Mapping, patient: bool) -> duckdb.DuckDBPyConnection:
    """The locked connection to the cubes; `ContentError` for a file that is not what the build wrote.

    A kept snapshot from before there was a native file has its Parquet cubes read into memory.
    """
    try:
        if native.FILE in manifest["files"]:
            return native.connect(folder, patient)
        return native.in_memory(folder, list(manifest["cubes"]), patient)
    except duckdb.Error as error:
        raise _not_built(folder, error) from None


def _not_built(folder: Path, error: Exception) -> ContentError:
    message = f"its cubes are not those that were built, a file may be cut short: {str(error).splitlines()[0]}"
    return ContentError(Problem(shown(folder), 1, message, "Run `nagar build` to make a new snapshot."))


def facts_of(connection, module: Module, known: places.Places) -> CubeFacts:
    """The facts of the cube that lies in `connection` under the module's id."""
    types = {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{module.id}"').fetchall()}
    if module.kind == "flow":
        return _facts_of_flows(connection, module, known, types)
    conditions = {}
    for name, indicator in module.indicators.items():
        as_printed = name if module.kind == "published" else indicator.value
        stands = f'c."{as_printed}" IS NOT NULL' if as_printed else "false"
        conditions[name] = (stands if module.kind == "published" else has_value(indicator), stands)
    counts = [f"count(*) FILTER (WHERE {one})" for pair in conditions.values() for one in pair]
    listed = ", ".join(["period", "list(DISTINCT place)", "count(*)", *counts])
    rows = connection.execute(f'SELECT {listed} FROM "{module.id}" c GROUP BY period').fetchall()
    grains, present, valued, printed, full = {}, {}, {}, {}, set(module.indicators)
    for period, here, whole, *counted in rows:
        present[period] = frozenset(here)
        grains[period] = {(known[code].country, known[code].level, known[code].vintage) for code in here}

        def places_where(condition: str, count: int, period=period, whole=whole) -> frozenset[str]:
            known_of = {whole: present[period], 0: frozenset()}.get(count)  # as of most: nobody need be asked
            return _where(connection, module, period, condition) if known_of is None else known_of

        for number, (name, (having, stands)) in enumerate(conditions.items()):
            valued[(name, period)] = places_where(having, counted[2 * number])
            printed[(name, period)] = places_where(stands, counted[2 * number + 1])
            full -= {name} if counted[2 * number] < whole else set()
    ordered = in_order(grains)
    return CubeFacts(
        {period: frozenset(grains[period]) for period in ordered},
        {period: frozenset(present[period]) for period in ordered},
        valued,
        printed,
        types,
        frozenset(full),
    )


def _where(connection, module: Module, period: str, condition: str) -> frozenset[str]:
    """The places with a row of a period for which a condition holds."""
    sql = f'SELECT DISTINCT place FROM "{module.id}" c WHERE c.period = ? AND {condition}'
    return frozenset(code for (code,) in connection.execute(sql, [period]).fetchall())


def _facts_of_flows(connection, module: Module, known: places.Places, types: Mapping) -> CubeFacts:
    """The same of flows: `present` are the places at either end, `valued` those with a figure at the end that reports."""
    at = module.flows.reported_at
    listed = ["list(DISTINCT origin)", "list(DISTINCT destination)"]
    listed += [f"list(DISTINCT {at}) FILTER (WHERE {has_value(one)})" for one in module.indicators.values()]
    rows = connection.execute(f'SELECT period, {", ".join(listed)} FROM "{module.id}" c GROUP BY period').fetchall()
    by_period = {row[0]: row[1:] for row in rows}
    grains, present, valued = {}, {}, {}
    for period in in_order(by_period):
        origins, destinations, *by_indicator = by_period[period]
        present[period] = frozenset(origins) | frozenset(destinations)
        grains[period] = frozenset(
            (known[code].country, known[code].level, known[code].vintage) for code in present[period]
        )
        for name, codes in zip(module.indicators, by_indicator, strict=True):
            valued[(name, period)] = frozenset(codes or ())
    return CubeFacts(grains, present, valued, dict.fromkeys(valued, frozenset()), types)
