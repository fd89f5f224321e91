"""What the first places reach, in order of number and of rate, by hand."""

import pytest

from queries.reach import Step, reach


def row(place, poor, persons, **more) -> dict:
    value = None if poor is None else 100 * poor / persons
    return {"place": place, "numerator": poor, "denominator": persons, "value": value, "state": "value", **more}


# A: 60 of 600 (10 %), B: 30 of 50 (60 %), C: 10 of 40 (25 %)
ROWS = [row("B", 30, 50), row("A", 60, 600), row("C", 10, 40)]


def test_the_first_place_by_number_is_not_the_first_by_rate():
    found = reach(ROWS)
    assert [one["place"] for one in found.ordered] == ["A", "B", "C"]
    assert found.whole == 60 + 30 + 10
    assert found.running == pytest.approx([60 / 100, (60 + 30) / 100, 1])
    assert found.steps == (Step(1, 60 / 100, 30 / 100),)
    assert found.half == 1


def test_half_takes_as_many_places_as_it_needs():
    four = [row(name, 25, 100) for name in "ABCD"]
    found = reach(four)
    assert found.half == 2  # 25 + 25 of 100
    assert [one["place"] for one in found.ordered] == ["A", "B", "C", "D"]  # equal: by code


@pytest.mark.parametrize("count", [24, 25])
def test_a_sentence_speaks_of_at_most_a_fifth_of_the_places(count):
    rows = [row(f"{number:03}", 1, 10) for number in range(count)]
    assert reach(rows).told().places == (5 if count == 25 else 3)  # 5 x 5 = 25


def test_of_what_is_not_known_in_whole_nothing_is_told():
    assert reach([*ROWS, row("D", None, None, state="no_data")]) is None
    assert reach([*ROWS, row("D", None, None, state="hidden")]) is None


def test_a_place_that_was_none_then_does_not_count():
    assert reach([*ROWS, row("D", None, None, state="not_applicable")]) == reach(ROWS)


def test_nothing_is_chosen_of_two_places_or_of_nothing():
    assert reach(ROWS[:2]) is None
    assert reach([row(name, 0, 10) for name in "ABC"]) is None
    assert reach([*ROWS[:2], row("D", -1, 10)]) is None
