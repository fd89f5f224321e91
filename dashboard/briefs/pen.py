"""Pieces of SVG: texts in the fonts this machine has, shapes, a whole picture.

Whatever text comes in is escaped here and has lost what no XML can hold.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from dashboard.briefs import fonts
from dashboard.figures.choropleth import INK

SOFT, LINE, WHITE = "#55646a", "#e3e0d8", "#ffffff"


def number(value: float) -> str:
    """A coordinate, short."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def element(name: str, content: str = "", **attributes) -> str:
    """`<name .../>`; an underscore in the name of an attribute is a hyphen, None leaves it out."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(value) if isinstance(value, int | float) else value)}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def text(x: float, y: float, words: str, size: float, *, bold: bool = False, colour: str = INK, anchor: str = "",
         halo: str = "", opacity: float | None = None) -> str:  # fmt: skip
    """One line whose foot stands at `y`; `anchor` is `middle` or `end` where `x` is not its beginning."""
    edge = (
        {"stroke": halo, "stroke_width": size / 5, "stroke_linejoin": "round", "paint_order": "stroke"} if halo else {}
    )
    look = {"font_size": size, "font_weight": "700" if bold else None, "fill": colour, "opacity": opacity,
            "xml:space": "preserve", **edge}  # fmt: skip
    parts = fonts.runs(words)
    if len(parts) < 2:
        own = parts[0] if parts else ("", None)
        return element(
            "text", escape(own[0]), x=x, y=y, text_anchor=anchor or None, font_family=_family(own[1]), **look
        )
    # A part begins where the one before ends: what is set together is given one font, if one has all its letters.
    begin = left = x - fonts.width(words, size, bold) * {"middle": 0.5, "end": 1.0}.get(anchor, 0.0)
    placed = []
    for part, font in parts:
        placed.append(element("tspan", escape(part), x=left, font_family=_family(font)))
        left += fonts.width(part, size, bold)
    return element("text", "".join(placed), x=begin, y=y, **look)


def _family(font: fonts.Font | None) -> str:
    return f"{font.family}, sans-serif" if font else "sans-serif"


def rectangle(x: float, y: float, wide: float, high: float, fill: str, **attributes) -> str:
    """A filled rectangle."""
    return element("rect", x=x, y=y, width=max(wide, 0), height=max(high, 0), fill=fill, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, colour: str, wide: float, **attributes) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_width=wide, **attributes)


def circle(x: float, y: float, radius: float, fill: str, **attributes) -> str:
    """A filled circle."""
    return element("circle", cx=x, cy=y, r=radius, fill=fill, **attributes)


def inside(x: float, y: float, wide: float, high: float, picture: str, of: tuple[float, float]) -> str:
    """A whole picture, `of` so wide and high, as large as it fits in the middle of a rectangle."""
    scale = min(wide / of[0], high / of[1])
    left, top = x + (wide - of[0] * scale) / 2, y + (high - of[1] * scale) / 2
    return element("g", picture, transform=f"translate({number(left)} {number(top)}) scale({scale:.6g})")


def document(wide: float, high: float, content: Iterable[str], label: str = "") -> str:
    """The whole picture; `label` is said to those who do not see it."""
    title = element("title", escape(fonts.clean(label))) if label else ""
    return element("svg", title + "".join(content), xmlns="http://www.w3.org/2000/svg", width=wide, height=high,
                   viewBox=f"0 0 {number(wide)} {number(high)}", role="img")  # fmt: skip
