"""The table beside every picture: all columns of the answer, the state in words, sortable by its headings."""

from dashboard.figures.subject import Subject, has_value, period_text, sorted_rows
from dashboard.markup import Element, el
from dashboard.words import Reader, say
from dashboard.words import format as words
from queries.ranking import Ranks, ranks

RANKS = "_ranks"  # the column of standings: no dimension has such a name, while one may be called "standing"
SHOWN = 400  # rows; a browser on a small phone stays quick, and the CSV has them all


def table(rows: list[dict], subject: Subject, dimensions: dict[str, dict[str, str]] | None = None,
          titles: dict[str, str] | None = None) -> Element:  # fmt: skip
    """Rows of an answer. `dimensions` maps a dimension's value to its words, `titles` a dimension to its title."""
    reader, dimensions = subject.reader, dimensions or {}
    if not rows:
        return el("p.empty", say("table.empty", reader))
    columns = _columns(rows, list(dimensions))
    ranked = ranks(rows) if len({row["place"] for row in rows}) == len(rows) else None
    if ranked:
        columns.insert(columns.index("value"), RANKS)
    heads = [_head(column, reader, (titles or {}).get(column)) for column in columns]
    ordered = sorted_rows(rows)
    body = [
        el("tr", [_cell(column, row, subject, dimensions, ranked) for column in columns], data_code=row["place"])
        for row in ordered[:SHOWN]
    ]
    caption = say("table.caption", reader, indicator=subject.title, place=subject.scope_name,
                  period=subject.period_text)  # fmt: skip
    note = say("table.first_rows", reader, shown=SHOWN, count=len(rows)) if len(rows) > SHOWN else None
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              el("p.sub", note) if note else None, tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _columns(rows: list[dict], dimensions: list[str]) -> list[str]:
    several_periods = len({row["period"] for row in rows}) > 1
    interval = any(row["low"] is not None for row in rows)
    error = any(row["standard_error"] is not None for row in rows)
    judged = any(row["reliability"] for row in rows)
    parts = any(row["denominator"] is not None for row in rows)
    covered = any(row["places_known"] not in (None, 1) for row in rows)
    return ["place", *(["period"] if several_periods else []), *dimensions, "value",
            *(["low", "high"] if interval else []), *(["standard_error"] if error else []),
            *(["reliability"] if judged else []), *(["numerator", "denominator"] if parts else []),
            *(["coverage"] if covered else []), "state", "provenance", "code"]  # fmt: skip


NUMBERS = {RANKS, "value", "low", "high", "standard_error", "numerator", "denominator", "coverage"}


def _head(column: str, reader: Reader, title: str | None) -> Element:
    text = title or (say("table.standing", reader) if column == RANKS else say(f"table.{column}", reader))
    kind = "th.num" if column in NUMBERS else "th"
    return el(
        kind, el("button.sort", text, type="button", title=say("table.sort_by", reader, column=text)), scope="col"
    )


def _cell(column: str, row: dict, subject: Subject, dimensions: dict, ranked: Ranks | None) -> Element:
    reader = subject.reader
    if column == RANKS:
        return _standing(row, ranked, reader)
    if column == "place":
        return el("th", subject.name(row["place"]), scope="row")
    if column == "period":
        return el("td", period_text(reader, subject.indicator, row["period"], subject.country))
    if column in dimensions:
        return el("td", dimensions[column].get(row[column], row[column]))
    if column == "reliability":
        judged = row["reliability"]
        return el(f"td.is-{judged}", say(f"uncertainty.{judged}", reader)) if judged else el("td", "")
    if column == "state":
        return el(f"td.is-{row['state']}", say(f"states.{row['state']}", reader))
    if column == "provenance":
        return el("td", say(f"provenance.{row['provenance']}", reader))
    if column == "code":
        return el("td.code", row["place"])
    return _number(column, row, subject)


def _standing(row: dict, ranked: Ranks, reader: Reader) -> Element:
    """Between which ranks the place stands; sorted by the best of them."""
    if row["place"] not in ranked.between:
        return el("td.num", "", data_sort="")
    best, worst = ranked.between[row["place"]]
    return el("td.num", words.range_text(reader, best, worst, decimals=0) if best < worst else words.number(reader, best),
              data_sort=repr(best + worst / 1e6))  # fmt: skip


def _number(column: str, row: dict, subject: Subject) -> Element:
    reader, value = subject.reader, row[column]
    if column == "value":
        text = subject.shown(row) if has_value(row) else ""
    elif column == "coverage":
        text = words.percent(reader, value * 100, 0) if value is not None else ""
        if row["places_known"] not in (None, 1):
            text += f" ({words.number(reader, row['places_with_value'])}/{words.number(reader, row['places_known'])})"
    elif value is None or not has_value(row):
        text = ""
    elif column in ("low", "high", "standard_error"):
        text = words.number(reader, value, subject.indicator.decimals)
    else:
        text = words.number(reader, value, 0 if float(value).is_integer() else 1)
    return el("td.num", text, data_sort="" if value is None else repr(value))
