"""A query module: one plain SELECT and its card, lying side by side in the folder of its theme."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from queries.agreement import Agreement
from queries.card_parts import (
    Bands,
    Budget,
    Column,
    Dimension,
    Duration,
    Example,
    Flag,
    Flows,
    HotSpots,
    Level,
    Network,
    Opens,
    Planned,
    Progress,
    Reach,
)
from queries.funnel import Funnel
from queries.indicator import TOTAL, Card, Indicator, Texts
from queries.plan_chapter import PlanChapter

Kind = Literal["series", "published", "event", "flow", "register"]
LEVELS: tuple[str, ...] = ("country", "region", "district", "local", "ward")
KEY_COLUMNS = {
    "series": ("place", "period"),
    "published": ("place", "period"),
    "event": ("thing", "actor", "place", "date", "role", "period"),
    "flow": ("origin", "destination", "period"),
    "register": ("thing", "place", "period"),
}

ANSWER_COLUMNS = {
    "indicator", "place_name", "level", "value", "unit", "low", "high", "standard_error", "numerator", "denominator",
    "coverage", "places_with_value", "places_known", "places_expected", "state", "reliability", "provenance", "certain",
    "origin_name", "destination_name", "direction", "flows",
}  # fmt: skip


class QueryCard(Card):
    """What `<name>.toml` may hold."""

    kind: Kind
    grain: list[Level] = Field(min_length=1)
    title: Texts
    question: Texts
    indicators: list[str] = Field(min_length=1)
    dimensions: dict[str, Dimension] = {}
    order: int = 50  # place among the modules of its theme; the first is what the page opens with
    missing: Literal["no_data", "not_reported", "zero"] = "no_data"
    expected: str | None = None
    parts: list[str] = []
    whole: str | None = None  # the indicator that the parts add up to, whose page shows them too
    over_time: list[str] = []  # dimensions whose values are drawn by period
    hot_spots: HotSpots | None = None
    flows: Flows | None = None
    network: Network | None = None
    columns: dict[str, Column] = {}
    durations: dict[str, Duration] = {}
    world: str | None = None  # the column of countries to which a map of the world leads lines
    flags: list[Flag] = []
    reach: Reach | None = None
    bands: Bands | None = None
    opens: dict[Literal["NP", "BD", "IN"], Opens] = {}
    matrix: str | None = None  # the dimension whose values are drawn against places, such as stages against regions
    planned: Planned | None = None
    histogram: str | None = None  # the dimension of classes from fast to slow, the last one of those still open
    progress: Progress | None = None
    shows: str | None = None  # the register of this theme, with progress, whose things its page shows too
    plan_chapter: PlanChapter | None = None  # of a register of needs: the table its page opens with
    funnel: Funnel | None = None  # of a register whose things go from stage to stage: the picture its page opens with
    agreement: Agreement | None = None
    treemap: str | None = None  # the dimension whose values are drawn as areas, for indicators that add up over it
    joins_first: Literal["places", "dimensions", "margins"] = "places"  # small protected numbers: queries/protect.py
    examples: list[Example] = []
    budget: Budget = Budget()

    @model_validator(mode="after")
    def _names_do_not_collide(self):
        for name, dimension in self.dimensions.items():
            if name in ANSWER_COLUMNS:
                raise ValueError(f"dimension {name!r} has the name of a column every answer has; give it another")
            if name in KEY_COLUMNS[self.kind] and not (self.kind == "event" and name == "role"):
                raise ValueError(f"dimension {name!r} has the name of a column every {self.kind} has; give it another")
            if self.kind != "published" and TOTAL in dimension.values:
                raise ValueError(f"dimension {name!r} lists {TOTAL!r}, which is computed; leave it out")
        for part in self.parts:
            if part not in self.indicators:
                raise ValueError(f"part {part!r} is not one of the indicators listed; correct the name")
        if self.whole and (not self.parts or self.whole in self.parts or self.whole not in self.indicators):
            raise ValueError(
                f"whole {self.whole!r} must be one of the indicators listed, beside parts that add up to it"
            )
        for name in self.over_time:
            if name not in self.dimensions:
                raise ValueError(f"over_time names {name!r}, which is no dimension of this card; correct the name")
        for name in self.hot_spots.indicators if self.hot_spots else ():
            if name not in self.indicators:
                raise ValueError(f"hot_spots: {name!r} is not one of this module's indicators")
        if self.hot_spots and (self.kind != "series" or len(self.grain) != 1):
            raise ValueError("hot_spots needs a series with one level as its grain: neighbours are places of one level")
        for name in self.reach.indicators if self.reach else ():
            if name not in self.indicators:
                raise ValueError(f"reach: {name!r} is not one of this module's indicators")
        if self.reach and self.kind != "series":
            raise ValueError(f"reach is for a card of the kind series, and this is a {self.kind}; take it away")
        for name in self.bands.all() if self.bands else ():
            if name not in self.indicators:
                raise ValueError(f"bands: {name!r} is not one of this module's indicators")
        for name in ("treemap", "histogram"):
            if getattr(self, name) not in (None, *self.dimensions):
                raise ValueError(f"{name}: {getattr(self, name)!r} is not one of this card's dimensions")
        if self.matrix and self.matrix not in self.dimensions:
            raise ValueError(f"matrix: {self.matrix!r} is not one of this card's dimensions")
        if self.planned and self.planned.dimension not in self.dimensions:
            raise ValueError(f"planned: {self.planned.dimension!r} is not one of this card's dimensions")
        for name in self.planned.indicators() if self.planned else ():
            if name not in self.indicators:
                raise ValueError(f"planned: {name!r} is not one of this module's indicators")
        for flag in self.flags:
            if flag.indicator not in self.indicators:
                raise ValueError(f"flags: {flag.indicator!r} is not one of this module's indicators")
        if self.flags and self.kind != "published":
            raise ValueError(f"flags is for a card of the kind published, and this is a {self.kind}; take it away")
        self._absent_values_are_told()
        self._pictures_read_what_is_there()
        if self.flows and self.kind != "flow":
            raise ValueError(f"flows is for a card of the kind flow, and this is a {self.kind}; take it away")
        return self

    def _pictures_read_what_is_there(self) -> None:
        """Of the draft table, the funnel and the agreement: the kind they are for, the dimensions and columns they name."""
        named = {"plan_chapter": self.plan_chapter.dimensions() if self.plan_chapter else (),
                 "funnel": (self.funnel.by,) if self.funnel else (),
                 "agreement": (self.agreement.by,) if self.agreement else ()}  # fmt: skip
        for key, dimensions in named.items():
            wanted = "series" if key == "agreement" else "register"
            if dimensions and self.kind != wanted:
                raise ValueError(f"{key} is for a card of the kind {wanted}, and this is a {self.kind}; take it away")
            for name in dimensions:
                if name not in self.dimensions:
                    raise ValueError(f"{key}: {name!r} is not one of this card's dimensions")
        for name in self.plan_chapter.columns() if self.plan_chapter else ():
            if name not in self.columns:
                raise ValueError(f"plan_chapter: {name!r} is not one of this card's columns")
        if self.funnel and self.funnel.done not in self.dimensions[self.funnel.by].values:
            raise ValueError(f"funnel: {self.funnel.done!r} is no value of {self.funnel.by!r}")
        for name in self.agreement.indicators if self.agreement else ():
            if name not in self.indicators:
                raise ValueError(f"agreement: {name!r} is not one of this module's indicators")

    def _absent_values_are_told(self) -> None:
        for name, dimension in self.dimensions.items():
            if dimension.absent and self.kind != "series":
                raise ValueError(f"dimension {name!r} says what is absent, which only a series can: take it away")
            if dimension.absent == "missing" and self.missing == "zero":
                raise ValueError(
                    f"dimension {name!r} says that an absent value is missing, but a place without any row is zero "
                    "here (missing = 'zero'): take one of the two away"
                )

    @model_validator(mode="after")
    def _register_is_told(self):
        if self.network and self.kind != "event":
            raise ValueError(f"network is for a card of the kind event, and this is a {self.kind}; take it away")
        for name in ("columns", "durations", "progress"):
            if getattr(self, name) and self.kind != "register":
                raise ValueError(f"{name} is for a card of the kind register, and this is a {self.kind}; take it away")
        if self.kind == "register" and not self.columns:
            raise ValueError("columns is missing: a register says below [columns.<name>] what it shows of each thing")
        for name in self.columns:
            if name in ANSWER_COLUMNS or name in KEY_COLUMNS["register"] or name in self.dimensions:
                raise ValueError(f"column {name!r} has the name of a column the rows have already; give it another")
        if self.world and (self.world not in self.columns or self.columns[self.world].type != "country"):
            raise ValueError(f"world names {self.world!r}, which is no column of the type country; correct the name")
        for name, duration in self.durations.items():
            for column in duration.dates():
                if column not in self.columns or self.columns[column].type != "date":
                    raise ValueError(f"duration {name!r} reads {column!r}, which is no column of the type date")
        self._progress_is_known()
        return self

    def _progress_is_known(self) -> None:
        if not self.progress:
            return
        for name in (self.progress.physical, self.progress.financial):
            if name not in self.columns or self.columns[name].type != "number":
                raise ValueError(f"progress reads {name!r}, which is no column of the type number")
        lasting = self.durations.get(self.progress.duration)
        if lasting is None or not lasting.due:
            raise ValueError(f"progress names {self.progress.duration!r}, which is no duration with a due day")


class Module(Card):
    """A sound module: its card, its indicators, its SQL and the extracts the SQL reads; `protected` where one of them is."""

    id: str
    theme: str
    card: QueryCard
    indicators: dict[str, Indicator]
    sql: str
    sql_file: Path
    card_file: Path
    tables: tuple[str, ...] = ()
    protected: bool = False

    @property
    def name(self) -> str:
        return self.id.split("/")[1]

    @property
    def kind(self) -> str:
        return self.card.kind

    @property
    def dimensions(self) -> dict[str, Dimension]:
        return self.card.dimensions

    @property
    def told_in_full(self) -> tuple[str, ...]:
        """The dimensions of which a place that reports tells every value: one without a row is missing, never zero.

        So is one of which the card says nothing, where it could be either.
        """
        if self.kind != "series" or self.card.missing == "zero":
            return ()
        return tuple(name for name, dimension in self.dimensions.items() if dimension.absent != "zero")

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that say which row it is (for events: all that is not a measure)."""
        return tuple(dict.fromkeys((*KEY_COLUMNS[self.kind], *self.dimensions)))

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns of which no two rows have the same: the key, or of a register the thing alone."""
        return ("thing",) if self.kind == "register" else self.key

    @property
    def flows(self) -> Flows:
        """What the card says of its flows; with nothing said, no question is worked out beforehand."""
        return self.card.flows or Flows()

    @property
    def ends(self) -> tuple[str, ...]:
        """The columns that hold places."""
        return ("origin", "destination") if self.kind == "flow" else ("place",)

    def measures(self) -> tuple[str, ...]:
        """The columns the SELECT must give beside its key."""
        if self.kind == "published":
            return tuple(self.indicators)
        columns = (column for indicator in self.indicators.values() for column in indicator.columns())
        return tuple(dict.fromkeys(column for column in columns if column not in self.key))


class Theme(Card):
    """One page: `theme.toml` with its title, its order in the navigation and its introduction."""

    id: str
    title: Texts
    order: int
    introduction: Texts
