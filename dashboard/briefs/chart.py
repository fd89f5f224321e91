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

BAR, STACKED, LINE, SCATTER = "bar", "stacked", "line", "scatter"
MOST_BARS = 15  # on a slide that can be read from the last row of a room
MOST_SERIES = 9

Shown = Callable[[Mapping], str]  # a row's number as the reader writes it, or the word of its state


@dataclass(frozen=True)
class Series:
    """One line, one bar of each category, or one part of all bars: a number for each category, None for a gap; `reach` how
    far it reaches (low, high; `Chart.reach_of` says what that is), None where none is known, empty where none is known of any.

    `texts` are the numbers as the reader writes them, of a gap the word of its state (empty: nobody wrote them), `unsure`
    says which are unreliable. A line that is to stand out has an `accent`; it is not joined to the one before at the
    categories in `parted` (another method or boundary), and `beside_break` are those on both sides of such a break. The
    points of a scatter lie `at` these numbers.
    """

    name: str
    values: tuple[float | None, ...]
    reach: tuple[tuple[float, float] | None, ...] = ()
    texts: tuple[str, ...] = ()
    unsure: tuple[bool, ...] = ()
    accent: bool = False
    parted: frozenset[int] = frozenset()
    beside_break: frozenset[int] = frozenset()
    at: tuple[float, ...] = ()


@dataclass(frozen=True)
class Chart:
    """`kind` is `bar` (of several series side by side), `stacked` (parts of 100 percent), `line`, or `scatter` (points joined
    by lines over the numbers of `across`; it has no categories); `marked` is the category or series to point out, `left_out`
    how many places have no bar or line for want of room, `without` how many have none for want of a figure, by state. `changes` is
    where between categories the method of all lines changes (2.5: between the third and the fourth). `decimals` is the
    indicator's (None: what is usual for the unit). `reach_of` says what the ends of its series are: of a 95 % `interval`, or
    what other `weights` give. `remarks` must be said below it.
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
    reach_of: str = "interval"
    across: str = ""
    remarks: tuple[str, ...] = ()


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


def of_bars(named: Sequence[tuple[str, Mapping | None]], title: str, shown: Shown | None = None, marked: str = "",
            ) -> Chart | None:  # fmt: skip
    """A bar for each (name, row) in this order, a gap where the row has no figure; None where none has one."""
    unit = next((row["unit"] for _, row in named if row and has_value(row)), None)
    if unit is None:
        return None
    return Chart(
        BAR, tuple(name for name, _ in named), (_series(title, [row for _, row in named], shown),), unit, marked
    )


def of_numbers(categories: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], shown: Callable[[float], str],
               unit: str) -> Chart:  # fmt: skip
    """Bars of several series (name, a number for each category) side by side."""
    made = tuple(Series(name, tuple(values), texts=tuple("" if value is None else shown(value) for value in values))
                 for name, values in series)  # fmt: skip
    return Chart(BAR, tuple(categories), made, unit)


def of_stack(bars: Sequence[str], name: Callable[[str], str], parts: Sequence[tuple[str, str, Mapping[str, Mapping]]],
             shown: Shown | None = None) -> Chart | None:  # fmt: skip
    """The parts `(id, title, bar -> row)` of each bar on one another; None where there are too many to tell, or no bar has
    them all.
    """
    whole = [bar for bar in bars if all(bar in rows and has_value(rows[bar]) for _, _, rows in parts)]
    if not whole or len(parts) > MOST_SERIES:
        return None
    unit = parts[0][2][whole[0]]["unit"]
    series = tuple(_series(title, [rows.get(bar) for bar in bars], shown) for _, title, rows in parts)
    return Chart(STACKED, tuple(map(name, bars)), series, unit)


def of_steps(lines: Sequence[tuple[str, Sequence[Mapping]]], across: str) -> Chart:
    """Rising stairs over days: `lines` are (name, rows with `day`, `share` from 0 to 1 and its interval); the first stands out,
    and the others end where it does.

    Each begins with nothing on day 0, and has two points on each day on which one of them rises, before and after:
    LibreOffice draws no lines that have fewer points than others.
    """
    last = lines[0][1][-1]["day"]
    days = sorted({row["day"] for _, rows in lines for row in rows if row["day"] <= last})
    return Chart(SCATTER, (), tuple(_stair(name, rows, days, not at) for at, (name, rows) in enumerate(lines)), "percent",
                 decimals=0, across=across)  # fmt: skip


def _stair(name: str, rows: Sequence[Mapping], days: Sequence[int], accent: bool) -> Series:
    risen = {row["day"]: tuple(100 * row[key] for key in ("share", "low", "high")) for row in rows}
    levels = [(0.0, 0.0, 0.0)]
    for day in days:
        levels += [levels[-1], risen.get(day, levels[-1])]
    reach = tuple((low, high) for _, low, high in levels) if accent else ()
    at = (0.0, *(float(day) for day in days for _ in range(2)))
    return Series(name, tuple(share for share, _, _ in levels), reach, accent=accent, at=at)


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
