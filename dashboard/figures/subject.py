"""What a picture is about: one indicator, one period, one scope, for one reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dashboard.words import Reader, text_of
from dashboard.words import format as words
from queries.indicator import TOTAL, Indicator

WITH_VALUE = ("value", "unreliable")


@dataclass(frozen=True)
class Subject:
    """`name` gives the name of a place or group for the reader; `country` is its code; `scope` the code shown. `heading`
    is what is shown, where it is not all of the indicator or something worked out from it.
    """

    reader: Reader
    indicator: Indicator
    period: str
    scope: str
    country: str
    name: Callable[[str], str]
    heading: str = ""

    @property
    def title(self) -> str:
        return self.heading or text_of(self.indicator.title, self.reader)

    @property
    def scope_name(self) -> str:
        return self.name(self.scope)

    @property
    def period_text(self) -> str:
        return period_text(self.reader, self.indicator, self.period, self.country)

    def shown(self, row: dict, **options) -> str:
        """The row's value with its unit, or the word of its state."""
        return words.shown_row(self.reader, row, self.indicator.decimals, **options)

    def told(self, row: dict) -> str:
        """The value inside a sentence: with its unit, money short (arba, crore) so that it can be read aloud."""
        return self.shown(row, short=is_money(row))

    def interval(self, row: dict, word: bool = True) -> str:
        """The row's 95 % interval, with its unit unless `word` is false; empty where none is known."""
        if not has_value(row) or row["low"] is None or row["high"] is None:
            return ""
        return words.range_text(self.reader, row["low"], row["high"], row["unit"], self.indicator.decimals, word=word,
                                country=self.country)  # fmt: skip

    def with_interval(self, row: dict, short: bool = False) -> str:
        """The value as told in a sentence, its interval in brackets behind it."""
        told = self.shown(row, short=short or is_money(row))
        interval = self.interval(row, word=is_money(row))
        return f"{told} ({interval})" if interval else told

    def big(self, row: dict, short: bool = False) -> str:
        """The value to be set large: money with its sign, rates with their unit, counts as the number alone."""
        money = is_money(row)
        rate = row["unit"].startswith("per") and row["unit"] != "persons"
        return words.shown_row(self.reader, row, self.indicator.decimals, word=money or rate, short=short and money)

    def bare(self, row: dict) -> str:
        """The row's value without its unit, for bars whose heading has it; money short, with its sign."""
        money = is_money(row)
        return words.shown_row(self.reader, row, self.indicator.decimals, word=money, short=money)


def heading(indicator: Indicator, dimensions: Mapping, chosen: Iterable[tuple[str, str]], reader: Reader) -> str:
    """The indicator, with the values of dimensions that are chosen: "Main cause of migration (marriage)". A total is all."""
    title = text_of(indicator.title, reader)
    values = [text_of(dimensions[name].values[value], reader) for name, value in chosen
              if value != TOTAL and value in dimensions[name].values]  # fmt: skip
    return f"{title} ({', '.join(values)})" if values else title


def heading_of_row(indicator: Indicator, dimensions: Mapping, row: Mapping, reader: Reader) -> str:
    """The same of what a row is of."""
    return heading(indicator, dimensions, ((name, row[name]) for name in dimensions), reader)


def is_money(row: dict) -> bool:
    """Whether the row is an amount in a currency."""
    return row["unit"].startswith(("npr", "bdt", "inr"))


def period_text(reader: Reader, indicator: Indicator, period: str, country: str) -> str:
    """The period as people write it; amounts of money stand in fiscal years."""
    return words.period(reader, period, country, fiscal=indicator.unit.startswith("currency"))


def has_value(row: dict) -> bool:
    """Whether the row has a figure to draw (an unreliable one is drawn too, hatched)."""
    return row["state"] in WITH_VALUE and row["value"] is not None


def sorted_rows(rows: list[dict]) -> list[dict]:
    """Highest first, equal ones by code; those without a value after them, by state and code."""
    return sorted(rows, key=lambda row: (not has_value(row), -(row["value"] or 0) if has_value(row) else 0,
                                         row["state"] if not has_value(row) else "", row["place"]))  # fmt: skip


def told_alike(ordered: Sequence[dict], end: dict, shown: Callable[[dict], str]) -> list[dict]:
    """The rows whose figure reads as that of the first or the last, in their order. `ordered` is by value, so they stand
    together: of seven hundred figures only these and one more are written out.
    """
    text, last = shown(end), end is not ordered[0]
    alike = list(takewhile(lambda row: shown(row) == text, reversed(ordered) if last else ordered))
    return alike[::-1] if last else alike
