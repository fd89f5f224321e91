"""How long until things are done, with those still open counted as open: the product-limit estimate of E. L. Kaplan and
P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American Statistical Association 53
(1958), as `lifelines` computes it. An average of those that are done would leave out the slowest, which are still open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 10  # things below which no curve is drawn


@dataclass(frozen=True)
class Step:
    """After `day` days: the share done with its 95 % interval (0 to 1), how many were at risk before, were done on that
    day, and were last seen open then.
    """

    day: int
    at_risk: int
    done: int
    left_open: int
    share: float
    low: float
    high: float


def steps(days: Sequence[int], done: Sequence[bool]) -> list[Step]:
    """One step for each day on which something was done or was last seen open; `days` are ages, `done` whether they ended.

    Nothing at all gives no step. Intervals are by the log(-log) transformation, so that they stay between 0 and 1.
    """
    if not days:
        return []
    from lifelines import KaplanMeierFitter

    fitted = KaplanMeierFitter().fit(list(days), [bool(one) for one in done])
    table, left = fitted.event_table, fitted.survival_function_.iloc[:, 0]
    bounds = fitted.confidence_interval_
    found = []
    for day, row in table.iterrows():
        if row["observed"] or row["censored"]:
            low, high = (1 - float(bounds.loc[day].iloc[side]) for side in (1, 0))
            found.append(Step(int(day), int(row["at_risk"]), int(row["observed"]), int(row["censored"]),
                              round(1 - float(left.loc[day]), 6), round(min(low, high), 6), round(max(low, high), 6)))  # fmt: skip
    return found


def day_of(share: float, found: Sequence) -> int | None:
    """The first day by which at least this share is done; None where it never comes to it. Steps or rows of a cube."""
    return next((_of(step, "day") for step in found if _of(step, "share") >= share), None)


def at_day(day: int, found: Sequence):
    """The last step at or before a day; None before the first."""
    return next((step for step in reversed(found) if _of(step, "day") <= day), None)


def _of(step, name: str):
    return step[name] if isinstance(step, dict) else getattr(step, name)
