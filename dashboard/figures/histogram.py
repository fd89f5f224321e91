"""How long it took: counts by class from fast to slow, the last of those still open; the class of the median is marked. Pure."""

from collections.abc import Sequence

from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import say
from queries.histogram import median_class

Parts = Sequence[tuple[str, dict | None]]


def median_of(parts: Parts, total: dict | None) -> int | None:
    """The number of the class with the median; None where what is shown cannot tell it."""
    counts = [row["value"] if row and has_value(row) else None for _, row in parts]
    return median_class(counts, total["value"] if total and has_value(total) else None)


def bars(parts: Parts, median: int | None, subject: Subject) -> Element | None:
    """A bar for each `(title, row)` in the order of the classes; None where no class has a figure."""
    known = [row["value"] for _, row in parts if row and has_value(row)]
    if not known:
        return None
    longest = max(known) or 1
    lines = []
    for number, (title, row) in enumerate(parts):
        middle = el("small", " ", say("histogram.middle", subject.reader)) if number == median else None
        bar, told = None, el("span.state", say("states.no_data", subject.reader))
        if row and has_value(row):
            bar = el("i", style={"width": f"{row['value'] / longest * 100:.2f}%"})
            told = el("span.num", subject.bare(row))
        elif row:
            told = el("span.state", subject.shown(row))
        kind = "div.bar-row.on" if number == median else "div.bar-row"
        lines.append(el("li", el(kind, el("span.name", title, middle), el("span.bar", bar, aria_hidden="true"), told)))
    return el("ol.ranking.breakdown", lines)


def sentence(parts: Parts, total: dict | None, median: int | None, subject: Subject) -> str:
    """In which class the median lies, those still open counted as the slowest, and how many are still open."""
    reader, (_, left) = subject.reader, parts[-1]
    if not total or not has_value(total) or not total["value"]:
        return subject.shown(total) if total and not has_value(total) else ""
    whole = subject.shown(total)
    if median is None:
        told = [say("histogram.not_told", reader)]
    elif median == len(parts) - 1:
        told = [say("histogram.median_open", reader, total=whole)]
    else:
        told = [say("histogram.median", reader, total=whole, **{"class": parts[median][0]})]
    if left and has_value(left):
        told.append(say("histogram.open", reader, open=subject.shown(left), total=whole))
    elif left and left["state"] == "hidden":
        told.append(say("histogram.open_hidden", reader))
    return " ".join(told)
