"""Draws lines of cells as a sheet: heads, hidden marks, drop-downs from lists, red cells with a note."""

import re
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from data.cards import ExtractCard
from data.receiving import COLUMNS, EXAMPLE, PERIOD, SCALE, SENDER, TITLES, UNITS

LINES = 500  # below the heads that have drop-downs
INK, QUIET, PAPER = "1F2933", "5F6B76", "FFFFFF"
HEAD, ASKED, EXAMPLE_FILL, WRONG, KNOW = "1B4F72", "FFF7D6", "EEF1F4", "F8B4B4", "DCEBFA"
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NARROW, WIDE, WIDEST = 14, 24, 48  # characters
LONGEST_PROMPT, LONGEST_TITLE, LONGEST_NAME = 250, 32, 31  # characters that Excel takes
SHADES = {TITLES: (HEAD, Font(bold=True, color=PAPER)), UNITS: (PAPER, Font(italic=True, color=QUIET)),
          EXAMPLE: (EXAMPLE_FILL, Font(italic=True, color=QUIET))}  # fmt: skip


def put(sheet, row: int, column: int, value) -> None:
    """Writes a value as what it is: a text never becomes a formula, and has nothing in it that XML cannot hold."""
    cell = sheet.cell(row, column)
    if isinstance(value, dict):
        value = next(iter(value.values())).removesuffix("T00:00:00")
    if isinstance(value, str):
        cell.value = NOT_IN_XML.sub("\ufffd", value)
        if value:
            cell.data_type = "s"
    else:
        cell.value = value


def name_of(title: str, taken: Iterable[str] = ()) -> str:
    """A title as Excel takes it for a sheet, one that no other has."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", NOT_IN_XML.sub("", title)).strip()[:LONGEST_NAME] or "1"
    found, number = plain, 2
    while found.casefold() in {other.casefold() for other in taken}:
        found, number = f"{plain[: LONGEST_NAME - 4]} ({number})", number + 1
    return found


def figures(sheet, lines: list[list], columns: Mapping[int, object], notes: Mapping[tuple[int, int], tuple[str, bool]]):
    """Draws a sheet with figures: `lines` with their marks in the first cell, `columns` number -> the card's column, `notes`
    (row, column) -> what is told of a cell and whether that is only to be known.
    """
    start = 0
    for number, line in enumerate(lines, 1):
        mark = str(line[0]).strip() if line else ""
        for column, value in enumerate(line, 1):
            put(sheet, number, column, value)
        if mark in SHADES:
            shade(sheet, number, max(columns, default=len(line)), *SHADES[mark])
        if mark == COLUMNS:
            start = number
            sheet.row_dimensions[number].hidden = True
        if mark in (SENDER, PERIOD, SCALE):
            sheet.cell(number, 2).font = Font(bold=True, color=INK)
            sheet.cell(number, 3).fill = PatternFill("solid", fgColor=ASKED)
    sheet["B1"].font = Font(bold=True, size=14, color=HEAD)
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = WIDE
    below = start + 4 if start else len(lines) + 1
    sheet.freeze_panes = f"C{below}"
    for number, column in columns.items():
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = WIDE if column.values or column.type == "VARCHAR" else NARROW
        if column.type in ("VARCHAR", "DATE"):  # else a spreadsheet makes a day of 2011-12, and AD of a Nepali day
            dimension.number_format = "@"
            for row in range(below, len(lines) + 1):
                sheet.cell(row, number).number_format = "@"
    mark_cells(sheet, notes)


def shade(sheet, row: int, last: int, colour: str, font: Font):
    sheet.row_dimensions[row].height = 32
    for column in range(2, last + 1):
        cell = sheet.cell(row, column)
        cell.fill, cell.font = PatternFill("solid", fgColor=colour), font
        cell.alignment = Alignment(wrap_text=True, vertical="center")


def mark_cells(sheet, notes: Mapping[tuple[int, int], tuple[str, bool]]):
    for (row, column), (text, only_to_know) in notes.items():
        cell = sheet.cell(row, column)
        cell.fill = PatternFill("solid", fgColor=KNOW if only_to_know else WRONG)
        comment = Comment(NOT_IN_XML.sub("\ufffd", text), "Nagar")
        comment.width, comment.height = 340, 120
        cell.comment = comment


def choose(sheet, area: str, listed: str, title: str, prompt: str, strict: bool = True):
    """A drop-down for an area from a range of cells; what is not in it is refused, or with `strict=False` asked about."""
    rule = DataValidation(type="list", formula1=listed, allow_blank=True, showDropDown=False)
    rule.errorStyle = "stop" if strict else "warning"
    tell(sheet, rule, area, title, prompt)


def between(sheet, area: str, least, most, title: str, prompt: str):
    """A warning for numbers outside. Excel takes digits of other scripts for text, so that it may only warn."""
    rule = DataValidation(type="decimal", operator="between", formula1=str(least), formula2=str(most), allow_blank=True)
    rule.errorStyle = "warning"
    tell(sheet, rule, area, title, prompt)


def tell(sheet, rule: DataValidation, area: str, title: str, prompt: str):
    rule.promptTitle, rule.prompt = title[:LONGEST_TITLE], prompt[:LONGEST_PROMPT]
    rule.errorTitle, rule.error = title[:LONGEST_TITLE], prompt[:LONGEST_PROMPT]
    rule.showInputMessage = rule.showErrorMessage = True
    rule.add(area)
    sheet.add_data_validation(rule)


def texts(sheet, mark: str, rows: list[tuple[str, ...]], widths: tuple[int, ...], heads: Iterable[int] = ()):
    """A sheet of texts to be read: its mark in a hidden first column, long texts wrapped, `heads` in bold."""
    sheet["A1"] = mark
    sheet.column_dimensions["A"].hidden = True
    for number, width in enumerate(widths, 2):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 2):
            put(sheet, number, column, value)
            cell = sheet.cell(number, column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number in heads, color=INK)
    sheet["B1"].font = Font(bold=True, size=14, color=HEAD)
    sheet.sheet_view.showGridLines = False


def column_numbers(lines: list[list], card: ExtractCard) -> dict[int, object]:
    """Where each column of the card stands, by the hidden line of their names: number -> column."""
    line = next((line for line in lines if line and str(line[0]).strip() == COLUMNS), [])
    return {number: card.columns[name] for number, name in enumerate(line, 1) if name in card.template.fields}


def new_workbook() -> Workbook:
    """A workbook without a sheet."""
    book = Workbook()
    book.remove(book.active)
    return book


def close(sheet):
    """Nobody changes a sheet that is only to be read, by mistake; there is no password, and every cell is locked already."""
    sheet.protection.sheet = True
