"""The parts of a question's card: dimensions, examples, columns and durations of registers, and what its pictures are made of."""

from string import Formatter
from typing import Any, Literal

from pydantic import Field, model_validator

from queries.indicator import Card, Texts

Level = Literal["country", "region", "district", "local", "ward", "town"]


class Dimension(Card):
    """`parts_of_whole`: each of what is counted has one of the values, so that their shares make up 100 percent.

    `absent` says of a series what a value means for which a place that reports has no row: `zero`, there was none of it,
    or `missing`, it has not been told (a quarter without a report). What is missing counts against coverage.
    """

    title: Texts
    values: dict[str, Texts] = Field(min_length=1)
    parts_of_whole: bool = False
    absent: Literal["zero", "missing"] | None = None


class Example(Card):
    """Given rows of extracts (by extract) and the rows the SELECT must give, in any order."""

    name: str
    given: dict[str, list[dict[str, Any]]] = Field(min_length=1)
    expect: list[dict[str, Any]]
    confirmed: bool = True


class HotSpots(Card):
    """Rates of which publishing looks for pockets (`queries/hot_spots.py`), and what pockets of high and of low rates are
    called on screens.

    Placeholders of `held`: `{places}` in pockets hold `{share}` (`{number}`) of the `{whole}` in `{scope}`; as many with
    the highest rates hold `{highest_share}`; `{half}` of the highest hold half.
    """

    indicators: list[str] = Field(min_length=1)
    high: Texts
    low: Texts
    held: Texts

    @model_validator(mode="after")
    def _held_names_what_is_known(self):
        known = {"places", "share", "number", "whole", "scope", "highest_share", "half"}
        named = {name for text in self.held.values() for _, name, *_ in Formatter().parse(text) if name is not None}
        if named - known:
            raise ValueError(f"held: {{{min(named - known)}}} is none of {', '.join(sorted(known))}")
        return self


class Flows(Card):
    """The questions whose largest flows are worked out when publishing: both ends by each of `by` (levels or sets of
    groups), everywhere and within each place of the levels, or each group of the sets, `within`; the `top` largest of
    each. Any other question is answered from the cube, as exactly and more slowly.

    `reported_at` is the end whose places report: a flow is known where that end has reported. `kept`: the origin keeps what
    it gives, as a practice that others copy; nobody loses then, and screens say so.
    """

    top: int = Field(default=20, ge=1, le=1000)
    by: list[str] = []
    within: list[str] = []
    reported_at: Literal["origin", "destination"] = "destination"
    kept: bool = False


class Network(Card):
    """Of events: who met whom, worked out when publishing (`queries/network.py`). Below `least` towns a picture warns that
    measures of a network say little.
    """

    least: int = Field(default=20, ge=3)


class Column(Card):
    """A column that a register shows beside its key, as it stands: a `link` is the address of a page; a `document` the name of
    one that is kept here (`data/documents.py`), of which a list has `<name>_digest` and `<name>_bytes` too, None where it is
    not; a `country` its ISO code, of which the name is shown; `years` are a text of years, read in the reader's digits.
    """

    title: Texts
    type: Literal["text", "date", "number", "link", "document", "country", "years"] = "text"


class Duration(Card):
    """How long the things of a register take, by its columns of dates: from `begins` to `ends` where that is known (done),
    else to `seen_until`, the day up to which it is known to be open. `due` is when it should end.

    A list shows `<name>` (done or open), `<name>_days` and, with `due`, `<name>_days_over`.
    """

    title: Texts
    begins: str
    ends: str
    seen_until: str
    due: str | None = None

    def dates(self) -> tuple[str, ...]:
        """The columns it is worked out from."""
        return tuple(column for column in (self.begins, self.ends, self.seen_until, self.due) if column)


class Progress(Card):
    """Of a register of projects (`queries/progress.py`): its columns with the `physical` and the `financial` progress, in
    percent, and the `duration`, with a due day, in which they are to be done.
    """

    physical: str
    financial: str
    duration: str


class Reach(Card):
    """Rates of which pages ask where support should go first (`queries/reach.py`).

    Placeholders of `sentence`: the first `{places}` reach `{by_number}` of the `{whole}` in `{scope}` in order of number,
    `{by_rate}` in order of rate; `{half}` hold half.
    """

    indicators: list[str] = Field(min_length=1)
    sentence: Texts

    @model_validator(mode="after")
    def _sentence_names_what_is_known(self):
        known = {"places", "by_number", "by_rate", "whole", "scope", "half"}
        named = {name for text in self.sentence.values() for _, name, *_ in Formatter().parse(text) if name is not None}
        if named - known:
            raise ValueError(f"sentence: {{{min(named - known)}}} is none of {', '.join(sorted(known))}")
        return self


class Bands(Card):
    """Shares that rest on weights, each with the indicators that give it under stricter and under more generous weights
    (`of`: indicator -> [low, high]), and other indicators shown `beside` them.
    """

    of: dict[str, tuple[str, str]] = Field(min_length=1)
    beside: list[str] = []

    def all(self) -> tuple[str, ...]:
        """Every indicator that the picture shows."""
        return (*self.of, *(end for ends in self.of.values() for end in ends), *self.beside)


class Opens(Card):
    """What a page opens with in one country, where a reader chooses nothing: the rows `by` a level or a set of groups, for the
    country as a whole, and the `detail` of the map.
    """

    by: str | None = None
    detail: Level | None = None


class Planned(Card):
    """Indicators of what `came` of a plan from the `least` to the `most`, for each value of a `dimension`."""

    dimension: str
    came: str
    least: str
    most: str

    def indicators(self) -> tuple[str, str, str]:
        """The three of them, in this order."""
        return self.came, self.least, self.most


class Flag(Card):
    """An indicator that ought to be zero: where it is farther from it than `more_than`, the answer `says` so.

    Placeholders: `{place}`, `{period}`, and `{value}`, how far it is from zero.
    """

    indicator: str
    more_than: float = Field(default=0, ge=0)
    says: Texts

    @model_validator(mode="after")
    def _says_what_is_known(self):
        known = {"place", "period", "value"}
        named = {name for text in self.says.values() for _, name, *_ in Formatter().parse(text) if name is not None}
        if named - known:
            raise ValueError(f"says: {{{min(named - known)}}} is none of {', '.join(sorted(known))}")
        return self


class Budget(Card):
    """The most that a query may give and take over the whole extracts: `rows` of its cube, and `seconds` to make it."""

    rows: int = Field(default=1_000_000, gt=0)
    seconds: float = Field(default=10, gt=0)
