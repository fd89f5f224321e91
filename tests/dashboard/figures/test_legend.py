"""The legend says which values a colour stands for, also where there is one colour only."""

import pytest

from dashboard.figures.classes import classes
from dashboard.figures.legend import legend
from dashboard.markup import text_of


def told(values: list[float], row, subject) -> str:
    rows = [row(f"P{number}", value) for number, value in enumerate(values)]
    return text_of(legend(rows, classes(values, "higher"), subject))


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([100.0, 100.0, 0.0], "zero 1 100.0 2"),  # what is not zero is all the same
        ([100.0, 100.0], "100.0 2"),
        ([0.0, 0.0], "zero 2"),
    ],
)
def test_a_single_class_says_its_value(row, subject, values, shown):
    assert told(values, row, subject) == shown
