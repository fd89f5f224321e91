"""What a visitor gets of protected figures: whole atoms, and the word `hidden` where a question splits one."""

import pytest

from queries.cube import fingerprint
from queries.run import Ask, run

# Three wards of L, one of M; smallest count 5. Fine: ward 2 (3) and 3 (4) make 7. M: ward 8 has 20.
# Parts: ward 1 has 9 of 10, so 1 is the rest: it joins the others (2 + 1 and 3 + 4 of 7: rest 1 + 1).
ROWS = {"1": (10, 9), "2": (3, 1), "3": (4, 3), "8": (20, 10)}
NUMBERS = ("value", "low", "high", "numerator", "denominator")


@pytest.fixture
def land(draw):
    found = [draw.place("NP", "country", None), draw.place("A", "region", "NP"), draw.place("D", "district", "A")]
    found += [draw.place("L", "local", "D"), draw.place("M", "local", "D")]
    return found + [draw.place(code, "ward", "L" if code < "5" else "M") for code in "1238"]


def indicators(draw):
    rules = {"smallest_count": 5, "least_coverage": 0}
    return [draw.indicator("n", numerator="n", over_periods="sum", **rules),
            draw.indicator("share", numerator="part", denominator="n", over_places="ratio", over_periods="ratio",
                           unit="percent", **rules)]  # fmt: skip


def house(draw, land, rows=ROWS, groups=(), protected=True, **card):
    listed = ", ".join(str((code, "2024-01", *figures)) for code, figures in rows.items())
    sql = f"SELECT * FROM (VALUES {listed}) AS t(place, period, n, part)"
    return draw.house(draw.module(indicators(draw), grain=["ward"], protected=protected, **card), sql, land, groups)


def states(answer, indicator="n"):
    return {row["place"]: row["state"] for row in answer.rows if row["indicator"] == indicator}


def test_a_ward_in_an_atom_of_several_is_hidden_and_has_no_number(draw, land):
    answer = run(house(draw, land), Ask("drawn/one"))
    assert states(answer) == {"1": "value", "2": "hidden", "3": "hidden", "8": "value"}
    assert all(row[key] is None for row in answer.rows if row["state"] == "hidden" for key in NUMBERS)


def test_what_holds_the_whole_atom_is_shown(draw, land):
    answer = run(house(draw, land), Ask("drawn/one", by="local", indicators=("n",)))
    assert {row["place"]: row["value"] for row in answer.rows} == {"L": 10 + 3 + 4, "M": 20}


def test_a_group_that_splits_an_atom_is_hidden_and_one_that_does_not_is_shown(draw, land):
    groups = [draw.group("splits", ["1", "2"]), draw.group("whole", ["2", "3", "M"])]
    answer = run(house(draw, land, groups=groups), Ask("drawn/one", by="drawn-set", indicators=("n",)))
    assert {row["place"]: (row["value"], row["state"]) for row in answer.rows} == {
        "splits": (None, "hidden"), "whole": (3 + 4 + 20, "value")}  # fmt: skip


def test_a_share_is_shown_only_where_numerator_and_denominator_are(draw, land):
    answer = run(house(draw, land), Ask("drawn/one", indicators=("share",)))
    # 20 of which 10: both 10 and the rest reach 5; L needs M: rest 1 + 2 + 1 = 4 < 5
    assert set(states(answer, "share").values()) == {"hidden"}
    country = run(house(draw, land), Ask("drawn/one", by="country", indicators=("share",))).rows[0]
    assert (country["numerator"], country["denominator"], country["state"]) == (23, 37, "value")


def test_the_answer_says_how_much_is_hidden_and_below_what(draw, land):
    answer = run(house(draw, land), Ask("drawn/one"))
    assert answer.notes == ({"code": "hidden", "period": "2024-01", "count": 2 + 4, "of": 8, "smallest_count": 5},)
    assert run(house(draw, land), Ask("drawn/one", by="local", indicators=("n",))).notes == ()


def test_public_figures_are_never_hidden(draw, land):
    answer = run(house(draw, land, protected=False), Ask("drawn/one"))
    assert {row["state"] for row in answer.rows} == {"value"}


def test_where_there_was_no_figure_the_state_stays_what_it_was(draw, land):
    rows = {code: figures for code, figures in ROWS.items() if code != "3"}
    answer = run(house(draw, land, rows, missing="not_reported"), Ask("drawn/one", indicators=("n",)))
    assert states(answer) == {"1": "hidden", "2": "hidden", "3": "not_reported", "8": "value"}


def test_a_zero_in_an_atom_is_hidden_also_where_the_extract_has_no_row_for_it(draw, land):
    rows = {code: figures for code, figures in ROWS.items() if code != "3"}
    answer = run(house(draw, land, rows, missing="zero"), Ask("drawn/one", indicators=("n",)))
    # 3 + 0 are below 5 and join the 10
    assert states(answer) == {"1": "hidden", "2": "hidden", "3": "hidden", "8": "value"}


def test_what_is_small_in_the_whole_country_is_shown_nowhere_nor_in_a_total_of_months(draw, land):
    rows = "('1', '2024-01', 2, 1), ('8', '2024-01', 1, 0), ('1', '2024-02', 9, 5), ('8', '2024-02', 30, 20)"
    sql = f"SELECT * FROM (VALUES {rows}) AS t(place, period, n, part)"
    made = draw.house(draw.module(indicators(draw), grain=["ward"], protected=True, missing="zero"), sql, land)
    country = run(made, Ask("drawn/one", by="country", indicators=("n",))).rows
    assert [(row["period"], row["value"], row["state"]) for row in country] == [
        ("2024-01", None, "hidden"), ("2024-02", 39, "value")]  # fmt: skip
    (total,) = run(made, Ask("drawn/one", by="country", total=("period",), indicators=("n",))).rows
    assert (total["value"], total["state"]) == (None, "hidden")


def test_a_rate_of_zero_cases_does_not_say_so(draw, land):
    rows = {**ROWS, "2": (0, 0)}
    answer = run(house(draw, land, rows), Ask("drawn/one"))
    assert {row["state"] for row in answer.rows if row["place"] == "2"} == {"hidden"}  # never not_applicable


def test_an_old_cube_is_not_read_when_protection_changes(draw):
    made = draw.module(indicators(draw), grain=["ward"], protected=True)
    other = made.model_copy(update={"card": made.card.model_copy(update={"joins_first": "dimensions"})})
    assert len({fingerprint(made), fingerprint(other), fingerprint(made.model_copy(update={"protected": False}))}) == 3


def test_a_figure_outside_every_atom_is_hidden_and_not_shown(draw, land):
    """A fault of the cube must hide, never show."""
    broken = house(draw, land)
    broken.connection.execute('UPDATE "drawn/one" SET "n.cells" = NULL')
    assert set(states(run(broken, Ask("drawn/one", indicators=("n",)))).values()) == {"hidden"}
