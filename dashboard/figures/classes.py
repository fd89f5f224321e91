"""Five or six classes for a map: natural breaks pooled over periods, edges rounded to numbers people can say.

Zero is a class of its own. Where values lie on both sides of zero the classes diverge from it.
"""

from bisect import bisect_right
from dataclasses import dataclass
from math import floor, log10

import numpy as np

MOST = 6
ROUNDS = 12  # of the one-dimensional k-means that finds the breaks; more change nothing visible

# Light to dark, evenly spaced in lightness, safe for colour-blind readers and grey print.
COLOURS = {
    "lower": ("#f3eee3", "#ecd9ab", "#dfb066", "#c67f3f", "#984a31", "#511e22"),  # lajolla: dark is bad
    "higher": ("#eef3f2", "#cfe3df", "#9cc9c2", "#5fa69e", "#2c7a75", "#0d4a4a"),  # dark is much of the good
    "neither": ("#f0eee4", "#d9d3ab", "#b0aa86", "#7f8580", "#4c6078", "#16335c"),  # cividis, softened
}
DIVERGING = ("#0f4c81", "#4f86b0", "#b3cfe0", "#f0d9c4", "#cf8d68", "#8a3f1f")  # vik: blue below zero, brown above
ZERO = "#ffffff"
STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True)
class Classes:
    """`edges` part the values: class i holds `edges[i-1] <= value < edges[i]`. With `zero`, class 0 is zero alone."""

    edges: tuple[float, ...]
    colours: tuple[str, ...]
    zero: bool = False

    def index(self, value: float) -> int:
        """The class of a value, from 0."""
        if self.zero:
            return 0 if value == 0 else 1 + bisect_right(self.edges, value)
        return bisect_right(self.edges, value)

    def bounds(self) -> list[tuple[float | None, float | None]]:
        """Low and high end of every class, `None` where it is open; `(0, 0)` is the class of zero."""
        ends = [None, *self.edges, None]
        found = list(zip(ends[:-1], ends[1:], strict=True))
        return [(0, 0), *found] if self.zero else found


def classes(values, better: str = "neither", decimals: int = 0) -> Classes:
    """Classes for all values that will be compared (pooled over periods, so that years compare)."""
    found = np.asarray([value for value in values if value is not None], dtype=float)
    found = found[np.isfinite(found)]
    smallest = 10.0**-decimals
    if found.size and found.min() < 0 < found.max():
        above = _edges(np.abs(found[found != 0]), 3, smallest)
        edges = tuple(sorted({-edge for edge in above} | {0.0} | set(above)))
        side = len(above) + 1
        return Classes(edges, DIVERGING[3 - side : 3] + DIVERGING[3 : 3 + side])
    zero = bool((found == 0).any())
    rest = found[found != 0] if zero else found
    edges = _edges(rest, MOST - 1 if zero else MOST, smallest)
    colours = _spread(COLOURS[better], len(edges) + 1)
    return Classes(edges, (ZERO, *colours) if zero else colours, zero)


def _edges(values: np.ndarray, count: int, smallest: float) -> tuple[float, ...]:
    distinct = _distinct(values)
    if distinct.size < 2:
        return ()
    if distinct.size <= count:
        middles = list((distinct[1:] + distinct[:-1]) / 2)
    else:
        middles = _breaks(values, count)
    return _rounded(middles, float(distinct[0]), float(distinct[-1]), smallest)


def _distinct(values: np.ndarray) -> np.ndarray:
    """The values in order, each once. `numpy.unique`, and `numpy.quantile` by it, would import masked arrays, for which
    the first visitor of a server would wait.
    """
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])[: ordered.size]]


def _breaks(values: np.ndarray, count: int) -> list[float]:
    """Middles between neighbouring clusters of a one-dimensional k-means that starts from quantiles."""
    ordered = np.sort(values)
    places = (np.arange(count) + 0.5) / count * (ordered.size - 1)
    centres = _distinct(np.interp(places, np.arange(ordered.size), ordered))
    for _ in range(ROUNDS):
        cuts = np.searchsorted(ordered, (centres[1:] + centres[:-1]) / 2)
        parts = [part for part in np.split(ordered, cuts) if part.size]
        centres = np.array([part.mean() for part in parts])
    return [float((one[-1] + two[0]) / 2) for one, two in zip(parts[:-1], parts[1:], strict=True)]


def _rounded(edges: list[float], low: float, high: float, smallest: float) -> tuple[float, ...]:
    """Each edge to the coarsest sensible step that its gap to the neighbours allows."""
    ends = [low, *edges, high]
    found: list[float] = []
    for place, edge in enumerate(edges, 1):
        gap = min(edge - ends[place - 1], ends[place + 1] - edge)
        step = max(_step(gap * 0.6), smallest)
        edge = round(round(edge / step) * step, 10)
        if low < edge <= high and (not found or edge > found[-1]):
            found.append(edge)
    return tuple(found)


def _step(largest: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above `largest`."""
    if largest <= 0:
        return 0.0
    power = 10.0 ** floor(log10(largest))
    return max(step for step in STEPS if step * power <= largest * (1 + 1e-9)) * power


def _spread(colours: tuple[str, ...], count: int) -> tuple[str, ...]:
    """So many of the colours, from the lightest to the darkest."""
    if count == 1:
        return (colours[len(colours) // 2],)
    return tuple(colours[round(place * (len(colours) - 1) / (count - 1))] for place in range(count))
