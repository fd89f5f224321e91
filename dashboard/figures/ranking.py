"""Places by value as horizontal bars, highest first, each row a link; states stand as words below.

No rank numbers. Figures with errors have whiskers, and where they are ranked the places stand in the groups of
`queries.ranking`: those that may be the highest, those that may be anywhere, those between, those that may be the lowest.
"""

from collections.abc import Callable

from dashboard.figures.subject import Subject, has_value, sorted_rows
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import level, say
from queries.ranking import Ranks, ranks

SHOWN = 15
SPARE = 3  # so few more are shown rather than hidden behind a link
GROUPS = ("highest", "anywhere", "between", "lowest")
OF_A_GROUP = 4  # shown of each group of places that cannot be told apart


def ranking(rows: list[dict], subject: Subject, href: Callable[[str], str], selected: str = "",
            most: int = SHOWN) -> Element:  # fmt: skip
    """Rows with `place`, `value`, `state`; `href` gives the address a tap on a place leads to."""
    found = ranks(rows)
    if found:
        return _in_groups(sorted_rows(rows), found, subject, href, selected)
    return el("ol.ranking", _rows(sorted_rows(rows), subject, href, selected, most))


def bars(rows: list[dict], subject: Subject, href: Callable[[str], str]) -> Element:
    """The rows as bars on one scale, in the order given."""
    return el("ol.ranking", _rows(rows, subject, href, "", len(rows)))


def faded(row: dict) -> str:
    """The class of a name whose figure is not sound: empty, `.care` or `.unsure`."""
    return {"use_with_care": ".care", "unreliable": ".unsure"}.get(row.get("reliability") or "", "")


def _rows(ordered: list[dict], subject: Subject, href, selected: str, most: int, reach=None, ranked: Ranks | None = None,
          alike: frozenset = frozenset()) -> list[Element]:  # fmt: skip
    """The first rows, and the selected one wherever it stands."""
    most = len(ordered) if len(ordered) <= most + SPARE else most
    listed = ordered[:most] + [row for row in ordered[most:] if row["place"] == selected]
    low, high = reach or _reach(ordered)
    return [
        _row(row, subject, href, row["place"] == selected, low, high, ranked, row["place"] in alike) for row in listed
    ]


def _in_groups(ordered: list[dict], found: Ranks, subject: Subject, href, selected: str) -> Element:
    """One list for each group, always in the same order; above them what is told of the selected place."""
    reader, reach = subject.reader, _reach(ordered)
    own = next((row for row in ordered if row["place"] == selected and has_value(row)), None)
    alike = frozenset(found.alike(own, ordered)) if own else frozenset()
    parts: list = [el("p.alike-line", alike_line(own, found, len(alike), subject))] if own else []
    for group in GROUPS:
        rows = [row for row in ordered if has_value(row) and found.group(row["place"]) == group]
        if not rows:
            continue
        listed = _rows(rows, subject, href, selected, OF_A_GROUP, reach, found, alike)
        more = len(rows) - len(listed)
        parts += [_heading(group, len(rows), found, reader), el("ol.ranking", listed),
                  el("p.more", say("uncertainty.more", reader, count=more)) if more else None]  # fmt: skip
    without = [row for row in ordered if not has_value(row)]
    if without:
        parts.append(el("ol.ranking", _rows(without, subject, href, selected, OF_A_GROUP, reach)))
    return el("div.ranked-groups", parts, el("p.note", say("uncertainty.how", reader)))


def _heading(group: str, number: int, found: Ranks, reader) -> Element:
    key = f"group_{group}"
    if group in ("highest", "lowest") and len(found.may_be(group)) == 1:
        key = f"group_{group}_alone"
    elif number == found.count:
        key = "group_all"
    return el("h3", say(f"uncertainty.{key}", reader), " ", el("small", words.number(reader, number)))


def alike_line(row: dict, found: Ranks, others: int, subject: Subject) -> str:
    """Between which ranks a place stands, and how many cannot be told from it."""
    reader, name = subject.reader, subject.name(row["place"])
    told = say("uncertainty.stands", reader, place=name, between=between(row, found, subject))
    key = "uncertainty.alike" if others else "uncertainty.alike_none"
    return told + " " + say(key, reader, count=others, place=name)


def between(row: dict, found: Ranks, subject: Subject) -> str:
    """Between which ranks a place stands, as a part of a sentence: a range, anywhere, or the one rank there is."""
    reader, (best, worst) = subject.reader, found.between[row["place"]]
    count = words.number(reader, found.count)
    peers = level_word(row["level"], subject, found.count)
    if best == worst:
        return say("uncertainty.one_rank", reader, rank=words.ordinal(reader, best), count=count, peers=peers)
    if found.group(row["place"]) == "anywhere":
        return say("uncertainty.anywhere", reader, count=count, peers=peers)
    return say("uncertainty.between", reader, best=words.number(reader, best), worst=words.number(reader, worst),
               count=count, peers=peers)  # fmt: skip


def level_word(name: str, subject: Subject, number: int) -> str:
    """The word for what a row is: a level's, or "groups" for a set."""
    known = name in ("country", "region", "district", "local", "ward", "town", "place")
    return level(subject.reader, name if known else "group", subject.country, number)


def _reach(rows: list[dict]) -> tuple[float, float]:
    """The ends of the axis: never truncated, so it always holds zero."""
    ends = [end for row in rows if has_value(row) for end in (row["value"], row["high"], row["low"]) if end is not None]
    return min([0.0, *ends]), max([0.0, *ends])


def _row(row: dict, subject: Subject, href, is_selected: bool, low: float, high: float, ranked: Ranks | None,
         is_alike: bool) -> Element:  # fmt: skip
    reader, name, title = subject.reader, subject.name(row["place"]), None
    if has_value(row):
        middle = _bar(row, low, high)
        end = el("span.num", subject.bare(row))
        told = [f"{name}: {subject.with_interval(row)}"] if row["low"] is not None else []
        told += [between(row, ranked, subject)] if ranked else []
        told += [say(f"uncertainty.{row['reliability']}", reader)] if faded(row) else []
        title = "; ".join(told) or None
    else:
        middle = el("span.bar")
        end = el("span.state", subject.shown(row), title=say(f"state_texts.{row['state']}", reader))
    kind = "a.bar-row.on" if is_selected else "a.bar-row.alike" if is_alike else "a.bar-row"
    link = el(kind, el(f"span.name{faded(row)}", name), middle, end, href=href(row["place"]), title=title,
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
