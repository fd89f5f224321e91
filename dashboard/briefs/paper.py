"""A document as it stands on paper, whichever program sets it: numbered figures and tables, what stands under each, what
is said once at the end. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from urllib.parse import urlsplit

from dashboard.briefs.chart import LINE, Chart
from dashboard.briefs.content import Document, Figure, Heading, Picture, Piece
from dashboard.words import Reader, say
from dashboard.workbooks.drawing import NOT_IN_XML

try:
    from dashboard.briefs import chart_picture, fonts, image
except ImportError:  # they come with the branch `pictures`; without them the table of a chart stands in for it
    chart_picture = fonts = image = None

LANGUAGE_TAGS = {"en": "en-GB", "ne": "ne-NP", "bn": "bn-BD"}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
CHART_WIDTH, LINES_HEIGHT = 660, 250  # CSS pixels: the width between the margins of A4
BAR_HEIGHT, AROUND_BARS = 20, 60
PORTRAIT, LANDSCAPE = 126, 210  # letters that stand beside each other in a table
LONGEST_WORD = 14  # letters that a column holds unbroken
GAP = 2  # letters between columns
TOO_HIGH = 2  # lines of text in the rows of a table, on average


@dataclass(frozen=True)
class Plate:
    """A figure on paper: `label` is "Figure 2" or "Table 1"; `picture` what is drawn, None where its table stands; `level`
    of its heading, 1 or 2; `widths` of its columns in letters, `wide` where they need a page across; `notes` what must be
    said; `under` where it comes from, as (label, text).
    """

    figure: Figure
    kind: str
    number: int
    label: str
    level: int
    picture: Picture | None
    widths: tuple[int, ...]
    wide: bool
    notes: tuple[str, ...]
    under: tuple[tuple[str, str], ...]


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
        widths = () if picture else _widths(piece, PORTRAIT)
        wide = _is_wide(piece, widths)
        widths = _widths(piece, LANDSCAPE) if wide else widths
        yield Plate(piece, kind, numbers[kind], label, level, picture, widths, wide,
                    _notes(piece, kind, document.reader), _under(piece, document.reader))  # fmt: skip


def picture_of(figure: Figure, reader: Reader) -> Picture | None:
    """What is drawn of a figure; None where its table stands instead, as where no font has the letters of the drawing."""
    found = None if figure.as_table else figure.picture or _of_chart(figure, reader)
    if found and fonts and fonts.missing(re.findall(r">([^<]+)<", found.svg)):
        return None
    return found


def _of_chart(figure: Figure, reader: Reader) -> Picture | None:
    if not figure.chart or not chart_picture:
        return None
    height = _chart_height(figure.chart)
    return Picture(chart_picture.svg(figure.chart, reader, CHART_WIDTH, height), CHART_WIDTH, height)


def _chart_height(chart: Chart) -> int:
    """Units of the drawing, so that each bar has room for its name."""
    return LINES_HEIGHT if chart.kind == LINE else AROUND_BARS + BAR_HEIGHT * len(chart.categories)


def png(svg: str, wide: int, reader: Reader) -> bytes:
    """A drawing as a picture so many pixels wide."""
    if image:
        return image.png(svg, wide, reader)
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=wide))


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


def code_address(figure: Figure) -> str:
    """The address that opens the figure again by its short code; its link where it has none."""
    parts = urlsplit(figure.link)
    return f"{parts.scheme}://{parts.netloc}/f/{figure.code}" if figure.code and parts.netloc else figure.link


def is_web_address(text: str) -> bool:
    """Whether a text may become a link that opens: an address of the web and nothing else."""
    return text.startswith(("http://", "https://")) and not re.search(r"\s", text)


def _notes(figure: Figure, kind: str, reader: Reader) -> tuple[str, ...]:
    cut = figure.left_out if kind == "table" else 0
    return (*figure.notes, say("paper.more_rows", reader, count=cut)) if cut else figure.notes


def _under(figure: Figure, reader: Reader) -> tuple[tuple[str, str], ...]:
    lines = [("csv.source", figure.source), ("csv.licence", figure.licence), ("csv.snapshot", figure.snapshot),
             ("card.question", figure.module)]  # fmt: skip
    if figure.code:
        lines.append(("paper.code", figure.code))
    lines.append(("csv.link", code_address(figure)))
    return tuple((say(key, reader), text) for key, text in lines if text)


def _chosen(figure: Figure, reader: Reader) -> str:
    choices = say("paper.choices", reader, choices=figure.filters) if figure.filters else ""
    return " ".join(filter(None, (choices, figure.citation)))


def _widths(figure: Figure, room: int) -> tuple[int, ...]:
    """How many letters wide each column is: enough for its longest word or number; what is left of the room goes letter by
    letter to the column that makes the most lines of the table lower.
    """
    if not figure.columns:
        return ()
    lengths = _lengths(figure)
    found = [_least(figure, place) for place in range(len(figure.columns))]
    for _ in range(room - sum(found)):
        gains = [0.0] * len(found)
        for line in lengths:
            highest, height = _highest(line, found)
            if height > 1:
                gains[highest] += height / (found[highest] - GAP + 1)
        if not any(gains):
            break
        found[gains.index(max(gains))] += 1
    return tuple(found)


def _is_wide(figure: Figure, widths: Sequence[int]) -> bool:
    """Whether a table needs a page across: its words do not fit beside each other, or stand in many short lines."""
    heights = [_highest(line, widths)[1] for line in _lengths(figure)[1:]] if widths else []
    return sum(widths) > PORTRAIT or sum(heights) > TOO_HIGH * len(heights)


def _highest(line: Sequence[int], widths: Sequence[int]) -> tuple[int, float]:
    """The column that makes a line of the table as high as it is, and how many lines of text that is."""
    heights = [length / (width - GAP) for length, width in zip(line, widths, strict=True)]
    return heights.index(max(heights)), max(heights)


def _lengths(figure: Figure) -> list[list[int]]:
    return [[_length(text) for text in line] for line in (figure.columns, *figure.rows)]


def _least(figure: Figure, place: int) -> int:
    texts = [row[place] for row in figure.rows]
    unbroken = texts if figure.numeric[place] else [word for text in texts for word in text.split()]
    return min(max(map(_length, (*unbroken, *figure.columns[place].split())), default=1), LONGEST_WORD) + GAP


def _length(text: str) -> int:
    """Letters that take room: signs above and below others do not."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
