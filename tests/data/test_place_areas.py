"""The bundled areas are those of the outlines that the maps draw."""

import duckdb
import pytest

from data import catalogue
from data.place_areas import EXTRACT, areas


@pytest.fixture(scope="module")
def bundled():
    path = catalogue.EXTRACTS / f"{EXTRACT}.parquet"
    return dict(duckdb.execute("SELECT place, area_km2 FROM read_parquet(?)", [str(path)]).fetchall())


def test_they_are_made_again_when_the_shapes_change(bundled):
    assert dict(areas().itertuples(index=False)) == bundled


def test_every_level_and_vintage_is_there_once(bundled):
    assert len(bundled) == sum((6736, 753, 77, 75, 7, 1, 544, 507, 311, 64, 8, 1))
    assert "NP2011-01" in bundled and "BD100409" in bundled and "BD10040009" in bundled


def test_provinces_and_districts_cover_the_same_land(bundled):
    provinces = sum(area for code, area in bundled.items() if code.startswith("NP0") and len(code) == 4)
    districts = sum(area for code, area in bundled.items() if code.startswith("NP0") and len(code) == 6)
    assert provinces == pytest.approx(districts, abs=0.1)
