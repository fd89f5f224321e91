"""What the figure of an indicator is, made from sums by the declared rules.

Averages are never averaged: a rate is the sum of its numerators over the sum of its denominators, and what may not be
added is refused with the state `cannot_be_added`.
"""

from typing import NamedTuple

from queries.indicator import Indicator
from queries.rollup import Sums
from queries.uncertainty import error_of, sure
from queries.units import Unit


class Figure(NamedTuple):
    """A figure as its row has it, in the order of a row's fields."""

    value: float | None
    low: float | None
    high: float | None
    standard_error: float | None
    numerator: float | None
    denominator: float | None
    state: str
    reliability: str | None


def nothing(state: str) -> Figure:
    """No figure, for the reason that the state says."""
    return Figure(None, None, None, None, None, None, state, None)


class Measure:
    """Makes the figure of one indicator from a row of sums. It is asked thousands of times for one page, so what follows from
    the indicator and from the columns is worked out once.
    """

    def __init__(self, indicator: Indicator, sums: Sums):
        self.indicator, self.factor, self.sums = indicator, indicator.factor, sums
        self.has_error = indicator.standard_error is not None
        self.is_money = indicator.unit.startswith("currency")
        self.is_ratio = indicator.over_places in ("ratio", "weighted_mean")
        self.is_sum = indicator.over_places in ("sum", "distinct")
        parts = ("rows", "printed_rows", "numerator", "denominator", "printed", "unknown")
        self.rows, self.printed_rows, self.numerator, self.denominator, self.printed, self.unknown = (
            sums.column(f"{indicator.id}.{part}") for part in parts
        )

    def __call__(self, number: int, unit: Unit, itself: bool) -> Figure:
        """Of the row of that number. Where the unit is one place of the grain (`itself`), a figure of one row may stand as it
        was printed, with its error; else errors roll up as the indicator declares.
        """
        if self.is_money and unit.country is None:
            return nothing("cannot_be_added")
        numerator, denominator = self.numerator[number], self.denominator[number]
        if self.is_ratio and numerator is not None:
            if denominator == 0:
                return Figure(None, None, None, None, numerator, denominator, "not_applicable", None)
            value = numerator / denominator * self.factor
        elif self.is_sum and numerator is not None:
            value = numerator * self.factor if self.factor != 1 else numerator
        elif (single := self._is_single(number, itself)) and self.printed[number] is not None:
            value = self.printed[number] * self.factor
        elif single and numerator is not None:
            value = (numerator / denominator if denominator else numerator) * self.factor
        elif self.printed_rows[number] or self.rows[number]:
            return nothing("cannot_be_added")
        else:
            return Figure(None, None, None, None, numerator, denominator, "no_data", None)
        if self.has_error:
            error = error_of(self.indicator, self.sums.row(number), self._is_single(number, itself))
            if error is not None:
                sured = sure(value, error, self.indicator)
                return Figure(value, sured["low"], sured["high"], error, numerator, denominator,
                              sured.get("state", "value"), sured["reliability"])  # fmt: skip
        return Figure(value, None, None, None, numerator, denominator, "value", None)

    def _is_single(self, number: int, itself: bool) -> bool:
        """Whether a row is of one place and made of one row of the cube."""
        return itself and max(self.printed_rows[number] or 0, self.rows[number]) == 1

    def none_of_it(self, unit: Unit, itself: bool) -> Figure:
        """The figure where places report and have none of what is asked for: a count is zero, a rate is of nothing."""
        if self.is_money and unit.country is None:
            return nothing("cannot_be_added")
        if self.is_ratio or self.indicator.denominator:
            return Figure(None, None, None, None, 0, 0, "not_applicable", None)
        if self.indicator.numerator:
            return (
                nothing("value")._replace(value=0, numerator=0) if self.is_sum or itself else nothing("cannot_be_added")
            )
        return nothing("no_data")
