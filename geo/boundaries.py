"""The shapes of a layer, ready to be drawn: made once when publishing, read as GeoJSON text by the server.

A layer is the places of one country, level and vintage, such as `NP/district/2017`; `NP/protected/2017` is land that
belongs to no municipality. Only `write_layers` needs shapely; a server never imports it.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from data.problems import ContentError
from geo.places import LAYERS, SHAPES, Place, Places

PROTECTED = "NP/protected/2017"
DECIMALS = 4  # about 11 m, as the grid of geo/shapes
SHOWN_CODES = 5


def layer_of(place: Place) -> str:
    """The layer a place is drawn on."""
    return f"{place.country}/{place.level}/{place.vintage}"


def write_layers(path: Path, places: Places, folder: Path = SHAPES) -> int:
    """Write the shapes of all places and of protected land to one Parquet file; returns the number of rows.

    Columns: layer, code, name (of protected land only), geojson (a geometry in degrees, exterior rings clockwise as d3
    needs them; null without a polygon), west, south, east, north. A place without a row, or a shape that is no place,
    is a `ContentError`.
    """
    import pyarrow
    import pyarrow.parquet

    tables = []
    for name in (*LAYERS, "nepal_protected"):
        columns = ["code", "country", "level", "vintage", "name_en", "geometry"]
        tables.append(pyarrow.parquet.read_table(Path(folder) / f"{name}.parquet", columns=columns))
    rows = pyarrow.concat_tables(tables).to_pydict()
    keys = zip(rows["country"], rows["level"], rows["vintage"], strict=True)
    layers = ["/".join(key) for key in keys]
    _must_be_the_same({c for c, layer in zip(rows["code"], layers, strict=True) if layer != PROTECTED}, set(places))
    names = [name if layer == PROTECTED else None for name, layer in zip(rows["name_en"], layers, strict=True)]
    texts, bounds = _drawn(rows["geometry"])
    columns = {"layer": layers, "code": rows["code"], "name": pyarrow.array(names, pyarrow.string()), "geojson": texts}
    columns |= dict(zip(("west", "south", "east", "north"), bounds, strict=True))
    pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="zstd", row_group_size=2000)
    return len(layers)


def _must_be_the_same(drawn: set[str], known: set[str]) -> None:
    if drawn != known:
        raise ContentError(
            f"the shapes in {SHAPES} and the places differ: {_some(drawn - known)} drawn but no place, "
            f"{_some(known - drawn)} a place without a row. Make geo/shapes again with geo/build_shapes.py."
        )


def _drawn(geometries: list[bytes | None]) -> tuple[list[str | None], list[list[float | None]]]:
    """GeoJSON texts and the four columns of bounds; None where there is no polygon."""
    import shapely

    shapes = shapely.orient_polygons(shapely.from_wkb(geometries), exterior_cw=True)
    shapes = shapely.set_precision(shapes, 10**-DECIMALS, mode="pointwise")
    texts = list(shapely.to_geojson(shapes))
    empty = shapely.is_missing(shapes)
    bounds = [
        [None if gone else float(value) for value, gone in zip(column, empty, strict=True)]
        for column in shapely.bounds(shapes).T
    ]
    return texts, bounds


def feature_collection(source, layer: str, codes: Iterable[str] | None = None) -> bytes:
    """A GeoJSON FeatureCollection of a layer, or of some of its codes; each feature's id is the code.

    `source` is the file that `write_layers` wrote, or a DuckDB connection with it as the table `shapes`. Places without
    a polygon are left out: `without_polygon` names them. An unknown layer, or a code that is not of this layer (such as
    a v02 code asked of v03 shapes), is a `ContentError` naming it.
    """
    rows = _rows(source, layer, codes, "code, name, geojson")
    features = [
        f'{{"type":"Feature","id":{json.dumps(code)},"properties":{_properties(name)},"geometry":{text}}}'
        for code, name, text in rows
        if text is not None
    ]
    return ('{"type":"FeatureCollection","features":[' + ",".join(features) + "]}").encode()


def _properties(name: str | None) -> str:
    return "{}" if name is None else json.dumps({"name": name})


def without_polygon(source, layer: str, codes: Iterable[str] | None = None) -> list[str]:
    """The codes of a layer (or of some) that no shape is known for: a map says them, it never drops them silently."""
    return [code for code, text in _rows(source, layer, codes, "code, geojson IS NULL") if text]


def outlines(source, layer: str) -> dict[str, str | None]:
    """Code -> GeoJSON geometry of a whole layer; None for a place without a polygon."""
    return dict(_rows(source, layer, None, "code, geojson"))


def bounds(source, layer: str, codes: Iterable[str] | None = None) -> tuple[float, float, float, float] | None:
    """West, south, east and north in degrees of a layer or of some of its codes; None where nothing has a shape."""
    boxes = [row for row in _rows(source, layer, codes, "west, south, east, north") if row[0] is not None]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def layers(source) -> list[str]:
    """The names of all layers, in their order."""
    return [name for (name,) in _asked(source, "SELECT layer FROM {shapes} GROUP BY layer ORDER BY min(rowid)", [])]


def _rows(source, layer: str, codes: Iterable[str] | None, columns: str) -> list[tuple]:
    wanted = None if codes is None else list(dict.fromkeys(codes))
    if wanted is None:
        found = _asked(source, f"SELECT {columns} FROM {{shapes}} WHERE layer = ?", [layer])
        if not found:
            raise ContentError(f"there is no layer of shapes {layer!r}. Known: {', '.join(layers(source))}.")
        return found
    query = f"SELECT code, {columns} FROM {{shapes}} WHERE layer = ? AND code IN (SELECT unnest(?))"
    found = {row[0]: row[1:] for row in _asked(source, query, [layer, wanted])}
    absent = [code for code in wanted if code not in found]
    if absent:
        raise ContentError(_not_of_this_layer(source, layer, absent))
    return [found[code] for code in wanted]


def _not_of_this_layer(source, layer: str, absent: list[str]) -> str:
    known = layers(source)
    if layer not in known:
        return f"there is no layer of shapes {layer!r}. Known: {', '.join(known)}."
    query = "SELECT DISTINCT layer FROM {shapes} WHERE code IN (SELECT unnest(?)) ORDER BY layer"
    others = [name for (name,) in _asked(source, query, [absent])]
    hint = f"They are drawn on {', '.join(others)}." if others else "No layer has them: look the codes up."
    return f"{len(absent)} codes are not of the shapes {layer}: {_some(absent)}. {hint}"


def _asked(source, query: str, values: list) -> list[tuple]:
    import duckdb

    if not isinstance(source, (str, Path)):
        return source.execute(query.format(shapes="shapes"), values).fetchall()
    query = query.replace("rowid", "file_row_number")
    try:
        with duckdb.connect() as connection:
            return connection.execute(
                query.format(shapes="read_parquet(?, file_row_number=true)"), [str(source), *values]
            ).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise ContentError(f"{source}: shapes cannot be read: {reason} Build again: `nagar build`.") from None


def _some(codes: Iterable[str]) -> str:
    listed = sorted(codes)
    more = f" and {len(listed) - SHOWN_CODES} more" if len(listed) > SHOWN_CODES else ""
    return (", ".join(listed[:SHOWN_CODES]) or "none") + more
