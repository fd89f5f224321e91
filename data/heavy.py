"""Heavy work on more rows than memory holds: one DuckDB with a limit, which spills to a folder and says how far it is."""

import re
import shutil
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

LARGE_BYTES, LARGE_ROWS = 64_000_000, 1_000_000  # a Parquet file above one of these is never loaded whole
SMALL_BYTES = 1_000_000  # below this nobody counts the rows
TOLD_EVERY_SECONDS = 1.0
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Limits:
    """`memory` that DuckDB may take, as in `4GB` (None: what DuckDB takes by itself, four fifths of the machine's);
    `spill` is the folder for what does not fit; `threads` None: all.
    """

    memory: str | None = None
    spill: Path | None = None
    threads: int | None = None


def opened(limits: Limits) -> duckdb.DuckDBPyConnection:
    """A connection in memory within the limits, which keeps the order of rows and knows how far a statement is."""
    config = {"preserve_insertion_order": True}
    config |= {"memory_limit": limits.memory} if limits.memory else {}
    config |= {"threads": limits.threads} if limits.threads else {}
    if limits.spill:
        limits.spill.mkdir(parents=True, exist_ok=True)
        config["temp_directory"] = str(limits.spill)
    connection = duckdb.connect(":memory:", config=config)
    for setting in ("enable_progress_bar = true", "enable_progress_bar_print = false"):
        connection.execute(f"SET {setting}")  # of this connection alone: a cursor of it tells nothing
    return connection


def memory_limit(text: str) -> str:
    """A limit as DuckDB reads it; `ValueError` with a sentence for one that it does not read, or below 200 MB."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]B)\s*", text, re.IGNORECASE)
    if not found:
        raise ValueError(f"NAGAR_MEMORY is {text!r}; expected a size, as in 4GB or 800MB.")
    if float(found[1]) * UNITS[found[2].upper()] < 200 * UNITS["MB"]:
        raise ValueError(f"NAGAR_MEMORY is {text!r}; publishing needs 200MB or more.")
    return f"{found[1]}{found[2].upper()}"


@contextmanager
def connected(limits: Limits):
    """A connection within the limits; what it spilled is removed when it is closed."""
    try:
        with opened(limits) as connection:
            yield connection
    finally:
        if limits.spill:
            shutil.rmtree(limits.spill, ignore_errors=True)


def watched(connection, sql: str, parameters: list, text: str, progress: Progress):
    """Runs a statement of a connection that was `opened` here (not of a cursor) and says every second, by `progress(text, percent, 100)`, how far DuckDB thinks it is."""
    ended = threading.Event()

    def tell():
        while not ended.wait(TOLD_EVERY_SECONDS):
            percent = connection.query_progress()
            if percent is not None and percent >= 0:
                progress(text, int(percent), 100)

    teller = threading.Thread(target=tell, daemon=True)
    progress(text, 0, 100)
    teller.start()
    try:
        return connection.execute(sql, parameters)
    finally:
        ended.set()
        teller.join()


def is_large(path: Path) -> bool:
    """Whether a Parquet file is read where it lies instead of being loaded.

    Its bytes say little of the memory its rows take: ten million budget lines are 40 MB in a file and 5 GB in a frame.
    """
    size = Path(path).stat().st_size
    return size > LARGE_BYTES or (size > SMALL_BYTES and rows_of(path) > LARGE_ROWS)


def rows_of(path: Path) -> int:
    """How many rows a Parquet file says it has; none where it is no such file, which whoever loads it tells."""
    import pyarrow
    from pyarrow import parquet

    try:
        return parquet.read_metadata(path).num_rows
    except (OSError, pyarrow.ArrowException):
        return 0


def quoted(path: Path) -> str:
    """A path as it stands between single quotes in SQL."""
    return str(path).replace("'", "''")


def allow(connection, paths: Iterable[Path]) -> None:
    """Lets the connection read and write just these files once it is closed to all others."""
    listed = ", ".join(f"'{quoted(path)}'" for path in paths)
    connection.execute(f"SET allowed_paths = [{listed}]")
