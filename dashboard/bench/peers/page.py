"""What the pages of all peers share: the rows, asked of DuckDB, and two figures made as their manuals make them.

`PEER_DATA` is a folder with values.parquet (place, name, province, indicator, value) and shapes.json; `PEER_CACHE` is
`on` or `off`. Shapes are fetched by their address, which is the lighter of the two ways plotly offers.
"""

import os
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import plotly.express as px

FOLDER = Path(os.environ["PEER_DATA"])
CACHED = os.environ["PEER_CACHE"] == "on"
EVERYWHERE = "All provinces"
BARS = 20
CONFIG = {"displaylogo": False}


@cache
def connection() -> duckdb.DuckDBPyConnection:
    """All values in memory."""
    made = duckdb.connect()
    made.execute("CREATE TABLE valued AS SELECT * FROM read_parquet(?)", [str(FOLDER / "values.parquet")])
    return made


@cache
def choices(column: str) -> list[str]:
    """What a drop-down offers: the indicators in their order, or the provinces."""
    found = (
        connection().cursor().execute(f"SELECT {column} FROM valued GROUP BY {column} ORDER BY min(rowid)").fetchall()
    )
    return [name for (name,) in found]


def rows(indicator: str, province: str) -> pd.DataFrame:
    """place, name, value of one indicator, in one province or everywhere."""
    return (
        connection().cursor()
        .execute("SELECT place, name, value FROM valued WHERE indicator = ? AND ? IN (province, ?)",
                 [indicator, province, EVERYWHERE]).df()
    )  # fmt: skip


def map_of(data_frame: pd.DataFrame, shapes: str):
    """The map; `shapes` is the address of the outlines."""
    figure = px.choropleth(data_frame, geojson=shapes, locations="place", color="value", hover_name="name",
                           color_continuous_scale="Viridis", projection="mercator")  # fmt: skip
    figure.update_geos(fitbounds="locations", visible=False)
    return figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})


def bars_of(data_frame: pd.DataFrame):
    """The palikas with the highest values."""
    return px.bar(data_frame.nlargest(BARS, "value"), x="value", y="name", orientation="h")
