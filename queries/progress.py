"""How far projects are: the work that is done and the money that is spent beside the share of the agreed time that is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.card_parts import Duration, Progress

BEHIND = 20  # percentage points by which the work may lag the time before a project is called behind its plan


@dataclass(frozen=True)
class Project:
    """One open project: percent of the work, of the money, and of the agreed time that is gone on the day of the list (100
    where it is over), and the days beyond its due day. What is not known is None."""

    row: Mapping
    physical: float | None
    financial: float | None
    time: float | None
    days_over: int

    @property
    def lag(self) -> float:
        """Percentage points by which the work lags the time; 0 where either is not known."""
        return max(0.0, self.time - self.physical) if self.time is not None and self.physical is not None else 0.0

    @property
    def is_behind(self) -> bool:
        """Not yet due, and the work lags the time by more than `BEHIND`."""
        return not self.days_over and self.lag > BEHIND


def open_projects(rows: Iterable[Mapping], progress: Progress, duration: Duration) -> list[Project]:
    """The projects that are not done, longest overdue first, then those whose work lags the time most."""
    found = []
    for row in rows:
        if row[duration.ends] is None:
            days_over = row[f"{progress.duration}_days_over"] or 0
            found.append(
                Project(row, row[progress.physical], row[progress.financial], _time_gone(row, duration), days_over)
            )
    return sorted(found, key=lambda one: (-one.days_over, -one.lag, one.row["thing"]))


def _time_gone(row: Mapping, duration: Duration) -> float | None:
    begins, due, seen = (row[name] for name in (duration.begins, duration.due, duration.seen_until))
    if due is None or due <= begins:
        return None
    return min(100.0, 100 * (seen - begins).days / (due - begins).days)
