"""Illustrative deprivations: weights as published, and the sums that a national index of poverty must come to."""

import pytest

from data import sample_mpi


@pytest.fixture(scope="module")
def rows():
    return sample_mpi.deprivations({}, None)


def test_a_dimension_is_a_third_shared_equally_among_its_indicators(rows):
    weights = rows.set_index(["place", "deprivation"])["weight"]
    assert weights["BD", "nutrition"] == pytest.approx(1 / 3 / 2) and weights["BD", "internet"] == pytest.approx(
        1 / 3 / 7
    )
    assert weights["NP", "nutrition"] == pytest.approx(1 / 3 / 2) and weights["NP", "housing"] == pytest.approx(
        1 / 3 / 6
    )
    assert weights.groupby("place").sum().to_dict() == {"BD": pytest.approx(1), "NP": pytest.approx(1)}
    assert rows.groupby("place").size().to_dict() == {"BD": 11, "NP": 10}


def test_the_weighted_sum_is_the_published_headcount_times_intensity(rows):
    """Bangladesh: 24.05 % x 44.17 % = 10.622885 %, printed 0.106. Nepal: 0.074, which is 17.4 % of an intensity of 42.5 %."""
    index = (rows["weight"] * rows["censored_headcount_percent"]).groupby(rows["place"]).sum() / 100
    assert index["BD"] == pytest.approx(0.2405 * 0.4417) and round(index["BD"], 3) == 0.106
    assert index["NP"] == pytest.approx(0.074)
    assert index["BD"] / 0.2405 == pytest.approx(0.4417)


def test_nobody_lacks_a_thing_and_is_poor_without_being_poor(rows):
    headcount = rows["place"].map({"BD": 24.05, "NP": 17.4})
    assert rows["censored_headcount_percent"].gt(0).all() and (rows["censored_headcount_percent"] <= headcount).all()


@pytest.mark.parametrize(
    ("country", "order"),
    [("BD", ["school_attendance", "years_of_schooling", "nutrition", "housing", "internet", "sanitation", "assets"]),
     ("NP", ["years_of_schooling", "nutrition"])],
)  # fmt: skip
def test_the_largest_contributions_come_in_the_order_in_which_the_reports_name_them(rows, country, order):
    own = rows[rows["place"] == country].set_index("deprivation")
    contributions = (own["weight"] * own["censored_headcount_percent"]).sort_values(ascending=False)
    assert list(contributions.index[: len(order)]) == order
