"""The values of a dimension by period: a table whose cells are the darker the higher their figure is."""

from collections.abc import Mapping, Sequence

from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import say

STEPS = 5  # shades


def shaded(values: Sequence[tuple[str, Mapping[str, dict]]], periods: Sequence[tuple[str, str]], subject: Subject, title: str,
           caption: str, absent_is_zero: bool = False, keep_order: bool = False) -> Element | None:  # fmt: skip
    """`values` are (words, period -> row), `periods` (period, words); None where nothing has a figure. Highest value first,
    or as they are (`keep_order`). Areas may stand in the place of periods.
    `absent_is_zero`: a value without a row was counted, and there was none.
    """
    known = [row["value"] for _, rows in values for row in rows.values() if has_value(row)]
    if not known or max(known) <= 0:
        return None
    most = max(known)
    ordered = (
        values
        if keep_order
        else sorted(values, key=lambda pair: -sum(row["value"] for row in pair[1].values() if has_value(row)))
    )
    heads = [el("th", title, scope="col"), *(el("th.num", text, scope="col") for _, text in periods)]
    body = [el("tr", el("th", text, scope="row"), [_cell(rows.get(period), most, subject, absent_is_zero) for period, _ in periods])
            for text, rows in ordered]  # fmt: skip
    return el("div.table-wrap.whole", el("table.rows.shaded", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _cell(row: dict | None, most: float, subject: Subject, absent_is_zero: bool) -> Element:
    if row is None:
        nothing = words.number(subject.reader, 0) if absent_is_zero else say("states.no_data", subject.reader)
        return el("td.num.shade-0", nothing)
    if not has_value(row):
        return el("td.num", subject.shown(row))
    step = 0 if row["value"] <= 0 else 1 + min(STEPS - 1, int(row["value"] / most * STEPS - 1e-9))
    return el(f"td.num.shade-{step}", subject.bare(row))
