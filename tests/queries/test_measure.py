"""What the figure of an indicator is, from sums of a few rows."""

import pytest

from queries.measure import Figure, Measure, nothing
from queries.rollup import Sums
from queries.units import Unit

HERE = Unit("A", {"en": "A"}, "region", "NP", frozenset({"A1", "A2"}))
TWO_COUNTRIES = Unit("both", {"en": "Both"}, "drawn-set", None, frozenset({"A1", "B1"}))


def figure_of(indicator, unit=HERE, itself=False, **columns):
    """The figure of the one row whose columns these are."""
    sums = Sums({unit.id: [((), 0)]}, {f"{indicator.id}.{part}": [value] for part, value in columns.items()})
    return Measure(indicator, sums)(0, unit, itself)


def shown(value, numerator=None, denominator=None):
    return Figure(value, None, None, None, numerator, denominator, "value", None)


def test_a_rate_is_the_sum_of_numerators_over_the_sum_of_denominators(draw):
    rate = draw.indicator("rate", unit="percent", numerator="poor", denominator="all", over_places="ratio")
    assert figure_of(rate, rows=2, numerator=10 + 30, denominator=100 + 60) == shown(100 * 40 / 160, 40, 160)
    assert figure_of(rate, rows=2, numerator=0, denominator=0) == nothing("not_applicable")._replace(
        numerator=0, denominator=0
    )


def test_a_sum_is_in_the_unit_of_its_scale(draw):
    assert figure_of(draw.indicator("count", numerator="poor"), rows=2, numerator=10 + 30) == shown(40, 40)
    scaled = draw.indicator("scaled", numerator="poor", scale=0.5)
    assert figure_of(scaled, rows=2, numerator=10 + 30) == shown(40 * 0.5, 40)


@pytest.mark.parametrize(("itself", "rows", "expected"), [
    (True, 1, shown(7)), (True, 2, nothing("cannot_be_added")), (False, 1, nothing("cannot_be_added")),
])  # fmt: skip
def test_what_does_not_add_up_stands_where_one_row_of_one_place_prints_it(draw, itself, rows, expected):
    index = draw.indicator("index", unit="index", value="index", over_places="none")
    assert figure_of(index, itself=itself, rows=rows, printed=7, printed_rows=rows) == expected


def test_a_row_without_a_figure_has_no_data(draw):
    count = draw.indicator("count", numerator="poor")
    assert figure_of(count, rows=0, numerator=None) == nothing("no_data")


def test_money_of_two_countries_is_never_one_sum(draw):
    money = draw.indicator("money", unit="currency_thousand", numerator="spent")
    assert figure_of(money, rows=2, numerator=5 + 6) == shown(11, 11)
    assert figure_of(money, TWO_COUNTRIES, rows=2, numerator=5 + 6) == nothing("cannot_be_added")


def test_a_figure_with_an_error_has_its_interval(draw):
    count = draw.indicator("count", numerator="poor", standard_error="error")
    found = figure_of(count, itself=True, rows=1, printed_rows=0, numerator=100, standard_error=10.0)
    assert (found.value, found.standard_error) == (100, 10.0)
    assert found.low == pytest.approx(100 - 1.959964 * 10) and found.high == pytest.approx(100 + 1.959964 * 10)


def test_each_row_has_its_own_figure(draw):
    count = draw.indicator("count", numerator="poor")
    measure = Measure(count, Sums({}, {"count.rows": [1, 1], "count.numerator": [3, 4]}))
    assert [measure(number, HERE, False).value for number in (0, 1)] == [3, 4]
