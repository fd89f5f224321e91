"""Lines over time, each named at its end; ticks and hover are ready-made text from the formatter.

The highlighted lines have a band where their 95 % intervals are known, and a whisker at each point.

A line is interrupted, and the points beside the gap are open circles, where two values must not be joined: other
boundaries or another method. A change of method, which parts all lines, is also a dotted line from top to bottom.
"""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil, floor, log10

from dashboard.figures.choropleth import CLEAR, FONT, INK, in_lines
from dashboard.figures.subject import Subject, has_value, is_money, period_text
from dashboard.markup import chart_text
from dashboard.words import format as words
from dashboard.words import say
from queries.series import Break

MOST = 8  # lines; more cannot be told apart
ACCENT, GREY = "#23908a", "#a9aca6"
BAND = "rgba(35,144,138,0.16)"  # the accent, so pale that lines stay seen
TICKS = 5
LONGEST_NAME = 20  # letters; the hover has it all
MOST_TOLD = 6  # periods named below the axis, of which each hover has its own; a phone has room for no more
APART = 0.06  # of the height: the least distance between two names


def figure(rows: list[dict], subject: Subject, periods: Sequence[str], highlighted: Sequence[str],
           breaks: Sequence[Break] = ()) -> dict | None:  # fmt: skip
    """Rows of several periods, one a place and period; `highlighted` places are coloured, the rest grey.

    None where fewer than two periods have a figure: one point makes no line.
    """
    lines = defaultdict(dict)
    for row in rows:
        if has_value(row):
            lines[row["place"]][row["period"]] = row
    if len({period for line in lines.values() for period in line}) < 2:
        return None
    order = sorted(
        lines, key=lambda place: (place not in highlighted, -max(row["value"] for row in lines[place].values()))
    )
    shown = list(reversed(order[:MOST]))
    breaks = [one for one in breaks if one.after in periods and one.at in periods]
    low, high = reach([*(row["value"] for place in shown for row in lines[place].values()),
                       *(end for place in shown if place in highlighted for row in lines[place].values()
                         for end in (row["low"], row["high"]) if end is not None)])  # fmt: skip
    ticks = ticks_between(low, high)
    example = next(iter(lines[shown[0]].values()))
    told = list(range(0, len(periods), ceil(len(periods) / MOST_TOLD)))
    return {
        "data": [*(band for place in shown if place in highlighted for band in bands(lines[place], place, periods, breaks)),
                 *(_line(lines[place], place, subject, periods, place in highlighted, breaks) for place in shown)],
        "layout": {
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "dragmode": False,
            "font": {"family": FONT, "size": 13, "color": "#5b6a6f"},
            "hovermode": "closest",
            "shapes": [_parted(one, periods) for one in breaks if not one.lines],
            "annotations": _names(lines, shown, periods, subject, highlighted, low, high),
            "hoverlabel": {"bgcolor": "#fff", "font": {"family": FONT, "size": 14, "color": INK}},
            "xaxis": {"type": "linear", "tickvals": told, "fixedrange": True, "automargin": True,
                      "ticktext": [period_text(subject.reader, subject.indicator, periods[n], subject.country)
                                   for n in told],
                      "range": [-0.25, (len(periods) - 1) * 1.42], "showgrid": False,
                      "zeroline": False, "color": "#5b6a6f"},
            "yaxis": {"tickvals": ticks, "fixedrange": True, "automargin": True, "zeroline": True,
                      "ticktext": [tick_text(tick, example, subject) for tick in ticks],
                      "range": [low, high], "gridcolor": "rgba(128,128,128,0.18)",
                      "zerolinecolor": "rgba(128,128,128,0.5)"},
        },
    }  # fmt: skip


def _parted(one: Break, periods: Sequence[str]) -> dict:
    """The dotted line between the two periods that a change of method lies between."""
    middle = (periods.index(one.after) + periods.index(one.at)) / 2
    return {"type": "line", "xref": "x", "yref": "paper", "x0": middle, "x1": middle, "y0": 0, "y1": 1,
            "line": {"color": "#7d8785", "width": 1.5, "dash": "dot"}}  # fmt: skip


def points(
    line: dict, place: str, periods: Sequence[str], breaks: Sequence[Break]
) -> list[tuple[float, dict | None, bool]]:
    """A line as (where on the axis, row or None for a gap, whether a break lies beside it); breaks make gaps."""
    own = [one for one in breaks if not one.lines or place in one.lines]
    spans = [(periods.index(one.after), periods.index(one.at), bool(one.lines)) for one in own]
    known = [index for index, period in enumerate(periods) if line.get(period)]

    def parted(left: int | None, right: int | None) -> bool:
        low, high = -1 if left is None else left, len(periods) if right is None else right
        joins = left is not None and right is not None
        return any(low <= after and at <= high and (joins or of_this_line) for after, at, of_this_line in spans)

    found: list[tuple[float, dict | None, bool]] = []
    for index, period in enumerate(periods):
        if index not in known:
            found.append((index, None, False))
            continue
        position = known.index(index)
        before = known[position - 1] if position else None
        after = known[position + 1] if position + 1 < len(known) else None
        if before is not None and parted(before, index):
            found.append(((before + index) / 2, None, False))
        found.append((index, line[period], parted(before, index) or parted(index, after)))
    return found


def _line(
    line: dict, place: str, subject: Subject, periods: Sequence[str], highlighted: bool, breaks: Sequence[Break]
) -> dict:
    drawn = points(line, place, periods, breaks)
    rows = [row for _, row, _ in drawn]
    colour = ACCENT if highlighted else GREY
    name = subject.name(place)
    return {
        **(_whiskers(rows, colour) if highlighted else {}),
        "type": "scatter",
        "mode": "lines+markers",
        "x": [where for where, _, _ in drawn],
        "y": [row["value"] if row else None for row in rows],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.4 if highlighted else 1.4},
        "marker": {
            "color": colour,
            "size": 7 if highlighted else 5,
            "symbol": ["circle-open" if parted else "circle" for _, _, parted in drawn],
        },
        "hovertext": [_hover(name, row, subject) if row else "" for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "meta": {"place": place},
    }


def _hover(name: str, row: dict, subject: Subject) -> str:
    interval = subject.interval(row)
    told = [name, f"{subject.shown(row)} ({interval})" if interval else subject.shown(row)]
    if row["reliability"] in ("use_with_care", "unreliable"):
        told.append(say(f"uncertainty.{row['reliability']}", subject.reader))
    return in_lines(told)


def _has_interval(row: dict | None) -> bool:
    return row is not None and row["low"] is not None and row["high"] is not None


def _whiskers(rows: list[dict | None], colour: str) -> dict:
    """The intervals at the points of a line, as distances up and down; nothing where none is known."""
    if not any(map(_has_interval, rows)):
        return {}
    up = [row["high"] - row["value"] if _has_interval(row) else 0 for row in rows]
    down = [row["value"] - row["low"] if _has_interval(row) else 0 for row in rows]
    return {"error_y": {"type": "data", "symmetric": False, "array": up, "arrayminus": down, "color": colour,
                        "thickness": 1.2, "width": 4}}  # fmt: skip


def bands(line: dict, place: str, periods: Sequence[str], breaks: Sequence[Break] = ()) -> list[dict]:
    """The area between the intervals' ends, one for each stretch of periods that are joined and have one."""
    stretches: list[list[tuple[float, dict]]] = [[]]
    for where, row, _ in points(line, place, periods, breaks):
        if _has_interval(row):
            stretches[-1].append((where, row))
        elif stretches[-1]:
            stretches.append([])
    return [_band(place, stretch) for stretch in stretches if len(stretch) > 1]


def _band(place: str, stretch: list[tuple[float, dict]]) -> dict:
    back = stretch[::-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [where for where, _ in (*stretch, *back)],
        "y": [*(row["high"] for _, row in stretch), *(row["low"] for _, row in back)],
        "fill": "toself",
        "fillcolor": BAND,
        "line": {"width": 0, "color": ACCENT},
        "hoverinfo": "skip",
        "meta": {"band": place},
    }


def reach(values: list[float]) -> tuple[float, float]:
    """The ends of the axis: from zero where lines come near it, else close around them, so that change is seen."""
    low, high = min(values), max(values)
    margin = (high - low) * 0.15 or abs(high) * 0.1 or 1.0
    if low >= 0 and low < high * 0.5:
        return 0.0, high + margin / 2
    return low - margin, high + margin


def _names(lines: dict, shown: list, periods: Sequence[str], subject: Subject, highlighted, low: float,
           high: float) -> list[dict]:  # fmt: skip
    """The name of each line at its end, moved apart where lines end close together."""
    ends, span = [], high - low
    for place in shown:
        last = max(index for index, period in enumerate(periods) if period in lines[place])
        ends.append((lines[place][periods[last]]["value"], last, place))
    ends.sort()
    heights = apart([value for value, _, _ in ends], span * APART, high)
    return [
        {"x": last, "y": height, "text": chart_text(_short(subject.name(place))), "showarrow": False, "xanchor": "left",
         "xshift": 9,
         "opacity": 0.6 if lines[place][periods[last]]["reliability"] in ("use_with_care", "unreliable") else 1,
         "font": {"size": 13, "color": ACCENT if place in highlighted else "#7d8785"}}
        for (_, last, place), height in zip(ends, heights, strict=True)
    ]  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" (") + "…"


def apart(heights: list[float], gap: float, top: float) -> list[float]:
    """The heights, ascending, moved up until they lie `gap` apart, and down again where they would pass `top`."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + gap) if found else height)
    for index in range(len(found) - 1, -1, -1):
        above = top if index == len(found) - 1 else found[index + 1] - gap
        found[index] = min(found[index], above)
    return found


def ticks_between(low: float, high: float) -> list[float]:
    """About five round numbers from `low` to `high`, zero among them."""
    span = (high - low) or 1.0
    power = 10.0 ** floor(log10(span / TICKS))
    step = next(size * power for size in (1, 2, 5, 10) if size * power * TICKS >= span)
    return [round(place * step, 10) for place in range(ceil(low / step), floor(high / step) + 1)]


def tick_text(tick: float, example: dict, subject: Subject) -> str:
    """A tick as the reader writes it: money and large numbers in lakh and crore, without repeating the unit."""
    decimals = 0 if float(tick).is_integer() else max(1, subject.indicator.decimals)
    money = is_money(example)
    return words.value(subject.reader, tick, example["unit"], decimals, word=money, short=True, country=subject.country)
