"""Writes the copy that goes back: what was sent, each cell where it stood, wrong ones red with a note, and all of them listed.

It is drawn anew from the values. Nothing else of the file that was sent comes with it: no formula, no link, no program.
"""

from openpyxl.worksheet.hyperlink import Hyperlink

from dashboard.words import Reader, say
from dashboard.workbooks import drawing, template
from dashboard.workbooks.telling import sentence
from data.receiving import STAMP, Fault, Known, Received


def write(received: Received, known: Known) -> bytes:
    """The annotated copy as an .xlsx file; it may be corrected and sent again."""
    reader, book = Reader(received.language), drawing.new_workbook()
    listed = book.create_sheet(
        drawing.name_of(say("template.problems", reader), [each.name for each in received.sheets])
    )
    names = {}
    for sheet in received.sheets:
        names[sheet.name] = drawing.name_of(sheet.name, book.sheetnames)
        book.create_sheet(names[sheet.name])
    lists = book.create_sheet(drawing.name_of(say("template.lists", reader), book.sheetnames))
    card, offered = known.cards.get(received.extract), template.Lists(lists)
    for sheet in received.sheets:
        columns = drawing.column_numbers(sheet.rows, card)
        drawing.figures(book[names[sheet.name]], sheet.rows, columns, _notes(received, sheet.name, reader))
        template.offer(book[names[sheet.name]], sheet.rows, card, known, reader, offered)
    problems(listed, received.faults, names, reader)
    template.finish(book, listed, lists)
    return template.as_bytes(book)


def _notes(received: Received, sheet: str, reader: Reader) -> dict[tuple[int, int], tuple[str, bool]]:
    """All that is to be told of each cell of a sheet, in one text; a note only where nothing is wrong."""
    found: dict[tuple[int, int], list[Fault]] = {}
    for fault in received.faults:
        if fault.sheet == sheet and fault.cell:
            found.setdefault((fault.row, fault.column), []).append(fault)
    return {
        at: ("\n".join(sentence(fault, reader) for fault in faults), all(fault.note for fault in faults))
        for at, faults in found.items()
    }


def problems(sheet, faults: list[Fault], names: dict[str, str], reader: Reader):
    """The sheet that lists what is wrong, each with a link to its cell, and below what is only to be known."""
    wrong, notes = ([fault for fault in faults if fault.note is kind] for kind in (False, True))
    rows = [
        (say("template.problems", reader),),
        (say("template.how_to_correct" if wrong else "template.all_right", reader),),
    ]
    heads, links = [], {}
    for told, title in ((wrong, "template.told"), (notes, "template.to_know")):
        if told:
            rows += [("",), (say("template.sheet", reader), say("template.cell", reader), say(title, reader))]
            heads.append(len(rows))
        for fault in told:
            name = names.get(fault.sheet, fault.sheet)
            rows.append((name, fault.cell, sentence(fault, reader)))
            if fault.cell and fault.sheet in names:
                links[len(rows)] = f"'{name}'!{fault.cell}"
    drawing.texts(sheet, f"{STAMP}:problems", rows, (22, 10, 90), heads)
    for number in (1, 2):
        sheet.merge_cells(start_row=number, end_row=number, start_column=2, end_column=4)
    for row, target in links.items():
        sheet.cell(row, 3).hyperlink = Hyperlink(ref=f"C{row}", location=target)
        sheet.cell(row, 3).font = drawing.Font(color="0B5394", underline="single")
