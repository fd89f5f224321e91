"""What places gain and lose, and matrices: flows drawn small enough to be added up by hand."""

import pytest

from queries.balance import added, balances, matrix
from queries.run import Ask, run

MOVES = """
    SELECT * FROM (VALUES
        ('A1x', 'A1x', '2021', 50), ('A1x', 'A1y', '2021', 7), ('A1x', 'A2x', '2021', 10), ('A1y', 'A2x', '2021', 6),
        ('A2x', 'A1x', '2021', 9), ('A2y', 'B1x', '2021', 20), ('B1x', 'A2y', '2021', 1)
    ) AS t(origin, destination, period, persons)
"""


def land_of(draw) -> list:
    """Two regions; A has two districts of two local units each, B has one district with one."""
    found = [draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("B", "region", "NP")]
    found += [draw.place(code, "district", code[0]) for code in ("A1", "A2", "B1")]
    return found + [draw.place(code, "local", code[:2], persons=100) for code in ("A1x", "A1y", "A2x", "A2y", "B1x")]


def moves(draw, missing="zero"):
    one = draw.indicator("moved", numerator="persons", over_dimensions="sum", over_periods="sum")
    return draw.module([one], kind="flow", missing=missing)


@pytest.fixture
def house(draw):
    return draw.house(moves(draw), MOVES, land_of(draw))


def asked(house, by="district", within=None, **more):
    return run(house, Ask("drawn/one", by, within, "2021", indicators=("moved",), **more))


def told(answer) -> dict:
    """place -> (arrived, departed, inside, came less left)."""
    return {row["place"]: (row["arrived"], row["departed"], row["inside"], row["value"]) for row in answer.rows}


def test_what_came_less_what_left_with_what_stayed_apart(house):
    assert told(balances(house, asked(house))) == {
        "A1": (9, 10 + 6, 50 + 7, 9 - 16),
        "A2": (16 + 1, 9 + 20, 0, 17 - 29),
        "B1": (20, 1, 0, 20 - 1),
    }


def test_all_gains_and_losses_are_nil_together(house):
    assert sum(row["value"] for row in balances(house, asked(house)).rows) == 0


def test_inside_a_scope_flows_with_all_the_world_count(house):
    """A1 and A2 lie in A: what A2 sends to B1 is lost to it although B1 is no row."""
    found = told(balances(house, asked(house, within="A")))
    assert set(found) == {"A1", "A2"} and found["A2"] == (17, 29, 0, -12)


def test_at_a_coarser_level_what_moved_between_its_parts_has_stayed(house):
    assert told(balances(house, asked(house, by="region"))) == {
        "A": (1, 20, 50 + 7 + 10 + 6 + 9, 1 - 20), "B": (20, 1, 0, 19),
    }  # fmt: skip


def test_where_an_end_has_not_reported_nobody_knows_what_left(draw):
    made = moves(draw, missing="not_reported")
    house = draw.house(made, f"SELECT * FROM ({MOVES}) WHERE destination <> 'B1x'", land_of(draw))
    rows = balances(house, asked(house)).rows
    assert {(row["state"], row["value"]) for row in rows} == {("no_data", None)}


def test_a_flow_without_a_figure_leaves_both_its_ends_unknown(draw):
    cube = f"SELECT * REPLACE (CASE WHEN origin = 'A2y' THEN NULL ELSE persons END AS persons) FROM ({MOVES})"
    house = draw.house(moves(draw), cube, land_of(draw))
    states = {row["place"]: row["state"] for row in balances(house, asked(house)).rows}
    assert states == {"A1": "value", "A2": "no_data", "B1": "no_data"}


def test_a_matrix_names_the_chosen_in_their_order_and_adds_up_to_all_that_moved(house):
    rows = matrix(house, asked(house), ["B1", "A1"])
    assert [row["origin"] for row in rows][::3] == ["B1", "A1", "other"]
    found = {(row["origin"], row["destination"]): row["value"] for row in rows}
    assert found["A1", "other"] == 10 + 6 and found["other", "A1"] == 9 and found["A1", "A1"] == 57
    assert found["B1", "A1"] == 0  # nothing moved: a zero, since absence means that here
    assert sum(found.values()) == 50 + 7 + 10 + 6 + 9 + 20 + 1


def test_rows_of_a_list_add_up_by_a_column(house):
    found = added(asked(house, top=1).rows, "direction")
    assert {name: row["value"] for name, row in found.items()} == {"between": 20 + 16 + 9 + 1, "inside": 57}
    assert found["between"]["flows"] == 4
    unknown = added([{**found["inside"], "value": None}, found["inside"]], "direction")
    assert (unknown["inside"]["value"], unknown["inside"]["state"]) == (None, "no_data")
