"""Illustrative tax rates: each between its bounds, for those who have a budget, and below the published ceiling."""

import pandas
import pytest

from data import catalogue, sample_budget, sample_taxes
from data.sample_taxes import TAXES


@pytest.fixture(scope="module")
def census():
    return pandas.read_parquet(catalogue.EXTRACTS / "nepal_ward_census_2021.parquet")


@pytest.fixture(scope="module")
def rates(known_places, census):
    return sample_taxes.tax_rates(known_places, census)


def test_every_municipality_with_a_budget_has_every_tax_of_its_country(rates, known_places, census):
    lines = sample_budget.budget_lines(known_places, census)
    wanted = {(row.place, row.period, tax) for row in lines[["place", "period"]].drop_duplicates().itertuples()
              for tax in TAXES[row.place[:2]]}  # fmt: skip
    assert set(rates[["place", "period", "tax"]].itertuples(index=False, name=None)) == wanted
    assert len(rates) == len(wanted)


@pytest.mark.parametrize(("country", "name"), [(country, name) for country, taxes in TAXES.items() for name in taxes])
def test_a_rate_is_a_step_between_the_lowest_and_the_highest(rates, country, name):
    tax = TAXES[country][name]
    levied = rates[rates["place"].str.startswith(country) & rates["tax"].eq(name) & rates["levied"]]
    values = levied[tax.column].astype(float)
    assert values.between(tax.least, tax.most).all() and values.nunique() > 2
    steps = (values - tax.least) / tax.step
    assert (steps - steps.round()).abs().max() < 1e-6


def test_a_tax_has_a_rate_or_an_amount_and_neither_where_it_is_not_levied(rates):
    filled = rates[["rate_percent", "amount_a_year"]].notna().sum(axis=1)
    assert filled.eq(rates["levied"].astype(int)).all()
    assert 0.5 < rates["levied"].mean() < 1


def test_rates_never_fall_from_one_year_to_the_next(rates):
    for column in ("rate_percent", "amount_a_year"):
        wide = rates[rates[column].notna()].pivot(index=["place", "tax"], columns="period", values=column)
        for before, after in (("2079/80", "2080/81"), ("2080/81", "2081/82"), ("2021-22", "2022-23")):
            both = wide[[before, after]].dropna().astype(float)
            assert (both[after] >= both[before]).all() and (both[after] > both[before]).any()


def test_holding_tax_and_rates_stay_below_the_published_ceiling(rates):
    """39 percent of the annual value: Model Tax Schedule 2014. The most that can be asked here is 7 + 7 + 3 + 10."""
    holdings = ["property_tax", "conservancy_rate", "lighting_rate", "water_rate"]
    towns = rates[rates["place"].str.startswith("BD") & rates["tax"].isin(holdings)]
    together = towns.groupby(["place", "period"])["rate_percent"].sum()
    assert 0 < together.max() <= 7 + 7 + 3 + 10 < sample_taxes.HOLDING_CEILING_PERCENT == 39


def test_a_metropolitan_city_asks_more_of_a_shop_than_a_village(rates, known_places):
    shops = rates[rates["tax"].eq("business_tax") & rates["levied"]]
    mean = (
        shops["amount_a_year"]
        .astype(float)
        .groupby(shops["place"].map(lambda code: known_places[code].category))
        .mean()
    )
    assert mean["np-metropolitan-city"] > 1.5 * mean["np-rural-municipality"]
