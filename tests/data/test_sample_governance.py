"""The illustrative governments, decisions and programmes: one government at a time, days in order, no missing class."""

import pytest

from data import sample_governance
from data.sample_governance import SEEN_ON
from data.sample_reporting import reporting_towns


@pytest.fixture(scope="module")
def governments(known_places):
    return sample_governance.governments(known_places)


def test_each_municipality_has_one_government_at_a_time(governments, known_places):
    now = governments[governments["ended_on"].isna()]
    assert sorted(now["place"]) == sorted(reporting_towns(known_places))
    for _, terms in governments.sort_values("began_on").groupby("place"):
        ends = terms["ended_on"].tolist()
        assert ends[:-1] == terms["began_on"].tolist()[1:] and ends[-1] is None


def test_a_council_has_members_and_an_administrator_none(governments):
    has = governments["led_by"].eq("elected_council")
    assert governments["members"].notna().eq(has).all() and governments["women_members"].notna().eq(has).all()
    councils = governments[has]
    share = councils["women_members"].sum() / councils["members"].sum()
    assert 0.3 < share < 0.45


def test_the_class_is_that_of_the_country(governments):
    nepal = governments["place"].str.startswith("NP")
    assert set(governments.loc[~nepal, "class"]) == {"class_a", "class_b", "class_c"}
    assert governments.loc[governments["place"] == "NP0439101", "class"].eq("metropolitan").all()
    assert not set(governments.loc[nepal, "class"]) & {"class_a", "class_b", "class_c"}


def test_both_ways_of_leading_can_be_judged(governments):
    now = governments[governments["ended_on"].isna()]
    elected = now["led_by"].eq("elected_council").groupby(now["place"].str[:2]).mean()
    assert elected["NP"] > 0.8 and 0.1 < elected["BD"] < 0.6


def test_decisions_stand_between_the_first_day_and_the_last(known_places):
    decisions = sample_governance.decisions(known_places)
    assert decisions["decided_on"].between(sample_governance.FIRST_DAY, SEEN_ON).all()
    assert 100 < len(decisions) < 500 and decisions["document"].notna().mean() > 0.6
    assert decisions["read_at"].dropna().str.startswith("https://example.org/").all()


def test_the_status_of_a_programme_fits_its_days(known_places):
    programmes = sample_governance.programmes(known_places)
    assert set(programmes["status"]) == {"planned", "running", "completed", "stopped"}
    assert (programmes.loc[programmes["status"] == "planned", "begins_on"] > SEEN_ON).all()
    assert (programmes.loc[programmes["status"] == "completed", "ends_on"] < SEEN_ON).all()
    assert not programmes.duplicated(["place", "name"]).any()
