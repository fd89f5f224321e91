"""The house opened on one snapshot: places, groups, modules and cubes, all read-only; what `run` needs to answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from data import catalogue
from data.cards import CompletedCard, ExtractCard
from data.periods import in_order
from data.problems import ContentError, Problem, shown
from geo import groups, places
from queries import contract, registry
from queries.query import Module
from queries.rollup import has_value


@dataclass(frozen=True)
class CubeFacts:
    """What a cube holds, computed once when the house is opened.

    `grains`: period -> {(country, level, vintage)}; `present`: period -> place codes;
    `valued`: (indicator, period) -> place codes with a value; `types`: column -> DuckDB type.
    """

    grains: Mapping[str, frozenset[tuple]]
    present: Mapping[str, frozenset[str]]
    valued: Mapping[tuple, frozenset[str]]
    types: Mapping[str, str]

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.grains)


@dataclass(frozen=True)
class House:
    """Everything an answer can be made from. Open one with `open_house`; it is shared by all threads and never changed."""

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
    remembered: dict = field(default_factory=dict)

    def has_data(self, module_id: str) -> bool:
        return module_id in self.cubes


def open_house(folder: Path, queries: Path = registry.QUERIES) -> House:
    """The house over a snapshot folder; `ContentError` when the snapshot is broken (a cube cut short, no manifest).

    Modules whose files changed since the snapshot was built answer from the cube it holds until the next build.
    """
    folder = Path(folder)
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(
            Problem(shown(folder), 1, f"is no snapshot: its manifest cannot be read ({error}).", "Run `nagar build`.")
        ) from None
    known = places.load_saved(folder / "places.parquet")
    sets, _ = groups.load(known)
    cards, _ = catalogue.cards()
    found = contract.vetted(registry.load(queries), set(cards))
    connection = duckdb.connect(config={"threads": 2})
    cubes = {}
    for module in found.modules.values():
        path = folder / "cubes" / f"{module.id}.parquet"
        if path.is_file():
            cubes[module.id] = _load(connection, module, path, known)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    cubes = {key: facts for key, facts in cubes.items() if facts is not None}
    return House(
        folder,
        manifest["digest"],
        date.fromisoformat(manifest["date"]),
        known,
        sets,
        found,
        cards,
        catalogue.in_snapshot(folder),
        cubes,
        connection,
        tuple(Problem(**problem) for problem in manifest["problems"]),
    )


def _load(connection, module: Module, path: Path, known: places.Places) -> CubeFacts | None:
    """Put a cube into memory under its module's id; None where the module has outgrown it (a column is missing)."""
    try:
        connection.execute(f'CREATE TABLE "{module.id}" AS SELECT * FROM read_parquet(?)', [str(path)])
    except duckdb.Error as error:
        message = f"cannot be read as Parquet, it may be cut short: {str(error).splitlines()[0]}"
        raise ContentError(Problem(shown(path), 1, message, "Run `nagar build` to make a new snapshot.")) from None
    return facts_of(connection, module, known)


def facts_of(connection, module: Module, known: places.Places) -> CubeFacts | None:
    """The facts of the cube that lies in `connection` under the module's id."""
    types = {name: kind for name, kind, *_ in connection.execute(f'DESCRIBE "{module.id}"').fetchall()}
    if not {*module.key, *module.measures()} <= set(types):
        return None
    listed = ["list(DISTINCT place)"]
    for name, indicator in module.indicators.items():
        having = f'c."{name}" IS NOT NULL' if module.kind == "published" else has_value(indicator)
        if indicator.value and module.kind != "published":
            having = f'({having} OR c."{indicator.value}" IS NOT NULL)'
        listed.append(f"list(DISTINCT place) FILTER (WHERE {having})")
    rows = connection.execute(f'SELECT period, {", ".join(listed)} FROM "{module.id}" c GROUP BY period').fetchall()
    grains, present, valued = {}, {}, {}
    for period, here, *by_indicator in rows:
        present[period] = frozenset(here)
        grains[period] = {(known[code].country, known[code].level, known[code].vintage) for code in here}
        for name, codes in zip(module.indicators, by_indicator, strict=True):
            valued[(name, period)] = frozenset(codes or ())
    ordered = in_order(grains)
    return CubeFacts(
        {period: frozenset(grains[period]) for period in ordered},
        {period: frozenset(present[period]) for period in ordered},
        valued,
        types,
    )
