"""Which town was at which event: a matrix of towns by events, with a mark for each part they had; and the events as a list."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from dashboard.markup import Element, el
from dashboard.words import Reader, isolated, say
from dashboard.words import format as words

MOST_EVENTS = 60  # the last ones, which the card says
MARKS = {"host": "●", "participant": "•", "guest": "○"}
FIRST = tuple(MARKS)  # a town that had several parts is shown with the first of these


def matrix(
    rows: Sequence[dict], expected: Iterable[str], reader: Reader, name: Callable[[str], str], caption: str
) -> Element:
    """Rows of events as `queries.rows.event_rows` lists them; `expected` towns have a line also if they never came."""
    events = happened(rows)[-MOST_EVENTS:]
    parts = parts_of(rows)
    shown = {event["thing"] for event in events}
    counts = Counter(town for event, town in parts if event in shown)
    towns = sorted({*expected, *counts}, key=lambda town: (-counts[town], name(town)))
    heads = [
        el("th", say("attendance.town", reader), scope="col"),
        el("th.num", say("attendance.came", reader), scope="col"),
    ]
    heads += [el("th.event", el("span", words.date(reader, event["date"])), scope="col", title=isolated(event["title"]))
              for event in events]  # fmt: skip
    body = []
    for town in towns:
        cells = [_cell(parts.get((event["thing"], town)), event, reader) for event in events]
        body.append(el("tr", el("th", name(town), scope="row"), el("td.num", words.number(reader, counts[town])), cells,
                       data_code=town))  # fmt: skip
    key = el("p.sub", [f"{mark} {say(f'attendance.{part}', reader)}  " for part, mark in MARKS.items()])
    return el("div.table-wrap.whole", el("table.rows.matrix", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              key, tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def listed(rows: Sequence[dict], reader: Reader, name: Callable[[str], str], caption: str) -> Element:
    """The events, the last first: day, title, towns."""
    heads = [el("th", say(f"attendance.{key}", reader), scope="col") for key in ("day", "event", "towns")]
    parts = parts_of(rows)
    body = []
    for event in reversed(happened(rows)):
        here = sorted((town for thing, town in parts if thing == event["thing"]), key=name)
        body.append(el("tr", el("td", words.date(reader, event["date"]), data_sort=str(event["date"]), data_label=say("attendance.day", reader)),
                       el("th", isolated(event["title"]), scope="row"),
                       el("td", words.listing(reader, [name(town) for town in here]), data_label=say("attendance.towns", reader))))  # fmt: skip
    return el("div.table-wrap", el("table.rows.cards-on-phone", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def happened(rows: Sequence[dict]) -> list[dict]:
    """The different events in order of time: `thing`, `date`, `title` (its id where it has none)."""
    found = {}
    for row in rows:
        found.setdefault(
            row["thing"], {"thing": row["thing"], "date": row["date"], "title": row.get("title") or row["thing"]}
        )
    return sorted(found.values(), key=lambda event: (event["date"], event["thing"]))


def parts_of(rows: Sequence[dict]) -> dict[tuple[str, str], str]:
    """(event, town) -> the part the town had: the first of `FIRST` among its rows, else whatever stands there."""
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        key, part = (row["thing"], row["place"]), row["role"]
        before = found.get(key)
        if before is None or part in FIRST and (before not in FIRST or FIRST.index(part) < FIRST.index(before)):
            found[key] = part
    return found


def _cell(part: str | None, event: dict, reader: Reader) -> Element:
    if part is None:
        return el("td.event", "")
    word = say(f"attendance.{part}", reader) if part in MARKS else isolated(part)
    return el("td.event.came", MARKS.get(part, "•"), title=f"{word}: {isolated(event['title'])}", aria_label=word)
