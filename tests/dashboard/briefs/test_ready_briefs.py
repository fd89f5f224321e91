"""The ready-made briefs as files, opened again: whatever must go with a figure stands in each of them as in its document, and
what a format has no room for is counted there.
"""

import base64
import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import docx
import pytest
from lxml import etree, html
from pptx import Presentation

from dashboard.briefs import paper
from dashboard.briefs.content import Figure
from dashboard.briefs.slide_text import MORE
from dashboard.words import say

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SVG = "data:image/svg+xml;base64,"


def squeezed(text: str) -> str:
    """A text without its spaces and places to break, which each format has elsewhere."""
    return "".join(text.replace("\u200b", "").split())


def missing(wanted, text: str) -> list[str]:
    """Which texts do not stand in another."""
    text = squeezed(text)
    return [one for one in wanted if squeezed(one) not in text]


def shown(figure: Figure) -> list[str]:
    """What a reader sees of a figure wherever it stands, but for its numbers."""
    return [figure.title, figure.line, figure.told, *figure.marks, *figure.notes]


def origin(figure: Figure, ready) -> list[str]:
    """Where it comes from, each with what it is called; not all is called so on a web page."""
    found = {
        "csv.licence": figure.licence,
        "csv.snapshot": figure.snapshot,
        "csv.source": figure.source,
        "card.question": figure.module,
    }
    return [f"{say(key, ready.document.reader)}: {text}" for key, text in found.items()]


def explained(figure: Figure) -> list[str]:
    return [figure.filters, figure.citation, *(text for part in figure.definition for text in part)]


def plates(ready) -> list[paper.Plate]:
    return [piece for piece in paper.laid_out(ready.document) if isinstance(piece, paper.Plate)]


def tabled(ready) -> list[Figure]:
    """The figures whose table is printed."""
    return [plate.figure for plate in plates(ready) if plate.kind == "table" and any(plate.figure.columns)]


def test_all_of_it_is_made(ready_made):
    assert ready_made.document.missing == [] and len(ready_made.document.figures) >= 4
    for figure in ready_made.document.figures:
        assert all(
            (figure.title, figure.line, figure.source, figure.licence, figure.snapshot, figure.module, figure.code)
        )
        assert figure.rows and len({len(figure.columns), len(figure.numeric), *map(len, figure.rows)}) == 1


# Slides


def slides_of(ready) -> list[tuple[Figure, object]]:
    """Each figure with its slide: only these have notes."""
    slides = Presentation(BytesIO(ready.files["pptx"])).slides
    return list(zip(ready.document.figures, [one for one in slides if one.has_notes_slide], strict=True))


def boxes_of(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_the_notes_of_a_slide_have_all_of_its_figure(ready_made):
    for figure, slide in slides_of(ready_made):
        notes = slide.notes_slide.notes_text_frame.text
        rows = [" | ".join(row) for row in (figure.columns, *figure.rows)]
        wanted = [*shown(figure), *origin(figure, ready_made), *explained(figure), figure.link, figure.code, *rows]
        assert missing(wanted, notes) == []


def test_a_slide_shows_its_figure_and_where_it_is_cut_it_says_so(ready_made):
    for figure, slide in slides_of(ready_made):
        boxes = boxes_of(slide)
        assert missing([figure.snapshot, figure.address], "\n".join(boxes)) == []
        lost = missing([figure.title, figure.line, *figure.marks, figure.source, figure.licence], "\n".join(boxes))
        assert not lost or any(MORE in box for box in boxes), lost
        assert figure.told.startswith(slide.shapes.title.text_frame.text.rstrip(MORE)) or not figure.told
        drawn = [shape for shape in slide.shapes if shape.has_chart or shape.shape_type == 13 or shape.has_table]
        assert len(drawn) == 1, figure.title


def test_the_table_of_a_slide_is_the_beginning_of_the_figures_and_the_rest_is_counted(ready_made):
    seen = 0
    for figure, slide in slides_of(ready_made):
        for shape in (one for one in slide.shapes if one.has_table):
            seen += 1
            head, *rows = [tuple(cell.text for cell in row.cells) for row in shape.table.rows]
            assert head == figure.columns and tuple(rows) == figure.rows[: len(rows)] and rows
            rest = len(figure.rows) - len(rows) + figure.left_out
            told = say("slides.more_rows", ready_made.document.reader, count=rest)
            assert missing([told], "\n".join(boxes_of(slide))) == ([] if rest else [told])
    assert seen


# Text documents


def test_a_text_document_has_all_of_each_figure(ready_made):
    with zipfile.ZipFile(BytesIO(ready_made.files["docx"])) as archive:
        body, notes = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    text = "".join(body.itertext(f"{WORD}t"))
    footnotes = ["".join(note.itertext(f"{WORD}t")) for note in notes][2:]  # after the two that part them
    for plate, footnote in zip(plates(ready_made), footnotes, strict=True):
        assert missing([*shown(plate.figure), *plate.notes, *explained(plate.figure)], text) == []
        assert missing([*origin(plate.figure, ready_made), plate.figure.code, plate.figure.address], footnote) == []
    document = ready_made.document
    assert (
        missing([document.title, document.place, document.data, *(one.text for one in document.headings)], text) == []
    )


def test_the_tables_of_a_text_document_are_those_of_the_figures(ready_made):
    tables = docx.Document(BytesIO(ready_made.files["docx"])).tables
    for figure, table in zip(tabled(ready_made), tables, strict=True):
        assert [tuple(cell.text for cell in row.cells) for row in table.rows] == [figure.columns, *figure.rows]


# Print


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="Debian's poppler-utils reads PDF files here")
def test_a_printed_brief_has_all_of_each_figure(ready_made, tmp_path):
    (tmp_path / "brief.pdf").write_bytes(ready_made.files["pdf"])
    command = ["pdftotext", "-raw", "brief.pdf", "-"]
    text = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True).stdout
    for plate in plates(ready_made):
        figure = plate.figure
        assert (
            missing([*shown(figure), *plate.notes, *origin(figure, ready_made), figure.code, figure.address], text)
            == []
        )
        assert missing([part for text in explained(figure) for part in re.split(r"(?<=[.;]) ", text)], text) == []
        if plate.kind == "table":
            assert missing(["".join(row) for row in (figure.columns, *figure.rows)], text) == []
        elif figure.chart and len(figure.chart.series) == 1:
            [bars] = figure.chart.series
            rows = zip(figure.chart.categories, bars.texts, strict=True)
            assert missing([f"{name}{number}" for name, number in rows], text) == []


# Web pages


def test_a_web_page_has_all_of_each_figure_and_its_whole_table(ready_made):
    page = html.fromstring(ready_made.files["html"].decode())
    sections = page.find_class("shown")
    for figure, section in zip(ready_made.document.figures, sections, strict=True):
        text = section.text_content()
        reader = ready_made.document.reader
        told = [f"{say('csv.licence', reader)} {figure.licence}", f"{say('csv.snapshot', reader)} {figure.snapshot}"]
        whence = [*told, figure.source, f"{say('citation.module', reader)} {figure.module}", figure.link, figure.code]
        assert missing([*shown(figure), *whence, *explained(figure)], text) == []
        [table] = section.iter("table")
        assert [tuple(cell.text_content() for cell in row) for row in table.iter("tr")] == [
            figure.columns,
            *figure.rows,
        ]
        told = say("briefs.more_rows", ready_made.document.reader, count=figure.left_out)
        assert missing([told], text) == ([] if figure.left_out else [told])


def test_a_picture_of_a_web_page_has_the_words_and_numbers_of_its_chart(ready_made):
    sections = html.fromstring(ready_made.files["html"].decode()).find_class("shown")
    for figure, section in zip(ready_made.document.figures, sections, strict=True):
        if figure.as_table or figure.picture or not figure.chart:
            continue
        [source] = [one.get("src") for one in section.iter("img")]
        drawn = etree.fromstring(base64.b64decode(source.removeprefix(SVG)))
        texts = ["".join(one.itertext()) for one in drawn.iter("{http://www.w3.org/2000/svg}text")]
        bars = figure.chart.series[0].texts if len(figure.chart.series) == 1 else ()
        names = [one.name for one in figure.chart.series] if len(figure.chart.series) > 1 else figure.chart.categories
        words = squeezed(" ".join(texts))  # a long name goes on in a second line
        cut = [
            squeezed(text).removesuffix("…") for text in texts if text.endswith("…")
        ]  # one at the end of a line has no other
        lost = [one for one in map(squeezed, (*bars, *names)) if one not in words and not one.startswith(tuple(cut))]
        assert lost == []
