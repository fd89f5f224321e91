"""Shares with how far they would move under other weights: a bar, and a thin line from low to high. Pure."""

from collections.abc import Mapping, Sequence

from dashboard.figures.subject import has_value
from dashboard.markup import Element, el
from dashboard.words import Reader, say
from dashboard.words import format as words

Line = tuple[str, Mapping, Mapping | None, Mapping | None]  # title, row, row of the low and of the high end


def bars(lines: Sequence[Line], reader: Reader) -> Element | None:
    """One bar a share, all on one scale; a line without ends has no thin line. None where no share has a figure."""
    known = [row["value"] for _, *rows in lines for row in rows if row and has_value(row)]
    if not known:
        return None
    longest = max(known) or 1
    return el("ol.ranking.breakdown.bands", [_line(line, longest, reader) for line in lines])


def _line(line: Line, longest: float, reader: Reader) -> Element:
    title, row, low, high = line
    if not has_value(row):
        return el("li", el("div.bar-row", el("span.name", title), el("span.bar"),
                           el("span.state", say(f"states.{row['state']}", reader))))  # fmt: skip
    bar = [el("i", style={"width": f"{row['value'] / longest * 100:.2f}%"})]
    text = words.percent(reader, row["value"])
    if low and high and has_value(low) and has_value(high):
        start, end = low["value"] / longest * 100, high["value"] / longest * 100
        bar.append(el("u", style={"left": f"{start:.2f}%", "width": f"{end - start:.2f}%"}))
        text += f" ({words.range_text(reader, low['value'], high['value'], 'percent', 0)})"
    return el(
        "li", el("div.bar-row", el("span.name", title), el("span.bar", bar, aria_hidden="true"), el("span.num", text))
    )
