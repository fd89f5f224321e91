"""Shapes for the map in the browser: pre-projected TopoJSON with shared arcs, from a layer's outlines in degrees.

Coordinates are whole numbers on one grid (`project`), x to the east and y down the screen, in Mercator's projection, so
that a browser draws them as they are. A line between two places is stored once, as TopoJSON's arcs, and what is simplified
is the arc: neighbours never come apart. Layers that are cut together (country, regions, districts, local units) share
their lines too. `geo/shape_files.py` writes the files.
"""

import heapq
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import degrees, log, pi, radians, tan

from data.problems import ContentError

UNIT = 1e-4  # degrees of longitude between two lines of the grid: about 11 m, as in geo/shapes
Point = tuple[int, int]
Line = list[Point]
Shape = list[list[list[int]]]  # polygons, each a list of rings, each a list of numbers of arcs (`~n`: backwards)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A point in degrees on the grid, unrounded: Mercator's projection, x from Greenwich, y down from the equator."""
    return longitude / UNIT, -degrees(log(tan(pi / 4 + radians(latitude) / 2))) / UNIT


def box_of(bounds: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """West, south, east, north in degrees as left, top, right, bottom on the grid."""
    west, south, east, north = bounds
    left, top = project(west, north)
    right, bottom = project(east, south)
    return round(left), round(top), round(right), round(bottom)


@dataclass(frozen=True)
class Topology:
    """`codes` in the order in which values travel; `shapes` of each, made of `arcs`: lines of points, which count in
    `step` units of the grid.
    """

    codes: tuple[str, ...]
    shapes: tuple[Shape, ...]
    arcs: tuple[Line, ...]
    step: int = 1


@dataclass(frozen=True)
class Detail:
    """How finely a layer is drawn: only every `step`th line of the grid; bends smaller than a triangle of `bend` by `bend`
    units are left out, but none larger than `share` of the area of a place beside it.
    """

    step: int = 1
    bend: float = 0.0
    share: float = 0.0


def topology(outlines: Iterable[tuple[str, Mapping]], detail: Detail = Detail()) -> Topology:  # noqa: B008
    """The topology of `(code, GeoJSON geometry in degrees)`, in their order. Every code keeps a shape with an area."""
    codes, rings = [], []
    for code, geometry in outlines:
        codes.append(code)
        rings.append(_gridded(geometry, detail.step))
    cutter = _Cutter([ring for polygons in rings for polygon in polygons for ring in polygon])
    shapes = tuple([[cutter.cut(ring) for ring in polygon] for polygon in polygons] for polygons in rings)
    found = Topology(tuple(codes), shapes, tuple(cutter.arcs), detail.step)
    bend = (detail.bend / detail.step) ** 2 / 2
    return _simplified(found, bend, detail.share) if bend else found


def ring_of(found: Topology, numbers: list[int]) -> Line:
    """The points of a ring, the first repeated as the last."""
    points: Line = []
    for number in numbers:
        arc = found.arcs[number] if number >= 0 else found.arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def area_of(found: Topology, shape: Shape) -> float:
    """The area of a shape in squares of the grid."""
    return found.step**2 * sum(abs(_area(ring_of(found, polygon[0]))) - sum(abs(_area(ring_of(found, hole))) for hole in polygon[1:])
               for polygon in shape)  # fmt: skip


def extent(found: Topology) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of all its lines on the grid; a `ValueError` where it has none."""
    points = [point for arc in found.arcs for point in arc]
    left, right = (found.step * bound(x for x, _ in points) for bound in (min, max))
    top, bottom = (found.step * bound(y for _, y in points) for bound in (min, max))
    return left, top, right, bottom


def as_topojson(found: Topology, first: int = 0) -> bytes:
    """TopoJSON 1.0 with one object `places`, whose geometries' ids are the codes. Arcs are deltas from a corner.

    `first` is the number that the first code has in its layer, where this is a part of one.
    """
    left = min((x for arc in found.arcs for x, _ in arc), default=0)
    top = min((y for arc in found.arcs for _, y in arc), default=0)
    arcs = []
    for arc in found.arcs:
        at, deltas = (left, top), []
        for x, y in arc:
            deltas.append((x - at[0], y - at[1]))
            at = (x, y)
        arcs.append(deltas)
    geometries = [{"type": "Polygon", "id": code, "arcs": shape[0]} if len(shape) == 1 else
                  {"type": "MultiPolygon", "id": code, "arcs": shape}
                  for code, shape in zip(found.codes, found.shapes, strict=True)]  # fmt: skip
    content = {"type": "Topology", "first": first, "transform": {"scale": [found.step] * 2, "translate": [left * found.step, top * found.step]},
               "objects": {"places": {"type": "GeometryCollection", "geometries": geometries}}, "arcs": arcs}  # fmt: skip
    return json.dumps(content, separators=(",", ":")).encode()


def part_of(found: Topology, codes: Iterable[str]) -> Topology:
    """The topology of some of the codes, with the arcs they need; a code that is not of it is a `ContentError`."""
    numbers = {code: number for number, code in enumerate(found.codes)}
    wanted = list(dict.fromkeys(codes))
    unknown = [code for code in wanted if code not in numbers]
    if unknown:
        raise ContentError(f"{len(unknown)} codes are not of this topology, the first is {unknown[0]}.")
    new: dict[int, int] = {}
    shapes = []
    for code in wanted:
        shape = found.shapes[numbers[code]]
        shapes.append([[[_renumbered(number, new) for number in ring] for ring in polygon] for polygon in shape])
    return Topology(tuple(wanted), tuple(shapes), tuple(found.arcs[number] for number in new), found.step)


def _renumbered(number: int, new: dict[int, int]) -> int:
    place = new.setdefault(_own(number), len(new))
    return place if number >= 0 else ~place


def _gridded(geometry: Mapping, step: int) -> list[list[Line]]:
    """Polygons with rings on the grid; those that vanish on it are left out, unless all do: then a dot stays."""
    given = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    found = []
    for polygon in given:
        rings = [_ring(ring, step) for ring in polygon]
        if len(rings[0]) > 3 and _area(rings[0]):
            found.append([rings[0], *(ring for ring in rings[1:] if len(ring) > 3 and _area(ring))])
    if found:
        return found
    x, y = _on_grid(given[0][0][0], step)
    return [[[(x, y), (x + 1, y), (x + 1, y + 1), (x, y)]]]


def _ring(points: Iterable, step: int) -> Line:
    ring: Line = []
    for point in points:
        at = _on_grid(point, step)
        if not ring or ring[-1] != at:
            ring.append(at)
    return ring


def _on_grid(point, step: int) -> Point:
    x, y = project(*point)
    return round(x / step), round(y / step)


def _area(ring: Line) -> float:
    """Half the sum of the cross products: positive or negative by the ring's direction."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)) / 2


class _Cutter:
    """Cuts rings where lines meet: at each point that is passed between different neighbours."""

    def __init__(self, rings: list[Line]):
        passed: dict[Point, frozenset] = {}
        self.meeting: set[Point] = set()
        for ring in rings:
            open_ring = ring[:-1]
            for number, point in enumerate(open_ring):
                beside = frozenset((open_ring[number - 1], ring[number + 1]))
                if passed.setdefault(point, beside) != beside:
                    self.meeting.add(point)
        self.arcs: list[Line] = []
        self._numbers: dict[tuple, int] = {}

    def cut(self, ring: Line) -> list[int]:
        """The numbers of the arcs of a ring."""
        points = ring[:-1]
        starts = [number for number, point in enumerate(points) if point in self.meeting]
        start = starts[0] if starts else points.index(min(points))
        turned = points[start:] + points[: start + 1]
        ends = [number for number, point in enumerate(turned) if point in self.meeting] if starts else [0, len(points)]
        return [self._number(turned[one : two + 1]) for one, two in zip(ends, ends[1:], strict=False)]

    def _number(self, arc: Line) -> int:
        backwards = tuple(reversed(arc))
        if backwards in self._numbers:
            return ~self._numbers[backwards]
        key = tuple(arc)
        if key not in self._numbers:
            self._numbers[key] = len(self.arcs)
            self.arcs.append(arc)
        return self._numbers[key]


def _simplified(found: Topology, bend: float, share: float) -> Topology:
    """The same with small bends left out of arcs; where a ring would lose its area its arcs stay as they are."""
    limits = [bend] * len(found.arcs)
    for shape in found.shapes:
        own = area_of(found, shape) / found.step**2 * share
        for number in _arcs_of(shape):
            limits[number] = min(limits[number], own)
    arcs = [_without_bends(arc, limit) for arc, limit in zip(found.arcs, limits, strict=True)]
    rings = [ring for shape in found.shapes for polygon in shape for ring in polygon]
    while True:
        made = replace(found, arcs=tuple(arcs))
        numbers = {_own(number) for ring in rings if not _area(ring_of(made, ring)) for number in ring}
        numbers = [number for number in numbers if len(arcs[number]) < len(found.arcs[number])]
        if not numbers:
            return made
        for number in numbers:
            arcs[number] = found.arcs[number]


def _own(number: int) -> int:
    """The number of an arc, whichever way it is passed."""
    return number if number >= 0 else ~number


def _arcs_of(shape: Shape) -> set[int]:
    return {_own(number) for polygon in shape for ring in polygon for number in ring}


def _without_bends(arc: Line, limit: float) -> Line:
    """Visvalingam and Whyatt (1993): the point of the smallest triangle goes first, until none is below the limit."""
    least = 4 if arc[0] == arc[-1] else 2
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))
    size: dict[int, float] = {}
    heap = []
    for number in range(1, len(arc) - 1):
        size[number] = _triangle(arc[number - 1], arc[number], arc[number + 1])
        heap.append((size[number], number))
    heapq.heapify(heap)
    left = len(arc)
    while heap and left > least:
        area, number = heapq.heappop(heap)
        if size.get(number) != area:
            continue
        if area >= limit:
            break
        del size[number]
        left -= 1
        one, two = before[number], after[number]
        after[one], before[two] = two, one
        for beside in (one, two):
            if beside in size:
                own = _triangle(arc[before[beside]], arc[beside], arc[after[beside]])
                size[beside] = max(own, area)
                heapq.heappush(heap, (size[beside], beside))
    return [arc[0], *(arc[number] for number in sorted(size)), arc[-1]]


def _triangle(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2
