"""The process that reads one workbook: `python -m data.workbook_child PATH LIMITS` prints its sheets as JSON.

It first looks at the zip's directory and goes through the XML without building anything from it, so that what would take
too much is refused with a reason; only then calamine reads the values. What gets past that meets the limits of the process.
"""

import json
import sys
import zipfile
import zlib
from posixpath import basename, dirname, join, normpath
from xml.parsers import expat

from data.workbook_cells import Cells, Long, Refused

CHUNK = 1 << 16
DEEPEST = 60  # elements in one another; spreadsheets have about ten
MOST_ELEMENTS = 5  # times the cells that may be read: a cell of text is four, and there are heads and styles
PERCENT_FORMATS = {"9", "10"}  # Excel's own numbers of formats with a percent sign
BEGINNINGS = {  # of files of other kinds
    b"%PDF": "it is a PDF", b"\x89PNG": "it is a picture", b"\xff\xd8\xff": "it is a picture", b"GIF8": "it is a picture",
    b"<htm": "it is a web page", b"<!DO": "it is a web page", b"<?xm": "it is XML, not .xlsx", b"Rar!": "it is a RAR archive",
    b"7z\xbc\xaf": "it is a 7z archive", b"\x1f\x8b": "it is a gzip archive",
}  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def main(path: str, limits: dict) -> dict:
    """What is printed: `{"sheets": [...]}` as `data.workbook.Sheet`, or `{"refused": key, "reason": sentence}`."""
    try:
        _look_at_beginning(path)
        with zipfile.ZipFile(path) as archive:
            _look_at_directory(archive, limits)
            scanned = _Scan(archive, limits).sheets()
        return {"sheets": _read(path, scanned, limits)}
    except Refused as refused:
        return {"refused": refused.key, "reason": refused.reason}
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        KeyError,
    ) as error:
        return {
            "refused": "damaged",
            "reason": f"it is damaged or cut short ({str(error)[:150] or type(error).__name__})",
        }
    except MemoryError:
        return {
            "refused": "too_large",
            "reason": f"reading it takes more than {limits['memory_bytes']:,} bytes of memory",
        }


def _look_at_beginning(path: str):
    with open(path, "rb") as file:
        start = file.read(8)
        if start == OLE:
            rest = file.read()
            if "EncryptedPackage".encode("utf-16-le") in rest:
                raise Refused("password", "it is closed with a password")
            raise Refused("old_format", "it is in the old format .xls")
    if not start:
        raise Refused("not_a_workbook", "it is empty")
    if not start.startswith(b"PK"):
        kind = next(
            (kind for mark, kind in BEGINNINGS.items() if start.startswith(mark)), "it does not begin as .xlsx does"
        )
        raise Refused("not_a_workbook", kind)


def _look_at_directory(archive: zipfile.ZipFile, limits: dict):
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_workbook", _other_archive(names))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Refused("macros", "it carries macros, which are a program")
    if len(set(names)) < len(names):
        raise Refused("damaged", "a part of it stands twice in its directory")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password", "its parts are closed with a password")
    size = sum(entry.file_size for entry in entries)
    if size > limits["unpacked_bytes"]:
        raise Refused("too_large", f"it unpacks to {size:,} bytes, at most {limits['unpacked_bytes']:,} are read")


def _other_archive(names: list[str]) -> str:
    kinds = {"xl/workbook.bin": "it is a binary workbook (.xlsb)", "word/document.xml": "it is a Word document",
             "ppt/presentation.xml": "it is a presentation", "content.xml": "it is an OpenDocument file"}  # fmt: skip
    return next((kind for name, kind in kinds.items() if name in names), "it is a zip archive and no workbook")


class _Scan:
    """Goes through the XML of a workbook, part after part, and keeps only what calamine does not tell."""

    def __init__(self, archive: zipfile.ZipFile, limits: dict):
        self.archive, self.limits = archive, limits
        self.names = {entry.filename for entry in archive.infolist()}
        self.elements = 0

    def sheets(self) -> list[dict]:
        listed = self.listed()
        percent = self.percent_styles()
        self.texts()
        return [self.sheet(name, state, part, percent) for name, state, part in listed]

    def parse(self, part: str, begin, text=None, end=None):
        """Feeds a part to expat; refuses what declares entities, lies too deep or has too many elements."""
        parser, depth = expat.ParserCreate(), 0
        most = MOST_ELEMENTS * self.limits["cells"]

        def on_begin(name, attributes):
            nonlocal depth
            depth += 1
            self.elements += 1
            if depth > DEEPEST:
                raise Refused("damaged", f"its part {part} has more than {DEEPEST} elements in one another")
            if self.elements > most:
                raise Refused("too_large", f"it has more than {most:,} elements")
            begin(name.rpartition(":")[2], attributes)

        def on_end(name):
            nonlocal depth
            depth -= 1
            if end:
                end(name.rpartition(":")[2])

        def on_doctype(*_):
            raise Refused("damaged", f"its part {part} declares entities, which no spreadsheet program does")

        parser.StartElementHandler, parser.EndElementHandler = on_begin, on_end
        parser.StartDoctypeDeclHandler = on_doctype
        if text:
            parser.CharacterDataHandler = text
        try:
            with self.archive.open(part) as file:
                while chunk := file.read(CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("damaged", f"its part {part} is no XML ({error})") from None

    def listed(self) -> list[tuple[str, str, str]]:
        """(name, state, part) of each sheet, in order."""
        found, targets = [], {}

        def of_workbook(name, attributes):
            if name == "sheet":
                link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                found.append((attributes.get("name", ""), attributes.get("state", "visible"), link))
                if len(found) > self.limits["sheets"]:
                    raise Refused("too_large", f"it has more than {self.limits['sheets']} sheets")

        def of_links(name, attributes):
            if name == "Relationship":
                targets[attributes.get("Id")] = attributes.get("Target", "")

        self.parse("xl/workbook.xml", of_workbook)
        if not found:
            raise Refused("damaged", "it has no sheet")
        if "xl/_rels/workbook.xml.rels" not in self.names:
            raise Refused("damaged", "it does not say where its sheets are")
        self.parse("xl/_rels/workbook.xml.rels", of_links)
        return [(name, state, self.part(name, targets.get(link))) for name, state, link in found]

    def part(self, sheet: str, target: str | None) -> str:
        part = (target or "").lstrip("/") if (target or "").startswith("/") else normpath(join("xl", target or ""))
        if not target or part not in self.names:
            raise Refused("damaged", f"the sheet {sheet[:40]!r} is not in it")
        return part

    def percent_styles(self) -> set[str]:
        """The numbers (as cells give them) of the styles that show a percent sign."""
        codes, formats, inside = set(PERCENT_FORMATS), [], False

        def begin(name, attributes):
            nonlocal inside
            if name == "numFmt" and "%" in attributes.get("formatCode", ""):
                codes.add(attributes.get("numFmtId"))
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside:
                formats.append(attributes.get("numFmtId"))

        def end(name):
            nonlocal inside
            inside = inside and name != "cellXfs"

        if "xl/styles.xml" in self.names:
            self.parse("xl/styles.xml", begin, end=end)
        return {str(number) for number, code in enumerate(formats) if code in codes}

    def texts(self):
        """The texts that cells share: none may be longer than a cell can hold."""
        for part in sorted(name for name in self.names if basename(name).lower() == "sharedstrings.xml"):
            long = Long(part)
            self.parse(part, lambda name, attributes, long=long: long.begin(name == "si"), long.text)

    def sheet(self, name: str, state: str, part: str, percent: set[str]) -> dict:
        if not dirname(part).endswith("worksheets"):
            return {"name": name, "hidden": state != "visible", "chart": True}
        cells = Cells(name, percent)
        self.parse(part, cells.begin, cells.text, cells.end)
        return {"name": name, "hidden": state != "visible", "chart": False, **cells.told()}


def _read(path: str, scanned: list[dict], limits: dict) -> list[dict]:
    """The values of the scanned sheets, by calamine; the rectangle it makes of each is known to be small enough."""
    total = 0
    for sheet in scanned:
        if not sheet["chart"]:
            total += sheet["rows_to"] * sheet["columns_to"]
            if total > limits["cells"]:
                reason = (
                    f"the sheet {sheet['name'][:40]!r} goes on to the cell {sheet['far']}, which makes {total:,} cells; at most "
                    f"{limits['cells']:,} are read"
                )
                raise Refused("too_large", reason)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(path)
        found = []
        for number, sheet in enumerate(scanned):
            if not sheet["chart"]:
                rows = workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)
                found.append({**sheet, "rows": rows})
    except CalamineError as error:
        raise Refused("damaged", f"it is damaged ({str(error)[:150]})") from None
    return found


def _as_json(value) -> dict:
    """Dates and times, told apart from texts."""
    name = "date" if hasattr(value, "year") else "time"
    return {name: value.isoformat() if hasattr(value, "isoformat") else str(value)}


def limit(memory_bytes: int, seconds: int):
    """Most memory and most seconds of the processor for this process."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit; the time limit by the clock remains
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    asked = json.loads(sys.argv[2])
    limit(asked["memory_bytes"], asked["seconds"])
    try:
        json.dump(main(sys.argv[1], asked), sys.stdout, default=_as_json)
    except Exception as problem:  # the parent shows this as one sentence
        sys.exit(f"{type(problem).__name__}: {problem}")
