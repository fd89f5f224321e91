"""Extracts of more rows than fit into memory: checked, sorted and written by DuckDB from the file they lie in."""

import os
from pathlib import Path

import duckdb

from data import heavy, warehouse
from data.cards import PROVENANCES, Built, ExtractCard
from data.problems import ContentError, Problem, shown
from data.rows import problems_of_doubled, problems_of_rows


def bundled(card: ExtractCard, path: Path) -> Built:
    """A large Parquet file that lies beside its card, with the provenance the card gives it; its rows are not read yet."""
    fields = {key: value for key, value in (card.bundled or {}).items() if key != "notes"}
    if not fields:
        message = f"{path.name} lies beside this card, but the card does not say where it came from."
        raise ContentError(Problem(shown(card.file), 1, message, "Add a table [bundled] with provenance, source, ..."))
    return Built(frame=None, **fields, notes=list(card.bundled.get("notes", [])), parquet=path)


def write_parquet(
    path: Path, card: ExtractCard, built: Built, places: dict, limits: heavy.Limits, progress: heavy.Progress
) -> int:
    """As `data.extract.write_parquet`, of rows in a file: the same checks, the same order, the same `ContentError`.

    Whether a key is doubled is seen in the sorted file, each row beside the one before it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with heavy.connected(limits) as connection:
        _open(connection, card, built)
        progress(f"Extract {card.name}: checking", 0, 100)
        problems = problems_of_rows(card, built, connection, places)
        if problems:
            raise ContentError(problems)
        names, order = (", ".join(f'"{name}"' for name in names) for names in (card.columns, card.key))
        sql = (
            f"COPY (SELECT {names} FROM extract ORDER BY {order}) TO '{heavy.quoted(part)}' "
            "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
        )
        try:
            heavy.watched(connection, sql, [], f"Extract {card.name}: sorting", progress)
            connection.execute(f"CREATE VIEW sorted AS SELECT {order} FROM read_parquet('{heavy.quoted(part)}')")
            problems = problems_of_doubled(card, built, _doubled(connection, card))
            if problems:
                raise ContentError(problems)
            rows = connection.execute("SELECT count(*) FROM sorted").fetchone()[0]
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
    return rows


def _open(connection, card: ExtractCard, built: Built) -> None:
    """The view `extract` over the file, with each row's `_position`; `ContentError` where its columns are not the card's."""
    source = f"read_parquet('{heavy.quoted(built.parquet)}'"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source})").fetchall()
    except duckdb.Error as error:
        message = f"cannot be read as Parquet, it may be cut short: {str(error).splitlines()[0]}"
        raise ContentError(Problem(shown(built.parquet), 1, message, "Make it again.")) from None
    found = {name: "VARCHAR" if kind.startswith("ENUM") else kind for name, kind, *_ in described}
    problems = warehouse.differences(card, found, built.source)
    if built.provenance not in PROVENANCES:
        message = f"{card.name}: provenance is {built.provenance!r}."
        problems.append(Problem(built.source, 1, message, f"Expected one of: {', '.join(PROVENANCES)}."))
    if problems:
        raise ContentError(problems)
    connection.execute(
        f"CREATE VIEW extract AS SELECT file_row_number AS _position, * EXCLUDE (file_row_number) "
        f"FROM {source}, file_row_number = true)"
    )


def _doubled(connection, card: ExtractCard) -> list[tuple]:
    """(first position, last position, times, key values) of the doubled keys; positions are looked for only then."""
    key = ", ".join(f'"{name}"' for name in card.key)
    before = ", ".join(f'lag("{name}") OVER () AS "before_{name}"' for name in card.key)
    same = " AND ".join(f'"{name}" = "before_{name}"' for name in card.key)
    connection.execute(
        f"CREATE TEMP TABLE doubled AS SELECT DISTINCT {key} FROM (SELECT {key}, {before} FROM sorted) WHERE {same} "
        f"ORDER BY {key} LIMIT 100"
    )
    if not connection.execute("SELECT count(*) FROM doubled").fetchone()[0]:
        return []
    using = ", ".join(f'"{name}"' for name in card.key)
    return connection.execute(
        f"SELECT min(_position), max(_position), count(*), {key} FROM extract JOIN doubled USING ({using}) "
        f"GROUP BY {key} ORDER BY 1"
    ).fetchall()
