"""A chart as SVG, as the page draws it: bars with their numbers, parts of a whole, lines with their names. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.briefs import fonts, line_picture, pen
from dashboard.briefs.chart import BAR as BARS
from dashboard.briefs.chart import LINE, SCATTER, STACKED, Chart, Series
from dashboard.briefs.line_picture import LETTERS, OF_A_ROW, left_out_of, letters_of, with_reach
from dashboard.figures.breakdown import COLOURS as PARTS
from dashboard.figures.breakdown import ink_on
from dashboard.figures.choropleth import INK
from dashboard.words import Reader, say
from dashboard.words import format as words

BAR, BAR_GROUND, WARM, WARM_GROUND = (
    "#b9b3a6",
    "#f3f1ec",
    "#984a31",
    "#f6efe6",
)  # of assets/nagar.css, by their names there
NAMES = 0.36  # of the width, at most, for names beside bars
WRITTEN = 8  # percent of a bar from which a part has room for its number
HIGHEST_ROW = 3.2  # letters
HATCH = "hatched-bar"
EDGE = 4  # units around all, since letters reach beyond their line


def svg(chart: Chart, reader: Reader, width: float, height: float) -> str:
    """The chart as a picture so wide and high, in units of which letters have ten to 26; without title and source."""
    draw = {LINE: line_picture.over_time, STACKED: _stacked, SCATTER: line_picture.over_numbers}.get(chart.kind, _bars)
    inner = "".join(draw(_with_room(chart, height - 2 * EDGE), reader, width - 2 * EDGE, height - 2 * EDGE))
    return pen.document(width, height, [pen.element("g", inner, transform=f"translate({EDGE} {EDGE})")])


def _with_room(chart: Chart, height: float) -> Chart:
    """The chart with as many bars as can be told apart in a height: the first, and the marked one wherever it stands."""
    count = len(chart.categories)
    bars = len(chart.series) if chart.kind == BARS else 1
    most = max(int(height / (LETTERS[0] * (bars + 0.4))) - (3 if chart.kind == STACKED else 2), 1)
    if chart.kind in (LINE, SCATTER) or count <= most:
        return chart
    marked = [at for at, name in enumerate(chart.categories) if name == chart.marked][:1]
    kept = [*[at for at in range(count) if at not in marked][: most - len(marked)], *marked]
    kept.sort()

    def of(values: Sequence) -> tuple:
        return tuple(values[at] for at in kept) if values else ()

    series = tuple(replace(one, values=of(one.values), reach=of(one.reach), texts=of(one.texts), unsure=of(one.unsure))
                   for one in chart.series)  # fmt: skip
    return replace(chart, categories=of(chart.categories), series=series, left_out=chart.left_out + count - len(kept))


def height_of(chart: Chart, width: float) -> float:
    """How high a chart so wide is at most, before it only becomes emptier."""
    if chart.kind in (LINE, SCATTER):
        return width * 0.7
    bars = len(chart.series) if chart.kind == BARS else 1
    foot = len(chart.without) + bool(chart.left_out) + len(chart.remarks)
    rows = len(chart.categories) * (bars + 1) / 2 + foot + (3 if len(chart.series) > 1 else 1)
    return rows * HIGHEST_ROW * letters_of(width, LETTERS[1] / OF_A_ROW) + 2 * EDGE


def _text_of(chart: Chart, series: Series, at: int, reader: Reader) -> str:
    """What stands beside a bar: what the page writes there, or the number."""
    if series.texts:
        return series.texts[at]
    value = series.values[at]
    return say("states.no_data", reader) if value is None else words.value(reader, value, chart.unit, word=False)


# Bars


def _bars(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    """A row for each category, in it a bar for each series."""
    many, foot = len(chart.series), left_out_of(chart, reader)
    letters = letters_of(width, height / (len(chart.categories) * (many + 1) / 2 + len(foot) * 0.7 + (many > 1)))
    key = list(_key([one.name for one in chart.series], width, letters)) if many > 1 else []
    begin = key[-1][1] + letters * 0.8 if key else 0.0
    yield from (text for text, _ in key)
    lines = [line for text in foot for line in fonts.wrapped(text, letters * 0.85, width)]
    row = min(
        (height - begin - len(lines) * letters * 1.25) / len(chart.categories), letters * HIGHEST_ROW * (many + 1) / 2
    )
    texts = [[_text_of(chart, one, at, reader) for one in chart.series] for at in range(len(chart.categories))]
    left = _names_wide(chart.categories, letters, width) + letters * 0.7
    right = width - max(fonts.width(text, letters, True) for line in texts for text in line) - letters * 0.7
    ends = [end for one in chart.series for value, reach in with_reach(one) for end in (value, *(reach or ())) if end is not None]  # fmt: skip
    scale = min([0.0, *ends]), max([0.0, *ends])
    yield _hatch()
    for at, name in enumerate(chart.categories):
        top, marked = begin + at * row, name == chart.marked
        if marked:
            yield pen.rectangle(0, top, width, row, WARM_GROUND, rx=3)
        yield from _name(name, 0, top, row, left - letters * 0.7, letters, marked)
        step = row * (1.0 if many == 1 else 0.9) / many
        for index, (series, text) in enumerate(zip(chart.series, texts[at], strict=True)):
            middle = top + row / 2 + (index - (many - 1) / 2) * step
            colour = PARTS[index % len(PARTS)] if many > 1 else WARM if marked else BAR
            yield from _bar(series, at, (left, right), middle, min(step * (0.45 if many == 1 else 0.8), letters), scale, colour)  # fmt: skip
            size = min(letters, step * 1.1)
            yield pen.text(width, middle + size * 0.36, text, size, bold=marked, anchor="end")
    for at, line in enumerate(lines):
        y = begin + len(chart.categories) * row + (at + 1) * letters * 1.2
        yield pen.text(0, y, line, letters * 0.85, colour=pen.SOFT)


def _bar(
    series: Series, at: int, across: tuple[float, float], middle: float, high: float, reach, colour: str
) -> Iterator[str]:
    (left, right), (low, most) = across, reach
    span = (most - low) or 1

    def where(value: float) -> float:
        return left + (value - low) / span * (right - left)

    yield pen.rectangle(left, middle - high / 2, right - left, high, BAR_GROUND, rx=2)
    value = series.values[at]
    if value is None:
        return
    start, end = sorted((where(0.0), where(value)))
    wide = max(end - start, 1.5) if value else 0
    yield pen.rectangle(start, middle - high / 2, wide, high, colour, rx=2)
    if series.unsure and series.unsure[at]:
        yield pen.rectangle(start, middle - high / 2, wide, high, f"url(#{HATCH})", rx=2)
    if series.reach and series.reach[at]:
        first, last = map(where, series.reach[at])
        yield pen.line(first, middle, last, middle, INK, 1.6, opacity=0.6)
        for end in (first, last):
            yield pen.line(end, middle - high * 0.3, end, middle + high * 0.3, INK, 1.2, opacity=0.6)


def _hatch() -> str:
    lines = pen.element("path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", stroke=BAR_GROUND, stroke_width=2, fill="none")
    return pen.element(
        "defs", pen.element("pattern", lines, id=HATCH, width=6, height=6, patternUnits="userSpaceOnUse")
    )


def _names_wide(names: Sequence[str], letters: float, width: float) -> float:
    return min(max(fonts.width(name, letters, True) for name in names), width * NAMES)


def _name(
    name: str, x: float, top: float, row: float, wide: float, letters: float, bold: bool = False
) -> Iterator[str]:
    """A name on as many lines as its row has room for, the last of them cut."""
    lines = fonts.wrapped(name, letters, wide, bold)
    room = max(1, int(row / (letters * 1.15)))
    if len(lines) > room:
        lines = [*lines[: room - 1], fonts.cut(" ".join(lines[room - 1 :]), letters, wide, bold)]
    first = top + row / 2 - (len(lines) - 1) * letters * 0.58 + letters * 0.36
    for at, line in enumerate(lines):
        yield pen.text(x, first + at * letters * 1.16, line, letters, bold=bold)


# Parts of a whole


def _stacked(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    letters = letters_of(width, height / (len(chart.categories) + 3))
    foot = left_out_of(chart, reader)
    key = list(_key([one.name for one in chart.series], width, letters))
    top = key[-1][1] + letters * 1.2
    yield from (text for text, _ in key)
    row = min((height - top - len(foot) * letters * 1.2) / len(chart.categories), letters * HIGHEST_ROW)
    left = _names_wide(chart.categories, letters, width) + letters * 0.7
    for at, name in enumerate(chart.categories):
        low = top + at * row
        yield from _name(name, 0, low, row, left - letters * 0.7, letters, name == chart.marked)
        yield from _stack(chart, at, reader, (left, width), low, row, letters)
    for at, line in enumerate(foot):
        yield pen.text(
            0, top + len(chart.categories) * row + (at + 1) * letters * 1.1, line, letters * 0.85, colour=pen.SOFT
        )


def _stack(chart: Chart, at: int, reader: Reader, across: tuple[float, float], top: float, row: float,
           letters: float) -> Iterator[str]:  # fmt: skip
    """One bar; a word where a part is not known, since the rest would look like the whole."""
    (left, right), values = across, [one.values[at] for one in chart.series]
    middle, high = top + row / 2, min(row * 0.72, letters * 1.7)
    unknown = next((one for one in chart.series if one.values[at] is None), None)
    whole = sum(value for value in values if value is not None)
    if unknown or whole <= 0 or min(value for value in values if value is not None) < 0:
        key = "states.zero" if whole == 0 else "card.part_below_zero"
        word = (_text_of(chart, unknown, at, reader) or say("states.no_data", reader)) if unknown else say(key, reader)
        yield pen.rectangle(left, middle - high / 2, right - left, high, BAR_GROUND, rx=2)
        yield pen.text(left + letters * 0.5, middle + letters * 0.36, word, letters * 0.9, colour=pen.SOFT)
        return
    x = left
    for index, value in enumerate(values):
        share = value / whole
        wide, fill = share * (right - left), PARTS[index % len(PARTS)]
        yield pen.rectangle(x, middle - high / 2, wide, high, fill)
        text = words.number(reader, share * 100)
        if share * 100 >= WRITTEN and fonts.width(text, letters * 0.85) < wide * 0.9:
            yield pen.text(
                x + wide / 2, middle + letters * 0.3, text, letters * 0.85, colour=ink_on(fill), anchor="middle"
            )
        x += wide


def _key(names: Sequence[str], width: float, letters: float) -> Iterator[tuple[str, float]]:
    """The colours of the parts with their names, in rows; each with the foot of its row."""
    x, y, side = 0.0, letters, letters * 0.8
    for index, name in enumerate(names):
        shown = fonts.cut(name, letters, width - side * 1.6)
        wide = side * 1.5 + fonts.width(shown, letters) + letters * 1.2
        if x and x + wide - letters * 1.2 > width:
            x, y = 0.0, y + letters * 1.6
        square = pen.rectangle(x, y - side, side, side, PARTS[index % len(PARTS)])
        yield square + pen.text(x + side * 1.5, y, shown, letters), y
        x += wide
