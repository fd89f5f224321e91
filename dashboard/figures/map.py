"""The map as `<nagar-map>` draws it: addresses of shapes, and values as bytes. Pure: rows in, an element out.

`figure` takes what `choropleth.figure` takes, which draws the same as a vector picture for files; instead of an address
`shapes_of` gives the files of the layer that a place is drawn on.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

import orjson

from dashboard.figures import values
from dashboard.figures.choropleth import Ground, Told, shape_of
from dashboard.figures.classes import Classes
from dashboard.figures.subject import Subject
from dashboard.markup import NAGAR, Element
from geo.shape_files import ShapeFile, Shapes
from geo.topology import box_of

MOST_CARRIED = 8000  # places whose values a page carries itself: 8 kB, sooner there than a second question is asked
ADDRESS = "/shapes/"
LARGE = 100_000  # compressed bytes of a layer that a phone loads district by district

ShapesOf = Callable[[str], Shapes | None]


@dataclass(frozen=True)
class Links:
    """Where a map leads, `__CODE__` standing for a place: `open` at the first tap, else `select` and then `drill`;
    `climb` goes up. `values` is the address of the values and texts of this very map, without a shapes' digest.
    """

    select: str = ""
    drill: str = ""
    open: str = ""
    climb: str = ""
    values: str = ""
    texts: str = ""


@dataclass(frozen=True)
class Extras:
    """What a map may show beside the values: places to `compare` by code, `numbers` (code, text) written on places, the
    `name` of the selected place, circles by size instead of colours (`symbols`) with their key (`sizes`, shares of the
    largest with their texts), and arrows: `flows` as (code it comes from, code it goes to, size from 0 to 1).
    """

    compare: Sequence[str] = ()
    numbers: Sequence[tuple[str, str]] = ()
    name: str = ""
    symbols: bool = False
    sizes: Sequence[tuple[float, str]] = ()
    flows: Sequence[tuple[str, str, float]] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def figure(rows: list[dict], classes: Classes, subject: Subject, shapes_of: ShapesOf, *, units: Mapping[str, str],
           ground: Ground | None = None, selected: str = "", outline: Ground | None = None,
           bounds: tuple[float, float, float, float] | None = None, dim: bool = False,
           class_of: Callable[[dict], int] | None = None, told: Told | None = None, links: Links = Links(),
           extras: Extras = Extras(), label: str = "") -> Element | None:  # noqa: B008 # fmt: skip
    """The element; None where no row has an outline, or `bounds` (degrees) are not known.

    `told` is not used here: a browser asks for the texts of places when somebody points at one (`texts`).
    """
    layers = [_layer(shapes, found, classes, units, dim, class_of, links, extras)
              for shapes, found in by_layer(rows, shapes_of)]  # fmt: skip
    if not layers or bounds is None:
        return None
    drawing = {
        "layers": layers,
        "ground": _lines(ground.codes, shapes_of) if ground else [],
        "box": box_of(bounds),
        "colours": classes.colours,
        "selected": selected,
        "name": extras.name,
        "outline": next(iter(_lines(outline.codes, shapes_of)), None) if outline else None,
        "compared": list(extras.compare),
        "numbers": list(extras.numbers),
        "symbols": extras.symbols,
        "sizes": list(extras.sizes),
        "flows": [{"from": one, "to": other, "size": round(size, 4)} for one, other, size in extras.flows],
        **{name: getattr(links, name) for name in ("select", "drill", "open", "climb")},
        "words": dict(extras.words),
    }
    drawing = {name: value for name, value in drawing.items() if value}
    props = {"id": "map", "drawing": orjson.dumps(drawing).decode(), "label": label}
    return {"type": "Map", "namespace": NAGAR, "props": props}


def by_layer(rows: Iterable[dict], shapes_of: ShapesOf) -> list[tuple[Shapes, list[dict]]]:
    """The rows that can be drawn, by the layer they are drawn on."""
    found: dict[str, tuple[Shapes, list[dict]]] = {}
    for row in rows:
        shapes = shapes_of(row["place"])
        if shapes:
            found.setdefault(shapes.layer, (shapes, []))[1].append(row)
    return list(found.values())


def values_of(shapes: Shapes, rows: Sequence[dict], classes: Classes, units: Mapping[str, str], dim: bool,
              class_of: Callable[[dict], int] | None, symbols: bool = False) -> bytes:  # fmt: skip
    """The bytes of one layer of a map."""
    return values.encode(rows, shapes.digest, shapes.numbers, units, class_of or (lambda row: classes.index(row["value"])),
                         dim=dim, sizes=symbols)  # fmt: skip


def texts_of(
    shapes: Shapes, rows: Sequence[dict], subject: Subject, units: Mapping[str, str], told: Told
) -> list[list[str]]:
    """The ready-made lines about each place of a layer, in the order of its values."""
    ordered = sorted(rows, key=lambda row: shapes.numbers[row["place"]])
    return [told(row, subject, units.get(row["place"])) for row in ordered]


def files_of(shapes: Shapes, codes: Iterable[str]) -> list[str]:
    """The addresses of the files that hold the places: the parts where they are fewer bytes, else the whole layer."""
    parts = _parts_of(shapes, codes)
    if not parts or sum(part.brotli_bytes for part in parts) > shapes.whole.brotli_bytes:
        parts = [shapes.whole]
    return [ADDRESS + part.name for part in parts]


def _parts_of(shapes: Shapes, codes: Iterable[str]) -> list[ShapeFile]:
    numbers = sorted(shapes.numbers[code] for code in codes)
    return [part for part in shapes.parts.values()
            if (at := bisect_left(numbers, part.first)) < len(numbers) and numbers[at] < part.first + part.places]  # fmt: skip


def files_or_parts(shapes: Shapes, codes: Iterable[str]) -> dict:
    """Where the browser finds the places: `files`; or the `whole` of a large layer with its `parts`, from which a phone
    chooses. A part is the end of its name and its box on the grid: `-NP0101.0123456789ab`, left, top, right, bottom.
    """
    codes = list(codes)
    files = files_of(shapes, codes)
    parts = _parts_of(shapes, codes)
    if (
        files != [ADDRESS + shapes.whole.name]
        or shapes.whole.brotli_bytes < LARGE
        or not all(part.box for part in parts)
    ):
        return {"files": files}
    stem = shapes.whole.name.partition(".")[0]
    told = [[part.name.removeprefix(stem).removesuffix(".json"), *part.box] for part in parts]
    return {"whole": ADDRESS + shapes.whole.name, "parts": told} if told else {"files": files}


def name_of(content: bytes) -> str:
    """What the bytes are called in an address."""
    return sha256(content).hexdigest()[:12]


def _layer(shapes: Shapes, rows, classes, units, dim, class_of, links: Links, extras: Extras) -> dict:
    content = values_of(shapes, rows, classes, units, dim, class_of, extras.symbols)
    address = values.as_address(content)
    if len(rows) > MOST_CARRIED and links.values:
        # Named by what it says: an address that may be kept for ever even when a later program makes other classes.
        address = links.values.replace("__SHAPES__", shapes.digest) + f"&as={name_of(content)}"
    return {"shapes": shapes.digest, **files_or_parts(shapes, [row["place"] for row in rows]), "values": address,
            "texts": links.texts.replace("__SHAPES__", shapes.digest)}  # fmt: skip


def _lines(codes: Sequence[str], shapes_of: ShapesOf) -> list[dict]:
    """Layers of which only outlines are drawn."""
    found = by_layer([{"place": code} for code in codes], shapes_of)
    return [{"files": files_of(shapes, here), "codes": here}
            for shapes, rows in found for here in [[row["place"] for row in rows]]]  # fmt: skip


__all__ = ["Extras", "Ground", "Links", "figure", "shape_of"]
