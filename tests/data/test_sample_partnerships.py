"""The illustrative partnerships: towns of both countries, kinds of partner, nothing that could not be."""

import pytest

from data import countries
from data.sample_alliance import programme_towns
from data.sample_partnerships import KINDS, LAST_YEAR, OTHER_TOWNS, POURASHAVAS, partnerships


@pytest.fixture(scope="module")
def frame(known_places):
    return partnerships(known_places, None)


def test_the_same_rows_every_time(frame, known_places):
    assert frame.equals(partnerships(known_places, None))


def test_the_towns_are_those_of_the_programme_and_some_others_and_of_bangladesh_both_kinds(frame, known_places):
    towns = set(frame["place"])
    programme = set(programme_towns(known_places))
    levels = [known_places[town].level for town in towns if town.startswith("BD")]
    assert programme <= towns
    assert sum(town.startswith("NP") for town in towns) == len(programme) + OTHER_TOWNS
    assert (levels.count("town"), levels.count("local")) == (POURASHAVAS, 12)  # pourashavas, city corporations


def test_partners_are_examples_of_a_kind_and_countries_are_known(frame):
    assert frame["partner"].str.endswith("(example)").all()
    assert set(frame["partner_country"].dropna()) <= set(countries.codes()) - {"NP", "BD"}
    assert 0 < frame["partner_country"].isna().sum() < 0.15 * len(frame)  # networks and banks of no one country
    assert set(frame["topic"]) == set(KINDS)


def test_none_ends_before_it_begins_or_after_the_list(frame):
    ended = frame.dropna(subset="ended")
    assert (ended["ended"] > ended["begun"]).all() and ended["ended"].max() <= LAST_YEAR
    assert 0.1 < len(ended) / len(frame) < 0.4


def test_money_stands_with_its_currency_and_only_where_something_came_of_it(frame):
    assert (frame["amount"].isna() == frame["currency"].isna()).all()
    assert set(frame.dropna(subset="amount")["result"]) <= {"money", "works"}
    assert (frame["outcome"].isna() == (frame["result"] == "not_told")).all()
    own = frame[frame["currency"].isin(["NPR", "BDT"])]
    assert (own["currency"] == own["place"].str[:2].map({"NP": "NPR", "BD": "BDT"})).all()


def test_no_two_are_the_same(frame):
    assert frame["partnership"].is_unique
    assert not frame.duplicated(["place", "partner", "partner_country", "topic", "begun"]).any()
