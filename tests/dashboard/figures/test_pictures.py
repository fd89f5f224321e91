"""Ranking, legend, trend, breakdown, dots, table, badges: what a reader finds in them."""

from dataclasses import replace

import pytest

from dashboard.figures import breakdown, legend, ranking, table, trend
from dashboard.figures.badge import badges
from dashboard.figures.classes import classes
from dashboard.figures.dots import Strip, strip
from dashboard.markup import children_of, find, text_of, to_html
from dashboard.words import Reader
from queries.peers import compare
from queries.series import Break


def styles(element) -> list[dict]:
    """The styles of an element and all below it, which are set in the browser and stand in no HTML."""
    if not isinstance(element, dict):
        return []
    own = [element["props"]["style"]] if element["props"].get("style") else []
    return own + [style for child in children_of(element) for style in styles(child)]


def href(code):
    return f"/poverty?selected={code}"


def test_the_highest_stands_first_and_states_last_in_words(row, subject):
    rows = [row("NP0331", 18.6), row("NP0327", None, "not_reported"), row("NP0320", 30.5)]
    drawn = ranking.ranking(rows, subject, href, selected="NP0331")
    assert [item["props"]["data-code"] for item in drawn["props"]["children"]] == ["NP0320", "NP0331", "NP0327"]
    assert text_of(drawn).endswith("Kathmandu not reported")
    assert [text_of(found) for found in find(drawn, aria_current="true")] == ["Makwanpur 18.6"]


def test_bars_begin_at_zero_and_show_the_interval(row, subject):
    drawn = ranking.ranking([row("NP0331", 20.0, low=10.0, high=40.0), row("NP0320", 10.0)], subject, href)
    assert {"left": "0.00%", "width": "50.00%"} in styles(drawn)  # 20 of the 40 that the interval reaches
    assert {"left": "25.00%", "width": "75.00%"} in styles(drawn)


def test_bars_of_both_signs_share_one_zero(row, subject):
    found = styles(ranking.ranking([row("NP0331", -10.0), row("NP0320", 30.0)], subject, href))
    assert {"left": "25.00%", "width": "75.00%"} in found and {"left": "0.00%", "width": "25.00%"} in found


def test_a_long_ranking_is_cut_but_keeps_the_selected_place(row, subject):
    rows = [row(f"NP{index:04}", float(index)) for index in range(40)]
    drawn = ranking.ranking(rows, subject, href, selected="NP0003")
    codes = [item["props"]["data-code"] for item in drawn["props"]["children"]]
    assert len(codes) == ranking.SHOWN + 1 and codes[-1] == "NP0003"


def test_the_legend_counts_each_class_and_each_state(row, subject):
    rows = [row("a", 0.0), row("b", 5.0), row("c", 60.0), row("d", None, "hidden"), row("e", 61.0, "unreliable")]
    found = classes([item["value"] for item in rows], "lower")
    drawn = legend.legend(rows, found, subject)
    counts = [
        int(text_of(cell["props"]["children"][-1])) for cell in drawn["props"]["children"][0]["props"]["children"]
    ]
    assert sum(counts) == 4 and counts[0] == 1
    assert "hidden 1" in text_of(drawn) and "unreliable 1" in text_of(drawn)


def test_one_period_makes_no_line(row, subject):
    assert trend.figure([row("NP0331", 1.0)], subject, ["2021"], []) is None


def test_lines_are_named_at_their_ends_and_gaps_stay_gaps(row, subject):
    rows = [row("NP0331", 10.0, period="2001"), row("NP0331", 20.0, period="2021"), row("NP0320", 5.0, period="2001"),
            row("NP0320", None, "not_reported", period="2021")]  # fmt: skip
    drawn = trend.figure(rows, subject, ["2001", "2021"], ["NP0331"])
    named = {note["text"]: note["x"] for note in drawn["layout"]["annotations"]}
    assert named == {"Makwanpur": 1, "Sindhuli": 0}
    by_place = {line["meta"]["place"]: line["y"] for line in drawn["data"]}
    assert by_place == {"NP0331": [10.0, 20.0], "NP0320": [5.0, None]}
    assert drawn["layout"]["xaxis"]["ticktext"] == ["2001", "2021"]


METHOD = Break("method", "2001", "2011", why={"en": "New."})


def values_of(drawn):
    return {line["meta"]["place"]: list(zip(line["x"], line["y"], line["marker"]["symbol"], strict=True))
            for line in drawn["data"] if "place" in line["meta"]}  # fmt: skip


def test_the_band_of_an_interval_never_bridges_a_break(row, subject):
    periods = ["2001", "2011", "2021"]
    rows = [row("NP0331", 5.0, period=period, low=4.0, high=6.0) for period in periods]
    drawn = trend.figure(rows, subject, periods, ["NP0331"], [METHOD])
    bands = [line["x"] for line in drawn["data"] if "band" in line["meta"]]
    assert bands == [[1, 2, 2, 1]]  # 2011 to 2021 and back; 2001 stands alone


def test_a_change_of_method_interrupts_every_line_and_is_drawn_between_the_periods(row, subject):
    periods = ["2001", "2011", "2021"]
    rows = [
        row(code, float(value), period=period) for code in ("NP0331", "NP0320") for value, period in enumerate(periods)
    ]
    drawn = trend.figure(rows, subject, periods, [], [METHOD])
    for points in values_of(drawn).values():
        assert points == [(0, 0.0, "circle-open"), (0.5, None, "circle"), (1, 1.0, "circle-open"), (2, 2.0, "circle")]
    assert [(shape["x0"], shape["x1"]) for shape in drawn["layout"]["shapes"]] == [(0.5, 0.5)]
    assert all(line["connectgaps"] is False for line in drawn["data"])


def test_a_boundary_breaks_the_lines_of_its_places_only(row, subject):
    periods = ["2011", "2021"]
    rows = [row(code, 1.0, period=period) for code in ("NP0331", "NP0320") for period in periods]
    rows += [row("old", 1.0, period="2011"), row("new", 2.0, period="2021")]
    breaks = [Break("boundary", "2011", "2021", frozenset({"NP0331"}), ("x",), ("NP0331",)),
              Break("boundary", "2011", "2021", frozenset({"old", "new"}), ("old",), ("new",))]  # fmt: skip
    drawn = trend.figure(rows, subject, periods, [], breaks)
    points = values_of(drawn)
    assert [where for where, _, _ in points["NP0331"]] == [0, 0.5, 1] and points["NP0331"][1][1] is None
    assert points["NP0320"] == [(0, 1.0, "circle"), (1, 1.0, "circle")]
    assert (points["old"][0][2], points["new"][1][2]) == ("circle-open", "circle-open")  # where one ends, one begins
    assert drawn["layout"]["shapes"] == []


def test_a_break_stays_where_the_years_beside_it_have_no_figure(row, subject):
    periods = ["2001", "2011", "2021", "2031"]
    rows = [row("NP0331", 1.0, period="2001"), row("NP0331", 2.0, period="2031"), row("NP0320", 1.0, period="2011"),
            row("NP0320", 2.0, period="2031")]  # fmt: skip
    points = values_of(trend.figure(rows, subject, periods, [], [METHOD]))
    assert [y for _, y, _ in points["NP0331"]] == [1.0, None, None, None, 2.0]
    assert {symbol for _, y, symbol in points["NP0331"] if y} == {"circle-open"}
    assert {symbol for _, y, symbol in points["NP0320"] if y} == {"circle"}  # all of it lies after the change


def test_ticks_speak_the_readers_language(row, subject_of):
    rows = [row("NP0331", 10.0, period="2001"), row("NP0331", 20.0, period="2021")]
    drawn = trend.figure(rows, subject_of("bn"), ["2001", "2021"], [])
    assert "২০০১" in drawn["layout"]["xaxis"]["ticktext"] and "২০" in drawn["layout"]["yaxis"]["ticktext"]


@pytest.mark.parametrize(
    "heights, expected", [([1, 5, 9], [1, 5, 9]), ([1, 1.1, 1.2], [1, 2, 3]), ([9, 9.5, 9.9], [8, 9, 10])]
)
def test_names_of_close_lines_are_moved_apart_and_stay_inside(heights, expected):
    assert trend.apart(heights, 1, 10) == pytest.approx(expected)


def test_a_hundred_percent_bar_needs_all_its_parts(row, subject):
    parts = [("one", "One", {"NP0331": row("NP0331", 30.0), "NP0320": row("NP0320", 10.0)}),
             ("two", "Two", {"NP0331": row("NP0331", 10.0), "NP0320": row("NP0320", None, "hidden")})]  # fmt: skip
    drawn = breakdown.stacked(["NP0331", "NP0320"], parts, subject)
    assert {"75.000%", "25.000%"} <= {style.get("width") for style in styles(drawn)}
    assert text_of(find(drawn, data_code="NP0320")[0]) == "Sindhuli hidden"


@pytest.mark.parametrize(("values", "word"), [((5.0, -1.0), "a part is below zero"), ((0.0, 0.0), "zero")])
def test_parts_that_make_no_whole_have_a_word_and_no_bar(row, subject, values, word):
    parts = [(name, name, {"NP0331": row("NP0331", value), "NP0320": row("NP0320", 1.0)})
             for name, value in zip("ab", values, strict=True)]  # fmt: skip
    drawn = breakdown.stacked(["NP0331", "NP0320"], parts, subject)
    assert text_of(find(drawn, data_code="NP0331")[0]) == f"Makwanpur {word}"


def test_bars_of_something_else_than_places_have_its_names_and_no_codes(row, subject):
    parts = [("a", "A", {"male": row("NP03", 1.0), "female": row("NP03", 3.0)}),
             ("b", "B", {"male": row("NP03", 3.0), "female": row("NP03", 1.0)})]  # fmt: skip
    drawn = breakdown.stacked(["male", "female"], parts, subject, name={"male": "Men", "female": "Women"}.get)
    assert "Men" in text_of(drawn) and "Women" in text_of(drawn) and find(drawn, data_code="male") == []


def test_breakdown_keeps_the_order_of_a_scale_and_sorts_the_rest(row, subject):
    few = breakdown.bars([("A", row("a", 1.0)), ("B", row("b", 2.0))], subject)
    assert text_of(few).startswith("B")
    ages = breakdown.bars([(f"{age}-{age + 4}", row("a", float(age + 1))) for age in range(0, 60, 5)], subject)
    assert text_of(ages).startswith("0-4")
    assert breakdown.bars([("A", row("a"))], subject) is None


RULE = "other districts of Nepal"


def compared(own, values, row, **errors):
    rows = [row(str(number), value, **errors) for number, value in enumerate(values)]
    return Strip(own, compare(own, rows, frozenset(str(number) for number in range(len(values)))), RULE)


def test_a_place_among_its_peers_is_said_as_well_as_drawn(row, subject):
    own = row("NP0331", 18.6)
    around = [row("a", 5.0), row("b", 6.0), row("c", 40.0)]
    found = replace(compared(own, [30.5, 0.4, 1, 2, 3], row), around=around, around_name="Bagmati", around_word="districts",
                    beside=[("Nepal", row("NP", 20.3))])  # fmt: skip
    text = text_of(strip(found, subject, "National Statistics Office", "/poverty"))
    assert "Of 5 other districts of Nepal 4 are lower and 1 is higher. Percentile 80." in text
    assert "Bagmati" in text and "6.0" in text and "Nepal: 20.3" in text


def test_fewer_than_five_peers_are_no_comparison(row, subject):
    drawn = strip(compared(row("NP0331", 18.6), [30.5, 0.4, 1, 2], row), subject, "NSO", "/poverty")
    assert "Only 4 of the peers have a figure (other districts of Nepal); at least 5" in text_of(drawn)
    assert not find(drawn, className="strip")


def test_a_place_without_a_figure_says_its_state_in_the_strip(row, subject):
    drawn = strip(compared(row("NP0331", None, "hidden"), [30.5, 1, 2, 3, 4], row), subject, "NSO", "/poverty")
    assert "hidden" in text_of(drawn) and not find(drawn, className="strip")


def test_peers_that_cannot_be_told_apart_are_neither_lower_nor_higher(row, subject):
    own = row("NP0331", 18.6, standard_error=5.0, low=8.8, high=28.4)
    text = text_of(strip(compared(own, [30.5, 20, 17, 0, 90], row, standard_error=5.0), subject, "NSO", "/"))
    # z for 5 comparisons is 2.576, the error of a difference 7.07: beyond 18.2 it is a difference.
    assert "1 is lower, 1 is higher and 3 cannot be told apart from it. Percentile between 20 and 80." in text


def test_the_table_has_state_and_coverage_and_leaves_missing_cells_empty(row, subject):
    rows = [row("NP0331", 18.6, numerator=19600, denominator=105376, places_known=97, places_with_value=95, coverage=0.98),
            row("NP0320", None, "not_reported", numerator=7, places_known=2)]  # fmt: skip
    drawn = table.table(rows, subject)
    text = text_of(drawn).replace("\u00a0", " ")
    assert "18.6 %" in text and "19,600" in text and "(95/97)" in text and "not reported" in text
    missing = find(drawn, data_code="NP0320")[0]
    cells = [text_of(cell) for cell in missing["props"]["children"]]
    assert cells[1] == "" and "0" not in "".join(cells[1:4])


def test_a_long_table_says_that_the_csv_has_the_rest(row, subject):
    drawn = table.table([row(f"NP{index:04}", 1.0) for index in range(table.SHOWN + 5)], subject)
    assert str(table.SHOWN + 5) in text_of(drawn) and "CSV" in text_of(drawn)


def test_only_what_is_not_published_or_not_whole_carries_a_badge(row):
    reader = Reader("en")
    assert badges("published", [row("a", 1.0)], reader) == []
    assert [text_of(mark).split()[0] for mark in badges("illustrative", [row("a", 1.0, coverage=0.5)], reader)] == [
        "illustrative", "partial"]  # fmt: skip


# Figures with errors


def test_places_that_cannot_be_told_apart_stand_in_groups_without_numbers(estimate, row, subject):
    rows = [estimate("NP0331", 60.0, 9.0), estimate("NP0320", 55.0, 9.0), estimate("NP0327", 10.0, 1.0),
            row("NP0301", None, "not_reported")]  # fmt: skip
    drawn = ranking.ranking(rows, subject, href, selected="NP0331")
    text = text_of(drawn)
    assert "May be the highest, not the lowest 2" in text and "Lowest, beyond doubt 1" in text
    assert (
        text.index("Makwanpur 60.0") < text.index("Sindhuli 55.0") < text.index("Lowest") < text.index("not reported")
    )
    assert "Makwanpur: between rank 1 and 2 of 3 districts. 1 other cannot be told from Makwanpur" in text
    shaded = [item["props"]["data-code"] for item in find(drawn, data_code="NP0320")]
    html = to_html(drawn)
    assert html.count("bar-row alike") == 1 and shaded == ["NP0320"]  # told from Kathmandu, not from Sindhuli


def test_the_groups_stand_in_one_order_whatever_the_highest_figure(estimate, subject):
    rows = [estimate("NP0320", 50.0, 30.0), estimate("NP0331", 40.0, 1.0), estimate("NP0327", 10.0, 1.0)]
    text = text_of(ranking.ranking(rows, subject, href))
    assert text.index("Makwanpur 40.0") < text.index("Sindhuli 50.0") < text.index("Kathmandu 10.0")


def test_a_long_group_is_cut_and_says_so_but_keeps_the_selected_place(estimate, subject):
    rows = [estimate(f"NP{index:04}", 40.0 + index, 9.0) for index in range(20)]
    drawn = ranking.ranking(rows, subject, href, selected="NP0000")
    codes = [code for code in (f"NP{index:04}" for index in range(20)) if find(drawn, data_code=code)]
    assert len(codes) == ranking.OF_A_GROUP + 1 and "NP0000" in codes
    assert "Cannot be told apart 20" in text_of(drawn) and "and 15 more" in text_of(drawn)
    assert "anywhere among 20 districts" in text_of(drawn)


def test_names_of_what_is_not_sound_are_faded_and_their_hover_says_why(estimate, row, subject):
    rows = [estimate("NP0331", 60.0, 12.0, reliability="use_with_care"), estimate("NP0320", 5.0, 0.1, reliability="sound"),
            estimate("NP0327", 10.0, 4.0, state="unreliable", reliability="unreliable")]  # fmt: skip
    html = to_html(ranking.ranking(rows, subject, href))
    assert '<span class="name care">Makwanpur' in html and '<span class="name unsure">Kathmandu' in html
    assert '<span class="name">Sindhuli' in html and html.count("hatched") == 1
    assert "use with care" in html and "36.5–83.5" in html  # 60 -+ 1.96 x 12
    plain = to_html(ranking.ranking([row("NP0331", 18.6), row("NP0320", 30.5)], subject, href))
    assert "care" not in plain and "title" not in plain and "h3" not in plain


def test_only_highlighted_lines_have_bands_and_these_break_where_an_interval_is_missing(estimate, row, subject):
    periods = ["2001", "2006", "2011", "2016", "2021"]
    known = [estimate("NP0331", 10.0 + index, 2.0, period=period) for index, period in enumerate(periods)]
    rows = [*known[:3], row("NP0331", 13.0, period="2016"), known[4],
            *(estimate("NP0320", 50.0, 5.0, period=period) for period in periods)]  # fmt: skip
    drawn = trend.figure(rows, subject, periods, ["NP0331"])
    (band,) = [trace for trace in drawn["data"] if "band" in trace["meta"]]
    assert band["meta"] == {"band": "NP0331"} and band["x"] == [0, 1, 2, 2, 1, 0]  # 2021 stands alone: a whisker only
    assert band["y"] == [row["high"] for row in known[:3]] + [row["low"] for row in known[2::-1]]
    lines = {trace["meta"]["place"]: trace for trace in drawn["data"] if "place" in trace["meta"]}
    assert lines["NP0331"]["error_y"]["array"] == pytest.approx([3.92, 3.92, 3.92, 0, 3.92], abs=0.01)
    assert "error_y" not in lines["NP0320"] and "(6.1–13.9" in lines["NP0331"]["hovertext"][0]


def test_the_strip_shows_the_own_interval_and_claims_no_side_it_does_not_support(estimate, row, subject):
    own = estimate("NP0331", 18.6, 4.0)
    around = [estimate(f"NP{index}", 10.0 + 5 * index, 4.0) for index in range(4)]
    near = {"around": [own, *around], "around_name": "Bagmati", "around_word": "districts"}
    drawn = strip(
        replace(compared(own, [30.5, 0.4, 1, 2, 3], row, standard_error=4.0), **near), subject, "NSO", "/poverty"
    )
    text = text_of(drawn)
    assert "(10.8–26.4)" in text and "<u>" in to_html(drawn)  # 18.6 -+ 1.96 x 4
    assert "It cannot be told from the middle one of Bagmati's districts" in text and "Above the" not in text
    clear = estimate("NP0331", 90.0, 1.0)
    near["around"] = [clear, *around]
    told = replace(compared(clear, [30.5, 0.4, 1, 2, 3], row, standard_error=4.0), **near)
    assert "Above the middle one of Bagmati's districts" in text_of(strip(told, subject, "NSO", "/poverty"))


def test_the_table_has_ranks_error_and_reliability_in_words(estimate, row, subject):
    rows = [estimate("NP0331", 60.0, 9.0, reliability="sound"), estimate("NP0320", 55.0, 9.0, reliability="use_with_care"),
            estimate("NP0327", 10.0, 1.0), row("NP0301", None, "no_data")]  # fmt: skip
    drawn = table.table(rows, subject)
    text = text_of(drawn)
    assert "Between ranks" in text and "Standard error" in text and "Reliability" in text
    assert "Makwanpur 1–2 60.0" in text and "Kathmandu 3 10.0" in text and "use with care" in text
    cells = [text_of(cell) for cell in find(drawn, data_code="NP0301")[0]["props"]["children"]]
    assert cells[1:7] == [""] * 6
    plain = text_of(table.table([row("NP0331", 60.0), row("NP0320", 55.0)], subject))
    assert not any(word in plain for word in ("ranks", "error", "Reliability"))


def test_the_legend_counts_what_is_to_be_used_with_care(estimate, subject):
    rows = [estimate("a", 5.0, 1.0, reliability="use_with_care"), estimate("b", 60.0, 1.0, reliability="sound")]
    drawn = legend.legend(rows, classes([5.0, 60.0], "lower"), subject)
    assert "use with care 1" in text_of(drawn) and "unreliable" not in text_of(drawn)


def test_a_dimension_may_be_called_standing_beside_the_column_of_standings(row, subject):
    """The register of practices has such a dimension: its table could not be drawn."""
    rows = [row("NP0331", 40.0, standing="champion"), row("NP0331", 20.0, standing="pilot")]
    made = table.table(
        rows, subject, {"standing": {"champion": "Champion", "pilot": "Pilot"}}, {"standing": "Standing"}
    )
    assert "Champion" in text_of(made) and "Pilot" in text_of(made)
