"""Flows as a sentence, a list and a matrix: what is named, what is one row, and what is kept apart."""

import pytest

from dashboard.figures import flows
from dashboard.markup import find, text_of


def flow(origin, destination, value, direction="between", count=1, **more):
    """A row of an answer about flows."""
    return {
        "indicator": "moved", "origin": origin, "destination": destination, "direction": direction, "value": value,
        "unit": "persons", "flows": count, "level": "district", "period": "2021", "provenance": "illustrative",
        "state": "value" if value is not None else "no_data", **more,
    }  # fmt: skip


ROWS = [
    flow("NP0320", "NP0327", 60), flow("NP0331", "NP0327", 30), flow("other", "other", 10, count=4),
    flow("NP0327", "NP0327", 100, "inside"),
]  # fmt: skip
WHOLES = {"between": flow("", "", 60 + 30 + 10), "inside": flow("", "", 100, "inside")}


@pytest.fixture
def moved(subject_of):
    return subject_of(title={"en": "Persons who moved"}, unit="persons", decimals=0)


def test_the_headline_names_the_largest_flow_and_the_share_that_stayed(moved):
    told = text_of(flows.headline(ROWS, WHOLES, moved))
    assert "from Sindhuli to Kathmandu : 60 persons" in told
    assert "50.0\u00a0% (100) stayed inside one district" in told  # 100 of 100 + 100


def test_in_a_scope_with_a_world_around_it_the_headline_says_who_came_and_left(moved):
    wholes = WHOLES | {"in": flow("", "", 7, "in"), "out": flow("", "", 9, "out")}
    assert "7 persons came to Bagmati from elsewhere, 9 persons left it." in text_of(
        flows.headline(ROWS, wholes, moved)
    )


def test_equal_flows_are_told_as_equal_and_a_world_that_moves_nothing_is_not_told(moved):
    rows = [flow("NP0320", "NP0327", 2), flow("NP0331", "NP0327", 2), flow("NP0331", "NP0320", 1)]
    wholes = {"between": flow("", "", 2 + 2 + 1), "in": flow("", "", 0, "in"), "out": flow("", "", 0, "out")}
    told = text_of(flows.headline(rows, wholes, moved))
    assert "the 2 largest flows" in told and "are equal" in told and "Sindhuli" not in told
    assert "left it" not in told


def test_of_equal_flows_all_are_drawn():
    """Five flows of one: four would be 80 percent of all that moves, and the fifth is no smaller."""
    rows = [flow("NP0320", f"NP032{number}", 1) for number in range(1, 6)]
    assert len(flows.directed(rows, {row[end] for row in rows for end in ("origin", "destination")})) == 5


def test_without_any_known_flow_the_headline_says_so(moved):
    rows = [flow("other", "other", None)]
    assert text_of(flows.headline(rows, {}, moved)).endswith("2021 : not known.")


def test_only_the_largest_are_named_and_the_others_with_the_rest_are_one_row():
    rows = [flow(f"A{number}", "B", 100 - number) for number in range(12)] + [flow("other", "other", 50, count=30)]
    found = flows.shortened(rows)
    assert [row["rank_shown"] for row in found] == [*range(1, 11), 0]
    assert (found[-1]["value"], found[-1]["flows"]) == (
        (100 - 10) + (100 - 11) + 50,
        1 + 1 + 30,
    )  # A10, A11 and the rest
    assert sum(row["value"] for row in found) == sum(row["value"] for row in rows)


def test_the_rest_is_unknown_where_a_part_of_it_is():
    rows = [flow(f"A{number}", "B", 100 - number) for number in range(11)] + [flow("other", "other", None, count=2)]
    assert (flows.shortened(rows)[-1]["state"], flows.shortened(rows)[-1]["value"]) == ("no_data", None)


def test_the_table_names_the_largest_and_counts_the_others_of_each_direction(moved):
    """Forty flows of 140, 139, ... and a rest of 500 others: thirty are named, 10 + 500 stand in one row."""
    rows = [flow(f"A{number}", "B", 140 - number) for number in range(40)] + [flow("other", "other", 7, count=500)]
    drawn = flows.table(rows, moved)
    told = text_of(drawn)
    assert told.count("→") == 0 and len(find(drawn, scope="row")) == flows.IN_TABLE + 1 == 31
    assert f"and {10 + 500} others" in told
    assert f"{sum(140 - number for number in range(30, 40)) + 7:,}" in told  # what those 510 are together
    assert "the CSV has each of them" in told


def test_a_table_of_few_flows_has_each_and_speaks_of_no_others(moved):
    told = text_of(flows.table([flow("NP0320", "NP0327", 60), flow("NP0331", "NP0327", 30)], moved))
    assert "Sindhuli" in told and "others" not in told and "CSV" not in told


def test_what_stays_inside_is_a_list_of_its_own(moved):
    drawn = flows.largest(flows.shortened(ROWS), WHOLES, moved, lambda code: f"/migration?selected={code}")
    told = text_of(drawn)
    assert told.index("from one district to another") < told.index("4 other flows") < told.index("inside one district")
    assert "Sindhuli → Kathmandu 60" in told and told.endswith("Kathmandu 100")


def test_a_direction_in_which_nothing_moves_is_not_listed(moved):
    rows, wholes = [*ROWS, flow("other", "other", 0, "in", 0)], {**WHOLES, "in": flow("", "", 0, "in", 0)}
    drawn = flows.largest(flows.shortened(rows), wholes, moved, str)
    assert "into Bagmati" not in text_of(drawn)


def test_a_tap_on_a_flow_selects_its_other_end(moved):
    drawn = flows.largest(flows.shortened(ROWS), WHOLES, moved, lambda code: f"/{code}", "NP0327")
    assert [one["props"]["href"] for one in find(drawn, className="bar-row on")] == ["/NP0320", "/NP0331", "/NP0327"]


@pytest.mark.parametrize(("values", "drawn"), [
    ([50, 30, 10, 10], 2),  # 80 of 100 are enough
    ([50, 29, 11, 10], 3),
    ([1] * 100, flows.ARROWS),  # never more than 30
])  # fmt: skip
def test_arrows_are_no_more_than_make_up_most_of_what_moves(values, drawn):
    rows = [flow(f"A{number}", "B", value) for number, value in enumerate(values)]
    assert len(flows.directed(rows, {"B", *(row["origin"] for row in rows)})) == drawn


def test_an_arrow_needs_both_its_ends_on_the_map():
    assert flows.directed([flow("A", "B", 5), flow("A", "C", 4)], {"A", "C"}) == [flow("A", "C", 4)]


def cells(values: dict) -> list[dict]:
    return [flow(one, other, value) for (one, other), value in values.items()]


def test_a_matrix_shades_what_moves_and_sets_apart_what_stays(moved):
    ends = ("NP0320", "NP0327")
    drawn = flows.matrix(cells({(one, other): {("NP0320", "NP0327"): 100, ("NP0327", "NP0320"): 0}.get((one, other), 900)
                                for one in ends for other in ends}), moved)  # fmt: skip
    assert [text_of(one) for one in find(drawn, className="num stays")] == ["900", "900"]
    assert [text_of(one) for one in find(drawn, className="num shade-5")] == ["100"]  # the diagonal sets no scale
    assert "–" in text_of(drawn)


def test_all_others_have_a_row_and_a_column_where_anything_moves_there(moved):
    ends = ("NP0320", "other")
    quiet = {(one, other): 5 if (one, other) == ("NP0320", "NP0320") else 0 for one in ends for other in ends}
    assert "Other" not in text_of(flows.matrix(cells(quiet), moved))
    assert "other" in text_of(flows.matrix(cells(quiet | {("other", "NP0320"): 3}), moved))


def test_a_cell_that_is_not_known_says_so_and_is_no_zero(moved):
    ends = ("NP0320", "NP0327")
    drawn = flows.matrix(cells({(one, other): None if one != other else 1 for one in ends for other in ends}), moved)
    assert text_of(drawn).count("no data") == 2
