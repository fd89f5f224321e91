"""The map as a vector picture for files (plotly): shapes by URL. On screens `figures/map.py` draws the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log, pi, radians, tan

from dashboard.figures.classes import Classes
from dashboard.figures.states import COLOURS, GROUND, PATTERNS, STATES
from dashboard.figures.subject import Subject, has_value
from dashboard.markup import chart_text
from dashboard.words import say

INK = "#14242a"
CLEAR = "rgba(0,0,0,0)"
PALE = 0.25  # opacity of places outside all groups
MARGIN = 0.02  # of the width and height of what is shown
FONT = 'system-ui, "Noto Sans", "Noto Sans Devanagari", "Noto Sans Bengali", sans-serif'
CONFIG = {
    "topojsonURL": "/shapes/none/",
    "showSendToCloud": False,
    "displaylogo": False,
    "scrollZoom": False,
    "responsive": True,
    "displayModeBar": False,
}


Told = Callable[[dict, Subject, "str | None"], list[str]]  # lines about a row and the row it belongs to, the name first


@dataclass(frozen=True)
class Ground:
    """The shapes that lie under and over the map: the outlines of a coarser level, by URL, for `codes`."""

    url: str
    codes: tuple[str, ...]


def figure(rows: list[dict], classes: Classes, subject: Subject, url_of: Callable[[str], str | None], *,
           units: Mapping[str, str], ground: Ground | None = None, selected: str = "",
           outline: Ground | None = None, bounds: tuple[float, float, float, float] | None = None, dim: bool = False,
           class_of: Callable[[dict], int] | None = None, told: Told | None = None) -> dict:  # fmt: skip
    """A figure dict. `rows` have one row a place; `url_of` gives the shapes a place is drawn from (None: no outline);
    `units` maps a drawn place to the row of the ranking it belongs to; `outline` is the selected place itself.

    With `dim`, places that belong to no row are pale, so that groups stand out.
    `bounds` (west, south, east, north in degrees) is what the map shows; without, all that is drawn.
    `class_of` puts a row into a class by something else than its value, `told` writes another text for pointing at it.
    `customdata` of each point is `[unit, place]`: what a tap selects, and what pointing lights in the ranking.
    """
    drawn = [row for row in rows if url_of(row["place"])]
    traces = [_ground(ground, GROUND, 0)] if ground else []
    width = _line_width(len(drawn))
    for url in dict.fromkeys(url_of(row["place"]) for row in drawn):
        here = [row for row in drawn if url_of(row["place"]) == url]
        traces += _values(
            here,
            url,
            classes,
            subject,
            units,
            width,
            "" if outline else selected,
            dim,
            class_of or (lambda row: classes.index(row["value"])),
            told or hover,
        )
        traces += [_state(here, state, url, subject, units, width, told or hover) for state in STATES
                   if any(row["state"] == state or (state == "no_data" and _unknown(row)) for row in here)]  # fmt: skip
        unreliable = [row for row in here if row["state"] == "unreliable" and has_value(row)]
        if unreliable:
            traces.append(_plain(url, [row["place"] for row in unreliable], CLEAR, 0, PATTERNS["unreliable"]))
    if ground:
        traces.append(_ground(ground, CLEAR, 1.1))
    if outline:
        traces.append(_plain(outline.url, list(outline.codes), CLEAR, 2.4, "selected", INK))
    return {"data": traces, "layout": layout(bounds)}


def layout(bounds: tuple[float, float, float, float] | None = None) -> dict:
    """Bounds fitted to the scope, no frame, a transparent ground, no dragging that would trap a finger."""
    shown = {"fitbounds": "locations"}
    if bounds:
        west, south, east, north = bounds
        width, height = (east - west) * MARGIN, (north - south) * MARGIN
        shown = {"fitbounds": False, "lonaxis": {"range": [west - width, east + width]},
                 "lataxis": {"range": [south - height, north + height]}}  # fmt: skip
    return {
        "geo": {"visible": False, "bgcolor": CLEAR, "projection": {"type": "mercator"},
                "domain": {"x": [0, 1], "y": [0, 1]}, **shown},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "showlegend": False,
        "hoverlabel": {"bgcolor": "#ffffff", "bordercolor": "#b9b3a6", "align": "left",
                       "font": {"family": FONT, "size": 14, "color": INK}},
        "font": {"family": FONT},
        "uirevision": "map",
    }  # fmt: skip


def shape_of(bounds: tuple[float, float, float, float]) -> float:
    """Width by height of the map of these bounds in Mercator's projection, for a frame that fits it."""
    west, south, east, north = bounds
    high, low = (log(tan(pi / 4 + radians(latitude) / 2)) for latitude in (north, south))
    return radians(east - west) / (high - low)


def hover(row: dict, subject: Subject, unit: str | None) -> list[str]:
    """Ready-made lines about a place: name, where it lies, value with its interval and how far it may be relied on, or state."""
    name = subject.name(row["place"])
    if unit and unit != row["place"]:
        name += f", {subject.name(unit)}"
    interval = subject.interval(row)
    told = [name, f"{subject.shown(row)} ({interval})" if interval else subject.shown(row)]
    if row.get("reliability") in ("use_with_care", "unreliable"):
        told.append(say(f"uncertainty.{row['reliability']}", subject.reader))
    return told


def in_lines(texts: Sequence[str]) -> str:
    """Texts below one another in a chart, the first of them bold; markup in them is shown as text."""
    first, *rest = map(chart_text, texts)
    return "<br>".join((f"<b>{first}</b>", *rest))


def _unknown(row: dict) -> bool:
    return row["state"] in ("value", "unreliable") and row["value"] is None


def _values(rows, url, classes: Classes, subject, units, width, selected, dim, class_of, told) -> list[dict]:
    found = [row for row in rows if has_value(row)]
    if not found:
        return []
    count = len(classes.colours)
    scale = [[end, colour] for place, colour in enumerate(classes.colours)
             for end in (place / count, (place + 1) / count)]  # fmt: skip
    lines = {"width": width, "color": "#ffffff"}
    member = [units.get(row["place"]) == selected and row["place"] != selected for row in found]
    if selected and any(member):
        lines = {"width": [1.6 if inside else width for inside in member],
                 "color": [INK if inside else "#ffffff" for inside in member]}  # fmt: skip
    pale = {}
    if dim:  # opacities in a list are ignored by plotly.js; points that are not selected are not
        pale = {"selectedpoints": [index for index, row in enumerate(found) if units.get(row["place"])],
                "unselected": {"marker": {"opacity": PALE}}}  # fmt: skip
    return [_points(found, url, subject, units, told) | {
        "z": [class_of(row) for row in found],
        "zmin": -0.5,
        "zmax": count - 0.5,
        "colorscale": scale,
        "marker": {"line": lines},
        "meta": {"kind": "value"},
        **pale,
    }]  # fmt: skip


def _state(rows, state, url, subject, units, width, told) -> dict:
    found = [row for row in rows if row["state"] == state or (state == "no_data" and _unknown(row))]
    return _points(found, url, subject, units, told) | {
        "z": [0] * len(found),
        "colorscale": [[0, COLOURS[state]], [1, COLOURS[state]]],
        "marker": {"line": {"width": max(width, 0.4), "color": "#b7b1a4"}},
        "meta": {"kind": state, "pattern": PATTERNS.get(state)},
    }


def _points(rows, url, subject, units, told) -> dict:
    return {
        "type": "choropleth",
        "geojson": url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": [row["place"] for row in rows],
        "customdata": [[units.get(row["place"]) or "", row["place"]] for row in rows],
        "text": [in_lines(told(row, subject, units.get(row["place"]))) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "showscale": False,
    }


def _plain(url: str, codes: list[str], fill: str, width: float, pattern: str | None, line: str = "#ffffff") -> dict:
    return {
        "type": "choropleth",
        "geojson": url,
        "featureidkey": "id",
        "locationmode": "geojson-id",
        "locations": codes,
        "z": [0] * len(codes),
        "colorscale": [[0, fill], [1, fill]],
        "showscale": False,
        "hoverinfo": "skip",
        "marker": {"line": {"width": width, "color": line}},
        "meta": {"kind": "over", "pattern": pattern},
    }


def _ground(ground: Ground, fill: str, width: float) -> dict:
    return _plain(ground.url, list(ground.codes), fill, width, None, "#7d8a8c" if fill == CLEAR else "#ffffff") | {
        "meta": {"kind": "ground"}
    }


def _line_width(count: int) -> float:
    """White outlines swamp small shapes: the more there are, the thinner."""
    return 0.15 if count > 1500 else 0.3 if count > 500 else 0.6 if count > 100 else 1
