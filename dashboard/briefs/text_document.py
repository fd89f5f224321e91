"""A document as DOCX, for those who write on: headings, captions, contents, tables and footnotes are Word's own."""

from io import BytesIO

from docx import Document as new_document
from docx.enum.section import WD_ORIENT, WD_SECTION
from PIL.Image import new as new_image
from PIL.Image import open as open_image

from dashboard.briefs import image, paper, word, word_styles
from dashboard.briefs.content import Document, Heading, Missing, PageBreak, Picture, Text
from dashboard.briefs.footnotes import Footnotes
from dashboard.briefs.word_styles import A4, MARGIN, Mm
from dashboard.figures.register import safe_link
from dashboard.words import parts, say

MOST_HEIGHT = Mm(80)
PIXELS = 2000  # of a picture: 174 mm at 290 dots an inch
TABLE, DENSE_TABLE = ("Table head", "Table text"), ("Dense table head", "Dense table text")
EMU_PER_TWIP = 635
CONTENTS = r'TOC \o "1-2" \h \n \u'  # links without numbers of pages, which only the program that opens it knows


def write(document: Document) -> bytes:
    """The bytes of the DOCX; the same document gives the same."""
    content = BytesIO()
    _Writer(paper.plain(document)).written().save(content)
    return word.timeless(content.getvalue())


class _Writer:
    """Writes one document, from the first page to the last."""

    def __init__(self, document: Document):
        self.document, self.reader = document, document.reader
        self.pieces = paper.laid_out(document)
        self.docx = new_document()
        self.headings: list[tuple[int, str]] = []
        self.breaks = False
        word_styles.prepare(self.docx, document)
        self.footnotes = Footnotes(self.docx)

    def written(self):
        """The document of python-docx."""
        self._paragraph("Title", " ".join(self.document.title.split()))
        self._paragraph("Subtitle", " · ".join(filter(None, (self.document.place, self.document.data))))
        contents = self._paragraph("Contents", say("briefs.contents", self.reader))
        for piece, following in zip(self.pieces, [*self.pieces[1:], None], strict=True):
            self._piece(piece, following)
        self._across(False)
        self._meanings()
        if self.document.missing:
            self._heading(1, say("briefs.missing", self.reader))
            for one in self.document.missing:
                word.write_text(self._paragraph("List Bullet", f"{one.what}: ", bold=True), one.why)
        self._contents(contents)
        return self.docx

    def _piece(self, piece, following) -> None:
        if isinstance(piece, PageBreak):
            self.breaks = True
            return
        if isinstance(piece, Missing):
            return
        first = following if isinstance(piece, Heading) else piece  # a heading lies as what it is above
        self._across(isinstance(first, paper.Plate) and first.wide)
        if isinstance(piece, paper.Plate):
            self._plate(piece)
        elif isinstance(piece, Heading):
            self._heading(1, piece.text)
        elif isinstance(piece, Text):
            for text in piece.paragraphs:
                self._paragraph("Normal", text)

    def _paragraph(self, style: str, text: str = "", bold: bool = False):
        found = self.docx.add_paragraph(style=style)
        if self.breaks:
            found.paragraph_format.page_break_before, self.breaks = True, False
        word.write_text(found, text, bold)
        return found

    def _heading(self, level: int, text: str) -> None:
        paragraph = self._paragraph(f"Heading {level}", text)
        self.headings.append((level, text))
        word.bookmark(paragraph, _anchor(len(self.headings)), len(self.headings))

    def _across(self, wide: bool) -> None:
        """Begins a page that lies across, or one that stands, where the page before does not."""
        now = self.docx.sections[-1]
        if (now.orientation == WD_ORIENT.LANDSCAPE) != wide:
            new = self.docx.add_section(WD_SECTION.NEW_PAGE)
            new.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
            new.page_width, new.page_height = A4[::-1] if wide else A4
            self.breaks = False

    def _plate(self, plate: paper.Plate) -> None:
        figure = plate.figure
        self._heading(plate.level, figure.title)
        line = self._paragraph("Line", figure.line)
        for mark in figure.marks:
            word.write_text(line, f" · {mark}", bold=True)
        if figure.told:
            self._paragraph("Told", figure.told)
        if plate.picture:
            self._picture(plate, plate.picture)
            self._caption(plate)
        else:
            self._caption(plate).paragraph_format.keep_with_next = True
            self._table(plate)
        for note in plate.notes:
            self._paragraph("Small", note)
        if figure.note:
            word.write_text(
                self._paragraph("Own note", f"{say('citation.note', self.reader)} ", bold=True), figure.note
            )

    def _caption(self, plate: paper.Plate):
        paragraph = self._paragraph("Caption")
        for name, text in parts(f"paper.{plate.kind}", self.reader, number=plate.number):
            if name:
                word.field(paragraph, f"SEQ {plate.kind.title()} \\* ARABIC", text)
            else:
                word.write_text(paragraph, text)
        word.write_text(paragraph, f". {plate.figure.title}")
        note = self.footnotes.add(paragraph)
        for number, (label, text) in enumerate(plate.under):
            word.write_text(note, f"{'. ' if number else ''}{label}: ")
            if safe_link(text):
                word.link(note, text, text)
            else:
                word.write_text(note, text)
        return paragraph

    def _picture(self, plate: paper.Plate, picture: Picture) -> None:
        paragraph = self._paragraph("Picture")
        width = min(A4[0] - 2 * MARGIN, int(MOST_HEIGHT * picture.width / picture.height))
        shape = paragraph.add_run().add_picture(_on_white(image.png(picture.svg, PIXELS, self.reader)), width=width)
        properties = shape._inline.docPr
        properties.set("descr", plate.figure.alternative)
        properties.set("name", plate.label)
        if picture.legend:
            legend = self._paragraph("Small")
            for colour, text in picture.legend:
                if paper.six_digits(colour):
                    word.swatch(legend, paper.six_digits(colour))
                word.write_text(legend, f"{text}   ")

    def _table(self, plate: paper.Plate) -> None:
        figure = plate.figure
        if not any(figure.columns):
            for row in figure.rows:
                self._paragraph("List Bullet", row[0])
            return
        room = (A4[1] if plate.wide else A4[0]) - 2 * MARGIN
        letter = room / EMU_PER_TWIP / max(plate.room, sum(plate.widths))
        widths = [int(width * letter) for width in plate.widths]
        styles = DENSE_TABLE if plate.dense else TABLE
        word.table(self.docx, (figure.columns, *figure.rows), figure.numeric, widths, styles, figure.alternative)
        self._paragraph("After table")

    def _meanings(self) -> None:
        found = paper.meanings([piece for piece in self.pieces if isinstance(piece, paper.Plate)], self.reader)
        if found:
            self._heading(1, say("spreadsheet.definitions", self.reader))
        for meaning in found:
            self._paragraph("Term", meaning.title)
            for label, text in (*meaning.definition, *meaning.cited):
                word.write_text(self._paragraph("Small", f"{label}: ", bold=True), text)

    def _contents(self, above) -> None:
        """The contents as a field that shows its entries at once and that Word can work out anew."""
        after = above._p
        for number, (level, text) in enumerate(self.headings, 1):
            entry = self.docx.add_paragraph(style=f"toc {level}")
            if number == 1:
                word.field_character(entry, "begin", CONTENTS)
                word.field_character(entry, "separate")
            word.link(entry, text, anchor=_anchor(number))
            if number == len(self.headings):
                word.field_character(entry, "end")
            after.addnext(entry._p)
            after = entry._p


def _on_white(png: bytes) -> BytesIO:
    """A picture that can be seen on a dark page too."""
    drawn, found = open_image(BytesIO(png)).convert("RGBA"), BytesIO()
    ground = new_image("RGBA", drawn.size, "white")
    ground.alpha_composite(drawn)
    ground.convert("RGB").save(found, "PNG")
    found.seek(0)
    return found


def _anchor(number: int) -> str:
    return f"_Toc{number:06d}"
