"""Pairs of municipalities that say the same, and where areas are far apart."""

import pytest

from queries.agreement import of_area, same_answer, spreads


def row(place, named, answered) -> dict:
    return {
        "place": place,
        "numerator": named,
        "denominator": answered,
        "value": 100 * named / answered if answered else None,
    }


def test_of_four_towns_of_which_three_say_yes_half_of_the_pairs_agree():
    assert same_answer(3, 4) == 3 / 6  # three pairs of those that say yes, none of one that does not; six in all


@pytest.mark.parametrize(("named", "answered", "share"), [(0, 5, 1), (5, 5, 1), (1, 2, 0), (2, 4, 2 / 6)])
def test_all_or_none_agree_wholly_and_one_of_two_not_at_all(named, answered, share):
    assert same_answer(named, answered) == pytest.approx(share)


def test_one_town_alone_agrees_with_nobody():
    assert same_answer(1, 1) is None and same_answer(0, 0) is None


def test_an_area_is_judged_by_its_own_counts_and_not_by_those_of_its_parts():
    """Two halves that each agree wholly, on opposite answers: together 2 of 6 pairs agree."""
    assert of_area([row("A", 2, 2)]) == of_area([row("B", 0, 2)]) == 1
    assert of_area([row("whole", 2 + 0, 2 + 2)]) == pytest.approx(2 / 6)


def test_the_mean_is_over_what_was_asked_and_is_not_known_where_a_part_is_not():
    assert of_area([row("A", 2, 2), row("A", 1, 2)]) == (1 + 0) / 2
    assert of_area([row("A", 2, 2), row("A", 1, 1)]) is None
    assert of_area([]) is None


def test_areas_with_fewer_than_five_answers_are_not_compared():
    by_value = {"water": {"A": row("A", 5, 5), "B": row("B", 1, 5), "C": row("C", 0, 4)},
                "roads": {"A": row("A", 3, 5), "B": row("B", 3, 5)}}  # fmt: skip
    found = spreads(by_value, ["A", "B", "C"])
    assert [(one.value, one.highest["place"], one.lowest["place"], one.width) for one in found] == [
        ("water", "A", "B", 100 - 20), ("roads", "A", "B", 0)]  # fmt: skip
    assert spreads(by_value, ["A", "C"]) == []
