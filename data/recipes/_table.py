"""Reading tables as they were published: text cells with the line they stand in, and nothing guessed.

Every reader collects what is wrong, with line numbers, and raises or returns it; no value is ever repaired or made up.
"""

import csv
import difflib
import io
import re
from datetime import date
from pathlib import Path

import pandas

from data.problems import ContentError, Problem, shown

FIRST = 10
MAY_BE_LEFT_OUT = 0.01  # share of the rows that may lack a match; above it the file is not what the recipe reads


def header(path: Path) -> list[str]:
    """The cells of a CSV file's first line; empty for another kind of file. Never fails on what lies in a folder."""
    if Path(path).suffix.lower() != ".csv":
        return []
    try:
        with open(path, "rb") as file:
            line = file.readline(100_000).decode("utf-8-sig", "replace")
    except OSError:
        return []
    return [cell.strip() for cell in next(csv.reader([line]), [])]


def looks_like(path: Path, columns: list[str], name: str) -> bool:
    """Whether a CSV file has (nearly) these columns, or goes by this name: a wrong file of that name is told so."""
    if Path(path).name.lower() == name.lower():
        return True
    found = set(header(path))
    return len(found & set(columns)) >= max(2, 0.8 * len(columns))


def read_csv(path: Path, columns: list[str], needed: list[str] | None = None) -> pandas.DataFrame:
    """The named columns as stripped text; an empty cell is missing. The index, `line`, is the line in the file.

    `ContentError` when the file is empty, not UTF-8, lacks one of `needed` (all columns unless given) or has rows of
    another width than its header.
    """
    rows = _rows(path)
    heading = [cell.strip() for cell in rows[0][1]] if rows else []
    missing = [name for name in (columns if needed is None else needed) if name not in heading]
    if missing:
        raise ContentError([_missing_column(path, name, heading) for name in missing])
    body = [(line, row) for line, row in rows[1:] if any(cell.strip() for cell in row)]
    wrong = [line for line, row in body if len(row) != len(heading)]
    if wrong:
        message = f"{lines_named(wrong)} do not have the {len(heading)} cells of the header."
        raise ContentError(Problem(shown(path), wrong[0], message, "Is the file complete? Fetch it again."))
    if not body:
        raise ContentError(Problem(shown(path), 1, "has a header and no rows.", "Is it complete? Fetch it again."))
    index = pandas.Index([line for line, _ in body], name="line")
    place = {name: heading.index(name) for name in columns if name in heading}
    cells = {name: [row[number].strip() or None for _, row in body] for name, number in place.items()}
    return pandas.DataFrame(cells, index=index, dtype="str")


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise ContentError(Problem(shown(path), 1, f"cannot be read: {error.strerror}.", "Is it there?")) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"is not UTF-8 text: byte {raw[error.start]:#04x} in line {line}."
        raise ContentError(Problem(shown(path), line, message, "Save it as CSV in UTF-8.")) from None
    if not text.strip():
        raise ContentError(Problem(shown(path), 1, "is empty.", "Fetch it again from its publisher."))
    if "\0" in text:
        raise ContentError(Problem(shown(path), 1, "is no text file.", "Fetch it again from its publisher."))
    reader, rows, start = csv.reader(io.StringIO(text, newline="")), [], 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        message = f"is no CSV table: {error}."
        raise ContentError(Problem(shown(path), start, message, "Fetch it again from its publisher.")) from None
    return rows


def _missing_column(path: Path, name: str, heading: list[str]) -> Problem:
    near = difflib.get_close_matches(name, heading, 1)
    hint = f"Is it {near[0]!r}?" if near else "Is this the right file?"
    found = ", ".join(heading[:12]) + (", ..." if len(heading) > 12 else "")
    return Problem(shown(path), 1, f"the column {name!r} is missing; found: {found}.", hint)


def lines_named(lines) -> str:
    """`line 5`, `lines 5, 9`, or the first ten and how many more."""
    lines = sorted(set(int(line) for line in lines))
    more = f" and {len(lines) - FIRST} more" if len(lines) > FIRST else ""
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(map(str, lines[:FIRST]))}{more}"


def left_out(path: Path, wrong: pandas.Series, rows: int, what: str, hint: str) -> list[str]:
    """A note naming the values that found no match and their lines; none when `wrong` is empty.

    `ContentError` when they are more than one in a hundred of the `rows`: a join that matches too little.
    """
    if wrong.empty:
        return []
    values = sorted({str(value) for value in wrong})
    names = ", ".join(values[:FIRST]) + (f" and {len(values) - FIRST} more" if len(values) > FIRST else "")
    message = f"{len(wrong)} of {rows} rows {what}: {names} ({lines_named(wrong.index)})."
    if len(wrong) > MAY_BE_LEFT_OUT * rows:
        raise ContentError(Problem(shown(path), int(wrong.index[0]), message, hint))
    return [f"{Path(path).name}: {message} They are left out."]


def numbers(path: Path, frame: pandas.DataFrame, columns: list[str], convert=None) -> pandas.DataFrame:
    """The columns as numbers (whole ones unless `convert` is `decimals`); none may be empty or anything else."""
    problems, frame = empty_cells(path, frame, columns), frame.copy()
    for name in columns:
        frame[name], wrong = (convert or whole_numbers)(frame[name], shown(path))
        problems += wrong
    if problems:
        raise ContentError(problems)
    return frame


def unbalanced(path: Path, frame: pandas.DataFrame, total: str, parts: list[str]) -> list[str]:
    """A note naming the lines whose parts do not add up to their total; the rows stay as they are printed."""
    lines = frame.index[frame[parts].sum(axis=1) != frame[total]]
    if not len(lines):
        return []
    return [f"{Path(path).name}: {' + '.join(parts)} is not {total} in {lines_named(lines)}. Kept as printed."]


def one_each(path: Path, frame: pandas.DataFrame, columns: list[str]):
    """`ContentError` naming the lines where the same values of `columns` occur again."""
    again = frame.duplicated(columns, keep=False)
    if again.any():
        lines, values = frame.index[again], ", ".join(str(value) for value in frame.loc[again, columns].iloc[0])
        message = f"{', '.join(columns)} = {values} and others occur more than once ({lines_named(lines)})."
        raise ContentError(Problem(shown(path), int(lines[0]), message, "Each stands once in the published file."))


def whole_numbers(cells: pandas.Series, file: str) -> tuple[pandas.Series, list[Problem]]:
    """Text like `892781` or `892781.0` as Int64; empty stays missing; anything else is a problem with its line."""
    pattern = r"[+-]?\d{1,18}(\.0*)?"
    return _converted(cells, file, pattern, lambda text: int(text.split(".")[0]), "Int64", "whole number")


def decimals(cells: pandas.Series, file: str) -> tuple[pandas.Series, list[Problem]]:
    """Text like `0.472` as Float64; empty stays missing; anything else is a problem with its line."""
    return _converted(cells, file, r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", float, "Float64", "number")


def booleans(cells: pandas.Series, file: str) -> tuple[pandas.Series, list[Problem]]:
    """`true` and `false` in any case."""
    return _converted(cells, file, r"true|false", lambda text: text.lower() == "true", "boolean", "true or false")


def dates(cells: pandas.Series, file: str) -> tuple[pandas.Series, list[Problem]]:
    """Dates written `2024-01-31`."""
    pattern = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
    return _converted(cells, file, pattern, date.fromisoformat, "object", "date (YYYY-MM-DD)")


def _converted(cells, file, pattern, convert, kind, name):
    match, values, wrong = re.compile(pattern, re.IGNORECASE).fullmatch, [], []
    for line, text in zip(cells.index, cells, strict=True):
        good = None
        if not pandas.isna(text):
            try:
                good = convert(text) if match(text) else None
            except ValueError:  # the 31st of February
                good = None
            if good is None:
                wrong.append((line, text))
        values.append(good)
    problems = []
    if wrong:
        shown_values = ", ".join(repr(text) for text in sorted({text for _, text in wrong})[:FIRST])
        message = f"{cells.name}: {shown_values} is no {name} ({lines_named(line for line, _ in wrong)})."
        problems.append(Problem(file, int(wrong[0][0]), message, "Correct the file or fetch it again."))
    return pandas.Series(values, index=cells.index, dtype=kind, name=cells.name), problems


def empty_cells(path: Path, frame: pandas.DataFrame, columns: list[str]) -> list[Problem]:
    """A problem for each column that must be filled and has empty cells."""
    problems = []
    for name in columns:
        lines = frame.index[frame[name].isna()]
        if len(lines):
            message = f"the column {name!r} is empty in {lines_named(lines)}."
            problems.append(Problem(shown(path), int(lines[0]), message, "Fetch the file again from its publisher."))
    return problems
