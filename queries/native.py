"""All cubes of a snapshot in one native DuckDB file, made when publishing and opened by servers for reading only.

It holds the rows of the Parquet cubes, a table for each, and the outlines of places, so that a process opens in
milliseconds and reads from the disk what a question needs instead of holding every cube in memory.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from threading import Lock

import duckdb

from data import heavy, snapshots

FILE = snapshots.NATIVE
SHAPES = "shapes"  # the table of outlines, of the rows of `shapes.parquet`; cubes have a slash in their names
LAYOUT = "BLOCK_SIZE 16384, STORAGE_VERSION 'v1.5.0'"  # of those there are the smallest by half: most cubes are small
MOST_MEMORY = "128MB"  # of what DuckDB holds of the cubes and works with, for all requests of a process together
MOST_SECONDS = 5  # of one query on a cube; the slowest takes a hundredth of that
_opening = Lock()


def write(folder: Path, limits: heavy.Limits | None = None) -> None:
    """Write the native file of the snapshot in `folder` from its Parquet cubes; one that is there is replaced."""
    cubes, path = folder / "cubes", folder / FILE
    path.unlink(missing_ok=True)
    with heavy.connected(limits or heavy.Limits()) as connection:
        connection.execute(f"ATTACH '{heavy.quoted(path)}' AS native ({LAYOUT})")
        for file in sorted(cubes.rglob("*.parquet")):
            name = file.relative_to(cubes).with_suffix("").as_posix()
            connection.execute(f'CREATE TABLE native."{name}" AS SELECT * FROM read_parquet(?)', [str(file)])
        shapes = folder / f"{SHAPES}.parquet"
        if shapes.exists():
            connection.execute(f"CREATE TABLE native.{SHAPES} AS SELECT * FROM read_parquet(?)", [str(shapes)])
        connection.execute("DETACH native")


def renew(folder: Path, other: Path, changed: Iterable[str]) -> None:
    """The same from the native file of `other`, a snapshot whose cubes are those of `folder` but for the `changed` ones."""
    cubes, path = folder / "cubes", folder / FILE
    shutil.copyfile(other / FILE, path)
    path.chmod(0o644)
    with heavy.connected(heavy.Limits()) as connection:
        connection.execute(f"ATTACH '{heavy.quoted(path)}' AS native")
        for name in changed:
            connection.execute(f'DROP TABLE IF EXISTS native."{name}"')
            file = cubes / f"{name}.parquet"
            if file.exists():
                connection.execute(f'CREATE TABLE native."{name}" AS SELECT * FROM read_parquet(?)', [str(file)])
        connection.execute("DETACH native")


def connect(folder: Path, patient: bool = False) -> duckdb.DuckDBPyConnection:
    """A locked connection to the cubes of a snapshot; `duckdb.Error` where the native file is missing or none.

    A `patient` one is no server's: whoever waits for it has a whole machine and may end it.
    All connections of a process to one file share its settings. Take a `cursor()` of it for each question.
    """
    with _opening:
        # One thread a question: sums come out the same each time.
        connection = duckdb.connect(str(folder / FILE), read_only=True, config={"threads": 1})
        if not connection.execute("SELECT current_setting('lock_configuration')").fetchone()[0]:
            lock(connection, patient)
    return connection


def has_shapes(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the outlines lie beside the cubes, as they do not in a snapshot of an earlier program."""
    sql = "SELECT 1 FROM duckdb_tables() WHERE table_name = ?"
    return connection.cursor().execute(sql, [SHAPES]).fetchone() is not None


def in_memory(folder: Path, names: Iterable[str], patient: bool = False) -> duckdb.DuckDBPyConnection:
    """The same over the named Parquet cubes, held in memory; `duckdb.Error` for one that cannot be read."""
    connection = duckdb.connect(config={"threads": 1})
    for name in names:
        file = str(folder / "cubes" / f"{name}.parquet")
        connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM read_parquet(?)', [file])
    lock(connection, patient)
    return connection


def lock(connection: duckdb.DuckDBPyConnection, patient: bool = False) -> None:
    """From here on the connection reads no other file, takes no setting, and stops what takes too long or too much."""
    connection.execute("SET temp_directory = ''")
    if not patient:
        connection.execute(f"SET memory_limit = '{MOST_MEMORY}'")
        connection.execute(f"SET GLOBAL max_execution_time = {MOST_SECONDS * 1000}")  # else no cursor would heed it
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
