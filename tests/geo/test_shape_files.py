"""The files of shapes of all real places: none lost, in order, compressed beside, named by what they hold."""

import gzip
import json
from hashlib import sha256

import brotli
import pytest
import zstandard

from data.problems import ContentError
from geo import boundaries, shape_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written(bundled_snapshot):
    """A snapshot, whose files of shapes a build has written."""
    return bundled_snapshot


@pytest.fixture(scope="module")
def layers(written, places):
    return shape_files.read(written, places)


def codes_in(folder, name) -> list[str]:
    content = json.loads((folder / shape_files.FOLDER / name).read_bytes())
    return [shape["id"] for shape in content["objects"]["places"]["geometries"]]


def test_every_place_with_an_outline_is_in_its_layers_file_in_order(written, layers, places):
    drawn = {code: layer for layer, shapes in layers.items() for code in codes_in(written, shapes.whole.name)}
    assert drawn == {place.code: boundaries.layer_of(place) for place in places.values() if place.has_shape}
    for shapes in layers.values():
        assert codes_in(written, shapes.whole.name) == list(shapes.codes)
    assert (len(layers["NP/local/2017"].codes), len(layers["NP/ward/2017"].codes)) == (753, 6736)
    assert len(shape_files.made_from(written)) == 64  # a digest


def test_the_parts_of_wards_are_districts_and_together_the_layer(written, layers, places):
    shapes = layers["NP/ward/2017"]
    assert len(shapes.parts) == 77
    together = []
    for district, part in shapes.parts.items():
        codes = codes_in(written, part.name)
        assert part.first == len(together) and part.places == len(codes)
        assert {places[places[code].parent].parent for code in codes} == {district}
        together += codes
    assert together == list(shapes.codes)


def borders_of(folder, layers, district) -> dict[str, set]:
    """The lines of a district's wards that are of one ward alone, as sets of points of the grid, with that ward."""
    content = json.loads((folder / shape_files.FOLDER / layers["NP/ward/2017"].parts[district].name).read_bytes())
    (left, top), (scale, _) = content["transform"]["translate"], content["transform"]["scale"]
    lines = []
    for arc in content["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale + left, y * scale + top))
        lines.append(frozenset(points))
    used = {}
    for shape in content["objects"]["places"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for number in (n if n >= 0 else ~n for polygon in polygons for ring in polygon for n in ring):
            used.setdefault(number, []).append(shape["id"])
    return {lines[number]: codes[0] for number, codes in used.items() if len(codes) == 1}


def test_the_edges_of_two_districts_that_touch_are_the_same_lines_in_both_parts(written, layers):
    kathmandu, lalitpur, jhapa = (borders_of(written, layers, code) for code in ("NP0327", "NP0325", "NP0104"))
    common = kathmandu.keys() & lalitpur.keys()
    assert common and {kathmandu[line][:6] for line in common} == {"NP0327"}
    assert {lalitpur[line][:6] for line in common} == {"NP0325"}
    # from the first to the last point in which they touch nothing lies between them
    ends = [point for line in common for point in line]
    touching = {point for line in kathmandu for point in line} & {point for line in lalitpur for point in line}
    assert touching == set(ends) and not kathmandu.keys() & jhapa.keys()


def test_a_part_has_the_box_its_places_lie_in_and_all_parts_are_little_more_than_the_whole(written, layers):
    shapes = layers["NP/ward/2017"]
    west, north, east, south = zip(*(part.box for part in shapes.parts.values()), strict=True)
    around = (min(west), min(north), max(east), max(south))
    assert all(
        abs(one - other) <= 20 for one, other in zip(around, shapes.whole.box, strict=True)
    )  # two steps of its grid
    assert sum(part.brotli_bytes for part in shapes.parts.values()) < 1.35 * shapes.whole.brotli_bytes


def test_files_are_named_by_their_content_and_small_enough_for_a_phone(written, layers):
    for shapes in layers.values():
        for file in (shapes.whole, *shapes.parts.values()):
            path = shape_files.path_of(written, file.name)
            content = path.read_bytes()
            assert sha256(content).hexdigest().startswith(file.name.split(".")[1])
            assert brotli.decompress(path.with_suffix(".json.br").read_bytes()) == content
            assert zstandard.ZstdDecompressor().decompress(path.with_suffix(".json.zst").read_bytes()) == content
            assert file.brotli_bytes < len(gzip.compress(content))
    assert layers["NP/local/2017"].whole.brotli_bytes < 50_000 and layers["NP/ward/2017"].whole.brotli_bytes < 300_000


def test_lines_of_provinces_districts_and_palikas_are_the_same_lines(written, layers):
    def points(layer):
        content = json.loads((written / shape_files.FOLDER / layers[layer].whole.name).read_bytes())
        (left, top), found = content["transform"]["translate"], set()
        for arc in content["arcs"]:
            x = y = 0
            for dx, dy in arc:
                x, y = x + dx, y + dy
                found.add((x * 10 + left, y * 10 + top))
        return found

    for country in ("NP/{}/2017", "BD/{}/v03"):
        fine, coarse = points(country.format("local")), points(country.format("region"))
        assert len(coarse - fine) < len(coarse) / 20


@pytest.mark.parametrize(
    "name", ["index.json", "../manifest.json", "NP-ward-2017.json", "NP-ward-2017.0123456789ab.json"]
)
def test_only_names_of_files_that_are_there_lead_anywhere(written, name):
    assert shape_files.path_of(written, name) is None


def test_a_shape_that_is_no_place_stops_the_writing(written, places, tmp_path):
    fewer = {code: place for code, place in places.items() if code != "NP0548201"}
    with pytest.raises(ContentError, match="NP/local/2017 are 753, its places with a shape 752"):
        shape_files.write(tmp_path, written / "shapes.parquet", fewer, "")


def test_places_that_changed_since_are_told_and_an_old_snapshot_has_none(written, places, tmp_path):
    fewer = {code: place for code, place in places.items() if code != "NP0548201"}
    with pytest.raises(ContentError, match="Run `nagar build`"):
        shape_files.read(written, fewer)
    assert shape_files.read(tmp_path, places) == {} and shape_files.made_from(tmp_path) == ""
