"""Room to work out small things in SQL: one DuckDB in memory, closed to files, a cursor of it for each use.

Opening a DuckDB takes 30 ms, a cursor next to nothing. Temporary tables of a cursor are its own and go with it.
"""

from functools import cache

import duckdb


def cursor() -> duckdb.DuckDBPyConnection:
    """A cursor to work with and to close."""
    return _room().cursor()


@cache
def _room() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"enable_external_access": "false", "threads": 1})
