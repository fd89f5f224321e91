"""What a native chart of a slide or document is drawn from: categories, series, numbers; from the rows a picture shows. Pure.

A figure that is hidden, missing or cannot be added is no number: it is a gap, and its word stands in the table.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from dashboard.figures import trend
from dashboard.figures.subject import has_value, sorted_rows
from queries.series import Break

BAR, STACKED, LINE = "bar", "stacked", "line"
MOST_BARS = 15  # on a slide that can be read from the last row of a room
MOST_SERIES = 9

Shown = Callable[[Mapping], str]  # a row's number as the reader writes it, or the word of its state


@dataclass(frozen=True)
class Series:
    """One line or one part of all bars: a number for each category, None for a gap; `reach` its 95 % interval (low, high),
    None where none is known, empty where none is known of any.

    `texts` are the numbers as the reader writes them, of a gap the word of its state (empty: nobody wrote them), `unsure`
    says which are unreliable. A line that is to stand out has an `accent`; it is not joined to the one before at the
    categories in `parted` (another method or boundary), and `beside_break` are those on both sides of such a break.
    """

    name: str
    values: tuple[float | None, ...]
    reach: tuple[tuple[float, float] | None, ...] = ()
    texts: tuple[str, ...] = ()
    unsure: tuple[bool, ...] = ()
    accent: bool = False
    parted: frozenset[int] = frozenset()
    beside_break: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Chart:
    """`kind` is `bar`, `stacked` (parts of 100 percent) or `line`; `marked` is the category or series to point out, `left_out`
    how many places have no bar or line for want of room, `without` how many have none for want of a figure, by state. `changes` is
    where between categories the method of all lines changes (2.5: between the third and the fourth). `decimals` is the
    indicator's (None: what is usual for the unit).
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    marked: str = ""
    left_out: int = 0
    without: tuple[tuple[str, int], ...] = ()
    changes: tuple[float, ...] = ()
    decimals: int | None = None


def of_ranking(rows: Sequence[Mapping], name: Callable[[str], str], title: str, selected: str = "",
               shown: Shown | None = None) -> Chart | None:  # fmt: skip
    """Bars of the places with a figure, the highest first, and of the selected one wherever it stands. `shown` writes a
    row's number.
    """
    known = [row for row in sorted_rows(list(rows)) if has_value(row)]
    drawn = known[:MOST_BARS] + [row for row in known[MOST_BARS:] if row["place"] == selected]
    if not drawn:
        return None
    marked = name(selected) if any(row["place"] == selected for row in drawn) else ""
    without = Counter(row["state"] for row in rows if not has_value(row))
    return Chart(BAR, tuple(name(row["place"]) for row in drawn), (_series(title, drawn, shown),), drawn[0]["unit"], marked,
                 len(known) - len(drawn), tuple(sorted(without.items())))  # fmt: skip


def of_trend(rows: Sequence[Mapping], periods: Sequence[tuple[str, str]], places: Sequence[str],
             name: Callable[[str], str], highlighted: Sequence[str] = (), breaks: Sequence[Break] = (),
             shown: Shown | None = None) -> Chart | None:  # fmt: skip
    """A line for each of the places, as many of the first as can be told apart, over `periods` as (id, words); those
    `highlighted` stand out.
    """
    by_place = {code: {row["period"]: row for row in rows if row["place"] == code} for code in dict.fromkeys(places)}
    order = [period for period, _ in periods]
    breaks = [one for one in breaks if one.after in order and one.at in order]
    series = []
    for code, found in by_place.items():
        made = _series(name(code), [found.get(period) for period in order], shown)
        if any(value is not None for value in made.values):
            line = {period: row for period, row in found.items() if has_value(row)}
            series.append(_parted(replace(made, accent=code in highlighted), trend.points(line, code, order, breaks)))
    if not series or len(periods) < 2:
        return None
    changes = tuple((order.index(one.after) + order.index(one.at)) / 2 for one in breaks if not one.lines)
    return Chart(LINE, tuple(text for _, text in periods), tuple(series[: trend.MOST]), rows[0]["unit"],
                 left_out=len(series[trend.MOST :]), changes=changes)  # fmt: skip


def of_parts(rows: Sequence[Mapping], key: str, titles: Mapping[str, str], by: str, categories: Mapping[str, str],
             unit: str, whole: bool, shown: Shown | None = None) -> Chart | None:  # fmt: skip
    """The values of a dimension (`key`, in the order of `titles`) for each category of `by`: bars of one category, else
    stacked where they are parts of a whole; None where they are neither.
    """
    cells = {(row[by], row[key]): row for row in rows}
    here = [one for one in categories if any((one, value) in cells for value in titles)][:MOST_BARS]
    if not here or (len(here) > 1 and not (whole and len(titles) <= MOST_SERIES)):
        return None
    if len(here) == 1:
        parts = [cells.get((here[0], value)) for value in titles]
        return Chart(BAR, tuple(titles.values()), (_series(categories[here[0]], parts, shown),), unit)
    series = tuple(_series(text, [cells.get((one, value)) for one in here], shown) for value, text in titles.items())
    return Chart(STACKED, tuple(categories[one] for one in here), series, unit, "", len(categories) - len(here))


def _series(name: str, rows: Sequence[Mapping | None], shown: Shown | None) -> Series:
    texts = tuple(shown(row) if row else "" for row in rows) if shown else ()
    unsure = tuple(row is not None and row["state"] == "unreliable" for row in rows)
    return Series(name, tuple(map(_number, rows)), _reach(rows), texts, unsure if any(unsure) else ())


def _parted(series: Series, points: Sequence[tuple[float, Mapping | None, bool]]) -> Series:
    """The line with its breaks, as `figures.trend.points` has found them."""
    parted = frozenset(ceil(where) for where, row, _ in points if row is None and not float(where).is_integer())
    beside = frozenset(int(where) for where, row, is_beside in points if row is not None and is_beside)
    return replace(series, parted=parted, beside_break=beside)


def _number(row: Mapping | None) -> float | None:
    return row["value"] if row is not None and has_value(row) else None


def _reach(rows: Sequence[Mapping | None]) -> tuple[tuple[float, float] | None, ...]:
    known = [row is not None and has_value(row) and None not in (row["low"], row["high"]) for row in rows]
    found = ((row["low"], row["high"]) if has else None for row, has in zip(rows, known, strict=True))
    return tuple(found) if any(known) else ()
