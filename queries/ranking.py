"""Which places of a ranking can be told apart, and between which ranks each of them stands: never 1 to 75.

Confidence sets for ranks after Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks with Applications to Mobility
across Neighbourhoods and Academic Achievement across Countries", Review of Economic Studies 91 (2024), 476-518, with the
step-down correction of Holm (Scandinavian Journal of Statistics 6 (1979), 65-70), as the authors' R package `csranks` has it
for multinomial data:

    z of j over k = (value j - value k) / sqrt(SE j ^ 2 + SE k ^ 2)

is compared for all n (n - 1) ordered pairs with the normal distribution, one-sided, at 5 % for all of them together. With
A the places surely above j and B those surely below it, j has a rank between |A| + 1 and n - |B|, where rank 1 is the
highest value; with a probability of at least 95 % this holds for all places at once.

Holm's correction holds whatever the correlations of the tests. The z takes the errors of two places as independent: where
they move together, the difference is surer than it says, so that too few are told apart, never too many. (Were errors to
move against each other it would be the other way; those of areas of one model or survey do not.)

"Cannot be told apart" is no equality: it is not transitive and makes no partition. The groups shown are made of ranks:
`highest` may have rank 1 but not n, `lowest` may have rank n but not 1, `anywhere` both, `between` neither.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import NormalDist

import numpy as np

from queries.uncertainty import NORMAL_95

AT_MOST_WRONG = 0.05  # the probability of any wrong statement among all those of one ranking


@dataclass(frozen=True)
class Ranks:
    """`between` maps a place to its best and worst rank (1 is the highest value) among `count` places with a value.

    Two places can be told apart where their z is more than `critical`.
    """

    between: Mapping[str, tuple[int, int]]
    critical: float

    @property
    def count(self) -> int:
        return len(self.between)

    def group(self, place: str) -> str:
        """`highest`, `between`, `anywhere` or `lowest`."""
        best, worst = self.between[place]
        if best == 1 and worst == self.count:
            return "anywhere"
        return "highest" if best == 1 else "lowest" if worst == self.count else "between"

    def may_be(self, end: str) -> list[str]:
        """The places that may be the `highest` or `lowest` of all; the true one is among them."""
        return [place for place in self.between if self.group(place) in (end, "anywhere")]

    def alike(self, row: Mapping, rows: Sequence[Mapping]) -> list[str]:
        """The places of `rows` that cannot be told from that of `row`."""
        return [other["place"] for other in rows if other["place"] in self.between and other["place"] != row["place"]
                and not told_apart(row, other, self.critical)]  # fmt: skip


def ranks(rows: Sequence[Mapping]) -> Ranks | None:
    """The ranks of one indicator and period's rows; None where no error is known, or fewer than two have a value.

    A place with a value but no error among others that have one cannot be told from any.
    """
    valued = [row for row in rows if row["value"] is not None]
    values, errors = _sure(valued)
    if len(valued) < 2 or not len(values):
        return None

    def count_above(critical: float) -> int:  # row by row, so that thousands of places need no table of all pairs
        return sum(_below(*one, values, errors, critical) for one in zip(values, errors, strict=True))

    critical = _holm(count_above, len(values) * (len(values) - 1))
    between = {row["place"]: (1, len(valued)) for row in valued}
    for row in valued:
        if row["standard_error"] is not None:
            below = _below(row["value"], row["standard_error"], values, errors, critical)
            above = _below(-row["value"], row["standard_error"], -values, errors, critical)
            between[row["place"]] = (1 + above, len(valued) - below)
    return Ranks(between, critical)


def told_apart(one: Mapping, other: Mapping, critical: float = NORMAL_95) -> bool:
    """Whether two rows differ by more than chance; alone, two-sided at 5 %. Without errors, whether they differ at all.

    Where only one has an error nothing can be said, so they do not.
    """
    errors = [row["standard_error"] or 0.0 for row in (one, other) if row["standard_error"] is not None]
    return len(errors) != 1 and abs(one["value"] - other["value"]) > critical * hypot(*errors)


def above_and_below(rows: Sequence[Mapping], threshold: float) -> tuple[list[str], list[str]]:
    """The places surely above and those surely below a threshold, at most 5 % wrong for all of them together.

    Holm's correction over both one-sided tests of each place; rows without an error are as they are.
    """
    valued = [row for row in rows if row["value"] is not None]
    values, errors = _sure(valued)
    critical = _holm(lambda least: int((abs(values - threshold) > least * errors).sum()), 2 * len(values))
    sides: tuple[list[str], list[str]] = ([], [])
    for row in valued:
        if abs(row["value"] - threshold) > critical * (row["standard_error"] or 0.0):
            sides[row["value"] < threshold].append(row["place"])
    return sides


def _sure(rows: Sequence[Mapping]) -> tuple[np.ndarray, np.ndarray]:
    """Values and errors of the rows that have an error."""
    known = [(row["value"], row["standard_error"]) for row in rows if row["standard_error"] is not None]
    return tuple(np.array(known, dtype=float).reshape(-1, 2).T)


def _below(value: float, error: float, values: np.ndarray, errors: np.ndarray, critical: float) -> int:
    """How many values lie surely below one: its difference is more than `critical` times the error of the difference."""
    return int((value - values > critical * np.sqrt(error**2 + errors**2)).sum())


def _holm(count_above: Callable[[float], int], tests: int) -> float:
    """Holm's limit of z for one-sided tests, `count_above(limit)` of which lie above a limit.

    A rejected test leaves the correction, which lowers the limit for the others, until no more are rejected.
    """

    def limit(rejected: int) -> float:
        return NormalDist().inv_cdf(1 - AT_MOST_WRONG / max(tests - rejected, 1))

    rejected, critical = 0, limit(0)
    while (found := count_above(critical)) > rejected:
        rejected, critical = found, limit(found)
    return critical
