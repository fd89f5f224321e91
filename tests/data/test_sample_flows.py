"""Illustrative moves between palikas: the published share crosses a district's border, and nothing stays where it is."""

import pandas as pd
import pytest

from data import catalogue, sample_flows
from data.problems import ROOT
from data.sample import WARD_CENSUS
from geo.places import load

WARDS = ROOT / "data" / "extracts" / f"{WARD_CENSUS}.parquet"


@pytest.fixture(scope="module")
def places():
    return load()


@pytest.fixture(scope="module")
def flows(places):
    return sample_flows.flows(places, pd.read_parquet(WARDS))


def test_moves_between_districts_are_the_published_share_of_the_persons(flows):
    """3,788,049 of 26,253,828 in 2011; the same share of the 28,925,480 persons in wards of 2021."""
    crossing = flows[flows["origin"].str[:6] != flows["destination"].str[:6]]
    assert crossing["persons"].sum() == round(3_788_049 / 26_253_828 * 28_925_480)


def test_nobody_moves_to_where_they_are_and_no_flow_is_small(flows):
    assert (flows["origin"] != flows["destination"]).all()
    assert flows["persons"].min() >= sample_flows.LEAST
    assert not flows.duplicated(["origin", "destination"]).any()


def test_the_stream_is_that_of_the_kinds_of_both_palikas(flows, places):
    assert set(flows["stream"]) == set(catalogue.cards()[0][sample_flows.NAME].columns["stream"].values)
    kind = {code: "rural" if place.category == "np-rural-municipality" else "urban" for code, place in places.items()}
    some = flows.iloc[::997]
    expected = [f"{kind[one]}_to_{kind[other]}" for one, other in zip(some["origin"], some["destination"], strict=True)]
    assert some["stream"].tolist() == expected


def test_the_capital_gains_and_the_high_hills_lose(flows):
    def net(district: str) -> int:
        arrived = flows.loc[flows["destination"].str.startswith(district), "persons"].sum()
        return int(arrived - flows.loc[flows["origin"].str.startswith(district), "persons"].sum())

    assert net("NP0327") > 0 > max(net("NP0101"), net("NP0768"))  # Kathmandu; Taplejung, Bajura
