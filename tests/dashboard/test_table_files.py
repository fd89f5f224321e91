"""What is seen as Parquet and GeoPackage: the CSV's rows, days as days, shapes where they are, and whence it is."""

import io
import json
from datetime import date

import pyarrow.parquet
import pyogrio
import pytest

from dashboard.downloads import table_of
from dashboard.state import View
from dashboard.table_files import made, table_file

VIEW = View.from_url("/poverty?place=NP03&by=district&detail=district&indicator=wealth_quintiles.poorest_fifth_share")


def test_a_map_has_the_rows_and_shapes_of_its_places_and_says_whence(site, tmp_path):
    path = tmp_path / "map.gpkg"
    path.write_bytes(table_file(site, VIEW, "map", "gpkg", "https://nagar.example"))
    rows = table_of(site, VIEW, "map")[0].rows
    frame = pyogrio.read_dataframe(path, layer="np_district_2017")
    assert dict(zip(frame["place"], frame["value"], strict=True)) == {row["place"]: row["value"] for row in rows}
    assert frame.crs.to_epsg() == 4326 and not frame.geometry.is_empty.any()
    about = pyogrio.read_dataframe(path, layer="about", read_geometry=False)
    assert any(text.startswith("https://nagar.example/poverty") for text in about["text"])


def test_parquet_has_the_types_of_the_rows(site):
    raw = table_file(site, View.from_url("/services?place=NP&indicator=projects.projects"), "register", "parquet")
    table = pyarrow.parquet.read_table(io.BytesIO(raw))
    assert (
        str(table.schema.field("begun_on").type) == "date32[day]" and str(table.schema.field("budget").type) == "int64"
    )
    assert json.loads(table.schema.metadata[b"nagar"])[0][0] == "Title"


def test_the_same_rows_are_the_same_bytes():
    given = {"rows": [{"place": "A", "on": "2024-01-31", "value": -0.1}], "days": ["on"], "head": [["Title", "x"]], "layers": {
        "np/district/2017": '{"features":[{"type":"Feature","id":"A","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}]}'},
        "date": "2026-11-23"}  # fmt: skip
    assert made("gpkg", given) == made("gpkg", given)
    row = pyarrow.parquet.read_table(io.BytesIO(made("parquet", given))).to_pylist()[0]
    assert row == {"place": "A", "on": date(2024, 1, 31), "value": -0.1}


@pytest.mark.parametrize(("address", "of"), [("/data", "map"), ("/poverty?place=NP03", "globe"), ("/migration?place=NP&indicator=flows.moved_persons", "flows")])  # fmt: skip
def test_what_has_no_rows_or_no_shapes_has_no_geopackage(site, address, of):
    assert table_file(site, View.from_url(address), of, "gpkg") is None


def test_over_the_wire(client):
    answer = client.get("/gpkg/poverty?place=NP03&by=district&of=map")
    assert (
        answer.status_code == 200
        and answer.get_data()[:15] == b"SQLite format 3"
        and ".gpkg" in answer.headers["Content-Disposition"]
    )
    assert client.get("/gpkg/nowhere?of=map").status_code == 404
