"""Any figure of a page as one picture that stands alone: with its sentence, legend, badges, notes, source and link in it.

Words are measured before they are placed. What cannot be left out (source, licence, snapshot, link) stands at the foot;
of notes and rows of a table stand as many as there is room for, and the others are counted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dashboard.briefs import chart_picture, fonts, image_table, patterns, pen
from dashboard.briefs.content import Figure
from dashboard.figures.choropleth import INK
from dashboard.figures.trend import ACCENT
from dashboard.words import Reader, say

BADGE, ON_BADGE = "#fbe9c8", "#6b4400"  # of assets/nagar.css, as are badges on the screen
LEADING = 1.36
OF_A_CHART = 22.0  # letters by which a chart is drawn as large as the words beside it
FOOT = 0.36  # of the height, at most, for notes and source
LEAST = 0.36  # of the height, for the picture
LEGEND = 0.27  # of the width, for a legend beside its picture
ROOM_FOR_TABLE = 0.22  # of the height, from which the table stands below its picture


class CannotBeDrawn(ValueError):
    """A picture that would have empty boxes for letters; its text says in the reader's words what the machine lacks."""


@dataclass(frozen=True)
class Size:
    """Pixels of a picture, the height of its letters, and whether a legend stands beside what it explains."""

    width: int
    height: int
    letters: float
    beside: bool = False

    @property
    def edge(self) -> float:
        return self.letters * 2.2

    @property
    def inner(self) -> float:
        """How wide what it holds may be."""
        return self.width - 2 * self.edge


SIZES = {"slide": Size(1920, 1080, 25, True), "a4": Size(2480, 3508, 44), "social": Size(1080, 1080, 24)}


@dataclass(frozen=True)
class Words:
    """Lines of text of one kind, below one another; `edge` is a line beside them."""

    lines: Sequence[str]
    size: float
    bold: bool = False
    colour: str = INK
    after: float = 0.0
    edge: str = ""

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING + (self.after if self.lines else 0)

    def drawn(self, x: float, y: float) -> Iterator[str]:
        if self.edge and self.lines:
            yield pen.rectangle(x, y + self.size * 0.15, self.size * 0.18, self.height - self.after, self.edge)
        for at, line in enumerate(self.lines):
            left = x + (self.size if self.edge else 0)
            yield pen.text(
                left, y + self.size * (1.05 + at * LEADING), line, self.size, bold=self.bold, colour=self.colour
            )


def of(figure: Figure, reader: Reader, size: str = "slide") -> str:
    """The figure as SVG in one of `SIZES`; `CannotBeDrawn` where no font of this machine has some of its letters."""
    frame = SIZES[size]
    foot = _foot(figure, frame, reader)
    bottom = frame.height - frame.edge * 0.8 - sum(part.height for part in foot)
    for most in (4, 3, 2):  # lines of what stands above, where the picture would have too little room
        head = _head(figure, frame, most)
        top = frame.edge + sum(part.height for part in head) + _badges_high(figure, frame)
        if bottom - top > frame.height * LEAST:
            break
    content = [pen.rectangle(0, 0, frame.width, frame.height, "#ffffff"), *_placed(head[:1], frame, frame.edge)]
    y = frame.edge + head[0].height
    content += [*_badges(figure, frame, y), *_placed(head[1:], frame, y + _badges_high(figure, frame))]
    content += _body(figure, frame, reader, top, bottom - frame.letters * 0.8)
    content += [pen.line(frame.edge, bottom - frame.letters * 0.3, frame.width - frame.edge, bottom - frame.letters * 0.3,
                         pen.LINE, frame.letters / 12), *_placed(foot, frame, bottom)]  # fmt: skip
    made = pen.document(frame.width, frame.height, content, figure.alternative)
    lost = fonts.missing([made], reader)
    if lost:
        raise CannotBeDrawn(" ".join(lost))
    return made


def png(picture: str, wide: int, reader: Reader | None = None) -> bytes:
    """An SVG as PNG so many pixels wide; `CannotBeDrawn` where no font of this machine has some of its letters."""
    import resvg_py

    lost = fonts.missing([picture], reader)
    if lost:
        raise CannotBeDrawn(" ".join(lost))
    used = fonts.files(picture)
    return resvg_py.svg_to_bytes(svg_string=picture, width=wide, skip_system_fonts=True, font_files=used,
                                 font_family=_first_family(), sans_serif_family=_first_family())  # fmt: skip


@cache
def _first_family() -> str:
    font = fonts.font_of("a")
    return font.family if font else "sans-serif"


def _placed(parts: Sequence[Words], frame: Size, y: float) -> Iterator[str]:
    for part in parts:
        yield from part.drawn(frame.edge, y)
        y += part.height


# Above the picture


def _head(figure: Figure, frame: Size, most: int) -> list[Words]:
    """Title; then line, sentence and own note, of which there are so many lines at most."""
    size = frame.letters
    large = next((share for share in (1.8, 1.5) if len(fonts.wrapped(figure.title, size * share, frame.inner, True)) <= 2), 1.25)  # fmt: skip
    return [
        Words(_lines(figure.title, size * large, frame.inner, 3, True), size * large, True, after=size * 0.15),
        Words(_lines(figure.line, size * 0.92, frame.inner, 2), size * 0.92, colour=pen.SOFT, after=size * 0.2),
        Words(_lines(figure.told, size * 1.08, frame.inner, most), size * 1.08, after=size * 0.3),
        Words(_lines(figure.note, size, frame.inner - size, most), size, after=size * 0.4, edge=ACCENT),
    ]


def _lines(text: str, size: float, wide: float, most: int, bold: bool = False) -> list[str]:
    """So many lines of a text at most; where it has more, the last one says so by its end."""
    lines = fonts.wrapped(text, size, wide, bold)
    if len(lines) > most:
        lines = [*lines[: most - 1], fonts.cut(f"{lines[most - 1]} {lines[most]}", size, wide, bold)]
    return lines


def _badges_high(figure: Figure, frame: Size) -> float:
    return frame.letters * 1.9 if figure.marks else 0.0


def _badges(figure: Figure, frame: Size, y: float) -> Iterator[str]:
    """The badges in a row below the title."""
    x, size = frame.edge, frame.letters * 0.85
    for mark in figure.marks:
        shown = fonts.cut(mark, size, frame.inner / 2)
        wide = fonts.width(shown, size) + size * 1.4
        if x + wide > frame.width - frame.edge:
            return
        yield pen.rectangle(x, y + size * 0.1, wide, size * 1.7, BADGE, rx=size * 0.85)
        yield pen.text(x + size * 0.7, y + size * 1.27, shown, size, colour=ON_BADGE)
        x += wide + size * 0.5


# Below it


def _foot(figure: Figure, frame: Size, reader: Reader) -> list[Words]:
    """As many of the notes as there is room for; then how it is computed, and whence it is."""
    size, room = frame.letters * 0.66, frame.height * FOOT

    def words(text: str, most: int = 3, colour: str = pen.SOFT) -> Words:
        return Words(_lines(text, size, frame.inner, most), size, colour=colour, after=size * 0.15)

    must = [words(text, most) for text, most in _whence(figure, reader) if text]
    room -= sum(part.height for part in must)
    told, texts = [], [*figure.notes, *(f"{label}: {text}" for label, text in figure.definition[:1])]
    for at, text in enumerate(texts):
        part = words(text, 3, INK if at < len(figure.notes) else pen.SOFT)
        rest = words(say("pictures.more_notes", reader, count=len(texts) - at))
        if part.height + (rest.height if at + 1 < len(texts) else 0) > room:
            told.append(rest)
            break
        told.append(part)
        room -= part.height
    return [*told, *must]


def _whence(figure: Figure, reader: Reader) -> Iterator[tuple[str, int]]:
    """What goes with every figure, with the most lines of it."""
    source = [(say("csv.filters", reader), figure.filters), (say("csv.source", reader), figure.source),
              (say("csv.licence", reader), figure.licence)]  # fmt: skip
    for label, text in source:
        yield (f"{label}: {text}" if text else ""), 3
    yield " · ".join(filter(None, (f"{say('csv.snapshot', reader)}: {figure.snapshot}", figure.module))), 2
    yield figure.address, 5


# The picture itself


def _body(figure: Figure, frame: Size, reader: Reader, top: float, bottom: float) -> Iterator[str]:
    """Picture with its legend, chart or table between two heights; below a low picture the table too."""
    if figure.as_table or not (figure.picture or figure.chart):
        yield from _table(figure, frame, reader, top, bottom)
        return
    draw = _picture if figure.picture else _chart
    drawn, used = draw(figure, frame, reader, top, bottom)
    yield from drawn
    tells_all = figure.picture is not None and figure.picture.tells_all
    if not frame.beside and not tells_all and bottom - used > frame.height * ROOM_FOR_TABLE:
        yield from _table(figure, frame, reader, used + frame.letters, bottom)


def _table(figure: Figure, frame: Size, reader: Reader, top: float, bottom: float) -> Iterator[str]:
    return image_table.of(figure, reader, (frame.edge, top), (frame.inner, bottom - top), frame.letters * 0.84)


def _chart(figure: Figure, frame: Size, reader: Reader, top: float, bottom: float) -> tuple[list[str], float]:
    """The chart, and where it ends."""
    scale = frame.letters / OF_A_CHART
    high = bottom - top
    if not frame.beside:
        high = min(high, chart_picture.height_of(figure.chart, frame.inner / scale) * scale)
    made = chart_picture.svg(figure.chart, reader, frame.inner / scale, high / scale)
    return [pen.inside(frame.edge, top, frame.inner, high, made, (frame.inner / scale, high / scale))], top + high


def _picture(figure: Figure, frame: Size, reader: Reader, top: float, bottom: float) -> tuple[list[str], float]:
    """The picture with its legend beside or below it, and where they end."""
    picture, size = figure.picture, frame.letters * 0.82
    if frame.beside and picture.legend:
        wide = frame.inner * LEGEND
        column = _column(picture.legend, frame.edge + frame.inner - wide, top, wide, bottom - top, size)
        room = (frame.inner - wide - size * 2, bottom - top)
        return [pen.inside(frame.edge, top, *room, picture.svg, (picture.width, picture.height)), *column], bottom
    keys, high = _rows(picture.legend, frame.edge, frame.inner, size)
    tall = min(max(bottom - top - high - size, frame.height * 0.1), frame.inner * picture.height / picture.width)
    drawn = pen.inside(frame.edge, top, frame.inner, tall, picture.svg, (picture.width, picture.height))
    moved = pen.element("g", "".join(keys), transform=f"translate(0 {pen.number(top + tall + size)})")
    return [drawn, moved], top + tall + size + high


def _column(legend, x: float, y: float, wide: float, high: float, size: float) -> Iterator[str]:
    """A legend from top to bottom, in smaller letters where it has much to say."""
    for share in (1.0, 0.85, 0.7, 0.6):
        letters = size * share
        wrapped = [(colour, _lines(text, letters, wide - letters * 2.4, 6)) for colour, text in legend]
        if sum(len(lines) * letters * LEADING + letters * 0.4 for _, lines in wrapped) <= high:
            break
    for colour, lines in wrapped:
        yield patterns.swatch(x, y + letters * 0.2, letters * 1.7, letters, colour)
        yield from Words(lines, letters).drawn(x + letters * 2.4, y)
        y += len(lines) * letters * LEADING + letters * 0.4


def _rows(legend, x: float, wide: float, size: float) -> tuple[list[str], float]:
    """A legend in rows from left to right, and how high it is."""
    drawn, left, y = [], x, 0.0
    for colour, text in legend:
        lines = _lines(text, size, wide - size * 2.4, 3)
        needed = size * 3.6 + max(fonts.width(line, size) for line in lines)
        if left > x and left + needed - size > x + wide:
            left, y = x, y + size * 1.75
        drawn.append(patterns.swatch(left, y + size * 0.2, size * 1.7, size, colour))
        drawn += Words(lines, size).drawn(left + size * 2.4, y)
        left += needed
        if len(lines) > 1:
            left, y = x, y + len(lines) * size * LEADING + size * 0.4
    return drawn, y + (size * 1.75 if left > x else 0)
