"""The sums of a large cube over all dimensions and over wards, made when publishing: what is most asked reads few rows.

A cube of budget lines has a row for each ward, year and function; most readers ask for all functions together. A cube
`<theme>/<module>.totals` has a row for each place and period with the sums of the columns that add up exactly (whole
numbers, known in every row), so that a figure is the same to its last digit whichever of the two it is read from. A cube
`<theme>/<module>.local.totals` has the same with wards added up to their municipality: no page reads 6,743 wards to show
seven provinces.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb
import numpy as np

from data import heavy
from data.snapshots import digest_of, digest_of_value
from geo.places import local_of
from queries import contract, facts
from queries.cube import fingerprint
from queries.query import Module
from queries.registry import Registry
from queries.units import Scope

ENDING = ".totals"
LEAST_ROWS = {
    "": 100_000,
    "local": 5_000,
}  # of a cube, by level; one of fewer rows answers in a few milliseconds itself


def name_of(module: Module, level: str = "") -> str:
    """The id of the cube of a module's totals: of its own places, or of those of a level."""
    return f"{module.id}.{level}{ENDING}" if level else module.id + ENDING


def summed(module: Module, held: facts.CubeFacts, level: str = "") -> tuple[str, ...]:
    """The indicators whose figures can be made from the totals as well as from the cube's own rows."""
    if module.kind != "series" or module.protected or "certain" in held.types:
        return ()
    if not (_has_wards(held) if level else module.dimensions):
        return ()
    return tuple(name for name in module.indicators if name in held.full and adds_up(module, name, held.types))


def adds_up(module: Module, name: str, types: Mapping[str, str]) -> bool:
    """Whether an indicator is a sum of whole numbers over places and dimensions, or a ratio of two."""
    indicator = module.indicators[name]
    rules = {indicator.over_places, *(indicator.rule_over(dimension) for dimension in module.dimensions)}
    columns = {column for column in indicator.columns() if column}
    parts = {column for column in (indicator.numerator, indicator.denominator) if column}
    return rules <= {"sum", "ratio"} and columns == parts and all("INT" in types[column] for column in columns)


def _has_wards(held: facts.CubeFacts) -> bool:
    return any(level == "ward" for grains in held.grains.values() for _, level, _ in grains)


def publish(folder: Path, context, found: Registry) -> None:
    """Make the totals of every large cube that has some; taken over where nothing changed. `facts.publish` comes first."""
    modules = [one for one in contract.vetted(found, context.cards).modules.values() if one.id in context.cubes]
    above = local_of(context.places)
    for number, module in enumerate(modules):
        cube, held = folder / f"cubes/{module.id}.parquet", facts.written(folder, module, context.places)
        for level, least in LEAST_ROWS.items():
            names = summed(module, held, level) if held and heavy.rows_of(cube) > least else ()
            if not names:
                continue
            context.progress(f"Totals {module.id}", number, len(modules))
            key, name = name_of(module, level), f"cubes/{name_of(module, level)}.parquet"
            of, raised = context.cubes[module.id]["input_digest"], above if level else {}
            digest = digest_of_value([of, names, digest_of(Path(__file__)), sorted(raised.items())])
            if not context.taken_over(key, name, digest, folder) and _made(
                module, names, cube, folder / name, context.limits, raised
            ):
                entry = {"input_digest": digest, "cube": of, "module": fingerprint(module), "indicators": list(names)}
                context.made(key, name, entry)


def _made(module: Module, names: Iterable[str], cube: Path, path: Path, limits: heavy.Limits, raised: Mapping) -> bool:
    """Writes the totals, of the place above for each that is `raised`; nothing is left, and the cube answers all the same,
    where a sum is no whole number of 64 bits.
    """
    columns = dict.fromkeys(column for name in names for column in module.indicators[name].columns() if column)
    sums = ", ".join(f'sum(c."{column}")::BIGINT AS "{column}"' for column in columns)
    try:
        with heavy.connected(limits) as connection:
            connection.register("raised", {name: np.array(list(codes), object)
                                           for name, codes in (("place", raised), ("above", raised.values()))})  # fmt: skip
            connection.execute(
                f"COPY (SELECT coalesce(r.above, c.place) AS place, c.period, {sums} "
                f"FROM read_parquet('{heavy.quoted(cube)}') c LEFT JOIN raised r ON c.place = r.place "
                f"GROUP BY ALL ORDER BY c.period, 1) TO '{heavy.quoted(path)}' "
                "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, USE_TMP_FILE false)"
            )
    except duckdb.ConversionException:
        path.unlink(missing_ok=True)
        return False
    return True


def load(module: Module, manifest: Mapping) -> dict[str, frozenset[str]]:
    """By id of their cube the indicators that a snapshot has totals of; none that are of another cube or of other rules."""
    found = {}
    for level in LEAST_ROWS:
        made, cube = (manifest["cubes"].get(name) for name in (name_of(module, level), module.id))
        if made is not None and made["module"] == fingerprint(module) and made["cube"] == cube["input_digest"]:
            found[name_of(module, level)] = frozenset(made["indicators"])
    return found


def source_for(
    house, module: Module, scope: Scope, names: Iterable[str], where: Iterable, total: Iterable[str]
) -> tuple[str, Mapping]:
    """The table that a question of `rollup.aggregate` is put to, and which of its places make up each unit."""
    if not where and set(module.dimensions) <= set(total):
        by_local, whole = (name_of(module, level) for level in ("local", ""))
        if house.totals.get(by_local, frozenset()).issuperset(names) and scope.of_locals:
            return by_local, scope.of_locals
        if house.totals.get(whole, frozenset()).issuperset(names):
            return whole, scope.membership
    return module.id, scope.membership
