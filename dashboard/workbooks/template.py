"""Writes the workbook that a municipality fills: instructions, the sheet with figures, and the lists it chooses from."""

from io import BytesIO

from dashboard.words import Reader, digits, say, text_of
from dashboard.workbooks import drawing, grid
from data.cards import ExtractCard
from data.cells import MONEY, SCALES
from data.receiving import COLUMNS, PERIOD, SCALE, SENDER, STAMP, Known
from data.sending_places import Senders

DIGITS = "0-9, ०-९, ০-৯"
NEPAL_YEARS = tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(2074, 2091))
OTHER_YEARS = tuple(f"{year}-{(year + 1) % 100:02d}" for year in range(2017, 2034))
MOST = 10**12  # of a number that has no bound of its own


def write(card: ExtractCard, known: Known, language: str, place: str = "") -> bytes:
    """The template of a card as an .xlsx file; `place` is the code of the municipality it is made for, if any."""
    reader, book = Reader(language), drawing.new_workbook()
    lines = grid.lines(card, known, language, place)
    names = [drawing.name_of(say(f"template.{key}", reader)) for key in ("instructions", "figures", "lists")]
    instructions(book.create_sheet(names[0]), card, reader, known, names[1], place)
    sheet, lists = book.create_sheet(names[1]), book.create_sheet(names[2])
    drawing.figures(sheet, lines, drawing.column_numbers(lines, card), {})
    offer(sheet, lines, card, known, reader, Lists(lists), place)
    finish(book, sheet, lists)
    return as_bytes(book)


def finish(book, sheet, lists):
    """What is only to be read is closed, lists are hidden, and the sheet with figures opens first."""
    lists.sheet_state = "hidden"
    drawing.close(lists)
    book.active = book.index(sheet)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet


def as_bytes(book) -> bytes:
    """The file of a workbook."""
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def instructions(sheet, card: ExtractCard, reader: Reader, known: Known, figures: str, place: str):
    """The sheet that says in the sender's language what to do, and a table of the columns."""
    fields, money = card.template.fields, any(MONEY.fullmatch(card.columns[name].unit) for name in card.template.fields)
    steps = [say("template.step_top", reader, sheet=figures), say("template.step_lines", reader)]
    steps += [say("template.step_ready", reader)] if card.template.lines else []
    every = [text_of(fields[name].titles, reader) for name in card.template.every]
    steps += [say("template.step_every", reader, column=column) for column in every]
    steps += [say("template.step_digits", reader, digits=DIGITS)]
    steps += [say("template.step_amounts", reader)] if money else []
    steps += [say("template.step_dates", reader)] if any(card.columns[name].type == "DATE" for name in fields) else []
    steps += [say(f"template.{key}", reader) for key in ("step_empty", "step_send", "step_back", "step_again")]
    rows = [(card.title(reader.language),)]
    if place:
        name = Senders(known.places, card.template).name(place, reader.language)
        rows.append((say("template.made_for", reader, place=name),))
    rows += [("",), *((f"{digits(reader, str(number))}. {step}",) for number, step in enumerate(steps, 1)), ("",)]
    head = len(rows) + 1
    rows.append(tuple(say(f"template.{key}", reader) for key in ("column", "write", "may_be_empty")))
    for name, field in fields.items():
        helps = text_of(field.helps, reader)
        written = grid.kind(card, name, reader) + (f"; {helps}" if helps else "")
        empty = say("template.yes" if card.columns[name].missing else "template.no", reader)
        rows.append((text_of(field.titles, reader), written, empty))
    drawing.texts(sheet, f"{STAMP}:instructions", rows, (34, 64, 18), (head,))
    for number, row in enumerate(rows, 1):
        if len(row) == 1:
            sheet.merge_cells(start_row=number, end_row=number, start_column=2, end_column=4)
            sheet.row_dimensions[number].height = 18 if len(row[0]) < 100 else 34
    drawing.close(sheet)


class Lists:
    """The hidden sheet of lists: each in a column of its own, named by its range."""

    def __init__(self, sheet):
        self.sheet, self.column = sheet, 1
        sheet["A1"] = f"{STAMP}:lists"

    def add(self, values) -> str:
        """Writes a list; gives its range as a formula has it."""
        self.column += 1
        for number, value in enumerate(values, 1):
            drawing.put(self.sheet, number, self.column, value)
        letter = self.sheet.cell(1, self.column).column_letter
        return f"'{self.sheet.title}'!${letter}$1:${letter}${max(1, len(values))}"


def offer(sheet, lines: list[list], card: ExtractCard, known: Known, reader: Reader, lists: Lists, place: str = ""):
    """The drop-downs and checks of a sheet with figures, wherever its lines stand."""
    senders, marks = Senders(known.places, card.template), [str(line[0]).strip() if line else "" for line in lines]
    towns = lists.add([senders.entry(code, reader.language) for code in senders.codes])
    countries = {known.places[place].country} if place else set(card.template.countries)
    years = (NEPAL_YEARS if "NP" in countries else ()) + (OTHER_YEARS if countries - {"NP"} else ())
    for mark, values in (
        (SENDER, towns),
        (PERIOD, years),
        (SCALE, [say(f"amounts.{scale}", reader) for scale in SCALES]),
    ):
        if mark in marks and (mark != PERIOD or card.template.period == "fiscal_year"):
            row = marks.index(mark)
            listed = values if isinstance(values, str) else lists.add(values)
            drawing.choose(sheet, f"C{row + 1}", listed, str(lines[row][1]), str(lines[row][1]), strict=False)
    if COLUMNS not in marks:
        return
    below = marks.index(COLUMNS) + 5
    last = max(below + drawing.LINES, len(lines))
    for number, column in drawing.column_numbers(lines, card).items():
        letter = sheet.cell(1, number).column_letter
        _offer_column(sheet, f"{letter}{below}:{letter}{last}", card, column, known, reader, lists, towns, place)


def _offer_column(sheet, area, card, column, known: Known, reader: Reader, lists: Lists, towns: str, place: str):
    field = card.template.fields[column.name]
    title, written = text_of(field.titles, reader), grid.kind(card, column.name, reader)
    helps = text_of(field.helps, reader)
    prompt = written + (f"; {helps}" if helps else "")
    listed = [grid.word_of(known, card, column.name, value, reader.language) for value in column.values]
    listed = sorted(listed) if column.values_of else listed  # of a list as long as that of countries, in order of names
    if column.type == "BOOLEAN":
        listed = [say("template.yes", reader), say("template.no", reader)]
    if column.name == "place" and field.level == "local":
        drawing.choose(sheet, area, towns, title, prompt, strict=False)
    elif column.name == "place" and place:
        senders = Senders(known.places, card.template)
        drawing.choose(
            sheet, area, lists.add([int(code[-2:]) for code in senders.wards(place)]), title, prompt, strict=False
        )
    elif listed:
        drawing.choose(sheet, area, lists.add(listed), title, prompt)
    elif column.type in ("BIGINT", "DOUBLE"):
        least, most = _bounds(card, column.name)
        drawing.between(sheet, area, least, most, title, prompt)
    else:
        drawing.tell(sheet, drawing.DataValidation(allow_blank=True), area, title, prompt)


def _bounds(card: ExtractCard, name: str) -> tuple[float, float]:
    """What the card's audits ask of a number; bounds that are columns are looked at when it is received."""
    least, most = -MOST, MOST
    for audit in card.audits:
        if audit.kind == "range" and audit.asks["column"] == name and not MONEY.fullmatch(card.columns[name].unit):
            ends = (audit.asks.get("least"), audit.asks.get("most"))
            least = ends[0] if isinstance(ends[0], (int, float)) else least
            most = ends[1] if isinstance(ends[1], (int, float)) else most
    return least, most
