"""A document as slides (PPTX): one figure a slide, its sentence as the title, its chart editable, everything else in the notes.

The same document gives the same bytes, whenever and wherever it is written.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import resvg_py
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.util import Emu, Inches

from dashboard.briefs import slide_chart, slide_master, slide_table, slide_template
from dashboard.briefs.content import Document, Figure, Heading, Picture, Text
from dashboard.briefs.same_bytes import same_bytes
from dashboard.briefs.slide_master import ACCENT, INK, SOFT, WARM
from dashboard.briefs.slide_template import Deck
from dashboard.briefs.slide_text import TAGS, clean, cut, fill, height, in_lines, is_web, largest, line_height, put, rgb
from dashboard.words import say

TITLE_SIZES, TEXT_SIZES, OPENING_SIZES = (26, 24, 22, 20, 18), (20, 18), (40, 36, 32, 28, 24, 20)  # points
CAPTION, REMARK, FOOT, LEGEND = 14, 12, 9, 12
MOST_CAPTION, MOST_REMARKS, MOST_FOOT = 2, 3, 3  # lines
MARGIN, GAP = 0.1, 0.08  # inches within a box, and between boxes
LEGEND_WIDTH, SQUARE = 2.8, 0.18
SENTENCE_END = re.compile(r"(?<=[.!?।])\s+")
PIXELS_PER_INCH = 192  # twice what a screen shows

Box = tuple[float, float, float, float]  # inches: left, top, width, height


def write(document: Document, template: Path | None = None) -> bytes:
    """The document as a PPTX on our own master or on `template`, a PPTX of one's own; `ContentError` where that is unfit."""
    deck = slide_template.opened(document.reader, template)
    _opening(deck, document)
    heading = document.title
    for piece in document.pieces:
        if isinstance(piece, Heading):
            heading = piece.text
            _title(_slide(deck, deck.section), heading, deck, OPENING_SIZES)
        elif isinstance(piece, Text):
            _texts(deck, heading, piece.paragraphs)
        elif isinstance(piece, Figure):
            _figure(deck, piece)
    if document.missing:
        _texts(deck, say("slides.missing", deck.reader), [f"{one.what}: {one.why}" for one in document.missing])
    about = deck.presentation.core_properties
    about.title, about.subject = clean(document.title)[:255], clean(document.data)[:255]
    about.author = about.last_modified_by = "Nagar"
    about.comments, about.language = "", TAGS[deck.reader.language]
    buffer = BytesIO()
    deck.presentation.save(buffer)
    return same_bytes(buffer.getvalue())


def _slide(deck: Deck, layout):
    """A slide of a layout with its number; places that stay empty are taken out when the slide is done (`_title` stays)."""
    slide = deck.presentation.slides.add_slide(layout)
    for one in list(slide.placeholders):
        if one.placeholder_format.type not in (*slide_master.TITLES, KIND.SUBTITLE, *slide_template.CONTENTS):
            _remove(one)
    if layout is not deck.opening:
        for one in layout.placeholders:
            if one.placeholder_format.type == KIND.SLIDE_NUMBER:
                slide.shapes.clone_placeholder(one)
                _number(slide.placeholders[one.placeholder_format.idx])
    for one in list(slide.placeholders):
        if layout is deck.section and one.placeholder_format.type in (KIND.SUBTITLE, *slide_template.CONTENTS):
            _remove(one)
    return slide


def _remove(shape) -> None:
    shape._element.getparent().remove(shape._element)


def _number(shape) -> None:
    """The slide's number, which PowerPoint counts."""
    field = slide_master.number_field()
    paragraph = shape.text_frame.paragraphs[0]._p
    paragraph.insert(0, field)


def _title(slide, text: str, deck: Deck, sizes: Sequence[float] = TITLE_SIZES) -> None:
    shape = slide.shapes.title
    wide, high = shape.width / Inches(1) - 2 * MARGIN, shape.height / Inches(1) - MARGIN
    size = largest([text], sizes, wide, high, bold=True)
    most = max(1, int(high / line_height(text, size)))
    fill(shape.text_frame, [cut(text, size, wide / 1.07, most)], deck.reader, size)


def _opening(deck: Deck, document: Document) -> None:
    slide = _slide(deck, deck.opening)
    _title(slide, document.title, deck, OPENING_SIZES)
    below = next(one for one in slide.placeholders if one.placeholder_format.type == KIND.SUBTITLE)
    lines = [line for line in (document.place, document.data) if line]
    if lines:
        fill(below.text_frame, lines, deck.reader)
    else:
        _remove(below)


def _texts(deck: Deck, title: str, paragraphs: Iterable[str]) -> None:
    """Slides with paragraphs, as many as they need."""
    place = slide_template.room(deck.content)
    wide, high = place.width / Inches(1) - 2 * MARGIN, place.height / Inches(1) - 2 * MARGIN - 0.3
    texts = [clean(text) for text in paragraphs]
    size = largest(texts, TEXT_SIZES, wide, high)
    for number, page in enumerate(_pages(texts, size, wide, high), 1):
        slide = _slide(deck, deck.content)
        shown = title if number == 1 else say("slides.continued", deck.reader, title=title, number=number)
        _title(slide, shown, deck)
        body = next(one for one in slide.placeholders if one.placeholder_format.type in slide_template.CONTENTS)
        fill(body.text_frame, page, deck.reader, size)
        for paragraph in body.text_frame.paragraphs[1:]:
            paragraph.space_before = slide_table.points(size / 2)


def _pages(texts: Sequence[str], size: float, wide: float, high: float) -> list[list[str]]:
    """Paragraphs by slide: a paragraph goes on on the next one where it does not fit."""
    pages, page, left = [], [], high
    for text in texts:
        each = line_height(text, size)
        lines = in_lines(text, size, wide)
        while lines:
            fits = int(left / each + 1e-9)
            if fits < min(len(lines), 2):
                pages, page, left = [*pages, page], [], high
                continue
            page.append(" ".join(lines[:fits]))
            lines, left = lines[fits:], left - each * min(fits, len(lines)) - each / 2
    return [*pages, page]


def _figure(deck: Deck, figure: Figure) -> None:
    slide = _slide(deck, deck.content)
    place = slide_template.room(deck.content)
    left, top, wide, high = (edge / Inches(1) for edge in (place.left, place.top, place.width, place.height))
    for one in list(slide.placeholders):
        if one.placeholder_format.type in slide_template.CONTENTS:
            _remove(one)
    told, rest = _headline(slide, figure)
    _title(slide, told or figure.title, deck)
    top += _caption(slide, deck, figure, (left, top, wide, high), bool(told))
    foot = _foot_lines(deck, figure, wide)
    bottom = place.top / Inches(1) + high - _high(foot, FOOT, wide)
    picture = (left, top, wide, bottom - top)
    remarks = [*rest, *figure.notes]
    if _is_table(figure):
        shown, more = slide_table.fitting(figure, wide, picture[3] - _high([""], REMARK, wide) * MOST_REMARKS)
        remarks = [*([say("slides.more_rows", deck.reader, count=more)] if more else []), *remarks]
    else:
        remarks = [*_of_chart(deck, figure), *remarks]
    remarks = _fitting(remarks, wide)
    said = _high(remarks, REMARK, wide) if remarks else 0.0
    picture = (left, top, wide, bottom - top - said)
    if _is_table(figure):
        if shown:
            slide_table.add(slide.shapes, figure, shown, picture, deck.reader)
    elif figure.chart:
        _name(slide_chart.add(slide.shapes, figure.chart, _emu(picture), deck.reader), figure)
    else:
        _picture(slide, deck, figure, figure.picture, picture)
    if remarks:
        _box(slide, "Remarks", (left, bottom - said, wide, said), remarks, deck, REMARK, INK)
    _foot(slide, deck, figure, foot, (left, bottom, wide, _high(foot, FOOT, wide)))
    _last(slide)
    _notes(slide, deck, figure)


def _is_table(figure: Figure) -> bool:
    return figure.as_table or not (figure.chart or figure.picture)


def _name(shape, figure: Figure) -> None:
    """What is said to those who do not see a picture."""
    properties = shape._element.xpath(".//p:cNvPr")[0]
    properties.set("name", clean(figure.title)[:100] or "Picture")
    properties.set("descr", clean(figure.alternative))


def _headline(slide, figure: Figure) -> tuple[str, list[str]]:
    """The sentences that the title has room for, and those that go below the picture."""
    shape = slide.shapes.title
    wide, high = shape.width / Inches(1) - 2 * MARGIN, shape.height / Inches(1) - MARGIN
    sentences = SENTENCE_END.split(figure.told.strip()) if figure.told.strip() else []
    for count in range(len(sentences), 1, -1):
        if height([" ".join(sentences[:count])], TITLE_SIZES[-2], wide, bold=True) <= high:
            return " ".join(sentences[:count]), [" ".join(sentences[count:])] if sentences[count:] else []
    return (sentences[0], [" ".join(sentences[1:])] if sentences[1:] else []) if sentences else ("", [])


def _caption(slide, deck: Deck, figure: Figure, box: Box, with_title: bool) -> float:
    """Title, line and badges below the slide's title; gives its height."""
    marks = " · ".join(figure.marks)
    title = figure.title if with_title else ""
    text = " · ".join(part for part in (title, figure.line, marks) if part)
    if not text:
        return 0.0
    left, top, wide, _ = box
    room = wide - 2 * MARGIN
    shown = cut(text, CAPTION, room, MOST_CAPTION)
    high = _high([shown], CAPTION, wide)
    frame = _frame(slide, "Caption", (left, top, wide, high))
    paragraph = frame.paragraphs[0]
    if shown != clean(text):  # what is cut is whole in the notes
        put(paragraph, shown, deck.reader, CAPTION, colour=SOFT)
        return high + GAP
    if title:
        put(paragraph, title, deck.reader, CAPTION, bold=True, colour=INK)
    if figure.line:
        put(paragraph, (" · " if title else "") + figure.line, deck.reader, CAPTION, colour=SOFT)
    if marks:
        put(paragraph, (" · " if title or figure.line else "") + marks, deck.reader, CAPTION, bold=True, colour=WARM)
    return high + GAP


def _of_chart(deck: Deck, figure: Figure) -> list[str]:
    """What a chart leaves out."""
    chart, told = figure.chart, []
    if chart and chart.kind != slide_chart.LINE:
        drawn = slide_chart.without_part_bars(chart)
        names = [
            name for at, name in enumerate(drawn.categories) if any(one.values[at] is None for one in drawn.series)
        ]
        if names:
            told.append(say("slides.not_drawn", deck.reader, names=", ".join(names)))
    if chart and chart.left_out:
        told.append(say("slides.more_places", deck.reader, count=chart.left_out))
    return told


def _fitting(remarks: Iterable[str], wide: float) -> list[str]:
    """As many remarks as there is room for, each whole but the first; all are in the notes."""
    shown, left = [], MOST_REMARKS
    for text in map(clean, remarks):
        lines = len(in_lines(text, REMARK, wide - 2 * MARGIN))
        if lines <= left:
            shown, left = [*shown, text], left - lines
        elif not shown:
            shown, left = [cut(text, REMARK, wide - 2 * MARGIN, left)], 0
    return shown


def _foot_lines(deck: Deck, figure: Figure, wide: float) -> list[str]:
    room, reader = wide - 2 * MARGIN, deck.reader
    texts = {"csv.source": figure.source, "csv.licence": figure.licence}
    source = " · ".join(f"{say(key, reader)}: {text}" for key, text in texts.items() if text)
    lines = [cut(source, FOOT, room, MOST_FOOT - 1)] if source else []
    snapshot = f"{say('csv.snapshot', reader)}: {figure.snapshot}" if figure.snapshot else ""
    return [*lines, cut(" · ".join(part for part in (snapshot, _opens(figure)) if part), FOOT, room * 0.85, 1)]


def _opens(figure: Figure) -> str:
    """What a reader types to see the figure again: the short address where there is a code, else the whole one."""
    if not figure.code:
        return figure.link
    return f"{_home(figure)}/f/{figure.code}"


def _home(figure: Figure) -> str:
    parts = urlsplit(figure.link) if is_web(figure.link) else None
    return f"{parts.scheme}://{parts.netloc}" if parts else ""


def _foot(slide, deck: Deck, figure: Figure, lines: list[str], box: Box) -> None:
    frame = _frame(slide, "Source", box)
    fill(frame, lines[:-1], deck.reader, FOOT, colour=SOFT)
    paragraph = frame.add_paragraph() if lines[:-1] else frame.paragraphs[0]
    snapshot, _, address = lines[-1].rpartition(" · ")
    link = f"{_home(figure)}/f/{figure.code}" if figure.code else figure.link
    if snapshot:
        put(paragraph, f"{snapshot} · ", deck.reader, FOOT, colour=SOFT)
    put(paragraph, address, deck.reader, FOOT, colour=ACCENT if is_web(link) else SOFT, link=link)


def _last(slide) -> None:
    """The slide's number is read after all else."""
    for one in slide.placeholders:
        if one.placeholder_format.type == KIND.SLIDE_NUMBER:
            slide.shapes._spTree.append(one._element)


def _picture(slide, deck: Deck, figure: Figure, picture: Picture, box: Box) -> None:
    """The picture as large as there is room, and its legend beside it as shapes that can be edited."""
    left, top, wide, high = box
    room = wide - (LEGEND_WIDTH + GAP if picture.legend else 0)
    scale = min(room / picture.width, high / picture.height)
    drawn = picture.width * scale, picture.height * scale
    pixels = max(1, round(drawn[0] * PIXELS_PER_INCH))
    at = (left + (room - drawn[0]) / 2, top + (high - drawn[1]) / 2, *drawn)
    _name(slide.shapes.add_picture(BytesIO(png(picture.svg, pixels)), *_emu(at)), figure)
    below = top
    for colour, text in picture.legend:
        lines = in_lines(clean(text), LEGEND, LEGEND_WIDTH - 0.5)
        tall = len(lines) * line_height(text, LEGEND) + MARGIN
        if below + tall > top + high:
            break
        square = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu((left + room + GAP, below + 0.08, SQUARE, SQUARE)))
        square.fill.solid()
        square.fill.fore_color.rgb, square.line.color.rgb = rgb(colour), rgb(SOFT)
        square.shadow.inherit = False
        square._element.nvSpPr.cNvPr.set("descr", clean(text))
        _box(slide, "Legend", (left + room + GAP + 0.25, below, LEGEND_WIDTH - 0.25, tall), [text], deck, LEGEND, INK)
        below += tall


def png(svg: str, width_px: int) -> bytes:
    """The SVG as a picture of so many pixels across."""
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width_px))


def _high(texts: Sequence[str], size: float, wide: float) -> float:
    """Inches of a box with these paragraphs."""
    return height(texts, size, wide - 2 * MARGIN) + MARGIN


def _box(slide, name: str, box: Box, texts: Iterable[str], deck: Deck, size: float, colour: str) -> None:
    fill(_frame(slide, name, box), texts, deck.reader, size, colour=colour)


def _frame(slide, name: str, box: Box):
    """The text frame of a new box that keeps its size."""
    shape = slide.shapes.add_textbox(*_emu(box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = Inches(MARGIN)
    frame.margin_top = frame.margin_bottom = Inches(MARGIN / 2)
    return frame


def _emu(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return tuple(Emu(round(edge * Inches(1))) for edge in box)


def _notes(slide, deck: Deck, figure: Figure) -> None:
    """All that goes with a figure, to be spoken first, then to be looked up."""
    reader = deck.reader
    frame = slide.notes_slide.notes_text_frame
    named = {
        "csv.filters": figure.filters, "csv.source": figure.source, "csv.licence": figure.licence, "csv.snapshot": figure.snapshot,
        "card.question": figure.module, "citation.cite": figure.citation, "table.code": figure.code,
    }  # fmt: skip
    lines = [figure.note, figure.told, f"{figure.title}. {figure.line}", " · ".join(figure.marks), *figure.notes,
             *(f"{label}: {text}" for label, text in figure.definition),
             *(f"{say(key, reader)}: {text}" for key, text in named.items() if text)]  # fmt: skip
    fill(frame, filter(None, lines), reader)
    if figure.link:
        paragraph = frame.add_paragraph()
        put(paragraph, f"{say('csv.link', reader)}: ", reader)
        put(paragraph, figure.link, reader, link=figure.link)
    if figure.rows:
        put(frame.add_paragraph(), f"{say('card.table', reader)}:", reader)
        for row in filter(None, (figure.columns, *figure.rows)):
            put(frame.add_paragraph(), " | ".join(row), reader)
