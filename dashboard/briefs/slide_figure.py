"""A figure on a slide: its sentence as the title, below it what it is, the picture, what must be said, and where it comes from."""

import re
from collections.abc import Iterable
from io import BytesIO

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches

from dashboard.briefs import (
    facts,
    image,
    slide_chart,
    slide_notes,
    slide_parts,
    slide_scatter,
    slide_table,
    slide_template,
)
from dashboard.briefs.chart import BAR, SCATTER, STACKED
from dashboard.briefs.content import Figure, Picture
from dashboard.briefs.slide_master import SOFT
from dashboard.briefs.slide_parts import MARGIN, TITLE_SIZES, Box
from dashboard.briefs.slide_template import Deck
from dashboard.briefs.slide_text import (
    POINTS,
    TALL_LINE,
    clean,
    cut,
    fill,
    height,
    in_lines,
    line_height,
    put,
    rgb,
    shortened,
    width,
)
from dashboard.figures.register import safe_link
from dashboard.words import say

CAPTION, REMARK, FOOT = 14, 12, 9  # points
LEGEND = (12, 11, 10, 9)
MOST_CAPTION, MOST_REMARKS, MOST_SOURCE = 2, 3, 2  # lines
GAP = 0.08  # inches between boxes
LEGEND_WIDTH, SQUARE = 2.8, 0.18  # inches
COLOUR = re.compile("#[0-9a-fA-F]{6}")
SENTENCE_END = re.compile(r"(?<=[.!?।])\s+")
PIXELS_PER_INCH = 192  # twice what a screen shows


def add(deck: Deck, figure: Figure) -> None:
    """Adds the figure's slide with its speaker notes."""
    slide = slide_parts.begin(deck, deck.content)
    slide_parts.remove(slide_parts.content_of(slide))
    place = slide_template.room(deck.content)
    left, top, wide, high = (edge / Inches(1) for edge in (place.left, place.top, place.width, place.height))
    told, rest = _headline(slide, figure)
    slide_parts.title(slide, told or figure.title or figure.line, deck)
    caption = _caption(slide, deck, figure, (left, top, wide, high), bool(told))
    foot = _foot_high(figure, deck, wide)
    room = (left, top + caption, wide, high - caption - foot)
    shown, more = _rows(figure, room)
    remarks = _fitting([*_left_out(deck, figure, more), *figure.notes[:1], *rest, *figure.notes[1:]], wide)
    said = slide_parts.high_of(remarks, REMARK, wide) if remarks else 0.0
    _draw(slide, deck, figure, shown, (*room[:3], room[3] - said))
    if remarks:
        slide_parts.box(slide, "Remarks", (left, top + high - foot - said, wide, said), remarks, deck, REMARK)
    _foot(slide, deck, figure, (left, top + high - foot, wide, foot))
    slide_parts.number_last(slide)
    slide_notes.add(slide, figure, deck.reader)


def _is_table(figure: Figure) -> bool:
    return figure.as_table or not (figure.chart or figure.picture)


def _rows(figure: Figure, room: Box) -> tuple[int, int]:
    """How many rows of its table are shown, and how many are not; none of what is drawn."""
    if not _is_table(figure):
        return 0, 0
    remarks = MOST_REMARKS * REMARK / POINTS * TALL_LINE + MARGIN  # which come after the rows are counted
    return slide_table.fitting(figure, room[2], room[3] - remarks)


def _draw(slide, deck: Deck, figure: Figure, rows: int, where: Box) -> None:
    if _is_table(figure):
        if rows:
            shape = slide_table.add(slide.shapes, figure, rows, where, deck.reader)
            slide_parts.name_picture(shape, figure.alternative, figure.title)
    elif figure.chart:
        native = slide_scatter if figure.chart.kind == SCATTER else slide_chart
        shape = native.add(slide.shapes, figure.chart, slide_parts.emu(where), deck.reader)
        slide_parts.name_picture(shape, figure.alternative, figure.title)
    else:
        _picture(slide, deck, figure, figure.picture, where)


def _headline(slide, figure: Figure) -> tuple[str, list[str]]:
    """The sentences that the title has room for, and those that go below the picture."""
    wide, high = slide_parts.inside(slide.shapes.title)
    sentences = SENTENCE_END.split(figure.told.strip()) if figure.told.strip() else []
    for count in range(len(sentences), 1, -1):
        if height([" ".join(sentences[:count])], TITLE_SIZES[-2], wide, bold=True) <= high:
            return " ".join(sentences[:count]), [" ".join(sentences[count:])] if sentences[count:] else []
    return (sentences[0], [" ".join(sentences[1:])] if sentences[1:] else []) if sentences else ("", [])


def _caption(slide, deck: Deck, figure: Figure, where: Box, with_title: bool) -> float:
    """Title, line and badges below the slide's title; gives its height."""
    marks = " · ".join(figure.marks)
    heading = figure.title if with_title else ""
    text = " · ".join(part for part in (heading, figure.line, marks) if part)
    if not text:
        return 0.0
    left, top, wide, _ = where
    room = wide - 2 * MARGIN
    shown = cut(text, CAPTION, room, MOST_CAPTION)
    high = slide_parts.high_of([shown], CAPTION, wide)
    paragraph = slide_parts.frame(slide, "Caption", (left, top, wide, high)).paragraphs[0]
    if shown != clean(text):  # what is cut is whole in the notes
        put(paragraph, shown, deck.reader, CAPTION, colour=deck.soft)
        return high + GAP
    if heading:
        put(paragraph, heading, deck.reader, CAPTION, bold=True)
    if figure.line:
        put(paragraph, (" · " if heading else "") + figure.line, deck.reader, CAPTION, colour=deck.soft)
    if marks:
        before = " · " if heading or figure.line else ""
        put(paragraph, before + marks, deck.reader, CAPTION, bold=True, colour=deck.warm)
    return high + GAP


def _left_out(deck: Deck, figure: Figure, rows: int) -> list[str]:
    """What the slide leaves out: rows, bars for want of a figure, places for want of room."""
    told = [say("slides.more_rows", deck.reader, count=rows)] if rows else []
    chart = None if _is_table(figure) else figure.chart
    if chart and chart.kind in (BAR, STACKED):
        drawn = slide_chart.without_part_bars(chart)
        names = [
            name for at, name in enumerate(drawn.categories) if any(one.values[at] is None for one in drawn.series)
        ]
        told += [say("slides.not_drawn", deck.reader, names=", ".join(names))] if names else []
        told += chart.remarks
    return [*told, say("slides.more_places", deck.reader, count=chart.left_out)] if chart and chart.left_out else told


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


def _source(figure: Figure, deck: Deck, wide: float) -> str:
    texts = {"csv.source": figure.source, "csv.licence": figure.licence}
    whole = " · ".join(f"{say(key, deck.reader)}: {text}" for key, text in texts.items() if text)
    return cut(whole, FOOT, wide - 2 * MARGIN, MOST_SOURCE)


def _foot_high(figure: Figure, deck: Deck, wide: float) -> float:
    return slide_parts.high_of([_source(figure, deck, wide), f"{say('csv.snapshot', deck.reader)}"], FOOT, wide)


def _foot(slide, deck: Deck, figure: Figure, where: Box) -> None:
    """Source and licence, then the snapshot and what a reader types to see the figure again: the address of its code, where
    the site's is not known the code, without one its own address.
    """
    text = slide_parts.frame(slide, "Source", where)
    fill(text, [_source(figure, deck, where[2])], deck.reader, FOOT, colour=deck.soft)
    snapshot = f"{say('csv.snapshot', deck.reader)}: {figure.snapshot}" + (" · " if figure.link or figure.code else "")
    paragraph = text.add_paragraph()
    put(paragraph, snapshot, deck.reader, FOOT, colour=deck.soft)
    room = where[2] - 2 * MARGIN - width(snapshot, FOOT)
    link = figure.address
    code = None if safe_link(link) else facts.opened_by(figure, deck.reader)
    put(
        paragraph,
        shortened(": ".join(code) if code else link, FOOT, room),
        deck.reader,
        FOOT,
        colour="" if safe_link(link) else deck.soft,
        link=link,
    )


def _picture(slide, deck: Deck, figure: Figure, picture: Picture, where: Box) -> None:
    """The picture as large as there is room, and its legend beside it as shapes that can be edited."""
    left, top, wide, high = where
    beside = LEGEND_WIDTH + GAP if picture.legend else 0
    scale = min((wide - beside) / picture.width, high / picture.height)
    drawn = picture.width * scale, picture.height * scale
    start = left + (wide - beside - drawn[0]) / 2
    pixels = max(1, round(drawn[0] * PIXELS_PER_INCH))
    at = (start, top + (high - drawn[1]) / 2, *drawn)
    shape = slide.shapes.add_picture(BytesIO(image.png(picture.svg, pixels, deck.reader)), *slide_parts.emu(at))
    slide_parts.name_picture(shape, figure.alternative, figure.title)
    _legend(slide, deck, picture, (start + drawn[0] + GAP, top, LEGEND_WIDTH, high))


def _legend(slide, deck: Deck, picture: Picture, where: Box) -> None:
    """A square and a box of text for each of the legend's lines; what there is no room for is in the notes."""
    left, top, wide, high = where
    texts, room = [clean(text) for _, text in picture.legend], wide - SQUARE - GAP - 2 * MARGIN
    size = next((one for one in LEGEND if sum(_tall(text, one, room) for text in texts) <= high), LEGEND[-1])
    for (colour, _), text in zip(picture.legend, texts, strict=True):
        tall = _tall(text, size, room)
        if top + tall > where[1] + high:
            return
        edge = top + MARGIN / 2 + (line_height(text, size) - SQUARE) / 2
        square = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *slide_parts.emu((left, edge, SQUARE, SQUARE)))
        if COLOUR.fullmatch(colour):
            square.fill.solid()
            square.fill.fore_color.rgb = rgb(colour)
        else:
            square.fill.background()
        square.line.color.rgb, square.shadow.inherit = rgb(SOFT), False
        slide_parts.name_picture(square, text, text)
        slide_parts.box(slide, "Legend", (left + SQUARE + GAP, top, wide - SQUARE - GAP, tall), [text], deck, size)
        top += tall


def _tall(text: str, size: float, room: float) -> float:
    return height([text], size, room) + MARGIN
