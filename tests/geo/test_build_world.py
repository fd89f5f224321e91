"""How the land of the world is made: cut at the date line, without what lies south, a point in the largest part."""

import geopandas
import pytest
import shapely

from geo.build_world import north_of_antarctica, path_of, picture, points_of, unrolled

ISLAND = shapely.box(10, 10, 20, 20)


def test_a_ring_across_the_date_line_becomes_a_part_on_each_side():
    across = shapely.Polygon([(175, 0), (-175, 0), (-175, 10), (175, 10)])  # ten degrees wide, not 350
    west, east = sorted(shapely.get_parts(unrolled(across)), key=lambda part: part.bounds[0])
    assert (west.bounds, east.bounds) == ((-180, 0, -175, 10), (175, 0, 180, 10))
    assert unrolled(ISLAND).equals(ISLAND)


def test_what_lies_south_of_the_picture_is_left_out_and_small_islands_are_not_drawn():
    south, dot = shapely.box(0, -80, 50, -70), shapely.box(40, 40, 40.1, 40.1)
    assert len(north_of_antarctica(geopandas.GeoSeries([ISLAND, south]))) == 1
    drawn = picture(geopandas.GeoSeries([ISLAND, dot]))
    assert drawn.count("M") == 1 and drawn.count("<path") == 1


def test_neighbours_are_drawn_as_one_land():
    assert picture(geopandas.GeoSeries([ISLAND, shapely.box(20, 10, 30, 20)])).count("M") == 1


def test_a_path_steps_from_point_to_point():
    ring = shapely.box(0, 0, 1, 1).exterior  # a degree is 0.0152 of the projection's units and 7.6 of the picture's
    assert path_of([ring]) == "M8 0l0-9-8 0 0 9z"


def test_a_country_has_its_point_in_its_largest_part():
    parts = shapely.MultiPolygon([ISLAND, shapely.box(50, 0, 51, 1)])
    table = geopandas.GeoDataFrame({"id": ["392", None], "name": ["Japan", "Nobody's"]}, geometry=[parts, ISLAND])
    (code, point) = next(iter(points_of(table).items()))
    assert code == "JP" and point == pytest.approx((15, 15))
