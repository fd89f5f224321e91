"""Lines over time, each named at its end; ticks and hover are ready-made text from the formatter."""

from collections import defaultdict
from collections.abc import Sequence
from math import ceil, floor, log10

from dashboard.figures.choropleth import CLEAR, FONT, INK
from dashboard.figures.subject import Subject, has_value, is_money, period_text
from dashboard.markup import chart_text
from dashboard.words import format as words

MOST = 8  # lines; more cannot be told apart
ACCENT, GREY = "#23908a", "#a9aca6"
TICKS = 5
LONGEST_NAME = 20  # letters; the hover has it all
APART = 0.06  # of the height: the least distance between two names


def figure(rows: list[dict], subject: Subject, periods: Sequence[str], highlighted: Sequence[str]) -> dict | None:
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
    low, high = reach([row["value"] for place in shown for row in lines[place].values()])
    ticks = ticks_between(low, high)
    example = next(iter(lines[shown[0]].values()))
    return {
        "data": [_line(lines[place], place, subject, periods, place in highlighted) for place in shown],
        "layout": {
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "dragmode": False,
            "font": {"family": FONT, "size": 13, "color": "#5b6a6f"},
            "hovermode": "closest",
            "annotations": _names(lines, shown, periods, subject, highlighted, low, high),
            "hoverlabel": {"bgcolor": "#fff", "font": {"family": FONT, "size": 14, "color": INK}},
            "xaxis": {"type": "linear", "tickvals": list(range(len(periods))), "fixedrange": True, "automargin": True,
                      "ticktext": [period_text(subject.reader, subject.indicator, p, subject.country) for p in periods],
                      "range": [-0.25, (len(periods) - 1) * 1.42], "showgrid": False,
                      "zeroline": False, "color": "#5b6a6f"},
            "yaxis": {"tickvals": ticks, "fixedrange": True, "automargin": True, "zeroline": True,
                      "ticktext": [tick_text(tick, example, subject) for tick in ticks],
                      "range": [low, high], "gridcolor": "rgba(128,128,128,0.18)",
                      "zerolinecolor": "rgba(128,128,128,0.5)"},
        },
    }  # fmt: skip


def _line(line: dict, place: str, subject: Subject, periods: Sequence[str], highlighted: bool) -> dict:
    rows = [line.get(period) for period in periods]
    colour = ACCENT if highlighted else GREY
    name = chart_text(subject.name(place))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(periods))),
        "y": [row["value"] if row else None for row in rows],
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": colour, "width": 2.4 if highlighted else 1.4},
        "marker": {"color": colour, "size": 7 if highlighted else 5},
        "hovertext": [f"<b>{name}</b><br>{chart_text(subject.shown(row))}" if row else "" for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "meta": {"place": place},
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
        {"x": last, "y": height, "text": chart_text(_short(subject.name(place))), "showarrow": False, "xanchor": "left", "xshift": 9,
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
