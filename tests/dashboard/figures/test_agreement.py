"""What is said of agreement: only of areas with enough answers, and of one half at least."""

import pytest

from dashboard.figures import agreement
from queries.agreement import spreads

TITLES = {"water": "water supply", "roads": "roads"}


@pytest.fixture
def subject(subject_of):
    return subject_of(unit="percent", decimals=0)


def rows(row, **counts) -> dict:
    """area -> row, from `area=(named, answered)`."""
    return {place: row(place, 100 * named / answered, numerator=named, denominator=answered, unit="percent")
            for place, (named, answered) in counts.items()}  # fmt: skip


def test_what_half_name_in_each_area_is_shared_and_the_widest_difference_has_both_ends(row, subject):
    by_value = {"water": rows(row, NP0320=(5, 10), NP0327=(9, 10)), "roads": rows(row, NP0320=(0, 10), NP0327=(8, 10))}
    told = agreement.sentence(spreads(by_value, ["NP0320", "NP0327"]), TITLES, subject)
    assert "Named by at least half everywhere: water supply (50\u00a0% to 90\u00a0%)." in told
    assert "They differ most on roads: 80\u00a0% in Kathmandu, 0\u00a0% in Sindhuli." in told


def test_where_an_area_stays_below_half_nothing_is_shared(row, subject):
    by_value = {"water": rows(row, NP0320=(4, 10), NP0327=(9, 10))}
    told = agreement.sentence(spreads(by_value, ["NP0320", "NP0327"]), TITLES, subject)
    assert "everywhere" not in told and "90\u00a0%" in told


def test_nothing_to_compare_says_nothing(subject):
    assert agreement.sentence([], TITLES, subject) == ""


def test_pairs_are_told_of_the_scope_and_of_the_areas_with_five_answers(row, subject):
    scope = subject.scope
    by_value = {"water": rows(row, **{scope: (10, 10)}, NP0320=(5, 5), NP0327=(3, 4)),
                "roads": rows(row, **{scope: (0, 10)}, NP0320=(0, 5), NP0327=(2, 4))}  # fmt: skip
    told = agreement.pairs(by_value, ["NP0320", "NP0327"], subject)
    assert "on 100\u00a0% of the sectors" in told and "Inside" not in told  # of two areas only one has five answers
