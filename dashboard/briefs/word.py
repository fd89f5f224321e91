"""What Word knows and python-docx does not: fields, links, bookmarks, complex scripts, tables with heads that repeat."""

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

COMPLEX = {"ne": "Noto Sans Devanagari", "bn": "Noto Sans Bengali"}
COMPLEX_RUN = re.compile(r"((?:[\u0900-\u09ff\u200c\u200d]+[\s.,:;%()/·–-]*)*[\u0900-\u09ff\u200c\u200d]+)")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a file in a zip


def write_text(paragraph, text: str, bold: bool = False):
    """Adds a text to a paragraph; letters of Devanagari and Bengali as complex script, so that they are shaped and have the
    font, size and language of theirs.
    """
    for number, part in enumerate(COMPLEX_RUN.split(text)):
        if not part:
            continue
        run = paragraph.add_run(part)
        run.font.bold = run.font.cs_bold = bold or None
        if number % 2:
            run.font.complex_script = True
            language = "bn" if re.search(r"[\u0980-\u09ff]", part) else "ne"
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), COMPLEX[language])


def field(paragraph, instruction: str, shown: str) -> None:
    """Adds a field, as `PAGE`, with what is shown until a program works it out."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {instruction} ")
    paragraph._p.append(simple)
    write_text(paragraph, shown)
    while simple.getnext() is not None:
        simple.append(simple.getnext())


def link(paragraph, text: str, address: str = "", anchor: str = "") -> None:
    """Adds a text that leads to an address of the web, or to a bookmark of the document."""
    element = OxmlElement("w:hyperlink")
    if anchor:
        element.set(qn("w:anchor"), anchor)
    else:
        element.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.append(element)
    write_text(paragraph, text)
    while element.getnext() is not None:
        element.append(element.getnext())


def bookmark(paragraph, name: str, number: int) -> None:
    """Marks a paragraph, so that a link may lead to it."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        element = OxmlElement(tag)
        element.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), name)
            paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, element)
        else:
            paragraph._p.append(element)


def field_character(paragraph, kind: str, instruction: str = "") -> None:
    """Adds the `begin`, `separate` or `end` of a field that goes over several paragraphs, and after `begin` what it is."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
    if instruction:
        told = OxmlElement("w:instrText")
        told.set(qn("xml:space"), "preserve")
        told.text = f" {instruction} "
        paragraph.add_run()._r.append(told)


def swatch(paragraph, colour: str) -> None:
    """Adds a small box of a colour ("#23908a")."""
    run = paragraph.add_run("\u2003\u2003")
    properties = run._r.get_or_add_rPr()
    for tag, of in (("w:bdr", {"val": "single", "sz": "2", "space": "0", "color": "C9C5BA"}),
                    ("w:shd", {"val": "clear", "color": "auto", "fill": colour.lstrip("#").upper()})):  # fmt: skip
        element = OxmlElement(tag)
        for name, value in of.items():
            element.set(qn(f"w:{name}"), value)
        properties.append(element)
    paragraph.add_run("\u00a0")


def table(document, lines: Sequence[Sequence[str]], numeric: Sequence[bool], widths: Sequence[int], styles: tuple[str, str],
          alternative: str) -> None:  # fmt: skip
    """Adds a table whose first line is its head, repeated on each page, and whose rows are not cut; `widths` in twentieths
    of a point, `styles` of the head's and of the other paragraphs.
    """
    made = document.add_table(len(lines), len(widths))
    made._tbl.replace(made._tbl.tblPr, _table_properties(sum(widths), alternative))
    ids = [document.styles[name].style_id for name in styles]  # by name they would be looked up for each cell
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(qn("w:w"), str(width))
    for number, (row, words) in enumerate(zip(made._tbl.tr_lst, lines, strict=True)):
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, right, width in zip(row.tc_lst, words, numeric, widths, strict=True):
            _fill(_Cell(cell, made), text, right, width, number == 0, ids[number > 0])


def _table_properties(width: int, alternative: str):
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C9C5BA"/>' for side in ("bottom", "insideH")
    )
    margins = "".join(f'<w:{side} w:w="{space}" w:type="dxa"/>' for side, space in
                      (("top", 25), ("left", 40), ("bottom", 25), ("right", 40)))  # fmt: skip
    found = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        "<w:tblDescription/></w:tblPr>"
    )
    found[-1].set(qn("w:val"), alternative)
    return found


def _fill(cell: _Cell, text: str, right: bool, width: int, head: bool, style: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    properties.get_or_add_tcW().set(qn("w:w"), str(width))
    properties.tcW.set(qn("w:type"), "dxa")
    if head:
        line = '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="0F6B6B"/>'
        properties.append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{line}</w:tcBorders>"))
        properties.append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="bottom"/>'))
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write_text(paragraph, text)


def timeless(content: bytes) -> bytes:
    """A zip with the same files and no time in it, so that the same files are the same bytes."""
    found = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            new.writestr(entry, old.read(name))
    return found.getvalue()
