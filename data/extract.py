"""One extract: its rows are checked against its card and written as Parquet with the completed card beside it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from data.cards import PROVENANCES, Built, ExtractCard
from data.periods import span
from data.problems import ContentError, Problem, shown
from data.snapshots import digest_of

FIRST = 10  # so many row numbers are named; the rest is counted


def write(folder: Path, card: ExtractCard, built: Built, places: dict, input_digest: str) -> dict:
    """Writes `extracts/<name>.parquet` and `.json` into the snapshot being built and gives the completed card.

    `ContentError` as of `write_parquet`; nothing is written then.
    """
    path = Path(folder) / "extracts" / f"{card.name}.parquet"
    rows = write_parquet(path, card, built, places)
    completed = complete(card, built, rows, digest_of(path), input_digest)
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
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.register("rows", table)
    connection.execute("CREATE TABLE extract AS SELECT row_number() OVER () - 1 AS _position, * FROM rows")
    problems = _row_problems(card, built, connection, places)
    if problems:
        raise ContentError(problems)
    path.parent.mkdir(parents=True, exist_ok=True)
    names, order = (", ".join(f'"{name}"' for name in names) for names in (card.columns, card.key))
    target = str(path).replace("'", "''")
    connection.execute(
        f"COPY (SELECT {names} FROM extract ORDER BY {order}) TO '{target}' "
        "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)"
    )
    connection.close()
    return table.num_rows


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


def _row_problems(card: ExtractCard, built: Built, connection, places: dict) -> list[Problem]:
    """What is wrong with the rows of the table `extract`, which has the card's columns and each row's `_position`."""
    say = _Rows(card, built)
    key = ", ".join(f'"{name}"' for name in card.key)
    for name, column in card.columns.items():
        empty = connection.execute(f'SELECT _position FROM extract WHERE "{name}" IS NULL ORDER BY 1').fetchall()
        if name in card.key:
            say.rows(empty, f"the column {name!r} is part of the key and is empty", "Fill it in the source.")
        elif not column.missing:
            hint = f"If it may be, say what that means: missing = ... in {shown(card.file)}."
            say.rows(empty, f"the column {name!r} is empty", hint)
        if column.type == "DOUBLE":
            endless = connection.execute(f'SELECT _position FROM extract WHERE isinf("{name}") ORDER BY 1').fetchall()
            say.rows(endless, f"the column {name!r} is infinite", "Was something divided by zero?")
    doubled = connection.execute(
        f"SELECT min(_position), max(_position), count(*), {key} FROM extract "
        f"GROUP BY {key} HAVING count(*) > 1 ORDER BY 1"
    ).fetchall()
    for first, last, count, *values in doubled[:FIRST]:
        shown_key = ", ".join(map(str, values))
        message = f"the key ({', '.join(card.key)}) = ({shown_key}) occurs {count} times"
        say.rows([(first,), (last,)], message, "Each key stands once.")
    for column in card.columns.values():
        if column.values:
            wrong = _wrong(connection, column.name, lambda value, known=column.values: value not in known)
            found = ", ".join(sorted({repr(value) for _, value in wrong})[:FIRST])
            say.rows(wrong, f"the column {column.name!r} holds {found}", f"Expected: {', '.join(column.values)}.")
    if "period" in card.columns:
        wrong = _wrong(connection, "period", _no_period)
        sentences = " ".join(sorted({_no_period(period) for _, period in wrong}))
        say.rows(wrong, sentences, "Write periods as data/periods.py says.")
    if "place" in card.columns:
        wrong = _wrong(connection, "place", lambda code: code not in places)
        codes = sorted({code for _, code in wrong})
        count = connection.execute("SELECT count(DISTINCT place) FROM extract").fetchone()[0]
        message = f"{len(codes)} of {count} codes are no place we know: {', '.join(codes[:FIRST])}"
        say.rows(wrong, message, "Are they of another vintage? Correct the recipe's matching.")
    if built.frame.empty:
        say.problems.append(Problem(built.source, 1, f"{card.name}: there are no rows.", "Is the source complete?"))
    return say.problems


def _wrong(connection, name: str, is_wrong) -> list[tuple]:
    """(position, value) of the rows whose value in this column is wrong; missing values are not looked at."""
    values = connection.execute(f'SELECT DISTINCT "{name}" FROM extract WHERE "{name}" IS NOT NULL').fetchall()
    wrong = [value for (value,) in values if is_wrong(value)]
    if not wrong:
        return []
    sql = f'SELECT _position, "{name}" FROM extract WHERE "{name}" IN (SELECT unnest(?)) ORDER BY 1'
    return connection.execute(sql, [wrong]).fetchall()


def _no_period(text: str) -> str:
    try:
        span(text)
    except ValueError as error:
        return str(error)
    return ""


class _Rows:
    """Says which rows are wrong, by the line of the source file where the frame's index is named `line`."""

    def __init__(self, card: ExtractCard, built: Built):
        self.card, self.built, self.problems = card, built, []

    def rows(self, positions: list[tuple], message: str, hint: str):
        if not positions:
            return
        index = self.built.frame.index
        in_source = index.name == "line"
        numbers = sorted({int(index[position]) if in_source else position + 1 for position, *_ in positions})
        more = f" and {len(numbers) - FIRST} more" if len(numbers) > FIRST else ""
        word = "line" if in_source else "row"
        listed = f"{word}{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers[:FIRST]))}{more}"
        line = numbers[0] if in_source else 1
        self.problems.append(Problem(self.built.source, line, f"{self.card.name}: {message} ({listed}).", hint))
