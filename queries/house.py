"""The house opened on one snapshot: places, groups, modules and cubes, all read-only; what `run` needs to answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb

from data import catalogue, heavy, snapshots
from data.cards import CompletedCard, ExtractCard
from data.periods import in_order
from data.problems import ContentError, Problem, shown
from geo import groups, places
from queries import contract, pockets, registry, top_flows
from queries.cube import fingerprint
from queries.query import Module
from queries.rollup import has_value

REMEMBERED = 512
MOST_SECONDS = 5  # of one query on a cube; the slowest takes a hundredth of that


@dataclass(frozen=True)
class CubeFacts:
    """What a cube holds, computed once when the house is opened.

    `grains`: period -> {(country, level, vintage)}; `present`: period -> place codes;
    `valued`: (indicator, period) -> place codes with what it is computed from; `printed`: the same, with a figure that
    stands as printed; `types`: column -> DuckDB type.
    """

    grains: Mapping[str, frozenset[tuple]]
    present: Mapping[str, frozenset[str]]
    valued: Mapping[tuple, frozenset[str]]
    printed: Mapping[tuple, frozenset[str]]
    types: Mapping[str, str]

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.grains)


@dataclass(frozen=True)
class House:
    """Everything an answer can be made from. Open one with `open_house`; it is shared by all threads and never changed.

    `hidden` says of a module with protected figures how much of its cube is hidden (`queries.protect.summary`); `flows`
    which of a module's largest flows were worked out when publishing.
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
    remembered: dict = field(default_factory=dict)
    hot_spots: Mapping[tuple, pockets.Facts] = field(default_factory=dict)
    flows: Mapping[str, top_flows.Kept] = field(default_factory=dict)

    def has_data(self, module_id: str) -> bool:
        return module_id in self.cubes

    def remember(self, key: tuple, make: Callable):
        """What `make` gives, kept for the next time: it may depend on nothing but the snapshot and the key."""
        found = self.remembered.get(key)
        if found is None:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            found = self.remembered[key] = make()
        return found


def open_house(folder: Path, queries: Path = registry.QUERIES) -> House:
    """The house over a snapshot folder; `ContentError` when the snapshot is broken (a cube cut short, no manifest).

    A module that this snapshot has no sound cube of, or that changed since, is moved to the registry's `broken`: an old
    cube is never read by new rules.
    """
    cards, _ = catalogue.cards()
    return opened(Path(folder), contract.vetted(registry.load(queries), cards), cards)


def opened(folder: Path, found: registry.Registry, cards: Mapping, known=None, facts: Mapping = MappingProxyType({})):
    """The same with the (vetted) modules and the cards given, and what is known already: places, facts of cubes."""
    manifest = snapshots.manifest(folder)
    known = places.load_saved(folder / "places.parquet") if known is None else known
    sets, _ = groups.load(known, folder / "groups")
    extracts = catalogue.in_snapshot(folder)
    problems = tuple(Problem(**problem) for problem in manifest["problems"])
    connection = duckdb.connect(config={"threads": 1})  # one thread a question: sums come out the same each time
    cubes, broken, hot_spots, flows = {}, dict(found.broken), {}, {}
    large = [folder / "cubes" / f"{name}.parquet" for name in found.modules]
    heavy.allow(connection, [path for path in large if path.is_file() and heavy.is_large(path)])
    for module in found.modules.values():
        if not set(module.tables) & set(extracts):
            continue  # without data here, which is no fault
        wrong = _unfit(module, manifest["cubes"].get(module.id), problems)
        if wrong:
            broken[module.id] = wrong
        else:
            path = folder / "cubes" / f"{module.id}.parquet"
            cubes[module.id] = _load(connection, module, path, known, facts.get(module.id))
            hot_spots |= pockets.load(connection, module, folder, manifest, known)
            flows |= top_flows.load(connection, module, folder, manifest)
    connection.execute("SET enable_external_access = false")
    connection.execute(f"SET GLOBAL max_execution_time = {MOST_SECONDS * 1000}")  # not GLOBAL: no cursor would heed it
    connection.execute("SET lock_configuration = true")
    modules = {key: module for key, module in found.modules.items() if key not in broken}
    found = registry.Registry(found.themes, modules, found.problems, broken)
    day = date.fromisoformat(manifest["date"])
    hidden = {name: manifest["cubes"][name]["hidden"] for name in cubes if manifest["cubes"][name].get("hidden")}
    return House(folder, manifest["digest"], day, known, sets, found, cards, extracts, cubes, connection, problems, hidden,
                 hot_spots=hot_spots, flows=flows)  # fmt: skip


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


def _load(connection, module: Module, path: Path, known: places.Places, facts: CubeFacts | None) -> CubeFacts:
    """Put a cube into memory under its module's id, a large one as a view; `ContentError` for a file that is not what the
    build wrote.
    """
    try:
        what = "VIEW" if path.is_file() and heavy.is_large(path) else "TABLE"
        connection.execute(f"CREATE {what} \"{module.id}\" AS SELECT * FROM read_parquet('{heavy.quoted(path)}')")
        return facts or facts_of(connection, module, known)
    except (duckdb.Error, KeyError) as error:
        message = f"is not the cube that was built, it may be cut short: {str(error).splitlines()[0]}"
        raise ContentError(Problem(shown(path), 1, message, "Run `nagar build` to make a new snapshot.")) from None


def facts_of(connection, module: Module, known: places.Places) -> CubeFacts:
    """The facts of the cube that lies in `connection` under the module's id."""
    types = {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{module.id}"').fetchall()}
    if module.kind == "flow":
        return _facts_of_flows(connection, module, known, types)
    listed = ["list(DISTINCT place)"]
    for name, indicator in module.indicators.items():
        is_published = module.kind == "published"
        as_printed = name if is_published else indicator.value
        having = f'c."{name}" IS NOT NULL' if is_published else has_value(indicator)
        also = f'c."{as_printed}" IS NOT NULL' if as_printed else "false"
        listed += [f"list(DISTINCT place) FILTER (WHERE {having})", f"list(DISTINCT place) FILTER (WHERE {also})"]
    rows = connection.execute(f'SELECT period, {", ".join(listed)} FROM "{module.id}" c GROUP BY period').fetchall()
    grains, present, valued, printed = {}, {}, {}, {}
    for period, here, *by_indicator in rows:
        present[period] = frozenset(here)
        grains[period] = {(known[code].country, known[code].level, known[code].vintage) for code in here}
        for number, name in enumerate(module.indicators):
            valued[(name, period)] = frozenset(by_indicator[2 * number] or ())
            printed[(name, period)] = frozenset(by_indicator[2 * number + 1] or ())
    ordered = in_order(grains)
    return CubeFacts(
        {period: frozenset(grains[period]) for period in ordered},
        {period: frozenset(present[period]) for period in ordered},
        valued,
        printed,
        types,
    )


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
