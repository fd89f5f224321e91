"""The world, of coasts only, with a line from each town to the middle of the country of its partner. Rows in, a figure out.

Where a point lies is worked out in `geo/world.py`; the land is a file of its own, which only this picture asks for.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from dashboard.figures.choropleth import CLEAR, FONT, INK
from dashboard.figures.trend import ACCENT
from dashboard.markup import Element, chart_text, el
from dashboard.words import Reader, say
from dashboard.words import format as words

NAMED = 6  # countries written on the map, as far as they do not touch
THICKEST, THINNEST = 5.0, 1.4  # pixels of a line
BULGE = 0.16  # of its length, by which a line bends to the north
APART = 0.004  # of the width, between lines to the same country: many are a broad band
ROOM = 0.09  # of the picture, around what is drawn
NARROWEST = 1.6  # of the 5.47 that go once around: closer, nobody would know which land it is
FLATTEST, TALLEST = 2.1, 1.3  # width by height
HALO = "0 0 2px #fff, 0 0 2px #fff, 0 0 4px #fff"  # around names, to be read on land, lines and dark ground

Point = tuple[float, float]
Lines = dict[tuple[str, str], int]  # (place, country) -> how many


class Found:
    """The rows by country: `lines` that can be drawn, `by_country` all, the largest first; `none` of no one country."""

    def __init__(self, rows: Sequence[dict], column: str, points: Mapping[str, Point | None]):
        counts = Counter((row["place"], row[column]) for row in rows if row[column] is not None)
        self.none = sum(row[column] is None for row in rows)
        self.lines: Lines = {pair: count for pair, count in counts.items() if points.get(pair[1])}
        self.by_country: dict[str, Lines] = defaultdict(dict)
        for (place, country), count in counts.items():
            self.by_country[country][place] = count
        totals = sorted(self.by_country, key=lambda country: (-sum(self.by_country[country].values()), country))
        self.by_country = {country: self.by_country[country] for country in totals}
        self.totals = {country: sum(places.values()) for country, places in self.by_country.items()}
        self.drawn = [country for country in totals if points.get(country)]


def figure(found: Found, at: Mapping[str, Point], points: Mapping[str, Point], edges: tuple[float, float, float, float],
           land: str, reader: Reader, name: Callable[[str], str], selected: str = "") -> tuple[dict, float] | None:  # fmt: skip
    """The figure and its width by its height; None where no line can be drawn. `at` has the points of places, `land` is
    the address of the picture that lies between `edges` (west, south, east, north).
    """
    if not found.lines:
        return None
    box = _box([at[place] for place, _ in found.lines] + [points[country] for country in found.drawn], edges)
    ratio = (box[2] - box[0]) / (box[3] - box[1])
    data = [*_arcs(found, at, points, (box[2] - box[0]) * APART, reader, name), _towns(found.lines, at, reader, name, selected),
            _countries(found, points, box, reader, name)]  # fmt: skip
    return {"data": data, "layout": _layout(box, edges, land)}, ratio


def sentence(found: Found, reader: Reader) -> str:
    """To how many countries lines lead, and to which most, unless as many lead to each."""
    if not found.drawn:
        return ""
    most = found.totals[found.drawn[0]]
    if len(found.drawn) > 1 and {found.totals[country] for country in found.drawn} == {most}:
        return say("world.alike", reader, count=len(found.drawn), number=words.number(reader, most))
    first = [words.country(reader, country) for country in found.drawn if found.totals[country] == most]
    return say("world.lines", reader, count=len(found.drawn), names=words.listing(reader, first),
               number=words.number(reader, most))  # fmt: skip


def notes(found: Found, without_point: Sequence[str], reader: Reader) -> list[str]:
    """What has no line, and how to read those that are there; of the places `without_point` they begin elsewhere."""
    told = [say("world.of_none", reader, count=found.none)] if found.none else []
    lost = [f"{words.country(reader, one)} ({words.number(reader, count)})"
            for one, count in found.totals.items() if one not in found.drawn]  # fmt: skip
    told += [say("world.not_drawn", reader, names=words.listing(reader, lost))] if lost else []
    if without_point:
        told.append(say("world.from_middle", reader, places=words.listing(reader, without_point)))
    return [*told, say("world.how", reader)]


def table(found: Found, reader: Reader, name: Callable[[str], str], caption: str) -> Element:
    """Countries with how many there are and of whom; what is of no one country comes last."""
    heads = [el("th.num" if key == "number" else "th", el("button.sort", say(f"world.{key}", reader), type="button"),
                scope="col") for key in ("country", "number", "whose")]  # fmt: skip
    body = [
        el("tr", el("th", words.country(reader, country), scope="row"),
           el("td.num", words.number(reader, found.totals[country]), data_sort=repr(found.totals[country])),
           el("td", _whose(places, reader, name)))
        for country, places in found.by_country.items()
    ]  # fmt: skip
    if found.none:
        body.append(el("tr", el("th", say("register.no_one_country", reader), scope="row"),
                       el("td.num", words.number(reader, found.none), data_sort=repr(found.none)), el("td", "")))  # fmt: skip
    return el("div.table-wrap.whole", el("table.rows", el("caption", caption), el("thead", el("tr", heads)), el("tbody", body)),
              tabIndex=0, role="region", aria_label=caption)  # fmt: skip


def _whose(places: Mapping[str, int], reader: Reader, name: Callable[[str], str]) -> str:
    """The places, with their number where it is not one."""
    ordered = sorted(places, key=lambda place: (-places[place], name(place)))
    return words.listing(reader, [
        name(place) + (f" ({words.number(reader, places[place])})" if places[place] > 1 else "") for place in ordered
    ])  # fmt: skip


def _box(found: Sequence[Point], edges) -> tuple[float, float, float, float]:
    """The part of the world to show: what is drawn with room around it, neither too narrow nor too tall, inside the edges."""
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*found, strict=True))
    width = max(east - west, NARROWEST) * (1 + 2 * ROOM)
    height = (north - south) * (1 + 4 * ROOM)
    width, height = max(width, height * TALLEST), max(height, width / FLATTEST)
    width, height = min(width, edges[2] - edges[0]), min(height, edges[3] - edges[1])
    x = _inside((west + east) / 2, width, edges[0], edges[2])
    y = _inside((south + north) / 2, height, edges[1], edges[3])
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _inside(middle: float, length: float, least: float, most: float) -> float:
    return min(max(middle, least + length / 2), most - length / 2)


def _arcs(found: Found, at, points, apart: float, reader: Reader, name) -> list[dict]:
    """One trace for each number of entries, thin ones first; three points make a bent line. `apart` is how far from each
    other the middles of the lines to one country lie, in the order of the towns from south to north.
    """
    rank = {(place, country): number - (len(places) - 1) / 2 for country, places in found.by_country.items()
            for number, place in enumerate(sorted(places.keys() & at.keys(), key=lambda place: (at[place][1], place)))}  # fmt: skip
    most = max(found.lines.values())
    traces = []
    for count in sorted(set(found.lines.values())):
        own = [pair for pair, number in found.lines.items() if number == count]
        xs, ys, texts = [], [], []
        for place, country in own:
            (x0, y0), (x1, y1) = at[place], points[country]
            length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
            xs += [x0, (x0 + x1) / 2, x1, None]
            ys += [y0, (y0 + y1) / 2 + BULGE * length + apart * rank[place, country], y1, None]
            told = chart_text(f"{name(place)} – {words.country(reader, country)}: {words.number(reader, count)}")
            texts += [told, told, told, ""]
        width = THINNEST + (THICKEST - THINNEST) * (count - 1) / max(most - 1, 1)
        traces.append({"type": "scatter", "mode": "lines", "x": [x if x is None else round(x, 4) for x in xs],
                       "y": [y if y is None else round(y, 4) for y in ys], "text": texts, "hoverinfo": "text",
                       "line": {"shape": "spline", "width": round(width, 2), "color": ACCENT}, "opacity": 0.6,
                       "meta": {"lines": [list(pair) for pair in own]}})  # fmt: skip
    return traces


def _towns(lines: Lines, at, reader: Reader, name, selected: str) -> dict:
    counts = Counter()
    for (place, _), count in lines.items():
        counts[place] += count
    return {
        "type": "scatter", "mode": "markers", "x": [round(at[place][0], 4) for place in counts],
        "y": [round(at[place][1], 4) for place in counts], "hoverinfo": "text",
        "hovertext": [chart_text(f"{name(place)}: {words.number(reader, count)}") for place, count in counts.items()],
        "meta": {"places": list(counts)},
        "marker": {"size": [10 if place == selected else 5 for place in counts], "color": ACCENT, "opacity": 1,
                   "line": {"width": 1, "color": "#fff"}},
    }  # fmt: skip


def _countries(found: Found, points, box, reader: Reader, name) -> dict:
    most = max(found.totals[country] for country in found.drawn)
    named = _apart(found.drawn, points, box)
    return {
        "type": "scatter", "mode": "markers+text", "x": [round(points[country][0], 4) for country in found.drawn],
        "y": [round(points[country][1], 4) for country in found.drawn], "cliponaxis": False, "hoverinfo": "text",
        "text": [chart_text(words.country(reader, country)) if country in named else "" for country in found.drawn],
        "textposition": [_beside(points[country][0], box) for country in found.drawn], "textfont": {"size": 13, "color": INK, "shadow": HALO},
        "hovertext": [chart_text(say("world.hover", reader, country=words.country(reader, country),
                                     number=words.number(reader, found.totals[country]),
                                     places=_whose(found.by_country[country], reader, name))) for country in found.drawn],
        "meta": {"countries": found.drawn},
        "marker": {"size": [round(7 + 13 * (found.totals[country] / most) ** 0.5, 1) for country in found.drawn],
                   "color": "#e0834f", "opacity": 1, "line": {"width": 1, "color": "#fff"}},
    }  # fmt: skip


def _apart(countries: Sequence[str], points, box) -> set[str]:
    """The largest, as far as their names would not touch."""
    wide, high, chosen = (box[2] - box[0]) * 0.2, (box[3] - box[1]) * 0.1, []
    for country in countries:
        x, y = points[country]
        if all(abs(x - points[one][0]) > wide or abs(y - points[one][1]) > high for one in chosen):
            chosen.append(country)
    return set(chosen[:NAMED])


def _beside(x: float, box) -> str:
    """Where a name stands, so that it is not cut at the sides of the picture."""
    share = (x - box[0]) / (box[2] - box[0])
    return "bottom right" if share < 0.15 else "bottom left" if share > 0.85 else "bottom center"


def _layout(box, edges, land: str) -> dict:
    west, south, east, north = edges
    picture = {"source": land, "xref": "x", "yref": "y", "x": west, "y": north, "sizex": east - west,
               "sizey": north - south, "sizing": "stretch", "layer": "below", "opacity": 0.45}  # fmt: skip
    axis = {"visible": False, "fixedrange": True}
    return {"margin": {"l": 0, "r": 0, "t": 0, "b": 0}, "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR, "showlegend": False,
            "dragmode": False, "hovermode": "closest", "font": {"family": FONT, "size": 13, "color": INK},
            "images": [picture], "xaxis": {**axis, "range": [round(box[0], 4), round(box[2], 4)]},
            "yaxis": {**axis, "range": [round(box[1], 4), round(box[3], 4)], "scaleanchor": "x"},
            "hoverlabel": {"bgcolor": "#fff", "font": {"family": FONT, "size": 14, "color": INK}}}  # fmt: skip
