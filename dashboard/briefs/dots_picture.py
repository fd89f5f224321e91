"""A place among its peers as one SVG: the strip of dots that its page shows, with the place's own figure written above it."""

from collections.abc import Iterator

from dashboard.briefs import fonts, pen
from dashboard.briefs.content import Picture
from dashboard.briefs.elements import classes_of, outside, text_of
from dashboard.figures.choropleth import INK
from dashboard.markup import Element, children_of

WIDE, HIGH, MIDDLE = 800.0, 130.0, 88.0  # units; the height at which dots lie
LETTERS = 24.0
PEER, OWN, HALF, REGION = "#a9b7b7", "#0f6b6b", "#e3e0d8", "#984a31"  # of assets/nagar.css
COLOURS = {"me": OWN, "dot": PEER, "s": HALF, "med": REGION}


def of(card: Element) -> Picture | None:
    """The strip of a card about one figure; None where it has none, as where peers are too few."""
    strip, top = (next(outside(card, name), None) for name in ("strip", "top"))
    if strip is None or top is None:
        return None
    line = pen.line(0, MIDDLE, WIDE, MIDDLE, HALF, 1.5)
    signs = sorted(children_of(strip), key=lambda sign: _kind(sign) == "me")
    own = next(_left(sign) for sign in signs if _kind(sign) == "me")
    big = text_of(list(children_of(top))[1])
    half = fonts.width(big, LETTERS, True) / 2
    value = pen.text(
        min(max(own, half), WIDE - half), MIDDLE - 34, big, LETTERS, bold=True, colour=INK, anchor="middle"
    )
    return Picture(pen.document(WIDE, HIGH, [line, *map(_drawn, signs), value]), WIDE, HIGH, tuple(_legend(card)))


def _kind(sign: Element) -> str:
    return (classes_of(sign) or [sign["type"].lower()])[0]


def _left(sign: Element) -> float:
    return _share(sign, "left")


def _share(sign: Element, edge: str) -> float:
    return float(sign["props"]["style"][edge].rstrip("%")) / 100 * WIDE


def _drawn(sign: Element) -> str:
    x, kind = _left(sign), _kind(sign)
    if kind == "s":
        return pen.rectangle(x, MIDDLE - 22, _share(sign, "width"), 44, HALF, rx=5)
    if kind == "u":
        return pen.line(x, MIDDLE, x + _share(sign, "width"), MIDDLE, OWN, 3)
    if kind == "med":
        return pen.line(x, MIDDLE - 26, x, MIDDLE + 26, REGION, 3.5)
    if kind == "me":
        return pen.circle(x, MIDDLE, 13, OWN, stroke=pen.WHITE, stroke_width=3)
    return pen.circle(x, MIDDLE, 8, PEER, fill_opacity=0.75)


def _legend(card: Element) -> Iterator[tuple[str, str]]:
    """Each sign of the card's key with the words after it."""
    key = next(outside(card, "key"), None)
    colour = ""
    for part in children_of(key) if key else ():
        if isinstance(part, dict):
            colour = COLOURS[_kind(part)]
        elif colour:
            yield colour, str(part).strip()
