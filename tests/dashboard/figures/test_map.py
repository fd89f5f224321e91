"""The map as an element: what travels by address, what is drawn above and below, what a tap leads to."""

import json

from dashboard.figures import map as drawing
from dashboard.figures.choropleth import Ground, hover
from dashboard.figures.classes import classes
from dashboard.figures.map import LARGE, Extras, Links, figure, files_of, files_or_parts, texts_of
from dashboard.markup import to_html
from geo.shape_files import ShapeFile, Shapes

CODES = ("NP0320", "NP0327", "NP0331")
DISTRICTS = Shapes("NP/district/2017", CODES, ShapeFile("NP-district-2017.aaaaaaaaaaaa.json", 0, 3, 900, 300), {})
PARTS = {"NP0320": ShapeFile("part.one", 0, 2, 0, 100), "NP0331": ShapeFile("part.two", 2, 1, 0, 150)}
WARDS = Shapes("NP/ward/2017", ("NP0320401-01", "NP0320401-02", "NP0331401-01"),
               ShapeFile("NP-ward-2017.bbbbbbbbbbbb.json", 0, 3, 900, 240), PARTS)  # fmt: skip
BOUNDS = (84.0, 27.0, 86.0, 28.0)


def shapes_of(code):
    return DISTRICTS if code in DISTRICTS.codes else WARDS if code in WARDS.codes else None


def draw(rows, subject, **options) -> dict:
    found = classes([row["value"] for row in rows if row["value"] is not None], "lower")
    made = figure(rows, found, subject, shapes_of, **{"units": {}, "bounds": BOUNDS} | options)
    return json.loads(made["props"]["drawing"])


def test_shapes_travel_by_address_and_few_values_in_the_page(row, subject):
    drawn = draw([row("NP0331", 18.6), row("NP0320", 30.5), row("NP99", 1.0)], subject)
    (layer,) = drawn["layers"]
    assert layer["files"] == ["/shapes/NP-district-2017.aaaaaaaaaaaa.json"]
    assert layer["shapes"] == "aaaaaaaaaaaa" and layer["values"].startswith("data:")
    left, top, right, bottom = drawn["box"]
    assert left < right and top < bottom


def test_many_values_travel_by_an_address_named_for_what_they_say(row, subject, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_CARRIED", 1)
    links = Links(values="/values/__SHAPES__/poverty?period=2021", texts="/texts/__SHAPES__/poverty?period=2021")
    one, same, other = (
        draw([row("NP0331", value), row("NP0320", 30.5)], subject, links=links)["layers"][0]
        for value in (18.6, 18.6, 90.0)
    )
    assert one["values"].startswith("/values/aaaaaaaaaaaa/poverty?period=2021&as=")
    assert (
        one == same and one["values"] != other["values"] and one["texts"] == "/texts/aaaaaaaaaaaa/poverty?period=2021"
    )


def test_places_of_two_layers_are_two_layers(row, subject):
    drawn = draw([row("NP0331", 18.6), row("NP0320401-01", 30.5)], subject)
    assert [layer["shapes"] for layer in drawn["layers"]] == ["aaaaaaaaaaaa", "bbbbbbbbbbbb"]


def test_parts_are_asked_for_where_they_are_fewer_bytes():
    assert files_of(WARDS, ["NP0320401-02"]) == ["/shapes/part.one"]
    assert files_of(WARDS, ["NP0331401-01"]) == ["/shapes/part.two"]
    assert files_of(WARDS, list(WARDS.codes)) == ["/shapes/NP-ward-2017.bbbbbbbbbbbb.json"]  # 100 + 150 > 240


def large(*, box=(1, 2, 3, 4), brotli_bytes=LARGE) -> Shapes:
    """The layer of wards as it would be with a file of so many bytes."""
    parts = {district: ShapeFile(f"NP-ward-2017-{district}.{number}{number}.json", number, 1, 0, brotli_bytes, box)
             for number, district in enumerate(("NP0320", "NP0331"))}  # fmt: skip
    whole = ShapeFile("NP-ward-2017.bbbbbbbbbbbb.json", 0, 2, 0, brotli_bytes, box)
    return Shapes("NP/ward/2017", ("NP0320401-01", "NP0331401-01"), whole, parts)


def test_a_large_layer_is_offered_whole_and_in_the_parts_that_are_wanted_with_their_boxes():
    shapes = large()
    found = files_or_parts(shapes, shapes.codes)
    assert found == {"whole": "/shapes/NP-ward-2017.bbbbbbbbbbbb.json",
                     "parts": [["-NP0320.00", 1, 2, 3, 4], ["-NP0331.11", 1, 2, 3, 4]]}  # fmt: skip
    for (end, *_), part in zip(
        found["parts"], shapes.parts.values(), strict=True
    ):  # as map_1_shapes.js puts it together
        assert found["whole"].partition(".")[0] + end + ".json" == f"/shapes/{part.name}"
    assert files_or_parts(shapes, ["NP0331401-01"]) == {"files": ["/shapes/NP-ward-2017-NP0331.11.json"]}


def test_a_small_layer_and_one_of_an_old_snapshot_come_whole():
    for shapes in (large(brotli_bytes=LARGE - 1), large(box=())):
        assert files_or_parts(shapes, shapes.codes) == {"files": ["/shapes/NP-ward-2017.bbbbbbbbbbbb.json"]}


def test_lines_selection_comparison_and_numbers_are_told(row, subject):
    drawn = draw([row("NP0331", 18.6), row("NP0320", 30.5)], subject, selected="NP0331", ground=Ground("", ("NP0327",)),
                 outline=Ground("", ("NP0331",)), extras=Extras(compare=("NP0320",), numbers=(("NP0331", "1"),), name="Makwanpur"))  # fmt: skip
    assert drawn["ground"] == [{"files": ["/shapes/NP-district-2017.aaaaaaaaaaaa.json"], "codes": ["NP0327"]}]
    assert drawn["outline"]["codes"] == ["NP0331"] and drawn["compared"] == ["NP0320"]
    assert drawn["numbers"] == [["NP0331", "1"]] and (drawn["selected"], drawn["name"]) == ("NP0331", "Makwanpur")


def test_where_nothing_has_an_outline_there_is_no_map(row, subject):
    found = classes([1.0])
    assert figure([row("NP99", 1.0)], found, subject, shapes_of, units={}, bounds=BOUNDS) is None
    assert figure([row("NP0331", 1.0)], found, subject, shapes_of, units={}, bounds=None) is None


def test_texts_are_ready_made_in_the_readers_digits_and_in_the_order_of_values(row, subject_of):
    rows = [row("NP0331", 18.6), row("NP0320", None, "not_reported")]
    first, second = texts_of(DISTRICTS, rows, subject_of("ne"), {"NP0331": "NP03"}, lambda *of: hover(*of))
    assert first[0] == "Sindhuli" and second[0] == "Makwanpur, Bagmati"
    assert "१८.६" in second[1] and "18.6" not in second[1] and not any(letter.isdigit() for letter in first[1])


def test_before_any_script_the_map_is_an_element_of_the_page_with_its_name(row, subject):
    found = classes([1.0])
    html = to_html(figure([row("NP0331", 1.0)], found, subject, shapes_of, units={}, bounds=BOUNDS, label='Map of "x"'))
    assert html.startswith('<nagar-map id="map" drawing="{&quot;') and html.endswith(
        'label="Map of &quot;x&quot;"></nagar-map>'
    )
