"""Outlines as they come out of a file of shapes: the same rings, in the same place."""

import pytest

from dashboard.briefs import outlines
from geo import topology

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]]}
RING = {"type": "Polygon", "coordinates": [  # a square of four by four around a hole of two by two
    [[0, 0], [0.04, 0], [0.04, 0.04], [0, 0.04], [0, 0]], [[0.01, 0.01], [0.01, 0.03], [0.03, 0.03], [0.03, 0.01], [0.01, 0.01]]]}  # fmt: skip
TWO = {
    "type": "MultiPolygon",
    "coordinates": [SQUARE["coordinates"], [[[x + 0.02, y] for x, y in SQUARE["coordinates"][0]]]],
}


@pytest.fixture
def outline_of(tmp_path):
    def read(geometry) -> outlines.Outline:
        path = tmp_path / "one.json"
        path.write_bytes(topology.as_topojson(topology.topology([("A", geometry)])))
        outlines.read.cache_clear()
        (found,) = outlines.read(path)
        return found

    return read


def test_an_outline_has_its_box_area_and_path_on_the_grid(outline_of):
    found = outline_of(SQUARE)
    assert found.code == "A" and found.box == (0, -100, 100, 0)  # a unit is 1e-4 degrees, and y goes down
    assert found.area == 100 * 100
    assert found.path.startswith("M") and found.path.endswith("z") and found.path.count("M") == 1


def test_a_place_of_two_parts_has_both_and_its_point_lies_inside_one(outline_of):
    found = outline_of(TWO)
    x, y = found.point
    assert found.area == 2 * 100 * 100 and found.path.count("M") == 2
    assert (0 < x < 100 or 200 < x < 300) and -100 < y < 0


def test_the_point_of_a_ring_is_not_in_its_hole(outline_of):
    x, y = outline_of(RING).point
    assert 0 < x < 400 and -400 < y < 0 and not (100 < x < 300 and -300 < y < -100)
