"""Places by value as horizontal bars, highest first, each row a link; states stand as words below.

No rank numbers: where intervals overlap the data cannot tell places apart, and bars then show their intervals.
"""

from collections.abc import Callable

from dashboard.figures.subject import Subject, has_value, sorted_rows
from dashboard.markup import Element, el
from dashboard.words import say

SHOWN = 15
SPARE = 3  # so few more are shown rather than hidden behind a link


def ranking(rows: list[dict], subject: Subject, href: Callable[[str], str], selected: str = "",
            most: int = SHOWN) -> Element:  # fmt: skip
    """Rows with `place`, `value`, `state`; `href` gives the address a tap on a place leads to."""
    ordered = sorted_rows(rows)
    most = len(rows) if len(rows) <= most + SPARE else most
    listed = ordered[:most]
    listed += [row for row in ordered[most:] if row["place"] == selected]
    low, high = _reach(ordered)
    return el("ol.ranking", [_row(row, subject, href, row["place"] == selected, low, high) for row in listed])


def _reach(rows: list[dict]) -> tuple[float, float]:
    """The ends of the axis: never truncated, so it always holds zero."""
    ends = [end for row in rows if has_value(row) for end in (row["value"], row["high"], row["low"]) if end is not None]
    return min([0.0, *ends]), max([0.0, *ends])


def _row(row: dict, subject: Subject, href, is_selected: bool, low: float, high: float) -> Element:
    name = subject.name(row["place"])
    if has_value(row):
        middle = _bar(row, low, high)
        end = el("span.num", subject.bare(row))
    else:
        middle = el("span.bar")
        end = el("span.state", subject.shown(row), title=say(f"state_texts.{row['state']}", subject.reader))
    kind = "a.bar-row.on" if is_selected else "a.bar-row"
    link = el(kind, el("span.name", name), middle, end, href=href(row["place"]),
              aria_current="true" if is_selected else None)  # fmt: skip
    return el("li", link, data_code=row["place"])


def _bar(row: dict, low: float, high: float) -> Element:
    span = (high - low) or 1
    start = (min(0.0, row["value"]) - low) / span * 100
    width = abs(row["value"]) / span * 100
    parts = [el("i.hatched" if row["state"] == "unreliable" else "i",
                style={"left": f"{start:.2f}%", "width": f"{max(width, 0.4) if row['value'] else 0:.2f}%"})]  # fmt: skip
    if row["low"] is not None and row["high"] is not None:
        left = (row["low"] - low) / span * 100
        right = (row["high"] - low) / span * 100
        parts.append(el("u", style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"}))
    return el("span.bar", parts, aria_hidden="true")
