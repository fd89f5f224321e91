"""A chart as SVG, as the page draws it: bars with their numbers, parts of a whole, lines with their names. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.briefs import fonts, pen
from dashboard.briefs.chart import LINE, STACKED, Chart, Series
from dashboard.figures import trend
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
TICKS, ZERO = "#e2e2df", "#bdbdb9"
NAMES = 0.36  # of the width, at most, for names beside bars
ENDS = 0.26  # of the width, at most, for names at the ends of lines
LETTERS = (10.0, 26.0)  # units: the smallest and largest
OF_A_ROW, OF_THE_WIDTH = 0.5, 46  # letters by the height of a row, and how many of them across
WRITTEN = 8  # percent of a bar from which a part has room for its number
HIGHEST_ROW = 3.2  # letters
HATCH = "hatched-bar"
EDGE = 4  # units around all, since letters reach beyond their line


def svg(chart: Chart, reader: Reader, width: float, height: float) -> str:
    """The chart as a picture so wide and high, in units of which letters have ten to 26; without title and source."""
    draw = {LINE: _lines, STACKED: _stacked}.get(chart.kind, _bars)
    inner = "".join(draw(_with_room(chart, height - 2 * EDGE), reader, width - 2 * EDGE, height - 2 * EDGE))
    return pen.document(width, height, [pen.element("g", inner, transform=f"translate({EDGE} {EDGE})")])


def _with_room(chart: Chart, height: float) -> Chart:
    """The chart with as many bars as can be told apart in a height: the first, and the marked one wherever it stands."""
    count = len(chart.categories)
    most = max(int(height / (LETTERS[0] * 1.4)) - (3 if chart.kind == STACKED else 2), 1)
    if chart.kind == LINE or count <= most:
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
    if chart.kind == LINE:
        return width * 0.7
    rows = len(chart.categories) + len(chart.without) + bool(chart.left_out) + (3 if chart.kind == STACKED else 1)
    return rows * HIGHEST_ROW * min(width / OF_THE_WIDTH, LETTERS[1]) + 2 * EDGE


def _text_of(chart: Chart, series: Series, at: int, reader: Reader) -> str:
    """What stands beside a bar: what the page writes there, or the number."""
    if series.texts:
        return series.texts[at]
    value = series.values[at]
    return say("states.no_data", reader) if value is None else words.value(reader, value, chart.unit, word=False)


# Bars


def _bars(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    series, foot = chart.series[0], _left_out(chart, reader)
    letters = _letters(width, height / (len(chart.categories) + len(foot) * 0.7))
    lines = [line for text in foot for line in fonts.wrapped(text, letters * 0.85, width)]
    row = min((height - len(lines) * letters * 1.25) / len(chart.categories), letters * HIGHEST_ROW)
    texts = [_text_of(chart, series, at, reader) for at in range(len(chart.categories))]
    left = _names_wide(chart.categories, letters, width) + letters * 0.7
    right = width - max(fonts.width(text, letters, True) for text in texts) - letters * 0.7
    ends = [end for value, reach in _with_reach(series) for end in (value, *(reach or ())) if end is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    yield _hatch()
    for at, (name, text) in enumerate(zip(chart.categories, texts, strict=True)):
        top, marked = at * row, name == chart.marked
        if marked:
            yield pen.rectangle(0, top, width, row, WARM_GROUND, rx=3)
        yield from _name(name, 0, top, row, left - letters * 0.7, letters, marked)
        yield from _bar(
            series, at, (left, right), top + row / 2, min(row * 0.45, letters), (low, high), WARM if marked else BAR
        )
        yield pen.text(width, top + row / 2 + letters * 0.36, text, letters, bold=marked, anchor="end")
    for at, line in enumerate(lines):
        y = len(chart.categories) * row + (at + 1) * letters * 1.2
        yield pen.text(0, y, line, letters * 0.85, colour=pen.SOFT)


def _with_reach(series: Series):
    return zip(series.values, series.reach or (None,) * len(series.values), strict=True)


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


def _left_out(chart: Chart, reader: Reader) -> list[str]:
    """How many places have no bar, and why."""
    told = [say("pictures.more_places", reader, count=chart.left_out)] if chart.left_out else []
    without = [f"{say(f'states.{state}', reader)}: {words.number(reader, count)}" for state, count in chart.without]
    return told + (["; ".join(without)] if without else [])


def _letters(width: float, row: float) -> float:
    return min(max(min(row * OF_A_ROW, width / OF_THE_WIDTH), LETTERS[0]), LETTERS[1])


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
    letters = _letters(width, height / (len(chart.categories) + 3))
    foot = _left_out(chart, reader)
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


# Lines over time


def _lines(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    letters = _letters(width, height / 12)
    low, high = trend.reach([end for one in chart.series for value, reach in _with_reach(one)
                             for end in (value, *((reach or ()) if one.accent else ())) if end is not None])  # fmt: skip
    ticks = trend.ticks_between(low, high)
    told = [_tick(tick, ticks, chart, reader) for tick in ticks]
    left = max(fonts.width(text, letters) for text in told) + letters * 0.8
    names = [fonts.cut(one.name, letters, width * ENDS, one.accent) for one in chart.series]
    ends = max(fonts.width(name, letters, True) for name in names) + letters
    below = [line for text in _left_out(chart, reader) for line in fonts.wrapped(text, letters * 0.85, width)]
    top, foot, right = letters * 0.8, height - letters * (2.2 + 1.25 * len(below)), width - ends
    many = max(len(chart.categories) - 1, 1)

    def at(place: float, value: float) -> tuple[float, float]:
        return left + letters * 0.6 + place / many * (right - left - letters * 1.2), foot - (value - low) / (high - low) * (foot - top)  # fmt: skip

    for tick, text in zip(ticks, told, strict=True):
        y = at(0, tick)[1]
        yield pen.line(left, y, right, y, TICKS if tick else ZERO, 1)
        yield pen.text(left - letters * 0.5, y + letters * 0.36, text, letters, colour=pen.SOFT, anchor="end")
    for place in chart.changes:
        x = at(place, low)[0]
        yield pen.line(x, top, x, foot, "#7d8785", 1.5, stroke_dasharray="2 4")
    yield from _periods(chart.categories, at, low, letters, width)
    for one in [*(one for one in chart.series if not one.accent), *(one for one in chart.series if one.accent)]:
        yield from _line(one, at, letters)
    yield from _ends(chart, names, at, (top, foot), letters)
    for number, line in enumerate(below, 1):
        yield pen.text(0, foot + letters * (1.8 + 1.25 * number), line, letters * 0.85, colour=pen.SOFT)


def _tick(tick: float, ticks: Sequence[float], chart: Chart, reader: Reader) -> str:
    """Money and large numbers short; no unit, which stands above the chart."""
    step = min((abs(other - one) for one, other in pairwise(ticks)), default=1.0)
    decimals = 0 if float(step).is_integer() else len(f"{step:.6f}".rstrip("0").partition(".")[2])
    money = chart.unit.startswith(("npr", "bdt", "inr"))
    return words.value(reader, tick, chart.unit, decimals, word=money, short=True)


def _periods(names: Sequence[str], at, low: float, letters: float, width: float) -> Iterator[str]:
    """As many of the periods as there is room for, the first among them."""
    widest = max(fonts.width(name, letters) for name in names) + letters
    step = next((step for step in range(1, len(names)) if at(step, low)[0] - at(0, low)[0] >= widest), len(names))
    for place in range(0, len(names), step):
        x, y = at(place, low)
        half = fonts.width(names[place], letters) / 2
        yield pen.text(min(max(x, half), width - half), y + letters * 1.6, names[place], letters, colour=pen.SOFT, anchor="middle")  # fmt: skip


def _line(series: Series, at, letters: float) -> Iterator[str]:
    colour, wide = (trend.ACCENT, letters * 0.16) if series.accent else (trend.GREY, letters * 0.1)
    for stretch in _stretches(series):
        if series.accent:
            yield from _reach(series, stretch, at, letters)
        points = [at(place, series.values[place]) for place in stretch]
        yield pen.element("polyline", points=_points(points), fill="none", stroke=colour, stroke_width=wide, stroke_linejoin="round")  # fmt: skip
        for place, (x, y) in zip(stretch, points, strict=True):
            if place in series.beside_break:
                yield pen.circle(x, y, letters * 0.24, "#ffffff", stroke=colour, stroke_width=wide * 0.8)
            else:
                yield pen.circle(x, y, letters * (0.27 if series.accent else 0.18), colour)


def _stretches(series: Series) -> list[list[int]]:
    """The places on the axis that are joined: a gap, or a break before a place, parts them."""
    found: list[list[int]] = [[]]
    for place, value in enumerate(series.values):
        if value is None or place in series.parted:
            found.append([])
        if value is not None:
            found[-1].append(place)
    return [stretch for stretch in found if stretch]


def _reach(series: Series, stretch: Sequence[int], at, letters: float) -> Iterator[str]:
    """The intervals of a stretch: an area between their ends, and a whisker at each point."""
    known = [place for place in stretch if series.reach and series.reach[place]]
    if len(known) > 1 and len(known) == len(stretch):
        edge = [at(place, series.reach[place][1]) for place in known]
        edge += [at(place, series.reach[place][0]) for place in reversed(known)]
        yield pen.element("polygon", points=_points(edge), fill=trend.ACCENT, fill_opacity=0.16)
    for place in known:
        (x, low), (_, high) = (at(place, end) for end in series.reach[place])
        yield pen.line(x, low, x, high, trend.ACCENT, 1.2)
        for y in (low, high):
            yield pen.line(x - letters * 0.2, y, x + letters * 0.2, y, trend.ACCENT, 1.2)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{pen.number(x)},{pen.number(y)}" for x, y in points)


def _ends(chart: Chart, names: Sequence[str], at, between: tuple[float, float], letters: float) -> Iterator[str]:
    """The name of each line at its end, moved apart where lines end close together."""
    top, foot = between
    last = [max(place for place, value in enumerate(one.values) if value is not None) for one in chart.series]
    spots = sorted((-at(place, one.values[place])[1], index) for index, (one, place) in enumerate(zip(chart.series, last, strict=True)))  # fmt: skip
    heights = trend.apart([height for height, _ in spots], min(letters * 1.2, (foot - top) / len(spots)), -top)
    for (_, index), height in zip(spots, heights, strict=True):
        x = at(last[index], 0)[0] + letters * 0.6
        accent = chart.series[index].accent
        yield pen.text(x, -height + letters * 0.36, names[index], letters, bold=accent,
                       colour=trend.ACCENT if accent else "#6c7673", halo="#ffffff")  # fmt: skip
