"""Illustrative practices, scores and newsletters: what the lists promise one another."""

import pytest

from data import sample_practices
from data.sample_network_towns import network_towns
from data.sample_practices import COST_THOUSAND, CRITERIA, MOST_SCORE, ORGANISATIONS


@pytest.fixture(scope="module")
def practices(known_places):
    return sample_practices.register(known_places)


@pytest.fixture(scope="module")
def scores(known_places):
    return sample_practices.scores(known_places)


def test_each_practice_is_once_and_its_cost_fits_its_class(practices):
    assert practices["practice"].is_unique and len(practices) == 2 * sample_practices.PRACTICES_OF_A_COUNTRY
    for name, (low, high) in COST_THOUSAND.items():
        assert practices.loc[practices["cost_class"].eq(name), "cost_thousand"].between(low, high).all()


def test_programme_is_said_of_programme_towns_only(practices, known_places):
    programme = {code for towns in network_towns(known_places).values() for code in towns.programme}
    assert practices["programme"].eq(practices["place"].isin(programme)).all()
    assert 0 < practices["programme"].sum() < len(practices)


def test_a_scored_practice_has_marks_on_every_criterion_from_every_kind_of_organisation(scores, practices):
    assert scores.groupby("practice").size().eq(len(CRITERIA) * len(ORGANISATIONS)).all()
    assert scores["score"].between(0, MOST_SCORE).all() and scores["score"].nunique() > 3
    assert 0 < scores["practice"].nunique() < len(practices)


def test_own_municipalities_score_more_kindly_than_universities(scores):
    mean = scores.groupby("organisation")["score"].mean()
    assert mean["own_municipality"] > mean["university"]


def test_some_are_champions_by_the_rule_of_the_question_and_some_are_not(scores):
    by_criterion = scores.groupby(["practice", "criterion"])[["score", "most"]].sum()
    weakest = (by_criterion["score"] / by_criterion["most"]).groupby("practice").min()
    whole = by_criterion.groupby("practice").sum()
    champions = (whole["score"] / whole["most"]).ge(0.8) & weakest.ge(0.6)
    assert 0 < champions.sum() < len(champions)


def test_an_issue_comes_out_after_its_quarter_and_tells_of_listed_practices(known_places, practices):
    articles = sample_practices.newsletter(known_places)
    assert articles["article"].is_unique and set(articles["place"]) <= set(practices["place"])
    first = articles[articles["quarter"].eq("first") & articles["period"].eq("2024")]
    last = articles[articles["quarter"].eq("fourth") & articles["period"].eq("2024")]
    assert {str(day) for day in first["issued_on"]} == {"2024-04-10"}
    assert {str(day) for day in last["issued_on"]} == {"2025-01-10"}
