"""Rows as CSV: what they are, from whom and of when stand above them; spreadsheets run nothing in it."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

BOM = "\ufeff"
DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # the wide ones are those of Chinese and Japanese
CUT = re.compile(r"([;\t\r\n][\s\"]*)(?=[=+\-@＝＋－＠])")


def csv_text(header: Iterable[tuple[str, str]], rows: Sequence[Mapping]) -> str:
    """UTF-8 text with a byte order mark, so that Excel reads Devanagari: `(label, text)` lines, a blank, the table."""
    return BOM + plain_csv(header, rows, "\r\n")


def plain_csv(header: Iterable[tuple[str, str]], rows: Sequence[Mapping], end: str = "\n") -> str:
    """The same for other programmes: no mark, lines ended by `end`. Without rows the table is empty.

    Text cells that a spreadsheet would run as a formula get an apostrophe; numbers stay numbers, None is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    for label, text in header:
        writer.writerow([safe(label), safe(text)])
    writer.writerow([])
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer.writerow([safe(column) for column in columns])
    for row in rows:
        writer.writerow([cell(row.get(column)) for column in columns])
    return out.getvalue()


def cell(value) -> str:
    """One cell by the type of its value; None is empty, never zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, (int, float)) else safe(str(value))


def safe(text: str) -> str:
    """The text with an apostrophe before anything a spreadsheet takes for a formula, also where it is cut into cells.

    A comma inside is quoted by the writer; but where people write commas in numbers, a spreadsheet cuts at semicolons.
    """
    text = "'" + text if text.startswith(DANGEROUS) else text
    return CUT.sub(r"\1'", text)
