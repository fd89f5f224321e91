"""A table whose cells are shaded or hold signs (who was where, what moved from where to where) as one SVG."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.briefs import fonts, pen
from dashboard.briefs.content import Picture
from dashboard.briefs.elements import classes_of, every, outside, text_of, walk
from dashboard.figures.trend import ACCENT
from dashboard.markup import Element, children_of

LETTERS, ROW, GAP = 14.0, 21.0, 6.0  # units
NAMES = 230.0  # units: the widest names beside the rows
NARROW = 26.0  # units of a cell that holds a sign
LINE = 1.2  # letters from line to line
OPACITY = (0, 0.1, 0.22, 0.36, 0.52, 0.7)  # of the accent by shade: a figure can still be read on the darkest
WARM = "#984a31"


@dataclass(frozen=True)
class Cell:
    text: str
    kinds: frozenset[str]

    @property
    def ground(self) -> float:
        """How much of the accent lies under it."""
        shade = next((int(kind.removeprefix("shade-")) for kind in self.kinds if kind.startswith("shade-")), 0)
        return 0.22 if "is-all" in self.kinds else OPACITY[shade]


def of(card: Element) -> Picture | None:
    """The first table of a card with the key of its signs below; None where it has no rows."""
    lines = [[_cell(cell) for cell in children_of(row) if isinstance(cell, dict)] for row in every(card, "Tr")]
    if len(lines) < 2:
        return None
    head, body = lines[0], lines[1:]
    upright = ["event" in cell.kinds for cell in head]
    wides = _widths(head, body, upright)
    top = _head_high(head, wides, upright)
    places = [sum(wides[:at]) for at in range(len(wides))]
    content = list(_head(head, places, wides, upright, top))
    for number, line in enumerate(body):
        content += _line(line, places, wides, top + number * ROW)
    width, height = sum(wides), top + len(body) * ROW + GAP
    for line in fonts.wrapped(_key(card), LETTERS, width):
        content.append(pen.text(0, height + LETTERS, line, LETTERS, colour=pen.SOFT))
        height += LETTERS * LINE
    height += GAP
    return Picture(pen.document(width, height, content), width, height, tells_all=True)


def _key(card: Element) -> str:
    """What the signs mean, which a card says beside its table."""
    around = next((one for one in walk(card) if {"listed", "table-wrap"} & set(classes_of(one))), None)
    return " ".join(text_of(one) for one in outside(around, "sub")) if around else ""


def _cell(cell: Element) -> Cell:
    return Cell(text_of(cell), frozenset(classes_of(cell)))


def _widths(head: Sequence[Cell], body: Sequence[Sequence[Cell]], upright: Sequence[bool]) -> list[float]:
    """Names as wide as they need to be, signs narrow, all cells with figures alike."""
    names = max(fonts.width(line[0].text, LETTERS) for line in body) + 2 * GAP
    figures = [cell.text for line in body for cell, stands in zip(line[1:], upright[1:], strict=True) if not stands]
    parts = [
        word for cell, stands in zip(head[1:], upright[1:], strict=True) if not stands for word in cell.text.split()
    ]
    wide = max([fonts.width(text, LETTERS, True) for text in (*figures, *parts)], default=0) + 2 * GAP
    return [min(max(names, NAMES / 2), NAMES), *(NARROW if stands else wide for stands in upright[1:])]


def _head_high(head: Sequence[Cell], wides: Sequence[float], upright: Sequence[bool]) -> float:
    """As high as its longest upright heading, or its most lines."""
    found = [fonts.width(cell.text, LETTERS, True) + GAP if stands else
             len(fonts.wrapped(cell.text, LETTERS, wide - GAP, True)) * LETTERS * LINE
             for cell, wide, stands in zip(head, wides, upright, strict=True)]  # fmt: skip
    return max(found) + 2 * GAP


def _head(head: Sequence[Cell], places: Sequence[float], wides: Sequence[float], upright: Sequence[bool], top: float) -> Iterator[str]:  # fmt: skip
    for at, (cell, x, wide, stands) in enumerate(zip(head, places, wides, upright, strict=True)):
        if stands:
            turned = pen.text(0, 0, cell.text, LETTERS, colour=pen.SOFT)
            yield pen.element("g", turned, transform=f"translate({pen.number(x + wide / 2 + LETTERS * 0.36)} {pen.number(top - GAP)}) rotate(-90)")  # fmt: skip
            continue
        lines = fonts.wrapped(cell.text, LETTERS, wide - GAP, True)
        for number, line in enumerate(lines):
            foot = top - GAP - (len(lines) - 1 - number) * LETTERS * LINE
            middle = {"anchor": "middle"} if at else {}
            yield pen.text(x + wide / 2 if at else x, foot, line, LETTERS, bold=True, colour=pen.SOFT, **middle)
    yield pen.line(0, top - 1, places[-1] + wides[-1], top - 1, pen.LINE, 1.5)


def _line(line: Sequence[Cell], places: Sequence[float], wides: Sequence[float], top: float) -> Iterator[str]:
    foot = top + ROW / 2 + LETTERS * 0.36
    for at, (cell, x, wide) in enumerate(zip(line, places, wides, strict=True)):
        if cell.ground:
            yield pen.rectangle(x, top, wide, ROW, ACCENT, fill_opacity=cell.ground)
        if "is-none" in cell.kinds:
            yield pen.rectangle(x + 1.5, top + 1.5, wide - 3, ROW - 3, "none", stroke=WARM, stroke_width=2)
        colour = pen.SOFT if "stays" in cell.kinds else ACCENT if "came" in cell.kinds else pen.INK
        shown = fonts.cut(cell.text, LETTERS, wide - (0 if at and wide <= NARROW else GAP))
        middle = {"anchor": "middle"} if at else {}
        yield pen.text(x + wide / 2 if at else x, foot, shown, LETTERS, colour=colour, **middle)
    yield pen.line(0, top + ROW, places[-1] + wides[-1], top + ROW, pen.LINE, 0.7)
