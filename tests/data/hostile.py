"""Files that somebody could send instead of a workbook, made here: each does one thing that would hurt a careless reader."""

import io
import struct
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
BILLION = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def sheet_xml(inside: str = ONE, beside: str = "", before: str = "") -> str:
    return f'{XML}{before}<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData>{beside}</worksheet>'


def parts(sheets: int = 1, **changed) -> dict[str, bytes | str]:
    """The parts of a sound workbook; `changed` has others, or None to leave one out."""
    numbers = range(1, sheets + 1)
    listed = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>' for n in numbers
    )
    found = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet_xml(),
    }
    return {name: part for name, part in (found | changed).items() if part is not None}


def packed(content: dict, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def workbook(**changed) -> bytes:
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "links": "xl/_rels/workbook.xml.rels",
             "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}  # fmt: skip
    return packed(parts(**{names.get(name, name): part for name, part in changed.items()}))


def forged(size: int) -> bytes:
    """A sheet of 20 MB whose directory says that it has `size` bytes."""
    raw = bytearray(workbook(sheet=sheet_xml(ONE + " " * 20_000_000)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = raw.find(mark)
        while at >= 0:
            length = struct.unpack_from("<H", raw, at + (28 if offset == 24 else 26))[0]
            start = at + (46 if offset == 24 else 30)
            if raw[start : start + length] == b"xl/worksheets/sheet1.xml":
                struct.pack_into("<I", raw, at + offset, size)
            at = raw.find(mark, at + 4)
    return bytes(raw)


def overlapping() -> bytes:
    """Many names of the directory lead to one part that unpacks to 10 MB."""
    raw = workbook(sheet=sheet_xml(ONE + " " * 10_000_000))
    end = raw.rfind(b"PK\x05\x06")
    count, _, size, start = struct.unpack_from("<HHII", raw, end + 8)
    directory, found = raw[start : start + size], b""
    at = directory.find(b"xl/worksheets/sheet1.xml") - 46
    entry = directory[at : at + 46 + len("xl/worksheets/sheet1.xml")]
    for number in range(1000):
        found += entry.replace(b"sheet1.xml", b"s%04d1.xml" % number).replace(
            entry[28:30], struct.pack("<H", len("xl/worksheets/s00001.xml")), 1
        )
    whole = raw[:start] + directory + found
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 1000, count + 1000, size + len(found), start, 0)
    return whole + tail


def flagged(bit: int) -> bytes:
    """A workbook whose parts carry a flag in their heads, as encrypted ones do."""
    raw = bytearray(workbook())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset] |= bit
            at = raw.find(mark, at + 4)
    return bytes(raw)


def with_method(method: int) -> bytes:
    """A workbook whose parts say they are compressed in a way nobody knows."""
    raw = bytearray(workbook())
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        at = raw.find(mark)
        while at >= 0:
            struct.pack_into("<H", raw, at + offset, method)
            at = raw.find(mark, at + 4)
    return bytes(raw)


def broken_inside() -> bytes:
    """One byte of a part is another than its checksum says."""
    raw = bytearray(packed(parts(), zipfile.ZIP_STORED))
    raw[raw.index(b"<v>1</v>") + 3] ^= 1
    return bytes(raw)


def twice() -> bytes:
    """Two parts of one name, of which two readers might take another."""
    buffer = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(buffer, "a") as archive:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            archive.writestr("xl/worksheets/sheet1.xml", sheet_xml())
    return buffer.getvalue()


def cell(address: str, inside: str = "<v>1</v>", more: str = "") -> bytes:
    row = "".join(sign for sign in address if sign.isdigit())
    return workbook(sheet=sheet_xml(f'{ONE}<row r="{row}"><c r="{address}"{more}>{inside}</c></row>'))


FILES = {
    # name -> (what makes it, key of the refusal, what the reason says)
    "empty": (lambda: b"", "not_a_workbook", "it is empty"),
    "noise": (lambda: bytes(range(256)) * 40, "not_a_workbook", "does not begin as .xlsx does"),
    "csv": (lambda: b"ward,filed\n1,2\n", "not_a_workbook", "does not begin as .xlsx does"),
    "pdf": (lambda: b"%PDF-1.7\n", "not_a_workbook", "it is a PDF"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n", "not_a_workbook", "it is a picture"),
    "web page": (lambda: b"<html><table></table></html>", "not_a_workbook", "it is a web page"),
    "old excel": (lambda: OLE + b"\0" * 600, "old_format", "it is in the old format .xls"),
    "with a password": (lambda: OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "password", "closed with a password"),
    "parts with a password": (lambda: flagged(1), "password", "parts are closed with a password"),
    "beginning only": (lambda: b"PK\x03\x04" + b"\0" * 50, "damaged", "damaged or cut short"),
    "cut short": (lambda: workbook()[:-200], "damaged", "damaged or cut short"),
    "other archive": (lambda: packed({"letter.txt": "dear"}), "not_a_workbook", "a zip archive and no workbook"),
    "nested": (lambda: packed({"a.zip": packed({"b.xlsx": workbook()})}), "not_a_workbook", "a zip archive and no workbook"),
    "word document": (lambda: packed({"word/document.xml": "<a/>"}), "not_a_workbook", "a Word document"),
    "opendocument": (lambda: packed({"content.xml": "<a/>"}), "not_a_workbook", "an OpenDocument file"),
    "binary workbook": (lambda: packed({"xl/workbook.bin": b"\x80"}), "not_a_workbook", "a binary workbook"),
    "broken inside": (broken_inside, "damaged", "Bad CRC-32"),
    "a part twice": (twice, "damaged", "stands twice in its directory"),
    "unknown compression": (lambda: with_method(99), "damaged", "damaged or cut short"),
    "zip ratio": (lambda: workbook(sheet=sheet_xml(ONE + " " * 40_000_000)), "too_large", "it unpacks to 40,"),
    "zip ratio elsewhere": (lambda: workbook(**{"xl/media/a.png": b"\0" * 40_000_000}), "too_large", "it unpacks to 40,"),
    "overlapping parts": (overlapping, "too_large", "it unpacks to 10,"),
    "forged small": (lambda: forged(300), "damaged", "damaged or cut short"),
    "forged large": (lambda: forged(4_000_000_000), "too_large", "it unpacks to 4,000,"),
    "entities": (lambda: workbook(sheet=sheet_xml('<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row>', before=f'<!DOCTYPE w [<!ENTITY l0 "ha">{BILLION}]>')), "damaged", "declares entities"),
    "entities in texts": (lambda: workbook(strings=f'{XML}<!DOCTYPE s [<!ENTITY a "b">]><sst xmlns="{MAIN}"><si><t>&a;</t></si></sst>'), "damaged", "declares entities"),
    "entity of a file": (lambda: workbook(book=f'{XML}<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook xmlns="{MAIN}">&a;</workbook>'), "damaged", "declares entities"),
    "far cell": (lambda: cell("XFD1048576"), "too_large", "goes on to the cell XFD1048576"),
    "last row": (lambda: cell("A1048576"), "too_large", "goes on to the cell A1048576"),
    "beyond the last column": (lambda: cell("XFE1"), "damaged", "it has a column 16385"),
    "beyond the last row": (lambda: cell("A1048577"), "damaged", "it has a row 1048577"),
    "row zero": (lambda: workbook(sheet=sheet_xml('<row r="0"><c><v>1</v></c></row>')), "damaged", "it has a row 0"),
    "no address": (lambda: cell("1A"), "damaged", "is no address of a cell"),
    "huge cell": (lambda: cell("B2", f"<is><t>{'x' * 20_000_000}</t></is>", ' t="inlineStr"'), "too_large", "has more than 32,767 characters"),
    "huge shared text": (lambda: workbook(strings=f'{XML}<sst xmlns="{MAIN}"><si><t>{"x" * 20_000_000}</t></si></sst>'), "too_large", "has more than 32,767 characters"),
    "many cells": (lambda: workbook(sheet=sheet_xml("".join(f'<row r="{n}">{"<c><v>1</v></c>" * 120}</row>' for n in range(1, 1001)))), "too_large", "makes 120,000 cells"),
    "many empty rows": (lambda: workbook(sheet=sheet_xml("<row/>" * 600_000)), "too_large", "it has more than 500,000 elements"),
    "many sheets": (lambda: packed(parts(sheets=100_000)), "too_large", "more than 30 sheets"),
    "many merged areas": (lambda: workbook(sheet=sheet_xml(ONE, "<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 100_000 + "</mergeCells>")), "too_large", "more than 2,000 merged areas"),
    "many styles": (lambda: workbook(styles=f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs>{"<xf/>" * 600_000}</cellXfs></styleSheet>'), "too_large", "it has more than 500,000 elements"),
    "deep": (lambda: workbook(sheet=sheet_xml("<a>" * 100_000 + "</a>" * 100_000)), "damaged", "more than 60 elements in one another"),
    "no xml": (lambda: workbook(sheet=b"\0\1\2" * 1000), "damaged", "is no XML"),
    "no sheet": (lambda: workbook(book=f'{XML}<workbook xmlns="{MAIN}"/>'), "damaged", "it has no sheet"),
    "no links": (lambda: workbook(links=None), "damaged", "does not say where its sheets are"),
    "a sheet elsewhere": (lambda: workbook(links=f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Target="../../../../etc/passwd"/></Relationships>'), "damaged", "the sheet 's1' is not in it"),
    "a text that is not there": (lambda: cell("B2", "<v>77</v>", ' t="s"'), "damaged", "it is damaged"),
    "macros": (lambda: workbook(**{"xl/vbaProject.bin": OLE}), "macros", "it carries macros"),
    "macro sheet": (lambda: workbook(**{"xl/macrosheets/sheet1.xml": "<a/>"}), "macros", "it carries macros"),
    "too many bytes": (lambda: workbook() + b"\0" * 6_000_000, "too_large", "it has 6,"),
}  # fmt: skip
