"""The places of India: a line from the country to Pune, without outlines."""

import pyarrow.parquet

from geo import build_india
from geo.build_layers import SCHEMA
from geo.places import ancestors, search


def test_each_place_lies_in_the_one_above_it(known_places):
    assert [place.code for place in ancestors(known_places, "IN27521802814")] == ["IN27521", "IN27", "IN"]
    assert not any(known_places[row["code"]].has_shape for row in build_india.rows())


def test_pune_is_found_by_name(known_places):
    assert search(known_places, "Pune", 1)[0].country == "IN"


def test_the_layer_is_written_as_the_rows_say(tmp_path):
    build_india.write(tmp_path)
    table = pyarrow.parquet.read_table(tmp_path / f"{build_india.LAYER}.parquet")
    assert table.schema.equals(SCHEMA) and table.to_pylist() == build_india.rows()
