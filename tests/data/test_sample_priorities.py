"""Illustrative priorities: a policy lasts, each row is named by a document, and the chain breaks at both of its joints."""

import pandas
import pytest

from data import catalogue, sample_budget, sample_priorities


@pytest.fixture(scope="module")
def census():
    return pandas.read_parquet(catalogue.EXTRACTS / "nepal_ward_census_2021.parquet")


@pytest.fixture(scope="module")
def rows(known_places, census):
    return sample_priorities.priorities(known_places, census)


def test_only_municipalities_and_years_that_have_a_budget_and_most_of_them(rows, known_places, census):
    budgets = sample_budget.budget_lines(known_places, census)
    asked = set(budgets[["place", "period"]].itertuples(index=False, name=None))
    found = set(rows[["place", "period"]].itertuples(index=False, name=None))
    assert found < asked
    assert len(found) / len(asked) == pytest.approx(1 - sample_priorities.NOT_READ_SHARE, abs=0.03)


def test_each_sector_is_one_of_the_budget_lines_and_named_by_a_document(rows):
    assert set(rows["sector"]) == set(sample_priorities.SECTORS) < set(sample_budget.LINES)
    assert rows[["in_policy", "in_programme", "in_budget"]].any(axis=1).all()
    assert not rows.duplicated(["place", "period", "sector"]).any()


def test_a_policy_lasts_for_all_periods(rows):
    named = rows[rows["in_policy"]].groupby(["place", "period"])["sector"].agg(frozenset)
    assert named.groupby("place").nunique().eq(1).all()


def test_the_chain_breaks_at_the_programme_and_at_the_budget_and_mostly_holds(rows):
    policy = rows[rows["in_policy"]]
    lost_at_programme = (~policy["in_programme"]).mean()
    lost_at_budget = (policy["in_programme"] & ~policy["in_budget"]).mean()
    in_all_three = (policy["in_programme"] & policy["in_budget"]).mean()
    assert lost_at_programme > 0.1 and lost_at_budget > 0.05 and in_all_three > 0.5
    assert lost_at_programme + lost_at_budget + in_all_three == pytest.approx(1)
