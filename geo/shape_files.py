"""The files of shapes that browsers fetch: written when publishing, named by their content, compressed beside.

`map/index.json` in a snapshot lists them. A file's places are in the order of their codes, which is the order in which
values of the layer travel; a part begins at the number `first` of it. Wards and local units come whole, coarser, and by
district, finer: all districts are cut from one topology, so that their edges fit.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import orjson

from data.problems import ContentError
from geo import boundaries
from geo.places import Places, ancestor_at
from geo.topology import Detail, Topology, as_topojson, extent, part_of, topology

FOLDER = "map"
INDEX = "index.json"
NAME = re.compile(r"[A-Z]{2}-[a-z]+-[0-9a-z]+(-[A-Z]{2}[0-9]{2,10})?\.[0-9a-f]{12}\.json")
WHOLE = Detail(step=10, bend=120, share=0.01)  # for a screen of a whole country: bends below a kilometre go
FINE = Detail(step=6, bend=60, share=0.01)  # for one district, and for a phone that loads all of them one by one
ALONE = ("ward", "town")  # levels whose lines are their own; those of the others are each other's
PARTED = ("local", "ward")
BROTLI, ZSTD = 11, 19  # the slowest levels: a file is made once and sent for years


@dataclass(frozen=True)
class ShapeFile:
    """`name` of the file, the number of its first place in the layer and of its places, its sizes in bytes, and the box
    its places lie in: left, top, right, bottom on the grid (empty in a snapshot made before there were boxes).
    """

    name: str
    first: int
    places: int
    bytes: int
    brotli_bytes: int
    box: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shapes:
    """The files of one layer: `whole`, and by district where it comes so; `codes` in the order of values."""

    layer: str
    codes: tuple[str, ...]
    whole: ShapeFile
    parts: Mapping[str, ShapeFile]

    @property
    def digest(self) -> str:
        """What names these very shapes in this order."""
        return self.whole.name.split(".")[1]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Code -> its number in the order of values."""
        return {code: number for number, code in enumerate(self.codes)}


def write(folder: Path, source: Path, places: Places, made_from: str) -> int:
    """Write all files below `folder`/map from the shapes that `boundaries.write_layers` wrote to `source`; the number of
    files. `made_from` is kept in the index. A layer whose features are not its places is a `ContentError`.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    index = {"made_from": made_from, "layers": {}}
    for family in _families(boundaries.layers(source)):
        drawn = {layer: _outlines(source, layer) for layer in family}
        outlines = {layer: found for layer, found in drawn.items() if found}  # of some places no outline is bundled
        together = topology([pair for found in outlines.values() for pair in found], WHOLE)
        for layer in outlines:
            codes = _checked(layer, [code for code, _ in outlines[layer]], places)
            entry = _write_one(target, layer, part_of(together, codes))
            if layer.split("/")[1] in PARTED:
                entry["parts"] = _write_parts(target, layer, outlines[layer], places)
            index["layers"][layer] = entry
    (target / INDEX).write_text(json.dumps(index, indent=1), "utf-8")
    return sum(1 + len(entry.get("parts", ())) for entry in index["layers"].values())


def read(folder: Path, places: Places) -> dict[str, Shapes]:
    """Layer -> its files, of a snapshot; empty where it was made before there were any."""
    path = folder / FOLDER / INDEX
    if not path.is_file():
        return {}
    found = {}
    codes: dict[str, list[str]] = {}
    for place in places.values():
        if place.has_shape:
            codes.setdefault(boundaries.layer_of(place), []).append(place.code)
    for layer, entry in orjson.loads(path.read_bytes())["layers"].items():
        parts = {district: _file(part) for district, part in entry.pop("parts", {}).items()}
        found[layer] = Shapes(layer, tuple(sorted(codes.get(layer, ()))), _file(entry), parts)
        if len(found[layer].codes) != found[layer].whole.places:
            raise ContentError(f"{path}: {layer} has {found[layer].whole.places} shapes, the snapshot's places another "
                               f"number ({len(found[layer].codes)}). Run `nagar build`.")  # fmt: skip
    return found


def _file(entry: Mapping) -> ShapeFile:
    return ShapeFile(**{**entry, "box": tuple(entry.get("box", ()))})


def made_from(folder: Path) -> str:
    """What the files of a snapshot were made from; "" where it has none."""
    path = folder / FOLDER / INDEX
    return json.loads(path.read_text("utf-8")).get("made_from", "") if path.is_file() else ""


def _families(layers: Iterable[str]) -> list[list[str]]:
    """Layers that are cut together, country by country; protected land is no layer of places."""
    found: dict[str, list[str]] = {}
    for layer in layers:
        country, level, _ = layer.split("/")
        if layer != boundaries.PROTECTED:
            found.setdefault(layer if level in ALONE else country, []).append(layer)
    return list(found.values())


def _outlines(source: Path, layer: str) -> list[tuple[str, Mapping]]:
    """Code and geometry of the places of a layer that have one, by code."""
    drawn = boundaries.outlines(source, layer)
    return [(code, json.loads(text)) for code, text in sorted(drawn.items()) if text is not None]


def _checked(layer: str, codes: list[str], places: Places) -> list[str]:
    wanted = sorted(code for code, place in places.items() if place.has_shape and boundaries.layer_of(place) == layer)
    if codes != wanted:
        raise ContentError(f"the shapes of {layer} are {len(codes)}, its places with a shape {len(wanted)}. "
                           "Make geo/shapes again with geo/build_shapes.py.")  # fmt: skip
    return codes


def _write_parts(target: Path, layer: str, outlines: list[tuple[str, Mapping]], places: Places) -> dict:
    """What the index says of the files by district; each line between two districts is the same in both files."""
    by_district: dict[str, list[str]] = {}
    for code, _ in outlines:
        by_district.setdefault(ancestor_at(places, code, "district"), []).append(code)
    codes = [code for code, _ in outlines]
    if None in by_district or [code for inside in by_district.values() for code in inside] != codes:
        return {}  # places of a district that do not follow one another by their codes come whole only
    together, parts, first = topology(outlines, FINE), {}, 0
    for district, inside in by_district.items():
        parts[district] = _write_one(target, layer, part_of(together, inside), district, first)
        first += len(inside)
    return parts


def _write_one(target: Path, layer: str, found: Topology, part: str = "", first: int = 0) -> dict:
    """Write a file and its compressed forms; what the index says of it."""
    import brotli
    import zstandard

    content = as_topojson(found, first)
    stem = "-".join(filter(None, (*layer.split("/"), part)))
    path = target / f"{stem}.{sha256(content).hexdigest()[:12]}.json"
    small = brotli.compress(content, quality=BROTLI)
    path.write_bytes(content)
    path.with_suffix(".json.br").write_bytes(small)
    path.with_suffix(".json.zst").write_bytes(zstandard.ZstdCompressor(level=ZSTD).compress(content))
    return {
        "name": path.name,
        "first": first,
        "places": len(found.codes),
        "bytes": len(content),
        "brotli_bytes": len(small),
        "box": extent(found),
    }


def path_of(folder: Path, name: str) -> Path | None:
    """Where a file of a snapshot lies, by its name; None for a name that is none or is not there."""
    path = folder / FOLDER / name
    return path if NAME.fullmatch(name) and path.is_file() else None
