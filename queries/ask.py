"""A question to a module, and the error that says why it cannot be answered as it was put."""

import shlex
from dataclasses import dataclass

from data.problems import ContentError


class AskError(ContentError):
    """A question that cannot be answered as it was put, with what to ask instead."""


class TooLong(Exception):
    """A question that was answered for longer than the house allows, and was stopped."""


@dataclass(frozen=True)
class Ask:
    """`by` says what a row is (a level or a set of groups; None: the module's own grain), `within` where (a place or a
    group), `where` fixes dimensions to values, `total` names dimensions (or `period`) of which only the total is
    wanted, `indicators` which of the module's (none given: all). With `pockets` each row also says whether its place lies
    in one (`queries/pockets.py`). `carried` lists a place whose code changed, or several that were joined, as the place
    of today that is exactly it (for lines over time); otherwise each stays what it was. `top` is how many of the largest
    flows are listed in each direction (None: as many as the card says); the others are one row. `about` asks for a statistic that publishing has worked out
    beside the figures: `network` of events, `durations` of a register (`queries/worked_out.py`).
    """

    query: str
    by: str | None = None
    within: str | None = None
    period: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    total: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    pockets: bool = False
    carried: bool = False
    top: int | None = None
    about: str = ""

    def as_options(self) -> str:
        """The question as a person types it after `nagar run`, quoted where a shell needs it."""
        words = [self.query]
        for option, value in (("by", self.by), ("within", self.within), ("period", self.period)):
            words += [f"--{option}", value] if value is not None else []
        words += [word for name, value in self.where for word in ("--where", f"{name}={value}")]
        words += [word for name in self.total for word in ("--total", name)]
        words += [word for name in self.indicators for word in ("--indicator", name)]
        words += ["--top", str(self.top)] if self.top is not None else []
        words += ["--about", self.about] if self.about else []
        words += [f"--{flag}" for flag in ("pockets", "carried") if getattr(self, flag)]
        return shlex.join(words)
