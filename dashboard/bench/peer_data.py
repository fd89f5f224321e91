"""What the peers show: the very rows of Nagar's own page, and the shapes it draws."""

import json
import shutil
from pathlib import Path

import pyarrow
import pyarrow.parquet

from dashboard.bench.environment import PEERS
from geo import boundaries
from geo.places import ancestors
from queries.run import Ask, House, run

NO_LAND = {"type": "Topology", "arcs": [], "objects": {
    name: {"type": "GeometryCollection", "geometries": []}
    for name in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")}}  # fmt: skip
STATIC = "static"  # where Streamlit serves files from, beside its script
COUNTRY, LEVEL = "NP", "local"


def write(house: House, views, folder: Path) -> list[str]:
    """Fill `folder` with values.parquet, shapes.json and Streamlit's script; gives the indicators' titles in their order."""
    titles = {name: views.module.indicators[name].title["en"] for name in views.indicators}
    period = house.cubes[views.module.id].periods[-1]
    rows = [row for row in run(house, Ask(views.module.id, LEVEL, COUNTRY, period, (), (), views.indicators)).rows
            if row["value"] is not None]  # fmt: skip
    columns = {
        "place": [row["place"] for row in rows],
        "name": [row["place_name"] for row in rows],
        "province": [_province(house, row["place"]) for row in rows],
        "indicator": [titles[row["indicator"]] for row in rows],
        "value": [float(row["value"]) for row in rows],
    }
    static = folder / STATIC
    static.mkdir(parents=True)
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / "values.parquet")
    shapes = _shapes(house, sorted(set(columns["place"])))
    for place in (folder, static):
        (place / "shapes.json").write_bytes(shapes)
        (place / "world_110m.json").write_text(json.dumps(NO_LAND), "utf-8")
    for name in ("streamlit_app.py", "page.py"):
        shutil.copy(PEERS / name, folder / name)
    return list(titles.values())


def _province(house: House, code: str) -> str:
    return next(place.name_en for place in ancestors(house.places, code) if place.level == "region")


def _shapes(house: House, codes: list[str]) -> bytes:
    drawn = [code for code in codes if house.places[code].has_shape]
    layer = boundaries.layer_of(house.places[drawn[0]])
    return boundaries.feature_collection(house.folder / "shapes.parquet", layer, drawn)
