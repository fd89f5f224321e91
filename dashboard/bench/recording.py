"""An open house that remembers which statements were sent to its cubes, so that the same can be sent again without it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import duckdb


@dataclass
class Statement:
    """A statement as it was sent: its parameters, the tables that were registered for it, and how its rows were fetched."""

    sql: str
    parameters: Any
    tables: Mapping[str, object]
    fetch: str = "fetchall"

    def again(self, connection: duckdb.DuckDBPyConnection) -> None:
        """The same once more, from a cursor of its own."""
        self._fetched(connection, self.fetch)

    def rows(self, connection: duckdb.DuckDBPyConnection) -> list[tuple]:
        """What it gives."""
        return self._fetched(connection, "fetchall")

    def _fetched(self, connection: duckdb.DuckDBPyConnection, fetch: str):
        cursor = connection.cursor()
        for name, table in self.tables.items():
            cursor.register(name, table)
        found = getattr(cursor.execute(self.sql, self.parameters), fetch)()
        for name in self.tables:
            cursor.unregister(name)
        return found


@dataclass
class Recording:
    """Stands for a connection: each cursor writes down what it executes. Everything else is the connection's own."""

    connection: duckdb.DuckDBPyConnection
    statements: list[Statement] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def cursor(self) -> "Cursor":
        return Cursor(self, self.connection.cursor())

    def taken(self) -> list[Statement]:
        """What was sent since the last time."""
        with self.lock:
            found, self.statements = self.statements, []
        return found

    def __getattr__(self, name: str):
        return getattr(self.connection, name)


class Cursor:
    """A cursor that tells its recording what it executes."""

    def __init__(self, recording: Recording, cursor: duckdb.DuckDBPyConnection):
        self.recording, self.cursor_, self.tables = recording, cursor, {}
        self.last: Statement | None = None

    def register(self, name: str, table: object):
        self.tables[name] = table
        return self.cursor_.register(name, table)

    def unregister(self, name: str):
        self.tables.pop(name, None)
        return self.cursor_.unregister(name)

    def execute(self, sql: str, parameters=None):
        statement = Statement(sql, list(parameters) if parameters is not None else None, dict(self.tables))
        with self.recording.lock:
            self.recording.statements.append(statement)
        self.last = statement
        self.cursor_.execute(sql, parameters)
        return self

    def fetchnumpy(self) -> dict:
        self.last.fetch = "fetchnumpy"
        return self.cursor_.fetchnumpy()

    def __getattr__(self, name: str):
        return getattr(self.cursor_, name)
