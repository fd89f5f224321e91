"""Only what is significant has a colour; everything else is grey, and islands and edges are named."""

from dataclasses import replace

import pytest

from dashboard.figures import choropleth, pockets
from dashboard.figures.subject import Subject
from dashboard.markup import find, text_of
from dashboard.words import Reader
from queries.card_parts import HotSpots
from queries.pockets import Facts, Held, Pocket, Summary

RULE = {"permutations": 999, "false_discoveries": 0.05, "seed": 1, "near_metres": 25.0}
CARD = HotSpots(indicators=["poorest_fifth_share"], high={"en": "Pockets of poverty"}, low={"en": "Few poor together"},
                held={"en": "The {places} hold {share} of all in {scope}; the poorest {places} hold {highest_share}."})  # fmt: skip
TWO = Pocket(1, ("W1", "W2"), 1000, 2000, 20.0)
FOUND = Summary(5, True, 2, 2, 1, (TWO,), Held(1000, 1760, 1000 / 1760, 1150 / 1760, 2))
URL = "/shapes/1/NP/ward/2017/NP03.json"


@pytest.fixture
def told(subject):
    return pockets.Told(subject, CARD, Facts("ward", "NP03", 1121, RULE), "households")


@pytest.fixture
def rows(row):
    """Two wards of one pocket (one at the edge), one low, one in none, one without neighbours, one without a figure."""

    def ward(code, value, pocket, **more):
        found = {"pocket": pocket, "pocket_number": None, "edge": None, "area_km2": 10.0, "numerator": 10 * (value or 0),
                 "denominator": 1000, "smoothed": value, "gi_star_z": 3.0, "gi_star_q": 0.01, "moran": None}  # fmt: skip
        found["per_km2"] = found["numerator"] / 10
        return row(code, value, level="ward", **found | more)

    return [
        ward("W1", 60.0, "high", pocket_number=1, moran="high_high"),
        ward("W2", 40.0, "high", pocket_number=1, edge="border", moran="high_high"),
        ward("W3", 1.0, "low"), ward("W4", 55.0, "none"), ward("W5", 20.0, "no_neighbours"), ward("W6", None, None),
    ]  # fmt: skip


def plain(text: str) -> str:
    """The text with plain spaces for those that hold a number and its unit together."""
    return text.replace("\xa0", " ")


def drawn(rows, told) -> dict:
    painted = pockets.painted(told)
    return choropleth.figure(rows, painted, told.subject, lambda code: URL, units={}, class_of=painted.of,
                             told=pockets.hover(told))  # fmt: skip


def colour_of(figure: dict, place: str) -> str:
    """The colour the map gives a place, found as plotly does: by its z on the scale between zmin and zmax."""
    (trace,) = [trace for trace in figure["data"] if place in trace["locations"]]
    z = trace["z"][trace["locations"].index(place)]
    if "zmin" not in trace:
        return trace["colorscale"][0][1]
    share = (z - trace["zmin"]) / (trace["zmax"] - trace["zmin"])
    return [colour for end, colour in trace["colorscale"] if end <= share][-1]


def test_only_significant_places_have_a_colour(rows, told):
    figure = drawn(rows, told)
    assert [colour_of(figure, code) for code in ("W1", "W2")] == [pockets.BAD] * 2
    assert colour_of(figure, "W3") == pockets.GOOD
    greys = {colour_of(figure, code) for code in ("W4", "W5")}  # the first of them is as high as a pocket, and alone
    assert greys == {pockets.NEUTRAL["none"], pockets.NEUTRAL["no_neighbours"]}
    assert colour_of(figure, "W6") == "#ffffff"  # no data stays what it is


def test_warm_is_what_is_bad(rows, told, subject_of):
    for better, high in (("lower", pockets.BAD), ("higher", pockets.GOOD), ("neither", pockets.DARK)):
        other = pockets.Told(subject_of(better=better), CARD, told.facts, "")
        assert colour_of(drawn(rows, other), "W1") == high


def test_pointing_at_a_place_tells_rate_number_density_and_edge(rows, told):
    lines = pockets.hover(told)(rows[1], told.subject, None)
    assert list(map(plain, lines)) == ["W2", "Pockets of poverty", "40.0 %", "400 households", "40.0 households per km²",
                                  "At the edge: no neighbour lies beyond."]  # fmt: skip
    assert pockets.hover(told)(rows[5], told.subject, None) == ["W6", "no data"]


def test_the_legend_counts_every_kind_and_names_islands_and_edges(rows, told):
    found = pockets.legend(rows, told)
    cells = [text_of(item) for item in find(found, className="classes pockets")[0]["props"]["children"]]
    assert cells == ["Pockets of poverty 2", "Few poor together 1", "No pocket 1", "No neighbour with a figure 1"]
    assert "1 place in pockets lies at the edge of what is known" in text_of(found)
    assert "no data" in text_of(found)


def test_the_rule_is_one_line_with_all_it_rests_on(told):
    assert plain(pockets.rule(told)) == (
        "A pocket: a ward and its neighbours together lie higher than chance would put them. "
        "Gi*, 999 permutations, 5 % false discoveries, 1,121 wards of Bagmati."
    )


def test_the_line_below_the_headline_counts_places_and_pockets(told):
    assert pockets.line(FOUND, told) == (
        "Pockets of poverty: 2 of the 5 wards with a figure in Bagmati lie in 1 pocket that chance does not explain."
    )
    assert "none in Bagmati" in pockets.line(replace(FOUND, inside=0, pockets=()), told)
    assert pockets.line(replace(FOUND, tested=False, inside=0, pockets=()), told) is None


def test_sentences_come_from_what_was_found(told, subject_of):
    card = {"above": 50, "sentence": {"en": "{count}"}}
    teller = pockets.Told(subject_of(headline=card), CARD, told.facts, "households")
    assert [plain(text) for text in pockets.sentences(FOUND, teller)] == [
        "The 2 wards hold 57 % of all in Bagmati; the poorest 2 wards hold 65 %.",  # 1,000 and 1,150 of 1,760
        "In pockets lie 1 of the 2 wards above 50 %; the neighbours of the others could look as they do by chance.",
    ]
    assert pockets.sentences(replace(FOUND, above=0, above_inside=0, held=None), told) == []


def test_the_list_tells_place_count_rate_number_and_density(told):
    found = pockets.listed([TWO], told, lambda pocket: "Makwanpur")
    # 1,000 of 2,000 households on 20 km2
    assert plain(text_of(found)) == "1 Makwanpur 2 wards · 50.0 % · 1,000 households · 50.0 households per km²"


def test_a_long_list_says_how_many_more_there_are(told):
    many = [Pocket(number, ("W1",), 600, 1000, 10.0) for number in range(1, 12)]
    assert text_of(pockets.listed(many, told, lambda pocket: "x")).endswith(
        "3 pockets more with 3 wards: see the table."
    )


def test_the_table_has_the_places_in_pockets_only(rows, told):
    found = pockets.table(rows, told)
    assert [tr["props"]["data-code"] for tr in find(found) if tr["props"].get("data-code")] == ["W1", "W2"]
    assert "high among high" in text_of(found)


def test_numbers_stand_at_the_place_nearest_to_the_middle(told):
    spots = {"W1": (85.0, 27.0), "W2": (86.0, 27.0), "W4": (85.4, 27.0)}
    one = Pocket(1, tuple(spots), 1, 1, None)  # the middle is at 85.467
    two = Pocket(2, ("W2",), 1, 1, None)
    assert pockets.numbers([one, two], told, spots.get) == [("W4", "1"), ("W2", "2")]
    assert pockets.numbers([one], told, spots.get) == []  # one needs no number


def test_a_pocket_in_many_districts_names_those_with_most_of_it(told):
    codes = ["A", "B", "B", "C", "D", "D", "D"]
    assert pockets.names_of(codes, str, Reader("en")) == "D, B, A and 1 other"
    assert pockets.names_of(["A"], str, Reader("en")) == "A"


@pytest.mark.parametrize(("language", "digits"), [("ne", "१,१२१"), ("bn", "১,১২১")])
def test_every_sentence_is_said_in_the_readers_language(told, language, digits):
    known = told.subject
    subject = Subject(Reader(language), known.indicator, known.period, known.scope, known.country, known.name)
    teller = pockets.Told(subject, CARD, told.facts, "households")
    assert digits in pockets.rule(teller)
    assert "Gi*" in pockets.rule(teller) and "permutations" not in pockets.rule(teller)
    assert pockets.line(FOUND, teller)
