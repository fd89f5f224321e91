"""The map: which places are coloured, which state is shown how, what a tap finds; never a shape inside the figure."""

import json

from dashboard.figures.choropleth import CONFIG, Ground, figure, shape_of
from dashboard.figures.classes import classes
from dashboard.figures.states import STATES

URL = "/shapes/abc/NP/district/2017/NP03.json"


def draw(rows, subject, **options):
    found = classes([row["value"] for row in rows if row["value"] is not None], "lower")
    return figure(rows, found, subject, lambda code: None if code == "NP9" else URL, units={}, **options)


def kinds(drawn) -> dict[str, list[str]]:
    found = {}
    for trace in drawn["data"]:
        found.setdefault(trace["meta"]["kind"], []).extend(trace["locations"])
    return found


def test_shapes_travel_by_address_and_only_values_in_the_figure(row, subject):
    drawn = draw([row("NP0331", 18.6), row("NP0320", 30.5)], subject)
    assert {trace["geojson"] for trace in drawn["data"]} == {URL}
    assert "coordinates" not in json.dumps(drawn)


def test_each_state_has_a_look_of_its_own_and_none_is_coloured_as_a_value(row, subject):
    rows = [row("NP0331", 18.6), *(row(f"NP03{index:02}", None, state) for index, state in enumerate(STATES))]
    drawn = draw(rows, subject)
    assert kinds(drawn)["value"] == ["NP0331"]
    looks = [
        (trace["colorscale"][0][1], trace["meta"]["pattern"])
        for trace in drawn["data"]
        if trace["meta"]["kind"] in STATES
    ]
    assert len(set(looks)) == len(STATES)


def test_an_unreliable_value_keeps_its_class_and_is_hatched(row, subject):
    drawn = draw([row("NP0331", 18.6), row("NP0320", 30.5, "unreliable")], subject)
    assert kinds(drawn)["value"] == ["NP0331", "NP0320"]
    hatched = [trace["locations"] for trace in drawn["data"] if trace["meta"].get("pattern") == "hatch"]
    assert hatched == [["NP0320"]]


def test_hover_is_ready_made_text_in_the_readers_digits(row, subject_of):
    drawn = draw([row("NP0331", 18.6), row("NP0320", None, "not_reported")], subject_of("ne"))
    texts = [text for trace in drawn["data"] for text in trace.get("text", [])]
    assert any("१८.६" in text for text in texts) and not any("18.6" in text for text in texts)


def test_a_place_without_outline_is_not_drawn(row, subject):
    assert "NP9" not in str(draw([row("NP9", 5.0), row("NP0331", 6.0)], subject)["data"])


def test_a_tap_finds_the_row_of_the_ranking(row, subject):
    found = classes([1.0])
    drawn = figure([row("NP0331401-01", 53.1)], found, subject, lambda code: URL, units={"NP0331401-01": "NP0331"})
    assert drawn["data"][0]["customdata"] == [["NP0331", "NP0331401-01"]]


def test_ground_outline_and_selection_do_not_answer_to_the_finger(row, subject):
    ground, outline = Ground("/shapes/abc/NP/region/2017/NP03.json", ("NP03",)), Ground(URL, ("NP0331",))
    drawn = draw([row("NP0331", 18.6)], subject, ground=ground, outline=outline, selected="NP0331")
    over = [trace for trace in drawn["data"] if trace["meta"]["kind"] in ("ground", "over")]
    assert len(over) == 3 and all(trace["hoverinfo"] == "skip" for trace in over)


def test_groups_stand_out_by_paling_the_places_outside(row, subject):
    rows, found = [row("NP0331", 18.6), row("NP0320", 30.5)], classes([1.0])
    drawn = figure(rows, found, subject, lambda code: URL, units={"NP0320": "mithila-circuit"}, dim=True)
    assert drawn["data"][0]["selectedpoints"] == [1]


def test_nothing_is_asked_from_outside_and_nothing_sent():
    assert CONFIG["topojsonURL"].startswith("/") and CONFIG["showSendToCloud"] is False


def test_a_square_at_the_equator_is_square_and_the_same_degrees_further_north_are_taller():
    assert abs(shape_of((-1, -1, 1, 1)) - 1) < 0.001
    assert shape_of((80, 26, 88, 30.5)) < 8 / 4.5


def test_pointing_at_an_estimate_tells_its_interval_and_how_far_to_rely_on_it(estimate, row, subject):
    rows = [estimate("NP0331", 60.0, 12.0, reliability="use_with_care"), estimate("NP0320", 50.0, 1.0, reliability="sound"),
            row("NP0327", 3.0)]  # fmt: skip
    told = {code: text.replace("\u00a0", " ") for trace in draw(rows, subject)["data"] if "text" in trace
            for code, text in zip(trace["locations"], trace["text"], strict=True)}  # fmt: skip
    assert told["NP0331"] == "<b>Makwanpur</b><br>60.0 % (36.5–83.5 %)<br>use with care"
    assert told["NP0320"] == "<b>Sindhuli</b><br>50.0 % (48.0–52.0 %)" and told["NP0327"] == "<b>Kathmandu</b><br>3.0 %"
