"""The letters of a drawing apart from its shapes, so that the program that sets a page writes them too: typst does not shape
Devanagari and Bengali within an SVG, and letters in an SVG cannot be searched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MOVED = re.compile(r"(translate|scale)\(([^)]*)\)")


@dataclass(frozen=True)
class Lettering:
    """One line of text whose foot stands at `x`, `y`, in units of the drawing; `anchor` says which part of it (`start`,
    `middle`, `end`), `halo` is the colour of its edge, "" for none.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    colour: str
    anchor: str
    halo: str


def parted(svg: str) -> tuple[str, list[Lettering]]:
    """The drawing without its texts, and the texts. What is turned or belongs to a pattern stays in the drawing."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = list(_texts(root, 0.0, 0.0, 1.0))
    for element, _ in found:
        element.getparent().remove(element)
    return etree.tostring(root, encoding="unicode"), [lettering for _, lettering in found]


def _texts(element, x: float, y: float, scale: float) -> Iterator[tuple]:
    for child in element.iterchildren(tag=etree.Element):
        place = _moved(child.get("transform", ""), x, y, scale)
        name = etree.QName(child).localname
        if place is None or name in ("defs", "pattern", "clipPath", "mask"):
            continue
        if name == "text":
            yield child, _lettering(child, *place)
        else:
            yield from _texts(child, *place)


def _moved(transform: str, x: float, y: float, scale: float) -> tuple[float, float, float] | None:
    """Where a group lies that is shifted and made larger or smaller alike in both directions; None for any other."""
    for kind, numbers in MOVED.findall(transform):
        first, *second = map(float, numbers.replace(",", " ").split())
        if kind == "translate":
            x, y = x + scale * first, y + scale * (second[0] if second else 0.0)
        elif second and second[0] != first:
            return None
        else:
            scale *= first
    return None if MOVED.sub("", transform).strip() else (x, y, scale)


def _lettering(element, x: float, y: float, scale: float) -> Lettering:
    first = next(element.iterchildren(), element)  # of parts in fonts of their own each says where it begins
    at = [float(element.get("x") or first.get("x") or 0) * scale, float(element.get("y", 0)) * scale]
    return Lettering(
        "".join(element.itertext()), x + at[0], y + at[1], float(element.get("font-size", 16)) * scale,
        element.get("font-weight") in ("bold", "700"), element.get("fill", "#000000"),
        element.get("text-anchor", "start"), element.get("stroke", ""),
    )  # fmt: skip
