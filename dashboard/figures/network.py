"""Towns that met at events, as dots tied by lines; the towns over which most ways lead are named and coloured."""

from collections.abc import Callable, Sequence

from dashboard.figures.choropleth import CLEAR, FONT, INK
from dashboard.figures.trend import ACCENT, GREY
from dashboard.markup import Element, chart_text, el
from dashboard.words import Reader, say
from dashboard.words import format as words

NAMED = 8  # towns named in the picture; the table has them all
THICKEST = 6.0  # pixels, the closest tie
FAINT = 0.04  # of the closest tie: looser ones are not drawn, only counted


def figure(rows: Sequence[dict], reader: Reader, name: Callable[[str], str], selected: str = "") -> dict | None:
    """A figure from the rows of `queries.worked_out`; None where no two towns met."""
    towns, ties = parted(rows)
    if not ties:
        return None
    at = {row["place"]: (row["x"], row["y"]) for row in towns}
    closest = max(row["weight"] for row in ties)
    lines = [
        _line(row, at, closest)
        for row in sorted(ties, key=lambda row: row["weight"])
        if row["weight"] > FAINT * closest
    ]
    named = {row["place"] for row in leading(towns)[:NAMED]} | {selected}
    return {"data": [*lines, _dots(towns, reader, name, named, selected)], "layout": _layout()}


def parted(rows: Sequence[dict]) -> tuple[list[dict], list[dict]]:
    """The towns and the ties among the rows."""
    return [row for row in rows if row["other"] is None], [row for row in rows if row["other"] is not None]


def leading(towns: Sequence[dict]) -> list[dict]:
    """Those over which most shortest ways lead first, then those with the closest ties."""
    return sorted(towns, key=lambda row: (-row["between"], -row["weight"], row["place"]))


def sentences(rows: Sequence[dict], reader: Reader, name: Callable[[str], str], least: int, of: str = "") -> list[str]:
    """What the picture says: the bridging town, without whom it falls apart, who met nobody, and whether it is too small.

    `of` is the name of the region or cluster whose towns alone are in it; empty for a whole country.
    """
    towns, ties = parted(rows)
    told, first = [], leading(towns)[0] if towns else None
    if first and first["between"] > 0:
        told.append(
            say(
                "network.bridge",
                reader,
                town=name(first["place"]),
                share=words.percent(reader, first["between"] * 100, 0),
            )
        )
    bridges = [name(row["place"]) for row in leading(towns) if row["bridge"]]
    if bridges:
        told.append(say("network.falls_apart", reader, towns=words.listing(reader, bridges)))
    tied = {row[end] for row in ties for end in ("place", "other")}
    alone = [name(row["place"]) for row in towns if row["place"] not in tied]
    if alone and of:
        told.append(say("network.alone_in", reader, count=len(alone), towns=words.listing(reader, alone), place=of))
    elif alone:
        told.append(say("network.alone", reader, count=len(alone), towns=words.listing(reader, alone)))
    if len(towns) < least:
        told.append(say("network.few", reader, count=len(towns), least=words.number(reader, least)))
    if of:
        told.append(say("network.among", reader, place=of))
    return [*told, say("network.how", reader)]


def table(rows: Sequence[dict], reader: Reader, name: Callable[[str], str], caption: str) -> Element:
    """The towns with their measures, the bridging ones first."""
    keys = ("town", "events", "ties", "between", "needed")
    heads = [el("th" if key == "town" else "th.num", el("button.sort", say(f"network.{key}", reader), type="button"), scope="col")
             for key in keys]  # fmt: skip
    body = [
        el("tr", el("th", name(row["place"]), scope="row"),
           el("td.num", words.number(reader, row["events"]), data_sort=repr(row["events"])),
           el("td.num", words.number(reader, row["weight"], 1), data_sort=repr(row["weight"])),
           el("td.num", words.percent(reader, row["between"] * 100, 1), data_sort=repr(row["between"])),
           el("td.num", say("network.yes" if row["bridge"] else "network.no", reader)), data_code=row["place"])
        for row in leading(parted(rows)[0])
    ]  # fmt: skip
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _line(row: dict, at: dict, closest: float) -> dict:
    (x0, y0), (x1, y1) = at[row["place"]], at[row["other"]]
    share = row["weight"] / closest
    return {"type": "scatter", "mode": "lines", "x": [x0, x1], "y": [y0, y1], "hoverinfo": "skip",
            "line": {"width": round(max(0.5, THICKEST * share), 2), "color": f"rgba(91,106,111,{0.15 + 0.45 * share:.2f})"}}  # fmt: skip


def _dots(towns: Sequence[dict], reader: Reader, name, named: set[str], selected: str) -> dict:
    most = max(row["events"] for row in towns)
    bridging = {row["place"] for row in leading(towns)[:NAMED] if row["between"] > 0}
    return {
        "type": "scatter", "mode": "markers+text", "x": [row["x"] for row in towns], "y": [row["y"] for row in towns],
        "text": [chart_text(name(row["place"])) if row["place"] in named else "" for row in towns],
        "textposition": "top center", "textfont": {"size": 13, "color": INK}, "cliponaxis": False,
        "hovertext": [chart_text(say("network.hover", reader, town=name(row["place"]), events=words.number(reader, row["events"]),
                                     share=words.percent(reader, row["between"] * 100, 0))) for row in towns],
        "hoverinfo": "text", "meta": {"places": [row["place"] for row in towns]},
        "marker": {"size": [round(9 + 17 * (row["events"] / most) ** 0.5, 1) for row in towns], "opacity": 1,
                   "color": [ACCENT if row["place"] in bridging else GREY for row in towns],
                   "line": {"width": [2.4 if row["place"] == selected else 1 for row in towns],
                            "color": [INK if row["place"] == selected else "#fff" for row in towns]}},
    }  # fmt: skip


def _layout() -> dict:
    axis = {"visible": False, "fixedrange": True, "range": [-1.18, 1.18]}
    return {"margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "showlegend": False,
            "dragmode": False, "hovermode": "closest", "font": {"family": FONT, "size": 13, "color": INK},
            "xaxis": axis, "yaxis": {**axis, "range": [-1.1, 1.2]},
            "hoverlabel": {"bgcolor": "#fff", "font": {"family": FONT, "size": 14, "color": INK}}}  # fmt: skip
