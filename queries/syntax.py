"""A module's SQL as DuckDB's own parser reads it, so that what is vetted is what would run.

A word in a string or a comment is no part of it, and every piece knows the line it stands on.
"""

import json
from collections.abc import Iterator
from functools import lru_cache

import duckdb

from queries import scratch

KEPT = 256  # parsed texts, more than there are modules: of fewer, read in turn, none would be found again
NOWHERE = 2**64 - 1  # what DuckDB gives as the place of a piece that it added by itself


@lru_cache(maxsize=KEPT)
def statements(sql: str) -> int:
    """How many statements a text holds; `duckdb.Error` where it cannot be read."""
    return len(scratch.cursor().extract_statements(sql))


@lru_cache(maxsize=KEPT)
def tree(sql: str) -> dict | None:
    """The parsed SELECT (`json_serialize_sql`); None for a statement that is no SELECT. `RecursionError` where it is too deep."""
    found = json.loads(scratch.cursor().execute("SELECT json_serialize_sql(?)", [sql]).fetchone()[0])
    return None if found.get("error") else {"statements": found["statements"]}


def first_word(sql: str) -> tuple[str, int]:
    """The first word of the SQL that is no comment, in capitals, and its line."""
    for offset, kind in duckdb.tokenize(sql):
        if kind == duckdb.token_type.comment:
            continue
        word = sql.encode()[offset:].split(maxsplit=1)[0].decode(errors="replace").strip("(;")
        return word.upper(), line_at(sql, offset)
    return "", 1


def nodes(piece: dict) -> Iterator[tuple[dict, int]]:
    """Every piece of a tree with the byte at which it stands, or that of the piece it is part of, outer ones first."""
    waiting = [(piece, 0)]
    while waiting:
        piece, offset = waiting.pop()
        if isinstance(piece, dict):
            offset = _offset(piece, offset)
            yield piece, offset
        parts = piece.values() if isinstance(piece, dict) else piece
        waiting += [(part, offset) for part in reversed(list(parts)) if isinstance(part, (dict, list))]


def line_at(sql: str, offset: int) -> int:
    """The line (from 1) of a byte of the text."""
    return sql.encode()[:offset].count(b"\n") + 1


def _offset(piece: dict, otherwise: int) -> int:
    found = piece.get("query_location", NOWHERE)
    if found != NOWHERE:
        return found
    # A SELECT has no place of its own: that of what it reads is near; of a UNION, the place of its last SELECT.
    near = piece.get("from_table") or piece.get("left") or (piece.get("children") or [None])[-1]
    return _offset(near, otherwise) if isinstance(near, dict) else otherwise
