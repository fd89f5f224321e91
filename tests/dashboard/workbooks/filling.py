"""Fills a template as a focal person would: once right, once with many different mistakes, each in a cell of its own."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import count, product
from pathlib import Path

import nepali_datetime
from openpyxl import load_workbook

from dashboard.words import Reader, digits
from dashboard.workbooks.grid import word_of
from dashboard.workbooks.template import write
from data.cells import MONEY
from data.periods import last_due
from data.receiving import COLUMNS, EXAMPLE, LINE, PERIOD, SCALE, SENDER
from data.workbook_cells import address

LEAST_LINES = 14  # of a workbook with mistakes, where lines do not stand ready
WRONG_PERIODS = {"fiscal_year": ("81", "no_fiscal_year"), "month": ("Baisakh", "no_month"), "year": ("last", "no_year")}


@dataclass
class Filled:
    """A workbook under way: `at` is column name -> its number, `lines` the numbers of the lines with figures, `expected` what
    must be told, as (address, key of the sentence)."""

    book: object
    card: object
    known: object
    place: str
    at: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)
    expected: set = field(default_factory=set)

    @property
    def sheet(self):
        return self.book.worksheets[1]

    def marked(self, mark: str) -> list[int]:
        return [cell.row for cell in self.sheet["A"] if cell.value == mark]

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


WRITTEN = {}


def empty(card, known, language: str, place: str) -> bytes:
    """The template of a card of the checkout, written once for all who fill it."""
    key = card.name, language, place
    if key not in WRITTEN:
        WRITTEN[key] = write(card, known, language, place)
    return WRITTEN[key]


def right(card, known, language: str, place: str, least: int = 3) -> Filled:
    """All that is asked, at least so many lines: the card's examples with other keys, in the digits of the language."""
    filled = Filled(load_workbook(BytesIO(empty(card, known, language, place))), card, known, place)
    country, reader = known.places[place].country, Reader(language)
    for mark, answer in ((SENDER, place), (PERIOD, due(card, country))):
        for row in filled.marked(mark):
            filled.sheet.cell(row, 3).value = answer
    assert all(filled.sheet.cell(row, 3).value for row in filled.marked(SCALE))
    [head] = filled.marked(COLUMNS)
    filled.at = {cell.value: cell.column for cell in filled.sheet[head] if cell.value in card.template.fields}
    ready = filled.marked(LINE)
    first = (ready or filled.marked(EXAMPLE))[-1] + 1
    lines = [{}] * len(ready) if ready else entries(card, known, place, least)
    for row, entry in zip(ready or count(first), lines, strict=not ready and False):
        filled.lines.append(row)
        for name, column in filled.at.items():
            if name not in card.template.lines:
                one = card.template.fields[name]
                whole = name == "place" and one.level == "ward" and not wards_of(known, place)
                value = "" if whole else entry.get(name, one.example)
                filled.sheet.cell(row, column).value = _written(card, known, name, value, country, reader) or None
    return filled


def due(card, country: str) -> str:
    """The period whose figures are due today; empty where the card has none."""
    template = card.template
    return last_due(template.period, country, date.today(), template.due_days)[0] if template.period else ""


def entries(card, known, place: str, least: int) -> list[dict]:
    """So many lines with different keys; of a column of which every value is asked, each value beside each of the others."""
    values = [[(name, value) for value in card.columns[name].values] for name in card.template.every]
    found = []
    for number in count():
        other = _other_key(card, known, place, number)
        if other is None:
            return found
        found += [{**_apart(card, number), **other, **dict(one)} for one in product(*values)]
        if len(found) >= least:
            return found


def _other_key(card, known, place: str, number: int) -> dict | None:
    """What tells the entry of a number from the others: a ward, a value of a list, a day, a name; None where there are no
    so many.
    """
    left, found = number, {}
    keys = [name for name in card.key if name in card.template.fields and name not in card.template.every]
    for name in keys:
        column, one = card.columns[name], card.template.fields[name]
        if name == "place" and one.level == "ward":
            wards = wards_of(known, place)
            left, at = divmod(left, len(wards) or 1)
            found[name] = str(int(wards[at][-2:])) if wards else ""
        elif column.values:
            begin = column.values.index(one.example)
            left, at = divmod(left, len(column.values))
            found[name] = column.values[(begin + at) % len(column.values)]
        elif name == "period":
            found[name], left = back(due(card, known.places[place].country), left), 0
        elif column.type == "VARCHAR" and name not in ("place", "period"):
            found[name], left = f"{one.example} {number + 1}" if number else one.example, 0
    return found if left == 0 and (any(found.values()) or number == 0) else None


def back(period: str, steps: int) -> str:
    """The month, or year, so many before."""
    if "-" not in period:
        return str(int(period) - steps)
    year, month = divmod(int(period[:4]) * 12 + int(period[5:]) - 1 - steps, 12)
    return f"{year}-{month + 1:02}"


def _apart(card, number: int) -> dict:
    """What an audit asks to be different in each entry: a text with a number, else another day."""
    found = {}
    for audit in card.audits if number else ():
        names = [
            name for name in audit.asks.get("columns", ()) if audit.kind == "unique" and name in card.template.fields
        ]
        texts = [name for name in names if card.columns[name].type == "VARCHAR" and not card.columns[name].values]
        days = [name for name in names if card.columns[name].type == "DATE"]
        for name in (texts or days)[:1]:
            example = card.template.fields[name].example
            stem, dot, ending = example.rpartition(".") if card.columns[name].document else (example, "", "")
            mark = f"/{number + 1}" if example.startswith("http") else f" {number + 1}"
            later = date.fromisoformat(example) + timedelta(days=number) if name in days else None
            found[name] = str(later) if later else f"{stem}{mark}{dot}{ending}"
    return found


def wards_of(known, place: str) -> list[str]:
    """The wards of a municipality; a pourashava has none that are told apart, and leaves their column empty."""
    return [code for code in known.places if code.startswith(f"{place}-")]


def _written(card, known, name: str, value: str, country: str, reader: Reader):
    """A value as a person types it: words of lists, Nepali days in Nepali, digits of the language."""
    column = card.columns[name]
    if not value or column.document or value.startswith("http"):
        return value
    if column.values:
        return word_of(known, card, name, value, reader.language)
    if column.type == "BOOLEAN":
        return known.words_of("", "boolean")[value][reader.language]
    if column.type == "DATE" and country == "NP" and reader.language == "ne":
        value = str(nepali_datetime.date.from_datetime_date(date.fromisoformat(value)))
    return digits(reader, value)


def wrong(card, known, language: str, place: str) -> Filled:
    """The same with every mistake that fits a cell of the template, no two in one cell."""
    filled = right(card, known, language, place, LEAST_LINES)
    if filled.marked(PERIOD):
        text, key = WRONG_PERIODS[card.template.period]
        _put(filled, filled.marked(PERIOD)[0], 3, text, key)
    for number, (name, column) in enumerate(filled.at.items()):
        begin = number % len(filled.lines)
        free = iter(filled.lines[begin:] + filled.lines[:begin])  # a mistake to a line, as many as there are lines
        for value, key in _mistakes(card, known, name, place):
            row = next(free, None)
            if row is not None:
                _put(filled, row, column, value, key)
    [example] = filled.marked(EXAMPLE)
    column = next(iter(filled.at.values()))
    filled.sheet.cell(example, column).value = "ours"
    filled.expected.add((address(example, 3), "example_changed"))
    return filled


def _put(filled: Filled, row: int, column: int, value, key: str):
    cell = filled.sheet.cell(row, column)
    cell.value = value
    if key == "error_value":
        cell.data_type = "e"
    filled.expected.add((address(row, column), key))


def _mistakes(card, known, name: str, place: str) -> list[tuple]:
    """What may go wrong in a cell of a column: what is written, and the key of the sentence it is told by."""
    column, one = card.columns[name], card.template.fields[name]
    if name in card.template.lines:
        return [("q7q7q7", "not_in_list"), ("all of them", "not_in_list")]
    found = [("#DIV/0!", "error_value"), ("=1+1", "formula_without_result")]
    is_whole = name == "place" and one.level == "ward" and not wards_of(known, place)
    if not column.missing and not card.template.lines and not is_whole:  # a line that stood ready may be left
        found.append((None, "empty"))
    if name == "place" and one.level == "ward":
        neighbour = next(code for code in known.places if code[:9] != place and known.places[code].level == "ward")
        return [*found, ("99", "no_such_ward"), (neighbour, "ward_elsewhere")]
    if name == "place":
        return [*found, ("Atlantis", "no_such_place")]
    if name == "period":
        return [*found, WRONG_PERIODS[card.template.period]]
    if column.values:
        return [*found, ("q7q7q7", "not_in_list")]
    if column.type == "BOOLEAN":
        return [*found, ("perhaps", "no_yes_or_no")]
    if column.type == "DATE":
        return [*found, ("soon", "no_date"), ("2024-02-31", "no_such_day"), ("1901-01-01", "date_far")]
    if column.document:
        return [*found, ("../minutes.pdf", "no_document"), ("minutes.exe", "no_document")]
    if column.type == "VARCHAR":
        return [*found, ("x" * 1001, "too_long")]
    found += [
        ("many", "no_number"),
        ("1,23,45", "no_number"),
        ("about 500", "no_number"),
        ("-", "no_number"),
        ("1234567890123456", "too_long_number"),
    ]
    if MONEY.fullmatch(column.unit):
        return found
    if column.type == "BIGINT":
        found.append((2.5, "not_whole"))
    if column.unit != "percent" and not column.unit.startswith("fraction"):
        found.append(("5 %", "percent_sign"))
    return found
