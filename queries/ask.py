"""A question to a module, and the error that says why it cannot be answered as it was put."""

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
    wanted, `indicators` which of the module's (none given: all).
    """

    query: str
    by: str | None = None
    within: str | None = None
    period: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    total: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
