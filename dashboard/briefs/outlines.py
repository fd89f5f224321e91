"""The outlines of places on the grid of `geo/topology.py`, read from a snapshot's files of shapes once and kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import orjson

from dashboard.figures import map as drawing
from geo.shape_files import Shapes

FILES_KEPT = 24  # a file of a whole country is some hundred kB of numbers
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, eq=False)
class Outline:
    """A place: its code and its rings (points by x and y on the grid), polygon by polygon, the outer ring first."""

    code: str
    polygons: tuple[tuple[np.ndarray, ...], ...]

    @cached_property
    def box(self) -> Box:
        points = np.concatenate([polygon[0] for polygon in self.polygons])
        return (*map(float, points.min(axis=0)), *map(float, points.max(axis=0)))

    @cached_property
    def area(self) -> float:
        """Of its outer rings, in squares of the grid."""
        return sum(_area(polygon[0]) for polygon in self.polygons)

    @cached_property
    def path(self) -> str:
        """What an SVG path of it is told."""
        return "".join(_told(ring) for polygon in self.polygons for ring in polygon)

    @cached_property
    def point(self) -> tuple[float, float]:
        """A point well inside: the middle of the widest stretch of the largest polygon, on one of nine lines across it."""
        rings = max(self.polygons, key=lambda polygon: _area(polygon[0]))
        low, high = float(rings[0][:, 1].min()), float(rings[0][:, 1].max())
        left, top, right, bottom = self.box
        best = (0.0, (left + right) / 2, (top + bottom) / 2)
        for step in range(1, 10):
            y = low + (high - low) * step / 10
            crossed = np.sort(np.concatenate([_crossed(ring, y) for ring in rings]))
            for start, end in zip(crossed[::2], crossed[1::2], strict=False):
                weight = float(end - start) * (1 - abs(step - 5) / 12)
                if weight > best[0]:
                    best = (weight, float(start + end) / 2, y)
        return best[1], best[2]


def of(path_of: Callable[[str], Path | None], shapes: Shapes, codes: Iterable[str]) -> list[Outline]:
    """The outlines of a layer's places that have these codes, as finely as a browser has them; `path_of` gives where a file
    lies, by its name (None: it is not there).
    """
    wanted = set(codes)
    paths = [path_of(address.removeprefix(drawing.ADDRESS)) for address in drawing.files_of(shapes, wanted)]
    return [one for path in paths if path for one in read(path) if one.code in wanted]


@lru_cache(maxsize=FILES_KEPT)
def read(path: Path) -> tuple[Outline, ...]:
    """The places of a file, whose name says its content: it never changes."""
    content = orjson.loads(path.read_bytes())
    scale, corner = np.array(content["transform"]["scale"]), np.array(content["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc, dtype=np.int32), axis=0) * scale + corner for arc in content["arcs"]]
    return tuple(
        Outline(shape["id"], tuple(tuple(_ring(numbers, arcs) for numbers in polygon) for polygon in _polygons(shape)))
        for shape in content["objects"]["places"]["geometries"]
    )


def _polygons(shape: dict) -> list:
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def _ring(numbers: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])]).astype(np.int32)


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0].astype(float), ring[:, 1].astype(float)
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def _crossed(ring: np.ndarray, y: float) -> np.ndarray:
    """Where a line across at this height meets the ring."""
    start, end = ring[:-1].astype(float), ring[1:].astype(float)
    meets = (start[:, 1] > y) != (end[:, 1] > y)
    start, end = start[meets], end[meets]
    return start[:, 0] + (y - start[:, 1]) / (end[:, 1] - start[:, 1]) * (end[:, 0] - start[:, 0])


def _told(ring: np.ndarray) -> str:
    steps = np.diff(ring[:-1], axis=0)
    return f"M{ring[0][0]} {ring[0][1]}l" + " ".join(map(str, steps.ravel().tolist())) + "z"
