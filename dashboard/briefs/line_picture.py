"""Lines as SVG, as the page draws them: over periods, with breaks and intervals, or over numbers. Pure."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard.briefs import fonts, pen
from dashboard.briefs.chart import Chart, Series
from dashboard.figures import trend
from dashboard.words import Reader, say
from dashboard.words import format as words

TICKS, ZERO = "#e2e2df", "#bdbdb9"
ENDS = 0.34  # of the width, at most, for names at the ends of lines
LETTERS = (10.0, 26.0)  # units: the smallest and largest
OF_A_ROW, OF_THE_WIDTH = 0.5, 46  # letters by the height of a row, and how many of them across


def letters_of(width: float, row: float) -> float:
    """How large letters are, in a chart so wide whose rows are so high."""
    return min(max(min(row * OF_A_ROW, width / OF_THE_WIDTH), LETTERS[0]), LETTERS[1])


def with_reach(series: Series) -> Iterator[tuple[float | None, tuple[float, float] | None]]:
    """Each value with how far it reaches."""
    return zip(series.values, series.reach or (None,) * len(series.values), strict=True)


def left_out_of(chart: Chart, reader: Reader) -> list[str]:
    """How many places have no bar, and why, and what else must be said."""
    told = [say("pictures.more_places", reader, count=chart.left_out)] if chart.left_out else []
    without = [f"{say(f'states.{state}', reader)}: {words.number(reader, count)}" for state, count in chart.without]
    return [*told, *chart.remarks] + (["; ".join(without)] if without else [])


def over_time(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    """The lines of a chart of periods, each named at its end."""
    letters = letters_of(width, height / 12)
    low, high = trend.reach([end for one in chart.series for value, reach in with_reach(one)
                             for end in (value, *((reach or ()) if one.accent else ())) if end is not None])  # fmt: skip
    many = max(len(chart.categories) - 1, 1)
    axes = _Axes(chart, reader, (width, height), letters, (low, high), (0, many))
    yield from axes.drawn()
    for place in chart.changes:
        x = axes.at(place, low)[0]
        yield pen.line(x, axes.top, x, axes.foot, "#7d8785", 1.5, stroke_dasharray="2 4")
    yield from axes.named(list(enumerate(chart.categories)))
    for one in _accents_last(chart):
        yield from _line(one, axes.at, letters)
    yield from _ends(chart, axes)


def _accents_last(chart: Chart) -> list[Series]:
    return sorted(chart.series, key=lambda one: one.accent)


class _Axes:
    """Ticks up, room for names at the ends of lines, and what lies across."""

    def __init__(self, chart: Chart, reader: Reader, room: tuple[float, float], letters: float, up: tuple[float, float],
                 across: tuple[float, float]):  # fmt: skip
        (self.width, height), self.letters, self.up, self.across = room, letters, up, across
        self.ticks = trend.ticks_between(*up)
        self.told = [_tick(tick, self.ticks, chart, reader) for tick in self.ticks]
        self.names = [fonts.cut(one.name, letters, self.width * ENDS, one.accent) for one in chart.series]
        self.left = max(fonts.width(text, letters) for text in self.told) + letters * 0.8
        self.right = self.width - max(fonts.width(name, letters, True) for name in self.names) - letters
        self.below = [
            line for text in left_out_of(chart, reader) for line in fonts.wrapped(text, letters * 0.85, self.width)
        ]
        self.names_high = letters * (3.6 if chart.across else 2.2)
        self.top, self.foot = letters * 0.8, height - self.names_high - letters * 1.25 * len(self.below)

    def at(self, place: float, value: float) -> tuple[float, float]:
        (low, high), (first, last), letters = self.up, self.across, self.letters
        share, level = (place - first) / (last - first), (value - low) / (high - low)
        return self.left + letters * 0.6 + share * (self.right - self.left - letters * 1.2), self.foot - level * (
            self.foot - self.top
        )

    def drawn(self) -> Iterator[str]:
        for tick, text in zip(self.ticks, self.told, strict=True):
            y = self.at(self.across[0], tick)[1]
            yield pen.line(self.left, y, self.right, y, TICKS if tick else ZERO, 1)
            yield pen.text(self.left - self.letters * 0.5, y + self.letters * 0.36, text, self.letters, colour=pen.SOFT, anchor="end")  # fmt: skip
        for number, line in enumerate(self.below, 1):
            y = self.foot + self.names_high + self.letters * (1.25 * number - 0.4)
            yield pen.text(0, y, line, self.letters * 0.85, colour=pen.SOFT)

    def named(self, marks: Sequence[tuple[float, str]]) -> Iterator[str]:
        """As many of the marks across as there is room for, the first among them."""
        widest, letters = max(fonts.width(name, self.letters) for _, name in marks) + self.letters, self.letters
        start = self.at(marks[0][0], self.up[0])[0]
        step = next(
            (step for step in range(1, len(marks)) if self.at(marks[step][0], self.up[0])[0] - start >= widest),
            len(marks),
        )
        for place, name in marks[::step]:
            x, half = self.at(place, self.up[0])[0], fonts.width(name, letters) / 2
            yield pen.text(min(max(x, half), self.width - half), self.foot + letters * 1.6, name, letters, colour=pen.SOFT, anchor="middle")  # fmt: skip


def _tick(tick: float, ticks: Sequence[float], chart: Chart, reader: Reader) -> str:
    """Money and large numbers short; no unit, which stands above the chart."""
    step = min((abs(other - one) for one, other in pairwise(ticks)), default=1.0)
    decimals = 0 if float(step).is_integer() else len(f"{step:.6f}".rstrip("0").partition(".")[2])
    money = chart.unit.startswith(("npr", "bdt", "inr"))
    return words.value(reader, tick, chart.unit, decimals, word=money, short=True)


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


def _ends(chart: Chart, axes: _Axes) -> Iterator[str]:
    """The name of each line at its end, moved apart where lines end close together."""
    letters, ends = axes.letters, [_last(one) for one in chart.series]
    spots = sorted((-axes.at(place, value)[1], index) for index, (place, value) in enumerate(ends))
    heights = trend.apart(
        [height for height, _ in spots], min(letters * 1.2, (axes.foot - axes.top) / len(spots)), -axes.top
    )
    for (_, index), height in zip(spots, heights, strict=True):
        x = axes.at(ends[index][0], 0)[0] + letters * 0.6
        accent = chart.series[index].accent
        yield pen.text(x, -height + letters * 0.36, axes.names[index], letters, bold=accent,
                       colour=trend.ACCENT if accent else "#6c7673", halo="#ffffff")  # fmt: skip


def _last(series: Series) -> tuple[float, float]:
    """Where a line ends."""
    place = max(place for place, value in enumerate(series.values) if value is not None)
    return (series.at[place] if series.at else place), series.values[place]


def over_numbers(chart: Chart, reader: Reader, width: float, height: float) -> Iterator[str]:
    """Points joined by lines; of those that stand out the area of their intervals."""
    letters = letters_of(width, height / 12)
    ends = [
        end
        for one in chart.series
        for value, reach in with_reach(one)
        for end in (value, *(reach or ()))
        if end is not None
    ]
    farthest = max(place for one in chart.series for place in one.at)
    axes = _Axes(
        chart, reader, (width, height), letters, (min(0.0, *ends), max(ends) * 1.03 or 1.0), (0, farthest or 1)
    )
    yield from axes.drawn()
    yield from axes.named([(tick, words.number(reader, tick)) for tick in trend.ticks_between(0, farthest or 1)])
    yield pen.text(
        (axes.left + axes.right) / 2, axes.foot + letters * 3.1, chart.across, letters, colour=pen.SOFT, anchor="middle"
    )
    for one in _accents_last(chart):
        if one.reach:
            edge = [axes.at(place, end[1]) for place, end in zip(one.at, one.reach, strict=True)]
            edge += [axes.at(place, end[0]) for place, end in reversed(list(zip(one.at, one.reach, strict=True)))]
            yield pen.element("polygon", points=_points(edge), fill=trend.ACCENT, fill_opacity=0.16)
        points = [axes.at(place, value) for place, value in zip(one.at, one.values, strict=True)]
        yield pen.element("polyline", points=_points(points), fill="none", stroke=trend.ACCENT if one.accent else trend.GREY,
                          stroke_width=letters * (0.16 if one.accent else 0.1))  # fmt: skip
    yield from _ends(chart, axes)
