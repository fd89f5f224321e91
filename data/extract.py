"""One extract: its rows are checked against its card and written as Parquet with the completed card beside it."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import duckdb

from data import documents, heavy, large, rows
from data.cards import PROVENANCES, Built, ExtractCard
from data.problems import ContentError, Problem, shown
from data.snapshots import digest_of


def write(
    folder: Path,
    card: ExtractCard,
    built: Built,
    places: dict,
    input_digest: str,
    limits: heavy.Limits | None = None,
    progress: heavy.Progress = lambda text, done, total: None,
    store: Path | None = None,
) -> dict:
    """Writes `extracts/<name>.parquet` and `.json` into the snapshot being built and gives the completed card.

    `ContentError` as of `write_parquet`; nothing is written then. Rows that lie in a file of their own never are in
    memory as a whole: `limits` says how much of it may be taken, `progress` hears how far it is. Documents that rows name
    are kept in `store`, the folder of snapshots.
    """
    path = Path(folder) / "extracts" / f"{card.name}.parquet"
    if built.parquet:
        count = large.write_parquet(path, card, built, places, limits or heavy.Limits(), progress)
    else:
        count = write_parquet(path, card, built, places)
    completed = complete(card, built, count, digest_of(path), input_digest)
    if store is not None and documents.columns(card):
        completed["documents"], notes = documents.keep(store, documents.named(path, card), built.documents)
        completed["notes"] += notes
    write_json(path.with_suffix(".json"), completed)
    return completed


def write_parquet(path: Path, card: ExtractCard, built: Built, places: dict) -> int:
    """Writes the checked rows, sorted by the card's key; the same rows give the same bytes. Returns how many they are.

    `ContentError` lists everything in which the rows differ from the card: columns and types, missing or doubled keys,
    values not allowed, codes that are no place.
    """
    table, problems = _table(card, built)
    if problems:
        raise ContentError(problems)
    with _room().cursor() as connection:
        connection.register("rows", table)
        connection.execute("CREATE TEMP TABLE extract AS SELECT row_number() OVER () - 1 AS _position, * FROM rows")
        problems = rows.problems_of_rows(card, built, connection, places)
        problems += rows.problems_of_doubled(card, built, _doubled(connection, card))
        if problems:
            raise ContentError(problems)
        path.parent.mkdir(parents=True, exist_ok=True)
        names, order = (", ".join(f'"{name}"' for name in names) for names in (card.columns, card.key))
        connection.execute(
            f"COPY (SELECT {names} FROM extract ORDER BY {order}) TO '{heavy.quoted(path)}' "
            "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
        )
    return table.num_rows


@cache
def _room() -> duckdb.DuckDBPyConnection:
    """One thread, for the same bytes each time. Opening a DuckDB takes 30 ms, a cursor of it next to nothing; temporary
    tables of a cursor go with it.
    """
    return duckdb.connect(":memory:", config={"threads": 1})


def complete(card: ExtractCard, built: Built, rows: int, digest: str, input_digest: str) -> dict:
    """The completed card as it is written: what `data.cards.CompletedCard` reads."""
    columns = {
        column.name: {"type": column.type, "unit": column.unit, "meaning": column.meaning, "missing": column.missing}
        for column in card.columns.values()
    }
    return {
        "name": card.name,
        "titles": card.titles,
        "descriptions": card.descriptions,
        "grain": card.grain,
        "disclosure": card.disclosure,
        "key": list(card.key),
        "columns": columns,
        "provenance": built.provenance,
        "publisher": built.publisher,
        "licence": built.licence,
        "source": built.source,
        "read_at": built.read_at,
        "data_date": built.data_date,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "digest": digest,
        "input_digest": input_digest,
        "rows": rows,
        "notes": list(built.notes),
        "reports": list(built.reports),
        "documents": {},
    }


def write_json(path: Path, content: dict):
    """Writes JSON that a person can read, in UTF-8."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def read_bundled(card: ExtractCard, path: Path) -> Built:
    """A Parquet or CSV file that lies beside its card in the checkout, with the provenance the card gives it.

    CSV cells are read by the card's types; an empty cell is missing. Lines of the file become the frame's index.
    """
    if card.bundled is None:
        message = f"{path.name} lies beside this card, but the card does not say where it came from."
        raise ContentError(Problem(shown(card.file), 1, message, "Add a table [bundled] with provenance, source, ..."))
    frame = _read_csv(card, path) if path.suffix == ".csv" else _read_parquet(path)
    fields = {key: value for key, value in card.bundled.items() if key != "notes"}
    return Built(frame=frame, **fields, notes=list(card.bundled.get("notes", [])))


def _read_parquet(path: Path):
    import pandas

    try:
        return pandas.read_parquet(path, dtype_backend="numpy_nullable")
    except (OSError, ValueError) as error:
        message = f"cannot be read as Parquet, it may be cut short: {str(error).splitlines()[0]}"
        hint = "Make it again with its recipe in data/recipes."
        raise ContentError(Problem(shown(path), 1, message, hint)) from None


def _read_csv(card: ExtractCard, path: Path):
    from data.recipes import _table as table

    lines = table.read_csv(path, list(card.columns))
    convert = {"BIGINT": table.whole_numbers, "DOUBLE": table.decimals, "BOOLEAN": table.booleans, "DATE": table.dates}
    problems = []
    for name, column in card.columns.items():
        if column.type in convert:
            lines[name], wrong = convert[column.type](lines[name], shown(path))
            problems += wrong
    if problems:
        raise ContentError(problems)
    return lines


def _table(card: ExtractCard, built: Built):
    """The rows as an Arrow table of the card's types, and what is wrong with its columns."""
    import pyarrow

    file, problems, arrays = built.source, [], {}
    if built.provenance not in PROVENANCES:
        message = f"{card.name}: provenance is {built.provenance!r}."
        problems.append(Problem(file, 1, message, f"Expected one of: {', '.join(PROVENANCES)}."))
    for name in built.frame.columns:
        if name not in card.columns:
            hint = f"Describe it in {shown(card.file)} or leave it out."
            problems.append(Problem(file, 1, f"{card.name}: the column {name!r} stands in no card.", hint))
    for name, column in card.columns.items():
        if name not in built.frame.columns:
            hint = f"Found: {', '.join(map(str, built.frame.columns))}."
            problems.append(Problem(file, 1, f"{card.name}: the column {name!r} of its card is missing.", hint))
            continue
        try:
            array = pyarrow.Array.from_pandas(built.frame[name])
            if isinstance(array, pyarrow.ChunkedArray):
                array = array.combine_chunks()
            arrays[name] = _of_type(array, column.type)
        except (pyarrow.ArrowException, TypeError) as error:
            message = f"{card.name}: the column {name!r} is no {column.type}: {str(error).splitlines()[0]}"
            problems.append(Problem(file, 1, message, f"Correct the recipe or {shown(card.file)}."))
    return (None, problems) if problems else (pyarrow.table(arrays), [])


def _doubled(connection, card: ExtractCard) -> list[tuple]:
    """(first position, last position, times, key values) of the doubled keys."""
    key = ", ".join(f'"{name}"' for name in card.key)
    return connection.execute(
        f"SELECT min(_position), max(_position), count(*), {key} FROM extract "
        f"GROUP BY {key} HAVING count(*) > 1 ORDER BY 1"
    ).fetchall()


def _of_type(array, kind: str):
    """The array as the card's type where nothing is lost; whole numbers that arrive as decimals are refused."""
    import pyarrow

    wanted = {
        "VARCHAR": ("is_string is_large_string is_null", pyarrow.string()),
        "BIGINT": ("is_integer is_null", pyarrow.int64()),
        "DOUBLE": ("is_floating is_integer is_null", pyarrow.float64()),
        "BOOLEAN": ("is_boolean is_null", pyarrow.bool_()),
        "DATE": ("is_date is_timestamp is_null", pyarrow.date32()),
    }
    allowed, target = wanted[kind]
    if pyarrow.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not any(getattr(pyarrow.types, test)(array.type) for test in allowed.split()):
        raise TypeError(f"it is {array.type}.")
    return array.cast(target)
