"""Places by the values of a dimension, such as regions by stages: a cell for each, its share as a sign as well as a ground. Pure."""

from collections.abc import Mapping, Sequence

from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import say

MOST_ROWS = 40  # the first in the order of the ranking, which the card says
ALL, NONE, PART = "all", "none", "part"
SIGNS = {ALL: "●", NONE: "○"}


def grid(places: Sequence[str], columns: Sequence[tuple[str, str]], cells: Mapping[str, Mapping[str, dict]], subject: Subject,
         corner: str, caption: str) -> Element | None:  # fmt: skip
    """`columns` are `(value, title)`, `cells` value -> place -> row of a share. Places with no share anywhere have no line;
    None where no place has one.
    """
    shown = [place for place in places if any(_known(cells, value, place) for value, _ in columns)][:MOST_ROWS]
    if not shown:
        return None
    heads = [el("th", text, scope="col") for text in (corner, *(title for _, title in columns))]
    body = [el("tr", el("th", subject.name(place), scope="row"),
               [_cell(cells.get(value, {}).get(place), title, subject) for value, title in columns], data_code=place)
            for place in shown]  # fmt: skip
    table = el("table.rows.matrix.steps", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body))
    words_of = (
        say("matrix.all", subject.reader),
        say("matrix.none", subject.reader),
        say("matrix.nothing", subject.reader),
    )
    key = [f"{sign} {word}" for sign, word in zip((SIGNS[ALL], SIGNS[NONE], "–"), words_of, strict=True)]
    return el("div.listed", el("div.table-wrap.whole", table, tabIndex=0, role="region", aria_label=caption),
              el("p.sub", " · ".join(key)))  # fmt: skip


def kind_of(row: dict) -> str:
    """Whether a share is all, none, or a part."""
    return ALL if row["value"] == 100 else NONE if row["value"] == 0 else PART


def sentence(columns: Sequence[tuple[str, str]], cells: Mapping[str, Mapping[str, dict]], places: Sequence[str],
             subject: Subject) -> str:  # fmt: skip
    """Of how many places each column is full: "Draft shared: 11 of 11; region met: 8 of 11." """
    told = []
    for value, title in columns:
        rows = [cells[value][place] for place in places if _known(cells, value, place)]
        if rows:
            full = sum(kind_of(row) == ALL for row in rows)
            told.append(say("matrix.column", subject.reader, column=title, count=full, total=len(rows)))
    return say("matrix.told", subject.reader, columns="; ".join(told)) if told else ""


def _known(cells: Mapping[str, Mapping[str, dict]], value: str, place: str) -> bool:
    row = cells.get(value, {}).get(place)
    return row is not None and has_value(row)


def _cell(row: dict | None, title: str, subject: Subject) -> Element:
    if row is None or not has_value(row):
        return el("td", "–", aria_label=say("matrix.nothing", subject.reader), data_label=title, data_sort="")
    kind, text = kind_of(row), subject.shown(row)
    return el(
        f"td.is-{kind}",
        SIGNS.get(kind, text),
        title=text,
        aria_label=text,
        data_label=title,
        data_sort=repr(row["value"]),
    )
