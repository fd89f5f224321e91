"""Budget measures worked out by hand: letters of PEFA at their limits, and chains of priorities that add up."""

import duckdb
import pandas
import pytest

from queries.registry import load
from queries.run import Ask, run

YEARS = ("2079/80", "2080/81", "2081/82")


@pytest.fixture(scope="module")
def modules():
    return {module.name: module for module in load().of_theme("budget")}


def scores(module, *years: list) -> dict:
    """The one row of a municipality whose years have (plan, outturn) of two functions; None: no report of that year."""
    rows = [
        {"place": "NP0548201", "period": period, "line": name, "function": name, "plan_thousand": plan, "outturn_thousand": spent}
        for period, functions in zip(YEARS, years, strict=True) if functions
        for name, (plan, spent) in zip(("health", "education"), functions, strict=True)
    ]  # fmt: skip
    # somebody else has reported all three years
    rows += [{"place": "NP0101301", "period": period, "line": "a", "function": "health", "plan_thousand": 10,
              "outturn_thousand": 10} for period in YEARS]  # fmt: skip
    grid_budget_lines = pandas.DataFrame(rows).astype({"plan_thousand": "Int64", "outturn_thousand": "Int64"})
    with duckdb.connect() as connection:
        connection.register("grid_budget_lines", grid_budget_lines)
        answer = connection.sql(module.sql).df().set_index("place")
    return answer.loc["NP0548201"].to_dict()


def same(percent: float) -> list:
    """Two functions that both spend so many percent of their plan: no variance between them."""
    return [(1000, round(10 * percent)), (1000, round(10 * percent))]


@pytest.mark.parametrize(
    ("percents", "letter"),
    [((95, 105, 0), "A"), ((94.9, 105, 0), "B"), ((95, 105.1, 0), "B"), ((90, 110, 0), "B"), ((89.9, 110, 0), "C"),
     ((90, 110.1, 0), "C"), ((85, 115, 0), "C"), ((84.9, 115, 0), "D"), ((85, 115.1, 0), "D"), ((0, 100, 100), "A")],
)  # fmt: skip
def test_pi_1_asks_for_its_limits_in_two_of_three_years_and_both_limits_are_inside(modules, percents, letter):
    row = scores(modules["pefa_scores"], *(same(percent) for percent in percents))
    assert row["outturn_score"] == letter
    assert [row[f"outturn_{year}_year"] for year in ("first", "second", "third")] == list(percents)


@pytest.mark.parametrize(
    ("moved", "letter"),
    [((49, 49, 500), "A"), ((50, 49, 500), "B"), ((99, 99, 500), "B"), ((100, 99, 500), "C"), ((149, 149, 500), "C"),
     ((150, 149, 500), "D")],
)  # fmt: skip
def test_pi_2_1_asks_for_less_than_its_limit(modules, moved, letter):
    """All is spent, but `moved` of 1,000 + 1,000 goes from one function to the other: 2 x moved / 2,000, so 50 are 5 percent."""
    row = scores(modules["pefa_scores"], *([(1000, 1000 - one), (1000, 1000 + one)] for one in moved))
    assert row["variance_score"] == letter
    assert row["variance_third_year"] == pytest.approx(100 * 2 * moved[2] / 2000)
    assert row["outturn_score"] == "A" and row["letters"] == f"A / {letter}"


@pytest.mark.parametrize(
    ("years", "why"),
    [((same(100), same(100), [(1000, None), (1000, 900)]), "not_closed"), ((None, same(100), same(100)), "not_closed"),
     ((same(100), same(100), None), "not_reported"), ((same(100), None, None), "not_reported")],
)  # fmt: skip
def test_without_three_closed_years_there_is_no_letter_but_a_reason(modules, years, why):
    row = scores(modules["pefa_scores"], *years)
    assert (row["outturn_score"], row["variance_score"]) == (why, why)
    assert pandas.isna(row["letters"])


def test_a_region_carries_through_the_priorities_of_its_municipalities_not_the_mean_of_their_shares(draw, modules):
    """A1 has 4 priorities, 1 in all three and 2 lost at the programme; A2 has 2, both carried through: 3 of 6, not (25 + 100) / 2."""
    indicators = [modules["alignment"].indicators[name] for name in modules["alignment"].card.parts]
    cube = """
        SELECT * FROM (VALUES ('A1', '2021', 4, 1, 2, 1), ('A2', '2021', 2, 2, 0, 0))
            AS t(place, period, priorities, in_all_three, lost_at_programme, lost_at_budget)"""
    places = [draw.place("NP", "country", None), draw.place("A", "region", "NP")]
    places += [draw.place(code, "local", "A", persons=100) for code in ("A1", "A2")]
    house = draw.house(draw.module(indicators, grain=("local",)), cube, places)
    found = {row["indicator"]: row["value"] for row in run(house, Ask("drawn/one", "region")).rows}
    assert found == {
        "aligned_share": pytest.approx(100 * 3 / 6), "lost_at_programme_share": pytest.approx(100 * 2 / 6),
        "lost_at_budget_share": pytest.approx(100 * 1 / 6),
    }  # fmt: skip
