"""The world of partners abroad: which lines there are, how thick, what is named and said, what has no line."""

import pytest

from dashboard.figures import world
from dashboard.markup import find, text_of
from dashboard.words import Reader

ENGLISH = Reader("en")
EDGES = (-2.7, -1.0, 2.7, 1.3)
POINTS = {"JP": (1.9, 0.65), "DE": (0.1, 0.85), "US": (-1.3, 0.65), "SG": (1.5, 0.02), "GI": None}
AT = {"a": (1.25, 0.48), "b": (1.3, 0.46)}


def row(place, land):
    return {"place": place, "land": land}


ROWS = [row("a", "JP"), row("a", "JP"), row("b", "JP"), row("b", "DE"), row("b", None), row("a", "GI")]


def name(code):
    return f"town {code}"


def found(rows=ROWS):
    return world.Found(rows, "land", POINTS)


def drawn(rows=ROWS, reader=ENGLISH):
    return world.figure(found(rows), AT, POINTS, EDGES, "/file/1/world.svg", reader, name)


def traces(figure, mode):
    return [trace for trace in figure["data"] if trace["mode"] == mode]


def test_a_line_leads_from_each_town_to_each_country_thicker_where_there_are_more():
    figure, _ = drawn()
    thin, thick = traces(figure, "lines")
    assert thin["meta"]["lines"] == [["b", "JP"], ["b", "DE"]] and thick["meta"]["lines"] == [["a", "JP"]]
    assert (thin["line"]["width"], thick["line"]["width"]) == (world.THINNEST, world.THICKEST)
    assert [thick["x"][0], thick["x"][2], thick["x"][3]] == [1.25, 1.9, None]
    assert thick["text"][0] == "town a – Japan: 2"


def test_lines_of_several_towns_to_one_country_lie_apart():
    figure, _ = drawn([row("a", "JP"), row("b", "JP")])
    (lines,) = traces(figure, "lines")
    first, second = lines["y"][1], lines["y"][5]
    assert first != second  # the middles of the two


def test_every_country_has_a_dot_that_tells_how_many_and_whose():
    figure, _ = drawn()
    (dots,) = traces(figure, "markers+text")
    assert dots["meta"]["countries"] == ["JP", "DE"]
    assert dots["hovertext"][0] == "Japan: 3 (town a (2) and town b)"
    assert dots["marker"]["size"][0] > dots["marker"]["size"][1]


def test_the_land_lies_where_the_projection_has_it_and_the_picture_shows_the_part_with_lines():
    figure, ratio = drawn()
    (image,) = figure["layout"]["images"]
    assert (image["x"], image["y"], image["sizex"], image["sizey"]) == (-2.7, 1.3, 2.7 + 2.7, 1.3 + 1.0)
    west, east = figure["layout"]["xaxis"]["range"]
    assert -2.7 < west < 0.1 and 1.9 < east < 2.7  # from Germany to Japan, the Americas are left out
    assert world.TALLEST <= round(ratio, 3) <= world.FLATTEST


@pytest.mark.parametrize("countries", [["JP"], ["US"], ["US", "JP", "SG"], ["SG"]])
def test_whatever_is_drawn_lies_inside_the_picture_and_the_picture_inside_the_world(countries):
    figure, _ = drawn([row("a", country) for country in countries])
    (west, east), (south, north) = (figure["layout"][axis]["range"] for axis in ("xaxis", "yaxis"))
    assert EDGES[0] - 1e-3 <= west and east <= EDGES[2] + 1e-3 and EDGES[1] - 1e-3 <= south and north <= EDGES[3] + 1e-3
    for x, y in [AT["a"], *(POINTS[country] for country in countries)]:
        assert west < x < east and south < y < north


def test_names_that_would_touch_are_not_written_twice_and_those_at_the_sides_stand_inwards():
    near = {**POINTS, "DE": (1.88, 0.66)}
    one = world.Found([row("a", "JP"), row("a", "JP"), row("a", "DE")], "land", near)
    figure, _ = world.figure(one, AT, near, EDGES, "", ENGLISH, name)
    (dots,) = traces(figure, "markers+text")
    assert dots["text"] == ["Japan", ""]
    (sides,) = traces(drawn([row("a", "US"), row("a", "JP")])[0], "markers+text")
    assert (sides["meta"]["countries"], sides["textposition"]) == (["JP", "US"], ["bottom left", "bottom right"])


def test_it_says_how_many_countries_and_what_has_no_line():
    told = [world.sentence(found(), ENGLISH), *world.notes(found(), ["town p"], ENGLISH)]
    assert told[0] == "Lines lead to 2 countries, most often to Japan: 3."
    alike = found([row("a", "JP"), row("b", "DE")])
    assert world.sentence(alike, ENGLISH) == "Lines lead to 2 countries, 1 to each."
    assert told[1] == "1 entry is of no one country and has no line."
    assert told[2] == "Not on this map: Gibraltar (1)."
    assert told[3].startswith("No point is known of town p")
    assert len(world.notes(world.Found([row("a", "JP")], "land", POINTS), [], ENGLISH)) == 1


def test_without_a_line_there_is_no_picture_and_no_sentence_but_a_table():
    only = found([row("a", None), row("a", "GI")])
    assert world.figure(only, AT, POINTS, EDGES, "", ENGLISH, name) is None and world.sentence(only, ENGLISH) == ""
    said = text_of(world.table(only, ENGLISH, name, "Partners"))
    assert "Gibraltar 1 town a" in said and "of no one country 1" in said


def test_the_table_has_the_countries_with_most_first():
    heads = find(world.table(found(), Reader("bn"), name, "Partners"), scope="row")
    assert [text_of(head) for head in heads] == ["জাপান", "জার্মানি", "জিব্রাল্টার", "কোনো এক দেশের নয়"]
