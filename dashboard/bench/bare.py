"""What publishing a room cannot do without, as bare DuckDB statements: its extracts sorted by their keys, and each
module's SELECT over them.
"""

import time
from collections.abc import Mapping
from pathlib import Path

import duckdb

from data import heavy
from queries.contract import plain


def seconds(room: Path, cards: Mapping, modules: Mapping, out: Path, memory: str) -> float:
    """How long DuckDB takes for them from the files of a room (`dashboard/bench/make.py`), within `memory` (as `4GB`).

    Sorted files lie in `out` for a while; what does not fit into memory is spilled there too.
    """
    spill, sorted_files = out / "bare-spill", {name: out / f"bare-{name}.parquet" for name in cards}
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(spill)})
    begin = time.perf_counter()
    try:
        for name, card in cards.items():
            order = ", ".join(f'"{column}"' for column in card.key)
            given = heavy.quoted(room / "extracts" / f"{name}.parquet")
            connection.execute(
                f"COPY (SELECT * FROM read_parquet('{given}') ORDER BY {order}) TO '{heavy.quoted(sorted_files[name])}' "
                "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
            )
        see(connection, sorted_files)
        for number, module in enumerate(modules.values()):
            connection.execute(f"CREATE TEMP TABLE cube_{number} AS {plain(module.sql)}")
            connection.execute(f"DROP TABLE cube_{number}")
        return time.perf_counter() - begin
    finally:
        connection.close()
        for file in sorted_files.values():
            file.unlink(missing_ok=True)


def see(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> None:
    """Lets a connection see extracts by their names, as a module's SELECT does."""
    for name, file in files.items():
        connection.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{heavy.quoted(file)}')")
