"""Where should support go first? How much of a whole the first places reach, in order of number and in order of rate.

A rate says where the poor are most among their neighbours, a number where most of the poor are. Support that reaches the
first n places reaches most people in the order of number; how much fewer it reaches in the order of rate is the price.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STEPS = (1, 3, 5, 10, 20, 50, 100, 200, 500)
FEWEST = 3  # places; of fewer nothing is to be chosen


@dataclass(frozen=True)
class Step:
    """The first `places` reach `by_number` (0 to 1) of the whole in order of number, `by_rate` in order of rate."""

    places: int
    by_number: float
    by_rate: float


@dataclass(frozen=True)
class Reach:
    """`whole` is the numerator of all places together; `ordered` are their rows, largest number first, `running` the
    share of the whole that each and all before it hold; `half` of them hold half of it.
    """

    whole: float
    ordered: tuple[dict, ...]
    running: tuple[float, ...]
    steps: tuple[Step, ...]
    half: int

    def told(self) -> Step:
        """The step a sentence speaks of: the largest that is at most a fifth of the places, or the first."""
        fitting = [step for step in self.steps if 5 * step.places <= len(self.ordered)]
        return fitting[-1] if fitting else self.steps[0]


def reach(rows: Iterable[dict]) -> Reach | None:
    """What the first places reach, of an answer's rows (one indicator, one period, a rate with its numerator).

    None where some place has no value (a share of what is known is no share of the whole), where there are fewer than
    `FEWEST`, or nothing to reach. Of places that are equal, the one with the other measure larger comes first, then
    the one with the first code.
    """
    known = [row for row in rows if row["state"] != "not_applicable"]
    if len(known) < FEWEST or any(row["value"] is None or row["numerator"] is None for row in known):
        return None
    whole = float(sum(row["numerator"] for row in known))
    if whole <= 0 or any(row["numerator"] < 0 for row in known):
        return None
    by_number = sorted(known, key=lambda row: (-row["numerator"], -row["value"], row["place"]))
    by_rate = sorted(known, key=lambda row: (-row["value"], -row["numerator"], row["place"]))
    running, of_rate = _shares(by_number, whole), _shares(by_rate, whole)
    steps = tuple(Step(n, running[n - 1], of_rate[n - 1]) for n in STEPS if n < len(known))
    half = next(number for number, share in enumerate(running, 1) if share >= 0.5)
    return Reach(whole, tuple(by_number), tuple(running), steps, half)


def _shares(ordered: Sequence[dict], whole: float) -> list[float]:
    shares, sum_so_far = [], 0.0
    for row in ordered:
        sum_so_far += row["numerator"]
        shares.append(min(1.0, sum_so_far / whole))
    return shares
