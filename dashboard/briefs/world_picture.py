"""The lines from towns to the countries of their partners on the world, as one SVG: `figures/world.py` without a browser."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

from dashboard.briefs import fonts, pen
from dashboard.briefs.content import Picture
from dashboard.pages import world
from dashboard.pages.laid import Laid
from geo.world import LAND

WIDE = 800  # units
LETTERS, HALO = 14, 3
Place = Callable[[float, float], tuple[float, float]]


def of(laid: Laid) -> Picture | None:
    """The lines that the page shows; None where none can be drawn."""
    made = world.figure(laid)
    if made is None:
        return None
    figure, ratio = made
    width, height = WIDE, WIDE / ratio
    (west, east), (south, north) = (figure["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    scale = width / (east - west)

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - west) * scale, (north - y) * scale

    *arcs, towns, countries = figure["data"]
    content = [pen.rectangle(0, 0, width, height, "#ffffff"), _land(figure["layout"]["images"][0], at, scale)]
    content += [line for trace in arcs for line in _arcs(trace, at)]
    content += [*_points(towns, at), *_points(countries, at), *_names(countries, at, width)]
    return Picture(pen.document(width, height, content), width, height)


@cache
def _coasts() -> tuple[tuple[float, ...], str]:
    """The box of the land's picture in its own units (left, top, width, height), and what it draws."""
    text = LAND.read_text("utf-8")
    box = tuple(map(float, re.search(r'viewBox="([^"]+)"', text)[1].split()))
    return box, re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)[1]


def _land(image: dict, at: Place, scale: float) -> str:
    (left, top, width, _), drawn = _coasts()
    x, y = at(image["x"], image["y"])
    size = image["sizex"] * scale / width
    moved = f"translate({pen.number(x)} {pen.number(y)}) scale({size:.6g}) translate({-left:g} {-top:g})"
    return pen.element("g", drawn, transform=moved, opacity=image["opacity"])


def _arcs(trace: dict, at: Place) -> Iterator[str]:
    """Bent lines through three points each; gaps lie between them."""
    known = [at(x, y) for x, y in zip(trace["x"], trace["y"], strict=True) if x is not None]
    for start, middle, end in zip(known[::3], known[1::3], known[2::3], strict=True):
        bend = [2 * through - (one + other) / 2 for one, through, other in zip(start, middle, end, strict=True)]
        path = "M{} {}Q{} {} {} {}".format(*map(pen.number, (*start, *bend, *end)))
        yield pen.element("path", d=path, fill="none", stroke=trace["line"]["color"], stroke_width=trace["line"]["width"],
                          opacity=trace["opacity"])  # fmt: skip


def _points(trace: dict, at: Place) -> Iterator[str]:
    marker = trace["marker"]
    for x, y, size in zip(trace["x"], trace["y"], marker["size"], strict=True):
        yield pen.circle(*at(x, y), size / 2, marker["color"], stroke=marker["line"]["color"], stroke_width=marker["line"]["width"])  # fmt: skip


def _names(trace: dict, at: Place, width: float) -> Iterator[str]:
    """The names of the largest, below their points and inside the picture."""
    for x, y, size, text in zip(trace["x"], trace["y"], trace["marker"]["size"], trace["text"], strict=True):
        name = unescape(text)
        if name:
            (left, top), half = at(x, y), fonts.width(name, LETTERS) / 2
            middle = min(max(left, half + HALO), width - half - HALO)
            yield pen.text(middle, top + size / 2 + LETTERS, name, LETTERS, anchor="middle", halo="#ffffff")
