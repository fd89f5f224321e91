"""The words of elements, as a browser sets them."""

from dashboard.briefs.elements import text_of
from dashboard.markup import el


def test_what_stands_below_is_parted_and_what_stands_in_a_line_is_not():
    assert text_of(el("p", "Ward ", el("b", "10"), "th\n of ", el("span", "90"))) == "Ward 10th of 90"
    assert text_of(el("div", el("p", "one"), el("p", "two"))) == "one two"


def test_what_stands_below_can_be_parted_by_more_than_a_space():
    cell = el("td", "Rs 4 crore", el("div", "1 without estimate"), el("div", ""), el("p", "two\nlines"))
    assert text_of(cell, "; ") == "Rs 4 crore; 1 without estimate; two lines"


def test_a_number_stays_with_its_sign():
    assert text_of(el("p", " above 50\u00a0% ")) == "above 50\u00a0%"
