"""A document as it stands on paper, whichever program sets it: numbered figures and tables, what stands under each, what
is said once at the end. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace

from dashboard.briefs import chart_picture, facts, fonts
from dashboard.briefs.chart import BAR, LINE, SCATTER, Chart
from dashboard.briefs.content import Document, Figure, Heading, Picture, Piece
from dashboard.words import Reader, say
from dashboard.workbooks.drawing import NOT_IN_XML

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
CHART_WIDTH, LINES_HEIGHT = 660, 190  # CSS pixels: the width between the margins of A4
BAR_HEIGHT, AROUND_BARS = 22, 40
PORTRAIT, DENSE, LANDSCAPE = 61.5, 70.0, 105.0  # em between the margins: letters of 8 points, of 7, of 7 across
MANY_COLUMNS = 8  # from so many on a table is dense
HEAD = 0.92  # em: the letters of a table's head
LONGEST_WORD, GAP, STEP = 8.5, 0.9, 0.5  # em: a word that is not broken, between columns, by what columns grow
TOO_HIGH = 2  # lines of text in the rows of a table, on average


@dataclass(frozen=True)
class Plate:
    """A figure on paper: `label` is "Figure 2" or "Table 1"; `picture` what is drawn, None where its table stands; `level`
    of its heading, 1 or 2; `widths` of its columns and the `room` of a line in em; `notes` what must be
    said; `under` where it comes from, as (label, text).
    """

    figure: Figure
    kind: str
    number: int
    label: str
    level: int
    picture: Picture | None
    widths: tuple[float, ...]
    room: float
    notes: tuple[str, ...]
    under: tuple[tuple[str, str], ...]

    @property
    def wide(self) -> bool:
        """Whether its table needs a page across."""
        return self.room == LANDSCAPE

    @property
    def dense(self) -> bool:
        """Whether its table is in small letters."""
        return self.room != PORTRAIT


@dataclass(frozen=True)
class Meaning:
    """What is said once at the end: of an indicator its definition as (label, text), and of each of its figures how it
    was chosen and is cited, as (label of the figure, text).
    """

    title: str
    definition: tuple[tuple[str, str], ...]
    cited: tuple[tuple[str, str], ...]


def plain(value):
    """A document, or any part of it, with U+FFFD for each character that XML cannot hold."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("\ufffd", value)
    if isinstance(value, (tuple, list)):
        return tuple(map(plain, value))
    if is_dataclass(value):
        return replace(value, **{field.name: plain(getattr(value, field.name)) for field in fields(value)})
    return value


def laid_out(document: Document) -> list[Piece | Plate]:
    """The pieces in order, each figure as a `Plate`."""
    return list(_laid_out(document))


def _laid_out(document: Document) -> Iterator[Piece | Plate]:
    level, numbers = 1, {"figure": 0, "table": 0}
    for piece in document.pieces:
        if isinstance(piece, Heading):
            level = 2
        if not isinstance(piece, Figure):
            yield piece
            continue
        picture = picture_of(piece, document.reader)
        kind = "figure" if picture else "table"
        numbers[kind] += 1
        label = say(f"paper.{kind}", document.reader, number=numbers[kind])
        room, widths = (PORTRAIT, ()) if picture or not any(piece.columns) else _table(piece)
        yield Plate(piece, kind, numbers[kind], label, level, picture, widths, room,
                    _notes(piece, kind, document.reader), _under(piece, document.reader))  # fmt: skip


def picture_of(figure: Figure, reader: Reader) -> Picture | None:
    """What is drawn of a figure; None where its table stands instead, as where no font has the letters of the drawing."""
    found = None if figure.as_table else figure.picture or _of_chart(figure, reader)
    if found and fonts.missing(re.findall(r">([^<]+)<", found.svg)):
        return None
    return found


def _of_chart(figure: Figure, reader: Reader) -> Picture | None:
    if not figure.chart:
        return None
    height = _chart_height(figure.chart)
    return Picture(chart_picture.svg(figure.chart, reader, CHART_WIDTH, height), CHART_WIDTH, height)


def _chart_height(chart: Chart) -> int:
    """Units of the drawing, so that each bar has room for its name."""
    if chart.kind in (LINE, SCATTER):
        return LINES_HEIGHT
    rows = len(chart.categories) * ((len(chart.series) + 1) / 2 if chart.kind == BAR else 1) + len(chart.remarks)
    return AROUND_BARS + round(BAR_HEIGHT * rows)


def meanings(plates: Sequence[Plate], reader: Reader) -> list[Meaning]:
    """What is said at the end, each indicator once, in the order of the figures."""
    by_definition: dict[tuple, list[Plate]] = {}
    for plate in plates:
        figure = plate.figure
        by_definition.setdefault(figure.definition or (figure.title, figure.line), []).append(plate)
    found = []
    for group in by_definition.values():
        first = group[0].figure
        cited = tuple((plate.label, _chosen(plate.figure, reader)) for plate in group)
        found.append(Meaning(first.indicator or first.title, first.definition, cited))
    return found


def six_digits(colour: str) -> str:
    """A colour as "#23908a", whether it was written with three or six digits; "" for what is none."""
    if not COLOUR.fullmatch(colour):
        return ""
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def _notes(figure: Figure, kind: str, reader: Reader) -> tuple[str, ...]:
    cut = figure.left_out if kind == "table" else 0
    return (*figure.notes, say("briefs.more_rows", reader, count=cut)) if cut else figure.notes


def _under(figure: Figure, reader: Reader) -> tuple[tuple[str, str], ...]:
    lines = [("csv.source", figure.source), ("csv.licence", figure.licence), ("csv.snapshot", figure.snapshot),
             ("card.question", figure.module)]  # fmt: skip
    told = [(say(key, reader), text) for key, text in lines if text]
    code = facts.opened_by(figure, reader)
    told += [code] if code else []
    return (*told, (say("csv.link", reader), figure.address)) if figure.address else tuple(told)


def _chosen(figure: Figure, reader: Reader) -> str:
    choices = say("paper.choices", reader, choices=figure.filters) if figure.filters else ""
    return " ".join(filter(None, (choices, figure.citation)))


def _table(figure: Figure) -> tuple[float, tuple[float, ...]]:
    """The room that the lines of a table need, and the widths of its columns."""
    room = DENSE if len(figure.columns) >= MANY_COLUMNS else PORTRAIT
    lengths = [[fonts.width(text, HEAD, True) for text in figure.columns]]
    lengths += [[fonts.width(text, 1.0) for text in row] for row in figure.rows]
    widths = _widths(figure, lengths, room)
    is_high = sum(_highest(line, widths)[1] for line in lengths[1:]) > TOO_HIGH * len(figure.rows)
    return (LANDSCAPE, _widths(figure, lengths, LANDSCAPE)) if sum(widths) > room or is_high else (room, widths)


def _widths(figure: Figure, lengths: Sequence[Sequence[float]], room: float) -> tuple[float, ...]:
    """How wide each column is: enough for its longest word or number; what is left of the room goes step by step to the
    column that makes the most lines of the table lower.
    """
    found = [_least(figure, place) for place in range(len(figure.columns))]
    for _ in range(int((room - sum(found)) / STEP)):
        gains = [0.0] * len(found)
        for line in lengths:
            place, height = _highest(line, found)
            if height > 1:
                gains[place] += height / (found[place] - GAP + STEP)
        if not any(gains):
            break
        found[gains.index(max(gains))] += STEP
    return tuple(found)


def _least(figure: Figure, place: int) -> float:
    texts = [row[place] for row in figure.rows]
    unbroken = texts if figure.numeric[place] else [word for text in texts for word in text.split(" ")]
    widths = [fonts.width(text, 1.0) for text in unbroken]
    widths += [fonts.width(word, HEAD, True) for word in figure.columns[place].split()]
    return min(max(widths, default=1.0), LONGEST_WORD) + GAP


def _highest(line: Sequence[float], widths: Sequence[float]) -> tuple[int, float]:
    """The column that makes a line of the table as high as it is, and how many lines of text that is."""
    heights = [length / (width - GAP) for length, width in zip(line, widths, strict=True)]
    return heights.index(max(heights)), max(heights)
