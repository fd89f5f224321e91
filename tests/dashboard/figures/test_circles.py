"""Counts as circles: their colours, the round numbers of the key, what is said of them."""

import pytest

from dashboard.figures import circles
from dashboard.figures.classes import COLOURS
from dashboard.markup import to_html


@pytest.mark.parametrize(("largest", "wanted"), [
    (862_400, [500_000, 100_000, 20_000]),  # 862,400 and a fifth of each: 100,000; 20,000
    (5, [5, 1]),  # a fifth of 1 is no whole number
    (1, [1]),
    (0, []),
])  # fmt: skip
def test_the_key_has_round_numbers_each_about_a_fifth_of_the_one_before(row, subject, largest, wanted):
    found = circles.keys([row("NP0331", float(largest)), row("NP0320", largest / 3)], subject)
    assert [share for share, _ in found] == [pytest.approx(number / largest, abs=1e-4) for number in wanted]


def test_of_states_and_of_nothing_there_is_no_key(row, subject):
    assert circles.keys([], subject) == circles.keys([row("NP0331", None, "hidden")], subject) == []


def test_circles_have_one_colour_and_two_where_numbers_lie_on_both_sides_of_zero(row):
    counts = [row("NP0331", 5.0), row("NP0320", 0.0), row("NP0327", None, "hidden")]
    one = circles.painted(counts, "lower")
    assert one.colours == (COLOURS["lower"][circles.STRONG],) and one.of(counts[0]) == one.of(counts[1]) == 0
    changes = [row("NP0331", 5.0), row("NP0320", -2.0)]
    both = circles.painted(changes, "neither")
    assert [both.colours[both.of(change)] for change in changes] == [circles.ABOVE, circles.BELOW]


def test_the_legend_says_what_area_means_names_the_largest_and_keeps_zeros_and_states_apart(row, subject):
    rows = [row("NP0331", -30.0), row("NP0320", 12.0), row("NP0327", 0.0), row("NP0301", None, "hidden")]
    html = to_html(circles.legend(rows, subject))
    assert "the largest circle is Makwanpur: -30" in html or "the largest circle is Makwanpur: −30" in html
    assert "above zero" in html and "below zero" in html and ">zero" in html and "state-hidden" in html
    plain = to_html(circles.legend([row("NP0331", 3.0)], subject))
    assert "below zero" not in plain and ">zero" not in plain and "states" not in plain
    assert "largest" not in to_html(circles.legend([row("NP0331", 0.0)], subject))  # of nothing no place has most
