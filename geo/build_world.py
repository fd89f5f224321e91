"""Make the land of the world and the table of its countries: `python -m geo.build_world --packages DIR`.

DIR holds the package fetched once with `npm pack world-atlas@2.0.2`: Natural Earth 4.1.0. It is a build input; nothing at
run time needs it, and this script downloads nothing. Counts are checked; a package that differs stops the build.
"""

import argparse
import csv
import tarfile
import tempfile
from pathlib import Path

import geopandas
import numpy
import shapely
from babel.core import Locale, get_global

from data.countries import TABLE
from geo.build_layers import expect
from geo.world import LAND, NORTH, SOUTH, edges, flat

PACKAGE = "world-atlas-2.0.2.tgz"
DEGREES = 0.2  # lines are simplified by less than a pixel of the widest screen that shows them
LEAST = 0.15  # square degrees; smaller islands would be dots
UNITS = 500  # of the picture to one of the projection
COLOUR = "#8a979c"  # grey on light and on dark; figures draw it half transparent
# Without a number in ISO 3166.
NO_COUNTRY = (
    "Somaliland",
    "Kosovo",
    "N. Cyprus",
    "Indian Ocean Ter.",
    "Siachen Glacier",
)
# In ISO 3166, and not on this picture: too small for its scale, or Antarctica.
WITHOUT_LAND = ("AQ", "BQ", "BV", "CC", "CX", "GF", "GI", "GP", "MQ", "RE", "SJ", "TK", "TV", "UM", "YT")


def unrolled(polygon: shapely.Polygon) -> shapely.Geometry:
    """A polygon whose ring goes on across the date line, cut there: TopoJSON of a round earth knows no edge of a map."""
    longitudes = numpy.unwrap([x for x, _ in polygon.exterior.coords], period=360)
    rest = [y for _, y in polygon.exterior.coords]
    whole = shapely.make_valid(shapely.Polygon(zip(longitudes, rest, strict=True), polygon.interiors))
    moved = [shapely.transform(whole, lambda points, by=by: points + [by, 0]) for by in (-360, 0, 360)]
    return shapely.union_all([shapely.clip_by_rect(one, -180, -90, 180, 90) for one in moved])


def north_of_antarctica(shapes: geopandas.GeoSeries) -> geopandas.GeoSeries:
    """The parts of the shapes that reach north of the picture's edge, each within the map; their index as before."""
    parts = shapes.explode()
    parts = parts[parts.bounds["maxy"] > SOUTH]
    return geopandas.GeoSeries([unrolled(part) for part in parts], parts.index).explode()


def path_of(rings) -> str:
    """The rings as one path of an SVG file, whole numbers each from the one before; y runs down."""
    parts = []
    for ring in rings:
        points = [(round(x * UNITS), round(-y * UNITS)) for x, y in (flat(*point) for point in ring.coords)]
        points = [point for number, point in enumerate(points) if not number or point != points[number - 1]]
        if len(points) < 4:
            continue
        steps = [f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in zip(points, points[1:-1], strict=False)]
        parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def picture(land: geopandas.GeoSeries) -> str:
    """The SVG of all land in one shape, without a line between countries."""
    whole = shapely.union_all(north_of_antarctica(land).values)
    inside = shapely.get_parts(shapely.clip_by_rect(whole, -180, SOUTH, 180, NORTH))
    rings = [ring for part in inside if part.geom_type == "Polygon" and part.area >= LEAST
             for shape in [part.simplify(DEGREES)] for ring in (shape.exterior, *shape.interiors)
             if shapely.Polygon(ring).area >= LEAST]  # fmt: skip
    west, south, east, north = (end * UNITS for end in edges())
    width, height = round(east - west), round(north - south)
    box = f'viewBox="{west:.1f} {-north:.1f} {east - west:.1f} {north - south:.1f}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path fill="{COLOUR}" d="{path_of(rings)}"/></svg>\n'


def points_of(countries: geopandas.GeoDataFrame) -> dict[str, tuple[float, float]]:
    """ISO code -> longitude and latitude of a point well inside the largest part of a country's land."""
    aliases = get_global("territory_aliases")
    parts = north_of_antarctica(countries[countries["id"].notna()].set_index("id").geometry)
    largest = parts.iloc[parts.area.argsort(kind="stable")].groupby(level=0).last()
    points = shapely.point_on_surface(largest.values)
    return {aliases[number][0]: (round(point.x, 1), round(point.y, 1))
            for number, point in zip(largest.index, points, strict=True)}  # fmt: skip


def build(packages: Path, land_file: Path = LAND, countries_file: Path = TABLE) -> None:
    """Write both files."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(packages / PACKAGE) as archive:
            archive.extractall(folder, filter="data")
        land = geopandas.read_file(f"{folder}/package/land-50m.json").geometry
        countries = geopandas.read_file(f"{folder}/package/countries-50m.json", layer="countries")
    expect("countries of world-atlas", len(countries), 241)
    expect("those without a number", tuple(countries.loc[countries["id"].isna(), "name"]), NO_COUNTRY)
    land_file.write_text(picture(land), "utf-8")
    points = points_of(countries)
    expect("countries without land", sorted(set(WITHOUT_LAND) & points.keys()), [])
    expect("countries without a name", sorted(code for code in points if code not in Locale("en").territories), [])
    with open(countries_file, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("code", "longitude", "latitude"))
        for code in sorted([*points, *WITHOUT_LAND]):
            table.writerow((code, *points.get(code, ("", ""))))


def main(arguments: list[str] | None = None) -> None:
    """Build, and print the sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, required=True, help=f"folder with {PACKAGE}")
    build(parser.parse_args(arguments).packages)
    for path in (LAND, TABLE):
        print(f"{path.name:22} {path.stat().st_size / 1000:6.1f} kB")


if __name__ == "__main__":
    main()
