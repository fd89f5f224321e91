"""Rows with the outlines of their places as a GeoPackage, which QGIS opens."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson


def written(rows: Sequence[Mapping], layers: Mapping[str, str], about: Sequence[Sequence[str]], day: str) -> bytes:
    """A layer for each of `layers` (name of a layer of places -> GeoJSON whose features' ids are codes) with the columns of the
    rows whose `place` lies in it; `about`, pairs of texts, is a table of that name. The same input gives the same bytes: the
    file bears the `day` (ISO) and no time. To be called by a process of its own: the setting of the day is the process's.
    """
    os.environ["OGR_CURRENT_DATE"] = f"{day}T00:00:00.000Z"
    import geopandas
    import pandas
    from pyogrio import write_dataframe

    frame = pandas.DataFrame(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nagar.gpkg"
        for layer, text in layers.items():
            features = orjson.loads(text)["features"]
            shapes = geopandas.GeoDataFrame.from_features(features, crs=4326)[["geometry"]]
            shapes["place"] = [one["id"] for one in features]
            joined = shapes.merge(frame, on="place", how="inner", validate="one_to_many")
            write_dataframe(joined, path, layer=layer.replace("/", "_").lower(), driver="GPKG", append=path.exists())
        lines = pandas.DataFrame(about, columns=["what", "text"])
        write_dataframe(lines, path, layer="about", driver="GPKG", append=True)
        return path.read_bytes()
