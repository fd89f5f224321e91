"""Topologies: neighbours share their lines, nothing is lost, and simplifying never parts them."""

import json
from math import cos, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.problems import ContentError
from geo.topology import UNIT, Detail, area_of, as_topojson, box_of, extent, part_of, project, ring_of, topology


def square(west: float, south: float, size: float = 1.0, *holes) -> dict:
    ring = [[west, south], [west, south + size], [west + size, south + size], [west + size, south], [west, south]]
    return {"type": "Polygon", "coordinates": [ring, *holes]}


def test_two_squares_side_by_side_share_one_line():
    found = topology([("A", square(0, 0)), ("B", square(1, 0))])
    assert len(found.arcs) == 3
    uses = [number if number >= 0 else ~number for (((*ring,),),) in found.shapes for number in ring]
    assert sorted(uses.count(number) for number in range(3)) == [1, 1, 2]


def test_an_island_in_a_hole_is_the_line_of_the_hole():
    lake = square(0.25, 0.25, 0.5)
    around = square(0, 0, 1.0, lake["coordinates"][0][::-1])
    found = topology([("around", around), ("inside", lake)])
    assert len(found.arcs) == 2
    whole = topology([("A", square(0, 0))])
    both = area_of(found, found.shapes[0]) + area_of(found, found.shapes[1])
    assert both == area_of(whole, whole.shapes[0])


def test_a_grid_step_is_as_long_upwards_as_sideways():
    x, y = project(85.0, 28.0)
    east, _ = project(85.0 + 0.01, 28.0)
    _, north = project(85.0, 28.0 + 0.01 * cos(radians(28.0)))
    assert east - x == pytest.approx(y - north, rel=1e-3) and x == pytest.approx(85.0 / UNIT)
    left, top, right, bottom = box_of((80, 26, 88, 30))
    assert left < right and top < bottom  # y grows down the screen


def test_what_vanishes_on_the_grid_stays_as_a_dot():
    found = topology([("A", square(0, 0)), ("tiny", square(3, 3, 1e-6))], Detail(step=10))
    assert found.codes == ("A", "tiny") and area_of(found, found.shapes[1]) > 0


def wavy(east: float) -> list:
    """A line north with small bends to both sides."""
    return [[east + (0.004 if step % 2 else 0), step / 50] for step in range(51)]


def test_a_shared_line_is_simplified_once_and_neighbours_stay_together():
    left = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], *reversed(wavy(1)), [0, 0]]]}
    right = {"type": "Polygon", "coordinates": [[[2, 0], *wavy(1), [2, 1], [2, 0]]]}
    fine, plain = (topology([("L", left), ("R", right)], detail) for detail in (Detail(), Detail(1, 150, 0.01)))
    assert sum(map(len, plain.arcs)) < sum(map(len, fine.arcs)) / 3
    both = [set(ring_of(plain, shape[0][0])) for shape in plain.shapes]
    assert len(both[0] & both[1]) >= 2  # the ends of the common line at least
    assert sum(area_of(plain, shape) for shape in plain.shapes) == pytest.approx(
        sum(area_of(fine, shape) for shape in fine.shapes), rel=1e-9
    )


cells = st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=20)


@settings(max_examples=60)
@given(cells, st.sampled_from([Detail(), Detail(10), Detail(10, 200, 0.01)]))
def test_every_place_keeps_its_area_and_lines_are_stored_once(where, detail):
    places = [(f"P{x}{y}", square(x / 10, y / 10, 0.1)) for x, y in sorted(where)]
    found = topology(places, detail)
    assert found.codes == tuple(code for code, _ in places)
    for shape in found.shapes:
        assert area_of(found, shape) == pytest.approx(1000 * 1000, rel=0.02)  # 0.1 degrees are 1,000 lines of the grid
    ends = [frozenset((arc[0], arc[-1], *arc)) for arc in found.arcs]
    assert len(ends) == len(set(ends))
    read = json.loads(as_topojson(found))
    used = {
        number if number >= 0 else ~number
        for shape in read["objects"]["places"]["geometries"]
        for ring in shape["arcs"]
        for number in ring
    }
    assert used == set(range(len(read["arcs"])))


def test_topojson_gives_the_rings_back():
    found = topology([("A", square(80, 26)), ("B", square(81, 26))], Detail(step=10))
    read = json.loads(as_topojson(found, first=7))
    assert read["type"] == "Topology" and read["first"] == 7
    (left, top), (scale, _) = read["transform"]["translate"], read["transform"]["scale"]
    for number, arc in enumerate(read["arcs"]):
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale + left, y * scale + top))
        assert points == [(px * 10, py * 10) for px, py in found.arcs[number]]
    x, y = project(80, 26)
    assert abs(left - x) <= 10 and abs(top - project(80, 27)[1]) <= 10


def test_the_extent_is_that_of_the_lines_whatever_the_step():
    outlines = [("A", square(80, 26)), ("B", square(82, 27))]
    for step in (1, 10):
        around = zip(extent(topology(outlines, Detail(step))), box_of((80, 26, 83, 28)), strict=True)
        assert all(abs(one - other) <= step for one, other in around)


def test_parts_of_one_simplified_topology_have_their_common_line_point_by_point():
    left = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], *reversed(wavy(1)), [0, 0]]]}
    right = {"type": "Polygon", "coordinates": [[[2, 0], *wavy(1), [2, 1], [2, 0]]]}
    together = topology([("L", left), ("R", right)], Detail(1, 150, 0.01))
    one, other = ({point for arc in part_of(together, [code]).arcs for point in arc} for code in "LR")
    edge = {(x, y) for x, y in one if x >= 1 / UNIT}  # the wavy line lies between 1 and 1.004 degrees
    assert len(edge) >= 2 and edge == {(x, y) for x, y in other if x <= 1.004 / UNIT}


def test_a_part_has_the_lines_it_needs_and_a_strange_code_is_named():
    found = topology([("A", square(0, 0)), ("B", square(1, 0)), ("C", square(5, 5))])
    part = part_of(found, ["C", "A"])
    assert part.codes == ("C", "A") and len(part.arcs) == 3
    assert [area_of(part, shape) for shape in part.shapes] == [
        area_of(found, found.shapes[2]),
        area_of(found, found.shapes[0]),
    ]
    with pytest.raises(ContentError, match="the first is X"):
        part_of(found, ["A", "X"])
