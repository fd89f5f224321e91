"""A figure that a browser plots without axes (areas of a treemap, towns tied by lines) as one SVG: its lines, areas, dots, texts."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from dashboard.briefs import pen
from dashboard.briefs.content import Picture
from dashboard.briefs.elements import every
from dashboard.figures.choropleth import INK
from dashboard.markup import Element

WIDE = 800  # units
PIXEL = 1.4  # units: a card on a desk is about 570 pixels wide
TALL = 0.6  # of the width, where the figure leaves its height to the page
LINE = 1.25  # letters from line to line
Place = Callable[[float, float], tuple[float, float]]


def of(card: Element) -> Picture | None:
    """The traces of a card's figure, in their order; None where its table stands for it."""
    plot = next(every(card, "Chart"), None)
    return of_figure(plot["props"]["figure"]) if plot else None


def of_figure(figure: dict) -> Picture:
    """The traces of a figure without axes."""
    layout = figure["layout"]
    high = layout["height"] * PIXEL if "height" in layout else WIDE * TALL
    (left, right), (foot, top) = (layout[axis]["range"] for axis in ("xaxis", "yaxis"))

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left) * WIDE, (top - y) / (top - foot) * high

    content = [piece for trace in figure["data"] for piece in _trace(trace, at)]
    return Picture(pen.document(WIDE, high, content), WIDE, high, tuple(_legend(figure)))


def _legend(figure: dict) -> Iterator[tuple[str, str]]:
    """What a finger would be told of each area: a small one has no room for its name."""
    for trace in figure["data"]:
        if trace.get("fill") == "toself":
            yield trace["fillcolor"], " · ".join(map(unescape, trace["text"].split("<br>")))


def _trace(trace: dict, at: Place) -> Iterator[str]:
    points = [at(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
    if "lines" in trace["mode"]:
        yield _line(trace, points)
    if "markers" in trace["mode"]:
        yield from _dots(trace["marker"], points)
    if "text" in trace["mode"]:
        above = trace.get("textposition") == "top center"
        sizes = trace["marker"]["size"] if above else [0] * len(points)
        for (x, y), size, text in zip(points, sizes, trace["text"], strict=True):
            yield from _words(text, x, y - size / 2 * PIXEL if above else y, above, trace["textfont"])


def _line(trace: dict, points: list[tuple[float, float]]) -> str:
    path = " ".join(f"{pen.number(x)},{pen.number(y)}" for x, y in points)
    edge = {"stroke": trace["line"].get("color"), "stroke_width": trace["line"]["width"] * PIXEL}
    if trace.get("fill") == "toself":
        return pen.element("polygon", points=path, fill=trace["fillcolor"], **edge)
    return pen.element("polyline", points=path, fill="none", **edge)


def _dots(marker: dict, points: list[tuple[float, float]]) -> Iterator[str]:
    edge = marker["line"]
    for (x, y), size, colour, wide, around in zip(points, marker["size"], marker["color"], edge["width"], edge["color"], strict=True):  # fmt: skip
        yield pen.circle(x, y, size / 2 * PIXEL, colour, stroke=around, stroke_width=wide * PIXEL)


def _words(text: str, x: float, y: float, above: bool, font: dict) -> Iterator[str]:
    """Lines in the middle of a point, or above it with a rim that keeps them apart from lines."""
    lines, size = [line for line in text.split("<br>") if line], font["size"] * PIXEL
    first = y - size * 0.3 if above else y - (len(lines) - 1) * size * LINE / 2 + size * 0.36
    for at, line in enumerate(lines):
        yield pen.text(x, first + at * size * LINE, unescape(re.sub("</?b>", "", line)), size, bold="<b>" in line,
                       colour=font.get("color", INK), anchor="middle", halo=pen.WHITE if above else "")  # fmt: skip
