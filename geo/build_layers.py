"""What every layer of `geo/shapes` has in common: its columns, its simplification, and how it is written with its card.

Only `build_shapes.py` and the two country files use this; it needs geopandas and is never imported by the server.
"""

import re
import unicodedata
from pathlib import Path

import geopandas
import pandas
import pyarrow
import pyarrow.parquet
import shapely

SHAPES = Path(__file__).parent / "shapes"
GRID = 1e-4  # degrees, about 11 m: coarser than the simplification, and short to print
EQUAL_AREA = 6933
SCHEMA = pyarrow.schema(
    [
        *[(name, pyarrow.string()) for name in ("code", "country", "level", "vintage", "second_code")],
        *[(name, pyarrow.string()) for name in ("name_en", "name_ne", "name_bn", "old_names", "category")],
        *[(name, pyarrow.string()) for name in ("parent", "linked")],
        ("valid_from", pyarrow.date32()),
        ("valid_to", pyarrow.date32()),
        ("successors", pyarrow.string()),
        *[(name, pyarrow.float64()) for name in ("area_km2", "lon", "lat")],
        ("persons_reference", pyarrow.int64()),
        ("geometry", pyarrow.binary()),
    ]
)


class BuildError(Exception):
    """A count or a check that did not come out as the card says: the packages are others than expected."""


def expect(what: str, found, expected) -> None:
    """Stop the build when a counted fact differs, so that a changed package never slips in unseen."""
    if found != expected:
        raise BuildError(f"{what}: expected {expected!r}, found {found!r}. Are these the packages named in the card?")


def nfc(text: str) -> str:
    """Text in one code-point form and without doubled or surrounding blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Latin letters only, lower case: for matching spellings of one name."""
    return re.sub(r"[^a-z]", "", text.lower())


def joined(names) -> str:
    """The distinct, non-empty names in their order as the `|`-separated text of a column."""
    return "|".join(dict.fromkeys(name for name in names if name))


def areas(shapes: geopandas.GeoSeries) -> pandas.Series:
    """Areas in km2, from the unsimplified shapes, in an equal-area projection."""
    return (shapes.to_crs(EQUAL_AREA).area / 1e6).round(3)


def simplified(shapes: geopandas.GeoSeries, metres: float, projection: int) -> geopandas.GeoSeries:
    """The shapes simplified together, so that neighbours keep one common line, on the grid of `GRID` degrees.

    Input and output are EPSG:4326; `metres` is the tolerance of `shapely.coverage_simplify` in `projection`.
    """
    flat = shapes.to_crs(projection)
    lines = geopandas.GeoSeries(shapely.coverage_simplify(flat.values, metres), flat.index, crs=projection)
    rounded = shapely.set_precision(lines.to_crs(4326).values, GRID, mode="pointwise")
    return geopandas.GeoSeries([mended(shape) for shape in rounded], flat.index, crs=4326)


def mended(shape):
    """A valid polygon of the same outline, for the few that rounding made touch themselves."""
    if shape is None or shape.is_empty or shape.is_valid:
        return shape
    valid = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(valid) if part.geom_type in ("Polygon", "MultiPolygon")]
    valid = shapely.set_precision(shapely.union_all(polygons), GRID)
    return valid if valid.is_valid else valid.buffer(0)


def united(shapes: geopandas.GeoSeries, keys: pandas.Series) -> geopandas.GeoSeries:
    """One shape for each key: the union of a coverage, without new gaps."""
    groups = shapes.groupby(keys)
    merged = {key: shapely.coverage_union_all(group.values) for key, group in groups}
    return geopandas.GeoSeries(merged, crs=4326)


def finished(frame: pandas.DataFrame, shapes: geopandas.GeoSeries, km2: pandas.Series) -> pandas.DataFrame:
    """The frame with all columns of the schema; shapes and areas are looked up by code, absent ones stay null."""
    frame = frame.copy()
    frame["geometry"] = [shapes.get(code) for code in frame["code"]]
    frame["area_km2"] = [km2.get(code) for code in frame["code"]]
    points = [None if shape is None else shape.representative_point() for shape in frame["geometry"]]
    frame["lon"] = [None if point is None else round(point.x, 4) for point in points]
    frame["lat"] = [None if point is None else round(point.y, 4) for point in points]
    for name in SCHEMA.names:
        if name not in frame:
            frame[name] = None
    return frame[SCHEMA.names]


def write(name: str, frame: pandas.DataFrame, card: dict, features: int, folder: Path = SHAPES) -> int:
    """Write `<name>.parquet` and `<name>.toml`; the number of rows must be `features`. Returns the bytes written.

    Raises `BuildError` when counts differ, codes repeat, or shapes are invalid or, except wards, leave gaps or overlap.
    """
    expect(f"rows of {name}", len(frame), features)
    expect(f"repeated codes of {name}", list(frame["code"][frame["code"].duplicated()]), [])
    shapes = [shape for shape in frame["geometry"] if shape is not None]
    expect(f"invalid shapes of {name}", sum(not shape.is_valid for shape in shapes), 0)
    if card.get("without_gaps"):
        expect(f"{name} is a coverage", bool(shapely.coverage_is_valid(shapes)), True)
    columns = {field.name: list(frame[field.name]) for field in SCHEMA}
    columns["geometry"] = [None if shape is None else shapely.to_wkb(shape) for shape in columns["geometry"]]
    arrays = [pyarrow.array(map(plain, columns[field.name]), field.type) for field in SCHEMA]
    target = folder / f"{name}.parquet"
    pyarrow.parquet.write_table(
        pyarrow.Table.from_arrays(arrays, schema=SCHEMA), target, compression="zstd", compression_level=19
    )
    card = {"title": card["title"], "features": features, "with_polygon": len(shapes), **card}
    target.with_suffix(".toml").write_text("".join(toml_line(key, value) for key, value in card.items()), "utf-8")
    return target.stat().st_size


def plain(value):
    """`None` for every kind of missing value, so that a column never holds NaN beside null."""
    return None if not isinstance(value, bytes) and pandas.isna(value) else value


def toml_line(key: str, value) -> str:
    """One line, or one bracketed list, of TOML."""
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}\n"
    if isinstance(value, int):
        return f"{key} = {value}\n"
    if isinstance(value, str):
        return f"{key} = {quoted(value)}\n"
    lines, line = [], "   "
    for item in value:
        text = f" {quoted(item)},"
        if len(line) + len(text) > 115:
            lines.append(line)
            line = "   "
        line += text
    lines.append(line)
    return f"{key} = []\n" if not value else f"{key} = [\n" + "\n".join(lines) + "\n]\n"


def quoted(text: str) -> str:
    """A basic TOML string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
