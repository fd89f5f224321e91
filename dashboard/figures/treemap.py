"""Parts of a whole as areas: a treemap of one level, largest part first, drawn with lines and fills only. Pure.

plotly's own treemap is not in the small bundle that pages load; rectangles are laid out here so that they are as near to
squares as can be (Bruls, Huizing and van Wijk 2000, "Squarified Treemaps").
"""

import textwrap
from collections.abc import Sequence

from dashboard.figures.breakdown import COLOURS
from dashboard.figures.choropleth import CLEAR, FONT
from dashboard.figures.subject import Subject, has_value, is_money
from dashboard.markup import chart_text
from dashboard.words import format as words

WIDTH, HEIGHT = 100.0, 62.0
LABELLED = 0.05  # of the whole: smaller parts have no room for a name, their hover and the table have it
LETTERS_PER_UNIT, LINES_PER_UNIT = 0.5, 0.3  # of the width and of the height, on a phone
LIGHT = ("#b0aa86", "#dfb066", "#c9c3b4", "#5fa69e")  # colours on which letters are dark
Rectangle = tuple[float, float, float, float]  # left, bottom, right, top


def figure(parts: Sequence[tuple[str, dict]], subject: Subject) -> dict | None:
    """`(title, row)` of each part. None where fewer than two parts have a figure, one has none, or one is negative:
    areas of some parts would look like the whole.
    """
    if len(parts) < 2 or any(not has_value(row) or row["value"] < 0 for _, row in parts):
        return None
    # colours by the order of the parts, as in bars of the same parts beside it
    coloured = [(COLOURS[number % len(COLOURS)], *part) for number, part in enumerate(parts) if part[1]["value"] > 0]
    ordered = sorted(coloured, key=lambda part: -part[2]["value"])
    if len(ordered) < 2:
        return None
    whole = sum(row["value"] for *_, row in ordered)
    rectangles = squarified([row["value"] for *_, row in ordered], WIDTH, HEIGHT)
    data = []
    for (colour, title, row), box in zip(ordered, rectangles, strict=True):
        share = row["value"] / whole
        told = "<br>".join(map(chart_text, (title, _amount(row, subject), words.percent(subject.reader, 100 * share))))
        data.append(_box(box, colour, chart_text(title), told))
        if share >= LABELLED:
            data.append(_label(box, title, words.percent(subject.reader, 100 * share, 0), colour))
    axis = {"visible": False, "fixedrange": True}
    return {
        "data": data,
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "height": 300, "showlegend": False, "hovermode": "closest",
            "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "dragmode": False, "font": {"family": FONT},
            "xaxis": {**axis, "range": [0, WIDTH]}, "yaxis": {**axis, "range": [0, HEIGHT]},
        },
    }  # fmt: skip


def _amount(row: dict, subject: Subject) -> str:
    return subject.shown(row, short=is_money(row))


def _box(box: Rectangle, colour: str, title: str, told: str) -> dict:
    left, bottom, right, top = box
    return {
        "type": "scatter", "mode": "lines", "x": [left, right, right, left, left], "y": [bottom, bottom, top, top, bottom],
        "fill": "toself", "fillcolor": colour, "line": {"color": "#fff", "width": 2}, "hoveron": "fills", "name": title,
        "text": told, "hoverinfo": "text",
    }  # fmt: skip


def _label(box: Rectangle, title: str, share: str, colour: str) -> dict:
    """The name where it has room, else the share alone."""
    left, bottom, right, top = box
    room = max(1, int((right - left) * LETTERS_PER_UNIT))
    lines = textwrap.wrap(title, room, break_long_words=False)
    if max(map(len, lines)) > room or len(lines) + 1 > (top - bottom) * LINES_PER_UNIT:
        lines = []
    text = "<br>".join([*map(chart_text, lines), f"<b>{chart_text(share)}</b>"])
    return {
        "type": "scatter", "mode": "text", "x": [(left + right) / 2], "y": [(bottom + top) / 2],
        "text": [text], "hoverinfo": "skip",
        "textfont": {"size": 12, "color": "#14242a" if colour in LIGHT else "#fff"},
    }  # fmt: skip


def squarified(values: Sequence[float], width: float, height: float) -> list[Rectangle]:
    """A rectangle for each value (positive, largest first), areas in proportion, which together fill width by height."""
    scale = width * height / sum(values)
    areas, found = [value * scale for value in values], []
    left, bottom, right, top = 0.0, 0.0, width, height
    while areas:
        side = min(right - left, top - bottom)
        row = 1
        while row < len(areas) and _worst(areas[: row + 1], side) <= _worst(areas[:row], side):
            row += 1
        taken, areas = areas[:row], areas[row:]
        depth = sum(taken) / side
        if right - left >= top - bottom:  # a column at the left
            edge = top
            for area in taken:
                found.append((left, edge - area / depth, left + depth, edge))
                edge -= area / depth
            left += depth
        else:  # a row at the top
            edge = left
            for area in taken:
                found.append((edge, top - depth, edge + area / depth, top))
                edge += area / depth
            top -= depth
    return found


def _worst(areas: Sequence[float], side: float) -> float:
    """The longest side of the flattest rectangle of a row over its shortest: 1 is a square."""
    depth = sum(areas) / side
    return max(max(depth * depth / area, area / (depth * depth)) for area in areas)
