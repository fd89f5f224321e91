"""Flows as a sentence, a list of the largest, and a matrix of origins by destinations. Rows in, elements out."""

from collections.abc import Callable, Container, Mapping, Sequence

from dashboard.figures.subject import Subject, has_value
from dashboard.markup import Element, el
from dashboard.words import format as words
from dashboard.words import level as level_word
from dashboard.words import parts, say
from queries.flows import DIRECTIONS, OTHER

ARROWS = 30  # on a map; more is a ball of wool
ENOUGH = 0.8  # of all that moves: flows beyond it would only hide those that matter
SHOWN, SHOWN_OF_MANY = 10, 5  # rows of a direction in the list, and where it has more than two; the table has more
IN_TABLE = 30  # rows of a direction in the table; between 753 places there are half a million, which the CSV has
SHADES = 5  # of a matrix's cells, by the square root of their share of the largest: few flows are large, most are small


def directed(rows: Sequence[dict], drawable: Container[str]) -> list[dict]:
    """The largest flows that can be drawn, the largest first: at most `ARROWS`, and no more than make up most of what moves,
    but of equal ones all or as many as may be.
    """
    whole = sum(row["value"] for row in rows if has_value(row))
    known = [row for row in rows if has_value(row) and row["value"] > 0 and row["origin"] in drawable
             and row["destination"] in drawable]  # fmt: skip
    found, reached = [], 0
    for row in sorted(known, key=lambda row: (-row["value"], row["origin"], row["destination"]))[:ARROWS]:
        if reached < ENOUGH * whole or row["value"] == found[-1]["value"]:
            found.append(row)
            reached += row["value"]
    return found


def places_word(subject: Subject, level: str, number: int = 2) -> str:
    """What the ends of flows are: provinces, districts, or groups."""
    known = level in ("country", "region", "district", "local", "ward", "town")
    return level_word(subject.reader, level if known else "group", subject.country, number)


def headline(rows: Sequence[dict], wholes: Mapping[str, dict], subject: Subject) -> Element:
    """The largest flow in one sentence, and how many stay near: what moves inside a unit beside what leaves it."""
    named = [row for row in rows if row["origin"] != OTHER and row["direction"] != "inside" and has_value(row)]
    if not named:
        told = parts("headline.not_known", subject.reader, indicator=subject.title, place=subject.scope_name,
                     period=subject.period_text)  # fmt: skip
        return el("div.headline", el("h1", [text for _, text in told]))
    top = max(named, key=lambda row: (row["value"], row["origin"], row["destination"]))
    shared = {"places": places_word(subject, top["level"]), "scope": subject.scope_name, "value": subject.shown(top),
              "period": subject.period_text}  # fmt: skip
    tied = sum(row["value"] == top["value"] for row in named)
    if tied > 1:
        told = parts("flows.largest_equal", subject.reader, count=tied, **shared)
    else:
        told = parts("flows.largest", subject.reader, origin=subject.name(top["origin"]),
                     destination=subject.name(top["destination"]), **shared)  # fmt: skip
    bold = {"origin", "destination", "value"}
    return el("div.headline", el("h1", [el("em", text) if name in bold else text for name, text in told]),
              el("p.selected-line", _stays(wholes, subject, top["level"])))  # fmt: skip


def _stays(wholes: Mapping[str, dict], subject: Subject, level: str) -> str | None:
    """How many came to the scope and left it; without a world around it, how many of all stayed inside their unit."""
    around = [wholes[name] for name in ("in", "out") if name in wholes and has_value(wholes[name])]
    if len(around) == 2 and any(row["value"] for row in around):
        return say("flows.in_and_out", subject.reader, scope=subject.scope_name, arrived=subject.shown(wholes["in"]),
                   departed=subject.shown(wholes["out"]))  # fmt: skip
    known = [wholes[name] for name in ("inside", "between", "out") if name in wholes]
    inside = wholes.get("inside")
    if not inside or not inside["value"] or any(row["value"] is None for row in known):
        return None
    whole = sum(row["value"] for row in known)
    return say("flows.stays", subject.reader, share=words.percent(subject.reader, inside["value"] / whole * 100),
               value=words.number(subject.reader, inside["value"]), place=places_word(subject, level, 1))  # fmt: skip


def figures(wholes: Mapping[str, dict], subject: Subject, level: str) -> Element | None:
    """All that moves in each direction, side by side."""
    items = [el("div", el("dd", subject.big(wholes[name])), el("dt", direction_text(name, subject, level)))
             for name in DIRECTIONS if any_moved(wholes.get(name))]  # fmt: skip
    return el("dl.figures", items) if items else None


def any_moved(whole: Mapping | None) -> bool:
    """Whether anything is known to move in a direction, or not known: nothing at all is not worth a line."""
    return bool(whole) and not (has_value(whole) and whole["flows"] == 0)


def direction_text(name: str, subject: Subject, level: str) -> str:
    """What a direction is, in words: "from one province to another"."""
    return say(
        f"flows.direction_{name}", subject.reader, place=places_word(subject, level, 1), scope=subject.scope_name
    )


def largest(rows: Sequence[dict], wholes: Mapping[str, dict], subject: Subject, href: Callable[[str], str],
            selected: str = "") -> Element | None:  # fmt: skip
    """Bars of the largest flows of each direction, the others as one, what stays inside last and apart."""
    found = []
    for name in DIRECTIONS:
        own = [row for row in rows if row["direction"] == name]
        if not any_moved(wholes.get(name)):
            continue
        # What stays is often far more than what moves: it has a scale of its own.
        alike = [row for row in rows if (row["direction"] == "inside") == (name == "inside")]
        longest = max((row["value"] for row in alike if has_value(row) and row["rank_shown"]), default=0) or 1
        named, rest = [row for row in own if row["rank_shown"]], [row for row in own if not row["rank_shown"]]
        found += [el("h3", direction_text(name, subject, own[0]["level"]), " ", el("small", subject.bare(wholes[name]))),
                  el("ol.ranking.flows", [_bar(row, subject, href, longest, selected) for row in named + rest])]  # fmt: skip
    return el("div.flow-lists", found) if found else None


def _bar(row: dict, subject: Subject, href: Callable[[str], str], longest: float, selected: str) -> Element:
    name = name_of(row, subject)
    if not has_value(row):
        return el("li", el("div.bar-row", el("span.name", name), el("span.bar"), el("span.state", subject.shown(row))))
    rest = not row["rank_shown"]
    middle = el("span.bar", None if rest else el("i", style={"width": f"{row['value'] / longest * 100:.2f}%"}),
                aria_hidden="true")  # fmt: skip
    cells = [el("span.name", name), middle, el("span.num", subject.bare(row))]
    if rest:
        return el("li", el("div.bar-row.rest", cells))
    on = selected in (row["origin"], row["destination"])
    end = (
        row["origin"] if row["direction"] in ("in", "inside") or selected == row["destination"] else row["destination"]
    )
    return el("li", el("a.bar-row.on" if on else "a.bar-row", cells, href=href(end)), data_code=end)


def name_of(row: dict, subject: Subject) -> str:
    if not row["rank_shown"]:
        return say("flows.others", subject.reader, count=row["flows"])
    if row["direction"] == "inside":
        return subject.name(row["origin"])
    return say("flows.from_to", subject.reader, origin=subject.name(row["origin"]),
               destination=subject.name(row["destination"]))  # fmt: skip


def shortened(rows: Sequence[dict], most: int | None = None) -> list[dict]:
    """The rows of an answer with only the largest of each direction named (`most`, or as many as a list shows), the others
    added to its rest.

    Each row says in `rank_shown` which it is among those named, 0 for the rest.
    """
    found, directions = [], dict.fromkeys(row["direction"] for row in rows)
    most = most or (SHOWN if len(directions) <= 2 else SHOWN_OF_MANY)
    for name in directions:
        own = [row for row in rows if row["direction"] == name]
        named = [row for row in own if row["origin"] != OTHER]
        named, left = named[:most], [*named[most:], *(row for row in own if row["origin"] == OTHER)]
        found += [{**row, "rank_shown": number} for number, row in enumerate(named, 1)]
        if left and sum(row["flows"] for row in left):
            known = all(row["value"] is not None for row in left)
            rest = {**left[-1], "origin": OTHER, "destination": OTHER, "rank_shown": 0,
                    "flows": sum(row["flows"] for row in left), "state": "value" if known else "no_data",
                    "value": sum(row["value"] for row in left) if known else None}  # fmt: skip
            found.append(rest)
        elif left and not named:
            found.append({**left[-1], "rank_shown": 0})
    return found


def table(rows: Sequence[dict], subject: Subject) -> Element:
    """The largest flows of each direction, its others as one row: direction, both ends, value, how many flows it stands
    for, state and provenance.
    """
    reader, rows = subject.reader, shortened(rows, IN_TABLE)
    columns = ("origin", "destination", "value", "direction", "flows", "state", "provenance")
    heads = [el("th.num" if name in ("value", "flows") else "th",
                el("button.sort", say(f"table.{name}", reader), type="button",
                   title=say("table.sort_by", reader, column=say(f"table.{name}", reader))), scope="col")
             for name in columns]  # fmt: skip
    body = [el("tr",
               _ends_in_table(row, subject),
               el("td.num", subject.bare(row) if has_value(row) else "", data_sort=repr(row["value"] or 0)),
               el("td", direction_text(row["direction"], subject, row["level"])),
               el("td.num", words.number(reader, row["flows"]), data_sort=repr(row["flows"])),
               el(f"td.is-{row['state']}", say(f"states.{row['state']}", reader)),
               el("td", say(f"provenance.{row['provenance']}", reader)))
            for row in rows]  # fmt: skip
    caption = say("table.caption", reader, indicator=subject.title, place=subject.scope_name,
                  period=subject.period_text)  # fmt: skip
    left = any(not row["rank_shown"] and row["flows"] for row in rows)
    note = el("p.sub", say("flows.in_csv", reader, count=IN_TABLE)) if left else None
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              note, tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _ends_in_table(row: dict, subject: Subject) -> list[Element]:
    """The two cells of a flow's ends; of all others of a direction one that says how many they are."""
    if row["rank_shown"] or not row["flows"]:
        return [el("th", subject.name(row["origin"]), scope="row"), el("td", subject.name(row["destination"]))]
    return [el("th", say("flows.and_others", subject.reader, count=row["flows"]), scope="row", colSpan=2)]


def matrix(cells: Sequence[dict], subject: Subject, selected: str = "") -> Element:
    """Origins down, destinations across, in the order of the cells; what stays inside lies on the diagonal, set apart.

    Cells are shaded by size, the diagonal not among them; a number stands in each, a dash where nothing moved.
    """
    reader = subject.reader
    ends = list(dict.fromkeys(row["origin"] for row in cells))
    rest = [row for row in cells if OTHER in (row["origin"], row["destination"])]
    if all(has_value(row) and not row["value"] for row in rest):
        ends = [end for end in ends if end != OTHER]  # all that moves has its own row and column
    by = {(row["origin"], row["destination"]): row for row in cells}
    largest_value = max(
        (row["value"] for row in cells if has_value(row) and row["origin"] != row["destination"]), default=0
    )
    head = el("tr", el("th.corner", say("flows.matrix_corner", reader), scope="col"),
              [el("th.num", el("span", subject.name(end)), scope="col") for end in ends])  # fmt: skip
    body = [el("tr.on" if end == selected else "tr", el("th", subject.name(end), scope="row"),
               [_cell(by[end, other], subject, largest_value) for other in ends])
            for end in ends]  # fmt: skip
    caption = say("flows.matrix_caption", reader, indicator=subject.title, place=subject.scope_name,
                  period=subject.period_text)  # fmt: skip
    return el("div.table-wrap.matrix", el("table.rows", el("caption", caption), el("thead", head), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _cell(row: dict, subject: Subject, largest_value: float) -> Element:
    title = f"{subject.name(row['origin'])} → {subject.name(row['destination'])}: {subject.shown(row)}"
    if not has_value(row):
        return el(f"td.num.is-{row['state']}", say(f"states.{row['state']}", subject.reader), title=title)
    text = words.number(subject.reader, row["value"]) if row["value"] else "–"
    if row["origin"] == row["destination"]:
        return el("td.num.stays", text, title=title)
    shade = round((row["value"] / largest_value) ** 0.5 * SHADES) if largest_value else 0
    return el(f"td.num.shade-{shade}" if shade else "td.num", text, title=title)
