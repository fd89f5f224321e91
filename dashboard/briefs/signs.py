"""What stands on the land of a map picture: circles with their key, dots, arrows, numbers, what was chosen.

As `assets/map_3_signs.js` draws it on the screen, with the same widths, sizes and colours.
"""

from collections.abc import Iterator, Sequence
from math import atan2, cos, pi, sin, sqrt

from dashboard.briefs import fonts, pen
from dashboard.briefs.outlines import Outline
from dashboard.figures.choropleth import INK
from dashboard.figures.states import COLOURS, STATES
from dashboard.figures.values import HATCHED, PALE

CROWD = 0.3  # of the land that circles cover at most, or nothing would be seen of it
KEY_LINE, KEY_EDGE, KEY_LETTERS = 18, 5, 14  # a little larger than on a screen: nobody can zoom into a slide
MOST_ARROWS = 30
SPARSE = 0.1  # of the picture that places cover, below which those too small to be seen are dots
SMALL, HARD_TO_SEE = 6, 22  # units across: drawn as a dot; pointed out by a ring
Point = tuple[float, float]


def of(shown, places: Sequence, ground: Sequence[Outline], chosen: Sequence[Outline], box, view) -> Iterator[str]:
    """The signs of a map (`pages.maps.Map`) on its places, in the order in which they are drawn. `box` is what it shows."""
    extras = shown.extras()
    by_code = {place.outline.code: place.outline for place in places}
    area = sum(place.outline.area for place in places)
    if shown.symbols:
        largest = _largest(places, ground, area, view)
        yield from _circles(places, shown.painted.colours, largest, view)
        if extras.sizes:
            yield _key(extras.sizes, shown.painted.colours[0], largest, [*by_code.values(), *ground], view)
    elif area < SPARSE * (box[2] - box[0]) * (box[3] - box[1]):
        yield from _dots(places, shown.painted.colours, view)
    compared = [place.outline for place in places if {place.outline.code, place.unit} & set(extras.compare)]
    if compared:
        yield _outline(compared, 2, view, stroke_dasharray=f"{5 / view.scale:.4g} {3 / view.scale:.4g}")
    if chosen:
        yield _outline(chosen, 1.6 if len(chosen) > 1 else 2.4, view)
    known = [one for one in extras.flows if one[0] in by_code and one[1] in by_code]
    for start, end, size in sorted(known, key=lambda one: -one[2])[:MOST_ARROWS][::-1]:
        yield _arrow(view.at(by_code[start].point), view.at(by_code[end].point), size)
    for code, words in extras.numbers:
        if code in by_code:
            x, y = view.at(by_code[code].point)
            yield pen.text(x, y + 5.4, words, 15, bold=True, colour="#ffffff", anchor="middle", halo=INK)
    if len(chosen) == 1:
        yield from _callout(chosen[0], extras.name, view)


def _outline(found: Sequence[Outline], wide: float, view, **attributes) -> str:
    path = pen.element("path", d="".join(one.path for one in found), fill="none", stroke=INK, stroke_linejoin="round",
                       stroke_width=f"{wide / view.scale:.4g}", **attributes)  # fmt: skip
    return pen.element(
        "g", path, transform=f"translate({pen.number(view.x)} {pen.number(view.y)}) scale({view.scale:.6g})"
    )


def _largest(places: Sequence, ground: Sequence[Outline], area: float, view) -> float:
    """The radius of the largest circle."""
    land = max(area, sum(one.area for one in ground))
    sizes = sum(place.size for place in places) or 1
    return min(min(view.width, view.height) / 9, sqrt(CROWD * land * view.scale**2 / pi / sizes))


def _circles(places: Sequence, colours: Sequence[str], largest: float, view) -> Iterator[str]:
    for place in sorted((place for place in places if place.look >= 0), key=lambda place: -place.size):
        (x, y), pale = view.at(place.outline.point), 0.4 if place.look & PALE else 1.0
        if place.size:
            radius, fill, edge, opacity = (
                max(largest * sqrt(place.size), 1),
                colours[place.look % HATCHED],
                "#ffffff",
                0.6 * pale,
            )
        else:
            radius, fill, edge, opacity = 1.5, "#ffffff", INK, 0.6 * pale
        yield pen.circle(x, y, radius, fill, fill_opacity=opacity, stroke=edge, stroke_opacity=pale, stroke_width=0.7)
        if place.look & HATCHED:
            yield pen.circle(x, y, radius, "url(#unreliable)")


def _key(sizes: Sequence[tuple[float, str]], colour: str, largest: float, land: Sequence[Outline], view) -> str:
    """Circles one in the other, each with its number, in the corner where they hide least."""
    across = 2 * largest + 10
    wide = across + max(fonts.width(words, KEY_LETTERS) for _, words in sizes) + 2 * KEY_EDGE
    high = max(2 * largest * sqrt(sizes[0][0]) + 4, KEY_LINE * len(sizes)) + 2 * KEY_EDGE
    left, top = _corner(wide, high, land, view)
    foot, middle = top + high - KEY_EDGE - 1, left + KEY_EDGE + largest
    drawn = [pen.rectangle(left, top, wide, high, "#ffffff", fill_opacity=0.85)]
    for at, (share, words) in enumerate(sizes):
        radius, line = max(largest * sqrt(share), 1), top + KEY_EDGE + KEY_LINE * (at + 0.5)
        drawn += [
            pen.circle(middle, foot - radius, radius, colour, fill_opacity=0.33, stroke=INK, stroke_width=0.8),
            pen.line(middle, foot - 2 * radius, left + KEY_EDGE + across - 4, line, INK, 0.5),
            pen.text(left + KEY_EDGE + across - 1, line + KEY_LETTERS * 0.36, words, KEY_LETTERS),
        ]
    return pen.element("g", "".join(drawn))


def _corner(wide: float, high: float, land: Sequence[Outline], view) -> Point:
    """The corner in which fewest points of outlines lie."""
    corners = [(x, y) for y in (view.height - high, 0.0) for x in (0.0, view.width - wide)]

    def hidden(corner: Point) -> int:
        left, top = ((at - moved) / view.scale for at, moved in zip(corner, (view.x, view.y), strict=True))
        right, bottom = left + wide / view.scale, top + high / view.scale
        rings = (polygon[0] for one in land for polygon in one.polygons)
        return sum(int(((ring[:, 0] >= left) & (ring[:, 0] <= right) & (ring[:, 1] >= top) & (ring[:, 1] <= bottom)).sum())
                   for ring in rings)  # fmt: skip

    return min(corners, key=hidden)


def _dots(places: Sequence, colours: Sequence[str], view) -> Iterator[str]:
    for place in places:
        left, top, right, bottom = place.outline.box
        if max(right - left, bottom - top) * view.scale <= SMALL:
            fill = COLOURS[STATES[-place.look - 1]] if place.look < 0 else colours[place.look % HATCHED]
            yield pen.circle(*view.at(place.outline.point), 3, fill, stroke=INK, stroke_width=0.5)


def _arrow(start: Point, end: Point, size: float) -> str:
    """As wide as the flow is large, bent to its left so that both ways can be told apart."""
    (x1, y1), (x2, y2), wide = start, end, 0.8 + 6 * size
    bend = (x1 + x2) / 2 + (y2 - y1) / 4, (y1 + y2) / 2 - (x2 - x1) / 4
    turn, head = atan2(y2 - bend[1], x2 - bend[0]), wide * 1.6 + 4
    foot = x2 - head * cos(turn), y2 - head * sin(turn)
    sides = [(x2 - head * 1.3 * cos(turn + side), y2 - head * 1.3 * sin(turn + side)) for side in (0.45, -0.45)]
    curve = f"M{_told(start)}Q{_told(bend)} {_told(foot)}"
    return (
        pen.element("path", d=curve, fill="none", stroke=INK, stroke_opacity=0.8, stroke_width=wide)
        + pen.element("path", d="M" + "L".join(map(_told, (end, *sides))) + "z", fill=INK, fill_opacity=0.8)
    )  # fmt: skip


def _told(point: Point) -> str:
    return f"{pen.number(point[0])} {pen.number(point[1])}"


def _callout(place: Outline, name: str, view) -> Iterator[str]:
    """A place that is hard to see gets a ring and its name beside it."""
    left, top, right, bottom = place.box
    if max(right - left, bottom - top) * view.scale > HARD_TO_SEE:
        return
    x, y = view.at(place.point)
    yield pen.circle(x, y, 11, "none", stroke=INK, stroke_width=1.6)
    if name:
        half = fonts.width(name, 13.5, bold=True) / 2
        below, middle = y < view.height / 2, min(max(x, half), view.width - half)
        spot = y + 40 if below else y - 40
        yield pen.line(x, y + 11 if below else y - 11, middle, spot - 9 if below else spot + 9, INK, 1.2)
        yield pen.text(middle, spot + 4.9, name, 13.5, bold=True, anchor="middle", halo="#ffffff")
