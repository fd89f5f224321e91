"""Illustrative answers on needs: whole, one first each, in both countries."""

import pytest

from data import catalogue, sample_needs
from data.sample_alliance import programme_towns
from data.sample_needs import ROUNDS, SECTORS
from data.sample_network_towns import network_towns


@pytest.fixture(scope="module")
def answers(known_places):
    return sample_needs.answers(known_places)


def test_who_answers_tells_of_every_sector_and_puts_one_first(answers):
    per_town = answers.groupby(["place", "period"])
    assert per_town["sector"].nunique().eq(len(SECTORS)).all() and per_town.size().eq(len(SECTORS)).all()
    assert answers[answers["priority"] == "first"].groupby(["place", "period"]).size().eq(1).all()
    assert sum(answers["priority"] == "first") == len(per_town)


def test_values_are_those_of_the_card(answers):
    columns = catalogue.cards()[0]["needs_answers"].columns
    assert set(answers["sector"]) == set(columns["sector"].values)
    assert set(answers["priority"]) == set(columns["priority"].values)


def test_where_nothing_is_asked_for_there_is_no_request_no_cost_and_no_comment(answers):
    none = answers[answers["priority"] == "none"]
    assert none[["request", "cost_thousand", "core_group_comment"]].isna().all(axis=None)
    assert answers.loc[answers["priority"] != "none", "request"].notna().all()


def test_both_countries_answer_in_both_rounds_and_the_second_round_has_those_of_the_first(answers):
    for country in ("NP", "BD"):
        first, second = (set(answers.loc[answers["period"].eq(period) & answers["place"].str.startswith(country), "place"])
                         for period in ROUNDS)  # fmt: skip
        assert 15 < len(first) < len(second) and first < second


def test_some_are_validated_after_they_answered_and_some_are_not(answers):
    validated = answers[answers["validated_on"].notna()]
    assert (validated["validated_on"] > validated["answered_on"]).all()
    assert 0.5 < len(validated) / len(answers) < 0.95


def test_nepals_programme_towns_are_those_of_the_group_and_no_town_is_twice(known_places):
    towns = network_towns(known_places)
    assert set(towns["NP"].programme) == set(programme_towns(known_places))
    for own in towns.values():
        assert not set(own.programme) & set(own.others) and len(set(own.every)) == len(own.every)
    assert all(known_places[code].level == "town" for code in towns["BD"].every)
