"""What came of what was planned as one SVG: for each line the band of the plan and a sign for what came, on a scale of its own."""

from collections.abc import Iterator

from dashboard.briefs import fonts, pen
from dashboard.briefs.content import Picture
from dashboard.briefs.elements import classes_of, every, outside, text_of
from dashboard.figures.choropleth import INK
from dashboard.markup import Element, children_of

WIDE, ROW, LETTERS = 800.0, 46.0, 17.0  # units
NAMES = 0.36  # of the width, at most, for names
GROUND, BAND, WARM = "#f3f1ec", "#b9b3a6", "#984a31"  # of assets/nagar.css


def of(card: Element) -> Picture | None:
    """The lines of the card; None where it has none."""
    lines = list(outside(card, "bar-row"))
    if not lines:
        return None
    names = max(fonts.width(_told(line, "name"), LETTERS) for line in lines)
    texts = max(fonts.width(_told(line, "num") or _told(line, "state"), LETTERS) for line in lines)
    left, right = min(names, WIDE * NAMES) + LETTERS, WIDE - texts - LETTERS
    content = [piece for at, line in enumerate(lines) for piece in _line(line, (at + 0.5) * ROW, left, right)]
    return Picture(pen.document(WIDE, len(lines) * ROW, content), WIDE, len(lines) * ROW, tells_all=True)


def _told(line: Element, name: str) -> str:
    return next((text_of(one) for one in outside(line, name)), "")


def _line(line: Element, middle: float, left: float, right: float) -> Iterator[str]:
    foot = middle + LETTERS * 0.36
    yield pen.text(0, foot, fonts.cut(_told(line, "name"), LETTERS, left - LETTERS), LETTERS)
    yield pen.rectangle(left, middle - 8, right - left, 16, GROUND, rx=3)
    for sign in children_of(next(outside(line, "bar"))):
        edges = {
            edge: float(share.rstrip("%")) / 100 * (right - left) for edge, share in sign["props"]["style"].items()
        }
        x = left + edges["left"]
        if "width" in edges:
            yield pen.rectangle(x, middle - 8, max(edges["width"], 2), 16, BAND, rx=3)
        elif "is-within" in classes_of(sign):
            yield pen.circle(x, middle, 8, INK)
        else:
            turned = f"rotate(45 {pen.number(x)} {pen.number(middle)})"
            yield pen.rectangle(x - 7, middle - 7, 14, 14, WARM, rx=2, transform=turned)
    text, beside = (
        _told(line, "num") or _told(line, "state"),
        any("is-within" not in classes_of(one) for one in every(line, "B")),
    )
    yield pen.text(WIDE, foot, text, LETTERS, anchor="end", colour=WARM if beside else INK)
