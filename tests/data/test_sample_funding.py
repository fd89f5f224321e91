"""Illustrative funding and quarters: they add up to the budget lines, and grants stand as published."""

import pandas
import pytest

from data import catalogue, sample_budget, sample_funding


@pytest.fixture(scope="module")
def census():
    return pandas.read_parquet(catalogue.EXTRACTS / "nepal_ward_census_2021.parquet")


@pytest.fixture(scope="module")
def lines(known_places, census):
    return sample_budget.budget_lines(known_places, census)


@pytest.fixture(scope="module")
def funding(known_places, census):
    return sample_funding.funding(known_places, census)


@pytest.fixture(scope="module")
def quarters(known_places, census):
    return sample_funding.quarters(known_places, census)


def test_shares_of_a_country_are_a_hundred_percent():
    assert [sum(shares.values()) for shares in sample_funding.SHARES.values()] == pytest.approx([100, 100])


def test_sources_add_up_to_the_lines_of_each_municipality_and_year(funding, lines):
    key = ["place", "period"]
    pandas.testing.assert_series_equal(
        funding.groupby(key)["plan_thousand"].sum(), lines.groupby(key)["plan_thousand"].sum()
    )
    assert funding["plan_thousand"].ge(0).all()
    assert not funding.duplicated([*key, "source", "economic_class"]).any()


def test_equalization_and_conditional_grants_stand_as_published(funding):
    nepal = funding[funding["place"].str.startswith("NP")]
    by_source = nepal.groupby(["period", "source"])["plan_thousand"].sum().unstack()
    published = 148_639_833 / 76_414_758
    assert (by_source["equalization"] / by_source["conditional"]).tolist() == pytest.approx([published] * 3, rel=1e-5)


def test_a_metropolitan_city_raises_more_of_its_own_than_a_village(funding, known_places):
    own = funding[funding["source"] == "own_revenue"].groupby("place")["plan_thousand"].sum()
    share = own / funding.groupby("place")["plan_thousand"].sum()
    category = share.index.map(lambda code: known_places[code].category)
    mean = share.groupby(category).mean()
    assert mean["np-metropolitan-city"] > 2 * mean["np-rural-municipality"]


def test_reports_are_cumulative_and_end_with_the_outturn(quarters, lines):
    wide = quarters.pivot(index=["place", "period"], columns="quarter", values="spent_to_date_thousand")
    for before, after in (("first", "second"), ("second", "third"), ("third", "fourth")):
        both = wide[[before, after]].dropna()
        assert len(both) > 1000 and (both[before] <= both[after]).all()
    closed = lines.groupby(["place", "period"])["outturn_thousand"].sum(min_count=1).dropna()
    assert (wide.loc[closed.index, "fourth"] == closed).all()
    still_open = wide.index.difference(closed.index)
    assert len(still_open) and wide.loc[still_open, ["third", "fourth"]].isna().all(axis=None)
