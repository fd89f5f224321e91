"""What is measured: the cards in `queries/<theme>/indicators.toml`, and the rules by which a measure adds up."""

import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from data.periods import in_order, span

LANGUAGES = ("en", "ne", "bn")
TOTAL = "total"  # the value of a dimension that stands for all its values together

Rule = Literal["sum", "ratio", "weighted_mean", "last", "distinct", "none"]
Unit = Literal[
    "persons",
    "households",
    "percent",
    "per_1000",
    "persons_per_km2",
    "households_per_km2",
    "persons_per_household",
    "males_per_100_females",
    "index",
    "currency",
    "currency_thousand",
    "currency_per_person",
    "events",
    "meetings",
    "organisations",
    "towns",
    "participations",
    "grievances",
    "entries",
    "alliances",
    "commitments",
    "partnerships",
    "countries",
    "slums",
    "municipalities",
    "priorities",
    "projects",
    "letters",
    "cases",
    "decisions",
    "programmes",
    "needs",
    "practices",
    "replications",
    "pilots",
]
SCALE = {"percent": 100.0, "per_1000": 1000.0, "males_per_100_females": 100.0}
CURRENCY = {"NP": "npr", "BD": "bdt", "IN": "inr"}


def _languages(texts: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(texts) - set(LANGUAGES))
    if unknown:
        raise ValueError(f"language {unknown[0]!r} is not one of {', '.join(LANGUAGES)}; leave it out")
    if not texts.get("en", "").strip():
        raise ValueError('the English text is missing; add en = "..."')
    return texts


def _period(text: str) -> str:
    span(text)
    return text


Period = Annotated[str, AfterValidator(_period)]
Texts = Annotated[dict[str, str], AfterValidator(_languages)]


TO_WRITE = "To be written:"  # how `nagar new` begins a text that a person has to write; no screen shows such a text


def is_written(texts: dict[str, str]) -> bool:
    """Whether somebody has written the text, not only been told what to write."""
    return not texts["en"].startswith(TO_WRITE)


class Card(BaseModel):
    """A card is frozen once read and refuses keys nobody knows, so that a typo is told and not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Headline(Card):
    """A sentence for the top of a page, filled from an answer: how many places lie above a threshold.

    Placeholders: `{count}` of `{total}` places above, `{scope}`, `{top_count}` of them in `{top_place}`.
    """

    above: float
    sentence: Texts


class Official(Card):
    """The same thing as an office prints it, for the same place and period, where it is another number.

    `query` and `indicator` say which; placeholders of the sentence: `{value}` ours, `{official}` theirs.
    """

    query: str
    indicator: str
    sentence: Texts


class Break(Card):
    """Periods from `at` on are made by another method than those before it: they are shown, never joined or compared."""

    at: Period
    why: Texts


class Indicator(Card):
    """One measure. Column names are those of the modules that list it.

    `numerator` alone is a count or an amount; with `denominator` a rate (times `scale`). `value` is a figure as the
    source prints it, used where it cannot be computed from parts; `standard_error` is in the unit of the source column
    and is scaled like the value. The three `over_` rules say what may be done along places, periods and dimensions;
    `none` is a refusal. `least_coverage` is the share of a group that must have a value before the group gets one.

    A value whose standard error is more than `use_with_care_above` times it says so, above `unreliable_above` it is shown
    as unreliable. `error_over_places` says how standard errors of a ratio (weighted by its denominator) or of a sum roll
    up: `independent` as the root of the sum of squares, `dependent` as their sum (the widest they can be), `none` not at all.

    `smallest_count` is the least number of people a figure from a protected extract may speak of; `unprotected` says
    instead why a figure from one needs no such thing. `why` says why it matters, `caveats` what to mind; `breaks` are
    the periods at which the method changed, `not_comparable` names other indicators of the theme that measure something
    else, and why. `owner` is the organisation that answers for it, `review` the day by which it must be looked at again,
    `checked_by` the organisation that has done so.
    """

    id: str
    title: Texts
    unit: Unit
    decimals: int = Field(ge=0, le=6)
    better: Literal["higher", "lower", "neither"]
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    standard_error: str | None = None
    weight: str | None = None
    scale: float | None = Field(default=None, gt=0)
    over_places: Rule
    over_periods: Rule = "none"
    over_dimensions: Rule | dict[str, Rule] = "none"
    least_coverage: float = Field(default=0.8, ge=0, le=1)
    use_with_care_above: float | None = Field(default=None, gt=0)
    unreliable_above: float | None = Field(default=None, gt=0)
    error_over_places: Literal["independent", "dependent", "none"] = "none"
    smallest_count: int | None = Field(default=None, ge=2)
    unprotected: Texts | None = None
    breaks: list[Break] = []
    not_comparable: dict[str, Texts] = {}
    formula: Texts
    why: Texts
    caveats: Texts
    owner: str = Field(min_length=1)
    review: datetime.date
    checked_by: str | None = Field(default=None, min_length=1)
    headline: Headline | None = None
    official: Official | None = None

    @model_validator(mode="after")
    def _parts_fit_the_rules(self):
        rules = {self.over_places, self.over_periods, *self.dimension_rules()}
        if "ratio" in rules and not (self.numerator and self.denominator):
            raise ValueError("adds up as ratio, so it needs a numerator and a denominator")
        if "weighted_mean" in rules and not (self.weight and self.value):
            raise ValueError("adds up as weighted_mean, so it needs a value and a weight")
        if "last" in {self.over_places, *self.dimension_rules()}:
            raise ValueError("last is a rule for over_periods only; use sum, ratio or none")
        if self.over_places in ("sum", "distinct") and not self.numerator:
            raise ValueError(f"adds up as {self.over_places}, so it needs a numerator (the column to add or count)")
        if "sum" in rules and self.denominator:
            raise ValueError("a rate cannot be summed: use ratio, weighted_mean or none")
        care, limit = self.use_with_care_above, self.unreliable_above
        if (care or limit) and not self.standard_error and self.numerator:
            raise ValueError("use_with_care_above and unreliable_above need a standard_error to compare with")
        if care and limit and care >= limit:
            raise ValueError("use_with_care_above must be less than unreliable_above")
        if self.error_over_places != "none" and not (self.standard_error and self.over_places in ("ratio", "sum")):
            raise ValueError("error_over_places needs a standard_error, and over_places = ratio or sum")
        if self.id in self.not_comparable:
            raise ValueError("is declared not comparable with itself")
        periods_of_breaks = [one.at for one in self.breaks]
        if periods_of_breaks != in_order(periods_of_breaks):
            raise ValueError("the breaks must be in order of time, each period once")
        if self.smallest_count and self.unprotected:
            raise ValueError("is protected by smallest_count, so it cannot be unprotected as well; keep one of the two")
        return self

    def dimension_rules(self) -> tuple[str, ...]:
        declared = self.over_dimensions
        return tuple(declared.values()) if isinstance(declared, dict) else (declared,)

    def rule_over(self, dimension: str) -> str:
        """The rule along one dimension; a dimension left out of a table of rules does not add up."""
        declared = self.over_dimensions
        return declared.get(dimension, "none") if isinstance(declared, dict) else declared

    @property
    def factor(self) -> float:
        return self.scale if self.scale is not None else SCALE.get(self.unit, 1.0)

    def columns(self) -> tuple[str, ...]:
        """The columns a module must give for it."""
        named = (self.numerator, self.denominator, self.value, self.standard_error, self.weight)
        return tuple(dict.fromkeys(column for column in named if column))

    @property
    def is_count(self) -> bool:
        """Whether it says how many or how much: then a larger place has more of it, whatever the rate is."""
        return self.denominator is None and self.unit not in ("percent", "index") and "per_" not in self.unit

    def unit_in(self, country: str | None) -> str:
        """The unit in a country: `currency_thousand` is `npr_thousand` in Nepal. Without one country there is none."""
        if not self.unit.startswith("currency"):
            return self.unit
        return CURRENCY[country] + self.unit.removeprefix("currency") if country in CURRENCY else self.unit
