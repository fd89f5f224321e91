"""What a native chart of a slide or document is drawn from: categories, series, numbers; from the rows a picture shows. Pure.

A figure that is hidden, missing or cannot be added is no number: it is a gap, and its word stands in the table.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.figures.subject import has_value, sorted_rows

BAR, STACKED, LINE = "bar", "stacked", "line"
MOST_BARS = 15  # on a slide that can be read from the last row of a room
MOST_SERIES = 9


@dataclass(frozen=True)
class Series:
    """One line or one part of all bars: a number for each category, None for a gap; `reach` its 95 % interval (low, high),
    None where none is known, empty where none is known of any.
    """

    name: str
    values: tuple[float | None, ...]
    reach: tuple[tuple[float, float] | None, ...] = ()


@dataclass(frozen=True)
class Chart:
    """`kind` is `bar`, `stacked` (parts of 100 percent) or `line`; `marked` is the category or series to point out, `left_out`
    how many places have no bar for want of room, `decimals` the indicator's (None: what is usual for the unit).
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    marked: str = ""
    left_out: int = 0
    decimals: int | None = None

    @property
    def has_gaps(self) -> bool:
        """Whether some number is not there."""
        return any(value is None for one in self.series for value in one.values)


def of_ranking(rows: Sequence[Mapping], name: Callable[[str], str], title: str, selected: str = "") -> Chart | None:
    """Bars of the places with a figure, the highest first, and of the selected one wherever it stands."""
    known = [row for row in sorted_rows(list(rows)) if has_value(row)]
    shown = known[:MOST_BARS] + [row for row in known[MOST_BARS:] if row["place"] == selected]
    if not shown:
        return None
    values = tuple(row["value"] for row in shown)
    marked = name(selected) if any(row["place"] == selected for row in shown) else ""
    return Chart(BAR, tuple(name(row["place"]) for row in shown), (Series(title, values, _reach(shown)),), shown[0]["unit"], marked,
                 len(known) - len(shown))  # fmt: skip


def of_trend(rows: Sequence[Mapping], periods: Sequence[tuple[str, str]], places: Sequence[str],
             name: Callable[[str], str]) -> Chart | None:  # fmt: skip
    """A line for each of the places (few enough to tell), over `periods` as (id, words)."""
    by_place = {code: {row["period"]: row for row in rows if row["place"] == code} for code in dict.fromkeys(places)}
    series = []
    for code, found in list(by_place.items())[:MOST_SERIES]:
        values = tuple(_number(found.get(period)) for period, _ in periods)
        if any(value is not None for value in values):
            series.append(Series(name(code), values, _reach([found.get(period) for period, _ in periods])))
    if not series or len(periods) < 2:
        return None
    return Chart(LINE, tuple(text for _, text in periods), tuple(series), rows[0]["unit"])


def of_parts(rows: Sequence[Mapping], key: str, titles: Mapping[str, str], by: str, categories: Mapping[str, str],
             unit: str, whole: bool) -> Chart | None:  # fmt: skip
    """The values of a dimension (`key`, in the order of `titles`) for each category of `by`: bars of one category, else
    stacked where they are parts of a whole; None where they are neither.
    """
    cells = {(row[by], row[key]): row for row in rows}
    shown = [one for one in categories if any((one, value) in cells for value in titles)][:MOST_BARS]
    if not shown or (len(shown) > 1 and not (whole and len(titles) <= MOST_SERIES)):
        return None
    if len(shown) == 1:
        values = tuple(_number(cells.get((shown[0], value))) for value in titles)
        return Chart(BAR, tuple(titles.values()), (Series(categories[shown[0]], values),), unit)
    series = tuple(
        Series(text, tuple(_number(cells.get((one, value))) for one in shown)) for value, text in titles.items()
    )
    return Chart(STACKED, tuple(categories[one] for one in shown), series, unit, "", len(categories) - len(shown))  # fmt: skip


def _number(row: Mapping | None) -> float | None:
    return row["value"] if row is not None and has_value(row) else None


def _reach(rows: Sequence[Mapping | None]) -> tuple[tuple[float, float] | None, ...]:
    known = [row is not None and has_value(row) and None not in (row["low"], row["high"]) for row in rows]
    found = ((row["low"], row["high"]) if has else None for row, has in zip(rows, known, strict=True))
    return tuple(found) if any(known) else ()
