"""How far municipalities agree: the share of pairs of them that give the same answer, from counts that roll up to any area.

Of `answered` municipalities `named` say yes. The pairs that agree are those of two that say yes and of two that do not; a mean
of the shares of smaller areas would not be that of the larger one, so it is always worked out from the area's own counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.indicator import Card

LEAST = 5  # municipalities of an area below which nothing is said of how it differs


class Agreement(Card):
    """The dimension `by` whose values municipalities are asked about, and the rates (of municipalities) it is drawn for."""

    by: str
    indicators: list[str]


@dataclass(frozen=True)
class Spread:
    """Of one value the areas with the highest and the lowest rate, each as its row."""

    value: str
    highest: Mapping
    lowest: Mapping

    @property
    def width(self) -> float:
        return self.highest["value"] - self.lowest["value"]


def same_answer(named: int, answered: int) -> float | None:
    """The share (0 to 1) of pairs that give the same answer; None where there is no pair."""
    if answered < 2:
        return None
    other = answered - named
    return (named * (named - 1) + other * (other - 1)) / (answered * (answered - 1))


def of_area(rows: Iterable[Mapping]) -> float | None:
    """The mean over the values asked about of `same_answer`, for the rows of one area; None where any is not known."""
    found = [
        same_answer(row["numerator"], row["denominator"]) if row["numerator"] is not None else None for row in rows
    ]
    return sum(found) / len(found) if found and None not in found else None


def spreads(by_value: Mapping[str, Mapping[str, Mapping]], areas: Iterable[str]) -> list[Spread]:
    """How far each value's rate differs between the areas with at least `LEAST` answers; widest first, by value where equal."""
    wanted, found = list(areas), []
    for value, rows in by_value.items():
        known = [rows[area] for area in wanted if area in rows and (rows[area]["denominator"] or 0) >= LEAST]
        if len(known) > 1:
            ordered = sorted(known, key=lambda row: (-row["value"], row["place"]))
            found.append(Spread(value, ordered[0], ordered[-1]))
    return sorted(found, key=lambda one: (-one.width, one.value))
