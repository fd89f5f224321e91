"""The letters of a drawing apart from its shapes, so that the program that sets a page writes them too: typst does not shape
Devanagari and Bengali within an SVG, and letters in an SVG cannot be searched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

MOVED = re.compile(r"(translate|scale|rotate)\(([^)]*)\)")
UP = -90.0  # degrees of a text that is read from below
Place = tuple[float, float, float, bool]  # where a group lies, how large it is, whether it is turned up


@dataclass(frozen=True)
class Lettering:
    """One line of text whose foot stands at `x`, `y`, in units of the drawing; `anchor` says which part of it (`start`,
    `middle`, `end`), `halo` is the colour of its edge, "" for none; one that is `upright` is read from below.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    colour: str
    anchor: str
    halo: str
    upright: bool = False


def parted(svg: str) -> tuple[str, list[Lettering]]:
    """The drawing without its texts, and the texts. What is turned otherwise than up or belongs to a pattern stays in the drawing."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    found = list(_texts(root, (0.0, 0.0, 1.0, False)))
    for element, _ in found:
        element.getparent().remove(element)
    return etree.tostring(root, encoding="unicode"), [lettering for _, lettering in found]


def _texts(element, around: Place) -> Iterator[tuple]:
    for child in element.iterchildren(tag=etree.Element):
        place = _moved(child.get("transform", ""), around)
        name = etree.QName(child).localname
        if place is None or name in ("defs", "pattern", "clipPath", "mask"):
            continue
        if name == "text":
            yield child, _lettering(child, place)
        else:
            yield from _texts(child, place)


def _moved(transform: str, around: Place) -> Place | None:
    """Where a group lies that is shifted, turned up, and made larger or smaller alike in both directions; None for any other."""
    place = around
    for kind, numbers in MOVED.findall(transform):
        first, *second = map(float, numbers.replace(",", " ").split())
        x, y, scale, is_up = place
        if kind == "translate":
            place = (*_at(place, first, second[0] if second else 0.0), scale, is_up)
        elif kind == "rotate" and (is_up or first != UP or second) or kind == "scale" and second and second[0] != first:
            return None
        else:
            place = (x, y, scale, True) if kind == "rotate" else (x, y, scale * first, is_up)
    return None if MOVED.sub("", transform).strip() else place


def _at(place: Place, right: float, down: float) -> tuple[float, float]:
    x, y, scale, is_up = place
    return (x + scale * down, y - scale * right) if is_up else (x + scale * right, y + scale * down)


def _lettering(element, place: Place) -> Lettering:
    x, y = _at(place, *(float(element.get(name, 0)) for name in ("x", "y")))
    return Lettering(
        "".join(element.itertext()), x, y, float(element.get("font-size", 16)) * place[2],
        element.get("font-weight") in ("bold", "700"), element.get("fill", "#000000"),
        element.get("text-anchor", "start"), element.get("stroke", ""), place[3],
    )  # fmt: skip
