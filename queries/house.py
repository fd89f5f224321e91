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
from data.problems import ContentError, Problem, shown
from geo import groups, places
from queries import contract, native, pockets, registry, saved_registry, top_flows, totals, units, worked_out
from queries.cube import fingerprint
from queries.facts import CubeFacts, facts_of, saved
from queries.query import Module
from queries.shelf import Shelf

TOGETHER = 2  # cubes that are looked into at a time when a house is opened


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
    totals: Mapping[str, frozenset[str]] = field(default_factory=dict)  # id of a cube of sums -> its indicators

    def has_data(self, module_id: str) -> bool:
        return module_id in self.cubes

    def remember(self, key: tuple, make: Callable):
        """What `make` gives, kept for the next time: it may depend on nothing but the snapshot and the key."""
        return self.shelf.get(key, make)

    def area(self, within: str | None) -> frozenset[str] | None:
        """All codes inside a place or a group (None: everywhere); see `units.area`."""
        return self.remember(("area", within), lambda: units.area(self.places, self.sets, within, self.date))

    def units(self, name: str) -> tuple[groups.Unit, ...]:
        """The groups of a set on the snapshot's day; see `geo.groups.units`."""
        return self.remember(("units", name), lambda: tuple(groups.units(self.sets[name], self.places, self.date)))

    def memberships(self, code: str) -> list[groups.Unit]:
        """The groups of all sets that hold a place; see `geo.groups.memberships`."""
        return groups.memberships((unit for name in self.sets for unit in self.units(name)), self.places, code)


def open_house(folder: Path, queries: Path = registry.QUERIES, patient: bool = False) -> House:
    """The house over a snapshot folder; `ContentError` when the snapshot is broken (a cube cut short, no manifest).

    Questions to a `patient` house may take as long and as much as they need: it is for commands, not for a server.
    A module that this snapshot has no sound cube of, or that changed since, is moved to the registry's `broken`: an old
    cube is never read by new rules.
    """
    cards, _ = catalogue.cards()
    found = saved_registry.read(Path(folder), cards, queries) or contract.vetted(registry.load(queries), cards)
    return opened(Path(folder), found, cards, patient=patient)


def opened(folder: Path, found: registry.Registry, cards: Mapping, known=None, facts: Mapping = MappingProxyType({}),
           patient: bool = False) -> House:  # fmt: skip
    """The same with the (vetted) modules and the cards given, and what is known already: places, facts of cubes."""
    manifest = snapshots.manifest(folder)
    known = places.load_saved(folder / "places.parquet") if known is None else known
    sets, _ = groups.load(known, folder / "groups")
    extracts = catalogue.in_snapshot(folder)
    problems = tuple(Problem(**problem) for problem in manifest["problems"])
    connection = _connection(folder, manifest, patient)
    broken, hot_spots, flows, beside, sums, fit = dict(found.broken), {}, {}, {}, {}, {}
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
            asked = {name: pool.submit(_facts, folder, manifest, connection.cursor(), module, known)
                     for name, module in fit.items() if name not in facts}  # fmt: skip
            for module in fit.values():
                hot_spots |= pockets.load(connection, module, manifest, known)
                flows |= top_flows.load(module, manifest)
                sums |= totals.load(module, manifest)
                beside |= worked_out.load(module, manifest)
            cubes = {name: facts[name] if name in facts else asked[name].result() for name in fit}
    except (duckdb.Error, KeyError) as error:
        raise _not_built(folder, error) from None
    modules = {key: module for key, module in found.modules.items() if key not in broken}
    found = registry.Registry(found.themes, modules, found.problems, broken)
    day = date.fromisoformat(manifest["date"])
    hidden = {name: manifest["cubes"][name]["hidden"] for name in cubes if manifest["cubes"][name].get("hidden")}
    return House(folder, manifest["digest"], day, known, sets, found, cards, extracts, cubes, connection, problems, hidden,
                 hot_spots=hot_spots, flows=flows, worked_out=beside, totals=sums)  # fmt: skip


def _facts(folder: Path, manifest: Mapping, cursor, module: Module, known: places.Places) -> CubeFacts:
    """Those that the build wrote; a kept snapshot from before they were is looked through."""
    return saved(folder, manifest, module, known) or facts_of(cursor, module, known)


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
