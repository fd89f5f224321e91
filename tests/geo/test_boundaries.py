"""The shapes of a layer as they are sent to be drawn."""

import json
import re

import duckdb
import pytest
import shapely

from data.problems import ContentError
from geo import boundaries
from geo.boundaries import feature_collection, layer_of, without_polygon


@pytest.fixture(scope="module")
def written(places, tmp_path_factory):
    path = tmp_path_factory.mktemp("shapes") / "shapes.parquet"
    assert boundaries.write_layers(path, places) == len(places) + 22
    return path


def features(collection: bytes):
    return json.loads(collection)["features"]


@pytest.mark.slow
def test_every_layer_of_a_place_is_written(written, places):
    assert set(boundaries.layers(written)) == {layer_of(place) for place in places.values()} | {boundaries.PROTECTED}


@pytest.mark.slow
def test_a_layer_has_a_feature_for_every_place_with_a_polygon(written, places):
    for layer in boundaries.layers(written):
        codes = [place.code for place in places.values() if layer_of(place) == layer and place.has_shape]
        drawn = re.findall(r'"Feature","id":"([^"]+)"', feature_collection(written, layer).decode())
        assert drawn == codes if layer != boundaries.PROTECTED else len(drawn) == 22


@pytest.mark.slow
def test_shapes_are_valid_clockwise_and_short_to_print(written):
    for layer in boundaries.layers(written):
        shapes = shapely.get_parts(shapely.from_geojson(feature_collection(written, layer)))
        rings, coordinates = shapely.get_rings(shapely.get_parts(shapes)), shapely.get_coordinates(shapes)
        exterior = shapely.get_exterior_ring(shapely.get_parts(shapes))
        assert shapely.is_valid(shapes).all(), layer
        assert not shapely.is_ccw(exterior).any(), layer
        assert shapely.is_ccw(rings).sum() == len(rings) - len(exterior), layer
        assert (coordinates == coordinates.round(4)).all(), layer


def test_some_codes_come_in_the_order_asked(written):
    drawn = features(feature_collection(written, "NP/district/2017", ["NP0548", "NP0101", "NP0548"]))

    assert [feature["id"] for feature in drawn] == ["NP0548", "NP0101"]


@pytest.mark.slow
def test_wards_without_polygon_are_named_not_drawn(written):
    asked = ["NP0557201-15", "NP0557201-14"]

    assert [feature["id"] for feature in features(feature_collection(written, "NP/ward/2017", asked))] == [
        "NP0557201-14"
    ]
    assert without_polygon(written, "NP/ward/2017", asked) == ["NP0557201-15"]
    assert len(without_polygon(written, "NP/ward/2017")) == 7
    assert without_polygon(written, "NP/local/2017") == ["NP-8016373"]


def test_protected_land_has_a_name(written):
    names = {feature["properties"]["name"] for feature in features(feature_collection(written, boundaries.PROTECTED))}

    assert "Chitawan National Park" in names


def test_bounds_reach_limpiyadhura_as_on_the_official_map(written):
    assert boundaries.bounds(written, "NP/district/2017", ["NP0775"])[3] == pytest.approx(30.473, abs=0.0005)
    assert boundaries.bounds(written, "NP/ward/2017", ["NP0557201-15"]) is None


def test_a_connection_does_as_well_as_a_file(written):
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE shapes AS SELECT * FROM read_parquet(?)", [str(written)])
        for layer, codes in (("NP/region/2017", None), ("BD/local/v02", ["BD100409"])):
            assert feature_collection(connection, layer, codes) == feature_collection(written, layer, codes)
        assert boundaries.layers(connection) == boundaries.layers(written)


def test_v02_codes_on_v03_shapes_fail_loudly(written, places):
    old = [place.code for place in places.values() if place.vintage == "v02"]

    with pytest.raises(ContentError) as failed:
        feature_collection(written, "BD/local/v03", old)

    assert "544 codes are not of the shapes BD/local/v03: BD100409, " in str(failed.value)
    assert str(failed.value).endswith("They are drawn on BD/local/v02.")


def test_one_strange_code_among_good_ones_fails_too(written):
    with pytest.raises(
        ContentError, match=r"1 codes are not of the shapes NP/district/2017: NP9999\. No layer has them"
    ):
        feature_collection(written, "NP/district/2017", ["NP0101", "NP9999"])


@pytest.mark.parametrize("codes", [None, ["NP0101"]])
def test_an_unknown_layer_names_those_that_exist(written, codes):
    with pytest.raises(ContentError, match="no layer of shapes 'NP/district/2099'. Known: NP/country/2017, "):
        feature_collection(written, "NP/district/2099", codes)


def test_no_codes_give_an_empty_collection(written):
    assert features(feature_collection(written, "NP/district/2017", [])) == []


def test_a_file_cut_short_is_named(written, tmp_path):
    broken = tmp_path / "shapes.parquet"
    broken.write_bytes(written.read_bytes()[:1000])

    with pytest.raises(ContentError, match=r"shapes\.parquet: shapes cannot be read"):
        feature_collection(broken, "NP/district/2017")


def test_shapes_that_are_no_places_stop_the_writing(places, tmp_path):
    fewer = {code: place for code, place in places.items() if code != "NP0548201"}

    with pytest.raises(ContentError, match="NP0548201 drawn but no place"):
        boundaries.write_layers(tmp_path / "shapes.parquet", fewer)
