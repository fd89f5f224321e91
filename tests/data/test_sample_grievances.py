"""The illustrative grievances: whole numbers of plausible size, full tables, the same every time."""

import hashlib

import numpy as np
import pandas as pd
import pytest

from data.problems import ROOT
from data.sample_grievances import GROUPS, PERIODS, counts, grievances
from data.sample_numbers import chance


@pytest.fixture(scope="module")
def frame(known_places):
    census = pd.read_parquet(ROOT / "data" / "extracts" / "nepal_ward_census_2021.parquet")
    return grievances(known_places, census)


@pytest.mark.slow
def test_the_same_numbers_every_time(frame, known_places):
    census = pd.read_parquet(ROOT / "data" / "extracts" / "nepal_ward_census_2021.parquet")
    digests = {hashlib.sha256(one.to_csv().encode()).hexdigest() for one in (frame, grievances(known_places, census))}
    assert len(digests) == 1


def test_the_27_programme_towns_two_of_which_have_not_reported_all_months(frame):
    town = frame["place"].str[:9]
    months = frame["period"].groupby(town).nunique()
    assert len(months) == 27 and sorted(months)[:3] == [24 - 6, 24 - 2, 24]
    assert set(frame["period"]) == set(PERIODS) and len(PERIODS) == 24


def test_who_reports_gives_every_ward_and_group(frame):
    per_month = frame.groupby(["place", "period"])["complainant_group"].agg(["count", "nunique"])
    assert (per_month == len(GROUPS)).all(axis=None)


def test_answered_is_a_part_of_filed(frame):
    assert frame["filed"].min() == 0 and (frame["answered_in_time"] <= frame["filed"]).all()
    assert 0.5 < frame["answered_in_time"].sum() / frame["filed"].sum() < 0.85


def test_most_cells_are_small_and_most_wards_are_not(frame):
    assert (frame["filed"] < 5).mean() > 0.8
    assert (frame.groupby(["place", "period"])["filed"].sum() >= 5).mean() > 0.6


def test_counts_have_the_mean_and_the_variance_of_poisson():
    found = counts(np.full(20_000, 3.0), chance("a test"))
    # the standard error of the mean is sqrt(3 / 20,000) = 0.012
    assert found.mean() == pytest.approx(3, abs=0.05) and found.var() == pytest.approx(3, abs=0.15)
