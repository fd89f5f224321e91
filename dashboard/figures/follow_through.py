"""The share that is done after so many days, as a rising stair with its 95 % band; and what is overdue, by how long."""

from collections.abc import Sequence

from dashboard.figures.choropleth import CLEAR, FONT, INK
from dashboard.figures.trend import ACCENT, BAND, GREY
from dashboard.markup import Element, el
from dashboard.words import Reader, say
from dashboard.words import format as words
from queries.follow_through import at_day, day_of
from queries.register import OPEN

YEAR = 365
TOLD = (30, 90, 180, 365, 730, 1095)  # days of the table
OVERDUE = (30, 90, 180, 365)  # days up to which an overdue thing belongs to a class; the last class has no end


def figure(rows: Sequence[dict], beside: Sequence[dict], reader: Reader) -> dict | None:
    """Rows of `queries.worked_out` of the scope, and of its country in grey; None without a step."""
    if not rows:
        return None
    last = max(row["day"] for row in rows)
    lines = [_stair(beside, GREY, last)] if beside else []
    ticks = [day for day in range(0, last + YEAR, 180 if last < 3 * YEAR else YEAR) if day <= last + 30]
    shares = (0, 0.25, 0.5, 0.75, 1)
    return {
        "data": [_band(rows, last), *lines, _stair(rows, ACCENT, last, reader)],
        "layout": {
            "margin": {"l": 8, "r": 8, "t": 12, "b": 8}, "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "showlegend": False,
            "dragmode": False, "hovermode": "closest", "font": {"family": FONT, "size": 13, "color": "#5b6a6f"},
            "hoverlabel": {"bgcolor": "#fff", "font": {"family": FONT, "size": 14, "color": INK}},
            "xaxis": {"tickvals": ticks, "ticktext": [words.number(reader, tick) for tick in ticks], "fixedrange": True,
                      "automargin": True, "showgrid": False, "zeroline": False, "range": [0, last * 1.02],
                      "title": {"text": say("follow_through.axis", reader), "font": {"size": 13}}},
            "yaxis": {"tickvals": shares, "ticktext": [words.percent(reader, share * 100, 0) for share in shares],
                      "fixedrange": True, "automargin": True, "range": [0, 1.03], "gridcolor": "rgba(128,128,128,0.18)",
                      "zerolinecolor": "rgba(128,128,128,0.5)"},
        },
    }  # fmt: skip


def sentence(rows: Sequence[dict], reader: Reader) -> str:
    """ "Half are done after 214 days; after a year 61 % are. 36 of 177 are still open and count as open." """
    half, year = day_of(0.5, rows), at_day(YEAR, rows)
    told = [
        say("follow_through.half", reader, count=half) if half is not None else say("follow_through.not_half", reader)
    ]
    if year and rows[-1]["day"] >= YEAR:
        told.append(say("follow_through.after_year", reader, share=words.percent(reader, year["share"] * 100, 0),
                        low=words.percent(reader, year["low"] * 100, 0), high=words.percent(reader, year["high"] * 100, 0)))  # fmt: skip
    still_open, all_of = sum(row["left_open"] for row in rows), rows[0]["at_risk"]
    told.append(say("follow_through.open", reader, count=still_open, total=words.number(reader, all_of)))
    return " ".join(told)


def table(rows: Sequence[dict], reader: Reader, caption: str) -> Element:
    """At a few days: the share done with its interval, and of how many that is known."""
    keys = ("day", "share", "interval", "at_risk")
    heads = [el("th.num", say(f"follow_through.{key}", reader), scope="col") for key in keys]
    body = []
    for day in TOLD:
        step = at_day(day, rows)
        if step and rows[-1]["day"] >= day:
            later = [row for row in rows if row["day"] > day]
            ends = [words.percent(reader, step[end] * 100, 0) for end in ("low", "high")]
            body.append(el("tr", el("th.num", words.number(reader, day), scope="row"),
                           el("td.num", words.percent(reader, step["share"] * 100, 0)), el("td.num", "–".join(ends)),
                           el("td.num", words.number(reader, later[0]["at_risk"] if later else 0))))  # fmt: skip
    return el("div.table-wrap", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def overdue(rows: Sequence[dict], name: str, reader: Reader) -> Element:
    """Open things beyond their due day, counted by how long; `name` is the duration's column."""
    counted = classes(rows, name, reader)
    if not counted:
        return el("p.empty", say("follow_through.none_overdue", reader))
    longest = max(count for _, count in counted)
    bars = [
        el("li", el("div.bar-row", el("span.name", title),
                    el("span.bar", el("i", style={"width": f"{count / longest * 100:.2f}%"}), aria_hidden="true"),
                    el("span.num", words.number(reader, count))))
        for title, count in counted
    ]  # fmt: skip
    return el("ol.ranking.breakdown", bars)


def classes(rows: Sequence[dict], name: str, reader: Reader) -> list[tuple[str, int]]:
    """(class in words, how many open things are overdue by so long); none where nothing is overdue."""
    late = [row[f"{name}_days_over"] for row in rows if row[name] == OPEN and row[f"{name}_days_over"]]
    found = []
    for start, end, count in zip((0, *OVERDUE), (*OVERDUE, None), ages(late), strict=True):
        first, last = words.number(reader, start + 1), words.number(reader, end) if end else ""
        title = (
            say("follow_through.between", reader, first=first, last=last)
            if end
            else say("follow_through.over", reader, count=start)
        )
        found.append((title, count))
    return found if late else []


def ages(days_over: Sequence[int]) -> list[int]:
    """How many are overdue by up to each of `OVERDUE` days (and by more than the one before), the last by more than all."""
    starts, ends = (0, *OVERDUE), (*OVERDUE, float("inf"))
    return [sum(start < days <= end for days in days_over) for start, end in zip(starts, ends, strict=True)]


def _points(rows: Sequence[dict], column: str, last: int) -> tuple[list, list]:
    """A stair from nothing on day 0 to the last day."""
    kept = [row for row in rows if row["day"] <= last]
    return [0, *(row["day"] for row in kept), last], [
        0,
        *(row[column] for row in kept),
        kept[-1][column] if kept else 0,
    ]


def _stair(rows: Sequence[dict], colour: str, last: int, reader: Reader | None = None) -> dict:
    days, shares = _points(rows, "share", last)
    told = [say("follow_through.hover", reader, count=day, share=words.percent(reader, share * 100, 0))
            for day, share in zip(days, shares, strict=True)] if reader else None  # fmt: skip
    return {"type": "scatter", "mode": "lines", "x": days, "y": shares, "line": {"shape": "hv", "width": 2.4, "color": colour},
            **({"hovertext": told, "hoverinfo": "text"} if told else {"hoverinfo": "skip"})}  # fmt: skip


def _band(rows: Sequence[dict], last: int) -> dict:
    days, low = _points(rows, "low", last)
    _, high = _points(rows, "high", last)
    there = [(day, at) for i, (day, at) in enumerate(zip(days, high, strict=True))
             for day, at in ([(day, high[i - 1])] if i else []) + [(day, at)]]  # fmt: skip
    back = [(day, at) for i, (day, at) in enumerate(zip(days, low, strict=True))
            for day, at in ([(day, low[i - 1])] if i else []) + [(day, at)]][::-1]  # fmt: skip
    points = there + back
    return {"type": "scatter", "mode": "lines", "x": [day for day, _ in points], "y": [at for _, at in points], "fill": "toself",
            "fillcolor": BAND, "line": {"width": 0}, "hoverinfo": "skip"}  # fmt: skip
