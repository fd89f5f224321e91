"""A figure's table on a slide: a real table, as many rows as can be read."""

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches

from dashboard.briefs.content import Figure
from dashboard.briefs.slide_master import ACCENT, INK
from dashboard.briefs.slide_text import clean, height, put, rgb, width
from dashboard.words import Reader

SIZES = (18, 16, 14, 13, 12, 11, 10)  # points
SIDE, EDGE = 0.07, 0.03  # inches within a cell
WIDEST = 0.6  # of the slide that a column among others asks for at most; longer texts wrap
LIGHT, LINE = "#ffffff", "#f3f1ec"


def fitting(figure: Figure, wide: float, high: float) -> tuple[int, int]:
    """How many rows are shown in so many inches, and how many are not."""
    size = _size(figure, wide, high)
    shown = _fit(figure, len(figure.rows), size, wide, high)
    return shown, len(figure.rows) - shown + figure.left_out


def add(shapes, figure: Figure, shown: int, box: tuple[float, float, float, float], reader: Reader):
    """Adds the first `shown` rows in the box (inches), below the columns' names where there are any; gives its shape."""
    left, top, wide, high = box
    lines = [*([figure.columns] if figure.columns else []), *figure.rows[:shown]]
    size = _size(figure, wide, high)
    widths, heights = _widths(figure, size, wide), _heights(figure, shown, size, wide)
    frame = shapes.add_table(
        len(lines), len(widths), *(Emu(round(edge * Inches(1))) for edge in (left, top, sum(widths), sum(heights)))
    )
    table = frame.table
    table.first_row, table.horz_banding = bool(figure.columns), False
    for column, inches in zip(table.columns, widths, strict=True):
        column.width = Inches(inches)
    for at, (line, inches) in enumerate(zip(lines, heights, strict=True)):
        table.rows[at].height = Inches(inches)
        is_head = at == 0 and bool(figure.columns)
        for place, text in enumerate(line):
            _cell(table.cell(at, place), text, reader, size, is_head, _is_numeric(figure, place), at % 2 == 1)
    return frame


def _cell(cell, text: str, reader: Reader, size: float, is_head: bool, is_numeric: bool, is_banded: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(SIDE)
    cell.margin_top = cell.margin_bottom = Inches(EDGE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = rgb(ACCENT if is_head else LINE if is_banded else LIGHT)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_numeric else PP_ALIGN.LEFT
    put(paragraph, text, reader, size, bold=is_head, colour=LIGHT if is_head else INK)


def _is_numeric(figure: Figure, place: int) -> bool:
    return place < len(figure.numeric) and figure.numeric[place]


def _size(figure: Figure, wide: float, high: float) -> float:
    """The largest size at which all rows fit; the smallest where none does."""
    return next(
        (size for size in SIZES if _fit(figure, len(figure.rows), size, wide, high) == len(figure.rows)), SIZES[-1]
    )


def _fit(figure: Figure, rows: int, size: float, wide: float, high: float) -> int:
    """How many of the rows fit at a size."""
    heights = _heights(figure, rows, size, wide)
    shown = len(heights)
    while shown and sum(heights[:shown]) > high:
        shown -= 1
    return max(0, shown - bool(figure.columns))


def _heights(figure: Figure, rows: int, size: float, wide: float) -> list[float]:
    """Inches of each line, the columns' names first."""
    widths = _widths(figure, size, wide)
    lines = [*([figure.columns] if figure.columns else []), *figure.rows[:rows]]
    return [
        max(height([text], size, room - 2 * SIDE, bold=at == 0) for text, room in zip(line, widths, strict=True))
        + 2 * EDGE
        for at, line in enumerate(lines)
    ]


def _widths(figure: Figure, size: float, wide: float) -> list[float]:
    """Inches of each column: what its longest text asks for, in proportion where there is no room for all."""
    columns = list(zip(*([figure.columns] if figure.columns else []), *figure.rows, strict=True))
    most = wide * (WIDEST if len(columns) > 1 else 1)
    asked = [min(most, max(width(clean(text), size, bold=True) for text in column) + 3 * SIDE) for column in columns]
    least = [min(one, _longest_word(column, size)) for one, column in zip(asked, columns, strict=True)]
    spare = wide - sum(least)
    wished = sum(asked) - sum(least)
    if sum(asked) <= wide:
        return _spread(asked, wide)
    if spare <= 0:
        return [one * wide / sum(least) for one in least]
    return [low + (one - low) * spare / wished for low, one in zip(least, asked, strict=True)]


def _spread(asked: Sequence[float], wide: float) -> list[float]:
    """A table of few columns does not fill the slide: numbers would stand far from their names."""
    return [one * min(1.6, wide / sum(asked)) for one in asked]


def _longest_word(column: Sequence[str], size: float) -> float:
    return max(width(word, size, bold=True) for text in column for word in clean(text).split(" ")) + 3 * SIDE
