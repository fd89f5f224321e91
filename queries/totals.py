"""The sums over all dimensions of a large cube, made when publishing: the question most asked reads a few rows of each place.

A cube of budget lines has a row for each ward, year and function; most readers ask for all functions together. A cube
`<theme>/<module>.totals` has a row for each place and period with the sums of the columns that add up exactly (whole
numbers, known in every row), so that a figure is the same to its last digit whichever of the two it is read from.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from data import heavy
from data.snapshots import digest_of, digest_of_value
from queries import contract, facts
from queries.cube import fingerprint
from queries.query import Module
from queries.registry import Registry

ENDING = ".totals"
LEAST_ROWS = 100_000  # of a cube; one of fewer rows answers in a few milliseconds itself


def name_of(module: Module) -> str:
    """The id of the cube of a module's totals."""
    return module.id + ENDING


def summed(module: Module, held: facts.CubeFacts) -> tuple[str, ...]:
    """The indicators whose figures can be made from sums over all dimensions as well as from the cube's own rows."""
    if module.kind != "series" or module.protected or not module.dimensions or "certain" in held.types:
        return ()
    return tuple(name for name in module.indicators if name in held.full and adds_up(module, name, held.types))


def adds_up(module: Module, name: str, types: Mapping[str, str]) -> bool:
    """Whether an indicator is a sum of whole numbers over places and dimensions, or a ratio of two."""
    indicator = module.indicators[name]
    rules = {indicator.over_places, *(indicator.rule_over(dimension) for dimension in module.dimensions)}
    columns = {column for column in indicator.columns() if column}
    parts = {column for column in (indicator.numerator, indicator.denominator) if column}
    return rules <= {"sum", "ratio"} and columns == parts and all("INT" in types[column] for column in columns)


def publish(folder: Path, context, found: Registry) -> None:
    """Make the totals of every large cube that has some; taken over where nothing changed. `facts.publish` comes first."""
    modules = [one for one in contract.vetted(found, context.cards).modules.values() if one.id in context.cubes]
    for number, module in enumerate(modules):
        cube, name = folder / f"cubes/{module.id}.parquet", f"cubes/{name_of(module)}.parquet"
        held = facts.written(folder, module, context.places)
        names = summed(module, held) if held and heavy.rows_of(cube) > LEAST_ROWS else ()
        if not names:
            continue
        context.progress(f"Totals {module.id}", number, len(modules))
        of = context.cubes[module.id]["input_digest"]
        digest = digest_of_value([of, names, digest_of(Path(__file__))])
        if not context.taken_over(name_of(module), name, digest, folder) and _made(
            module, names, cube, folder / name, context.limits
        ):
            entry = {"input_digest": digest, "cube": of, "module": fingerprint(module), "indicators": list(names)}
            context.made(name_of(module), name, entry)


def _made(module: Module, names: Iterable[str], cube: Path, path: Path, limits: heavy.Limits) -> bool:
    """Writes the totals; nothing is left, and the cube answers all the same, where a sum is no whole number of 64 bits."""
    columns = dict.fromkeys(column for name in names for column in module.indicators[name].columns() if column)
    sums = ", ".join(f'sum("{column}")::BIGINT AS "{column}"' for column in columns)
    try:
        with heavy.connected(limits) as connection:
            connection.execute(
                f"COPY (SELECT place, period, {sums} FROM read_parquet('{heavy.quoted(cube)}') GROUP BY place, period "
                f"ORDER BY period, place) TO '{heavy.quoted(path)}' "
                "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, USE_TMP_FILE false)"
            )
    except duckdb.ConversionException:
        path.unlink(missing_ok=True)
        return False
    return True


def load(module: Module, manifest: Mapping) -> dict[str, frozenset[str]]:
    """By id the indicators that a snapshot has totals of; nothing where they are of another cube or of other rules."""
    made, cube = (manifest["cubes"].get(name) for name in (name_of(module), module.id))
    if made is None or made["module"] != fingerprint(module) or made["cube"] != cube["input_digest"]:
        return {}
    return {module.id: frozenset(made["indicators"])}


def table_for(house, module: Module, names: Iterable[str], where: Iterable, total: Iterable[str]) -> str:
    """The table that a question of `rollup.aggregate` is put to: the totals where all dimensions are added up."""
    kept = house.totals.get(module.id, frozenset())
    is_kept = not where and set(module.dimensions) <= set(total) and kept.issuperset(names)
    return name_of(module) if is_kept else module.id
