"""The patterns of states and of unreliable figures, which grey print keeps apart, as SVG."""

from dashboard.briefs import pen
from dashboard.figures.choropleth import INK
from dashboard.figures.states import COLOURS

PATTERNS = {  # lines on a tile of six by six, their colour and width, as assets/map_2_land.js has them
    "hidden": ("M1.5,1.5 h1.2 M4.5,4.5 h1.2", "#6b5a78", 1.2),
    "not_applicable": ("M0,0 l6,6 M6,0 l-6,6", "#c9c3b4", 0.8),
    "cannot_be_added": ("M0,3 h6", "#8b97a8", 1),
    "unreliable": ("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", INK, 1),
}
TILE, MANY = 6, 8  # so many tiles are one, or between all of them a seam would be seen
UNRELIABLE = "#b5b5b4"  # stands in a legend for the hatching over a colour, where only colours can be shown


def pattern(id: str, state: str, scale: float) -> str:
    """The pattern of a state, to be filled with by its `id`."""
    lines, colour, wide = PATTERNS[state]
    joined = "butt" if state == "hidden" else "square"  # lines go on in the next tile, dots do not
    tiles = [
        pen.element("path", d=lines, transform=f"translate({x * TILE} {y * TILE})")
        for x in range(MANY)
        for y in range(MANY)
    ]
    drawn = pen.element("g", "".join(tiles), stroke=colour, stroke_width=wide, stroke_linecap=joined, fill="none")
    return pen.element("pattern", drawn, id=id, width=TILE * MANY, height=TILE * MANY, patternUnits="userSpaceOnUse",
                       patternTransform=f"scale({scale:.6g})")  # fmt: skip


def swatch(x: float, y: float, wide: float, high: float, colour: str) -> str:
    """A field of a legend in the colour that stands for a class or state, with the pattern of the state."""
    states = {COLOURS[state]: state for state in PATTERNS if state in COLOURS} | {UNRELIABLE: "unreliable"}
    state = states.get(colour, "")
    ground = "#ffffff" if state == "unreliable" else colour
    drawn = pen.rectangle(x, y, wide, high, ground, stroke="#b7b1a4", stroke_width=high / 16)
    if not state:
        return drawn
    id = f"key-{state}"
    made = pen.element("defs", pattern(id, state, high / 14))
    return made + drawn + pen.rectangle(x, y, wide, high, f"url(#{id})")
