"""Periods and their days."""

from datetime import date

import pytest

from data.periods import in_order, is_month, span


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a leap year
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2012-01", date(2012, 1, 1), date(2012, 1, 31)),
        ("2011-12", date(2011, 7, 1), date(2012, 6, 30)),  # a year that begins in July, no month
        ("2022-23", date(2022, 7, 1), date(2023, 6, 30)),
    ],
)
def test_a_month_has_its_days_and_no_year_is_taken_for_one(period, first, last):
    assert span(period) == (first, last)
    assert is_month(period) == ((last - first).days < 31)


@pytest.mark.parametrize("period", ["2024-13", "2024-00", "2011-03", "2024-3"])
def test_what_is_neither_year_nor_month_is_told(period):
    with pytest.raises(ValueError, match=r"is no period: expected .* or a month from 2012 on \(2024-03\)"):
        span(period)


def test_months_stand_in_the_order_of_their_days():
    assert in_order(["2024-01", "2023-12", "2023", "2024-01"]) == ["2023", "2023-12", "2024-01"]
