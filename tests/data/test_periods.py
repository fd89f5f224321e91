"""Periods and their days."""

from datetime import date

import pytest

from data.periods import in_order, is_month, last_due, span


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


@pytest.mark.parametrize(
    ("kind", "country", "day", "found"),
    [
        ("month", "NP", date(2024, 4, 1), ("2024-01", date(2024, 3, 31))),  # 31 January and 60 days: due yesterday
        ("month", "NP", date(2024, 3, 31), ("2023-12", date(2024, 2, 29))),  # January is due today, and not late
        ("year", "BD", date(2024, 3, 1), ("2023", date(2024, 2, 29))),
        ("fiscal_year", "BD", date(2024, 8, 29), ("2022-23", date(2023, 8, 29))),  # June 2024 ended 60 days ago
        ("fiscal_year", "BD", date(2024, 8, 30), ("2023-24", date(2024, 8, 29))),
        ("fiscal_year", "NP", date(2024, 9, 14), ("2080/81", date(2024, 9, 13))),  # Ashadh ended on 15 July 2024
    ],
)
def test_the_last_period_whose_figures_are_due(kind, country, day, found):
    assert last_due(kind, country, day, 60) == found


def test_an_unknown_kind_of_period_is_an_error():
    with pytest.raises(ValueError, match="'week' is no kind of period"):
        last_due("week", "NP", date(2024, 1, 1), 1)
