"""All tables of a page as an Excel workbook: a cover that says what, whence and of when, then a sheet for each picture."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO

from dashboard.definitions import definitions
from dashboard.downloads import Table, header, pictures_of, table_of
from dashboard.limits import TooMuch
from dashboard.site import Site
from dashboard.state import View
from dashboard.words import Reader, say
from dashboard.words import format as words

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CELLS = 500_000  # of one file: 7 seconds of a processor
LONGEST_TEXT = 32_767  # characters that Excel takes in a cell
WIDTHS = {"A": 30, "B": 110}  # of the cover, in characters


def spreadsheet(site: Site, view: View, home: str = "") -> bytes | None:
    """The workbook of a page; None for a page without tables. `AskError` as for the CSV, `TooMuch` beyond `MOST_CELLS`."""
    found = _tables(site, view)
    if not found:
        return None
    reader = site.reader(view)
    cells = sum(len(table.rows) * len(table.rows[0]) for table, _ in found.values())
    if cells > MOST_CELLS:
        raise TooMuch(say("spreadsheet.many", reader, count=cells, most=MOST_CELLS))
    headed = {name: (table.rows, header(site, shown, table, home)) for name, (table, shown) in found.items()}
    answers = [answer for table, _ in found.values() for answer in table.answers]
    rows = [row for table, _ in found.values() for row in table.rows]
    return written(headed, definitions(site, answers, rows, reader), reader)


def _tables(site: Site, view: View) -> dict[str, tuple[Table, View]]:
    """The tables behind the pictures of a page, each once: map and ranking may show the same."""
    found = {}
    for name in pictures_of(site, view):
        one = table_of(site, view, name)
        if one and one[0].rows and all(one[0].rows != other.rows for other, _ in found.values()):
            found[name] = one
    return found


def written(tables: Mapping[str, tuple[Sequence[Mapping], Iterable[tuple[str, str]]]], told: Sequence[tuple[str, str]],
            reader: Reader) -> bytes:  # fmt: skip
    """The bytes of the workbook from rows and the lines about them, by the name of their sheet: numbers and days are numbers
    and days, texts are texts whatever they begin with.
    """
    from openpyxl import Workbook  # heavy: only who asks for a workbook needs it
    from openpyxl.styles import Font

    from dashboard.workbooks.drawing import name_of

    book, bold = Workbook(write_only=True), Font(bold=True)
    cover = book.create_sheet(name_of(say("spreadsheet.cover", reader)))
    for letter, width in WIDTHS.items():
        cover.column_dimensions[letter].width = width
    for name, (rows, lines) in tables.items():
        sheet = book.create_sheet(name_of(name, book.sheetnames))
        cover.append([_cell(cover, say("spreadsheet.of_sheet", reader, sheet=sheet.title), bold)])
        for label, text in (*lines, (say("csv.rows", reader), words.number(reader, len(rows)))):
            cover.append([_cell(cover, label), _cell(cover, text)])
        cover.append([])
        _fill(sheet, rows, bold)
    if told:
        cover.append([_cell(cover, say("spreadsheet.definitions", reader), bold)])
        for label, text in told:
            cover.append([_cell(cover, label), _cell(cover, text)])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(sheet, rows: Sequence[Mapping], bold) -> None:
    from openpyxl.utils import get_column_letter

    columns = list(dict.fromkeys(key for row in rows for key in row))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.append([_cell(sheet, column, bold) for column in columns])
    for row in rows:
        sheet.append([_value(sheet, row.get(column)) for column in columns])


def _value(sheet, value):
    """A number, a truth or a day as it is, anything else as a text; nothing for None."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        cell = _cell(sheet, repr(value))  # openpyxl would write 16 figures, and a number may have 17
        cell.data_type = "n"
        return cell
    if isinstance(value, date):
        cell = _cell(sheet, "")
        cell.value, cell.number_format = value, "yyyy-mm-dd"
        return cell
    return _cell(sheet, str(value))


def _cell(sheet, text: str, font=None):
    """A cell that holds a text and never a formula, with nothing in it that XML cannot hold."""
    from openpyxl.cell import WriteOnlyCell

    from dashboard.workbooks.drawing import NOT_IN_XML

    cell = WriteOnlyCell(sheet, NOT_IN_XML.sub("\ufffd", text[:LONGEST_TEXT]))
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell
