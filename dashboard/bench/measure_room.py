"""A room of made-up extracts of a country's size (`nagar bench --make`): publishing it, and asking its cubes.

Publishing is measured against the statements it cannot do without: the extracts sorted by their keys into Parquet, and
each module's SELECT over them, in DuckDB under the same limit of memory. A cube is measured against the very same
statement over the module's SELECT, whose rows have to be the same ones.
"""

import time
from pathlib import Path

import duckdb

from dashboard.bench import rounds
from dashboard.bench.recording import Statement
from queries.run import Ask

MEMORY = "4GB"
ROUNDS, SAMPLES = 3, 5
GIVES = ("publish_vs_bare", "cube_vs_raw", "flows_vs_select1")
NO_ROOM = "give a folder made by --make with --room"


def measure(bench) -> dict:
    """`publish_vs_bare`, `cube_vs_raw` and, where the room has a module of kind flow, `flows_vs_select1`."""
    if bench.room is None:
        return dict.fromkeys(GIVES, NO_ROOM)
    from dashboard.bench.measure_cubes import above_select1, statements_of
    from dashboard.building import build_room, house_of_room

    begin = time.perf_counter()
    published = build_room(bench.room, bench.folder / "room", MEMORY)
    took = time.perf_counter() - begin
    house = house_of_room(bench.room, published.folder)
    bench.raw_rows = max(card.rows for card in house.extracts.values())
    found: dict = {
        "publish_seconds": took,
        "publish_vs_bare": took / _bare_seconds(house, published.folder, bench.folder),
    }
    for module in house.registry.modules.values():
        ask = Ask(module.id, "region", None, None, (), tuple(module.dimensions), tuple(module.indicators)[:1])
        if module.kind == "flow":
            found["flows_vs_select1"] = above_select1(house, statements_of(house, ask), bench.seconds)
        elif module.kind == "series" and not module.protected:
            found["cube_vs_raw"] = _against_raw(house, module, statements_of(house, ask))
    return found


def _raw(house, folder: Path, memory: str = "") -> duckdb.DuckDBPyConnection:
    """A connection that sees the snapshot's extracts by their names, as a module's SELECT does."""
    connection = duckdb.connect(config={"memory_limit": memory} if memory else {})
    for name in house.extracts:
        file = str(folder / "extracts" / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{file}')")
    return connection


def _bare_seconds(house, folder: Path, out: Path) -> float:
    """The seconds DuckDB alone takes for what publishing cannot do without."""
    connection = _raw(house, folder, MEMORY)
    begin = time.perf_counter()
    for name, card in house.extracts.items():
        order = ", ".join(f'"{column}"' for column in card.key)
        target = str(out / f"bare-{name}.parquet").replace("'", "''")
        connection.execute(f'COPY (SELECT * FROM "{name}" ORDER BY {order}) TO \'{target}\' '
                           "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)")  # fmt: skip
    for number, module in enumerate(house.registry.modules.values()):
        connection.execute(f"CREATE TEMP TABLE cube_{number} AS {_select(module)}")
    return time.perf_counter() - begin


def _select(module) -> str:
    return module.sql.strip().rstrip(";")


def _against_raw(house, module, statements: list[Statement]) -> float | str:
    """The same statements over the cube and over the module's SELECT; a sentence where their rows differ."""
    raw = _raw(house, house.folder)
    raw.execute(f'CREATE VIEW "{module.id}" AS {_select(module)}')

    def rows_of(connection) -> list:
        return [sorted(map(repr, statement.again(connection))) for statement in statements]

    if rows_of(house.connection) != rows_of(raw):
        return f"the rows of {module.id} over its cube and over its extract are not the same"

    def fetched(connection) -> None:
        for statement in statements:
            statement.again(connection)

    tried = {"cube": lambda: fetched(house.connection), "raw": lambda: fetched(raw)}
    found = rounds.interleaved(tried, ROUNDS, SAMPLES)
    return rounds.ratio(found["raw"], found["cube"])
