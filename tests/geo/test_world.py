"""The flat world: where points lie in it, and that the land is a small picture without a border."""

import re
import tomllib

import pytest

from data import countries
from geo.world import LAND, country_points, edges, flat


def test_the_projection_has_the_values_that_its_authors_print():
    assert flat(0, 0) == (0, 0)
    assert flat(180, 0)[0] == pytest.approx(0.8707 * 3.14159265, abs=1e-6)  # of half the way around
    assert flat(0, 90)[1] == pytest.approx(0.8707 * 0.52 * 3.14159265, abs=1e-3)  # height by width is 0.52
    assert flat(-30, -10) == pytest.approx([-value for value in flat(30, 10)])


def test_every_country_of_the_list_has_a_point_inside_the_picture_or_none():
    points, (west, south, east, north) = country_points(), edges()
    assert tuple(points) == countries.codes()
    assert all(west < x < east and south < y < north for x, y in filter(None, points.values()))
    assert [points[code] for code in ("GI", "AQ")] == [None, None] and points["SG"] and points["MV"]


def test_the_land_is_one_shape_in_a_small_file_with_the_edges_of_the_projection():
    text = LAND.read_text("utf-8")
    west, _, east, _ = edges()
    box = [float(number) for number in re.search(r'viewBox="([^"]+)"', text)[1].split()]
    assert len(text) < 60_000 and text.count("<path") == 1
    assert "stroke" not in text and "style" not in text and "script" not in text
    assert box[2] / -box[0] == pytest.approx((east - west) / -west, abs=1e-3)


def test_its_card_says_whose_it_is_and_that_no_border_is_drawn():
    card = tomllib.loads(LAND.with_suffix(".toml").read_text("utf-8"))
    assert "public domain" in card["licence"] and card["border"].startswith("None is drawn")
