"""The illustrative letters and disputes: full tables, both countries, plausible sizes."""

import pandas as pd
import pytest

from data.problems import ROOT
from data.sample_letters import (
    ANSWER_TIMES,
    MONTHS,
    SENDERS,
    SETTLED_WITHIN,
    WHO_ASKS,
    WHO_FILES,
    YEARS,
    cases,
    letters,
)


@pytest.fixture(scope="module")
def census():
    return pd.read_parquet(ROOT / "data" / "extracts" / "nepal_ward_census_2021.parquet")


@pytest.fixture(scope="module", params=["letters", "cases"])
def table(request, known_places, census):
    """(frame, column of classes, column of counts, cells of a place and period)."""
    if request.param == "letters":
        return letters(known_places, census), "answer_time", "letters", len(ANSWER_TIMES) * len(WHO_ASKS)
    return cases(known_places, census), "settled_within", "cases", len(SETTLED_WITHIN) * len(WHO_FILES)


def test_who_sends_gives_every_class_and_group(table):
    frame, _, counted, cells = table
    assert (frame.groupby(["place", "period"]).size() == cells).all()
    assert frame[counted].min() >= 0 and frame[counted].dtype == "int64"


def test_wards_of_a_few_palikas_and_a_few_pourashavas(table):
    frame = table[0]
    assert frame.loc[frame["place"].str.startswith("NP"), "place"].str[:9].nunique() == SENDERS["nepal"]
    assert frame.loc[frame["place"].str.startswith("BD"), "place"].nunique() == SENDERS["bangladesh"]


def test_some_are_still_open_and_more_are_not(table):
    frame, classes, counted, _ = table
    share = frame.loc[frame[classes] == "still_open", counted].sum() / frame[counted].sum()
    assert 0.03 < share < 0.35


def test_periods_are_months_and_each_countrys_fiscal_years(known_places, census):
    assert set(letters(known_places, census)["period"]) == set(MONTHS)
    years = cases(known_places, census).groupby(lambda row: row)["period"].first()
    assert set(years) == {*YEARS["NP"], *YEARS["BD"]}


def test_most_cells_of_a_whole_town_can_be_shown(known_places, census):
    frame = letters(known_places, census)
    town = frame["place"].str.partition("-")[0]
    by_town = frame.groupby([town, "period", "answer_time", "applicant_group"])["letters"].sum()
    assert 0.9 < (by_town >= 5).mean() < 1
