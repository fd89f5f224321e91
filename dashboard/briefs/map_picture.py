"""The map of a page as one SVG, for files that no browser draws: the same places, colours, patterns and signs.

What is drawn is what `pages/maps.py` works out for the page; how it is drawn is what `assets/map_2_land.js` and
`map_3_signs.js` do on the screen, with lines and letters as wide as there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.archive import file_of_shapes
from dashboard.briefs import outlines, pen, signs
from dashboard.briefs.content import Picture
from dashboard.briefs.legends import legend_of
from dashboard.briefs.outlines import Outline
from dashboard.briefs.patterns import PATTERNS, pattern
from dashboard.figures import map as drawing
from dashboard.figures.choropleth import PALE, Ground
from dashboard.figures.states import COLOURS, GROUND, STATES
from dashboard.figures.subject import has_value
from dashboard.figures.values import HATCHED
from dashboard.figures.values import PALE as PALE_MARK
from dashboard.figures.values import look as look_of
from dashboard.pages.maps import Map
from dashboard.pages.pictures import Drawn
from geo.topology import box_of

WIDEST, TALLEST = (
    800,
    560,
)  # units, as wide and high as it is at most: about the pixels it has on a screen, as lines are as wide
FILLED = 0.96  # of the picture, by what is shown
BELOW_CIRCLES, BETWEEN_CIRCLES = "#f8f7f3", "#d5d0c4"
EDGE, OVER = "#b7b1a4", "#7d8a8c"  # around places without a figure; lines of the level above
MANY = 200  # places, whose lines are no wider than a point of a screen


@dataclass(frozen=True)
class Place:
    """An outline with what colours it: `look` as in `figures/values.py`, `size` from 0 to 1, the row it belongs to."""

    outline: Outline
    look: int
    size: float
    unit: str


@dataclass(frozen=True)
class View:
    """Where the grid lies in the picture: `scale` from grid to picture, then `x` and `y` are added."""

    width: float
    height: float
    scale: float
    x: float
    y: float

    @classmethod
    def of(cls, box: Sequence[float]) -> "View":
        """The view that shows a box of the grid, with a little room around it."""
        left, top, right, bottom = box
        fitted = min(WIDEST / (right - left), TALLEST / (bottom - top))
        width, height = (right - left) * fitted, (bottom - top) * fitted
        scale = fitted * FILLED
        return cls(width, height, scale, width / 2 - (left + right) / 2 * scale, height / 2 - (top + bottom) / 2 * scale)  # fmt: skip

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """A point of the grid in the picture."""
        return point[0] * self.scale + self.x, point[1] * self.scale + self.y

    def shows(self, box: outlines.Box) -> bool:
        """Whether something of a box of the grid is seen."""
        (left, top), (right, bottom) = self.at((box[0], box[1])), self.at((box[2], box[3]))
        return right >= 0 and bottom >= 0 and left <= self.width and top <= self.height


def of(drawn: Drawn) -> Picture | None:
    """The map that the page shows, with its legend; None where nothing of it has an outline."""
    shown, bounds = Map(drawn, drawn.pockets), drawn.bounds()
    places = _places(shown)
    if not places or bounds is None:
        return None
    box = box_of(bounds)
    view = View.of(box)
    ground = [one for one in _outlines(shown, drawn.ground()) if view.shows(one.box)]
    seen = [place for place in places if view.shows(place.outline.box)]
    wide = _line_width(seen, view.scale)
    between = BETWEEN_CIRCLES if shown.symbols else "#ffffff"
    grid = [
        _shapes([one.path for one in ground], fill=GROUND) if ground else "",
        *_land(seen, shown, wide, view.scale),
        _lines([place.outline for place in seen], wide, between, view.scale) if wide else "",
        _lines(ground, 1.1, OVER, view.scale) if ground else "",
    ]
    moved = f"translate({pen.number(view.x)} {pen.number(view.y)}) scale({view.scale:.6g})"
    on_grid = pen.element("g", "".join(grid), transform=moved, stroke_linejoin="round")
    content = [
        _patterns(seen, shown, view.scale),
        on_grid,
        *signs.of(shown, places, ground, _chosen(shown, places), box, view),
    ]
    keys = legend_of(shown.legend(), shown.painted.colours[0])
    return Picture(pen.document(view.width, view.height, content), view.width, view.height, keys)


def _places(shown: Map) -> list[Place]:
    """What the page's map draws, layer by layer, each place with its look."""
    found, units = [], shown.units
    pale = shown.drawn.pale_outside()
    paint = shown.painted
    class_of = paint.of if shown.pockets or shown.symbols else lambda row: paint.index(row["value"])
    for shapes, rows in drawing.by_layer(shown.rows, shown.drawn.site.shapes_of):
        by_code = {row["place"]: row for row in rows}
        largest = max((abs(row["value"]) for row in rows if has_value(row)), default=0) or 1
        for outline in _read(shown, shapes, by_code):
            row = by_code[outline.code]
            unit = units.get(outline.code, "")
            size = abs(row["value"]) / largest if has_value(row) and shown.symbols else 0.0
            found.append(Place(outline, look_of(row, class_of, pale and not unit), size, unit))
    return found


def _read(shown: Map, shapes, codes) -> list[Outline]:
    return outlines.of(lambda name: file_of_shapes(shown.drawn.site, name), shapes, codes)


def _outlines(shown: Map, ground: Ground | None) -> list[Outline]:
    """The outlines of the places of a ground, which may be of several layers."""
    rows = [{"place": code} for code in ground.codes] if ground else []
    layers = drawing.by_layer(rows, shown.drawn.site.shapes_of)
    return [one for shapes, here in layers for one in _read(shown, shapes, [row["place"] for row in here])]


def _chosen(shown: Map, places: Sequence[Place]) -> list[Outline]:
    """The selected place, or all places of the selected group."""
    selected = shown.view.selected
    return _outlines(shown, shown.drawn.outline()) or [
        place.outline for place in places if selected and selected in (place.unit, place.outline.code)
    ]


def _line_width(places: Sequence[Place], scale: float) -> float:
    """White lines swamp small places: the smaller these are in the picture, the thinner."""
    wide = sum(place.outline.box[2] - place.outline.box[0] for place in places) / (len(places) or 1) * scale
    line = 0 if wide < 5 else 0.3 if wide < 12 else 0.6 if wide < 30 else 1
    return min(line, 1) if len(places) > MANY else line


def _land(places: Sequence[Place], shown: Map, wide: float, scale: float) -> list[str]:
    """The places, those that look alike in one shape."""
    alike: dict[int, list[str]] = {}
    for place in places:
        alike.setdefault(place.look, []).append(place.outline.path)
    return [_alike(look, paths, shown, wide, scale) for look, paths in alike.items()]


def _alike(look: int, paths: list[str], shown: Map, wide: float, scale: float) -> str:
    state = STATES[-look - 1] if look < 0 else ""
    fill = COLOURS[state] if state else BELOW_CIRCLES if shown.symbols else shown.painted.colours[look % HATCHED]
    edge: dict = {}
    if (
        state or not wide
    ):  # without a line of its own a place is drawn out by a hair, or its neighbours would leave seams
        width = max(wide, 0.4) if state else 0.4
        edge = {"stroke": EDGE if state else fill, "stroke_width": f"{width / scale:.4g}"}
    shapes = _shapes(paths, fill=fill, **edge)
    name = _pattern_of(look, shown)
    if name:
        shapes += _shapes(paths, fill=f"url(#{name})")
    return pen.element("g", shapes, opacity=PALE) if look >= 0 and look & PALE_MARK else shapes


def _pattern_of(look: int, shown: Map) -> str:
    """The name of the pattern over a place on the grid; "" where it has none."""
    state = STATES[-look - 1] if look < 0 else "unreliable" if look & HATCHED and not shown.symbols else ""
    return f"grid-{state}" if state in PATTERNS else ""


def _patterns(places: Sequence[Place], shown: Map, scale: float) -> str:
    """The patterns that are used: those on the grid in their own size whatever its scale is, and that of circles."""
    used = {name for place in places if (name := _pattern_of(place.look, shown))}
    made = [pattern(name, name.removeprefix("grid-"), 1 / scale) for name in sorted(used)]
    if shown.symbols and any(place.look >= 0 and place.look & HATCHED for place in places):
        made.append(pattern("unreliable", "unreliable", 1))
    return pen.element("defs", "".join(made)) if made else ""


def _shapes(paths: Sequence[str], **attributes) -> str:
    return pen.element("path", d="".join(paths), **attributes)


def _lines(found: Sequence[Outline], wide: float, colour: str, scale: float) -> str:
    return _shapes([one.path for one in found], fill="none", stroke=colour, stroke_width=f"{wide / scale:.4g}")
