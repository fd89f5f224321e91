"""What the XML of a sheet says of its cells beside their values: how far they go, formulas, errors, what is merged or hidden.

Imports nothing: it runs in the process that reads a workbook from outside (`data/workbook_child.py`).
"""

import re

LONGEST_TEXT = 32_767  # characters of a cell, as in Excel
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of a sheet, as in Excel
MOST_MERGED = 2_000
REFERENCE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")


class Refused(Exception):
    """Why the file is not read: a key (`not_a_workbook`, `old_format`, `password`, `macros`, `damaged`, `too_large`) and
    the reason in English.
    """

    def __init__(self, key: str, reason: str):
        self.key, self.reason = key, reason
        super().__init__(reason)


class Long:
    """Refuses a text that is longer than a cell can hold."""

    def __init__(self, where: str):
        self.where, self.length = where, 0

    def begin(self, anew: bool):
        self.length = 0 if anew else self.length

    def text(self, data: str):
        self.length += len(data)
        if self.length > LONGEST_TEXT:
            raise Refused(
                "too_large", f"a text in {self.where} has more than {LONGEST_TEXT:,} characters, the most of a cell"
            )


class Cells(Long):
    """What the XML of one sheet says of its cells beside their values."""

    def __init__(self, name: str, percent: set[str]):
        super().__init__(f"the sheet {name[:40]!r}")
        self.percent_styles = percent
        self.row = self.column = self.last_row = self.last_column = 0
        self.kind, self.style, self.value = "", "", None
        self.far, self.formulas, self.errors, self.percent, self.merged, self.hidden = "", [], [], [], [], []

    def begin(self, name: str, attributes: dict):
        super().begin(name == "c")
        if name == "c":
            self.cell(attributes)
        elif name == "row":
            self.row = _whole(attributes.get("r", self.row + 1), LAST_ROW, "row")
            self.column = 0
            if attributes.get("hidden") in ("1", "true"):
                self.hidden.append(self.row)
        elif name in ("v", "is", "f"):
            self.filled()
            if name == "f":
                self.formulas.append((self.row, self.column))
            self.value = "" if name == "v" else None
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def cell(self, attributes: dict):
        if "r" in attributes:
            self.row, self.column = _address(attributes["r"])
        else:
            self.column = _whole(self.column + 1, LAST_COLUMN, "column")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "")

    def filled(self):
        if self.row * self.column > self.last_row * self.last_column:
            self.far = address(self.row, self.column)
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        if self.kind == "n" and self.style in self.percent_styles:
            self.percent.append((self.row, self.column))

    def text(self, data: str):
        super().text(data)
        if self.value is not None and self.kind == "e":
            self.value += data

    def end(self, name: str):
        if name == "v":
            if self.kind == "e":
                self.errors.append((self.row, self.column, self.value.strip()))
            self.value = None

    def merge(self, reference: str):
        first, _, last = reference.partition(":")
        self.merged.append((*_address(first), *_address(last or first)))
        if len(self.merged) > MOST_MERGED:
            raise Refused("too_large", f"{self.where} has more than {MOST_MERGED:,} merged areas")

    def told(self) -> dict:
        return {"rows_to": self.last_row, "columns_to": self.last_column, "far": self.far, "formulas": self.formulas,
                "errors": self.errors, "percent": sorted(set(self.percent)), "merged": self.merged,
                "hidden_rows": self.hidden}  # fmt: skip


def _whole(text, most: int, what: str) -> int:
    number = int(text) if re.fullmatch("[0-9]{1,9}", str(text)) else 0
    if not 0 < number <= most:
        raise Refused("damaged", f"it has a {what} {str(text)[:20]}, the last of a sheet is {most:,}")
    return number


def _address(reference: str) -> tuple[int, int]:
    """(row, column) of `B7`, both from 1."""
    found = REFERENCE.fullmatch(reference.replace("$", ""))
    if not found:
        raise Refused("damaged", f"{reference[:30]!r} is no address of a cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return _whole(found[2], LAST_ROW, "row"), _whole(column, LAST_COLUMN, "column")


def address(row: int, column: int) -> str:
    """`B7` of row 7, column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
